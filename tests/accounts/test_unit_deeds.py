"""Units: founded, renamed, ended; their functions pass on."""

from datetime import date
from typing import Any

import pytest

from guatu.accounts import queries
from guatu.accounts.actions import offices, people, units
from guatu.accounts.errors import (
    AlreadyEnded,
    AlreadyOffice,
    AlreadySucceeded,
    CodeTaken,
    EndsBeforeStart,
    FieldMalformed,
    FieldMissing,
    FieldTooLong,
    NameTaken,
    NotAdministrator,
    StillNeeded,
    UnitEnded,
    Unordered,
)
from guatu.accounts.models import Office, ShortName, Succession, Unit
from guatu.history.chains import SYSTEM, Actor, changes_of
from guatu.history.errors import EarlierWithoutReason, HappensLater
from guatu.history.models import Enclosure, Event
from tests.accounts.counties import NOW, TODAY, TOMORROW, YESTERDAY, County, Doing, doing, kinds_of
from tests.accounts.factories import FOUNDED, make_division, make_office, make_person, make_unit

PAPER = "县编办〔2026〕3号"


def test_a_unit_is_added_and_the_chain_holds_its_fields(county: County) -> None:
    unit = units.add(name=" 县  大数据局 ", division=county.division, code="D07", **county.doing)

    event = Event.objects.get(subject_kind="unit", subject_id=unit.pk)
    assert (unit.name, unit.code_scheme, unit.valid_from) == ("县 大数据局", "local", TODAY)
    assert (event.kind, event.chain.code, event.actor_id) == ("unit_added", "registry", county.admin.pk)
    assert changes_of(event)[unit.reference]["name"] == "县 大数据局"


def test_a_credit_code_is_known_as_one(county: County) -> None:
    unit = units.add(name="县水务集团", division=county.division, code="91350199MA00000000", **county.doing)

    assert unit.code_scheme == "credit_code"


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"name": "县住建局"}, NameTaken),
        ({"name": "  "}, FieldMissing),
        ({"name": "局" * 81}, FieldTooLong),
        ({"kind": "village"}, FieldMalformed),
        ({"code": "D01"}, CodeTaken),
    ],
)
def test_a_unit_that_cannot_be_is_refused_and_nothing_is_written(
    county: County, values: dict[str, Any], refusal: type[Exception]
) -> None:
    make_unit(division=county.division, code="D01")
    before = Unit.objects.count(), Event.objects.count()

    with pytest.raises(refusal):
        units.add(**{"name": "县新局", "division": county.division, **county.doing, **values})

    assert (Unit.objects.count(), Event.objects.count()) == before


def test_the_same_name_stands_in_two_divisions(county: County) -> None:
    units.add(name=county.unit.name, division=make_division("东桥区"), by=SYSTEM, at=NOW, on=TODAY)


def test_an_administrator_keeps_the_own_division_and_what_is_below(county: County) -> None:
    town = make_division("双桥镇", parent=county.division)
    units.add(name="双桥镇政府", division=town, kind="town", **county.doing)

    for person in (county.admin, make_person(roles=[("coordinator", county.office)])):
        with pytest.raises(NotAdministrator):
            units.add(name="县新局", division=county.other.division, **doing(person))
    with pytest.raises(NotAdministrator):
        units.add(name="县新局", division=county.division, by=Actor(person_id=0), at=NOW, on=TODAY)


def test_an_earlier_day_needs_a_reason_and_a_later_one_is_none(county: County) -> None:
    with pytest.raises(EarlierWithoutReason):
        units.add(name="县新局", division=county.division, **doing(county.admin, YESTERDAY))
    with pytest.raises(HappensLater):
        units.add(name="县新局", division=county.division, **doing(county.admin, TOMORROW))

    units.add(name="县新局", division=county.division, why_earlier="补录", **doing(county.admin, YESTERDAY))


def test_a_renamed_unit_is_still_found_by_its_former_name(county: County) -> None:
    units.rename(unit=county.unit, name="县住房和城乡建设局", **county.doing)
    units.rename(unit=county.unit, name="县住房和城乡建设局", **county.doing)

    county.unit.refresh_from_db()
    assert county.unit.name == "县住房和城乡建设局"
    assert list(county.unit.short_names.values_list("name", flat=True)) == ["县住建局"]
    assert kinds_of(county.unit) == ["unit_added", "unit_renamed"]
    book = queries.unit_book(county.division, on=TODAY)
    assert book.unit_id("县住建局") == county.unit.pk


