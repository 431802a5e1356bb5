"""Why a regime of an office is not taken, or not put in force.

LedgerRefusal
├── RegimeUnfit           a written regime does not read, or does not show what its examples say
├── ChangedSince
│   └── RegimeChanged     somebody saved the draft after it was looked at
├── ProposerAnswers       who wrote or asked, or stands for him, would answer
├── TwoMeaningsAtOnce     one colour would say two things in two ledgers of an office
└── WrongStart            a first day in force that cannot be
"""

from collections.abc import Sequence
from datetime import date

from guatu.ledgers.errors import ChangedSince, LedgerRefusal, WrongDay
from guatu.ledgers.lights.trying import Fault
from guatu.rules.errors import ClashingColours


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


class RegimeChanged(ChangedSince):
    """Somebody saved a draft after this person had looked at it; what he wanted is not done."""

    code = "regime_changed"

    def __init__(self, *, name: str, who: str, deed: str, digest: str) -> None:
        super().__init__(number=name, what=who)
        self.deed, self.digest = deed, digest

    def __str__(self) -> str:
        return f"{self.number}刚被{self.what}改过，没有{self.deed}，请先看现在的规则再办"


class ProposerAnswers(LedgerRefusal):
    """What one person writes or asks for is answered by another, who does not stand for him."""

    code = "proposer_answers"

    def __str__(self) -> str:
        return "起草人、提请人和受其委托的人不能批准，请由本办公室另一名督办员或领导办理"


class TwoMeaningsAtOnce(LedgerRefusal):
    """From a day on one colour would say two things in two ledgers of the office."""

    code = "two_meanings_at_once"

    def __init__(self, clash: ClashingColours, ledger: str, other: str, day: date) -> None:
        super().__init__(clash, ledger, other, day)
        self.clash, self.ledger, self.other, self.day = clash, ledger, other, day

    def __str__(self) -> str:
        clash = self.clash
        return (
            f"自 {self.day} 起，{clash.word}在“{self.ledger}”（{clash.first}）里是“{clash.meaning}”，"
            f"在“{self.other}”（{clash.second}）里是“{clash.other}”；一个办公室里一种颜色只能有一个意思，"
            "请改其中一套规则的颜色，或让两本台账用同一套"
        )

    def details(self) -> dict[str, str | int | None]:
        return {"ledger": self.ledger, "other": self.other, "day": self.day.isoformat()}


class WrongStart(WrongDay):
    """The first day in force lies before the approval, or before there is anything to be in force."""

    code = "wrong_start"
