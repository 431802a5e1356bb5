"""What of an answer stands: a known field, words of the document, and a value that they really hold."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from guatu.accounts.queries import UnitBook
from guatu.kernel.days import find_times
from guatu.ledgers.models import Proposal
from guatu.ledgers.proposals.questions import Passage

Field = Proposal.Field
_LONGEST: Final = {Field.PROBLEM: 300}
_VALUE: Final = 60
_QUOTE: Final = 400
_UNITS: Final = 6
_SHORTEST_PROBLEM: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A proposal that stands."""

    field: Field
    value: str
    quote: str
    start: int
    unit_id: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What an answer is held against."""

    passage: Passage
    fields: Collection[Field]
    """Those that were asked about."""
    book: UnitBook
    base: date | None
    """The day of the document."""


def checked(said: str, ground: Ground) -> tuple[list[Found], int]:
    """The proposals that stand, and how many were dropped; an answer that is no JSON holds none."""
    told = list(_told(said))
    found = [one for field, value, quote in told if (one := _held(field, value, quote, ground))]
    return list({(one.field, one.value): one for one in found}.values()), len(told) - len(found)


def _told(said: str) -> Iterator[tuple[Any, Any, Any]]:
    """Field, value, quote, as they were given: the first JSON object of the answer."""
    try:
        answer = json.JSONDecoder().raw_decode(said, said.index("{"))[0]
    except (ValueError, RecursionError):
        return
    for field, given in answer.items():
        for one in (given if isinstance(given, list) else [given])[:_UNITS]:
            if isinstance(one, dict):
                yield field, one.get("value"), one.get("quote")
            else:
                yield field, None, None


def _held(field: Any, value: Any, quote: Any, ground: Ground) -> Found | None:
    if field not in ground.fields or not isinstance(value, str) or not isinstance(quote, str):
        return None
    field, value = Field(field), value.strip()
    if not 0 < len(value) <= _LONGEST.get(field, _VALUE) or not 0 < len(quote) <= _QUOTE:
        return None
    at = ground.passage.text.find(quote)
    if at < 0:
        return None
    start = ground.passage.start + at
    if field == Field.DUE:
        return _day(value, quote, start, ground)
    if field == Field.PROBLEM:
        if len(value) < _SHORTEST_PROBLEM or value not in quote:
            return None
        return Found(field=field, value=value, quote=quote, start=start)
    return _unit(field, value, quote, start, ground)


def _day(value: str, quote: str, start: int, ground: Ground) -> Found | None:
    """The day that our own reader reads in these words."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    times = find_times(quote, base=ground.base, year=None)
    if not any(one.last_day == day and not one.is_start and not one.superseded for one in times):
        return None
    return Found(field=Field.DUE, value=day.isoformat(), quote=quote, start=start, day=day)


def _unit(field: Field, value: str, quote: str, start: int, ground: Ground) -> Found | None:
    """A unit of the registry that these words call by one of its names."""
    named = [one for one in ground.book.directory.units if value in (one.name, *one.short_names)]
    if len(named) != 1 or not any(name in quote for name in (named[0].name, *named[0].short_names)):
        return None
    unit = named[0]
    return Found(field=field, value=unit.name, quote=quote, start=start, unit_id=ground.book.ids[unit])
