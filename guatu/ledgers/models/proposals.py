"""What a local model proposed for a draft, beside its entries: taken or dismissed by a person."""

from django.db import models
from django.db.models import Q

from guatu.accounts.models import Person, Unit
from guatu.ledgers.models.directives import Draft


class Proposal(models.Model):
    """A value for a field of an entry, with the words of the document that hold it."""

    class Field(models.TextChoices):
        LEAD = "lead", "牵头单位"
        UNITS = "units", "责任单位"
        DUE = "due", "办结时限"
        PROBLEM = "problem", "问题"

    class State(models.TextChoices):
        OPEN = "open", "待定"
        TAKEN = "taken", "已采用"
        DISMISSED = "dismissed", "不采用"

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="proposals", verbose_name="来文草稿")
    entry = models.PositiveIntegerField("条目")
    field = models.CharField("字段", max_length=12, choices=Field)
    value = models.CharField("建议", max_length=300)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    day = models.DateField("日期", null=True, blank=True)
    quote = models.CharField("原文", max_length=400)
    start = models.PositiveIntegerField("原文起")
    state = models.CharField("状态", max_length=12, choices=State, default=State.OPEN)
    made_at = models.DateTimeField("提出时间")
    decided_at = models.DateTimeField("处理时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="处理人"
    )

    class Meta:
        verbose_name = "本地模型建议"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("draft", "entry", "field", "value"), name="proposal_once"),
            models.CheckConstraint(
                name="proposal_decided_means_dated",
                condition=Q(state="open", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}#{self.entry} {self.field}"
