"""Entering items, and giving them out: numbers, words and figures as people really type them."""

import unicodedata
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from guatu.history.errors import EarlierWithoutReason, HappensLater
from guatu.history.models import Event as Link
from guatu.ledgers.actions import adding, dispatching, items, ledgers
from guatu.ledgers.actions.adding import NewDuty, NewMeasure
from guatu.ledgers.errors import (
    DeadlineMissing,
    Incomplete,
    LeadMissing,
    LedgerRefusal,
    NotNow,
    NotYours,
    SignOffMissing,
    TooLong,
    Unreadable,
    WrongChoice,
    WrongDay,
    WrongFigure,
    WrongUnit,
)
from guatu.ledgers.models import Assignment, Item, Ledger
from tests.ledgers.factories import (
    DAY,
    DEADLINE,
    County,
    dispatched,
    fresh,
    make_county,
    make_items,
    new_item,
)
from tests.ledgers.refusing import refuses

State = Item.State


def add(county: County, **values: Any) -> Item:
    return make_items(county, **values)[0]


def test_numbers_go_on_past_999_in_their_order(county: County) -> None:
    Ledger.objects.filter(pk=county.ledger.pk).update(last_number=998)
    made = make_items(county, 3)
    assert [item.number for item in made] == ["5G-999", "5G-1000", "5G-1001"]
    assert list(Item.objects.filter(ledger=county.ledger)) == made


def test_a_refused_item_takes_no_number(county: County) -> None:
    with refuses(TooLong):
        make_items(county, 2, title="长" * 201)
    assert add(county).number == "5G-001"


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"title": "  "}, Incomplete),
        ({"title": "长" * 201}, TooLong),
        ({"category": "类" * 61}, TooLong),
        ({"problem": "有\x00字"}, Unreadable),
        ({"kind": "nonsense"}, WrongChoice),
        ({"measures": [NewMeasure(text=" ")]}, Incomplete),
        ({"measures": [NewMeasure(text="零目标", target=Decimal(0))], "duties": []}, WrongFigure),
        ({"measures": [NewMeasure(text="负目标", target=Decimal(-3))], "duties": []}, WrongFigure),
        ({"measures": [NewMeasure(text="过细", target=Decimal("0.00001"))], "duties": []}, WrongFigure),
        ({"measures": [NewMeasure(text="过大", target=Decimal(10) ** 12)], "duties": []}, WrongFigure),
        ({"measures": [NewMeasure(text="非数", target=Decimal("NaN"))], "duties": []}, WrongFigure),
    ],
)
def test_what_does_not_fit_is_refused_in_words(
    county: County, values: dict[str, Any], refusal: type[LedgerRefusal]
) -> None:
    with refuses(refusal):
        add(county, **values)


def test_duties_that_make_no_sense_are_refused(county: County) -> None:
    lead, town = county.lead.pk, county.towns[0].pk
    twice = [NewDuty(unit_id=lead, duty="lead"), NewDuty(unit_id=town, duty="lead")]
    same = [NewDuty(unit_id=town, duty="responsible", measure=0)] * 2
    nowhere = [NewDuty(unit_id=town, duty="responsible", measure=7)]
    nothing = [NewDuty(unit_id=town, duty="responsible", measure=0, target_share=Decimal(0))]
    for duties, refusal in (
        (twice, WrongUnit),
        (same, WrongUnit),
        (nowhere, WrongUnit),
        (nothing, WrongFigure),
    ):
        with refuses(refusal):
            add(county, duties=duties)
    with refuses(WrongChoice):
        add(county, duties=[NewDuty(unit_id=town, duty="nonsense")])


def test_a_target_is_the_share_of_the_one_unit_that_owes_it(county: County) -> None:
    duties = [
        NewDuty(unit_id=county.lead.pk, duty="lead"),
        NewDuty(unit_id=county.towns[0].pk, duty="responsible", measure=0),
    ]
    item = add(county, duties=duties)
    assert item.assignments.get(unit=county.towns[0]).target_share == 20


def test_words_are_kept_in_one_form(county: County) -> None:
    title = "Café 站址"
    item = add(county, title=unicodedata.normalize("NFD", title))
    assert fresh(item).title == unicodedata.normalize("NFC", title)


