"""Sums kept in parts: after whatever happened they say what would be found from nothing."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count, QuerySet

from guatu.accounts.actions import roles
from guatu.history.models import Enclosure
from guatu.ledgers.actions import items, ledgers, redactions, reports
from guatu.ledgers.events import Event
from guatu.ledgers.models import Item
from guatu.ledgers.queries import blocks, leading, listing
from guatu.ledgers.queries.blocks import Rows
from guatu.ledgers.queries.filters import Filters
from guatu.ledgers.queries.remembering import Memory, heads
from guatu.ledgers.transitions import TABLE, Transition
from tests.accounts.factories import as_actor, make_person, moment
from tests.beginnings import Begin
from tests.ledgers.counting import ON, assert_equal, remembering, sums, tallied
from tests.ledgers.doing import BY_ITSELF, DOING, Scene, doer, scene
from tests.ledgers.factories import DAY, County, dispatched, fresh, make_items, signed
from tests.ledgers.preparing import make_stepwise_county, prepare

STATES = [state.value for state in Item.State]
BEFORE = {Event.RESUMED: Event.SUSPENDED, Event.LONG_TERM_ENDED: Event.LONG_TERM_SET}


@pytest.fixture(autouse=True)
def _each_item_is_a_block(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that what no event named is not found anew by chance, because it lies beside what was named."""
    monkeypatch.setattr(blocks, "BITS", 0)
    remembering(monkeypatch)


@pytest.fixture
def _begun(begun: Begin, tmp_path: Path) -> Iterator[County]:
    with begun("stepwise", make_stepwise_county).entered(tmp_path) as county:
        yield county


@pytest.fixture
def county(_begun: County, db: None) -> County:
    return _begun


def known(monkeypatch: pytest.MonkeyPatch, county: County) -> Memory:
    """What somebody remembers who has just asked for everything."""
    memory = remembering(monkeypatch)
    sums(county)
    return memory


def first_of(state: str) -> list[Transition]:
    """The lines of the table that this state is the first to allow: each event of it is done once."""
    done = [line for line in TABLE if line.event not in BY_ITSELF]
    return [line for line in done if next(one for one in STATES if one in line.sources) == state]


def test_each_event_of_the_table_is_done_here_once() -> None:
    assert {line.event for state in STATES for line in first_of(state)} == DOING.keys()


