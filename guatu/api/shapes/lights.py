"""Lights as a program is told of them."""

from guatu.api.shapes.base import Told
from guatu.rules.regimes.regime import Light


class LightTold(Told):
    """A light: always shown as shape, word and colour together."""

    code: str
    word: str
    colour: str
    shape: str
    meaning: str


def light_told(light: Light | None) -> dict[str, str] | None:
    """A light as plain values."""
    names = ("code", "word", "colour", "shape", "meaning")
    return None if light is None else {name: getattr(light, name) for name in names}
