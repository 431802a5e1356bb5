"""A sentence in pieces for a builder: field, comparison, figure; what has no such form stays as text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from guatu.ledgers.lights.trying import known_fields
from guatu.ledgers.lights.writing import catalogue
from guatu.rules.catalogue.fields import Field
from guatu.rules.errors import RuleTextRefused
from guatu.rules.language.parsing import parse
from guatu.rules.language.printing import print_rule
from guatu.rules.language.syntax import (
    And,
    Compares,
    FieldAt,
    Figure,
    IsBetween,
    IsMissing,
    IsSo,
    Node,
    Not,
    Or,
)
from guatu.rules.setting import Parameters

Join = Literal["且", "或"]
BETWEEN: Final = "介于"
MISSING: Final = ("为空", "不为空")
IS_SO: Final = ("是", "否")
_SIGNS: Final = ("=", "≠", "<", "≤", ">", "≥")
_BARE: Final = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One condition: a field with its comparison and figures, or words that the builder cannot show."""

    field: str = ""
    """The name of a field of the catalogue; empty for words."""
    sign: str = ""
    value: str = ""
    high: str = ""
    """The other end of 介于."""
    words: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it says something already."""
        if not self.field:
            return bool(self.words.strip())
        needs = self.sign not in (*MISSING, *IS_SO)
        has_high = bool(self.high.strip()) or self.sign != BETWEEN
        return bool(self.sign) and (not needs or bool(self.value.strip())) and has_high


@dataclass(frozen=True, slots=True)
class Sentence:
    """Pieces under one connective."""

    join: Join
    pieces: tuple[Piece, ...]


def offered() -> tuple[Field, ...]:
    """The fields that a builder offers."""
    return tuple(one for one in catalogue().fields if one.name in known_fields() and not one.is_list)


def signs_of(field: Field) -> tuple[str, ...]:
    """How a field can be compared."""
    if field.type == "bool":
        return (*IS_SO, *MISSING)
    return (*_SIGNS, BETWEEN, *MISSING) if field.is_figure or field.type == "date" else (*_SIGNS, *MISSING)


def pieces_of(when: str, parameters: Parameters) -> Sentence | None:
    """The sentence in pieces; None where it does not read."""
    if not when.strip():
        return Sentence("且", ())
    try:
        node = parse(when, catalogue(), parameters)
    except RuleTextRefused:
        return None
    if isinstance(node, And | Or):
        return Sentence("且" if isinstance(node, And) else "或", tuple(map(_piece, node.parts)))
    return Sentence("且", (_piece(node),))


def _piece(node: Node) -> Piece:
    match node:
        case Compares(FieldAt(name, None), sign, right) if not isinstance(right, FieldAt):
            return Piece(field=name, sign=sign, value=_printed(node, name, sign))
        case IsBetween(FieldAt(name, None), Figure(), _, True, True):
            low, _, high = _printed(node, name, BETWEEN).partition(" 与 ")
            return Piece(field=name, sign=BETWEEN, value=low, high=high)
        case IsMissing(FieldAt(name, None), negated):
            return Piece(field=name, sign=MISSING[1 if negated else 0])
        case IsSo(FieldAt(name, None), expected):
            return Piece(field=name, sign=IS_SO[0 if expected else 1])
        case Not(IsSo(FieldAt(name, None), True)):
            return Piece(field=name, sign=IS_SO[1])
        case _:
            return Piece(words=print_rule(node, catalogue()))


def _printed(node: Node, name: str, sign: str) -> str:
    """What stands behind the comparison, as the house writes it."""
    label = catalogue()[name].label
    return print_rule(node, catalogue()).removeprefix(f"{label} {sign} ")


def sentence_of(join: Join, pieces: Sequence[Piece]) -> str:
    """The pieces that are whole, as one sentence."""
    told = [_told(one) for one in pieces if one.is_whole]
    return f" {join} ".join(told)


def _told(piece: Piece) -> str:
    if not piece.field:
        words = piece.words.strip()
        return f"({words})" if "且" in words or "或" in words else words
    field = catalogue()[piece.field]
    if piece.sign in MISSING:
        return f"{field.label} {piece.sign}"
    if piece.sign in IS_SO:
        return field.label if piece.sign == IS_SO[0] else f"非 {field.label}"
    value = _with_unit(piece.value, field)
    if piece.sign == BETWEEN:
        return f"{field.label} {BETWEEN} {value} 与 {_with_unit(piece.high, field)}"
    return f"{field.label} {piece.sign} {value}"


def _with_unit(value: str, field: Field) -> str:
    """A bare figure gets the unit of its field."""
    return f"{value.strip()}{field.base_unit}" if _BARE.fullmatch(value.strip()) else value.strip()
