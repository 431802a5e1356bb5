"""The draft as a JSON file, by the published schema `guatu.draft/1` (`schema.json` beside this file).

Spans count characters of the repaired text. A measure carries owners, lead and due; an item does not,
because readers of the file would hand them down to measures that have none of their own.
"""

import json
from datetime import date
from importlib.resources import files
from typing import Final

from guatu.reading.draft import Document, Draft, Due, Item, Leader, Measure, Metric, UnitDuty
from guatu.reading.source import Repair

SCHEMA: Final = "guatu.draft/1"

Json = str | int | float | bool | list["Json"] | dict[str, "Json"] | None


def write(draft: Draft) -> str:
    """The file's text; the caller encodes it as UTF-8."""
    return json.dumps(as_plain(draft), ensure_ascii=False, indent=1) + "\n"


def schema() -> str:
    """The JSON Schema (draft 2020-12) that every file written here satisfies."""
    return files("guatu.reading.writing").joinpath("schema.json").read_text(encoding="utf-8")


def as_plain(draft: Draft) -> dict[str, Json]:
    """The same as lists and dictionaries, keys in the order of the contract."""
    window = draft.feedback_window
    return {
        "schema": SCHEMA,
        "document": _document(draft.document),
        "items": [_item(item) for item in draft.items],
        "contacts_present": draft.contacts_present,
        "feedback_window": [day.isoformat() for day in window] if window else None,
        "repairs": [_repair(repair) for repair in draft.repairs],
        "warnings": list(draft.warnings),
    }


def _document(document: Document) -> dict[str, Json]:
    source = document.source
    return {
        "title": document.title,
        "issuer": document.issuer,
        "issued_on": _day(document.issued_on),
        "kind": document.kind,
        "number": document.number,
        "secrecy": document.secrecy,
        "source": {
            "name": source.name,
            "sha256": source.sha256,
            "media_type": source.media_type,
            "chars": source.chars,
        },
    }


def _item(item: Item) -> dict[str, Json]:
    return {
        "no": item.no,
        "heading_path": list(item.heading_path),
        "problem": item.problem,
        "category": item.category,
        "span": list(item.span),
        "confidence": _share(item.confidence),
        "measures": [_measure(measure) for measure in item.measures],
        "duties": [_duty(duty) for duty in item.duties],
        "leaders": [_leader(leader) for leader in item.leaders],
        "due_on": _due_on(item.due),
    }


def _measure(measure: Measure) -> dict[str, Json]:
    due = measure.due
    return {
        "text": measure.text,
        "owners": list(measure.owners),
        "lead": measure.lead,
        "due": due.value if due else None,
        "due_text": due.text if due else None,
        "metrics": [_metric(metric) for metric in measure.metrics],
        "done": measure.done,
        "span": list(measure.span),
        "confidence": _share(measure.confidence),
        "duties": [_duty(duty) for duty in measure.duties],
        "leaders": [_leader(leader) for leader in measure.leaders],
        "due_on": _due_on(due),
    }


def _metric(metric: Metric) -> dict[str, Json]:
    value = int(metric.value) if metric.value.is_integer() else metric.value
    return {"name": metric.name, "value": value, "unit": metric.unit, "role": metric.role}


def _duty(duty: UnitDuty) -> dict[str, Json]:
    return {"unit": duty.unit, "duty": duty.duty, "span": list(duty.span)}


def _leader(leader: Leader) -> dict[str, Json]:
    return {"name_or_post": leader.name_or_post, "role": leader.role, "span": list(leader.span)}


def _repair(repair: Repair) -> dict[str, Json]:
    examples: list[Json] = [[before, after] for before, after in repair.examples]
    return {"kind": repair.kind, "count": repair.count, "examples": examples}


def _due_on(due: Due | None) -> str | None:
    return _day(due.on) if due else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _share(confidence: float) -> float:
    """Three decimals: what is beyond them is no knowledge, only noise in a comparison of files."""
    return round(confidence, 3)
