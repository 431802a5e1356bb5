"""Deeds on units: founded, renamed, placed, ended; their functions pass to others (职能划转)."""

import re
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from guatu.accounts import fields, locks, permissions
from guatu.accounts.errors import (
    AlreadyEnded,
    AlreadySucceeded,
    CodeTaken,
    EndsBeforeStart,
    NameTaken,
    StillNeeded,
    UnitEnded,
    Unordered,
)
from guatu.accounts.models import Division, Person, ShortName, Succession, Unit
from guatu.history.chains import REGISTRY, Actor
from guatu.history.deeds import Deed

_CREDIT_CODE: Final = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")


@transaction.atomic
def add(
    *,
    name: str,
    division: Division,
    kind: str = Unit.Kind.DEPARTMENT,
    parent: Unit | None = None,
    code: str = "",
    code_scheme: str = "",
    position: int = 0,
    valid_from: date | None = None,
    by: Actor,
    at: datetime,
    on: date,
    why_earlier: str = "",
) -> Unit:
    """Add a unit to a division; its first day may lie long before the day on which it is entered."""
    permissions.require_division(by, division, at=at)
    unit = Unit(
        name=fields.text(Unit, "name", name),
        division=division,
        kind=fields.choice(Unit, "kind", kind),
        parent=parent,
        position=position,
        valid_from=valid_from or on,
        **coded(code, code_scheme),
    )
    check_name(unit, unit.name)
    check_code(unit, unit.code_scheme, unit.code)
    _deed("unit_added", unit, by, at, on).add(unit).say(why_earlier=why_earlier).commit()
    return unit


@transaction.atomic
def rename(*, unit: Unit, name: str, by: Actor, at: datetime, on: date, why_earlier: str = "") -> Unit:
    """Give a unit a new name; the former one stays a name by which documents find it."""
    unit = locks.unit(unit)
    permissions.require_division(by, unit.division, at=at)
    _check_standing(unit, on)
    name = fields.text(Unit, "name", name)
    if name == unit.name:
        return unit
    check_name(unit, name)
    deed = _deed("unit_renamed", unit, by, at, on)
    if not _is_called(unit, unit.name):
        deed.add(ShortName(unit=unit, name=unit.name))
    deed.set(unit, name=name).say(why_earlier=why_earlier).commit()
    return unit


@transaction.atomic
def change(
    *,
    unit: Unit,
    kind: str,
    parent: Unit | None,
    code: str,
    code_scheme: str,
    position: int,
    by: Actor,
    at: datetime,
    on: date,
    why_earlier: str = "",
) -> Unit:
    """Correct what a unit is: its kind, the unit above it, its code, its place in lists."""
    unit = locks.unit(unit)
    permissions.require_division(by, unit.division, at=at)
    _check_above(unit, parent)
    values = coded(code, code_scheme)
    check_code(unit, values["code_scheme"], values["code"])
    deed = _deed("unit_changed", unit, by, at, on)
    deed.set(unit, kind=fields.choice(Unit, "kind", kind), parent=parent, position=position, **values)
    if deed.changed:
        deed.say(why_earlier=why_earlier).commit()
    return unit


@transaction.atomic
def end(*, unit: Unit, valid_to: date, by: Actor, at: datetime, on: date, why_earlier: str = "") -> Unit:
    """Abolish a unit from a day on; people, sub-units and an office must have left it before."""
    unit = locks.unit(unit)
    permissions.require_division(by, unit.division, at=at)
    if unit.valid_to is not None:
        raise AlreadyEnded(what=f"“{unit.name}”", on=unit.valid_to)
    if valid_to <= unit.valid_from:
        raise EndsBeforeStart(starts=unit.valid_from, ends=valid_to)
    _check_empty(unit, valid_to)
    _deed("unit_ended", unit, by, at, on).set(unit, valid_to=valid_to).say(why_earlier=why_earlier).commit()
    return unit


