"""The facts with two clocks: from when to when something held, and from when to when it was known so.

All ranges are days of the county, `to` excluded. A list asks for day D as known on day K, never before D.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from guatu.history import rows
from guatu.history.errors import SupersededDay
from guatu.history.models import Facts, Tracked

OPEN: Final = date(9999, 12, 31)
"""The end of what still holds."""
_RANGES: Final = frozenset(("valid_from", "valid_to", "known_from", "known_to"))
_MANY: Final = 500


@dataclass(frozen=True, slots=True)
class Change:
    """The after-image of a row: what its fields are from a day on, recorded at a moment."""

    row: Tracked
    image: Mapping[str, object]
    on: date
    at: datetime
    is_new: bool = False
    """Is the row new with this change, so that nothing is known of it yet?"""


@dataclass(frozen=True, slots=True)
class PastDay:
    """A day that is looked back at, and the day on whose knowledge that rests, never an earlier one."""

    day: date
    known: date

    @classmethod
    def as_seen(cls, day: date) -> "PastDay":
        """What a screen of that day showed in the end."""
        return cls(day, day)

    @classmethod
    def as_corrected(cls, day: date, *, today: date) -> "PastDay":
        """What is known by now of that day: what was recorded late is in its place."""
        return cls(day, max(day, today))

    @property
    def is_corrected(self) -> bool:
        return self.known > self.day


def as_of(past: PastDay) -> Q:
    """The facts of a day as known on a day."""
    return Q(
        valid_from__lte=past.day,
        valid_to__gt=past.day,
        known_from__lte=past.known,
        known_to__gt=past.known,
    )


def advance(changes: Sequence[Change]) -> None:
    """Carry changes into the facts of their rows; a batch reads and writes once per kind of facts."""
    by_facts: dict[type[Facts], list[Change]] = {}
    for change in changes:
        if (facts := facts_of(type(change.row))) and change.image.keys() & fact_fields(facts).keys():
            by_facts.setdefault(facts, []).append(change)
    for facts, those in by_facts.items():
        _advance(facts, those)


def _advance(facts: type[Facts], changes: Sequence[Change]) -> None:
    timelines = {pk: Timeline(facts, pk) for pk in dict.fromkeys(change.row.pk for change in changes)}
    pks = list(timelines.keys() - {change.row.pk for change in changes if change.is_new})
    for start in range(0, len(pks), _MANY):
        known = Q(**{f"{facts.row_field}__in": pks[start : start + _MANY], "known_to": OPEN})
        for row in facts._default_manager.filter(known).order_by("valid_from"):
            timelines[getattr(row, f"{facts.row_field}_id")].rows.append(row)
    for change in changes:
        timelines[change.row.pk].take(change)
    write(facts, timelines.values())


class Timeline:
    """What is now known of one row, in the order of the days from which it held."""

    def __init__(self, facts: type[Facts], pk: int) -> None:
        self.facts, self.pk = facts, pk
        self.rows: list[Any] = []
        self.touched: dict[int, tuple[Any, set[str]]] = {}
        """Rows of the database that changed, by key, and what changed of them."""
        self.past: list[Any] = []
        """New rows that a later change of the same batch has made a past knowledge already."""

    def take(self, change: Change) -> None:
        """Let the image hold from its day on, as known from the day of recording on."""
        fields = fact_fields(self.facts)
        image = {fields[name]: value for name, value in change.image.items() if name in fields}
        known = max((localdate(change.at), *(row.known_from for row in self.rows)))  # a clock may be set back
        if not self.rows:
            self.rows.append(self._new(change.on, OPEN, known, image))
            return
        self._refuse_superseded(change.on, image)
        at = max((n for n, row in enumerate(self.rows) if row.valid_from <= change.on), default=0)
        if self.rows[at].valid_from < change.on:
            self._split(at, change.on, known)
            at += 1
        for n in range(at, len(self.rows)):
            self.rows[n] = self._changed(self.rows[n], known, image)

    def _refuse_superseded(self, on: date, image: Mapping[str, object]) -> None:
        for before, after in zip(self.rows, self.rows[1:], strict=False):
            if after.valid_from > on:
                for name in image:
                    if getattr(before, name) != getattr(after, name):
                        what = str(self.facts._meta.get_field(name.removesuffix("_id")).verbose_name)  # type: ignore[union-attr]
                        raise SupersededDay(on=on, changed_on=after.valid_from, what=what)

    def _split(self, at: int, on: date, known: date) -> None:
        """End the row at `on`; its second half follows it. What was known before stays as it was known."""
        row, end = self.rows[at], self.rows[at].valid_to
        second = self._copy(row, on, end, known)
        if on == known or row.known_from == known:
            row.valid_to = on
            self._touch(row, "valid_to")
            self.rows[at : at + 1] = [row, second]
        else:
            self._forget(row, known)
            self.rows[at : at + 1] = [self._copy(row, row.valid_from, on, known), second]

    def _changed(self, row: Any, known: date, image: Mapping[str, object]) -> Any:
        if all(getattr(row, name) == value for name, value in image.items()):
            return row
        if row.known_from != known:
            old, row = row, self._copy(row, row.valid_from, row.valid_to, known)
            self._forget(old, known)
        for name, value in image.items():
            setattr(row, name, value)
        self._touch(row, *image)
        return row

    def _forget(self, row: Any, known: date) -> None:
        row.known_to = known
        self._touch(row, "known_to")
        if not row.pk:
            self.past.append(row)

    def _touch(self, row: Any, *names: str) -> None:
        if row.pk:
            self.touched.setdefault(row.pk, (row, set()))[1].update(names)

    def _new(self, start: date, end: date, known: date, image: Mapping[str, object]) -> Any:
        ranges = {"valid_from": start, "valid_to": end, "known_from": known, "known_to": OPEN}
        values = {f"{self.facts.row_field}_id": self.pk, **ranges, **image}
        make: Any = self.facts  # by place, as the ORM makes rows of what it reads: twice as fast
        return make(*(values.get(name, default) for name, default in _blank(self.facts)))

    def _copy(self, row: Any, start: date, end: date, known: date) -> Any:
        names = fact_fields(self.facts).values()
        return self._new(start, end, known, {name: getattr(row, name) for name in names})


def write(facts: type[Facts], timelines: Iterable[Timeline]) -> None:
    """Write what changed of the timelines."""
    new: list[Any] = []
    touched: dict[tuple[str, ...], list[Any]] = {}
    for timeline in timelines:
        new += timeline.past + [row for row in timeline.rows if not row.pk]
        for row, names in timeline.touched.values():
            touched.setdefault(tuple(sorted(names)), []).append(row)
    fields = {field.attname: field.name for field in facts._meta.concrete_fields}
    for changed, those in touched.items():
        rows.update(facts, [fields[name] for name in changed], those)
    rows.insert(new)


@cache
def facts_of(model: type[Tracked]) -> type[Facts] | None:
    """The facts that are kept of a kind of row, if any."""
    for facts in Facts.__subclasses__():
        if facts._meta.get_field(facts.row_field).related_model is model:
            return facts
    return None


@cache
def fact_fields(facts: type[Facts]) -> Mapping[str, str]:
    """Field of the row → attribute of its facts."""
    own = {"id", facts.row_field, *_RANGES}
    return {
        field.name: field.attname
        for field in facts._meta.concrete_fields
        if isinstance(field, models.Field) and field.name not in own
    }


@cache
def _blank(facts: type[Facts]) -> tuple[tuple[str, object], ...]:
    """Attribute and default of every field, in the order in which a row is made of them."""
    return tuple((field.attname, field.get_default()) for field in facts._meta.concrete_fields)
