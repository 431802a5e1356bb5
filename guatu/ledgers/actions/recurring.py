"""The index of problems that were struck off: kept by the clock, from what stands in the tables."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from guatu.ledgers.models import ClosedProblem, GramCount, Item, ProblemGram
from guatu.ledgers.recurring import naming
from guatu.ledgers.recurring.weighing import Said, counts

KEPT: Final = 32
"""Grams of a problem that are kept, the rarest: by these it is found; how close it is, its words tell."""
_AT_ONCE: Final = 500
"""Items taken up in one transaction."""
_ROWS: Final = 2_000


def catch_up(*, most: int) -> int:
    """Take up what was struck off or changed since, let go what was opened again; how many items it were."""
    done = 0
    while done < most and (count := _step(min(most - done, _AT_ONCE))):
        done += count
    return done


def rebuild() -> int:
    """Make the whole index anew; how many problems it holds."""
    with transaction.atomic():
        _lock()
        for model in (ProblemGram, ClosedProblem, GramCount):
            model._base_manager.all().delete()
        last, items = 0, list(_waiting()[:_AT_ONCE])
        while items:
            _take_up(items)
            last = items[-1].pk
            items = list(_waiting().filter(pk__gt=last)[:_AT_ONCE])
    return ClosedProblem.objects.count()


@transaction.atomic
def forget(items: Collection[int]) -> None:
    """Let these go at once: their words were redacted. The clock takes them up again as they then stand."""
    _lock()
    _let_go(list(ClosedProblem.objects.filter(item__in=items).values_list("pk", flat=True)))


@transaction.atomic
def _step(most: int) -> int:
    _lock()
    gone = list(_gone().values_list("pk", flat=True)[:most])
    _let_go(gone)
    items = list(_waiting()[:most])
    _take_up(items)
    return len({*gone, *(item.pk for item in items)})


def _lock() -> None:
    """One at a time: counts are read and written back."""
    GramCount.objects.get_or_create(gram=GramCount.ALL)
    GramCount.objects.select_for_update().get(gram=GramCount.ALL)


def _gone() -> QuerySet[ClosedProblem]:
    """What stands in the index and is closed no more, or has changed since."""
    return ClosedProblem.objects.filter(
        ~Q(item__state=Item.State.CLOSED) | ~Q(item__revision=F("revision"))
    ).order_by("pk")


def _waiting() -> QuerySet[Item]:
    known = ClosedProblem.objects.filter(item=OuterRef("pk"))
    closed = Item.objects.filter(~Exists(known), state=Item.State.CLOSED)
    return closed.order_by("pk").only("pk", "title", "problem", "lead_unit", "ledger", "revision")


def _let_go(items: Sequence[int]) -> None:
    if not items:
        return
    held = ProblemGram.objects.filter(item__in=items)
    _count(Counter(held.values_list("gram", flat=True)), -1, problems=len(items))
    held.delete()
    ClosedProblem.objects.filter(pk__in=items).delete()


def _take_up(items: Sequence[Item]) -> None:
    if not items:
        return
    names = naming.known()
    found = {item.pk: Said.of(item, names).whole for item in items}
    often = counts({gram for those in found.values() for gram in those})
    for those in found.values():
        often.update(those)  # among themselves too: a table that comes in says much of it many times
    rows = [row for item in items for row in _rows_of(item, found[item.pk], often)]
    ProblemGram.objects.bulk_create(rows, batch_size=_ROWS)
    ClosedProblem.objects.bulk_create([ClosedProblem(item=one, revision=one.revision) for one in items])
    _count(Counter(row.gram for row in rows), 1, problems=len(items))


def _rows_of(item: Item, found: Collection[int], often: Counter[int]) -> Iterator[ProblemGram]:
    for gram in sorted(found, key=lambda one: (often[one], one))[:KEPT]:
        yield ProblemGram(item=item, gram=gram, unit_id=item.lead_unit_id, ledger_id=item.ledger_id)


def _count(those: Counter[int], sign: int, *, problems: int) -> None:
    """Add to the counts, or take from them."""
    those[GramCount.ALL] = problems
    before = counts(those)
    rows = [GramCount(gram=gram, count=max(0, before[gram] + sign * n)) for gram, n in those.items()]
    GramCount.objects.bulk_create(
        rows, batch_size=_ROWS, update_conflicts=True, unique_fields=["gram"], update_fields=["count"]
    )
