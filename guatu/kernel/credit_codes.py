"""统一社会信用代码: the 18 characters that stand for an organisation (GB 32100-2015).

| characters | meaning |
|---|---|
| 1 | registering authority, a table that grows |
| 2 | category, within the authority |
| 3-8 | division of the authority (GB/T 2260; 100000 is the State) |
| 9-17 | the organisation's own code, whose last character checks the other eight (GB 11714-1997) |
| 18 | check of the other 17 |

A code is copied by hand from a licence, so a failed check is a finding with likely repairs, never a refusal:
a person may keep the code as it is.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from math import prod
from typing import Literal

from guatu.kernel.code_trees import CodeTree, read_tree
from guatu.kernel.divisions import DivisionCode, province_of
from guatu.kernel.errors import MalformedCode

KIND = "统一社会信用代码"
LENGTH = 18
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of GB 32100; a character's place is its value. I, O, S, V and Z are left out."""

_WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_NATIONAL = "100000"

_MEANT = {"O": "0", "I": "1", "S": "5", "Z": "2", "V": "UY"}
"""What a character outside the alphabet is likely to stand for."""
_ALIKE = ("8B", "0D", "0Q", "6G", "1L", "1T", "UY")
"""Characters of the alphabet that are taken for one another."""
_MOST_READINGS = 64

Part = Literal["length", "characters", "authority", "category", "division", "organisation", "check"]


@dataclass(frozen=True, slots=True)
class CodeFinding:
    """What is wrong or odd in one part of a code, in a sentence that says what to look at."""

    part: Part
    sentence: str


@dataclass(frozen=True, slots=True, order=True)
class CreditCode:
    """A code of 18 digits and capital letters; it may still fail its checks."""

    value: str

    def __post_init__(self) -> None:
        if not _has_shape(self.value):
            raise MalformedCode(self.value, KIND, "应为18位数字或大写字母，请核对是否漏录或多录")

    @staticmethod
    def parse(text: str) -> "CreditCode":
        """The code in a text, folded; refuses only what has not 18 digits and letters."""
        return CreditCode(fold(text))

    @staticmethod
    def build(kind: str, division: str, organisation: str) -> "CreditCode":
        """A code with both check characters computed.

        `kind` is the first two characters, `division` the next six, `organisation` the eight after them.
        """
        body = kind + division + organisation + organisation_check(organisation)
        return CreditCode(body + credit_check(body))

    def __str__(self) -> str:
        return self.value

    @property
    def authority(self) -> str:
        """The authority's character, a top of `categories()`."""
        return self.value[0]

    @property
    def category(self) -> str:
        """The first two characters, a code of `categories()`."""
        return self.value[:2]

    @property
    def division(self) -> str:
        return self.value[2:8]

    @property
    def organisation(self) -> str:
        return self.value[8:17]

    @property
    def check(self) -> str:
        return self.value[17]


@dataclass(frozen=True, slots=True)
class CreditCodeCheck:
    """What the standard says of a code as it was typed."""

    text: str
    """The text folded: half-width capitals without spaces and hyphens."""
    code: CreditCode | None
    """None where the text has not 18 digits and letters."""
    problems: tuple[CodeFinding, ...] = ()
    """Breaks of the standard."""
    remarks: tuple[CodeFinding, ...] = ()
    """What the packaged tables do not know; they may be older than the code."""
    suggestions: tuple[CreditCode, ...] = ()
    """Codes without a problem that a likely slip turns into the text, the likeliest first."""

    @property
    def is_valid(self) -> bool:
        return not self.problems


def check_credit_code(text: str) -> CreditCodeCheck:
    """Judge a code as typed; never refuses."""
    folded = fold(text)
    problems = tuple(_problems(folded))
    if not _has_shape(folded):
        return CreditCodeCheck(folded, None, problems)
    suggestions = tuple(map(CreditCode, _repairs(folded))) if problems else ()
    return CreditCodeCheck(folded, CreditCode(folded), problems, tuple(_remarks(folded)), suggestions)


def fold(text: str) -> str:
    """Half-width capitals without spaces, hyphens and invisible characters."""
    narrow = unicodedata.normalize("NFKC", text).upper()
    return "".join(
        char for char in narrow if unicodedata.category(char) not in {"Zs", "Zl", "Zp", "Cc", "Cf", "Pd"}
    )


def credit_check(body: str) -> str:
    """The 18th character of a code of which `body` is the other 17 (GB/T 17710, MOD 31-3)."""
    if len(body) != LENGTH - 1 or any(char not in ALPHABET for char in body):
        raise MalformedCode(body, f"{KIND}的前17位", f"应为17位，只用 {ALPHABET} 这31个字符")
    total = sum(weight * ALPHABET.index(char) for weight, char in zip(_WEIGHTS, body, strict=True))
    return ALPHABET[-total % 31]


