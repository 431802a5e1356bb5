"""A county with an office and its administrator, and another county next door."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypedDict

from guatu.accounts.models import Division, Office, Person, Unit
from guatu.history.chains import Actor
from guatu.history.models import Event
from tests.accounts.factories import as_actor, make_division, make_office, make_person, make_unit, moment

TODAY: Final = date(2026, 9, 18)
YESTERDAY: Final = date(2026, 9, 17)
TOMORROW: Final = date(2026, 9, 19)
NOW: Final = moment(TODAY)


class Doing(TypedDict):
    """By whom a deed is done, when it is recorded, and on which day it happened."""

    by: Actor
    at: datetime
    on: date


def doing(person: Person, day: date = TODAY, *, principal: Person | None = None) -> Doing:
    """What somebody does, recorded today."""
    return Doing(by=as_actor(person, principal=principal), at=NOW, on=day)


@dataclass
class County:
    """Who is asked in most tests, and by whom."""

    division: Division
    office: Office
    admin: Person
    unit: Unit
    other: Unit
    """A unit of another county."""

    @property
    def doing(self) -> Doing:
        """The administrator does it today."""
        return doing(self.admin)


def make_county() -> County:
    division = make_division("云桥县")
    office = make_office("县政府督查室", unit=make_unit("县政府办公室", division=division))
    return County(
        division=division,
        office=office,
        admin=make_person("王强", roles=[("administrator", office)]),
        unit=make_unit("县住建局", division=division),
        other=make_unit("石泉县住建局", division=make_division("石泉县")),
    )


def kinds_of(subject: Person | Unit | Division | Office) -> list[str]:
    """What happened to a subject, in order."""
    events = Event.objects.filter(subject_kind=subject.track, subject_id=subject.pk)
    return list(events.values_list("kind", flat=True))
