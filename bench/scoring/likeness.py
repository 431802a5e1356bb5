"""When two words of a ledger are the same: texts, numbers of items, units, deadlines, quantities."""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from bench.scoring.ledgers import Measure, Metric

_HOMOPHONES = str.maketrans("偽伪得再硪野", "为为的在我也")
_PINYIN = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ]+\)")
_ORDINAL = re.compile(
    r"^(?:[一二三四五六七八九十]+是|第[一二三四五六七八九十]+[,，、]"
    r"|[(（]?[一二三四五六七八九十\d]+[)）、.．]|[-•·●])\s*"
)
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_ROLE = re.compile(r"[(（](牵头|配合|主办|协办)[^)）]*[)）]|等$")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?")
_MAGNITUDES = (("万亿", 1e12), ("亿", 1e8), ("千万", 1e7), ("百万", 1e6), ("万", 1e4), ("千", 1e3))
_PERCENT = {"percent": "%", "百分比": "%", "个百分点": "%", "百分点": "%"}


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


@cache
def bare(text: str | None) -> str:
    """Letters and digits only, simplified, homophone substitutes undone."""
    words = _converter().convert(unicodedata.normalize("NFKC", text or "").lower())
    words = _PINYIN.sub("", words).replace("hao", "好").translate(_HOMOPHONES)
    return re.sub(r"[^\w%‰]", "", words).replace("_", "")


def without_ordinal(text: str) -> str:
    return _ORDINAL.sub("", text.strip())


def ratio(one: str, other: str) -> float:
    """Share of common characters in order, from 0 to 1; empty texts are unlike anything."""
    if not one or not other:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


@cache
def begins_like(start: str, text: str) -> float:
    """How well a text begins with the given start, an ordinal or up to four characters before it aside."""
    wanted, best = bare(start), 0.0
    for words in {bare(text), bare(without_ordinal(text))}:
        for offset in range(5):
            window = words[offset : offset + len(wanted)]
            if len(window) >= min(len(wanted), 5):
                best = max(best, ratio(wanted, window) - 0.02 * offset)
    return best


def problem_likeness(gold: str, found: str) -> float:
    """How alike two problems are; a found one may go on after the gold one ends, or hold it inside."""
    wanted, words = bare(gold), bare(found)
    longer = ratio(wanted, words[: len(wanted)]) if len(words) > len(wanted) else 0.0
    return max(ratio(wanted, words), longer, 0.95 if wanted and wanted in words else 0.0)


def item_number(text: str | None) -> str:
    """The number of an item as digits: 十二, （十二） and 12. are one."""
    words = re.sub(r"[第().、.\s]", "", unicodedata.normalize("NFKC", text or ""))
    if not words or any(letter not in _DIGITS and letter != "十" for letter in words):
        return words
    if "十" not in words:
        return str(int("".join(str(_DIGITS[letter]) for letter in words)))
    tens, _, ones = words.partition("十")
    return str(_DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0))


def same_unit(one: str, other: str) -> bool:
    """Whether two names mean one unit: equal, one inside the other by two characters, or nearly equal."""
    a, b = bare(_ROLE.sub("", one)), bare(_ROLE.sub("", other))
    if not a or not b:
        return False
    inside = (a in b or b in a) and abs(len(a) - len(b)) <= 2 and min(len(a), len(b)) >= 3
    return a == b or inside or (len(a) == len(b) and ratio(a, b) >= 0.86)


def canonical_due(due: str | None) -> str | None:
    """A deadline in one writing, so that 2024年9月 and 2024-09 are one."""
    if due is None:
        return None
    found = _DAY.match(due.strip())
    if found is None:
        return "recurring:" + due.strip().removeprefix("recurring:").lower()
    year, month, day = found.groups()
    return f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")


def due_agrees(found: str, gold: Measure) -> bool:
    """Exact, an accepted alternative, or the same month where the words say no more than a month."""
    wanted = [canonical_due(due) for due in (gold.due, *gold.due_alternatives)]
    claimed = canonical_due(found)
    return claimed in wanted or any(
        _same_month(claimed, due, is_vague=bool(re.search("[上中下]旬", gold.due_text or "")))
        for due in wanted
    )


def _same_month(one: str | None, other: str | None, *, is_vague: bool) -> bool:
    if not one or not other or "recurring" in one + other or one[:7] != other[:7]:
        return False
    return is_vague or len(one) == 7 or len(other) == 7


def quantity(metric: Metric) -> tuple[float | None, str]:
    """Value and unit with the magnitude moved from the unit into the value: 2.3 万只 is 23000 只."""
    try:
        value = float(str(metric.value).replace(",", "").rstrip("%"))
    except ValueError:
        return None, bare(metric.unit)
    unit = _converter().convert(unicodedata.normalize("NFKC", metric.unit).strip().lower())
    unit = _PERCENT.get(unit, unit)
    for magnitude, size in _MAGNITUDES:
        if unit.startswith(magnitude) and not (magnitude == "千" and unit[1:2] in ("米", "瓦", "克")):
            return value * size, unit[len(magnitude) :]
    return value, unit


def same_quantity(found: Metric, gold: Metric) -> bool:
    """Values within two in a thousand, and units equal or one inside the other."""
    (value, unit), (wanted, wanted_unit) = quantity(found), quantity(gold)
    if value is None or wanted is None or abs(value - wanted) > 1e-6 + 0.002 * abs(wanted):
        return False
    return unit == wanted_unit or not unit or unit in wanted_unit or wanted_unit in unit
