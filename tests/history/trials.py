"""A room of two tables, for trying out deeds and facts without a room above."""

from typing import ClassVar

from django.db import models

from guatu.history.models import Facts, StoredFile, Tracked


class Matter(Tracked):
    """Something that deeds are done to."""

    track = "matter"
    texts = frozenset(("title", "nickname"))
    untracked = frozenset(("secret",))
    title = models.CharField("名称", max_length=200)
    nickname = models.CharField("别名", max_length=40, null=True, unique=True)  # noqa: DJ001 - unique or none
    state = models.CharField("状态", max_length=16, default="open")
    weight = models.IntegerField("权重", default=0)
    share = models.DecimalField("份额", max_digits=16, decimal_places=4, null=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="文件")
    secret = models.CharField("口令", max_length=40, blank=True)
    objects: ClassVar[models.Manager["Matter"]] = models.Manager()

    class Meta:
        app_label = "trials"

    def __str__(self) -> str:
        return self.title


class MatterFacts(Facts):
    """What a matter was."""

    row_field = "matter"
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+", verbose_name="事项")
    title = models.CharField("名称", max_length=200)
    state = models.CharField("状态", max_length=16)
    weight = models.IntegerField("权重", default=0)
    objects: ClassVar[models.Manager["MatterFacts"]] = models.Manager()

    class Meta(Facts.Meta):
        app_label = "trials"

    def __str__(self) -> str:
        return f"{self.pk} {self.valid_from}"
