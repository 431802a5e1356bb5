"""What an office's table says: its sheets, what each column was taken for and why, its rows, its rejects."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from guatu.reading.draft import Duty
from guatu.reading.loading.columns import ColumnRole

SheetKind = Literal["ledger", "contacts", "notes", "summary", "hidden", "empty"]
RowState = Literal["not_started", "in_progress", "done", "long_term"]
Why = Literal[
    "no_problem",
    "bad_date",
    "unknown_unit",
    "bad_progress",
    "bad_state",
    "repeated_number",
]
"""Why a row is given back; each has its Chinese sentence in the words of whoever shows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column, what it was taken for, and the evidence that a person may judge."""

    index: int
    """Counted from 0 at column A."""
    head: str
    """The words of its head, 上/下 where the head has two rows."""
    role: ColumnRole | None
    confidence: float
    reasons: tuple[str, ...]
    """What speaks for the role, in Chinese: the words of the head, what its cells look like."""
    samples: tuple[str, ...]
    is_hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetReading:
    """A sheet, whether it holds a ledger, where its head stands (counted from 1) and its columns."""

    name: str
    kind: SheetKind
    reason: str
    layout: str
    """The key under which a mapping of these heads is remembered; the same for the same heads in any file."""
    head: tuple[int, int] | None = None
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """A unit that a row names; `unit` is the name of the directory, or as written where there is none."""

    unit: str
    duty: Duty
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A row of matters: one measure of a problem, or a problem whose row names no measure.

    A problem that spans rows is told in each of them. `progress` goes from 0 to 1. `due` follows the
    reading contract: a day, a month, or `recurring:…`; `due_on` is the day that a ledger would use.
    """

    sheet: str
    sheet_row: int
    no: str | None
    problem: str
    measure: str | None
    owners: tuple[Owner, ...]
    lead: str | None
    due: str | None
    due_text: str
    due_on: date | None
    progress: float | None
    state: RowState
    category: str = ""
    goal: str = ""
    leaders: tuple[tuple[str, str], ...] = ()
    """Post or name, and `lead` or `sponsor`."""
    progress_text: str = ""
    remark: str = ""
    completed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """A row that is given back: where it stands, what is wrong, and in which cell."""

    sheet: str
    sheet_row: int
    why: Why
    words: str
    """In Chinese: what is wrong with which words, and what to do."""
    column: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReading:
    """All that a file says; rows stand in the order of the file."""

    name: str
    sheets: tuple[SheetReading, ...]
    rows: tuple[TableRow, ...]
    rejects: tuple[Reject, ...]
    warnings: tuple[str, ...] = ()
    marked: bytes | None = None
    """The file as an xlsx with its bad cells marked; where that was asked for and something is given back."""


Mapping = dict[int, ColumnRole | None]
"""What a person said the columns of a sheet hold, by index; a column left out keeps its guess."""
