"""Items and measures as passages of the text, before owners, deadlines and figures are read from them."""

from dataclasses import dataclass, field
from typing import Literal

FieldRole = Literal[
    "lead_unit",
    "responsible_unit",
    "cooperating_unit",
    "supervising_unit",
    "lead_leader",
    "sponsor_leader",
    "responsible_person",
    "due",
    "status",
    "category",
    "metric",
]
"""What a labelled line or a table column says beside the measure itself."""


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled field: its label as written and the span of its value."""

    role: FieldRole
    label: str
    start: int
    end: int


@dataclass(slots=True)
class FoundMeasure:
    """A measure as a passage: `start` includes the ordinal, `words_start` does not."""

    start: int
    words_start: int
    end: int
    fields: list[Field] = field(default_factory=list)
    status: tuple[int, int] | None = None
    """The span of the words on how far it has come, where they stand apart from it."""
    is_status_shared: bool = False
    """Do these words speak of the whole item?"""


@dataclass(slots=True)
class FoundItem:
    """An item as a passage with its measures and the fields that hold for all of them."""

    start: int
    end: int
    no: str | None = None
    problem: tuple[int, int] | None = None
    heading_path: tuple[str, ...] = ()
    measures: list[FoundMeasure] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    category: str | None = None
