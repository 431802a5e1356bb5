"""What was typed into the grid: read cell by cell, held against what stands there now, made into edits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from guatu.accounts.models import Unit
from guatu.kernel.errors import Refusal
from guatu.ledgers.actions.adding import NewDuty, NewItem, NewMeasure
from guatu.ledgers.actions.grids import Edit, NewLead
from guatu.ledgers.models import Item, Measure
from guatu.web.views.ledgers import grid_cells
from guatu.web.views.ledgers.days import Said
from guatu.web.views.ledgers.grid_cells import EDITABLE, OF_ITEM, OF_MEASURE, Taker, Took

MOST: Final = 4000
"""Cells of one press."""
_CLOSING: Final = ("lead_review", "verifying", "approving_close", "publicity")


class Unclear(Refusal):
    """What a page sends that is no page of ours."""

    code = "grid_unclear"

    def __str__(self) -> str:
        return "表格内容不完整，没有保存，请刷新页面后重试"


class TooManyCells(Refusal):
    """More at one press than is read in good time."""

    code = "grid_too_large"

    def __str__(self) -> str:
        return f"一次最多保存 {MOST} 个格子，请分几次粘贴和保存"


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A cell as it was typed: where, what stood there when it was read, and what stands there now."""

    item: int
    measure: int | None
    field: str
    old: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """A line that is to become an item, or one more measure of the new item above it."""

    line: str
    cells: Mapping[str, str]


@dataclass(slots=True)
class Judged:
    """What is told of one cell."""

    where: dict[str, Any]
    took: Took
    theirs: str | None = None
    """What somebody else wrote there meanwhile."""

    def told(self) -> dict[str, Any]:
        said = {
            "means": self.took.means,
            "problem": self.took.problem,
            "suggestions": list(self.took.suggestions),
        }
        return {**self.where, **said, "theirs": self.theirs}


@dataclass(slots=True)
class Reading:
    """All that was typed, as it is understood."""

    cells: list[Judged] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    new: list[NewItem] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    """Items whose deadline is moved after dispatch: for that there must be a reason and a paper."""
    lapsing: list[str] = field(default_factory=list)
    """Items whose request for close-out lapses by the change."""

    @property
    def problems(self) -> int:
        return sum(1 for one in self.cells if one.took.problem)

    @property
    def conflicts(self) -> int:
        return sum(1 for one in self.cells if one.theirs is not None)

    def told(self) -> dict[str, Any]:
        return {
            "cells": [one.told() for one in self.cells],
            "problems": self.problems,
            "conflicts": self.conflicts,
            "moved": self.moved,
            "lapsing": self.lapsing,
            "items": len(self.edits),
            "new": len(self.new),
        }


