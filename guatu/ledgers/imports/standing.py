"""Items as a table of the ledger would tell them, to be laid beside what a file tells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from guatu.accounts.models import Unit
from guatu.ledgers import cases
from guatu.ledgers.cases import Case
from guatu.ledgers.imports.matters import Matter, Owed, Step
from guatu.ledgers.models import Assignment, Item, Measure, Report

_MANY: Final = 500


@dataclass(slots=True)
class Standing:
    """An item of the ledger with its rows, and the assignments on which units have reported here."""

    case: Case
    reported: frozenset[int] = frozenset()

    @property
    def item(self) -> Item:
        return self.case.item


def words_of(item: Item) -> str:
    """What a table shows as the problem."""
    return item.problem or item.title


def progress_of(case: Case, measure: Measure | None) -> int:
    """How far a measure is by those who owe it, else the whole item."""
    own = case.owing(measure) if measure is not None else []
    if not own:
        return case.item.progress
    return int(cases.percent(own))


def matter_of(standing: Standing) -> Matter:
    """The item as a table would tell it."""
    case, item = standing.case, standing.item
    return Matter(
        sheet="",
        row=0,
        number=item.number,
        problem=words_of(item),
        category=item.category,
        goal=item.goal,
        lead_leader=item.lead_leader,
        sponsor_leader=item.sponsor_leader,
        due_kind=item.due_kind,
        due_text=item.due_text,
        state=item.state,
        steps=[step_of(case, one) for one in case.measures] or [step_of(case, None)],
    )


def whole_of(standing: Standing) -> Step:
    """The item as one row, with every unit that owes any of it."""
    case = standing.case
    step = step_of(case, None)
    known = {one.unit_id for one in step.owners}
    for one in case.standing:
        if one.unit_id not in known:
            known.add(one.unit_id)
            step.owners.append(Owed(unit_id=one.unit_id, unit=one.unit.name, duty=one.duty))
    return step


def step_of(case: Case, measure: Measure | None) -> Step:
    """One row of it."""
    day = (measure.deadline if measure else None) or case.item.deadline
    return Step(
        row=0,
        text=measure.text if measure else "",
        due=day.isoformat() if day else None,
        progress=progress_of(case, measure),
        is_done=case.item.state == Item.State.CLOSED,
        owners=[
            Owed(unit_id=one.unit_id, unit=one.unit.name, duty=one.duty) for one in owners(case, measure)
        ],
        pk=measure.pk if measure else None,
    )


def owners(case: Case, measure: Measure | None) -> list[Assignment]:
    """Who owes a measure, or the whole of which it is part; of two duties of one unit the nearer."""
    whole = [one for one in case.standing if one.measure_id is None]
    if measure is None:
        return whole
    own = [one for one in case.standing if one.measure_id == measure.pk]
    lead = [one for one in whole if one.duty == Assignment.Duty.LEAD]
    nearer = {one.unit_id for one in (*lead, *own)}
    return [*lead, *(one for one in own if one not in lead), *(o for o in whole if o.unit_id not in nearer)]


def load(pks: Iterable[int]) -> list[Standing]:
    """The items with their rows and units, for reading; they are locked where there is a transaction."""
    wanted = list(pks)
    found = cases.load(wanted)
    reported = _reported(wanted)
    return [
        Standing(case, frozenset(one.pk for one in case.assignments if one.pk in reported)) for case in found
    ]


def look(pks: Sequence[int]) -> list[Standing]:
    """The same without a lock."""
    units = dict(Unit.objects.in_bulk())
    made: dict[int, Case] = {}
    for start in range(0, len(pks), _MANY):
        some = pks[start : start + _MANY]
        for item in Item.objects.filter(pk__in=some).select_related("ledger__office"):
            made[item.pk] = Case(item)
        for row in Assignment.objects.filter(item__in=some).order_by("pk"):
            row.unit = units[row.unit_id]
            made[row.item_id].assignments.append(row)
        for measure in Measure.objects.filter(item__in=some, is_dropped=False).order_by("position"):
            made[measure.item_id].measures.append(measure)
    reported = _reported(pks)
    return [
        Standing(made[pk], frozenset(one.pk for one in made[pk].assignments if one.pk in reported))
        for pk in pks
        if pk in made
    ]


def _reported(pks: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(pks), _MANY):
        rows = Report.objects.filter(item__in=pks[start : start + _MANY])
        found.update(rows.values_list("assignment", flat=True))
    return found


def mean(percents: Sequence[int]) -> int:
    """The mean of what several measures are."""
    return int(sum(percents, Decimal(0)) / len(percents)) if percents else 0
