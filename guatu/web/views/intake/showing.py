"""A draft as its page lays it out: entries in two lists, the open one with all that can be changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal

from django.urls import reverse

from guatu.http.requests import Request
from guatu.ledgers.intake import doubting, queries
from guatu.ledgers.intake import entries as parts
from guatu.ledgers.intake.entries import DOUBTFUL, SURE, DutyEntry, Entry, is_sure, lead_of
from guatu.ledgers.models import Assignment, Draft, Item, StandardVersion
from guatu.ledgers.queries import proposals
from guatu.web import wording
from guatu.web.parts import Option
from guatu.web.views.intake import marking
from guatu.web.views.intake.marking import Paragraph

Level = Literal["high", "mid", "low"]
DOUBTS_FIRST, AS_WRITTEN = "doubt", "source"
_DUE: Final = (Item.DueKind.IMMEDIATE, Item.DueKind.RECURRING, Item.DueKind.LONG_TERM)


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as one line of the list."""

    entry: Entry
    at: int
    lead: str
    due: str
    level: Level
    number: str
    past: str
    """What of its time has gone by: its own day, or that of a measure."""


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A unit of the open entry, by its place among the duties."""

    at: int
    duty: DutyEntry
    label: str
    of_measure: str
    is_open: bool
    may_share: bool
    """Whether there is a figure of which the unit can have a part."""
    share_unit: str


@dataclass(frozen=True, slots=True)
class View:
    """What of a draft is looked at: the order of the list, the open entry."""

    order: str
    open: int | None


def level(confidence: float) -> Level:
    """How sure, in three steps."""
    return "high" if confidence > SURE else "mid" if confidence > DOUBTFUL else "low"


def context(request: Request, draft: Draft, view: View) -> dict[str, Any]:
    """Everything that the draft's pane needs."""
    on = request.clock.on
    lines = [_line(entry, at, on) for at, entry in enumerate(doubting.seen_on(draft.entries, on))]
    todo = [line for line in lines if line.entry["status"] in ("unchecked", "later")]
    if view.order == DOUBTS_FIRST:
        todo.sort(key=lambda line: (line.entry["status"] == "later", line.entry["confidence"]))
    done = [line for line in lines if line.entry["status"] == "confirmed"]
    opened = _opened(lines, todo, view)
    counted = [line for line in lines if line.entry["status"] in ("unchecked", "later", "confirmed")]
    return {
        "draft": draft,
        "view": View(view.order, opened.entry["id"] if opened else None),
        "todo": todo,
        "done": done,
        "entered": [line for line in lines if line.entry["status"] == "entered"],
        "dropped": [line for line in lines if line.entry["status"] == "dropped"],
        "total": len(counted),
        "share": len(done) / len(counted) if counted else 1,
        "units": len({one["unit_id"] for line in done for one in line.entry["duties"] if one["unit_id"]}),
        "sure": sum(line.entry["status"] == "unchecked" and is_sure(line.entry) for line in lines),
        "orders": _orders(draft, view),
        "edit_url": reverse("web:draft-edit", args=[draft.pk]),
        **(_open_entry(draft, opened) if opened else {}),
    }


def moved(draft: Draft, before: Sequence[Entry] | None) -> list[Paragraph]:
    """The paragraphs of the source that look otherwise than before; all where that is not known."""
    if before == draft.entries:
        return []
    read = queries.source(draft)
    now = marking.paragraphs(read, draft.entries)
    return now if before is None else marking.changed(marking.paragraphs(read, before), now)


def source(draft: Draft) -> dict[str, Any]:
    """The left pane: the document with what was read from it."""
    read = queries.source(draft)
    return {
        "paragraphs": marking.paragraphs(read, draft.entries),
        "chars": len(str(read.get("text", ""))),
        "milliseconds": read.get("milliseconds"),
        "repaired": read.get("repaired", 0),
        "notes": read.get("notes", ()),
    }


