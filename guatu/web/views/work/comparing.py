"""Two pictures laid over each other: as the drawing that a browser shows, in parts of a thousand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from guatu.ledgers.models import Photograph
from guatu.ledgers.queries.likenesses import inverse

_SIDE: Final = 1000.0
EQUAL: Final = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
Corner = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The other picture with our own over it."""

    box: str
    """The view box of the other picture; our own is moved into it."""
    width: int
    height: int
    own_box: str
    own_width: int
    own_height: int
    transform: str
    own_frame: str
    """The corners of what both show, on our own picture."""
    other_frame: str


def stage(
    own: Photograph | None,
    other: Photograph | None,
    *,
    lies: Sequence[float],
    is_mirrored: bool,
    other_is_later: bool,
) -> Stage | None:
    """How our own picture lies on the other one; the later of the two is mirrored first, if they are."""
    if own is None or other is None or not own.width or not other.width:
        return None
    w, h = _size(own)
    far_w, far_h = _size(other)
    a, b, c, d, e, f = lies
    moves = [f"matrix({a:.4f} {d:.4f} {b:.4f} {e:.4f} {c * _SIDE:.1f} {f * _SIDE:.1f})"]
    if is_mirrored and other_is_later:
        moves.insert(0, f"translate({far_w:.1f} 0) scale(-1 1)")
    elif is_mirrored:
        moves.append(f"translate({w:.1f} 0) scale(-1 1)")
    corners = [(x, y) for x, y in ((0.0, 0.0), (w, 0.0), (w, h), (0.0, h))]
    far_corners = [(x, y) for x, y in ((0.0, 0.0), (far_w, 0.0), (far_w, far_h), (0.0, far_h))]
    led = [_led(lies, one) for one in corners]
    back = [_led(inverse(lies), one) for one in far_corners]
    if is_mirrored:
        if other_is_later:
            led = [(far_w - x, y) for x, y in led]
        else:
            back = [(w - x, y) for x, y in back]
    return Stage(
        box=f"0 0 {far_w:.0f} {far_h:.0f}",
        width=round(far_w),
        height=round(far_h),
        own_box=f"0 0 {w:.0f} {h:.0f}",
        own_width=round(w),
        own_height=round(h),
        transform=" ".join(moves),
        own_frame=_points(back, w, h),
        other_frame=_points(led, far_w, far_h),
    )


def _size(photograph: Photograph) -> tuple[float, float]:
    share = _SIDE / max(photograph.width, photograph.height)
    return photograph.width * share, photograph.height * share


def _led(terms: Sequence[float], corner: Corner) -> Corner:
    a, b, c, d, e, f = terms
    x, y = corner
    return a * x + b * y + c * _SIDE, d * x + e * y + f * _SIDE


def _points(corners: Sequence[Corner], width: float, height: float) -> str:
    """The corners as a browser takes them, none outside the picture."""
    inside = [(min(max(x, 0), width), min(max(y, 0), height)) for x, y in corners]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in inside)
