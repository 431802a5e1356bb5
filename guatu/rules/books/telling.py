"""Plain values of a file as what they should be, refused with their place where they are not."""

from collections.abc import Iterable
from datetime import date
from itertools import combinations
from typing import Protocol

from guatu.rules.errors import BookRefused


class Dated(Protocol):
    """What holds from a first day to a last."""

    @property
    def since(self) -> date | None: ...

    @property
    def until(self) -> date | None: ...


def day_told(told: object, where: str) -> date | None:
    """A day; None where none is given."""
    if told is None or isinstance(told, date):
        return told
    try:
        return date.fromisoformat(str(told))
    except ValueError:
        raise BookRefused(where, f"“{told}”不是日期，应写作 2025-06-30") from None


def listed(told: object, where: str) -> list[object]:
    """A list; an empty one where none is given."""
    if told is None:
        return []
    if not isinstance(told, list):
        raise BookRefused(where, f"{told!r} 应写成列表")
    return told


def refuse_overlaps(dated: Iterable[Dated], where: str, why: str) -> None:
    """Two of the same kind must not hold on the same day."""
    for one, other in combinations(dated, 2):
        if (one.since or date.min) <= (other.until or date.max) and (other.since or date.min) <= (
            one.until or date.max
        ):
            raise BookRefused(where, why)
