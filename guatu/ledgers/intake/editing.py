"""What people do to a draft: pure functions from entries to entries; nothing given is changed.

Each takes the id of an entry. An entry that is an item already is not touched; one that was confirmed and
then lacks something is to be checked again.
"""

from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final, cast

from guatu.ledgers.errors import WrongDay, WrongFigure, WrongUnit
from guatu.ledgers.intake import doubting
from guatu.ledgers.intake.entries import (
    DutyCode,
    DutyEntry,
    Entries,
    Entry,
    MeasureEntry,
    StandardEntry,
    Status,
    counted,
    find,
    is_sure,
    lack,
    next_id,
    open_to_change,
    refuse_incomplete,
)
from guatu.ledgers.intake.errors import NoSuchEntry
from guatu.ledgers.models import Assignment, Item

Change = Callable[[Sequence[Entry]], Entries]
"""What `saving.save` applies to the entries that stand."""
_WORDS: Final = ("title", "problem", "goal", "category", "lead_leader", "sponsor_leader")
_OF_MEASURE: Final = ("text", "deadline", "target", "quantity_unit")


def changed(entries: Sequence[Entry], pk: int, change: Callable[[Entry], None], *touched: str) -> Entries:
    """The entries with one of them changed; `touched` are the fields that a person has set by it."""
    made = deepcopy(list(entries))
    entry = open_to_change(made, pk)
    change(entry)
    entry["touched"] = sorted({*entry["touched"], *touched})
    return [settled(one) if one is entry else one for one in made]


def settled(entry: Entry) -> Entry:
    """With confidence and doubts counted anew; no longer confirmed where something is missing."""
    entry = doubting.judged(entry)
    if entry["status"] == "confirmed" and lack(entry):
        entry["status"] = "unchecked"
    return entry


# ---------------------------------------------------------------- words and days


def edit(entries: Sequence[Entry], pk: int, **values: str) -> Entries:
    """Other words: title, problem, goal, category, leaders."""
    if unknown := values.keys() - set(_WORDS):
        raise NoSuchEntry(f"字段（{'、'.join(sorted(unknown))}）")

    def change(entry: Entry) -> None:
        cast("dict[str, Any]", entry).update({name: value.strip() for name, value in values.items()})

    return changed(entries, pk, change, *values)


def set_kind(entries: Sequence[Entry], pk: int, kind: str) -> Entries:
    """Another kind of item."""
    if kind not in Item.Kind.values:
        raise NoSuchEntry("事项类别")
    return changed(entries, pk, lambda entry: entry.update({"kind": kind}))


def set_due(entries: Sequence[Entry], pk: int, *, on: date | None, kind: str = "") -> Entries:
    """By when: a day, or the word that there is none (立行立改, 定期, 长期坚持)."""
    kind = Item.DueKind.DATED.value if on else kind or Item.DueKind.UNDATED.value
    if kind not in Item.DueKind.values or (kind == Item.DueKind.DATED and on is None):
        raise WrongDay(field="due", why="请填写日期，或选择立行立改、定期、长期坚持")

    def change(entry: Entry) -> None:
        entry["due"] = {**entry["due"], "kind": kind, "on": on.isoformat() if on else None}

    return changed(entries, pk, change, "due")


def set_standard(entries: Sequence[Entry], pk: int, standard: StandardEntry | None) -> Entries:
    """Another close-out standard, or none."""
    return changed(entries, pk, lambda entry: entry.update({"standard": standard}))


def keep_whole(entries: Sequence[Entry], pk: int) -> Entries:
    """A person has seen that it might be split, and leaves it whole."""
    return changed(entries, pk, lambda _: None, "split")


# ---------------------------------------------------------------- measures


def add_measure(entries: Sequence[Entry], pk: int, text: str) -> Entries:
    """One more measure at the end."""
    return changed(entries, pk, lambda entry: entry["measures"].append(new_measure(text)), "measures")


def edit_measure(entries: Sequence[Entry], pk: int, at: int, **values: str) -> Entries:
    """Other words, day or figure of a measure; an empty text clears the day or the figure."""
    if unknown := values.keys() - set(_OF_MEASURE):
        raise NoSuchEntry(f"字段（{'、'.join(sorted(unknown))}）")
    clean: dict[str, str | None] = {name: value.strip() for name, value in values.items()}
    if "deadline" in clean:
        clean["deadline"] = _day(clean["deadline"] or "")
    if "target" in clean:
        clean["target"] = _figure(clean["target"] or "", field="target", name="目标数")

    def change(entry: Entry) -> None:
        measure = _measure_at(entry, at)
        cast("dict[str, Any]", measure).update(clean, confidence=1.0)

    return changed(entries, pk, change)


