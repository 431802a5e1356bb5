"""Documents that came in, as files: plans written of the matters they hand out, and our own documents."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import yaml

from guatu.demo.county.matters import Matter
from guatu.demo.papers import building, plain, source, word
from guatu.demo.papers.paper import (
    Body,
    Centred,
    Front,
    Heading,
    Paper,
    Part,
    Signed,
    Table,
    TableCell,
    Title,
)

_YEAR: Final = re.compile(r"(?<!\d)20\d\d(?=年|〕|-|—|\.)")
_HEADS: Final = ("序号", "任务", "主要措施", "牵头单位", "责任单位", "完成时限")
_ORDINALS: Final = "一二三四五六七八九十"


@dataclass(slots=True, kw_only=True, eq=False)
class Plan:
    """A document that came in, and what became of it."""

    ledger: str
    name: str
    title: str = ""
    issuer: str = ""
    number: str = ""
    style: str = "prose"
    meeting: bool = False
    """Is it the minutes of a meeting?"""
    wave: int = 0
    """Days before the day on which its items were dispatched."""
    outcomes: Mapping[str, int] = field(default_factory=dict)
    demo: str = ""
    issued: date = date.min
    received: int = 0
    then: str = "enter"
    matters: list[Matter] = field(default_factory=list)
    draft: int = 0


@cache
def _rows() -> Sequence[dict[str, object]]:
    text = (files("guatu.demo.county") / "data" / "documents.yaml").read_text("utf-8")
    found: Sequence[dict[str, object]] = yaml.safe_load(text)
    return found


def plans() -> list[Plan]:
    """Every document, the oldest first; each time anew, for their matters are gathered in them."""
    return [Plan(**row) for row in _rows()]  # type: ignore[arg-type]


def content(plan: Plan, *, issued: date, on: date) -> bytes:
    """The bytes of the file."""
    if plan.demo:
        return _moved(plan, on)
    parts = _table(plan) if plan.style == "table" else list(_prose(plan))
    head: list[Part] = [
        Centred(plan.number.format(year=issued.year)),
        Title(plan.title),
        Body("为抓好任务落实，结合我县实际，制定本方案。各责任单位要按时限办结，每月25日前报送进展。"),
    ]
    tail: list[Part] = [Signed(plan.issuer), Signed(chinese(issued))]
    return word.write(Paper(name="plan", front=Front(format="docx", seed=7), parts=(*head, *parts, *tail)))


def minutes(plan: Plan, *, held: date, issued: date) -> bytes:
    """The minutes of a meeting: who met, then what was decided, matter by matter."""
    met = f"{chinese(held)}，分管工业副县长主持召开会议，听取进展汇报，研究存在的问题。议定事项纪要如下："
    parts: list[Part] = [
        Centred(plan.number.format(year=issued.year)),
        Title(plan.title),
        Body(met),
        *_prose(plan),
        Body("会议要求，各牵头单位对照时限抓好落实，办理情况在下次会议上报告。"),
        Signed(plan.issuer),
        Signed(chinese(issued)),
    ]
    return word.write(Paper(name="minutes", front=Front(format="docx", seed=7), parts=tuple(parts)))


def chinese(day: date) -> str:
    """2026年9月8日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _prose(plan: Plan) -> Sequence[Part]:
    """Chapters by category, in each the problems with their measures."""
    chapters: dict[str, list[Matter]] = {}
    for matter in plan.matters:
        chapters.setdefault(matter.category, []).append(matter)
    parts: list[Part] = []
    number = 0
    for ordinal, (category, matters) in zip(_ORDINALS, chapters.items(), strict=False):
        parts.append(Heading(1, f"{ordinal}、关于{category}问题"))
        for matter in matters:
            number += 1
            parts.append(Heading(2, f"{number}. {matter.title}"))
            parts.append(Body(_sentence(matter)))
    return parts


def _sentence(matter: Matter) -> str:
    helpers = "、".join(matter.helpers)
    with_whom = f"，{helpers}配合" if helpers else ""
    by = f"，{chinese(matter.deadline)}前完成" if matter.deadline else ""
    return f"整改措施：{'；'.join(matter.measures)}。由{matter.lead}牵头{with_whom}{by}。"


def _table(plan: Plan) -> list[Part]:
    rows = [list(_HEADS)]
    for number, matter in enumerate(plan.matters, start=1):
        by = f"{chinese(matter.deadline)}前" if matter.deadline else "长期坚持"
        measures = "；".join(matter.measures)
        rows.append([str(number), matter.title, measures, matter.lead, "、".join(matter.helpers), by])
    cells = tuple(
        TableCell(row=y, column=x, rows=1, columns=1, text=text, is_header=y == 0)
        for y, row in enumerate(rows)
        for x, text in enumerate(row)
    )
    return [Heading(1, "一、任务分解"), Table(rows=len(rows), columns=len(_HEADS), cells=cells)]


def _moved(plan: Plan, on: date) -> bytes:
    """One of the demonstration documents, issued as many years later as brings it near the day."""
    found = next(path for path in building.sources() if path.stem == plan.demo)
    years = on.year - plan.issued.year
    if plan.issued.replace(year=plan.issued.year + years) > on:
        years -= 1
    paper = source.read(found)
    parts = tuple(_later(part, years) for part in paper.parts)
    return _written(replace(paper, parts=parts), found)


def _written(paper: Paper, found: Path) -> bytes:
    if paper.front.format == "docx":
        return word.write(paper)
    if paper.front.format == "txt":
        return plain.write(paper)
    with TemporaryDirectory() as folder:
        return building.build(found, Path(folder)).read_bytes()


def _later(part: Part, years: int) -> Part:
    if isinstance(part, Table):
        cells = tuple(replace(cell, text=_later_text(cell.text, years)) for cell in part.cells)
        return replace(part, cells=cells)
    return replace(part, text=_later_text(part.text, years))


def _later_text(text: str, years: int) -> str:
    return _YEAR.sub(lambda match: str(int(match[0]) + years), text)
