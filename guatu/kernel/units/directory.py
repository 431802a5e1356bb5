"""A directory of units: which unit a written name means, short forms and old forms included."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from guatu.kernel.units.lexicon import CHARGES

SURE = 0.8
"""Below this score a name is not matched: schools of one place share up to three quarters of their name."""
CLEAR = 0.08
"""A match stands only this far above the next unit."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the directory; `division` is the county, city or zone it belongs to (云桥县), where known."""

    name: str
    short_names: tuple[str, ...] = ()
    division: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A unit and how sure the name means it: 1 for its own names, less for a derived or damaged form."""

    unit: Unit
    score: float


class Directory:
    """Units by every name they are called; a name that fits two alike is matched to neither."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = tuple(dict.fromkeys(units))
        self._full = _index((_plain(unit.name), unit) for unit in self.units)
        self._short = _index((_plain(name), unit) for unit in self.units for name in unit.short_names)
        self._derived = _index((form, unit) for unit in self.units for form in _forms_of(unit))
        self._keys = {unit: {_key(name) for name in (unit.name, *unit.short_names)} for unit in self.units}

    def match(self, name: str, *, division: str | None = None) -> Match | None:
        """The unit meant, or None where none fits or several fit alike.

        `division` is where the document speaks from; it decides between units of a like name.
        """
        found = self.candidates(name, division=division)
        if not found or found[0].score < SURE:
            return None
        if len(found) > 1 and found[0].score - found[1].score < CLEAR:
            return None
        return found[0]

    def candidates(self, name: str, *, division: str | None = None, limit: int = 5) -> list[Match]:
        """Units the name may mean, the likeliest first."""
        plain = _plain(name)
        if not plain:
            return []
        scores = self._exact(plain) or self._close(plain)
        if division and not _key(plain).place:
            scores = {unit: _in_division(score, unit, division) for unit, score in scores.items()}
        ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0].name))
        return [Match(unit, round(score, 4)) for unit, score in ranked[:limit] if score >= 0.5]

    def _exact(self, plain: str) -> dict[Unit, float]:
        """Full names before short names before derived forms."""
        for index, score in ((self._full, 1.0), (self._short, 1.0), (self._derived, 0.97)):
            if units := index.get(plain):
                return dict.fromkeys(units, score)
        return {}

    def _close(self, plain: str) -> dict[Unit, float]:
        """Alike in division and in charge; letters alone make no bureau another's."""
        meant = _key(plain)
        scores = {}
        for unit, keys in self._keys.items():
            best = max(_likeness(meant, key) for key in keys)
            if best >= 0.5:
                scores[unit] = best
        return scores


class _Key(NamedTuple):
    """A name taken apart: place (云桥), level (县), the rest, and the rest in one spelling."""

    place: str
    level: str
    rest: str
    spelled: str


_BRACKETS = re.compile(r"[（(][^）)]*(?:牵头|配合|主办|协办)[^）)]*[）)]|\s|等$")
_HEAD = re.compile(r"^(?:中共|国网|中国)?([\u4e00-\u9fff]{0,7}?)([省市县区旗州])(?=[\u4e00-\u9fff]{2})")
_ENDS = (
    ("委员会", "委"),
    ("办公室", "办"),
    ("服务中心", "中心"),
    ("管理局", "局"),
    ("人民政府", "政府"),
    ("街道办事处", "街道"),
    ("管理委", "管委"),
)
_LONGEST_FIRST = sorted(
    (
        (form, row[-1] if len(row[-1]) > 1 else row[1] if len(row) > 1 else row[0])
        for row in CHARGES
        for form in row
        if len(form) > 1
    ),
    key=lambda pair: -len(pair[0]),
)
_SPELLING = dict(_LONGEST_FIRST)
_CHARGE = re.compile("|".join(form for form, _ in _LONGEST_FIRST))
_ROWS: dict[str, set[str]] = {}
for _row in CHARGES:
    for _form in _row:
        _ROWS.setdefault(_form, set()).update(_row)


def _index(pairs: Iterable[tuple[str, Unit]]) -> dict[str, tuple[Unit, ...]]:
    found: dict[str, dict[Unit, None]] = {}
    for name, unit in pairs:
        found.setdefault(name, {})[unit] = None
    return {name: tuple(units) for name, units in found.items()}


def _plain(name: str) -> str:
    """A name without marks of duty and spaces, brackets in one form."""
    return _BRACKETS.sub("", name).replace("(", "（").replace(")", "）").strip("、，,；;。.：:")


