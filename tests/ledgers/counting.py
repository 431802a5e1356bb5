"""All that adds up a county for everybody, to be asked again after an event and compared with itself anew."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pytest

from guatu.accounts.queries import Acting
from guatu.history.timelines import PastDay
from guatu.ledgers.queries import leading, listing, shelves, tallies, waiting
from guatu.ledgers.queries.filters import Filters
from guatu.ledgers.queries.listing import Book
from guatu.ledgers.queries.remembering import Memory
from guatu.ledgers.queries.tallies import Tally
from tests.ledgers.factories import DAY, County

ON: Final = date(2026, 7, 3)
"""What is due on the last of June is overdue; sums are of this day, whenever something happens."""
WHO: Final = ("leader", "town", "stranger")
"""Who sees all, who sees what a unit owes, who sees nothing before he is given a part."""


def sums(county: County, on: date = ON) -> dict[str, Any]:
    """What the rail, the shelf, the lists and the leader's page count for these people."""
    found: dict[str, Any] = {f"{name}: rail": waiting.ledger_counts(county(name, on)) for name in WHO}
    leader, town = county("leader", on), county("town", on)
    found["town: shelf"] = shelves.of(town, on=on)
    found["town: list"] = tallied(listing.everything(town, on=on), "lead")
    found |= _of_lists(county, leader, on)
    found["board"] = leading.board(leader, on=on)
    found["stuck"] = [one.pk for one in leading.stuck(leader, on=on)]
    return found


def _of_lists(county: County, who: Acting, on: date) -> dict[str, Any]:
    everything, ledger = listing.everything(who, on=on), listing.opened(who, county.ledger.pk, on=on)
    past = listing.everything(who, on=on, past=PastDay.as_corrected(DAY, today=on))
    assert ledger is not None
    return {
        "all": tallied(everything, "lead"),
        "of a unit": tallied(everything, "none", Filters(unit=(county.towns[0].pk,))),
        "by word": tallied(everything, "phase", Filters(q="箱")),
        "views": tallies.views(everything),
        "past": tallied(past, "lead"),
        "ledger": tallied(ledger, "none"),
    }


def tallied(book: Book, group: str, filters: Filters | None = None) -> Mapping[object, object]:
    """How many stand alike, and the first of them."""
    counted: Tally = tallies.tally(book, filters or Filters(), group=group)
    return {(one.group, one.standing, one.due, one.light): (one.count, one.first) for one in counted.cells}


def remembering(monkeypatch: pytest.MonkeyPatch, memory: Memory | None = None) -> Memory:
    """From here on, what a process remembers that knew as much as this one; nothing without one."""
    mine = memory.copied() if memory else Memory(600)
    monkeypatch.setattr(listing, "memory", mine)
    return mine


def assert_equal(monkeypatch: pytest.MonkeyPatch, county: County, before: Memory, why: object) -> None:
    """Who knew the county before finds the same as who knows nothing of it."""
    remembering(monkeypatch, before)
    kept = sums(county)
    remembering(monkeypatch)
    anew = sums(county)
    assert {key: kept[key] for key in kept if kept[key] != anew[key]} == {}, why
    assert kept.keys() == anew.keys(), why
