"""Minutes."""

from collections.abc import Callable

import pytest

from guatu.reading.drafting.directives.minutes import decisions, find_topics
from guatu.reading.outlining import Outline

Outlined = Callable[[str], Outline]


def read(text: str) -> list[str]:
    return [text[m.words_start : m.end] for m in decisions(text, 0, len(text))]


@pytest.mark.parametrize(
    ("words", "measures"),
    [
        ("会议议定，由县水利局负责堤防排查。", ["由县水利局负责堤防排查。"]),
        (
            "会议决定，县水利局6月底前完成排查；县财政局落实资金200万元。",
            ["县水利局6月底前完成排查；", "县财政局落实资金200万元。"],
        ),
        ("会议听取了县水利局关于堤防排查情况的汇报。", []),
        ("会议指出，今年形势严峻，要压实责任。", []),
        ("会议强调，各单位要提高站位。", []),
        ("会议强调，县水利局要在6月底前完成排查。", ["县水利局要在6月底前完成排查。"]),
    ],
)
def test_a_decision_is_a_measure_and_what_was_heard_or_stressed_in_general_is_none(
    words: str, measures: list[str]
) -> None:
    assert read(words) == measures


def test_ordinals_open_decisions() -> None:
    text = "会议议定：1.由县水利局牵头排查堤防。2.县财政局安排资金200万元。"

    assert read(text) == ["由县水利局牵头排查堤防。", "县财政局安排资金200万元。"]


def test_a_numbered_decision_that_stands_for_itself_is_its_own_measure(outlined: Outlined) -> None:
    first = "由县水利局牵头，县应急局配合，6月底前完成堤防排查。"
    second = "同意县财政局提出的方案，由县财政局于本月底前拨付200万元。"
    text = f"县政府专题会议纪要\n会议议定以下事项：\n一、{first}\n二、{second}\n"

    assert [[text[m.words_start : m.end] for m in item.measures] for item in find_topics(outlined(text))] == [
        [first],
        [second],
    ]


def test_each_numbered_topic_is_an_item(outlined: Outlined) -> None:
    text = (
        "研究防汛和抗旱工作的会议纪要\n5月6日，县长主持召开会议。现纪要如下：\n"
        "一、关于防汛工作\n会议议定，由县水利局负责堤防排查。\n"
        "二、关于抗旱工作\n会议议定，由县农业农村局负责统计灾情。"
    )
    items = find_topics(outlined(text))

    assert [(i.no, text[slice(*i.problem)] if i.problem else None) for i in items] == [
        ("一", "防汛工作"),
        ("二", "抗旱工作"),
    ]
    assert [[text[m.words_start : m.end] for m in i.measures] for i in items] == [
        ["由县水利局负责堤防排查。"],
        ["由县农业农村局负责统计灾情。"],
    ]
