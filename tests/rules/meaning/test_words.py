"""Texts, codes, grades, sets, lists, and what people find."""

from datetime import date

import pytest

from guatu.rules.language.syntax import (
    And,
    BelongsTo,
    Compares,
    Contains,
    Exists,
    FieldAt,
    InARow,
    IsMissing,
    IsSo,
    Judged,
    Node,
    Parameter,
    Sign,
    StartsWith,
    Word,
)
from guatu.rules.reference import decide
from guatu.rules.rows import Row, Value
from guatu.rules.setting import DatedValue
from guatu.rules.truth import Verdict
from tests.rules.meaning.county import DAY, NO, UNKNOWN, YES, figure, verdict, with_parameter, words

ZONE, INDUSTRY, TITLES = FieldAt("zone"), FieldAt("industry"), FieldAt("titles")
LICENCES, CREDIT = FieldAt("licences"), FieldAt("credit")


@pytest.mark.parametrize(
    ("zone", "expected"),
    [("示例区A", YES), ("示例区Ａ", YES), ("示例区a", NO), ("示例区", NO), ("", NO), (None, UNKNOWN)],
)
def test_texts_are_equal_after_folding_full_width_forms(zone: str | None, expected: Verdict) -> None:
    row = {"zone": zone}
    assert verdict(BelongsTo(ZONE, words("别区", "示例区Ａ")), row) is expected
    assert verdict(BelongsTo(ZONE, words("示例区A"), negated=True), row) is expected.negated()
    assert verdict(Compares(ZONE, "=", Word("示例区A")), row) is expected
    assert verdict(Compares(ZONE, "≠", Word("示例区A")), row) is expected.negated()


def test_composed_and_decomposed_letters_are_the_same_text() -> None:
    assert verdict(BelongsTo(ZONE, words("caf\u00e9")), {"zone": "cafe\u0301"}) is YES
    assert verdict(BelongsTo(ZONE, words("㎡")), {"zone": "m2"}) is YES


@pytest.mark.parametrize(
    ("code", "expected"), [("C39", YES), ("C3921", YES), ("C", NO), ("I65", NO), ("Z9", NO), (None, UNKNOWN)]
)
def test_a_code_belongs_where_it_stands_under_the_word(code: str | None, expected: Verdict) -> None:
    for word in ("C39", "电子设备制造业"):
        assert verdict(BelongsTo(INDUSTRY, words(word)), {"industry": code}) is expected
        assert (
            verdict(BelongsTo(INDUSTRY, words(word), negated=True), {"industry": code}) is expected.negated()
        )


@pytest.mark.parametrize(
    ("codes", "expected"),
    [(["I65", "C3921"], YES), (["I65"], NO), ([], NO), (None, UNKNOWN), ([None, "C39"], YES), ([None], NO)],
)
def test_of_several_codes_any_may_belong(codes: Value, expected: Verdict) -> None:
    assert verdict(BelongsTo(FieldAt("industries"), words("C39")), {"industries": codes}) is expected


@pytest.mark.parametrize(
    ("zone", "expected"), [("示例区东路", YES), ("示例", NO), ("", NO), ("东示例区", NO), (None, UNKNOWN)]
)
def test_a_text_begins_with_one_of_the_words(zone: str | None, expected: Verdict) -> None:
    assert verdict(StartsWith(ZONE, words("示例区", "别")), {"zone": zone}) is expected


def test_a_code_begins_with_its_letters_whatever_its_tree_says() -> None:
    assert verdict(StartsWith(INDUSTRY, words("C")), {"industry": "C3921"}) is YES
    assert verdict(StartsWith(INDUSTRY, words("39")), {"industry": "C3921"}) is NO
    assert verdict(StartsWith(FieldAt("industries"), words("C")), {"industries": ["I65", "C39"]}) is YES


