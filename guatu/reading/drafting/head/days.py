"""Whole days as they stand in heads, signatures and windows."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

_CHINESE = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "Ｏ": "0"}
_DAY = re.compile(
    r"(?<!\d)(?:(\d{4})\s*[年./\-]\s*(\d{1,2})\s*[月./\-]\s*(\d{1,2})(?!\d)\s*日?"
    r"|([二][〇零○Ｏ一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日)"
)


class WrittenDay(NamedTuple):
    """A full day in a text and the span of its words."""

    on: date
    start: int
    end: int


def whole_days(text: str, start: int = 0, end: int | None = None) -> Iterator[WrittenDay]:
    """Every full day with its year; impossible days are passed over."""
    for found in _DAY.finditer(text, start, len(text) if end is None else end):
        year, month, day = (found.group(i) or found.group(i + 3) for i in (1, 2, 3))
        try:
            on = date(_year(year), _small(month), _small(day))
        except ValueError:
            continue
        if 1949 <= on.year <= 2100:
            yield WrittenDay(on, found.start(), found.end())


def _year(written: str) -> int:
    return int("".join(_CHINESE.get(c, c) for c in written))


def _small(written: str) -> int:
    if written.isdigit():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    return (int(_CHINESE[tens]) * 10 if tens else 10 if ten else 0) + (int(_CHINESE[ones]) if ones else 0)
