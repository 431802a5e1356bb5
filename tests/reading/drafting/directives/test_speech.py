"""Speeches."""

from collections.abc import Callable

import pytest

from guatu.reading.drafting.directives.speech import charges, find_charges
from guatu.reading.outlining import Outline

Outlined = Callable[[str], Outline]


def read(text: str) -> list[str]:
    return [text[m.words_start : m.end] for m in charges(text, 0, len(text))]


@pytest.mark.parametrize(
    ("words", "measures"),
    [
        ("县水利局要抓紧排查堤防隐患。", ["县水利局要抓紧排查堤防隐患。"]),
        (
            "县水利局要抓紧排查堤防隐患；各镇要备足物资。",
            ["县水利局要抓紧排查堤防隐患；", "各镇要备足物资。"],
        ),
        (
            "县水利局要抓紧排查堤防隐患。县应急局要备足物资。",
            ["县水利局要抓紧排查堤防隐患。", "县应急局要备足物资。"],
        ),
        (
            "由县水利局牵头，6月底前完成排查。请县财政局落实资金。",
            ["由县水利局牵头，6月底前完成排查。", "请县财政局落实资金。"],
        ),
        ("今年以来，防汛形势总体平稳。", []),
        ("县水利局存在排查不细的问题。", []),
    ],
)
def test_a_charge_begins_where_somebody_is_addressed(words: str, measures: list[str]) -> None:
    assert read(words) == measures


def test_what_leads_up_to_a_charge_is_left_out() -> None:
    assert read("汛期将至，形势严峻。县水利局要抓紧排查堤防隐患。") == ["县水利局要抓紧排查堤防隐患。"]


def test_ordinals_open_charges_and_another_addressee_opens_one_more() -> None:
    text = "一要排查隐患。县水利局要在6月底前完成。二要备足物资。县应急局要按3万人准备。各镇要层层落实。"

    assert read(text) == [
        "排查隐患。县水利局要在6月底前完成。",
        "备足物资。县应急局要按3万人准备。",
        "各镇要层层落实。",
    ]


def test_the_farewell_is_no_charge() -> None:
    assert read("县水利局要抓紧排查堤防隐患。同志们，让我们携手并肩，夺取防汛全面胜利！") == [
        "县水利局要抓紧排查堤防隐患。"
    ]


def test_sections_that_direct_nobody_are_no_items(outlined: Outlined) -> None:
    text = (
        "在全县防汛工作会议上的讲话\n同志们：\n一、认清形势\n今年降雨偏多，形势严峻。\n"
        "二、抓实排查\n县水利局要在6月底前完成堤防排查。\n三、备足物资\n县应急局要备足物资。"
    )
    outline = outlined(text)
    items = find_charges(outline)

    assert [item.no for item in items] == ["二", "三"]
    assert [text[slice(*item.problem)] for item in items if item.problem] == ["抓实排查", "备足物资"]


def test_the_deepest_sections_are_the_items(outlined: Outlined) -> None:
    text = "一、抓好防汛\n（一）排查隐患\n县水利局要逐段排查。\n（二）备足物资\n县应急局要备足物资。"
    items = find_charges(outlined(text))

    assert [(item.no, item.heading_path) for item in items] == [
        ("（一）", ("一、抓好防汛",)),
        ("（二）", ("一、抓好防汛",)),
    ]