@pytest.mark.parametrize(
    ("sign", "expected"),
    [
        ("≥", (YES, YES, NO)),
        (">", (YES, NO, NO)),
        ("≤", (NO, YES, YES)),
        ("<", (NO, NO, YES)),
        ("=", (NO, YES, NO)),
        ("≠", (YES, NO, YES)),
    ],
)
def test_a_better_grade_is_the_greater_one(sign: Sign, expected: tuple[Verdict, ...]) -> None:
    node = Compares(CREDIT, sign, Word("Ｂ级"))
    assert tuple(verdict(node, {"credit": grade}) for grade in ("A级", "B级", "M级")) == expected


@pytest.mark.parametrize("grade", [None, "E级", "", "b级"])
def test_a_grade_that_the_list_does_not_hold_is_missing(grade: str | None) -> None:
    assert verdict(Compares(CREDIT, "≠", Word("B级")), {"credit": grade}) is UNKNOWN
    assert verdict(BelongsTo(CREDIT, words("B级")), {"credit": grade}) is UNKNOWN
    assert verdict(IsMissing(CREDIT), {"credit": grade}) is YES


BOTH = words("专精特新", "高新技术企业")


@pytest.mark.parametrize(
    ("titles", "any_of", "all_of"),
    [
        (["专精特新", "高新技术企业"], YES, YES),
        (["专精特新"], YES, NO),
        (["瞪羚企业"], NO, NO),
        ([], NO, NO),
        ([None], NO, NO),
        (None, UNKNOWN, UNKNOWN),
    ],
)
def test_an_empty_set_holds_nothing_and_a_missing_one_is_unknown(
    titles: Value, any_of: Verdict, all_of: Verdict
) -> None:
    row = {"titles": titles}
    assert verdict(Contains(TITLES, BOTH), row) is any_of
    assert verdict(Contains(TITLES, BOTH, every=True), row) is all_of
    assert verdict(Contains(TITLES, BOTH, negated=True), row) is any_of.negated()


@pytest.mark.parametrize(
    ("since", "until", "valid", "ever"),
    [
        (None, None, YES, YES),
        (DAY, DAY, YES, YES),
        (date(2020, 1, 1), date(2026, 6, 29), NO, YES),
        (date(2026, 7, 1), None, NO, NO),
        (None, date(2026, 6, 30), YES, YES),
    ],
)
def test_a_licence_counts_from_its_first_day_to_its_last(
    since: date | None, until: date | None, valid: Verdict, ever: Verdict
) -> None:
    row: Row = {"licences": [{"value": "采矿", "since": since, "until": until}]}
    assert verdict(Contains(LICENCES, words("采矿")), row) is valid
    assert verdict(Contains(LICENCES, words("采矿"), ever=True), row) is ever
    assert verdict(Contains(LICENCES, words("爆破")), row) is NO


def test_a_licence_renewed_is_valid_through_either_of_its_terms() -> None:
    old: Row = {"value": "采矿", "until": date(2025, 12, 31)}
    new: Row = {"value": "采矿", "since": date(2026, 1, 1)}
    assert verdict(Contains(LICENCES, words("采矿")), {"licences": [old, new]}) is YES
    assert verdict(Contains(LICENCES, words("采矿")), {"licences": [{"value": None}]}) is NO
    assert verdict(Contains(LICENCES, words("采矿")), {}) is UNKNOWN


def test_words_may_come_from_a_parameter() -> None:
    setting = with_parameter(DatedValue(words("城东", "城西")))
    assert decide(BelongsTo(ZONE, Parameter("门槛")), {"zone": "城西"}, setting) is YES
    assert decide(BelongsTo(ZONE, Parameter("门槛")), {"zone": "城南"}, setting) is NO
    assert decide(Contains(TITLES, Parameter("门槛")), {"titles": ["城西"]}, setting) is YES
    assert decide(BelongsTo(ZONE, Parameter("门槛")), {"zone": "城西"}, with_parameter()) is UNKNOWN
    grade = with_parameter(DatedValue(words("B级")))
    assert decide(Compares(CREDIT, "≥", Parameter("门槛")), {"credit": "B级"}, grade) is YES


