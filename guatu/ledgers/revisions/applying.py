"""Doing what somebody has ticked: all of it in one transaction, each by the action that does it anyway.

Ticks are checked against the comparison as it stands now, with the items locked. What is so already is passed
over; what is no longer as it was shown refuses all of it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypedDict

from django.db import transaction

from guatu.accounts.models import Unit
from guatu.accounts.queries import Acting
from guatu.ledgers import acts, cases
from guatu.ledgers.actions import assignments, deadlines, directives, items, measures
from guatu.ledgers.actions.adding import NewMeasure
from guatu.ledgers.errors import NotYours, WrongChoice
from guatu.ledgers.events import Event
from guatu.ledgers.intake import accepting, editing
from guatu.ledgers.intake.entries import day
from guatu.ledgers.models import Directive, Draft, Item, Ledger, Measure
from guatu.ledgers.permissions import role_in_office
from guatu.ledgers.revisions import comparing, naming, sides
from guatu.ledgers.revisions.comparing import Comparison
from guatu.ledgers.revisions.edits import Edit, goal_of, item_of
from guatu.ledgers.revisions.errors import ComparisonStale, NothingTicked


class _When(TypedDict):
    by: Acting
    at: datetime
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was done: the items that were brought up to the newer version, and those that are new."""

    changed: Sequence[Item]
    entered: Sequence[Item]
    passed_over: int
    """Ticks of what was so already."""


@transaction.atomic
def apply(
    *,
    directive: Directive,
    ticked: Collection[str],
    by: Acting,
    at: datetime,
    on: date,
    ledger: Ledger | None = None,
    reason: str = "",
) -> Done:
    """Bring items up to the newer version, as far as was ticked; new entries become drafts of `ledger`."""
    locked = Directive.objects.select_for_update(of=("self",)).select_related("office", "file")
    newer = locked.get(pk=directive.pk)
    if role_in_office(by, "coordinator", newer.office_id) is None:
        raise NotYours(deed=str(Event.REVISED.label), who=["督办员"])
    if not ticked:
        raise NothingTicked
    cases.load(comparing.compare(newer, by, on=on).items)
    found = comparing.compare(newer, by, on=on)
    chosen, passed_over = _checked(found, ticked)
    doing = _Doing(found, newer, _reason(newer, reason), {"by": by, "at": at, "on": on})
    changed = doing.items([one for one in chosen if one.item is not None])
    entered = doing.enter([one for one in chosen if one.entry is not None], ledger)
    return Done(changed=changed, entered=entered, passed_over=passed_over)


def _reason(newer: Directive, more: str) -> str:
    older = f"，原为{directives.named(newer.replaces)}" if newer.replaces else ""
    said = f"按新版来文{directives.named(newer)}更新{older}"
    return f"{said}。{more.strip()}" if more.strip() else said


def _checked(found: Comparison, ticked: Collection[str]) -> tuple[list[Edit], int]:
    """What is to be done, in the order of the page; refuses what is no longer as it was shown."""
    asked = set(ticked)
    for key in sorted(asked - found.edits.keys()):
        if goal_of(key) not in found.settled:
            raise _stale(key)
    chosen = [one for key, one in found.edits.items() if key in asked]
    return chosen, len(asked) - len(chosen)


def _stale(key: str) -> ComparisonStale:
    pk = item_of(key)
    item = Item.objects.filter(pk=pk).first() if pk else None
    if item is None:
        return ComparisonStale(number="新版草稿", what="条目")
    last = str(Event(item.last_kind).label) if item.last_kind in Event.values else "修改"
    return ComparisonStale(number=item.number, what=last)


