"""Lists for programs: the filters of the page, and reading on without offset, whatever changes meanwhile."""

from datetime import date, timedelta
from typing import Any, get_args

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guatu.api import auth
from guatu.api.shapes.lists import Due, Flag, ItemList, Kind, Order, State
from guatu.ledgers.actions import items, ledgers
from guatu.ledgers.models import Item
from guatu.ledgers.queries import briefs, keyset, paging
from guatu.ledgers.queries.filters import FLAGS
from guatu.ledgers.queries.sorting import SORTS
from guatu.ledgers.queries.standing import DUES, STANDINGS
from tests.api.conftest import Program, Programs, SetDay, problem
from tests.ledgers.factories import DAY, DEADLINE, County, closed, dispatched, make_items, signed

ORDERS = sorted(get_args(Order))


@pytest.fixture
def many(county: County) -> County:
    """Drafts with and without days, dispatched, signed and closed ones, some of them alike."""
    for number in range(7):
        day = None if number % 3 == 0 else DEADLINE + timedelta(days=number % 2)
        make_items(county, 1, deadline=day, title=f"第{number}项", category="路灯" if number % 2 else "")
    dispatched(county)
    signed(county)
    closed(county)
    items.suspend(pk=signed(county).pk, reason="等批复", **county.when("coordinator"))
    keyset.memory.clear()
    return county


def read(one: Program, path: str = "/items", **query: Any) -> list[dict[str, Any]]:
    """All of a list, stretch by stretch."""
    found, cursor = [], ""
    while True:
        answer = one.get(path, {**query, "cursor": cursor} if cursor else query)
        assert answer.status_code == 200, answer.content.decode()
        told = answer.json()
        ItemList.model_validate(told, strict=True)
        found += told["items"]
        cursor = told["next"]
        if not cursor:
            return found


def numbers(rows: list[dict[str, Any]]) -> list[str]:
    return [row["number"] for row in rows]


def test_the_words_of_the_address_are_those_of_the_page() -> None:
    assert get_args(State) == ("open", *STANDINGS)
    assert get_args(Due) == tuple(DUES)
    assert get_args(Flag) == tuple(FLAGS)
    assert get_args(Kind) == tuple(Item.Kind.values)
    plain = {one.removeprefix("-") for one in ORDERS}
    assert plain == set(keyset.ORDERS)
    assert plain == {one.removeprefix("-") for one in SORTS} | {"deadline"}


@pytest.mark.parametrize("order", ORDERS)
def test_a_list_is_the_same_in_one_stretch_or_in_many(program: Programs, many: County, order: str) -> None:
    one = program("coordinator", "read")
    every = list(get_args(State))
    whole = read(one, order=order, limit=200, state=every)

    assert len(whole) == Item.objects.count()
    for limit in (1, 3):
        assert numbers(read(one, order=order, limit=limit, state=every)) == numbers(whole)


@pytest.mark.parametrize("order", [one for one in ORDERS if "deadline" not in one])
def test_the_order_is_that_of_the_page(program: Programs, many: County, order: str) -> None:
    from guatu.ledgers.queries import listing
    from guatu.ledgers.queries.filters import Filters

    book = listing.opened(many("coordinator"), many.ledger.pk, on=many("coordinator").on)
    assert book is not None
    shown = paging.page(book, Filters(), sort=order, group="none", number=1).pks
    rows = read(program("coordinator", "read"), f"/ledgers/{many.ledger.pk}/items", order=order)
    assert [row["id"] for row in rows] == list(shown)


def test_filters_mean_what_they_mean_on_the_page(program: Programs, many: County) -> None:
    one = program("coordinator", "read")
    open_states = ["dispatched", "in_progress"]

    assert {row["standing"] for row in read(one, state=open_states)} == set(open_states)
    assert len(read(one)) == Item.objects.count()
    assert [row["category"] for row in read(one, category="路灯")] == ["路灯"] * 3
    assert numbers(read(one, q="第3")) == ["5G-004"]
    assert [row["is_suspended"] for row in read(one, flag="suspended")] == [True]
    assert [row["due"] for row in read(one, due="paused")] == ["paused"]
    assert read(one, lead=many.towns[0].pk) == []
    assert len(read(one, unit=many.towns[0].pk)) == Item.objects.count()
    assert {row["deadline"] for row in read(one, since=DEADLINE, until=DEADLINE)} == {str(DEADLINE)}
    assert read(one, until="month") == []
    assert read(one, flag="mine") == []


def test_a_line_tells_what_the_page_shows(program: Programs, county: County) -> None:
    item = signed(county)
    row = read(program("coordinator", "read"))[0]

    assert (row["id"], row["state"], row["revision"]) == (item.pk, "in_progress", item.revision)
    assert row["lead_unit"] == {"id": county.lead.pk, "name": "县供电公司"}
    assert [(one["unit"]["name"], one["duty"], one["state"]) for one in row["units"]] == [
        ("县供电公司", "lead", "working"),
        ("双桥镇", "responsible", "working"),
        ("石泉镇", "responsible", "working"),
    ]
    assert row["deadline"] == "2026-06-30"
    assert row["last"]["event"] == "item.signed"
    assert row["last"]["at"].endswith("Z")


