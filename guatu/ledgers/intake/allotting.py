"""Who owes what in an entry: a unit that stands at every measure owes the whole, another its measures."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from guatu.accounts.queries import UnitBook
from guatu.ledgers.intake import matching
from guatu.ledgers.intake.entries import DutyCode, DutyEntry, NamedEntry
from guatu.ledgers.intake.matching import Matched

if TYPE_CHECKING:  # pages split entries by these rules, and import no reader
    from guatu.reading.draft import Span
    from guatu.reading.writing.rows import Matter

_FIRST: Final = 0.5
"""How sure it is that the unit named first leads, where the document does not say who does."""
_GUESSED: Final = "；原文没有写明牵头单位，暂列第一个"
Owed: TypeAlias = Mapping[tuple[str, DutyCode], set[int]]
"""Unit and duty → the measures at which they stand."""


def allot(matter: "Matter", book: UnitBook) -> list[DutyEntry]:
    """The duties of an entry: the lead first, then in the order of the document."""
    owed: dict[tuple[str, DutyCode], set[int]] = {}
    for at, row in enumerate(matter.rows):
        for duty, names in row.units.items():
            for name in names:
                owed.setdefault((name, duty), set()).add(at)
    spans, written = _spans(matter), _written(matter)
    duties = [
        _duty(book, name, duty, measure, spans.get(name), written.get(name, name))
        for name, duty, measure in settle(owed, len(matter.rows))
    ]
    return guessed(duties, owed)


def named(matter: "Matter", at: int) -> list[NamedEntry]:
    """Whom the document names at one measure, each as written there."""
    own = {one.unit: one.span for one in reversed(matter.item.measures[at].duties)}
    spans, written = _spans(matter) | own, _written(matter)
    return [
        NamedEntry(
            written=written.get(name, name), duty=duty, span=list(spans[name]) if name in spans else None
        )
        for duty, names in matter.rows[at].units.items()
        for name in names
    ]


def settle(owed: Owed, measures: int) -> Iterator[tuple[str, DutyCode, int | None]]:
    """Who owes the whole, who a measure; who leads most of it leads it, else the first named."""
    every = set(range(measures))
    leading = [name for name, duty in owed if duty == "lead"]
    answering = [name for name, duty in owed if duty == "responsible"]
    lead = max(leading, key=lambda name: len(owed[name, "lead"]), default=None)
    lead = lead or next((name for name in answering if not matching.is_collective(name)), None)
    if lead is not None:
        yield lead, "lead", None
    for (name, duty), places in owed.items():
        if name == lead and duty in ("lead", "responsible", "cooperating"):
            continue
        if places == every:
            yield name, "responsible" if duty == "lead" else duty, None
        else:
            yield from ((name, duty, at) for at in sorted(places))


def guessed(duties: list[DutyEntry], owed: Owed) -> list[DutyEntry]:
    """The same, where the document does not say who leads, with a doubt about the first of several."""
    if not duties or duties[0]["duty"] != "lead" or any(duty == "lead" for _, duty in owed):
        return duties
    return [_as_first_named(duties[0], sum(1 for _, duty in owed if duty == "responsible")), *duties[1:]]


def as_matched(duty: DutyEntry) -> DutyEntry:
    """A duty without the doubt whether its unit leads."""
    reason = duty["reason"].removesuffix(_GUESSED)
    sure = duty.get("matched", duty["confidence"]) if reason != duty["reason"] else duty["confidence"]
    return {**duty, "reason": reason, "confidence": sure}


def _duty(
    book: UnitBook, name: str, duty: DutyCode, measure: int | None, span: "Span | None", written: str
) -> DutyEntry:
    found = _matched(book, name, written)
    return DutyEntry(
        written=written,
        unit_id=found.unit_id,
        unit=found.unit,
        duty=duty,
        measure=measure,
        reason=found.reason,
        alternatives=list(found.alternatives),
        span=list(span) if span else None,
        confidence=found.confidence,
        matched=found.confidence,
        read_as=duty,
    )


def _matched(book: UnitBook, name: str, written: str) -> Matched:
    """The reader may have seen from the rest of the document which unit a short name means."""
    as_written = matching.match(book, written)
    if name == written or as_written.unit_id is not None:
        return as_written
    as_read = matching.match(book, name)
    return as_read if as_read.unit_id is not None else as_written


def _as_first_named(lead: DutyEntry, answering: int) -> DutyEntry:
    """The document does not say who leads."""
    if answering == 1:
        return lead
    return {**lead, "reason": lead["reason"] + _GUESSED, "confidence": min(_FIRST, lead["confidence"])}


def _spans(matter: "Matter") -> "dict[str, Span]":
    item = matter.item
    duties = [*item.duties, *(duty for measure in item.measures for duty in measure.duties)]
    return {duty.unit: duty.span for duty in reversed(duties)}


def _written(matter: "Matter") -> dict[str, str]:
    pairs: Iterable[tuple[str, str]] = (pair for row in matter.rows for pair in row.written)
    return dict(pairs)
