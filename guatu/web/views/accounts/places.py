"""Who may look at the registry, and in which role somebody keeps it; refused where there is none."""

from typing import Final

from guatu.accounts import permissions
from guatu.accounts.errors import NotAdministrator, RoleNotHeld
from guatu.accounts.lists.people import Keeping
from guatu.accounts.models import Division, Office, Role
from guatu.http.requests import RegistryDeed, Request
from guatu.web import framing
from guatu.web.parts import Option
from guatu.web.shell import Crumb, Shell

ADMINISTRATOR: Final = Role.Kind.ADMINISTRATOR
_ENTRIES: Final = {"units": "units", "offices": "units", "calendar": "units", "people": "people"}
"""Page → the entry of the rail under which it stands."""


def divisions_seen(request: Request) -> frozenset[int]:
    """The divisions whose units are shown; refuses who serves no office."""
    seen = permissions.divisions_seen_by(request.clock.by)
    if not seen:
        raise RoleNotHeld(role="办公室人员")
    return seen


def keeping(request: Request) -> Keeping:
    """The people that somebody keeps; refuses who is no administrator."""
    who = request.clock.by
    offices = who.offices(ADMINISTRATOR)
    if not offices:
        raise RoleNotHeld(role="管理员")
    return Keeping(divisions=permissions.divisions_kept_by(who), offices=offices)


def as_keeper(request: Request, division: Division) -> RegistryDeed:
    """By whom units and people of the division are kept."""
    held = permissions.keeper_of(request.clock.by, division.pk)
    if held is None:
        raise NotAdministrator(where=division.name)
    return request.clock.registry_deed(ADMINISTRATOR, office_id=held.office_id)


def as_office_keeper(request: Request, office: Office) -> RegistryDeed:
    """By whom an office is kept: its own administrators; while it has none, those of its division."""
    if request.clock.by.holds(ADMINISTRATOR, office_id=office.pk):
        return request.clock.registry_deed(ADMINISTRATOR, office_id=office.pk)
    if permissions.administrators(office, on=request.clock.on).exists():
        raise NotAdministrator(where=office.name)
    return as_keeper(request, office.unit.division)


def as_administrator(request: Request) -> RegistryDeed:
    """By whom working days are decided."""
    if not permissions.may_keep_calendar(request.clock.by):
        raise NotAdministrator(where="办公室")
    held = request.clock.by.role_at(ADMINISTRATOR)
    return request.clock.registry_deed(ADMINISTRATOR, office_id=held.office_id)


def tabs(request: Request, current: str) -> list[Option]:
    """The pages of the registry that are open to somebody."""
    who = request.clock.by
    pages = [("units", "单位", bool(who.offices())), ("people", "人员", bool(who.offices(ADMINISTRATOR)))]
    pages += [("offices", "办公室", bool(who.offices())), ("calendar", "工作日", True)]
    return [
        Option(label, framing.address(name), is_current=name == current)
        for name, label, is_open in pages
        if is_open
    ]


def frame(request: Request, current: str, *crumbs: Crumb) -> Shell:
    """The frame of a page of the registry."""
    return framing.shell(request, *crumbs, current=_ENTRIES.get(current, ""))
