"""OpenFisca-Core: one variable for each rule, vectorised over the rows; a set is a yes-no variable a word."""

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import ClassVar, Final

import numpy as np
import numpy.typing as npt
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from bench.rules.agreement import Verdicts
from bench.rules.asking import Atom, Rule, Spelling, atoms_of
from bench.rules.engine import Engine, Found
from bench.rules.made import COUNTS, DAYS, FIGURES, SETS, WORDS, Cell
from bench.rules.peers.one_by_one import numbered, operands
from bench.rules.tables import read_cells

_MONTH: Final = "2024-01"
_COMPARED: Final[Mapping[str, Callable[..., npt.NDArray[np.bool_]]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
Ask = Callable[[str, str], "npt.NDArray[np.generic]"]
Answers = npt.NDArray[np.bool_]


class OpenFisca(Engine):
    """It has no missing value: defaults stand in, and two answers come out."""

    nulls: ClassVar = "0 or '' stands in"

    def load(self, rows: Path) -> None:
        self._cells = {name: read_cells(rows, name) for name in (*FIGURES, *COUNTS, *DAYS, *WORDS, *SETS)}
        self._inputs: dict[str, npt.NDArray[np.generic]] = {}
        for name in (*FIGURES, *COUNTS, *DAYS):
            self._inputs[name] = np.array([numbered(cell) or 0 for cell in self._cells[name]], np.float32)
        for name in WORDS:
            self._inputs[name] = np.array([cell or "" for cell in self._cells[name]], object)

    def compile(self, rules: Sequence[Rule]) -> None:
        self._entity = build_entity(key="enterprise", plural="enterprises", label="企业", is_person=True)
        self._system = TaxBenefitSystem([self._entity])
        for atom in atoms_of(rules):
            if atom.sign == "contains":
                self._inputs[str(atom.value)] = _held(self._cells[atom.field], str(atom.value))
        for name, values in self._inputs.items():
            self._add(name, {"f": float, "O": str, "b": bool}[values.dtype.kind])
        self._names = [f"rule{at}" for at in range(len(rules))]
        for name, rule in zip(self._names, rules, strict=True):
            self._add(name, bool, formula=_formula(rule))
        count = len(self._cells["region"])
        self._simulation = SimulationBuilder().build_default_simulation(self._system, count=count)
        for name, values in self._inputs.items():
            self._simulation.set_input(name, _MONTH, values)

    def forget(self) -> None:
        for name in self._names:
            self._simulation.delete_arrays(name)

    def decide(self) -> Found:
        matches = [np.flatnonzero(answers) for answers in self._answers()]
        return Found(sum(len(rows) for rows in matches), None)

    def verdicts(self) -> Verdicts:
        return np.array(list(self._answers()), np.int8)

    def _answers(self) -> Iterator[Answers]:
        for name in self._names:
            yield self._simulation.calculate(name, _MONTH)

    def _add(self, name: str, kind: type, **more: object) -> None:
        told = {
            "value_type": kind,
            "entity": self._entity,
            "definition_period": DateUnit.MONTH,
            "label": name,
        }
        self._system.add_variable(type(name, (Variable,), told | more))


def _held(cells: Sequence[Cell], word: str) -> Answers:
    return np.array([isinstance(cell, list) and word in cell for cell in cells])


def _formula(rule: Rule) -> Callable[[Ask, str], Answers]:
    def formula(enterprise: Ask, period: str) -> Answers:
        spelling: Spelling[Answers] = Spelling(
            lambda atom: _condition(atom, enterprise, period),
            lambda parts: reduce(operator.and_, parts),
            lambda parts: reduce(operator.or_, parts),
            operator.invert,
        )
        return spelling.write(rule)

    return formula


def _condition(atom: Atom, enterprise: Ask, period: str) -> Answers:
    if atom.sign == "contains":
        return np.asarray(enterprise(str(atom.value), period), bool)
    found, values = enterprise(atom.field, period), operands(atom)
    if atom.sign in ("in", "not in"):
        words = np.array([str(value) for value in values])
        return np.isin(np.asarray(found).astype(str), words, invert=atom.sign == "not in")
    if atom.sign == "between":
        return _COMPARED[">="](found, values[0]) & _COMPARED["<="](found, values[1])
    if atom.sign == "begins":
        return np.asarray(np.char.startswith(np.asarray(found).astype(str), str(atom.value)))
    return np.asarray(_COMPARED[atom.sign](found, values[0]))
