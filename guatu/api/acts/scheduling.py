"""By which day how much of an item is due: by months, by milestones, or straight on."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from guatu.api.acts.base import Act, Doing, Percent
from guatu.api.shapes.base import Given, MaybeWords
from guatu.http.errors import Malformed
from guatu.ledgers.actions import schedules
from guatu.ledgers.events import Event
from guatu.ledgers.schedules import NAME, Point


class MonthGiven(Given):
    """A month, and the total that is due by its end."""

    month: Annotated[str, Field(pattern=r"^20\d\d-(0[1-9]|1[0-2])$", description="如 2026-03")]
    percent: Percent = Field(description="到当月底（时限所在的月，到时限）累计应完成的百分比")

    def point(self) -> Point:
        year, month = self.month.split("-")
        return Point(date(int(year), int(month), 1), self.percent)


class MilestoneGiven(Given):
    """A named day, and what it adds."""

    day: date
    name: Annotated[str, Field(min_length=1, max_length=NAME, description="如 完成招标")]
    share: Percent = Field(description="占全部工作的百分比，合计 100")

    def point(self) -> Point:
        return Point(self.day, self.share, self.name)


class ScheduleSet(Given):
    """How the item is to move; what is given takes the place of the plan that stands."""

    kind: Literal["straight", "months", "milestones"] = Field(
        description="straight 匀速，months 按月，milestones 按节点"
    )
    months: Annotated[list[MonthGiven], Field(max_length=schedules.MOST)] = []
    milestones: Annotated[list[MilestoneGiven], Field(max_length=schedules.MOST)] = []
    reason: MaybeWords = Field("", description="已有计划的，必须写改的理由")

    def points(self) -> list[Point]:
        """The rows of the way that was chosen; refuses those of another."""
        if self.kind != "months" and self.months:
            raise Malformed({"months": "只在按月推进时给"})
        if self.kind != "milestones" and self.milestones:
            raise Malformed({"milestones": "只在按节点推进时给"})
        return [*(one.point() for one in self.months), *(one.point() for one in self.milestones)]


def _set(it: Doing, body: ScheduleSet) -> object:
    return schedules.set_plan(pk=it.pk, kind=body.kind, points=body.points(), reason=body.reason, **it.deed)


ACTS = (Act(Event.SCHEDULE_SET, ScheduleSet, _set, needs_revision=True),)
