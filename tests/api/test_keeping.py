"""Programs keep ledgers, and look up what acts name by number."""

from typing import Any

import pytest

from guatu.api.operations.keeping import Readers
from guatu.api.operations.ledgers import LedgerTold
from guatu.api.operations.registry import Directives, Offices, People, Standards, Units
from guatu.api.operations.trails import Trail
from guatu.ledgers.actions import directives, items
from guatu.ledgers.models import Ledger
from tests.api.conftest import Programs, problem
from tests.ledgers.factories import DAY, County, make_items, signed


def test_a_ledger_is_opened_set_and_put_away(county: County, program: Programs) -> None:
    one, key = program("coordinator"), {"idempotency-key": "k"}
    body = {"office_id": county.office.pk, "name": "营商环境台账", "prefix": "YS", "publicity_days": 5}
    made = one.post("/ledgers", body, **key)

    told = LedgerTold.model_validate(made.json())
    assert (made.status_code, told.publicity_days, told.needs_lead_review) == (201, 5, True)
    assert problem(one.post("/ledgers", body, **key)) == (422, "acted_already")
    path = f"/ledgers/{told.id}"
    changed = one.post(f"{path}/settings", {"needs_approval": True, "leader_extends_from": 2}).json()
    kept = [changed[name] for name in ("needs_approval", "leader_extends_from", "publicity_days")]
    assert kept == [True, 2, 5]
    phased = one.post(f"{path}/phases", {"name": "集中整改", "starts_on": str(DAY)}).json()
    assert [(phase["name"], phase["ends_on"]) for phase in phased["phases"]] == [("集中整改", None)]
    back = {"name": "日常", "starts_on": str(DAY), "ends_on": "2026-03-01"}
    assert problem(one.post(f"{path}/phases", back)) == (422, "wrong_day")
    assert one.post(f"{path}/archived").json()["is_archived"] is True
    assert problem(one.post(f"{path}/archived")) == (409, "not_now")


def test_who_keeps_no_ledger_finds_none_to_keep(county: County, program: Programs) -> None:
    signed(county)
    path = f"/ledgers/{county.ledger.pk}"
    body = {"office_id": county.office.pk, "name": "x", "prefix": "X"}
    for who in ("verifier", "leader", "inspector", "liaison", "town", "stranger"):
        one = program(who)
        assert problem(one.post("/ledgers", body)) == (404, "absent"), who
        assert problem(one.post(f"{path}/settings", {})) == (404, "absent"), who
        assert problem(one.get(f"{path}/readers")) == (404, "absent"), who
    assert Ledger.objects.count() == 1


def test_a_reader_is_named_and_reads_no_more(county: County, program: Programs) -> None:
    one, path = program("administrator"), f"/ledgers/{county.ledger.pk}/readers"
    make_items(county)
    reader = program("stranger")
    assert reader.get("/items").json()["items"] == []

    named = Readers.model_validate(one.post(path, {"person_id": county.people["stranger"].pk}).json())
    assert [each.person.name for each in named.readers] == ["路人甲"]
    assert len(reader.get("/items").json()["items"]) == 1
    gone = one.client.delete(f"/api/v1{path}/{named.readers[0].id}")
    assert gone.json() == {"readers": []}
    assert reader.get("/items").json()["items"] == []
    assert problem(one.client.delete(f"/api/v1{path}/999")) == (404, "absent")
    assert problem(one.post(path, {"person_id": 999})) == (422, "malformed")


def test_units_are_read_by_who_serves_an_office(county: County, program: Programs) -> None:
    one = program("coordinator", "read")
    whole = Units.model_validate(one.get("/units").json())

    names = [unit.name for unit in whole.units]
    assert {"县供电公司", "双桥镇", "石泉镇"} <= set(names)
    assert whole.next is None
    found: list[str] = []
    query: dict[str, Any] = {"limit": 2}
    while True:
        part = Units.model_validate(one.get("/units", query).json())
        found += [unit.name for unit in part.units]
        if part.next is None:
            break
        query["after"] = part.next
    assert found == names
    towns = Units.model_validate(one.get("/units", {"kind": "town", "q": "双桥"}).json())
    assert [(unit.name, unit.liaisons) for unit in towns.units] == [("双桥镇", ["陈念安"])]
    assert problem(program("town").get("/units")) == (404, "absent")


def test_offices_tell_who_serves_them(county: County, program: Programs) -> None:
    told = Offices.model_validate(program("coordinator", "read").get("/offices").json())
    leaders = [one.person.name for one in told.offices[0].people if one.kind == "leader"]
    assert leaders == ["周行之"]
    assert program("town").get("/offices").json() == {"offices": []}


def test_people_are_read_by_administrators(county: County, program: Programs) -> None:
    one = program("administrator", "read")
    told = People.model_validate(one.get("/people", {"role": "verifier"}).json())

    assert [(each.name, [role.kind for role in each.roles]) for each in told.people] == [
        ("许听澜", ["verifier"])
    ]
    assert one.get("/people", {"page": 2}).json()["people"] == []
    for who in ("coordinator", "leader", "town"):
        assert problem(program(who).get("/people")) == (404, "absent")


def test_standards_are_told_with_their_lines(county: County, program: Programs) -> None:
    told = Standards.model_validate(program("coordinator", "read").get("/standards").json())
    assert [(one.id, one.name, one.version) for one in told.standards] == [(county.standard.pk, "转改直", 1)]
    assert [line.method for line in told.standards[0].checks] == ["measures_done", "photo_count", "person"]
    assert program("town").get("/standards").json() == {"standards": []}


def test_documents_are_read_in_the_office(county: County, program: Programs) -> None:
    made = directives.receive(
        office=county.office, title="整改通报", kind="bulletin", **county.when("coordinator")
    )
    one = program("coordinator", "read")
    told = Directives.model_validate(one.get("/directives").json())
    assert [(each.id, each.title) for each in told.directives] == [(made.pk, "整改通报")]
    assert one.get(f"/directives/{made.pk}").json()["title"] == "整改通报"
    assert program("town").get("/directives").json()["directives"] == []
    assert problem(program("town").get(f"/directives/{made.pk}")) == (404, "absent")


def test_the_trail_is_read_by_who_may_look_through_it(county: County, program: Programs) -> None:
    item = make_items(county)[0]
    items.void(pk=item.pk, reason="重复录入", **county.when("coordinator"))
    told = Trail.model_validate(program("inspector", "read").get("/trail", {"event": "item.voided"}).json())

    assert [(one.subject, one.actor) for one in told.events] == [(item.number, "林知远")]
    assert {one.name for one in told.chains} >= {"县督查室"}
    assert problem(program("town").get("/trail")) == (404, "absent")


@pytest.mark.parametrize("path", ["/units", "/people", "/directives", "/trail", "/items"])
def test_a_filter_that_is_spelled_wrong_is_refused(county: County, program: Programs, path: str) -> None:
    answer = program("administrator", "read").get(path, {"no_such": "1"})
    assert problem(answer) == (422, "malformed")
