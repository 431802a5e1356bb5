"""Credit codes: both check characters, what a typed code may be, and what slip made it wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.kernel.credit_codes import (
    ALPHABET,
    CreditCode,
    categories,
    check_credit_code,
    credit_check,
    fold,
    organisation_check,
)
from guatu.kernel.errors import MalformedCode

RIGHT = "91350100M000100Y43"
"""The worked example of GB 32100-2015."""

kinds = st.sampled_from([row.code for row in categories() if row.parent])
divisions = st.builds(
    "{}{:02}{:02}".format,
    st.sampled_from(["11", "15", "33", "50", "62", "81"]),
    st.integers(1, 99),
    st.integers(1, 99),
)
organisations = st.text(ALPHABET, min_size=8, max_size=8)
built = st.builds(CreditCode.build, kinds, divisions, organisations)


def test_the_example_of_the_standard_is_valid() -> None:
    check = check_credit_code(RIGHT)

    assert check.is_valid
    assert (check.problems, check.remarks, check.suggestions) == ((), (), ())


@pytest.mark.parametrize(
    ("body", "check"),
    [
        ("91350100M000100Y4", "3"),  # sum 1640, 1640 mod 31 is 28
        ("1" + "0" * 16, "Y"),  # sum 1, so 30, the last of the alphabet
        ("0" * 17, "0"),
    ],
)
def test_the_last_character_checks_the_other_seventeen(body: str, check: str) -> None:
    assert credit_check(body) == check


@pytest.mark.parametrize(
    ("body", "check"),
    [
        ("M000100Y", "4"),  # 22*3 + 1*5 + 34*2 = 139, 139 mod 11 is 7
        ("40000000", "X"),  # 12 mod 11 is 1, so 10
        ("00000000", "0"),  # 0, so 11
    ],
)
def test_the_organisation_code_carries_its_own_check(body: str, check: str) -> None:
    assert organisation_check(body) == check


@pytest.mark.parametrize("body", ["", "M000100", "M000100Y4", "m000100Y", "M000100云"])
def test_a_check_of_something_else_is_refused(body: str) -> None:
    with pytest.raises(MalformedCode):
        organisation_check(body)
    with pytest.raises(MalformedCode):
        credit_check(body)


def test_the_parts_of_a_code_are_told_apart() -> None:
    code = CreditCode(RIGHT)

    assert (code.authority, code.category, code.division, code.organisation, code.check) == (
        "9",
        "91",
        "350100",
        "M000100Y4",
        "3",
    )
    assert categories().name(code.authority) == "市场监管"
    assert categories().name(code.category) == "企业"


@pytest.mark.parametrize(
    "text",
    [
        "91350100m000100y43",
        " 91350100-M000100Y-43\n",
        "９１３５０１００Ｍ０００１００Ｙ４３",
        "9135 0100 M000 100Y 43",
        "91350100\u200bM000100Y\u30004\u20133",
    ],
)
def test_a_code_is_read_however_it_is_typed(text: str) -> None:
    assert fold(text) == RIGHT
    assert check_credit_code(text).code == CreditCode(RIGHT)
    assert check_credit_code(text).is_valid


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("91350100M000100Y4", "统一社会信用代码应为18位，现为17位，请核对是否漏录或多录"),
        ("", "统一社会信用代码应为18位，现为0位，请核对是否漏录或多录"),
        (
            "91350100M000100Y4云",
            "第18位“云”不是代码用字（只用数字和除 I、O、S、V、Z 外的大写字母），请改正",
        ),
    ],
)
def test_what_has_not_18_letters_and_digits_is_found_and_not_refused(text: str, sentence: str) -> None:
    check = check_credit_code(text)

    assert check.code is None
    assert [finding.sentence for finding in check.problems] == [sentence]
    with pytest.raises(MalformedCode):
        CreditCode.parse(text)


def test_each_failed_check_is_said_with_what_it_should_be() -> None:
    check = check_credit_code("91350100M000100Y57")

    assert check.code == CreditCode("91350100M000100Y57")
    assert [finding.part for finding in check.problems] == ["organisation", "check"]
    assert check.problems[0].sentence == (
        "第9至17位主体标识码校验不符，按前8位算第17位应为“4”，现为“5”，请对照证照核对这9位"
    )


def test_a_division_that_is_no_number_is_found() -> None:
    check = check_credit_code("913501A0M000100Y43")

    assert "division" in {finding.part for finding in check.problems}


@pytest.mark.parametrize(
    ("kind", "division", "part", "sentence"),
    [
        ("X1", "350100", "authority", "第1位“X”不在登记管理部门代码表内，请核对或补充代码表"),
        ("97", "350100", "category", "第2位“7”不是市场监管部门登记的机构类别，请核对或补充代码表"),
        ("91", "990100", "division", "第3至8位“990100”不是已知省份的行政区划代码，请核对"),
    ],
)
def test_what_the_tables_do_not_know_is_remarked_and_stays_valid(
    kind: str, division: str, part: str, sentence: str
) -> None:
    check = check_credit_code(CreditCode.build(kind, division, "M000100Y").value)

    assert check.is_valid
    assert [(remark.part, remark.sentence) for remark in check.remarks] == [(part, sentence)]


def test_the_state_itself_registers_under_100000() -> None:
    assert check_credit_code(CreditCode.build("11", "100000", "M000100Y").value).remarks == ()


@pytest.mark.parametrize(
    "typed",
    [
        "9135O1OOMOOO1OOY43",  # O for 0
        "9I350I00M000I00Y43",  # I for 1
        "913S0100M000100Y43",  # S for 5
        "91350100M000100V43",  # V for Y
    ],
)
def test_letters_outside_the_alphabet_are_read_as_digits(typed: str) -> None:
    check = check_credit_code(typed)

    assert not check.is_valid
    assert CreditCode(RIGHT) in check.suggestions


def test_a_small_l_is_taken_for_1() -> None:
    assert check_credit_code("9l350100M000100Y43").suggestions == (CreditCode(RIGHT),)


def test_b_and_8_are_taken_for_one_another() -> None:
    right = CreditCode.build("91", "350108", "MB8K2C3D")

    assert right in check_credit_code(right.value.replace("8", "B", 1)).suggestions
    assert right in check_credit_code(right.value.replace("MB", "M8")).suggestions


def test_one_wrong_character_is_named_where_no_other_repair_is_sound() -> None:
    check = check_credit_code("91350100N000100Y43")

    assert check.suggestions == (CreditCode(RIGHT),)


def test_nothing_is_suggested_for_a_code_that_is_wrong_all_over() -> None:
    assert check_credit_code("AAAAAAAAAAAAAAAAAA").suggestions == ()
    assert check_credit_code("VVVVVVVVVVVVVVVVVV").suggestions == ()


@given(built)
def test_a_built_code_is_valid_and_keeps_its_parts(code: CreditCode) -> None:
    check = check_credit_code(code.value)

    assert check.is_valid
    assert check.remarks == ()
    assert CreditCode.build(code.category, code.division, code.organisation[:8]) == code


@given(built, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_any_one_wrong_character_is_found(code: CreditCode, place: int, char: str) -> None:
    typed = code.value[:place] + char + code.value[place + 1 :]

    check = check_credit_code(typed)

    assert check.is_valid == (typed == code.value)


@given(built, st.integers(0, 16))
def test_two_neighbours_changed_over_are_found_and_changed_back(code: CreditCode, place: int) -> None:
    value = code.value
    typed = value[:place] + value[place + 1] + value[place] + value[place + 2 :]

    check = check_credit_code(typed)

    assert check.is_valid == (typed == value)
    assert check.is_valid or code in check.suggestions


@given(built, st.sets(st.integers(0, 17)))
def test_o_for_0_and_i_for_1_are_always_undone(code: CreditCode, places: set[int]) -> None:
    typed = "".join(
        {"0": "O", "1": "I"}.get(char, char) if place in places else char
        for place, char in enumerate(code.value)
    )

    check = check_credit_code(typed)

    assert check.is_valid == (typed == code.value)
    assert check.is_valid or check.suggestions == (code,)


@given(st.text())
def test_any_text_is_judged_and_none_refused(text: str) -> None:
    check = check_credit_code(text)

    assert check.is_valid or check.problems


@given(st.text(ALPHABET + "IOSVZ", min_size=18, max_size=18))
def test_every_suggestion_is_valid(text: str) -> None:
    assert all(check_credit_code(code.value).is_valid for code in check_credit_code(text).suggestions)
