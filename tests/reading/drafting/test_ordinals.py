"""Measures told apart by the ordinals inside a passage."""

import pytest

from guatu.reading.drafting.ordinals import opens_with_ordinal, pieces


def words_of(text: str) -> list[str]:
    return [text[piece.words_start : piece.end] for piece in pieces(text, 0, len(text))]


@pytest.mark.parametrize(
    "text",
    [
        "一是建立台账。二是加强巡查。",
        "一是：建立台账。二是：加强巡查。",
        "一要建立台账。二要加强巡查。",
        "第一，建立台账。第二，加强巡查。",
        "（1）建立台账。（2）加强巡查。",
        "(1)建立台账。(2)加强巡查。",
        "(一)建立台账。(二)加强巡查。",
        "①建立台账。②加强巡查。",
        "1.建立台账。2.加强巡查。",
        "1、建立台账。2、加强巡查。",
        "首先，建立台账。其次，加强巡查。",
    ],
)
def test_each_form_of_ordinal_opens_a_measure(text: str) -> None:
    assert words_of(text) == ["建立台账。", "加强巡查。"]


def test_ordinals_are_followed_in_their_order_wherever_they_stand() -> None:
    text = "我局高度重视。一是建立台账；二是加强巡查，发现问题3处；三是全部整改。"

    assert words_of(text) == ["建立台账；", "加强巡查，发现问题3处；", "全部整改。"]


def test_a_piece_begins_with_its_ordinal_and_ends_before_blanks() -> None:
    text = "措施：一是建立台账。 \n二是加强巡查。"

    first, second = pieces(text, 0, len(text))

    assert text[first.start : first.end] == "一是建立台账。"
    assert text[second.start : second.end] == "二是加强巡查。"
    assert (first.number, second.number) == (1, 2)


def test_an_ordinal_that_lost_its_word_still_counts_between_its_neighbours() -> None:
    assert words_of("一是建立台账。二是加强巡查。三严肃问责。四是举一反三。") == [
        "建立台账。",
        "加强巡查。",
        "严肃问责。",
        "举一反三。",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "一完善制度。二是加强巡查。",
        "整改措施：一完善制度。二是加强巡查。",
        "一是完善制度二加强巡查。三是约谈。",
    ],
)
def test_a_numeral_that_lost_more_still_counts_where_its_neighbours_bear_it_out(text: str) -> None:
    found = words_of(text)

    assert [words[:4] for words in found[:2]] == ["完善制度", "加强巡查"]


@pytest.mark.parametrize(
    "text",
    [
        "这项工作一是难度大。",
        "一是建立台账。三是加强巡查。",
        "二是建立台账。三是加强巡查。",
        "堤防全长2.5公里，投资3.6万元。",
        "建成第一，管好第二。",
        "整改是唯一是非标准，同一是二是。",
        "",
    ],
)
def test_without_a_first_and_a_second_there_is_no_sequence(text: str) -> None:
    assert words_of(text) == []


def test_figures_of_a_list_inside_a_count_are_no_damaged_ordinals() -> None:
    assert words_of("一是建立台账。二是加强巡查。三个月内完成。") == [
        "建立台账。",
        "加强巡查。三个月内完成。",
    ]


@pytest.mark.parametrize(
    ("line", "words", "number"),
    [
        ("一是建立台账。", "建立台账。", 1),
        ("三是建立台账。", "建立台账。", 3),
        ("第二，建立台账。", "建立台账。", 2),
        ("（3）建立台账。", "建立台账。", 3),
        ("②建立台账。", "建立台账。", 2),
    ],
)
def test_a_line_may_open_with_an_ordinal_of_its_own(line: str, words: str, number: int) -> None:
    opened = opens_with_ordinal(line, 0, len(line))

    assert opened is not None
    assert (line[opened.words_start : opened.end], opened.number) == (words, number)


@pytest.mark.parametrize(
    "line", ["建立台账。", "一定要建立台账。", "2024年建立台账。", "3.5公里河道已清淤。"]
)
def test_a_line_without_an_ordinal_opens_with_none(line: str) -> None:
    assert opens_with_ordinal(line, 0, len(line)) is None
