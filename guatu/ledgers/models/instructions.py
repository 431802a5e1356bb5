"""What leaders write (批示): on a paper that becomes an item, or on an item; and the report that ends it."""

from django.db import models
from django.db.models import F, Q

from guatu.accounts.models import Person
from guatu.history.models import StoredFile, Tracked
from guatu.ledgers.models.items import Item


class Instruction(Tracked):
    """What a leader wrote on which day, and the item that carries it or that it is about."""

    track = "instruction"
    texts = frozenset(("words",))
    item = models.ForeignKey(Item, models.PROTECT, related_name="instructions", verbose_name="事项")
    leader = models.ForeignKey(Person, models.PROTECT, related_name="instructions", verbose_name="批示领导")
    given_on = models.DateField("批示日期")
    words = models.TextField("批示内容")
    reply_by = models.DateField("要求回报日期", null=True, blank=True)
    """The day by which the leader wants to hear how it was carried out."""
    scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批示扫描件"
    )

    class Meta:
        verbose_name = "批示"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(reply_by__isnull=True) | Q(reply_by__gte=F("given_on")),
                name="instruction_reply_after_it",
            )
        ]

    def __str__(self) -> str:
        return f"{self.leader_id} {self.given_on}"


class ClosingReport(Tracked):
    """How an instruction was carried out (办结报告); the leader marks it read or answers."""

    track = "closing_report"
    texts = frozenset(("text", "answer"))
    instruction = models.ForeignKey(
        Instruction, models.PROTECT, related_name="closing_reports", verbose_name="批示"
    )
    text = models.TextField("办结情况")
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="报告文件"
    )
    submitted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="呈报人")
    submitted_on = models.DateField("呈报日期")
    read_on = models.DateField("阅示日期", null=True, blank=True)
    answer = models.TextField("领导意见", blank=True)

    class Meta:
        verbose_name = "办结报告"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("instruction",), condition=Q(read_on__isnull=True), name="closing_report_one_unread"
            )
        ]

    def __str__(self) -> str:
        return f"{self.instruction_id} {self.submitted_on}"
