"""An office's regime as people write it: one text that holds palette, lights, parameters and examples."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from guatu.ledgers.lights.shipped import DEFAULT, shipped
from guatu.rules.books.parameters import read_parameters
from guatu.rules.catalogue.fields import Catalogue, Field
from guatu.rules.errors import BookRefused, RuleTextRefused
from guatu.rules.language.parsing import parse
from guatu.rules.language.printing import print_rule
from guatu.rules.language.syntax import DayAt, Figure
from guatu.rules.regimes.loading import read_regimes
from guatu.rules.regimes.regime import Light, LightExample, Regime
from guatu.rules.rows import Value
from guatu.rules.setting import DatedValue, Parameters

UNKNOWN: Final = "unknown"
"""What a case expects where a fact is missing that could make the light worse."""
_WIDTH: Final = 110


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRule:
    """A light and the sentence that lights it; an empty one is what remains."""

    light: str
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenParameter:
    """A figure by name, as rules look it up: 〔临期天数〕."""

    name: str
    value: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenCase:
    """A matter by its labels and figures, and the light that it must show; an empty value is missing."""

    case: str
    day: date
    row: Mapping[str, str]
    expect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A regime in writing; whether it reads is for `guatu.ledgers.lights.trying` to say."""

    palette: tuple[Light, ...]
    """From the worst light to the best."""
    rules: tuple[WrittenRule, ...]
    """In the order in which they are asked: the first that holds is lit."""
    parameters: tuple[WrittenParameter, ...] = ()
    cases: tuple[WrittenCase, ...] = ()
    source: str = ""
    restates: bool = False
    """Whether what is made up later turns the lights of past months."""

    def light(self, code: str) -> Light | None:
        return next((light for light in self.palette if light.code == code), None)


def catalogue() -> Catalogue:
    """The fields that a regime may name."""
    return shipped()[DEFAULT].catalogue


# --- as one text


def text_of(written: Written) -> str:
    """The text that is kept, YAML, in an order that does not change."""
    import yaml  # here, for most pages read no regime

    told: str = yaml.safe_dump(
        _told(written), allow_unicode=True, sort_keys=False, default_flow_style=None, width=_WIDTH
    )
    return told


def _told(written: Written) -> dict[str, object]:
    return {
        "source": written.source,
        **({"restates": True} if written.restates else {}),
        "parameters": [
            {"name": one.name, "value": _day_or_words(one.value), "source": one.source}
            for one in written.parameters
        ],
        "palette": [
            {
                "light": one.code,
                "word": one.word,
                "colour": one.colour,
                "shape": one.shape,
                "polarity": one.polarity,
                "meaning": one.meaning,
            }
            for one in written.palette
        ],
        "lights": [{"light": one.light} | ({"when": one.when} if one.when else {}) for one in written.rules],
        "examples": [
            {
                "case": one.case,
                "day": one.day.isoformat(),
                "row": {name: value for name, value in one.row.items() if value},
                "expect": one.expect,
            }
            for one in written.cases
        ],
    }


def _day_or_words(value: str) -> date | str:
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        return value.strip()


@lru_cache(maxsize=256)
def read(text: str, *, code: str, name: str, since: date | None) -> Regime:
    """The regime that a kept text tells; refuses a text that does not read."""
    return _read(_plain(text), code, name, since)


def regime_of(written: Written, *, name: str) -> Regime:
    """What is written as a regime without code and day, its cases left out; refuses what does not read."""
    return _read(_told(written) | {"examples": []}, name, name, None)


def _read(told: Mapping[str, object], code: str, name: str, since: date | None) -> Regime:
    entry = {**told, "code": code, "name": name, "since": since}
    book = {"parameters": told.get("parameters"), "regimes": [entry]}
    return read_regimes(book, catalogue())[0]


def _plain(text: str) -> dict[str, object]:
    import yaml  # as above

    told = yaml.safe_load(text)
    return told if isinstance(told, dict) else {}