def test_a_unit_renamed_back_and_forth_keeps_each_name_once(county: County) -> None:
    for name in ("县建设局", "县住建局", "县建设局"):
        units.rename(unit=county.unit, name=name, **county.doing)

    assert sorted(county.unit.short_names.values_list("name", flat=True)) == ["县住建局", "县建设局"]


def test_a_name_that_another_unit_bears_and_an_ended_unit_cannot_be_renamed(county: County) -> None:
    make_unit("县水利局", division=county.division)
    with pytest.raises(NameTaken):
        units.rename(unit=county.unit, name="县水利局", **county.doing)
    with pytest.raises(NotAdministrator):
        units.rename(unit=county.other, name="石泉县建设局", **county.doing)

    units.end(unit=county.unit, valid_to=TODAY, **county.doing)
    with pytest.raises(UnitEnded):
        units.rename(unit=county.unit, name="县建设局", **county.doing)


def test_what_a_unit_is_can_be_corrected(county: County) -> None:
    def change(unit: Unit, parent: Unit | None, code: str = "") -> Unit:
        return units.change(
            unit=unit, kind="other", parent=parent, code=code, code_scheme="", position=3, **county.doing
        )

    center = make_unit("县质安站", division=county.division)
    changed = change(center, county.unit, "Z1")
    change(center, county.unit, "Z1")

    assert (changed.parent, changed.kind, changed.code, changed.position) == (county.unit, "other", "Z1", 3)
    assert kinds_of(center) == ["unit_added", "unit_changed"]
    for parent in (center, county.unit):
        with pytest.raises(Unordered):
            change(county.unit, parent)
    with pytest.raises(CodeTaken):
        change(county.unit, None, "Z1")


def test_a_unit_ends_when_nobody_is_left_in_it(county: County) -> None:
    person = make_person(unit=county.unit)
    below = make_unit(division=county.division, parent=county.unit)
    with pytest.raises(StillNeeded, match="1名启用人员，请先调离"):
        units.end(unit=county.unit, valid_to=TOMORROW, **county.doing)
    people.move(person=person, unit=county.office.unit, **county.doing)
    with pytest.raises(StillNeeded, match="1个下级单位"):
        units.end(unit=county.unit, valid_to=TOMORROW, **county.doing)
    units.end(unit=below, valid_to=TOMORROW, **county.doing)

    ended = units.end(unit=county.unit, valid_to=TOMORROW, **county.doing)

    assert ended.stands(on=TODAY)
    assert not ended.stands(on=TOMORROW)
    assert county.unit not in Unit.objects.in_force(on=TOMORROW)
    with pytest.raises(AlreadyEnded):
        units.end(unit=county.unit, valid_to=TOMORROW, **county.doing)


def test_a_unit_does_not_end_before_it_began_nor_with_an_office_in_it(county: County) -> None:
    with pytest.raises(EndsBeforeStart):
        units.end(unit=county.unit, valid_to=FOUNDED, **county.doing)
    with pytest.raises(NotAdministrator):
        units.end(unit=county.other, valid_to=TODAY, **county.doing)
    with pytest.raises(StillNeeded, match="将办公室调整到其他单位"):
        units.end(unit=county.office.unit, valid_to=TODAY, **county.doing)


def succeed(predecessor: Unit, successor: Unit, do: Doing, day: date = TODAY) -> Succession:
    return units.succeed(predecessor=predecessor, successor=successor, effective_on=day, paper=PAPER, **do)


def test_functions_pass_by_a_paper_that_enters_the_chain_sealed(county: County) -> None:
    water = make_unit("县水利局", division=county.division)
    row = succeed(county.unit, water, county.doing)

    event = Event.objects.get(kind="functions_passed")
    assert event.subject_id == county.unit.pk
    assert Enclosure.objects.get(event=event).text == PAPER
    assert PAPER not in bytes(event.body).decode()
    assert changes_of(event)[row.reference]["successor"] == water.pk
    with pytest.raises(AlreadySucceeded):
        succeed(county.unit, water, county.doing)


