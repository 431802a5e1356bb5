"""By which regime a ledger is lit on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from guatu.ledgers.lights.shipped import DEFAULT, shipped
from guatu.rules.regimes.regime import Regime


@dataclass(frozen=True, slots=True)
class InForce:
    """The regimes of a day: what an office chose for its ledgers, and the shipped one for all others."""

    default: Regime
    of_ledgers: Mapping[int, Regime]

    def of(self, ledger_id: int) -> Regime:
        return self.of_ledgers.get(ledger_id, self.default)


def in_force(on: date) -> InForce:
    """What is in force on the day, in few statements."""
    return InForce(shipped()[DEFAULT], {})


def by_code(code: str) -> Regime | None:
    """The regime by which something was lit once, whether or not it is still in force."""
    return shipped().get(code)
