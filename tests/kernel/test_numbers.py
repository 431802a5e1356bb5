"""Numbers as offices write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.kernel.numbers import ordinal_of, parse_number, to_chinese


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三亿六千万", "360000000"),
        ("二〇二六", "2026"),
        ("十二", "12"),
        ("十", "10"),
        ("两", "2"),
        ("两千零五十", "2050"),
        ("壹万贰仟", "12000"),
        ("叁佰伍拾", "350"),
        ("廿三", "23"),
        ("卅", "30"),
        ("半", "0.5"),
        ("零", "0"),
        ("一百零八", "108"),
        ("一百二", "120"),
        ("三千五", "3500"),
        ("三千零五", "3005"),
        ("三万五", "35000"),
        ("三万零五", "30005"),
        ("二万五千", "25000"),
        ("一亿零五万", "100050000"),
        ("三万亿", "3000000000000"),
        ("三点五", "3.5"),
        ("九十八点六", "98.6"),
        ("2.3万", "23000"),
        ("1,250", "1250"),
        ("1,236.5", "1236.5"),
        ("12345", "12345"),
        ("１２", "12"),
        ("-3.5", "-3.5"),
        ("1亿2千万", "120000000"),
        ("3千", "3000"),
        ("2.5千万", "25000000"),
        ("百分之十二", "0.12"),
        ("百分之九十八点六", "0.986"),
        ("百分之百", "1"),
        ("百分之12.5", "0.125"),
        ("千分之三", "0.003"),
        (" 15 ", "15"),
    ],
)
def test_a_number_is_read_in_every_way_it_is_written(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "万",
        "亿万",
        "百",
        "千",
        "几十",
        "十余",
        "三家",
        "十百",
        "一百二百",
        "1,2",
        "1.2.3",
        "点五",
        "三点",
        "5G",
        "第三",
    ],
)
def test_what_is_no_single_number_is_not_read(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "零"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (110, "一百一十"),
        (101, "一百零一"),
        (1010, "一千零一十"),
        (1001, "一千零一"),
        (10010, "一万零一十"),
        (120000, "十二万"),
        (100050000, "一亿零五万"),
        (360000000, "三亿六千万"),
        (10**12, "一万亿"),
    ],
)
def test_a_number_is_written_as_an_office_writes_it(number: int, written: str) -> None:
    assert to_chinese(number) == written


@given(st.integers(min_value=0, max_value=10**12))
def test_what_is_written_in_chinese_is_read_back(number: int) -> None:
    assert parse_number(to_chinese(number)) == number


def test_an_endless_run_of_numerals_is_no_number() -> None:
    assert parse_number("三万" * 2500) is None


@given(st.text(alphabet="零〇一二两三九十百千万亿点半廿0123.,分之几", max_size=12))
def test_no_run_of_numerals_breaks_the_reading(text: str) -> None:
    value = parse_number(text)

    assert value is None or value.is_finite()


@pytest.mark.parametrize("number", [-1, 10**16])
def test_a_number_out_of_reach_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="无法写成汉字数字"):
        to_chinese(number)


@pytest.mark.parametrize(
    ("mark", "place"),
    [
        ("十二", 12),
        ("12", 12),
        ("一", 1),
        ("十", 10),
        ("二十一", 21),
        ("③", 3),
        ("㈣", 4),
        ("⑸", 5),
        ("Ⅴ", 5),
        ("８", 8),
    ],
)
def test_a_numbering_mark_gives_its_place(mark: str, place: int) -> None:
    assert ordinal_of(mark) == place


@pytest.mark.parametrize("mark", ["", "甲", "零", "0", "2.3", "半", "½", "十几"])
def test_what_is_no_place_gives_none(mark: str) -> None:
    assert ordinal_of(mark) is None
