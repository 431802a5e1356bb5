"""People: added, moved, deactivated, never deleted; passwords and devices."""

from typing import Any

import pytest
from django_otp.plugins.otp_totp.models import TOTPDevice

from guatu.accounts.actions import calendar, founding, people, roles, totp, units
from guatu.accounts.errors import (
    AlreadyActive,
    AlreadyDecided,
    AlreadyFounded,
    AlreadyInactive,
    ExternalIdTaken,
    FieldMalformed,
    FieldMissing,
    HeldElsewhere,
    LastAdministrator,
    NotAdministrator,
    NotOneself,
    UnitEnded,
    UsernameTaken,
    WeakPassword,
    WrongPassword,
)
from guatu.accounts.models import CalendarDay, Delegation, Person, Role
from guatu.accounts.passwords import KindsOfCharacters
from guatu.history.chains import changes_of
from guatu.history.models import Enclosure, Event
from tests.accounts.counties import NOW, TODAY, TOMORROW, County, doing, kinds_of
from tests.accounts.factories import PASSWORD, make_office, make_person, make_role, make_unit

NEW = "Shiquan-2026-xin"


def test_a_person_is_added_and_no_name_stands_in_the_chain(county: County) -> None:
    person = people.add(
        username="ＺhangSan",
        name="张三",
        unit=county.unit,
        external_id="A-7",
        password=PASSWORD,
        **county.doing,
    )

    assert (person.username, person.must_change_password) == ("zhangsan", True)
    event = Event.objects.get(kind="person_added", subject_id=person.pk)
    body = bytes(event.body).decode()
    assert not any(word in body for word in ("张三", "zhangsan", "A-7", person.password))
    assert "password" not in changes_of(event)[person.reference]
    sealed = dict(Enclosure.objects.filter(event=event).values_list("name", "text"))
    assert sealed[f"{person.reference}.name"] == "张三"


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"username": "WANG"}, UsernameTaken),
        ({"username": ""}, FieldMissing),
        ({"username": "-x y"}, FieldMalformed),
        ({"name": ""}, FieldMissing),
        ({"external_id": "A-1"}, ExternalIdTaken),
        ({"password": "short"}, WeakPassword),
    ],
)
def test_a_person_that_cannot_be_is_refused(
    county: County, values: dict[str, Any], refusal: type[Exception]
) -> None:
    make_person(username="wang", external_id="A-1")
    before = Person.objects.count()

    with pytest.raises(refusal):
        people.add(**{"username": "li", "name": "李静", "unit": county.unit, **county.doing, **values})

    assert Person.objects.count() == before


def test_nobody_is_added_elsewhere_or_to_a_unit_that_has_ended(county: County) -> None:
    with pytest.raises(NotAdministrator):
        people.add(username="li", name="李静", unit=county.other, **county.doing)
    units.end(unit=county.unit, valid_to=TODAY, **county.doing)
    with pytest.raises(UnitEnded):
        people.add(username="li", name="李静", unit=county.unit, **county.doing)


def test_a_person_without_password_cannot_sign_in(county: County) -> None:
    person = people.add(username="li", name="李静", unit=county.unit, **county.doing)

    assert not person.has_usable_password()
    assert not person.must_change_password


def test_name_and_identifier_are_corrected(county: County) -> None:
    person = make_person("李静", unit=county.unit)
    people.change(person=person, name="李婧", external_id="A-9", **county.doing)
    people.change(person=person, name="李婧", external_id="A-9", **county.doing)

    person.refresh_from_db()
    assert (person.name, person.external_id) == ("李婧", "A-9")
    assert kinds_of(person) == ["person_added", "person_changed"]
    with pytest.raises(ExternalIdTaken):
        people.change(person=make_person(unit=county.unit), name="李静", external_id="A-9", **county.doing)


def test_a_person_moves_within_the_county(county: County) -> None:
    person = make_person(unit=county.unit)
    people.move(person=person, unit=county.office.unit, **county.doing)
    people.move(person=person, unit=county.office.unit, **county.doing)

    person.refresh_from_db()
    assert person.unit == county.office.unit
    assert kinds_of(person) == ["person_added", "person_moved"]
    with pytest.raises(NotAdministrator):
        people.move(person=person, unit=county.other, **county.doing)
    with pytest.raises(NotAdministrator):
        people.move(person=make_person(unit=county.other), unit=county.unit, **county.doing)


def test_who_is_deactivated_loses_roles_and_mandates_in_the_chains_of_their_places(county: County) -> None:
    person, other = make_person(unit=county.unit), make_person(unit=county.unit)
    in_office = make_role(person, "coordinator", county.office)
    make_role(person, "liaison", county.unit)
    later = make_role(person, "leader", county.office, since=TOMORROW)
    roles.delegate(principal=person, delegate=other, office=county.office, valid_to=TOMORROW, **county.doing)

    people.deactivate(person=person, **county.doing)

    person.refresh_from_db()
    assert not person.is_active
    assert not Role.objects.in_force(on=TODAY).filter(person=person).exists()
    later.refresh_from_db()
    assert later.valid_to == later.valid_from
    assert Delegation.objects.get().valid_to == TODAY
    ended = Event.objects.filter(recorded_at=NOW, chain__code=county.office.chain)
    kinds = sorted(ended.values_list("kind", flat=True))
    assert kinds == ["delegated", "delegation_withdrawn", "role_revoked", "role_revoked"]
    assert in_office.pk in ended.values_list("subject_id", flat=True)
    with pytest.raises(AlreadyInactive):
        people.deactivate(person=person, **county.doing)


