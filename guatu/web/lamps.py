"""Lights of regimes as pages draw them: shape, word and colour together."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from guatu.ledgers.lights.in_force import InForce
from guatu.ledgers.models import Item
from guatu.ledgers.queries.standing import UNKNOWN, is_owed
from guatu.rules.regimes.regime import Light
from guatu.web import parts, wording

LACKING: Final = parts.Light("grey", "缺数据")
"""A fact is missing that could make it worse."""


def lamp(light: Light, reason: str = "") -> parts.Light:
    """A light with its word."""
    return parts.Light(light.colour, light.word, reason, shape=light.shape)


def lamp_of(item: Item, regimes: InForce) -> parts.Light | None:
    """What an item shows; nothing for what is not owed any more."""
    if not is_owed(item):
        return None
    light = regimes.light(item.ledger_id, item.light)
    return lamp(light) if light else LACKING


def timed(item: Item, regimes: InForce, due: parts.Due, words: str = "") -> parts.Light:
    """The days left, marked by how near they are; a worse light that burns for another reason says its word.

    `due` is the day that is shown, which may be a unit's own.
    """
    told = words or due.left or due.day
    light = regimes.light(item.ledger_id, item.light) if is_owed(item) and due.tone != "late" else None
    if light is not None and light.polarity in ("alarm", "warning"):
        return parts.Light(light.colour, f"{light.word} {told}", shape=light.shape)
    return parts.Light(wording.light(due), told)


def counted(palette: Sequence[Light], counts: Mapping[str, int]) -> Iterator[tuple[str, parts.Light]]:
    """Each light that is counted, by its code, with how many show it; what lacks a fact last."""
    for one in palette:
        if one.code in counts:
            yield one.code, parts.Light(one.colour, one.word, one.meaning, counts[one.code], shape=one.shape)
    if counts.get(UNKNOWN):
        yield UNKNOWN, parts.Light("grey", LACKING.word, "", counts[UNKNOWN])
