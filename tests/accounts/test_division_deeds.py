"""Divisions: a tree under code schemes."""

import pytest

from guatu.accounts import queries
from guatu.accounts.actions import divisions, units
from guatu.accounts.errors import (
    AlreadyEnded,
    CodeTaken,
    EndsBeforeStart,
    FieldMissing,
    NotAdministrator,
    StillNeeded,
    TooDeep,
)
from guatu.kernel.errors import MalformedCode
from tests.accounts.counties import TODAY, County, kinds_of
from tests.accounts.factories import FOUNDED, make_division


def test_a_division_is_added_below_ones_own(county: County) -> None:
    town = divisions.add(
        name="双桥镇",
        code="350199 101 000",
        scheme="civil_affairs",
        parent=county.division,
        **county.doing,
    )

    assert town.code == "350199101"
    assert queries.divisions_above(town.pk) == {town.pk, county.division.pk}
    assert queries.divisions_below([county.division.pk]) == {town.pk, county.division.pk}
    assert kinds_of(town) == ["division_added"]


def test_a_top_division_and_one_of_another_county_are_not_ours_to_add(county: County) -> None:
    for parent in (None, county.other.division):
        with pytest.raises(NotAdministrator):
            divisions.add(name="新区", code="1", parent=parent, **county.doing)


def test_a_code_is_whole_and_used_once_at_a_time(county: County) -> None:
    town = divisions.add(name="双桥镇", code="T1", parent=county.division, **county.doing)
    with pytest.raises(CodeTaken):
        divisions.add(name="新桥镇", code="T1", parent=county.division, **county.doing)
    with pytest.raises(MalformedCode):
        divisions.add(name="新桥镇", code="35x", scheme="gbt2260", parent=town, **county.doing)
    with pytest.raises(FieldMissing):
        divisions.add(name="", code="T2", parent=county.division, **county.doing)


def test_the_tree_has_six_levels(county: County) -> None:
    last = county.division
    for level in range(2, 7):
        last = divisions.add(name=f"第{level}级", code=f"L{level}", parent=last, **county.doing)

    assert len(queries.divisions_above(last.pk)) == 6
    assert len(queries.divisions_below([county.division.pk])) == 6
    with pytest.raises(TooDeep):
        divisions.add(name="第7级", code="L7", parent=last, **county.doing)


def test_a_division_ends_when_nothing_stands_in_it(county: County) -> None:
    town = make_division("双桥镇", parent=county.division)
    below = make_division("石桥村", parent=town)
    unit = units.add(name="双桥镇政府", division=town, kind="town", valid_from=FOUNDED, **county.doing)
    with pytest.raises(StillNeeded, match="1家单位"):
        divisions.end(division=town, valid_to=TODAY, **county.doing)
    units.end(unit=unit, valid_to=TODAY, **county.doing)
    with pytest.raises(StillNeeded, match="1个下级区划"):
        divisions.end(division=town, valid_to=TODAY, **county.doing)
    divisions.end(division=below, valid_to=TODAY, **county.doing)
    with pytest.raises(EndsBeforeStart):
        divisions.end(division=town, valid_to=FOUNDED, **county.doing)

    assert divisions.end(division=town, valid_to=TODAY, **county.doing).valid_to == TODAY
    with pytest.raises(AlreadyEnded):
        divisions.end(division=town, valid_to=TODAY, **county.doing)
    with pytest.raises(NotAdministrator):
        divisions.end(division=county.other.division, valid_to=TODAY, **county.doing)