def _line(entry: Entry, at: int, on: date) -> Line:
    lead = lead_of(entry)
    due = entry["due"]
    day = parts.day(due["on"])
    words = wording.short_day(day, near=on) if day else str(Item.DueKind(due["kind"]).label)
    return Line(
        entry=entry,
        at=at,
        lead=(lead["unit"] or lead["written"]) if lead else "—",
        due=words,
        level=level(entry["confidence"]),
        number=parts.label(entry, at),
        past=_past(entry, day, on),
    )


def _past(entry: Entry, deadline: date | None, on: date) -> str:
    if not any(doubt["kind"] == "past" for doubt in entry["doubts"]):
        return ""
    return "已过" if deadline is not None and deadline < on else "措施已过"


def _opened(lines: Sequence[Line], todo: Sequence[Line], view: View) -> Line | None:
    chosen = next((line for line in lines if line.entry["id"] == view.open), None)
    return chosen or next(iter(todo), None)


def _orders(draft: Draft, view: View) -> list[Option]:
    page = reverse("web:draft", args=[draft.pk])
    return [
        Option(label, f"{page}?order={order}", is_current=view.order == order)
        for label, order in (("把握低的在前", DOUBTS_FIRST), ("按原文顺序", AS_WRITTEN))
    ]


def _open_entry(draft: Draft, line: Line) -> dict[str, Any]:
    entry = line.entry
    duties = [_duty_line(entry, at, duty) for at, duty in enumerate(entry["duties"])]
    return {
        "open": line,
        "leads": [one for one in duties if one.duty["duty"] == "lead" and one.duty["measure"] is None],
        "others": [one for one in duties if not (one.duty["duty"] == "lead" and one.duty["measure"] is None)],
        "levels": {name: level(value) for name, value in entry["fields"].items()},
        "duty_choices": Assignment.Duty.choices,
        "due_choices": [(kind.value, kind.label) for kind in _DUE],
        "kind_choices": Item.Kind.choices,
        "other_days": _other_days(entry),
        "shared": _shared(entry),
        "standards": _standards(draft),
        "is_entered": entry["status"] == "entered",
        "proposals": proposals.of_entry(draft, entry["id"]) if entry["status"] == "unchecked" else [],
    }


def _duty_line(entry: Entry, at: int, duty: DutyEntry) -> DutyLine:
    measure, place = duty["measure"], parts.counted(entry, duty)
    figure = entry["measures"][place] if place is not None else None
    return DutyLine(
        at=at,
        duty=duty,
        label=str(Assignment.Duty(duty["duty"]).label),
        of_measure=f"措施 {measure + 1}" if measure is not None and len(entry["measures"]) > 1 else "",
        is_open=duty["unit_id"] is None,
        may_share=bool(figure and figure["target"]) or bool(duty.get("share")),
        share_unit=figure["quantity_unit"] if figure else "",
    )


def _shared(entry: Entry) -> list[str]:
    """How much of each figure has fallen to units, where that is not all of it."""
    sums: dict[int, Decimal] = {}
    for duty in entry["duties"]:
        place = parts.counted(entry, duty)
        if place is not None and (share := duty.get("share")):
            sums[place] = sums.get(place, Decimal(0)) + Decimal(share)
    told = []
    for place, given in sorted(sums.items()):
        measure = entry["measures"][place]
        if (target := Decimal(measure["target"] or 0)) and given != target:
            left = f"还差 {target - given}" if given < target else f"多出 {given - target}"
            unit = measure["quantity_unit"]
            told.append(
                f"措施 {place + 1} 目标 {target} {unit}，已分 {given} {unit}，{left} {unit}".replace(
                    " ，", "，"
                )
            )
    return told


def _other_days(entry: Entry) -> list[tuple[str, str]]:
    """Other days that the measures name, with the words of the document."""
    found = {one["deadline"]: one["due_text"] for one in entry["measures"] if one["deadline"]}
    return [(day, words) for day, words in found.items() if day and day != entry["due"]["on"]]


def _standards(draft: Draft) -> Mapping[int, str]:
    versions = StandardVersion.objects.filter(
        standard__office=draft.office_id, standard__is_retired=False
    ).select_related("standard")
    latest = {one.standard_id: one for one in versions.order_by("number")}
    return {one.pk: f"{one.standard.name} v{one.number}" for one in latest.values()}
