"""How a derived field is computed from others: 研发费用[上年] / 营业收入[上年], 办结时限 - 当日."""

from dataclasses import dataclass
from typing import Literal

from guatu.rules.language.syntax import DayAt, FieldAt, Figure

Sum = Literal["+", "-", "*", "/"]


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two parts under one sign. A missing part, or a divisor of zero, leaves the whole unknown.

    A day minus a day counts days: the second is the earlier one where the count is above zero.
    """

    left: "Expression"
    sign: Sum
    right: "Expression"


Expression = FieldAt | Figure | DayAt | Arithmetic
"""A Figure here is a plain number without unit. A FieldAt without year in a yearly derived field is read of
the year that is asked for."""
