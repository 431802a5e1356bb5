"""An office that writes to a unit, and the people of both."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pytest

from guatu.accounts.models import Office, Person, Unit
from guatu.accounts.queries import Acting, acting
from guatu.history.chains import Actor
from guatu.papers import actions
from guatu.papers.layout.fields import BLANKS
from guatu.papers.models import Paper
from tests.accounts.factories import make_office, make_person, make_unit, moment

DAY: Final = date(2026, 3, 2)


@dataclass(slots=True)
class Desk:
    """Who writes, and who is written to."""

    office: Office
    unit: Unit
    people: Mapping[str, Person]

    def __call__(self, name: str, on: date = DAY) -> Acting:
        found = acting(self.people[name].pk, on=on)
        assert found is not None
        return found

    def when(self, name: str, on: date = DAY) -> dict[str, Any]:
        return {"by": self(name, on), "at": moment(on), "on": on}

    def issue(self, kind: str = "letter", day: date = DAY, **values: Any) -> Paper:
        """A paper with the words of the example."""
        example = BLANKS[kind].example()
        given: dict[str, Any] = {
            "title": "关于督办基站转供电改造的函",
            "body": {"fields": dict(example.fields), "lists": dict(example.lists)},
            "addressee": self.unit,
            "by": Actor(person_id=self.people["coordinator"].pk, unit_id=self.office.unit_id),
            "at": moment(day),
            "on": day,
        }
        return actions.issue(office=self.office, kind=kind, **given | values)


@pytest.fixture
def desk(db: None) -> Desk:
    office, unit = make_office("县督查室"), make_unit("县供电公司")
    people = {
        "coordinator": make_person("林知远", roles=[("coordinator", office)]),
        "administrator": make_person("何清源", roles=[("administrator", office)]),
        "leader": make_person("周行之", roles=[("leader", office)]),
        "inspector": make_person("秦守正", roles=[("inspector", office)]),
        "liaison": make_person("沈若川", roles=[("liaison", unit)]),
        "reviewer": make_person("陆怀谷", roles=[("reviewer", unit)]),
        "stranger": make_person("路人甲", roles=[("liaison", make_unit())]),
    }
    return Desk(office, unit, people)