def test_functions_pass_between_two_units_of_ones_own_that_stand(county: County) -> None:
    with pytest.raises(Unordered):
        succeed(county.unit, county.unit, county.doing)
    with pytest.raises(NotAdministrator):
        succeed(county.unit, county.other, county.doing)
    with pytest.raises(UnitEnded):
        succeed(county.unit, make_unit(division=county.division), county.doing, date(2009, 1, 1))
    with pytest.raises(FieldMissing):
        units.succeed(
            predecessor=county.unit,
            successor=make_unit(division=county.division),
            effective_on=TODAY,
            paper="",
            **county.doing,
        )


def test_successors_in_force_are_found_across_reforms(county: County) -> None:
    first, second, third = (make_unit(division=county.division) for _ in range(3))
    succeed(county.unit, first, county.doing)
    succeed(county.unit, third, county.doing, TOMORROW)
    succeed(first, second, county.doing)
    succeed(second, county.unit, county.doing, TOMORROW)
    units.end(unit=first, valid_to=TODAY, **county.doing)

    assert queries.successors(county.unit.pk, on=TODAY) == {second.pk}
    assert queries.successors(county.unit.pk, on=TOMORROW) == {second.pk, third.pk}
    assert queries.successors(third.pk, on=TODAY) == frozenset()


def test_short_names_come_and_go(county: County) -> None:
    row = units.add_short_name(unit=county.unit, name="住建局", **county.doing)
    for name in ("住建局", "县住建局"):
        with pytest.raises(NameTaken):
            units.add_short_name(unit=county.unit, name=name, **county.doing)
    with pytest.raises(NotAdministrator):
        units.add_short_name(unit=county.other, name="住建局", **county.doing)

    units.drop_short_name(short_name=row, **county.doing)
    with pytest.raises(AlreadyEnded):
        units.drop_short_name(short_name=row, **county.doing)
    assert queries.directory(county.division, on=TODAY).units[-1].short_names == ()
    units.add_short_name(unit=county.unit, name="住建局", **county.doing)
    assert ShortName.objects.count() == 2
    assert kinds_of(county.unit)[1:] == ["short_name_added", "short_name_dropped", "short_name_added"]


def test_an_office_begins_its_own_chain(county: County) -> None:
    office = offices.add(unit=county.unit, name="县整改办", **county.doing)

    event = Event.objects.get(kind="office_added", subject_id=office.pk)
    assert event.chain.code == office.chain
    assert event.number == 1
    with pytest.raises(AlreadyOffice):
        offices.add(unit=county.unit, name="县整改办", **county.doing)
    with pytest.raises(NotAdministrator):
        offices.add(unit=county.other, name="石泉整改办", **county.doing)


def test_no_office_in_a_unit_that_has_ended(county: County) -> None:
    units.end(unit=county.unit, valid_to=TODAY, **county.doing)

    with pytest.raises(UnitEnded):
        offices.add(unit=county.unit, name="县整改办", **county.doing)
    with pytest.raises(UnitEnded):
        offices.change(office=county.office, unit=county.unit, **county.doing)


def test_an_office_moves_to_another_unit_and_keeps_its_chain(county: County) -> None:
    office = offices.change(office=county.office, unit=county.unit, answer_within=3, **county.doing)
    offices.change(office=county.office, unit=county.unit, answer_within=3, **county.doing)

    assert (office.unit, office.answer_within, office.sign_within) == (county.unit, 3, 2)
    assert kinds_of(office) == ["office_added", "office_changed"]
    with pytest.raises(AlreadyOffice):
        offices.change(office=office, unit=make_office(division=county.division).unit, **county.doing)
    with pytest.raises(FieldMissing):
        offices.change(office=office, name="", **county.doing)


def test_the_office_of_others_is_theirs(county: County) -> None:
    other = make_office("县整改办", division=county.division)
    offices.change(office=other, name="县整改办公室", **county.doing)  # nobody administers it yet
    make_person(roles=[("administrator", other)])

    with pytest.raises(NotAdministrator):
        offices.change(office=other, name="县整改办", **county.doing)
    assert Office.objects.get(pk=other.pk).name == "县整改办公室"
