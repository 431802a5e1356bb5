"""Looking at the place itself (现场核查): drawn by lot, ordered, or without notice to anybody."""

from typing import Final

from django.db import models
from django.db.models import F, Q

from guatu.accounts.models import Office, Person, Unit
from guatu.history.models import StoredFile, Tracked
from guatu.ledgers.models.closing import CloseOut
from guatu.ledgers.models.items import Item

CODE: Final = 6
"""Characters of the code that is shown at the place."""


class SiteCheckDraw(Tracked):
    """The lot of one request: is its item looked at on the spot? Anybody can draw it again.

    `lot` is `sha256(seed + number of the item)` as a number, modulo 100; below the share it is taken.
    """

    class Ground(models.TextChoices):
        LOT = "lot", "按号抽"
        NO_CHECKPOINT = "no_checkpoint", "还没有检查点，一律核查"
        WAITING = "waiting", "上次该查没有查，仍要查"
        DIFFERED = "differed", "上次现场不相符，仍要查"

    track = "site_check_draw"
    item = models.ForeignKey(Item, models.PROTECT, related_name="site_check_draws", verbose_name="事项")
    close_out = models.OneToOneField(
        CloseOut, models.PROTECT, related_name="site_check_draw", verbose_name="销号申请"
    )
    share = models.PositiveSmallIntegerField("现场核查比例")
    """In per cent, as the ledger set it at that moment."""
    checkpoint = models.PositiveBigIntegerField("检查点", null=True)
    """The number of the last checkpoint before the request; none where there was none."""
    seed = models.CharField("种子", max_length=64, blank=True)
    """The digest of that checkpoint."""
    lot = models.PositiveSmallIntegerField("抽得", null=True)
    ground = models.CharField("依据", max_length=16, choices=Ground)
    is_taken = models.BooleanField("抽中")
    drawn_on = models.DateField("抽取日期")

    class Meta:
        verbose_name = "现场核查抽取"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=Q(share__lte=100), name="site_check_draw_share_is_percent"),
            models.CheckConstraint(
                name="site_check_draw_lot_needs_seed",
                condition=Q(checkpoint__isnull=True, seed="", lot__isnull=True)
                | Q(checkpoint__isnull=False, lot__isnull=False, lot__lte=99) & ~Q(seed=""),
            ),
            models.CheckConstraint(
                name="site_check_draw_taken_as_drawn",
                condition=Q(ground="lot", is_taken=True, lot__lt=F("share"))
                | Q(ground="lot", is_taken=False, lot__gte=F("share"))
                | Q(ground__in=("waiting", "differed"), is_taken=True)
                | Q(ground="no_checkpoint", is_taken=True, lot__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.get_ground_display()}"


class SiteCheck(Tracked):
    """Somebody goes and looks: at what a request says, or at a place without a request and without notice."""

    class Kind(models.TextChoices):
        DRAWN = "drawn", "抽中"
        ORDERED = "ordered", "指派"
        UNANNOUNCED = "unannounced", "不打招呼"

    class State(models.TextChoices):
        PLANNED = "planned", "待查"
        DONE = "done", "已查"
        DROPPED = "dropped", "免查"

    class Result(models.TextChoices):
        NONE = "", "未查"
        MATCHES = "matches", "相符"
        DIFFERS = "differs", "不相符"
        NOT_SEEN = "not_seen", "没看成"

    class CodeUse(models.TextChoices):
        NONE = "", "没有用"
        PHOTO = "photo", "拍在照片里"
        WRITTEN = "written", "现场人员写下"

    track = "site_check"
    texts = frozenset(("place", "words", "finding"))
    untracked = frozenset(("code",))
    """Until it is spent nobody reads the code in the trail; the result tells it."""
    office = models.ForeignKey(Office, models.PROTECT, related_name="site_checks", verbose_name="办公室")
    kind = models.CharField("方式", max_length=12, choices=Kind)
    state = models.CharField("状态", max_length=8, choices=State, default=State.PLANNED)
    item = models.ForeignKey(
        Item, models.PROTECT, null=True, blank=True, related_name="site_checks", verbose_name="事项"
    )
    close_out = models.ForeignKey(
        CloseOut, models.PROTECT, null=True, blank=True, related_name="site_checks", verbose_name="销号申请"
    )
    draw = models.ForeignKey(
        SiteCheckDraw, models.PROTECT, null=True, blank=True, related_name="site_checks", verbose_name="抽取"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="被查单位"
    )
    """Of a check without notice; of an item it is the lead unit."""
    place = models.CharField("地点", max_length=120, blank=True)
    words = models.TextField("去哪里、看什么", blank=True)
    checker = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="谁去"
    )
    """Without one any verifier."""
    ordered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="指派人"
    )
    ordered_on = models.DateField("派出日期")
    due_on = models.DateField("核查期限")

    code = models.CharField("现场代码", max_length=CODE)
    code_shown_at = models.DateTimeField("代码显示时间", null=True, blank=True)
    """When the phone at the place first asked to show it: the server's own moment."""
    claimed_shown_at = models.DateTimeField("代码显示时间（设备自报）", null=True, blank=True)
    code_use = models.CharField("代码怎么核", max_length=8, choices=CodeUse, blank=True, default=CodeUse.NONE)

    result = models.CharField("结果", max_length=8, choices=Result, blank=True, default=Result.NONE)
    finding = models.TextField("现场情况", blank=True)
    written_at = models.DateTimeField("写成时间（设备自报）", null=True, blank=True)
    received_at = models.DateTimeField("收到时间", null=True, blank=True)
    done_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办理人"
    )
    done_for = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="委托人"
    )
    done_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核查单位"
    )
    done_on = models.DateField("办理日期", null=True, blank=True)

    class Meta:
        verbose_name = "现场核查"
        ordering = ("due_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("item",), condition=Q(state="planned"), name="site_check_one_at_a_time"
            ),
            models.UniqueConstraint(fields=("code",), name="site_check_code_once"),
            models.CheckConstraint(
                name="site_check_of_a_request_or_without_notice",
                condition=Q(kind="unannounced", item__isnull=True, close_out__isnull=True, draw__isnull=True)
                | Q(kind__in=("drawn", "ordered"), item__isnull=False, close_out__isnull=False),
            ),
            models.CheckConstraint(
                name="site_check_done_means_told",
                condition=Q(state="planned", result="", done_by__isnull=True, done_on__isnull=True)
                | Q(state="dropped", result="", done_by__isnull=False, done_on__isnull=False)
                | Q(
                    state="done",
                    result__in=("matches", "differs", "not_seen"),
                    done_by__isnull=False,
                    done_on__isnull=False,
                    done_unit__isnull=False,
                    received_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="site_check_by_another_unit",
                condition=Q(unit__isnull=True) | Q(done_unit__isnull=True) | ~Q(unit=F("done_unit")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.item_id or self.unit_id}"


class SiteCheckPhoto(Tracked):
    """What was seen at the place, with the time and place that its device claims."""

    track = "site_check_photo"
    texts = frozenset(("name", "place"))
    check_of = models.ForeignKey(SiteCheck, models.PROTECT, related_name="photos", verbose_name="现场核查")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    name = models.CharField("文件名", max_length=200)
    perceptual_hash = models.CharField("画面指纹", max_length=64, blank=True)
    taken_at = models.DateTimeField("拍摄时间（设备自报）", null=True, blank=True)
    place = models.CharField("拍摄位置（设备自报）", max_length=60, blank=True)

    class Meta:
        verbose_name = "现场照片"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("check_of", "file"), name="site_check_photo_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_photo(self) -> bool:
        return self.file.media_type.startswith("image/")


class SiteCheckFinding(Tracked):
    """A problem that a check without notice found, and the item that it became."""

    track = "site_check_finding"
    check_of = models.ForeignKey(SiteCheck, models.PROTECT, related_name="findings", verbose_name="现场核查")
    item = models.OneToOneField(Item, models.PROTECT, related_name="found_by", verbose_name="事项")

    class Meta:
        verbose_name = "现场发现的问题"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.check_of_id}→{self.item_id}"
