"""What a passage says: who owes it, by when, how much, and whether it is done."""

from datetime import date

from guatu.kernel.units import Directory
from guatu.reading.draft import Item, Measure
from guatu.reading.drafting.found import FoundItem, FoundMeasure
from guatu.reading.drafting.head import Head
from guatu.reading.drafting.metrics import find_metrics


def enrich(text: str, found: FoundItem, head: Head, *, units: Directory | None, day: date | None) -> Item:
    """An item with all that can be read from its passages."""
    return Item(
        no=found.no,
        problem=text[slice(*found.problem)] if found.problem else None,
        span=(found.start, found.end),
        heading_path=found.heading_path,
        category=found.category,
        measures=tuple(_measure(text, m, found, head) for m in found.measures),
    )


def _measure(text: str, found: FoundMeasure, item: FoundItem, head: Head) -> Measure:
    words = text[found.words_start : found.end]
    reported = head.kind in ("rectification_report", "news", "bulletin")
    return Measure(
        text=words.strip(),
        span=(found.start, found.end),
        metrics=find_metrics(words, reported=reported, offset=found.words_start),
    )
