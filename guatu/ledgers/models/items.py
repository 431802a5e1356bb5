"""Items, their measures, and the units that owe them."""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from guatu.accounts.models import Person, Unit
from guatu.history.models import Tracked
from guatu.kernel.coordinates import Coordinates
from guatu.ledgers.models.directives import Directive, SignOff
from guatu.ledgers.models.ledgers import Ledger, Phase
from guatu.ledgers.models.standards import StandardVersion


class ItemQuerySet(models.QuerySet["Item"]):
    """Items in the words of the field."""

    def open(self) -> Self:
        """What is still owed: dispatched, not closed, not voided, neither merged nor transferred away."""
        return self.filter(state__in=Item.OPEN, merged_into=None, transferred_to=None)

    def overdue(self, *, on: date) -> Self:
        """Open items whose deadline has passed; a suspended or long-term item is never late by date alone."""
        return self.open().filter(deadline__lt=on, is_suspended=False, is_long_term=False)


class Item(Tracked):
    """A matter in a ledger that one lead unit must finish, as a rule by a deadline."""

    class Kind(models.TextChoices):
        RECTIFICATION = "rectification", "整改问题"
        TASK = "task", "工作任务"
        FINDING = "finding", "检查发现"
        INSTRUCTION = "instruction", "批示件"
        GATE = "gate", "项目节点"
        FAULT = "fault", "设施故障"
        OPINION = "opinion", "群众意见"

    class Importance(models.TextChoices):
        SPECIAL = "special", "特别重要"
        IMPORTANT = "important", "重要"
        ORDINARY = "ordinary", "一般"

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        APPROVING = "approving", "审签中"
        DISPATCHED = "dispatched", "待签收"
        IN_PROGRESS = "in_progress", "办理中"
        LEAD_REVIEW = "lead_review", "单位审核"
        VERIFYING = "verifying", "核查中"
        APPROVING_CLOSE = "approving_close", "销号审批"
        PUBLICITY = "publicity", "公示中"
        CLOSED = "closed", "已销号"
        VOIDED = "voided", "已作废"

    class DueKind(models.TextChoices):
        DATED = "dated", "有时限"
        IMMEDIATE = "immediate", "立行立改"
        RECURRING = "recurring", "定期"
        LONG_TERM = "long_term", "长期坚持"
        UNDATED = "undated", "未定时限"

    OPEN: ClassVar = (
        State.DISPATCHED,
        State.IN_PROGRESS,
        State.LEAD_REVIEW,
        State.VERIFYING,
        State.APPROVING_CLOSE,
        State.PUBLICITY,
    )
    CLOSING: ClassVar = (State.LEAD_REVIEW, State.VERIFYING, State.APPROVING_CLOSE, State.PUBLICITY)

    track = "item"
    texts = frozenset(("title", "problem", "goal", "lead_leader", "sponsor_leader", "due_text", "place"))
    untracked = frozenset(
        ("restarted_on", "is_returned", "light", "lit_since", "revision", "last_at", "last_kind", "last_unit")
    )

    ledger = models.ForeignKey(
        Ledger, models.PROTECT, related_name="items", db_index=False, verbose_name="台账"
    )
    number = models.CharField("编号", max_length=20)
    kind = models.CharField("类别", max_length=16, choices=Kind, default=Kind.RECTIFICATION)
    title = models.CharField("事项", max_length=200)
    problem = models.TextField("问题", blank=True)
    goal = models.TextField("目标", blank=True)
    category = models.CharField("分类", max_length=60, blank=True)
    importance = models.CharField("重要程度", max_length=12, choices=Importance, default=Importance.ORDINARY)
    lead_leader = models.CharField("牵头领导", max_length=80, blank=True)
    sponsor_leader = models.CharField("包保领导", max_length=80, blank=True)
    place = models.CharField("地点", max_length=120, blank=True)
    latitude = models.DecimalField("纬度", max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True, blank=True)
    phase = models.ForeignKey(Phase, models.PROTECT, null=True, blank=True, verbose_name="阶段")
    standard = models.ForeignKey(
        StandardVersion, models.PROTECT, null=True, blank=True, verbose_name="销号标准"
    )
    directive = models.ForeignKey(
        Directive, models.PROTECT, null=True, blank=True, related_name="items", verbose_name="来文"
    )
    source_start = models.PositiveIntegerField("原文起", null=True, blank=True)
    source_end = models.PositiveIntegerField("原文止", null=True, blank=True)

    due_kind = models.CharField("时限类型", max_length=12, choices=DueKind, default=DueKind.UNDATED)
    due_text = models.CharField("时限原文", max_length=80, blank=True)
    deadline = models.DateField("办结时限", null=True, blank=True)
    first_promise = models.DateField("首次承诺", null=True, blank=True)
    extensions = models.PositiveSmallIntegerField("延期次数", default=0)

    cadence = models.CharField("报送频次", max_length=12, choices=Ledger.Cadence, blank=True)
    """How often it is to be reported on; empty is as the ledger says."""

    state = models.CharField("状态", max_length=16, choices=State, default=State.DRAFT)
    is_suspended = models.BooleanField("挂起", default=False)
    is_long_term = models.BooleanField("长期坚持", default=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="并入"
    )
    transferred_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="transferred", verbose_name="移交为"
    )
    sign_off = models.ForeignKey(
        SignOff, models.PROTECT, null=True, blank=True, related_name="items", verbose_name="审签"
    )
    lead_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led_items",
        db_index=False,
        verbose_name="牵头单位",
    )
    progress = models.PositiveSmallIntegerField("进度", default=0)
    dispatched_on = models.DateField("交办日期", null=True, blank=True)
    closed_on = models.DateField("销号日期", null=True, blank=True)
    closed_before = models.BooleanField("启用前销号", default=False)
    """Struck off in the ledger that an import brought in, without keys of ours; set when it comes in only."""
    times_returned = models.PositiveSmallIntegerField("退回次数", default=0)
    times_reopened = models.PositiveSmallIntegerField("重新打开次数", default=0)

    restarted_on = models.DateField("恢复办理日期", null=True)
    """On which day it was resumed or opened again last; from then on its units owe reports anew."""
    is_returned = models.BooleanField("退回后未改好", default=False)
    """Whether the last decision on its close-outs was a return; follows from them (`CloseOut.DECIDED`)."""

    light = models.CharField("亮灯", max_length=24, blank=True, default="")
    """The code of the light that it shows now (`guatu.ledgers.lights`); empty where it shows none."""
    lit_since = models.DateField("亮灯起", null=True)

    revision = models.PositiveIntegerField("版本", default=0)
    last_at = models.DateTimeField("最近动态时间", null=True)
    last_kind = models.CharField("最近动态", max_length=40, blank=True)
    last_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="最近动态单位",
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = "督查事项"
        ordering = ("ledger", "pk")  # numbers are given in this order; as words, 5G-1000 comes before 5G-999
        constraints = [
            models.UniqueConstraint(fields=("ledger", "number"), name="item_number_once"),
            models.CheckConstraint(
                name="item_closed_means_dated",
                condition=Q(state="closed", closed_on__isnull=False)
                | (~Q(state="closed") & Q(closed_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="item_dispatched_means_dated",
                condition=Q(state__in=("draft", "approving", "voided")) | Q(dispatched_on__isnull=False),
            ),
            models.CheckConstraint(
                name="item_first_promise_with_deadline",
                condition=Q(deadline__isnull=True) | Q(first_promise__isnull=False),
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="item_progress_to_100"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="item_place_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(transferred_to__isnull=True),
                name="item_merged_or_transferred",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("pk")) & ~Q(transferred_to=F("pk")), name="item_not_into_itself"
            ),
        ]
        indexes = [
            models.Index(fields=("lead_unit", "state"), name="item_by_lead_unit"),
            models.Index(  # all that a list counts, narrows and sorts by, so that it need not read the rows
                fields=(
                    "ledger",
                    "state",
                    "deadline",
                    "is_suspended",
                    "is_long_term",
                    "merged_into",
                    "transferred_to",
                    "is_returned",
                    "times_reopened",
                    "extensions",
                    "category",
                    "lead_unit",
                    "phase",
                    "light",
                    "last_at",
                    "progress",
                ),
                name="item_in_list",
            ),
            models.Index(fields=("ledger", "number", "title"), name="item_in_search"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_frozen(self) -> bool:
        """Nothing more happens to it here: merged into another, or transferred away."""
        return self.merged_into_id is not None or self.transferred_to_id is not None

    @property
    def coordinates(self) -> Coordinates | None:
        """Where it is, as far as the office wrote it down."""
        if self.latitude is None or self.longitude is None:
            return None
        return Coordinates(self.latitude, self.longitude)

    @property
    def slipped_days(self) -> int:
        """Days between the first promise and the deadline of now."""
        if self.deadline is None or self.first_promise is None:
            return 0
        return (self.deadline - self.first_promise).days


class Measure(Tracked):
    """One thing that is to be done about an item, with a figure where there is one."""

    track = "measure"
    texts = frozenset(("text",))
    item = models.ForeignKey(
        Item, models.PROTECT, related_name="measures", db_index=False, verbose_name="事项"
    )
    position = models.PositiveSmallIntegerField("序号")
    text = models.TextField("措施")
    deadline = models.DateField("时限", null=True, blank=True)
    target = models.DecimalField("目标数", max_digits=16, decimal_places=4, null=True, blank=True)
    achieved = models.DecimalField("完成数", max_digits=16, decimal_places=4, default=Decimal(0))
    quantity_unit = models.CharField("计量单位", max_length=20, blank=True)
    is_dropped = models.BooleanField("已取消", default=False)

    class Meta:
        verbose_name = "措施"
        ordering = ("item", "position")
        constraints = [
            models.UniqueConstraint(fields=("item", "position"), name="measure_position_once"),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | Q(target__gt=0), name="measure_target_is_positive"
            ),
            models.CheckConstraint(condition=Q(achieved__gte=0), name="measure_achieved_not_negative"),
        ]

    def __str__(self) -> str:
        return f"措施 {self.position}"


class Assignment(Tracked):
    """What one unit owes in an item, or in one of its measures."""

    class Duty(models.TextChoices):
        LEAD = "lead", "牵头"
        RESPONSIBLE = "responsible", "责任"
        COOPERATING = "cooperating", "配合"
        SUPERVISING = "supervising", "督导"

    class State(models.TextChoices):
        DRAFT = "draft", "未交办"
        AWAITING_SIGNATURE = "awaiting_signature", "待签收"
        WORKING = "working", "办理中"
        REPORTED = "reported", "已报进展"
        RETURNED = "returned", "退回重报"
        RELEASED = "released", "已解除"

    ACTIVE: ClassVar = (State.AWAITING_SIGNATURE, State.WORKING, State.REPORTED, State.RETURNED)

    track = "assignment"
    texts = frozenset(("stuck", "next_step"))
    item = models.ForeignKey(Item, models.PROTECT, related_name="assignments", verbose_name="事项")
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name="措施"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="assignments", db_index=False, verbose_name="单位"
    )
    duty = models.CharField("职责", max_length=12, choices=Duty)
    state = models.CharField("状态", max_length=20, choices=State, default=State.DRAFT)
    deadline = models.DateField("本单位时限", null=True, blank=True)
    sign_by = models.DateField("签收时限", null=True, blank=True)
    signed_on = models.DateField("签收日期", null=True, blank=True)
    signed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签收人"
    )
    target_share = models.DecimalField("分配数", max_digits=16, decimal_places=4, null=True, blank=True)
    achieved = models.DecimalField("完成数", max_digits=16, decimal_places=4, default=Decimal(0))
    progress = models.PositiveSmallIntegerField("进度", default=0)
    reported_on = models.DateField("最近报送", null=True, blank=True)
    stuck = models.CharField("卡在哪里", max_length=200, blank=True)
    next_step = models.CharField("下一步", max_length=200, blank=True)
    times_urged = models.PositiveSmallIntegerField("催办次数", default=0)
    urged_on = models.DateField("最近催办", null=True, blank=True)

    class Meta:
        verbose_name = "承办"
        ordering = ("item", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("item", "unit"),
                condition=Q(measure__isnull=True) & ~Q(state="released"),
                name="assignment_once_in_item",
            ),
            models.UniqueConstraint(
                fields=("measure", "unit"),
                condition=Q(measure__isnull=False) & ~Q(state="released"),
                name="assignment_once_in_measure",
            ),
            models.UniqueConstraint(
                fields=("item",),
                condition=Q(duty="lead", measure__isnull=True) & ~Q(state="released"),
                name="assignment_one_lead",
            ),
            models.CheckConstraint(
                name="assignment_signed_means_dated",
                condition=Q(signed_on__isnull=True, signed_by__isnull=True)
                | Q(signed_on__isnull=False, signed_by__isnull=False),
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="assignment_progress_to_100"),
            models.CheckConstraint(condition=Q(achieved__gte=0), name="assignment_achieved_not_negative"),
            models.CheckConstraint(
                condition=Q(target_share__isnull=True) | Q(target_share__gt=0),
                name="assignment_share_is_positive",
            ),
        ]
        indexes = [models.Index(fields=("unit", "state"), name="assignment_by_unit")]

    def __str__(self) -> str:
        return f"{self.item_id}:{self.unit_id}"
