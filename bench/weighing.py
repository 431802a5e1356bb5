"""What all processes of a server weigh together, looked at again and again while it works.

Of each process its proportional share is taken, so that pages which several of them hold count once. Pages
of files are the system's to take back: what grows is told of the anonymous ones, and of what the web workers
alone have written.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from bench.load import _family

_EVERY: Final = 2.0
"""Seconds between two looks."""
_TOLD: Final = 30.0
"""Seconds that are told together."""
_WEB: Final = "guatu-web"
_GO: Final = frozenset(("guatu-rounds", "python"))
"""Who comes and goes: the round of the clock, and what looks at a picture for it."""


@dataclass(frozen=True, slots=True)
class Weight:
    """MiB at a moment."""

    at: float
    """Seconds since the beginning."""
    all: float
    anonymous: float
    """Of it, pages of no file."""
    web: float
    """What the web workers alone have written."""
    in_round: bool
    """While the round of the clock was at work."""


@dataclass(slots=True)
class Scales:
    """The weights of a server since a beginning."""

    pid: int
    began: float
    answered: Callable[[], int]
    weights: list[Weight]

    async def watch(self) -> None:
        """Look until cancelled, and tell each half minute."""
        told = 0.0
        while True:
            weight = weighed(self.pid, perf_counter() - self.began)
            self.weights.append(weight)
            if not told or weight.at >= told + _TOLD:
                print(f"   {weight.at:4.0f} s: {self.answered():6} answers, {self._since(told)}", flush=True)
                told = weight.at
            await asyncio.sleep(_EVERY)

    def _since(self, at: float) -> str:
        return spans([one for one in self.weights if one.at >= at])

    def halves(self) -> str:
        """Whether the second half weighs more than the first."""
        middle = self.weights[-1].at / 2
        first = [one for one in self.weights if one.at < middle]
        second = [one for one in self.weights if one.at >= middle]
        return f"first half {spans(first)}\nsecond half {spans(second)}"


def spans(weights: Sequence[Weight]) -> str:
    """Least, median and most of these weights, in words."""
    parts = {
        "all": [one.all for one in weights],
        "anonymous": [one.anonymous for one in weights],
        "written by the web workers": [one.web for one in weights],
        "all between rounds": [one.all for one in weights if not one.in_round],
    }
    return "; ".join(f"{name} {_span(those)}" for name, those in parts.items() if those) + " MiB"


def _span(those: Sequence[float]) -> str:
    return f"{min(those):.0f}, {median(those):.0f}, {max(those):.0f}"


def weighed(pid: int, at: float) -> Weight:
    """All processes now; asked again where one ended meanwhile."""
    while True:
        with suppress(FileNotFoundError, ProcessLookupError):
            return _sum([_rolled(one) for one in _family(pid)], at)


def _rolled(pid: int) -> tuple[str, dict[str, float]]:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    sizes = {name: int(words.split()[0]) / 1024 for name, _, words in (line.partition(":") for line in lines)}
    return Path(f"/proc/{pid}/comm").read_text().strip(), sizes


def _sum(those: Iterable[tuple[str, dict[str, float]]], at: float) -> Weight:
    found = list(those)
    return Weight(
        at=at,
        all=sum(sizes["Pss"] for _, sizes in found),
        anonymous=sum(sizes["Pss_Anon"] for _, sizes in found),
        web=sum(sizes["Private_Dirty"] for name, sizes in found if name == _WEB),
        in_round=any(name in _GO for name, _ in found),
    )
