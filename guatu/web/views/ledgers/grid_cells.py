"""The cells of the grid: what stands in them, which can be changed, and what typed words mean in them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from guatu.accounts.queries import UnitBook
from guatu.kernel.numbers import parse_number
from guatu.kernel.working_days import WorkingCalendar
from guatu.ledgers.checking import figure
from guatu.ledgers.events import Event
from guatu.ledgers.models import Item, Measure
from guatu.ledgers.transitions import BY_EVENT, stands_open
from guatu.web.views.ledgers.days import Said, said

State = Item.State


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the grid."""

    code: str
    label: str
    width: int
    kind: str = "text"
    """What is typed in it: text, day, unit, units, figure; none where nothing is."""


COLUMNS: Final = (
    Column("number", "编号", 84, "none"),
    Column("title", "事项", 260),
    Column("problem", "问题", 220),
    Column("goal", "目标", 180),
    Column("category", "分类", 110),
    Column("lead_leader", "牵头领导", 96),
    Column("sponsor_leader", "包保领导", 96),
    Column("lead", "牵头单位", 150, "unit"),
    Column("responsible", "责任单位", 170, "units"),
    Column("deadline", "办结时限", 120, "day"),
    Column("measure", "措施", 260),
    Column("target", "目标数", 80, "figure"),
    Column("quantity_unit", "计量单位", 80),
    Column("measure_deadline", "措施时限", 120, "day"),
    Column("state", "状态", 84, "none"),
)
LABELS: Final[Mapping[str, str]] = {one.code: one.label for one in COLUMNS}
OF_ITEM: Final = ("title", "problem", "goal", "category", "lead_leader", "sponsor_leader")
"""Cells that `items.edit` takes as they are."""
OF_MEASURE: Final = ("measure", "target", "quantity_unit", "measure_deadline")
EDITABLE: Final = frozenset((*OF_ITEM, *OF_MEASURE, "lead", "responsible", "deadline"))
_BETWEEN: Final = re.compile(r"[、，,;；\n]+")


def texts(item: Item, measure: Measure | None, *, lead: str, responsible: str) -> dict[str, str]:
    """What stands in the cells of one line; the units by their names."""
    found = {name: getattr(item, name) for name in (*OF_ITEM, "number")}
    found |= {"lead": lead, "responsible": responsible}
    found["deadline"] = item.deadline.isoformat() if item.deadline else _due_words(item)
    found["state"] = str(item.get_state_display())
    return found | measure_texts(measure)


def _due_words(item: Item) -> str:
    if item.due_kind in (Item.DueKind.UNDATED, Item.DueKind.DATED):
        return ""
    return item.due_text or str(item.get_due_kind_display())


def measure_texts(measure: Measure | None) -> dict[str, str]:
    """What stands in the cells of a measure; they are empty where there is none yet."""
    if measure is None:
        return dict.fromkeys(OF_MEASURE, "")
    return {
        "measure": measure.text,
        "target": figure(measure.target) if measure.target else "",
        "quantity_unit": measure.quantity_unit,
        "measure_deadline": measure.deadline.isoformat() if measure.deadline else "",
    }


def closed_cells(item: Item) -> dict[str, str]:
    """The cells of an item that cannot be changed now, each with the reason by the table of transitions."""
    state = str(item.get_state_display())
    if not stands_open(BY_EVENT[Event.EDITED], item):
        why = "已并入或移交，不能改" if item.is_frozen else f"现在是“{state}”，不能改"
        return dict.fromkeys(EDITABLE, why)
    shut = {"responsible": "责任单位在事项页增减，各有各的措施和时限"}
    if item.state == State.DRAFT:
        return shut
    shut["lead"] = "已交办，换牵头单位请用“移交”"
    if item.is_long_term:
        shut["deadline"] = "长期坚持的没有时限，请先结束长期坚持"
    elif not stands_open(BY_EVENT[Event.DEADLINE_CHANGED], item):
        shut["deadline"] = f"现在是“{'挂起' if item.is_suspended else state}”，不能调整时限"
    return shut


