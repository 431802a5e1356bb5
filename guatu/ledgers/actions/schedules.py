"""The office sets by which day how much of an item is due (序时计划), or lets it go straight on again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from typing import Final

from django.db import transaction

from guatu.accounts.queries import Acting
from guatu.kernel.days.arithmetic import month_end
from guatu.ledgers import acts, schedules
from guatu.ledgers.acts import act
from guatu.ledgers.cases import Case
from guatu.ledgers.errors import Incomplete, WrongChoice, WrongDay, WrongFigure
from guatu.ledgers.events import Event
from guatu.ledgers.models import Item, Schedule, SchedulePoint
from guatu.ledgers.schedules import STRAIGHT, Plan, Point

MOST: Final = 60
"""Months or milestones of one plan."""
_WHOLE: Final = 100


@transaction.atomic
def set_plan(
    *,
    pk: int,
    kind: str,
    points: Sequence[Point],
    by: Acting,
    at: datetime,
    on: date,
    reason: str = "",
    seen: int | None = None,
) -> Item:
    """Set the plan of an item, or end it (`straight`); who changes one that was set must say why."""
    case = acts.load_one(pk, seen=seen)
    return acts.commit([setting(case, kind, points, reason, by=by, at=at, on=on)])[0]


def setting(
    case: Case, kind: str, points: Sequence[Point], reason: str, *, by: Acting, at: datetime, on: date
) -> acts.Act:
    """The act that sets the plan of one item."""
    one = act(Event.SCHEDULE_SET, case, by=by, at=at, on=on)
    item, before = case.item, schedules.plans([case.item.pk], on=on).get(case.item.pk)
    deadline = _deadline(item)
    fitting = _fitting(item, kind, points, deadline)
    if (kind, fitting, deadline) == _now(before, deadline):
        label = before.label if before else "匀速推进"
        raise WrongDay(field="kind", why=f"与现在的{label}一样，没有改动")
    if before is not None:
        one.say(reason=acts.given(reason, what="改计划的理由"))
        one.set(Schedule.objects.get(item=item, ended_on=None), ended_on=on)
    else:
        one.say(reason=reason.strip())
    if fitting:
        plan = Schedule(item=item, kind=kind, deadline=deadline, set_on=on)
        one.add(plan)
        for each in fitting:
            one.add(SchedulePoint(schedule=plan, day=each.day, name=each.name, share=each.share))
    return one


def _now(plan: Plan | None, deadline: date) -> tuple[str, list[Point], date]:
    """What stands; a plan that was made for another deadline may be set once more."""
    return (plan.kind, list(plan.points), plan.deadline) if plan else (STRAIGHT, [], deadline)


def _deadline(item: Item) -> date:
    if item.deadline is None or item.is_long_term:
        raise WrongDay(field="kind", why="本事项没有办结时限，请先定时限，再定序时计划")
    return item.deadline


def _fitting(item: Item, kind: str, points: Sequence[Point], deadline: date) -> list[Point]:
    """The points as they will stand, checked."""
    if kind == STRAIGHT:
        if points:
            raise WrongFigure(field="points", why="匀速推进不用填月份和节点，请留空，或改选按月、按节点")
        return []
    if kind not in Schedule.Kind.values:
        raise WrongChoice(field="kind", label="推进方式")
    what = "各月累计" if kind == Schedule.Kind.MONTHS else "节点"
    if not points:
        raise Incomplete(field="points", what=what)
    if len(points) > MOST:
        raise WrongFigure(field="points", why=f"{what}最多 {MOST} 个，现有 {len(points)} 个，请合并一些")
    start = item.dispatched_on or deadline
    if kind == Schedule.Kind.MONTHS:
        return _months(points, start, deadline)
    return _milestones(points, start, deadline)


def _months(points: Sequence[Point], start: date, deadline: date) -> list[Point]:
    """Totals that never fall and end with all of it, each at the end of its month."""
    for one in points:
        first, last = one.day.replace(day=1), month_end(one.day.year, one.day.month)
        if last < start or first > deadline:
            raise WrongDay(
                field="points", why=f"{_month(one)}不在交办（{start}）和时限（{deadline}）之间，请去掉"
            )
        if not 0 <= one.share <= _WHOLE:
            raise WrongFigure(field="points", why=f"{_month(one)}累计 {one.share}%，应在 0 到 100 之间")
    for one, later in pairwise(points):
        if (later.day.year, later.day.month) <= (one.day.year, one.day.month):
            raise WrongDay(
                field="points", why=f"{_month(later)}排在{_month(one)}后面，请按月份先后填，一月一行"
            )
        if later.share < one.share:
            why = f"{_month(later)}累计 {later.share}%，低于{_month(one)}的 {one.share}%，累计数不能往下走"
            raise WrongFigure(field="points", why=why)
    if (last_point := points[-1]).share != _WHOLE:
        why = f"最后一个月（{_month(last_point)}）累计应为 100%，现为 {last_point.share}%"
        raise WrongFigure(field="points", why=why)
    ends = (month_end(one.day.year, one.day.month) for one in points)
    return [replace(one, day=min(end, deadline), name="") for one, end in zip(points, ends, strict=True)]


def _milestones(points: Sequence[Point], start: date, deadline: date) -> list[Point]:
    """Named days between 交办 and the deadline whose parts make up the whole."""
    found = sorted((replace(one, name=one.name.strip()) for one in points), key=lambda one: one.day)
    for one in found:
        if not one.name:
            raise Incomplete(field="points", what=f"{one.day} 这个节点的名称")
        if not 1 <= one.share <= _WHOLE:
            raise WrongFigure(field="points", why=f"“{one.name}”占 {one.share}%，应在 1 到 100 之间")
        if not start <= one.day <= deadline:
            raise WrongDay(
                field="points",
                why=f"“{one.name}”定在 {one.day}，不在交办（{start}）和时限（{deadline}）之间，请改日期",
            )
    for one, later in pairwise(found):
        if one.day == later.day:
            why = f"“{one.name}”和“{later.name}”都在 {one.day}，请合成一个节点或错开日期"
            raise WrongDay(field="points", why=why)
    if (total := sum(one.share for one in found)) != _WHOLE:
        raise WrongFigure(field="points", why=f"各节点合计应为 100%，现为 {total}%")
    return found


def _month(one: Point) -> str:
    return f"{one.day.year}年{one.day.month}月"
