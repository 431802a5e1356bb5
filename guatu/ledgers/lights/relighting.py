"""What acts do to the lights of their items, in their own transaction.

An act of today lights its item by the facts as they stand. One that is recorded later than it happened lights
the days since anew too: what was shown on them stays known as it was seen.
"""

from collections.abc import Collection, Iterator, Sequence
from copy import copy
from datetime import date, datetime, timedelta
from functools import cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from django.utils.timezone import localdate

from guatu.history.models import Event as Link
from guatu.history.rows import update
from guatu.history.timelines import PastDay
from guatu.kernel.pacing import Curve
from guatu.ledgers import schedules
from guatu.ledgers.cases import Case
from guatu.ledgers.lights import months
from guatu.ledgers.lights.facts import ITEM_FIELDS, is_lit, row_of_item
from guatu.ledgers.lights.in_force import Approved, approved
from guatu.ledgers.lights.reasons import asked_of
from guatu.ledgers.lights.spans import Burning, Spans
from guatu.ledgers.lights.telling import announce
from guatu.ledgers.lights.turning import LightTurn
from guatu.ledgers.models import Assignment, Item, Report, Schedule
from guatu.ledgers.queries import trail
from guatu.rules.regimes.lighting import show
from guatu.rules.regimes.regime import Regime
from guatu.rules.rows import Row

if TYPE_CHECKING:
    from guatu.ledgers.acts import Act

_DAY: Final = timedelta(days=1)


def relight(acts: "Sequence[Act]", told: Collection[tuple[int, int]]) -> None:
    """Light the items of acts that were committed just now; people (person, item) were told of them."""
    turning = [one for one in acts if _may_turn(one)]
    if turning:
        _relight(turning, told, at=max(one.at for one in acts))


def _may_turn(one: "Act") -> bool:
    """Whether the act touches anything that lights go by."""
    item = one.case.item
    if (item.lit_since is None and is_lit(item)) or one.changes(item, ITEM_FIELDS):
        return True
    if any(isinstance(row, Schedule | Report) for row in (*one.new, *one.changed)):
        return True
    units = [row for row in one.changed if isinstance(row, Assignment)]
    return any(one.changes(row, ("reported_on",)) or row.state == Assignment.State.RELEASED for row in units)


def _relight(acts: "Sequence[Act]", told: Collection[tuple[int, int]], *, at: datetime) -> None:
    today = localdate(at)
    regimes = approved(today).in_force(today)
    cases = {one.case.item.pk: one.case for one in acts}
    since = {
        pk: _restated_from(case.item, regimes.of(case.item.ledger_id), today) for pk, case in cases.items()
    }
    for one in acts:
        since[one.case.item.pk] = min(since[one.case.item.pk], one.on)
    curves = schedules.curves((case.item for case in cases.values()), on=today)
    now = {
        pk: lit(case, regimes.of(case.item.ledger_id), today, curves.get(pk)) for pk, case in cases.items()
    }
    turned = [pk for pk in cases if since[pk] < today or not _burns(cases[pk].item, now[pk])]
    if not turned:
        return
    spans, turns = Spans(turned), list[LightTurn]()
    for pk in turned:
        case = cases[pk]
        lights = [*_past(case, since[pk], today), now[pk]]
        before, was_lit = case.item.light, case.item.lit_since is not None
        put(case.item, spans.restate(pk, lights, known=today))
        if was_lit and is_lit(case.item) and before != case.item.light:
            regime = regimes.of(case.item.ledger_id)
            row = asked_of(case.item, case.assignments, regime, on=today, curve=curves.get(pk))
            pair = regimes.light(case.item.ledger_id, before), regime.known(case.item.light)
            turns.append(LightTurn(case.item, regime, *pair, row))
    spans.write()
    update(Item, ["light", "lit_since"], [cases[pk].item for pk in turned])
    announce(turns, on=today, at=at, told=told)


def lit(case: Case, regime: Regime, on: date, curve: Curve | None) -> Burning:
    """The light of an item by its facts and its plan, on a day."""
    if not is_lit(case.item):
        return _dark(on)
    return _burning(regime, asked_of(case.item, case.assignments, regime, on=on, curve=curve), on)


def _burning(regime: Regime, row: Row, on: date) -> Burning:
    light = show(regime, row, regime.on(on)).light
    return Burning(on, regime.code, light.code if light else "")


def _dark(on: date) -> Burning:
    return Burning(on, "", "")


def _restated_from(item: Item, regime: Regime, today: date) -> date:
    """From which day on what is reached now may turn lights of the past: only where a regime restates."""
    if not regime.restates or not months.are_asked(regime):
        return today
    return months.first_judged(item, on=today) or today


def put(item: Item, whole: Burning) -> None:
    """Let the item say what it shows."""
    item.light, item.lit_since = whole.light, whole.since if whole.regime else None


def _burns(item: Item, now: Burning) -> bool:
    """Whether the item says already what it shows."""
    return item.light == now.light and (item.lit_since is not None) == bool(now.regime)


def _past(case: Case, since: date, today: date) -> Iterator[Burning]:
    """The lights of the days before today, by what is known of them now."""
    if since >= today:
        return
    links = Link.objects.filter(subject_kind=Item.track, subject_id=case.item.pk)
    days = links.filter(happened_on__gt=since, happened_on__lt=today).values_list("happened_on", flat=True)
    starts, allowed = [since, *sorted(set(days))], approved(today)
    for start, end in zip(starts, [*starts[1:], today], strict=True):
        then = _then(case, PastDay.as_corrected(start, today=today))
        if then is None or not is_lit(then.item):
            yield _dark(start)
        else:
            yield from _stretch(then, case.item.ledger_id, allowed, start, end, now=case.item.progress)


def _stretch(
    then: Case, ledger_id: int, allowed: Approved, start: date, end: date, *, now: int
) -> Iterator[Burning]:
    """The lights of days on which nothing happened: from `start` to before `end`."""
    item = then.item
    plans = schedules.plans([item.pk], on=start)
    curve = schedules.curve_of(item, plans.get(item.pk))
    for first, last in pairwise([*months.turns(curve, start, end), end]):
        month = cache(partial(months.outcomes, [item], plans, on=first))
        for number in range((last - first).days):
            day = first + number * _DAY
            regime = allowed.in_force(day).of(ledger_id)
            row = row_of_item(item, then.assignments, on=day, curve=curve)
            if months.are_asked(regime):
                known = max(now, item.progress) if regime.restates else item.progress
                row = {**row, **months.facts(month()[item.pk], known)}
            yield _burning(regime, row, day)


def _then(case: Case, past: PastDay) -> Case | None:
    """The item and its units as they stood; None before it was entered."""
    then = trail.then(case.item.pk, past)
    if not then.knows(case.item):
        return None
    (item,) = then.put_back([copy(case.item)])
    found = Case(item, case.measures, then.put_back(copy(one) for one in case.assignments))
    item.progress = found.progress()
    return found
