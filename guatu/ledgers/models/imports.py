"""An office's own table on its way into a ledger, what came in by it, and what the office said of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from guatu.accounts.models import Office, Person
from guatu.history.models import StoredFile, Tracked
from guatu.ledgers.models.items import Item
from guatu.ledgers.models.ledgers import Ledger


class Import(Tracked):
    """One file brought into a ledger as a whole: one deed, and one more if it is taken back."""

    class State(models.TextChoices):
        APPLIED = "applied", "已导入"
        UNDONE = "undone", "已撤销"

    track = "import"
    texts = frozenset(("name", "reason"))
    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="imports", verbose_name="台账")
    name = models.CharField("文件名", max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="原件")
    reading = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="读取结果"
    )
    """What the file said, matter by matter: a later file is compared with it too."""
    reason = models.CharField("转入说明", max_length=200)
    state = models.CharField("状态", max_length=12, choices=State, default=State.APPLIED)
    added = models.PositiveIntegerField("新增", default=0)
    changed = models.PositiveIntegerField("更新", default=0)
    unchanged = models.PositiveIntegerField("不变", default=0)
    rejected = models.PositiveIntegerField("未导入行", default=0)
    applied_on = models.DateField("导入日期")
    undone_on = models.DateField("撤销日期", null=True, blank=True)

    class Meta:
        verbose_name = "导入"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="import_undone_means_dated",
                condition=Q(state="undone", undone_on__isnull=False)
                | Q(state="applied", undone_on__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.name


class ImportLine(models.Model):
    """An item that an import made or changed, where it stands in the file, and its revision right after."""

    brought_by = models.ForeignKey(
        Import, models.PROTECT, related_name="lines", db_index=False, verbose_name="导入"
    )
    item = models.ForeignKey(Item, models.PROTECT, related_name="import_lines", verbose_name="事项")
    is_new = models.BooleanField("新增")
    sheet = models.CharField("工作表", max_length=120)
    row = models.PositiveIntegerField("行")
    own_number = models.CharField("原编号", max_length=60, blank=True)
    revision = models.PositiveIntegerField("导入后版本")

    class Meta:
        verbose_name = "导入行"
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("brought_by", "item"), name="import_line_once")]

    def __str__(self) -> str:
        return f"{self.brought_by_id}:{self.item_id}"


class ImportDraft(models.Model):
    """A table on its way in: read apart from the pages, its columns corrected, shown before it is applied.

    Like a draft of a directive it is working matter; what is applied is recorded as an `Import`.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "待读取"
        READING = "reading", "读取中"
        READY = "ready", "待核对"
        APPLYING = "applying", "导入中"
        FAILED = "failed", "未读成"
        APPLIED = "applied", "已导入"
        WITHDRAWN = "withdrawn", "已放弃"

    WORKED_ON: ClassVar = (State.WAITING, State.READING, State.APPLYING)

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="import_drafts", verbose_name="台账")
    name = models.CharField("文件名", max_length=200, blank=True)
    sha256 = models.CharField("文件摘要", max_length=64)
    waiting_as = models.CharField("暂存文件", max_length=32, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="原件"
    )
    plan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="预览"
    )
    marked = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="标出退回处的表"
    )
    shown = models.CharField("预览摘要", max_length=64, blank=True)
    received_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="上传人")
    received_at = models.DateTimeField("上传时间")
    state = models.CharField("状态", max_length=12, choices=State, default=State.WAITING)
    progress = models.PositiveSmallIntegerField("进度", default=0)
    failure = models.CharField("未成的原因", max_length=400, blank=True)
    columns = models.JSONField("列的含义", default=dict)
    """Sheet → place of a column → its role, as people have corrected it."""
    units = models.JSONField("单位对照", default=dict)
    """A name as written → the key of the unit that it means."""
    asked = models.JSONField("导入要求", default=dict)
    """How it is to be applied, by whom and when it was asked."""
    revision = models.PositiveIntegerField("版本", default=0)
    result = models.ForeignKey(
        Import, models.PROTECT, null=True, blank=True, related_name="drafts", verbose_name="导入"
    )

    class Meta:
        verbose_name = "导入草稿"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="import_draft_applied_means_import",
                condition=~Q(state="applied") | Q(result__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


class ImportMemory(models.Model):
    """What an office said once and means again: the columns of a layout, the unit that a name stands for."""

    class Kind(models.TextChoices):
        COLUMNS = "columns", "列的含义"
        UNIT = "unit", "单位叫法"

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="import_memories", db_index=False, verbose_name="办公室"
    )
    kind = models.CharField("类别", max_length=8, choices=Kind)
    key = models.CharField("所指", max_length=120)
    value = models.JSONField("含义")
    kept_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="由谁")
    kept_at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "导入习惯"
        constraints = [models.UniqueConstraint(fields=("office", "kind", "key"), name="import_memory_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
