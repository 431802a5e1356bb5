"""A paper as a page shows it: the words of its Word file, in an order of our own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from guatu.history.blanking import MARK as REDACTED
from guatu.ledgers.queries.papers import LETTERS, Drawn
from guatu.papers import printing
from guatu.papers.layout.fields import BLANKS, HASH, Values
from guatu.papers.layout.fields import MARK as NUMBER
from guatu.papers.models import Paper

_TOLD: Final = frozenset(
    ("标题", NUMBER, "发文机关", "签发日期", "签发人", HASH, "主送单位", "正文", "事项数", "办理状态")
)
"""Fields that stand elsewhere on the sheet than among its facts."""


_UNPRINTED: Final = ("序号", "牵头单位", "承办单位")
"""Columns of a letter that the shipped template leaves to the offices' own."""


@dataclass(frozen=True, slots=True)
class Table:
    """A list of the paper."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A paper from top to bottom."""

    office: str
    mark: str
    title: str
    addressee: str
    status: str
    paragraphs: Sequence[str]
    facts: Sequence[tuple[str, str]]
    tables: Sequence[Table]
    day: str
    foot: str


def of_draft(drawn: Drawn, *, title: str, text: str) -> Sheet:
    """A paper that is not issued yet: without number and hash."""
    fields = {**drawn.fields, "标题": title, "正文": text, NUMBER: "文号签发时编定", HASH: ""}
    return _sheet(drawn.kind, Values(fields, drawn.lists))


def of_paper(paper: Paper) -> Sheet:
    """An issued paper."""
    if printing.can_print(paper):
        return _sheet(paper.kind, printing.values(paper))
    return _plain(paper)


def _sheet(kind: str, values: Values) -> Sheet:
    fields = values.fields
    return Sheet(
        office=fields.get("发文机关", ""),
        mark=fields.get(NUMBER, ""),
        title=fields.get("标题", ""),
        addressee=fields.get("主送单位", ""),
        status=fields.get("办理状态", ""),
        paragraphs=[one for one in fields.get("正文", "").split("\n") if one],
        facts=[(one.name, fields[one.name]) for one in BLANKS[kind].fields if _is_fact(one.name, fields)],
        tables=list(_tables(kind, values)),
        day=fields.get("签发日期", ""),
        foot=f"留痕摘要 {fields[HASH]}" if fields.get(HASH) else "",
    )


def _is_fact(name: str, fields: Mapping[str, str]) -> bool:
    return name not in _TOLD and bool(fields.get(name))


def _tables(kind: str, values: Values) -> Iterator[Table]:
    """Each list with the columns that say something."""
    for listed in BLANKS[kind].lists:
        rows: Sequence[Mapping[str, str]] = values.lists.get(listed.name, ())
        names = [one.name for one in listed.columns if any(row.get(one.name) for row in rows)]
        if kind in LETTERS:
            names = [one for one in names if one not in _UNPRINTED]
        yield Table(listed.name, names, [[row.get(name, "") for name in names] for row in rows])


def _plain(paper: Paper) -> Sheet:
    """A paper without a template, as a custody list: what it holds, as far as it is words and lists."""
    content: dict[str, Any] = paper.content
    facts = [(_LABELS[name], _words(content[name])) for name in _LABELS if _words(content.get(name))]
    rows = [one for one in content.get("items", ()) if isinstance(one, dict)]
    names = [name for name in _COLUMNS if any(row.get(name) for row in rows)]
    told = [[_words(row.get(name)) for name in names] for row in rows]
    return Sheet(
        office=paper.office.name,
        mark=paper.mark,
        title=REDACTED if paper.is_redacted else paper.title,
        addressee="",
        status="",
        paragraphs=[REDACTED] if paper.is_redacted else [],
        facts=facts,
        tables=[Table("事项", [_COLUMNS[name] for name in names], told)] if rows else [],
        day=f"{paper.issued_on.year}年{paper.issued_on.month}月{paper.issued_on.day}日",
        foot="",
    )


_LABELS: Final = {"giver": "移出单位", "taker": "承接单位", "reason": "理由"}
_COLUMNS: Final = {"number": "编号", "title": "事项", "deadline": "时限", "progress": "进度（%）"}


def _words(value: object) -> str:
    return str(value.get("name", "")) if isinstance(value, dict) else "" if value is None else str(value)
