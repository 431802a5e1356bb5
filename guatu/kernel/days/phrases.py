"""What a time in a text is, once read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from re import Match, Pattern
from typing import Literal

from guatu.kernel.days.frame import Frame

Precision = Literal["day", "month", "period", "recurrence", "ongoing", "open"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What some words say of time, without their place in the text."""

    value: str | None
    last_day: date | None
    precision: Precision
    is_limit: bool = False
    """Whether the words mean an end by themselves: 10月底, 年内, 三个月内."""
    is_provisional: bool = False
    lead: int = 0
    """Characters before the words that belong to them: 自交办之日起 of 自交办之日起15个工作日内."""


@dataclass(frozen=True, slots=True)
class TimePhrase:
    """A time named in a text: `text` is `source[start:end]`."""

    text: str
    start: int
    end: int
    value: str | None
    """`YYYY-MM-DD`, `YYYY-MM`, `recurring:monthly` …; None where base, year or an event is missing."""
    last_day: date | None
    """The last day of what is named; None for what has none."""
    precision: Precision
    """`open` is what no calendar can date: 春节前, 收到申请后20个工作日内."""
    is_limit: bool
    """Whether the words themselves say "by" or "until": 前, 内, 底, 末, 截至, 至."""
    is_start: bool = False
    """Whether something begins with it: 起, 以来, 后, 开始."""
    superseded: bool = False
    """Whether the sentence itself puts a later time in its place: 原定9月 of 原定9月…延期至11月."""
    is_provisional: bool = False
    """Whether working days were counted in a year without an official calendar."""
    is_year_assumed: bool = False
    """Whether the year is the document's, named nowhere in the sentence."""


Reader = Callable[[Match[str], Frame], Reading | None]


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a time: the characters it can begin with, its pattern, and its meaning.

    Groups that a pattern may have: `y` and `ry` for a year, `limit` and `since` for what follows the time.
    """

    starts: str
    pattern: Pattern[str]
    read: Reader
