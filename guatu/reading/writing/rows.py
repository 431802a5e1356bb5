"""The draft as the rows of a ledger: one row per measure, with what the measure inherits from its item."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from guatu.reading.draft import Draft, Due, Duty, Item, Leader, Measure, Metric, Paragraph, Span, UnitDuty
from guatu.reading.writing import words

_OWING: Final[tuple[Duty, ...]] = ("lead", "responsible", "cooperating")


@dataclass(frozen=True, slots=True)
class Row:
    """One measure and who owes it by when; an item without measures has one row without a measure."""

    text: str | None
    span: Span
    units: dict[Duty, tuple[str, ...]]
    leaders: tuple[Leader, ...]
    due: Due | None
    metrics: tuple[Metric, ...]
    done: bool | None
    confidence: float
    place: str
    """Where a person finds it: 第3页 第12段."""
    written: tuple[tuple[str, str], ...]
    """Units that a directory expanded, each with the name as it stands in the document."""

    @property
    def due_on(self) -> date | None:
        return self.due.on if self.due else None


@dataclass(frozen=True, slots=True)
class Matter:
    """An item with its rows; `number` runs through the ledger, as numbering restarts within a document."""

    number: int
    item: Item
    place: str
    rows: tuple[Row, ...]

    @property
    def title(self) -> str:
        """What the item is called where it has to have a name."""
        return self.item.problem or (self.rows[0].text if self.rows[0].text else "（原文未写明问题）")

    @property
    def heading(self) -> str:
        """The category, else the innermost heading."""
        path = self.item.heading_path
        return self.item.category or (path[-1] if path else "")

    @property
    def units(self) -> tuple[str, ...]:
        """Everyone who owes something, the one to ring up first: those that lead, then those that answer."""
        owing = (unit for duty in _OWING for row in self.rows for unit in row.units[duty])
        return tuple(dict.fromkeys(owing))

    @property
    def last_day(self) -> date | None:
        """The day by which all of it is to be done, or was."""
        return max((row.due_on for row in self.rows if row.due_on), default=None)

    @property
    def due_words(self) -> str | None:
        """The document's first words about time."""
        return next((row.due.text for row in self.rows if row.due), None)


def matters(draft: Draft) -> tuple[Matter, ...]:
    """The items in the order of the document, each with its rows."""
    places = Places(draft.paragraphs)
    return tuple(_matter(number, item, places) for number, item in enumerate(draft.items, start=1))


class Places:
    """Finds the paragraph in which a character of the repaired text stands."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._paragraphs = paragraphs
        self._starts = [paragraph.span[0] for paragraph in paragraphs]

    def index(self, offset: int) -> int:
        """The number of the paragraph, counted from 0."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def words(self, offset: int) -> str:
        """The place as a person would say it; empty where the draft names no paragraphs."""
        if not self._paragraphs:
            return ""
        paragraph = self._paragraphs[self.index(offset)]
        page = f"第{paragraph.page}页" if paragraph.page else ""
        if not page or paragraph.anchor.startswith(page):
            return paragraph.anchor
        return f"{page} {paragraph.anchor}".strip()


def _matter(number: int, item: Item, places: Places) -> Matter:
    rows = tuple(_row(item, measure, places) for measure in item.measures)
    return Matter(number, item, places.words(item.span[0]), rows or (_empty_row(item, places),))


def _row(item: Item, measure: Measure, places: Places) -> Row:
    duties = measure.duties or (() if measure.owners else item.duties)
    owners = _owners(duties, measure.owners, measure.lead)
    if measure.owners and not measure.duties:
        owners["supervising"] = _names(item.duties, "supervising")
    return Row(
        text=measure.text,
        span=measure.span,
        units=owners,
        leaders=measure.leaders or item.leaders,
        due=measure.due or item.due,
        metrics=measure.metrics,
        done=measure.done,
        confidence=min(measure.confidence, item.confidence),
        place=places.words(measure.span[0]),
        written=_written(duties),
    )


def _empty_row(item: Item, places: Places) -> Row:
    return Row(
        text=None,
        span=item.span,
        units=_owners(item.duties, (), None),
        leaders=item.leaders,
        due=item.due,
        metrics=(),
        done=None,
        confidence=item.confidence,
        place=places.words(item.span[0]),
        written=_written(item.duties),
    )


def _owners(
    duties: Sequence[UnitDuty], owners: Sequence[str], lead: str | None
) -> dict[Duty, tuple[str, ...]]:
    """Who owes what: by the named duties, and owners without a named duty answer for it."""
    units: dict[Duty, tuple[str, ...]] = {duty: _names(duties, duty) for duty in words.DUTIES}
    if lead and lead not in units["lead"]:
        units["lead"] = (lead, *units["lead"])
    named = {*units["lead"], *units["responsible"], *units["cooperating"]}
    units["responsible"] += tuple(owner for owner in owners if owner not in named)
    return units


def _names(duties: Sequence[UnitDuty], duty: Duty) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.unit for one in duties if one.duty == duty))


def _written(duties: Sequence[UnitDuty]) -> tuple[tuple[str, str], ...]:
    pairs: Iterator[tuple[str, str]] = (
        (one.unit, one.written) for one in duties if one.written and one.written != one.unit
    )
    return tuple(dict.fromkeys(pairs))
