"""More time is asked before the day, and offered only as long as it may be asked."""

from datetime import date, timedelta

from django.urls import reverse

from guatu.ledgers.actions import deadlines
from guatu.ledgers.events import Event
from guatu.web.views.items.registry import url_of
from tests.ledgers.factories import DAY, DEADLINE, County, signed
from tests.web.items.conftest import SetDay, SignIn

AFTER = DEADLINE + timedelta(days=1)
LATER = date(2026, 7, 31)


def test_a_report_offers_more_time_up_to_the_day_and_not_after_it(
    county: County, as_: SignIn, day: SetDay
) -> None:
    item = signed(county)
    own = item.assignments.get(unit=county.towns[0])
    report, ask = (url_of(event, item.pk, own.pk) for event in (Event.REPORTED, Event.EXTENSION_ASKED))
    day(DEADLINE)
    assert f'href="{ask}"' in as_("town").get(report).content.decode()
    day(AFTER)
    assert "申请延期" not in as_("town").get(report).content.decode()


def test_a_report_offers_no_second_request_while_one_waits(county: County, as_: SignIn) -> None:
    item = signed(county)
    lead = item.assignments.get(unit=county.lead)
    asked = {"reason": "等审批", "progress_text": "已过半", **county.when("liaison", DAY)}
    deadlines.ask(assignment=lead.pk, new_deadline=LATER, **asked)
    shown = as_("liaison").get(url_of(Event.REPORTED, item.pk, lead.pk)).content.decode()
    assert "申请延期" not in shown


def test_the_item_says_why_no_more_time_may_be_asked(county: County, as_: SignIn, day: SetDay) -> None:
    item = signed(county)
    day(AFTER)
    shown = as_("town").get(reverse("web:item", args=[item.pk])).content.decode()
    assert f"时限 {DEADLINE} 已过，延期须在到期之前申请" in shown
    assert url_of(Event.EXTENSION_ASKED, item.pk) not in shown


def test_a_late_request_is_refused_with_the_same_words(county: County, as_: SignIn, day: SetDay) -> None:
    item = signed(county)
    own = item.assignments.get(unit=county.towns[0])
    day(AFTER)
    given = {
        "assignment": own.pk, "new_deadline": LATER.isoformat(), "reason": "等审批", "progress_text": "过半",
    }  # fmt: skip
    answer = as_("town").post(url_of(Event.EXTENSION_ASKED, item.pk, own.pk), given)
    assert answer.status_code == 422
    assert "延期须在到期之前申请" in answer.content.decode()


def test_the_form_speaks_of_the_day_of_the_row(county: County, as_: SignIn) -> None:
    item = signed(county)
    own = item.assignments.get(unit=county.towns[0])
    shown = as_("town").get(url_of(Event.EXTENSION_ASKED, item.pk, own.pk)).content.decode()
    assert f"现时限 {DEADLINE}" in shown
