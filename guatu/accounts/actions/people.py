"""Deeds on people: added, moved, deactivated (never deleted), given a password."""

import secrets
import string
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q

from guatu.accounts import fields, locks, permissions
from guatu.accounts.actions import roles, tokens
from guatu.accounts.errors import (
    AlreadyActive,
    AlreadyInactive,
    ExternalIdTaken,
    UnitEnded,
    UsernameTaken,
    WeakPassword,
    WrongPassword,
)
from guatu.accounts.models import Delegation, Person, Role, Token, Unit
from guatu.history.chains import REGISTRY, Actor
from guatu.history.deeds import Deed, commit

_LETTERS: Final = [one for one in string.ascii_letters + string.digits if one not in "0O1lI"]
_INITIAL: Final = 12
"""Characters of a generated password: some 69 bits."""


@transaction.atomic
def add(
    *,
    username: str,
    name: str,
    unit: Unit,
    external_id: str = "",
    password: str | None = None,
    by: Actor,
    at: datetime,
    on: date,
    why_earlier: str = "",
) -> Person:
    """Add somebody to a unit; a password given here must be changed at the first sign-in, none closes it."""
    unit = locks.unit(unit)
    permissions.require_division(by, unit.division, at=at)
    _check_sits(unit, on)
    person = Person(
        username=fields.new_username(Person, username),
        name=fields.text(Person, "name", name),
        unit=unit,
        external_id=fields.text(Person, "external_id", external_id),
        must_change_password=password is not None,
    )
    if Person.objects.filter(username=person.username).exists():
        raise UsernameTaken(username=person.username)
    _check_external_id(person, person.external_id)
    _keep_password(person, password)
    _deed("person_added", person, by, at, on).add(person).say(why_earlier=why_earlier).commit()
    return person


@transaction.atomic
def change(
    *, person: Person, name: str, external_id: str, by: Actor, at: datetime, on: date, why_earlier: str = ""
) -> Person:
    """Correct a name or the identifier of the county's directory of persons."""
    person = locks.person(person)
    permissions.require_person(by, person, at=at)
    external_id = fields.text(Person, "external_id", external_id)
    _check_external_id(person, external_id)
    deed = _deed("person_changed", person, by, at, on)
    deed.set(person, name=fields.text(Person, "name", name), external_id=external_id)
    if deed.changed:
        deed.say(why_earlier=why_earlier).commit()
    return person


@transaction.atomic
def move(*, person: Person, unit: Unit, by: Actor, at: datetime, on: date, why_earlier: str = "") -> Person:
    """Let a person sit in another unit; roles stay until they are revoked."""
    person, unit = locks.person(person), locks.unit(unit)
    permissions.require_person(by, person, at=at)
    permissions.require_division(by, unit.division, at=at)
    _check_sits(unit, on)
    deed = _deed("person_moved", person, by, at, on).set(person, unit=unit)
    if deed.changed:
        deed.say(why_earlier=why_earlier).commit()
    return person


@transaction.atomic
def deactivate(*, person: Person, by: Actor, at: datetime, on: date, why_earlier: str = "") -> Person:
    """Close a person's sign-in; their roles, delegations and tokens end in the same deed."""
    person = locks.person(person)
    permissions.require_person(by, person, at=at)
    if not person.is_active:
        raise AlreadyInactive(person=person.name)
    open_ones = Q(valid_to__isnull=True) | (Q(valid_to__gt=on) & Q(valid_to__gt=F("valid_from")))
    held = Role.objects.filter(open_ones, person=person).select_related("office", "unit", "person")
    mandates = Delegation.objects.filter(Q(principal=person) | Q(delegate=person), valid_to__gt=on)
    mandates = mandates.filter(valid_to__gt=F("valid_from"))
    deeds = [_deed("person_deactivated", person, by, at, on).set(person, is_active=False)]
    deeds += [roles.ending(role, by=by, at=at, on=on) for role in held.order_by("pk")]
    deeds += [
        roles.withdrawing(one, by=by, at=at, on=on)
        for one in mandates.select_related("office").order_by("pk")
    ]
    keys = Token.objects.filter(person=person, revoked_on=None).select_related("person")
    deeds += [tokens.revoking(one, by=by, at=at, on=on) for one in keys]
    commit([deed.say(why_earlier=why_earlier) for deed in deeds])
    return person


@transaction.atomic
def reactivate(*, person: Person, by: Actor, at: datetime, on: date, why_earlier: str = "") -> Person:
    """Open a person's sign-in again; roles are granted anew."""
    person = locks.person(person)
    permissions.require_person(by, person, at=at)
    if person.is_active:
        raise AlreadyActive(person=person.name)
    _check_sits(person.unit, on)
    deed = _deed("person_reactivated", person, by, at, on).set(person, is_active=True)
    deed.say(why_earlier=why_earlier).commit()
    return person


@transaction.atomic
def change_password(*, person: Person, old: str, new: str, by: Actor, at: datetime, on: date) -> Person:
    """Choose a new password oneself; sessions elsewhere end by it."""
    person = locks.person(person)
    permissions.require_oneself(by, person)
    if not person.check_password(old):
        raise WrongPassword
    if old == new:
        raise WeakPassword(why="不能与原密码相同，请换一个")
    _keep_password(person, new)
    person.save(update_fields=["password"])
    _deed("password_changed", person, by, at, on).set(person, must_change_password=False).commit()
    return person


@transaction.atomic
def reset_password(*, person: Person, password: str, by: Actor, at: datetime, on: date) -> Person:
    """Give a person a password that must be changed at the next sign-in; `initial_password` makes one."""
    person = locks.person(person)
    permissions.require_person(by, person, at=at)
    _keep_password(person, password)
    person.save(update_fields=["password"])
    _deed("password_reset", person, by, at, on).set(person, must_change_password=True).commit()
    return person


def initial_password(username: str, *, name: str = "", external_id: str = "") -> str:
    """A password to hand over once, without letters that look alike; for this person it passes the rules."""
    person = Person(username=username, name=name, external_id=external_id)
    while True:
        made = "".join(secrets.choice(_LETTERS) for _ in range(_INITIAL))
        try:
            check_password(made, person)
        except WeakPassword:  # one in thousands is like the user name
            continue
        return made


def _check_sits(unit: Unit, on: date) -> None:
    """Refuses a unit in which nobody can sit on that day."""
    if unit.valid_to is not None and unit.valid_to <= on:
        raise UnitEnded(unit=unit.name, on=on)


def check_password(password: str, person: Person) -> None:
    """Refuses a password that breaks a rule, naming every rule it breaks."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise WeakPassword(why=_sentence(error.messages)) from error


def _sentence(messages: Iterable[str]) -> str:
    return "；".join(one.rstrip("。.") for one in messages)


def _keep_password(person: Person, password: str | None) -> None:
    if password is not None:
        check_password(password, person)
    person.set_password(password)


def _check_external_id(person: Person, external_id: str) -> None:
    if external_id and Person.objects.filter(external_id=external_id).exclude(pk=person.pk).exists():
        raise ExternalIdTaken(external_id=external_id)


def _deed(kind: str, person: Person, by: Actor, at: datetime, on: date) -> Deed:
    return Deed(kind, person, chain=REGISTRY, by=by, at=at, on=on)
