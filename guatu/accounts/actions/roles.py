"""Deeds on roles and delegations: granted and revoked by day, never edited, each an event."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q

from guatu.accounts import fields, locks, permissions
from guatu.accounts.errors import (
    AlreadyDelegated,
    AlreadyEnded,
    AlreadyGranted,
    EndsBeforeStart,
    LastAdministrator,
    NothingToDelegate,
    PersonInactive,
    StartsEarlier,
    UnitEnded,
    Unordered,
    WrongPlace,
)
from guatu.accounts.models import Delegation, Office, Person, Role, Unit
from guatu.history.chains import REGISTRY, Actor
from guatu.history.deeds import Deed


@transaction.atomic
def grant(
    *,
    person: Person,
    kind: str,
    office: Office | None = None,
    unit: Unit | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    by: Actor,
    at: datetime,
    on: date,
    why_earlier: str = "",
) -> Role:
    """Give a person a role in an office or in a unit, from a day on, to a day (excluded) or until revoked."""
    starts = valid_from or on
    person, unit = locks.person(person), locks.unit(unit) if unit else None
    place = _check_place(kind, office, unit)
    _require_keeper(by, office, unit, at)
    _check_days(starts, valid_to, on)
    if not person.is_active:
        raise PersonInactive(person=person.name)
    if unit is not None and not unit.stands(on=starts):
        raise UnitEnded(unit=unit.name, on=starts)
    same = Role.objects.filter(person=person, kind=kind, office=office, unit=unit)
    if same.filter(_overlaps(starts, valid_to)).exists():
        raise AlreadyGranted(person=person.name, where=place, role=Role.Kind(kind).label)
    role = Role(person=person, kind=kind, office=office, unit=unit, valid_from=starts, valid_to=valid_to)
    deed = Deed("role_granted", role, chain=_chain(office), by=by, at=at, on=on)
    deed.add(role).say(why_earlier=why_earlier).commit()
    return role


@transaction.atomic
def revoke(*, role: Role, by: Actor, at: datetime, on: date, why_earlier: str = "") -> Role:
    """End a role on a day, which it no longer covers; an office keeps its last administrator."""
    role = Role.objects.select_for_update(of=("self",)).get(pk=role.pk)
    _require_keeper(by, role.office, role.unit, at)
    if role.valid_to is not None and role.valid_to <= max(on, role.valid_from):
        raise AlreadyEnded(what=f"{role.person.name}的{role.get_kind_display()}角色", on=role.valid_to)
    ending(role, by=by, at=at, on=on).say(why_earlier=why_earlier).commit()
    return role


def ending(role: Role, *, by: Actor, at: datetime, on: date) -> Deed:
    """The deed that ends a role, not yet committed; refuses to leave an office without administrator."""
    if role.kind == Role.Kind.ADMINISTRATOR and role.office and role.valid_from <= on:
        _check_others(role, role.office, on)
    deed = Deed("role_revoked", role, chain=_chain(role.office), by=by, at=at, on=on)
    return deed.set(role, valid_to=max(on, role.valid_from))


@transaction.atomic
def delegate(
    *,
    principal: Person,
    delegate: Person,
    office: Office | None = None,
    unit: Unit | None = None,
    kind: str = "",
    valid_from: date | None = None,
    valid_to: date,
    reason: str = "",
    by: Actor,
    at: datetime,
    on: date,
    why_earlier: str = "",
) -> Delegation:
    """Let somebody act for the principal in one office or unit until a day (excluded), in one role or all.

    The principal does it, or an administrator there; somebody acting for the principal cannot pass it on.
    """
    starts = valid_from or on
    principal, delegate = locks.person(principal), locks.person(delegate)
    _require_principal(by, principal, office, unit, at)
    _check_days(starts, valid_to, on)
    kind = fields.choice(Role, "kind", kind) if kind else ""
    _check_pair(principal, delegate, office, unit, kind, starts)
    row = Delegation(
        principal=principal,
        delegate=delegate,
        office=office,
        unit=unit,
        kind=kind,
        valid_from=starts,
        valid_to=valid_to,
        reason=fields.text(Delegation, "reason", reason),
    )
    _check_once(row)
    deed = Deed("delegated", row, chain=_chain(office), by=by, at=at, on=on)
    deed.add(row).say(why_earlier=why_earlier).commit()
    return row


@transaction.atomic
def withdraw(
    *, delegation: Delegation, by: Actor, at: datetime, on: date, why_earlier: str = ""
) -> Delegation:
    """End a delegation on a day, which it no longer covers."""
    row = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    _require_principal(by, row.principal, row.office, row.unit, at)
    if row.valid_to <= max(on, row.valid_from):
        raise AlreadyEnded(what=f"{row.principal.name}的委托", on=row.valid_to)
    withdrawing(row, by=by, at=at, on=on).say(why_earlier=why_earlier).commit()
    return row


def withdrawing(row: Delegation, *, by: Actor, at: datetime, on: date) -> Deed:
    """The deed that ends a delegation, not yet committed."""
    deed = Deed("delegation_withdrawn", row, chain=_chain(row.office), by=by, at=at, on=on)
    return deed.set(row, valid_to=max(on, row.valid_from))


def _check_place(kind: str, office: Office | None, unit: Unit | None) -> str:
    """The name of the place, where the kind of role belongs there."""
    kind = fields.choice(Role, "kind", kind)
    if kind in Role.IN_OFFICE and office is not None and unit is None:
        return office.name
    if kind in Role.IN_UNIT and unit is not None and office is None:
        return unit.name
    place = "一个办公室" if kind in Role.IN_OFFICE else "一个单位"
    raise WrongPlace(role=Role.Kind(kind).label, place=place)


def _check_days(starts: date, ends: date | None, on: date) -> None:
    if starts < on:
        raise StartsEarlier(starts=starts, on=on)
    if ends is not None and ends <= starts:
        raise EndsBeforeStart(starts=starts, ends=ends)


def _check_others(role: Role, office: Office, on: date) -> None:
    """Another administrator stays; one who stays until revoked, unless this one was for a time only."""
    locks.office(office)  # two at once would both see the other
    others = permissions.administrators(office, on=on).exclude(person=role.person)
    if role.valid_to is None:
        others = others.filter(valid_to__isnull=True)
    if not others.exists():
        raise LastAdministrator(person=role.person.name, office=office.name)


def _check_pair(
    principal: Person, delegate: Person, office: Office | None, unit: Unit | None, kind: str, starts: date
) -> None:
    """Two people who can sign in, one of whom holds something there to delegate."""
    if principal.pk == delegate.pk:
        raise Unordered(name=principal.name)
    for person in (principal, delegate):
        if not person.is_active:
            raise PersonInactive(person=person.name)
    held = Role.objects.in_force(on=starts).filter(person=principal, office=office, unit=unit)
    if kind:
        held = held.filter(kind=kind)
    if (office is None) == (unit is None) or not held.exists():
        raise NothingToDelegate(person=principal.name, where=str(office or unit or "未选的办公室或单位"))


def _check_once(row: Delegation) -> None:
    same = Delegation.objects.filter(
        principal=row.principal, delegate=row.delegate, office=row.office, unit=row.unit
    )
    if row.kind:
        same = same.filter(kind__in=("", row.kind))
    if same.filter(_overlaps(row.valid_from, row.valid_to)).exists():
        raise AlreadyDelegated(
            principal=row.principal.name, delegate=row.delegate.name, where=str(row.office or row.unit)
        )


def _overlaps(starts: date, ends: date | None) -> Q:
    """Rows that hold on a day from `starts` to `ends`; one revoked on its first day never held."""
    later = Q(valid_to__isnull=True) | (Q(valid_to__gt=starts) & Q(valid_to__gt=F("valid_from")))
    return later if ends is None else later & Q(valid_from__lt=ends)


def _require_keeper(by: Actor, office: Office | None, unit: Unit | None, at: datetime) -> None:
    if office is not None:
        permissions.require_office(by, office, at=at)
    if unit is not None:
        permissions.require_division(by, unit.division, at=at)


def _require_principal(
    by: Actor, principal: Person, office: Office | None, unit: Unit | None, at: datetime
) -> None:
    if by.person_id != principal.pk or by.principal_id is not None:
        _require_keeper(by, office, unit, at)


def _chain(office: Office | None) -> str:
    return office.chain if office is not None else REGISTRY
