"""Which problems were struck off, as an index by which the same one is known when it comes back.

Derived from the items alone: left out of backups, made anew by the clock or by `guatu rebuild`.
"""

from django.db import models

from guatu.ledgers.models.items import Item


class ClosedProblem(models.Model):
    """A closed item whose problem stands in the index, as its words were at one revision."""

    item = models.OneToOneField(Item, models.CASCADE, primary_key=True, related_name="+", verbose_name="事项")
    revision = models.PositiveIntegerField("版本")

    class Meta:
        verbose_name = "已销号的问题"

    def __str__(self) -> str:
        return f"{self.item_id}@{self.revision}"


class ProblemGram(models.Model):
    """Two characters of such a problem as a number, with what narrows a search: unit and ledger."""

    item = models.ForeignKey(
        Item, models.CASCADE, related_name="+", db_index=False, db_constraint=False, verbose_name="事项"
    )
    gram = models.IntegerField("字组")
    unit_id = models.BigIntegerField("牵头单位", null=True)
    ledger_id = models.BigIntegerField("台账")

    class Meta:
        verbose_name = "问题字组"
        indexes = [
            models.Index(fields=("gram", "unit_id", "ledger_id", "item"), name="problem_by_gram"),
            models.Index(fields=("item",), name="problem_gram_of"),
        ]

    def __str__(self) -> str:
        return f"{self.gram:08x}"


class GramCount(models.Model):
    """How many problems of the index hold a gram; gram 0 counts the problems, and is the lock of it all."""

    ALL = 0

    gram = models.IntegerField("字组", primary_key=True)
    count = models.PositiveIntegerField("频次", default=0)

    class Meta:
        verbose_name = "字组频次"

    def __str__(self) -> str:
        return f"{self.gram:08x} {self.count}"
