"""The event chain, what stands beside it, and the checkpoints over it."""

from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import F, Q

HASH: Final = 64


class StoredFile(models.Model):
    """A file by the digest of its content; the bytes lie in the folder of files."""

    sha256 = models.CharField("文件摘要", max_length=HASH, primary_key=True)
    size = models.PositiveBigIntegerField("字节数")
    media_type = models.CharField("格式", max_length=100)
    stored_at = models.DateTimeField("存入时间")

    class Meta:
        verbose_name = "文件"

    def __str__(self) -> str:
        return self.sha256[:12]


class Chain(models.Model):
    """One chain of events: an office's own, or the registry's; its row is the lock of its head."""

    code = models.CharField("链", max_length=40, unique=True)
    length = models.PositiveBigIntegerField("环数", default=0)
    head = models.CharField("链首摘要", max_length=HASH, default="", blank=True)

    class Meta:
        verbose_name = "留痕链"

    def __str__(self) -> str:
        return f"{self.code} {self.length}"


class Event(models.Model):
    """Something that happened to a subject, written once; `body` holds the bytes that are hashed."""

    chain = models.ForeignKey(
        Chain, models.PROTECT, related_name="events", db_index=False, verbose_name="留痕链"
    )
    number = models.PositiveBigIntegerField("环号")
    subject_kind = models.CharField("对象类别", max_length=24)
    subject_id = models.BigIntegerField("对象")
    subject_previous = models.CharField("对象上一环", max_length=HASH, blank=True)
    kind = models.CharField("事由", max_length=40)
    actor_id = models.BigIntegerField("办理人", null=True)
    principal_id = models.BigIntegerField("委托人", null=True)
    unit_id = models.BigIntegerField("所代表单位", null=True)
    recorded_at = models.DateTimeField("记录时间")
    happened_on = models.DateField("发生日期")
    body = models.BinaryField("原文字节")
    previous = models.CharField("上一环摘要", max_length=HASH, blank=True)
    hash = models.CharField("摘要", max_length=HASH, unique=True)
    algorithm = models.CharField("摘要算法", max_length=8)
    schema = models.PositiveSmallIntegerField("格式版本")

    class Meta:
        verbose_name = "留痕"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("chain", "number"), name="event_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="event_number_from_one"),
        ]
        indexes = [
            models.Index(  # the latest event of a subject in its chain is found without a look at others
                fields=("subject_kind", "subject_id", "chain", "number"), name="event_of_subject"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_kind}:{self.subject_id}"


class Enclosure(models.Model):
    """A text or a file beside an event, bound to it by a salted digest, so that it can be redacted."""

    event = models.ForeignKey(
        Event, models.PROTECT, related_name="enclosures", db_index=False, verbose_name="留痕"
    )
    name = models.CharField("名称", max_length=80)
    digest = models.CharField("加盐摘要", max_length=HASH)
    salt = models.BinaryField("盐", null=True)
    text = models.TextField("文字", null=True)  # noqa: DJ001 - null is redacted, empty is an empty text
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, verbose_name="文件")
    tombstone = models.ForeignKey(
        Event, models.PROTECT, null=True, related_name="redactions", verbose_name="删除留痕"
    )

    class Meta:
        verbose_name = "留痕附载"
        constraints = [
            models.UniqueConstraint(fields=("event", "name"), name="enclosure_name_once"),
            models.CheckConstraint(
                name="enclosure_whole_or_redacted",
                condition=Q(tombstone__isnull=True, salt__isnull=False, text__isnull=False, file__isnull=True)
                | Q(tombstone__isnull=True, salt__isnull=False, text__isnull=True, file__isnull=False)
                | Q(tombstone__isnull=False, salt__isnull=True, text__isnull=True, file__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Checkpoint(models.Model):
    """The heads of all chains at one moment, under one Merkle root, signed."""

    number = models.PositiveBigIntegerField("序号", unique=True)
    taken_at = models.DateTimeField("时间")
    body = models.BinaryField("原文字节")
    root = models.CharField("默克尔根", max_length=HASH)
    previous = models.CharField("上一检查点摘要", max_length=HASH, blank=True)
    hash = models.CharField("摘要", max_length=HASH, unique=True)
    key_id = models.CharField("公钥指纹", max_length=HASH)
    signature = models.BinaryField("签名")

    class Meta:
        verbose_name = "检查点"
        ordering = ("number",)

    def __str__(self) -> str:
        return f"检查点 {self.number}"


class Tracked(models.Model):
    """A row whose every change is in the chain: plain fields in the event, the texts named here beside it."""

    track: ClassVar[str]
    """The kind by which events name such a row: `item` in `item:17`."""
    texts: ClassVar[frozenset[str]] = frozenset()
    """Fields of free text, names and the like, which enter the chain as salted digests."""
    untracked: ClassVar[frozenset[str]] = frozenset()
    """Fields that are no facts: passwords, counters of the machine."""

    class Meta:
        abstract = True

    @property
    def reference(self) -> str:
        return f"{self.track}:{self.pk}"

    @classmethod
    def tracked_fields(cls) -> list["models.Field[Any, Any]"]:
        return [field for field in cls._meta.concrete_fields if field.name not in cls.untracked]


class TwoClocked(models.Model):
    """What held from one day to another, as known from one day to another; `to` days are exclusive.

    A list as of day D, as known on day K (never before D), takes the rows whose two ranges hold D and K.
    """

    valid_from = models.DateField("起")
    valid_to = models.DateField("止")
    known_from = models.DateField("知悉起")
    known_to = models.DateField("知悉止")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__lt=F("valid_to"), known_from__lt=F("known_to")),
                name="%(class)s_ranges_run_forward",
            )
        ]


class Facts(TwoClocked):
    """What a row was from one day to another; its events tell, so it can be made anew from them."""

    row_field: ClassVar[str]
    """The foreign key to the row that these facts are of."""

    class Meta(TwoClocked.Meta):
        abstract = True


class Redaction(Tracked):
    """Texts and files that one administrator asks to delete; once another has confirmed it they are gone."""

    track = "redaction"
    texts = frozenset(("reason",))
    enclosures = models.ManyToManyField(Enclosure, related_name="+", verbose_name="留痕附载")
    reason = models.TextField("理由")
    asked_by_id = models.BigIntegerField("申请人")
    asked_for_id = models.BigIntegerField("申请人的委托人", null=True)
    asked_at = models.DateTimeField("申请时间")
    confirmed_by_id = models.BigIntegerField("确认人", null=True)
    confirmed_for_id = models.BigIntegerField("确认人的委托人", null=True)
    confirmed_at = models.DateTimeField("确认时间", null=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        verbose_name = "删除申请"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="redaction_confirmed_by_somebody",
                condition=Q(
                    confirmed_by_id__isnull=True, confirmed_at__isnull=True, confirmed_for_id__isnull=True
                )
                | Q(confirmed_by_id__isnull=False, confirmed_at__isnull=False, withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="redaction_by_two_persons",
                condition=Q(confirmed_by_id__isnull=True)
                | ~Q(confirmed_by_id=F("asked_by_id"))
                & (Q(asked_for_id__isnull=True) | ~Q(confirmed_by_id=F("asked_for_id")))
                & (Q(confirmed_for_id__isnull=True) | ~Q(confirmed_for_id=F("asked_by_id")))
                & (
                    Q(asked_for_id__isnull=True)
                    | Q(confirmed_for_id__isnull=True)
                    | ~Q(confirmed_for_id=F("asked_for_id"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"删除申请 {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.confirmed_at is None and self.withdrawn_at is None
