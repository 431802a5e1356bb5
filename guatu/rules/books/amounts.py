"""What a rule grants: a fixed sum, a share of a field with a cap, or the rung of a ladder."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from guatu.rules.language.syntax import Compares, FieldAt, Figure, OverYears
from guatu.rules.reference import decide, found
from guatu.rules.rows import Row
from guatu.rules.setting import Setting
from guatu.rules.truth import Verdict


@dataclass(frozen=True, slots=True)
class Fixed:
    """`amount: 50万元`."""

    yuan: Decimal


@dataclass(frozen=True, slots=True)
class Share:
    """`amount: {share: 10%, of: 研发费用[上年], cap: 200万元}`."""

    share: Decimal
    of: FieldAt | OverYears
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder: from `at_least` on, its figure included."""

    at_least: Figure
    amount: "Fixed | Share"


@dataclass(frozen=True, slots=True)
class Ladder:
    """`amount: {by: 营业收入[上年], ladder: [{from: 1亿元, amount: 50万元}, …]}`: the highest rung reached.

    Rungs stand from the lowest to the highest. Below the lowest nothing is granted.
    """

    by: FieldAt | OverYears
    rungs: tuple[Rung, ...]


Amount = Fixed | Share | Ladder


def granted(amount: Amount, row: Row, setting: Setting) -> Fraction | None:
    """The sum in yuan for a row to which the rule applies; None where a fact that it needs is missing."""
    if isinstance(amount, Fixed):
        return Fraction(amount.yuan)
    if isinstance(amount, Share):
        return _share(amount, row, setting)
    return _ladder(amount, row, setting)


def _share(amount: Share, row: Row, setting: Setting) -> Fraction | None:
    base = found(amount.of, row, setting)
    if not isinstance(base, Fraction | Decimal | int):
        return None
    part = max(Fraction(base) * Fraction(amount.share), Fraction(0))
    return part if amount.cap is None else min(part, Fraction(amount.cap))


def _ladder(amount: Ladder, row: Row, setting: Setting) -> Fraction | None:
    verdicts = [decide(Compares(amount.by, "≥", rung.at_least), row, setting) for rung in amount.rungs]
    if Verdict.UNKNOWN in verdicts:
        return None
    held = [rung for rung, verdict in zip(amount.rungs, verdicts, strict=True) if verdict is Verdict.YES]
    return granted(held[-1].amount, row, setting) if held else Fraction(0)
