"""Who somebody is on a day, what an office calls its units; always by the same number of statements."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guatu.accounts import permissions, queries
from guatu.accounts.actions import calendar, people, roles
from guatu.accounts.errors import NotAdministrator, RoleNotHeld
from guatu.accounts.models import Person, Role
from guatu.accounts.queries import Acting
from guatu.history.chains import Actor
from tests.accounts.counties import TODAY, TOMORROW, YESTERDAY, County, doing
from tests.accounts.factories import make_division, make_office, make_person, make_role, make_unit

NEXT_WEEK = date(2026, 9, 25)


def acting(person: Person, on: date = TODAY) -> Acting:
    found = queries.acting(person.pk, on=on)
    assert found is not None
    return found


def cost(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as statements:
        ask()
    return len(statements)


def test_somebody_is_known_with_roles_and_their_places(county: County) -> None:
    person = make_person("李静", roles=[("coordinator", county.office), ("liaison", county.unit)])
    make_role(person, "verifier", county.office, since=TOMORROW)
    who = acting(person)

    assert (who.name, who.unit_id) == ("李静", county.office.unit_id)
    assert who.offices() == {county.office.pk}
    assert who.units() == {county.unit.pk}
    assert who.divisions("coordinator") == {county.division.pk}
    assert who.holds("coordinator", office_id=county.office.pk)
    assert who.holds("verifier", "liaison", unit_id=county.unit.pk)
    assert not who.holds("verifier")
    assert not who.holds("liaison", unit_id=county.office.unit_id)
    assert not who.holds("coordinator", unit_id=county.office.unit_id)
    assert acting(person, TOMORROW).holds("verifier")


def test_nobody_is_known_who_cannot_sign_in(county: County) -> None:
    person = make_person(unit=county.unit)
    people.deactivate(person=person, **county.doing)

    assert queries.acting(person.pk, on=TODAY) is None
    assert queries.acting(0, on=TODAY) is None


def test_a_mandate_gives_the_principals_roles_there_and_nowhere_else(county: County) -> None:
    other = make_office("县整改办", division=county.division)
    leader = make_person(
        "周宁", roles=[("leader", county.office), ("leader", other), ("liaison", county.unit)]
    )
    helper = make_person(roles=[("leader", other)])
    roles.delegate(
        principal=leader, delegate=helper, office=county.office, valid_to=NEXT_WEEK, **doing(leader)
    )
    who = acting(helper)

    assert who.offices("leader") == {county.office.pk, other.pk}
    assert who.units() == frozenset()
    assert [(one.principal_name, one.office_id, one.ends) for one in who.mandates] == [
        ("周宁", county.office.pk, NEXT_WEEK)
    ]
    unit = county.office.unit_id
    assert queries.actor_for(who, "leader", office_id=county.office.pk) == Actor(
        person_id=helper.pk, principal_id=leader.pk, unit_id=unit
    )
    assert queries.actor_for(who, "leader", office_id=other.pk).principal_id is None
    assert queries.actor_for(who) == Actor(person_id=helper.pk, unit_id=helper.unit_id)
    with pytest.raises(RoleNotHeld, match="联络员"):
        queries.actor_for(who, "liaison", unit_id=county.unit.pk)
    assert not acting(helper, NEXT_WEEK).mandates
    assert not acting(helper, YESTERDAY).mandates


def test_a_mandate_of_one_role_gives_that_role_alone(county: County) -> None:
    busy = make_person("周宁", roles=[(kind, county.office) for kind in ("leader", "administrator")])
    helper = make_person(unit=county.unit)
    roles.delegate(
        principal=busy,
        delegate=helper,
        office=county.office,
        kind="leader",
        valid_to=NEXT_WEEK,
        **doing(busy),
    )

    who = acting(helper)

    assert [(one.kind, one.principal_id) for one in who.roles] == [("leader", busy.pk)]
    assert [one.work for one in who.mandates] == [f"{county.office.name}的领导工作"]
    unit = make_unit(division=county.division)
    with pytest.raises(NotAdministrator):
        roles.grant(person=helper, kind="liaison", unit=unit, **doing(helper, principal=busy))


def test_a_mandate_is_not_passed_on_and_ends_with_its_principal(county: County) -> None:
    first = make_person(roles=[("leader", county.office)])
    second = make_person(roles=[("coordinator", county.office)])
    third = make_person(unit=county.unit)
    for principal, delegate in ((first, second), (second, third)):
        roles.delegate(
            principal=principal, delegate=delegate, office=county.office, valid_to=NEXT_WEEK, **county.doing
        )

    assert acting(second).holds("leader")
    assert acting(third).holds("coordinator")
    assert not acting(third).holds("leader")
    people.deactivate(person=second, **county.doing)
    assert not acting(third).roles


def test_who_somebody_is_costs_three_statements(county: County) -> None:
    plain = make_person(unit=county.unit)
    busy = make_person(roles=[(kind, county.office) for kind in ("leader", "coordinator", "verifier")])
    for _ in range(3):
        principal = make_person(roles=[("inspector", county.office)])
        roles.delegate(
            principal=principal, delegate=busy, office=county.office, valid_to=NEXT_WEEK, **county.doing
        )

    assert cost(lambda: acting(plain)) == cost(lambda: acting(busy)) == 3
    assert len(acting(busy).held("inspector")) == 3


def test_working_days_follow_what_the_county_decided(county: County) -> None:
    assert queries.working_calendar().is_working(TODAY)
    calendar.decide(day=TODAY, is_working=False, note="县庆", **county.doing)
    calendar.decide(day=TOMORROW, is_working=True, note="县庆调休", **county.doing)

    found = queries.working_calendar()
    assert (found.is_working(TODAY), found.is_working(TOMORROW)) == (False, True)
    assert cost(queries.working_calendar) == 1


def test_the_reader_gets_the_units_in_force_by_all_their_names(county: County) -> None:
    town = make_unit("双桥镇人民政府", division=make_division("双桥镇", parent=county.division), kind="town")
    make_unit("县交通局", division=county.division, short_names=["县交运局", "交通局"])
    later = make_unit("县数据局", division=county.division, valid_from=TOMORROW)
    book = queries.office_unit_book(county.office, on=TODAY)

    names = {unit.name for unit in book.directory.units}
    assert names == {"县政府办公室", "县住建局", "双桥镇人民政府", "县交通局"}
    assert book.unit_id("双桥镇政府") == town.pk
    assert book.unit_id("交通局") is not None
    assert book.unit_id("教育局") is None
    assert queries.unit_book(county.division, on=TOMORROW).unit_id("县数据局") == later.pk
    assert {unit.division for unit in book.directory.units} == {"云桥县", "双桥镇"}
    before = cost(lambda: queries.directory(county.division, on=TODAY))
    for number in range(5):
        make_unit(division=county.division, short_names=[f"简{number}", f"别{number}"])
    assert cost(lambda: queries.directory(county.division, on=TODAY)) == before == 3


def test_lists_cost_the_same_however_long_they_are(county: County) -> None:
    below = queries.divisions_below([county.division.pk])

    def lists() -> None:
        queries.person_rows(below, on=TODAY)
        queries.role_rows(county.office, on=TODAY)

    before = cost(lists)
    for _ in range(4):
        make_person(roles=[("leader", county.office), ("liaison", county.unit)])
        make_unit(division=county.division, short_names=["某局"])
    assert cost(lists) == before == 3


def test_lists_say_what_stands(county: County) -> None:
    make_person("李静", roles=[("liaison", county.unit)])
    found = queries.person_rows([county.division.pk], on=TODAY)

    assert [(row.name, [(one.kind, one.place) for one in row.roles]) for row in found] == [
        ("王强", [("管理员", "县政府督查室")]),
        ("李静", [("联络员", "县住建局")]),
    ]
    assert [row.person for row in queries.role_rows(county.office, on=TODAY)] == ["王强"]


def test_buttons_show_what_the_deeds_would_allow(county: County) -> None:
    town = make_division("双桥镇", parent=county.division)
    admin, other = acting(county.admin), acting(make_person(roles=[("leader", county.office)]))

    assert permissions.divisions_kept_by(admin) == {county.division.pk, town.pk}
    assert permissions.may_keep_office(admin, county.office.pk)
    assert permissions.may_keep_calendar(admin)
    assert not permissions.divisions_kept_by(other)
    assert not permissions.may_keep_office(other, county.office.pk)
    assert not permissions.may_keep_calendar(other)


def test_a_role_covers_its_first_day_and_not_its_last(county: County) -> None:
    role = make_role(make_person(), "leader", county.office, since=TODAY, until=NEXT_WEEK)

    held = [day for day in (YESTERDAY, TODAY, NEXT_WEEK) if role in Role.objects.in_force(on=day)]
    assert held == [TODAY]
