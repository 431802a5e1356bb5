"""A list as a sheet: exactly the rows, columns, order and heads shown, its filters in words on top."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Final, TypeAlias

from django.utils.timezone import get_default_timezone, localtime

from guatu.accounts.models import Unit
from guatu.ledgers.events import Event
from guatu.ledgers.models import Item, Ledger, Phase
from guatu.ledgers.queries import paging, plain_rows, rows
from guatu.ledgers.queries.filters import Filters
from guatu.ledgers.queries.listing import Book
from guatu.ledgers.queries.rows import Row, measure_words
from guatu.ledgers.queries.standing import DUES, STANDINGS
from guatu.rules.regimes.checking import refuse_two_meanings

Value: TypeAlias = str | int | date | None
_MANY: Final = 500
_EVENTS: Final = {value: str(label) for value, label in Event.choices}
_Cells: TypeAlias = Callable[[Row, Mapping[int, str], date], tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the page as it stands in the sheet: a cell that shows three things becomes three."""

    heads: tuple[str, ...]
    widths: tuple[int, ...]
    cells: _Cells
    is_long: bool = False
    """Words that run over several lines."""


def _names_of(*duties: str) -> _Cells:
    def cells(row: Row, names: Mapping[int, str], _on: date) -> tuple[Value, ...]:
        lead = row.item.lead_unit_id
        return ("、".join(names[pk] for pk in row.units(*duties) if pk != lead),)

    return cells


def _deadline(row: Row, _names: Mapping[int, str], on: date) -> tuple[Value, ...]:
    item = row.item
    left = (item.deadline - on).days if item.deadline and row.due in ("overdue", "near", "on_time") else None
    return (item.deadline or str(item.get_due_kind_display()), left, item.extensions or None)


