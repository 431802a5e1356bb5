"""Lines that belong together joined, in cells and in running text."""

import re
from itertools import pairwise

from guatu.reading.loading.layout.shapes import Line

_ORDINAL = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．](?!\d)|[一二三四五六七八九十]是"
    "|第[一二三四五六七八九十]+|[①-⑳]"
)
_ENDS = "。；：;:！？"


def cell_text(lines: list[Line], width: float) -> str:
    """The lines of a cell joined, except where the next could have begun on the same line."""
    if not lines:
        return ""
    widest = max(line.x1 - line.x0 for line in lines)
    text = lines[0].text
    for last, line in pairwise(lines):
        room = max(widest, width - 2 * _margin(lines, width)) - (last.x1 - last.x0)
        text += ("\n" if _breaks(last, line, room) else joint(last.text, line.text)) + line.text
    return text


def joint(before: str, after: str) -> str:
    """What stands between two lines that are joined: a blank between Latin words, else nothing."""
    return (
        " "
        if before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha()
        else ""
    )


def _margin(lines: list[Line], width: float) -> float:
    """The room that the cell leaves free at each side of its longest line, at most two characters."""
    free = (width - max(line.x1 - line.x0 for line in lines)) / 2
    return min(max(free, 0.0), lines[0].size)


def _breaks(last: Line, line: Line, room: float) -> bool:
    if _ORDINAL.match(line.text) and last.text[-1:] in _ENDS:
        return True
    return room > 1.6 * line.size
