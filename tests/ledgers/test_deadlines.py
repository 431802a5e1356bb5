"""More time, asked for and answered; a day moved by the office with its paper."""

from datetime import date, timedelta
from typing import Any

import pytest

from guatu.history.models import Event as Link
from guatu.ledgers.actions import assignments, deadlines, items, requests, verdicts
from guatu.ledgers.actions.adding import NewDuty, NewMeasure
from guatu.ledgers.errors import AlreadyAsked, LedgerRefusal, NotNow, NotYours, ReasonMissing, WrongDay
from guatu.ledgers.models import Extension, Item
from tests.ledgers.factories import DAY, DEADLINE, County, all_met, finished, fresh, photo, signed
from tests.ledgers.refusing import refuses

NEW = DEADLINE + timedelta(days=30)


def ask(county: County, item: Item, on: date = DAY, name: str = "liaison", **values: Any) -> Extension:
    unit = {"liaison": county.lead, "town": county.towns[0]}[name]
    given: dict[str, Any] = {"new_deadline": NEW, "reason": "停电窗口排不开", "progress_text": "12 处"}
    row = item.assignments.get(unit=unit)
    return deadlines.ask(assignment=row.pk, **given | values | county.when(name, on))


def answer(county: County, extension: Extension, **values: Any) -> Extension:
    return deadlines.approve(extension=extension, **values, **county.when("coordinator"))


def test_the_leads_new_day_is_the_items_and_the_first_promise_stays(county: County) -> None:
    item = signed(county)
    answer(county, ask(county, item))
    now = fresh(item)
    assert (now.deadline, now.first_promise, now.extensions) == (NEW, DEADLINE, 1)
    assert now.slipped_days == 30


def test_the_office_answers_within_its_working_days(county: County) -> None:
    assert ask(county, signed(county)).answer_by == date(2026, 3, 9)
    item = signed(county)
    assert ask(county, item, on=date(2026, 4, 3)).answer_by == date(2026, 4, 13)  # over Qingming


def test_it_may_be_asked_on_the_day_itself_and_not_after(county: County) -> None:
    item, other = signed(county), signed(county)
    ask(county, item, on=DEADLINE)
    with refuses(WrongDay, "到期之前"):
        ask(county, other, on=DEADLINE + timedelta(days=1))


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"reason": " "}, ReasonMissing),
        ({"progress_text": ""}, ReasonMissing),
        ({"new_deadline": DEADLINE}, WrongDay),
        ({"new_deadline": DAY}, WrongDay),
    ],
)
def test_a_request_says_why_how_far_and_until_when(
    county: County, values: dict[str, Any], refusal: type[LedgerRefusal]
) -> None:
    item = signed(county)
    with refuses(refusal):
        ask(county, item, **values)


def test_one_request_at_a_time(county: County) -> None:
    item = signed(county)
    extension = ask(county, item)
    with refuses(AlreadyAsked):
        ask(county, item)
    deadlines.withdraw(extension=extension, **county.when("liaison"))
    assert ask(county, item).state == "asked"


def test_a_unit_under_the_lead_stays_within_the_item(county: County) -> None:
    item = signed(county)
    with refuses(WrongDay, "牵头单位申请"):
        ask(county, item, name="town")
    row = item.assignments.get(unit=county.towns[0])
    type(row).objects.filter(pk=row.pk).update(deadline=DEADLINE - timedelta(days=20))
    answer(county, ask(county, item, name="town", new_deadline=DEADLINE))
    row.refresh_from_db()
    assert (row.deadline, fresh(item).deadline, fresh(item).extensions) == (DEADLINE, DEADLINE, 0)


def test_the_day_of_a_measure_binds_its_units(county: County) -> None:
    end = DEADLINE - timedelta(days=30)
    duties = [
        NewDuty(unit_id=county.lead.pk, duty="lead"),
        NewDuty(unit_id=county.towns[0].pk, duty="responsible", measure=0),
        NewDuty(unit_id=county.towns[1].pk, duty="responsible", measure=0),
    ]
    item = signed(county, measures=[NewMeasure(text="先行改造", deadline=end)], duties=duties)
    with refuses(WrongDay, f"时限 {end} 已过"):
        ask(county, item, on=end + timedelta(days=1), name="town", new_deadline=DEADLINE)
    assert ask(county, item, on=end, name="town", new_deadline=DEADLINE).old_deadline == end


