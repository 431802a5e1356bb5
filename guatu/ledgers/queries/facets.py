"""What a list can be narrowed by next: units, categories, phases, each with how many rows it would leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.db.models import Count

from guatu.ledgers.models import Phase
from guatu.ledgers.queries.filters import Filters, asked, owed
from guatu.ledgers.queries.listing import Book
from guatu.ledgers.queries.rows import unit_names

FACETS: Final = ("lead", "unit", "category", "phase", "kind")


@dataclass(frozen=True, slots=True)
class Facet:
    """One value to narrow by."""

    value: str
    label: str
    count: int


def of(book: Book, filters: Filters, name: str) -> list[Facet]:
    """The values of one field under all other filters, the most frequent first."""
    wide = filters.without(name)
    find = partial(_counted, book, wide, name)
    counted = find() if wide.is_personal else book.remembered(("facet", wide, name), find)
    return _labelled(book, name, counted)


def _counted(book: Book, filters: Filters, name: str) -> list[tuple[object, int]]:
    rows = book.rows.filter(asked(filters, book.who, ledger=book.of, on=book.on, names=book.names))
    if name == "unit":
        theirs = owed(book.names).filter(item__in=rows.values(book.names.pk))
        return list(
            theirs.values_list("unit").annotate(n=Count("item", distinct=True)).order_by("-n", "unit")
        )
    field = {"lead": "lead_unit", "kind": book.names.own("kind")}.get(name, name)
    return list(rows.order_by().values_list(field).annotate(n=Count("pk")).order_by("-n", field))


def _labelled(book: Book, name: str, counted: Sequence[tuple[object, int]]) -> list[Facet]:
    keys = [key for key, _ in counted]
    if name in ("lead", "unit"):
        names: dict[Any, str] = {**unit_names(key for key in keys if isinstance(key, int))}
    elif name == "phase":
        phases = [key for key in keys if isinstance(key, int)]
        names = dict(Phase.objects.filter(pk__in=phases).values_list("pk", "name"))
    else:
        names = {key: str(key) for key in keys}
    return [Facet(str(key), names[key], count) for key, count in counted if key and key in names]
