"""From what the reader found to the entries of a draft: units matched, deadlines settled, doubts said.

Runs where the reader runs; what it makes is plain values.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from guatu.accounts.queries import UnitBook
from guatu.ledgers.intake import doubting
from guatu.ledgers.intake.allotting import allot, named
from guatu.ledgers.intake.entries import (
    DueEntry,
    Entries,
    Entry,
    FigureEntry,
    LeaderEntry,
    MeasureEntry,
    StandardEntry,
    line,
)
from guatu.ledgers.models import Item, StandardVersion
from guatu.reading import Draft
from guatu.reading.draft import Due, Kind, Leader, Metric
from guatu.reading.writing.rows import Matter, Places, matters

_CATEGORY: Final = 60
_LEADER: Final = 80
_DUE_TEXT: Final = 80
_UNIT: Final = 20
_LARGEST: Final = Decimal(10) ** 12
_AT_ONCE: Final = ("立行立改", "立即", "即知即改", "马上")
_KINDS: Final[dict[Kind, str]] = {
    "rectification_report": Item.Kind.RECTIFICATION.value,
    "rectification_plan": Item.Kind.RECTIFICATION.value,
    "bulletin": Item.Kind.FINDING.value,
    "instruction": Item.Kind.INSTRUCTION.value,
}


@dataclass(frozen=True, slots=True)
class Background:
    """What the office knows that a document does not say: its units and its close-out standards."""

    book: UnitBook
    standards: Sequence[StandardVersion] = ()


def compose(draft: Draft, background: Background) -> Entries:
    """The entries in the order of the document."""
    places = Places(draft.paragraphs)
    return [_entry(matter, draft, places, background) for matter in matters(draft)]


def _entry(matter: Matter, draft: Draft, places: Places, background: Background) -> Entry:
    item = matter.item
    due = _due(matter)
    title = line(matter.title)
    leaders = [_leader(one) for one in _leaders(matter)]
    entry = Entry(
        id=matter.number,
        number=item.no or "",
        kind=_KINDS.get(draft.document.kind, Item.Kind.TASK.value),
        title=title,
        problem=item.problem or "",
        goal="",
        category=line(matter.heading, _CATEGORY),
        lead_leader=_named(leaders, "lead"),
        sponsor_leader=_named(leaders, "sponsor"),
        leaders=leaders,
        measures=[_measure(matter, at, due, places) for at in range(len(item.measures))],
        duties=allot(matter, background.book),
        due=due,
        standard=_standard(f"{title}{matter.heading}", background.standards),
        span=list(item.span),
        sources=[list(item.span)],
        problem_span=_problem_span(matter, draft.text),
        place=matter.place,
        paragraph=places.index(item.span[0]) + 1 if draft.paragraphs else None,
        confidence=item.confidence,
        read_confidence=item.confidence,
        fields={},
        touched=[],
        doubts=[],
        status="unchecked",
        item=None,
    )
    return doubting.judged(entry)


def _measure(matter: Matter, at: int, due: DueEntry, places: Places) -> MeasureEntry:
    measure = matter.item.measures[at]
    on = measure.due.on.isoformat() if measure.due and measure.due.on else None
    target = next((one for one in measure.metrics if _is_target(one)), None)
    return MeasureEntry(
        text=measure.text,
        deadline=on if on != due["on"] else None,
        due_text=measure.due.text if measure.due else "",
        target=_figure(target.value) if target else None,
        quantity_unit=target.unit[:_UNIT] if target else "",
        figures=[_metric(one) for one in measure.metrics],
        done=measure.done,
        span=list(measure.span),
        due_span=list(measure.due.span) if measure.due else None,
        confidence=measure.confidence,
        due_kind=_kind_of(measure.due).value if measure.due and on is None else "",
        named=named(matter, at),
        paragraph=places.index(measure.span[0]) + 1 if matter.place else None,
    )


def _is_target(metric: Metric) -> bool:
    """A number of things that units can share; a rate is no such number."""
    return metric.role == "target" and 0 < Decimal(str(metric.value)) < _LARGEST and "%" not in metric.unit


def _metric(metric: Metric) -> FigureEntry:
    return FigureEntry(
        name=metric.name,
        value=_figure(metric.value),
        unit=metric.unit,
        role=metric.role,
        span=list(metric.span),
    )


def _figure(value: float) -> str:
    """The figure with what an item can keep of it: four decimals."""
    return format(round(Decimal(str(value)), 4).normalize(), "f")


def _due(matter: Matter) -> DueEntry:
    """The day by which all is to be done; without one, the first words that say how else it is timed."""
    found = [row.due for row in matter.rows if row.due] or ([matter.item.due] if matter.item.due else [])
    dated = [(due.on, due) for due in found if due.on]
    if dated:
        on, due = max(dated, key=lambda pair: pair[0])
        return _due_entry(Item.DueKind.DATED, due, on.isoformat())
    for due in found:
        if (kind := _kind_of(due)) != Item.DueKind.UNDATED:
            return _due_entry(kind, due, None)
    if found:
        return _due_entry(Item.DueKind.UNDATED, found[0], None)
    return DueEntry(kind=Item.DueKind.UNDATED.value, text="", on=None, span=None)


def _due_entry(kind: Item.DueKind, due: Due, on: str | None) -> DueEntry:
    return DueEntry(kind=kind.value, text=due.text[:_DUE_TEXT], on=on, span=list(due.span))


def _kind_of(due: Due) -> Item.DueKind:
    if due.value == "recurring:ongoing":
        return Item.DueKind.LONG_TERM
    if (due.value or "").startswith("recurring:"):
        return Item.DueKind.RECURRING
    return Item.DueKind.IMMEDIATE if due.text.startswith(_AT_ONCE) else Item.DueKind.UNDATED


def _leaders(matter: Matter) -> Iterable[Leader]:
    """Each name once, though every measure may repeat it."""
    named = {(one.name_or_post, one.role): one for row in matter.rows for one in row.leaders}
    return named.values()


def _leader(leader: Leader) -> LeaderEntry:
    return LeaderEntry(name=leader.name_or_post, role=leader.role, span=list(leader.span))


def _named(leaders: Iterable[LeaderEntry], role: str) -> str:
    return line("、".join(one["name"] for one in leaders if one["role"] == role), _LEADER)


def _problem_span(matter: Matter, text: str) -> list[int] | None:
    problem, (start, end) = matter.item.problem, matter.item.span
    at = text.find(problem, start, end) if problem else -1
    return [at, at + len(problem)] if problem and at >= 0 else None


def _standard(words: str, standards: Iterable[StandardVersion]) -> StandardEntry | None:
    """The standard whose name has most in common with title and heading, where it is more than half."""
    best: tuple[float, StandardVersion, str] | None = None
    for one in standards:
        pairs = _pairs(one.standard.name)
        common = [pair for pair in pairs if pair in words]
        share = len(common) / len(pairs) if pairs else 0.0
        if share >= 0.5 and (best is None or share > best[0]):
            best = share, one, "、".join(common)
    if best is None:
        return None
    _, version, common_words = best
    reason = f"问题里提到“{common_words}”"
    return StandardEntry(version=version.pk, name=version.standard.name, reason=reason)


def _pairs(name: str) -> list[str]:
    return [name[at : at + 2] for at in range(len(name) - 1)]
