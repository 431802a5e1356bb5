"""Items of rectification documents."""

from collections.abc import Callable

import pytest

from guatu.reading.drafting.found import FoundItem
from guatu.reading.drafting.problems import find_problems, unframed
from guatu.reading.outlining import Outline

Outlined = Callable[[str], Outline]


def told(text: str, item: FoundItem) -> tuple[str | None, str | None, list[str]]:
    """Number, problem and measures of an item."""
    problem = text[slice(*item.problem)] if item.problem else None
    return item.no, problem, [text[m.words_start : m.end] for m in item.measures]


def read(outline: Outline) -> list[tuple[str | None, str | None, list[str]]]:
    return [told(outline.text, item) for item in find_problems(outline)]


@pytest.mark.parametrize(
    ("heading", "problem"),
    [
        ("关于“河道清淤不及时”问题", "河道清淤不及时"),
        ("关于河道清淤不及时问题。", "河道清淤不及时"),
        ("针对“河道清淤不及时”的问题", "河道清淤不及时"),
        ("针对河道清淤不及时方面的问题", "河道清淤不及时"),
        ("关于“河道清淤不及时”问题的整改情况", "河道清淤不及时"),
        ("关于“河道清淤不及时”问题整改落实情况：", "河道清淤不及时"),
        ("关于“河道清淤不及时”问题的整改。", "河道清淤不及时"),
        ("狠抓突出问题整改", "狠抓突出问题整改"),
        ("“河道清淤不及时”。", "河道清淤不及时"),
        ("“河道清淤不及时。”", "河道清淤不及时"),
        ("河道清淤不及时，巡查流于形式。", "河道清淤不及时，巡查流于形式"),
        ("问题一：河道清淤不及时。", "河道清淤不及时"),
        ("反馈意见3：河道清淤不及时。", "河道清淤不及时"),
        ("“清淤”和“巡查”两手不硬", "“清淤”和“巡查”两手不硬"),
        ("关于学习“两山”理念不深入问题", "学习“两山”理念不深入"),
        ("问题导向不强", "问题导向不强"),
    ],
)
def test_a_problem_is_left_without_its_frame_and_outer_quotes(heading: str, problem: str) -> None:
    span = unframed(heading, 0, len(heading))

    assert span is not None
    assert heading[slice(*span)] == problem


def test_every_numbered_problem_is_an_item_with_its_counted_measures(outlined: Outlined) -> None:
    text = (
        "云桥县水利局关于巡察整改情况的报告\n"
        "一、整改工作组织情况\n局党组高度重视，成立领导小组。\n"
        "二、反馈问题整改情况\n"
        "（一）关于河道清淤不及时问题\n一是清淤12公里。二是建立台账。\n"
        "（二）关于巡查流于形式问题\n一是完善制度。二是约谈3人。\n"
        "三、下一步打算\n持续巩固整改成果。"
    )

    assert read(outlined(text)) == [
        ("（一）", "河道清淤不及时", ["清淤12公里。", "建立台账。"]),
        ("（二）", "巡查流于形式", ["完善制度。", "约谈3人。"]),
    ]


def test_numbering_that_restarts_under_each_heading_is_kept_with_its_path(outlined: Outlined) -> None:
    outline = outlined(
        "一、党建方面\n1.关于学习不深入的问题。\n整改情况：已补学。\n"
        "二、业务方面\n1.关于清淤不及时的问题。\n整改情况：已清淤。"
    )
    items = find_problems(outline)

    assert [(item.no, item.heading_path) for item in items] == [
        ("1", ("一、党建方面",)),
        ("1", ("二、业务方面",)),
    ]


def test_a_paragraph_without_ordinals_is_one_measure(outlined: Outlined) -> None:
    text = "一、整改情况\n1.关于台账不全的问题。\n县水利局已补齐台账，并完善制度。"

    assert read(outlined(text)) == [("1", "台账不全", ["县水利局已补齐台账，并完善制度。"])]


def test_measures_stand_under_their_label_and_the_rest_are_fields(outlined: Outlined) -> None:
    text = (
        "一、整改任务\n1.关于台账不全的问题。\n整改目标：台账齐全。\n整改措施：一是补齐台账。二是逐月核对。\n"
        "责任单位：县水利局\n整改时限：2024年6月底前"
    )
    outline = outlined(text)
    item = find_problems(outline)[0]

    assert told(text, item) == ("1", "台账不全", ["补齐台账。", "逐月核对。"])
    assert [(f.role, text[f.start : f.end]) for f in item.fields] == [
        ("responsible_unit", "县水利局"),
        ("due", "2024年6月底前"),
    ]


def test_progress_beside_labelled_measures_says_how_far_each_has_come(outlined: Outlined) -> None:
    text = (
        "一、整改任务\n1.关于台账不全的问题。\n整改措施：一是补齐台账。二是逐月核对。\n"
        "整改情况：一是台账已补齐。二是正在核对。"
    )
    measures = find_problems(outlined(text))[0].measures

    assert [text[slice(*m.status)] for m in measures if m.status] == ["台账已补齐。", "正在核对。"]
    assert [m.is_status_shared for m in measures] == [False, False]


def test_one_word_on_progress_is_shared_by_all_measures(outlined: Outlined) -> None:
    text = "一、整改任务\n1.关于台账不全的问题。\n整改措施：一是补齐台账。二是逐月核对。\n完成情况：已完成"
    measures = find_problems(outlined(text))[0].measures

    assert [text[slice(*m.status)] for m in measures if m.status] == ["已完成", "已完成"]
    assert all(m.is_status_shared for m in measures)


def test_measures_whose_heading_was_lost_form_an_item_of_their_own(outlined: Outlined) -> None:
    text = (
        "一、整改情况\n（一）关于台账不全问题\n一是补齐台账。\n二是逐月核对。\n"
        "一是清淤12公里。\n二是约谈3人。\n（二）关于巡查不力问题\n一是完善制度。\n二是增配人员。"
    )

    assert read(outlined(text)) == [
        ("（一）", "台账不全", ["补齐台账。", "逐月核对。"]),
        (None, None, ["清淤12公里。", "约谈3人。"]),
        ("（二）", "巡查不力", ["完善制度。", "增配人员。"]),
    ]


def test_an_item_spans_its_ordinal_and_all_its_measures(outlined: Outlined) -> None:
    text = (
        "一、整改情况\n（一）关于台账不全问题\n一是补齐台账。二是逐月核对。\n（二）关于巡查不力问题\n已约谈。"
    )
    first = find_problems(outlined(text))[0]

    assert text[first.start : first.end] == "（一）关于台账不全问题\n一是补齐台账。二是逐月核对。"


def test_a_document_without_headings_holds_no_numbered_problem(outlined: Outlined) -> None:
    assert read(outlined("县水利局已完成整改。\n特此报告。")) == []
