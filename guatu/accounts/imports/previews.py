"""What an import would do, row by row, before it is done."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Final

from guatu.accounts.imports.sheets import Line, Sheet, reject_sheet
from guatu.kernel.errors import Refusal


class Verdict(StrEnum):
    """What becomes of a row."""

    ADD = "add"
    CHANGE = "change"
    KEEP = "keep"
    REFUSE = "refuse"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS: Final = {
    Verdict.ADD: "新增",
    Verdict.CHANGE: "更新",
    Verdict.KEEP: "不变",
    Verdict.REFUSE: "有误",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a cell and how to put it right."""

    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        return f"第{self.row}行“{self.column}”：{self.sentence}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row judged: what would be done, what of it would change, or what is wrong."""

    number: int
    verdict: Verdict
    name: str
    pk: int | None = None
    """The unit or person that the row means, where it stands already."""
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Head → before and after, for showing."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """Field → new value, for doing."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The judged rows of a workbook."""

    division_id: int
    sheet: Sheet = field(repr=False)
    rows: tuple[Row, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(problem for row in self.rows for problem in row.problems)

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """How many rows come to each verdict."""
        found = Counter(row.verdict for row in self.rows)
        return {verdict: found[verdict] for verdict in Verdict}

    @property
    def token(self) -> str:
        """The same where the same would be done; what was shown and what is done are compared by it."""
        facts = [[row.number, row.verdict, row.pk, repr(sorted(row.values.items()))] for row in self.rows]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()

    def rejects(self) -> bytes | None:
        """The wrong rows as a workbook with their reasons, where there are any."""
        lines = {line.number: line for line in self.sheet.lines}
        refused = [
            (lines[row.number].whole, "；".join(f"{one.column}：{one.sentence}" for one in row.problems))
            for row in self.rows
            if row.problems
        ]
        return reject_sheet(self.sheet.heads, refused) if refused else None


class Judging:
    """A row while it is judged: values are taken cell by cell, refusals become problems of their cell."""

    heads: ClassVar[Mapping[str, str]]
    """Field → head as the template writes it."""

    def __init__(self, sheet: Sheet, line: Line) -> None:
        self.sheet, self.line = sheet, line
        self.problems: list[Problem] = []

    def cell(self, field: str) -> str:
        """The text of a cell; empty where the workbook has no such column."""
        return self.line.cells.get(field, "")

    def refuse(self, field: str, sentence: str) -> None:
        """Note what is wrong in a cell, under the head that the workbook shows."""
        self.problems.append(
            Problem(self.line.number, self.sheet.columns.get(field) or self.heads[field], sentence)
        )

    def take(self, field: str, make: Callable[[str], str]) -> str:
        """What `make` makes of a cell; its refusal is noted and gives an empty text."""
        try:
            return make(self.cell(field))
        except Refusal as refusal:
            self.refuse(field, str(refusal))
            return ""


def twice(rows: Sequence[tuple[int, str]]) -> dict[int, int]:
    """Row → an earlier row with the same key; empty keys are nobody's."""
    first: dict[str, int] = {}
    return {number: first[key] for number, key in rows if key and first.setdefault(key, number) != number}