@pytest.mark.parametrize(
    ("name", "present", "missing"),
    [
        ("zone", "", None),
        ("staff", 0, float("nan")),
        ("titles", [], None),
        ("accidents", [], None),
        ("dishonest", False, None),
        ("founded", DAY, None),
    ],
)
def test_whether_a_value_is_on_record_is_never_unknown(name: str, present: Value, missing: Value) -> None:
    node = IsMissing(FieldAt(name))
    assert verdict(node, {name: present}) is NO
    assert verdict(node, {name: missing}) is YES
    assert verdict(node, {}) is YES
    assert verdict(IsMissing(FieldAt(name), negated=True), {name: present}) is YES
    assert verdict(IsMissing(FieldAt(name), negated=True), {}) is NO


@pytest.mark.parametrize(("value", "expected"), [(True, YES), (False, NO), (None, UNKNOWN)])
def test_a_yes_no_field_stands_bare(value: Value, expected: Verdict) -> None:
    assert verdict(IsSo(FieldAt("dishonest")), {"dishonest": value}) is expected
    assert verdict(IsSo(FieldAt("dishonest"), expected=False), {"dishonest": value}) is expected.negated()


RUNNING = BelongsTo(FieldAt("stage"), words("在建"))
LARGE = Compares(FieldAt("amount"), "≥", figure("1", "亿元"))


def project(stage: str | None, amount: int | None) -> Row:
    return {"stage": stage, "amount": amount}


@pytest.mark.parametrize(
    ("projects", "expected"),
    [
        ([project("在建", 100_000_000)], YES),
        ([project("在建", 1), project("竣工", 100_000_000)], NO),  # never both on one and the same
        ([project("在建", None), project("竣工", 100_000_000)], UNKNOWN),
        ([project(None, 1)], NO),
        ([], NO),
        (None, UNKNOWN),
    ],
)
def test_one_and_the_same_record_meets_the_whole_part(projects: Value, expected: Verdict) -> None:
    assert verdict(Exists("projects", And((RUNNING, LARGE))), {"projects": projects}) is expected


def test_the_day_within_a_record_is_that_of_the_row() -> None:
    part: Node = Compares(FieldAt("output"), "≥", figure("1", "元"))
    row: Row = {"projects": [{"output_2024": 1, "asked_on": date(1990, 1, 1)}], "asked_on": date(2025, 5, 5)}
    assert verdict(InARow(1, Exists("projects", part)), row) is YES


QUESTION = "技术先进"


def judged(answer: str, day: date | None, question: str = QUESTION) -> Row:
    return {"question": question, "answer": answer == "是", "day": day}


@pytest.mark.parametrize(
    ("judgements", "expected"),
    [
        ([judged("是", DAY)], YES),
        ([judged("否", DAY)], NO),
        ([judged("是", date(2026, 7, 1))], UNKNOWN),
        ([judged("是", None)], UNKNOWN),
        ([judged("否", date(2026, 2, 1)), judged("是", date(2026, 1, 1))], NO),
        ([judged("否", DAY), judged("是", DAY)], YES),  # of two on one day, the later in the list
        ([judged("是", DAY, "别的问题")], UNKNOWN),
        ([judged("是", DAY, " 技术先进　")], YES),
        ([], UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_the_latest_answer_of_a_person_by_the_day_counts(judgements: Value, expected: Verdict) -> None:
    assert verdict(Judged(QUESTION), {"judgements": judgements}) is expected


def test_a_column_that_does_not_hold_what_its_field_says_is_a_fault() -> None:
    with pytest.raises(TypeError):
        verdict(Compares(FieldAt("staff"), "≥", figure("1", "人")), {"staff": "三十"})
    with pytest.raises(TypeError):
        verdict(BelongsTo(ZONE, words("城东")), {"zone": 3})
    with pytest.raises(TypeError):
        verdict(Contains(TITLES, words("城东")), {"titles": "城东"})
