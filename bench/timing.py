"""Times on a noisy machine: contenders take turns, medians are shown, ratios are taken within a turn."""

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of each contender, one figure for each turn; turns are in the same order for all."""

    seconds: Mapping[str, tuple[float, ...]]

    def median_ms(self, name: str) -> float:
        return 1000 * median(self.seconds[name])

    def ratio(self, name: str, other: str) -> float:
        """The median of the ratios within each turn, which a slow minute of the machine does not touch."""
        return median(a / b for a, b in zip(self.seconds[name], self.seconds[other], strict=True))


def take_turns(contenders: Mapping[str, Callable[[], object]], *, rounds: int, warm_up: int = 3) -> Times:
    """A B C, A B C …; what the imports left behind is frozen, so that no contender pays for collecting it."""
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for turn in range(warm_up + rounds):
        if turn == warm_up:
            gc.freeze()
        for name, run in contenders.items():
            taken = timed(run)
            if turn >= warm_up:
                seconds[name].append(taken)
    gc.unfreeze()
    return Times({name: tuple(taken) for name, taken in seconds.items()})


def timed(run: Callable[[], object]) -> float:
    """Seconds of one run."""
    begun = perf_counter()
    run()
    return perf_counter() - begun
