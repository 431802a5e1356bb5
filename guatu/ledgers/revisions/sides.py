"""The two documents as they were read: their entries before anybody mended them, and the items of each."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from guatu.history import store
from guatu.history.errors import FileMissing
from guatu.ledgers.intake.entries import Entries, Entry, Span
from guatu.ledgers.models import Directive, Draft, Item
from guatu.ledgers.models.items import ItemQuerySet
from guatu.ledgers.revisions.clauses import Clause


@dataclass(slots=True, kw_only=True)
class Side:
    """One version: its clauses, each with the entry as it was read, and the draft that people work on."""

    directive: Directive
    draft: Draft | None
    text: str = ""
    clauses: list[Clause] = field(default_factory=list)
    read: dict[int, Entry] = field(default_factory=dict)
    """Key of a clause → the entry as it was read."""
    items: dict[int, list[int]] = field(default_factory=dict)
    """Key of a clause → the items that it has become."""

    @property
    def standing(self) -> dict[int, Entry]:
        """The entries as people have mended them since."""
        return {one["id"]: one for one in self.draft.entries} if self.draft else {}

    def passage(self, entry: Entry) -> str:
        """The words of the document from which an entry was read."""
        return "\n".join(self.text[start:end] for start, end in spans_of(entry)).strip()


def side(directive: Directive, items: ItemQuerySet | None = None) -> Side:
    """A document as it was read; with the items of these that came of it, or were restated by it."""
    draft = Draft.objects.filter(directive=directive).select_related("ledger").first()
    reading = _reading(directive)
    made = Side(directive=directive, draft=draft, text=str(reading.get("text", "")))
    entries: Entries = reading.get("entries") or (draft.entries if draft else [])
    made.read = {one["id"]: one for one in entries}
    made.clauses = [_clause(made, one) for one in entries]
    if items is not None:
        _give_items(made, items)
    return made


def _reading(directive: Directive) -> Mapping[str, Any]:
    if directive.reading_id is None:
        return {}
    try:
        with store.open_file(directive.reading_id) as file:
            found: dict[str, Any] = json.load(file)
    except FileMissing:
        return {}
    return found


def _clause(side: Side, entry: Entry) -> Clause:
    return Clause(
        key=entry["id"],
        number=entry["number"],
        heading=entry["category"],
        problem=entry["problem"] or entry["title"],
        body="\n".join(one["text"] for one in entry["measures"]),
        text=side.passage(entry),
    )


def spans_of(entry: Entry) -> list[Span]:
    """Where in the document an entry stands."""
    return entry["sources"] or ([entry["span"]] if entry["span"] else [])


def _give_items(side: Side, items: ItemQuerySet) -> None:
    """Each item to the clauses from which it was taken; one that stands in none is a clause of its own."""
    entered: dict[int, list[Entry]] = {}
    for entry in side.standing.values():
        if entry["item"] is not None:
            entered.setdefault(entry["item"], []).append(entry)
    for item, spans in _placed(side.directive, items):
        keys = {key for entry in entered.get(item.pk, ()) for key in _keys(side, entry)}
        keys = keys or set(_overlapping(side, spans))
        if not keys:
            keys = {-item.pk}
            side.clauses.append(_own_clause(item))
        for key in keys:
            side.items.setdefault(key, []).append(item.pk)


def _placed(directive: Directive, items: ItemQuerySet) -> list[tuple[Item, list[Span]]]:
    """The items of the document, with where it says them."""
    found: dict[int, tuple[Item, list[Span]]] = {}
    for item in items.filter(directive=directive).order_by("pk"):
        found[item.pk] = (item, _span(item.source_start, item.source_end))
    rows = items.filter(newer_passages__directive=directive).order_by("pk")
    for item in rows.prefetch_related("newer_passages"):
        for passage in item.newer_passages.all():
            if passage.directive_id == directive.pk:
                found[item.pk] = (item, _span(passage.source_start, passage.source_end))
    return list(found.values())


def _span(start: int | None, end: int | None) -> list[Span]:
    return [[start, end]] if start is not None and end is not None else []


def _keys(side: Side, entry: Entry) -> Iterable[int]:
    """The clauses as read from which an entry was made; people join them and take them apart."""
    found = _overlapping(side, spans_of(entry))
    return found or [key for key in (entry["id"],) if key in side.read]


def _overlapping(side: Side, spans: Sequence[Span]) -> list[int]:
    """The clauses that share more than half of the shorter one's characters with one of these passages."""
    found = []
    for key, entry in side.read.items():
        for start, end in spans_of(entry):
            if any(_share(start, end, *one) > 0.5 for one in spans):
                found.append(key)
                break
    return found


def _share(start: int, end: int, first: int, last: int) -> float:
    return (min(end, last) - max(start, first)) / max(1, min(end - start, last - first))


def _own_clause(item: Item) -> Clause:
    return Clause(key=-item.pk, number="", heading=item.category, problem=item.problem or item.title)
