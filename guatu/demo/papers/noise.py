"""Noise as found on the open web, laid over clean text by name and by a fixed seed."""

import re
from functools import cache
from random import Random
from typing import Any

from guatu.demo.papers.paper import Front

_HOMOPHONES = str.maketrans({"为": "偽", "的": "得", "在": "再", "我": "硪", "好": "hao", "也": "野"})
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_ORDINAL_START = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、]|[一二三四五]是)"
)
_BRACKETED_ORDINAL = re.compile(r"^（[一二三四五六七八九十]+）")
_QUOTED = re.compile(r"“([^“”]*)”")
_LATER_ORDINAL = re.compile(r"([。；])([二三四五六])是")
_QUOTE_END = re.compile(r"[。！？]”$")
_WITH_PINYIN = re.compile(r".(?:\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ]+\))?")
_PAGE = 420
"""Characters between two page marks, give or take a tenth."""


def spoil(line: str, front: Front, chance: Random) -> str:
    """A paragraph with the noise that lives inside a line."""
    if "lost_brackets" in front.noise:
        line = _lose_brackets(line, chance)
    if "fullwidth_digits" in front.noise:
        line = line.translate(_FULL_WIDTH)
    if "homophones" in front.noise:
        line = line.translate(_HOMOPHONES)
    if "mojibake" in front.noise:
        line = _QUOTE_END.sub("?！?/p>", line)
    if "traditional" in front.noise:
        line = _traditional(line, chance if "pinyin" in front.noise else None)
    return line


def _lose_brackets(line: str, chance: Random) -> str:
    if chance.random() < 0.3:
        line = _BRACKETED_ORDINAL.sub("）", line)
    line = _LATER_ORDINAL.sub(lambda found: _damaged_ordinal(found, chance), line)
    return _QUOTED.sub(lambda found: _half_quoted(found[1], chance.random()), line)


def _damaged_ordinal(found: re.Match[str], chance: Random) -> str:
    end = "" if chance.random() < 0.2 else found[1]
    return end + found[2] + ("" if chance.random() < 0.3 else "是")


def _half_quoted(words: str, luck: float) -> str:
    opening, closing = "" if luck < 0.15 else "“", "" if 0.15 <= luck < 0.25 else "”"
    return opening + words + closing


def _traditional(line: str, chance: Random | None) -> str:
    """Traditional characters; with a chance given, a third of the changed ones bear their pinyin."""
    changed = _to_traditional(line)
    if chance is None or len(changed) != len(line):
        return changed
    return "".join(
        new + (f"({_pinyin(old)})" if new != old and chance.random() < 1 / 3 else "")
        for old, new in zip(line, changed, strict=True)
    )


def _to_traditional(line: str) -> str:
    return str(_converter().convert(line))


@cache
def _converter() -> Any:
    from opencc import OpenCC  # loads dictionaries: only papers in traditional characters pay

    return OpenCC("s2t")


@cache
def _pinyin(character: str) -> str:
    from pypinyin import Style, pinyin

    return pinyin(character, style=Style.TONE)[0][0]


def run_together(lines: list[str], front: Front, chance: Random) -> str:
    """The text of the given paragraphs with the noise that lives between lines."""
    if "lost_breaks" in front.noise:
        lines = _lose_breaks(lines, chance)
    text = "\n".join(lines)
    if "one_line" in front.noise:
        text = f"{lines[0]} {''.join(lines[1:])}"
    if "page_marks" in front.noise:
        text = _mark_pages(text, title=lines[0], chance=chance)
    if "hard_wraps" in front.noise:
        text = "\n".join(_wrapped(line) for line in text.split("\n"))
    return text


def _lose_breaks(lines: list[str], chance: Random) -> list[str]:
    kept = lines[:2]
    for line in lines[2:]:
        if _ORDINAL_START.match(line) and chance.random() < 0.35:
            kept[-1] += line
        else:
            kept.append(line)
    return kept


def _mark_pages(text: str, *, title: str, chance: Random) -> str:
    """Page counters of a document-sharing site, dropped wherever a page happened to end."""
    pages, at = [], 0
    while at < len(text):
        end = at + _PAGE + chance.randint(-_PAGE // 10, _PAGE // 10)
        pages.append(text[at:end].strip("\n"))
        at = end
    more = f"更多相关《{title}.docx（{len(pages)}页珍藏版）》请在文档共享网上搜索。"
    head = f"《{title}.docx》由会员分享，可在线阅读，{more}"
    return "\n".join([head, *(f"{number}、{page}" for number, page in enumerate(pages, start=1))])


def _wrapped(line: str, width: int = 36) -> str:
    """Lines of equal width; pinyin keeps to its character, having been put there after the wraps."""
    letters = _WITH_PINYIN.findall("　　" + line)
    return "\n".join("".join(letters[at : at + width]) for at in range(0, len(letters), width))
