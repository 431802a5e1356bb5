"""What a cell for the deadline says: a day in any spelling, a serial number, a term, or no day at all."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from guatu.kernel.numbers import parse_number
from guatu.reading.draft import Due
from guatu.reading.drafting.dues import read_due_field

_FIRST_SERIAL, _LAST_SERIAL = 36_526, 73_050
"""2000-01-01 and 2099-12-31 as spreadsheets count days."""
_EPOCH = date(1899, 12, 30)
_CLOCK = re.compile(r"\s+\d{1,2}:\d{2}(?::\d{2})?$")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_COMPACT_MONTH = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])")
_END = r"(?=$|[^\d.\-/\\])"
_SHORT_YEAR = re.compile(rf"(?<![\d.\-/])(\d\d)\s*([./\-\\])\s*(\d{{1,2}})\s*\2\s*(\d{{1,2}})日?{_END}")
_MIXED = re.compile(r"(?<!\d)((?:20)?\d\d)\s*[年.]\s*(\d{1,2})\s*[月.]\s*(\d{1,2})(?![\d日号.])")
_MIXED_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[./\-]\s*(\d{1,2})\s*月")
_ODD_SEPARATORS = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*[\\。，,、_·．~]\s*(\d{1,2})\s*[\\。，,、_·．~]\s*(\d{1,2})(?!\d)"
)
_SPACED = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*([./-])\s*(\d{1,2})\s*([./-])\s*(\d{1,2})(?!\d)")
_MONTH_DAY = re.compile(rf"(?<![\d.\-/年])(\d{{1,2}})([./\-])(\d{{1,2}})日?(?!\s*[个月天年周])(?!\d){_END}")
_QUARTER = re.compile(r"[Qq]([1-4])")
_MONTH_THEN_DAY = re.compile(r"(\d{1,2}月\d{1,2})(?=$|前|之前|以前|底)")
_HAN = "〇零○一二三四五六七八九十"
_HAN_YEAR = re.compile(rf"([{_HAN}]{{4}}|[{_HAN}]{{2}})年")
_HAN_PART = re.compile(rf"([{_HAN}]{{1,3}})(月(?!内|份内)|日|号)")
_DAY = re.compile(r"(?<!\d)(?:(\d{2,4})[年./\-])?(\d{1,2})(?:月份?|(?<=\d)[./\-])(\d{1,2})(?![\d%])[日号]?")
_MONTH = re.compile(r"(?<![\d.第])(\d{1,2})\s*月(?!内)")
_YEAR_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)[./\-年](\d{1,2})(?![\d%])")
_BARE_YEAR = re.compile(r"(?:20\d\d年|今年|明年|本年)度?")
_EVENT = re.compile(r"[\u4e00-\u9fff]{2,10}(?:前|后|期间|之前)(?!完成)")
_FESTIVALS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(f'[“"]?(?:{names})[”"]?(?:节|假期|小长假|长假)?(?:之|以|放假|到来)?前'), day)
    for names, day in (
        ("五一(?:劳动)?|劳动(?=节)", "4月30日前"),
        ("国庆|十一(?!月)", "9月30日前"),
        ("七一|建党(?=节)", "6月30日前"),
    )
)
"""Festivals of the civil calendar, and the day before each."""
_LASTING = re.compile("(?:长期|持续|常态化?|经常性?|常年|日常)[\u4e00-\u9fff]{0,4}")
_NOTHING = re.compile(r"[\s/\\—–\-－_.。无]*")


@dataclass(frozen=True, slots=True)
class DueCell:
    """The value of the reading contract, the words as written, the day a ledger would use."""

    value: str | None
    text: str
    on: date | None
    is_bad: bool = False
    """A day that no calendar has: 2026-02-30, 13月."""


@lru_cache(maxsize=4096)
def read_due(text: str, *, base: date | None, year: int | None) -> DueCell:
    """The deadline in a cell; `base` and `year` stand for what the words leave out."""
    words = text.strip()
    if _NOTHING.fullmatch(words):
        return DueCell(None, "", None)
    spelt = _spelt(words, year or (base.year if base else None))
    if _is_impossible(spelt, year or (base.year if base else None)):
        return DueCell(None, words, None, is_bad=True)
    due = read_due_field(spelt, base=base, year=year)
    if due is None or _is_event_of_year(spelt, due):
        return DueCell(None, words, None)
    return DueCell(due.value, words, due.on)


def _is_event_of_year(words: str, due: Due) -> bool:
    """2026年秋季学期前 names a year, and a day in it that no calendar tells."""
    if not _BARE_YEAR.fullmatch(due.text):
        return False
    return bool(_EVENT.match(words, words.find(due.text) + len(due.text)))


def _spelt(words: str, year: int | None) -> str:
    """The words with every day in a spelling that the reader of documents knows."""
    plain = _CLOCK.sub("", unicodedata.normalize("NFKC", words).replace("\n", " ").strip())
    if serial := _SERIAL.fullmatch(plain):
        return _of_serial(int(serial[1])) or plain
    if _LASTING.fullmatch(plain):
        return "长期坚持"
    if month := _COMPACT_MONTH.fullmatch(plain):
        return f"{month[1]}年{int(month[2])}月"
    plain = _in_digits(plain)
    for pattern, spell in _SPELLINGS:
        plain = pattern.sub(spell, plain)
    for festival, eve in _FESTIVALS:
        plain = festival.sub(eve, plain)
    if year is not None:
        plain = _MONTH_DAY.sub(lambda found: _month_day(found, year), plain)
    return plain


def _of_serial(number: int) -> str | None:
    if not _FIRST_SERIAL <= number <= _LAST_SERIAL:
        return None
    return (_EPOCH + timedelta(days=number)).isoformat()


def _day(year: str, month: str, day: str) -> str:
    return f"{year if len(year) == 4 else '20' + year}年{int(month)}月{int(day)}日"


_SPELLINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_COMPACT, lambda found: _day(found[1], found[2], found[3])),
    (_ODD_SEPARATORS, lambda found: _day(found[1], found[2], found[3])),
    (_SPACED, lambda found: _day(found[1], found[3], found[5])),
    (_SHORT_YEAR, lambda found: _day(found[1], found[3], found[4])),
    (_MIXED_MONTH, lambda found: f"{found[1]}年{int(found[2])}月"),
    (_MIXED, lambda found: _day(found[1], found[2], found[3])),
    (_QUARTER, lambda found: f"{found[1]}季度"),
    (_MONTH_THEN_DAY, lambda found: f"{found[1]}日"),
)


def _month_day(found: re.Match[str], year: int) -> str:
    """6.30 and 6/30 are days of the year; 3/5 of a whole would not stand in this column."""
    return f"{year}年{int(found[1])}月{int(found[3])}日"


def _in_digits(words: str) -> str:
    """二〇二六年六月三十日 in digits; numerals that are no part of a day stay."""
    if not any(mark in words for mark in "月日号年"):
        return words
    words = _HAN_YEAR.sub(lambda found: f"{_number(found[1])}年", words)
    return _HAN_PART.sub(lambda found: f"{_number(found[1])}{found[2]}", words)


def _number(han: str) -> str:
    number = parse_number(han)
    return han if number is None else str(int(number))


def _is_impossible(words: str, year: int | None) -> bool:
    """Whether a day or a month stands there that no calendar has."""
    for found in _DAY.finditer(words):
        if not _is_day(found[1], int(found[2]), int(found[3]), year):
            return True
    months = [found[1] for found in _MONTH.finditer(words)]
    months += [found[2] for found in _YEAR_MONTH.finditer(words)]
    return any(not 1 <= int(month) <= 12 for month in months)


def _is_day(written: str | None, month: int, day: int, year: int | None) -> bool:
    number = int(written) if written else year or 2024
    try:
        date(number if number > 99 else 2000 + number, month, day)
    except ValueError:
        return False
    return True
