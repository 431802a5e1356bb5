"""What is remembered takes a bounded room, however much happens and whoever asks."""

from datetime import date
from sys import getsizeof

import pytest

from guatu.ledgers.queries.filters import Filters
from guatu.ledgers.queries.remembering import Memory, size_of
from guatu.ledgers.queries.tallies import Cell, Tally


def tally(cells: int) -> Tally:
    return Tally(
        [Cell(f"第{number}组", "in_progress", "near", "blue", number, number) for number in range(cells)]
    )


def test_an_answer_is_found_once_at_the_same_heads() -> None:
    memory, found = Memory(10), []

    for at in ("one", "one", "two", "two"):
        memory.get("list", lambda: found.append(1), at=at)

    assert len(found) == 2


def test_who_began_before_an_event_still_has_his_answer() -> None:
    memory = Memory(10)
    for at in ("before", "after"):
        memory.get("list", lambda at=at: at, at=at)  # type: ignore[misc]

    assert [memory.get("list", lambda: "anew", at=at) for at in ("before", "after")] == ["before", "after"]


def test_events_without_end_leave_no_more_than_the_last_answers() -> None:
    memory = Memory(600)
    for event in range(50):
        memory.get("list", lambda: tally(100), at=event)
    at_first = memory.weight

    for event in range(50, 2_000):
        memory.get("list", lambda: tally(100), at=event)

    assert memory.weight == pytest.approx(at_first, rel=0.01)
    assert memory.weight < 3 * size_of(tally(100))


def test_however_many_ask_for_however_much_it_holds_so_many_bytes() -> None:
    memory = Memory(600, most=1_000_000)

    for who in range(300):
        memory.get(("list", who), lambda: tally(100), at="head")

    assert 900_000 < memory.weight <= 1_000_000
    assert memory.get(("list", 299), lambda: "anew", at="head") != "anew"
    assert memory.get(("list", 0), lambda: "anew", at="head") == "anew"


def test_what_is_forgotten_weighs_nothing() -> None:
    memory = Memory(2)
    for key in ("one", "two", "three"):
        memory.keep(key, tally(10))
        memory.keep(key, tally(20), at="head")
    memory.forget("three")
    weight = memory.weight

    memory.keep("two", tally(10))
    assert memory.weight == weight
    memory.forget("two")
    assert memory.weight == 0


def test_a_copy_goes_its_own_way() -> None:
    memory = Memory(10)
    memory.keep("one", 1)
    other = memory.copied()

    other.keep("one", 2)
    other.keep("two", 3)

    assert (memory.known("one"), memory.known("two"), other.known("one")) == (1, None, 2)
    memory.clear()
    assert (memory.weight, memory.known("one"), other.known("two")) == (0, None, 3)


def test_the_size_of_an_answer_is_that_of_all_it_holds() -> None:
    day, words = date(2026, 6, 30), "停车难" * 100
    assert size_of((day, words)) == getsizeof((1, 2)) + getsizeof(day) + getsizeof(words)
    assert size_of({"q": {words}}) > getsizeof(words)
    assert size_of(Filters(q=words)) > getsizeof(words)
    assert size_of(tally(200)) > 1.9 * size_of(tally(100))
