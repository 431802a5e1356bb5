"""What kind a document is."""

import pytest

from guatu.reading.drafting.head.kinds import kind_of


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("关于城区内涝治理的会议纪要", "minutes"),
        ("县长办公会议纪要", "minutes"),
        ("在全县防汛工作会议上的讲话", "speech"),
        ("在动员大会上的发言稿", "speech"),
        ("领导批示办理通知单", "instruction"),
        ("云桥县贯彻落实省委巡视反馈意见整改方案", "rectification_plan"),
        ("云桥县环境保护督察反馈问题整改清单", "rectification_plan"),
        ("中共云桥县水利局党组关于巡察整改进展情况的通报", "rectification_report"),
        ("云桥县审计整改结果公告", "rectification_report"),
        ("关于一季度重点项目推进情况的通报", "bulletin"),
        ("督办通知", "bulletin"),
        ("云桥县2024年防汛工作方案", "task_plan"),
        ("政府工作报告重点任务分工方案", "task_plan"),
        ("2024年民生实事项目台账", "task_plan"),
        ("云桥县促进工业稳增长若干政策", "policy"),
        ("云桥县河道管理办法", "policy"),
        ("关于印发《云桥县防汛工作方案》的通知", "task_plan"),
        ("关于印发云桥县河道管理办法的通知", "policy"),
    ],
)
def test_the_title_names_the_kind(title: str, kind: str) -> None:
    assert kind_of(title, "正文。") == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("同志们：今天我们召开防汛工作会议。", "speech"),
        ("会议听取了汇报。会议指出，形势严峻。会议要求，县水利局要抓紧排查。", "minutes"),
        ("记者近日了解到……“已清淤12公里。”县水利局局长表示，下一步将……", "news"),
        ("（一）台账不全\n牵头单位：县水利局\n责任单位：各镇\n完成时限：6月底前", "task_plan"),
        ("整改措施：补齐台账\n整改时限：6月底前", "rectification_plan"),
        ("现将巡察整改情况通报如下。已完成整改5项。", "rectification_report"),
        ("存在的主要问题：台账不全。以上情况予以通报。", "bulletin"),
        ("县水利局局长李某到各镇走访。", "other"),
    ],
)
def test_words_name_the_kind_where_the_title_is_silent(text: str, kind: str) -> None:
    assert kind_of(None, text) == kind


def test_a_bulletin_that_goes_through_what_was_mended_is_a_report() -> None:
    text = "1.台账不全。\n整改情况：已补齐。\n2.巡查不力。\n整改情况：已约谈。"

    assert kind_of("关于问题整改的通报", text) == "rectification_report"
