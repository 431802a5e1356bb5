"""The first deed on a server: a division, a unit, its office and an administrator who adds the others."""

from datetime import date, datetime

from django.db import transaction

from guatu.accounts.actions import divisions, offices, people, roles, units
from guatu.accounts.errors import AlreadyFounded
from guatu.accounts.models import Office, Person, Role
from guatu.history.chains import SYSTEM


@transaction.atomic
def found(
    *,
    division: str,
    code: str,
    scheme: str,
    unit: str,
    office: str,
    username: str,
    name: str,
    password: str,
    at: datetime,
    on: date,
) -> Person:
    """Found the first office with its administrator; refused once there is one."""
    if first := Office.objects.first():
        raise AlreadyFounded(office=first.name)
    place = divisions.add(name=division, code=code, scheme=scheme, by=SYSTEM, at=at, on=on)
    body = units.add(name=unit, division=place, by=SYSTEM, at=at, on=on)
    first = offices.add(unit=body, name=office, by=SYSTEM, at=at, on=on)
    person = people.add(username=username, name=name, unit=body, password=password, by=SYSTEM, at=at, on=on)
    roles.grant(person=person, kind=Role.Kind.ADMINISTRATOR, office=first, by=SYSTEM, at=at, on=on)
    return person