def organisation_check(body: str) -> str:
    """The last character of an organisation code of which `body` is the other 8 (GB 11714)."""
    if len(body) != len(_ORGANISATION_WEIGHTS) or any(char not in _ORGANISATION_ALPHABET for char in body):
        raise MalformedCode(body, "组织机构代码的前8位", "应为8位数字或大写字母")
    pairs = zip(_ORGANISATION_WEIGHTS, body, strict=True)
    rest = -sum(weight * _ORGANISATION_ALPHABET.index(char) for weight, char in pairs) % 11
    return "X" if rest == 10 else str(rest)


@cache
def categories() -> CodeTree:
    """Registering authorities and, under each, its categories: GB 32100-2015 with later additions."""
    text = (files("guatu.kernel") / "data" / "credit_code_categories.csv").read_text(encoding="utf-8")
    return read_tree(text, "登记管理部门和机构类别代码表")


def _has_shape(text: str) -> bool:
    return len(text) == LENGTH and text.isascii() and text.isalnum() and text == text.upper()


def _problems(text: str) -> Iterator[CodeFinding]:
    if len(text) != LENGTH:
        yield CodeFinding("length", f"统一社会信用代码应为18位，现为{len(text)}位，请核对是否漏录或多录")
        return
    if strange := [(place, char) for place, char in enumerate(text, 1) if char not in ALPHABET]:
        named = "、".join(f"第{place}位“{char}”" for place, char in strange)
        yield CodeFinding(
            "characters", f"{named}不是代码用字（只用数字和除 I、O、S、V、Z 外的大写字母），请改正"
        )
        return
    if not text[2:8].isdigit():
        yield CodeFinding("division", f"第3至8位“{text[2:8]}”应为6位数字的行政区划代码，请核对")
    if text[16] != (right := organisation_check(text[8:16])):
        yield CodeFinding(
            "organisation",
            f"第9至17位主体标识码校验不符，按前8位算第17位应为“{right}”，现为“{text[16]}”，请对照证照核对这9位",
        )
    if text[17] != (right := credit_check(text[:17])):
        yield CodeFinding(
            "check", f"校验码不符，按前17位算第18位应为“{right}”，现为“{text[17]}”，请对照证照逐位核对"
        )


def _remarks(text: str) -> Iterator[CodeFinding]:
    if text[0] not in categories():
        yield CodeFinding("authority", f"第1位“{text[0]}”不在登记管理部门代码表内，请核对或补充代码表")
    elif text[:2] not in categories():
        name = categories().name(text[0])
        yield CodeFinding("category", f"第2位“{text[1]}”不是{name}部门登记的机构类别，请核对或补充代码表")
    if text[2:8].isdigit() and not _is_division(text[2:8]):
        yield CodeFinding("division", f"第3至8位“{text[2:8]}”不是已知省份的行政区划代码，请核对")


def _is_division(digits: str) -> bool:
    if digits == _NATIONAL:
        return True
    try:
        return province_of(DivisionCode.parse(digits)) is not None
    except MalformedCode:
        return False


def _repairs(text: str) -> tuple[str, ...]:
    """Codes without a problem that a likely slip turns into this one.

    First what characters outside the alphabet stand for; then one character taken for a similar one or two
    neighbours changed over; then any one wrong character, where only one such repair is sound. A slip may
    not call for a remark that the text itself does not, the repair of any one character for none at all.
    """
    readings = tuple(_readings(text))
    odd = frozenset(remark.part for remark in _remarks(text))
    if sound := _sound(readings, odd):
        return sound
    slips = (slip for reading in readings for slip in (*_look_alikes(reading), *_transpositions(reading)))
    if sound := _sound(slips, odd):
        return sound
    sound = _sound((single for reading in readings for single in _single_changes(reading)), frozenset())
    return sound if len(sound) == 1 else ()


def _sound(repairs: Iterable[str], odd: frozenset[Part]) -> tuple[str, ...]:
    """The repairs without a problem, and without a remark save on the parts that are odd anyway."""
    return tuple(
        repair
        for repair in dict.fromkeys(repairs)
        if not any(_problems(repair)) and {remark.part for remark in _remarks(repair)} <= odd
    )


def _readings(text: str) -> Iterable[str]:
    """The text with each character outside the alphabet read as what it may stand for."""
    options = [_MEANT.get(char, char) for char in text]
    if prod(map(len, options)) > _MOST_READINGS:
        return ()
    return ("".join(chars) for chars in product(*options))


def _look_alikes(text: str) -> Iterator[str]:
    for place, char in enumerate(text):
        for pair in _ALIKE:
            if char in pair:
                yield text[:place] + pair.replace(char, "") + text[place + 1 :]


def _transpositions(text: str) -> Iterator[str]:
    for place in range(LENGTH - 1):
        yield text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _single_changes(text: str) -> Iterator[str]:
    for place in range(LENGTH):
        for char in ALPHABET:
            yield text[:place] + char + text[place + 1 :]