def drop_measure(entries: Sequence[Entry], pk: int, at: int) -> Entries:
    """Without a measure; who owed it alone goes with it."""

    def change(entry: Entry) -> None:
        _measure_at(entry, at)
        del entry["measures"][at]
        entry["duties"] = [moved(one, at) for one in entry["duties"] if one["measure"] != at]

    return changed(entries, pk, change, "measures")


def moved(duty: DutyEntry, gone: int) -> DutyEntry:
    """A duty after a measure before it has gone."""
    place = duty["measure"]
    return {**duty, "measure": place - 1 if place is not None and place > gone else place}


def new_measure(text: str) -> MeasureEntry:
    """A measure that a person has written."""
    return MeasureEntry(
        text=text.strip(),
        deadline=None,
        due_text="",
        target=None,
        quantity_unit="",
        figures=[],
        done=None,
        span=None,
        due_span=None,
        confidence=1.0,
        named=[],
    )


# ---------------------------------------------------------------- units


def assign(entries: Sequence[Entry], pk: int, at: int, units: Sequence[tuple[int, str]]) -> Entries:
    """Say which unit a written name means, or which units a collective name stands for."""

    def change(entry: Entry) -> None:
        if not 0 <= at < len(entry["duties"]):
            raise NoSuchEntry("单位")
        duty = entry["duties"][at]
        chosen = [_chosen(duty, unit_id, name) for unit_id, name in units]
        if chosen and duty["duty"] == "lead" and duty["measure"] is None:
            chosen[1:] = [{**one, "duty": "responsible"} for one in chosen[1:]]
        entry["duties"] = without_twice([*entry["duties"][:at], *chosen, *entry["duties"][at + 1 :]])

    return changed(entries, pk, change)


def add_unit(
    entries: Sequence[Entry], pk: int, *, unit_id: int, unit: str, duty: DutyCode, measure: int | None = None
) -> Entries:
    """One more unit; a new lead makes the former one responsible."""

    def change(entry: Entry) -> None:
        if measure is not None:
            _measure_at(entry, measure)
        if any((one["unit_id"], one["measure"]) == (unit_id, measure) for one in entry["duties"]):
            raise WrongUnit(field="units", why=f"{unit}已经在这一条里，改它的职责即可")
        if duty == "lead" and measure is None:
            _step_down(entry)
        entry["duties"].append(new_duty(unit_id, unit, duty, measure))

    return changed(entries, pk, change)


def set_duty(entries: Sequence[Entry], pk: int, at: int, duty: DutyCode) -> Entries:
    """Another duty of a unit; a new lead makes the former one responsible."""
    if duty not in Assignment.Duty.values:
        raise NoSuchEntry("职责")

    def change(entry: Entry) -> None:
        if not 0 <= at < len(entry["duties"]):
            raise NoSuchEntry("单位")
        if duty == "lead" and entry["duties"][at]["measure"] is None:
            _step_down(entry)
        entry["duties"][at] = {**entry["duties"][at], "duty": duty, "confidence": 1.0}

    return changed(entries, pk, change)


def set_share(entries: Sequence[Entry], pk: int, at: int, share: str) -> Entries:
    """How much of a measure's figure falls to a unit; empty for no share."""
    figure = _figure(share.strip(), field="share", name="分配数")

    def change(entry: Entry) -> None:
        if not 0 <= at < len(entry["duties"]):
            raise NoSuchEntry("单位")
        duty = entry["duties"][at]
        if figure and counted(entry, duty) is None:
            raise WrongFigure(field="share", why="先有一条带目标数的措施，才能把它分给单位")
        duty["share"] = figure

    return changed(entries, pk, change)


def drop_unit(entries: Sequence[Entry], pk: int, at: int) -> Entries:
    """Without a unit."""

    def change(entry: Entry) -> None:
        if not 0 <= at < len(entry["duties"]):
            raise NoSuchEntry("单位")
        del entry["duties"][at]

    return changed(entries, pk, change)


def new_duty(unit_id: int, unit: str, duty: DutyCode, measure: int | None) -> DutyEntry:
    """A duty that a person has given."""
    return DutyEntry(
        written=unit,
        unit_id=unit_id,
        unit=unit,
        duty=duty,
        measure=measure,
        reason="人工选定",
        alternatives=[],
        span=None,
        confidence=1.0,
    )


