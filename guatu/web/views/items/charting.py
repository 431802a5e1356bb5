"""The curve of an item: what was due by each day and what was done, drawn here and told as a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from guatu.kernel.pacing import Curve, straight
from guatu.ledgers import schedules
from guatu.ledgers.lights.facts import UNLIT
from guatu.ledgers.models import Item, Schedule
from guatu.ledgers.queries.item_page import ItemPage
from guatu.ledgers.queries.paces import progress_by_day
from guatu.web import wording

WIDE: Final = 1000
"""Units across the lines; they are stretched to the width of the card."""
TOP: Final = 50
"""Pixels above the lines, three rows of labels; as in the template."""
HIGH: Final = 112
_ROW: Final = 15
_TICKS: Final = 8
"""Most labels of months; more would run into each other on a phone."""
_NEAR: Final = 14.0
"""Percent of the width that the first label takes on a phone."""
Kind = Literal["deadline", "promise", "now"]
Moves = Sequence[tuple[date, int]]


@dataclass(frozen=True, slots=True)
class Mark:
    """A day that matters, as a line with its label in a row of its own."""

    kind: Kind
    label: str
    x: str
    top: int
    base: int
    anchor: Literal["start", "end"]
    shift: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A label under the lines."""

    label: str
    x: str
    anchor: Literal["start", "middle"]


