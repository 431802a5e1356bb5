"""Secrecy marks (国家秘密标志): what bears one must not be read at all.

The form is that of the rules on marking state secrets: the level, ★, the term, at the head of the first page.
内部 and 工作秘密 are no levels of state secrets.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import islice, pairwise

from guatu.reading.errors import MarkedSecret
from guatu.reading.source import Source

_LEVEL = "(?:[绝絕]密|[机機]密|[秘祕]密)"
_TERM = "(?:[(]?(?:[0-9〇一二三四五六七八九十]{1,3}(?:年|个月|月|天|日)|长期|長期)[)]?|启用前|解密前|公布前)"
_NAMED = "(?:密级|密級|秘密等级|涉密等级|保密等级)"
_STARRED = re.compile(f"(?<!工作)(?<!商业)(?<!商業){_LEVEL}级?[★☆⭐✭*]")
# what may stand on the same line of a form
_NEXT = r"$|[★☆*·•()\[\]】|/;.。\-—]|\d|长期|保密|密期|期限|份号|编号|文号|[紧缓特加平]急|急"
_DECLARED = re.compile(f"[\\[【(<]?{_NAMED}:?{_LEVEL}(?:级|件)?(?={_NEXT})")
_BARE = re.compile(f"[\\[【(<《]?{_LEVEL}(?:级|件)?[\\]】)>》]?[·•:,\\-—]*{_TERM}?")
_NAME_ALONE = re.compile(f"{_NAMED}:?")
_INVISIBLE = re.compile("[\\s\u200b-\u200f\u2060\ufeff\u00ad\x00-\x1f\x7f]+")
_SHORT = 60
_FIRST_BLOCKS = 12
_STARRED_BLOCKS = 40
"""How far the head reaches; a level with its star is a mark further down than a bare word is."""


def refuse_marked(source: Source) -> None:
    """Raise MarkedSecret for a document with a mark in its head."""
    head = [(source.text[b.start : b.end], b.cell) for b in islice(source.blocks, _STARRED_BLOCKS)]
    texts = [_plain(text) for text, _ in head]
    if any(_STARRED.search(text[:_SHORT]) for text in texts):
        raise MarkedSecret
    for text, (_, cell) in zip(texts[:_FIRST_BLOCKS], head, strict=False):
        if _DECLARED.match(text) or ((cell is None or cell.row == 0) and _BARE.fullmatch(text)):
            raise MarkedSecret
    for name, level in pairwise(texts[:_FIRST_BLOCKS]):
        if _NAME_ALONE.fullmatch(name) and _BARE.fullmatch(level):
            raise MarkedSecret


def refuse_marked_lines(lines: Sequence[str]) -> None:
    """The same for the first lines of a text that has no blocks."""
    for line in lines[:_FIRST_BLOCKS]:
        if is_mark(line):
            raise MarkedSecret


def is_mark(line: str) -> bool:
    """Whether a line of its own, as in a page header, is a secrecy mark."""
    text = _plain(line)
    return bool(_STARRED.search(text[:_SHORT]) or _DECLARED.match(text) or _BARE.fullmatch(text))


def _plain(line: str) -> str:
    """Narrow forms, without blanks: 机　密 ★ １０ 年 is 机密★10年."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", line[: 4 * _SHORT]))
