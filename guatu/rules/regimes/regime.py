"""A regime of lights: a palette with meaning, and which rule lights which, in order."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from guatu.rules.catalogue.fields import Catalogue
from guatu.rules.language.syntax import Node
from guatu.rules.rows import Row
from guatu.rules.setting import Parameters, Setting

Colour = Literal["red", "orange", "yellow", "blue", "green", "grey", "black"]
Shape = Literal["circle", "triangle", "diamond", "square", "ring", "plate", "star"]
Polarity = Literal["alarm", "warning", "reminder", "normal", "praise"]
COLOURS: tuple[Colour, ...] = get_args(Colour)
SHAPES: tuple[Shape, ...] = get_args(Shape)
POLARITIES: tuple[Polarity, ...] = get_args(Polarity)


@dataclass(frozen=True, slots=True)
class Light:
    """One light of a palette: it is always shown as shape, word and colour together."""

    code: str
    word: str
    colour: Colour
    shape: Shape
    polarity: Polarity
    meaning: str
    """What it says of a matter, in one clause: 逾期未办结."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A light and the rule that lights it; without a rule it is what remains."""

    light: Light
    when: Node | None
    source: str = ""
    """The clause it is taken from, where the light has one of its own."""


@dataclass(frozen=True, slots=True)
class Aspect:
    """One question that a regime puts, with its clauses in order: the first that holds is lit.

    Most regimes have one aspect without a name. Where one puts several (开工, 进度, 支付, 纳统), the worst of
    their lights is the light of the matter.
    """

    name: str
    clauses: tuple[Clause, ...]
    given: Node | None = None
    """What must hold for the question to be put at all."""


@dataclass(frozen=True, slots=True, eq=False)
class Regime:
    """A regime in force from its first day to its last, both included; None is open.

    The palette stands from the worst light to the best.
    """

    code: str
    name: str
    catalogue: Catalogue
    palette: tuple[Light, ...]
    aspects: tuple[Aspect, ...]
    parameters: Parameters
    since: date | None = None
    until: date | None = None
    source: str = ""
    of: str = "item"
    """What it lights: item, assignment, project, unit."""
    restates: bool = False
    """Whether a past light is stated anew once the matter was made up for; both are then kept."""
    examples: "tuple[LightExample, ...]" = ()

    def is_in_force(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def on(self, day: date, *, stale_is_unknown: bool = False) -> Setting:
        return Setting(self.catalogue, day, self.parameters, stale_is_unknown=stale_is_unknown)

    def light(self, code: str) -> Light:
        return next(light for light in self.palette if light.code == code)

    def known(self, code: str) -> Light | None:
        """The light of the code; None where the palette has none."""
        return next((light for light in self.palette if light.code == code), None)

    def rank(self, light: Light) -> int:
        """0 for the worst light of the palette."""
        return self.palette.index(light)


@dataclass(frozen=True, slots=True, eq=False)
class LightExample:
    """A case beside a regime: a row, a day, and the light that it shows; None where facts are missing.

    `ours` says that the source gives no figure here and the one that decides the case is our own.
    """

    case: str
    day: date
    row: Row
    light: str | None
    ours: bool = False
