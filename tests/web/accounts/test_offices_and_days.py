"""Offices and the working calendar: what is shown, and what is decided there."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guatu.accounts.models import CalendarDay, Office, Role
from tests.accounts.counties import kinds_of
from tests.accounts.factories import make_office, make_person, make_unit
from tests.ledgers.factories import County

SignIn = Callable[[str], Client]


def test_each_office_shows_who_serves_it_by_role(county: County, as_: SignIn) -> None:
    shown = as_("leader").get(reverse("web:offices")).content.decode()

    assert "县督查室" in shown
    assert all(name in shown for name in ("林知远", "许听澜", "周行之", "秦守正", "何清源"))
    assert "邻水县督查室" not in shown


def test_an_office_is_founded_and_gets_its_first_administrator(county: County, as_: SignIn) -> None:
    client = as_("administrator")
    given = {"name": "县专班", "unit": "县核查中心", "sign_within": "3", "answer_within": "5"}

    client.post(reverse("web:office-new"), given)
    office = Office.objects.get(name="县专班")
    person = county.people["verifier"]
    client.post(
        reverse("web:office-do", args=[office.pk, "grant"]),
        {"person": person.username, "kind": "administrator"},
    )

    assert (office.unit, office.sign_within) == (person.unit, 3)
    assert Role.objects.filter(person=person, office=office, kind="administrator").exists()
    refused = client.get(reverse("web:office-do", args=[office.pk, "grant"]))
    assert refused.status_code in (200, 403)


def test_terms_are_set(county: County, as_: SignIn) -> None:
    given = {"name": "县督查室", "unit": "县委县政府督查室", "sign_within": "1", "answer_within": "4"}

    as_("administrator").post(reverse("web:office-do", args=[county.office.pk, "change"]), given)

    county.office.refresh_from_db()
    assert (county.office.sign_within, county.office.answer_within) == (1, 4)
    assert kinds_of(county.office)[-1] == "office_changed"


@pytest.mark.parametrize("days", ["0", "61", "两天", ""])
def test_terms_have_bounds(county: County, as_: SignIn, days: str) -> None:
    given = {"name": "县督查室", "unit": "县委县政府督查室", "sign_within": days, "answer_within": "4"}
    where = reverse("web:office-do", args=[county.office.pk, "change"])

    assert as_("administrator").post(where, given).status_code == 422


def test_the_offices_cost_the_same_however_many(county: County, as_: SignIn) -> None:
    client = as_("administrator")

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("web:offices"))
        return len(asked)

    cost()  # the first visit begins the session
    few = cost()
    for number in range(3):
        office = make_office(f"第{number}专班", unit=make_unit(division=county.lead.division))
        make_person(roles=[("verifier", office)])

    cost()  # counts that were remembered are counted anew
    assert cost() == few


def test_a_year_is_shown_with_holidays_and_make_up_days(county: County, as_: SignIn) -> None:
    shown = as_("town").get(reverse("web:calendar"), {"year": "2026"}).content.decode()

    assert "10月1日 放假" in shown
    assert "调休上班" in shown
    assert "尚未公布" not in shown


def test_a_year_without_a_notice_is_provisional(county: County, as_: SignIn) -> None:
    shown = as_("town").get(reverse("web:calendar"), {"year": "2028"}).content.decode()

    assert "2028 年放假安排尚未公布" in shown


@pytest.mark.parametrize("year", ["1999", "3000", "二〇二六", "-1"])
def test_other_years_are_not_there(county: County, as_: SignIn, year: str) -> None:
    assert as_("town").get(reverse("web:calendar"), {"year": year}).status_code == 404


def test_a_day_is_decided_by_a_paper(county: County, as_: SignIn) -> None:
    client = as_("administrator")
    given = {"day": "2026-03-06", "what": "rest", "paper": "云政办〔2026〕9号"}

    answer = client.post(f"{reverse('web:calendar-decide')}?day=2026-03-06", given)
    again = client.post(reverse("web:calendar-decide"), given)

    assert answer.status_code == 302
    assert again.status_code == 409
    row = CalendarDay.objects.get()
    assert (row.day, row.is_working) == (date(2026, 3, 6), False)
    shown = client.get(reverse("web:calendar")).content.decode()
    assert "3月6日 放假，依据 云政办〔2026〕9号" in shown


def test_the_day_that_was_pressed_is_proposed_with_its_opposite(county: County, as_: SignIn) -> None:
    asked = as_("administrator").get(reverse("web:calendar-decide"), {"day": "2026-03-07"}).content.decode()

    assert 'value="2026-03-07"' in asked
    assert '<option value="work" selected>' in asked


@pytest.mark.parametrize("deed", ["change", "grant"])
def test_forms_of_an_office_are_shown_to_its_own_administrators_alone(
    county: County, as_: SignIn, deed: str
) -> None:
    """While an office has none, those of its division see to it."""
    office = make_office("县专班", division=county.office.unit.division)
    client, where = as_("administrator"), reverse("web:office-do", args=[office.pk, deed])

    assert client.get(where).status_code == 200
    make_person(roles=[("administrator", office)])
    assert client.get(where).status_code == client.post(where).status_code == 403
