"""Close-out standards: what papers and checks a kind of problem needs before it is struck off."""

from django.db import models

from guatu.accounts.models import Office
from guatu.history.models import Tracked


class Standard(Tracked):
    """What closing a kind of problem needs; changed by new versions only."""

    track = "standard"
    office = models.ForeignKey(Office, models.PROTECT, related_name="standards", verbose_name="办公室")
    code = models.CharField("代码", max_length=40)
    name = models.CharField("适用问题", max_length=60)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "销号标准"
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("office", "code"), name="standard_code_once")]

    def __str__(self) -> str:
        return self.name


class StandardVersion(Tracked):
    """A standard as it was published on a day; never changed after."""

    track = "standard_version"
    standard = models.ForeignKey(Standard, models.PROTECT, related_name="versions", verbose_name="销号标准")
    number = models.PositiveSmallIntegerField("版本")
    published_on = models.DateField("发布日期")
    basis = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        verbose_name = "销号标准版本"
        ordering = ("standard", "number")
        constraints = [models.UniqueConstraint(fields=("standard", "number"), name="version_number_once")]

    def __str__(self) -> str:
        return f"v{self.number}"


class StandardCheck(Tracked):
    """One line of a standard: what must be seen, by the machine or by a person."""

    class Method(models.TextChoices):
        MEASURES_DONE = "measures_done", "各项措施完成"
        TARGET_REACHED = "target_reached", "目标数完成"
        EVIDENCE_COUNT = "evidence_count", "佐证不少于几份"
        PHOTO_COUNT = "photo_count", "照片不少于几张"
        EACH_MEASURE_EVIDENCED = "each_measure_evidenced", "每条措施有佐证"
        EACH_UNIT_REPORTED = "each_unit_reported", "各承办单位都报过进展"
        EVIDENCE_AFTER_DISPATCH = "evidence_after_dispatch", "佐证不早于交办"
        EVIDENCE_NOT_REUSED = "evidence_not_reused", "佐证没有重复"
        PERSON = "person", "人工核对"

    track = "standard_check"
    version = models.ForeignKey(StandardVersion, models.PROTECT, related_name="checks", verbose_name="版本")
    position = models.PositiveSmallIntegerField("序号")
    text = models.CharField("核对内容", max_length=120)
    method = models.CharField("核对方式", max_length=32, choices=Method, default=Method.PERSON)
    least = models.PositiveIntegerField("至少", default=1)

    class Meta:
        verbose_name = "销号标准条目"
        ordering = ("version", "position")
        constraints = [models.UniqueConstraint(fields=("version", "position"), name="check_position_once")]

    def __str__(self) -> str:
        return self.text
