"""Numbers of list items: the page shows them, its text does not hold them."""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

_OWN_NUMBER = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．](?!\d)|[①-⑳]|第[一二三四五六七八九十]+[条、])"
)
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_HAN_STYLES = frozenset({"cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal", "cjk-decimal"})
_DIGITS = "零一二三四五六七八九"
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
# shapes that the editor UEditor draws as pictures, by the name of its class
_EDITOR_SHAPES = {
    "custom_cn": ("han", "{}、"),
    "custom_cn1": ("han", "{}）"),
    "custom_cn2": ("han", "（{}）"),
    "custom_num": ("decimal", "{}."),
    "custom_num1": ("decimal", "{})"),
    "custom_num2": ("decimal", "({})"),
}
_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}


@dataclass
class Numbering:
    """The running number of a list and the shape in which the page shows it."""

    next: int
    style: str
    shape: str
    step: int = 1

    def label(self, item: dict[str, str | None], text: str) -> str:
        """The number of the next item as shown; none where its text brings its own."""
        number = _whole(item.get("value"), self.next)
        self.next = number + self.step
        return (
            "" if self.style == "none" or _OWN_NUMBER.match(text) else self.shape.format(self._figure(number))
        )

    def _figure(self, number: int) -> str:
        if self.style == "han" and 0 < number < 100:
            return _han(number)
        if self.style.endswith("alpha") and 0 < number <= 26:
            letter = chr(ord("a") + number - 1)
            return letter.upper() if self.style.startswith("upper") else letter
        if self.style.endswith("roman") and 0 < number < 400:
            return _roman(number).upper() if self.style.startswith("upper") else _roman(number)
        return str(number)


def numbering(ordered: LexborNode) -> Numbering:
    """How an ordered list counts, by its attributes, style or editor class."""
    attributes = ordered.attributes
    start = _whole(attributes.get("start"), 1)
    for word in (attributes.get("class") or "").split():
        if word in _EDITOR_SHAPES:
            style, shape = _EDITOR_SHAPES[word]
            return Numbering(start, style, shape)
    named = _STYLE.search(attributes.get("style") or "")
    style = named[1].lower() if named else _TYPES.get(attributes.get("type") or "1", "decimal")
    if style in _HAN_STYLES:
        return Numbering(start, "han", "{}、")
    if "reversed" not in attributes:
        return Numbering(start, style, "{}.")
    count = sum(1 for child in ordered.iter() if child.tag == "li")
    return Numbering(_whole(attributes.get("start"), count), style, "{}.", step=-1)


def _whole(written: str | None, otherwise: int) -> int:
    return int(written) if written and re.fullmatch(r"\d{1,6}", written.strip()) else otherwise


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    figure = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        figure += letters * count
    return figure
