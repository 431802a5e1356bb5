"""Labelled lines of an item."""

import pytest

from guatu.reading.drafting.fields import label_of, parts


def read(text: str) -> list[tuple[str | None, str, str]]:
    return [(p.role, p.label, text[p.words_start : p.end]) for p in parts(text, 0, len(text))]


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("责任单位", "responsible_unit"),
        ("整改责任单位", "responsible_unit"),
        ("责任主体", "responsible_unit"),
        ("牵头单位", "lead_unit"),
        ("主办单位", "lead_unit"),
        ("第一责任单位", "lead_unit"),
        ("配合单位", "cooperating_unit"),
        ("协办部门", "cooperating_unit"),
        ("督导单位", "supervising_unit"),
        ("验收单位", "supervising_unit"),
        ("牵头领导", "lead_leader"),
        ("责任领导", "lead_leader"),
        ("包保领导", "sponsor_leader"),
        ("包案县领导", "sponsor_leader"),
        ("责任人", "responsible_person"),
        ("整改时限", "due"),
        ("完成时限", "due"),
        ("办结期限", "due"),
        ("整改措施", "measure"),
        ("主要措施", "measure"),
        ("整改情况", "progress"),
        ("整改进展情况", "progress"),
        ("完成情况", "status"),
        ("是否完成", "status"),
        ("下一步打算", "next"),
        ("问题描述", "problem"),
        ("反馈意见", "problem"),
        ("整改目标", "goal"),
        ("问题类别", "category"),
        ("考核指标", "metric"),
        ("备注", "remark"),
        ("责任科室", "remark"),
    ],
)
@pytest.mark.parametrize("frame", ["{}：内容", "{}:内容", "【{}】：内容", "　　◆{}：内容"])
def test_a_label_says_what_follows_it(label: str, role: str, frame: str) -> None:
    text = frame.format(label)
    found = label_of(text, 0, len(text))

    assert found is not None
    assert (found.role, found.label, text[found.words_start : found.end]) == (role, label, "内容")


@pytest.mark.parametrize("text", ["责任单位要切实履职。", "县水利局：", "会议强调：要加强巡查", "内容"])
def test_words_without_a_known_label_and_colon_have_no_role(text: str) -> None:
    assert label_of(text, 0, len(text)) is None


def test_a_paragraph_is_cut_at_the_labels_it_holds() -> None:
    assert read("牵头单位：县水利局；责任单位：各镇。完成时限：6月底前") == [
        ("lead_unit", "牵头单位", "县水利局；"),
        ("responsible_unit", "责任单位", "各镇。"),
        ("due", "完成时限", "6月底前"),
    ]


def test_words_before_the_first_label_stand_for_themselves() -> None:
    assert read("清理河道12公里。责任单位：县水利局") == [
        (None, "", "清理河道12公里。"),
        ("responsible_unit", "责任单位", "县水利局"),
    ]


@pytest.mark.parametrize(
    "text", ["（责任单位：县水利局；完成时限：6月底前）", "【责任单位：县水利局；完成时限：6月底前】"]
)
def test_a_line_that_is_one_bracket_is_read_without_it(text: str) -> None:
    assert read(text) == [
        ("responsible_unit", "责任单位", "县水利局；"),
        ("due", "完成时限", "6月底前"),
    ]


def test_labels_in_a_trailing_bracket_stay_with_the_words_before_it() -> None:
    text = "清理河道12公里（责任单位：县水利局；完成时限：6月底前）"

    assert read(text) == [(None, "", text)]