@dataclass(slots=True)
class _Doing:
    found: Comparison
    newer: Directive
    reason: str
    when: _When

    def items(self, chosen: Sequence[Edit]) -> list[Item]:
        """Item by item: first that it is restated, then its edits, last what ends it."""
        by_item: dict[int, list[Edit]] = {}
        for one in chosen:
            by_item.setdefault(one.item or 0, []).append(one)
        self._restate(by_item)
        for pk, those in by_item.items():
            self._edit(pk, those)
        for pk, those in by_item.items():
            self._measures(pk, those)
            for one in sorted(those, key=lambda each: _ORDER.get(each.what, 0)):
                if do := _DOING.get(one.what):
                    do(self, pk, one)
        return list(Item.objects.filter(pk__in=by_item).order_by("pk"))

    def _restate(self, by_item: Mapping[int, object]) -> None:
        """Each touched item is also what the newer version says, and its entry there is that item."""
        entered: dict[int, int] = {}
        for line in self.found.lines:
            key = line.pair.new.key if line.pair.new else None
            for one in line.touched:
                if one.item.pk not in by_item:
                    continue
                source = _source(self.found.newer, key)
                how = {"directive": self.newer, "source": source, "reason": self.reason}
                directives.restate(pk=one.item.pk, **how, **self.when)  # type: ignore[arg-type]
                if key is not None:
                    entered.setdefault(key, one.item.pk)
        naming.settle(self.found.newer.draft, entered, by=self.when["by"], at=self.when["at"])

    def _edit(self, pk: int, those: Sequence[Edit]) -> None:
        """All words of an item at once."""
        values: dict[str, object] = {}
        for one in those:
            if one.what in _WORDS:
                values |= one.values
            elif one.what == "due":
                values["due_text"] = one.values["text"]
                if one.event == Event.EDITED:
                    values |= {"deadline": day(one.values["on"]), "due_kind": one.values["kind"]}
        if values:
            items.edit(pk=pk, seen=None, values=values, **self.when)

    def _measures(self, pk: int, those: Sequence[Edit]) -> None:
        """What is said otherwise of each measure, at once."""
        by_measure: dict[int, dict[str, Any]] = {}
        for one in those:
            if one.what in ("measure", "measure_due", "measure_target"):
                by_measure.setdefault(one.place or 0, {}).update(one.values)
        for key, values in by_measure.items():
            row = Measure.objects.get(pk=key)
            measures.change(measure=row, new=_as_new(row, values), **self.when)

    def due(self, pk: int, one: Edit) -> None:
        if one.event == Event.LONG_TERM_SET:
            items.set_long_term(pk=pk, reason=self.reason, **self.when)
        elif one.event == Event.DEADLINE_CHANGED:
            on = date.fromisoformat(one.values["on"])
            paper = self.newer.file
            deadlines.change(pk=pk, new_deadline=on, reason=self.reason, paper=paper, **self.when)

    def measure_new(self, pk: int, one: Edit) -> None:
        measures.add(pk=pk, new=_as_new(None, one.values), **self.when)

    def measure_gone(self, _pk: int, one: Edit) -> None:
        measures.drop(measure=Measure.objects.get(pk=one.place or 0), reason=self.reason, **self.when)

    def lead(self, pk: int, one: Edit) -> None:
        case = acts.load_one(pk)
        taker = Unit.objects.get(pk=one.place or 0)
        if one.event == Event.HANDED_OVER and case.lead is not None:
            giver = case.lead.unit
            assignments.hand_over(pks=[pk], giver=giver, taker=taker, reason=self.reason, **self.when)
        elif case.item.state == Item.State.DRAFT:
            acts.commit([assignments.leading(case, taker, **self.when)])
        else:
            assignments.assign(pk=pk, unit=taker, duty="lead", **self.when)

    def unit_new(self, pk: int, one: Edit) -> None:
        unit = Unit.objects.get(pk=one.place or 0)
        assignments.assign(pk=pk, unit=unit, duty=one.values["duty"], **self.when)

    def unit_gone(self, pk: int, one: Edit) -> None:
        unit = Unit.objects.get(pk=one.place or 0)
        if any(row.unit_id == unit.pk for row in acts.load_one(pk).standing):
            assignments.release(pk=pk, unit=unit, reason=self.reason, **self.when)

    def void(self, pk: int, _one: Edit) -> None:
        items.void(pk=pk, reason=self.reason, **self.when)

    def merge(self, pk: int, one: Edit) -> None:
        items.merge(pk=pk, into=one.place or 0, reason=self.reason, **self.when)

    def enter(self, chosen: Sequence[Edit], ledger: Ledger | None) -> list[Item]:
        """The new entries, and no others, as drafts of a ledger."""
        draft = self.found.newer.draft
        if not chosen or draft is None:
            return []
        if ledger is None:
            raise WrongChoice(field="ledger", label="入哪本台账")
        locked = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        wanted = [one.entry or 0 for one in chosen]
        for pk in wanted:
            locked.entries = editing.confirm(locked.entries, pk)
        locked.revision += 1
        locked.save(update_fields=["entries", "revision"])
        revision = locked.revision
        return accepting.enter(draft=locked, revision=revision, ledger=ledger, only=wanted, **self.when)


def _as_new(row: Measure | None, values: Mapping[str, Any]) -> NewMeasure:
    """A measure as the newer version has it; what was not ticked stays."""
    told: dict[str, Any] = {
        "text": row.text if row else "",
        "deadline": row.deadline if row else None,
        "target": row.target if row else None,
        "quantity_unit": row.quantity_unit if row else "",
    }
    told |= values
    if "deadline" in values:
        told["deadline"] = day(values["deadline"])
    if "target" in values:
        told["target"] = Decimal(values["target"]) if values["target"] else None
    return NewMeasure(**told)


def _source(newer: sides.Side, key: int | None) -> tuple[int, int] | None:
    entry = newer.read.get(key) if key is not None else None
    spans = sides.spans_of(entry) if entry else []
    return (min(one[0] for one in spans), max(one[1] for one in spans)) if spans else None


_WORDS: Final = ("title", "problem", "category", "lead_leader", "sponsor_leader")
_DOING: Final[Mapping[str, Callable[[_Doing, int, Edit], None]]] = {
    "due": _Doing.due,
    "measure_new": _Doing.measure_new,
    "lead": _Doing.lead,
    "unit_new": _Doing.unit_new,
    "measure_gone": _Doing.measure_gone,
    "unit_gone": _Doing.unit_gone,
    "merge": _Doing.merge,
    "void": _Doing.void,
}
_ORDER: Final = {what: at for at, what in enumerate(_DOING)}
