"""Three answers, after Kleene: yes, no, and unknown where a fact that would settle it is missing."""

from collections.abc import Iterable
from enum import StrEnum


class Verdict(StrEnum):
    """What is decided of one condition, or of one rule, for one row."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, found: bool | None) -> "Verdict":  # noqa: FBT001 - the answer itself
        """The verdict of a plain answer; None is unknown."""
        return cls.UNKNOWN if found is None else cls.YES if found else cls.NO

    def negated(self) -> "Verdict":
        """非: yes and no change places, unknown stays."""
        return _NEGATED[self]


_NEGATED = {Verdict.YES: Verdict.NO, Verdict.NO: Verdict.YES, Verdict.UNKNOWN: Verdict.UNKNOWN}


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """且: no if any part is no, else unknown if any is unknown. Nothing asked is yes."""
    found = set(verdicts)
    if Verdict.NO in found:
        return Verdict.NO
    return Verdict.UNKNOWN if Verdict.UNKNOWN in found else Verdict.YES


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    """或: yes if any part is yes, else unknown if any is unknown. Nothing asked is no."""
    found = set(verdicts)
    if Verdict.YES in found:
        return Verdict.YES
    return Verdict.UNKNOWN if Verdict.UNKNOWN in found else Verdict.NO


def at_least(count: int, verdicts: Iterable[Verdict]) -> Verdict:
    """至少N项: yes when so many parts are yes, no when fewer than that could still be."""
    found = list(verdicts)
    certain = found.count(Verdict.YES)
    if certain >= count:
        return Verdict.YES
    return Verdict.UNKNOWN if certain + found.count(Verdict.UNKNOWN) >= count else Verdict.NO
