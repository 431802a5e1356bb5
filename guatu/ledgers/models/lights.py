"""Which light an item showed on any day."""

from django.db import models

from guatu.history.models import TwoClocked
from guatu.ledgers.models.items import Item


class LightSpan(TwoClocked):
    """A light that an item showed from a day to a day, as known from a day to a day.

    It follows from the facts, the regime in force and the day, so it may be reckoned anew at any time.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="lights", db_index=False, verbose_name="事项")
    regime = models.CharField("亮灯规则", max_length=40)
    """The code of the regime, or of the version of an office's own, by which it was lit."""
    light = models.CharField("亮灯", max_length=24, blank=True)
    """Its code in the palette; empty while a fact was missing that could have made it worse."""

    class Meta(TwoClocked.Meta):
        verbose_name = "亮灯记录"
        indexes = [models.Index(fields=("item", "known_to"), name="light_span_of_item")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.light} {self.valid_from}"
