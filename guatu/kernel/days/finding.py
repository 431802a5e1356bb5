"""The search: from left to right, each time once, ranges joined, replaced times marked."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from re import Match
from typing import NamedTuple

from guatu.kernel.days.dates import DAYS_ALONE, NAMED_DATES
from guatu.kernel.days.events import EVENTS
from guatu.kernel.days.frame import Frame
from guatu.kernel.days.periods import PERIODS
from guatu.kernel.days.phrases import Form, Reading, TimePhrase
from guatu.kernel.days.recurrences import RECURRENCES
from guatu.kernel.days.terms import TERMS
from guatu.kernel.days.words import JOIN
from guatu.kernel.working_days import WorkingCalendar

_FORMS = (*RECURRENCES, *EVENTS, *TERMS, *NAMED_DATES, *PERIODS, *DAYS_ALONE)
_BY_START: dict[str, tuple[Form, ...]] = {
    start: tuple(form for form in _FORMS if start in form.starts)
    for start in sorted({start for form in _FORMS for start in form.starts})
}
_STARTS = re.compile(
    "(?<![0-9.])[0-9]|["
    + "".join(start for start in _BY_START if not start.isascii() or start in "\"'")
    + "]"
)
_TITLE = re.compile(r"《[^《》\n]{1,120}(?:《[^《》\n]{1,80}》[^《》\n]{0,80}){0,3}》")
_SENTENCE_END = re.compile(r"[。！？\n]")
_RANGE = re.compile(JOIN)
_BY_BEFORE = re.compile(
    r"(?:截至|截止(?:到|至|日期|时间)?[为是]?|不晚于|不迟于|最迟|最晚|(?<![达高复降增升直甚])[到至]"
    r"|期[限间][为：:]|时限[为：:])[于在]? ?$"
)
_REPLACED = re.compile(
    r"延期|延长|推迟|顺延|延后|延至|延到|展期|提前[至到]|调整[为至到]|改[为至到]|变更[为至到]|更改为"
)
_LUNAR = ("农历", "阴历", "夏历")
_CALENDAR = ("day", "month", "period")


class _Found(NamedTuple):
    match: Match[str]
    reading: Reading
    is_year_assumed: bool


def find_times(
    text: str, *, base: date | None, year: int | None, calendar: WorkingCalendar | None = None
) -> list[TimePhrase]:
    """Every time in the text, in order and without overlap; titles in 《》 are names, not times.

    `base` is the day of the document or meeting, from which 本周五 or 三个月内 count; `year` is the year of
    what names none (the base's where None). Working days go by the official calendar unless one is given.
    """
    frame = Frame(base=base, year=year, calendar=calendar)
    return _mark_replaced(text, list(_phrases(text, frame)))


def _phrases(text: str, frame: Frame) -> Iterator[TimePhrase]:
    titles = [match.span() for match in _TITLE.finditer(text)]
    at = last_end = 0
    while start := _STARTS.search(text, at):
        at = start.start()
        if titles and titles[0][0] < at:
            at = max(at, titles.pop(0)[1])
            continue
        phrase = _phrase_at(text, at, frame, last_end)
        if phrase is None:
            at += 1
            continue
        yield phrase
        at = last_end = phrase.end


def _phrase_at(text: str, at: int, frame: Frame, last_end: int) -> TimePhrase | None:
    found = _read(text, at, frame, last_end)
    if found is None:
        return None
    phrase = _phrase(text, found, frame, max(at - found.reading.lead, last_end))
    return phrase if frame.in_range else _joined(text, phrase, frame) or phrase


def _read(text: str, at: int, frame: Frame, last_end: int) -> _Found | None:
    for form in _BY_START.get(text[at : at + 1], ()):
        if match := form.pattern.match(text, at):
            if _SENTENCE_END.search(text, last_end, at):
                frame.new_sentence()
            is_year_assumed = "ry" in form.pattern.groupindex and frame.year_is_assumed(match)
            if reading := form.read(match, frame):
                return _Found(match, reading, is_year_assumed)
    return None


def _phrase(text: str, found: _Found, frame: Frame, start: int) -> TimePhrase:
    reading, groups = found.reading, found.match.groupdict()
    if text[max(0, start - 2) : start] in _LUNAR:
        reading = Reading(None, None, "open", is_limit=reading.is_limit)
    ends = bool(groups.get("limit"))
    if not frame.in_range:
        ends = ends or reading.is_limit or bool(_BY_BEFORE.search(text, max(0, start - 8), start))
    is_start = bool(groups.get("since"))
    return TimePhrase(
        text=text[start : found.match.end()],
        start=start,
        end=found.match.end(),
        value=reading.value,
        last_day=reading.last_day,
        precision=reading.precision,
        is_limit=ends and not is_start,
        is_start=is_start,
        is_provisional=reading.is_provisional,
        is_year_assumed=found.is_year_assumed,
    )


def _joined(text: str, first: TimePhrase, frame: Frame) -> TimePhrase | None:
    """The range that `first` begins, if it does: its end counts, in the next year where it wraps."""
    join = _RANGE.match(text, first.end)
    if join is None or first.precision not in _CALENDAR:
        return None
    frame.in_range = True
    if first.last_day and not first.is_year_assumed:
        frame.sentence_year = first.last_day.year
    last = _end_of_range(text, join.end(), first, frame)
    frame.in_range = False
    if last is None or last.precision not in _CALENDAR:
        return None
    return replace(last, text=text[first.start : last.end], start=first.start)


def _end_of_range(text: str, at: int, first: TimePhrase, frame: Frame) -> TimePhrase | None:
    last = _phrase_at(text, at, frame, at)
    if last and last.last_day and first.last_day and last.last_day < first.last_day:
        frame.sentence_year = first.last_day.year + 1
        return _phrase_at(text, at, frame, at)
    return last


def _mark_replaced(text: str, phrases: list[TimePhrase]) -> list[TimePhrase]:
    """Of 原定9月底完成，延期至11月底 the first is superseded by the second."""
    for index, (former, later) in enumerate(pairwise(phrases)):
        between = text[former.end : later.start]
        if _REPLACED.search(between) and not _SENTENCE_END.search(between):
            phrases[index] = replace(former, superseded=True)
    return phrases
