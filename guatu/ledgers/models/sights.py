"""Who looked at what: one row a day, beside the chain and not in it."""

from django.db import models

from guatu.accounts.models import Person
from guatu.ledgers.models.items import Item


class Sight(models.Model):
    """Somebody from outside the units of an item opened it on a day; that alone is kept, and not for ever."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="人员")
    item = models.ForeignKey(Item, models.CASCADE, related_name="+", verbose_name="事项")
    day = models.DateField("日期")
    first_at = models.DateTimeField("首次查阅")
    pages = models.PositiveIntegerField("看事项次数", default=0)
    files = models.PositiveIntegerField("开佐证文件次数", default=0)

    class Meta:
        verbose_name = "查阅记录"
        ordering = ("-day", "-pk")
        constraints = [models.UniqueConstraint(fields=("person", "item", "day"), name="sight_once_a_day")]
        indexes = [models.Index(fields=("day",), name="sight_by_day")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.item_id} {self.day}"
