"""Why a regime of an office is not taken, or not put in force.

LedgerRefusal
├── RegimeUnfit           a written regime does not read, or does not show what its examples say
├── ProposerAnswers       who asked, or stands for him, would answer
└── WrongStart            a first day in force that cannot be
"""

from collections.abc import Sequence

from guatu.ledgers.errors import LedgerRefusal, WrongDay
from guatu.ledgers.lights.trying import Fault


class RegimeUnfit(LedgerRefusal):
    """A written regime has faults; the first one is told, all are in `faults`."""

    code = "regime_unfit"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(tuple(faults))
        self.faults = tuple(faults)

    def __str__(self) -> str:
        more = f"（另有 {len(self.faults) - 1} 处）" if len(self.faults) > 1 else ""
        return f"{self.faults[0].sentence}{more}"

    def details(self) -> dict[str, str | int | None]:
        first = self.faults[0]
        return {
            "field": first.place,
            "start": first.start,
            "end": first.end,
            "suggestion": first.suggestion,
        }


class ProposerAnswers(LedgerRefusal):
    """What one person asks for is answered by another, who does not stand for him."""

    code = "proposer_answers"

    def __str__(self) -> str:
        return "提请人和受其委托的人不能批准，请由本办公室另一名督办员或领导办理"


class WrongStart(WrongDay):
    """The first day in force lies before the approval, or before there is anything to be in force."""

    code = "wrong_start"
