"""Papers: what an office issues under a number of its own, in the order of a year."""

import json
from typing import Any

from django.db import models
from django.db.models import Q

from guatu.accounts.models import Office, Person, Unit
from guatu.history.models import StoredFile, Tracked


class Paper(Tracked):
    """A numbered document of an office: numbered by kind and year, without gaps, never taken back."""

    class Kind(models.TextChoices):
        """What sort of document a paper is."""

        LETTER = "letter", "督办函"
        REMINDER = "reminder", "提醒函"
        DISPATCH_NOTICE = "dispatch_notice", "交办通知"
        CLOSE_OUT_SHEET = "close_out_sheet", "销号审批表"
        CLOSING_REPORT = "closing_report", "办结报告"
        CUSTODY_LIST = "custody_list", "移交清单"
        SIGN_OFF_SHEET = "sign_off_sheet", "审签单"

    track = "paper"
    texts = frozenset(("title", "body"))
    office = models.ForeignKey(Office, models.PROTECT, related_name="papers", verbose_name="办公室")
    kind = models.CharField("文种", max_length=20, choices=Kind)
    year = models.PositiveSmallIntegerField("年份")
    number = models.PositiveIntegerField("序号")
    title = models.CharField("标题", max_length=200)
    body = models.TextField("内容")
    addressee = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name="主送单位"
    )
    template = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所用模板"
    )
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

    @property
    def is_redacted(self) -> bool:
        """Whether its words were taken out of the trail."""
        return not self.body.startswith("{")


class PaperSubject(Tracked):
    """What a paper is about: a row of a room above, by the kind and key by which events name it."""

    track = "paper_subject"
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="subjects", verbose_name="公文")
    subject_kind = models.CharField("对象类别", max_length=24)
    subject_id = models.BigIntegerField("对象")

    class Meta:
        verbose_name = "公文所涉"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("paper", "subject_kind", "subject_id"), name="paper_subject_once")
        ]
        indexes = [models.Index(fields=("subject_kind", "subject_id"), name="paper_of_subject")]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id}"


class PaperReceipt(Tracked):
    """The unit to which a paper is addressed has signed for it (签收), or has read it (已阅)."""

    track = "paper_receipt"
    paper = models.OneToOneField(Paper, models.PROTECT, related_name="receipt", verbose_name="公文")
    received_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="签收人")
    principal = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="委托人"
    )
    received_on = models.DateField("签收日期")

    class Meta:
        verbose_name = "公文回执"

    def __str__(self) -> str:
        return f"{self.paper_id} {self.received_on}"


class PaperTemplate(Tracked):
    """A version of the template by which an office prints papers of a kind; the last one counts.

    A shipped version says that the office went back to what came with the program.
    """

    track = "paper_template"
    texts = frozenset(("file_name",))
    office = models.ForeignKey(Office, models.PROTECT, related_name="paper_templates", verbose_name="办公室")
    kind = models.CharField("文种", max_length=20, choices=Paper.Kind)
    number = models.PositiveIntegerField("版本")
    is_shipped = models.BooleanField("自带模板", default=False)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="模板文件"
    )
    file_name = models.CharField("文件名", max_length=200, blank=True)
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="更换人")
    changed_on = models.DateField("更换日期")

    class Meta:
        verbose_name = "公文模板"
        ordering = ("office", "kind", "-number")
        constraints = [
            models.UniqueConstraint(fields=("office", "kind", "number"), name="paper_template_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="paper_template_from_one"),
            models.CheckConstraint(
                condition=Q(is_shipped=False) | Q(file__isnull=True),
                name="paper_template_shipped_has_no_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}第 {self.number} 版"
