"""What the database itself refuses: each constraint is broken once."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, models, transaction

from guatu.accounts.models import (
    CalendarDay,
    Delegation,
    Division,
    Office,
    Person,
    Role,
    ShortName,
    Succession,
    Unit,
)
from tests.accounts.counties import TODAY, TOMORROW, YESTERDAY, County
from tests.accounts.factories import FOUNDED, make_division, make_person, make_unit

Making = Callable[[County], models.Model]


def role(county: County, **values: object) -> Role:
    return Role(**({"person": county.admin, "valid_from": TODAY} | values))


def delegation(county: County, **values: object) -> Delegation:
    usual: dict[str, object] = {
        "principal": county.admin,
        "delegate": make_person(),
        "office": county.office,
        "valid_from": TODAY,
        "valid_to": TOMORROW,
    }
    return Delegation(**(usual | values))


def division(county: County, **values: object) -> Division:
    usual: dict[str, object] = {"scheme": "local", "code": "1", "name": "新区", "valid_from": TODAY}
    return Division(**(usual | values))


def unit(county: County, **values: object) -> Unit:
    usual: dict[str, object] = {"name": "县新局", "division": county.division, "valid_from": TODAY}
    return Unit(**(usual | values))


def person(county: County, **values: object) -> Person:
    usual: dict[str, object] = {"username": "new", "name": "新人", "unit": county.unit}
    return Person(**(usual | values))


BROKEN: dict[str, Making] = {
    "division_code_once": lambda county: division(
        county, code=county.division.code, valid_from=county.division.valid_from
    ),
    "division_ends_after_start": lambda county: division(county, valid_to=TODAY),
    "division_not_above_itself": lambda county: _above_itself(county.division),
    "unit_name_once": lambda county: unit(county, name=county.unit.name),
    "unit_code_once": lambda county: unit(county, code_scheme="local", code=_coded(county)),
    "unit_ends_after_start": lambda county: unit(county, valid_to=YESTERDAY),
    "unit_not_above_itself": lambda county: _above_itself(county.unit),
    "unit_code_with_scheme": lambda county: unit(county, code="D02"),
    "short_name_once": lambda county: ShortName(unit=_called(county), name="住建局"),
    "succession_once": lambda county: _passed(county),
    "succession_between_two_units": lambda county: Succession(
        predecessor=county.unit, successor=county.unit, effective_on=TODAY, paper="县编办〔2026〕3号"
    ),
    "office_of_one_unit": lambda county: Office(unit=county.office.unit, name="又一办公室"),
    "username_once": lambda county: person(county, username=county.admin.username),
    "person_external_id_once": lambda county: person(county, external_id=_known(county)),
    "person_username_lower": lambda county: person(county, username="Zhang"),
    "role_in_office_or_unit: liaison of an office": lambda county: role(
        county, kind="liaison", office=county.office
    ),
    "role_in_office_or_unit: leader of a unit": lambda county: role(county, kind="leader", unit=county.unit),
    "role_in_office_or_unit: nowhere": lambda county: role(county, kind="leader"),
    "role_once_in_office": lambda county: role(county, kind="administrator", office=county.office),
    "role_once_in_unit": lambda county: role(
        county, kind="liaison", unit=county.unit, person=_liaison(county)
    ),
    "role_ends_after_start": lambda county: role(
        county, kind="leader", office=county.office, valid_to=YESTERDAY
    ),
    "delegation_to_another": lambda county: delegation(county, delegate=county.admin),
    "delegation_ends_after_start": lambda county: delegation(county, valid_to=YESTERDAY),
    "delegation_in_office_or_unit: nowhere": lambda county: delegation(county, office=None),
    "delegation_in_office_or_unit: both": lambda county: delegation(county, unit=county.unit),
    "calendar_day_once": lambda county: _decided(),
}


def _above_itself(row: Division | Unit) -> Division | Unit:
    row.parent_id = row.pk
    return row


def _coded(county: County) -> str:
    return make_unit(division=county.division, code="D01").code


def _called(county: County) -> Unit:
    return make_unit(division=county.division, short_names=["住建局"])


def _liaison(county: County) -> Person:
    return make_person(roles=[("liaison", county.unit)])


def _known(county: County) -> str:
    return make_person(external_id="A-1").external_id


def _passed(county: County) -> Succession:
    facts = {"predecessor": county.unit, "successor": county.office.unit, "effective_on": TODAY}
    Succession.objects.create(**facts, paper="县编办〔2026〕3号")
    return Succession(**facts, paper="县编办〔2026〕4号")


def _decided() -> CalendarDay:
    CalendarDay.objects.create(day=date(2026, 10, 10), is_working=True, note="通知")
    return CalendarDay(day=date(2026, 10, 10), is_working=False, note="通知")


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(county: County, name: str) -> None:
    row = BROKEN[name](county)

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_every_constraint_of_the_registry_is_broken_above() -> None:
    models_of = [Division, Unit, ShortName, Succession, Office, Person, Role, Delegation, CalendarDay]
    named = {one.name for model in models_of for one in model._meta.constraints}

    assert named <= {name.partition(":")[0] for name in BROKEN}


def test_a_name_is_free_again_after_the_unit_has_ended(county: County) -> None:
    Unit.objects.filter(pk=county.unit.pk).update(valid_to=TODAY)

    unit(county, name=county.unit.name).save()


def test_a_code_of_a_division_may_come_back_on_a_later_day(county: County) -> None:
    make_division(code="77")

    division(county, code="77").save()
    assert Division.objects.filter(code="77").values_list("valid_from", flat=True)[0] == FOUNDED
