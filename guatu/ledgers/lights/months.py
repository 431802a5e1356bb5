"""Whether the target of the month was met, for regimes that judge month by month (当月目标完成、事后补齐).

Judged is the month of a month plan that ended last on or before the day, by what was known at its end; what
was done or told later makes it up and does not meet it. Milestones and straight ones have no month to judge.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from guatu.kernel.days.arithmetic import month_end
from guatu.kernel.pacing import Curve
from guatu.ledgers import schedules
from guatu.ledgers.cases import Case, percent
from guatu.ledgers.models import Assignment, AssignmentFacts, Item, Schedule
from guatu.ledgers.schedules import Plan
from guatu.rules.language.naming import fields_named
from guatu.rules.regimes.regime import Regime
from guatu.rules.rows import Row

FIELDS: Final = frozenset(("met_in_month", "made_up"))
_MANY: Final = 500
_UNJUDGED: Final[Row] = dict.fromkeys(FIELDS)


@dataclass(frozen=True, slots=True)
class Judged:
    """The month that is judged: its last day, and the percent that was due by it."""

    end: date
    target: int

    def facts(self, then: int, now: int) -> Row:
        """The two facts, by the percent known at the end of the month and the one of now."""
        is_met = then >= self.target
        return {"met_in_month": is_met, "made_up": not is_met and now >= self.target}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A month that is judged, and the percent known at its end."""

    month: Judged
    then: int

    def facts(self, now: int) -> Row:
        """The two facts, by the percent known now."""
        return self.month.facts(self.then, now)


def judged(item: Item, plan: Plan | None, *, on: date) -> Judged | None:
    """The month of the plan that ended last on or before the day; None before the first has ended.

    A plan says nothing of months that were over when it was made.
    """
    curve = schedules.curve_of(item, plan)
    if plan is None or curve is None or plan.kind != Schedule.Kind.MONTHS:
        return None
    first, last = item.dispatched_on or plan.points[0].day, curve.points[-1][0]
    ends = [day for day in schedules.months(first, last) if plan.set_on <= day <= on]
    return Judged(ends[-1], curve.percent(ends[-1])) if ends else None


def judged_all(items: Sequence[Item], plans: Mapping[int, Plan], *, on: date) -> dict[int, Judged | None]:
    """Item → the month that is judged: by the plan of now, or by the one in force when the last month ended.

    One statement, and only where a month plan was made since.
    """
    found = {one.pk: judged(one, plans.get(one.pk), on=on) for one in items}
    eve = on if on == month_end(on.year, on.month) else on.replace(day=1) - timedelta(days=1)
    new = (pk for pk, plan in plans.items() if plan.kind == Schedule.Kind.MONTHS and plan.set_on > eve)
    made_since = {pk for pk in new if found.get(pk) is None}
    older = schedules.plans(made_since, on=eve)
    return found | {one.pk: judged(one, older[one.pk], on=eve) for one in items if one.pk in older}


@cache
def are_asked(regime: Regime) -> bool:
    """Whether a regime judges by months at all."""
    clauses = (clause.when for aspect in regime.aspects for clause in aspect.clauses)
    return any(not FIELDS.isdisjoint(fields_named(when)) for when in clauses)


def added(
    regime: Regime, items: Sequence[Item], rows: Sequence[Row], *, on: date, now: int | None = None
) -> Sequence[Row]:
    """The rows of items with what their months were, where the regime asks for it; two statements then.

    `now` is the percent that was reached by the day of knowledge, where that is later than `on`.
    """
    if not are_asked(regime):
        return rows
    found = outcomes(items, schedules.plans([one.pk for one in items], on=on), on=on)
    return [
        {**row, **facts(found[one.pk], one.progress if now is None else max(now, one.progress))}
        for one, row in zip(items, rows, strict=True)
    ]


def facts(outcome: Outcome | None, now: int) -> Row:
    """What the month was by the percent known now; unknown where there is no month to judge."""
    return outcome.facts(now) if outcome else _UNJUDGED


def first_judged(item: Item, *, on: date) -> date | None:
    """The end of the first month of its plan that is over by the day; a later month may restate it."""
    plans = schedules.plans([item.pk], on=on)
    plan, month = plans.get(item.pk), judged_all([item], plans, on=on)[item.pk]
    if month is None or plan is None:
        return None
    first = item.dispatched_on or plan.points[0].day
    return next(day for day in schedules.months(first, month.end))


def outcomes(items: Sequence[Item], plans: Mapping[int, Plan], *, on: date) -> dict[int, Outcome | None]:
    """Item → what the month that is judged came to; None where there is none. A few statements."""
    found = judged_all(items, plans, on=on)
    then = _then({pk: month.end for pk, month in found.items() if month})
    return {
        one.pk: Outcome(month, Case(one, [], then[one.pk]).progress()) if (month := found[one.pk]) else None
        for one in items
    }


def turns(curve: Curve | None, start: date, end: date) -> list[date]:
    """`start`, and the days before `end` from which on another month is judged; that of an unchanged plan."""
    if curve is None:
        return [start]
    days = {*schedules.months(start, end), curve.points[-1][0]}
    return sorted({start} | {day for day in days if start < day < end})


def of_assignments(
    item: Item,
    rows: Sequence[tuple[Assignment, date | None]],
    plan: Plan | None,
    *,
    on: date,
    leading: Collection[int] = (),
) -> dict[int, Row]:
    """Assignment → the same for each unit's part, with the deadline that holds for it; one statement.

    Who has a deadline of its own has no part in the plan; those `leading` others answer for the whole.
    """
    month = judged_all([item], {item.pk: plan} if plan else {}, on=on)[item.pk]
    if month is None:
        return {one.pk: _UNJUDGED for one, _ in rows}
    all_then = _then({item.pk: month.end})[item.pk]
    then, whole = {one.pk: one for one in all_then}, Case(item, [], all_then).progress()

    def facts(one: Assignment) -> Row:
        if one.pk in leading:
            return month.facts(whole, item.progress)
        return month.facts(_percent(then.get(one.pk)), _percent(one))

    return {one.pk: facts(one) if deadline == item.deadline else _UNJUDGED for one, deadline in rows}


def _percent(one: Assignment | None) -> int:
    return int(percent([one])) if one else 0


def _then(days: Mapping[int, date]) -> dict[int, list[Assignment]]:
    """Item → what its units owed and had done at the end of a day, as it was known then."""
    found: dict[int, list[Assignment]] = {pk: [] for pk in days}
    if not days:
        return found
    last, pks = max(days.values()), list(days)
    known = AssignmentFacts.objects.filter(valid_from__lte=last, known_from__lte=last)
    for start in range(0, len(pks), _MANY):
        rows = known.filter(item__in=pks[start : start + _MANY])
        for row in rows.select_related("assignment").order_by("assignment"):
            day = days[row.item_id]
            if row.valid_from <= day < row.valid_to and row.known_from <= day < row.known_to:
                found[row.item_id].append(row.as_assignment(row.assignment.measure_id))
    return found
