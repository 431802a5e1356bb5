"""Administrative divisions by code: GB/T 2260 to the county, GB/T 10114 to the town, then villages.

A code has 12 digits: province 2, prefecture 2, county 2, town 3, village 3; what is written shorter, or
filled up with zeros, means the same. The Ministry of Civil Affairs keeps the current list, for GB/T 2260-2007
lags behind; statistics also code development zones, which are no divisions. So each code belongs to a scheme,
and codes of different schemes never roll up into each other.

Only the 34 provinces are packaged; an office loads the counties, towns and villages it works with.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal, TypeVar, get_args
from unicodedata import normalize

from guatu.kernel.code_trees import read_columns
from guatu.kernel.division_names import LEVELS, Level, stem
from guatu.kernel.errors import DuplicateCode, MalformedCode, MalformedTable, UnknownCode

Scheme = Literal["gbt2260", "civil_affairs", "statistics", "local"]
"""Whose list a code is from; `local` is an office's own: zones, fictional counties."""
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)

TownKind = Literal["subdistrict", "town", "township", "similar"]
VillageKind = Literal["residents", "villagers", "similar_residents", "similar_villagers"]

KIND = "行政区划代码"
_LENGTHS: Mapping[int, Level] = dict(zip((2, 4, 6, 9, 12), LEVELS, strict=True))
_GROUPS = re.compile(r"(\d\d)(\d\d)?(\d\d)?(\d{3})?(\d{3})?", re.ASCII)
_TOWN_KINDS: tuple[tuple[int, TownKind], ...] = (
    (1, "subdistrict"),
    (100, "town"),
    (200, "township"),
    (400, "similar"),
)
_VILLAGE_KINDS: tuple[tuple[int, VillageKind], ...] = (
    (1, "residents"),
    (200, "villagers"),
    (400, "similar_residents"),
    (500, "similar_villagers"),
)
_END_OF_KINDS = 600
_Kind = TypeVar("_Kind", bound=str)


@dataclass(frozen=True, slots=True, order=True)
class DivisionCode:
    """A code without the zeros that only fill it up: 35 for 350000, 350102 for 350102000000."""

    digits: str

    @staticmethod
    def parse(text: str) -> "DivisionCode":
        """A code of 2, 4, 6, 9 or 12 digits, full-width and spaces folded.

        Refuses a level left out between two others; only towns may stand right under a prefecture, as in
        cities without counties (4419 and 003 make 441900003).
        """
        folded = "".join(normalize("NFKC", text).split())
        if len(folded) not in _LENGTHS or not (match := _GROUPS.fullmatch(folded)):
            raise MalformedCode(text, KIND, "应为2、4、6、9或12位数字，请核对位数")
        groups = [group for group in match.groups() if group]
        while len(groups) > 1 and not int(groups[-1]):
            groups.pop()
        if any(not int(group) for at, group in enumerate(groups) if at != 2):
            raise MalformedCode(text, KIND, "中间一级为0而下级不为0，请核对各级代码")
        return DivisionCode("".join(groups))

    def __str__(self) -> str:
        """As lists write it: 6 digits to the county, then 9, then 12."""
        return self.digits.ljust(6, "0")

    @property
    def full(self) -> str:
        """All 12 digits."""
        return self.digits.ljust(12, "0")

    @property
    def level(self) -> Level:
        return _LENGTHS[len(self.digits)]

    @property
    def parent(self) -> "DivisionCode | None":
        above = [length for length in _LENGTHS if length < len(self.digits)]
        return DivisionCode.parse(self.digits[: above[-1]]) if above else None

    @property
    def town_kind(self) -> TownKind | None:
        """What the town of this code is by its range; None above the towns and beyond the ranges."""
        return _kind(self.digits[6:9], _TOWN_KINDS)

    @property
    def village_kind(self) -> VillageKind | None:
        """What the village of this code is by its range, which the rules of statistics lay down."""
        return _kind(self.digits[9:12], _VILLAGE_KINDS)

    def at(self, level: Level) -> "DivisionCode | None":
        """Itself or what is above it at that level; None where it has none."""
        code: DivisionCode | None = self
        while code is not None and code.level != level:
            code = code.parent
        return code

    def is_within(self, other: "DivisionCode") -> bool:
        return self.digits.startswith(other.digits)


@dataclass(frozen=True, slots=True)
class Division:
    """A division under one code and name, from its first day to its last (None: open)."""

    code: str
    name: str
    scheme: Scheme = "gbt2260"
    valid_from: date | None = None
    valid_to: date | None = None
    replaced_by: tuple[str, ...] = ()
    """The codes of the same scheme that took its place: several where it was split."""

    def __post_init__(self) -> None:
        if self.scheme != "local":
            DivisionCode.parse(self.code)
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise MalformedCode(self.code, KIND, "失效日期早于生效日期，请核对两个日期")

    @property
    def shape(self) -> DivisionCode | None:
        """The code by levels; None for a local code of another make, which stands alone."""
        try:
            return DivisionCode.parse(self.code)
        except MalformedCode:
            return None

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def is_within(self, other: "Division") -> bool:
        """Whether it is the other or lies in it; never across schemes."""
        if self.scheme != other.scheme:
            return False
        if (mine := self.shape) is None or (theirs := other.shape) is None:
            return self.code == other.code
        return mine.is_within(theirs)


