"""Where a photograph was taken, by its device: far from the item, or from all its other photographs."""

import math
from collections.abc import Iterator, Sequence
from typing import Final

from guatu.ledgers.doubts.findings import Doubt, Kind
from guatu.ledgers.models import Item

FAR: Final = 3_000.0
"""Metres."""
_OTHERS: Final = 3
"""So many other photographs say where the item is."""
_EARTH: Final = 6_371_000.0
Place = tuple[float, float]
"""Latitude and longitude in degrees."""


def far_away(own: Place | None, others: Sequence[Place], *, item: Place | None) -> Iterator[Doubt]:
    """Held against the place of the item; where none is written down, against its other photographs.

    An item of many places has photographs near each: only what lies apart from all of them is told.
    """
    if own is None:
        return
    if item is not None:
        if (apart := distance(own, item)) > FAR:
            yield Doubt(
                Kind.FAR_AWAY,
                f"设备记录的位置，离事项登记的地点 {apart / 1000:.1f} 公里；位置是设备自报，室内会有偏差",
            )
        return
    if len(others) < _OTHERS:
        return
    nearest = min(distance(own, other) for other in others)
    if nearest > FAR:
        reason = (
            f"设备记录的位置，离本项其余 {len(others)} 张照片中最近的一张也有 {nearest / 1000:.1f} 公里；"
            "位置是设备自报，室内会有偏差"
        )
        yield Doubt(Kind.FAR_AWAY, reason)


def of_item(item: Item | None) -> Place | None:
    """Where an item is, in the figures of photographs."""
    if item is None or item.coordinates is None:
        return None
    return float(item.coordinates.latitude), float(item.coordinates.longitude)


def distance(one: Place, other: Place) -> float:
    """Metres along a great circle."""
    north, far_north = math.radians(one[0]), math.radians(other[0])
    east = math.radians(other[1] - one[1])
    half = math.sin((far_north - north) / 2) ** 2
    half += math.cos(north) * math.cos(far_north) * math.sin(east / 2) ** 2
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(half)))
