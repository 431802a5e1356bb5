"""Gold ledgers and predicted drafts in one plain shape, read from their JSON files."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Metric:
    """A quantity; in gold the name is a word that the predicted name should contain."""

    name: str
    value: float | str | None
    unit: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure; in gold `text` is only its first twelve characters."""

    text: str
    owners: tuple[str, ...] = ()
    lead: str | None = None
    due: str | None = None
    due_text: str | None = None
    done: bool | None = None
    metrics: tuple[Metric, ...] = ()
    due_alternatives: tuple[str, ...] = ()
    """Gold: other readings of the deadline that are as good."""
    optional_owners: tuple[str, ...] = ()
    """Gold: units that may be named as owners without being wrong."""
    optional_values: tuple[float, ...] = ()
    """Gold: figures that may be claimed as metrics without being wrong."""


@dataclass(frozen=True, slots=True)
class Item:
    no: str | None
    problem: str | None
    heading_path: tuple[str, ...]
    measures: tuple[Measure, ...]
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """What one document holds, by the annotator or by the reader."""

    title: str | None = None
    issuer: str | None = None
    issued_on: str | None = None
    kind: str | None = None
    items: tuple[Item, ...] = ()
    contacts_present: bool = False
    feedback_window: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    """Gold: beginnings of passages that may become measures without being wrong."""
    placed: tuple[tuple[int, Measure], ...] = field(default=(), repr=False)
    """Every measure with the index of its item."""


def load(path: Path) -> Ledger:
    """The ledger in a JSON file: gold, or a draft by the schema `guatu.draft/1`."""
    return parse(path.read_text(encoding="utf-8"))


def parse(text: str) -> Ledger:
    """The ledger in the text of such a file."""
    raw = json.loads(text)
    head: Mapping[str, Any] = raw.get("document", raw)
    items = tuple(_item(item) for item in raw.get("items", ()))
    window = raw.get("feedback_window")
    return Ledger(
        title=head.get("title") or None,
        issuer=head.get("issuer") or None,
        issued_on=head.get("issued_on") or None,
        kind=head.get("kind") or None,
        items=items,
        contacts_present=bool(raw.get("contacts_present")),
        feedback_window=tuple(window) if window else None,
        ignore=tuple(raw.get("ignore", ())),
        placed=tuple((at, measure) for at, item in enumerate(items) for measure in item.measures),
    )


def find(folder: Path, name: str) -> Path | None:
    """The prediction for a gold name: NAME.json, or NAME with the extension of its source kept."""
    exact = folder / f"{name}.json"
    return exact if exact.exists() else next(iter(sorted(folder.glob(f"{name}.*.json"))), None)


def _item(raw: Mapping[str, Any]) -> Item:
    return Item(
        no=raw.get("no") or None,
        problem=raw.get("problem") or None,
        heading_path=tuple(raw.get("heading_path") or ()),
        measures=tuple(_measure(measure, raw) for measure in raw.get("measures") or ()),
        confidence=raw.get("confidence"),
    )


def _measure(raw: Mapping[str, Any], item: Mapping[str, Any]) -> Measure:
    """A measure; without owners or deadline of its own it has its item's."""
    due = raw.get("due") or (None if raw.get("due_text") else _day(item.get("due")))
    lead = raw.get("lead") or (None if raw.get("owners") else item.get("lead"))
    owners = tuple(raw.get("owners") or item.get("owners") or ())
    if lead and lead not in owners:
        owners = (lead, *owners)
    return Measure(
        text=raw.get("text") or raw.get("text_starts") or "",
        owners=owners,
        lead=lead,
        due=due,
        due_text=raw.get("due_text"),
        done=raw.get("done"),
        metrics=tuple(_metric(metric) for metric in raw.get("metrics") or ()),
        due_alternatives=_texts(raw.get("due_alt")),
        optional_owners=_texts(raw.get("owners_optional")),
        optional_values=tuple(raw.get("metrics_optional") or ()),
    )


def _day(due: str | Mapping[str, Any] | None) -> str | None:
    return due.get("value") if isinstance(due, Mapping) else due


def _metric(raw: Mapping[str, Any]) -> Metric:
    name = raw.get("name") or raw.get("name_contains") or ""
    return Metric(name=name, value=raw.get("value"), unit=raw.get("unit") or "")


def _texts(raw: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(raw or ())
