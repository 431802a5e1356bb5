"""Lines become paragraphs, across pages, by indents, line ends, distances and sizes."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from guatu.reading.loading.layout.joining import joint
from guatu.reading.loading.layout.shapes import Line

_STARTS = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．](?!\d)|[①-⑳]"
    r"|第[一二三四五六七八九十百]+[章节条]|附件?\s*\d*[:：]"
)
_ENDS = "。；：！？;:!?”）)】"
_SIZE_STEP = 1.08
"""Characters larger by this factor belong to another paragraph."""
_LEAST_FILLED = 0.75
_LEAST_CUT = 0.8
_WIDEST_PITCH = 2.3


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together; `level` ranks a heading by size, `is_title` marks the document's own."""

    lines: list[Line]
    is_centered: bool = False
    level: int | None = None
    is_title: bool = False
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = self.lines[0].text
        for last, line in pairwise(self.lines):
            self.text += joint(last.text, line.text) + line.text


@dataclass(frozen=True, slots=True)
class Column:
    """The block in which running text stands: its edges, the usual size and distance of its lines."""

    left: float
    right: float
    size: float
    pitch: float

    def is_full(self, line: Line) -> bool:
        """No further character would have fitted; marks that may not begin a line pull one over."""
        return self.right - line.x1 < 2.1 * line.size

    def is_indented(self, line: Line) -> bool:
        return line.x0 - self.left > 1.2 * line.size

    def is_centered(self, line: Line) -> bool:
        """Free at both sides alike, and by more than a first-line indent."""
        before, after = line.x0 - self.left, self.right - line.x1
        return before > 2.6 * self.size and abs(before - after) < 1.5 * line.size

    def is_at_right(self, line: Line) -> bool:
        """A signature or its date."""
        return line.x0 - self.left > (self.right - self.left) * 0.4


def column_of(lines: Sequence[Line], width: float) -> Column:
    """The column in which most characters of these lines stand, on pages of this width.

    Its right edge is where the longest lines end; where all lines are short, margins alike left and
    right tell that they were not wrapped.
    """
    size = _usual([(line.size, len(line.text)) for line in lines], step=0.5)
    body = [
        line for line in lines if line.size < size * _SIZE_STEP and line.size * _SIZE_STEP > size
    ] or list(lines)
    longest = sorted((line.x1 for line in body), reverse=True)
    right = longest[min(len(longest) // 20, len(longest) - 1)]
    left = _usual_left(body)
    gaps = [b.pitch_point - a.pitch_point for a, b in pairwise(body) if a.page == b.page and b.y0 > a.y0]
    least = left + _LEAST_FILLED * max(width - 2 * left, 0.0)
    return Column(left, max(right, least), size, min(_low_median(gaps) or math.inf, size * _WIDEST_PITCH))


def paragraphs(lines: Sequence[Line], column: Column) -> Iterator[Paragraph]:
    """The paragraphs that a run of lines makes."""
    held: list[Line] = []
    for line in lines:
        if held and _begins(held, line, column):
            yield _paragraph(held, column)
            held = []
        held.append(line)
    if held:
        yield _paragraph(held, column)


def _paragraph(lines: list[Line], column: Column) -> Paragraph:
    is_centered = column.is_centered(lines[-1]) and all(
        column.is_centered(line) or column.is_full(line) for line in lines
    )
    return Paragraph(list(lines), is_centered=is_centered)


def _begins(held: list[Line], line: Line, column: Column) -> bool:
    """Whether a line begins a new paragraph after those held."""
    last = held[-1]
    if max(last.size, line.size) > min(last.size, line.size) * _SIZE_STEP:
        return True
    if last.page == line.page and line.pitch_point - last.pitch_point > max(column.pitch, line.size) * 1.6:
        return True
    if column.is_centered(line) or column.is_centered(last):
        return not _continues_title(last, line, column)
    if column.is_at_right(line) or not (column.is_full(last) or _is_cut(last, line, column)):
        return True
    if _STARTS.match(line.text) and last.text[-1] in _ENDS:
        return True
    return column.is_indented(line) and not _hangs(held, line) and not _is_set_in(last, line)


def _is_cut(last: Line, line: Line, column: Column) -> bool:
    """A line wrapped by its count of characters: figures and Latin letters leave it short in mid-sentence."""
    is_long = last.x1 - column.left > (column.right - column.left) * _LEAST_CUT
    is_open = last.text[-1] not in _ENDS and not line.text[0].isspace()
    return is_long and is_open and not column.is_indented(line) and not _STARTS.match(line.text)


def _continues_title(last: Line, line: Line, column: Column) -> bool:
    """Lines of more than the usual size, the last of them centered, are one title."""
    is_large = line.size > column.size * _SIZE_STEP
    return is_large and column.is_centered(line) and (column.is_centered(last) or column.is_full(last))


def _hangs(held: list[Line], line: Line) -> bool:
    """The lines of an item stand to the right of its number."""
    second = held[1] if len(held) > 1 else line
    is_item = _STARTS.match(held[0].text) is not None and held[0].x0 < line.x0 - 0.3 * line.size
    return is_item and abs(second.x0 - line.x0) < 0.5 * line.size and held[-1].text[-1] not in _ENDS


def _is_set_in(last: Line, line: Line) -> bool:
    """Two lines of a paragraph that is indented as a whole; a first line alone would end its sentence."""
    return abs(last.x0 - line.x0) < 0.5 * line.size and last.text[-1] not in _ENDS


def _usual(weighted: Sequence[tuple[float, int]], *, step: float) -> float:
    """The value that most characters share, counted in steps."""
    counts: Counter[int] = Counter()
    for value, weight in weighted:
        counts[round(value / step)] += weight
    best = counts.most_common(1)[0][0]
    return median(value for value, _ in weighted if round(value / step) == best)


def _usual_left(lines: Sequence[Line]) -> float:
    """The left edge: the leftmost position where lines begin often, not one that stands out once."""
    counts = Counter(round(line.x0 / 3) for line in lines)
    often = [at for at, count in counts.items() if count * 12 >= len(lines)]
    edge = min(often, default=counts.most_common(1)[0][0])
    return min(line.x0 for line in lines if round(line.x0 / 3) == edge)


def _low_median(gaps: list[float]) -> float:
    """The usual distance between lines; distances between paragraphs are larger."""
    return sorted(gaps)[len(gaps) // 3] if gaps else 0.0
