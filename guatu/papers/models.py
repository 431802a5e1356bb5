"""Papers: what an office issues under a number of its own, in the order of a year."""

import json
from typing import Any

from django.db import models
from django.db.models import Q

from guatu.accounts.models import Office, Person
from guatu.history.models import Tracked


class Paper(Tracked):
    """A numbered document of an office: numbered by kind and year, without gaps, never taken back."""

    class Kind(models.TextChoices):
        CUSTODY_LIST = "custody_list", "移交清单"
        DISPATCH_NOTICE = "dispatch_notice", "交办单"
        SIGN_OFF_SHEET = "sign_off_sheet", "审签单"
        CLOSING_REPORT = "closing_report", "办结报告"

    track = "paper"
    texts = frozenset(("title", "body"))
    office = models.ForeignKey(Office, models.PROTECT, related_name="papers", verbose_name="办公室")
    kind = models.CharField("文种", max_length=20, choices=Kind)
    year = models.PositiveSmallIntegerField("年份")
    number = models.PositiveIntegerField("序号")
    title = models.CharField("标题", max_length=200)
    body = models.TextField("内容")
    issued_on = models.DateField("签发日期")
    issued_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签发人"
    )

    class Meta:
        verbose_name = "公文"
        ordering = ("-issued_on", "-pk")
        constraints = [
            models.UniqueConstraint(fields=("office", "kind", "year", "number"), name="paper_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="paper_number_from_one"),
        ]

    def __str__(self) -> str:
        return self.mark

    @property
    def mark(self) -> str:
        """How the paper is cited: 移交清单〔2026〕3号."""
        return f"{self.get_kind_display()}〔{self.year}〕{self.number}号"

    @property
    def content(self) -> dict[str, Any]:
        """The body as it was given; empty where it was redacted."""
        found: dict[str, Any] = json.loads(self.body) if self.body.startswith("{") else {}
        return found
