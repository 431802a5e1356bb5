"""Notices: one row for each person and occasion; what it is about stands in the trail and is looked up."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from guatu.accounts.models import Person, Unit
from guatu.history.models import Event, Tracked


class Notice(models.Model):
    """Somebody is told of something once.

    It holds no words: title and words are read from what it is about, by who may see that when he reads.
    """

    class Kind(models.TextChoices):
        """Of what sort of occasion somebody is told."""

        DISPATCHED = "dispatched", "新交办"
        INSTRUCTION = "instruction", "领导批示"
        REASSIGNED = "reassigned", "转来承办"
        URGED = "urged", "催办"
        DEADLINE_CHANGED = "deadline_changed", "时限调整"
        EXTENSION_APPROVED = "extension_approved", "延期批准"
        EXTENSION_REFUSED = "extension_refused", "延期未准"
        REPORT_DECLINED = "report_declined", "进展审核退回"
        REPORT_RETURNED = "report_returned", "进展退回"
        TO_VERIFY = "to_verify", "请核查"
        TO_SIGN_OFF = "to_sign_off", "请审签"
        TO_SITE_CHECK = "to_site_check", "请到现场核查"
        TO_APPROVE = "to_approve", "亮灯规则请批准"
        CLOSE_RETURNED = "close_returned", "销号退回"
        CLOSE_VERIFIED = "close_verified", "核查通过"
        CLOSED = "closed", "已销号"
        LOOK_BACK_HELD = "look_back_held", "回头看未反弹"
        REOPENED = "reopened", "回头看重新打开"
        DUE_SOON = "due_soon", "快到期"
        DUE_TOMORROW = "due_tomorrow", "明天到期"
        OVERDUE = "overdue", "已逾期"
        SIGN_LATE = "sign_late", "逾期未签收"
        LIT = "lit", "亮灯变化"
        MEETING_PLANNED = "meeting_planned", "会议通知"
        MEETING_CHANGED = "meeting_changed", "会议调整"
        MEETING_DROPPED = "meeting_dropped", "不用参会"
        MEETING_CANCELLED = "meeting_cancelled", "会议取消"

    SIGNED_FOR: ClassVar = (Kind.URGED, Kind.INSTRUCTION)
    """Kinds of which the receipt (签收) is a link of the chain."""
    ACKNOWLEDGED: ClassVar = (Kind.REPORT_DECLINED, Kind.REPORT_RETURNED, Kind.CLOSE_RETURNED, Kind.REOPENED)
    """Kinds that wait for a word that they were understood (知道了); nothing else comes of it."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="notices", db_index=False, verbose_name="收件人"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="所代表单位"
    )
    kind = models.CharField("类别", max_length=20, choices=Kind)
    subject_kind = models.CharField("对象类别", max_length=24)
    subject_id = models.BigIntegerField("对象")
    event = models.ForeignKey(
        Event, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="留痕"
    )
    day = models.DateField("到期日", null=True)
    made_at = models.DateTimeField("发出时间")
    seen_at = models.DateTimeField("看到时间", null=True)
    receipt_at = models.DateTimeField("回执时间", null=True)
    over_at = models.DateTimeField("了结时间", null=True)
    """When it became moot: the matter moved away, closed, or was done."""
    waits = models.BooleanField("待看", default=True)
    """Still to be seen, or to be signed for: what the bell counts."""

    class Meta:
        verbose_name = "消息"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="notice_receipt_means_seen",
                condition=Q(receipt_at__isnull=True) | Q(seen_at__isnull=False),
            ),
            models.CheckConstraint(
                name="notice_waits_until_settled",
                condition=Q(waits=False) | Q(receipt_at__isnull=True, over_at__isnull=True),
            ),
            models.CheckConstraint(
                name="notice_of_event_or_day",
                condition=Q(event__isnull=False, day__isnull=True) | Q(event__isnull=True, day__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("person", "subject_kind", "subject_id", "kind", "day"),
                condition=Q(event__isnull=True),
                name="notice_of_day_once",
            ),
        ]
        indexes = [
            models.Index(fields=("person",), condition=Q(waits=True), name="notice_waiting"),
            models.Index(fields=("person", "id"), name="notice_of_person"),
            models.Index(fields=("unit", "made_at"), name="notice_of_unit"),
            models.Index(fields=("subject_kind", "subject_id"), name="notice_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_kind}:{self.subject_id}"

    @property
    def needs_receipt(self) -> bool:
        """Whether being seen is not enough."""
        return self.kind in (*self.SIGNED_FOR, *self.ACKNOWLEDGED)

    @property
    def is_signed_for(self) -> bool:
        """Whether its receipt is a link of the chain."""
        return self.kind in self.SIGNED_FOR


class Receipt(Tracked):
    """Somebody has signed for what he was told (签收): of an urging, of an instruction."""

    track = "receipt"
    event = models.ForeignKey(Event, models.PROTECT, related_name="+", verbose_name="所签收的留痕")
    kind = models.CharField("类别", max_length=20, choices=Notice.Kind)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="签收人")
    principal = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="委托人")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="所代表单位")
    received_on = models.DateField("签收日期")

    class Meta:
        verbose_name = "消息回执"
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("event", "person"), name="receipt_once")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.person_id}"
