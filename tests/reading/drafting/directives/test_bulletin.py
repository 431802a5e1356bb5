"""Bulletins and instructions."""

from collections.abc import Callable

import pytest

from guatu.reading.drafting.directives.bulletin import find_findings, orders
from guatu.reading.drafting.found import FoundItem
from guatu.reading.outlining import Outline

Outlined = Callable[[str], Outline]


def told(text: str, item: FoundItem) -> tuple[str | None, str | None, list[str]]:
    problem = text[slice(*item.problem)] if item.problem else None
    return item.no, problem, [text[m.words_start : m.end] for m in item.measures]


@pytest.mark.parametrize(
    ("words", "measures"),
    [
        (
            "城关镇存在巡查不到位的问题。责令城关镇立即整改。县水利局要跟踪督办。",
            ["责令城关镇立即整改。", "县水利局要跟踪督办。"],
        ),
        (
            "一是责令城关镇立即整改。二是由县水利局跟踪督办。",
            ["责令城关镇立即整改。", "由县水利局跟踪督办。"],
        ),
        ("城关镇存在巡查不到位的问题，排名末位。", []),
    ],
)
def test_an_order_is_addressed_to_somebody(words: str, measures: list[str]) -> None:
    assert [words[m.words_start : m.end] for m in orders(words, 0, len(words))] == measures


def test_problems_and_requirements_are_items_and_general_praise_is_none(outlined: Outlined) -> None:
    text = (
        "关于防汛检查情况的通报\n一、总体情况\n各镇高度重视，进展较好。\n二、存在问题\n"
        "（一）城关镇巡查不到位。请城关镇于5月底前整改到位。\n三、工作要求\n"
        "（一）立即整改。各镇要在6月底前完成。\n（二）健全机制。县水利局要每月调度。\n"
    )

    assert [told(text, item) for item in find_findings(outlined(text))] == [
        ("（一）", "城关镇巡查不到位", ["请城关镇于5月底前整改到位。"]),
        ("（一）", "立即整改", ["各镇要在6月底前完成。"]),
        ("（二）", "健全机制", ["县水利局要每月调度。"]),
    ]


def test_a_problem_that_asks_nothing_of_anybody_has_no_measure(outlined: Outlined) -> None:
    text = (
        "关于防汛检查情况的通报\n二、存在问题\n（一）城关镇巡查不到位。全年仅巡查2次。\n"
        "三、工作要求\n（一）各镇要立即整改。\n"
    )
    items = find_findings(outlined(text))

    assert told(text, items[0]) == ("（一）", "城关镇巡查不到位", [])


def test_an_instruction_is_named_by_its_first_clause(outlined: Outlined) -> None:
    text = "领导批示\n1.请县水利局排查堤防隐患，6月底前报告。\n2.由县财政局落实资金200万元，专款专用。\n"

    assert [told(text, i)[1] for i in find_findings(outlined(text), is_instruction=True)] == [
        "排查堤防隐患",
        "落实资金200万元",
    ]


def test_requirements_that_are_only_counted_are_items_too(outlined: Outlined) -> None:
    text = (
        "关于防汛检查情况的通报\n一、存在问题\n（一）巡查不细。责令白石镇限期整改。\n二、工作要求\n"
        "一要倒排工期。县水利局要在9月底前完工。\n二要压实责任。各镇要逐村落实。\n"
    )

    assert [told(text, item) for item in find_findings(outlined(text))[1:]] == [
        ("一", "倒排工期", ["县水利局要在9月底前完工。"]),
        ("二", "压实责任", ["各镇要逐村落实。"]),
    ]


def test_what_is_required_in_one_paragraph_is_one_item_and_a_mere_appeal_is_none(outlined: Outlined) -> None:
    found = "关于防汛检查情况的通报\n一、存在问题\n（一）巡查不细。责令白石镇限期整改。\n二、工作要求\n"
    asked, appeal = f"{found}各镇要在6月底前整改到位。\n", f"{found}务必提高认识，确保安全度汛。\n"

    assert told(asked, find_findings(outlined(asked))[1]) == ("二", "工作要求", ["各镇要在6月底前整改到位。"])
    assert len(find_findings(outlined(appeal))) == 1