def test_a_person_comes_back_without_roles(county: County) -> None:
    person = make_person(roles=[("liaison", county.unit)])
    with pytest.raises(AlreadyActive):
        people.reactivate(person=person, **county.doing)
    people.deactivate(person=person, **county.doing)

    people.reactivate(person=person, **county.doing)

    person.refresh_from_db()
    assert person.is_active
    assert not Role.objects.in_force(on=TODAY).filter(person=person).exists()


def test_the_last_administrator_is_not_deactivated(county: County) -> None:
    with pytest.raises(LastAdministrator):
        people.deactivate(person=county.admin, **county.doing)

    county.admin.refresh_from_db()
    assert county.admin.is_active


def test_people_of_another_office_are_kept_by_its_administrators(county: County) -> None:
    """Else one administrator could open another's ledgers by resetting a password."""
    other = make_office("县整改办", division=county.division)
    theirs = make_person(unit=county.unit, roles=[("administrator", other)])
    make_role(theirs, "coordinator", county.office)

    with pytest.raises(HeldElsewhere, match="县整改办"):
        people.reset_password(person=theirs, password=NEW, **county.doing)
    with pytest.raises(HeldElsewhere):
        people.deactivate(person=theirs, **county.doing)
    with pytest.raises(HeldElsewhere):
        totp.reset(person=theirs, **county.doing)


def test_a_new_password_is_ones_own_deed(county: County) -> None:
    person = make_person(unit=county.unit, password=PASSWORD, must_change_password=True)
    for do in (county.doing, doing(county.admin, principal=person), doing(person, principal=county.admin)):
        with pytest.raises(NotOneself):
            people.change_password(person=person, old=PASSWORD, new=NEW, **do)
    with pytest.raises(WrongPassword):
        people.change_password(person=person, old="x", new=NEW, **doing(person))
    with pytest.raises(WeakPassword, match="不能与原密码相同"):
        people.change_password(person=person, old=PASSWORD, new=PASSWORD, **doing(person))

    people.change_password(person=person, old=PASSWORD, new=NEW, **doing(person))

    person.refresh_from_db()
    assert person.check_password(NEW)
    assert not person.must_change_password
    assert kinds_of(person) == ["person_added", "password_changed"]


def test_a_password_that_is_given_must_be_changed(county: County) -> None:
    person = make_person(unit=county.unit)
    made = people.initial_password(person.username)
    people.reset_password(person=person, password=made, **county.doing)

    person.refresh_from_db()
    assert person.check_password(made)
    assert person.must_change_password
    with pytest.raises(WeakPassword, match="；"):
        people.reset_password(person=person, password="password", **county.doing)  # noqa: S106
    with pytest.raises(NotAdministrator):
        people.reset_password(person=person, password=made, **doing(make_person(unit=county.unit)))


def test_generated_passwords_pass_the_rules_and_look_alike_to_nobody() -> None:
    person = Person(username="person40002", name="王强")  # one in a few hundred passwords is like such a name

    made = {people.initial_password(person.username, name=person.name) for _ in range(2_000)}

    assert len(made) == 2_000
    assert not set("".join(made)) & set("0O1lI")
    for one in made:
        people.check_password(one, person)


@pytest.mark.parametrize(
    ("password", "passes"),
    [("abcdefghij", False), ("abcdefghi1", False), ("Abcdefghi1", True), ("abc云defgh1", True), ("", False)],
)
def test_a_password_mixes_three_kinds_of_characters(password: str, *, passes: bool) -> None:
    from django.core.exceptions import ValidationError

    try:
        KindsOfCharacters().validate(password)
    except ValidationError:
        assert not passes
    else:
        assert passes


def test_a_lost_device_is_taken_off(county: County) -> None:
    person = make_person(unit=county.unit)
    TOTPDevice.objects.create(user=person, name="", confirmed=True)
    assert totp.enrolled(person)
    with pytest.raises(AlreadyActive):
        totp.confirm(person=person, code="123456", **doing(person))
    with pytest.raises(NotOneself):
        totp.confirm(person=person, code="123456", **county.doing)

    totp.reset(person=person, **county.doing)

    assert not totp.enrolled(person)
    assert kinds_of(person) == ["person_added", "totp_reset"]
    with pytest.raises(NotAdministrator):
        totp.reset(person=make_person(unit=county.other), **county.doing)


def test_a_working_day_is_decided_and_decided_anew(county: County) -> None:
    def decide(*, is_working: bool, note: str = "县政府办通知") -> CalendarDay:
        return calendar.decide(day=TOMORROW, is_working=is_working, note=note, **county.doing)

    row = decide(is_working=True)
    with pytest.raises(AlreadyDecided, match="上班"):
        decide(is_working=True)
    with pytest.raises(FieldMissing):
        decide(is_working=False, note="")
    assert decide(is_working=False).pk == row.pk

    assert CalendarDay.objects.get().is_working is False
    kinds = Event.objects.filter(subject_kind="calendar_day").values_list("kind", flat=True)
    assert list(kinds) == ["day_decided", "day_decided"]
    with pytest.raises(NotAdministrator):
        calendar.decide(
            day=TODAY, is_working=True, note="通知", **doing(make_person(roles=[("leader", county.office)]))
        )


def test_a_server_is_founded_whole_or_not_at_all(db: None) -> None:
    def found(password: str) -> Person:
        return founding.found(
            division="云桥县",
            code="350199",
            scheme="civil_affairs",
            unit="县政府办公室",
            office="县政府督查室",
            username="wang",
            name="王强",
            password=password,
            at=NOW,
            on=TODAY,
        )

    with pytest.raises(WeakPassword):
        found("short")
    assert not Event.objects.exists()
    assert found(PASSWORD).must_change_password
    with pytest.raises(AlreadyFounded):
        found(PASSWORD)
    assert make_unit()  # and others are added after it
