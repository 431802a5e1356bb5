"""Whether a written regime holds: what is wrong in it and where, and what its cases show."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from guatu.ledgers.lights import months
from guatu.ledgers.lights.facts import row_of_item
from guatu.ledgers.lights.writing import UNKNOWN, Written, WrittenCase, catalogue, regime_of
from guatu.ledgers.models import Item
from guatu.rules.books.facts import read_row
from guatu.rules.books.parameters import read_parameters
from guatu.rules.errors import BookRefused, RuleTextRefused
from guatu.rules.language.naming import fields_named
from guatu.rules.language.parsing import parse
from guatu.rules.regimes.checking import check_regime
from guatu.rules.regimes.lighting import Shown, show
from guatu.rules.regimes.regime import Light, Regime
from guatu.rules.setting import DatedValue, Parameters

MOST_RULES: Final = 40
MOST_CASES: Final = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, at `place` (`rules-2`, `parameters-0`, `cases-3`; empty for the whole).

    In a rule `start` and `end` are the place in its sentence, and `suggestion` is what was probably meant.
    """

    place: str
    sentence: str
    start: int | None = None
    end: int | None = None
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """What one case shows, beside what it should show."""

    light: Light | None
    """None where a fact is missing, or where the case itself does not read."""
    reads: bool
    fits: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """A written regime, tried."""

    regime: Regime | None
    """None while something in it does not read."""
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]
    """What to look at again, and may be meant so."""
    cases: tuple[Tried, ...]


def tried(written: Written, *, name: str, on: date) -> Trial:
    """The regime as of a day, everything that is wrong in it, and what its cases show."""
    parameters, wrong = _parameters(written)
    faults = [*wrong, *_of_palette(written), *_of_rules(written, parameters)]
    if len(written.cases) > MOST_CASES:
        faults.append(Fault("", f"例子最多 {MOST_CASES} 个，现有 {len(written.cases)} 个，请删去一些"))
    regime: Regime | None = None
    notes: list[str] = []
    if not faults:
        try:
            regime = regime_of(written, name=name)
        except BookRefused as refusal:
            faults.append(Fault("", refusal.why))
    if regime is not None:
        for finding in check_regime(regime, on):
            if finding.is_wrong:
                faults.append(Fault("", finding.sentence))
            elif finding.kind != "unused":  # told at its place
                notes.append(finding.sentence)
    faults += _unlit(written)
    cases = []
    for at, case in enumerate(written.cases):
        found, fault = _of_case(case, regime, written)
        cases.append(found)
        if fault:
            faults.append(Fault(f"cases-{at}", fault))
    return Trial(regime, tuple(faults), tuple(notes), tuple(cases))


# --- palette, parameters, rules


def _of_palette(written: Written) -> Iterator[Fault]:
    if not written.palette:
        yield Fault("", "还没有灯，请先写明每个灯的颜色和含义")
    seen: set[str] = set()
    for at, light in enumerate(written.palette):
        if not light.word or not light.meaning:
            yield Fault(f"palette-{at}", "请写明灯的名称和含义")
        if light.word in seen:
            yield Fault(f"palette-{at}", f"已有一个灯叫“{light.word}”，请换一个名称")
        if (light.colour, light.shape) in {(one.colour, one.shape) for one in written.palette[:at]}:
            yield Fault(f"palette-{at}", f"{light.word}和前面的灯颜色、形状都一样，分不出来，请换一个形状")
        seen.add(light.word)


def _unlit(written: Written) -> Iterator[Fault]:
    lit = {rule.light for rule in written.rules}
    for at, light in enumerate(written.palette):
        if light.word and light.code not in lit:
            why = f"{light.word}没有亮灯规则，永远不会亮，请加一条规则或去掉这个灯"
            yield Fault(f"palette-{at}", why)


def _parameters(written: Written) -> tuple[Parameters, list[Fault]]:
    """The parameters that read, and what is wrong in the others."""
    values: dict[str, tuple[DatedValue, ...]] = {}
    faults: list[Fault] = []
    for at, one in enumerate(written.parameters):
        if not one.name.strip():
            faults.append(Fault(f"parameters-{at}", "请写明参数的名称，用不着就把这一行清空"))
            continue
        try:
            if one.name in values:
                raise BookRefused(one.name, "写了不止一次，请合并")
            values |= read_parameters([{"name": one.name, "value": one.value}], catalogue()).values
        except BookRefused as refusal:
            why = "请填写数值，带单位，如 7天" if not one.value.strip() else refusal.why
            faults.append(Fault(f"parameters-{at}", f"〔{one.name}〕{why}"))
    return Parameters(values), faults


