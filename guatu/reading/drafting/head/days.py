"""Whole days as they stand in heads, signatures and windows: a day with its year, never a range of days."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from guatu.kernel.numbers import parse_number

_DAY = re.compile(
    r"(?<!\d)(?:(\d{4})\s*[年./\-]\s*(\d{1,2})\s*[月./\-]\s*(\d{1,2})(?!\d)\s*日?"
    r"|(二[〇零○OＯ一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日)"
)
_LETTERS = str.maketrans("OＯ", "〇〇")
"""What stands for 〇 where a typist had no such character."""


class WrittenDay(NamedTuple):
    """A full day in a text and the span of its words."""

    on: date
    start: int
    end: int


def whole_days(text: str, start: int = 0, end: int | None = None) -> Iterator[WrittenDay]:
    """Every full day with its year; impossible days are passed over."""
    for found in _DAY.finditer(text, start, len(text) if end is None else end):
        year, month, day = (_number(found[i] or found[i + 3]) for i in (1, 2, 3))
        try:
            on = date(year, month, day)
        except ValueError:
            continue
        if 1949 <= on.year <= 2100:
            yield WrittenDay(on, found.start(), found.end())


def _number(written: str) -> int:
    return int(parse_number(written.translate(_LETTERS)) or 0)
