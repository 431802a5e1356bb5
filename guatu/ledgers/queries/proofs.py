"""Proofs given before: whether a picture was used already, and what a unit has that may serve once more."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from guatu.ledgers import pictures
from guatu.ledgers.models import Evidence, Item

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
    bits: int
    """In how many of 64 bits the two pictures differ."""


def seen_before(item: Item, *, sha256: str, perceptual_hash: str) -> SeenBefore | None:
    """The likest of the evidence that an office has, if it is the same; one statement."""
    known = Evidence.objects.filter(item__ledger__office=item.ledger.office_id)
    wanted = Q(file=sha256)
    if perceptual_hash:
        wanted |= ~Q(perceptual_hash="")
    rows = known.filter(wanted).order_by("pk").values_list("file", "perceptual_hash", "uploaded_on", "item")
    found = None
    for file, other, day, item_id in rows.iterator():
        bits = 0 if file == sha256 else pictures.difference(perceptual_hash, other)
        if bits <= pictures.ALIKE and (found is None or bits < found.bits):
            found = SeenBefore(day, item_id == item.pk, bits)
    return found
