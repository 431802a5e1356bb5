"""The whole ledger in the three lists that offices hand in: problems, responsibilities, progress.

Each measure is a row under its item. What such a list says of an item, an import reads back as the same.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import IO, Any, Final, TypeAlias

from django.utils.timezone import localtime

from guatu.accounts.models import Unit
from guatu.ledgers.cases import Case
from guatu.ledgers.imports.matters import NO_CATEGORY
from guatu.ledgers.imports.standing import owners, progress_of, words_of
from guatu.ledgers.models import Item, Measure, Report
from guatu.ledgers.queries import listing, rows
from guatu.ledgers.queries.filters import Filters
from guatu.ledgers.queries.listing import Book

Value: TypeAlias = str | date
_DUES: Final = {
    Item.DueKind.IMMEDIATE.value: "立行立改",
    Item.DueKind.RECURRING.value: "定期",
    Item.DueKind.LONG_TERM.value: "长期坚持",
}
_STATES: Final = {"draft": "未启动", "approving": "未启动", "closed": "已销号"}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list: an item, one of its measures, and what else a column may ask."""

    case: Case
    measure: Measure | None
    names: Mapping[int, str]
    told: Mapping[int, str]
    """Assignment → what its unit reported last."""
    is_first: bool
    span: int
    """How many rows the item has."""

    @property
    def item(self) -> Item:
        return self.case.item

    def units(self, duty: str) -> str:
        """The units with a duty in this measure, or in the whole."""
        found = [one.unit_id for one in owners(self.case, self.measure) if one.duty == duty]
        return "、".join(self.names[pk] for pk in dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, the head above it where several share one, its width, what it says."""

    head: str
    width: int
    says: Callable[[Line], Value]
    above: str = ""
    is_of_item: bool = False
    """The same for all measures of an item: one tall cell."""
    is_narrow: bool = False
    """Centred, as numbers and days are."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One of the three lists."""

    code: str
    name: str
    columns: Sequence[Column]
    is_by_item: bool = False
    """One row for each item, whatever its measures."""


def _due(line: Line) -> Value:
    item = line.item
    day = (line.measure.deadline if line.measure else None) or item.deadline
    if day is not None:
        return day
    return _DUES.get(item.due_kind, "") if item.due_kind != Item.DueKind.DATED else ""


def _percent(line: Line) -> Value:
    percent = 100 if line.item.state == Item.State.CLOSED else progress_of(line.case, line.measure)
    return f"{percent}%"


def _state(line: Line) -> Value:
    item = line.item
    if item.is_long_term and item.state != Item.State.CLOSED:
        return "长期坚持"
    return _STATES.get(item.state, "办理中")


def _reported(line: Line) -> Value:
    """The last word of each unit that owes this measure, or the whole."""
    said = [
        f"{line.names[one.unit_id]}：{line.told[one.pk]}"
        for one in owners(line.case, line.measure)
        if one.pk in line.told
    ]
    return "\n".join(said)


def _closed_on(line: Line) -> Value:
    return line.item.closed_on or ""


def _item(
    head: str, width: int, says: Callable[[Line], Value], *, is_narrow: bool = False, above: str = ""
) -> Column:
    return Column(head, width, says, above, is_of_item=True, is_narrow=is_narrow)


def _unit(head: str, duty: str) -> Column:
    return Column(head, 18, lambda line: line.units(duty), above="责任单位")


_NUMBER: Final = _item("编号", 10, lambda line: line.item.number, is_narrow=True)
_PROBLEM: Final = _item("存在问题", 46, lambda line: words_of(line.item))
_MEASURE: Final = Column("整改措施", 46, lambda line: line.measure.text if line.measure else "")
_LEADERS: Final = (
    _item("牵头领导", 12, lambda line: line.item.lead_leader, above="责任领导"),
    _item("包保领导", 12, lambda line: line.item.sponsor_leader, above="责任领导"),
)
_DUE: Final = Column("完成时限", 14, _due, is_narrow=True)
_LEAD: Final = _unit("牵头单位", "lead")
_ONE_LEAD: Final = replace(_LEAD, above="")
LAYOUTS: Final[Mapping[str, Layout]] = {
    one.code: one
    for one in (
        Layout(
            "problems",
            "问题清单",
            (
                _NUMBER,
                _item("问题类别", 14, lambda line: line.item.category or NO_CATEGORY, is_narrow=True),
                _PROBLEM,
                _item("整改目标", 30, lambda line: line.item.goal),
                _ONE_LEAD,
                _DUE,
            ),
            is_by_item=True,
        ),
        Layout(
            "duties",
            "责任清单",
            (
                _NUMBER,
                _PROBLEM,
                _MEASURE,
                *_LEADERS,
                _LEAD,
                _unit("责任单位", "responsible"),
                _unit("配合单位", "cooperating"),
                _unit("督导单位", "supervising"),
                _DUE,
            ),
        ),
        Layout(
            "progress",
            "进度清单",
            (
                _NUMBER,
                _PROBLEM,
                _MEASURE,
                _ONE_LEAD,
                _DUE,
                Column("完成率", 9, _percent, is_narrow=True),
                Column("整改进展", 50, _reported),
                _item("状态", 10, _state, is_narrow=True),
                _item("销号日期", 14, _closed_on, is_narrow=True),
            ),
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Lists:
    """What goes out: the lists, their title and note, and the items."""

    book: Book
    layouts: Sequence[Layout]
    pks: Sequence[int]
    note: str


def lists(book: Book, codes: Sequence[str], *, at: datetime) -> Lists:
    """All items of the ledger that are in account, by their numbers."""
    found = listing.all_keys(book, Filters(), sort="number", group="none")
    kept = set(
        Item.objects.filter(ledger=book.ledger, merged_into=None, transferred_to=None)
        .exclude(state=Item.State.VOIDED)
        .values_list("pk", flat=True)
    )
    pks = [pk for pk in found if pk in kept]
    by = f"{book.who.name}于 {localtime(at):%Y-%m-%d %H:%M} 导出"
    note = f"截至 {book.on:%Y年%-m月%-d日}，共 {len(pks)} 项；{by}"
    return Lists(book, [LAYOUTS[code] for code in codes], pks, note)


def lines(book: Book, pks: Sequence[int], *, by_item: bool = False) -> Iterator[Line]:
    """The rows of a list, item by item, with a row for each measure unless it is told by items."""
    units = {unit.pk: unit for unit in Unit.objects.all()}
    names = {pk: unit.name for pk, unit in units.items()}
    for batch in rows.batches(book, pks, with_measures=True):
        told = _told([row.item.pk for row in batch])
        for row in batch:
            case = Case(row.item, list(row.measures), list(row.assignments))
            for one in case.assignments:
                one.unit = units[one.unit_id]
            steps: Sequence[Measure | None] = [None] if by_item or not case.measures else case.measures
            for place, measure in enumerate(steps):
                yield Line(case, measure, names, told, place == 0, len(steps))


def _told(pks: Sequence[int]) -> dict[int, str]:
    counting = Report.objects.filter(item__in=pks, review__in=Report.COUNTING, is_returned=False)
    return dict(counting.order_by("pk").values_list("assignment", "text"))


def write(made: Lists, to: IO[bytes]) -> None:
    """The lists as sheets of one workbook, for paper of the size A3 across."""
    import xlsxwriter  # here, for most pages hand out no sheet

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(to, options) as workbook:
        looks = _Looks(workbook)
        for layout in made.layouts:
            _Page(workbook.add_worksheet(layout.name), layout, looks).fill(made)


class _Looks:
    """The formats of all pages."""

    def __init__(self, workbook: Any) -> None:
        cell = {"border": 1, "text_wrap": True, "valign": "vcenter", "font_size": 10.5}
        self.title = workbook.add_format(
            {"bold": True, "font_size": 20, "align": "center", "valign": "vcenter"}
        )
        self.note = workbook.add_format({"font_size": 10.5, "align": "right"})
        self.head = workbook.add_format({**cell, "bold": True, "align": "center", "bg_color": "#f4f2ec"})
        self.long = workbook.add_format({**cell, "align": "left"})
        self.narrow = workbook.add_format({**cell, "align": "center"})
        self.day = workbook.add_format({**cell, "align": "center", "num_format": 'yyyy"年"m"月"d"日"'})


class _Page:
    """One list as a sheet: title, note, a head of one or two rows, the rows, the print set-up."""

    def __init__(self, page: Any, layout: Layout, looks: _Looks) -> None:
        self.page, self.layout, self.looks = page, layout, looks
        self.is_double = any(one.above for one in layout.columns)
        self.top = 3 if self.is_double else 2
        """The row of the lower heads."""
        self.merges: list[tuple[int, int, int, int]] = []

    def fill(self, made: Lists) -> None:
        columns, page = self.layout.columns, self.page
        for place, column in enumerate(columns):
            page.set_column(place, place, column.width)
        page.set_row(0, 36)
        page.merge_range(
            0, 0, 0, len(columns) - 1, f"{made.book.ledger.name}{self.layout.name}", self.looks.title
        )
        page.merge_range(1, 0, 1, len(columns) - 1, made.note, self.looks.note)
        self._heads()
        at = self.top + 1
        for line in lines(made.book, made.pks, by_item=self.layout.is_by_item):
            self._row(at, line)
            at += 1
        self._merge()
        self._print(at)

    def _heads(self) -> None:
        columns, head = self.layout.columns, self.looks.head
        for place, column in enumerate(columns):
            if not self.is_double:
                self.page.write_string(2, place, column.head, head)
            elif column.above:
                is_again = place > 0 and columns[place - 1].above == column.above
                self.page.write_string(2, place, "" if is_again else column.above, head)
            else:
                self.page.write_string(2, place, column.head, head)
        if self.is_double:
            for place, column in enumerate(columns):
                self.page.write_string(3, place, column.head if column.above else "", head)
            self._merge_heads()

    def _merge_heads(self) -> None:
        columns, place = self.layout.columns, 0
        while place < len(columns):
            last = place
            while (
                columns[place].above
                and last + 1 < len(columns)
                and columns[last + 1].above == columns[place].above
            ):
                last += 1
            if not columns[place].above:
                self.merges.append((2, place, 3, place))
            elif last > place:
                self.merges.append((2, place, 2, last))
            place = last + 1

    def _row(self, at: int, line: Line) -> None:
        looks = self.looks
        for place, column in enumerate(self.layout.columns):
            look = looks.narrow if column.is_narrow else looks.long
            if column.is_of_item and not line.is_first:
                self.page.write_blank(at, place, None, look)
                continue
            value = column.says(line)
            if isinstance(value, date):
                self.page.write_datetime(at, place, datetime(value.year, value.month, value.day), looks.day)  # noqa: DTZ001 - a day
            elif value:
                self.page.write_string(at, place, value, look)
            else:
                self.page.write_blank(at, place, None, look)
            if column.is_of_item and line.span > 1:
                self.merges.append((at, place, at + line.span - 1, place))

    def _merge(self) -> None:
        """The cells stand already: what is merged is told at the end, for rows once written are gone."""
        self.page.merge.extend([list(one) for one in self.merges])

    def _print(self, end: int) -> None:
        page = self.page
        page.freeze_panes(self.top + 1, 2)
        page.set_landscape()
        page.set_paper(8)  # A3
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        page.repeat_rows(2, self.top)
        page.print_area(0, 0, max(end - 1, self.top), len(self.layout.columns) - 1)
        page.set_footer("&C第 &P 页，共 &N 页")
