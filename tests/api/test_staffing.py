"""Programs keep units, people and roles, as administrators do on the pages."""

from django.test import Client

from guatu.accounts.models import Person, Role
from tests.api.conftest import Program, Programs, problem, token_of
from tests.ledgers.factories import DAY, County


def test_a_unit_and_its_liaison_are_entered(county: County, program: Programs) -> None:
    one, division = program("administrator"), county.lead.division_id
    unit = one.post("/units", {"name": "县照明中心", "division_id": division})
    assert unit.status_code == 201, unit.content.decode()
    body = {"name": "吴一鸣", "username": "wuyiming", "unit_id": unit.json()["id"]}
    person = one.post("/people", body)
    assert person.status_code == 201, person.content.decode()
    path = f"/people/{person.json()['id']}"
    role = one.post(f"{path}/roles", {"kind": "liaison", "unit_id": unit.json()["id"]})
    assert role.status_code == 201, role.content.decode()

    made = Person.objects.get(username="wuyiming")
    assert made.check_password(person.json()["initial_password"])
    assert made.must_change_password
    listed = one.get("/people", {"q": "吴一鸣"}).json()["people"]
    assert [(each["name"], [held["id"] for held in each["roles"]]) for each in listed] == [
        ("吴一鸣", [role.json()["id"]])
    ]
    assert one.post(f"{path}/roles/{role.json()['id']}/revoked").status_code == 200
    assert Role.objects.get(pk=role.json()["id"]).valid_to == DAY
    assert problem(one.post("/people", body)) == (409, "username_taken")


def test_who_was_deactivated_is_out_everywhere(county: County, program: Programs) -> None:
    person, key = county.people["stranger"], token_of(county, "stranger")
    browser = Client()
    browser.force_login(person)
    answer = program("administrator").post(f"/people/{person.pk}/deactivated")

    assert answer.status_code == 200, answer.content.decode()
    assert problem(Program(key).get("/me")) == (401, "token_refused")
    assert problem(browser.get("/api/v1/me")) == (401, "sign_in_needed")


def test_only_administrators_keep_the_registry(county: County, program: Programs) -> None:
    division, person = county.lead.division_id, county.people["stranger"].pk
    for who in ("coordinator", "verifier", "leader", "inspector", "liaison", "stranger"):
        one = program(who)
        body = {"name": "x", "username": "x", "unit_id": county.lead.pk}
        assert problem(one.post("/people", body)) == (404, "absent"), who
        assert problem(one.post("/units", {"name": "x", "division_id": division})) == (404, "absent"), who
        assert problem(one.post(f"/people/{person}/deactivated")) == (404, "absent"), who
        role = {"kind": "leader", "office_id": county.office.pk}
        assert problem(one.post(f"/people/{person}/roles", role)) == (404, "absent"), who
