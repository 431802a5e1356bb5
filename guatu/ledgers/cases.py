"""An item with all that an act needs, loaded and locked together; a hundred cost as few queries as one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from guatu.accounts.models import Unit
from guatu.ledgers.models import Assignment, Item, Ledger, Measure

OWING = (Assignment.Duty.LEAD, Assignment.Duty.RESPONSIBLE)
"""Duties by which a unit owes what is to be done."""
_FEW = 4
"""Items with which their ledger and units are read in one statement; more read them once, by themselves."""
_MANY = 500


@dataclass(slots=True)
class Case:
    """An item, its measures and its assignments, as one thing to act on."""

    item: Item
    measures: list[Measure] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)

    @property
    def active(self) -> list[Assignment]:
        return [one for one in self.assignments if one.state in Assignment.ACTIVE]

    @property
    def lead(self) -> Assignment | None:
        """The assignment of the lead unit."""
        return next((one for one in self.standing if one.duty == "lead" and one.measure_id is None), None)

    @property
    def standing(self) -> list[Assignment]:
        """The assignments that were not released, those of a draft among them."""
        return [one for one in self.assignments if one.state != Assignment.State.RELEASED]

    def of_unit(self, unit_id: int) -> list[Assignment]:
        return [one for one in self.active if one.unit_id == unit_id]

    def has_all_signed(self) -> bool:
        return all(one.state != Assignment.State.AWAITING_SIGNATURE for one in self.active)

    def progress(self) -> int:
        """Percent done: the mean of what the measures are, and of what is owed for the whole item.

        A measure is the sum of its units' shares where there are figures, else the mean of what they say. The
        lead's own word counts only where no unit under it owes anything, so nothing is counted twice.
        """
        owing = [one for one in self.standing if one.duty in OWING]
        under = [one for one in owing if one.duty != Assignment.Duty.LEAD or _place(one) is not None]
        groups: dict[object, list[Assignment]] = {}
        for one in under or owing:
            groups.setdefault(_place(one), []).append(one)
        percents = [percent(rows) for rows in groups.values()]
        return int(sum(percents, Decimal(0)) / len(percents)) if percents else 0

    def achieved(self, measure: Measure) -> Decimal:
        """The figure of a measure: the sum of its units."""
        return sum((one.achieved for one in _without_lead(self.owing(measure))), Decimal(0))

    def owing(self, measure: Measure) -> list[Assignment]:
        """Who owes a measure of its own, apart from those who owe the whole item."""
        own = measure.pk if measure.pk is not None else id(measure)
        return [one for one in self.standing if _place(one) == own and one.duty in OWING]


def percent(rows: Sequence[Assignment]) -> Decimal:
    """How far those who owe a measure of its own have brought it."""
    return _percent(_without_lead(rows))


def _place(one: Assignment) -> object:
    """The measure that is owed: by its key, or as a row not written yet; None is the whole item."""
    return one.measure_id if one.measure_id is not None or one.measure is None else id(one.measure)


def _percent(rows: Sequence[Assignment]) -> Decimal:
    """How far the units of one measure are: their shares, or the mean of their percents."""
    shared = [one for one in rows if one.target_share]
    if not shared:
        return Decimal(sum(one.progress for one in rows)) / len(rows)
    target = sum((one.target_share or Decimal(0) for one in shared), Decimal(0))
    done = sum((min(one.achieved, one.target_share or Decimal(0)) for one in shared), Decimal(0))
    return 100 * done / target


def _without_lead(rows: Sequence[Assignment]) -> Sequence[Assignment]:
    """Who does it: the lead of a measure counts beside others only with a share of its own."""
    return [one for one in rows if one.duty != Assignment.Duty.LEAD or one.target_share] or rows


def load(pks: Iterable[int]) -> list[Case]:
    """The cases of these items, locked in one order; an item that does not exist is left out."""
    wanted = list(dict.fromkeys(pks))
    locked = sorted(wanted)
    cases: dict[int, Case] = {}
    for start in range(0, len(locked), _MANY):
        some = locked[start : start + _MANY]
        items, rows = Item.objects.select_for_update(of=("self",)), Assignment.objects.all()
        if len(some) <= _FEW:
            items, rows = items.select_related("ledger__office"), rows.select_related("unit")
        for item in items.filter(pk__in=some).order_by("pk"):
            cases[item.pk] = Case(item)
        for row in rows.filter(item__in=some).order_by("pk"):
            cases[row.item_id].assignments.append(row)
        for measure in Measure.objects.filter(item__in=some, is_dropped=False).order_by("position"):
            cases[measure.item_id].measures.append(measure)
        if len(some) > _FEW:
            _give_ledgers_and_units([cases[pk] for pk in some if pk in cases])
    return [cases[pk] for pk in wanted if pk in cases]


def _give_ledgers_and_units(cases: Sequence[Case]) -> None:
    """Few ledgers and units are shared by many items: each is read once."""
    rows = [row for case in cases for row in case.assignments]
    ledgers = Ledger.objects.select_related("office").in_bulk({case.item.ledger_id for case in cases})
    units = Unit.objects.in_bulk({row.unit_id for row in rows})
    for case in cases:
        case.item.ledger = ledgers[case.item.ledger_id]
    for row in rows:
        row.unit = units[row.unit_id]
