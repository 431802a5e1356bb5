"""Industries by code: the packaged table, every way of writing a code, and what lies within what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.kernel.errors import DuplicateCode, MalformedCode, UnknownCode
from guatu.kernel.industries import (
    Level,
    industries,
    is_within,
    level_of,
    normalise,
    read_industries,
    section_of,
)

SPANS = {
    "A": (1, 5),
    "B": (6, 12),
    "C": (13, 43),
    "D": (44, 46),
    "E": (47, 50),
    "F": (51, 52),
    "G": (53, 60),
    "H": (61, 62),
    "I": (63, 65),
    "J": (66, 69),
    "K": (70, 70),
    "L": (71, 72),
    "M": (73, 75),
    "N": (76, 79),
    "O": (80, 82),
    "P": (83, 83),
    "Q": (84, 85),
    "R": (86, 90),
    "S": (91, 96),
    "T": (97, 97),
}
"""The 大类 of each 门类, from the table of contents of the standard."""

DEEPER = """code,name
C39,计算机、通信和其他电子设备制造业
391,计算机制造
3911,计算机整机制造
C392,通信设备制造
C3921,通信系统设备制造
019,其他农业
0190,其他农业
0610,烟煤和无烟煤开采洗选
"""


def test_the_table_has_20_sections_and_97_majors_in_their_places() -> None:
    assert {section: [row.code for row in industries() if row.parent == section] for section in SPANS} == {
        section: [f"{number:02}" for number in range(first, last + 1)]
        for section, (first, last) in SPANS.items()
    }
    assert len(industries()) == 117
    assert [row.code for row in industries() if row.parent is None] == list("ABCDEFGHIJKLMNOPQRST")


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("A", "农、林、牧、渔业"),
        ("05", "农、林、牧、渔专业及辅助性活动"),
        ("C25", "石油、煤炭及其他燃料加工业"),
        ("39", "计算机、通信和其他电子设备制造业"),
        ("G58", "多式联运和运输代理业"),
        ("N", "水利、环境和公共设施管理业"),
        ("S96", "基层群众自治组织及其他组织"),
    ],
)
def test_names_are_those_of_the_edition_of_2017(code: str, name: str) -> None:
    assert industries().name(normalise(code)) == name


@pytest.mark.parametrize(
    ("text", "code", "section", "level"),
    [
        ("C", "C", "C", "section"),
        ("39", "39", "C", "major"),
        ("C39", "39", "C", "major"),
        ("c392", "392", "C", "middle"),
        ("Ｃ３９２１", "3921", "C", "minor"),
        (" C 3921 ", "3921", "C", "minor"),
        ("0190", "0190", "A", "minor"),
        ("O80", "80", "O", "major"),
    ],
)
def test_a_code_is_understood_however_it_is_written(text: str, code: str, section: str, level: Level) -> None:
    assert normalise(text) == code
    assert section_of(normalise(text)) == section
    assert level_of(normalise(text)) == level


@pytest.mark.parametrize("text", ["", "1", "C3", "39212", "CC39", "39C", "制造业", "C-39", "٣٩"])
def test_what_has_no_shape_of_a_code_is_refused(text: str) -> None:
    with pytest.raises(MalformedCode):
        normalise(text)


@pytest.mark.parametrize("text", ["00", "98", "9900", "U", "Z"])
def test_what_the_standard_does_not_hold_is_refused(text: str) -> None:
    with pytest.raises(UnknownCode):
        normalise(text)


def test_digits_under_a_wrong_letter_are_refused_with_the_right_one() -> None:
    with pytest.raises(MalformedCode) as refusal:
        normalise("A3921")

    assert str(refusal.value) == "“A3921”不是行业代码：39属于C（制造业），不属于A，请改正字母或数字"


@pytest.mark.parametrize(
    ("code", "ancestor"),
    [
        ("C3921", "C"),
        ("3921", "C39"),
        ("3921", "392"),
        ("39", "39"),
        ("0190", "019"),
        ("019", "0190"),
        ("9700", "T"),
        ("T", "9700"),
        ("7010", "K"),
        ("K", "70"),
        ("8310", "P83"),
    ],
)
def test_an_industry_lies_within_what_is_above_it_or_means_the_same(code: str, ancestor: str) -> None:
    assert is_within(code, ancestor)


@pytest.mark.parametrize(
    ("code", "ancestor"),
    [("39", "392"), ("C", "39"), ("3921", "A"), ("3921", "38"), ("20", "2010"), ("C", "F"), ("7010", "7020")],
)
def test_an_industry_does_not_lie_elsewhere(code: str, ancestor: str) -> None:
    assert not is_within(code, ancestor)


def test_deeper_levels_hang_from_their_longest_known_prefix() -> None:
    tree = read_industries(DEEPER)

    assert tree.ancestors("3921") == ("392", "39", "C")
    assert tree.ancestors("0610") == ("06", "B")
    assert tree.named("其他农业") == ("019",)
    assert tree.name("39") == "计算机、通信和其他电子设备制造业"
    assert len(tree) == 117 + 7


def test_a_deeper_code_given_twice_is_refused() -> None:
    with pytest.raises(DuplicateCode):
        read_industries("code,name\n391,计算机制造\nC391,计算机制造\n")


majors = st.sampled_from([row.code for row in industries() if row.parent])
deep = st.builds("{}{}".format, majors, st.from_regex(r"[0-9]{0,2}", fullmatch=True))


@given(deep)
def test_the_letter_before_a_code_changes_nothing(code: str) -> None:
    assert normalise(section_of(code) + code) == code


@given(deep)
def test_every_code_lies_within_each_of_its_prefixes_and_its_section(code: str) -> None:
    assert all(is_within(code, code[:length]) for length in range(2, len(code) + 1))
    assert is_within(code, section_of(code))


@given(deep, deep)
def test_codes_within_one_another_share_their_section(one: str, other: str) -> None:
    assert not is_within(one, other) or section_of(one) == section_of(other)
