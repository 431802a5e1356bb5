"""Programs keep units, divisions, offices, people and delegations, as administrators do on the pages."""

from datetime import timedelta
from typing import Any

import pytest

from guatu.accounts.models import Delegation, Division, Office, Person, Unit
from guatu.api.operations.people_keeping import Delegations
from guatu.api.operations.registry import PersonTold
from guatu.api.operations.unit_keeping import Divisions, UnitWhole
from tests.api.conftest import Program, Programs, SetDay, problem
from tests.ledgers.factories import DAY, County

NEXT = str(DAY + timedelta(days=1))
OTHERS = ("coordinator", "verifier", "leader", "inspector", "liaison", "stranger")


def done(answer: Any, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.content.decode()
    told: dict[str, Any] = answer.json()
    return told


@pytest.fixture
def administrator(program: Programs) -> Program:
    return program("administrator")


def test_a_unit_is_renamed_changed_and_ended(county: County, administrator: Program) -> None:
    one, division = administrator, county.lead.division_id
    pk = done(one.post("/units", {"name": "县路灯所", "division_id": division}), 201)["id"]
    path = f"/units/{pk}"
    done(one.post(f"{path}/renamed", {"name": "县照明中心"}))
    done(one.post(f"{path}/changed", {"kind": "enterprise", "code": "ZM01", "position": 7}))
    short = done(one.post(f"{path}/short-names", {"name": "照明"}), 201)["id"]
    told = UnitWhole.model_validate(done(one.get(path)))

    assert (told.name, told.kind, told.code, told.position) == ("县照明中心", "enterprise", "ZM01", 7)
    assert {each.name for each in told.short_names} == {"县路灯所", "照明"}
    done(one.client.delete(f"/api/v1{path}/short-names/{short}"))
    assert problem(one.client.delete(f"/api/v1{path}/short-names/999")) == (404, "absent")
    passed = {"successor_id": county.lead.pk, "effective_on": str(DAY), "paper": "示例编发 3 号"}
    done(one.post(f"{path}/succeeded", passed), 201)
    done(one.post(f"{path}/ended", {"valid_to": NEXT}))
    told = UnitWhole.model_validate(done(one.get(path)))
    assert told.valid_to == NEXT
    assert [(each.successor.name, each.paper) for each in told.successions] == [
        ("县供电公司", "示例编发 3 号")
    ]
    assert problem(one.post(f"{path}/ended", {"valid_to": NEXT}))[0] == 409


def test_divisions_and_offices_are_kept(county: County, administrator: Program) -> None:
    one, division = administrator, county.lead.division_id
    body = {"parent_id": division, "name": "开发区", "code": "kfq"}
    pk = done(one.post("/divisions", body), 201)["id"]
    told = Divisions.model_validate(done(one.get("/divisions")))
    assert [(each.name, each.parent_id) for each in told.divisions if each.id == pk] == [("开发区", division)]
    done(one.post(f"/divisions/{pk}/ended", {"valid_to": NEXT}))
    assert str(Division.objects.get(pk=pk).valid_to) == NEXT
    assert problem(one.post("/divisions/999/ended", {"valid_to": NEXT})) == (404, "absent")

    office = done(one.post("/offices", {"name": "县效能办", "unit_id": county.lead.pk}), 201)["id"]
    done(one.post(f"/offices/{office}/changed", {"sign_within": 4}))
    assert Office.objects.get(pk=office).sign_within == 4
    assert problem(one.post("/offices/999/changed", {})) == (404, "absent")


def test_a_person_is_changed_moved_closed_and_opened(county: County, administrator: Program) -> None:
    one, person = administrator, county.people["stranger"]
    path = f"/people/{person.pk}"
    done(one.post(f"{path}/changed", {"name": "路人乙"}))
    done(one.post(f"{path}/moved", {"unit_id": county.lead.pk}))
    done(one.post(f"{path}/deactivated"))
    done(one.post(f"{path}/reactivated"))
    told = PersonTold.model_validate(done(one.get(path)))
    assert (told.name, told.unit.name, told.is_active, told.roles) == ("路人乙", "县供电公司", True, [])
    password = done(one.post(f"{path}/password-reset"))["initial_password"]
    assert Person.objects.get(pk=person.pk).check_password(password)
    done(one.post(f"{path}/code-reset"))
    assert problem(one.get("/people/999")) == (404, "absent")


def test_work_is_handed_over_for_a_time(county: County, program: Programs, day: SetDay) -> None:
    liaison, town = program("liaison"), county.people["reviewer"]
    body = {"delegate_id": town.pk, "unit_id": county.lead.pk, "last_day": "2026-03-09", "reason": "出差"}
    told = Delegations.model_validate(done(liaison.post("/me/delegations", body)))

    assert [(each.delegate.name, each.last_day) for each in told.given] == [("陆怀谷", "2026-03-09")]
    taken = Delegations.model_validate(done(program("reviewer", "read").get("/me/delegations")))
    assert [each.principal.name for each in taken.taken] == ["沈若川"]
    assert problem(liaison.post("/me/delegations", body))[0] == 409
    stranger = {**body, "delegate_id": county.people["stranger"].pk}
    assert problem(liaison.post("/me/delegations", stranger)) == (422, "malformed")
    assert problem(liaison.post("/me/delegations", {**body, "last_day": "9999-12-31"})) == (422, "malformed")
    path = f"/me/delegations/{told.given[0].id}/withdrawn"
    assert problem(program("reviewer").post(path)) == (404, "absent")
    assert done(liaison.post(path))["given"] == []


def test_an_administrator_hands_over_for_who_is_away(county: County, administrator: Program) -> None:
    person = county.people["liaison"]
    path = f"/people/{person.pk}/delegations"
    body = {"delegate_id": county.people["reviewer"].pk, "unit_id": county.lead.pk, "last_day": "2026-03-09"}
    told = done(administrator.post(path, {**body, "kind": "liaison"}))
    assert [each["kind"] for each in told["given"]] == ["liaison"]
    assert done(administrator.get(path)) == told
    done(administrator.post(f"{path}/{told['given'][0]['id']}/withdrawn"))
    assert Delegation.objects.get().valid_to == DAY
    assert problem(administrator.post(f"{path}/999/withdrawn")) == (404, "absent")


def test_only_administrators_keep_the_registry(county: County, program: Programs) -> None:
    unit, person = f"/units/{county.lead.pk}", f"/people/{county.people['stranger'].pk}"
    days, name = {"valid_to": NEXT}, {"name": "x"}
    posts: list[tuple[str, dict[str, Any]]] = [
        (f"{unit}/renamed", name),
        (f"{unit}/changed", {"kind": "town"}),
        (f"{unit}/short-names", name),
        (f"{unit}/succeeded", {"successor_id": 1, "effective_on": NEXT, "paper": "x"}),
        (f"{unit}/ended", days),
        ("/divisions", {"parent_id": 1, "name": "x", "code": "x"}),
        (f"/divisions/{county.lead.division_id}/ended", days),
        ("/offices", {"name": "x", "unit_id": county.lead.pk}),
        (f"/offices/{county.office.pk}/changed", {}),
        (f"{person}/changed", name),
        (f"{person}/moved", {"unit_id": county.lead.pk}),
        (f"{person}/reactivated", {}),
        (f"{person}/password-reset", {}),
        (f"{person}/code-reset", {}),
        (f"{person}/delegations", {"delegate_id": 1, "last_day": NEXT}),
        (f"{person}/delegations/1/withdrawn", {}),
    ]
    for who in OTHERS:
        one = program(who)
        for path, body in posts:
            assert problem(one.post(path, body)) == (404, "absent"), (who, path)
        for path in (person, f"{person}/delegations"):
            assert problem(one.get(path)) == (404, "absent"), (who, path)
        assert problem(one.client.delete(f"/api/v1{unit}/short-names/1")) == (404, "absent"), who
    for who in ("liaison", "stranger"):
        assert problem(program(who).get(unit)) == (404, "absent")
        assert problem(program(who).get("/divisions")) == (404, "absent")
    assert Unit.objects.get(pk=county.lead.pk).name == "县供电公司"
