"""Taking a leaked text or file out of the trail: one administrator asks, another confirms or it stays."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from guatu.accounts.models import Role
from guatu.accounts.queries import Acting, actor_for
from guatu.history import redacting
from guatu.history.chains import Actor
from guatu.history.models import Redaction
from guatu.history.redacting import Check
from guatu.ledgers.errors import NotYours
from guatu.ledgers.queries import redactions

_ADMINISTRATOR = Role.Kind.ADMINISTRATOR


@transaction.atomic
def ask(*, enclosures: Collection[int], reason: str, by: Acting, at: datetime) -> Redaction:
    """Ask that these go, with everything of the same content in the chains that the person keeps."""
    chosen = redactions.standing(by).filter(pk__in=enclosures)
    alike = redacting.alike(chosen)
    found = list(redactions.standing(by).filter(pk__in=alike.values("pk")).order_by("pk"))
    return redacting.ask(found, by=_actor(by), reason=reason, at=at, check=_check(by))


@transaction.atomic
def confirm(*, redaction: Redaction, by: Acting, at: datetime) -> Redaction:
    """Let it be done, by an administrator of the same offices who neither asked nor stands for who asked."""
    return redacting.confirm(redaction, by=_actor(by), at=at, check=_check(by, redaction))


@transaction.atomic
def withdraw(*, redaction: Redaction, by: Acting, at: datetime) -> Redaction:
    """Let everything stay."""
    return redacting.withdraw(redaction, by=_actor(by), at=at, check=_check(by, redaction))


def _actor(by: Acting) -> Actor:
    return actor_for(by, _ADMINISTRATOR)


def _check(by: Acting, redaction: Redaction | None = None) -> Check:
    """Refuse whoever does not keep every chain that it touches."""

    def check(_: Actor) -> None:
        kept = {one.pk for one in redactions.kept_chains(by)}
        touched = set(redaction.enclosures.values_list("event__chain", flat=True)) if redaction else set()
        if not kept or touched - kept:
            raise NotYours(deed="删除留痕内容", who=["管理员"])

    return check
