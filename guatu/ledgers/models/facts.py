"""What items and assignments were on any day, for lists of a past day."""

from django.db import models

from guatu.accounts.models import Unit
from guatu.history.models import Facts
from guatu.ledgers.models.items import Assignment, Item
from guatu.ledgers.models.ledgers import Ledger, Phase


class ItemFacts(Facts):
    """An item from a day to a day, as known from a day to a day."""

    row_field = "item"
    item = models.ForeignKey(Item, models.PROTECT, related_name="facts", db_index=False, verbose_name="事项")
    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", db_index=False, verbose_name="台账")
    state = models.CharField("状态", max_length=16)
    category = models.CharField("分类", max_length=60, blank=True)
    phase = models.ForeignKey(
        Phase, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="阶段"
    )
    lead_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="牵头单位"
    )
    due_kind = models.CharField("时限类型", max_length=12)
    deadline = models.DateField("办结时限", null=True)
    extensions = models.PositiveSmallIntegerField("延期次数", default=0)
    is_suspended = models.BooleanField("挂起", default=False)
    is_long_term = models.BooleanField("长期坚持", default=False)
    merged_into = models.ForeignKey(
        Item, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="并入"
    )
    transferred_to = models.ForeignKey(
        Item, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="移交为"
    )
    closed_on = models.DateField("销号日期", null=True)

    class Meta(Facts.Meta):
        verbose_name = "事项历史"
        indexes = [
            models.Index(fields=("item", "known_to"), name="item_facts_of_item"),
            models.Index(fields=("ledger", "valid_from", "valid_to"), name="item_facts_of_ledger"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.valid_from}"


class AssignmentFacts(Facts):
    """An assignment from a day to a day, as known from a day to a day."""

    row_field = "assignment"
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="facts", db_index=False, verbose_name="承办"
    )
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", db_index=False, verbose_name="事项")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False, verbose_name="单位")
    duty = models.CharField("职责", max_length=12)
    state = models.CharField("状态", max_length=20)
    deadline = models.DateField("本单位时限", null=True)
    target_share = models.DecimalField("分配数", max_digits=16, decimal_places=4, null=True)
    achieved = models.DecimalField("完成数", max_digits=16, decimal_places=4, default=0)
    progress = models.PositiveSmallIntegerField("进度", default=0)
    signed_on = models.DateField("签收日期", null=True)

    class Meta(Facts.Meta):
        verbose_name = "承办历史"
        indexes = [
            models.Index(fields=("assignment", "known_to"), name="assignment_facts_of_row"),
            models.Index(fields=("item", "valid_from"), name="assignment_facts_of_item"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.valid_from}"

    def as_assignment(self, measure_id: int | None) -> Assignment:
        """What the unit owed and had done then, for reckoning and never to be saved."""
        return Assignment(
            pk=self.assignment_id,
            measure_id=measure_id,
            duty=self.duty,
            state=self.state,
            target_share=self.target_share,
            achieved=self.achieved,
            progress=self.progress,
        )
