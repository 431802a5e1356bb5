"""Who is reminded on which day: near deadlines, then the ladder of what is late and what is unsigned."""

from datetime import date, timedelta

import pytest

from guatu.accounts.queries import working_calendar
from guatu.ledgers import reminders, ticking
from guatu.ledgers.actions import assignments, deadlines, items, reports
from guatu.ledgers.actions.reports import NewReport
from guatu.notices.models import Notice
from tests.accounts.factories import make_person, moment
from tests.ledgers.factories import DEADLINE, County, dispatched, photo, signed
from tests.ledgers.test_noticing import told


def late(days: int, since: date = DEADLINE) -> date:
    """The n-th working day after a day that was missed."""
    return working_calendar().add(since, days)


def reminded(county: County, on: date) -> dict[str, list[str]]:
    """What the round of a day tells to whom."""
    before = set(Notice.objects.values_list("pk", flat=True))
    reminders.remind(on=on, at=moment(on))
    names = {person.pk: name for name, person in county.people.items()}
    found: dict[str, list[str]] = {}
    for one in Notice.objects.exclude(pk__in=before).order_by("pk"):
        found.setdefault(names[one.person_id], []).append(one.kind)
    return found


@pytest.mark.parametrize(("before", "kind"), [(3, "due_soon"), (1, "due_tomorrow")])
def test_days_that_come_near_are_told_once_by_the_day_s_round(county: County, before: int, kind: str) -> None:
    item = signed(county)
    row = item.assignments.get(unit=county.towns[1])
    reports.report(
        assignment=row.pk, new=NewReport(text="完成", achieved=row.target_share), **county.when("other_town")
    )
    day = DEADLINE - timedelta(days=before)

    ticking.tick(on=day, at=moment(day))
    ticking.tick(on=day, at=moment(day))
    reminders.remind(on=day, at=moment(day, 17))

    assert told(county, "town") == told(county, "liaison") == ["lit", kind]  # it lags behind its schedule
    assert told(county, "other_town") == [], "who has done his part is left alone"
    assert Notice.objects.filter(kind=kind).count() == 2


def test_a_round_that_is_done_late_tells_nothing(county: County) -> None:
    signed(county)
    day = DEADLINE - timedelta(days=3)
    ticking.tick(on=day, at=moment(day + timedelta(days=2)))
    assert told(county, "town") == []


def test_the_ladder_of_what_is_late_rises_from_the_liaison_to_the_leader(county: County) -> None:
    signed(county)
    county.people["town_reviewer"] = make_person("程砚秋", roles=[("reviewer", county.towns[0])])
    liaisons = {name: ["overdue"] for name in ("town", "other_town", "liaison")}
    reviewers = {name: ["overdue"] for name in ("reviewer", "town_reviewer")}

    assert reminded(county, DEADLINE) == {}, "the day itself is not late"
    assert reminded(county, late(1)) == liaisons
    assert reminded(county, late(2)) == {}
    assert reminded(county, late(3)) == liaisons | reviewers
    assert reminded(county, late(7)) == liaisons | reviewers | {"coordinator": ["overdue"]}
    assert reminded(county, late(15)) == {"coordinator": ["overdue"], "leader": ["overdue"]}
    assert reminded(county, late(16)) == {}


def test_nobody_is_reminded_on_a_day_off(county: County) -> None:
    signed(county)
    first = late(1)
    days = [DEADLINE + timedelta(days=n) for n in range(1, 15)]
    for day in (one for one in days if not working_calendar().is_working(one)):
        assert reminded(county, day) == {}, day
    assert reminded(county, first)


def test_who_does_not_sign_is_told_and_then_his_reviewer_and_the_office(county: County) -> None:
    item = dispatched(county)
    sign_by = item.assignments.values_list("sign_by", flat=True)[0]
    assert sign_by is not None
    assignments.sign(pks=[item.pk], unit=county.towns[0], **county.when("town"))

    assert set(reminded(county, late(1, sign_by))) == {"other_town", "liaison"}
    assert set(reminded(county, late(2, sign_by))) == {"other_town", "liaison", "reviewer"}
    assert set(reminded(county, late(3, sign_by))) == {"coordinator"}
    assert set(Notice.objects.filter(day__isnull=False).values_list("kind", flat=True)) == {"sign_late"}

    assignments.sign(pks=[item.pk], unit=county.towns[1], **county.when("other_town"))
    assert told(county, "other_town") == [], "signing answers it"


def test_a_reminder_goes_with_the_duty_and_with_another_deadline(county: County) -> None:
    item = signed(county)
    reminded(county, late(1))
    by = county.when("coordinator", on=late(1))
    assert "overdue" in told(county, "town")

    assignments.hand_over(
        pks=[item.pk], giver=county.towns[0], taker=county.towns[1], reason="职能调整", **by
    )
    assert "overdue" not in told(county, "town")
    assert "overdue" in told(county, "other_town")

    deadlines.change(pk=item.pk, new_deadline=late(20), reason="汛期停工", paper=photo(), **by)
    assert "overdue" not in told(county, "other_town")
    assert reminded(county, late(3)) == {}


@pytest.mark.parametrize("standing", ["suspended", "long_term", "done"])
def test_what_stands_still_or_is_done_is_left_alone(county: County, standing: str) -> None:
    item = signed(county)
    by = county.when("coordinator")
    if standing == "suspended":
        items.suspend(pk=item.pk, reason="等规划", **by)
    elif standing == "long_term":
        items.set_long_term(pk=item.pk, reason="长期坚持", **by)
    else:
        by_unit = {county.people[name].unit_id: name for name in ("town", "other_town")}
        for row in item.assignments.exclude(target_share=None):
            new = NewReport(text="完成", achieved=row.target_share)
            reports.report(assignment=row.pk, new=new, **county.when(by_unit[row.unit_id]))
    names = set(reminded(county, late(1)))
    assert names <= ({"liaison"} if standing == "done" else set())
