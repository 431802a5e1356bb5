"""What an enterprise or a project does, by GB/T 4754-2017 with the amendment of 2019.

A code nests by its digits: 大类 39, 中类 392, 小类 3921. The letter of the 门类 stands before them or is left
out, and only the table tells it. Where a level is not divided further, the standard fills the code up with
zeros (0190 is 019, 9700 is 97), so codes that differ by such zeros mean the same.

The 20 门类 and the 97 大类 are packaged; deeper levels are loaded by `read_industries`.
"""

import re
from functools import cache
from importlib.resources import files
from typing import Literal
from unicodedata import normalize

from guatu.kernel.code_trees import CodeRow, CodeTree, read_columns, read_tree
from guatu.kernel.errors import MalformedCode, UnknownCode

Level = Literal["section", "major", "middle", "minor"]
"""门类, 大类, 中类, 小类."""

KIND = "行业代码"
TABLE = "国民经济行业分类"
_CODE = re.compile(r"([A-Z])?([0-9]{2,4})?")
_MAJOR = 2
_LEVELS: tuple[Level, ...] = ("section", "major", "middle", "minor")


@cache
def industries() -> CodeTree:
    """The 门类 by their letters and under them the 大类 by two digits."""
    text = (files("guatu.kernel") / "data" / "industries.csv").read_text(encoding="utf-8")
    return read_tree(text, TABLE)


def read_industries(text: str) -> CodeTree:
    """The packaged levels with deeper ones from CSV text `code,name`, each under its longest known prefix.

    Codes may be written with their letter or without; rows of the packaged levels are passed over.
    """
    deeper = [(normalise(code), name) for code, name in read_columns(text, TABLE, ("code", "name"))]
    deeper = [(code, name) for code, name in deeper if code not in industries()]
    known = {code for code, _ in deeper} | {row.code for row in industries()}
    rows = (CodeRow(code, _parent(code, known), name) for code, name in deeper)
    return CodeTree(TABLE, (*industries().rows, *rows))


def normalise(text: str) -> str:
    """The code as this table holds it: the letter alone for a 门类, else the digits alone.

    C, 39, C39, ３９２１ and c 3921 are all understood. Refuses other shapes, digits of no 大类, and a
    letter under which its digits do not stand.
    """
    written = "".join(normalize("NFKC", text).upper().split())
    match = _CODE.fullmatch(written)
    if not written or match is None:
        why = "应为字母（A至T）、2至4位数字或二者相连，如 C、39、C3921；数字前面的0不可省略"
        raise MalformedCode(text, KIND, why)
    letter, digits = match.groups()
    if not digits:
        return industries()[letter].code
    if (major := digits[:_MAJOR]) not in industries():
        raise UnknownCode(text, TABLE)
    if letter and letter != (right := section_of(digits)):
        name = industries().name(right)
        raise MalformedCode(text, KIND, f"{major}属于{right}（{name}），不属于{letter}，请改正字母或数字")
    return str(digits)


def section_of(code: str) -> str:
    """The letter of a normalised code."""
    return code if code.isalpha() else str(industries()[code[:_MAJOR]].parent)


def level_of(code: str) -> Level:
    """The level of a normalised code, as written: 9700 is a 小类 although it means the same as 97."""
    return _LEVELS[0 if code.isalpha() else len(code) - 1]


def is_within(code: str, ancestor: str) -> bool:
    """Whether an industry is the other or a part of it; needs no table of the deeper levels."""
    inner, outer = _shortest(normalise(code)), _shortest(normalise(ancestor))
    if outer.isalpha():
        return section_of(inner) == outer
    return inner.startswith(outer)


def _shortest(code: str) -> str:
    """The shortest code of the same meaning: 019 for 0190, P for 83."""
    while len(code) > _MAJOR and code.endswith("0"):
        code = code[:-1]
    return industries().canonical(code) if len(code) <= _MAJOR else code


def _parent(code: str, known: set[str]) -> str | None:
    prefixes = (code[:length] for length in range(len(code) - 1, 0, -1))
    return next((prefix for prefix in prefixes if prefix in known), None)
