"""The units of an office by all their names, those too that it said of a table."""

from collections.abc import Mapping
from datetime import date

from guatu.accounts.queries import UnitBook, office_unit_book
from guatu.kernel.units import Directory
from guatu.kernel.units import Unit as NamedUnit
from guatu.ledgers.models import ImportDraft, ImportMemory


def book_of(draft: ImportDraft, *, on: date) -> UnitBook:
    """The units of the office, by the names too that this table, or an earlier one, was corrected with."""
    office = draft.ledger.office
    kept = ImportMemory.objects.filter(office=office, kind=ImportMemory.Kind.UNIT)
    names: dict[str, int] = dict(kept.values_list("key", "value"))
    names |= draft.units
    return with_names(office_unit_book(office, on=on), names)


def with_names(book: UnitBook, names: Mapping[str, int]) -> UnitBook:
    """The book with further names of its units."""
    more: dict[int, list[str]] = {}
    for name, pk in names.items():
        more.setdefault(pk, []).append(name)
    if not more:
        return book
    ids = {
        NamedUnit(one.name, (*one.short_names, *more.get(pk, ())), one.division, one.kind): pk
        for one, pk in book.ids.items()
    }
    return UnitBook(Directory(ids), ids)
