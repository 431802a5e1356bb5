"""A regime as pages draw it: its lamps with word and meaning, and its rules in words."""

from dataclasses import dataclass, replace

from guatu.ledgers.lights.writing import Written, WrittenCase, WrittenParameter, written_of, written_text
from guatu.ledgers.models import RegimeVersion
from guatu.rules.regimes.regime import Light, Regime


@dataclass(frozen=True, slots=True)
class DrawnRule:
    """A light and what lights it, in words."""

    light: Light | None
    words: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A regime on a page."""

    palette: tuple[Light, ...]
    rules: tuple[DrawnRule, ...]
    parameters: tuple[WrittenParameter, ...]
    cases: tuple[tuple[WrittenCase, Light | None], ...]
    source: str
    restates: bool


def drawn(written: Written) -> Drawn:
    """What is written, as it is drawn."""
    return Drawn(
        written.palette,
        tuple(DrawnRule(written.light(one.light), one.when or "其余情形") for one in written.rules),
        written.parameters,
        tuple((one, written.light(one.expect)) for one in written.cases),
        written.source,
        written.restates,
    )


def of_regime(regime: Regime) -> Drawn:
    """A regime that is there; where it puts several questions, each rule says of which it is."""
    made = drawn(written_of(regime))
    names = [aspect.name for aspect in regime.aspects for _ in aspect.clauses]
    rules = (
        replace(rule, words=f"{name}：{rule.words}" if name else rule.words)
        for name, rule in zip(names, made.rules, strict=True)
    )
    return replace(made, rules=tuple(rules))


def of_version(version: RegimeVersion) -> Drawn:
    return drawn(written_text(version.text))
