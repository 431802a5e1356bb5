"""The form of the editor as a written regime: rows in the order in which they stand on the page."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from guatu.ledgers.lights.pieces import Join, Piece
from guatu.ledgers.lights.trying import Fault
from guatu.ledgers.lights.writing import (
    UNKNOWN,
    Written,
    WrittenCase,
    WrittenParameter,
    WrittenRule,
    catalogue,
)
from guatu.rules.regimes.regime import COLOURS, POLARITIES, SHAPES, Light

T = TypeVar("T", bound=str)
ITEMS: Final = 3
"""Real items that are tried beside the cases."""
MOST: Final = 120
"""Rows of a kind that are taken; many more than a regime may have."""
_KEY: Final = re.compile(r"(?P<kind>light|rule|param|case)-(?P<row>\w{1,12})-(?P<cell>[\w-]{1,40})")
_ADDED: Final = re.compile(r"\blight(\d{1,6})\b")
_PIECE: Final = re.compile(r"p(?P<at>\w{1,6})-(?P<cell>field|sign|value|high|words)")
GONE: Final = "-"
"""What stands for the light of a rule that is to be taken away."""
_LENGTHS: Final = {"word": 12, "meaning": 60, "when": 2000, "case": 80, "name": 20, "value": 30}


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form, with the key of each row so that what is said of it finds its place."""

    written: Written
    lights: tuple[str, ...]
    rules: tuple[str, ...]
    parameters: tuple[str, ...]
    cases: tuple[str, ...]
    builders: Mapping[str, tuple[Join, tuple[Piece, ...]]]
    """Of each rule by its key what stands in its builder."""
    items: tuple[str, ...]
    """Numbers of real items."""
    faults: tuple[Fault, ...] = ()
    """What was sent and could not be taken."""


Cells = dict[str, str]


def typed(given: Mapping[str, str], *, on: date) -> Typed:
    """The form as it was sent; a row in which nothing stands is left out, and a rule that is taken away."""
    rows, left_out = _rows(given)
    lights = {key: cells for key, cells in rows["light"].items() if cells.get("word") or cells.get("meaning")}
    rules = {key: cells for key, cells in rows["rule"].items() if _is_rule(cells)}
    parameters = {key: cells for key, cells in rows["param"].items() if any(cells.values())}
    cases = {key: cells for key, cells in rows["case"].items() if _says_something(cells)}
    written = Written(
        palette=tuple(_light(code_of(key), cells) for key, cells in lights.items()),
        rules=tuple(_rule(cells) for cells in rules.values()),
        parameters=tuple(
            WrittenParameter(
                name=cells.get("name", ""), value=cells.get("value", ""), source=cells.get("source", "")[:120]
            )
            for cells in parameters.values()
        ),
        cases=tuple(_case(cells, on) for cells in cases.values()),
        source=given.get("source", "").strip()[:300],
        restates=bool(given.get("restates")),
    )
    return Typed(
        written, tuple(lights), tuple(rules), tuple(parameters), tuple(cases),
        {key: _builder(cells) for key, cells in rules.items()},
        tuple(given.get(f"item-{number}", "").strip()[:20] for number in range(ITEMS)),
        (Fault("", f"每一类最多 {MOST} 行，有 {left_out} 行没有收下，请删去一些再填"),) if left_out else (),
    )  # fmt: skip


def of_written(written: Written) -> Typed:
    """A regime as it was kept, as the form shows it first."""
    numbered = [tuple(str(at) for at in range(len(rows))) for rows in (written.rules, written.parameters)]
    lights = tuple(one.code for one in written.palette)
    cases = tuple(str(at) for at in range(len(written.cases)))
    return Typed(written, lights, numbered[0], numbered[1], cases, {}, ("",) * ITEMS)


def _rows(given: Mapping[str, str]) -> tuple[dict[str, dict[str, Cells]], int]:
    """The rows of each kind, and how many there were beyond what is taken."""
    left_out: set[tuple[str, str]] = set()
    rows: dict[str, dict[str, Cells]] = {"light": {}, "rule": {}, "param": {}, "case": {}}
    for name, value in given.items():
        if found := _KEY.fullmatch(name):
            of_kind = rows[found["kind"]]
            if found["row"] not in of_kind and len(of_kind) >= MOST:
                left_out.add((found["kind"], found["row"]))
            else:
                of_kind.setdefault(found["row"], {})[found["cell"]] = value.strip()[: _limit(found["cell"])]
    return rows, len(left_out)


def _limit(cell: str) -> int:
    """How much a cell holds; what a builder cannot take apart is as long as a sentence may be."""
    piece = _PIECE.fullmatch(cell)
    return _LENGTHS["when"] if piece and piece["cell"] == "words" else _LENGTHS.get(cell, 200)


def next_key(keys: Iterable[str]) -> int:
    """A number that no row has: the one that follows the highest."""
    return max((int(key) for key in keys if key.isascii() and key.isdecimal()), default=-1) + 1


def next_light(keys: Iterable[str], texts: Iterable[str]) -> int:
    """A number that no light has here, nor had in these texts: a code says one thing for good."""
    codes = " ".join((*(code_of(key) for key in keys), *texts))
    return next_key(_ADDED.findall(codes)) or 1


def code_of(key: str) -> str:
    """The code of a light by the key of its row; a row that was added has a number."""
    return f"light{key}" if key.isdecimal() else key


def _light(code: str, cells: Cells) -> Light:
    return Light(
        code,
        cells.get("word", ""),
        _one_of(cells.get("colour"), COLOURS),
        _one_of(cells.get("shape"), SHAPES),
        _one_of(cells.get("polarity"), POLARITIES),
        cells.get("meaning", ""),
    )


def _one_of(given: str | None, known: tuple[T, ...]) -> T:
    return next((one for one in known if one == given), known[0])


def _is_rule(cells: Cells) -> bool:
    """Whether a light or a condition stands in the row; which of them is missing is told beside it."""
    if cells.get("light") == GONE:
        return False
    return bool(cells.get("light") or cells.get("when") or _builder(cells)[1])


def _rule(cells: Cells) -> WrittenRule:
    return WrittenRule(light=cells.get("light", ""), when=" ".join(cells.get("when", "").split()))


def _says_something(cells: Cells) -> bool:
    """Whether anything was typed; values that are kept out of sight (`k-`) go with the row."""
    return bool(cells.get("case")) or any(value for name, value in cells.items() if name.startswith("v-"))


def _case(cells: Cells, on: date) -> WrittenCase:
    fields = catalogue().by_name
    told = {name[2:]: value for name, value in cells.items() if name.startswith(("k-", "v-"))}
    row = {fields[name].label: value for name, value in told.items() if name in fields and value}
    return WrittenCase(
        case=cells.get("case", ""),
        day=_day(cells.get("day"), on),
        row=row,
        expect=cells.get("expect", UNKNOWN),
    )


def _day(given: str | None, on: date) -> date:
    try:
        return date.fromisoformat(given or "")
    except ValueError:
        return on


def _builder(cells: Cells) -> tuple[Join, tuple[Piece, ...]]:
    """The pieces of a rule in the order in which they stand; a field that is not there is none."""
    pieces: dict[str, Cells] = {}
    for name, value in cells.items():
        if found := _PIECE.fullmatch(name):
            pieces.setdefault(found["at"], {})[found["cell"]] = value
    known = catalogue().by_name
    made = (Piece(**each) for each in pieces.values() if each.get("field", "") in known or each.get("words"))
    join: Join = "或" if cells.get("join") == "或" else "且"
    return join, tuple(one for one in made if one.field or one.words)
