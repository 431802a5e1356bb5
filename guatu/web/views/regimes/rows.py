"""The rows of the editor, tried: each with what is wrong in it and what it shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.urls import reverse

from guatu.accounts.queries import Acting
from guatu.ledgers import schedules
from guatu.ledgers.lights.facts import is_lit
from guatu.ledgers.lights.in_force import in_force
from guatu.ledgers.lights.pieces import Join, Piece, Sentence, offered, pieces_of, sentence_of, signs_of
from guatu.ledgers.lights.reasons import asked_of
from guatu.ledgers.lights.trying import Fault, Trial, Tried, fields_of, tried
from guatu.ledgers.lights.writing import UNKNOWN, as_read, canonical, catalogue
from guatu.ledgers.models import Item, RegimeVersion
from guatu.ledgers.queries import regimes
from guatu.rules.catalogue.fields import Field
from guatu.rules.regimes.lighting import show
from guatu.rules.regimes.regime import COLOURS, POLARITIES, SHAPES, Light, Regime
from guatu.rules.setting import Parameters
from guatu.web.views.regimes.typed import Typed, next_key

COLOUR_WORDS: Final = {
    "red": "红", "orange": "橙", "yellow": "黄", "blue": "蓝", "green": "绿", "grey": "灰", "black": "黑",
}  # fmt: skip
SHAPE_WORDS: Final = {
    "circle": "圆灯", "triangle": "三角", "diamond": "菱形", "square": "方块", "ring": "圆环",
    "plate": "牌", "star": "星",
}  # fmt: skip
POLARITY_WORDS: Final = {
    "alarm": "警告", "warning": "提示", "reminder": "提醒", "normal": "正常", "praise": "表扬",
}  # fmt: skip
COLOUR_CHOICES: Final = tuple((one, COLOUR_WORDS[one]) for one in COLOURS)
SHAPE_CHOICES: Final = tuple((one, SHAPE_WORDS[one]) for one in SHAPES)
POLARITY_CHOICES: Final = tuple((one, POLARITY_WORDS[one]) for one in POLARITIES)


@dataclass(frozen=True, slots=True, kw_only=True)
class LightRow:
    key: str
    light: Light | None
    fault: Fault | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceRow:
    """One condition of a builder with what can be chosen in it."""

    piece: Piece
    field: Field | None
    signs: tuple[str, ...] = ()
    """Empty while no field is chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """A light, its sentence, and the same sentence in pieces."""

    key: str
    light: Light | None
    when: str
    join: Join = "且"
    pieces: tuple[PieceRow, ...] | None = ()
    """None where the sentence does not read."""
    fault: Fault | None = None

    @property
    def before(self) -> str:
        """The sentence up to what is wrong in it."""
        return self.when[: self.fault.start] if self.fault and self.fault.start is not None else ""

    @property
    def wrong(self) -> str:
        fault = self.fault
        return self.when[fault.start : fault.end] if fault and fault.start is not None else ""

    @property
    def after(self) -> str:
        fault = self.fault
        return self.when[fault.end :] if fault and fault.end is not None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterRow:
    key: str
    name: str
    value: str
    source: str
    fault: Fault | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One value of a case."""

    field: Field
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case with the light that it shows."""

    key: str
    case: str
    day: date
    cells: tuple[Cell, ...]
    expect: str
    kept: tuple[Cell, ...] = ()
    """Values that no rule asks for just now; a rule that is being rewritten may ask for them again."""
    tried: Tried | None = None
    fault: Fault | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """A real item: the light that it shows, and the one that it would."""

    at: int
    number: str
    item: Item | None = None
    url: str = ""
    now: Light | None = None
    then: Light | None = None
    is_lit: bool = False
    is_tried: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Editor:
    """All that the editor shows."""

    source: str
    restates: bool
    lights: tuple[LightRow, ...]
    rules: tuple[RuleRow, ...]
    parameters: tuple[ParameterRow, ...]
    fields: tuple[Field, ...]
    """The columns of the cases: what the rules ask for."""
    cases: tuple[CaseRow, ...]
    items: tuple[ItemRow, ...]
    faults: tuple[Fault, ...]
    """What is wrong with the whole."""
    notes: tuple[str, ...]
    wrong: int
    """How many things are wrong, wherever."""
    offered: tuple[Field, ...]
    expected: tuple[tuple[str, str], ...]
    """The lights that a case may expect, by code."""

    next_rule: int
    """The key of a row that is added; so for the other rows."""
    next_parameter: int
    next_case: int

    @property
    def columns(self) -> str:
        return " ".join(one.name for one in self.fields)


def editor(
    form: Typed, version: RegimeVersion, who: Acting, *, on: date, columns: Sequence[str] = (), row: str = ""
) -> Editor:
    """The form, tried; `row` is the rule whose builder was used last and says its sentence."""
    readable = as_read(form.written.parameters)
    form = _built(form, row, readable) if row else form
    trial = tried(form.written, name=version.regime.name, on=on)
    faults = {one.place: one for one in reversed(trial.faults)}
    fields = _fields(trial.regime, columns)
    return Editor(
        source=form.written.source,
        restates=form.written.restates,
        lights=_lights(form, faults),
        rules=_rules(form, faults, readable),
        parameters=_parameters(form, faults),
        fields=fields,
        cases=_cases(form, trial, faults, fields),
        items=_items(form.items, version, who, trial.regime, on),
        faults=(*form.faults, *(one for one in trial.faults if not one.place)),
        notes=trial.notes,
        wrong=len(form.faults) + len(trial.faults),
        offered=offered(),
        next_rule=next_key(form.rules),
        next_parameter=next_key(form.parameters),
        next_case=next_key(form.cases),
        expected=(*((one.code, one.word) for one in form.written.palette if one.word), (UNKNOWN, "判断不了")),
    )


