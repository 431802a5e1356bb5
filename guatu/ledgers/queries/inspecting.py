"""For who inspects: what was taken out of the house, and who looked at what; of inspected offices alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.timezone import make_aware

from guatu.accounts.models import Office, Person, Role, Unit
from guatu.accounts.queries import Acting, divisions_below
from guatu.history.chains import REGISTRY
from guatu.history.models import Enclosure, Event
from guatu.ledgers.events import Event as Kind
from guatu.ledgers.models import Ledger, Meeting, Sight

SHOWN: Final = 100
EXPORTS: Final = (Kind.LEDGER_EXPORTED, Kind.TRAIL_EXPORTED, Kind.MEETING_EXPORTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose doings, in which ledger, on which days."""

    person: str = ""
    ledger: int | None = None
    first: date | None = None
    last: date | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """Something that left the house."""

    event: Event
    person: str
    unit: str
    what: str
    of: str
    said: Mapping[str, str]


def offices(who: Acting) -> "QuerySet[Office]":
    """The offices that somebody inspects."""
    inspected = who.divisions(Role.Kind.INSPECTOR)
    found = Office.objects.filter(unit__division__in=divisions_below(inspected))
    return found if inspected else found.none()


def ledgers(who: Acting) -> "QuerySet[Ledger]":
    """The ledgers of the offices that somebody inspects."""
    return Ledger.objects.filter(office__in=offices(who)).order_by("pk")


def sights(who: Acting, asked: Asked) -> "QuerySet[Sight]":
    """Who looked at items of inspected offices, the last day first."""
    wanted: dict[str, object] = {"item__ledger__office__in": offices(who)}
    if asked.ledger:
        wanted["item__ledger"] = asked.ledger
    if asked.person:
        wanted["person__name"] = asked.person
    if asked.first:
        wanted["day__gte"] = asked.first
    if asked.last:
        wanted["day__lte"] = asked.last
    found = Sight.objects.filter(**wanted).order_by("-day", "-pk")
    if last := Sight.objects.filter(pk=asked.before).first() if asked.before else None:
        found = found.filter(Q(day__lt=last.day) | Q(day=last.day, pk__lt=last.pk))
    return found.select_related("person__unit", "item__ledger")


def exports(who: Acting, asked: Asked) -> tuple[list[Export], bool]:
    """What was taken out of inspected offices, the last first, and whether there is more; few statements."""
    codes = [f"office-{pk}" for pk in offices(who).values_list("pk", flat=True)]
    found = Event.objects.filter(chain__code__in=[*codes, REGISTRY], kind__in=[one.value for one in EXPORTS])
    if asked.person:
        named = list(Person.objects.filter(name=asked.person).values_list("pk", flat=True))
        found = found.filter(Q(actor_id__in=named) | Q(principal_id__in=named))
    if asked.ledger:
        found = found.filter(subject_kind="ledger", subject_id=asked.ledger)
    if asked.first:
        found = found.filter(recorded_at__gte=_midnight(asked.first))
    if asked.last:
        found = found.filter(recorded_at__lt=_midnight(asked.last + timedelta(days=1)))
    if asked.before:
        found = found.filter(pk__lt=asked.before)
    rows = list(found.defer("body").select_related("chain").order_by("-pk")[: SHOWN + 1])
    return _told(rows[:SHOWN]), len(rows) > SHOWN


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


def _told(events: Sequence[Event]) -> list[Export]:
    people = dict(
        Person.objects.filter(pk__in=_set(one.actor_id for one in events)).values_list("pk", "name")
    )
    units = dict(Unit.objects.filter(pk__in=_set(one.unit_id for one in events)).values_list("pk", "name"))
    names = _names(events)
    said: dict[int, dict[str, str]] = {}
    words = Enclosure.objects.filter(event__in=[one.pk for one in events], file=None)
    for event, name, text in words.values_list("event", "name", "text"):
        said.setdefault(event, {})[name] = text if text is not None else "（已依规删除）"
    return [
        Export(
            one,
            people.get(one.actor_id or 0, ""),
            units.get(one.unit_id or 0, ""),
            str(Kind(one.kind).label),
            names.get((one.subject_kind, one.subject_id), "单位与人员"),
            said.get(one.pk, {}),
        )
        for one in events
    ]


def _set(keys: Iterable[int | None]) -> set[int]:
    return {key for key in keys if key}


def _names(events: Sequence[Event]) -> dict[tuple[str, int], str]:
    """What was taken: a ledger, the trail of an office, the list of a meeting."""
    models = {"ledger": Ledger, "office": Office, "meeting": Meeting}
    found: dict[tuple[str, int], str] = {}
    for kind, model in models.items():
        keys = {one.subject_id for one in events if one.subject_kind == kind}
        if keys:
            found |= {(kind, row.pk): str(row) for row in model._base_manager.filter(Q(pk__in=keys))}
    return found
