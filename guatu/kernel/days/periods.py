"""Weeks, quarters, halves, years and five-year plans: 下周三, 第三季度末, 上半年, 年底前, “十四五”末."""

import re
from datetime import timedelta
from re import Match

from guatu.kernel.days.arithmetic import period_reading
from guatu.kernel.days.frame import Frame, number
from guatu.kernel.days.phrases import Form, Reading
from guatu.kernel.days.words import BOTTOM, BY, HAN, INSIDE, JOIN, NOT_WITHIN_NUMBER, TAIL, YEAR

_DIGITS = "0123456789"
_YEAR_STARTS = _DIGITS + HAN + "今本当同明次翌来去上"

_QUARTER = re.compile(
    rf"{NOT_WITHIN_NUMBER}(?:{YEAR} ?的?)?前?第?(?:[一二三四1-4](?:季度?)?(?:{JOIN}|、))?"
    rf"(?P<q>[一二三四1-4]) ?季(?:度|(?=[底末]))(?P<part>{BOTTOM}|初)?{TAIL}"
)
_NEAR_QUARTER = re.compile(rf"(?P<near>[本下])(?:个季度|季度|季(?=[底末]))(?P<part>{BOTTOM})?{TAIL}")
_HALF = re.compile(rf"{NOT_WITHIN_NUMBER}(?:{YEAR} ?的?)?(?P<half>[上下])半年(?P<part>{BOTTOM})?{TAIL}")
_YEAR = re.compile(
    rf"{NOT_WITHIN_NUMBER}(?:(?:19|20)\d\d年?{JOIN})?{YEAR}"
    rf"(?P<part>年?(?:{BOTTOM})|年终前|年[中初]|全年|[中初](?=[前，,、。；;）)]|$)|[年度]?{INSIDE}|度(?=[底末]|之?前))?"
    rf"(?!度|版|级|第|龄|代|产|款){TAIL}"
)
_YEAR_END = re.compile(
    rf"(?<![0-9{HAN}两几数多半当近每周往历学青成中老去今明本同次])"
    rf"(?P<part>年(?:{BOTTOM})|年度?{INSIDE}|年终(?=前)|年中(?=前|完成)|岁末(?!年初)|全年(?!龄|级|段|制)){TAIL}"
)
_FIVE_YEARS = re.compile(
    r"[“\"「‘']?(?<![二三四五六七八九])十(?P<plan>[三四五六])五[”\"」’']?"
    r"(?P<part>期?末|收官(?:之年)?|期内|期间|时期)(?:之?前)?"
)
_WEEK = re.compile(
    r"(?P<rw>本周|这周|当周|下下周|下周|上周)(?!期|边|转|年|长|报|刊|例|折|全|密)(?P<day>[一二三四五六日天末])?"
    + TAIL
)
_WEEKDAY = re.compile(rf"(?<![本这当下上每])(?:周|星期|礼拜)(?P<day>[一二三四五六日天])(?:下班)?{BY}")

_PLAN_ENDS = {"三": 2020, "四": 2025, "五": 2030, "六": 2035}
_WEEKS_OFF = {"本周": 0, "这周": 0, "当周": 0, "下周": 1, "下下周": 2, "上周": -1}
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 6}


def _read_quarter(match: Match[str], frame: Frame) -> Reading:
    year, quarter = frame.year_of(match), number(match["q"])
    frame.share(match, year)
    if match["part"] == "初":
        return Reading(None, None, "period")
    return period_reading(year, quarter * 3, is_limit=bool(match["part"]))


def _read_near_quarter(match: Match[str], frame: Frame) -> Reading:
    if frame.base is None:
        return Reading(None, None, "period")
    years, quarter = divmod((frame.base.month - 1) // 3 + (match["near"] == "下"), 4)
    return period_reading(frame.base.year + years, quarter * 3 + 3, is_limit=bool(match["part"]))


def _read_half(match: Match[str], frame: Frame) -> Reading:
    year = frame.year_of(match)
    frame.share(match, year)
    return period_reading(year, 6 if match["half"] == "上" else 12, is_limit=bool(match["part"]))


def _read_year(match: Match[str], frame: Frame) -> Reading:
    year, part = frame.year_of(match), match["part"] or ""
    if part.endswith("初"):
        return Reading(None, None, "period")
    is_limit = part not in ("", "全年", "度") and not part.endswith("中")
    return period_reading(year, 6 if part.endswith("中") else 12, is_limit=is_limit)


def _read_year_end(match: Match[str], frame: Frame) -> Reading:
    part = match["part"]
    year = frame.sentence_year or frame.own_year
    return period_reading(year, 6 if part == "年中" else 12, is_limit=part != "全年")


def _read_five_years(match: Match[str], _frame: Frame) -> Reading:
    return period_reading(_PLAN_ENDS[match["plan"]], 12, is_limit=match["part"] not in ("期间", "时期"))


def _read_week(match: Match[str], frame: Frame) -> Reading:
    return _weekday(frame, match["day"], weeks=_WEEKS_OFF[match["rw"]])


def _read_weekday(match: Match[str], frame: Frame) -> Reading:
    """周五前: the next such day from the base on."""
    if frame.base is None:
        return Reading(None, None, "day")
    is_over = _WEEKDAYS[match["day"]] < frame.base.weekday()
    return _weekday(frame, match["day"], weeks=int(is_over))


def _weekday(frame: Frame, day: str | None, *, weeks: int) -> Reading:
    """A day of a week counted from the base's week; the Sunday where no day is named."""
    if frame.base is None:
        return Reading(None, None, "day" if day else "period")
    days = weeks * 7 + _WEEKDAYS[day or "日"] - frame.base.weekday()
    on = frame.base + timedelta(days=days)
    return Reading(on.isoformat(), on, "day" if day else "period")


PERIODS = (
    Form(_YEAR_STARTS + "前第", _QUARTER, _read_quarter),
    Form("本下", _NEAR_QUARTER, _read_near_quarter),
    Form(_YEAR_STARTS + "上下", _HALF, _read_half),
    Form("“\"「‘'十", _FIVE_YEARS, _read_five_years),
    Form("本这当下上", _WEEK, _read_week),
    Form("周星礼", _WEEKDAY, _read_weekday),
    Form(_YEAR_STARTS, _YEAR, _read_year),
    Form("年岁本全", _YEAR_END, _read_year_end),
)
