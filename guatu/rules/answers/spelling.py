"""Figures and days as officials write them: 1880万元, 3.2%, 1.2万人, 2026年6月30日, 2个月11天."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from guatu.kernel.days.arithmetic import add_months
from guatu.rules.catalogue.fields import Field
from guatu.rules.catalogue.units import MONEY, SHARE, Conversions
from guatu.rules.meaning.operands import per_unit
from guatu.rules.meaning.values import Number

ABOUT = "约"
_EXACT_PLACES = 6  # fen, where an amount is written in 万元
_ROUNDED_PLACES = 2
_SHORT_PLACES = 4
_TOO_MANY = 100_000  # in one unit: from here on the next larger one is written
_WAN, _YI = 10_000, 100_000_000
_MEASURES = {"工作日": "个工作日", "月": "个月"}
_SHARE_POINTS = "个百分点"


@dataclass(frozen=True, slots=True)
class Spelled:
    """A number in one unit: 120 and 万元."""

    number: str
    unit: str
    is_rounded: bool = False

    def __str__(self) -> str:
        return f"{ABOUT if self.is_rounded else ''}{self.number}{self.unit}"


def spell(value: Number, unit: str = "", apart_from: Number | None = None) -> Spelled:
    """A number without grouping. What is rounded never comes out as the bound beside it, or as nothing."""
    if not isinstance(value, Fraction):
        return Spelled("无穷大" if value > 0 else "负无穷大", "")
    if (exact := _decimal(value, _EXACT_PLACES)) is not None:
        return Spelled(exact, unit)
    places = _ROUNDED_PLACES
    while (rounded := _rounded(value, places)) in (0, apart_from):
        places += 1
    return Spelled(str(_decimal(rounded, places)), unit, is_rounded=True)


def _decimal(value: Fraction, places: int) -> str | None:
    """All digits of a number that ends within so many places; None for any other."""
    scaled = value * 10**places
    if scaled.denominator != 1:
        return None
    digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
    whole, rest = digits[: len(digits) - places], digits[len(digits) - places :].rstrip("0")
    return ("-" if value < 0 else "") + whole + (f".{rest}" if rest else "")


def _rounded(value: Fraction, places: int) -> Fraction:
    """四舍五入."""
    scale = 10**places
    size = Fraction((abs(value) * scale + Fraction(1, 2)).__floor__(), scale)
    return size if value >= 0 else -size


def write_figure(
    value: Number, field: Field, unit: str, conversions: Conversions, apart_from: Number | None = None
) -> Spelled:
    """A value of a field in the unit that the rule is written in, or where that is unhandy in a near one.

    `value` and `apart_from` are as the field holds them: yuan, fractions, the field's unit.
    """
    if field.type == "percent":
        one = per_unit(unit or SHARE, field, conversions)
        shown = unit if unit == "‰" else SHARE
        return _in_unit(value, one if unit == "‰" else Fraction(1, 100), shown, apart_from)
    one, shown = _handy(value, field, unit, conversions)
    return _in_unit(value, one, shown, apart_from)


def write_difference(value: Fraction, field: Field, unit: str, conversions: Conversions) -> Spelled:
    """How far two values of a field are apart; shares differ by 个百分点."""
    if field.type == "percent":
        return _in_unit(value, Fraction(1, 100), _SHARE_POINTS, None)
    return write_figure(value, field, unit, conversions)


def write_unit(unit: str) -> str:
    """A unit as it stands behind a number: 5个工作日."""
    return _MEASURES.get(unit, unit)


def _in_unit(value: Number, one: Fraction, unit: str, apart_from: Number | None) -> Spelled:
    return spell(value / one, unit, apart_from / one if apart_from is not None else None)


def _handy(value: Number, field: Field, unit: str, conversions: Conversions) -> tuple[Fraction, str]:
    """The unit to write, and how much of what the field is held in it is."""
    base = MONEY if field.type == "money" else field.unit
    if not isinstance(value, Fraction):
        return Fraction(1), ""
    if unit:
        one = per_unit(unit, field, conversions)
        if value == 0 or one <= abs(value) < _TOO_MANY * one:
            return one, write_unit(unit)
    if abs(value) >= _YI and _decimal(value / _YI, _SHORT_PLACES) is not None:
        return Fraction(_YI), f"亿{base}"
    if abs(value) >= (_WAN if base == MONEY else _TOO_MANY):
        return Fraction(_WAN), f"万{base}"
    return Fraction(1), write_unit(base)


def write_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def write_span(first: date, last: date) -> str:
    """The time from one day to a later one in full years, months and days: 1年2个月, 11天."""
    months = (last.year - first.year) * 12 + last.month - first.month
    if add_months(first, months) > last:
        months -= 1
    days = (last - add_months(first, months)) // timedelta(days=1)
    parts = ((months // 12, "年"), (months % 12, "个月"), (days, "天"))
    return "".join(f"{count}{span}" for count, span in parts if count) or "0天"


def write_list(words: Iterable[str], most: int = 5) -> str:
    """Words between 、; of many the first few and their number."""
    listed = list(words)
    shown = "、".join(listed[:most])
    return shown if len(listed) <= most else f"{shown}等{len(listed)}项"
