"""Documents that came in, the drafts read from them, and the sign-off of what is to be dispatched."""

from django.db import models
from django.db.models import F, Q

from guatu.accounts.models import Office, Person
from guatu.history.models import StoredFile, Tracked
from guatu.ledgers.models.ledgers import Ledger


class Directive(Tracked):
    """A document that names problems or tasks: feedback, plan, speech, minutes, bulletin."""

    class Kind(models.TextChoices):
        RECTIFICATION_REPORT = "rectification_report", "整改通报"
        RECTIFICATION_PLAN = "rectification_plan", "整改方案"
        SPEECH = "speech", "讲话"
        TASK_PLAN = "task_plan", "工作方案"
        MINUTES = "minutes", "会议纪要"
        BULLETIN = "bulletin", "通报"
        NEWS = "news", "新闻"
        POLICY = "policy", "政策文件"
        INSTRUCTION = "instruction", "批示"
        OTHER = "other", "其他"

    track = "directive"
    texts = frozenset(("title", "issuer", "reference_number", "file_name"))
    office = models.ForeignKey(Office, models.PROTECT, related_name="directives", verbose_name="办公室")
    ledger = models.ForeignKey(
        Ledger, models.PROTECT, null=True, blank=True, related_name="directives", verbose_name="台账"
    )
    kind = models.CharField("文种", max_length=24, choices=Kind, default=Kind.OTHER)
    title = models.CharField("标题", max_length=300)
    issuer = models.CharField("来文单位", max_length=120, blank=True)
    reference_number = models.CharField("文号", max_length=80, blank=True)
    issued_on = models.DateField("成文日期", null=True, blank=True)
    received_on = models.DateField("收文日期")
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="原件"
    )
    file_name = models.CharField("文件名", max_length=200, blank=True)
    reading = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="读取结果"
    )
    meeting = models.ForeignKey(
        "ledgers.Meeting",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="directives",
        verbose_name="会议",
    )
    """The meeting of which these are the minutes."""
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="newer", verbose_name="所替代的旧版"
    )
    """The document of which this is the newer version; one at most is the newer of any."""

    class Meta:
        verbose_name = "来文"
        ordering = ("-received_on", "-pk")
        constraints = [
            models.UniqueConstraint(fields=("replaces",), name="directive_replaced_once"),
            models.CheckConstraint(condition=~Q(replaces=F("pk")), name="directive_not_its_own_newer"),
        ]

    def __str__(self) -> str:
        return self.title


class Draft(models.Model):
    """A document on its way in: waiting to be read, then the draft ledger that people work on.

    It has a directive once it has been read and bears no mark of secrecy; until then the file waits in a
    private folder, and nothing of it is kept. `entries` are saved as people go, and recorded at dispatch.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "待读取"
        READING = "reading", "读取中"
        READY = "ready", "待核对"
        FAILED = "failed", "未读成"
        DONE = "done", "已办结"

    directive = models.OneToOneField(
        Directive, models.PROTECT, null=True, blank=True, related_name="draft", verbose_name="来文"
    )
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, related_name="drafts", verbose_name="办公室"
    )
    ledger = models.ForeignKey(
        Ledger, models.PROTECT, null=True, blank=True, related_name="drafts", verbose_name="拟入台账"
    )
    meeting = models.ForeignKey(
        "ledgers.Meeting", models.PROTECT, null=True, blank=True, related_name="drafts", verbose_name="会议"
    )
    name = models.CharField("文件名", max_length=200, blank=True)
    sha256 = models.CharField("文件摘要", max_length=64, blank=True)
    waiting_as = models.CharField("暂存文件", max_length=32, blank=True)
    received_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="上传人"
    )
    received_at = models.DateTimeField("上传时间", null=True)
    state = models.CharField("状态", max_length=12, choices=State, default=State.WAITING)
    progress = models.PositiveSmallIntegerField("读取进度", default=0)
    failure = models.CharField("未读成的原因", max_length=300, blank=True)
    entries = models.JSONField("草稿条目", default=list)
    before = models.JSONField("上一版条目", null=True)
    """What the last edit changed, for undo."""
    revision = models.PositiveIntegerField("版本", default=0)
    saved_at = models.DateTimeField("保存时间", null=True)
    saved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="保存人")

    class Meta:
        verbose_name = "来文草稿"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="draft_read_means_directive",
                condition=~Q(state__in=("ready", "done")) | Q(directive__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


class NewerPassage(Tracked):
    """Where a newer version of a document says anew what an item was taken from."""

    track = "newer_passage"
    item = models.ForeignKey(
        "ledgers.Item", models.PROTECT, related_name="newer_passages", verbose_name="事项"
    )
    directive = models.ForeignKey(
        Directive, models.PROTECT, related_name="newer_passages", verbose_name="新版来文"
    )
    source_start = models.PositiveIntegerField("原文起", null=True, blank=True)
    source_end = models.PositiveIntegerField("原文止", null=True, blank=True)

    class Meta:
        verbose_name = "新版原文"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("item", "directive"), name="newer_passage_once"),
            models.CheckConstraint(
                name="newer_passage_runs_forward",
                condition=Q(source_start__isnull=True, source_end__isnull=True)
                | Q(source_start__isnull=False, source_end__gt=F("source_start")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.directive_id}"


class SignOff(Tracked):
    """A named leader approves a list of items before it is dispatched (审签)."""

    class State(models.TextChoices):
        ASKED = "asked", "待审签"
        APPROVED = "approved", "已同意"
        RETURNED = "returned", "已退回"

    track = "sign_off"
    texts = frozenset(("remark",))
    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="sign_offs", verbose_name="台账")
    leader = models.ForeignKey(Person, models.PROTECT, related_name="sign_offs", verbose_name="审签领导")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="送审人")
    asked_on = models.DateField("送审日期")
    state = models.CharField("状态", max_length=12, choices=State, default=State.ASKED)
    answered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    answered_on = models.DateField("审签日期", null=True, blank=True)
    remark = models.TextField("意见", blank=True)
    content_hash = models.CharField("所审内容摘要", max_length=64)
    paper = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="纸质审签扫描件"
    )

    class Meta:
        verbose_name = "审签"
        constraints = [
            models.CheckConstraint(
                name="sign_off_answered_means_dated",
                condition=Q(state="asked", answered_on__isnull=True, answered_by__isnull=True)
                | (~Q(state="asked") & Q(answered_on__isnull=False, answered_by__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return self.get_state_display()
