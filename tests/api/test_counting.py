"""Programs count what a list holds, see by what it can be narrowed, search, and take it along as a sheet."""

from datetime import timedelta
from io import BytesIO

from openpyxl import load_workbook

from guatu.api.operations.counting import Counts, Facets
from guatu.api.operations.searching import Found
from guatu.history.models import Event
from tests.api.conftest import Programs, SetDay, problem
from tests.ledgers.factories import DAY, DEADLINE, County, closed, dispatched, make_items, signed


def test_counts_are_those_above_the_list(county: County, program: Programs, day: SetDay) -> None:
    make_items(county)
    dispatched(county)
    signed(county, category="路灯")
    closed(county)
    one = program("coordinator", "read")
    for path in ("/items/counts", f"/ledgers/{county.ledger.pk}/items/counts"):
        told = Counts.model_validate(one.get(path).json())
        assert told.by_standing == {"draft": 1, "dispatched": 1, "in_progress": 1, "closed": 1}
        assert (told.total, told.by_due) == (4, {"on_time": 2})
        assert Counts.model_validate(one.get(path, {"category": "路灯"}).json()).total == 1
        assert problem(one.get(path, {"no_such": "1"})) == (422, "malformed")
    day(DEADLINE + timedelta(days=1))
    assert one.get("/items/counts", {"due": "overdue"}).json()["total"] == 2
    then = Counts.model_validate(one.get("/items/counts", {"as_of": str(DAY)}).json())
    assert then.by_due == {"on_time": 2}
    assert Counts.model_validate(program("stranger").get("/items/counts").json()).total == 0
    path = f"/ledgers/{county.ledger.pk}/items/counts"
    assert problem(program("stranger").get(path)) == (404, "absent")


def test_facets_tell_by_what_a_list_is_narrowed(county: County, program: Programs) -> None:
    make_items(county, 2, category="路灯")
    make_items(county, category="道路")
    one = program("coordinator", "read")
    for path in ("/items", f"/ledgers/{county.ledger.pk}/items"):
        told = Facets.model_validate(one.get(f"{path}/facets/category").json())
        assert [(each.value, each.count) for each in told.values] == [("路灯", 2), ("道路", 1)]
        leads = Facets.model_validate(one.get(f"{path}/facets/lead", {"category": "道路"}).json())
        assert [(each.value, each.count) for each in leads.values] == [(str(county.lead.pk), 1)]
        assert problem(one.get(f"{path}/facets/no_such")) == (422, "malformed")
    path = f"/ledgers/{county.ledger.pk}/items/facets/lead"
    assert problem(program("stranger").get(path)) == (404, "absent")


def test_a_list_is_taken_along_as_it_is_narrowed(county: County, program: Programs) -> None:
    first, second = make_items(county, 2, category="路灯")
    make_items(county, category="道路")
    one, path = program("coordinator"), f"/ledgers/{county.ledger.pk}/export"
    answer = one.post(f"{path}?category=路灯", {"columns": ["title", "number"], "order": "-number"})

    assert answer.status_code == 200
    rows = list(load_workbook(BytesIO(answer.getvalue())).worksheets[0].iter_rows(values_only=True))
    assert [row[0] for row in rows[-3:]] == ["编号", second.number, first.number]
    assert "分类 路灯" in str(rows[1][0])
    ticked = one.post(path, {"item_ids": [first.pk], "group": "category"})
    assert load_workbook(BytesIO(ticked.getvalue())).worksheets[0].max_row == 6
    assert Event.objects.filter(kind="ledger.exported").count() == 2
    assert problem(one.post(path, {"columns": ["no_such"]})) == (422, "malformed")
    assert problem(program("stranger").post(path, {})) == (404, "absent")


def test_a_few_letters_find_what_one_may_see(county: County, program: Programs) -> None:
    item = dispatched(county)
    told = Found.model_validate(program("coordinator", "read").get("/search", {"q": "基站"}).json())

    assert [(one.number, one.standing) for one in told.items] == [(item.number, "dispatched")]
    named = Found.model_validate(program("coordinator", "read").get("/search", {"q": "整改"}).json())
    assert [one.name for one in named.ledgers] == ["整改台账"]
    lately = Found.model_validate(program("town", "read").get("/search").json())
    assert [one.id for one in lately.items] == [item.pk]
    assert program("stranger").get("/search", {"q": "基站"}).json()["items"] == []
