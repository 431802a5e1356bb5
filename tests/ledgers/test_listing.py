"""The list of a ledger: what it counts, in which order it stands, and what one day knew of it."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from guatu.accounts.models import Unit
from guatu.history.timelines import PastDay
from guatu.ledgers.actions import adding, deadlines, items, ledgers, reports
from guatu.ledgers.models import Item
from guatu.ledgers.queries import exporting, facets, listing, paging, plain_rows, rows, tallies
from guatu.ledgers.queries.filters import FLAGS, Filters
from guatu.ledgers.queries.listing import Book
from guatu.ledgers.queries.sorting import GROUPS, SORTS
from guatu.ledgers.queries.standing import DUES, STANDINGS, due_is, due_of, standing_is, standing_of
from tests.accounts.factories import moment
from tests.beginnings import Begin
from tests.ledgers.factories import (
    DAY,
    County,
    asked,
    closed,
    dispatched,
    fresh,
    make_county,
    make_items,
    new_item,
    photo,
    signed,
)  # fmt: skip

FRIDAY = date(2026, 3, 20)


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    listing.memory.clear()


@pytest.fixture
def _full(begun: Begin, tmp_path: Path) -> Iterator[County]:
    with begun("full", make_full_county).entered(tmp_path) as county:
        yield county


@pytest.fixture
def full(_full: County, db: None) -> County:
    return _full


def make_full_county() -> County:
    """Items in every standing and with every kind of deadline."""
    county = make_county()
    make_items(county)
    dispatched(county, deadline=date(2026, 3, 27))
    for deadline in (date(2026, 3, 19), FRIDAY, date(2026, 3, 27), date(2026, 3, 28), None):
        signed(county, deadline=deadline, due_kind="recurring")
    signed(county, deadline=None, due_kind="long_term")
    asked(county, deadline=date(2026, 3, 16))
    closed(county, deadline=date(2026, 3, 9))
    by = county.when("coordinator")
    items.void(pk=dispatched(county).pk, reason="重复", **by)
    items.suspend(pk=signed(county, deadline=date(2026, 3, 9)).pk, reason="等批复", **by)
    items.merge(pk=signed(county).pk, into=Item.objects.all()[1].pk, reason="同一件事", **by)
    return county


def book_of(
    county: County, name: str = "coordinator", *, on: date = FRIDAY, past: PastDay | None = None
) -> Book:
    book = listing.opened(county(name, on), county.ledger.pk, on=on, past=past)
    assert book is not None
    return book


def shown(book: Book, filters: Filters, *, sort: str = "due", group: str = "none") -> list[int]:
    """All pages, one after the other."""
    first = paging.page(book, filters, sort=sort, group=group, number=1)
    pages = range(1, first.pages + 1)
    return [
        pk for number in pages for pk in paging.page(book, filters, sort=sort, group=group, number=number).pks
    ]


def every(book: Book) -> list[Item]:
    return list(Item.objects.filter(ledger=book.ledger))


@pytest.mark.parametrize("code", STANDINGS)
def test_the_database_and_the_row_name_one_standing(full: County, code: str) -> None:
    book = book_of(full)

    found = set(book.rows.filter(standing_is(code)).values_list("pk", flat=True))

    assert found == {item.pk for item in every(book) if standing_of(item) == code}


@pytest.mark.parametrize("code", DUES)
def test_the_database_and_the_row_name_one_due(full: County, code: str) -> None:
    book = book_of(full)

    found = set(book.rows.filter(due_is(code, FRIDAY)).values_list("pk", flat=True))

    assert found == {item.pk for item in every(book) if due_of(item, FRIDAY) == code} != set()


def test_every_count_is_the_length_of_the_list_that_it_opens(full: County) -> None:
    book = book_of(full)
    counted, more = tallies.tally(book, Filters()), tallies.views(book)

    for code, count in counted.by_standing().items():
        assert len(shown(book, Filters(state=(code,)))) == count
    for code, count in counted.by_due().items():
        assert len(shown(book, Filters(due=(code,)))) == count
    assert len(shown(book, Filters(state=("open",), until="month"))) == more.until_month_end
    assert len(shown(book, Filters(flag=("quiet",)))) == more.quiet
    assert len(shown(book, Filters(flag=("mine",)))) == more.mine


def test_what_is_void_or_merged_shows_only_where_it_is_asked_for(full: County) -> None:
    book = book_of(full)
    gone = {item.pk for item in every(book) if standing_of(item) == "gone"}

    assert len(gone) == 2
    assert gone.isdisjoint(shown(book, Filters()))
    assert set(shown(book, Filters(state=("gone",)))) == gone


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("group", GROUPS)
def test_pages_hold_every_row_once_in_the_order_of_the_sheet(county: County, sort: str, group: str) -> None:
    make_items(county, 61, category="甲")
    make_items(county, 50, category="乙")
    dispatched(county)
    book = book_of(county)

    on_pages = shown(book, Filters(), sort=sort, group=group)

    assert sorted(on_pages) == sorted(item.pk for item in every(book))
    assert on_pages == paging.all_keys(book, Filters(), sort=sort, group=group)


def test_a_page_beyond_the_last_is_the_last(county: County) -> None:
    make_items(county, 51)

    page = paging.page(book_of(county), Filters(), sort="number", group="none", number=99)

    assert (page.number, page.first, page.last, page.total, len(page.pks)) == (2, 51, 51, 51, 1)


def test_owed_items_come_before_finished_ones_however_old_their_day(full: County) -> None:
    book = book_of(full)

    stands = [standing_of(Item.objects.get(pk=pk)) for pk in shown(book, Filters())]

    assert stands[0] not in ("closed", "draft")
    assert set(stands[-2:]) == {"closed", "draft"}


def test_a_count_moves_on_with_the_chain(county: County) -> None:
    make_items(county)
    assert tallies.tally(book_of(county), Filters()).total == 1

    make_items(county)

    assert tallies.tally(book_of(county), Filters()).total == 2


def test_filters_read_what_an_address_says_and_nothing_else() -> None:
    words = [("state", "open"), ("state", "nonsense"), ("lead", "7"), ("lead", "x"), ("until", "2026-13-01"),
             ("since", "2026-03-01"), ("q", "  基站   转改直 "), ("flag", "extended"),
             ("due", "overdue")]  # fmt: skip

    filters = Filters.read(Words(words))

    assert filters == Filters(
        q="基站 转改直", state=("open",), due=("overdue",), lead=(7,), since="2026-03-01", flag=("extended",)
    )
    assert Filters.read(Words(filters.pairs())) == filters
    assert filters.without("lead", "q").pairs_of("lead") == []


class Words:
    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self.pairs = pairs

    def getlist(self, key: str) -> list[str]:
        return [value for name, value in self.pairs if name == key]


@pytest.mark.parametrize("flag", FLAGS)
def test_every_flag_can_be_asked_for(full: County, flag: str) -> None:
    shown(book_of(full), Filters(flag=(flag,)))


def test_text_unit_category_and_range_narrow(county: County) -> None:
    wanted = make_items(county, title="基站占道施工", category="规划", deadline=date(2026, 5, 1))[0]
    make_items(county, title="杆塔共享", category="共建", deadline=date(2026, 7, 1))
    book = book_of(county)
    lead, town = county.lead.pk, county.towns[0].pk

    for filters in (
        Filters(q="基站"), Filters(q=wanted.number.lower()), Filters(category=("规划",)),
        Filters(until="2026-05-31"),
        Filters(q="占道 基站", lead=(lead,), unit=(town,), kind=("rectification",), since="2026-05-01"),
    ):  # fmt: skip
        assert shown(book, filters) == [wanted.pk]
    assert shown(book, Filters(lead=(town,))) == []


def test_facets_count_what_each_value_would_leave(county: County) -> None:
    make_items(county, 3, category="规划")
    make_items(county, 2, category="用电")
    book = book_of(county)

    found = {
        name: [(one.label, one.count) for one in facets.of(book, Filters(), name)] for name in facets.FACETS
    }

    assert found["category"] == [("规划", 3), ("用电", 2)]
    assert found["lead"] == [("县供电公司", 5)]
    assert sorted(found["unit"]) == [("县供电公司", 5), ("双桥镇", 5), ("石泉镇", 5)]
    for facet in facets.of(book, Filters(), "category"):
        assert len(shown(book, Filters(category=(facet.value,)))) == facet.count


def test_a_unit_sees_what_it_owes_and_no_draft(county: County) -> None:
    make_items(county)
    mine = dispatched(county)
    book = book_of(county, "town")

    assert shown(book, Filters()) == [mine.pk]
    assert tallies.tally(book, Filters()).total == 1
    assert listing.opened(county("stranger", FRIDAY), county.ledger.pk, on=FRIDAY) is None


def test_a_unit_sees_no_sibling_where_the_ledger_hides_them(db: None) -> None:
    county = make_county(siblings_visible=False)
    dispatched(county)
    book = book_of(county, "town")

    found = rows.read(book, shown(book, Filters()))

    assert {one.unit_id for one in found[0].assignments} == {county.towns[0].pk}


def test_a_past_day_is_shown_as_it_stood_then(county: County) -> None:
    item = signed(county, deadline=date(2026, 3, 13), category="规划")
    later: dict[str, Any] = {"by": county("coordinator", FRIDAY), "at": moment(FRIDAY), "on": FRIDAY}
    deadlines.change(pk=item.pk, new_deadline=date(2026, 6, 30), reason="会议决定", paper=photo(), **later)
    adding.add(ledger=county.ledger, items=[new_item(county)], **later)
    book = book_of(county, past=PastDay.as_seen(date(2026, 3, 16)))

    then = rows.read(book, shown(book, Filters(), group="category"))

    assert [(row.item.deadline, row.due) for row in then] == [(date(2026, 3, 13), "overdue")]
    assert tallies.tally(book, Filters()).by_due() == {"overdue": 1}
    assert shown(book, Filters(due=("overdue",), category=("规划",), lead=(county.lead.pk,))) == [item.pk]
    now = book_of(county)
    assert tallies.tally(now, Filters()).by_due() == {"on_time": 1}
    assert tallies.tally(now, Filters()).total == 2


def test_a_past_day_before_the_ledger_is_empty(county: County) -> None:
    signed(county)

    assert shown(book_of(county, past=PastDay.as_seen(date(2026, 3, 1))), Filters()) == []


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("group", GROUPS)
def test_a_past_day_sorts_and_groups_like_today(county: County, sort: str, group: str) -> None:
    dispatched(county, category="甲")
    signed(county, category="乙")
    past = book_of(county, past=PastDay.as_seen(date(2026, 3, 10)))

    found = shown(past, Filters(), sort=sort, group=group)

    assert sorted(found) == sorted(shown(book_of(county), Filters()))
    assert found == paging.all_keys(past, Filters(), sort=sort, group=group)
    assert len(rows.read(past, found)) == 2


def test_a_list_of_many_costs_as_few_statements_as_a_list_of_few(county: County) -> None:
    make_items(county, 30, category="甲")
    few = statements(county)

    make_items(county, 570, category="乙")

    assert statements(county) == few


def statements(county: County) -> int:
    listing.memory.clear()
    with CaptureQueriesContext(connection) as captured:
        book = book_of(county)
        tallies.views(book)
        page = paging.page(book, Filters(), sort="due", group="category", number=1)
        rows.read(book, page.pks)
    return len(captured)


def test_the_sheet_holds_what_the_page_shows(full: County) -> None:
    book = book_of(full)
    filters = Filters(state=("open",))
    columns = ("number", "title", "deadline", "units", "state")
    made = exporting.sheet(
        book, filters, sort="due", group="state", columns=columns, words=["状态 在办"], at=moment(FRIDAY)
    )
    file = BytesIO()

    exporting.write(made, file)

    page = load_workbook(file).worksheets[0]
    cells: list[list[Any]] = [list(row) for row in page.iter_rows(values_only=True)]
    assert cells[0][0] == "整改台账"
    assert cells[1][0] == f"筛选：状态 在办，共 {made.count} 项"
    assert cells[3] == ["编号", "事项", "时限", "剩余天数", "延期次数", "责任单位", "状态"]
    body = [row for row in cells[4:] if row[1]]
    numbers = dict(Item.objects.values_list("pk", "number"))
    assert [row[0] for row in body] == [numbers[pk] for pk in shown(book, filters, sort="due", group="state")]
    heads = [row[0] for row in cells[4:] if not row[1]]
    assert heads == [STANDINGS[code] for code in STANDINGS if any(row[6] == STANDINGS[code] for row in body)]
    dated = next(row for row in body if row[3] == -1)
    assert dated[2].date() == FRIDAY - timedelta(days=1)
    assert dated[5] == "双桥镇、石泉镇"


def test_every_column_can_stand_in_the_sheet(full: County) -> None:
    made = exporting.sheet(
        book_of(full), Filters(), sort="number", group="lead", columns=tuple(exporting.COLUMNS), words=[],
        at=moment(FRIDAY),
    )  # fmt: skip

    width = sum(len(column.heads) for column in made.columns)

    assert {len(line.values) for line in made.lines if not line.is_head} == {width}


def test_a_sheet_of_today_says_what_the_rows_of_the_orm_say(full: County) -> None:
    book, codes = book_of(full), tuple(exporting.COLUMNS)
    pks = paging.all_keys(book, Filters(), sort="number", group="none")
    names = dict(Unit.objects.values_list("pk", "name"))

    light = [row for batch in plain_rows.batches(book, pks, columns=codes) for row in batch]

    for one, like in zip(rows.read(book, pks, with_measures=True), light, strict=True):
        for code, column in exporting.COLUMNS.items():
            assert column.cells(like, names, book.on) == column.cells(one, names, book.on), code
        assert list(map(rows.measure_words, like.measures)) == list(map(rows.measure_words, one.measures))


def test_a_formula_in_a_title_stays_words(county: County) -> None:
    make_items(county, title='=HYPERLINK("x")')
    made = exporting.sheet(
        book_of(county),
        Filters(),
        sort="number",
        group="none",
        columns=("number", "title"),
        words=[],
        at=moment(DAY),
    )
    file = BytesIO()

    exporting.write(made, file)

    cell = load_workbook(file).worksheets[0]["B5"]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("x")', "s")


def test_quiet_items_are_those_without_an_event_for_fifteen_days(county: County) -> None:
    quiet, lively = signed(county), signed(county)
    day = date(2026, 3, 16)
    reports.urge(pks=[lively.pk], words="请报进展", by=county("coordinator", day), at=moment(day), on=day)

    assert shown(book_of(county, on=date(2026, 3, 17)), Filters(flag=("quiet",))) == [quiet.pk]
    assert shown(book_of(county, on=date(2026, 3, 16)), Filters(flag=("quiet",))) == []
    assert fresh(quiet).last_at is not None


def test_the_path_of_a_ledger_can_be_changed_while_it_is_listed(county: County) -> None:
    ledgers.change(ledger=county.ledger, siblings_visible=False, **county.when("coordinator"))

    assert book_of(county).ledger.siblings_visible is False
