"""Finding what somebody may see by a few letters: items, ledgers, documents.

Two Chinese letters are a word, too short for any index of three; so a narrow index that holds number and
title is read through from end to end, the same way on both databases.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from guatu.accounts.queries import Acting
from guatu.ledgers.models import Directive, Item, Ledger
from guatu.ledgers.queries import visibility
from guatu.ledgers.queries.standing import is_open

FEW: Final = 8
LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, the likeliest first."""

    items: Sequence[Item]
    ledgers: Sequence[Ledger]
    directives: Sequence[Directive]


def search(who: Acting, asked: str, *, limit: int = FEW) -> Found:
    """What holds every word; nothing for an empty question."""
    words = asked[:LONGEST].split()
    if not words:
        return Found((), (), ())
    return Found(items(who, words, limit), _ledgers(who, words, limit), _directives(who, words, limit))


def recent(who: Acting, *, limit: int = FEW) -> list[Item]:
    """The items in which something happened last, of those that are owed."""
    seen = _seen(who).filter(is_open(), last_at__isnull=False)
    return list(seen.select_related("ledger").order_by("-last_at", "-pk")[:limit])


def items(who: Acting, words: Sequence[str], limit: int) -> list[Item]:
    """Items by number or title: the number itself first, then what is still owed, then the newest."""
    number = " ".join(words)
    exact = Q(number__in=(number, number.upper()))
    wanted = Q()
    for word in words:
        wanted &= Q(number__icontains=word) | Q(title__contains=word)
    seen = _seen(who)
    pks = list(seen.filter(exact).values_list("pk", flat=True)[:limit])
    if len(pks) < limit:
        pks += seen.filter(wanted).exclude(pk__in=pks).values_list("pk", flat=True)[: 5 * limit]
    place = Case(
        When(exact, then=Value(0)),
        When(is_open(), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return list(Item.objects.filter(pk__in=pks).select_related("ledger").order_by(place, "-pk")[:limit])


def _seen(who: Acting) -> "QuerySet[Item]":
    """By the keys of whole ledgers, so that an index suffices; what units owe comes beside it."""
    ledgers = list(visibility.whole_ledgers(who).values_list("pk", flat=True))
    return Item.objects.filter(Q(ledger__in=ledgers) | visibility.owed(who)).order_by()


def _ledgers(who: Acting, words: Sequence[str], limit: int) -> list[Ledger]:
    wanted = Q()
    for word in words:
        wanted &= Q(name__contains=word) | Q(prefix__iexact=word)
    return list(visibility.ledgers(who).filter(wanted).order_by("is_archived", "pk")[:limit])


def _directives(who: Acting, words: Sequence[str], limit: int) -> list[Directive]:
    wanted = Q()
    for word in words:
        wanted &= Q(title__contains=word) | Q(reference_number__contains=word) | Q(issuer__contains=word)
    return list(visibility.directives(who).filter(wanted).order_by("-received_on", "-pk")[:limit])
