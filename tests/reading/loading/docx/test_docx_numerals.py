"""Number formats, against the rows that Word shows."""

import pytest

from guatu.reading.loading.docx.numerals import numeral


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("decimal", {1: "1", 10: "10", 100: "100"}),
        ("decimalZero", {1: "01", 12: "12", 100: "100"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: "一○○"}),
        ("chineseCountingThousand", {10: "十", 15: "十五", 100: "一百", 101: "一百〇一", 110: "一百一十"}),
        ("chineseCountingThousand", {1000: "一千", 1001: "一千〇一", 2026: "二千〇二十六"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 21: "贰拾壹", 105: "壹佰零伍"}),
        ("japaneseCounting", {1: "一", 10: "十", 12: "十二", 100: "百", 111: "百十一", 2026: "二千二十六"}),
        ("ideographDigital", {10: "一〇", 2026: "二〇二六"}),
        ("ideographTraditional", {1: "甲", 2: "乙", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥", 13: "13"}),
        ("ideographZodiacTraditional", {1: "甲子", 2: "乙丑", 43: "丙午", 60: "癸亥", 61: "甲子"}),
        ("decimalEnclosedCircle", {1: "①", 10: "⑩", 20: "⑳", 21: "21"}),
        ("decimalEnclosedParen", {1: "⑴", 20: "⒇"}),
        ("decimalEnclosedFullstop", {1: "⒈", 20: "⒛"}),
        ("decimalFullWidth", {1: "１", 12: "１２"}),
        ("lowerLetter", {1: "a", 26: "z", 27: "aa", 53: "aaa"}),
        ("upperLetter", {2: "B", 28: "BB"}),
        ("upperRoman", {1: "I", 4: "IV", 9: "IX", 14: "XIV", 1999: "MCMXCIX"}),
        ("lowerRoman", {3: "iii", 40: "xl"}),
        ("ordinal", {1: "1st", 2: "2nd", 3: "3rd", 11: "11th", 112: "112th", 121: "121st"}),
        ("numberInDash", {3: "- 3 -"}),
        ("none", {5: ""}),
        ("thaiNumbers", {5: "5"}),
    ],
)
def test_each_format_shows_the_row_that_word_shows(form: str, shown: dict[int, str]) -> None:
    assert {value: numeral(value, form) for value in shown} == shown


def test_a_custom_format_pads_to_its_sample() -> None:
    assert numeral(7, "custom", "001, 002, 003, ...") == "007"
    assert numeral(1234, "custom", "001, 002, 003, ...") == "1234"


@pytest.mark.parametrize(
    "form", ["lowerLetter", "upperRoman", "decimalEnclosedCircle", "ideographTraditional"]
)
def test_a_number_without_a_sign_of_its_own_is_decimal(form: str) -> None:
    assert numeral(0, form) == "0"
    assert numeral(40_000, form) == "40000"
