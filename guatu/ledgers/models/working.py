"""What units do about items: reports, evidence, requests for more time."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from guatu.accounts.models import Person, Unit
from guatu.history.models import StoredFile, Tracked
from guatu.ledgers.models.items import Assignment, Item, Measure


class Report(Tracked):
    """A unit says how far it is; figures are totals to date, not what was added.

    Where the ledger asks for it, the unit's own reviewer releases a report before it counts.
    """

    class Review(models.TextChoices):
        NONE = "", "不须审核"
        AWAITING = "awaiting", "待单位审核"
        RELEASED = "released", "审核通过"
        DECLINED = "declined", "审核退回"
        REPLACED = "replaced", "已重报"

    COUNTING: ClassVar = (Review.NONE, Review.RELEASED)

    track = "report"
    texts = frozenset(("text", "stuck", "next_step", "review_remark"))
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="reports", verbose_name="承办")
    item = models.ForeignKey(Item, models.PROTECT, related_name="reports", verbose_name="事项")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    reported_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="报送人")
    principal = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="委托人"
    )
    reported_on = models.DateField("报送日期")
    written_at = models.DateTimeField("写成时间（设备自报）", null=True, blank=True)
    progress = models.PositiveSmallIntegerField("进度")
    achieved = models.DecimalField("完成数", max_digits=16, decimal_places=4, default=Decimal(0))
    text = models.TextField("进展")
    stuck = models.CharField("卡在哪里", max_length=200, blank=True)
    next_step = models.CharField("下一步", max_length=200, blank=True)
    is_returned = models.BooleanField("已退回", default=False)
    review = models.CharField("单位审核", max_length=12, choices=Review, blank=True, default=Review.NONE)
    reviewed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人"
    )
    reviewed_for = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核委托人"
    )
    reviewed_on = models.DateField("审核日期", null=True, blank=True)
    review_remark = models.CharField("审核意见", max_length=200, blank=True)

    class Meta:
        verbose_name = "进展报送"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="report_progress_to_100"),
            models.CheckConstraint(condition=Q(achieved__gte=0), name="report_achieved_not_negative"),
            models.CheckConstraint(
                name="report_reviewed_means_dated",
                condition=Q(
                    review__in=("released", "declined"), reviewed_by__isnull=False, reviewed_on__isnull=False
                )
                | (~Q(review__in=("released", "declined")) & Q(reviewed_by__isnull=True)),
            ),
            models.CheckConstraint(
                name="report_reviewed_by_another",
                condition=~Q(reviewed_by=F("reported_by")) & ~Q(reviewed_for=F("reported_by")),
            ),
            models.UniqueConstraint(
                fields=("assignment",), condition=Q(review="awaiting"), name="report_one_awaits_review"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.reported_on}"


class Evidence(Tracked):
    """A proof: a file, with the time and place that its device claims."""

    class Verdict(models.TextChoices):
        NONE = "", "未判"
        COUNTS = "counts", "属实"
        SHARED = "shared", "属实，可共用"
        REJECTED = "rejected", "不算数"

    track = "evidence"
    texts = frozenset(("name", "place", "verdict_note"))
    item = models.ForeignKey(Item, models.PROTECT, related_name="evidence", verbose_name="首传事项")
    report = models.ForeignKey(
        Report, models.PROTECT, null=True, blank=True, related_name="evidence", verbose_name="进展报送"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="上传单位"
    )
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    name = models.CharField("文件名", max_length=200)
    perceptual_hash = models.CharField("画面指纹", max_length=64, blank=True)
    taken_at = models.DateTimeField("拍摄时间（设备自报）", null=True, blank=True)
    place = models.CharField("拍摄位置（设备自报）", max_length=60, blank=True)
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="上传人")
    principal = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="委托人"
    )
    uploaded_on = models.DateField("上传日期")
    verdict = models.CharField("判定", max_length=12, choices=Verdict, blank=True, default=Verdict.NONE)
    verdict_note = models.CharField("判定说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "佐证材料"
        verbose_name_plural = "佐证材料"
        ordering = ("pk",)
        indexes = [models.Index(fields=("perceptual_hash",), name="evidence_by_picture")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_photo(self) -> bool:
        return self.file.media_type.startswith("image/")


class EvidenceUse(Tracked):
    """A proof serves an item, or one of its measures; one proof may serve many."""

    COUNTING: ClassVar = Q(evidence__report=None) | Q(evidence__report__review__in=Report.COUNTING)
    """Given without a report, or with one that its unit let out."""

    track = "evidence_use"
    evidence = models.ForeignKey(
        Evidence, models.PROTECT, related_name="uses", db_index=False, verbose_name="佐证"
    )
    item = models.ForeignKey(Item, models.PROTECT, related_name="evidence_uses", verbose_name="事项")
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="evidence_uses", verbose_name="措施"
    )

    class Meta:
        verbose_name = "佐证用途"
        constraints = [
            models.UniqueConstraint(fields=("evidence", "item", "measure"), name="evidence_use_once"),
            models.UniqueConstraint(
                fields=("evidence", "item"),
                condition=Q(measure__isnull=True),
                name="evidence_use_once_in_item",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id}→{self.item_id}"


class Extension(Tracked):
    """A unit asks for more time before the day; the office answers within its working days."""

    class State(models.TextChoices):
        ASKED = "asked", "待批"
        APPROVED = "approved", "已批准"
        REFUSED = "refused", "未批准"
        WITHDRAWN = "withdrawn", "已撤回"

    track = "extension"
    texts = frozenset(("reason", "progress_text", "remark"))
    item = models.ForeignKey(Item, models.PROTECT, related_name="extension_requests", verbose_name="事项")
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="extension_requests", verbose_name="承办"
    )
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="申请人")
    asked_on = models.DateField("申请日期")
    reason = models.TextField("理由")
    progress_text = models.TextField("目前进展")
    old_deadline = models.DateField("原时限")
    new_deadline = models.DateField("申请时限")
    answer_by = models.DateField("批复时限")
    state = models.CharField("状态", max_length=12, choices=State, default=State.ASKED)
    answered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批复人"
    )
    answered_on = models.DateField("批复日期", null=True, blank=True)
    remark = models.TextField("批复意见", blank=True)

    class Meta:
        verbose_name = "延期申请"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(new_deadline__gt=F("old_deadline")), name="extension_is_later"
            ),
            models.CheckConstraint(
                condition=Q(asked_on__lte=F("old_deadline")), name="extension_asked_before_the_day"
            ),
            models.UniqueConstraint(
                fields=("assignment",), condition=Q(state="asked"), name="extension_one_at_a_time"
            ),
            models.CheckConstraint(
                name="extension_answered_means_dated",
                condition=Q(state="asked", answered_on__isnull=True, answered_by__isnull=True)
                | (~Q(state="asked") & Q(answered_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_deadline}→{self.new_deadline}"
