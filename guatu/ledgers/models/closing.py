"""Striking off: the request, the two keys, the checks, publicity."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from guatu.accounts.models import Office, Person, Unit
from guatu.history.models import StoredFile, Tracked
from guatu.ledgers.models.items import Item
from guatu.ledgers.models.standards import StandardCheck


def _other(first: str, second: str) -> Q:
    """Two keys are held by two persons; where either is missing there is nothing to compare."""
    return Q(**{f"{first}__isnull": True}) | Q(**{f"{second}__isnull": True}) | ~Q(**{first: F(second)})


class CloseOut(Tracked):
    """One attempt to strike an item off: asked with one key, verified with another."""

    class State(models.TextChoices):
        LEAD_REVIEW = "lead_review", "单位审核"
        VERIFYING = "verifying", "核查中"
        APPROVING = "approving", "销号审批"
        PUBLICITY = "publicity", "公示中"
        CLOSED = "closed", "已销号"
        RETURNED = "returned", "已退回"
        WITHDRAWN = "withdrawn", "已撤回"
        LAPSED = "lapsed", "已失效"

    DECIDED: ClassVar = (State.RETURNED, State.CLOSED)
    """What ended by somebody's decision on what was asked."""

    track = "close_out"
    texts = frozenset(("statement", "remark", "meeting_attendees"))
    item = models.ForeignKey(Item, models.PROTECT, related_name="close_outs", verbose_name="事项")
    number = models.PositiveSmallIntegerField("第几次")
    state = models.CharField("状态", max_length=12, choices=State)
    statement = models.TextField("完成情况")
    remark = models.TextField("意见", blank=True)
    content_hash = models.CharField("所报内容摘要", max_length=64)
    content = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="所报内容")

    requested_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="申请人")
    requested_for = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="申请委托人"
    )
    requested_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="申请单位")
    requested_on = models.DateField("申请日期")

    reviewed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位审核人"
    )
    reviewed_for = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核委托人"
    )
    reviewed_on = models.DateField("审核日期", null=True, blank=True)

    verified_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核查人"
    )
    verified_for = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核查委托人"
    )
    verified_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核查单位"
    )
    verified_office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核查办公室"
    )
    verified_on = models.DateField("核查日期", null=True, blank=True)
    meeting = models.ForeignKey(
        "ledgers.Meeting",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="close_outs",
        verbose_name="研究会议",
    )
    meeting_on = models.DateField("研究会议日期", null=True, blank=True)
    meeting_attendees = models.TextField("参会人员", blank=True)
    meeting_minutes = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="会议纪要"
    )

    approved_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审批领导"
    )
    approved_for = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审批委托人"
    )
    approved_on = models.DateField("审批日期", null=True, blank=True)
    publicity_from = models.DateField("公示起", null=True, blank=True)
    publicity_to = models.DateField("公示止", null=True, blank=True)
    ended_on = models.DateField("结束日期", null=True, blank=True)

    class Meta:
        verbose_name = "销号申请"
        ordering = ("item", "number")
        constraints = [
            models.UniqueConstraint(fields=("item", "number"), name="close_out_number_once"),
            models.UniqueConstraint(
                fields=("item",),
                condition=Q(state__in=("lead_review", "verifying", "approving", "publicity")),
                name="close_out_one_at_a_time",
            ),
            models.CheckConstraint(
                name="close_out_two_keys",
                condition=_other("verified_by", "requested_by")
                & _other("verified_by", "requested_for")
                & _other("verified_for", "requested_by")
                & _other("verified_for", "requested_for")
                & _other("verified_by", "reviewed_by")
                & _other("verified_by", "reviewed_for")
                & _other("verified_for", "reviewed_by")
                & _other("verified_for", "reviewed_for"),
            ),
            models.CheckConstraint(
                name="close_out_reviewed_by_another",
                condition=_other("reviewed_by", "requested_by")
                & _other("reviewed_by", "requested_for")
                & _other("reviewed_for", "requested_by")
                & _other("reviewed_for", "requested_for"),
            ),
            models.CheckConstraint(
                name="close_out_verified_by_another_unit",
                condition=_other("verified_unit", "requested_unit"),
            ),
            models.CheckConstraint(
                name="close_out_verified_means_whole",
                condition=Q(verified_by__isnull=True, verified_unit__isnull=True, verified_on__isnull=True)
                | Q(verified_by__isnull=False, verified_unit__isnull=False, verified_on__isnull=False),
            ),
            models.CheckConstraint(
                name="close_out_ended_means_dated",
                condition=Q(state__in=("lead_review", "verifying", "approving", "publicity"), ended_on=None)
                | Q(state__in=("closed", "returned", "withdrawn", "lapsed"), ended_on__isnull=False),
            ),
            models.CheckConstraint(
                name="close_out_publicity_runs_forward",
                condition=Q(publicity_from__isnull=True, publicity_to__isnull=True)
                | Q(publicity_from__isnull=False, publicity_to__gte=F("publicity_from")),
            ),
            models.CheckConstraint(
                name="close_out_needs_second_key",
                condition=~Q(state__in=("approving", "publicity", "closed"))
                | Q(verified_by__isnull=False)
                | Q(meeting_on__isnull=False),
            ),
            models.CheckConstraint(
                name="close_out_meeting_means_dated",
                condition=Q(meeting__isnull=True) | Q(meeting_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} 第{self.number}次"


class CheckResult(Tracked):
    """What was found for one line of the standard in one attempt."""

    class Outcome(models.TextChoices):
        MET = "met", "符合"
        UNMET = "unmet", "不符"
        DOUBTFUL = "doubtful", "存疑"

    track = "check_result"
    texts = frozenset(("note",))
    close_out = models.ForeignKey(CloseOut, models.PROTECT, related_name="results", verbose_name="销号申请")
    check_line = models.ForeignKey(StandardCheck, models.PROTECT, related_name="+", verbose_name="标准条目")
    outcome = models.CharField("结果", max_length=12, choices=Outcome)
    is_automatic = models.BooleanField("自动核对", default=False)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "核对结果"
        ordering = ("close_out", "check_line__position")
        constraints = [models.UniqueConstraint(fields=("close_out", "check_line"), name="check_result_once")]

    def __str__(self) -> str:
        return self.get_outcome_display()
