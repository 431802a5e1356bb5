"""Programs keep views over a list: for oneself, for an office, opened first, changed and dropped."""

from typing import Any

from tests.api.conftest import Programs, problem
from tests.ledgers.factories import County


def saved(program: Programs, county: County, by: str = "coordinator", **values: Any) -> Any:
    body = {"name": "本月到期", "query": "due=overdue&sort=-progress", "ledger_id": county.ledger.pk} | values
    return program(by).post("/views", body)


def test_a_view_is_saved_shared_and_opened_first(county: County, program: Programs) -> None:
    told = saved(program, county, is_shared=True, is_first=True)
    assert told.status_code == 201
    view = told.json()["views"][0]
    assert (view["name"], view["query"]) == ("本月到期", "due=overdue&sort=-progress")
    assert (view["is_shared"], view["is_first"], view["may_change"]) == (True, True, True)

    seen = program("leader", "read").get("/views", {"ledger": county.ledger.pk}).json()["views"][0]
    assert (seen["id"], seen["may_change"], seen["is_first"]) == (view["id"], False, False)
    assert program("leader", "read").get("/views").json() == {"views": []}
    plain = program("coordinator").post(f"/views/{view['id']}/first", {"is_first": False})
    assert not plain.json()["views"][0]["is_first"]


def test_a_view_is_changed_by_who_looked_at_it(county: County, program: Programs) -> None:
    view, one = saved(program, county).json()["views"][0], program("coordinator")
    where, body = f"/views/{view['id']}/changed", {"name": "逾期", "query": "state=open", "is_shared": True}
    assert problem(one.post(where, body)) == (428, "revision_needed")
    now = one.post(where, body, **{"if-match": view["etag"]}).json()["views"][0]
    assert (now["name"], now["query"], now["is_shared"]) == ("逾期", "state=open", True)
    assert problem(one.post(where, body, **{"if-match": view["etag"]})) == (412, "revision_passed")


def test_a_view_is_dropped(county: County, program: Programs) -> None:
    view = saved(program, county).json()["views"][0]
    assert program("coordinator").client.delete(f"/api/v1/views/{view['id']}").json() == {"views": []}


def test_who_may_not_is_refused_and_others_find_nothing(county: County, program: Programs) -> None:
    own, shared = saved(program, county), saved(program, county, name="共", is_shared=True)
    mine = next(one for one in own.json()["views"] if not one["is_shared"])
    office = next(one for one in shared.json()["views"] if one["is_shared"])
    anything = {"if-match": "*"}
    for where in (f"/views/{mine['id']}/changed", f"/views/{mine['id']}/first"):
        assert problem(program("leader").post(where, {}, **anything)) == (404, "absent")
    where = f"/views/{office['id']}/changed"
    assert problem(program("leader").post(where, {"name": "x"}, **anything)) == (403, "not_yours")
    assert problem(saved(program, county, "leader", is_shared=True)) == (403, "not_yours")
    assert problem(saved(program, county, "stranger")) == (404, "absent")
    assert problem(program("stranger").get("/views", {"ledger": county.ledger.pk})) == (404, "absent")
    assert problem(saved(program, county, query="colour=red")) == (422, "malformed")
