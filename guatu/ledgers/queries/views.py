"""The views that somebody finds over a list: his own, and those shared with an office that he serves."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from guatu.accounts.models import Unit
from guatu.accounts.queries import Acting
from guatu.ledgers.models import FirstView, Ledger, Phase, SavedView
from guatu.ledgers.queries.filters import Filters
from guatu.ledgers.queries.listing import Book


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A view as one person finds it."""

    pk: int
    name: str
    words: str
    is_shared: bool
    may_change: bool
    is_first: bool
    """Whether the list opens with it."""


def found_by(who: Acting) -> "QuerySet[SavedView]":
    """His own, and the shared ones of his offices."""
    own = Q(person=who.person_id, office=None)
    return SavedView.objects.filter(own | Q(office__in=who.offices()))


def of(who: Acting, ledger: int | None) -> list[View]:
    """The views of a list, shared ones first, each in the order of saving; one statement."""
    first = Exists(FirstView.objects.filter(view=OuterRef("pk"), person=who.person_id))
    rows = found_by(who).filter(ledger=ledger).annotate(first=first).order_by("pk")
    kept = who.offices("coordinator")
    made = [
        View(
            pk=pk,
            name=name,
            words=words,
            is_shared=office is not None,
            may_change=office is None or office in kept,
            is_first=is_first,
        )
        for pk, name, words, office, is_first in rows.values_list("pk", "name", "words", "office", "first")
    ]
    return sorted(made, key=lambda one: not one.is_shared)


def office_of(who: Acting, ledger: Ledger | None) -> int | None:
    """The office with which somebody may share a view of a list; none where he coordinates none."""
    kept = who.offices("coordinator")
    if ledger is not None:
        return ledger.office_id if ledger.office_id in kept else None
    return min(kept, default=None)


def one(who: Acting, pk: int) -> SavedView | None:
    """A view that somebody finds."""
    return found_by(who).filter(pk=pk).select_related("ledger").first()


def lost_values(book: Book, filters: Filters) -> list[str]:
    """What the filters name and what is no more: units, phases, categories; at most three statements."""
    units = {*filters.lead, *filters.unit}
    gone = ["单位"] * len(_missing(units, Unit.objects.filter(pk__in=units).values_list("pk", flat=True)))
    phases = Phase.objects.filter(pk__in=filters.phase, **({"ledger": book.of} if book.of else {}))
    gone += ["阶段"] * len(_missing(filters.phase, phases.values_list("pk", flat=True)))
    rows = book.rows.filter(category__in=filters.category).values_list("category", flat=True)
    names = rows.distinct() if filters.category else ()
    return gone + [f"分类“{name or '未分类'}”" for name in _missing(filters.category, names)]


def _missing(asked: Collection[object], there: Iterable[object]) -> Sequence[object]:
    if not asked:
        return ()
    known = set(there)
    return [one for one in asked if one not in known]
