"""Roles and delegations: by day, in their place, each an event of its chain."""

from datetime import date
from typing import Any

import pytest

from guatu.accounts.actions import people, roles, units
from guatu.accounts.errors import (
    AlreadyDelegated,
    AlreadyEnded,
    AlreadyGranted,
    EndsBeforeStart,
    FieldMalformed,
    LastAdministrator,
    NotAdministrator,
    NothingToDelegate,
    PersonInactive,
    StartsEarlier,
    UnitEnded,
    Unordered,
    WrongPlace,
)
from guatu.accounts.models import Delegation, Person, Role
from guatu.history.chains import SYSTEM
from guatu.history.models import Event
from tests.accounts.counties import NOW, TODAY, TOMORROW, YESTERDAY, County, Doing, doing
from tests.accounts.factories import make_office, make_person, make_role, make_unit

NEXT_WEEK = date(2026, 9, 25)


def test_a_role_is_an_event_of_its_offices_chain_and_one_in_a_unit_of_the_registrys(county: County) -> None:
    person = make_person(unit=county.unit)
    for kind, place in (("coordinator", {"office": county.office}), ("liaison", {"unit": county.unit})):
        role = roles.grant(person=person, kind=kind, **place, **county.doing)
        event = Event.objects.get(kind="role_granted", subject_kind="role", subject_id=role.pk)
        assert event.chain.code == (county.office.chain if "office" in place else "registry")
        assert event.actor_id == county.admin.pk


def test_a_role_is_held_once_at_a_time(county: County) -> None:
    person = make_person(unit=county.unit)

    def grant(starts: date, ends: date | None = None) -> Role:
        return roles.grant(
            person=person,
            kind="verifier",
            office=county.office,
            valid_from=starts,
            valid_to=ends,
            **county.doing,
        )

    grant(TODAY, NEXT_WEEK)
    for starts, ends in ((TODAY, None), (TOMORROW, NEXT_WEEK), (TOMORROW, None)):
        with pytest.raises(AlreadyGranted, match="核查员"):
            grant(starts, ends)
    second = grant(NEXT_WEEK)
    with pytest.raises(AlreadyGranted):
        grant(date(2026, 10, 1), date(2026, 10, 2))
    roles.revoke(role=second, **county.doing)
    grant(NEXT_WEEK)


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"kind": "liaison", "office": True}, WrongPlace),
        ({"kind": "leader", "unit": True}, WrongPlace),
        ({"kind": "leader"}, WrongPlace),
        ({"kind": "leader", "office": True, "unit": True}, WrongPlace),
        ({"kind": "king", "office": True}, FieldMalformed),
        ({"kind": "leader", "office": True, "valid_from": YESTERDAY}, StartsEarlier),
        ({"kind": "leader", "office": True, "valid_to": TODAY}, EndsBeforeStart),
    ],
)
def test_a_role_that_cannot_be_is_refused(
    county: County, values: dict[str, Any], refusal: type[Exception]
) -> None:
    place = {"office": county.office, "unit": county.unit}
    given = {name: place.get(name, value) for name, value in values.items()}
    before = Role.objects.count()

    with pytest.raises(refusal):
        roles.grant(person=make_person(unit=county.unit), **given, **county.doing)

    assert Role.objects.count() == before


def test_no_role_for_who_cannot_sign_in_nor_in_a_unit_that_has_ended(county: County) -> None:
    person = make_person(unit=county.office.unit)
    units.end(unit=county.unit, valid_to=TODAY, **county.doing)
    with pytest.raises(UnitEnded):
        roles.grant(person=person, kind="liaison", unit=county.unit, **county.doing)
    people.deactivate(person=person, **county.doing)
    with pytest.raises(PersonInactive):
        roles.grant(person=person, kind="leader", office=county.office, **county.doing)


def test_only_its_own_administrators_grant_roles_in_an_office(county: County) -> None:
    person = make_person(unit=county.unit)
    other = make_office("县整改办", division=county.division)
    first = roles.grant(person=person, kind="administrator", office=other, **county.doing)

    with pytest.raises(NotAdministrator, match="县整改办"):
        roles.grant(person=county.admin, kind="coordinator", office=other, **county.doing)
    with pytest.raises(NotAdministrator):
        roles.revoke(role=first, **county.doing)
    with pytest.raises(NotAdministrator):
        roles.grant(person=person, kind="liaison", unit=county.other, **county.doing)
    roles.grant(person=county.admin, kind="coordinator", office=other, **doing(person))


def test_an_administrator_of_tomorrow_grants_nothing_today(county: County) -> None:
    later = make_person(unit=county.unit)
    make_role(later, "administrator", county.office, since=TOMORROW)

    with pytest.raises(NotAdministrator):
        roles.grant(person=later, kind="leader", office=county.office, **doing(later))


def test_a_revoked_role_no_longer_covers_the_day(county: County) -> None:
    person = make_person()
    role = make_role(person, "leader", county.office)
    roles.revoke(role=role, **county.doing)

    role.refresh_from_db()
    assert role.valid_to == TODAY
    assert role not in Role.objects.in_force(on=TODAY)
    assert role in Role.objects.in_force(on=YESTERDAY)
    with pytest.raises(AlreadyEnded, match="领导"):
        roles.revoke(role=role, **county.doing)


def test_a_role_to_come_is_taken_back_before_it_begins(county: County) -> None:
    role = make_role(make_person(), "leader", county.office, since=NEXT_WEEK)
    roles.revoke(role=role, **county.doing)

    role.refresh_from_db()
    assert role.valid_from == role.valid_to == NEXT_WEEK
    with pytest.raises(AlreadyEnded):
        roles.revoke(role=role, **county.doing)


