"""The head of a table among titles, form lines and data."""

import pytest

from guatu.reading.loading.heads import Head, Slot, find_head


def slots(*rows: list[str]) -> list[Slot]:
    return [
        Slot(number, column, text)
        for number, row in enumerate(rows)
        for column, text in enumerate(row)
        if text
    ]


def test_the_head_stands_below_a_title_and_a_form_line() -> None:
    found = find_head(
        slots(
            ["云桥县环境问题整改台账"],
            ["填报单位：县住建局", "", "填报日期：2026年3月"],
            ["序号", "存在问题", "整改措施", "责任单位"],
            ["1", "污水管网破损", "修复管网", "县水务局"],
        )
    )

    assert found == Head(2, 2, {0: "序号", 1: "存在问题", 2: "整改措施", 3: "责任单位"})


def test_a_merged_group_and_the_words_below_it_are_one_head() -> None:
    found = find_head(
        [
            Slot(0, 0, "序号", rows=2),
            Slot(0, 1, "问题", rows=2),
            Slot(0, 2, "责任单位", columns=2),
            Slot(1, 2, "牵头"),
            Slot(1, 3, "配合"),
            Slot(2, 0, "1"),
            Slot(2, 1, "道路积水"),
        ]
    )

    assert found == Head(0, 1, {0: "序号", 1: "问题", 2: "责任单位/牵头", 3: "责任单位/配合"})


def test_a_head_may_have_three_rows() -> None:
    found = find_head(
        [
            Slot(0, 0, "序号", rows=3),
            Slot(0, 1, "责任分工", columns=3),
            Slot(1, 1, "市级", rows=2),
            Slot(1, 2, "县级", columns=2),
            Slot(2, 2, "牵头单位"),
            Slot(2, 3, "责任人"),
            Slot(3, 0, "1"),
        ]
    )

    assert found == Head(
        0, 2, {0: "序号", 1: "责任分工/市级", 2: "责任分工/县级/牵头单位", 3: "责任分工/县级/责任人"}
    )


def test_without_merges_a_group_is_told_by_the_empty_cells_beside_it() -> None:
    found = find_head(
        slots(
            ["序号", "问题", "责任单位", "", "整改时限"],
            ["", "", "牵头", "配合", ""],
            ["1", "积水", "城管局", "住建局", "6月底"],
        )
    )

    assert found == Head(0, 1, {0: "序号", 1: "问题", 2: "责任单位/牵头", 3: "责任单位/配合", 4: "整改时限"})


def test_a_first_row_of_data_is_no_second_row_of_the_head() -> None:
    found = find_head(slots(["序号", "问题", "责任单位", ""], ["1", "积水", "城管局", "已派单"]))

    assert found == Head(0, 0, {0: "序号", 1: "问题", 2: "责任单位"})


def test_a_form_line_that_spans_columns_is_not_taken_for_a_group() -> None:
    found = find_head(
        [
            Slot(0, 0, "填报单位：县住建局", columns=2),
            Slot(0, 2, "2026年3月", columns=2),
            *(Slot(1, column, word) for column, word in enumerate(["序号", "任务", "牵头单位", "完成时限"])),
        ]
    )

    assert found == Head(1, 1, {0: "序号", 1: "任务", 2: "牵头单位", 3: "完成时限"})


def test_a_form_of_words_and_values_has_no_head() -> None:
    assert (
        find_head(
            slots(
                ["督办事项", "改造老旧管网", "牵头单位", "县住建局"],
                ["配合单位", "县水务局", "完成时限", "2026年6月底"],
            )
        )
        is None
    )


def test_a_head_of_which_every_other_word_is_known_is_a_head() -> None:
    found = find_head(slots(["序号", "县区", "问题", "点位"], ["1", "云桥县", "积水", "北街"]))

    assert found is not None
    assert found.last == 0


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["整改措施"]],
        [["云桥县", "2026"], ["临江区", "2025"]],
        [["单位", "单位", "单位"]],
        [["责任单位", "甲", "乙", "丙", "丁"]],
    ],
    ids=["nothing", "one word", "no column words", "one word thrice", "one word among others"],
)
def test_rows_that_do_not_read_like_a_head_give_none(rows: list[list[str]]) -> None:
    assert find_head(slots(*rows)) is None
