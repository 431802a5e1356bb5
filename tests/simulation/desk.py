"""An office, its units and their programs: whatever happens comes in over the interface."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from guatu.accounts.actions import tokens
from guatu.accounts.models import Office, Person
from guatu.history.chains import SYSTEM
from tests.accounts.factories import make_division, make_office, make_person, make_unit, moment
from tests.api.conftest import Program

STAFF: Final = ("coordinator", "verifier", "second_verifier", "leader", "administrator")


@dataclass
class Desk:
    """Who can be asked to do something."""

    office: Office
    units: list[int]
    names: dict[int, str]
    programs: dict[str, Program]

    def __call__(self, name: str) -> Program:
        return self.programs[name]

    def liaison(self, unit: int) -> Program:
        return self.programs[f"liaison-{unit}"]

    def reviewer(self, unit: int) -> Program:
        return self.programs[f"reviewer-{unit}"]


def make_desk(count: int, *, on: date) -> Desk:
    """An office with so many units below it; each has somebody who reports, and somebody who looks first."""
    division = make_division()
    office = make_office("县督查室", unit=make_unit("县委县政府督查室", division=division))
    people: dict[str, Person] = {}
    for name in STAFF:
        own = make_unit(division=division)
        people[name] = make_person(unit=own, roles=[(name.removeprefix("second_"), office)])
    units = [make_unit(division=division) for _ in range(count)]
    for unit in units:
        people[f"liaison-{unit.pk}"] = make_person(roles=[("liaison", unit)])
        people[f"reviewer-{unit.pk}"] = make_person(roles=[("reviewer", unit)])
    programs = {name: Program(_key(person, on)) for name, person in people.items()}
    return Desk(office, [unit.pk for unit in units], {unit.pk: unit.name for unit in units}, programs)


def _key(person: Person, on: date) -> str:
    made = tokens.make(person=person, scope="write", last_day=None, by=SYSTEM, at=moment(on), on=on)
    return made[1]


def done(answer: Any, status: int = 200) -> dict[str, Any]:
    """What was answered, where nothing was refused."""
    assert answer.status_code == status, answer.content.decode()
    told: dict[str, Any] = answer.json()
    return told


def refused(answer: Any) -> str:
    """The code of a refusal."""
    assert answer.status_code >= 400, answer.content.decode()
    code: str = answer.json()["error"]["code"]
    return code
