"""A block of cells as it comes from a sheet: which column is what, and which cell cannot be taken so."""

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from typing import Final

from guatu.accounts.queries import UnitBook
from guatu.kernel.working_days import WorkingCalendar
from guatu.ledgers.actions.adding import NewDuty, NewItem, NewMeasure
from guatu.ledgers.models import Item
from guatu.web.views.ledgers.days import Said, said
from guatu.web.views.ledgers.units import resolve

MOST: Final = 500
"""Rows that are taken at once."""
MEANINGS: Final[Mapping[str, str]] = {
    "": "不取",
    "title": "事项",
    "problem": "问题",
    "measure": "措施",
    "goal": "目标",
    "lead": "牵头单位",
    "responsible": "责任单位",
    "cooperating": "配合单位",
    "supervising": "督导单位",
    "deadline": "办结时限",
    "category": "分类",
    "lead_leader": "牵头领导",
    "sponsor_leader": "包保领导",
}
_HEADS: Final = (
    (re.compile("序号|编号|备注|进展|状态"), ""),
    (re.compile("牵头领导|责任领导|分管领导"), "lead_leader"),
    (re.compile("包保|挂点|联系领导"), "sponsor_leader"),
    (re.compile("牵头|主办|主责"), "lead"),
    (re.compile("配合|协办|协同"), "cooperating"),
    (re.compile("督导|监督"), "supervising"),
    (re.compile("责任|承办|落实单位"), "responsible"),
    (re.compile("时限|时间|期限|日期"), "deadline"),
    (re.compile("措施|举措|做法"), "measure"),
    (re.compile("目标|标准"), "goal"),
    (re.compile("分类|类别|类型|领域"), "category"),
    (re.compile("具体表现|问题描述|详情"), "problem"),
    (re.compile("事项|问题|任务|内容|题目|名称"), "title"),
)
_UNITS: Final = ("lead", "responsible", "cooperating", "supervising")
_LISTED: Final = re.compile(r"[、，,;；\n]+")
_NUMBERED: Final = re.compile(r"^[（(]?\d{1,3}[)）.、]?$")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `problem` says what is wrong and what would do."""

    text: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class PastedRow:
    """One line of the block, and the item that it makes where nothing is wrong."""

    number: int
    cells: Sequence[Cell]
    item: NewItem | None

    @property
    def is_good(self) -> bool:
        return self.item is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The block with its columns' meanings and its rows."""

    meanings: Sequence[str]
    rows: Sequence[PastedRow] = ()
    problem: str = ""

    @property
    def good(self) -> list[NewItem]:
        return [row.item for row in self.rows if row.item]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What a block is read with: the units, the day, the kind that the items get."""

    units: UnitBook
    today: date
    calendar: WorkingCalendar
    kind: str = Item.Kind.RECTIFICATION

    def read(self, text: str, chosen: Sequence[str] | None = None) -> Block:
        """The block; `chosen` overrules the meanings that were guessed."""
        lines = _lines(text)
        if not lines:
            return Block(meanings=(), problem="没有内容。在 Excel 里选中若干行复制，再粘贴到这里")
        has_head = _is_head(lines[0])
        meanings = (
            list(chosen)
            if chosen and len(chosen) == len(lines[0])
            else self._guessed(lines, has_head=has_head)
        )
        body = lines[1:] if has_head else lines
        if "title" not in meanings:
            return Block(
                meanings=meanings,
                rows=self._rows(body[:MOST], meanings),
                problem="没有一列是“事项”，请在列头指定",
            )
        more = f"一次最多取 {MOST} 行，后面 {len(body) - MOST} 行请分次粘贴" if len(body) > MOST else ""
        return Block(meanings=meanings, rows=self._rows(body[:MOST], meanings), problem=more)

    def _rows(self, lines: Sequence[Sequence[str]], meanings: Sequence[str]) -> list[PastedRow]:
        return [self._row(number, line, meanings) for number, line in enumerate(lines, start=1)]

    def _row(self, number: int, line: Sequence[str], meanings: Sequence[str]) -> PastedRow:
        found = _Found()
        cells = [
            Cell(text, self._take(found, meaning, text)) for text, meaning in zip(line, meanings, strict=True)
        ]
        is_good = not any(cell.problem for cell in cells) and bool(found.texts.get("title"))
        return PastedRow(number, cells, found.item(self.kind) if is_good else None)

    def _take(self, found: "_Found", meaning: str, text: str) -> str:
        """Put a cell where it belongs; the problem where it cannot be."""
        if meaning == "title" and not text:
            return "缺事项名称，请补上或不取这一行"
        if meaning == "title" and len(text) > 200:
            return "超过 200 字，把详情放到“问题”一列"
        if not meaning or not text:
            return ""
        if meaning in _UNITS:
            return self._take_units(found, meaning, text)
        if meaning == "deadline":
            return self._take_day(found, text)
        if meaning == "measure":
            found.measures += [NewMeasure(text=one.strip()) for one in text.splitlines() if one.strip()]
        else:
            before = found.texts.get(meaning)
            found.texts[meaning] = f"{before}；{text}" if before else text
        return ""

    def _take_units(self, found: "_Found", duty: str, text: str) -> str:
        names = [name.strip() for name in _LISTED.split(text) if name.strip()]
        pks, unknown = resolve(self.units, names)
        if unknown:
            return "；".join(unknown)
        if duty == "lead" and len(pks) > 1:
            found.duties |= {pk: found.duties.get(pk, "responsible") for pk in pks[1:]}
            pks = pks[:1]
        for pk in pks:
            if duty == "lead" or pk not in found.duties:
                found.duties[pk] = duty
        return ""

    def _take_day(self, found: "_Found", text: str) -> str:
        meant = said(text, today=self.today, calendar=self.calendar)
        if meant is None:
            return "看不出是哪一天，可写 2026-09-30 或“6月底前”"
        if meant.day and meant.day < self.today:
            return f"{meant.day} 已经过去，请改成今后的日子"
        found.said = meant
        return ""

    def _guessed(self, lines: Sequence[Sequence[str]], *, has_head: bool) -> list[str]:
        if has_head:
            return _by_head(lines[0])
        columns = list(zip(*lines[:30], strict=True))
        return self._by_content(columns)

    def _by_content(self, columns: Sequence[Sequence[str]]) -> list[str]:
        """Units and days are told by what they are; of the words the longest column is the title."""
        found = ["" for _ in columns]
        free = list(_UNITS)
        words: list[tuple[float, int]] = []
        for place, column in enumerate(columns):
            filled = [text for text in column if text]
            if not filled or all(_NUMBERED.match(text) for text in filled):
                continue
            if _share(filled, self._is_day) > 0.5:
                found[place] = "deadline"
            elif _share(filled, self._is_unit) > 0.5 and free:
                found[place] = free.pop(0)
            else:
                words.append((sum(map(len, filled)) / len(filled), place))
        for (_, place), meaning in zip(
            sorted(words, reverse=True)[:2][::-1] if len(words) > 1 else words,
            ("title", "measure"),
            strict=False,
        ):
            found[place] = meaning
        return found

    def _is_day(self, text: str) -> bool:
        return len(text) < 20 and said(text, today=self.today, calendar=self.calendar) is not None

    def _is_unit(self, text: str) -> bool:
        return self.units.unit_id(_LISTED.split(text)[0].strip()) is not None


@dataclass(slots=True)
class _Found:
    """What a line gives."""

    texts: dict[str, str] = field(default_factory=dict)
    measures: list[NewMeasure] = field(default_factory=list)
    duties: dict[int, str] = field(default_factory=dict)
    said: Said | None = None

    def item(self, kind: str) -> NewItem:
        return NewItem(
            kind=kind,
            **self.texts,  # type: ignore[arg-type]
            measures=self.measures,
            duties=[NewDuty(unit_id=pk, duty=duty) for pk, duty in self.duties.items()],
            due_kind=self.said.kind if self.said else Item.DueKind.UNDATED,
            due_text=self.said.text if self.said else "",
            deadline=self.said.day if self.said else None,
        )


def _lines(text: str) -> list[list[str]]:
    """The cells, every line as wide as the widest; a cell in quotes may hold lines of its own."""
    read = csv.reader(StringIO(text.strip("\r\n")), delimiter="\t")
    lines = [[cell.strip() for cell in line] for line in read]
    lines = [line for line in lines if any(line)]
    width = min(max(map(len, lines), default=0), 30)
    return [(line + [""] * width)[:width] for line in lines]


def _is_head(line: Sequence[str]) -> bool:
    """A head names at least two columns, in few letters each."""
    named = [cell for cell in line if cell and len(cell) <= 10 and any(one.search(cell) for one, _ in _HEADS)]
    return len(named) >= 2 and all(len(cell) <= 14 for cell in line)


def _by_head(line: Sequence[str]) -> list[str]:
    found: list[str] = []
    for cell in line:
        meaning = next((one for pattern, one in _HEADS if pattern.search(cell)), "")
        found.append(
            "problem"
            if meaning == "title" and "title" in found
            else ""
            if meaning in found and meaning not in ("measure", "problem")
            else meaning
        )
    return found


def _share(cells: Sequence[str], is_so: Callable[[str], bool]) -> float:
    return sum(1 for cell in cells if is_so(cell)) / len(cells)
