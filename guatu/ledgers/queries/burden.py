"""What was asked of each unit in a month (基层负担): how often, in how many items and fields, and by whom.

An asking is one event of which a unit's people were told that they have something to do, or one line of a
reporting period that came to its end. The figures of fields and minutes, and the cap, stand in
`data/burden.toml`; they are ours. What only tells (a deadline near, a struck-off item) asks nothing.
"""

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any, Final

from django.db.models import Count, QuerySet
from django.utils.timezone import make_aware

from guatu.accounts.models import Office, Unit
from guatu.ledgers.models import PeriodLine
from guatu.notices.models import Notice

PERIOD: Final = "period"
KINDS: Final[Mapping[str, str]] = {PERIOD: "到期填报"}


@dataclass(frozen=True, slots=True)
class Weight:
    """What one asking costs: fields to fill in, minutes."""

    fields: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Rules:
    """The figures of the file."""

    cap: int
    weights: Mapping[str, Weight]


@dataclass(slots=True, kw_only=True)
class Burden:
    """What was asked of a unit in a month."""

    unit: Unit
    cap: int
    times: int = 0
    items: int = 0
    fields: int = 0
    minutes: int = 0
    by_office: dict[str, int] = field(default_factory=dict)
    """How often by whom, by the name of the office."""
    by_kind: dict[str, int] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        return self.times > self.cap

    def add(self, *, kind: str, office: str, times: int, weight: Weight) -> None:
        """So many askings of one kind by one office."""
        self.times += times
        self.fields += times * weight.fields
        self.minutes += times * weight.minutes
        self.by_office[office] = self.by_office.get(office, 0) + times
        self.by_kind[kind] = self.by_kind.get(kind, 0) + times


@cache
def rules() -> Rules:
    """What the file says, read once; TOML, for pages read it, and its reader is small."""
    told = tomllib.loads((files("guatu.ledgers") / "data" / "burden.toml").read_text("utf-8"))
    return Rules(told["cap"], {kind: Weight(**given) for kind, given in told["asks"].items()})


def of_month(first: date, *, units: Collection[int] | None = None) -> Sequence[Burden]:
    """The units of which something was asked in the month that begins on `first`, the most burdened first."""
    told, lines = _told(first, units), _lines(first, units)
    offices = {one.chain: one.name for one in Office.objects.all()}
    found: dict[int, Burden] = {}
    rows = Unit.objects.in_bulk({row["unit"] for row in (*told, *lines)})
    for row in (*told, *lines):
        burden = found.setdefault(row["unit"], Burden(unit=rows[row["unit"]], cap=rules().cap))
        kind = row["kind"]
        office = offices.get(row["chain"], "") or str(row["chain"])
        burden.add(kind=kind, office=office, times=row["times"], weight=rules().weights[kind])
    for unit, items in _items(first, found).items():
        found[unit].items = items
    return sorted(found.values(), key=lambda one: (-one.times, one.unit.name))


def over_cap(units: Iterable[int], on: date) -> Sequence[Burden]:
    """Which of these units were asked more this month than the cap allows."""
    wanted = set(units)
    return [one for one in of_month(on.replace(day=1), units=wanted) if one.is_over] if wanted else []


def next_month(first: date) -> date:
    """The first day of the month after."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _notices(first: date, units: Collection[int] | None) -> QuerySet[Notice]:
    begins, ends = (make_aware(datetime.combine(day, time())) for day in (first, next_month(first)))
    found = Notice.objects.filter(
        unit__isnull=False,
        event__isnull=False,
        kind__in=rules().weights.keys() - {PERIOD},
        made_at__gte=begins,
        made_at__lt=ends,
    )
    return (found if units is None else found.filter(unit__in=units)).order_by()


def _told(first: date, units: Collection[int] | None) -> list[dict[str, Any]]:
    """Askings by unit, kind and chain; however many people of a unit were told, it is one."""
    rows = _notices(first, units).values("unit", "kind", "event__chain__code")
    counted = rows.annotate(times=Count("event", distinct=True))
    return [
        {"unit": one["unit"], "kind": one["kind"], "chain": one["event__chain__code"], "times": one["times"]}
        for one in counted
    ]


def _ended(first: date, units: Collection[int] | None) -> QuerySet[PeriodLine]:
    found = PeriodLine.objects.filter(period__ends_on__gte=first, period__ends_on__lt=next_month(first))
    return (found if units is None else found.filter(assignment__unit__in=units)).order_by()


def _lines(first: date, units: Collection[int] | None) -> list[dict[str, Any]]:
    rows = (
        _ended(first, units).values("assignment__unit", "period__ledger__office").annotate(times=Count("pk"))
    )
    chains = {one.pk: one.chain for one in Office.objects.all()}
    return [
        {
            "unit": one["assignment__unit"],
            "kind": PERIOD,
            "chain": chains[one["period__ledger__office"]],
            "times": one["times"],
        }
        for one in rows
    ]


def _items(first: date, units: Collection[int]) -> Mapping[int, int]:
    """In how many items something was asked."""
    found: dict[int, set[int]] = {}
    of_items = _notices(first, units).filter(subject_kind="item")
    for unit, item in of_items.values_list("unit", "subject_id").distinct():
        found.setdefault(unit or 0, set()).add(item)
    for unit, item in _ended(first, units).values_list("assignment__unit", "assignment__item").distinct():
        found.setdefault(unit, set()).add(item)
    return {unit: len(items) for unit, items in found.items()}