def test_an_office_keeps_its_last_administrator(county: County) -> None:
    role = Role.objects.get(person=county.admin)
    with pytest.raises(LastAdministrator):
        roles.revoke(role=role, **county.doing)
    second = make_person()
    for_a_while = make_role(second, "administrator", county.office, until=NEXT_WEEK)
    with pytest.raises(LastAdministrator):
        roles.revoke(role=role, **county.doing)
    roles.revoke(role=for_a_while, **county.doing)
    third = make_person(roles=[("administrator", county.office)])
    people.deactivate(person=third, **county.doing)
    with pytest.raises(LastAdministrator):
        roles.revoke(role=role, **county.doing)

    make_role(second, "administrator", county.office, since=TODAY)
    roles.revoke(role=role, **county.doing)
    with pytest.raises(LastAdministrator):
        roles.revoke(role=Role.objects.get(person=second, valid_to=None), by=SYSTEM, at=NOW, on=TODAY)


def delegate(county: County, principal: Person, to: Person, do: Doing, **values: Any) -> Delegation:
    usual: dict[str, Any] = {"office": county.office, "valid_to": NEXT_WEEK, "reason": "外出学习"}
    return roles.delegate(**{"principal": principal, "delegate": to, **usual, **do, **values})


def test_a_delegation_is_made_by_the_principal_or_an_administrator(county: County) -> None:
    leader, helper = make_person(roles=[("leader", county.office)]), make_person(unit=county.unit)
    row = delegate(county, leader, helper, doing(leader))
    delegate(county, leader, county.admin, county.doing)

    event = Event.objects.get(kind="delegated", subject_id=row.pk)
    assert event.chain.code == county.office.chain
    assert "外出学习" not in bytes(event.body).decode()
    for do in (doing(helper), doing(helper, principal=leader)):
        with pytest.raises(NotAdministrator):
            delegate(county, leader, make_person(), do)


def test_a_delegation_in_a_unit_is_of_the_registry(county: County) -> None:
    liaison, helper = make_person(roles=[("liaison", county.unit)]), make_person(unit=county.unit)

    row = delegate(county, liaison, helper, doing(liaison), office=None, unit=county.unit)

    assert Event.objects.get(subject_kind="delegation", subject_id=row.pk).chain.code == "registry"


def test_a_delegation_that_cannot_be_is_refused(county: County) -> None:
    leader, helper = make_person(roles=[("leader", county.office)]), make_person(unit=county.unit)
    do = doing(leader)
    cases: list[tuple[type[Exception], dict[str, Any]]] = [
        (Unordered, {"delegate": leader}),
        (EndsBeforeStart, {"valid_to": TODAY}),
        (StartsEarlier, {"valid_from": YESTERDAY}),
        (NothingToDelegate, {"office": None, "unit": county.unit}),
        (NothingToDelegate, {"office": None}),
        (NothingToDelegate, {"unit": county.unit}),
    ]
    for refusal, values in cases:
        with pytest.raises(refusal):
            delegate(county, leader, helper, do, **values)
    with pytest.raises(NothingToDelegate):
        delegate(county, helper, leader, doing(helper))
    people.deactivate(person=helper, **county.doing)
    with pytest.raises(PersonInactive):
        delegate(county, leader, helper, do)
    assert not Delegation.objects.exists()


def test_one_role_is_delegated_beside_another_and_not_twice(county: County) -> None:
    held = [(kind, county.office) for kind in ("leader", "verifier")]
    leader, helper = make_person(roles=held), make_person(unit=county.unit)
    row = delegate(county, leader, helper, doing(leader), kind="leader")
    delegate(county, leader, helper, doing(leader), kind="verifier")

    for kind in ("leader", ""):
        with pytest.raises(AlreadyDelegated):
            delegate(county, leader, helper, doing(leader), kind=kind)
    with pytest.raises(NothingToDelegate):
        delegate(county, leader, helper, doing(leader), kind="inspector")
    with pytest.raises(FieldMalformed):
        delegate(county, leader, helper, doing(leader), kind="boss")
    assert row.work == f"{county.office.name}的领导工作"


def test_a_delegation_is_made_once_at_a_time_and_withdrawn_once(county: County) -> None:
    leader, helper = make_person(roles=[("leader", county.office)]), make_person(unit=county.unit)
    row = delegate(county, leader, helper, doing(leader))
    with pytest.raises(AlreadyDelegated):
        delegate(county, leader, helper, doing(leader), valid_from=TOMORROW)
    with pytest.raises(NotAdministrator):
        roles.withdraw(delegation=row, **doing(helper))

    roles.withdraw(delegation=row, **doing(leader))

    row.refresh_from_db()
    assert row.valid_to == TODAY
    with pytest.raises(AlreadyEnded):
        roles.withdraw(delegation=row, **doing(leader))
    delegate(county, leader, helper, doing(leader))


def test_who_acts_for_an_administrator_may_what_he_may_there(county: County) -> None:
    helper, unit = make_person(unit=county.unit), make_unit(division=county.division)
    delegate(county, county.admin, helper, county.doing)

    roles.grant(person=helper, kind="liaison", unit=unit, **doing(helper, principal=county.admin))

    event = Event.objects.filter(kind="role_granted").latest("pk")
    assert (event.actor_id, event.principal_id) == (helper.pk, county.admin.pk)
    for do in (doing(helper), doing(make_person(), principal=county.admin)):
        with pytest.raises(NotAdministrator):
            roles.grant(person=helper, kind="reviewer", unit=unit, **do)
