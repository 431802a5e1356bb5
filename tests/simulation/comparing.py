"""What the interface says of a day, held against what the oracle counts."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.simulation.desk import Desk, done
from tests.simulation.oracle import Matter, Month

Touched = Mapping[int, dict[str, Any] | None]


def compare(desk: Desk, month: Month, on: date, touched: Touched, *, asked_anew: int = 1) -> None:
    """Every item in the list, every period, the counts, and in full the items that were touched.

    Of those that the answer to an act has not told in full, one in `asked_anew` is asked for.
    """
    compare_lists(desk, month, on)
    compare_counts(desk, month, on)
    for name in month.books:
        compare_periods(desk, month, name, on)
    for pk, told in touched.items():
        if told is not None or pk % asked_anew == 0:
            compare_item(month.matters[pk], told or done(desk("coordinator").get(f"/items/{pk}")))


def compare_lists(desk: Desk, month: Month, on: date) -> None:
    expected = {
        one.pk: (
            one.state,
            str(one.deadline),
            one.due(on),
            one.extensions,
            one.is_suspended,
            _day(one.closed_on),
        )
        for one in month.matters.values()
    }
    keys = ("state", "deadline", "due", "extensions", "is_suspended", "closed_on")
    found = {row["id"]: tuple(row[key] for key in keys) for row in listed(desk)}
    assert {pk: one for pk, one in found.items() if expected[pk] != one} == {}, on
    assert found.keys() == expected.keys() - {
        one.pk for one in month.matters.values() if one.state == "voided"
    }


def listed(desk: Desk) -> list[dict[str, Any]]:
    """The whole list, stretch by stretch."""
    found: list[dict[str, Any]] = []
    query: dict[str, Any] = {"limit": 200, "order": "number"}
    while True:
        told = done(desk("coordinator").get("/items", query))
        found += told["items"]
        if told["next"] is None:
            return found
        query["cursor"] = told["next"]


def compare_counts(desk: Desk, month: Month, on: date) -> None:
    told = done(desk("coordinator").get("/items/counts"))
    assert told["by_due"] == dict(Counter(due for one in month.matters.values() if (due := one.due(on)))), on


def compare_periods(desk: Desk, month: Month, name: str, on: date) -> None:
    """The period of today, and the last one that has ended, as long as the calendar knows it so."""
    book = month.books[name]
    compare_period(desk, month, name, on)
    for last in sorted(book.frozen)[-1:]:
        if book.period(last, month.days)[1] == last:
            compare_period(desk, month, name, last)


def compare_period(desk: Desk, month: Month, name: str, on: date) -> None:
    book, query = month.books[name], {"on": str(on), "limit": 500}
    standings, lines = month.standings(name, on), []
    while True:
        told = done(desk("coordinator").get(f"/ledgers/{book.pk}/period", query))
        lines += told["lines"]
        if told["next"] is None:
            break
        query["after"] = told["next"]
    _, last = book.period(on, month.days)
    assert told["last"] == str(last)
    assert told["is_frozen"] == (last in book.frozen), (name, on)
    assert {line["assignment_id"]: line["standing"] for line in lines} == standings, (name, on)


def compare_item(matter: Matter, told: dict[str, Any]) -> None:
    """All that an item says of days and states."""
    assert told["state"] == matter.state
    assert told["times_returned"] == matter.times_returned
    rows = {
        row["id"]: (row["state"], row["sign_by"], row["progress"], row["times_urged"])
        for row in told["assignments"]
    }
    assert rows == {
        one.pk: (one.state, _day(one.sign.last if one.sign else None), one.progress, one.urged)
        for one in matter.duties
    }
    asked = {row["id"]: (row["state"], row["answer_by"]) for row in told["extensions"]}
    assert asked == {one.pk: (one.state, str(one.answer.last)) for one in matter.more}
    assert [row["state"] for row in sorted(told["close_outs"], key=_id)] == matter.closings
    if matter.publicity:
        assert max(told["close_outs"], key=_id)["publicity_to"] == str(matter.publicity.last)
    looked = [(row["due_on"], row["state"]) for row in sorted(told["look_backs"], key=_id)]
    assert looked == [(str(due), state) for due, state in matter.look_backs]


def _id(row: dict[str, Any]) -> int:
    pk: int = row["id"]
    return pk


def _day(on: date | None) -> str | None:
    return str(on) if on else None
