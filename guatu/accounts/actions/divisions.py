"""Deeds on divisions: the tree that units stand in."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from guatu.accounts import fields, permissions, queries
from guatu.accounts.errors import AlreadyEnded, CodeTaken, EndsBeforeStart, StillNeeded, TooDeep
from guatu.accounts.models import Division, Unit
from guatu.history.chains import REGISTRY, Actor
from guatu.history.deeds import Deed
from guatu.kernel.divisions import DivisionCode


@transaction.atomic
def add(
    *,
    name: str,
    code: str,
    scheme: str = "local",
    parent: Division | None = None,
    valid_from: date | None = None,
    by: Actor,
    at: datetime,
    on: date,
    why_earlier: str = "",
) -> Division:
    """Add a division below another, by an administrator above it; a top one is added by the system."""
    permissions.require_division(by, parent, at=at)
    if parent and len(queries.divisions_above(parent.pk)) >= queries.LEVELS:
        raise TooDeep(name=parent.name)
    code = fields.text(Division, "code", DivisionCode.parse(code).digits if scheme != "local" else code)
    division = Division(
        name=fields.text(Division, "name", name),
        scheme=scheme,
        code=code,
        parent=parent,
        valid_from=valid_from or on,
    )
    taken = Division.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=division.valid_from), scheme=scheme, code=code
    ).first()
    if taken:
        raise CodeTaken(code=code, name=taken.name)
    deed = Deed("division_added", division, chain=REGISTRY, by=by, at=at, on=on)
    deed.add(division).say(why_earlier=why_earlier).commit()
    return division


@transaction.atomic
def end(
    *,
    division: Division,
    valid_to: date,
    by: Actor,
    at: datetime,
    on: date,
    why_earlier: str = "",
) -> Division:
    """Abolish a division in which no unit and no lower division stands any more."""
    division = Division.objects.select_for_update(of=("self",)).get(pk=division.pk)
    permissions.require_division(by, division, at=at)
    if division.valid_to is not None:
        raise AlreadyEnded(what=f"“{division.name}”", on=division.valid_to)
    if valid_to <= division.valid_from:
        raise EndsBeforeStart(starts=division.valid_from, ends=valid_to)
    standing = Q(valid_to__isnull=True) | Q(valid_to__gt=valid_to)
    if count := Unit.objects.filter(standing, division=division).count():
        raise StillNeeded(unit=division.name, what=f"{count}家单位", cure="撤销或划转这些单位")
    if count := Division.objects.filter(standing, parent=division).count():
        raise StillNeeded(unit=division.name, what=f"{count}个下级区划", cure="停用下级区划")
    deed = Deed("division_ended", division, chain=REGISTRY, by=by, at=at, on=on)
    deed.set(division, valid_to=valid_to).say(why_earlier=why_earlier).commit()
    return division
