"""Two ways to run a program, with the same answers: NumPy alone, and machine code where numba is."""

from importlib.util import find_spec
from typing import Protocol, cast

from guatu.rules.engine import plain_path
from guatu.rules.engine.codings import SmallCodes
from guatu.rules.engine.columns import Floats, Integers, Scaled
from guatu.rules.engine.cuts import Cut
from guatu.rules.engine.errors import FastPathMissing
from guatu.rules.engine.outcomes import Parts, Piece, RowNumbers, Tally, Wanted
from guatu.rules.engine.planes import Planes


class Path(Protocol):
    """What both ways offer."""

    BLOCK: int
    """How many rows are decided at a time."""

    def classes(self, column: Floats | Scaled, cuts: tuple[Cut, ...]) -> SmallCodes:
        """Between which cuts each value lies, from 1; 0 for what is missing."""

    def tally(self, planes: Planes, first: int, last: int, wanted: Wanted) -> Tally:
        """What the blocks from `first` to before `last` hold."""

    def place(self, piece: Piece, filled: Integers, rows: RowNumbers, parts: Parts) -> None:
        """Puts each stretch of a piece behind what its rule has already."""


def has_fast_path() -> bool:
    return find_spec("numba") is not None


def path_of(*, fast: bool | None) -> Path:
    """The fast path or the plain one; None takes the fast one where it can. Refuses one that is missing."""
    if fast is None:
        fast = has_fast_path()
    if not fast:
        return plain_path
    if not has_fast_path():
        raise FastPathMissing
    from guatu.rules.engine import fast_path  # here, for it needs numba

    return cast("Path", fast_path)
