"""What is wrong with a regime that reads well: lights that never burn, lights that overlap, and gaps."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from guatu.rules.checking.searching import can_be
from guatu.rules.errors import ClashingColours
from guatu.rules.language.syntax import And, Node, Not
from guatu.rules.regimes.lighting import show
from guatu.rules.regimes.regime import Aspect, Light, LightExample, Regime
from guatu.rules.truth import Verdict

Kind = Literal["never", "overlap", "gap", "unused"]


@dataclass(frozen=True, slots=True)
class RegimeFinding:
    """One thing to look at in a regime; `sentence` (Chinese) says what and why."""

    code: str
    kind: Kind
    sentence: str

    @property
    def is_wrong(self) -> bool:
        """Whether it cannot be meant so: a light that never burns, a matter that shows none."""
        return self.kind in ("never", "gap")


def check_regime(regime: Regime, on: date) -> Iterator[RegimeFinding]:
    """The findings of a regime as of a day on which it is in force."""
    day = min(max(on, regime.since or on), regime.until or date.max)
    for aspect in regime.aspects:
        yield from _of_aspect(regime, aspect, day)
    used = {clause.light for aspect in regime.aspects for clause in aspect.clauses}
    for light in regime.palette:
        if light not in used:
            yield RegimeFinding(regime.code, "unused", f"{light.word}没有亮灯规则，不会亮")


def _of_aspect(regime: Regime, aspect: Aspect, day: date) -> Iterator[RegimeFinding]:
    setting, told = regime.on(day), f"“{aspect.name}”的" if aspect.name else ""
    before: tuple[Node, ...] = () if aspect.given is None else (aspect.given,)
    earlier: dict[Light, tuple[Node, ...]] = {}
    for clause in aspect.clauses:
        own = () if clause.when is None else (clause.when,)
        if can_be(Verdict.YES, And((*before, *own)), setting) is False:
            sentence = f"{told}{clause.light.word}永远不会亮：符合它的都已归入前面的灯"
            yield RegimeFinding(regime.code, "never", sentence)
        if clause.when is None:
            return
        for light, nodes in earlier.items():
            is_milder = regime.rank(light) > regime.rank(clause.light)
            if is_milder and any(can_be(Verdict.YES, And((node, *own)), setting) for node in nodes):
                sentence = f"{told}符合{clause.light.word}条件的，有一部分会先亮{light.word}，请核对先后"
                yield RegimeFinding(regime.code, "overlap", sentence)
        earlier[clause.light] = (*earlier.get(clause.light, ()), clause.when)
        before = (*before, Not(clause.when))
    if can_be(Verdict.YES, And(before), setting) is not False:
        yield RegimeFinding(regime.code, "gap", f"{told}亮灯规则有空档：有的情形什么灯也不亮，请补上最后一条")


def refuse_two_meanings(regimes: Iterable[Regime]) -> None:
    """Refuse regimes that give one colour two meanings, for one report or page would then show both."""
    known: dict[str, tuple[Regime, Light]] = {}
    for regime in regimes:
        for light in regime.palette:
            first, other = known.setdefault(light.colour, (regime, light))
            if other.polarity != light.polarity:
                raise ClashingColours(light.word, first.name, other.meaning, regime.name, light.meaning)


def wrong_examples(regime: Regime) -> Iterator[tuple[LightExample, Light | None]]:
    """The examples that show another light than they expect, each with what it shows."""
    for example in regime.examples:
        shown = show(regime, example.row, regime.on(example.day)).light
        if (shown.code if shown else None) != example.light:
            yield example, shown
