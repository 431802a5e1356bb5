"""The review page carries the whole draft in one file, asks nothing of anyone and runs nothing foreign."""

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from guatu.reading.draft import Draft, Item, Measure, Paragraph
from guatu.reading.source import Repair
from guatu.reading.writing import as_html

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;"


def page(draft: Draft) -> LexborHTMLParser:
    return LexborHTMLParser(as_html.write(draft))


def one(tree: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    node = tree.css_first(selector)
    assert node is not None, selector
    return node


def texts(tree: LexborHTMLParser | LexborNode, selector: str) -> list[str]:
    return [node.text() for node in tree.css(selector)]


def test_the_head_tells_kind_number_issuer_day_extent_and_repairs(draft: Draft) -> None:
    tree = page(draft)

    assert one(tree, "title").text() == "云桥县营商环境专项督查反馈问题整改方案 · 挂图"
    facts = one(tree, ".facts").text()
    for fact in (
        "识别为 整改方案",
        "云督办〔2026〕7号",
        "云桥县人民政府办公室",
        "2026年3月28日",
        "修复 2 处",
    ):
        assert fact in facts
    assert f"14 段 {len(draft.text)} 字" in facts


def test_warnings_stand_above_both_sides(draft: Draft) -> None:
    assert texts(page(draft), ".notes li") == [
        "文中标有“内部”字样，请控制知悉范围",
        "原文含电话、邮箱或证件号码，未录入事项",
        "反馈意见期限：2026年4月1日至2026年4月20日",
    ]


def test_the_source_is_whole_and_in_order(draft: Draft) -> None:
    shown = "\n".join(texts(page(draft), ".tx, .cell"))

    assert shown == draft.text


@pytest.mark.parametrize(
    ("selector", "words"),
    [
        ("mark.p", "便民服务中心“一窗受理”流于形式"),
        ("mark.u", "发改局"),
        ("mark.d", "9月底前"),
        ("mark.f", "窗口23个"),
        ("mark.m", "一是由"),
        ("mark.d.q", "收到投诉后15个工作日内"),
    ],
)
def test_what_was_read_is_marked_where_it_stands(draft: Draft, selector: str, words: str) -> None:
    assert words in texts(one(page(draft), "#source"), selector)


def test_a_mark_names_its_item_and_its_measure(draft: Draft) -> None:
    marks = one(page(draft), "#p4").css("mark.d")

    assert [(mark.attributes["data-i"], mark.attributes["data-m"]) for mark in marks] == [
        ("1", "1-1"),
        ("1", "1-2"),
    ]


def test_a_repaired_place_shows_how_it_stood_in_the_file(draft: Draft) -> None:
    nodes = one(page(draft), "#source").css(".rep")

    said = [(node.text(), node.attributes["title"]) for node in nodes]
    removed, noted = "原文：。— 13/19 —县", "原文：业(yè)1"
    assert said == [("。", removed), ("县", removed), ("业", noted), ("1", noted)]


def test_a_mend_of_the_loader_shows_by_its_example(draft: Draft) -> None:
    repair = Repair("tracked_changes", 2, (("一批|通报", "曝光</b>一批|通报"), ("立即立行立改", "立行立改")))

    nodes = one(page(replace(draft, repairs=(repair,), loaded="")), "#source").css(".rep")

    said = [(node.text(), node.attributes["title"]) for node in nodes]
    assert said == [("曝光</b>", "原文没有，读取时补入"), ("立行", "原文：立即立行立改")]


def test_a_line_break_put_back_is_seen_among_the_repairs(draft: Draft) -> None:
    repair = Repair("lost_breaks", 1, (("推进。二是", "推进。\n二是"),))

    assert texts(page(replace(draft, repairs=(repair,))), "#repairs ins") == ["↵"]


def test_an_example_that_fits_two_places_marks_neither(draft: Draft) -> None:
    repair = Repair("homophones", 2, (("縣", "县"),))

    tree = page(replace(draft, repairs=(repair,), origin=(), loaded=""))

    assert not one(tree, "#source .sheet").css(".rep")


def test_each_item_has_a_card_with_its_measures(draft: Draft) -> None:
    tree = page(draft)

    assert len(tree.css(".dr")) == 6
    card = one(tree, "#i1")
    assert one(card, ".head .t").text() == "便民服务中心“一窗受理”流于形式"
    assert one(card, ".head .l").text() == "县行政审批局"
    assert one(card, ".head .d").text() == "9-30"
    assert texts(card, ".mt > span:not(.g-conf)") == [
        "由县行政审批局牵头，发改局、财政局配合，9月底前整合窗口23个",
        "双桥镇每月5日前通报办件量",
    ]
    assert "原文“发改局”" in texts(card, ".from")
    assert "2026-09-30" in texts(card, ".tag-d")


def test_what_is_missing_is_said_on_doubtful_items_only(draft: Draft) -> None:
    tree = page(draft)

    assert one(tree, "#i4 .why").text() == "原文标题缺失，问题待补"
    assert one(tree, "#i6 .why").text() == "原文未写措施；责任单位未写明"
    assert one(tree, "#i3 .why").text() == "时限“收到投诉后15个工作日内”算不出日期"
    assert not tree.css("#i1 .why")


def test_paragraph_and_card_point_at_each_other(draft: Draft) -> None:
    tree = page(draft)

    assert one(tree, "#p5 .no").attributes["href"] == "#i2"
    assert one(tree, "#i2 .to").attributes["href"] == "#p5"
    targets = [link.attributes["href"] or "" for link in tree.css("a[href]")]
    assert [target for target in targets if not target.startswith("#")] == []
    assert [target for target in targets if not tree.css(target)] == []


def test_headings_show_as_headings_though_plain_text_knows_none(draft: Draft) -> None:
    plain = tuple(replace(paragraph, kind="paragraph") for paragraph in draft.paragraphs)

    tree = page(replace(draft, paragraphs=plain))

    assert texts(tree, ".is-title .tx") == ["云桥县营商环境专项督查反馈问题整改方案"]
    assert texts(tree, ".is-heading .tx") == ["一、政务服务方面", "二、要素保障方面"]


def test_cells_of_a_table_row_stand_side_by_side(draft: Draft) -> None:
    assert texts(page(draft), ".row .cell") == [
        "4",
        "夜间停电抢修不及时",
        "建成抢修点6处",
        "县供电公司",
        "年底前",
    ]
    assert len(page(draft).css(".row")) == 1


def grid(draft: Draft, *cells: tuple[str, str]) -> list[list[str]]:
    """The rows of the page made of cells given as (anchor, text): text or, where a place is free, nothing."""
    found, start = [], 0
    for anchor, words in cells:
        found.append(Paragraph((start, start + len(words)), anchor, "cell"))
        start += len(words) + 1
    text = "\n".join(words for _, words in cells)
    bare = replace(draft, items=(), text=text, paragraphs=tuple(found), origin=(), loaded="", repairs=())
    return [[cell.text() for cell in row.css(".cells > div")] for row in page(bare).css(".row")]


def test_a_cell_stands_under_its_head_where_a_merge_covers_the_cells_before_it(draft: Draft) -> None:
    rows = grid(
        draft,
        *(("表1第1行第1列", "序号"), ("表1第1行第2列", "问题"), ("表1第1行第3列", "措施")),
        *(("表1第2行第1列", "1"), ("表1第2行第2列", "停电"), ("表1第2行第3列", "建抢修点")),
        ("表1第3行第3列", "每月通报"),
    )

    assert rows == [["序号", "问题", "措施"], ["1", "停电", "建抢修点"], ["", "", "每月通报"]]


def test_the_name_of_a_sheet_reaches_over_all_its_columns(draft: Draft) -> None:
    rows = grid(
        draft, ("台账!A1", "督查事项台账"), ("台账!A2", "事项"), ("台账!AA2", "备注"), ("台账!AA3", "无")
    )

    assert rows == [["督查事项台账"], ["事项", "备注"], ["", "无"]]


def test_nothing_of_a_hostile_document_becomes_markup(draft: Draft) -> None:
    item = Item(
        no=HOSTILE,
        problem=HOSTILE,
        span=(0, 5),
        category=HOSTILE,
        heading_path=(HOSTILE,),
        measures=(Measure(text=HOSTILE, span=(0, 5), owners=(HOSTILE,), lead=HOSTILE),),
    )
    document = replace(draft.document, title=HOSTILE, issuer=HOSTILE, number=HOSTILE, secrecy=HOSTILE)
    hostile = replace(
        draft,
        items=(item,),
        document=document,
        warnings=(HOSTILE,),
        repairs=(Repair(HOSTILE, 1, ((HOSTILE, draft.text[:5]),)),),
    )

    tree = page(hostile)

    assert len(tree.css("script")) == 1
    assert not tree.css("img")
    assert one(tree, "h1").text() == HOSTILE
    assert not [
        name for node in tree.css("*") for name in node.attributes if name.startswith("on") or name == "style"
    ]


def test_the_policy_admits_only_the_style_and_the_script_of_the_page(draft: Draft) -> None:
    tree = page(draft)
    policy = one(tree, "meta[http-equiv]").attributes["content"] or ""

    for name in ("style", "script"):
        text = one(tree, name).text(deep=True)
        digest = b64encode(sha256(text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none';")
    assert "http" not in policy


def test_the_page_names_no_address_outside_itself(draft: Draft) -> None:
    text = as_html.write(draft)

    assert re.findall(r"(?:https?:)?//[a-z]", text.replace("// ", "")) == []
    assert not re.findall(r"@import|url\(", text)


def test_a_document_without_items_says_so_and_still_shows_its_text(empty_draft: Draft) -> None:
    tree = page(empty_draft)

    assert "没有读出事项" in one(tree, ".drafts .g-empty").text()
    assert texts(tree, ".tx") == ["无事项。"]
    assert "未作修复" in one(tree, ".facts").text()
    assert not tree.css(".notes")


def test_a_draft_without_paragraphs_still_shows_its_text(draft: Draft) -> None:
    tree = page(replace(draft, paragraphs=(), origin=()))

    assert "".join(texts(tree, ".tx")) == draft.text
