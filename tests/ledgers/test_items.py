"""Items after they were entered: changed, merged, transferred, voided, suspended, kept long-term."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from guatu.ledgers.actions import assignments, dispatching, items, ledgers, measures
from guatu.ledgers.actions.adding import NewMeasure
from guatu.ledgers.errors import (
    ChangedSince,
    Incomplete,
    NotNow,
    WrongDay,
    WrongFigure,
    WrongUnit,
)
from guatu.ledgers.models import Item
from tests.ledgers.factories import (
    DAY,
    DEADLINE,
    County,
    asked,
    dispatched,
    fresh,
    make_county,
    make_items,
    signed,
)
from tests.ledgers.refusing import refuses

State = Item.State


def add(county: County, **values: Any) -> Item:
    return make_items(county, **values)[0]


def test_a_draft_gets_its_units_and_its_day_one_by_one(county: County) -> None:
    by = county.when("coordinator")
    item = add(county, duties=[], deadline=None, measures=[])
    measure = measures.add(pk=item.pk, new=NewMeasure(text="完成改造", target=Decimal(6)), **by)
    assignments.assign(pk=item.pk, unit=county.lead, duty="lead", **by)
    assignments.assign(
        pk=item.pk, unit=county.towns[0], duty="responsible", measure=measure, target_share=Decimal(6), **by
    )
    items.edit(pk=item.pk, seen=None, values={"deadline": DEADLINE}, **by)
    now = fresh(item)
    assert (now.state, now.lead_unit, now.due_kind) == (State.DRAFT, county.lead, "dated")
    assert dispatching.dispatch(pks=[item.pk], **by)[0].first_promise == DEADLINE


def test_a_draft_may_lose_its_lead_again(county: County) -> None:
    item = add(county)
    assignments.release(pk=item.pk, unit=county.lead, reason="另行确定", **county.when("coordinator"))
    assert fresh(item).lead_unit is None


def test_after_dispatch_the_day_is_moved_by_its_own_act(county: County) -> None:
    item = dispatched(county)
    with refuses(WrongDay, "调整时限"):
        items.edit(pk=item.pk, seen=None, values={"deadline": DAY}, **county.when("coordinator"))


def test_an_edit_of_what_was_seen_before_is_refused(county: County) -> None:
    item = signed(county)
    by = county.when("coordinator")
    items.edit(pk=item.pk, seen=item.revision, values={"category": "供电"}, **by)
    with refuses(ChangedSince, "修改事项"):
        items.edit(pk=item.pk, seen=item.revision, values={"category": "站址"}, **by)


def test_an_edit_names_only_what_belongs_to_the_ledger(county: County) -> None:
    elsewhere, item = make_county(), add(county)
    phase = ledgers.add_phase(
        ledger=elsewhere.ledger, name="一", starts_on=DAY, ends_on=None, **elsewhere.when("coordinator")
    )
    by = county.when("coordinator")
    for name, value in (("phase", phase), ("standard", elsewhere.standard)):
        with refuses(WrongUnit):
            items.edit(pk=item.pk, seen=None, values={name: value}, **by)
    with refuses(Incomplete):
        items.edit(pk=item.pk, seen=None, values={"title": " "}, **by)
    with refuses(WrongDay):
        items.edit(pk=item.pk, seen=None, values={"state": "closed"}, **by)


def test_a_measure_is_reworded_and_dropped(county: County) -> None:
    item, by = signed(county), county.when("coordinator")
    measure = item.measures.get()
    measures.change(measure=measure, new=NewMeasure(text="完成 18 处", target=Decimal(18)), **by)
    for new, refusal in (
        (NewMeasure(text=" "), Incomplete),
        (NewMeasure(text="x", target=Decimal(0)), WrongFigure),
    ):
        with refuses(refusal):
            measures.change(measure=measure, new=new, **by)

    measures.drop(measure=measure, reason="不再需要", **by)
    assert [row.unit for row in item.assignments.exclude(state="released")] == [county.lead]
    with refuses(NotNow, "已取消"):
        measures.drop(measure=measure, reason="再来一次", **by)


def test_dropping_the_measure_that_waits_for_a_signature_lets_the_item_go_on(county: County) -> None:
    item, by = dispatched(county), county.when("coordinator")
    assignments.sign(pks=[item.pk], unit=county.lead, **county.when("liaison"))
    measures.drop(measure=item.measures.get(), reason="不再需要", **by)
    assert fresh(item).state == State.IN_PROGRESS


def test_a_transferred_item_keeps_its_first_promise_and_its_slips(county: County) -> None:
    elsewhere, by = make_county(), county.when("coordinator")
    item = signed(county)
    Item.objects.filter(pk=item.pk).update(
        deadline=DEADLINE + timedelta(days=30), extensions=1, lead_leader="周行之"
    )
    items.transfer(pk=item.pk, to=elsewhere.ledger, reason="归口管理", **by)

    arrived = Item.objects.get(ledger=elsewhere.ledger)
    assert fresh(item).transferred_to == arrived
    assert (arrived.state, arrived.number, arrived.extensions) == (State.DRAFT, "5G-001", 1)
    assert (arrived.first_promise, arrived.lead_leader) == (DEADLINE, "周行之")
    there = elsewhere.when("coordinator")
    assignments.assign(pk=arrived.pk, unit=elsewhere.lead, duty="lead", **there)
    items.edit(pk=arrived.pk, seen=None, values={"deadline": date(2026, 9, 1)}, **there)
    dispatching.dispatch(pks=[arrived.pk], **there)
    assert fresh(arrived).first_promise == DEADLINE


def test_an_item_goes_to_another_ledger_in_use(county: County) -> None:
    item, by = signed(county), county.when("coordinator")
    with refuses(WrongUnit):
        items.transfer(pk=item.pk, to=county.ledger, reason="归口", **by)
    archived = make_county()
    ledger = ledgers.archive(ledger=archived.ledger, **archived.when("coordinator"))
    with refuses(WrongUnit, "在用"):
        items.transfer(pk=item.pk, to=ledger, reason="归口", **by)


def test_an_item_is_merged_into_an_open_one_of_its_ledger(county: County) -> None:
    item, other, by = signed(county), signed(county), county.when("coordinator")
    elsewhere = make_county()
    void = items.void(pk=signed(county).pk, reason="重复", **by)
    for into in (item.pk, void.pk, signed(elsewhere).pk, 10**6):
        with refuses(WrongUnit):
            items.merge(pk=item.pk, into=into, reason="同一问题", **by)
    items.merge(pk=item.pk, into=other.pk, reason="同一问题", **by)
    assert item.pk not in Item.objects.open().values_list("pk", flat=True)
    third = signed(county)
    with refuses(WrongUnit):
        items.merge(pk=third.pk, into=item.pk, reason="同一问题", **by)


def test_reasons_are_given(county: County) -> None:
    item, by = signed(county), county.when("coordinator")
    deeds: list[Callable[[], object]] = [
        lambda: items.void(pk=item.pk, reason=" ", **by),
        lambda: items.suspend(pk=item.pk, reason="", **by),
        lambda: items.set_long_term(pk=item.pk, reason="", **by),
        lambda: items.merge(pk=item.pk, into=make_items(county)[0].pk, reason="", **by),
        lambda: assignments.release(pk=item.pk, unit=county.towns[0], reason="", **by),
    ]
    for deed in deeds:
        with pytest.raises(Incomplete):
            deed()


def test_voiding_ends_what_was_asked(county: County) -> None:
    item = asked(county)
    items.void(pk=item.pk, reason="重复", **county.when("coordinator"))
    assert item.close_outs.get().state == "withdrawn"


def test_a_long_term_item_that_ends_gets_a_day(county: County) -> None:
    item, by = signed(county), county.when("coordinator")
    items.set_long_term(pk=item.pk, reason="须长期坚持", **by)
    assert item.pk not in Item.objects.overdue(on=date(2030, 1, 1)).values_list("pk", flat=True)
    with refuses(WrongDay):
        items.end_long_term(pk=item.pk, deadline=DAY - timedelta(days=1), reason="已成机制", **by)
    items.end_long_term(pk=item.pk, deadline=DAY, reason="已成机制", **by)
    now = fresh(item)
    assert (now.deadline, now.is_long_term, now.first_promise) == (DAY, False, DEADLINE)
    assert not Item.objects.overdue(on=DAY).exists()
    assert Item.objects.overdue(on=DAY + timedelta(days=1)).get() == item
