"""A list page by page: which items stand on one, and all of them in their order."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.db.models import Case, IntegerField, Q, Value, When

from guatu.ledgers.queries.filters import Filters, asked
from guatu.ledgers.queries.listing import Book
from guatu.ledgers.queries.sorting import group_field, order_by
from guatu.ledgers.queries.standing import Names, standing, standing_is
from guatu.ledgers.queries.tallies import Head, heads_of, tally

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: the keys of its items, and the heads that stand on it."""

    pks: Sequence[int]
    heads: Sequence[Head]
    number: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))

    @property
    def first(self) -> int:
        return (self.number - 1) * PAGE + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.number * PAGE, self.total)


def page(book: Book, filters: Filters, *, sort: str, group: str, number: int) -> Page:
    """One page; a number beyond the last page is the last page."""
    counted = tally(book, filters, group=group).asked(filters)
    total = counted.total
    number = max(1, min(number, -(-total // PAGE)))
    start, end = (number - 1) * PAGE, number * PAGE
    heads = [
        one for one in heads_of(counted, group) if one.start < end and one.start + one.tally.total > start
    ]
    find = partial(_keys, book, filters, sort, group, heads, start)
    if filters.is_personal:
        return Page(find(), heads, number, total)
    pks = book.remembered(("page", filters, sort, group, number), find)
    return Page(pks, heads, number, total)


def _keys(
    book: Book, filters: Filters, sort: str, group: str, heads: Sequence[Head], start: int
) -> list[int]:
    rows = book.rows.filter(asked(filters, book.who, ledger=book.of, on=book.on, names=book.names))
    order = order_by(sort, book.names, book.palette)
    if group != "none" and heads:
        under = [_under(head.key, group, book.names) for head in heads]
        wanted = Q(pk=None)
        for one in under:
            wanted |= one
        whens = [When(one, then=Value(place)) for place, one in enumerate(under)]
        rows = rows.filter(wanted)
        order = [Case(*whens, output_field=IntegerField()), *order]
        start -= heads[0].start
    return list(rows.order_by(*order).values_list(book.names.pk, flat=True)[start : start + PAGE])


def _under(key: Hashable, group: str, names: Names) -> Q:
    return standing_is(str(key), names) if group == "state" else Q(**{group_field(group): key})


def all_keys(book: Book, filters: Filters, *, sort: str, group: str) -> list[int]:
    """The keys of everything that the filters let through, as the pages show them one after the other."""
    rows = book.rows.filter(asked(filters, book.who, ledger=book.of, on=book.on, names=book.names))
    if group == "none":
        ordered = rows.order_by(*order_by(sort, book.names, book.palette))
        return list(ordered.values_list(book.names.pk, flat=True))
    counted = tally(book, filters, group=group).asked(filters)
    place = {head.key: number for number, head in enumerate(heads_of(counted, group))}
    field = group_field(group)
    if group == "state":
        rows = rows.annotate(standing=standing(book.names))
    found = rows.order_by(*order_by(sort, book.names, book.palette)).values_list(book.names.pk, field)
    return [pk for pk, key in sorted(found, key=lambda pair: place.get(pair[1], len(place)))]
