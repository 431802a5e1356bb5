"""The stage on which the year is played: who is there, what stands, and the steps of each day in order."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from random import Random
from typing import Any, Final, TypeAlias

from guatu.accounts.queries import Acting
from guatu.demo.county.days import Days
from guatu.demo.county.matters import Matter
from guatu.demo.county.registry import County
from guatu.ledgers.models import Ledger, Phase, StandardVersion

Do: TypeAlias = "Callable[[Stage, Sequence[Step]], None]"

_KEEPERS: Final = {"YS": "coordinator2", "PS": "coordinator2", "XJ": "coordinator3"}
"""Who keeps the ledgers that are not the first office's."""


@dataclass(slots=True)
class Stage:
    """What the deeds of the year need at hand."""

    county: County
    days: Days
    rng: Random
    ledgers: dict[str, Ledger] = field(default_factory=dict)
    standards: dict[tuple[int, str], StandardVersion] = field(default_factory=dict)
    """By office and code."""
    phases: dict[str, list[Phase]] = field(default_factory=dict)

    def staff(self, kind: str, matter: Matter, on: date) -> Acting:
        """The one who keeps a ledger, checks or decides in it."""
        if kind == "coordinator":
            return self.coordinator(matter.ledger, on)
        name = ("verifier", "verifier2", "verifier")[matter.pk % 3] if kind == "verifier" else kind
        return self.county.named(name, on)

    def coordinator(self, prefix: str, on: date) -> Acting:
        """The one who keeps the ledger of a prefix."""
        return self.county.named(_KEEPERS.get(prefix, "coordinator"), on)

    def unit_id(self, name: str) -> int:
        return self.county.units[name].pk

    def liaison(self, unit: str, on: date) -> Acting:
        return self.county.liaison(self.unit_id(unit), on)


@dataclass(frozen=True, slots=True)
class Step:
    """One deed on one matter, at a moment of a day."""

    do: Do
    matter: Matter
    on: date
    at: datetime
    unit: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    def when(self) -> dict[str, Any]:
        return {"at": self.at, "on": self.on}


class Agenda:
    """Steps by day; a day's are done in the order of their moments, those of one kind together."""

    def __init__(self) -> None:
        self._days: dict[date, list[Step]] = defaultdict(list)

    def add(self, steps: Sequence[Step]) -> None:
        for step in steps:
            self._days[step.on].append(step)

    def steps(self) -> list[Step]:
        """All that is to come."""
        return [step for steps in self._days.values() for step in steps]

    def play(self, stage: Stage, on: date) -> None:
        """Do what a day holds."""
        steps = sorted(self._days.pop(on, ()), key=lambda step: step.at)
        for do, run in groupby(steps, key=lambda step: step.do):
            for some in _parts(list(run)):
                do(stage, some)


_MANY = 500


def _parts(steps: list[Step]) -> Iterator[list[Step]]:
    for start in range(0, len(steps), _MANY):
        yield steps[start : start + _MANY]
