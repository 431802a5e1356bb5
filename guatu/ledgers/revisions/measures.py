"""Measures of a newer version beside those of an item: reworded, timed or counted otherwise, new, gone."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from guatu.ledgers.imports import matching
from guatu.ledgers.intake.entries import Entry, MeasureEntry, day
from guatu.ledgers.models import Measure
from guatu.ledgers.revisions.assigning import assign
from guatu.ledgers.revisions.clauses import plain, unnumbered
from guatu.ledgers.revisions.edits import Edit, State

if TYPE_CHECKING:
    from guatu.ledgers.revisions.proposing import Asked

_ALIKE: Final = 0.5


def edits(asked: "Asked") -> Iterator[Edit]:
    """What the newer version asks of the measures of an item; what the item never had is not its own."""
    older, newer = asked.older["measures"], asked.newer["measures"]
    if [_said(one) for one in older] == [_said(one) for one in newer]:
        return
    before = _matched(_texts(asked.newer), _texts(asked.older))
    now = {
        place: unnumbered(one["text"]) for one, place in zip(newer, before, strict=True) if place is not None
    }
    own = _own(asked, now)
    for at, one in enumerate(newer):
        place = before[at]
        if place is None:
            yield _added(asked, at, one)
        elif (row := own.get(place)) is not None and _said(older[place]) != _said(one):
            yield from _changed(asked, row, older[place], one)
    for place, gone in enumerate(older):
        if place not in before:
            yield from _gone(asked, gone, own.get(place))


def _matched(newer: Sequence[str], older: Sequence[str]) -> list[int | None]:
    """For each measure of the newer version that of the older one which it is: alike, all in all."""
    from rapidfuzz import fuzz  # here: no other page needs it

    scores = {
        (at, place): fuzz.ratio(plain(one), plain(other)) / 100 - 0.001 * abs(at - place)
        for at, one in enumerate(newer)
        for place, other in enumerate(older)
    }
    found = assign({edge: score for edge, score in scores.items() if score >= _ALIKE})
    return [found.get(at) for at in range(len(newer))]


def _gone(asked: "Asked", gone: MeasureEntry, row: Measure | None) -> Iterator[Edit]:
    state: State = "open"
    if row is None:
        dropped = (one for one in _dropped(asked) if plain(unnumbered(one.text)) == _said(gone)[0])
        row, state = next(dropped, None), "done"
    if row is not None:
        yield Edit(
            what="measure_gone", label="取消措施", old=row.text, item=asked.item.pk, place=row.pk, state=state
        )


def _texts(entry: Entry) -> list[str]:
    return [unnumbered(one["text"]) for one in entry["measures"]]


def _own(asked: "Asked", newer: Mapping[int, str]) -> dict[int, Measure]:
    """Place of a measure in the older version → that of the item, by its older words or by its newer ones."""
    found: dict[int, Measure] = {}
    free = list(asked.standing.case.measures)
    for said in (dict(enumerate(_texts(asked.older))), newer):
        wanted = [at for at in said if at not in found]
        places = matching.measures([said[at] for at in wanted], [unnumbered(one.text) for one in free])
        found |= {at: free[place] for at, place in zip(wanted, places, strict=True) if place is not None}
        free = [one for one in free if one not in found.values()]
    return found


def _dropped(asked: "Asked") -> list[Measure]:
    """What is to be done no more, of the item."""
    return list(Measure.objects.filter(item=asked.item, is_dropped=True).order_by("position"))


def _said(one: MeasureEntry) -> tuple[Any, ...]:
    return plain(unnumbered(one["text"])), one["deadline"], one["target"], one["quantity_unit"]


def _changed(asked: "Asked", row: Measure, old: MeasureEntry, new: MeasureEntry) -> Iterator[Edit]:
    """One edit for each thing that is said otherwise of a measure."""
    if plain(unnumbered(old["text"])) != plain(unnumbered(new["text"])):
        yield Edit(
            what="measure",
            label="措施",
            old=row.text,
            new=new["text"],
            item=asked.item.pk,
            place=row.pk,
            state="done" if plain(row.text) == plain(new["text"]) else "open",
            values={"text": new["text"]},
        )
    if old["deadline"] != new["deadline"]:
        yield Edit(
            what="measure_due",
            label="措施时限",
            old=row.deadline.isoformat() if row.deadline else "同事项时限",
            new=new["deadline"] or "同事项时限",
            item=asked.item.pk,
            place=row.pk,
            state="done" if row.deadline == day(new["deadline"]) else "open",
            note=_short(row.text),
            values={"deadline": new["deadline"]},
        )
    if (old["target"], old["quantity_unit"]) != (new["target"], new["quantity_unit"]):
        yield _target(asked, row, new)


def _target(asked: "Asked", row: Measure, new: MeasureEntry) -> Edit:
    wanted = Decimal(new["target"]) if new["target"] else None
    is_so = row.target == wanted and row.quantity_unit == new["quantity_unit"]
    return Edit(
        what="measure_target",
        label="目标数",
        old=_figure(row.target, row.quantity_unit),
        new=_figure(wanted, new["quantity_unit"]),
        item=asked.item.pk,
        place=row.pk,
        state="done" if is_so else "open",
        note=_short(row.text),
        values={"target": new["target"], "quantity_unit": new["quantity_unit"]},
    )


def _added(asked: "Asked", at: int, one: MeasureEntry) -> Edit:
    texts: Sequence[str] = [plain(row.text) for row in asked.standing.case.measures]
    return Edit(
        what="measure_new",
        label="增加措施",
        new=one["text"],
        item=asked.item.pk,
        state="done" if plain(one["text"]) in texts else "open",
        values={name: one[name] for name in ("text", "deadline", "target", "quantity_unit")},
    )


def _figure(value: Decimal | None, unit: str) -> str:
    return f"{value.normalize():f} {unit}".rstrip() if value is not None else "没有"


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:30]}…"
