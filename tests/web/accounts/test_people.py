"""People as their pages show them, and every deed that is begun there."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guatu.accounts.models import Delegation, Person, Role
from guatu.history.models import Enclosure, Event
from guatu.http.models import Session
from tests.accounts.counties import kinds_of
from tests.accounts.factories import PASSWORD, make_person, make_role
from tests.ledgers.factories import DAY, County

SignIn = Callable[[str], Client]


def page(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(f"web:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def do(client: Client, person: Person, deed: str, query: str = "", **given: object) -> tuple[int, str]:
    """Send a deed as htmx does; its status and the words of the answer."""
    where = reverse("web:person-do", args=[person.pk, deed]) + query
    answer = client.post(where, given, headers={"hx-request": "true"})
    return answer.status_code, answer.content.decode()


def secret(told: str) -> str:
    """The password that an answer shows."""
    found = re.search(r'id="secret">([^<]+)<', told)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("query", "there", "absent"),
    [
        ({"role": "liaison"}, "陈念安", "林知远"),
        ({"role": "none"}, "无角色者", "林知远"),
        ({"q": "陈念"}, "陈念安", "宋以宁"),
        ({"state": "inactive"}, "没有符合的人员", "陈念安"),
    ],
)
def test_the_address_narrows_the_table(
    county: County, as_: SignIn, query: dict[str, str], there: str, absent: str
) -> None:
    make_person("无角色者", unit=county.lead)

    shown = page(as_("administrator"), "people", **query)

    assert there in shown
    assert f">{absent}</a>" not in shown


def test_offices_and_units_narrow_it_too(county: County, as_: SignIn) -> None:
    client = as_("administrator")

    of_office = page(client, "people", office=str(county.office.pk))
    of_unit = page(client, "people", unit=str(county.towns[0].pk))

    assert "林知远" in of_office
    assert "陈念安" not in of_office
    assert "陈念安" in of_unit
    assert "宋以宁" not in of_unit


def test_somebody_new_gets_a_password_that_is_shown_once(county: County, as_: SignIn) -> None:
    client = as_("administrator")
    given = {"name": "新来的", "unit": "双桥镇", "username": "new", "kinds": ["liaison"], "form_key": "one"}
    where = reverse("web:person-new")

    told = client.post(where, given, headers={"hx-request": "true"}).content.decode()
    again = client.post(where, given, headers={"hx-request": "true"})

    person = Person.objects.get(username="new")
    assert person.check_password(secret(told))
    assert person.must_change_password
    assert person.roles.get().unit == county.towns[0]
    assert "secret" not in again.content.decode()
    assert secret(told) not in page(client, "person", person.pk)
    assert not Enclosure.objects.filter(text__contains=secret(told)).exists()


def test_a_taken_user_name_is_told_at_its_field(county: County, as_: SignIn) -> None:
    taken = county.people["town"].username
    given = {"name": "新来的", "unit": "双桥镇", "username": taken}

    answer = as_("administrator").post(reverse("web:person-new"), given, headers={"hx-request": "true"})

    assert answer.status_code == 409
    assert "已被使用" in answer.content.decode()


def test_a_name_is_corrected_and_a_person_moves(county: County, as_: SignIn) -> None:
    client, person = as_("administrator"), county.people["town"]

    do(client, person, "change", name="陈念祖", external_id="Y001")
    do(client, person, "move", unit="石泉镇", on=str(DAY))

    person.refresh_from_db()
    assert (person.name, person.external_id, person.unit) == ("陈念祖", "Y001", county.towns[1])
    assert "双桥镇" in page(client, "person", person.pk, as_of="2026-02-01")


def test_who_is_closed_is_signed_out_and_loses_roles(county: County, as_: SignIn) -> None:
    client, person = as_("administrator"), county.people["town"]
    own = as_("town")
    own.get(reverse("web:account"))
    asked = client.get(reverse("web:person-do", args=[person.pk, "deactivate"])).content.decode()
    assert "双桥镇的联络员" in asked

    do(client, person, "deactivate")

    assert not Session.objects.filter(person_id=person.pk).exists()
    assert own.get(reverse("web:account")).status_code == 302
    assert not Role.objects.in_force(on=DAY).filter(person=person).exists()
    assert do(client, person, "reactivate")[0] == 200
    assert kinds_of(person)[-2:] == ["person_deactivated", "person_reactivated"]


def test_the_last_administrator_stays(county: County, as_: SignIn) -> None:
    person = county.people["administrator"]

    status, told = do(as_("administrator"), person, "deactivate")

    assert status == 422
    assert "唯一的管理员" in told


def test_a_password_is_reset_and_shown_once(county: County, as_: SignIn) -> None:
    client, person = as_("administrator"), make_person("忘性大", unit=county.lead, password=PASSWORD)

    status, told = do(client, person, "reset-password")

    person.refresh_from_db()
    assert status == 200
    assert person.check_password(secret(told))
    assert person.must_change_password
    assert do(client, person, "reset-code")[0] == 200


def test_roles_are_granted_for_a_time_and_revoked(county: County, as_: SignIn) -> None:
    client, person = as_("administrator"), county.people["town"]
    given: dict[str, Any] = {
        "kind": "verifier",
        "office": county.office.pk,
        "valid_from": str(DAY),
        "until": "2026-03-31",
    }

    do(client, person, "grant", **given)

    role = Role.objects.get(person=person, kind="verifier")
    assert role.valid_to == date(2026, 4, 1)
    assert "2026-03-02 至 2026-03-31" in page(client, "person", person.pk)
    assert do(client, person, "grant", **given)[0] == 409
    assert do(client, person, "revoke", f"?of={role.pk}")[0] == 200
    role.refresh_from_db()
    assert role.valid_to == DAY
    assert Event.objects.filter(subject_kind="role", subject_id=role.pk).count() == 2


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"kind": "verifier"}, "请选办公室"),
        ({"kind": "liaison", "unit": ""}, "请选单位"),
        ({"kind": "liaison", "unit": "石泉镇", "valid_from": "2026-02-01"}, "不能追溯授权"),
        ({"kind": "liaison", "unit": "石泉镇", "until": "2026-02-01"}, "应晚于起始日期"),
    ],
)
def test_a_role_without_a_place_or_with_wrong_days_is_refused(
    county: County, as_: SignIn, given: dict[str, str], why: str
) -> None:
    status, told = do(as_("administrator"), county.people["town"], "grant", **given)

    assert status == 422
    assert why in told


def test_a_role_of_somebody_else_is_not_revoked_here(county: County, as_: SignIn) -> None:
    other = county.people["other_town"].roles.get()

    assert do(as_("administrator"), county.people["town"], "revoke", f"?of={other.pk}")[0] == 404


def test_roles_of_an_office_of_others_are_not_granted(county: County, as_: SignIn) -> None:
    given: dict[str, Any] = {"kind": "verifier", "office": county.people["neighbour"].roles.get().office_id}

    status, _ = do(as_("administrator"), county.people["town"], "grant", **given)

    assert status == 422
    assert not Role.objects.filter(person=county.people["town"], kind="verifier").exists()


def test_one_delegates_to_a_colleague_and_takes_it_back(county: County, as_: SignIn) -> None:
    client = as_("coordinator")
    where = reverse("web:account-do", args=["delegate"])
    given = {
        "place": f"office-{county.office.pk}",
        "delegate": county.people["leader"].username,
        "until": "2026-03-06",
        "reason": "出差",
    }

    assert client.post(where, given).status_code == 302

    row = Delegation.objects.get()
    assert (row.principal, row.valid_to) == (county.people["coordinator"], date(2026, 3, 7))
    assert "至 2026-03-06" in page(client, "account")
    assert "林知远" in page(as_("leader"), "account")
    client.post(f"{reverse('web:account-do', args=['withdraw'])}?of={row.pk}")
    row.refresh_from_db()
    assert row.valid_to == DAY


def test_nobody_delegates_to_a_stranger_nor_withdraws_for_others(county: County, as_: SignIn) -> None:
    where = reverse("web:account-do", args=["delegate"])
    given = {"place": f"office-{county.office.pk}", "until": "2026-03-06", "reason": "培训"}
    stranger = county.people["stranger"].username

    refused = as_("coordinator").post(where, {**given, "delegate": stranger})
    done = as_("coordinator").post(where, {**given, "delegate": county.people["leader"].username})
    assert done.status_code == 302, done.content.decode()
    row = Delegation.objects.get()
    other = as_("leader").post(f"{reverse('web:account-do', args=['withdraw'])}?of={row.pk}")

    assert refused.status_code == 422
    assert other.status_code == 404


def test_an_administrator_delegates_for_who_is_away(county: County, as_: SignIn) -> None:
    client, person = as_("administrator"), county.people["town"]
    make_person("替班的", unit=county.towns[0], username="stand-in")
    given = {"place": f"unit-{county.towns[0].pk}", "delegate": "stand-in", "until": "2026-03-06"}

    assert do(client, person, "delegate", **given)[0] == 200

    row = Delegation.objects.get()
    assert "替班的" in page(client, "person", person.pk)
    assert do(client, person, "withdraw", f"?of={row.pk}")[0] == 200


def test_an_administrator_by_delegation_acts_in_the_principals_name(county: County, as_: SignIn) -> None:
    where = reverse("web:account-do", args=["delegate"])
    given = {"place": f"office-{county.office.pk}", "delegate": county.people["coordinator"].username}
    as_("administrator").post(where, {**given, "until": "2026-03-06", "reason": "休假"})
    person = county.people["town"]

    assert do(as_("coordinator"), person, "change", name="陈念祖", external_id="")[0] == 200

    event = Event.objects.filter(subject_kind="person", subject_id=person.pk).latest("pk")
    assert event.principal_id == county.people["administrator"].pk
    assert "（代何清源）" in page(as_("coordinator"), "person", person.pk)


def test_the_table_and_a_page_cost_the_same_however_many(county: County, as_: SignIn) -> None:
    client, person = as_("administrator"), county.people["town"]

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(client, "people")
            page(client, "person", person.pk)
        return len(asked)

    cost()  # the first visit begins the session
    few = cost()
    for unit in (*county.towns, county.lead):
        make_person(roles=[("liaison", unit), ("reviewer", unit)])
        make_role(person, "reviewer", unit)

    cost()  # counts that were remembered are counted anew
    assert cost() == few
    assert few <= 60
