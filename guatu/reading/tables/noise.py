"""What stands in a sheet and is no row of matters: totals, notes, heads once more, sections, examples."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from guatu.reading.tables.finding import head_text

Noise = Literal["total", "note", "repeated_head", "title", "section", "numbering", "example"]

_TOTAL = re.compile(
    r"(?:本页|本类|本表|本月|全[县市区]|总)?(?:合计|小计|总计|累计|共计|汇总)[:：]?(?:\d+[个项条件户]?)?"
    r"|共计?\d+[个项条件户].{0,12}"
)
_NOTE = re.compile(
    r"(?:备\s*注|注|说明|填[表报]说明|填[表报](?:人|单位|日期|时间)|制表(?:人|单位|日期|时间)?|审[核批签](?:人|领导)?|联系人|联系电话|报送(?:单位|时间|日期|人)|统计(?:人|时间|日期)"
    r"|分管领导|(?:单位)?负责人(?:签[字名])?|主要领导|经办人|单位[（(]盖章[）)]|盖章)\s*[:：]|^注\s*[\d一二三四五六七八九、.．]"
)
_SECTION = re.compile(
    r"(?:第?[一二三四五六七八九十]+(?:[、.．]|部分|类|大类|批)|[（(][一二三四五六七八九十]+[）)]|[IVX]+[、.．])"
)
_HAN_NUMBER = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.．]?")
_COLUMN_LETTER = re.compile(r"[甲乙丙丁戊A-Z]|\d{1,2}")
_DIGITS = re.compile(r"\d+")
_EXAMPLE = re.compile(r"[（(]?(?:例|示例|样例|举例|填写示例|范例)[）)]?[:：]?\d*")
_LONGEST_SECTION = 40


def noise_of(
    filled: Mapping[int, str],
    *,
    heads: Mapping[int, str],
    above: Sequence[str],
) -> Noise | None:
    """What kind of noise a row is; None for a row of matters. `filled` are its own texts by column."""
    first = next(iter(filled.values()))
    plain = "".join(first.split())
    if any(_TOTAL.fullmatch("".join(text.split())) for text in list(filled.values())[:2]):
        return "total"
    if _is_note(filled):
        return "note"
    if _is_head(filled, heads):
        return "repeated_head"
    if plain in above and len(filled) <= 2:
        return "title"
    if len(filled) >= 3 and _is_numbering(filled):
        return "numbering"
    return "example" if _EXAMPLE.fullmatch(plain) else None


def _is_note(filled: Mapping[int, str]) -> bool:
    texts = [text.strip() for text in filled.values()]
    if not _NOTE.match(texts[0]):
        return False
    return len(texts) == 1 or len(texts) <= 3 or all(_NOTE.match(text) for text in texts[::2])


def _is_head(filled: Mapping[int, str], heads: Mapping[int, str]) -> bool:
    if len(filled) < 2:
        return False
    parts = {part for words in heads.values() for part in (words, *words.split("/"))}
    return all(head_text(text) in parts for text in filled.values())


def _is_numbering(filled: Mapping[int, str]) -> bool:
    """A row 1 2 3 4 … that numbers the columns."""
    if all(_COLUMN_LETTER.fullmatch(text.strip()) for text in filled.values()):
        return True
    digits = [text.strip("（）() ") for text in filled.values()]
    return all(_DIGITS.fullmatch(one) for one in digits) and [int(one) for one in digits] == list(
        range(int(digits[0]), int(digits[0]) + len(digits))
    )


def section_of(
    filled: Mapping[int, str], *, spans: Mapping[int, int], width: int, subjects: Sequence[int] = ()
) -> str | None:
    """The words of a row that only parts the table: 一、基础设施方面; None for any other row.

    A problem that stands alone in the first column, one of `subjects`, is none unless it is numbered so.
    """
    texts = list(filled.items())
    if len(texts) == 2 and _HAN_NUMBER.fullmatch(texts[0][1]) and _is_short(texts[1][1]):
        return texts[1][1]
    if len(texts) != 1 or not _is_short(texts[0][1]):
        return None
    column, text = texts[0]
    spans_most = spans.get(column, 1) > 1 and spans[column] * 2 >= width
    return text if spans_most or _SECTION.match(text) or (column == 0 and column not in subjects) else None


def _is_short(text: str) -> bool:
    return len(text) <= _LONGEST_SECTION and not re.search("[。；;]", text)
