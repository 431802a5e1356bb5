"""Problems by hand, from `problems.yaml`, and by code: many that are none of them, in words of offices."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

import yaml

_WORDS: Final = yaml.safe_load((Path(__file__).parent / "problems.yaml").read_text("utf-8"))
PLACES: Final[Sequence[str]] = _WORDS["places"].split()


@dataclass(frozen=True, slots=True)
class Family:
    """One kind of problem: as it was struck off, come back there in other words, and found elsewhere."""

    place: str
    closed: str
    again: str
    elsewhere: str

    def moved(self, to: str) -> str:
        """The same problem told of another place, with other figures."""
        return self.closed.replace(self.place, to).translate(str.maketrans("0123456789", "3456789012"))


def by_hand() -> tuple[list[Family], list[str]]:
    """The families, and what shares words with them and is something else."""
    return [Family(**one) for one in _WORDS["families"]], _WORDS["apart"]


def by_code(count: int) -> Iterator[str]:
    """Problems of none of the families; the same ones each time."""
    rng = Random(7)  # noqa: S311 - no secret
    things, faults, results = (_WORDS[name].split() for name in ("things", "faults", "results"))
    for _ in range(count):
        where, thing = rng.choice(PLACES), rng.choice(things)
        wrong = "、".join(rng.sample(faults, rng.choice((1, 1, 2))))
        yield f"{where}{rng.randrange(2, 40)}处{thing}{wrong}，{rng.choice(results)}"
