"""Who may keep units, people, roles and working days: administrators, each below their own division.

An administrator of an office keeps what stands in the division of the office's unit. Roles in an office
belong to that office's own administrators, and so do the people who serve it: else one administrator could
open another's ledgers by resetting a password. The system (a command on the server) may do everything.
Rights are asked for the day on which a deed is recorded, not for the earlier day it may be said to be of.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q
from django.utils.timezone import localdate

from guatu.accounts import queries
from guatu.accounts.errors import HeldElsewhere, NotAdministrator, NotOneself
from guatu.accounts.models import Delegation, Division, Office, Person, Role
from guatu.accounts.queries import Acting
from guatu.history.chains import Actor

ADMINISTRATOR = Role.Kind.ADMINISTRATOR


def require_division(by: Actor, division: Division | None, *, at: datetime) -> None:
    """Units and people of a division are kept by administrators at or above it; a top one by the system."""
    if by.person_id is None:
        return
    if division is None:
        raise NotAdministrator(where="服务器")
    if not administers_above(by, division.pk, on=localdate(at)):
        raise NotAdministrator(where=division.name)


def require_office(by: Actor, office: Office, *, at: datetime) -> None:
    """An office is kept by its own administrators; while it has none, by those of its division."""
    if by.person_id is None or office.pk in administered(by, on=localdate(at)):
        return
    if administrators(office, on=localdate(at)).exists() or not administers_above(
        by, office.unit.division_id, on=localdate(at)
    ):
        raise NotAdministrator(where=office.name)


def require_person(by: Actor, person: Person, *, at: datetime) -> None:
    """A person is kept by administrators of the division who administer every office the person serves."""
    require_division(by, person.unit.division, at=at)
    if by.person_id is None:
        return
    serves = Role.objects.filter(_not_ended(localdate(at)), person=person, office__isnull=False)
    elsewhere = serves.exclude(office__in=administered(by, on=localdate(at))).select_related("office")
    for role in elsewhere[:1]:
        assert role.office is not None  # noqa: S101 - filtered above
        raise HeldElsewhere(where=role.office.name)


def require_administrator(by: Actor, *, at: datetime) -> None:
    """What belongs to no division, as working days do, is kept by any administrator."""
    if by.person_id is not None and not administered(by, on=localdate(at)):
        raise NotAdministrator(where="办公室")


def require_oneself(by: Actor, person: Person) -> None:
    """Nobody does this for another, with or without a delegation."""
    if by.person_id != person.pk or by.principal_id is not None:
        raise NotOneself


def administers_above(by: Actor, division_id: int, *, on: date) -> bool:
    """Is the division, or one above it, the division of an office that `by` administers?"""
    offices = administered(by, on=on)
    return bool(offices) and not queries.divisions_above(division_id).isdisjoint(offices.values())


def administered(by: Actor, *, on: date) -> dict[int, int]:
    """The offices that `by` administers, each with its division."""
    whose = by.principal_id or by.person_id
    roles = Role.objects.in_force(on=on).filter(kind=ADMINISTRATOR, person=whose, person__is_active=True)
    if by.principal_id is not None:
        mandates = Delegation.objects.in_force(on=on).filter(
            principal=whose, delegate=by.person_id, delegate__is_active=True, kind__in=("", ADMINISTRATOR)
        )
        roles = roles.filter(office__in=mandates.values("office"))
    return dict(roles.values_list("office", "office__unit__division"))


def administrators(office: Office, *, on: date) -> "queries.Roles":
    """The roles of an office's administrators who can still sign in."""
    return Role.objects.in_force(on=on).filter(kind=ADMINISTRATOR, office=office, person__is_active=True)


def _not_ended(on: date) -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gt=on)


def divisions_kept_by(acting: Acting) -> frozenset[int]:
    """The divisions whose units and people the person keeps; for lists and buttons."""
    return queries.divisions_below(_divisions(acting.held(ADMINISTRATOR)))


def may_keep_office(acting: Acting, office_id: int) -> bool:
    """May the person grant roles in the office?"""
    return office_id in acting.offices(ADMINISTRATOR)


def divisions_seen_by(acting: Acting) -> frozenset[int]:
    """The divisions whose units the person may look up: where a role in an office is held, and below."""
    return queries.divisions_below(_divisions(acting.held(*Role.IN_OFFICE)))


def keeper_of(acting: Acting, division_id: int) -> queries.Held | None:
    """The role by which the person keeps units and people of the division, an own one before another's."""
    above = queries.divisions_above(division_id)
    return next((one for one in acting.held(ADMINISTRATOR) if one.division_id in above), None)


def may_keep_calendar(acting: Acting) -> bool:
    """May the person decide working days?"""
    return acting.holds(ADMINISTRATOR)


def _divisions(held: Iterable[queries.Held]) -> frozenset[int]:
    return frozenset(one.division_id for one in held)
