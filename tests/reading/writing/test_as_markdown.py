"""The Markdown ledger can be pasted into a message and says the same as the workbook."""

from dataclasses import replace

import pytest

from guatu.reading.draft import Draft, Item, Measure
from guatu.reading.writing import as_markdown


def test_the_message_begins_with_where_the_ledger_comes_from(draft: Draft) -> None:
    lines = as_markdown.write(draft).splitlines()

    assert lines[0] == "# 云桥县营商环境专项督查反馈问题整改方案"
    assert "- 文号：云督办〔2026〕7号" in lines
    assert "- 识别种类：整改方案" in lines
    assert "- 读出：6项、6条措施" in lines
    assert "> 文中标有“内部”字样，请控制知悉范围" in lines


def test_each_item_has_a_table_of_its_measures(draft: Draft) -> None:
    lines = as_markdown.write(draft).splitlines()

    assert "## 1. 便民服务中心“一窗受理”流于形式" in lines
    assert "政务服务 · 第1页 第4段 · 把握高" in lines
    assert "| 双桥镇每月5日前通报办件量 | 责任单位：双桥镇 | 每月5日前 |  |  |" in lines
    assert any("| 2026-09-30（9月底前） | 目标：整合窗口23个 | 未完成 |" in line for line in lines)


def test_a_pipe_or_a_tag_in_the_document_does_not_break_the_table(draft: Draft) -> None:
    text = as_markdown.write(draft)

    assert "&lt;b>曝光&lt;/b>一批\\|通报一批" in text


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("[点此](http://example.com)", "\\[点此\\](http://example.com)"),
        ("**加粗**", "\\*\\*加粗\\*\\*"),
        ("一\n二", "一 二"),
        ("`码`", "\\`码\\`"),
        ("a|b", "a\\|b"),
        ("a\\|b", "a\\\\\\|b"),
        ("<img src=x>", "&lt;img src=x>"),
    ],
)
def test_the_words_of_a_document_stay_words(draft: Draft, words: str, written: str) -> None:
    item = Item(no="1", problem=words, span=(0, 1), measures=(Measure(text=words, span=(0, 1)),))

    lines = as_markdown.write(replace(draft, items=(item,))).splitlines()

    assert f"## 1. {written}" in lines
    assert f"| {written} |  |  |  |  |" in lines


def test_an_item_without_measures_says_so(draft: Draft) -> None:
    assert "第1页 第9段 · 把握中\n\n原文未写措施。" in as_markdown.write(draft)


def test_a_document_without_items_says_so(empty_draft: Draft) -> None:
    text = as_markdown.write(empty_draft)

    assert "没有读出事项。" in text
    assert "修复" not in text


def test_the_message_ends_with_what_was_mended(draft: Draft) -> None:
    assert as_markdown.write(draft).endswith("修复2处：夹注拼音1处、文中页码1处。\n")
