"""Days and months of the calendar: 2024年10月31日前, 10月底, 6-10月份, 2024.10.31, 下月10日前."""

import re
from re import Match

from guatu.kernel.days.arithmetic import day_reading, month_end, month_reading
from guatu.kernel.days.frame import Frame, number
from guatu.kernel.days.phrases import Form, Reading
from guatu.kernel.days.words import (
    BEFORE,
    BOTTOM,
    DAY,
    HAN,
    JOIN,
    MONTH,
    NOT_WITHIN_NUMBER,
    TAIL,
    YEAR,
)

_PART = rf"(?P<part>上?中旬|中?下旬|上旬|上半月|下半月|月?初|月?(?:{BOTTOM}))"
_NO_NAME = r"(?!楼|文|线|院|井|令|机|地|馆|车|门|公路|通知|通报|均|产|常|程|用|照)"
_ON_DAY = rf"(?:(?P<d0>{DAY}) ?[日号]?(?:{JOIN}|、))?(?P<d>{DAY}) ?[日号]{_NO_NAME}"
_HAN_CHARACTER = r"[\u4e00-\u9fff]"

_DATE = re.compile(
    rf"{NOT_WITHIN_NUMBER}(?:{YEAR} ?的?)?"
    rf"(?:(?P<m0>{MONTH}) ?月?份?{JOIN}|(?<={_HAN_CHARACTER}){MONTH} ?月?份?、)?"
    rf"(?P<m>{MONTH}) ?月(?!饼|嫂|球|租|薪|均|报|度|子|供|产|亮|龄|票|刊)份?"
    rf"(?: ?{_ON_DAY}| ?{_PART})?{TAIL}"
)
_ISO = re.compile(
    r"(?<![0-9A-Za-z./])(?<![A-Za-z]-)(?P<y>(?:19|20)\d\d)(?P<sep>[-/.])(?P<m>\d{1,2})"
    r"(?:(?P=sep)(?P<d>\d{1,2})日?(?![0-9A-Za-z版]|[.\-/]\d)"
    rf"|(?![0-9A-Za-z]|[./]\d|-\d{1, 2}(?!\d))(?= ?(?:[前底内止至到]|[^\w%‰]|$)))(?: ?{_PART})?{TAIL}"
)
_MONTH_DOT_DAY = re.compile(rf"(?<![0-9A-Za-z.\-/])(?P<m>1[0-2]|0?[1-9])\.(?P<d>[0-3]?\d)日?{BEFORE}")
_NEAR_MONTH = re.compile(
    rf"(?P<rm>本月|当月|这个月|下个?月|次月|上个?月)(?!度)份?(?: ?{_ON_DAY}| ?{_PART})?{TAIL}"
)
_MONTH_END = re.compile(rf"(?<![0-9{HAN}每本下上次当个份数])月(?:{BOTTOM}){TAIL}")
_DAY_ONLY = re.compile(rf"{NOT_WITHIN_NUMBER}(?P<d>{DAY})[日号]{_NO_NAME}{TAIL}")

_LAST_OF_PART = {"上半月": 15, "上旬": 10, "中旬": 20, "上中旬": 20}
_MONTHS_OFF = {"本月": 0, "当月": 0, "这个月": 0, "下月": 1, "下个月": 1, "次月": 1, "上月": -1, "上个月": -1}


def _within_month(match: Match[str], year: int | None, month: int) -> Reading:
    """A day, a third or the end of a month, or the month."""
    if day := match["d"]:
        return day_reading(year, month, number(day))
    part = (match["part"] or "初").removeprefix("月")
    if part == "初":
        return month_reading(year, month)
    is_end = part in "底末"
    last = month_end(year or 2000, month).day
    return day_reading(year, month, _LAST_OF_PART.get(part, last), is_limit=is_end)


def _read_date(match: Match[str], frame: Frame) -> Reading:
    year, month = frame.year_of(match), number(match["m"])
    if year and (first := match["m0"]) and number(first) > month:
        year += 1
    frame.share(match, year, month)
    return _within_month(match, year, month)


def _read_iso(match: Match[str], frame: Frame) -> Reading | None:
    frame.stated_year, month = int(match["y"]), int(match["m"])
    if not 1 <= month <= 12:
        return None
    frame.sentence_month = (frame.stated_year, month)
    return _within_month(match, frame.stated_year, month)


def _read_month_dot_day(match: Match[str], frame: Frame) -> Reading:
    year = frame.sentence_year or frame.own_year
    return day_reading(year, int(match["m"]), int(match["d"]), is_limit=True)


def _read_near_month(match: Match[str], frame: Frame) -> Reading:
    if frame.base is None:
        return Reading(None, None, "month")
    years, month = divmod(frame.base.month - 1 + _MONTHS_OFF[match["rm"]], 12)
    frame.sentence_month = (frame.base.year + years, month + 1)
    return _within_month(match, *frame.sentence_month)


def _read_month_end(_match: Match[str], frame: Frame) -> Reading:
    if frame.base is None:
        return Reading(None, None, "day", is_limit=True)
    end = month_end(frame.base.year, frame.base.month)
    return Reading(end.isoformat(), end, "day", is_limit=True)


def _read_day_only(match: Match[str], frame: Frame) -> Reading | None:
    """15日前: of the month just named, else the next such day from the base on. Without 前 it is no time."""
    if not (frame.in_range or (match["limit"] or "").endswith(("前", "止"))):
        return None
    day = number(match["d"])
    if frame.sentence_month:
        return day_reading(*frame.sentence_month, day)
    if frame.base is None:
        return Reading(None, None, "day")
    years, month = divmod(frame.base.month - (day >= frame.base.day), 12)
    return day_reading(frame.base.year + years, month + 1, day)


_DIGITS = "0123456789"
NAMED_DATES = (
    Form(_DIGITS, _ISO, _read_iso),
    Form(_DIGITS, _MONTH_DOT_DAY, _read_month_dot_day),
    Form(_DIGITS + HAN + "今本当同明次翌来去上", _DATE, _read_date),
    Form("本当这下次上", _NEAR_MONTH, _read_near_month),
    Form("月", _MONTH_END, _read_month_end),
)
DAYS_ALONE = (Form(_DIGITS + HAN, _DAY_ONLY, _read_day_only),)
