"""The whole ledger in the three lists that offices hand in: problems, responsibilities, progress.

Each measure is a row under its item. What such a list says of an item, an import reads back as the same.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import IO, Any, Final, Generic, NamedTuple, TypeAlias, TypeVar, cast

from django.db.models import QuerySet
from django.utils.timezone import localtime

from guatu.accounts.models import Unit
from guatu.ledgers.cases import Case
from guatu.ledgers.imports.matters import NO_CATEGORY
from guatu.ledgers.imports.standing import owners, progress_of, words_of
from guatu.ledgers.models import Assignment, Item, Ledger, Measure, Report
from guatu.ledgers.queries import plain_xlsx
from guatu.ledgers.queries.listing import Book
from guatu.ledgers.queries.plain_xlsx import LONG, NARROW, Row, Sheet

T = TypeVar("T")
_MANY: Final = 5000
Value: TypeAlias = str | date
_DUES: Final = {
    Item.DueKind.IMMEDIATE.value: "立行立改",
    Item.DueKind.RECURRING.value: "定期",
    Item.DueKind.LONG_TERM.value: "长期坚持",
}
_STATES: Final = {"draft": "未启动", "approving": "未启动", "closed": "已销号"}


class _Duty(NamedTuple):
    """An assignment as far as a list asks, made by the hundred thousand."""

    item_id: int
    pk: int
    measure_id: int | None
    unit_id: int
    duty: str
    state: str
    progress: int
    target_share: Decimal | None
    achieved: Decimal
    measure: None = None


class _Measure(NamedTuple):
    item_id: int
    pk: int
    text: str
    deadline: date | None


class _Item(NamedTuple):
    pk: int
    number: str
    title: str
    problem: str
    goal: str
    category: str
    lead_leader: str
    sponsor_leader: str
    due_kind: str
    deadline: date | None
    state: str
    is_long_term: bool
    progress: int
    closed_on: date | None


@dataclass(slots=True)
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
        found = [self.names[one.unit_id] for one in owners(self.case, self.measure) if one.duty == duty]
        return "、".join(dict.fromkeys(found)) if len(found) > 1 else "".join(found)


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
    """What goes out: the lists, their note, and the items."""

    book: Book
    layouts: Sequence[Layout]
    pks: Sequence[int]
    note: str


def lists(book: Book, codes: Sequence[str], *, at: datetime) -> Lists:
    """All items of a ledger that are in account, in the order of their numbers, for who sees it whole."""
    pks = list(_in_account(book.ledger).values_list("pk", flat=True))
    by = f"{book.who.name}于 {localtime(at):%Y-%m-%d %H:%M} 导出"
    note = f"截至 {book.on:%Y年%-m月%-d日}，共 {len(pks)} 项；{by}"
    return Lists(book, [LAYOUTS[code] for code in codes], pks, note)


def _in_account(ledger: Ledger) -> "QuerySet[Item]":
    found = Item.objects.filter(ledger=ledger, merged_into=None, transferred_to=None)
    return found.exclude(state=Item.State.VOIDED).order_by("pk")


def lines(ledger: Ledger, *, by_item: bool = False, with_reports: bool = False) -> Iterator[Line]:
    """The rows of a list, item by item, with a row for each measure unless it is told by items."""
    names = dict(Unit.objects.order_by().values_list("pk", "name"))
    of_ledger = {"item__ledger": ledger}
    told = _told(ledger) if with_reports else {}
    duties = _grouped(_Duty, Assignment.objects.filter(**of_ledger).exclude(state="released"))
    measures = _grouped(_Measure, Measure.objects.filter(**of_ledger, is_dropped=False))
    columns = _Item._fields
    for values in _in_account(ledger).values_list(*columns).iterator(_MANY):
        item = _Item._make(values)
        case = Case(*cast("tuple[Any, Any, Any]", (item, measures.of(item.pk), duties.of(item.pk))))
        steps: Sequence[Measure | None] = [None] if by_item or not case.measures else case.measures
        for place, measure in enumerate(steps):
            yield Line(case, measure, names, told, place == 0, len(steps))


class _Grouped(Generic[T]):
    """The rows of items, asked for in the order of the items."""

    def __init__(self, rows: Iterator[T]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def of(self, item: int) -> list[T]:
        """The rows of an item; those of items before it are passed over."""
        found: list[T] = []
        while self._next is not None and self._next[0] <= item:  # type: ignore[index]
            if self._next[0] == item:  # type: ignore[index]
                found.append(self._next)
            self._next = next(self._rows, None)
        return found


def _grouped(kind: Any, rows: "QuerySet[Any]") -> "_Grouped[Any]":
    names = [name for name in kind._fields if name != "measure"]
    order = "position" if kind is _Measure else "pk"
    found = rows.order_by("item_id", order).values_list(*names)
    return _Grouped(map(kind._make if kind is _Measure else _duty, found.iterator(_MANY)))


def _duty(values: tuple[Any, ...]) -> _Duty:
    return _Duty(*values)


def _told(ledger: Ledger) -> dict[int, str]:
    counting = Report.objects.filter(item__ledger=ledger, review__in=Report.COUNTING, is_returned=False)
    return dict(counting.order_by("pk").values_list("assignment", "text"))


def write(made: Lists, to: IO[bytes]) -> None:
    """The lists as sheets of one workbook, for paper of the size A3 across."""
    sheets = [_sheet(made, layout) for layout in made.layouts]
    plain_xlsx.write(
        to, [(sheet, _rows(made, one, sheet)) for one, sheet in zip(made.layouts, sheets, strict=True)]
    )


def _sheet(made: Lists, layout: Layout) -> Sheet:
    """Title, note, and a head of one or two rows."""
    columns = layout.columns
    last, rest = len(columns) - 1, [""] * (len(columns) - 1)
    top = [[f"{made.book.ledger.name}{layout.name}", *rest], [made.note, *rest]]
    merges = [(0, 0, 0, last), (1, 0, 1, last)]
    if any(one.above for one in columns):
        top.append([one.above or one.head for one in columns])
        top.append([one.head if one.above else "" for one in columns])
        merges += _merged_heads(columns)
    else:
        top.append([one.head for one in columns])
    return Sheet(layout.name, [one.width for one in columns], top, merges)


def _merged_heads(columns: Sequence[Column]) -> Iterator[tuple[int, int, int, int]]:
    """Heads of one row are tall; those under one head share it."""
    for above, group in groupby(enumerate(columns), key=lambda one: one[1].above):
        places = [place for place, _ in group]
        if above and len(places) > 1:
            yield (2, places[0], 2, places[-1])
        elif not above:
            yield from ((2, place, 3, place) for place in places)


def _rows(made: Lists, layout: Layout, sheet: Sheet) -> Iterator[Row]:
    """The rows, with the cells that are tall for items of several measures."""
    columns = layout.columns
    looks = [NARROW if one.is_narrow else LONG for one in columns]
    says = [one.says for one in columns]
    of_item = [place for place, one in enumerate(columns) if one.is_of_item]
    with_reports = any(one.says is _reported for one in columns)
    found = lines(made.book.ledger, by_item=layout.is_by_item, with_reports=with_reports)
    for at, line in enumerate(found, start=len(sheet.top)):
        values: list[Value] = [say(line) for say in says]
        if not line.is_first:
            for place in of_item:
                values[place] = ""
        elif line.span > 1:
            sheet.merges += [(at, place, at + line.span - 1, place) for place in of_item]
        yield list(zip(values, looks, strict=True))
