"""Regimes from YAML: palette, aspects with their lights in order, examples beside them."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar

from guatu.rules.books.facts import read_row
from guatu.rules.books.parameters import read_parameters
from guatu.rules.books.telling import day_told, listed
from guatu.rules.catalogue.fields import Catalogue
from guatu.rules.catalogue.loading import load_catalogue
from guatu.rules.errors import BookRefused, RuleTextRefused
from guatu.rules.language.parsing import parse
from guatu.rules.language.syntax import Node
from guatu.rules.regimes.regime import (
    COLOURS,
    POLARITIES,
    SHAPES,
    Aspect,
    Clause,
    Light,
    LightExample,
    Regime,
)
from guatu.rules.setting import Parameters
from guatu.rules.told import read_yaml

T = TypeVar("T", bound=str)


def load_regimes(path: Path, catalogue: Catalogue | None = None) -> tuple[Regime, ...]:
    """The regimes in a YAML file; its `fields` names the catalogue beside it, unless one is given."""
    told = read_yaml(path, BookRefused)
    if not isinstance(told, Mapping):
        raise BookRefused(f"文件 {path.name}", "应有 fields 和 regimes")
    return read_regimes(told, catalogue or load_catalogue(path.parent / str(told.get("fields"))))


def read_regimes(told: Mapping[str, object], catalogue: Catalogue) -> tuple[Regime, ...]:
    """The regimes from plain values. Refuses what breaks a regime's rules, naming it."""
    parameters = read_parameters(told.get("parameters"), catalogue)
    entries = listed(told.get("regimes"), "文件")
    return tuple(_regime(each, at, catalogue, parameters) for at, each in enumerate(entries, start=1))


def _regime(told: object, at: int, catalogue: Catalogue, parameters: Parameters) -> Regime:
    if not isinstance(told, Mapping) or not told.get("code"):
        raise BookRefused(f"第{at}套", "应写作 {code: …, palette: […], lights: […]}")
    code = str(told["code"])
    palette = tuple(_light(each, code) for each in listed(told.get("palette"), code))
    if not palette or len({light.code for light in palette}) < len(palette):
        raise BookRefused(code, "palette 从最重到最轻列出各灯，每个只列一次")
    aspects = listed(told.get("aspects"), code) or [{"name": "", "lights": told.get("lights")}]
    return Regime(
        code=code,
        name=str(told.get("name") or code),
        catalogue=catalogue,
        palette=palette,
        aspects=tuple(_aspect(each, code, palette, catalogue, parameters) for each in aspects),
        parameters=parameters,
        since=day_told(told.get("since"), code),
        until=day_told(told.get("until"), code),
        source=str(told.get("source") or ""),
        of=str(told.get("of") or "item"),
        restates=told.get("restates") is True,
        examples=tuple(
            _example(each, code, palette, catalogue) for each in listed(told.get("examples"), code)
        ),
    )


def _light(told: object, code: str) -> Light:
    if not isinstance(told, Mapping):
        raise BookRefused(code, "palette 的每个灯应写作 {light, word, colour, shape, polarity, meaning}")
    name = str(told.get("light") or "")
    if not name or not told.get("word") or not told.get("meaning"):
        raise BookRefused(code, f"灯“{name}”要写明 light、word 和 meaning")
    return Light(
        name,
        str(told["word"]),
        _one_of(told.get("colour"), COLOURS, code, f"灯“{name}”的 colour"),
        _one_of(told.get("shape"), SHAPES, code, f"灯“{name}”的 shape"),
        _one_of(told.get("polarity"), POLARITIES, code, f"灯“{name}”的 polarity"),
        str(told["meaning"]),
    )


def _one_of(told: object, known: tuple[T, ...], code: str, what: str) -> T:
    for each in known:
        if each == told:
            return each
    raise BookRefused(code, f"{what}应为 {'、'.join(known)} 之一")


def _aspect(
    told: object, code: str, palette: tuple[Light, ...], catalogue: Catalogue, parameters: Parameters
) -> Aspect:
    if not isinstance(told, Mapping):
        raise BookRefused(code, "aspects 的每一项应写作 {name: …, lights: […]}")
    where = f"{code}的“{told.get('name')}”" if told.get("name") else code
    given = told.get("given")
    clauses = tuple(
        _clause(each, where, palette, catalogue, parameters) for each in listed(told.get("lights"), where)
    )
    if not clauses:
        raise BookRefused(where, "没有亮灯规则，请在 lights 下从先到后列出")
    if any(clause.when is None for clause in clauses[:-1]):
        raise BookRefused(where, "没有条件的灯只能放在最后，它后面的灯永远不会亮")
    return Aspect(
        str(told.get("name") or ""),
        clauses,
        None if given is None else _node(given, where, catalogue, parameters),
    )


def _clause(
    told: object, where: str, palette: tuple[Light, ...], catalogue: Catalogue, parameters: Parameters
) -> Clause:
    if not isinstance(told, Mapping):
        raise BookRefused(where, "lights 的每一项应写作 {light: red, when: …}")
    light = next((each for each in palette if each.code == told.get("light")), None)
    if light is None:
        raise BookRefused(where, f"palette 里没有“{told.get('light')}”这个灯")
    when = told.get("when")
    node = None if when is None else _node(when, f"{where}的{light.word}", catalogue, parameters)
    return Clause(light, node, str(told.get("source") or ""))


def _node(text: object, where: str, catalogue: Catalogue, parameters: Parameters) -> Node:
    try:
        return parse(str(text), catalogue, parameters)
    except RuleTextRefused as refusal:
        raise BookRefused(where, str(refusal)) from refusal


def _example(told: object, code: str, palette: tuple[Light, ...], catalogue: Catalogue) -> LightExample:
    if not isinstance(told, Mapping) or not isinstance(told.get("row"), Mapping):
        raise BookRefused(code, "例子应写作 {case: …, day: …, row: {…}, expect: red}")
    case, expect = str(told.get("case") or ""), str(told.get("expect"))
    where = f"{code}的例子“{case}”"
    day: date | None = day_told(told.get("day"), where)
    if day is None:
        raise BookRefused(where, "缺少 day")
    if expect not in ("unknown", *(light.code for light in palette)):
        raise BookRefused(where, f"palette 里没有“{expect}”这个灯；缺数据写 unknown")
    row = told["row"]
    light = None if expect == "unknown" else expect
    return LightExample(case, day, read_row(row, catalogue, day, where), light, told.get("ours") is True)
