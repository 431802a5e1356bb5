"""The days on which the clock has done its round."""

from django.db import models


class TickDay(models.Model):
    """A day whose round is done: its row is written with what was done, so no day is done twice."""

    day = models.DateField("日期", unique=True)
    ticked_at = models.DateTimeField("办理时间")
    known_years = models.JSONField("已有工作日历的年份", default=list)
    """The years whose working days were known then: what becomes known later is recounted."""
    periods = models.PositiveIntegerField("截止填报期", default=0)
    published = models.PositiveIntegerField("公示期满销号", default=0)
    recounted = models.PositiveIntegerField("重算工作日", default=0)
    lit = models.PositiveIntegerField("亮灯变化", default=0)
    look_backs_due = models.PositiveIntegerField("到期回头看", default=0)
    refused = models.JSONField("没有办成", default=list)
    """Numbers of items with which something could not be done, each with the reason."""

    class Meta:
        verbose_name = "每日办理"
        ordering = ("day",)

    def __str__(self) -> str:
        return str(self.day)
