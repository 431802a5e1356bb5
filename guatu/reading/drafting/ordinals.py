"""Measures told apart by the ordinals inside a passage: 一是 … 二是 …, 第一，… , (1) … , ①."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from guatu.kernel.numbers import ordinal_of
from guatu.reading.outlining.markers import NUMERAL


class Piece(NamedTuple):
    """A passage that an ordinal opens; `words_start` is behind the ordinal."""

    start: int
    words_start: int
    end: int
    number: int


_SPOKEN = re.compile(rf"(?<![之唯同统单第不这都就也])({NUMERAL})是(?!否)[:：,，]?")
_FORMS = (
    _SPOKEN,
    re.compile(rf"(?:(?<=[。；;：:，,\n\s”])|^)({NUMERAL})要(?!求|素|点)[:：,，]?"),
    re.compile(rf"(?:(?<=[。；;：:\n\s”])|^)第({NUMERAL})[、,，:：]"),
    re.compile(rf"(?:(?<=[。；;：:\n\s”])|^)[(（](\d{{1,2}}|{NUMERAL})[)）]\s*"),
    re.compile(r"([①②③④⑤⑥⑦⑧⑨⑩⑪⑫])\s*"),
    re.compile(r"(?:(?<=[。；;：:\n\s”])|^)(\d{1,2})\s*(?:[、．]|\.(?!\d))\s*"),
)
_FIRST = tuple(map(re.compile, ("[一二]是", "一要", "第", "[1一][)）]", "①", "1")))
"""For each form, what no sequence is without: a look for it costs next to nothing."""
_WORDS = re.compile("首先|其次|再次|再者|最后")
_WORDED = re.compile(rf"(?:(?<=[。；;：:\n\s”])|^)({_WORDS.pattern})[,，:：]")
_COUNTS = "个项次年月日家条批轮种类样名位方级线人把心切般定直些体旦向再律同味度半起手则边"
"""What makes a numeral a count or a word: 三个, 一般, 一律."""
_DAMAGED = re.compile(rf"(?<=[。；;”\n])({NUMERAL})(?=[\u4e00-\u9fff])(?![是、.．)）]|[{_COUNTS}]|{NUMERAL})")
_FIRST_DAMAGED = re.compile(
    r"(?:[\u4e00-\u9fff]{2,8}[:：])?\s*(一)(?=[\u4e00-\u9fff]{2})"
    r"(?![是批些个项次年月日家条方般直定律度旦并同样再起体系])"
)
_BURIED = re.compile(
    rf"(?<=[\u4e00-\u9fff）”])(?<![十第之百])({NUMERAL})"
    r"(?=完善|加强|强化|推进|建立|健全|开展|印发|落实|组织|制定|加快|规范|严格|积极|认真|深入|持续|推动|设立"
    r"|督促|加大|提升|优化|压实|修订|涉及)"
)
"""A numeral that lost both its 是 and the full stop before it."""


def pieces(text: str, start: int, end: int) -> list[Piece]:
    """The passages that a sequence of ordinals from the first opens in `text[start:end]`; or none."""
    for form, first in zip(_FORMS, _FIRST, strict=True):
        if not first.search(text, start, end):
            continue
        marks = list(_sequence(text, start, end, form))
        if len(marks) >= 2:
            return _passages(text, marks, end)
    if not _WORDS.search(text, start, end):
        return []
    worded = [(m.start(), m.end(), i + 1) for i, m in enumerate(_WORDED.finditer(text, start, end))]
    return _passages(text, worded, end) if len(worded) >= 2 else []


def opens_with_ordinal(text: str, start: int, end: int) -> Piece | None:
    """The ordinal at the head of a passage that stands as a line of its own: 一是…, 第一，…, （1）…."""
    for form in _FORMS:
        found = form.match(text, start, end)
        if found:
            return Piece(start, found.end(), end, ordinal_of(found.group(1)) or 0)
    return None


def _sequence(text: str, start: int, end: int, form: re.Pattern[str]) -> Iterator[tuple[int, int, int]]:
    """Marks numbered 1, 2, 3 …: start, end and number of each."""
    wanted, at = 1, start
    while found := _mark(text, at, end, form, wanted):
        yield found.start(), found.end(), wanted
        wanted, at = wanted + 1, found.end()


def _mark(text: str, at: int, end: int, form: re.Pattern[str], wanted: int) -> re.Match[str] | None:
    """The mark with a number; where 三是 is missing, a numeral that lost its 是 stands in."""
    found = _numbered(text, at, end, form, wanted)
    if found or form is not _SPOKEN:
        return found
    if wanted == 1:
        return _FIRST_DAMAGED.match(text, at, end)
    return _numbered(text, at, end, _DAMAGED, wanted) or _numbered(text, at, end, _BURIED, wanted)


def _numbered(text: str, at: int, end: int, form: re.Pattern[str], wanted: int) -> re.Match[str] | None:
    return next((m for m in form.finditer(text, at, end) if ordinal_of(m.group(1)) == wanted), None)


def _passages(text: str, marks: list[tuple[int, int, int]], end: int) -> list[Piece]:
    ends = [mark[0] for mark in marks[1:]] + [end]
    return [
        Piece(start, words, end_of_words(text, words, stop), number)
        for (start, words, number), stop in zip(marks, ends, strict=True)
    ]


def end_of_words(text: str, start: int, end: int) -> int:
    """The end of a stretch without blanks and opening quotes, which belong to what follows."""
    while end > start and text[end - 1] in " \n\t\u3000“‘":
        end -= 1
    return end
