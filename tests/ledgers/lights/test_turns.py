"""A light that turns is a link of the chain with its reason, and is told to whom it concerns, once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from guatu.accounts.queries import working_calendar
from guatu.history.models import Enclosure
from guatu.history.models import Event as Link
from guatu.history.timelines import OPEN
from guatu.ledgers import reminders, ticking
from guatu.ledgers.actions import deadlines, items, reports
from guatu.ledgers.actions.reports import NewReport
from guatu.ledgers.lights import nightly
from guatu.ledgers.models import Item, LightSpan
from guatu.notices.models import Notice
from tests.accounts.factories import moment
from tests.ledgers.factories import DAY, DEADLINE, County, fresh, photo, signed
from tests.ledgers.test_noticing import told

LATE = DEADLINE + timedelta(days=1)
BEHIND = DAY + timedelta(days=30)
"""A quarter of the time is gone and nothing was done."""


def night(on: date) -> int:
    return nightly.light_all(on=on, at=moment(on))


def said(item: Item) -> list[str]:
    """What the trail says of its lights, the first first."""
    links = Link.objects.filter(subject_kind="item", subject_id=item.pk, kind="item.lit").order_by("pk")
    return [Enclosure.objects.get(event=link, name="light").text or "" for link in links]


def done(county: County, item: Item, name: str, unit: int, on: date) -> None:
    """A unit reports all that it owes."""
    row = item.assignments.get(unit=county.towns[unit])
    new = NewReport(text="完成", achieved=row.target_share or Decimal(0))
    reports.report(assignment=row.pk, new=new, **county.when(name, on))


def test_a_turn_by_the_day_stands_in_the_trail_with_its_reason(county: County) -> None:
    item = signed(county)
    night(BEHIND)
    night(LATE)

    assert said(item)[0].startswith("绿灯转黄灯：")
    assert said(item)[1] == "黄灯转红灯：过时限 1 天，所以是红灯"
    assert fresh(item).light == "red"
    assert fresh(item).lit_since == LATE


def test_the_night_touches_neither_the_revision_nor_the_last_movement(county: County) -> None:
    item = fresh(signed(county))
    night(LATE)

    after = fresh(item)
    assert (after.light, item.light) == ("red", "green")
    assert (after.revision, after.last_at, after.last_kind) == (item.revision, item.last_at, item.last_kind)


def test_from_one_light_that_is_as_it_should_be_to_another_nothing_is_said(county: County) -> None:
    item = signed(county)
    items.suspend(pk=item.pk, reason="等批复", **county.when("coordinator"))

    assert fresh(item).light == "paused"
    assert said(item) == []


def test_who_has_something_left_to_do_is_told_that_it_lags(county: County) -> None:
    item = signed(county)
    day = DEADLINE - timedelta(days=9)
    done(county, item, "other_town", 1, day)
    night(day)

    assert (fresh(item).light, fresh(item).progress) == ("yellow", 70)
    assert told(county, "town") == ["lit"]
    assert told(county, "other_town") == []
    assert told(county, "coordinator") == []


def test_what_is_late_is_told_to_the_office_and_the_units_are_reminded_of_the_day(county: County) -> None:
    signed(county)
    night(LATE)

    assert told(county, "coordinator") == ["lit"]
    assert told(county, "town") == []


def test_what_gets_better_settles_what_was_told(county: County) -> None:
    item = signed(county)
    night(BEHIND)
    assert Notice.objects.filter(kind="lit", waits=True).exists()

    done(county, item, "town", 0, BEHIND)
    done(county, item, "other_town", 1, BEHIND)

    assert fresh(item).light == "green"
    assert not Notice.objects.filter(kind="lit", waits=True).exists()
    assert said(item)[-1].startswith("黄灯转绿灯：")


def test_who_is_told_by_the_act_is_not_told_of_its_light(county: County) -> None:
    item = signed(county)
    day = DAY + timedelta(days=20)
    deadlines.change(
        pk=item.pk,
        new_deadline=day + timedelta(days=1),
        reason="上级提前",
        paper=photo(),
        **county.when("coordinator", day),
    )

    assert said(item), "the light turned"
    assert told(county, "town") == ["deadline_changed"]


def test_a_round_that_is_done_late_is_said_with_its_reason_and_told_to_nobody(county: County) -> None:
    item = signed(county)
    ticking.tick(on=LATE, at=moment(LATE + timedelta(days=2)))

    link = Link.objects.get(subject_kind="item", subject_id=item.pk, kind="item.lit")
    assert link.happened_on == LATE
    assert link.enclosures.get(name="why_earlier").text == "服务停运期间没有办理，恢复后补办"
    assert not Notice.objects.filter(kind="lit").exists()


def test_the_first_round_after_a_stop_tells_what_got_worse_meanwhile(county: County) -> None:
    late, suspended = signed(county), signed(county)
    items.suspend(pk=suspended.pk, reason="等批复", **county.when("coordinator", DEADLINE))
    ticking.tick(on=DEADLINE, at=moment(DEADLINE))
    Notice.objects.all().delete()
    back = DEADLINE + timedelta(days=3)

    ticking.tick_missed(on=back, at=moment(back))

    assert fresh(late).lit_since == LATE
    found = Notice.objects.filter(kind="lit", person=county.people["coordinator"])
    assert [one.subject_id for one in found] == [late.pk]


def test_a_clock_that_was_set_back_keeps_what_is_known(county: County) -> None:
    item = signed(county)
    night(BEHIND)
    items.suspend(pk=item.pk, reason="等批复", **county.when("coordinator", BEHIND - timedelta(days=1)))

    known = LightSpan.objects.filter(item=item, known_to=OPEN).order_by("valid_from")
    assert fresh(item).light == "paused"
    assert [row.light for row in known][-1] == "paused"


@pytest.mark.parametrize(
    ("after", "who"),
    [
        (4, set()),
        (5, {"liaison", "town", "other_town", "reviewer"}),
        (10, {"coordinator", "reviewer"}),
    ],
)
def test_a_light_that_goes_on_burning_is_told_again_step_by_step(
    county: County, after: int, who: set[str]
) -> None:
    signed(county)
    night(BEHIND)
    Notice.objects.all().delete()
    day = working_calendar().add(BEHIND, after)

    reminders.remind(on=day, at=moment(day))
    reminders.remind(on=day, at=moment(day, 17))

    names = {person.pk: name for name, person in county.people.items()}
    found = [names[one.person_id] for one in Notice.objects.filter(kind="lit")]
    assert len(found) == len(set(found))
    assert set(found) == who
