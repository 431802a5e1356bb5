"""Where something is: latitude and longitude in degrees, as people copy them from maps."""

import re
from decimal import Decimal
from typing import Final, NamedTuple

from guatu.kernel.errors import Refusal

_STEP: Final = Decimal("0.000001")
"""A tenth of a metre."""
_NORTH, _EAST = (Decimal(3), Decimal(54)), (Decimal(73), Decimal(136))
"""The degrees of China: no latitude there is a longitude too, so the order of the two does not matter."""
_FIGURE: Final = r"(\d{1,3}(?:\.\d{1,12})?)\s*°?"
_PAIR: Final = re.compile(rf"\D{{0,4}}{_FIGURE}\s*[,，、;；\s]\s*\D{{0,4}}{_FIGURE}\D{{0,2}}")


class Coordinates(NamedTuple):
    """Degrees north and east, to six digits."""

    latitude: Decimal
    longitude: Decimal

    def __str__(self) -> str:
        return f"{self.latitude.normalize():f},{self.longitude.normalize():f}"


class UnknownCoordinates(Refusal):
    """What was written is no place in China."""

    code = "unknown_coordinates"

    def __init__(self, *, written: str) -> None:
        super().__init__(written)
        self.written = written

    def __str__(self) -> str:
        return f"坐标“{self.written[:40]}”认不出，请写成 30.512345,104.123456 这样的两个数，可从地图上复制"

    def details(self) -> dict[str, str | int | None]:
        return {"field": "coordinates"}


def parse_coordinates(written: str) -> Coordinates:
    """Two figures in either order, as maps give them; refuses what is no place in China.

    >>> str(parse_coordinates("104.123456, 30.5"))
    '30.5,104.123456'
    """
    found = _PAIR.fullmatch(written.strip())
    if found is None:
        raise UnknownCoordinates(written=written)
    one, other = Decimal(found[1]), Decimal(found[2])
    for north, east in ((one, other), (other, one)):
        if _within(north, _NORTH) and _within(east, _EAST):
            return Coordinates(north.quantize(_STEP), east.quantize(_STEP))
    raise UnknownCoordinates(written=written)


def _within(figure: Decimal, ends: tuple[Decimal, Decimal]) -> bool:
    return ends[0] <= figure <= ends[1]
