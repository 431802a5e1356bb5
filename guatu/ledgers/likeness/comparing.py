"""The last look, at the pixels: one picture is laid over the other, and compared field by field.

Two photographs of one place share its marks. Only one photograph given twice agrees everywhere at once: what
stands near and far, light, shadow and whoever walks by.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import mul
from typing import Final, Self

from PIL import Image, ImageFilter

from guatu.ledgers.likeness.aligning import Alignment
from guatu.ledgers.likeness.marks import GRID

_SIDE: Final = 160
_FIELD: Final = 10
_FLAT: Final = 6.0
"""Fields with less contrast than this, in steps of grey, say nothing."""
_SAME: Final = 0.75
"""From here on a field of the one is the field of the other."""
_FEW: Final = 24
"""Fields below which nothing is said."""
_COPY: Final = 0.97
_MOST: Final = 0.7
_SCREEN: Final = 0.925
_ODD: Final = 0.055
"""The share of fields that glare, a finger or a stamp may hide; more of them, and something else is shown."""
_STRANGE: Final = 0.3
_FITS: Final = 0.6
_ENOUGH: Final = 12
"""Fields from which a better plane is taken."""
Terms = tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """What two pictures have in common when one is laid over the other."""

    fields: int
    same: int
    strange: int
    """Fields in which the one shows something else than the other."""
    typical: float
    """The middle of how alike the fields are, 1 is equal."""

    @property
    def share(self) -> float:
        return self.same / self.fields if self.fields else 0.0

    @property
    def kind(self) -> str:
        """A copy, taken off a screen, or nothing but a place that was taken twice."""
        if self.fields < _FEW:
            return ""
        if self.typical >= _COPY and self.share >= _MOST:
            return "copy"
        is_one = self.typical >= _SCREEN and self.strange <= _ODD * self.fields
        return "screen" if is_one else ""


def overlay(own: Image.Image, other: Image.Image, alignment: Alignment) -> Overlay:
    """Field by field, where both show something; `own` and `other` are prepared."""
    small, far = _small(own), _small(other)
    scale = _SIDE / GRID
    terms = slanted([((a.x * scale, a.y * scale), (b.x * scale, b.y * scale)) for a, b in alignment.pairs])
    for reach in (4, 2):
        terms = _moved(small, far, terms, reach) or terms
    found = sorted(alike for _, _, alike in _fields(small, *_laid(far, terms, small.size), reach=0))
    same = sum(one > _SAME for one in found)
    return Overlay(
        fields=len(found),
        same=same,
        strange=sum(one < _STRANGE for one in found),
        typical=found[len(found) // 2] if found else 0.0,
    )


def _laid(far: Image.Image, terms: Terms, size: tuple[int, int]) -> tuple[Image.Image, Image.Image]:
    """The other picture laid over, and where it lies."""
    seen = far.transform(size, Image.Transform.PERSPECTIVE, terms, Image.Resampling.BILINEAR)
    inside = Image.new("L", far.size, 255).transform(size, Image.Transform.PERSPECTIVE, terms)
    return seen, inside.filter(ImageFilter.MinFilter(3))


def _moved(small: Image.Image, far: Image.Image, terms: Terms, reach: int) -> Terms | None:
    """The plane after each field was moved to where it fits best; spots lie only about in their place."""
    pairs = []
    middle = _FIELD / 2
    for place, shift, alike in _fields(small, *_laid(far, terms, small.size), reach=reach):
        if alike > _FITS:
            x, y = place[0] + middle, place[1] + middle
            pairs.append(((x, y), _led(terms, x + shift[0], y + shift[1])))
    return slanted(pairs) if len(pairs) >= _ENOUGH else None


def _led(terms: Terms, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f, g, h = terms
    deep = g * x + h * y + 1
    return (a * x + b * y + c) / deep, (d * x + e * y + f) / deep


def _small(image: Image.Image) -> Image.Image:
    share = _SIDE / max(image.size)
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    return image.resize(size, Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(0.8))


def slanted(pairs: Sequence[tuple[tuple[float, float], tuple[float, float]]]) -> Terms:
    """The plane through pairs of places with the least squares: eight terms as Pillow takes them."""
    rows = [[0.0] * 9 for _ in range(8)]
    for (x, y), (u, v) in pairs:
        for line, target in (
            ((x, y, 1, 0, 0, 0, -u * x, -u * y), u),
            ((0, 0, 0, x, y, 1, -v * x, -v * y), v),
        ):
            for n in range(8):
                for m in range(8):
                    rows[n][m] += line[n] * line[m]
                rows[n][8] += line[n] * target
    for n, calm in enumerate((1e-9, 1e-9, 1e-9, 1e-9, 1e-9, 1e-9, 2e3, 2e3)):
        rows[n][n] += calm * len(pairs)
    return tuple(_solved(rows))


def _solved(rows: list[list[float]]) -> list[float]:
    """Gauss and Jordan."""
    for n in range(len(rows)):
        pivot = max(range(n, len(rows)), key=lambda row: abs(rows[row][n]))
        rows[n], rows[pivot] = rows[pivot], rows[n]
        first = rows[n][n] or 1e-12
        rows[n] = [value / first for value in rows[n]]
        for other in range(len(rows)):
            share = rows[other][n]
            if other != n and share:
                rows[other] = [a - share * b for a, b in zip(rows[other], rows[n], strict=True)]
    return [row[-1] for row in rows]


def _fields(
    own: Image.Image, seen: Image.Image, inside: Image.Image, *, reach: int
) -> Iterator[tuple[tuple[int, int], tuple[int, int], float]]:
    """Each field: where it is, how it is moved to fit best within the reach, and how well it then does."""
    width, height = own.size
    first, second, both = own.tobytes(), seen.tobytes(), inside.tobytes()
    shifts = [(x, y) for y in range(-reach, reach + 1) for x in range(-reach, reach + 1)]
    for top in range(reach, height - _FIELD - reach + 1, _FIELD):
        for left in range(reach, width - _FIELD - reach + 1, _FIELD):
            if not all(
                both[(top + y) * width + left - reach : (top + y) * width + left + _FIELD + reach].count(0)
                == 0
                for y in (-reach, 0, _FIELD - 1, _FIELD - 1 + reach)
            ):
                continue
            field = _Field.of(_cut(first, width, left, top))
            if field is not None:
                best = max((field.alike(_cut(second, width, left + x, top + y)), (x, y)) for x, y in shifts)
                yield (left, top), best[1], best[0]


def _cut(grey: bytes, width: int, left: int, top: int) -> bytes:
    return b"".join(grey[y * width + left : y * width + left + _FIELD] for y in range(top, top + _FIELD))


@dataclass(frozen=True, slots=True)
class _Field:
    """A field with what it is compared by."""

    values: Sequence[float]
    contrast: float

    @classmethod
    def of(cls, grey: bytes) -> Self | None:
        """None where it is flat, and says nothing."""
        mean = sum(grey) / len(grey)
        values = [value - mean for value in grey]
        contrast = sum(map(mul, values, values))
        return cls(values, contrast) if contrast > _FLAT * _FLAT * len(grey) else None

    def alike(self, grey: bytes) -> float:
        """How far another field rises and falls with it, from -1 to 1."""
        mean = sum(grey) / len(grey)
        contrast = sum(map(mul, grey, grey)) - mean * mean * len(grey)
        together: float = sum(map(mul, self.values, grey))
        return together / math.sqrt(self.contrast * max(contrast, 1))
