"""Which light a row shows on a day: a function of facts, regime and day, and of nothing else."""

from dataclasses import dataclass

from guatu.rules.reference import decide
from guatu.rules.regimes.regime import Aspect, Clause, Light, Regime
from guatu.rules.rows import Row
from guatu.rules.setting import Setting
from guatu.rules.truth import Verdict


@dataclass(frozen=True, slots=True, eq=False)
class Lit:
    """What one aspect shows. Without a light, a fact is missing: it is one of `possible`."""

    aspect: Aspect
    clause: Clause | None
    possible: tuple[Light, ...] = ()

    @property
    def light(self) -> Light | None:
        return self.clause.light if self.clause else None


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What a row shows: the worst light of its aspects, and each aspect by itself.

    `light` is None where no aspect applies, or where a fact is missing that could make it worse; `is_settled`
    tells the two apart.
    """

    light: Light | None
    is_settled: bool
    aspects: tuple[Lit, ...]


def show(regime: Regime, row: Row, setting: Setting) -> Shown:
    """The light of a row on the day of the setting."""
    lit = tuple(found for aspect in regime.aspects if (found := light_of(aspect, row, setting)) is not None)
    return worst(regime, lit)


def light_of(aspect: Aspect, row: Row, setting: Setting) -> Lit | None:
    """What one aspect shows; None where the question is not put. The first clause that holds is lit, if all
    before it are known not to hold."""
    given = Verdict.YES if aspect.given is None else decide(aspect.given, row, setting)
    if given is Verdict.NO:
        return None
    possible: list[Light] = []
    for clause in aspect.clauses:
        verdict = Verdict.YES if clause.when is None else decide(clause.when, row, setting)
        if verdict is Verdict.YES:
            if not possible and given is Verdict.YES:
                return Lit(aspect, clause)
            return Lit(aspect, None, tuple(dict.fromkeys([*possible, clause.light])))
        if verdict is Verdict.UNKNOWN:
            possible.append(clause.light)
    return Lit(aspect, None, tuple(dict.fromkeys(possible))) if possible else None


def worst(regime: Regime, lit: tuple[Lit, ...]) -> Shown:
    """The worst light that is certain, unless a missing fact could make it worse."""
    certain = [each.light for each in lit if each.light is not None]
    open_ = [light for each in lit if each.light is None for light in each.possible]
    if not certain and not open_:
        return Shown(None, is_settled=True, aspects=lit)
    found = min(certain, key=regime.rank, default=None)
    could_be = min(open_, key=regime.rank, default=None)
    is_settled = could_be is None or (found is not None and regime.rank(found) <= regime.rank(could_be))
    return Shown(found if is_settled else None, is_settled=is_settled, aspects=lit)
