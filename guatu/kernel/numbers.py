"""Numbers as offices write them: 三亿六千万, 二〇二六, 2.3万, 1,250, and back to Chinese numerals."""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

_ALIKE = ("零〇○", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_DIGITS = {digit: value for value, alike in enumerate(_ALIKE) for digit in alike}
HAN_DIGITS = "".join(_DIGITS)
"""The characters that stand for one digit."""
_PLAIN = str.maketrans("拾佰仟萬億，．％", "十百千万亿,.%")
_ASCII = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_GROUPING = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_POSITIONAL = re.compile(rf"[{HAN_DIGITS}]{{2,}}")
_ONE = rf"[{HAN_DIGITS}]"
_SECTION = re.compile(
    rf"(?:(?P<thousands>{_ONE})千)?[零〇]?(?:(?P<hundreds>{_ONE})百)?[零〇]?"
    rf"(?:(?P<tens>{_ONE})?(?P<ten>十)|(?P<score>[廿卅]))?[零〇]?(?P<ones>{_ONE})?"
)
_MIXED_SECTION = re.compile(
    r"(?:(?P<thousands>\d+(?:\.\d+)?)千)?(?:(?P<hundreds>\d+(?:\.\d+)?)百)?(?P<ones>\d+(?:\.\d+)?)?"
)
_SCORES = {"廿": 20, "卅": 30}
_SHARES = {"百分之": 100, "千分之": 1000, "万分之": 10000}
_LARGEST = 10**16
_LONGEST = 40
"""No number of an office is written longer."""


def parse_number(text: str) -> Decimal | None:
    """The number that the whole of `text` writes, or None where it is no single number.

    百分之十二 is the plain number 0.12. 三万五 is 35000, as spoken. Vague words (几十, 十余) are no number.
    """
    if len(text) > _LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", text).translate(_PLAIN).strip()
    for share, parts in _SHARES.items():
        if plain.startswith(share):
            of = Decimal(100) if plain == "百分之百" else _whole(plain[3:])
            return None if of is None else of / parts
    return _whole(plain)


def to_chinese(number: int) -> str:
    """The number in lower-case Chinese numerals: 12 is 十二, 110 is 一百一十. From 0 to below 10^16."""
    if not 0 <= number < _LARGEST:
        raise ValueError(f"{number} 不在 0 至一亿亿之间，无法写成汉字数字")
    if number == 0:
        return "零"
    written = _large(number)
    return written[1:] if written.startswith("一十") else written


@lru_cache(maxsize=4096)
def ordinal_of(text: str) -> int | None:
    """The place that a numbering mark gives, brackets aside: 十二, 12, ③, ㈣; None for what is no place."""
    mark = text.strip()
    if len(mark) == 1:
        value = Decimal(str(unicodedata.numeric(mark, 0.0)))
    else:
        value = parse_number(mark) or Decimal(0)
    return int(value) if value >= 1 and value == int(value) else None


def _whole(text: str) -> Decimal | None:
    if _ASCII.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if text == "半":
        return Decimal("0.5")
    if _POSITIONAL.fullmatch(text):
        return Decimal("".join(str(_DIGITS[digit]) for digit in text))
    return _scaled(_GROUPING.sub("", text), 8, "亿")


def _scaled(text: str, power: int, mark: str) -> Decimal | None:
    """What stands before the last `mark` counts by it, what stands behind it is the rest."""
    many, found, rest = text.rpartition(mark)
    if not found:
        return _scaled(text, 4, "万") if power == 8 else _section(text)
    before = _scaled(many, 4, "万") if many else None
    after = _rest(rest, power)
    return None if before is None or after is None else before.scaleb(power) + after


def _rest(text: str, power: int) -> Decimal | None:
    """What follows 亿 or 万: nothing, a smaller number, or one spoken digit (三万五)."""
    if not text:
        return Decimal(0)
    if len(text) == 1 and text in _DIGITS:
        return Decimal(_DIGITS[text]).scaleb(power - 1)
    bare = text.lstrip("零〇")
    rest = _scaled(bare, 4, "万") if power == 8 and bare else _section(bare)
    return rest if rest is not None and rest < Decimal(1).scaleb(power) else None


def _section(text: str) -> Decimal | None:
    """A number below 万, with or without a decimal part: 九十八点五, 2.3, 3千5百."""
    if not text:
        return None
    if text[0].isascii():
        return _mixed_section(text)
    head, point, decimals = text.partition("点")
    if point and not (decimals and all(digit in _DIGITS for digit in decimals)):
        return None
    found = _SECTION.fullmatch(head)
    if not head or found is None:
        return None
    value = _han_section(found)
    return value + Decimal("0." + "".join(str(_DIGITS[digit]) for digit in decimals)) if point else value


def _mixed_section(text: str) -> Decimal | None:
    found = _MIXED_SECTION.fullmatch(text)
    if found is None:
        return None
    thousands, hundreds, ones = (Decimal(part or 0) for part in found.group("thousands", "hundreds", "ones"))
    return thousands * 1000 + hundreds * 100 + ones


def _han_section(found: re.Match[str]) -> Decimal:
    thousands, hundreds, tens, ones = (
        _DIGITS.get(found[place] or "零", 0) for place in ("thousands", "hundreds", "tens", "ones")
    )
    if found["ten"] and not found["tens"]:
        tens = 1
    value = thousands * 1000 + hundreds * 100 + tens * 10 + _SCORES.get(found["score"] or "", 0)
    return Decimal(value + ones * _spoken(found))


def _spoken(found: re.Match[str]) -> int:
    """三千五 is 3500 and 一百二 is 120: a last digit right behind 千 or 百 counts by the next place."""
    before = found.string[found.start("ones") - 1 : found.start("ones")] if found["ones"] else ""
    return {"千": 100, "百": 10}.get(before, 1)


def _large(number: int) -> str:
    for power, mark in ((10**8, "亿"), (10**4, "万")):
        if number >= power:
            many, rest = divmod(number, power)
            return _large(many) + mark + (_gap(rest, power) + _large(rest) if rest else "")
    return _small(number)


def _gap(rest: int, power: int) -> str:
    return "零" if rest < power // 10 else ""


def _small(number: int) -> str:
    written = ""
    for power, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            written += _ALIKE[digit][0] + mark
        elif written and number and not written.endswith("零"):
            written += "零"
    return written
