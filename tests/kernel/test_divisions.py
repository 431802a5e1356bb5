"""Division codes by level, roll-up within one scheme, days of validity, and the table of provinces."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.kernel.division_names import LEVELS, Level
from guatu.kernel.divisions import (
    Division,
    DivisionCode,
    DivisionTable,
    province_named,
    province_of,
    provinces,
    read_divisions,
)
from guatu.kernel.errors import CodeRefusal, DuplicateCode, MalformedCode, MalformedTable, UnknownCode

DAY = date(2026, 6, 30)

TABLE = """code,name,scheme,valid_from,valid_to,replaced_by
990100,云州市,local,,,
990121,云桥县,local,,2024-12-31,990102
990102,云桥区,local,2025-01-01,,
990102001,解放街道,local,2025-01-01,,
990102101,河西镇,local,2025-01-01,,
990102101200,前进村,local,2025-01-01,,
KFQ1,云桥经济开发区,local,,,
990102400,云桥经济开发区,statistics,,,
"""


@pytest.fixture
def county() -> DivisionTable:
    return read_divisions(TABLE)


@pytest.mark.parametrize(
    ("text", "digits", "level"),
    [
        ("35", "35", "province"),
        ("350000", "35", "province"),
        ("350000000000", "35", "province"),
        ("350100", "3501", "prefecture"),
        ("350102", "350102", "county"),
        ("350102000", "350102", "county"),
        ("350102001", "350102001", "town"),
        ("350102001002", "350102001002", "village"),
        ("３５０１ ０２", "350102", "county"),
        ("441900003000", "441900003", "town"),
    ],
)
def test_a_code_is_read_to_the_level_it_reaches(text: str, digits: str, level: Level) -> None:
    code = DivisionCode.parse(text)

    assert (code.digits, code.level) == (digits, level)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("3501021", "“3501021”不是行政区划代码：应为2、4、6、9或12位数字，请核对位数"),
        ("35010A", "“35010A”不是行政区划代码：应为2、4、6、9或12位数字，请核对位数"),
        ("", "“”不是行政区划代码：应为2、4、6、9或12位数字，请核对位数"),
        ("350001", "“350001”不是行政区划代码：中间一级为0而下级不为0，请核对各级代码"),
        ("000000", "“000000”不是行政区划代码：中间一级为0而下级不为0，请核对各级代码"),
        ("350102000200", "“350102000200”不是行政区划代码：中间一级为0而下级不为0，请核对各级代码"),
    ],
)
def test_a_code_of_no_shape_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(MalformedCode) as refusal:
        DivisionCode.parse(text)

    assert str(refusal.value) == sentence


def test_digits_of_another_script_are_no_code() -> None:
    with pytest.raises(MalformedCode):
        DivisionCode.parse("٣٥٠١٠٢")


def test_a_town_without_a_county_stands_under_its_prefecture() -> None:
    town = DivisionCode.parse("441900003000")

    assert town.parent == DivisionCode.parse("441900")
    assert town.at("county") is None
    assert town.at("province") == DivisionCode.parse("440000")


def test_the_range_of_a_town_code_says_its_kind() -> None:
    kinds = {
        number: DivisionCode.parse(f"350102{number}").town_kind
        for number in ("001", "099", "100", "199", "200", "399", "400", "599", "600")
    }

    assert list(kinds.values()) == [
        *["subdistrict"] * 2,
        *["town"] * 2,
        *["township"] * 2,
        *["similar"] * 2,
        None,
    ]
    assert DivisionCode.parse("350102").town_kind is None


def test_the_range_of_a_village_code_says_its_kind() -> None:
    kinds = [
        DivisionCode.parse(f"350102101{number}").village_kind
        for number in ("001", "199", "200", "399", "400", "500")
    ]

    assert kinds == [
        *["residents"] * 2,
        *["villagers"] * 2,
        "similar_residents",
        "similar_villagers",
    ]


def test_a_code_is_written_as_lists_write_it() -> None:
    assert str(DivisionCode.parse("35")) == "350000"
    assert str(DivisionCode.parse("350102001")) == "350102001"
    assert DivisionCode.parse("350102").full == "350102000000"


codes = st.tuples(
    st.integers(11, 82), st.integers(1, 99), st.integers(1, 99), st.integers(1, 599), st.integers(1, 599)
).map(lambda parts: "{:02}{:02}{:02}{:03}{:03}".format(*parts))


@given(codes, st.sampled_from([2, 4, 6, 9, 12]))
def test_zeros_that_fill_a_code_up_change_nothing(code: str, length: int) -> None:
    short = DivisionCode.parse(code[:length])

    assert DivisionCode.parse(short.full) == DivisionCode.parse(str(short)) == short


@given(codes)
def test_a_village_has_every_level_above_it_and_lies_in_each(code: str) -> None:
    village = DivisionCode.parse(code)

    for level in LEVELS:
        above = village.at(level)
        assert above is not None
        assert above.level == level
        assert village.is_within(above)


def test_there_are_34_provinces() -> None:
    assert len(provinces()) == 34
    assert len({province.code for province in provinces()}) == 34
    assert (
        len({letter for province in provinces() for letter in province.letters}) == 40
    )  # six of them have two


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("福建省", "35"),
        ("内蒙古", "15"),
        ("京", "11"),
        ("陇", "62"),
        ("新疆维吾尔自治区", "65"),
        ("澳", "82"),
    ],
)
def test_a_province_goes_by_its_name_its_short_name_and_its_letter(text: str, code: str) -> None:
    province = province_named(text)

    assert province is not None
    assert province.code.digits == code


def test_what_is_no_province_is_not_found() -> None:
    assert province_named("云桥县") is None
    assert province_of(DivisionCode.parse("990101")) is None


def test_the_province_of_a_code_is_found_by_its_first_digits() -> None:
    province = province_of(DivisionCode.parse("350102001"))

    assert province is not None
    assert province.name == "福建省"


def test_a_division_rolls_up_within_its_scheme(county: DivisionTable) -> None:
    village = county.find("990102101200", on=DAY, scheme="local")

    district = county.roll_up(village, "county", on=DAY)

    assert district is not None
    assert district.name == "云桥区"
    assert county.roll_up(village, "province", on=DAY) is None


def test_a_zone_of_statistics_does_not_count_towards_the_local_district(county: DivisionTable) -> None:
    district = county.find("990102", on=DAY, scheme="local")
    zone = county.find("990102400", on=DAY, scheme="statistics")

    assert not zone.is_within(district)
    assert county.roll_up(zone, "county", on=DAY) is None
    assert [each.name for each in county.within(district, on=DAY)] == ["解放街道", "河西镇", "前进村"]


def test_a_local_code_of_its_own_make_stands_alone(county: DivisionTable) -> None:
    zone = county.find("KFQ1", on=DAY, scheme="local")

    assert zone.is_within(zone)
    assert not zone.is_within(county.find("990100", on=DAY, scheme="local"))
    assert not Division("KFQ10", "云桥临港开发区", "local").is_within(zone)
    assert county.roll_up(zone, "county", on=DAY) is None


def test_a_division_holds_on_its_first_and_last_day_and_not_beyond(county: DivisionTable) -> None:
    old = county.find("990121", on=date(2024, 12, 31), scheme="local")

    assert old.name == "云桥县"
    with pytest.raises(UnknownCode):
        county.find("990121", on=date(2025, 1, 1), scheme="local")
    with pytest.raises(UnknownCode):
        county.find("990102", on=date(2024, 12, 31), scheme="local")
    assert county.find("990102", on=date(2025, 1, 1), scheme="local").name == "云桥区"


def test_an_abolished_division_leads_to_what_replaced_it(county: DivisionTable) -> None:
    old = county.find("990121", on=date(2024, 6, 30), scheme="local")

    assert [each.name for each in county.successors(old, on=DAY)] == ["云桥区"]
    assert county.successors(old, on=date(2024, 6, 30)) == (old,)


def test_a_split_division_leads_to_each_part_and_a_ring_ends() -> None:
    table = read_divisions(
        "code,name,scheme,valid_to,replaced_by\n"
        "A,河西乡,local,2020-12-31,B C\n"
        "B,河西镇,local,2022-12-31,A D\n"
        "C,河东镇,local,,\n"
        "D,河西街道,local,,\n"
    )

    parts = table.successors(table.find("A", on=date(2020, 1, 1), scheme="local"), on=DAY)

    assert [part.name for part in parts] == ["河东镇", "河西街道"]


def test_a_division_goes_by_its_name_and_else_by_its_stem(county: DivisionTable) -> None:
    assert [each.code for each in county.named("云桥", on=DAY)] == ["990102"]
    assert [each.code for each in county.named("云桥县", on=DAY)] == []
    assert [each.code for each in county.named("云桥经济开发区", on=DAY)] == ["KFQ1", "990102400"]


def test_one_code_may_pass_from_name_to_name_but_not_be_held_twice() -> None:
    rows = "code,name,valid_from,valid_to\n350102,甲区,,2019-12-31\n350102000000,乙区,{},\n"

    assert len(read_divisions(rows.format("2020-01-01"))) == 2
    with pytest.raises(DuplicateCode):
        read_divisions(rows.format("2019-12-31"))


@pytest.mark.parametrize(
    ("row", "family", "sentence"),
    [
        (
            "990101,甲县,mars,,,",
            MalformedTable,
            "行政区划表代码990101：不认识代码体系“mars”，应为gbt2260、civil_affairs、statistics、local之一",
        ),
        (
            "990101,甲县,local,2026/1/1,,",
            MalformedTable,
            "行政区划表代码990101：日期“2026/1/1”不对，应写作 2026-01-01",
        ),
        (
            "990101,甲县,local,2026-01-02,2026-01-01,",
            MalformedCode,
            "“990101”不是行政区划代码：失效日期早于生效日期，请核对两个日期",
        ),
        ("KFQ1,甲区,,,,", MalformedCode, "“KFQ1”不是行政区划代码：应为2、4、6、9或12位数字，请核对位数"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused(row: str, family: type[CodeRefusal], sentence: str) -> None:
    with pytest.raises(family) as refusal:
        read_divisions(f"{TABLE.splitlines()[0]}\n{row}\n")

    assert str(refusal.value) == sentence
