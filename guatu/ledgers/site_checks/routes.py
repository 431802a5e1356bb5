"""The way to several places: from each to the nearest that is left; what has no place comes after."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from guatu.ledgers.doubts.places import Place, distance

Stop = TypeVar("Stop")


def ordered(stops: Sequence[Stop], *, place_of: Callable[[Stop], Place | None]) -> list[Stop]:
    """The stops in an order to go by, begun with the first; no promise that it is the shortest."""
    placed = [(one, place) for one in stops if (place := place_of(one)) is not None]
    rest = [one for one in stops if place_of(one) is None]
    way: list[Stop] = []
    here: Place | None = None
    while placed:
        at = 0 if here is None else _nearest(here, [place for _, place in placed])
        stop, here = placed.pop(at)
        way.append(stop)
    return way + rest


def _nearest(here: Place, places: Sequence[Place]) -> int:
    return min(range(len(places)), key=lambda at: distance(here, places[at]))
