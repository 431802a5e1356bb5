"""The draft as Markdown for a message: the head, then each item with a table of its measures."""

import re
from typing import Final

from guatu.reading.draft import Draft
from guatu.reading.writing import head, words
from guatu.reading.writing.rows import Matter, Row, matters

_HEADS: Final = ("措施", "单位", "时限", "指标", "完成")
_MARKUP: Final = re.compile(r"([\\`*_\[\]|~])")


def write(draft: Draft) -> str:
    """The message's text; the document's own words never become markup or break a table."""
    parts = [f"# {_plain(head.title(draft))}", _facts(draft)]
    if sentences := head.notes(draft):
        parts.append("\n>\n".join(f"> {_plain(sentence)}" for sentence in sentences))
    parts += [_matter(matter) for matter in matters(draft)] or ["没有读出事项。"]
    if draft.repairs:
        parts.append(_repairs(draft))
    return "\n\n".join(parts) + "\n"


def _facts(draft: Draft) -> str:
    lines = [f"- {label}：{_plain(value)}" for label, value in head.facts(draft)]
    return "\n".join([*lines, f"- 读出：{head.tally(draft)}"])


def _matter(matter: Matter) -> str:
    title = f"## {matter.number}. {_plain(matter.title)}"
    sure = f"把握{words.BANDS[words.band(matter.item.confidence)]}"
    line = " · ".join(_plain(part) for part in (matter.heading, matter.place, sure) if part)
    if not matter.item.measures:
        return f"{title}\n\n{line}\n\n原文未写措施。"
    table = [_table_row(_HEADS), _table_row(("---",) * len(_HEADS))]
    table += [_table_row(_cells(row)) for row in matter.rows]
    return f"{title}\n\n{line}\n\n" + "\n".join(table)


def _cells(row: Row) -> tuple[str, ...]:
    units = (
        f"{label}：{'、'.join(row.units[duty])}" for duty, label in words.DUTIES.items() if row.units[duty]
    )
    figures = "；".join(words.metric(figure) for figure in row.metrics)
    return tuple(
        _plain(cell) for cell in (row.text or "", "；".join(units), _due(row), figures, words.DONE[row.done])
    )


def _due(row: Row) -> str:
    if row.due is None:
        return ""
    return f"{row.due.on.isoformat()}（{row.due.text}）" if row.due.on else row.due.text


def _table_row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _repairs(draft: Draft) -> str:
    kinds = "、".join(f"{words.repair(repair.kind)}{repair.count}处" for repair in draft.repairs)
    return f"修复{head.repaired(draft)}处：{_plain(kinds)}。"


def _plain(text: str) -> str:
    """The words as words: on one line, markup characters escaped, tags harmless."""
    line = " ".join(text.split())
    return _MARKUP.sub(r"\\\1", line.replace("&", "&amp;").replace("<", "&lt;"))