def test_very_long_words_are_kept_whole(county: County) -> None:
    problem = "转供电加价问题。" * 25_000
    assert fresh(add(county, problem=problem)).problem == problem


def test_only_the_offices_coordinators_enter_items(county: County) -> None:
    for name in ("verifier", "leader", "administrator", "liaison", "stranger"):
        with refuses(NotYours):
            adding.add(ledger=county.ledger, items=[new_item(county)], **county.when(name))
    elsewhere = make_county().when("coordinator")
    with refuses(NotYours):
        adding.add(ledger=county.ledger, items=[new_item(county)], **elsewhere)


def test_an_archived_ledger_takes_no_items(county: County) -> None:
    by = county.when("coordinator")
    ledger = ledgers.archive(ledger=county.ledger, **by)
    with refuses(WrongDay, "已归档"):
        adding.add(ledger=ledger, items=[new_item(county)], **by)


# Days.


def test_an_act_late_at_night_in_utc_is_of_the_next_day_in_the_county(county: County) -> None:
    item = add(county)
    by = county("coordinator", DAY + timedelta(days=1))
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)  # 07:30 of 3 March in the county
    dispatching.dispatch(pks=[item.pk], by=by, at=late, on=date(2026, 3, 3))
    assert fresh(item).dispatched_on == date(2026, 3, 3)
    assert Link.objects.latest("pk").happened_on == date(2026, 3, 3)
    with refuses(EarlierWithoutReason):
        items.suspend(pk=item.pk, reason="等批复", by=by, at=late, on=DAY)


def test_nothing_happens_tomorrow(county: County) -> None:
    item = add(county)
    by = county.when("coordinator") | {"on": DAY + timedelta(days=1)}
    with refuses(HappensLater):
        dispatching.dispatch(pks=[item.pk], **by)


# Dispatch.


def test_a_dispatched_item_is_owed_by_its_units_until_a_working_day(county: County) -> None:
    item = dispatched(county)
    assert {row.state for row in item.assignments.all()} == {Assignment.State.AWAITING_SIGNATURE}
    assert {row.sign_by for row in item.assignments.all()} == {date(2026, 3, 4)}
    assert item.first_promise == DEADLINE


def test_dispatch_is_whole_or_not_at_all(county: County) -> None:
    good, bare = add(county), add(county, duties=[])
    with refuses(LeadMissing, bare.number):
        dispatching.dispatch(pks=[good.pk, bare.pk], **county.when("coordinator"))


def test_what_is_due_today_is_dispatched_what_was_due_yesterday_is_not(county: County) -> None:
    assert dispatched(county, deadline=DAY).state == State.DISPATCHED
    late = add(county, deadline=DAY - timedelta(days=1))
    with refuses(WrongDay, "早于交办日期"):
        dispatching.dispatch(pks=[late.pk], **county.when("coordinator"))


def test_an_item_without_a_day_says_why_it_has_none(county: County) -> None:
    undated = add(county, deadline=None)
    with refuses(DeadlineMissing):
        dispatching.dispatch(pks=[undated.pk], **county.when("coordinator"))
    kept_up = dispatched(county, deadline=None, due_kind="long_term")
    assert (kept_up.is_long_term, kept_up.deadline) == (True, None)


def test_an_abolished_unit_is_given_nothing(county: County) -> None:
    item = add(county)
    type(county.lead).objects.filter(pk=county.lead.pk).update(valid_to=DAY)
    with refuses(WrongUnit, "撤销"):
        dispatching.dispatch(pks=[item.pk], **county.when("coordinator"))


def test_a_ledger_may_ask_for_a_leaders_word_first(county: County) -> None:
    county.ledger = ledgers.change(ledger=county.ledger, needs_sign_off=True, **county.when("coordinator"))
    item = add(county)
    with refuses(SignOffMissing):
        dispatching.dispatch(pks=[item.pk], **county.when("coordinator"))


def test_dispatched_twice_is_refused(county: County) -> None:
    item = dispatched(county)
    with refuses(NotNow):
        dispatching.dispatch(pks=[item.pk], **county.when("coordinator"))
