"""How one picture lies in another: the marks of both, and the shift, turn and stretch that explain them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from guatu.ledgers.likeness.marks import GRID, Mark

_ALIKE: Final = 15
"""Bits of 64 in which two looks at one spot may differ."""
_OFF: Final = 36.0
"""How far from where it should be a spot may lie, of 1024: what is off a screen is slanted."""
_FEW: Final = 4
_SHRINK: Final = 1.25
_AGREE: Final = 2
"""Levels by which two spots may differ in size from what the whole says."""
_TURN: Final = 24
"""Parts of 256 by which a spot may be turned otherwise than the whole."""

Affine = tuple[float, float, float, float, float, float]
"""x' = a·x + b·y + c and y' = d·x + e·y + f."""
Pair = tuple[Mark, Mark]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Places of one picture in the other one, and the spots that agree."""

    affine: Affine
    pairs: Sequence[Pair]

    @property
    def strength(self) -> int:
        """How many places of both pictures agree; spots in one place count once."""
        own = {(one.x // 24, one.y // 24) for one, _ in self.pairs}
        other = {(two.x // 24, two.y // 24) for _, two in self.pairs}
        return min(len(own), len(other))

    def back(self) -> Affine:
        """Places of the other picture in the first one, both in parts of their longer side."""
        a, b, c, d, e, f = self.affine
        area = a * e - b * d
        p, q, r, s = e / area, -b / area, -d / area, a / area
        return p, q, -(p * c + q * f) / GRID, r, s, -(r * c + s * f) / GRID


def align(own: Sequence[Mark], other: Sequence[Mark]) -> Alignment | None:
    """The shift, turn and stretch on which most spots agree; None where hardly any do."""
    pairs = _pairs(own, other)
    best: list[Pair] = []
    for first, second in pairs:
        agreeing = _agreeing(_pose(first, second), first, second, pairs)
        if len(agreeing) > len(best):
            best = agreeing
    affine: Affine | None = None
    for _ in range(2):
        affine = _fitted(best) if len(best) >= _FEW else None
        if affine is None:
            return None
        best = [one for one in pairs if _apart(affine, one) < _OFF * 0.6]
    if affine is None or len(best) < _FEW or not _is_sound(affine):
        return None
    return Alignment(affine=affine, pairs=best)


def _pairs(own: Sequence[Mark], other: Sequence[Mark]) -> list[Pair]:
    """Each spot with the spot that looks most like it, if it does."""
    looks = [one.bits for one in other]
    found = []
    for one in own:
        bits = one.bits
        apart = [(bits ^ look).bit_count() for look in looks]
        least = min(apart, default=65)
        if least <= _ALIKE:
            found.append((one, other[apart.index(least)]))
    return found


def _pose(first: Mark, second: Mark) -> Affine:
    """Where one spot leads the whole picture."""
    stretch = _SHRINK ** (second.size - first.size)
    angle = (second.turn - first.turn) / 256 * 2 * math.pi
    cos, sin = stretch * math.cos(angle), stretch * math.sin(angle)
    return (
        cos,
        -sin,
        second.x - cos * first.x + sin * first.y,
        sin,
        cos,
        second.y - sin * first.x - cos * first.y,
    )


def _agreeing(pose: Affine, first: Mark, second: Mark, pairs: Sequence[Pair]) -> list[Pair]:
    turn, size = second.turn - first.turn, second.size - first.size
    found = []
    for pair in pairs:
        one, two = pair
        if abs(two.size - one.size - size) > _AGREE:
            continue
        if abs((two.turn - one.turn - turn + 128) % 256 - 128) <= _TURN and _apart(pose, pair) < _OFF * 1.6:
            found.append(pair)
    return found


def _apart(affine: Affine, pair: Pair) -> float:
    a, b, c, d, e, f = affine
    one, two = pair
    return math.hypot(a * one.x + b * one.y + c - two.x, d * one.x + e * one.y + f - two.y)


def _fitted(pairs: Sequence[Pair]) -> Affine | None:
    """The affine map with the least squares; None where the spots lie on one line."""
    n = len(pairs)
    mx, my = sum(one.x for one, _ in pairs) / n, sum(one.y for one, _ in pairs) / n
    ux, uy = sum(two.x for _, two in pairs) / n, sum(two.y for _, two in pairs) / n
    xx = xy = yy = xu = yu = xv = yv = 0.0
    for one, two in pairs:
        x, y, u, v = one.x - mx, one.y - my, two.x - ux, two.y - uy
        xx, xy, yy = xx + x * x, xy + x * y, yy + y * y
        xu, yu, xv, yv = xu + x * u, yu + y * u, xv + x * v, yv + y * v
    whole = xx * yy - xy * xy
    if whole < 1e-3 * max(xx, yy, 1) ** 2:
        return None
    a, b = (xu * yy - yu * xy) / whole, (yu * xx - xu * xy) / whole
    d, e = (xv * yy - yv * xy) / whole, (yv * xx - xv * xy) / whole
    return a, b, ux - a * mx - b * my, d, e, uy - d * mx - e * my


def _is_sound(affine: Affine) -> bool:
    """A photograph of a photograph stays about as wide as high, and is not turned inside out."""
    a, b, _, d, e, _ = affine
    area = a * e - b * d
    wide, high = math.hypot(a, d), math.hypot(b, e)
    return 0.12 < area < 8 and 0.6 < wide / (high or 1) < 1.6 and area > 0.75 * wide * high