def test_what_is_entered_meanwhile_moves_nothing(program: Programs, county: County) -> None:
    make_items(county, 6)
    one = program("coordinator", "read")
    first = one.get("/items", {"order": "-number", "limit": 2}).json()
    make_items(county, 3)
    items.void(pk=first["items"][0]["id"], reason="重复录入", **county.when("coordinator"))
    rest = read(one, order="-number", limit=2, cursor=first["next"])
    assert numbers(rest) == ["5G-004", "5G-003", "5G-002", "5G-001"]


def test_who_sees_a_part_is_told_that_part(program: Programs, county: County) -> None:
    draft, open_one = make_items(county)[0], signed(county)
    by = county.when("administrator")
    other = ledgers.open_ledger(office=county.office, name="另一本", prefix="B", **by)

    assert numbers(read(program("town", "read"))) == [open_one.number]
    assert read(program("stranger", "read")) == []
    assert len(read(program("inspector", "read"))) == 2
    assert len(read(program("town", "read"))[0]["units"]) == 3
    ledgers.change(ledger=county.ledger, siblings_visible=False, **by)
    units = read(program("town", "read"))[0]["units"]
    assert [one["unit"]["name"] for one in units] == ["双桥镇"]
    assert problem(program("town").get(f"/ledgers/{other.pk}/items")) == (404, "absent")
    assert problem(program("stranger").get(f"/ledgers/{county.ledger.pk}/items")) == (404, "absent")
    assert draft.number not in numbers(read(program("town"), f"/ledgers/{county.ledger.pk}/items"))


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"state": "办理中"}, "state.0"),
        ({"limit": 201}, "limit"),
        ({"limit": 0}, "limit"),
        ({"since": "明天"}, "since"),
        ({"lead": "x"}, "lead.0"),
        ({"lead": 2**63}, "lead.0"),
        ({"order": "title"}, "order"),
        ({"cursor": "abc"}, "cursor"),
        ({"statee": "open"}, "statee"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(
    program: Programs, query: dict[str, Any], field: str
) -> None:
    answer = program("coordinator", "read").get("/items", query)
    assert problem(answer) == (422, "malformed")
    assert answer.json()["error"]["field"] == field


def test_a_cursor_belongs_to_its_order(program: Programs, county: County) -> None:
    make_items(county, 2)
    one = program("coordinator", "read")
    cursor = one.get("/items", {"limit": 1, "order": "number"}).json()["next"]
    assert one.get("/items", {"limit": 1, "order": "number", "cursor": cursor}).status_code == 200
    assert problem(one.get("/items", {"order": "deadline", "cursor": cursor})) == (422, "malformed")
    assert problem(one.get("/items", {"order": "number", "cursor": f"{cursor}x"})) == (422, "malformed")


def test_a_list_costs_the_same_for_one_item_and_for_many(program: Programs, county: County) -> None:
    def cost(one: Program) -> int:
        for memory in (auth.memory, keyset.memory, briefs.memory):
            memory.clear()
        with CaptureQueriesContext(connection) as asked:
            assert one.get("/items", {"state": "open", "order": "deadline"}).status_code == 200
        return len(asked)

    one, town = program("coordinator", "read"), program("town", "read")
    signed(county)
    one.get("/me"), town.get("/me")
    few = cost(one), cost(town)
    for _ in range(4):
        signed(county)
    assert (cost(one), cost(town)) == few
    assert max(few) <= 12


def test_ledgers_are_told_with_how_they_work(program: Programs, county: County) -> None:
    signed(county)
    told = program("coordinator", "read").get("/ledgers").json()["ledgers"]

    assert [(one["name"], one["prefix"], one["is_whole"], one["open_items"]) for one in told] == [
        ("整改台账", "5G", True, 1)
    ]
    assert told[0]["opened_on"] == str(date(2026, 3, 2))
    assert told[0] == program("coordinator", "read").get(f"/ledgers/{county.ledger.pk}").json()
    assert program("town").get("/ledgers").json()["ledgers"][0]["is_whole"] is False
    assert program("stranger").get("/ledgers").json() == {"ledgers": []}
    assert problem(program("stranger").get(f"/ledgers/{county.ledger.pk}")) == (404, "absent")


@pytest.mark.parametrize("order", ORDERS)
def test_a_past_day_is_listed_as_its_page_shows_it(
    program: Programs, county: County, day: SetDay, order: str
) -> None:
    first, second = make_items(county)[0], signed(county)
    later = DAY + timedelta(days=3)
    items.void(pk=first.pk, reason="重复录入", **county.when("coordinator", later))
    items.suspend(pk=second.pk, reason="等批复", **county.when("coordinator", later))
    day(later + timedelta(days=1))
    one, path = program("coordinator", "read"), f"/ledgers/{county.ledger.pk}/items"
    then = read(one, path, order=order, as_of=DAY, limit=1)

    assert sorted(numbers(then)) == [first.number, second.number]
    assert {(row["number"], row["standing"], row["is_suspended"]) for row in then} == {
        (first.number, "draft", False),
        (second.number, "in_progress", False),
    }
    assert numbers(read(one, path, order=order)) == [second.number]
    assert numbers(read(one, order=order, as_of=DAY, limit=1)) == numbers(then)