@dataclass(frozen=True, slots=True)
class Dot:
    """A point on a line: a milestone, or where the item stands."""

    x: str
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """A month or a milestone in figures; `done` is empty for days to come."""

    label: str
    day: str
    due: int
    done: str
    is_behind: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The drawing with its words."""

    way: str
    finding: str
    doubt: str
    due: str
    done: str
    dots: Sequence[Dot]
    stands: Dot
    marks: Sequence[Mark]
    ticks: Sequence[Tick]
    lines: Sequence[Line]
    is_named: bool
    """Whether the lines of the table are milestones."""


@dataclass(frozen=True, slots=True)
class _Field:
    """From the first day to the last, and which of them is shown."""

    first: date
    last: date
    on: date

    def x(self, day: date) -> float:
        return 100 * (day - self.first).days / max(1, (self.last - self.first).days)

    def at(self, day: date) -> str:
        return f"{self.x(day):.2f}%"

    def across(self, day: date) -> str:
        return f"{self.x(day) * WIDE / 100:.1f}"


def chart(page: ItemPage) -> Chart | None:
    """The curve of an item on the day of the page; none before it is dispatched, or without a deadline."""
    item, start, deadline = page.item, page.item.dispatched_on, page.item.deadline
    if start is None or deadline is None or item.state in UNLIT:
        return None
    plan, curve = page.plan, page.curve or straight(start, deadline)
    on = max(start, min(page.day, item.closed_on or page.day))
    last = max(deadline, on, item.first_promise or deadline, curve.points[-1][0])
    field = _Field(min(start, curve.points[0][0]), last, on)
    moves = progress_by_day(page)
    is_named = plan is not None and plan.kind == Schedule.Kind.MILESTONES
    return Chart(
        way=plan.label if plan else "匀速推进",
        finding=_finding(item.progress, curve.percent(on)),
        doubt=schedules.doubt(item, plan) if item.state in Item.OPEN else "",
        due=_due_path(field, curve),
        done=_done_path(field, moves),
        dots=list(_dots(field, page)) if is_named else [],
        stands=Dot(field.at(on), _y(item.progress), f"进度 {item.progress}%"),
        marks=list(_marks(field, item, page)),
        ticks=list(_ticks(field)),
        lines=list(
            _named_lines(field, page, curve, moves) if is_named else _month_lines(field, curve, moves)
        ),
        is_named=is_named,
    )


def _finding(done: int, due: int) -> str:
    if done >= 100:
        return "已完成 100%"
    gap = done - due
    words = f"快于序时 {gap} 个百分点" if gap > 0 else f"落后 {-gap} 个百分点" if gap else "与序时持平"
    return f"进度 {done}%，序时应到 {due}%，{words}"


def _y(percent: float) -> float:
    return round(TOP + HIGH * (100 - percent) / 100, 1)


def _due_path(field: _Field, curve: Curve) -> str:
    """The planned line, flat after its last point."""
    level = float(curve.at(field.first) * 100)
    path = [f"M0 {100 - level:g}"]
    for day, share in curve.points:
        if day > field.first:
            height = f"{100 - float(share * 100):g}"
            corner = f"H{field.across(day)}V{height}" if curve.in_steps else f"L{field.across(day)} {height}"
            path.append(corner)
    return "".join([*path, f"H{WIDE}"])


def _done_path(field: _Field, moves: Moves) -> str:
    """What was done, in steps, as far as the day that is shown."""
    path = [f"M0 {100 - _done_by(field.first, moves)}"]
    path += [f"H{field.across(day)}V{100 - done}" for day, done in moves if field.first < day <= field.on]
    return "".join([*path, f"H{field.across(field.on)}"])


def _done_by(day: date, moves: Moves) -> int:
    return next((done for since, done in reversed(moves) if since <= day), 0)


def _dots(field: _Field, page: ItemPage) -> Iterator[Dot]:
    assert page.plan is not None  # noqa: S101 - asked before
    curve = page.curve
    for one in page.plan.points:
        if curve is not None and one.day <= field.last:
            yield Dot(field.at(one.day), _y(curve.percent(one.day)), f"{one.day} {one.name} {one.share}%")


def _marks(field: _Field, item: Item, page: ItemPage) -> Iterator[Mark]:
    """The deadline, the first promise where it is another day, and the day that is shown."""
    near = page.day
    assert item.deadline is not None  # noqa: S101 - asked before
    yield _mark(field, "deadline", f"时限 {wording.short_day(item.deadline, near=near)}", item.deadline, 0)
    if item.first_promise and item.first_promise != item.deadline:
        words = f"首次承诺 {wording.short_day(item.first_promise, near=near)}"
        yield _mark(field, "promise", words, item.first_promise, 1)
    word = "销号" if item.closed_on and item.closed_on <= page.day else "所看日期" if page.past else "今天"
    yield _mark(field, "now", f"{word} {wording.short_day(field.on, near=near)}", field.on, 2)


def _mark(field: _Field, kind: Kind, label: str, day: date, row: int) -> Mark:
    is_left = field.x(day) < 50
    base = _ROW * row + 11
    anchor: Literal["start", "end"] = "start" if is_left else "end"
    return Mark(kind, label, field.at(day), base - 8, base, anchor, 5 if is_left else -5)


def _ticks(field: _Field) -> Iterator[Tick]:
    yield Tick(wording.short_day(field.first), "0", "start")
    firsts = [date(year, month, 1) for year, month in _months_between(field.first, field.last)][1:]
    every = -(-len(firsts) // _TICKS) or 1
    for day in firsts[::every]:
        if _NEAR < field.x(day) < 100 - _NEAR / 4:
            yield Tick(f"{day.year}年" if day.month == 1 else f"{day.month}月", field.at(day), "middle")


def _months_between(first: date, last: date) -> Iterator[tuple[int, int]]:
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield number // 12, number % 12 + 1


def _month_lines(field: _Field, curve: Curve, moves: Moves) -> Iterator[Line]:
    """The end of each month, the last one cut off at the last day."""
    for day in schedules.months(field.first, field.last):
        label, words = f"{day.year}年{day.month}月", wording.short_day(day)
        yield _line(field, label, words, day, curve.percent(day), moves)


def _named_lines(field: _Field, page: ItemPage, curve: Curve, moves: Moves) -> Iterator[Line]:
    """Each milestone; all of it is due by the deadline, as the line is drawn."""
    assert page.plan is not None  # noqa: S101 - asked before
    for one in page.plan.points:
        due = curve.percent(one.day)
        yield _line(field, one.name, wording.short_day(one.day, near=field.on), one.day, due, moves)


def _line(field: _Field, label: str, words: str, day: date, due: int, moves: Moves) -> Line:
    """A month that runs is told as it stands on the day shown."""
    is_past = day <= field.on
    runs = not is_past and (day.year, day.month) == (field.on.year, field.on.month)
    done = _done_by(min(day, field.on), moves)
    return Line(label, words, due, f"{done}%" if is_past or runs else "", is_past and done < due)