def written_text(text: str) -> Written:
    """A kept text as it was written, whether or not its rules still read."""
    told = _plain(text)
    return Written(
        palette=tuple(
            Light(one["light"], one["word"], one["colour"], one["shape"], one["polarity"], one["meaning"])  # type: ignore[arg-type] # kept texts were read when they were saved
            for one in _entries(told, "palette")
        ),
        rules=tuple(
            WrittenRule(light=one["light"], when=one.get("when", "")) for one in _entries(told, "lights")
        ),
        parameters=tuple(
            WrittenParameter(name=one["name"], value=one["value"], source=one.get("source", ""))
            for one in _entries(told, "parameters")
        ),
        cases=tuple(_case(one) for one in listed(told.get("examples"))),
        source=str(told.get("source") or ""),
        restates=told.get("restates") is True,
    )


def listed(told: object) -> list[Mapping[str, object]]:
    return [one for one in told if isinstance(one, Mapping)] if isinstance(told, list) else []


def _entries(told: Mapping[str, object], key: str) -> Iterable[dict[str, str]]:
    for one in listed(told.get(key)):
        yield {str(name): str(value) for name, value in one.items()}


def _case(told: Mapping[str, object]) -> WrittenCase:
    row = told.get("row")
    return WrittenCase(
        case=str(told["case"]),
        day=date.fromisoformat(str(told["day"])),
        row={str(name): str(value) for name, value in row.items()} if isinstance(row, Mapping) else {},
        expect=str(told["expect"]),
    )


# --- of a regime that is there


def written_of(regime: Regime) -> Written:
    """A regime in writing: to begin one's own with, or to be shown."""
    rules = [
        WrittenRule(
            light=clause.light.code,
            when="" if clause.when is None else print_rule(clause.when, regime.catalogue),
        )
        for aspect in regime.aspects
        for clause in aspect.clauses
    ]
    named = {name for one in rules for name in parameters_in(one.when, regime.parameters)}
    return Written(
        palette=regime.palette,
        rules=tuple(rules),
        parameters=tuple(_parameter(name, regime.parameters.values[name][-1]) for name in sorted(named)),
        cases=tuple(_shown(one, regime) for one in regime.examples),
        source=regime.source,
        restates=regime.restates,
    )


def parameters_in(when: str, parameters: Parameters) -> frozenset[str]:
    """The parameters that a sentence looks up."""
    return frozenset(name for name in parameters.values if f"〔{name}〕" in when)


def _parameter(name: str, dated: DatedValue) -> WrittenParameter:
    value = dated.value
    if isinstance(value, Figure):
        words = f"{value.value:f}{value.unit}"
    elif isinstance(value, DayAt):
        words = str(value.base)
    else:
        words = value[0].text if value else ""
    return WrittenParameter(name=name, value=words, source=dated.source)


def _shown(example: LightExample, regime: Regime) -> WrittenCase:
    row = {
        regime.catalogue[name].label: value_text(value, regime.catalogue[name])
        for name, value in example.row.items()
        if value is not None
    }
    return WrittenCase(case=example.case, day=example.day, row=row, expect=example.light or UNKNOWN)


def value_text(value: Value, field: Field) -> str:
    """A value as people write it: 50%, 是, 2026-06-30."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal | int | float):
        figure = Decimal(str(value)) * (100 if field.type == "percent" else 1)
        return f"{figure.normalize():f}{'%' if field.type == 'percent' else ''}"
    return value.isoformat() if isinstance(value, date) else str(value)


def as_read(parameters: Iterable[WrittenParameter]) -> Parameters:
    """The parameters that read, without those that do not."""
    values: dict[str, tuple[DatedValue, ...]] = {}
    for one in parameters:
        try:
            read = read_parameters([{"name": one.name, "value": _day_or_words(one.value)}], catalogue())
        except BookRefused:
            continue
        values |= read.values
    return Parameters(values)


def as_printed(written: Written) -> Written:
    """The same with every sentence as the house writes it."""
    parameters = as_read(written.parameters)
    rules = tuple(replace(one, when=canonical(one.when, parameters)) for one in written.rules)
    return replace(written, rules=rules)


def canonical(when: str, parameters: Parameters) -> str:
    """The sentence as the house writes it; one that does not read stays as it is."""
    if not when.strip():
        return ""
    try:
        return print_rule(parse(when, catalogue(), parameters), catalogue())
    except RuleTextRefused:
        return when
