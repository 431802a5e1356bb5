"""The marks of a picture: spots that stand out, each with how it looks, so that a copy shows the same ones.

A copy may be turned, mirrored, cut, worse, or taken off a screen. So spots are sought at several sizes, each
is looked at along its own direction, and its 64 bits say only which of two fields within it is the lighter.
Only Pillow is needed: what runs over all the pixels runs in it.
"""

import math
from collections.abc import Iterator
from functools import cache
from operator import itemgetter, mul, sub
from typing import Final

from PIL import Image, ImageChops, ImageFilter

from guatu.ledgers.likeness.marks import GRID, Mark

_Spot = tuple[int, int, int, int]
"""Less its strength, level, column, row."""
SIDE: Final = 320
"""Pixels of the longer side of what is looked at."""
_SHRINK: Final = 1.25
_LEVELS: Final = 6
_REACH: Final = 19.0
"""Pixels of a level from the middle of a spot to the edge of its patch."""
_EYE: Final = 7
"""Pixels of a level around a spot by which its direction is found."""
_SMOOTH: Final = 1.8
_PATCH: Final = 8
_PLAIN: Final = 5
"""How little a spot may stand out, in steps of grey, before it is no spot."""
_CELLS: Final = 4
"""Spots are taken from so many rows and columns alike, so that what is cut away takes only its share."""

_PAIRS: Final = (
    (9, 49), (23, 45), (4, 28), (33, 35), (31, 47), (19, 43), (2, 19), (13, 53), (28, 60), (18, 40),
    (3, 51), (20, 44), (16, 32), (37, 39), (5, 20), (24, 41), (22, 39), (19, 58), (24, 26), (44, 61),
    (29, 46), (39, 54), (32, 42), (17, 27), (47, 53), (43, 49), (14, 30), (13, 23), (10, 16), (27, 42),
    (46, 61), (36, 51), (2, 17), (18, 34), (14, 36), (54, 60), (40, 58), (3, 9), (25, 50), (30, 44),
    (4, 14), (11, 42), (19, 25), (2, 4), (58, 60), (20, 38), (10, 26), (59, 61), (3, 5), (10, 28),
    (11, 54), (42, 59), (21, 59), (17, 60), (28, 45), (37, 52), (39, 58), (12, 43), (19, 35), (44, 50),
    (26, 43), (5, 24), (11, 21), (41, 52),
)  # fmt: skip
"""Which two fields of a patch each bit compares. Chosen among all, on 60 rendered places, for being even and
telling little of one another; kept for ever, for bits are kept."""

_FIRST: Final = itemgetter(*(first for first, _ in _PAIRS))
_SECOND: Final = itemgetter(*(second for _, second in _PAIRS))


def marks(image: Image.Image, most: int) -> list[Mark]:
    """The marks of a picture that is prepared, the strongest of each part of it first."""
    levels = list(_levels(image))
    found: dict[tuple[int, int], list[_Spot]] = {}
    for number, (level, _) in enumerate(levels):
        for strength, x, y in _standing_out(level):
            cell = (x * _CELLS // level.width, y * _CELLS // level.height)
            found.setdefault(cell, []).append((-strength, number, x, y))
    ranked = sorted((rank, spot) for those in found.values() for rank, spot in enumerate(sorted(those)))
    return [
        _described(levels[number][1], x, y, number, levels[number][0].size)
        for _, (_, number, x, y) in ranked[:most]
    ]


def prepared(image: Image.Image) -> Image.Image:
    """A picture as it is looked at: grey, and of one size."""
    share = SIDE / max(image.size)
    size = (max(24, round(image.width * share)), max(24, round(image.height * share)))
    return image.convert("L").resize(size, Image.Resampling.BOX if share < 0.5 else Image.Resampling.BILINEAR)


def _levels(image: Image.Image) -> Iterator[tuple[Image.Image, Image.Image]]:
    """The picture ever smaller, each time as it is searched and as it is looked at."""
    for number in range(_LEVELS):
        shrunk = _SHRINK**number
        size = (int(image.width / shrunk), int(image.height / shrunk))
        if min(size) < 2 * _REACH + 4:
            return
        level = image.resize(size, Image.Resampling.BILINEAR) if number else image
        yield level, level.filter(ImageFilter.GaussianBlur(_SMOOTH))


def _standing_out(level: Image.Image) -> Iterator[tuple[int, int, int]]:
    """Where it is lighter, or darker, than all around: strength, column, row."""
    near, far = level.filter(ImageFilter.GaussianBlur(1.0)), level.filter(ImageFilter.GaussianBlur(2.2))
    edge = math.ceil(_REACH) + 1
    for one, other in ((near, far), (far, near)):
        rise = ImageChops.subtract(one, other)
        peak = ImageChops.subtract(rise.filter(ImageFilter.MaxFilter(7)), rise).point([255] + [0] * 255)
        high = rise.point([0] * _PLAIN + list(range(_PLAIN, 256)))
        peaks = ImageChops.darker(peak, high).tobytes()
        width = level.width
        for at in _set(peaks):
            y, x = divmod(at, width)
            if edge <= x < width - edge and edge <= y < level.height - edge:
                yield peaks[at], x, y


def _set(values: bytes) -> Iterator[int]:
    """Where a value is not zero."""
    blank = bytes(1)
    at, end = 0, len(values)
    while at < end:
        at = end - len(values[at:].lstrip(blank))
        if at < end:
            yield at
            at += 1


def _described(smooth: Image.Image, x: int, y: int, number: int, size: tuple[int, int]) -> Mark:
    angle = _direction(smooth, x, y)
    cos, sin = math.cos(angle), math.sin(angle)
    step = 2 * _REACH / _PATCH
    start = -_REACH + step / 2
    terms = (
        step * cos,
        -step * sin,
        x + 0.5 + (start - step / 2) * (cos - sin),
        step * sin,
        step * cos,
        y + 0.5 + (start - step / 2) * (sin + cos),
    )
    patch = smooth.transform((_PATCH, _PATCH), Image.Transform.AFFINE, terms, Image.Resampling.BILINEAR)
    grey = patch.tobytes()
    apart = list(map(sub, _FIRST(grey), _SECOND(grey)))
    bits = int("".join("1" if value > 0 else "0" for value in apart), 2)
    return Mark(
        x=min(GRID - 1, int((x + 0.5) / max(size) * GRID)),
        y=min(GRID - 1, int((y + 0.5) / max(size) * GRID)),
        size=number,
        turn=round(angle / (2 * math.pi) * 256) % 256,
        bits=bits,
        margins=tuple(map(abs, apart)),
    )


@cache
def _around() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """How far right and how far down each pixel of a round field lies; nothing outside it."""
    places = [(column, row) for row in range(-_EYE, _EYE + 1) for column in range(-_EYE, _EYE + 1)]
    round_ = [(x, y) if x * x + y * y <= _EYE * _EYE else (0, 0) for x, y in places]
    return tuple(x for x, _ in round_), tuple(y for _, y in round_)


def _direction(smooth: Image.Image, x: int, y: int) -> float:
    """From the middle of the spot to the middle of its light."""
    grey = smooth.crop((x - _EYE, y - _EYE, x + _EYE + 1, y + _EYE + 1)).tobytes()
    right, down = _around()
    return math.atan2(sum(map(mul, grey, down)), sum(map(mul, grey, right)))
