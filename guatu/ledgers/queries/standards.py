"""Close-out standards for pages: what is offered now, and every version that was published."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Max, Prefetch, QuerySet

from guatu.accounts.models import Role
from guatu.accounts.queries import Acting
from guatu.ledgers.models import Standard, StandardCheck, StandardVersion

Kind = Role.Kind
_STAFF = (Kind.COORDINATOR, Kind.VERIFIER, Kind.LEADER, Kind.ADMINISTRATOR, Kind.INSPECTOR)


def current_versions(office_id: int) -> QuerySet[StandardVersion]:
    """The last version of each standard that an office offers."""
    found = StandardVersion.objects.filter(standard__office=office_id, standard__is_retired=False)
    last = found.annotate(last=Max("standard__versions__number")).filter(number=F("last"))
    return last.select_related("standard").order_by("standard")


@dataclass(frozen=True, slots=True)
class StandardRow:
    """A standard with its last version."""

    standard: Standard
    last: StandardVersion
    checks: int
    by_machine: int


def rows(who: Acting) -> list[StandardRow]:
    """The standards of the offices that somebody serves; retired ones last; three statements."""
    found = visible(who).select_related("office").prefetch_related(_versions())
    return [_row(one) for one in found.order_by("office", "is_retired", "pk")]


def visible(who: Acting) -> QuerySet[Standard]:
    """The standards that somebody may look at."""
    return Standard.objects.filter(office__in=who.offices(*_STAFF))


def one(who: Acting, pk: int) -> tuple[Standard, list[StandardVersion]] | None:
    """A standard with all its versions, the last one first."""
    standard = visible(who).filter(pk=pk).select_related("office").prefetch_related(_versions()).first()
    return (standard, list(reversed(standard.versions.all()))) if standard else None


def _versions() -> "Prefetch[str, QuerySet[StandardVersion], str]":
    return Prefetch("versions", StandardVersion.objects.prefetch_related("checks").order_by("number"))


def _row(standard: Standard) -> StandardRow:
    last = max(standard.versions.all(), key=lambda version: version.number)
    checks = list(last.checks.all())
    return StandardRow(standard, last, len(checks), _machine(checks))


def _machine(checks: Iterable[StandardCheck]) -> int:
    return sum(1 for one in checks if one.method != StandardCheck.Method.PERSON)
