"""Some of the long matters have a plan from the day they are handed out: by months, or by milestones."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from guatu.demo.county import doing
from guatu.demo.county.days import Days
from guatu.demo.county.matters import Matter
from guatu.demo.county.stage import Stage, Step
from guatu.demo.county.stories import Window
from guatu.ledgers import schedules
from guatu.ledgers.actions import schedules as acting
from guatu.ledgers.schedules import Point

_LONG: Final = 75
"""Days between 交办 and the deadline from which a matter is long."""
_EVERY: Final = 5
"""One of so many long matters has a plan."""
_BUILT: Final = (("完成设计和报批", 15), ("完成招标", 15), ("主体完工", 45), ("竣工验收", 25))
_STEPS: Final[Mapping[str, Sequence[tuple[str, int]]]] = {
    "building": _BUILT,
    "service": (("摸清底数、列出清单", 25), ("逐项整改到位", 50), ("建立长效机制", 25)),
    "money": (("核清账目", 30), ("资金收回或拨付", 50), ("完善制度", 20)),
}
"""The milestones of a matter by its nature, with what each adds."""


def plan(steps: Iterable[Step], days: Days) -> Iterator[Step]:
    """The plans of some of these matters, made in the afternoon of the day on which they are handed out."""
    long = [one for one in steps if one.do is doing.dispatch and _is_long(one)]
    for number, step in enumerate(long[::_EVERY]):
        kind = "milestones" if number % 2 else "months"
        first, last = Window.OFFICE.value
        at = days.moment(step.on, first + number % (last - first), number % 60)
        points = list(_points(step.matter, step.on, days, kind))
        yield Step(set_plan, step.matter, step.on, at, data={"kind": kind, "points": points})


def _is_long(step: Step) -> bool:
    deadline = step.matter.deadline
    return deadline is not None and (deadline - step.on).days >= _LONG


def _points(matter: Matter, start: date, days: Days, kind: str) -> Iterator[Point]:
    """Work begins slowly: a month plan gains as it goes, milestones lie evenly in time."""
    assert matter.deadline is not None  # noqa: S101 - it is long
    span = (matter.deadline - start).days
    if kind == "months":
        for day in schedules.months(start, matter.deadline):
            share = int(100 * ((day - start).days / span) ** 1.4)
            yield Point(day, share)
        return
    milestones = _STEPS[matter.nature]
    for number, (name, share) in enumerate(milestones, start=1):
        day = days.worked(start + timedelta(days=span * number // len(milestones)))
        yield Point(matter.deadline if number == len(milestones) else day, share, name)


def set_plan(stage: Stage, steps: Sequence[Step]) -> None:
    """The office sets how matters are to move."""
    for step in steps:
        by = stage.staff("coordinator", step.matter, step.on)
        kind, points = step.data["kind"], step.data["points"]
        acting.set_plan(pk=step.matter.pk, kind=kind, points=points, by=by, **step.when())