# --- lights and parameters


def _lights(form: Typed, faults: Mapping[str, Fault]) -> tuple[LightRow, ...]:
    return tuple(
        LightRow(key=key, light=light, fault=faults.get(f"palette-{at}"))
        for at, (key, light) in enumerate(zip(form.lights, form.written.palette, strict=True))
    )


def _parameters(form: Typed, faults: Mapping[str, Fault]) -> tuple[ParameterRow, ...]:
    return tuple(
        ParameterRow(
            key=key, name=one.name, value=one.value, source=one.source, fault=faults.get(f"parameters-{at}")
        )
        for at, (key, one) in enumerate(zip(form.parameters, form.written.parameters, strict=True))
    )


# --- rules


def _built(form: Typed, row: str, parameters: Parameters) -> Typed:
    """The form where the builder of one rule says its sentence."""
    if row not in form.rules or row not in form.builders:
        return form
    join, pieces = form.builders[row]
    when = canonical(sentence_of(join, pieces), parameters)
    at = form.rules.index(row)
    rules = list(form.written.rules)
    rules[at] = replace(rules[at], when=when)
    return replace(form, written=replace(form.written, rules=tuple(rules)))


def _rules(form: Typed, faults: Mapping[str, Fault], parameters: Parameters) -> tuple[RuleRow, ...]:
    made = []
    for at, (key, rule) in enumerate(zip(form.rules, form.written.rules, strict=True)):
        said = _sentence(form, key, rule.when, parameters)
        made.append(
            RuleRow(
                key=key,
                light=form.written.light(rule.light),
                when=rule.when,
                join=said.join if said else "且",
                pieces=tuple(map(_piece_row, (*said.pieces, Piece()))) if said else None,
                fault=faults.get(f"rules-{at}"),
            )
        )
    return tuple(made)


def _sentence(form: Typed, key: str, when: str, parameters: Parameters) -> Sentence | None:
    """The sentence in pieces; as the builder has it where both say the same: it may hold unfinished ones."""
    if key in form.builders:
        join, pieces = form.builders[key]
        if canonical(sentence_of(join, pieces), parameters) == canonical(when, parameters):
            return Sentence(join, pieces)
    return pieces_of(when, parameters)


def _piece_row(piece: Piece) -> PieceRow:
    field = catalogue().by_name.get(piece.field)
    return PieceRow(piece=piece, field=field, signs=signs_of(field) if field else ())


# --- cases


def _fields(regime: Regime | None, columns: Sequence[str]) -> tuple[Field, ...]:
    """What the rules ask for; while they do not read, the columns that were there."""
    names = fields_of(regime) if regime else columns
    return tuple(catalogue()[name] for name in names if name in catalogue().by_name)


def _cases(
    form: Typed, trial: Trial, faults: Mapping[str, Fault], fields: Sequence[Field]
) -> tuple[CaseRow, ...]:
    made = []
    for at, (key, case) in enumerate(zip(form.cases, form.written.cases, strict=True)):
        cells = tuple(Cell(field=one, value=case.row.get(one.label, "")) for one in fields)
        others = (one for one in catalogue().fields if one.label in case.row and one not in fields)
        made.append(
            CaseRow(
                key=key, case=case.case, day=case.day, cells=cells, expect=case.expect,
                kept=tuple(Cell(field=one, value=case.row[one.label]) for one in others),
                tried=trial.cases[at], fault=faults.get(f"cases-{at}"),
            )
        )  # fmt: skip
    return tuple(made)


def blank_case(fields: Sequence[Field], on: date) -> CaseRow:
    """A row to be filled in."""
    cells = tuple(Cell(field=one, value="") for one in fields)
    return CaseRow(key="__prefix__", case="", day=on, cells=cells, expect="")


def blank_rule() -> RuleRow:
    return RuleRow(key="__prefix__", light=None, when="", pieces=(_piece_row(Piece()),))


# --- real items


def _items(
    numbers: Sequence[str], version: RegimeVersion, who: Acting, regime: Regime | None, on: date
) -> tuple[ItemRow, ...]:
    found = regimes.items_by_number(who, version.regime.office_id, numbers)
    lit_by = in_force(on)
    return tuple(
        _item(at, number, found.get(number), lit_by.of(item.ledger_id) if item else None, regime, on)
        for at, number in enumerate(numbers)
        for item in [found.get(number)]
    )


def _item(
    at: int, number: str, item: Item | None, now: Regime | None, regime: Regime | None, on: date
) -> ItemRow:
    if item is None or now is None:
        return ItemRow(at=at, number=number)
    rows, curve = list(item.assignments.all()), schedules.curves([item], on=on).get(item.pk)

    def light(one: Regime) -> Light | None:
        return show(one, asked_of(item, rows, one, on=on, curve=curve), one.on(on)).light

    return ItemRow(
        at=at, number=number, item=item, url=reverse("web:item", args=[item.pk]),
        now=light(now),
        then=light(regime) if regime else None,
        is_lit=is_lit(item), is_tried=regime is not None,
    )  # fmt: skip
