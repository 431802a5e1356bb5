"""Units as offices write them into one cell."""

import pytest

from guatu.kernel.units import Directory, Unit
from guatu.reading.tables.cells import read_units
from guatu.reading.tables.markup import Run
from guatu.reading.tables.owners import CellOfUnits, UnitReader

LEAD, HELP, ANSWER, WATCH = "lead", "cooperating", "responsible", "supervising"


@pytest.mark.parametrize(
    ("written", "units"),
    [
        ("县住建局", [("县住建局", None)]),
        (
            "县住建局、县水务局，县财政局；城关镇",
            [(n, None) for n in ("县住建局", "县水务局", "县财政局", "城关镇")],
        ),
        ("县住建局\n县水务局", [("县住建局", None), ("县水务局", None)]),
        ("县住建局 县水务局", [("县住建局", None), ("县水务局", None)]),
        ("县住建局县水务局", [("县住建局", None), ("县水务局", None)]),
        ("县住建局和县水务局", [("县住建局", None), ("县水务局", None)]),
        ("县发展和改革局、县工业和信息化局", [("县发展和改革局", None), ("县工业和信息化局", None)]),
        ("县住建局（牵头）、县水务局", [("县住建局", LEAD), ("县水务局", None)]),
        (
            "县住建局牵头，县水务局、县财政局配合",
            [("县住建局", LEAD), ("县水务局", HELP), ("县财政局", HELP)],
        ),
        ("由县水务局牵头，会同县住建局办理", [("县水务局", LEAD), ("县住建局", HELP)]),
        ("主办：县水务局 会办：各镇街", [("县水务局", LEAD), ("各镇街", HELP)]),
        ("主办单位：县水务局；协办单位：县住建局", [("县水务局", LEAD), ("县住建局", HELP)]),
        ("【牵头】县水务局【配合】县住建局", [("县水务局", LEAD), ("县住建局", HELP)]),
        ("县水务局负责，县住建局配合", [("县水务局", LEAD), ("县住建局", HELP)]),
        ("县住建局负责道路修复，县水务局负责管网", [("县住建局", ANSWER), ("县水务局", ANSWER)]),
        ("责任单位：县住建局 督导单位：县督查室", [("县住建局", ANSWER), ("县督查室", WATCH)]),
        ("牵头领导：张某；责任单位：县住建局", [("县住建局", ANSWER)]),
        ("县住建局：赵某 13800000000", [("县住建局", None)]),
        ("县住建局 赵某某、孙某", [("县住建局", None)]),
        ("县住建局 赵某某、县水务局 孙某", [("县住建局", None), ("县水务局", None)]),
        ("县住建局/张三/13800000000", [("县住建局", None)]),
        ("石河镇人民政府（王某某，0500-1234567）", [("石河镇人民政府", None)]),
        ("县住建局等5个部门", [("县住建局", None)]),
        ("县直有关部门、各镇（街道）", [("县直有关部门", None), ("各镇（街道）", None)]),
        ("1.县住建局 2.县水务局", [("县住建局", None), ("县水务局", None)]),
        ("（一）县住建局（二）县水务局", [("县住建局", None), ("县水务局", None)]),
        ("★县住建局、县水务局", [("县住建局", None), ("县水务局", None)]),
        ("石河镇、高新区、林业局", [("石河镇", None), ("高新区", None), ("林业局", None)]),
        ("无", []),
        ("—", []),
    ],
)
def test_a_cell_names_its_units_and_what_each_owes(written: str, units: list[tuple[str, str | None]]) -> None:
    assert [(one.name, one.duty) for one in read_units(written)] == units


def test_bold_units_lead_unless_all_are_bold() -> None:
    mixed = (Run("县住建局", is_bold=True), Run("、县水务局", is_bold=False))
    whole = (Run("县住建局、县水务局", is_bold=True),)

    assert [one.duty for one in read_units("县住建局、县水务局", runs=mixed)] == [LEAD, None]
    assert [one.duty for one in read_units("县住建局、县水务局", runs=whole)] == [None, None]


UNITS = Directory(
    Unit(name, (), "云桥县")
    for name in (
        "云桥县石河镇人民政府",
        "云桥县经济开发区管理委员会",
        "中共云桥县纪律检查委员会",
        "云桥县公安局交通警察大队",
        "共青团云桥县委员会",
        "云桥县水务局",
        "云桥县第一中学",
        "云桥县第二中学",
        "云桥县东山镇人民政府",
        "柳林县东山镇人民政府",
    )
)


@pytest.mark.parametrize(
    ("spoken", "listed"),
    [
        ("石河镇", "云桥县石河镇人民政府"),
        ("经开区管委会", "云桥县经济开发区管理委员会"),
        ("县纪委", "中共云桥县纪律检查委员会"),
        ("县交警大队", "云桥县公安局交通警察大队"),
        ("团县委", "共青团云桥县委员会"),
        ("县水务局", "云桥县水务局"),
        ("县一中", "云桥县第一中学"),
    ],
)
def test_units_are_called_by_the_names_of_the_directory(spoken: str, listed: str) -> None:
    found = UnitReader(UNITS).read([CellOfUnits(3, "责任单位", "responsible_unit", spoken)])

    assert [owner.unit for owner in found.owners] == [listed]
    assert found.unknown == ()


@pytest.mark.parametrize("stranger", ["县气象局", "石桥镇", "县林业局", "高新区", "东山镇"])
def test_a_unit_that_no_directory_knows_is_told_with_its_column(stranger: str) -> None:
    found = UnitReader(UNITS).read([CellOfUnits(3, "责任单位", "responsible_unit", f"县水务局、{stranger}")])

    assert found.unknown == ((stranger, 3),)


@pytest.mark.parametrize(
    ("division", "meant"), [("云桥县", "云桥县发展和改革局"), ("石河县", "石河县发展和改革局"), (None, None)]
)
def test_of_two_alike_the_unit_of_the_own_division_is_meant(division: str | None, meant: str | None) -> None:
    names = {
        "云桥县发展和改革局": "云桥县",
        "石河县发展和改革局": "石河县",
        "望垄市发展和改革委员会": "望垄市",
    }
    reader = UnitReader(Directory(Unit(name, (), of) for name, of in names.items()), division=division)

    found = reader.read([CellOfUnits(3, "责任单位", "responsible_unit", "县发改局、市发改委")])

    assert [owner.unit for owner in found.owners] == [meant or "县发改局", "望垄市发展和改革委员会"]
    assert bool(found.unknown) is (meant is None)


def test_what_watches_over_needs_no_place_in_the_directory() -> None:
    found = UnitReader(UNITS).read([CellOfUnits(3, "督导单位", "supervising_unit", "省督导组")])

    assert (found.owners[0].duty, found.unknown) == (WATCH, ())
