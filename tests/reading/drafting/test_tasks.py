"""Items of plans."""

from collections.abc import Callable

import pytest

from guatu.reading.drafting.tasks import find_tasks, first_clause
from guatu.reading.outlining import Outline

Outlined = Callable[[str], Outline]


def problems(outline: Outline) -> list[tuple[str | None, str | None]]:
    return [(i.no, outline.text[slice(*i.problem)] if i.problem else None) for i in find_tasks(outline)]


def test_tasks_are_the_leaves_and_aims_and_guarantees_are_none(outlined: Outlined) -> None:
    text = (
        "云桥县2024年防汛工作方案\n一、总体要求\n坚持人民至上。\n二、重点任务\n"
        "（一）排查堤防隐患。县水利局6月底前完成。\n（二）补齐应急物资。县应急局5月底前完成。\n"
        "三、保障措施\n（一）加强组织领导。各镇要压实责任。"
    )

    assert problems(outlined(text)) == [("（一）", "排查堤防隐患"), ("（二）", "补齐应急物资")]


def test_the_path_of_a_task_names_its_sections(outlined: Outlined) -> None:
    outline = outlined("一、重点任务\n（一）水利\n1.排查堤防。县水利局负责。\n2.清理河道。各镇负责。")

    assert [item.heading_path for item in find_tasks(outline)] == [
        ("一、重点任务", "（一）水利"),
        ("一、重点任务", "（一）水利"),
    ]


def test_steps_in_brackets_below_a_task_are_its_measures(outlined: Outlined) -> None:
    text = "一、重点任务\n1.排查堤防。\n（1）县水利局5月底前完成摸底。\n（2）各镇6月底前完成整治。"
    items = find_tasks(outlined(text))

    assert [[text[m.words_start : m.end] for m in item.measures] for item in items] == [
        ["县水利局5月底前完成摸底。", "各镇6月底前完成整治。"]
    ]


def test_who_owes_a_task_stands_in_the_bracket_and_not_in_its_name(outlined: Outlined) -> None:
    text = (
        "一、重点任务\n1.全面排查堤防隐患（责任单位：县水利局）\n2.补齐应急物资储备（县应急局牵头）\n二、其他"
    )

    assert problems(outlined(text))[:2] == [("1", "全面排查堤防隐患"), ("2", "补齐应急物资储备")]


def test_a_guarantee_in_the_midst_of_tasks_is_a_task(outlined: Outlined) -> None:
    text = (
        "一、强化用水保障\n1.新建水厂2座。县水利局负责。\n2.改造管网30公里。县住建局负责。\n"
        "二、整治河道\n1.清淤12公里。各镇负责。\n2.拆除违建5处。各镇负责。"
    )

    assert [no for no, _ in problems(outlined(text))] == ["1", "2", "1", "2"]


@pytest.mark.parametrize(
    ("sentence", "clause"),
    [
        ("加快推进堤防加固工程，6月底前完工。", "加快推进堤防加固工程"),
        ("请县水利局排查堤防隐患，限期报告。", "排查堤防隐患"),
        ("由县水利局牵头，排查堤防隐患，限期报告。", "排查堤防隐患"),
        ("县财政局要落实资金200万元，专款专用。", "落实资金200万元"),
        ("堤防。", "堤防。"),
    ],
)
def test_a_sentence_is_named_by_the_clause_that_says_what_to_do(sentence: str, clause: str) -> None:
    assert sentence[slice(*first_clause(sentence, 0, len(sentence)))] == clause