@lru_cache(maxsize=4096)
def _key(name: str) -> _Key:
    plain = _plain(name)
    head = _HEAD.match(plain)
    place, level = (head.group(1), head.group(2)) if head else ("", "")
    rest = plain[head.end() :] if head else plain
    spelled = _CHARGE.sub(lambda found: _SPELLING[found.group()], rest)
    for long, short in _ENDS:
        spelled = spelled.replace(long, short)
    return _Key(place, level, rest, spelled)


def _forms_of(unit: Unit) -> Iterator[str]:
    """What an office may write: the charge in each spelling, with and without division and head."""
    for name in (unit.name, *unit.short_names):
        head = _HEAD.match(name)
        rest = name[head.end() :] if head else name
        openings = _openings(head.group(1), head.group(2)) if head else _of_division(unit.division)
        for ending in _spellings(rest):
            yield from (opening + ending for opening in openings)
        yield from _forms_of_branch(name)


_BRANCH = re.compile(r"[省市]?([\u4e00-\u9fff]{2,8})局([\u4e00-\u9fff]{2,5})分局$")


def _forms_of_branch(name: str) -> Iterator[str]:
    """市生态环境局云桥分局 -> 云桥生态环境分局, 县环保局: a branch serves its county as a bureau."""
    if branch := _BRANCH.match(name):
        for form in sorted(_ROWS.get(branch.group(1), {branch.group(1)})):
            for opening in (
                "",
                "县",
                "区",
                "市",
                branch.group(2),
                branch.group(2) + "县",
                branch.group(2) + "区",
            ):
                yield from (opening + form + "分局", opening + form + "局")


def _openings(place: str, level: str) -> list[str]:
    return list(dict.fromkeys(["", level, place + level, place]))


def _of_division(division: str | None) -> list[str]:
    return ["", division[-1], division] if division else [""]


def _spellings(rest: str) -> Iterator[str]:
    """发展和改革局 -> 发改局, 发改委, 发展改革局; with the brackets of a second name also left out."""
    bodies = {rest, re.sub(r"（[^）]*）", "", rest)}
    for body in sorted(bodies):
        charge = next((body[:n] for n in range(len(body) - 1, 1, -1) if body[:n] in _ROWS), None)
        if charge is None:
            yield from _with_ends(body)
            continue
        for form in sorted(_ROWS[charge]):
            tail = body[len(charge) :]
            yield from _with_ends(form + tail)
            if tail in ("局", "委员会", "委"):
                yield from (form + end for end in ("局", "委员会", "委"))
                if len(form) > 1:
                    yield form
                    yield form + "部门"


def _with_ends(name: str) -> Iterator[str]:
    yield name
    for long, short in _ENDS:
        if name.endswith(long):
            yield name.removesuffix(long) + short
        elif name.endswith(short) and not name.endswith(long):
            yield name.removesuffix(short) + long


_NUMBER = re.compile(r"[一二三四五六七八九十\d]+")


def _likeness(one: _Key, other: _Key) -> float:
    """Nothing across places, levels or numbers (第一中学, 第二中学); across charges only a hint."""
    if (one.place and other.place and one.place != other.place) or (
        one.level and other.level and one.level != other.level
    ):
        return 0.0
    if _NUMBER.findall(one.rest) != _NUMBER.findall(other.rest):
        return 0.0
    from rapidfuzz import fuzz  # here, for most pages guess no names

    charges, others = set(_CHARGE.findall(one.spelled)), set(_CHARGE.findall(other.spelled))
    if charges and others and charges != others:
        return 0.65 if _shares(charges, others) else 0.0
    return 0.95 * max(fuzz.ratio(one.rest, other.rest), fuzz.ratio(one.spelled, other.spelled)) / 100


def _shares(charges: set[str], others: set[str]) -> bool:
    """One charge within the other, as before or after a reform: 教育 and 教育和体育."""
    return any(
        short in long
        for charge in charges
        for other in others
        for short, long in ((_full(charge), _full(other)), (_full(other), _full(charge)))
    )


def _full(charge: str) -> str:
    return max(_ROWS.get(charge, {charge}), key=len)


def _in_division(score: float, unit: Unit, division: str) -> float:
    """A unit of another division than the speaker's is the less likely one."""
    if unit.division is None or unit.division == division:
        return score
    return score - 0.3
