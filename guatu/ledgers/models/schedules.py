"""By which day how much of an item is due (序时计划), where it does not simply go straight on."""

from django.db import models
from django.db.models import F, Q

from guatu.history.models import Tracked
from guatu.ledgers.models.items import Item


class Schedule(Tracked):
    """A plan for one item, in force from the day it was set to the day another took its place.

    An item without one goes straight on from 交办 to its deadline. A plan is never changed: the next one
    ends it, so every past day keeps the plan that it had.
    """

    class Kind(models.TextChoices):
        MONTHS = "months", "月度计划"
        MILESTONES = "milestones", "节点计划"

    track = "schedule"
    item = models.ForeignKey(Item, models.PROTECT, related_name="schedules", verbose_name="事项")
    kind = models.CharField("推进方式", max_length=12, choices=Kind)
    deadline = models.DateField("所依时限")
    """The deadline of the item for which it was made; when that moves, people look at the plan again."""
    set_on = models.DateField("制定日期")
    ended_on = models.DateField("停用日期", null=True, blank=True)
    """The first day on which it no longer holds."""

    class Meta:
        verbose_name = "序时计划"
        ordering = ("item", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("item",), condition=Q(ended_on__isnull=True), name="schedule_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("set_on")),
                name="schedule_runs_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.kind}"


class SchedulePoint(Tracked):
    """What a plan says of one day: a month's total to date, or what a milestone adds; in percent."""

    track = "schedule_point"
    texts = frozenset(("name",))
    schedule = models.ForeignKey(
        Schedule, models.PROTECT, related_name="points", db_index=False, verbose_name="序时计划"
    )
    day = models.DateField("日期")
    name = models.CharField("节点名称", max_length=60, blank=True)
    """What is reached, as 完成招标; a month has none."""
    share = models.PositiveSmallIntegerField("应完成")

    class Meta:
        verbose_name = "序时计划节点"
        ordering = ("schedule", "day")
        constraints = [
            models.UniqueConstraint(fields=("schedule", "day"), name="schedule_point_once_a_day"),
            models.CheckConstraint(
                condition=Q(share__lte=100) & (Q(name="") | Q(share__gte=1)),
                name="schedule_point_share_to_100",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.share}%"
