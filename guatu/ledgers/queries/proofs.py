"""Proofs given before: whether a picture was used already, and what a unit has that may serve once more."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import QuerySet

from guatu.ledgers.models import Evidence, Item, Likeness
from guatu.ledgers.queries import likenesses

_OFFERED: Final = 30


def reusable(item: Item, unit_id: int) -> QuerySet[Evidence]:
    """What the unit gave elsewhere of late and was not found wanting: filled in once, used many times."""
    rows = Evidence.objects.filter(unit=unit_id).exclude(verdict=Evidence.Verdict.REJECTED)
    return rows.exclude(uses__item=item).select_related("item").order_by("-pk")[:_OFFERED]


@dataclass(frozen=True, slots=True)
class SeenBefore:
    """The same file or picture was given before, on a day, in this item or in another one."""

    on: date
    is_here: bool
    is_same_file: bool
    is_screen: bool = False
    """It looks as if the earlier one had been taken off a screen."""


def seen_before(item: Item, sha256: str) -> SeenBefore | None:
    """The first of the evidence that an office has, if it is the same file or picture; found by index."""
    alike = {one.sha256: one for one in likenesses.of_files((sha256,)).get(sha256, ())}
    known = Evidence.objects.filter(item__ledger__office=item.ledger.office_id)
    rows = known.filter(file__in=[sha256, *alike]).order_by("pk")
    found = [
        SeenBefore(
            day,
            item_id == item.pk,
            is_same_file=file == sha256,
            is_screen=file != sha256 and alike[file].kind == Likeness.Kind.SCREEN,
        )
        for file, day, item_id in rows.values_list("file", "uploaded_on", "item")
    ]
    return min(found, key=lambda one: (not one.is_same_file, one.is_screen), default=None)
