"""The chains that somebody may look through, and their events, newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from guatu.accounts.models import Office, Person, Role, Unit
from guatu.accounts.queries import Acting, divisions_below
from guatu.history.chains import REGISTRY
from guatu.history.models import Chain, Event
from guatu.ledgers.queries import subjects
from guatu.ledgers.queries.subjects import Subject

Kind = Role.Kind
_STAFF: Final = (Kind.COORDINATOR, Kind.VERIFIER, Kind.LEADER, Kind.ADMINISTRATOR)
_SHOWN: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is looked for: a chain, a kind of event, somebody's doings, days on which they were recorded."""

    chain: str = ""
    kind: str = ""
    person: str = ""
    first: date | None = None
    last: date | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of events with the names that they speak of."""

    events: Sequence[Event]
    older: bool
    people: Mapping[int, str]
    units: Mapping[int, str]
    subjects: Mapping[subjects.Key, Subject]
    """What they are about."""


def visible(who: Acting) -> QuerySet[Chain]:
    """The chains of offices that somebody serves or inspects; the registry for who keeps or inspects it."""
    return _of(who, *_STAFF)


def taken_by(who: Acting) -> QuerySet[Chain]:
    """The chains that somebody may take along: of offices that he keeps or inspects, and the registry."""
    return _of(who, Kind.ADMINISTRATOR)


def _of(who: Acting, *kinds: str) -> QuerySet[Chain]:
    offices = Q(pk__in=who.offices(*kinds))
    if inspected := who.divisions(Kind.INSPECTOR):
        offices |= Q(unit__division__in=divisions_below(inspected))
    codes = [f"office-{pk}" for pk in Office.objects.filter(offices).values_list("pk", flat=True)]
    if who.offices(Kind.ADMINISTRATOR, Kind.INSPECTOR):
        codes.append(REGISTRY)
    return Chain.objects.filter(code__in=codes).order_by("pk")


def may_verify(who: Acting) -> bool:
    """Whether somebody may have everything looked at, and take chains along: see `taken_by`."""
    return bool(who.offices(Kind.INSPECTOR, Kind.ADMINISTRATOR))


def names(chains: Sequence[Chain]) -> dict[str, str]:
    """What a chain is called: by its office."""
    offices = {f"office-{one.pk}": one.name for one in Office.objects.all()}
    return {one.code: offices.get(one.code, "单位与人员") for one in chains}


def page(who: Acting, chains: Sequence[Chain], asked: Asked) -> Page:
    """A page of the events of these chains, newest first; a constant number of statements."""
    chosen = [one.pk for one in chains if asked.chain in ("", one.code)]
    found = Event.objects.order_by()
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.person:
        people = list(Person.objects.filter(name=asked.person).values_list("pk", flat=True))
        found = found.filter(Q(actor_id__in=people) | Q(principal_id__in=people))
    if asked.first:
        found = found.filter(recorded_at__date__gte=asked.first)
    if asked.last:
        found = found.filter(recorded_at__date__lte=asked.last)
    if asked.before:
        found = found.filter(pk__lt=asked.before)
    newest = Q(pk=None)  # of each chain by itself, for only within a chain does an index tell the order
    for chain in chosen:
        newest |= Q(pk__in=found.filter(chain=chain).order_by("-number").values("pk")[: _SHOWN + 1])
    shown = Event.objects.filter(newest).defer("body").select_related("chain").order_by("-pk")
    events = list(shown[: _SHOWN + 1])
    return _named(who, events[:_SHOWN], older=len(events) > _SHOWN)


def _named(who: Acting, events: Sequence[Event], *, older: bool) -> Page:
    people = {pk for one in events for pk in (one.actor_id, one.principal_id) if pk}
    units = {one.unit_id for one in events if one.unit_id}
    return Page(
        events=events,
        older=older,
        people=dict(Person.objects.filter(pk__in=people).values_list("pk", "name")),
        units=dict(Unit.objects.filter(pk__in=units).values_list("pk", "name")),
        subjects=subjects.named(who, {(one.subject_kind, one.subject_id) for one in events}),
    )
