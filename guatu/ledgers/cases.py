"""An item with all that an act needs, loaded and locked together; a hundred cost as few queries as one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from guatu.accounts.models import Unit
from guatu.ledgers.models import Assignment, Item, Measure

_OWING = (Assignment.Duty.LEAD, Assignment.Duty.RESPONSIBLE)
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
        return next((one for one in self._standing() if one.duty == "lead" and one.measure_id is None), None)

    def of_unit(self, unit_id: int) -> list[Assignment]:
        return [one for one in self.active if one.unit_id == unit_id]

    def has_all_signed(self) -> bool:
        return all(one.state != Assignment.State.AWAITING_SIGNATURE for one in self.active)

    def progress(self) -> int:
        """Percent done: the sum of the units' shares where there are figures, else the mean of what they say.

        The lead's own word counts only where no unit under it owes anything, so nothing is counted twice.
        """
        owing = [one for one in self._standing() if one.duty in _OWING]
        shared = [one for one in owing if one.target_share]
        rows = _without_lead(shared or owing)
        if shared:
            target = sum((one.target_share or Decimal(0) for one in rows), Decimal(0))
            done = sum((min(one.achieved, one.target_share or Decimal(0)) for one in rows), Decimal(0))
            return int(100 * done / target)
        return sum(one.progress for one in rows) // len(rows) if rows else 0

    def achieved(self, measure: Measure) -> Decimal:
        """The figure of a measure: the sum of its units."""
        rows = [one for one in self._standing() if one.measure_id == measure.pk and one.duty in _OWING]
        return sum((one.achieved for one in _without_lead(rows)), Decimal(0))

    def _standing(self) -> Iterator[Assignment]:
        return (one for one in self.assignments if one.state != Assignment.State.RELEASED)


def _without_lead(rows: Sequence[Assignment]) -> Sequence[Assignment]:
    return [one for one in rows if one.duty != Assignment.Duty.LEAD] or rows


def load(pks: Iterable[int]) -> list[Case]:
    """The cases of these items, locked in one order; an item that does not exist is left out."""
    wanted = list(dict.fromkeys(pks))
    cases: dict[int, Case] = {}
    for start in range(0, len(wanted), _MANY):
        some = sorted(wanted[start : start + _MANY])
        items = Item.objects.select_for_update(of=("self",)).select_related("ledger__office")
        for item in items.filter(pk__in=some).order_by("pk"):
            cases[item.pk] = Case(item)
        for measure in Measure.objects.filter(item__in=some, is_dropped=False).order_by("position"):
            cases[measure.item_id].measures.append(measure)
        units: dict[int, Unit] = {}
        for row in Assignment.objects.filter(item__in=some).select_related("unit").order_by("pk"):
            row.unit = units.setdefault(row.unit_id, row.unit)
            cases[row.item_id].assignments.append(row)
    return [cases[pk] for pk in wanted if pk in cases]
