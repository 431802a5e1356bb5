"""From confirmed entries to items of a ledger: each once, and all that are asked for or none."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from guatu.accounts.models import Person
from guatu.accounts.queries import Acting, working_calendar
from guatu.ledgers.actions import adding, dispatching, sign_offs
from guatu.ledgers.actions.adding import NewDuty, NewItem, NewMeasure
from guatu.ledgers.errors import Incomplete
from guatu.ledgers.intake import saving
from guatu.ledgers.intake.doubting import past
from guatu.ledgers.intake.entries import DutyEntry, Entries, Entry, counted, day, find, refuse_incomplete
from guatu.ledgers.intake.errors import (
    AlreadyEntered,
    DeadlinesPast,
    DraftChanged,
    NothingChosen,
    ReplacedByNewer,
)
from guatu.ledgers.models import Assignment, Directive, Draft, Item, Ledger, SignOff, StandardVersion

_SETTLED = ("entered", "dropped")


@transaction.atomic
def enter(
    *,
    draft: Draft,
    revision: int,
    ledger: Ledger,
    by: Acting,
    at: datetime,
    on: date,
    only: Collection[int] | None = None,
    even_past: bool = True,
) -> list[Item]:
    """Enter the confirmed entries, or only some of them, as draft items of a ledger; each only once.

    The draft is done when nothing is left in it to decide. Without `even_past`, which is for what goes out at
    once, an entry that should have been done already is refused.
    """
    locked = saving.locked_for(draft, by)
    if locked.revision != revision:
        raise DraftChanged(draft=locked, who="别人", yours=None)
    if newer := Directive.objects.filter(replaces=locked.directive_id).first():
        raise ReplacedByNewer(title=str(locked.directive), newer=newer.title)
    chosen = _chosen(locked.entries, only)
    if not even_past and (late := [entry["title"] for entry in chosen if past(entry, on)]):
        raise DeadlinesPast(titles=late)
    new = [_new_item(entry, locked.directive) for entry in chosen]
    items = adding.add(ledger=ledger, items=new, by=by, at=at, on=on)
    locked.entries = _entered(locked.entries, chosen, items)
    if all(entry["status"] in _SETTLED for entry in locked.entries):
        locked.state = Draft.State.DONE
    locked.before = None  # an undo would let the same entry in again
    locked.ledger = ledger
    locked.revision += 1
    locked.saved_at, locked.saved_by_id = at, by.person_id
    locked.save()
    return items


@transaction.atomic
def dispatch(
    *,
    draft: Draft,
    revision: int,
    ledger: Ledger,
    by: Acting,
    at: datetime,
    on: date,
    only: Collection[int] | None = None,
    even_past: bool = False,
) -> list[Item]:
    """Enter them and hand them to their units (交办), all or none.

    What should have been done already goes out only where somebody has said so (`even_past`).
    """
    items = enter(
        draft=draft, revision=revision, ledger=ledger, by=by, at=at, on=on, only=only, even_past=even_past
    )
    return dispatching.dispatch(pks=[item.pk for item in items], even_past=even_past, by=by, at=at, on=on)


@transaction.atomic
def send_for_sign_off(
    *,
    draft: Draft,
    revision: int,
    ledger: Ledger,
    leader: Person,
    by: Acting,
    at: datetime,
    on: date,
    only: Collection[int] | None = None,
    even_past: bool = False,
) -> SignOff:
    """Enter them and send the list to a leader (审签) before it is dispatched; `even_past` as there."""
    items = enter(
        draft=draft, revision=revision, ledger=ledger, by=by, at=at, on=on, only=only, even_past=even_past
    )
    return sign_offs.ask(pks=[item.pk for item in items], leader=leader, by=by, at=at, on=on)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One entry on the sheet of a unit: what it owes and by when; deadline empty where there is no day."""

    entry: int
    title: str
    problem: str
    duty: str
    measures: tuple[str, ...]
    deadline: date | None
    due_words: str
    shares: tuple[str, ...]
    """How much of each figure falls to it: 6 处."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """交办单: what one unit is to get, and by which day it must sign."""

    unit_id: int
    unit: str
    sign_by: date
    lines: tuple[SheetLine, ...]


def preview(*, draft: Draft, on: date, only: Collection[int] | None = None) -> list[Sheet]:
    """The sheets as they would go out, unit by unit, those with most to do first; nothing is written."""
    if draft.office is None:
        return []
    sign_by = working_calendar().add(on, draft.office.sign_within)
    lines: dict[tuple[int, str], list[SheetLine]] = {}
    for entry in _chosen(draft.entries, only):
        for key, line in _lines(entry):
            lines.setdefault(key, []).append(line)
    sheets = [Sheet(unit_id, unit, sign_by, tuple(those)) for (unit_id, unit), those in lines.items()]
    return sorted(sheets, key=lambda sheet: (-len(sheet.lines), sheet.unit))


def _lines(entry: Entry) -> Iterable[tuple[tuple[int, str], SheetLine]]:
    """For each unit one line, with the heaviest of its duties and the measures it owes."""
    units: dict[tuple[int, str], list[int]] = {}
    for at, duty in enumerate(entry["duties"]):
        if duty["unit_id"] is not None:
            units.setdefault((duty["unit_id"], duty["unit"]), []).append(at)
    for key, places in units.items():
        duties = [entry["duties"][at] for at in places]
        owed = {one["measure"] for one in duties}
        measures = [one for at, one in enumerate(entry["measures"]) if None in owed or at in owed]
        days = [one["deadline"] or entry["due"]["on"] for one in measures] or [entry["due"]["on"]]
        yield (
            key,
            SheetLine(
                entry=entry["id"],
                title=entry["title"],
                problem=entry["problem"],
                duty=_heaviest(one["duty"] for one in duties),
                measures=tuple(one["text"] for one in measures),
                deadline=day(max((one for one in days if one), default=None)),
                due_words=entry["due"]["text"],
                shares=tuple(_share(entry, one) for one in duties if one.get("share")),
            ),
        )


def _share(entry: Entry, duty: DutyEntry) -> str:
    place = counted(entry, duty)
    unit = entry["measures"][place]["quantity_unit"] if place is not None else ""
    return f"{duty.get('share')} {unit}".rstrip()


def _heaviest(duties: Iterable[str]) -> str:
    order = list(Assignment.Duty.values)
    return str(Assignment.Duty(min(duties, key=order.index)).label)


def _chosen(entries: Sequence[Entry], only: Collection[int] | None) -> Entries:
    """The confirmed ones; one that was named and is not confirmed is refused."""
    if only is None:
        chosen = [entry for entry in entries if entry["status"] == "confirmed"]
    else:
        chosen = [find(entries, pk) for pk in only]
    for entry in chosen:
        if entry["status"] == "entered":
            raise AlreadyEntered(title=entry["title"], number="")
        if entry["status"] != "confirmed":
            raise Incomplete(field="entries", what=f"已确认的条目（“{entry['title']}”还没有确认）")
        refuse_incomplete(entry)
    if not chosen:
        raise NothingChosen
    return chosen


def _entered(entries: Sequence[Entry], chosen: Entries, items: Sequence[Item]) -> Entries:
    numbers = {entry["id"]: item.pk for entry, item in zip(chosen, items, strict=True)}
    made = deepcopy(list(entries))
    for entry in made:
        if entry["id"] in numbers:
            entry["status"], entry["item"] = "entered", numbers[entry["id"]]
    return made


def _new_item(entry: Entry, directive: Directive | None) -> NewItem:
    due, standard, span = entry["due"], entry["standard"], entry["span"]
    return NewItem(
        title=entry["title"],
        kind=entry["kind"],
        problem=entry["problem"],
        goal=entry["goal"],
        category=entry["category"],
        lead_leader=entry["lead_leader"],
        sponsor_leader=entry["sponsor_leader"],
        standard=StandardVersion.objects.get(pk=standard["version"]) if standard else None,
        directive=directive,
        source=(span[0], span[1]) if span else None,
        due_kind=due["kind"],
        due_text=due["text"],
        deadline=day(due["on"]),
        measures=[
            NewMeasure(
                text=one["text"],
                deadline=day(one["deadline"]),
                target=Decimal(one["target"]) if one["target"] else None,
                quantity_unit=one["quantity_unit"],
            )
            for one in entry["measures"]
        ],
        duties=_new_duties(entry),
    )


def _new_duties(entry: Entry) -> list[NewDuty]:
    """The duties as an item has them: a share is of a measure, so who owes the whole owes each measure."""
    made: dict[tuple[int | None, int], NewDuty] = {}
    for duty in entry["duties"]:
        for one in _rows_of(entry, duty):
            known = made.get((one.measure, one.unit_id))
            if known is None or (one.target_share and not known.target_share):
                made[one.measure, one.unit_id] = one
    return list(made.values())


def _rows_of(entry: Entry, duty: DutyEntry) -> Iterator[NewDuty]:
    unit_id, code, place = duty["unit_id"], duty["duty"], counted(entry, duty)
    if unit_id is None:
        return
    share = Decimal(duty.get("share") or 0) or None
    if share is None or place is None or duty["measure"] is not None:
        yield NewDuty(unit_id=unit_id, duty=code, measure=duty["measure"], target_share=share)
    elif code == "lead":
        yield NewDuty(unit_id=unit_id, duty=code)
        yield NewDuty(unit_id=unit_id, duty="responsible", measure=place, target_share=share)
    else:
        for at in range(len(entry["measures"])):
            yield NewDuty(unit_id=unit_id, duty=code, measure=at, target_share=share if at == place else None)