@transaction.atomic
def succeed(
    *,
    predecessor: Unit,
    successor: Unit,
    effective_on: date,
    paper: str,
    by: Actor,
    at: datetime,
    on: date,
    why_earlier: str = "",
) -> Succession:
    """Functions pass from one unit to another by a paper; handing over the items is the ledgers' deed."""
    predecessor, successor = locks.unit(predecessor), locks.unit(successor)
    permissions.require_division(by, predecessor.division, at=at)
    permissions.require_division(by, successor.division, at=at)
    if predecessor.pk == successor.pk:
        raise Unordered(name=predecessor.name)
    _check_standing(successor, effective_on)
    if effective_on < predecessor.valid_from:
        raise UnitEnded(unit=predecessor.name, on=effective_on)
    row = Succession(
        predecessor=predecessor,
        successor=successor,
        effective_on=effective_on,
        paper=fields.text(Succession, "paper", paper),
    )
    if Succession.objects.filter(
        predecessor=predecessor, successor=successor, effective_on=effective_on
    ).exists():
        raise AlreadySucceeded(on=effective_on, predecessor=predecessor.name, successor=successor.name)
    _deed("functions_passed", predecessor, by, at, on).add(row).say(why_earlier=why_earlier).commit()
    return row


@transaction.atomic
def add_short_name(*, unit: Unit, name: str, by: Actor, at: datetime, on: date) -> ShortName:
    """Add a name by which documents call the unit."""
    unit = locks.unit(unit)
    permissions.require_division(by, unit.division, at=at)
    row = ShortName(unit=unit, name=fields.text(ShortName, "name", name))
    if row.name == unit.name or _is_called(unit, row.name):
        raise NameTaken(division=unit.name, name=row.name)
    _deed("short_name_added", unit, by, at, on).add(row).commit()
    return row


@transaction.atomic
def drop_short_name(*, short_name: ShortName, by: Actor, at: datetime, on: date) -> ShortName:
    """Take a name back that should not lead to the unit any more."""
    row = ShortName.objects.select_for_update(of=("self",)).select_related("unit").get(pk=short_name.pk)
    permissions.require_division(by, row.unit.division, at=at)
    if row.dropped_on is not None:
        raise AlreadyEnded(what=f"简称“{row.name}”", on=row.dropped_on)
    _deed("short_name_dropped", row.unit, by, at, on).set(row, dropped_on=on).commit()
    return row


def coded(code: str, scheme: str = "") -> dict[str, str]:
    """Code and scheme as they stand together: without a scheme, a credit code or one of the office's own."""
    code = fields.text(Unit, "code", code)
    if not code:
        return {"code": "", "code_scheme": ""}
    known = "credit_code" if _CREDIT_CODE.fullmatch(code) else "local"
    return {"code": code, "code_scheme": fields.text(Unit, "code_scheme", scheme) or known}


def check_name(unit: Unit, name: str) -> None:
    """Refuses a name that another standing unit of the division bears."""
    others = Unit.objects.filter(division=unit.division, name=name, valid_to__isnull=True)
    if others.exclude(pk=unit.pk).exists():
        raise NameTaken(division=unit.division.name, name=name)


def check_code(unit: Unit, scheme: str, code: str) -> None:
    """Refuses a code that another unit bears, or bore."""
    if code:
        other = Unit.objects.filter(code_scheme=scheme, code=code).exclude(pk=unit.pk).first()
        if other:
            raise CodeTaken(code=code, name=other.name)


def _check_above(unit: Unit, parent: Unit | None) -> None:
    above = locks.unit(parent) if parent else None
    while above is not None:
        if above.pk == unit.pk:
            raise Unordered(name=unit.name)
        above = above.parent


def _check_standing(unit: Unit, on: date) -> None:
    if not unit.stands(on=on):
        raise UnitEnded(unit=unit.name, on=on)


def _check_empty(unit: Unit, valid_to: date) -> None:
    """Nobody sits in a unit that ends, nothing stands below it, no office runs in it."""
    if hasattr(unit, "office"):
        raise StillNeeded(unit=unit.name, what=f"办公室“{unit.office.name}”", cure="将办公室调整到其他单位")
    if count := Person.objects.filter(unit=unit, is_active=True).count():
        raise StillNeeded(unit=unit.name, what=f"{count}名启用人员", cure="调离或停用这些人员")
    standing = Q(valid_to__isnull=True) | Q(valid_to__gt=valid_to)
    if count := Unit.objects.filter(standing, parent=unit).count():
        raise StillNeeded(unit=unit.name, what=f"{count}个下级单位", cure="撤销或调整下级单位")


def _is_called(unit: Unit, name: str) -> bool:
    return ShortName.objects.filter(unit=unit, name=name, dropped_on__isnull=True).exists()


def _deed(kind: str, unit: Unit, by: Actor, at: datetime, on: date) -> Deed:
    return Deed(kind, unit, chain=REGISTRY, by=by, at=at, on=on)
