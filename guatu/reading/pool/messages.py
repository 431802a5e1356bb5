"""What passes between the owner of a child and the child."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from guatu.reading.draft import Draft
from guatu.reading.errors import ReadingRefusal

if TYPE_CHECKING:
    from guatu.kernel.units import Directory
    from guatu.reading.tables.reading import Mappings
    from guatu.reading.tables.shapes import TableReading


@dataclass(frozen=True, slots=True)
class Job:
    """A document to read: a path or bytes, its name, and the base day."""

    source: str | bytes
    name: str
    day: date | None = None
    mappings: "Mappings | None" = None
    """Given, the file is an office's own table; what people said of its columns."""


@dataclass(frozen=True, slots=True)
class NewUnits:
    """The directory for all documents from here on."""

    units: "Directory | None"


@dataclass(frozen=True, slots=True)
class Broken:
    """A reader failed where it should have refused.

    `trace` names the error and the places in our code; never its words, which may quote the document.
    """

    trace: str


@dataclass(frozen=True, slots=True)
class Begun:
    """The document has arrived: a child that dies from here on dies of it."""


Answer: TypeAlias = "Draft | TableReading | ReadingRefusal | Broken"