def _progress(row: Row, _names: Mapping[int, str], on: date) -> tuple[Value, ...]:
    item = row.item
    planned = None
    if row.due in ("overdue", "near", "on_time") and item.dispatched_on and item.deadline:
        length = (item.deadline - item.dispatched_on).days
        planned = max(0, min(100, 100 * (on - item.dispatched_on).days // length)) if length > 0 else 100
    return (item.progress, planned)


def _last(row: Row, names: Mapping[int, str], _on: date) -> tuple[Value, ...]:
    item = row.item
    label = _EVENTS.get(item.last_kind, "")
    who = names.get(item.last_unit_id or 0, "")
    day = item.last_at.astimezone(get_default_timezone()).date() if item.last_at else None
    return (f"{who} {label}".strip(), day)


def _signed(row: Row, _names: Mapping[int, str], _on: date) -> tuple[Value, ...]:
    owing = [one for one in row.assignments if one.duty != "supervising"]
    return (f"{sum(1 for one in owing if one.signed_on)}/{len(owing)}" if owing else "",)


def _light(row: Row) -> str:
    return row.light.word if row.light else "缺数据" if row.due else ""


def _measures(row: Row, _names: Mapping[int, str], _on: date) -> tuple[Value, ...]:
    return ("\n".join(f"{one.position}. {measure_words(one)}" for one in row.measures),)


COLUMNS: Final[Mapping[str, Column]] = {
    "number": Column(("编号",), (10,), lambda row, _names, _on: (row.item.number,)),
    "title": Column(("事项",), (46,), lambda row, _names, _on: (row.item.title,)),
    "lead": Column(
        ("牵头单位",), (18,), lambda row, names, _on: (names.get(row.item.lead_unit_id or 0, ""),)
    ),
    "units": Column(("责任单位",), (26,), _names_of("responsible", "cooperating")),
    "deadline": Column(("时限", "剩余天数", "延期次数"), (12, 9, 9), _deadline),
    "progress": Column(("进度 %", "序时 %"), (8, 8), _progress),
    "light": Column(("灯",), (8,), lambda row, _names, _on: (_light(row),)),
    "due": Column(("到期",), (12,), lambda row, _names, _on: (DUES.get(row.due, ""),)),
    "state": Column(("状态",), (10,), lambda row, _names, _on: (STANDINGS[row.standing],)),
    "problem": Column(("问题",), (46,), lambda row, _names, _on: (row.item.problem,), is_long=True),
    "goal": Column(("目标",), (30,), lambda row, _names, _on: (row.item.goal,), is_long=True),
    "measures": Column(("措施",), (60,), _measures, is_long=True),
    "ledger": Column(("台账",), (20,), lambda row, _names, _on: (row.item.ledger.name,)),
    "category": Column(("分类",), (16,), lambda row, _names, _on: (row.item.category,)),
    "phase": Column(("阶段",), (12,), lambda row, _names, _on: (str(row.item.phase or ""),)),
    "kind": Column(("类别",), (10,), lambda row, _names, _on: (str(row.item.get_kind_display()),)),
    "importance": Column(
        ("重要程度",), (10,), lambda row, _names, _on: (str(row.item.get_importance_display()),)
    ),
    "lead_leader": Column(("牵头领导",), (12,), lambda row, _names, _on: (row.item.lead_leader,)),
    "sponsor_leader": Column(("包保领导",), (12,), lambda row, _names, _on: (row.item.sponsor_leader,)),
    "signed": Column(("签收",), (8,), _signed),
    "first_promise": Column(("首次承诺",), (12,), lambda row, _names, _on: (row.item.first_promise,)),
    "dispatched_on": Column(("交办日期",), (12,), lambda row, _names, _on: (row.item.dispatched_on,)),
    "closed_on": Column(("销号日期",), (12,), lambda row, _names, _on: (row.item.closed_on,)),
    "standard": Column(
        ("销号标准",),
        (18,),
        lambda row, _names, _on: (row.item.standard.standard.name if row.item.standard else "",),
    ),
    "directive": Column(("来文",), (26,), lambda row, _names, _on: (str(row.item.directive or ""),)),
    "last": Column(("最近动态", "动态日期"), (24, 12), _last),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the sheet; a head has but its words."""

    values: tuple[Value, ...]
    is_head: bool = False
    measures: tuple[str, ...] = ()
    """What is to be done, each for itself, where it is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is written: the title, the words on top, the columns, and the rows as they come."""

    title: str
    notes: Sequence[str]
    columns: Sequence[Column]
    count: int
    total: int
    """How many there are; more than are written only where a most was given."""
    lines: Iterator[Line]
    by_ledger: Mapping[Ledger, int]
    """The ledgers of which rows are written, and how many of each."""


def sheet(
    book: Book,
    filters: Filters,
    *,
    sort: str,
    group: str,
    columns: Sequence[str],
    words: Sequence[str],
    at: datetime,
    only: Sequence[int] = (),
    most: int | None = None,
    how: str = "导出",
) -> Sheet:
    """The list on all its pages, or what of it was ticked, or its first so many rows.

    Refuses lights of ledgers that give one colour two meanings: a sheet says one thing by one colour.
    """
    found = paging.all_keys(book, filters, sort=sort, group=group)
    if only:
        ticked = set(only)
        found = [pk for pk in found if pk in ticked]
    pks = found[:most]
    shown = [COLUMNS[code] for code in columns]
    by_ledger = {book.of: len(pks)} if book.of else _by_ledger(pks)
    if "light" in columns:
        refuse_two_meanings([book.regimes.of(ledger.pk) for ledger in by_ledger])
    return Sheet(
        title=book.of.name if book.of else "全部事项",
        notes=_notes(book, words, len(found), at, how, is_ticked=bool(only)),
        columns=shown,
        count=len(pks),
        total=len(found),
        lines=_lines(book, pks, group, columns),
        by_ledger=by_ledger,
    )


def _by_ledger(pks: Sequence[int]) -> dict[Ledger, int]:
    found: Counter[int] = Counter()
    for start in range(0, len(pks), _MANY):
        some = Item.objects.filter(pk__in=pks[start : start + _MANY]).order_by()
        found.update(some.values_list("ledger", flat=True))
    ledgers = Ledger.objects.select_related("office__unit").filter(pk__in=found).order_by("pk")
    return {one: found[one.pk] for one in ledgers}


def _notes(
    book: Book, words: Sequence[str], count: int, at: datetime, how: str, *, is_ticked: bool
) -> list[str]:
    condition = "；".join(words) or "全部"
    ticked = "（其中勾选的）" if is_ticked else ""
    return [
        f"筛选：{condition}{ticked}，共 {count} 项",
        f"情况截至 {book.on}；{book.who.name} 于 {localtime(at):%Y-%m-%d %H:%M} {how}",
    ]


def _lines(book: Book, pks: Sequence[int], group: str, shown: Sequence[str]) -> Iterator[Line]:
    names = dict(Unit.objects.values_list("pk", "name"))
    labels, columns = _labels(book, group, names), [COLUMNS[code] for code in shown]
    under: Hashable = object()
    found = rows.batches(book, pks) if book.is_past else plain_rows.batches(book, pks, columns=shown)
    for batch in found:
        for row in batch:
            if group != "none" and (key := _key(row, group)) != under:
                under = key
                yield Line((labels(key),), is_head=True)
            values = tuple(value for one in columns for value in one.cells(row, names, book.on))
            yield Line(values, measures=tuple(measure_words(one) for one in row.measures))


def _key(row: Row, group: str) -> Hashable:
    item = row.item
    return {"category": item.category, "lead": item.lead_unit_id, "phase": item.phase_id}.get(
        group, row.standing
    )


def _labels(book: Book, group: str, names: Mapping[int, str]) -> Callable[[Hashable], str]:
    of_one = {"ledger": book.of} if book.of else {}
    phases = dict(Phase.objects.filter(**of_one).values_list("pk", "name")) if group == "phase" else {}

    def label(key: Hashable) -> str:
        if group == "state":
            return STANDINGS[str(key)]
        if group == "category":
            return str(key) or "未分类"
        if not isinstance(key, int):
            return "未定牵头单位" if group == "lead" else "未分阶段"
        return names[key] if group == "lead" else phases[key]

    return label


def write(made: Sheet, to: IO[bytes]) -> None:
    """The sheet as xlsx, row by row in constant memory."""
    from guatu.ledgers.queries import list_xlsx  # here, for most pages hand out no sheet

    list_xlsx.write(made, to)
