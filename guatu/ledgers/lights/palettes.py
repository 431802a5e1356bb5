"""The lights of several ledgers in one list: alike is only what has the same code, colour, word and polarity.

What differs stands as a light of its own, under the code of its regime and its own: `three_slips.red`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from guatu.rules.regimes.regime import POLARITIES, Light, Regime


@dataclass(frozen=True, slots=True)
class Apart:
    """A light that some ledgers show under a code that says something else in others."""

    key: str
    code: str
    ledgers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """The lights of several ledgers from the worst, with their keys for codes, and those that stand apart."""

    lights: tuple[Light, ...]
    apart: tuple[Apart, ...]


@dataclass(slots=True)
class _Kind:
    light: Light
    regime: str
    ledgers: list[int] = field(default_factory=list)


def merged(default: Regime, of_ledgers: Mapping[int, Regime]) -> Merged:
    """The default's lights keep their codes, and so does what says one thing wherever it is shown."""
    lights, apart = list[Light](), list[Apart]()
    for code, kinds in _by_code(default, of_ledgers).items():
        own = default.known(code)
        for kind in kinds:
            if kind.light == own or (own is None and len(kinds) == 1):
                lights.append(kind.light)
            else:
                key = f"{kind.regime}.{code}"
                lights.append(replace(kind.light, code=key))
                apart.append(Apart(key, code, tuple(sorted(kind.ledgers))))
    return Merged(tuple(sorted(lights, key=worst_first)), tuple(apart))


def worst_first(light: Light) -> int:
    """Where a light stands among those of other palettes."""
    return POLARITIES.index(light.polarity)


def _by_code(default: Regime, of_ledgers: Mapping[int, Regime]) -> Mapping[str, Sequence[_Kind]]:
    """Code → the kinds of lights that it stands for, with the ledgers that show them."""
    found: dict[str, dict[tuple[str, ...], _Kind]] = {}
    ledgers: dict[str, tuple[Regime, list[int]]] = {default.code: (default, [])}
    for pk, regime in of_ledgers.items():
        ledgers.setdefault(regime.code, (regime, []))[1].append(pk)
    for regime, pks in ledgers.values():
        for light in regime.palette:
            kind = (light.colour, light.word, light.polarity)
            name = regime.code.partition(".")[0]  # whatever its version is
            found.setdefault(light.code, {}).setdefault(kind, _Kind(light, name)).ledgers.extend(pks)
    return {code: list(kinds.values()) for code, kinds in found.items()}
