"""The rows of the list as its table shows them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from guatu.http.requests import past_words
from guatu.ledgers.events import Event
from guatu.ledgers.models import Assignment, Item
from guatu.ledgers.queries.listing import Book
from guatu.ledgers.queries.rows import Row, measure_words, unit_names
from guatu.ledgers.queries.standing import DUES, STANDINGS
from guatu.web import lamps, parts, wording
from guatu.web.views.ledgers.able import able

_STATES: Final[Mapping[str, wording.StateCode]] = {
    "draft": "wait",
    "dispatched": "wait",
    "in_progress": "work",
    "returned": "back",
    "lead_review": "ask",
    "verifying": "check",
    "approving_close": "check",
    "publicity": "check",
    "closed": "done",
    "gone": "done",
}


def state(code: str) -> parts.State:
    """A standing as a word with its mark."""
    return parts.State(_STATES[code], STANDINGS[code])


def due_words(code: str) -> str:
    return DUES[code]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of the table, with its cells ready."""

    pk: int
    number: str
    title: str
    url: str
    preview: str
    lead: str
    unit: str
    units: str
    """All of them, for the hand that rests on the cell."""
    more: int
    due: parts.Due
    pace: parts.Pace | None
    progress: int
    light: parts.Light | None
    state: parts.State
    who: str
    what: str
    when: str
    texts: tuple[str, ...]
    """The cells beside the usual ones, which hold words alone."""
    acts: tuple[parts.Act, ...] = ()
    able: str = ""
    """The codes of all acts that the row is open to, for the bar over the ticked rows."""


def lines(book: Book, rows: Sequence[Row], *, codes: Sequence[str]) -> list[Line]:
    """The rows ready to be shown; units are called by their short names."""
    wanted = {row.item.lead_unit_id for row in rows} | {row.item.last_unit_id for row in rows}
    wanted |= {pk for row in rows for pk in row.units("responsible", "cooperating")}
    names = unit_names(pk for pk in wanted if pk)
    open_to = able(book, rows)
    return [_line(book, row, names, codes, open_to.get(row.item.pk, ())) for row in rows]


def _line(book: Book, row: Row, names: Mapping[int, str], codes: Sequence[str], acts: Sequence[str]) -> Line:
    item, on = row.item, book.on
    units = [names[pk] for pk in row.units("responsible", "cooperating") if pk != item.lead_unit_id]
    is_done = row.standing in ("closed", "gone", "draft")
    return Line(
        pk=item.pk,
        number=item.number,
        title=item.title,
        url=item_url(item.pk, book),
        preview=item_url(item.pk, book, name="item-preview"),
        lead=names.get(item.lead_unit_id or 0, ""),
        unit=units[0] if units else "",
        units="、".join(units),
        more=len(units) - 1,
        due=_due(item, on, is_done=is_done),
        pace=wording.pace(item.progress, item.dispatched_on, item.deadline, on=on, curve=row.curve)
        if _has_pace(row)
        else None,
        progress=item.progress,
        light=row_lamp(row),
        state=state(row.standing),
        who=names.get(item.last_unit_id or 0, ""),
        what=event_label(item.last_kind),
        when=wording.ago(item.last_at, on=on),
        texts=_texts(row, on, codes),
        acts=tuple(_acts(item, acts)),
        able=" ".join(acts),
    )


def row_lamp(row: Row) -> parts.Light | None:
    """The light of a row; one that is owed and shows none lacks a fact."""
    return lamps.lamp(row.light) if row.light else lamps.LACKING if row.due else None


def _has_pace(row: Row) -> bool:
    return row.due in ("overdue", "near", "on_time") and row.item.dispatched_on is not None


def _due(item: Item, on: date, *, is_done: bool) -> parts.Due:
    return wording.due(
        item.deadline,
        on=on,
        first_promise=item.first_promise,
        extensions=item.extensions,
        due_kind=item.due_kind,
        is_done=is_done,
    )


@cache
def event_label(kind: str) -> str:
    """What happened, in words; nothing of a kind that is not known."""
    return str(Event(kind).label) if kind in Event.values else ""


def _texts(row: Row, on: date, codes: Sequence[str]) -> tuple[str, ...]:
    """Words for the columns that hold nothing else, in the order in which they are shown."""
    return tuple(_MAKERS[code](row, on) for code in codes if code in _MAKERS)


def _signed(row: Row, _on: date) -> str:
    owing = [one for one in row.assignments if one.duty != Assignment.Duty.SUPERVISING]
    return f"{sum(1 for one in owing if one.signed_on)} / {len(owing)}" if owing else ""


_MAKERS: Final[Mapping[str, Callable[[Row, date], str]]] = {
    "problem": lambda row, _on: row.item.problem,
    "goal": lambda row, _on: row.item.goal,
    "measures": lambda row, _on: "；".join(f"{one.position}. {measure_words(one)}" for one in row.measures),
    "ledger": lambda row, _on: row.item.ledger.name,
    "due": lambda row, _on: DUES.get(row.due, ""),
    "category": lambda row, _on: row.item.category,
    "phase": lambda row, _on: str(row.item.phase or ""),
    "kind": lambda row, _on: str(row.item.get_kind_display()),
    "importance": lambda row, _on: str(row.item.get_importance_display()),
    "lead_leader": lambda row, _on: row.item.lead_leader,
    "sponsor_leader": lambda row, _on: row.item.sponsor_leader,
    "signed": _signed,
    "first_promise": lambda row, on: wording.short_day(row.item.first_promise, near=on),
    "dispatched_on": lambda row, on: wording.short_day(row.item.dispatched_on, near=on),
    "closed_on": lambda row, on: wording.short_day(row.item.closed_on, near=on),
    "standard": lambda row, _on: row.item.standard.standard.name if row.item.standard else "",
    "directive": lambda row, _on: str(row.item.directive or ""),
}
_QUICK: Final[Mapping[str, tuple[str, str]]] = {
    "dispatch": ("交办", "send"),
    "sign": ("签收", "check"),
    "urge": ("催办", "bell"),
    "deadline": ("调整时限", "calendar"),
}
"""What can be done from a row without ticking it: the act of the bulk bar, its label and icon."""


def _acts(item: Item, codes: Sequence[str]) -> Iterator[parts.Act]:
    for code in codes:
        if code in _QUICK:
            yield parts.Act(*_named(code), f"{_do_url(item.ledger_id, code)}?item={item.pk}")


def _named(code: str) -> tuple[str, str, str]:
    label, icon = _QUICK[code]
    return label, code, icon


@cache
def _do_url(ledger: int, code: str) -> str:
    return reverse("web:ledger-do", args=[ledger, code])


def item_url(pk: int, book: Book, *, name: str = "item") -> str:
    """The page of an item, or its preview, on the same day."""
    url = reverse(f"web:{name}", args=[pk])
    return f"{url}?{urlencode(past_words(book.past))}" if book.past else url
