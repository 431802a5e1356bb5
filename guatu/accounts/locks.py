"""Rows as they are now, held until the deed is done: what a caller read before may have changed since.

SQLite needs no lock, for it writes one deed at a time.
"""

from guatu.accounts.models import Office, Person, Unit


def unit(row: Unit) -> Unit:
    """A unit with its division."""
    return Unit.objects.select_for_update(of=("self",)).select_related("division").get(pk=row.pk)


def office(row: Office) -> Office:
    """An office with its unit and division."""
    return Office.objects.select_for_update(of=("self",)).select_related("unit__division").get(pk=row.pk)


def person(row: Person) -> Person:
    """A person with unit and division."""
    return Person.objects.select_for_update(of=("self",)).select_related("unit__division").get(pk=row.pk)
