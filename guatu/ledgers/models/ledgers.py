"""Ledgers: who keeps them, in what phases, along which path their items close, and who may read them."""

from django.db import models
from django.db.models import F, Q

from guatu.accounts.models import Office, Person
from guatu.history.models import Tracked


class Ledger(Tracked):
    """A list of matters that one office keeps, numbered under one prefix."""

    class Cadence(models.TextChoices):
        NONE = "none", "不定期"
        WEEKLY = "weekly", "每周"
        FORTNIGHTLY = "fortnightly", "每两周"
        HALF_MONTHLY = "half_monthly", "每半月"
        MONTHLY = "monthly", "每月"

    class Weekday(models.IntegerChoices):
        MONDAY = 1, "周一"
        TUESDAY = 2, "周二"
        WEDNESDAY = 3, "周三"
        THURSDAY = 4, "周四"
        FRIDAY = 5, "周五"
        SATURDAY = 6, "周六"
        SUNDAY = 7, "周日"

    class Shift(models.TextChoices):
        NONE = "none", "照常"
        BEFORE = "before", "提前到前一个工作日"
        AFTER = "after", "顺延到后一个工作日"

    track = "ledger"
    texts = frozenset(("name",))
    untracked = frozenset(("last_number",))
    office = models.ForeignKey(Office, models.PROTECT, related_name="ledgers", verbose_name="办公室")
    name = models.CharField("台账名称", max_length=80)
    prefix = models.CharField("编号前缀", max_length=8)
    last_number = models.PositiveIntegerField("已编到", default=0)
    opened_on = models.DateField("建账日期")
    cadence = models.CharField("报送频次", max_length=12, choices=Cadence, default=Cadence.NONE)
    due_weekday = models.PositiveSmallIntegerField(
        "按周报送，周几截止", choices=Weekday, default=Weekday.FRIDAY
    )
    due_day = models.PositiveSmallIntegerField("按月、半月报送，哪天截止", default=0)
    """The day of the month, or of the half-month; 0 is the last one."""
    due_shift = models.CharField("截止日逢节假日", max_length=8, choices=Shift, default=Shift.BEFORE)
    needs_report_review = models.BooleanField("进展须单位审核", default=False)
    needs_sign_off = models.BooleanField("交办前须审签", default=False)
    needs_lead_review = models.BooleanField("销号须单位审核", default=True)
    needs_approval = models.BooleanField("销号须领导审批", default=False)
    leader_extends_from = models.PositiveSmallIntegerField("第几次延期起由领导批", default=0)
    """From which extension of an item on the office may not grant it by itself; 0 is never."""
    second_office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="另一把钥匙由哪个办公室持有",
    )
    publicity_days = models.PositiveSmallIntegerField("销号公示工作日", default=0)
    look_back_after = models.PositiveSmallIntegerField("销号后几天回头看", default=90)
    site_check_share = models.PositiveSmallIntegerField("销号现场核查比例（%）", default=0)
    """How many in a hundred requests are looked at on the spot, by lot; 0 is none."""
    site_check_days = models.PositiveSmallIntegerField("现场核查工作日", default=5)
    siblings_visible = models.BooleanField("承办单位互相可见", default=True)
    is_archived = models.BooleanField("已归档", default=False)

    class Meta:
        verbose_name = "台账"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("office", "prefix"), name="ledger_prefix_once"),
            models.CheckConstraint(
                condition=Q(site_check_share__lte=100), name="ledger_site_check_share_is_percent"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Phase(Tracked):
    """A part of a ledger's time: 集中整改, 日常整改."""

    track = "phase"
    texts = frozenset(("name",))
    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="phases", verbose_name="台账")
    name = models.CharField("阶段", max_length=40)
    starts_on = models.DateField("开始")
    ends_on = models.DateField("结束", null=True, blank=True)

    class Meta:
        verbose_name = "阶段"
        ordering = ("ledger", "starts_on")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="phase_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Reader(Tracked):
    """A person who may read a ledger without a part in it."""

    track = "reader"
    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="readers", verbose_name="台账")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name="人员")
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = "阅览人"
        constraints = [
            models.UniqueConstraint(
                fields=("ledger", "person"), condition=Q(valid_to__isnull=True), name="reader_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ledger_id}:{self.person_id}"
