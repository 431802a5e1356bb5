"""Entering items: by hand, from a draft, or from a table; each gets the next number of its ledger."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from guatu.accounts.queries import Acting
from guatu.history.chains import Actor
from guatu.history.deeds import Deed
from guatu.ledgers import fitting
from guatu.ledgers.cases import OWING
from guatu.ledgers.errors import Incomplete, NotYours, WrongDay, WrongFigure, WrongUnit
from guatu.ledgers.events import Event
from guatu.ledgers.models import Assignment, Directive, Item, Ledger, Measure, Phase, StandardVersion
from guatu.ledgers.permissions import actor, role_in_office


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMeasure:
    """A measure to be entered."""

    text: str
    deadline: date | None = None
    target: Decimal | None = None
    quantity_unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDuty:
    """A unit's duty to be entered; `measure` is the place of a measure in the list, None the whole item."""

    unit_id: int
    duty: str
    measure: int | None = None
    deadline: date | None = None
    target_share: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """An item to be entered; what is empty may be filled in before dispatch."""

    title: str
    kind: str = Item.Kind.RECTIFICATION
    problem: str = ""
    goal: str = ""
    category: str = ""
    importance: str = Item.Importance.ORDINARY
    lead_leader: str = ""
    sponsor_leader: str = ""
    phase: Phase | None = None
    standard: StandardVersion | None = None
    directive: Directive | None = None
    source: tuple[int, int] | None = None
    due_kind: str = Item.DueKind.UNDATED
    due_text: str = ""
    deadline: date | None = None
    measures: Sequence[NewMeasure] = field(default_factory=tuple)
    duties: Sequence[NewDuty] = field(default_factory=tuple)


@transaction.atomic
def add(*, ledger: Ledger, items: Sequence[NewItem], by: Acting, at: datetime, on: date) -> list[Item]:
    """Enter items as drafts under the next numbers of the ledger."""
    role = role_in_office(by, "coordinator", ledger.office_id)
    if role is None:
        raise NotYours(deed=str(Event.ADDED.label), who=["督办员"])
    made = entering(ledger=ledger, items=items, who=actor(by, role), at=at, on=on)
    fitting.commit(made)
    return [deed.subject for deed in made if isinstance(deed.subject, Item)]


def entering(*, ledger: Ledger, items: Sequence[NewItem], who: Actor, at: datetime, on: date) -> list[Deed]:
    """The deeds that enter items as drafts, still to be committed; whoever begins them knows who may."""
    if ledger.is_archived:
        raise WrongDay(field="ledger", why=f"“{ledger.name}”已归档，请录入在用的台账")
    for new in items:
        _check_new(new)
    numbers = next_numbers(ledger, len(items))
    made = []
    for new, number in zip(items, numbers, strict=True):
        item = _item(new, ledger, number, at)
        deed = Deed(Event.ADDED.value, item, chain=ledger.office.chain, by=who, at=at, on=on)
        made.append(_with_rows(deed.add(item), item, new))
    return made


def _check_new(new: NewItem) -> None:
    if not new.title.strip():
        raise Incomplete(field="title", what="事项名称")
    if any(not measure.text.strip() for measure in new.measures):
        raise Incomplete(field="measures", what="措施内容，或删去空的一条")
    leads = [duty.unit_id for duty in new.duties if duty.duty == "lead" and duty.measure is None]
    if len(leads) > 1:
        raise WrongUnit(field="lead_unit", why="一个事项只能有一个牵头单位，其余请改为责任或配合")
    places = [(duty.measure, duty.unit_id) for duty in new.duties]
    if len(places) != len(set(places)):
        raise WrongUnit(field="units", why="同一单位在同一处只列一次，请合并它的职责")
    if any(duty.measure not in (None, *range(len(new.measures))) for duty in new.duties):
        raise WrongUnit(field="units", why="承办单位所对的措施已删去，请重新选择")
    _check_figures(new)


def _check_figures(new: NewItem) -> None:
    """A target or a share of nothing is none at all."""
    if not all(fitting.is_amount(measure.target) for measure in new.measures):
        raise WrongFigure(field="measures", why="目标数应大于 0；没有目标数请留空")
    if not all(fitting.is_amount(duty.target_share) for duty in new.duties):
        raise WrongFigure(field="units", why="分配数应大于 0；不分配请留空")


def next_numbers(ledger: Ledger, count: int) -> list[str]:
    """The next free numbers of a ledger; none is ever given twice."""
    locked = Ledger.objects.select_for_update(of=("self",)).get(pk=ledger.pk)
    first = locked.last_number + 1
    Ledger.objects.filter(pk=ledger.pk).update(last_number=locked.last_number + count)
    return [f"{locked.prefix}-{number:03d}" for number in range(first, first + count)]


def _item(new: NewItem, ledger: Ledger, number: str, at: datetime) -> Item:
    lead = next((duty for duty in new.duties if duty.duty == "lead" and duty.measure is None), None)
    start, end = new.source or (None, None)
    return Item(
        ledger=ledger,
        number=number,
        kind=new.kind,
        title=new.title.strip(),
        problem=new.problem,
        goal=new.goal,
        category=new.category,
        importance=new.importance,
        lead_leader=new.lead_leader,
        sponsor_leader=new.sponsor_leader,
        phase=new.phase,
        standard=new.standard,
        directive=new.directive,
        source_start=start,
        source_end=end,
        due_kind=Item.DueKind.DATED if new.deadline else new.due_kind,
        due_text=new.due_text,
        deadline=new.deadline,
        first_promise=new.deadline,
        is_long_term=new.due_kind == Item.DueKind.LONG_TERM and new.deadline is None,
        lead_unit_id=lead.unit_id if lead else None,
        last_at=at,
        last_kind=Event.ADDED.value,
    )


def _with_rows(deed: Deed, item: Item, new: NewItem) -> Deed:
    measures = [
        Measure(
            item=item,
            position=position,
            text=measure.text.strip(),
            deadline=measure.deadline,
            target=measure.target,
            quantity_unit=measure.quantity_unit,
        )
        for position, measure in enumerate(new.measures, start=1)
    ]
    duties = [
        Assignment(
            item=item,
            measure=None if duty.measure is None else measures[duty.measure],
            unit_id=duty.unit_id,
            duty=duty.duty,
            deadline=duty.deadline,
            target_share=duty.target_share or _whole_share(duty, new),
        )
        for duty in new.duties
    ]
    for row in (*measures, *duties):
        deed.add(row)
    return deed


def _whole_share(duty: NewDuty, new: NewItem) -> Decimal | None:
    """The target of a measure is the share of the one unit that owes it."""
    owing = [one for one in new.duties if one.measure == duty.measure and one.duty in OWING]
    return new.measures[duty.measure].target if duty.measure is not None and owing == [duty] else None
