"""The settings of a ledger: its rules, phases and readers, and putting it away."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from guatu.ledgers.models import Ledger, Reader
from tests.accounts.factories import make_person
from tests.ledgers.factories import County, make_county
from tests.web.ledgers.conftest import SignIn, signed_in


def post(
    county: County, as_: SignIn, what: str, role: str = "coordinator", **given: object
) -> tuple[int, str]:
    where = reverse("web:ledger-settings", args=[county.ledger.pk])
    answer = as_(role).post(where, {"what": what, **given}, follow=True)
    return answer.status_code, answer.content.decode()


def rules(county: County, **changed: Any) -> dict[str, Any]:
    given = {"name": county.ledger.name, "cadence": "none", "publicity_days": 0, "look_back_after": 90,
             "leader_extends_from": 0, "site_check_share": 0, "site_check_days": 5}  # fmt: skip
    given |= {"due_weekday": 5, "due_day": 0, "due_shift": "before"}
    return given | {"needs_lead_review": "on", "siblings_visible": "on"} | changed


def stored(county: County) -> Ledger:
    return Ledger.objects.get(pk=county.ledger.pk)


def test_rules_are_shown_and_changed(county: County, as_: SignIn) -> None:
    status, text = post(county, as_, "rules", **rules(county, needs_approval="on", publicity_days=5))

    assert (status, "台账设置已保存" in text) == (200, True)
    ledger = stored(county)
    assert (ledger.needs_approval, ledger.publicity_days, ledger.needs_lead_review) == (True, 5, True)
    assert 'value="5"' in text


def test_a_ledger_without_a_name_is_refused_and_what_was_typed_stays(county: County, as_: SignIn) -> None:
    status, text = post(county, as_, "rules", **rules(county, name=" ", publicity_days=7))

    assert (status, "请写台账名称" in text, 'value="7"' in text) == (422, True, True)
    assert stored(county).publicity_days == 0


def test_a_phase_is_added_and_one_that_ends_before_it_starts_is_not(county: County, as_: SignIn) -> None:
    days = {"starts_on": "2026-03-01", "ends_on": "2026-02-01"}
    assert "早于开始日期" in post(county, as_, "phase", name="集中整改", **days)[1]

    _, text = post(county, as_, "phase", name="集中整改", starts_on="2026-03-01", ends_on="")

    assert "已加阶段“集中整改”" in text
    assert [(one.name, one.starts_on) for one in county.ledger.phases.all()] == [
        ("集中整改", date(2026, 3, 1))
    ]
    assert "进行中" in text


def test_a_reader_reads_until_he_is_removed(county: County, as_: SignIn) -> None:
    person = make_person("顾北辰", unit=county.towns[0])
    county.people["guest"] = person
    where = reverse("web:ledger", args=[county.ledger.pk])
    assert signed_in(county, "guest").get(where).status_code == 404

    post(county, as_, "reader", person=f"{person.name} {person.username}")
    assert signed_in(county, "guest").get(where).status_code == 200

    reader = Reader.objects.get(person=person)
    assert "不再阅览" in post(county, as_, "unread", reader=reader.pk)[1]
    assert signed_in(county, "guest").get(where).status_code == 404
    assert post(county, as_, "unread", reader=reader.pk)[0] == 409


def test_a_ledger_with_something_owed_is_not_put_away(county: County, as_: SignIn) -> None:
    status, text = post(county, as_, "archive")
    assert (status, "项在办" in text, stored(county).is_archived) == (409, True, False)


def test_an_empty_ledger_is_put_away(as_: SignIn, county: County) -> None:
    other = make_county()
    county.ledger, county.people = other.ledger, other.people
    assert "已归档" in post(county, as_, "archive")[1]
    assert stored(county).is_archived


@pytest.mark.parametrize("name", ["liaison", "reviewer", "verifier", "leader", "inspector", "reader"])
def test_only_who_keeps_the_ledger_sets_it(county: County, as_: SignIn, name: str) -> None:
    assert as_(name).get(reverse("web:ledger-settings", args=[county.ledger.pk])).status_code == 404
    assert post(county, as_, "rules", name, **rules(county, name="别的名称"))[0] == 404
    assert stored(county).name == "整改台账"


@pytest.mark.parametrize("what", ["", "nothing", "unread"])
def test_what_is_no_form_of_the_page_is_not_there(county: County, as_: SignIn, what: str) -> None:
    assert post(county, as_, what, reader="x")[0] == 404
