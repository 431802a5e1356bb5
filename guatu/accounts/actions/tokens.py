"""Deeds on tokens: made for a person, revoked; a program that holds one acts as that person."""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from guatu.accounts import fields, locks
from guatu.accounts.errors import AlreadyEnded, EndsBeforeStart, PersonInactive
from guatu.accounts.models import Person, Token
from guatu.history.chains import REGISTRY, Actor
from guatu.history.deeds import Deed

PREFIX: Final = "guatu_"
"""By which a token that strayed into a file is known for what it is."""
_BYTES: Final = 32
_NOTED_EVERY: Final = timedelta(minutes=30)


@transaction.atomic
def make(
    *, person: Person, scope: str, last_day: date | None = None, by: Actor, at: datetime, on: date
) -> tuple[Token, str]:
    """A token that holds until the end of `last_day`, and the key itself, which nobody can show again."""
    person = locks.person(person)
    if not person.is_active:
        raise PersonInactive(person=person.name)
    if last_day is not None and last_day < on:
        raise EndsBeforeStart(starts=on, ends=last_day)
    key = PREFIX + secrets.token_urlsafe(_BYTES)
    token = Token(
        person=person,
        scope=fields.choice(Token, "scope", scope),
        digest=digest_of(key),
        made_at=at,
        valid_to=last_day + timedelta(days=1) if last_day else None,
    )
    Deed("token_made", person, chain=REGISTRY, by=by, at=at, on=on).add(token).commit()
    return token, key


@transaction.atomic
def revoke(*, token: Token, by: Actor, at: datetime, on: date) -> Token:
    """From now on the token opens no door."""
    token = Token.objects.select_for_update(of=("self",)).select_related("person").get(pk=token.pk)
    if token.revoked_on is not None:
        raise AlreadyEnded(what=f"令牌 {token.pk}", on=token.revoked_on)
    revoking(token, by=by, at=at, on=on).commit()
    return token


def revoking(token: Token, *, by: Actor, at: datetime, on: date) -> Deed:
    """The deed that ends a token; a person's own deactivation takes it along."""
    return Deed("token_revoked", token.person, chain=REGISTRY, by=by, at=at, on=on).set(token, revoked_on=on)


def digest_of(key: str) -> str:
    """What is kept of a key: it is long and random, so one round of a plain digest hides it."""
    return hashlib.sha256(key.encode()).hexdigest()


def note_use(token: Token, *, at: datetime) -> None:
    """Note that the token is used; at most twice an hour, for it is a write."""
    if token.used_at is None or at - token.used_at >= _NOTED_EVERY:
        Token.objects.filter(pk=token.pk).update(used_at=at)
