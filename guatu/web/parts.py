"""The shapes that parts of a page are filled with; a view makes them, a template only lays them out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

Colour = Literal["red", "orange", "yellow", "blue", "green", "grey", "black"]
Shape = Literal["", "circle", "triangle", "diamond", "square", "ring", "plate", "star"]
Tone = Literal["", "red", "yellow", "green", "blue", "primary"]

_USUAL: Final[Mapping[Colour, Shape]] = {
    "red": "circle",
    "yellow": "triangle",
    "blue": "diamond",
    "green": "ring",
    "grey": "ring",
}


@dataclass(frozen=True)
class Light:
    """亮灯: its colour, the word for it, and why it burns in a few words."""

    colour: Colour
    word: str
    reason: str = ""
    count: int | None = None
    """Instead of the word, where lights are counted."""
    shape: Shape = ""
    """Empty is the usual one of the colour."""

    @property
    def icon(self) -> str:
        """The drawing of its shape; the usual ones are drawn with care for their colour."""
        is_usual = self.shape in ("", _USUAL.get(self.colour))
        return f"light-{self.colour if is_usual else self.shape}"


@dataclass(frozen=True)
class State:
    """Where a matter stands; never in the colour of a light."""

    code: Literal["wait", "work", "ask", "check", "back", "done"]
    word: str


@dataclass(frozen=True)
class Due:
    """A deadline in one cell: the day, what is left of it, how often it was moved."""

    day: str
    left: str = ""
    tone: Literal["", "near", "late"] = ""
    slips: int = 0
    first: str = ""
    """The first promise, kept in sight: 首次承诺 6-30，已延期 2 次."""


@dataclass(frozen=True)
class Pace:
    """Progress against the planned pace, both in per cent from 0 to 100."""

    done: int
    planned: int
    gap: str
    tone: Literal["", "red", "yellow"] = ""

    @property
    def is_finished(self) -> bool:
        return self.done >= 100


@dataclass(frozen=True)
class Column:
    """One column of a table; width in pixels, none for what is left over."""

    label: str
    width: int | None = None
    is_number: bool = False
    sort_url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""
    hint: str = ""


@dataclass(frozen=True)
class Option:
    """One of several addresses to choose from: a saved view, an order of rows, an entry of a menu."""

    label: str
    url: str
    count: int | None = None
    is_current: bool = False
    icon: str = ""


@dataclass(frozen=True)
class Act:
    """One thing that can be done with the ticked rows; the server tells acts apart by their value."""

    label: str
    value: str
    icon: str
    url: str = ""


@dataclass(frozen=True)
class Step:
    """One state on the way from 交办 to 销号."""

    word: str
    note: str = ""
    state: Literal["ok", "now", "todo"] = "todo"


@dataclass(frozen=True)
class Thumb:
    """A piece of evidence in small."""

    url: str
    image: str
    caption: str
    """Cut where there is no room for it; the day is not."""
    day: str = ""
    is_repeated: bool = False
    is_current: bool = False


@dataclass(frozen=True)
class Entry:
    """One link of the chain of what happened to a matter."""

    icon: str
    who: str
    what: str
    when: str
    code: str = ""
    tone: Literal["", "red", "blue", "green"] = ""
    detail: str = ""
    thumbs: Sequence[Thumb] = ()
    is_broken: bool = False


@dataclass(frozen=True)
class FileLine:
    """One file on its way or in: what became of it."""

    name: str
    words: str = ""
    tone: Tone = ""
    problem: str = ""
    share: float | None = None
    """How much has travelled, from 0 to 1; none once it has arrived."""
    url: str = ""


@dataclass(frozen=True)
class Fact:
    """One condition of a rule with the value it met."""

    label: str
    value: str


@dataclass(frozen=True)
class Spell:
    """Some days in a row with one light; x and width are per cent of the strip."""

    light: Light
    days: int
    words: str
    x: str
    width: str


@dataclass(frozen=True)
class Why:
    """Why a light burns: one sentence, the facts, what would turn it, and the rule."""

    light: Light
    sentence: str
    facts: Sequence[Fact] = ()
    better: Sequence[tuple[str, Light]] = ()
    rule: str = ""
    since: str = ""
    spells: Sequence[Spell] = ()
    """Its lights of late, the oldest first."""
    summed: str = ""
    """The same in words."""


@dataclass(frozen=True)
class PageOf:
    """Which part of a list is shown."""

    first: int
    last: int
    total: int
    previous_url: str = ""
    next_url: str = ""
