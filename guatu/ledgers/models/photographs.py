"""What was seen in the files of photographs: derived from their bytes, found by an index, gone with the file.

Files are named by digest and not by key: what is derived holds no file that nothing else speaks of.
"""

from django.db import models
from django.db.models import F, Q

from guatu.history.models import HASH


class Photograph(models.Model):
    """A photograph's marks, and what its device and its programs wrote into it."""

    sha256 = models.CharField("文件摘要", max_length=HASH, unique=True)
    width = models.PositiveIntegerField("宽")
    height = models.PositiveIntegerField("高")
    marks = models.BinaryField("画面特征")
    device = models.CharField("机型（设备自报）", max_length=80, blank=True)
    serial = models.CharField("机身号（设备自报）", max_length=40, blank=True)
    software = models.CharField("处理软件（文件自报）", max_length=80, blank=True)
    taken_at = models.DateTimeField("拍摄时间（设备自报）", null=True)
    changed_at = models.DateTimeField("改动时间（文件自报）", null=True)
    latitude = models.FloatField("纬度（设备自报）", null=True)
    longitude = models.FloatField("经度（设备自报）", null=True)
    has_claims = models.BooleanField("带拍摄信息", default=False)
    differs_from_small = models.BooleanField("与内嵌小图不符", default=False)

    class Meta:
        verbose_name = "照片画面"
        constraints = [
            models.CheckConstraint(
                name="photograph_place_is_whole",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
            )
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class PhotographWord(models.Model):
    """A mark of a photograph as one of a million words, and how it lies: by these copies are found."""

    photograph = models.ForeignKey(
        Photograph, models.CASCADE, related_name="words", db_index=False, verbose_name="照片"
    )
    word = models.IntegerField("特征词")
    turn = models.PositiveSmallIntegerField("方向")

    class Meta:
        verbose_name = "画面特征词"
        indexes = [
            models.Index(fields=("word", "photograph", "turn"), name="photograph_by_word"),
            models.Index(fields=("photograph",), name="photograph_word_of"),
        ]

    def __str__(self) -> str:
        return f"{self.word:05x}"


class Likeness(models.Model):
    """Two files that show one picture; found when the later of them came."""

    class Kind(models.TextChoices):
        COPY = "copy", "同一张照片"
        SCREEN = "screen", "疑似翻拍"

    later = models.ForeignKey(
        Photograph, models.CASCADE, related_name="earlier_likenesses", verbose_name="后传的照片"
    )
    earlier = models.ForeignKey(
        Photograph, models.CASCADE, related_name="later_likenesses", verbose_name="先传的照片"
    )
    kind = models.CharField("相同程度", max_length=8, choices=Kind)
    is_mirrored = models.BooleanField("左右镜像", default=False)
    share = models.PositiveSmallIntegerField("画面相同的比例")
    """Percent of the fields that agree where the one lies on the other."""
    lies = models.JSONField("在先传照片中的位置")
    """The six terms that lead a place of the later one, mirrored if it is, to its place in the earlier one;
    both in parts of their longer side."""

    class Meta:
        verbose_name = "相同画面"
        constraints = [
            models.UniqueConstraint(fields=("later", "earlier"), name="likeness_once"),
            models.CheckConstraint(condition=~Q(later=F("earlier")), name="likeness_of_two"),
            models.CheckConstraint(condition=Q(share__lte=100), name="likeness_share_to_100"),
        ]

    def __str__(self) -> str:
        return f"{self.later_id}~{self.earlier_id}"


class Passage(models.Model):
    """A fingerprint of words in a report or a request: the same words have the same one."""

    class Kind(models.TextChoices):
        REPORT = "report", "进展"
        CLOSE_OUT = "close_out", "销号申请"

    kind = models.CharField("出处", max_length=12, choices=Kind)
    text_id = models.BigIntegerField("出处编号")
    item = models.ForeignKey(
        "ledgers.Item", models.PROTECT, related_name="+", db_index=False, verbose_name="事项"
    )
    value = models.BigIntegerField("文字指纹")

    class Meta:
        verbose_name = "文字指纹"
        constraints = [models.UniqueConstraint(fields=("kind", "text_id", "value"), name="passage_once")]
        indexes = [models.Index(fields=("value", "kind", "text_id", "item"), name="passage_by_value")]

    def __str__(self) -> str:
        return f"{self.kind} {self.text_id}"
