"""Why a row shows its light: the conditions that speak for it, and what would turn it to a better one."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from guatu.rules.answers.answering import Answer, Change, ConditionAnswer, Turn, answer, speaking
from guatu.rules.answers.outlines import combined, outline
from guatu.rules.answers.sentences import turn_text
from guatu.rules.language.syntax import Condition
from guatu.rules.meaning.subjects import Subject, subject_of
from guatu.rules.reference import decided
from guatu.rules.regimes.lighting import Lit, Shown, show
from guatu.rules.regimes.regime import Aspect, Light, Regime
from guatu.rules.rows import Row
from guatu.rules.setting import Setting
from guatu.rules.truth import Verdict

_FEW = 3
"""Changes at once, and ways told."""


@dataclass(frozen=True, slots=True)
class Better:
    """Changes that would turn the light, and the light that it would then be."""

    light: Light
    conditions: tuple[Condition, ...]
    changes: tuple[Change, ...]
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class LightReasons:
    """Why a light burns. Without a clause no rule of the regime settles it."""

    shown: Shown
    lit: Lit | None
    """The aspect that makes it what it is."""
    because: tuple[ConditionAnswer, ...]
    """The conditions that speak for the light; none for a light that remains when no other holds."""
    lacking: tuple[str, ...]
    """Of a light left open, the facts that are missing."""
    better: tuple[Better, ...]


def reasons(
    regime: Regime, row: Row, setting: Setting, *, levers: Collection[str] | None = None
) -> LightReasons:
    """Why the row shows its light on the day of the setting, and what would turn it to a better one.

    `levers` are the fields that somebody can do something about; None is all of them, none asks for no turn.
    """
    shown = show(regime, row, setting)
    lit = _decisive(regime, shown)
    if lit is None:
        return LightReasons(shown, None, (), (), ())
    if lit.clause is None:
        return LightReasons(shown, lit, (), tuple(_lacking(lit.aspect, row, setting)), ())
    because = () if lit.clause.when is None else speaking(lit.clause.when, row, setting)
    if levers is not None and not levers:
        return LightReasons(shown, lit, because, (), ())
    better = (each for each in _better(regime, lit, row, setting) if _can_be_done(each, levers))
    return LightReasons(shown, lit, because, (), _best(better))


def _decisive(regime: Regime, shown: Shown) -> Lit | None:
    """The aspect that shows the light, or the one that leaves the worst light possible."""
    if shown.light is not None:
        return next(each for each in shown.aspects if each.light == shown.light)
    open_ = [each for each in shown.aspects if each.light is None and each.possible]
    return min(open_, key=lambda each: min(map(regime.rank, each.possible)), default=None)


def _lacking(aspect: Aspect, row: Row, setting: Setting) -> Iterator[str]:
    """The facts for which the first open clauses wait, each once."""
    seen: dict[str, None] = {}
    for clause in aspect.clauses:
        if clause.when is not None:
            seen |= {fact.label: None for fact in answer(clause.when, row, setting).wanting}
    yield from seen


# --- what turns it


def field_of(condition: Condition) -> str:
    """The field that a condition is about; nothing for a judgement or a day moved."""
    at = getattr(condition, "field", None) or getattr(condition, "left", None)
    return at if isinstance(at, str) else str(getattr(at, "name", ""))


def _can_be_done(better: Better, levers: Collection[str] | None) -> bool:
    return levers is None or all(field_of(each) in levers for each in better.conditions)


def _better(regime: Regime, lit: Lit, row: Row, setting: Setting) -> Iterator[Better]:
    """Every small set of changes after which a better light is lit."""
    current = regime.rank(lit.clause.light) if lit.clause else 0
    subject = subject_of(row, setting)
    for told in _turnable(regime, lit, row, setting):
        for turn in told.turns.turns if told.turns else ():
            if len(turn.changes) > _FEW:
                continue
            asked = tuple(told.conditions[each.condition].condition for each in turn.changes)
            changed = {one: each.to for one, each in zip(asked, turn.changes, strict=True)}
            light = _light_after(lit.aspect, changed, subject)
            if light is not None and regime.rank(light) > current:
                yield Better(light, asked, turn.changes, turn_text(Turn(turn.changes), told))


def _turnable(regime: Regime, lit: Lit, row: Row, setting: Setting) -> Iterator[Answer]:
    """The answers of the rule that lights it, and of those that would light a better one."""
    for clause in lit.aspect.clauses:
        is_own = clause is lit.clause
        is_better = lit.clause is not None and regime.rank(clause.light) > regime.rank(lit.clause.light)
        if clause.when is not None and (is_own or is_better):
            yield answer(clause.when, row, setting)


def _light_after(aspect: Aspect, changed: Mapping[Condition, Verdict], subject: Subject) -> Light | None:
    """The light of the aspect if these conditions turned out so and all else stayed."""
    for clause in aspect.clauses:
        if clause.when is None:
            return clause.light
        plan = outline(clause.when, subject)
        verdicts = [changed.get(one, decided(one, subject)) for one in plan.conditions]
        verdict = combined(plan.formula, verdicts)
        if verdict is not Verdict.NO:
            return clause.light if verdict is Verdict.YES else None
    return None


def _best(found: Iterable[Better]) -> tuple[Better, ...]:
    """Few changes before many; no set of changes that holds a smaller one for the same light."""
    kept: list[Better] = []
    for each in sorted(found, key=lambda one: len(one.changes)):
        asked = set(each.conditions)
        if not any(set(one.conditions) <= asked and one.light == each.light for one in kept):
            kept.append(each)
    return tuple(kept[:_FEW])
