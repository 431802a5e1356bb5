"""A rule as the engine decides it: questions to one column each, under 且, 或, 非 and 至少.

A question is a value: rules that ask the same share it, and it is answered once.
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from guatu.rules.catalogue.fields import Field
from guatu.rules.language.syntax import Condition, YearsBack
from guatu.rules.setting import DatedValue
from guatu.rules.truth import Verdict


@dataclass(frozen=True, slots=True)
class Fact:
    """A column; values whose as-of day is before `fresh_from` (days since 1970) count as missing."""

    column: str
    field: Field = field(compare=False, repr=False)
    fresh_from: int | None = None


@dataclass(frozen=True, slots=True)
class Within:
    """Whether a figure, or a day as days since 1970, lies between two ends; None is open."""

    fact: Fact
    low: Fraction | None
    high: Fraction | None
    takes_low: bool = True
    takes_high: bool = True


Likeness = Literal["is", "under", "starts"]
"""How a text of a row is like a word: equal, the code or one under it, beginning with it."""


@dataclass(frozen=True, slots=True)
class Among:
    """Whether a text, or any of several, is like one of the words."""

    fact: Fact
    words: frozenset[str]
    likeness: Likeness = "is"


@dataclass(frozen=True, slots=True)
class Known:
    """Whether there is a value; never unknown."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class Says:
    """Whether a yes-no field says yes."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition that codes of one column do not answer, as of a day.

    `year` is that of fields which are kept by year and name none; `given` the parameters in force.
    """

    condition: Condition
    day: date
    year: int | None
    given: tuple[DatedValue | None, ...]


@dataclass(frozen=True, slots=True)
class AskedEachDay:
    """A condition that depends on the day, in a table whose rows give their own."""

    condition: Condition
    year: YearsBack | int | None
    given: tuple[tuple[DatedValue, ...], ...]


CodedQuestion = Within | Among | Known | Says
Question = CodedQuestion | Asked | AskedEachDay


@dataclass(frozen=True, slots=True)
class Settled:
    """The same for every row."""

    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Opposite:
    part: "Formula"


@dataclass(frozen=True, slots=True)
class Every:
    parts: "tuple[Formula, ...]"


@dataclass(frozen=True, slots=True)
class Either:
    parts: "tuple[Formula, ...]"


@dataclass(frozen=True, slots=True)
class Enough:
    count: int
    parts: "tuple[Formula, ...]"


Formula = Question | Settled | Opposite | Every | Either | Enough

YES, NO, UNKNOWN = (Settled(verdict) for verdict in (Verdict.YES, Verdict.NO, Verdict.UNKNOWN))


def opposite(part: Formula) -> Formula:
    """非, with the plain cases settled."""
    if isinstance(part, Opposite):
        return part.part
    return Settled(part.verdict.negated()) if isinstance(part, Settled) else Opposite(part)


def every(parts: tuple[Formula, ...]) -> Formula:
    """且, with the plain cases settled."""
    if NO in parts:
        return NO
    left = tuple(part for part in parts if part != YES)
    return left[0] if len(left) == 1 else Every(left) if left else YES


def either(parts: tuple[Formula, ...]) -> Formula:
    """或, with the plain cases settled."""
    if YES in parts:
        return YES
    left = tuple(part for part in parts if part != NO)
    return left[0] if len(left) == 1 else Either(left) if left else NO