def _of_rules(written: Written, parameters: Parameters) -> Iterator[Fault]:
    if not written.rules or len(written.rules) > MOST_RULES:
        yield Fault("", f"亮灯规则应有 1 到 {MOST_RULES} 条")
    last = len(written.rules) - 1
    for at, rule in enumerate(written.rules):
        light = written.light(rule.light)
        if light is None:
            yield Fault(f"rules-{at}", "请选择亮哪个灯，用不着就选“去掉这条”")
        elif rule.when.strip():
            yield from of_sentence(rule.when, parameters, place=f"rules-{at}", word=light.word)
        elif at < last:
            yield Fault(f"rules-{at}", f"{light.word}没有写条件，只能放在最后一条，它后面的灯永远不会亮")


def of_sentence(when: str, parameters: Parameters, *, place: str, word: str) -> Iterator[Fault]:
    """What is wrong in one sentence: it does not read, or it asks for what no item tells."""
    try:
        node = parse(when, catalogue(), parameters)
    except RuleTextRefused as refusal:
        sentence = f"{word}的条件{refusal}"
        yield Fault(place, sentence, refusal.start, refusal.end, refusal.suggestion)
        return
    if unknown := sorted(fields_named(node) - known_fields()):
        labels = "、".join(catalogue()[name].label for name in unknown)
        yield Fault(place, f"{word}的条件用到“{labels}”，事项上没有登记，一直判断不了，请换成事项上有的字段")


# --- what items tell


@cache
def known_fields() -> frozenset[str]:
    """The fields that a rule of an item may name: what an item tells, and what is reckoned from it."""
    told = frozenset(row_of_item(Item(state=Item.State.IN_PROGRESS), (), on=date.min)) | months.FIELDS
    reckoned = (one for one in catalogue().fields if one.value is not None)
    return told | {one.name for one in reckoned if fields_named(one.value) <= told}


def is_for_items(regime: Regime) -> bool:
    """Whether a regime lights items and asks for nothing that items do not tell."""
    nodes = [clause.when for aspect in regime.aspects for clause in aspect.clauses if clause.when is not None]
    is_plain = len(regime.aspects) == 1 and regime.aspects[0].given is None
    return regime.of == "item" and is_plain and all(fields_named(node) <= known_fields() for node in nodes)


def fields_of(regime: Regime) -> tuple[str, ...]:
    """The fields that a regime asks for, reckoned ones by their parts, in the order of the catalogue."""
    nodes = [clause.when for aspect in regime.aspects for clause in aspect.clauses if clause.when is not None]
    asked = {name for node in nodes for name in fields_named(node)}
    for name in tuple(asked):
        if (value := catalogue()[name].value) is not None:
            asked = (asked - {name}) | fields_named(value)
    return tuple(one.name for one in catalogue().fields if one.name in asked)


# --- cases


def _of_case(case: WrittenCase, regime: Regime | None, written: Written) -> tuple[Tried, str]:
    """What a case shows, and what is wrong with it."""
    if not case.case.strip():
        return Tried(None, reads=False, fits=False), "请写明这是什么情形"
    try:
        row = read_row(_given(case), catalogue(), case.day, f"“{case.case}”")
    except BookRefused as refusal:
        return Tried(None, reads=False, fits=False), f"{refusal.where}{refusal.why}"
    if regime is None:
        return Tried(None, reads=False, fits=True), ""
    shown = show(regime, row, regime.on(case.day))
    fits = (shown.light.code if shown.light else UNKNOWN) == case.expect
    wanted = written.light(case.expect)
    should = wanted.word if wanted else "判断不了"
    told = f"例子“{case.case}”应为{should}，按规则是{words_of(shown)}，请改规则或改例子"
    return Tried(shown.light, reads=True, fits=fits), "" if fits else told


def words_of(shown: Shown) -> str:
    return shown.light.word if shown.light else "判断不了"


def _given(case: WrittenCase) -> dict[str, object]:
    return {name: value.strip() for name, value in case.row.items() if value.strip()}
