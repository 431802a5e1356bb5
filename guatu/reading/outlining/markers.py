"""Ordinals at the head of a line, at every level that Chinese offices use."""

import re
from dataclasses import dataclass
from typing import Literal

from guatu.kernel.numbers import ordinal_of

Style = Literal[
    "chapter",
    "section",
    "article",
    "issue",
    "comma",
    "paren",
    "ordinal",
    "arabic",
    "arabic_paren",
    "circled",
    "spoken",
]

NUMERAL = "[一二三四五六七八九十]{1,3}"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_FORMS: tuple[tuple[Style, re.Pattern[str]], ...] = (
    ("chapter", re.compile(rf"第({NUMERAL}|\d{{1,2}})(?:章|部分|编|篇)[\s　:：、，,]*")),
    ("section", re.compile(rf"第({NUMERAL}|\d{{1,2}})节[\s　:：、，,]*")),
    ("article", re.compile(rf"第({NUMERAL}(?:百{NUMERAL})?|\d{{1,3}})条[\s　:：、，,]*")),
    ("issue", re.compile(rf"(?:问题|事项|任务)\s*({NUMERAL}|\d{{1,2}})\s*[:：、.．\s　]\s*")),
    ("ordinal", re.compile(rf"第({NUMERAL})[、，,：:\s　]\s*")),
    ("spoken", re.compile(rf"({NUMERAL})(?:是|要)(?!否)")),
    ("comma", re.compile(rf"({NUMERAL})\s*[、.．]\s*(?!\d)")),
    ("paren", re.compile(rf"[(（]\s*({NUMERAL})\s*[)）]\s*[、.．]?\s*")),
    ("arabic_paren", re.compile(r"[(（]\s*(\d{1,3})\s*[)）]\s*[、.．]?\s*|(\d{1,2})[)）]\s*")),
    (
        "arabic",
        re.compile(
            r"(\d{1,3})(?:\s*[、．]|\s*\.(?!\d)|\s*\.(?=\d{1,2}月|20\d\d年)|\s+(?=[\u4e00-\u9fff“《]))"
            r"\s*(?![年月日%])"
        ),
    ),
    ("circled", re.compile(rf"([{_CIRCLED}])\s*")),
)


@dataclass(frozen=True, slots=True)
class Marker:
    """An ordinal: its form, its number (0 where its numeral is none), and where it stands in the text."""

    style: Style
    number: int
    start: int
    end: int
    text: str

    @property
    def no(self) -> str:
        """The number as a ledger shows it: 1 for 1. and 一 for 一、, but (一) and 第一 as written."""
        if self.style in ("paren", "arabic_paren", "chapter", "section", "article"):
            return self.text.strip(" \t\u3000、.．:：，,")
        return self.text.strip(" \t\u3000、.．:：，,是要问题事项任务")


def find_marker(text: str, start: int = 0, end: int | None = None) -> Marker | None:
    """The ordinal at the head of `text[start:end]`, after blanks, or None."""
    end = len(text) if end is None else end
    while start < end and text[start].isspace():
        start += 1
    for style, form in _FORMS:
        found = form.match(text, start, end)
        if found:
            numeral = next(group for group in found.groups() if group)
            return Marker(style, ordinal_of(numeral) or 0, start, found.end(), found.group())
    return None