@dataclass(frozen=True, slots=True)
class Took:
    """What typed words mean in a cell, or what is wrong with them and what would do."""

    value: Any = None
    means: str = ""
    """As it will stand there, where it was typed otherwise."""
    problem: str = ""
    suggestions: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Taker:
    """What cells are read with: the units, the day, the working days."""

    units: UnitBook
    today: date
    calendar: WorkingCalendar

    def take(self, code: str, text: str, *, is_given_out: bool = False) -> Took:
        """The words of one cell; of what is dispatched a deadline must be a day."""
        if "\x00" in text:
            return Took(problem="有不可见的字符，请重新输入")
        match code:
            case "lead":
                return self._unit(text)
            case "responsible":
                return self._units(text)
            case "deadline":
                return self._deadline(text, must_be_day=is_given_out)
            case "measure_deadline":
                return self._day(text) if text else Took(None)
            case "target":
                return _figure(text) if text else Took(None)
        return _words(code, text)

    def _unit(self, text: str) -> Took:
        if not text:
            return Took(None)
        names = {pk: unit.name for unit, pk in self.units.ids.items()}
        if (pk := self.units.unit_id(text)) is not None:
            return Took(pk, means=names[pk])
        near = [match.unit.name for match in self.units.directory.candidates(text, limit=3)]
        cure = f"，是否{'或'.join(near)}" if near else "，请先在单位里添加"
        return Took(problem=f"没有“{text}”{cure}", suggestions=near)

    def _units(self, text: str) -> Took:
        """Several of them; where one is not known, what all of them may mean is suggested as one."""
        took = [self._unit(name.strip()) for name in _BETWEEN.split(text) if name.strip()]
        means = [one.means or next(iter(one.suggestions), "") for one in took]
        if problem := "；".join(one.problem for one in took if one.problem):
            return Took(problem=problem, suggestions=["、".join(means)] if all(means) else ())
        return Took([one.value for one in took], means="、".join(means))

    def _deadline(self, text: str, *, must_be_day: bool) -> Took:
        if not text:
            return (
                Took(problem="已交办的事项要有时限，请填日期")
                if must_be_day
                else Took(Said("", Item.DueKind.UNDATED))
            )
        if must_be_day:
            return self._day(text)
        meant = said(text, today=self.today, calendar=self.calendar)
        if meant is not None and meant.day is None:
            return Took(meant, means=text)
        day = self._day(text)
        return day if day.problem else Took(meant, means=day.means)

    def _day(self, text: str) -> Took:
        meant = said(text, today=self.today, calendar=self.calendar)
        if meant is None or meant.day is None:
            return Took(problem=f"“{text}”看不出是哪一天，可写 2026-09-30、9月底前")
        if meant.day < self.today:
            return Took(problem=f"{meant.day} 已经过去，请改成今后的日子")
        return Took(meant.day, means=meant.day.isoformat())


def _figure(text: str) -> Took:
    value = parse_number(text)
    if value is None or value <= 0:
        return Took(problem=f"“{text}”不是大于 0 的数，目标数只填数字")
    if value != round(value, 4) or value >= Decimal(10) ** 12:
        return Took(problem="数太大，或小数多于 4 位")
    return Took(value, means=figure(value))


_LIMITS: Final = {
    **{name: Item._meta.get_field(name).max_length for name in OF_ITEM},  # type: ignore[union-attr]
    "quantity_unit": Measure._meta.get_field("quantity_unit").max_length,
    "measure": 2000,
}


def _words(code: str, text: str) -> Took:
    if not text and code == "title":
        return Took(problem="事项名称不能空")
    if not text and code == "measure":
        return Took(problem="措施不能清空；不再要做的，请在事项页取消")
    limit = _LIMITS.get(code)
    if limit and len(text) > limit:
        return Took(problem=f"有 {len(text)} 字，最多 {limit} 字，请缩短")
    return Took(text)