@dataclass(frozen=True, slots=True)
class DivisionTable:
    """Divisions to look up. Refuses two of one scheme and code that hold on the same day."""

    divisions: tuple[Division, ...] = field(repr=False)
    _by_code: Mapping[tuple[Scheme, str], tuple[Division, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_code: dict[tuple[Scheme, str], tuple[Division, ...]] = {}
        for division in self.divisions:
            key = _key(division.code, division.scheme)
            known = by_code.get(key, ())
            if any(_overlap(division, other) for other in known):
                raise DuplicateCode(division.code, "行政区划表")
            by_code[key] = (*known, division)
        object.__setattr__(self, "_by_code", by_code)

    def __iter__(self) -> Iterator[Division]:
        return iter(self.divisions)

    def __len__(self) -> int:
        return len(self.divisions)

    def find(self, code: str, *, on: date, scheme: Scheme = "gbt2260") -> Division:
        """The division that bears the code on that day; refuses a code that none bears."""
        for division in self._by_code.get(_key(code, scheme), ()):
            if division.is_valid_on(on):
                return division
        raise UnknownCode(code, "行政区划表")

    def named(self, name: str, *, on: date) -> tuple[Division, ...]:
        """The divisions of that name on that day; where none has it in full, those of that stem."""
        held = [division for division in self.divisions if division.is_valid_on(on)]
        exact = tuple(division for division in held if division.name == name)
        return exact or tuple(division for division in held if stem(division.name) == name)

    def within(self, division: Division, *, on: date) -> tuple[Division, ...]:
        """What lies in the division on that day, itself left out."""
        return tuple(
            other
            for other in self.divisions
            if other != division and other.is_valid_on(on) and other.is_within(division)
        )

    def roll_up(self, division: Division, level: Level, *, on: date) -> Division | None:
        """The division of the same scheme that it counts towards at that level, or None."""
        above = division.shape.at(level) if division.shape else None
        if above is None:
            return None
        held = self._by_code.get((division.scheme, above.digits), ())
        return next((other for other in held if other.is_valid_on(on)), None)

    def successors(self, division: Division, *, on: date) -> tuple[Division, ...]:
        """What stands for it on that day: itself, or what replaced it through any number of changes."""
        found: list[Division] = []
        seen: set[Division] = set()
        waiting = [division]
        while waiting:
            each = waiting.pop(0)
            if each in seen:
                continue
            seen.add(each)
            if each.is_valid_on(on):
                found.append(each)
                continue
            for code in each.replaced_by:
                waiting.extend(self._by_code.get(_key(code, each.scheme), ()))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Province:
    """One of the 34 provinces; `letters` are the characters it is abbreviated to, the official first."""

    code: DivisionCode
    name: str
    stem: str
    letters: tuple[str, ...]


@cache
def provinces() -> tuple[Province, ...]:
    """The 34 divisions of province level, in the order of their codes (GB/T 2260)."""
    text = (files("guatu.kernel") / "data" / "provinces.csv").read_text(encoding="utf-8")
    return tuple(
        Province(DivisionCode.parse(code), name, short, tuple(letters.split()))
        for code, name, short, letters in read_columns(
            text, "省级代码表", ("code", "name", "stem", "letters")
        )
    )


def province_of(code: DivisionCode) -> Province | None:
    """The province that a code lies in; None where its first two digits are no province's."""
    return next((province for province in provinces() if code.is_within(province.code)), None)


def province_named(text: str) -> Province | None:
    """The province by its name, its short name or its letter: 福建省, 福建, 闽."""
    return next((each for each in provinces() if text in (each.name, each.stem, *each.letters)), None)


def read_divisions(text: str, *, scheme: Scheme = "gbt2260") -> DivisionTable:
    """A table from CSV text: `code,name` and, where there, `scheme,valid_from,valid_to,replaced_by`.

    Days are ISO; several codes in `replaced_by` stand apart by spaces. `scheme` is for rows that name none.
    """
    cells = read_columns(
        text, "行政区划表", ("code", "name"), ("scheme", "valid_from", "valid_to", "replaced_by")
    )
    return DivisionTable(
        tuple(
            Division(
                code,
                name,
                _scheme(written, scheme, code),
                _day(first, code),
                _day(last, code),
                tuple(successors.split()),
            )
            for code, name, written, first, last, successors in cells
        )
    )


def _kind(digits: str, kinds: Sequence[tuple[int, _Kind]]) -> _Kind | None:
    number = int(digits or 0)
    return next((kind for first, kind in reversed(kinds) if first <= number < _END_OF_KINDS), None)


def _key(code: str, scheme: Scheme) -> tuple[Scheme, str]:
    try:
        return scheme, DivisionCode.parse(code).digits
    except MalformedCode:
        return scheme, code


def _overlap(one: Division, other: Division) -> bool:
    return (one.valid_from or date.min) <= (other.valid_to or date.max) and (
        other.valid_from or date.min
    ) <= (one.valid_to or date.max)


def _scheme(written: str, default: Scheme, code: str) -> Scheme:
    if not written:
        return default
    for scheme in SCHEMES:
        if scheme == written:
            return scheme
    raise MalformedTable(
        f"代码{code}", "行政区划表", f"不认识代码体系“{written}”，应为{'、'.join(SCHEMES)}之一"
    )


def _day(written: str, code: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise MalformedTable(f"代码{code}", "行政区划表", f"日期“{written}”不对，应写作 2026-01-01") from None
