"""The units of a row, gathered from all its cells and called by the names of the directory."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from guatu.kernel.units import Directory, Match
from guatu.reading.draft import Duty
from guatu.reading.loading.columns import ColumnRole
from guatu.reading.tables.cells import Named, is_collective, read_units
from guatu.reading.tables.markup import Run
from guatu.reading.tables.shapes import Owner
from guatu.reading.tables.spoken import SpokenNames

_DUTIES: dict[str, Duty] = {
    "lead_unit": "lead",
    "responsible_unit": "responsible",
    "cooperating_unit": "cooperating",
    "supervising_unit": "supervising",
}
_WEIGHT: dict[Duty, int] = {"supervising": 0, "cooperating": 1, "responsible": 2, "lead": 3}
_SEVERAL_DUTIES = re.compile(r"配合|协办|会办|责任|首位|第一|参与")


class CellOfUnits(NamedTuple):
    """A column, its head and role, the words of a cell, its letters where only some are bold."""

    column: int
    head: str
    role: ColumnRole
    words: str
    runs: Sequence[Run] = ()
    is_bold: bool = False
    """Whether the cell is bold as a whole."""


@dataclass(frozen=True, slots=True)
class Owners:
    """The units of a row, the one that leads, and the names that no directory knows."""

    owners: tuple[Owner, ...]
    lead: str | None
    unknown: tuple[tuple[str, int], ...] = ()
    """Each with the column in which it stands."""


@dataclass(slots=True)
class UnitReader:
    """Reads the units of rows; `first_leads` where the sheet says that the first of a list leads."""

    directory: Directory | None
    division: str | None = None
    """From where the sheet speaks: of two 发改局 its own is meant."""
    first_leads: bool = False
    lead_mark: str = ""
    """The sign that the sheet puts to those that lead, if it says so."""
    bold_leads: bool = False
    """Whether the sheet marks leads by bold letters."""
    _known: dict[str, str | None] = field(default_factory=dict)
    _spoken: SpokenNames = field(init=False)
    _read: dict[tuple[str, tuple[Run, ...]], list[Named]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._spoken = SpokenNames(self.directory or Directory(()))

    def read(self, said: Sequence[CellOfUnits]) -> Owners:
        """The units of a row, each once, the weightiest duty first said counting."""
        found: dict[str, Owner] = {}
        unknown: list[tuple[str, int]] = []
        for cell in said:
            for one, duty in self._duties(cell, self._named(cell)):
                name = self._name(one.name)
                if name is None and duty != "supervising":
                    unknown.append((one.name, cell.column))
                _add(found, Owner(unit=name or one.name, duty=duty, written=one.written))
        return Owners(tuple(found.values()), _lead(found), tuple(dict.fromkeys(unknown)))

    def _duties(self, cell: CellOfUnits, named: list[Named]) -> list[tuple[Named, Duty]]:
        """The duty that the cell's words give, else the column's; the first leads where that is said."""
        several = cell.role == "lead_unit" and _SEVERAL_DUTIES.search(cell.head.replace("牵头责任", "牵头"))
        default: Duty = "responsible" if several else _DUTIES[cell.role]
        duties = [(one, one.duty or default) for one in named]
        is_led = any(duty == "lead" for _, duty in duties)
        is_first = several or (self.first_leads and cell.role == "responsible_unit")
        is_alone = self.bold_leads and cell.is_bold and cell.role == "responsible_unit" and len(duties) == 1
        if duties and not is_led and (is_first or is_alone):
            duties[0] = (duties[0][0], "lead")
        return duties

    def _named(self, cell: CellOfUnits) -> list[Named]:
        """The units of a cell; the same words stand in many rows."""
        key = (cell.words, tuple(cell.runs))
        if key not in self._read:
            knows = self._knows if self.directory else None
            self._read[key] = read_units(cell.words, runs=cell.runs, knows=knows, lead_mark=self.lead_mark)
        return self._read[key]

    def _knows(self, name: str) -> bool:
        return self._name(name) is not None

    def _here(self, written: str) -> Match | None:
        """Of several alike the one of the division that the sheet speaks from."""
        if self.directory is None or self.division is None:
            return None
        return self.directory.match(written, division=self.division)

    def _name(self, written: str) -> str | None:
        if self.directory is None:
            return written
        if written not in self._known:
            match = self.directory.match(written) or self._here(written)
            listed = match.unit.name if match else self._spoken.get(written)
            self._known[written] = listed or (written if is_collective(written) else None)
        return self._known[written]


def _add(found: dict[str, Owner], owner: Owner) -> None:
    known = found.get(owner.unit)
    if known is None or _WEIGHT[owner.duty] > _WEIGHT[known.duty]:
        found[owner.unit] = owner


def _lead(found: dict[str, Owner]) -> str | None:
    return next((owner.unit for owner in found.values() if owner.duty == "lead"), None)
