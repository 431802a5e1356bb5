"""Who keeps which part of the registry, for operations on it: for who keeps nothing there is nothing."""

from typing import Final

from guatu.accounts import permissions
from guatu.accounts.lists.people import Keeping
from guatu.accounts.models import Office, Person, Role, Unit
from guatu.api.operations.entering import chosen
from guatu.http.errors import Absent
from guatu.http.requests import RegistryDeed, Request

ADMINISTRATOR: Final = Role.Kind.ADMINISTRATOR


def keeping(request: Request) -> Keeping:
    """Whose people somebody keeps; for who is no administrator there is nobody."""
    who = request.clock.by
    offices = who.offices(ADMINISTRATOR)
    if not offices:
        raise Absent
    return Keeping(divisions=permissions.divisions_kept_by(who), offices=offices)


def deed_in(request: Request, division_id: int) -> RegistryDeed:
    """By whom units and people of the division are kept."""
    held = permissions.keeper_of(request.clock.by, division_id)
    if held is None:
        raise Absent
    return request.clock.registry_deed(ADMINISTRATOR, office_id=held.office_id)


def deed_at(request: Request, office: Office | None, unit: Unit) -> RegistryDeed:
    """By whom roles are kept at an office (its own administrators, else those of its division) or a unit."""
    if office is not None and request.clock.by.holds(ADMINISTRATOR, office_id=office.pk):
        return request.clock.registry_deed(ADMINISTRATOR, office_id=office.pk)
    return deed_in(request, (office.unit if office is not None else unit).division_id)


def unit_or_none(request: Request, pk: int | None, field: str) -> Unit | None:
    """A unit of the divisions that are kept."""
    kept = keeping(request).divisions
    found: Unit | None = chosen(Unit.objects.filter(division__in=kept).select_related("division"), pk, field)
    return found


def unit_named(request: Request, pk: int, field: str) -> Unit:
    """The same where one must be named."""
    found = unit_or_none(request, pk, field)
    assert found is not None  # noqa: S101 - it was named
    return found


def unit(request: Request, pk: int) -> Unit:
    """A unit of an address."""
    kept = keeping(request).divisions
    found = Unit.objects.filter(division__in=kept, pk=pk).select_related("division", "parent").first()
    if found is None:
        raise Absent
    return found


def person(request: Request, pk: int) -> Person:
    """Somebody of an address."""
    found = keeping(request).people().filter(pk=pk).select_related("unit").distinct().first()
    if found is None:
        raise Absent
    return found