@pytest.mark.parametrize("state", [state for state in STATES if first_of(state)])
def test_after_each_event_every_sum_is_as_if_found_from_nothing(
    county: County, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    it = scene(county, state)
    bystander = signed(county)
    before, then = known(monkeypatch, county), heads()
    for line in first_of(state):
        with transaction.atomic():
            happens(it, line.event)
            blocks_of_it = blocks.touched(then, heads())
            assert blocks_of_it is not None, line.event
            assert it.item.pk in blocks_of_it, line.event
            assert bystander.pk not in blocks_of_it, line.event
            assert_equal(monkeypatch, county, before, line.event)
            transaction.set_rollback(True)


def happens(it: Scene, event: Event) -> None:
    if event in BEFORE:
        DOING[BEFORE[event]](it, doer(BEFORE[event]))
    prepare(it, event)
    DOING[event](it, doer(event))


def test_what_is_added_is_counted(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    make_items(county)
    before = known(monkeypatch, county)

    make_items(county, 2, title="配电箱")

    assert_equal(monkeypatch, county, before, "added")
    assert sum(count for count, _ in of_all(county).values()) == 3


def of_all(county: County, on: date = ON, filters: Filters | None = None) -> Mapping[Any, Any]:
    return tallied(listing.everything(county("coordinator", on), on=on), "none", filters)


def test_who_sees_more_or_less_is_told_so_at_once(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    item = dispatched(county)
    before, by = known(monkeypatch, county), county.when("administrator")

    ledgers.name_reader(ledger=county.ledger, person=county.people["stranger"], **county.when("coordinator"))
    assert_equal(monkeypatch, county, before, "a reader")

    roles.grant(
        person=county.people["stranger"],
        kind="leader",
        office=county.office,
        by=as_actor(county.people["administrator"]),
        at=moment(DAY),
        on=DAY,
    )
    assert_equal(monkeypatch, county, before, "a role")

    items.void(pk=item.pk, reason="重复", **county.when("coordinator"))
    ledgers.archive(ledger=county.ledger, **by)
    assert_equal(monkeypatch, county, before, "an archived ledger")


def test_a_redacted_word_is_found_no_more(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    item = make_items(county, title="张某某家的配电箱")[0]
    county.people["second"] = make_person("江照临", roles=[("administrator", county.office)])
    before, word = known(monkeypatch, county), Filters(q="张某某")
    assert of_all(county, filters=word)
    named = Enclosure.objects.get(name=f"item:{item.pk}.title")

    asked = redactions.ask(
        enclosures=[named.pk], reason="误填姓名", by=county("administrator"), at=moment(DAY)
    )
    redactions.confirm(redaction=asked, by=county("second"), at=moment(DAY))

    assert fresh(item).title == "〔已删除〕"
    assert not of_all(county, filters=word)
    assert_equal(monkeypatch, county, before, "redacted")


def test_another_process_catches_up_with_much_that_happened(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    those = [signed(county, deadline=ON - timedelta(days=number)) for number in range(1, 4)]
    before, then, by = known(monkeypatch, county), heads(), county.when("coordinator")

    for item in those:
        reports.urge(pks=[item.pk], words="抓紧", **by)
        items.suspend(pk=item.pk, reason="等批复", **by)

    assert_equal(monkeypatch, county, before, "six events")
    assert blocks.touched(then, heads()) == frozenset(one.pk for one in those)


def test_where_too_much_happened_all_is_gone_through(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    item = signed(county, deadline=ON - timedelta(days=1))
    before, then = known(monkeypatch, county), heads()
    monkeypatch.setattr(blocks, "MANY", 1)

    reports.urge(pks=[item.pk], words="抓紧", **county.when("coordinator"))
    items.suspend(pk=item.pk, reason="等批复", **county.when("coordinator"))

    assert blocks.touched(then, heads()) is None
    assert_equal(monkeypatch, county, before, "more than is looked through")


def test_only_what_was_touched_is_looked_at_again(county: County) -> None:
    those = [signed(county) for _ in range(3)]
    looked: list[list[int]] = []

    def find(rows: "QuerySet[Any]") -> Rows:
        looked.append(sorted(rows.values_list("pk", flat=True)))
        return blocks.counted(rows, n=Count("pk"))

    def ask() -> int:
        book = listing.everything(county("coordinator", ON), on=ON)
        return sum(n for _, n in book.parts("these", find))

    assert ask() == 3
    items.void(pk=those[1].pk, reason="重复", **county.when("coordinator"))
    assert ask() == 3
    assert ask() == 3
    assert looked == [[one.pk for one in those], [those[1].pk]]


def test_what_never_came_to_be_is_not_rested_on(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    item = signed(county)
    known(monkeypatch, county)
    with transaction.atomic():
        items.void(pk=item.pk, reason="重复", **county.when("coordinator"))
        beside = known(monkeypatch, county)
        then = heads()
        transaction.set_rollback(True)

    assert blocks.touched(then, heads()) is None
    assert_equal(monkeypatch, county, beside, "taken back")


def test_the_next_day_counts_for_itself(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    signed(county, deadline=ON)
    before = known(monkeypatch, county)
    assert [due for _, _, due, _ in of_all(county)] == ["near"]

    remembering(monkeypatch, before)

    assert [due for _, _, due, _ in of_all(county, ON + timedelta(days=1))] == ["overdue"]


def test_the_oldest_come_first_however_many_are_settled(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leading, "KEPT", 7)
    those = [signed(county, deadline=ON - timedelta(days=40 - number)) for number in range(16)]
    leader = county("leader", ON)

    for settled in range(16):
        beside = [those[-1].pk] if settled % 2 else []
        found = [one.pk for one in leading.stuck(leader, on=ON, beside=beside)]
        left = [one.pk for one in those[settled:] if one.pk not in beside]
        assert found == left[: leading.STUCK_SHOWN], settled
        items.suspend(pk=those[settled].pk, reason="等批复", **county.when("coordinator"))

    assert leading.stuck(leader, on=ON) == []
