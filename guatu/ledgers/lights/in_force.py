"""By which regime a ledger is lit on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from guatu.ledgers.lights.shipped import DEFAULT, shipped
from guatu.rules.regimes.regime import Light, Regime


@dataclass(frozen=True, slots=True)
class InForce:
    """The regimes of a day: what an office chose for its ledgers, and the shipped one for all others."""

    default: Regime
    of_ledgers: Mapping[int, Regime]

    def of(self, ledger_id: int) -> Regime:
        return self.of_ledgers.get(ledger_id, self.default)

    def all(self) -> list[Regime]:
        """Each regime that is in force, once; the shipped one first."""
        return list({one.code: one for one in (self.default, *self.of_ledgers.values())}.values())

    def palette(self, ledger_id: int | None) -> list[Light]:
        """The lights of a ledger, from the worst; of all ledgers each code once."""
        found = self.all() if ledger_id is None else [self.of(ledger_id)]
        return list({light.code: light for regime in found for light in regime.palette}.values())

    def light(self, ledger_id: int, code: str) -> Light | None:
        """The light of the code in a ledger; None for one that shows none."""
        return self.of(ledger_id).known(code) if code else None


def in_force(on: date) -> InForce:
    """What is in force on the day, in few statements."""
    return InForce(shipped()[DEFAULT], {})


def by_code(code: str) -> Regime | None:
    """The regime by which something was lit once, whether or not it is still in force."""
    return shipped().get(code)
