"""The entries of a draft: plain lists and dictionaries, as they are saved and as a page gets them.

Days are `YYYY-MM-DD`, figures are decimals as text, spans count characters of the repaired text. An entry
keeps its `id` for life; its place in the list is its order.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final, Literal, NotRequired, TypedDict

from guatu.ledgers.intake.errors import AlreadyEntered, EntryIncomplete, NoSuchEntry, RestatesItem
from guatu.ledgers.models import Item

Status = Literal["unchecked", "confirmed", "dropped", "later", "entered"]
DutyCode = Literal["lead", "responsible", "cooperating", "supervising"]
Span = list[int]

STATUSES: Final[dict[Status, str]] = {
    "unchecked": "待核对",
    "confirmed": "已确认",
    "dropped": "不入账",
    "later": "暂缓",
    "entered": "已入账",
}
SURE: Final = 0.9
"""Above this the reader is right at least 95 times in 100."""
DOUBTFUL: Final = 0.6
NO_DAY: Final = (
    Item.DueKind.IMMEDIATE.value,
    Item.DueKind.RECURRING.value,
    Item.DueKind.LONG_TERM.value,
)
"""Kinds of time that need no day."""
OWING: Final = ("lead", "responsible")
"""Duties by which a unit owes what is to be done."""
TITLE: Final = 200


class Suggestion(TypedDict):
    """A unit that a written name may mean, and why."""

    unit_id: int
    unit: str
    reason: str


class DutyEntry(TypedDict):
    """What a unit owes: the whole entry (`measure` None) or one measure by its place."""

    written: str
    unit_id: int | None
    unit: str
    duty: DutyCode
    measure: int | None
    reason: str
    alternatives: list[Suggestion]
    span: Span | None
    confidence: float
    matched: NotRequired[float]
    """How sure the unit is, apart from its duty."""
    read_as: NotRequired[DutyCode]
    """The duty before a person changed it."""
    share: NotRequired[str | None]
    """The unit's part of a measure's figure, as a person has given it."""


class NamedEntry(TypedDict):
    """A unit as the document names it at a measure, or for the whole that the measure belongs to."""

    written: str
    duty: DutyCode
    span: Span | None


class FigureEntry(TypedDict):
    """A quantity as written."""

    name: str
    value: str
    unit: str
    role: str
    span: Span


class MeasureEntry(TypedDict):
    """One thing to be done."""

    text: str
    deadline: str | None
    due_text: str
    target: str | None
    quantity_unit: str
    figures: list[FigureEntry]
    done: bool | None
    span: Span | None
    due_span: Span | None
    confidence: float
    due_kind: NotRequired[str]
    """How it is timed, where its own words name no day: 长期坚持 beside measures with one."""
    named: NotRequired[list[NamedEntry]]
    """Who owes it by the document; drafts of before it was kept have none."""
    paragraph: NotRequired[int | None]


class DueEntry(TypedDict):
    """By when: `kind` is one of `Item.DueKind`, `text` the words of the document."""

    kind: str
    text: str
    on: str | None
    span: Span | None


class LeaderEntry(TypedDict):
    """A leader as named in the document."""

    name: str
    role: Literal["lead", "sponsor"]
    span: Span


class Doubt(TypedDict):
    """Why an entry is to be looked at; `kind` names the way out that a page may offer."""

    kind: Literal["split", "lead", "unit", "due", "problem", "collective", "past"]
    text: str


class StandardEntry(TypedDict):
    """The close-out standard that seems to fit, by the key of its version."""

    version: int
    name: str
    reason: str


class Entry(TypedDict):
    """One item to be."""

    id: int
    number: str
    kind: str
    title: str
    problem: str
    goal: str
    category: str
    lead_leader: str
    sponsor_leader: str
    leaders: list[LeaderEntry]
    measures: list[MeasureEntry]
    duties: list[DutyEntry]
    due: DueEntry
    standard: StandardEntry | None
    span: Span | None
    sources: list[Span]
    """Everything that it was read from: more than one span after a merge."""
    problem_span: Span | None
    place: str
    paragraph: int | None
    confidence: float
    read_confidence: float
    """How sure the reader was of the whole, before units were matched."""
    fields: dict[str, float]
    """Confidence by field: problem, measures, lead, units, due, figures."""
    touched: list[str]
    """Fields that a person has set: nothing is doubtful about them any more."""
    doubts: list[Doubt]
    status: Status
    item: int | None
    """The item that it has become."""
    restates: NotRequired[int]
    """The item of the older version that it says anew: brought up to it, and never entered again."""
    pair: NotRequired[int | None]
    """The entry of the older version that it is, where a person has said so; None is none of them."""


Entries = list[Entry]


def find(entries: Sequence[Entry], pk: int) -> Entry:
    """The entry of this id."""
    for entry in entries:
        if entry["id"] == pk:
            return entry
    raise NoSuchEntry


def open_to_change(entries: Sequence[Entry], pk: int) -> Entry:
    """The same, unless it is an item already."""
    entry = find(entries, pk)
    if entry["status"] == "entered":
        raise AlreadyEntered(title=entry["title"], number="")
    return entry


def next_id(entries: Sequence[Entry]) -> int:
    """An id that no entry has had: those that were dropped stay in the list."""
    return max((entry["id"] for entry in entries), default=0) + 1


def lead_of(entry: Entry) -> DutyEntry | None:
    """Who leads the whole entry."""
    return next((one for one in entry["duties"] if one["duty"] == "lead" and one["measure"] is None), None)


def timed(measure: MeasureEntry, whole: DueEntry) -> tuple[str, str | None]:
    """By when a measure is to be done: its kind of time and its day, those of the whole without its own."""
    if measure["deadline"]:
        return Item.DueKind.DATED.value, measure["deadline"]
    return (measure["due_kind"], None) if measure.get("due_kind") else (whole["kind"], whole["on"])


def counted(entry: Entry, duty: DutyEntry) -> int | None:
    """The measure of whose figure a unit can have a share, by its place; None where that is not clear."""
    if duty["duty"] not in OWING:
        return None
    if duty["measure"] is not None:
        return duty["measure"]
    measures = range(len(entry["measures"]))
    wanted = [at for at in measures if entry["measures"][at]["target"]] if len(measures) > 1 else measures
    return wanted[0] if len(wanted) == 1 else None


def is_sure(entry: Entry) -> bool:
    """May it be confirmed without being looked at, with others?"""
    is_new = not entry.get("restates")
    return is_new and entry["confidence"] > SURE and not entry["doubts"] and lack(entry) is None


def refuse_incomplete(entry: Entry) -> None:
    """Refuse an entry that could not be dispatched."""
    if entry.get("restates"):
        raise RestatesItem(title=entry["title"])
    if found := lack(entry):
        field, what = found
        raise EntryIncomplete(field=field, title=entry["title"] or "未命名", what=what)


def lack(entry: Entry) -> tuple[str, str] | None:
    """The first field that is missing, and what to say of it."""
    if not entry["title"].strip():
        return "title", "没有事项名称"
    if any(not measure["text"].strip() for measure in entry["measures"]):
        return "measures", "有一条措施是空的"
    if lead_of(entry) is None:
        return "lead", "没有牵头单位"
    if unmatched := [one["written"] for one in entry["duties"] if one["unit_id"] is None]:
        return "units", f"有单位没有对上名录（{'、'.join(unmatched)}）"
    due = entry["due"]
    if due["on"] is None and due["kind"] not in NO_DAY:
        return "due", "没有办结时限，也没有注明立行立改、定期或长期坚持"
    return None


def label(entry: Entry, at: int) -> str:
    """The number by which a page calls an entry: that of the document, else its place in the list."""
    return entry["number"] or str(at + 1)


def line(words: str, limit: int = TITLE) -> str:
    """Words as one line that fits its field, a title unless another is named."""
    line = " ".join(words.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def day(value: str | None) -> date | None:
    """A saved day as a day."""
    return date.fromisoformat(value) if value else None
