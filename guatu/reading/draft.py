"""The draft ledger: what reading a document yields, before a person confirms it. Schema `guatu.draft/1`."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from guatu.reading.source import Repair

Kind = Literal[
    "rectification_report",
    "rectification_plan",
    "speech",
    "task_plan",
    "minutes",
    "bulletin",
    "news",
    "policy",
    "instruction",
    "other",
]
Duty = Literal["lead", "responsible", "cooperating", "supervising"]
Span = tuple[int, int]
"""Start and end in the repaired text, `Draft.text[start:end]`."""


@dataclass(frozen=True, slots=True)
class UnitDuty:
    """A unit and what it owes: leads, answers, helps or watches over."""

    unit: str
    duty: Duty
    span: Span
    written: str | None = None
    """The name as it stands in the document, where a directory expanded it."""


@dataclass(frozen=True, slots=True)
class Leader:
    """A leader named as answerable: 牵头领导 (lead) or 包保领导 (sponsor)."""

    name_or_post: str
    role: Literal["lead", "sponsor"]
    span: Span


@dataclass(frozen=True, slots=True)
class Metric:
    """A quantity of output, input, rate or target; value and unit as written (2.3 and 万只)."""

    name: str
    value: float
    unit: str
    role: Literal["target", "achieved", "baseline"]
    span: Span


@dataclass(frozen=True, slots=True)
class Due:
    """When something must be, or was, finished."""

    value: str | None
    """`YYYY-MM-DD`, `YYYY-MM`, `recurring:monthly` …; None where the words cannot be computed."""
    text: str
    """The words of the document."""
    on: date | None
    """The day a ledger would use: the last day of what is named."""
    span: Span


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is to be done, or is reported done, about an item."""

    text: str
    span: Span
    owners: tuple[str, ...] = ()
    lead: str | None = None
    due: Due | None = None
    metrics: tuple[Metric, ...] = ()
    done: bool | None = None
    duties: tuple[UnitDuty, ...] = ()
    leaders: tuple[Leader, ...] = ()
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Item:
    """One matter of the ledger: a problem, a task, a topic, a requirement."""

    no: str | None
    problem: str | None
    span: Span
    heading_path: tuple[str, ...] = ()
    category: str | None = None
    measures: tuple[Measure, ...] = ()
    duties: tuple[UnitDuty, ...] = ()
    leaders: tuple[Leader, ...] = ()
    due: Due | None = None
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The file a draft was read from; `chars` counts the repaired text."""

    name: str
    sha256: str
    media_type: str
    chars: int


@dataclass(frozen=True, slots=True)
class Document:
    """What the document says of itself."""

    source: SourceFile
    kind: Kind = "other"
    title: str | None = None
    issuer: str | None = None
    issued_on: date | None = None
    number: str | None = None
    secrecy: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the repaired text and where it stood in the file."""

    span: Span
    anchor: str
    kind: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft ledger with the repaired text it speaks of."""

    document: Document
    items: tuple[Item, ...]
    text: str
    paragraphs: tuple[Paragraph, ...]
    origin: tuple[int, ...] = field(repr=False, default=())
    """For each character of `text`, its offset in the text as loaded."""
    loaded: str = field(repr=False, default="")
    """The text before repair, from which a screen shows how a repaired place stood in the file."""
    contacts_present: bool = False
    feedback_window: tuple[date, date] | None = None
    repairs: tuple[Repair, ...] = ()
    warnings: tuple[str, ...] = ()