def test_a_leads_own_earlier_day_does_not_pull_the_item_forward(county: County) -> None:
    item = signed(county)
    item.assignments.filter(unit=county.lead).update(deadline=DEADLINE - timedelta(days=20))
    answer(county, ask(county, item, new_deadline=DEADLINE - timedelta(days=5)))
    assert (fresh(item).deadline, fresh(item).extensions) == (DEADLINE, 0)


def test_what_has_no_day_is_not_extended(county: County) -> None:
    item = signed(county)
    items.set_long_term(pk=item.pk, reason="须长期坚持", **county.when("coordinator"))
    with refuses(WrongDay, "没有办结时限"):
        ask(county, item)


def test_an_answer_is_given_once(county: County) -> None:
    extension = ask(county, signed(county))
    by = county.when("coordinator")
    with refuses(ReasonMissing):
        deadlines.refuse(extension=extension, remark=" ", **by)
    deadlines.refuse(extension=extension, remark="不合理", **by)
    with refuses(NotNow):
        deadlines.approve(extension=extension, **by)
    with refuses(NotNow):
        deadlines.refuse(extension=extension, remark="再答", **by)
    with refuses(NotNow):
        deadlines.withdraw(extension=extension, **county.when("liaison"))


def test_an_answer_does_not_pull_back_a_day_that_was_moved_meanwhile(county: County) -> None:
    item = signed(county)
    extension = ask(county, item)
    later = NEW + timedelta(days=30)
    change(county, item, later)
    with refuses(WrongDay, "另行调整"):
        answer(county, extension)
    assert fresh(item).deadline == later


def test_another_units_request_is_not_mine_to_take_back(county: County) -> None:
    extension = ask(county, signed(county))
    with refuses(NotYours):
        deadlines.withdraw(extension=extension, **county.when("town"))


def test_requests_end_with_what_they_were_asked_for(county: County) -> None:
    by = county.when("coordinator")
    voided, merged, released = signed(county), signed(county), signed(county)
    for item in (voided, merged):
        ask(county, item)
    items.void(pk=voided.pk, reason="重复", **by)
    items.merge(pk=merged.pk, into=released.pk, reason="同一问题", **by)
    released.assignments.filter(unit=county.towns[0]).update(deadline=DEADLINE - timedelta(days=20))
    ask(county, released, name="town", new_deadline=DEADLINE)
    assignments.release(pk=released.pk, unit=county.towns[0], reason="职责调整", **by)
    assert set(Extension.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_a_request_ends_when_the_item_is_struck_off(county: County) -> None:
    item = finished(county)
    row = item.assignments.get(unit=county.lead)
    Extension.objects.create(
        item=item,
        assignment=row,
        asked_by=county.people["liaison"],
        asked_on=DAY,
        reason="x",
        progress_text="x",
        old_deadline=DEADLINE,
        new_deadline=NEW,
        answer_by=DAY,
    )
    requests.ask(pk=item.pk, statement="都改完了", **county.when("liaison"))
    requests.review(pk=item.pk, **county.when("reviewer"))
    verdicts.verify(pk=item.pk, judged=all_met(item), **county.when("verifier"))
    assert Extension.objects.get(item=item).state == "withdrawn"


# The office's own change.


def change(county: County, item: Item, day: date, **values: Any) -> Item:
    given: dict[str, Any] = {"reason": "领导批示提前", "paper": photo(77)}
    return deadlines.change(pk=item.pk, new_deadline=day, **given | values | county.when("coordinator"))


def test_the_office_moves_a_day_by_its_paper_and_counts_no_extension(county: County) -> None:
    item = signed(county)
    change(county, item, NEW)
    now = fresh(item)
    assert (now.deadline, now.first_promise, now.extensions) == (NEW, DEADLINE, 0)
    event = Link.objects.latest("pk")
    assert event.kind == "item.deadline_changed"
    assert {"paper", "reason"} <= set(event.enclosures.values_list("name", flat=True))


def test_a_day_is_moved_to_today_at_the_earliest(county: County) -> None:
    item = signed(county)
    with refuses(WrongDay, "早于今天"):
        change(county, item, DAY - timedelta(days=1))
    assert change(county, item, DAY).deadline == DAY
    with refuses(WrongDay, "现在的时限就是"):
        change(county, item, DAY)


def test_a_day_is_not_moved_without_paper_or_reason(county: County) -> None:
    item = signed(county)
    with refuses(WrongDay, "依据文件"):
        change(county, item, NEW, paper=None)
    with refuses(ReasonMissing):
        change(county, item, NEW, reason=" ")


def test_an_undated_item_gets_its_first_promise_with_its_day(county: County) -> None:
    item = signed(county, deadline=None, due_kind="immediate")
    assert change(county, item, NEW).first_promise == NEW