def without_twice(duties: Iterable[DutyEntry]) -> list[DutyEntry]:
    """Each unit once in each place, with the first duty that it has there."""
    kept: dict[tuple[object, int | None], DutyEntry] = {}
    for duty in duties:
        kept.setdefault((duty["unit_id"] or duty["written"], duty["measure"]), duty)
    return list(kept.values())


def _chosen(duty: DutyEntry, unit_id: int, unit: str) -> DutyEntry:
    known = next((one["reason"] for one in duty["alternatives"] if one["unit_id"] == unit_id), "")
    reason = f"人工选定（{known}）" if known else "人工选定"
    return {**duty, "unit_id": unit_id, "unit": unit, "reason": reason, "confidence": 1.0}


def _step_down(entry: Entry) -> None:
    entry["duties"] = [
        {**one, "duty": "responsible"} if one["duty"] == "lead" and one["measure"] is None else one
        for one in entry["duties"]
    ]


# ---------------------------------------------------------------- status and order


def confirm(entries: Sequence[Entry], pk: int) -> Entries:
    """A person has checked it; refused where something is missing."""
    refuse_incomplete(open_to_change(entries, pk))
    return _with_status(entries, pk, "confirmed")


def confirm_all_sure(entries: Sequence[Entry], *, on: date) -> Entries:
    """Confirm all that the reader is sure of, whose time has not gone by, and nobody has put aside."""
    made = deepcopy(list(entries))
    for entry, seen in zip(made, doubting.seen_on(entries, on), strict=True):
        if entry["status"] == "unchecked" and is_sure(seen):
            entry["status"] = "confirmed"
    return made


def drop(entries: Sequence[Entry], pk: int) -> Entries:
    """It shall not become an item."""
    return _with_status(entries, pk, "dropped")


def put_off(entries: Sequence[Entry], pk: int) -> Entries:
    """It is left for later."""
    return _with_status(entries, pk, "later")


def restore(entries: Sequence[Entry], pk: int) -> Entries:
    """Dropped, put off or confirmed: it is to be checked again."""
    return _with_status(entries, pk, "unchecked")


def move(entries: Sequence[Entry], pk: int, to: int) -> Entries:
    """To another place in the list, counted from 0."""
    made = deepcopy(list(entries))
    entry = find(made, pk)
    made.remove(entry)
    made.insert(max(0, to), entry)
    return made


def add(entries: Sequence[Entry], *, title: str, after: int | None = None) -> Entries:
    """An entry that the document does not have, or the reader did not find; at the end, or after another."""
    made = deepcopy(list(entries))
    place = made.index(find(made, after)) + 1 if after is not None else len(made)
    made.insert(place, settled(_blank(next_id(made), title.strip())))
    return made


def _with_status(entries: Sequence[Entry], pk: int, status: Status) -> Entries:
    return changed(entries, pk, lambda entry: entry.update({"status": status}))


def _blank(pk: int, title: str) -> Entry:
    return Entry(
        id=pk,
        number="",
        kind=Item.Kind.TASK.value,
        title=title,
        problem="",
        goal="",
        category="",
        lead_leader="",
        sponsor_leader="",
        leaders=[],
        measures=[],
        duties=[],
        due={"kind": Item.DueKind.UNDATED.value, "text": "", "on": None, "span": None},
        standard=None,
        span=None,
        sources=[],
        problem_span=None,
        place="人工添加",
        paragraph=None,
        confidence=1.0,
        read_confidence=1.0,
        fields={},
        touched=["measures", "problem", "title"],
        doubts=[],
        status="unchecked",
        item=None,
    )


def _measure_at(entry: Entry, at: int) -> MeasureEntry:
    if not 0 <= at < len(entry["measures"]):
        raise NoSuchEntry("措施")
    return entry["measures"][at]


def _day(value: str) -> str | None:
    try:
        return date.fromisoformat(value).isoformat() if value else None
    except ValueError:
        raise WrongDay(field="deadline", why=f"“{value}”不是日期，应写作 2026-09-18") from None


def _figure(value: str, *, field: str, name: str) -> str | None:
    try:
        figure = Decimal(value) if value else None
    except InvalidOperation:
        raise WrongFigure(field=field, why=f"“{value}”不是数字，{name}请只填数字") from None
    if figure is not None and not (figure.is_finite() and figure > 0):
        raise WrongFigure(field=field, why=f"{name}应大于 0；没有{name}请留空")
    return format(figure, "f") if figure is not None else None