def parse(data: Any) -> tuple[list[Typed], list[NewLine]]:
    """The cells and new lines of a press; refuses what our page does not send."""
    try:
        cells = [
            Typed(
                item=int(one["item"]),
                measure=None if one.get("measure") is None else int(one["measure"]),
                field=str(one["field"]),
                old=str(one["old"]),
                text=str(one["text"]).strip(),
            )
            for one in data["cells"]
        ]
        rows = [
            NewLine(line=str(one["line"]), cells={str(k): str(v).strip() for k, v in one["cells"].items()})
            for one in data["rows"]
        ]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unclear from error
    fields = {one.field for one in cells} | {name for row in rows for name in row.cells}
    if not fields <= EDITABLE:
        raise Unclear
    if len(cells) + sum(len(row.cells) for row in rows) > MOST:
        raise TooManyCells
    return cells, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What stands now under the cells that were typed, and what they are read with."""

    items: Mapping[int, Item]
    measures: Mapping[int, Measure]
    leads: Mapping[int, str]
    """Unit → its name."""
    responsible: Mapping[int, str]
    """Item → the names of the units that owe something beside the lead."""
    taker: Taker

    def texts(self, item: Item, measure: Measure | None) -> dict[str, str]:
        """What stands in the cells of one line now."""
        lead, others = self.leads.get(item.lead_unit_id or 0, ""), self.responsible.get(item.pk, "")
        return grid_cells.texts(item, measure, lead=lead, responsible=others)

    def read(self, cells: Sequence[Typed], rows: Sequence[NewLine]) -> Reading:
        """Everything, whether or not it can be saved so."""
        reading = Reading()
        by_item: dict[int, list[tuple[Typed, Took]]] = {}
        for one in cells:
            if took := self._judged(one, reading):
                by_item.setdefault(one.item, []).append((one, took))
        for pk, changes in by_item.items():
            self._edit(self.items[pk], changes, reading)
        self._new(rows, reading)
        return reading

    def _judged(self, one: Typed, reading: Reading) -> Took | None:
        """What a cell asks for; nothing where it asks for what stands there."""
        item, measure = self.items.get(one.item), self.measures.get(one.measure or 0)
        if item is None or (one.measure is not None and (measure is None or measure.item_id != one.item)):
            raise Unclear
        where = {"item": one.item, "measure": one.measure, "field": one.field}
        now = self.texts(item, measure)[one.field]
        is_given_out = item.state != Item.State.DRAFT
        if one.text == now:
            reading.cells.append(Judged(where, Took()))
            return None
        if shut := grid_cells.closed_cells(item).get(one.field):
            took = Took(problem=shut)
        elif one.measure is None and one.field == "measure" and not one.text:
            took = Took("")
        else:
            took = self.taker.take(one.field, one.text, is_given_out=is_given_out)
        if took.means and took.means == now:
            reading.cells.append(Judged(where, took))
            return None
        reading.cells.append(Judged(where, took, theirs=now if now != one.old else None))
        return None if took.problem else took

    def _edit(self, item: Item, changes: Sequence[tuple[Typed, Took]], reading: Reading) -> None:
        values: dict[str, object] = {one.field: took.value for one, took in changes if one.field in OF_ITEM}
        lead, deadline = None, None
        for one, took in changes:
            if one.field == "lead":
                lead = NewLead(unit=None if took.value is None else Unit.objects.get(pk=took.value))
            elif one.field == "deadline" and item.state == Item.State.DRAFT:
                values |= _due(took.value)
            elif one.field == "deadline":
                deadline = took.value
                reading.moved.append(item.number)
        measures = list(self._measures(changes, reading))
        if item.state in _CLOSING:
            reading.lapsing.append(item.number)
        reading.edits.append(Edit(item=item, values=values, deadline=deadline, lead=lead, measures=measures))

    def _measures(
        self, changes: Sequence[tuple[Typed, Took]], reading: Reading
    ) -> Iterator[tuple[Measure | None, NewMeasure]]:
        by_measure: dict[int | None, dict[str, Any]] = {}
        for one, took in changes:
            if one.field in OF_MEASURE:
                by_measure.setdefault(one.measure, {})[one.field] = took.value
        for pk, given in by_measure.items():
            measure = None if pk is None else self.measures[pk]
            if measure is None and not given.get("measure"):
                self._blame(reading, changes[0][0].item, given)
                continue
            yield measure, _measure(given, measure)

    def _blame(self, reading: Reading, item: int, given: Mapping[str, Any]) -> None:
        """A figure or a day for a measure that has no words."""
        for judged in reading.cells:
            where = judged.where
            if (
                where.get("item") == item
                and where["measure"] is None
                and where["field"] in given
                and any(given.values())
            ):
                judged.took = Took(problem="先在“措施”里写明做什么")

    def _new(self, rows: Sequence[NewLine], reading: Reading) -> None:
        found: list[dict[str, Any]] = []
        for row in rows:
            cells = {name: text for name, text in row.cells.items() if text}
            if not cells:
                continue
            is_more = "title" not in cells and "measure" in cells and cells.keys() <= set(OF_MEASURE)
            asked = cells if is_more and found else {"title": "", **cells}
            took = {name: self.taker.take(name, text) for name, text in asked.items()}
            reading.cells += [Judged({"line": row.line, "field": name}, one) for name, one in took.items()]
            if cells.keys() & set(OF_MEASURE) and "measure" not in cells:
                reading.cells.append(
                    Judged(
                        {"line": row.line, "field": "measure"},
                        Took(problem="写明做什么，或清空目标数、措施时限"),
                    )
                )
            values = {name: one.value for name, one in took.items()}
            if is_more and found:
                found[-1]["measures"].append(_measure(values, None))
            else:
                found.append(values | {"measures": [_measure(values, None)] if values.get("measure") else []})
        if not reading.problems:
            reading.new = [_item(values) for values in found]


def _due(meant: Said) -> dict[str, object]:
    return {"deadline": meant.day, "due_kind": meant.kind, "due_text": meant.text}


def _measure(given: Mapping[str, Any], now: Measure | None) -> NewMeasure:
    """What a measure becomes: what was typed, and beside it what stands."""
    deadline: date | None = given.get("measure_deadline", now.deadline if now else None)
    return NewMeasure(
        text=given.get("measure") or (now.text if now else ""),
        deadline=deadline,
        target=given.get("target", now.target if now else None),
        quantity_unit=given.get("quantity_unit", now.quantity_unit if now else ""),
    )


def _item(values: Mapping[str, Any]) -> NewItem:
    given: dict[str, Any] = {name: values[name] for name in OF_ITEM if values.get(name)}
    lead, meant = values.get("lead"), values.get("deadline")
    given |= _due(meant) if meant else {}
    duties = [NewDuty(unit_id=lead, duty="lead")] if lead else []
    others = dict.fromkeys(values.get("responsible") or ())
    duties += [NewDuty(unit_id=pk, duty="responsible") for pk in others if pk != lead]
    return NewItem(
        **given,
        measures=values["measures"],
        duties=duties,
    )
