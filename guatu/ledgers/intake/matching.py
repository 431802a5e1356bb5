"""Which unit of the registry a written name means, with the reason in words and the others it may mean."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from guatu.accounts.models import Unit
from guatu.accounts.queries import UnitBook
from guatu.kernel.units import Match
from guatu.kernel.units.collectives import find_collectives
from guatu.kernel.units.directory import SURE
from guatu.ledgers.intake.entries import Suggestion

MOST: Final = 5
_DERIVED: Final = 0.97
_OF_TOWNS: Final = frozenset("镇乡街")


@dataclass(frozen=True, slots=True)
class Matched:
    """What a written name was taken for; no unit where it is not clear."""

    unit_id: int | None
    unit: str
    reason: str
    confidence: float
    alternatives: tuple[Suggestion, ...] = ()
    is_collective: bool = False


def match(book: UnitBook, written: str) -> Matched:
    """The unit that a name of a document means, or those it may mean."""
    if is_collective(written):
        return _collective(book, written)
    found = suggestions(book, written)
    clear = book.directory.match(written)
    if clear is None:
        why = (
            f"“{written}”与 {len(found)} 个单位相近，请选一个"
            if found
            else f"名录里没有“{written}”，请选单位"
        )
        return Matched(None, "", why, 0.3, tuple(found))
    unit_id = book.ids[clear.unit]
    others = tuple(one for one in found if one["unit_id"] != unit_id)
    return Matched(unit_id, clear.unit.name, _reason(clear, written), round(clear.score, 3), others)


def suggestions(book: UnitBook, typed: str, *, limit: int = MOST) -> list[Suggestion]:
    """Units for what somebody types, the likeliest first; names that hold the very words come too."""
    words = typed.strip()
    if not words:
        return []
    found = {
        book.ids[one.unit]: Suggestion(
            unit_id=book.ids[one.unit], unit=one.unit.name, reason=_reason(one, words)
        )
        for one in book.directory.candidates(words, limit=limit)
    }
    for unit in book.directory.units:
        if len(found) >= limit:
            break
        if any(words in name for name in (unit.name, *unit.short_names)):
            found.setdefault(
                book.ids[unit],
                Suggestion(unit_id=book.ids[unit], unit=unit.name, reason=f"名称里有“{words}”"),
            )
    return list(found.values())


def is_collective(written: str) -> bool:
    """Is it one name for many: 各镇街, 市直有关部门?"""
    return any((start, end) == (0, len(written)) for start, end, _ in find_collectives(written))


def _collective(book: UnitBook, written: str) -> Matched:
    towns = list(_towns(book)) if _OF_TOWNS & set(written) else []
    why = (
        f"“{written}”是统称，指名录里的 {len(towns)} 个镇街" if towns else f"“{written}”是统称，请选具体单位"
    )
    return Matched(None, "", why, 0.4, tuple(towns), is_collective=True)


def _towns(book: UnitBook) -> Iterable[Suggestion]:
    for unit in book.directory.units:
        if unit.kind == Unit.Kind.TOWN.label:
            yield Suggestion(unit_id=book.ids[unit], unit=unit.name, reason="镇街")


def _reason(found: Match, written: str) -> str:
    unit = found.unit
    if written == unit.name:
        return "名称一致"
    if written in unit.short_names:
        return f"“{written}”是它的简称"
    if found.score >= _DERIVED:
        return f"“{written}”是它的常用叫法"
    return "名称相近" if found.score >= SURE else "名称略有相似，请核对"
