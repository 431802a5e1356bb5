"""Reporting periods that are over: who owed a report in them, and which one counted."""

from django.db import models
from django.db.models import F, Q

from guatu.history.models import Tracked
from guatu.ledgers.models.items import Assignment
from guatu.ledgers.models.ledgers import Ledger
from guatu.ledgers.models.working import Report


class ReportingPeriod(Tracked):
    """A period of a ledger as it stood when it was frozen; what is reported later counts to the next."""

    track = "period"
    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="periods", verbose_name="台账")
    cadence = models.CharField("报送频次", max_length=12, choices=Ledger.Cadence)
    starts_on = models.DateField("期初")
    ends_on = models.DateField("截止")
    frozen_on = models.DateField("截止办理日期")
    owed = models.PositiveIntegerField("应报")
    reported = models.PositiveIntegerField("已报")

    class Meta:
        verbose_name = "填报期"
        ordering = ("ledger", "ends_on")
        constraints = [
            models.UniqueConstraint(fields=("ledger", "cadence", "ends_on"), name="period_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="period_ends_after_start"),
            models.CheckConstraint(condition=Q(reported__lte=F("owed")), name="period_reported_of_owed"),
        ]

    def __str__(self) -> str:
        return f"{self.ledger_id} {self.ends_on}"


class PeriodLine(Tracked):
    """What one assignment owed in a period, and the report by which it was met."""

    class Standing(models.TextChoices):
        REPORTED = "reported", "已报"
        AWAITING = "awaiting", "待单位审核"
        MISSING = "missing", "未报"

    track = "period_line"
    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, related_name="lines", db_index=False, verbose_name="填报期"
    )
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="periods", verbose_name="承办")
    report = models.ForeignKey(
        Report, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="进展报送"
    )
    standing = models.CharField("填报情况", max_length=12, choices=Standing)

    class Meta:
        verbose_name = "填报情况"
        ordering = ("period", "pk")
        constraints = [
            models.UniqueConstraint(fields=("period", "assignment"), name="period_line_once"),
            models.CheckConstraint(
                name="period_line_reported_by_a_report",
                condition=Q(standing="missing") | Q(report__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_id}:{self.assignment_id}"
