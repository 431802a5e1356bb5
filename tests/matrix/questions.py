"""Which questions a run asks of somebody: all of them, or of each row the one that a fixed throw picks.

The throw differs from row to row and from person to person, so that a run touches every address as everybody,
and all rows together every kind of relation.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from tests.matrix import operations, pages
from tests.matrix.people import OWN, PLACES, Actor, Place
from tests.matrix.rows import Answer, Method, Row

ROWS: Final = (*pages.ROWS, *operations.ROWS)
_THIRD: Final = 3
_MANY: Final = 6


@dataclass(frozen=True, slots=True)
class Question:
    """A row asked by somebody about the thing of a place."""

    row: Row
    method: Method
    place: Place
    who: Actor

    @property
    def expected(self) -> Answer:
        return self.row.expected(self.who, self.place)

    def __str__(self) -> str:
        words = " ".join(one for one in (*self.row.things, self.row.case) if one)
        return f"{self.method} {self.row.address} {words} {self.place.code}"


def of(who: Actor, *, is_whole: bool) -> Iterator[Question]:
    """What is asked of somebody."""
    for row in ROWS if is_whole else _thrown(who):
        asked = [Question(row, method, place, who) for method in row.methods for place in places(row)]
        yield from asked if is_whole else [asked[_throw(row, who, len(asked))]]


def _thrown(who: Actor) -> Iterator[Row]:
    """All rows, but of many deeds under one address (acts on items, on people) every third."""
    by_address: dict[str, list[Row]] = {}
    for row in ROWS:
        by_address.setdefault(row.address, []).append(row)
    for rows in by_address.values():
        first = _throw(rows[0], who, _THIRD) if len(rows) > _MANY else 0
        yield from rows[first :: _THIRD if len(rows) > _MANY else 1]


def places(row: Row) -> Sequence[Place]:
    """Whose things a row is asked about; where it names none, one place stands for all."""
    names = row.names_a_thing or (row.address.startswith("/") and row.methods != ("GET",))
    return PLACES if names else (OWN,)


def _throw(row: Row, who: Actor, sides: int) -> int:
    words = f"{row.address} {row.things} {row.case} {row.methods} {who.code}"
    return int.from_bytes(sha256(words.encode()).digest()[:4], "big") % sides
