"""Units as they are typed into a form: by full name, short name, or the first letters of the pinyin."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django import forms

from guatu.accounts.queries import UnitBook

_FIRST: Final = (
    (45217, "a"), (45253, "b"), (45761, "c"), (46318, "d"), (46826, "e"), (47010, "f"), (47297, "g"),
    (47614, "h"), (48119, "j"), (49062, "k"), (49324, "l"), (49896, "m"), (50371, "n"), (50614, "o"),
    (50622, "p"), (50906, "q"), (51387, "r"), (51446, "s"), (52218, "t"), (52698, "w"), (52980, "x"),
    (53689, "y"), (54481, "z"),
)  # fmt: skip
"""Where each letter begins among the common characters of GB 2312, which stand in the order of pinyin."""
_CODES: Final = [code for code, _ in _FIRST]
_LAST: Final = 55289
_BETWEEN: Final = re.compile(r"[、，,;；\n]+")


def initials(name: str) -> str:
    """The first letters of the pinyin; a character that is not among the common ones is left out."""
    return "".join(_initial(letter) for letter in name)


def _initial(letter: str) -> str:
    if letter.isascii():
        return letter.lower() if letter.isalnum() else ""
    try:
        high, low = letter.encode("gb2312")
    except (UnicodeEncodeError, ValueError):
        return ""
    code = high * 256 + low
    return _FIRST[bisect_right(_CODES, code) - 1][1] if _CODES[0] <= code <= _LAST else ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A unit to be picked; `words` are what finds it."""

    name: str
    words: str


def choices(book: UnitBook) -> list[Choice]:
    """All units of the book, in their order."""
    made = []
    for unit in book.ids:
        names = (unit.name, *unit.short_names)
        letters = dict.fromkeys(initials(name) for name in names)
        made.append(Choice(unit.name, " ".join([*names, *letters])))
    return made


class UnitsField(forms.CharField):
    """Units by name, one after the other; its value is their keys. An unknown name is told with its cure."""

    def __init__(self, *, book: UnitBook, is_one: bool = False, **kwargs: object) -> None:
        picker = {
            "data-pick": "one" if is_one else "many",
            "autocomplete": "off",
            "placeholder": "单位名称、简称或拼音首字母",
        }
        super().__init__(max_length=600, widget=forms.TextInput(attrs=picker), **kwargs)  # type: ignore[arg-type]
        self.book, self.is_one = book, is_one

    def clean(self, value: object) -> list[int]:
        names = [name.strip() for name in _BETWEEN.split(super().clean(value)) if name.strip()]
        found, unknown = resolve(self.book, names)
        if unknown:
            raise forms.ValidationError("；".join(unknown))
        if self.is_one and len(found) > 1:
            raise forms.ValidationError("这里只填一个单位，其余请填到别的职责里")
        return found


def resolve(book: UnitBook, names: Sequence[str]) -> tuple[list[int], list[str]]:
    """The units that are meant, and a sentence for each name that means none."""
    found: list[int] = []
    unknown = []
    for name in names:
        if (pk := book.unit_id(name)) is None:
            near = [match.unit.name for match in book.directory.candidates(name, limit=2)]
            cure = f"，是否{'或'.join(near)}" if near else "，请先在单位里添加"
            unknown.append(f"没有“{name}”{cure}")
        elif pk not in found:
            found.append(pk)
    return found, unknown
