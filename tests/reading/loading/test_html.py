"""Pages of three kinds of government sites: the article comes out, the site around it stays behind."""

from datetime import date

import pytest

from guatu.reading.errors import BombLikeFile, EmptyFile, OversizedFile
from guatu.reading.loading.html import MAX_CHARACTERS, load
from guatu.reading.source import Block, Cell, Source

NAMED_BLOCK = """<!DOCTYPE html><html><head><meta charset="utf-8">
<title>云桥县人民政府办公室关于印发《河湖清理工作方案》的通知_云桥县人民政府网</title>
<meta name="ArticleTitle" content="云桥县人民政府办公室关于印发《河湖清理工作方案》的通知">
<meta name="PubDate" content="2026-03-05 10:22"><meta name="ContentSource" content="县政府办">
<style>p{color:red}</style></head><body>
<div class="header"><a href="/">首页</a><ul class="nav">
<li><a>政务公开</a></li><li><a>办事服务</a></li></ul></div>
<div class="crumb">当前位置：<a>首页</a> &gt; <a>政务公开</a> &gt; 正文</div>
<div class="main"><h1>云桥县人民政府办公室<br>关于印发《河湖清理工作方案》的通知</h1>
<div class="info">发布时间：2026-03-05 10:22　来源：县政府办　浏览次数：<span>12</span> 字体：[大 中 小]</div>
<div id="zoom"><div class="TRS_Editor"><p style="text-align:center">云政办发〔2026〕8号</p>
<p>&emsp;&emsp;各乡镇人民政府，县直各部门：</p>
<p>　　为做好河湖清理，完成清淤<span>1</span><span>2</span>.<b>5</b>公里，
    现印发“方案（含‘附表’）”。&nbsp;</p>
<h2>一、工作目标</h2>
<p><strong>（一）清理垃圾。</strong>由水利局牵头。<br/>　　（二）打捞水草。</p>
<p style="display: none">看不见的字</p><p hidden>也看不见</p><script>var a = 1</script></div></div>
<div class="share">分享到：微信</div>
<div class="related"><h3>相关链接</h3><ul><li><a>关于河长制的通知</a></li></ul></div></div>
<div class="footer">版权所有：云桥县人民政府 某ICP备12345号</div></body></html>"""

LAID_OUT_BY_TABLES = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>临江区政府门户网站</title></head><body><form>
<table width="1000"><tr><td><a>网站首页</a></td><td><a>走进临江</a></td><td><a>信息公开</a></td></tr></table>
<table><tr><td width="200"><table><tr><td><a>公示公告</a></td></tr><tr><td><a>领导讲话</a></td></tr></table>
</td><td><table><tr><td>您现在的位置：网站首页 &gt;&gt; 公示公告</td></tr>
<tr><td class="title">临江区关于消防隐患排查情况的通报</td></tr>
<tr><td>来源：区应急管理局 发布日期：2025年11月6日 【字体：大 中 小】</td></tr>
<tr><td><font size="3">　　11月3日，区应急管理局检查了12家商场，发现问题如下：<br>
　　1.东门商场疏散通道被占用，消火栓前堆放货物，无法正常取用。<br>
　　2.北街市场配电箱敞开，电线裸露，未见日常巡查记录。<br><br>
　　请各单位于11月20日前整改到位，并报送整改报告。</font></td></tr>
<tr><td>【打印本页】【关闭窗口】</td></tr>
<tr><td>上一篇：<a>关于停水的公告</a></td></tr></table></td></tr></table>
<table><tr><td>主办：临江区人民政府 承办：区政府办</td></tr></table></form></body></html>"""

NAMELESS_BLOCKS = """<html><head><title>青石镇召开防汛工作会议 - 青石镇人民政府</title></head><body>
<div class="x1"><div class="x2"><a>首页</a><a>要闻</a></div>
<div class="x3"><h1>青石镇人民政府</h1></div></div>
<div class="x4"><div class="x5"><h3>青石镇召开防汛工作会议</h3>
<p>2026-06-02 时间：2026-06-02 稿源：青石镇党政办</p>
<div class="x6"><div>6月1日下午，青石镇召开防汛工作会议，镇党委书记主持会议，各村负责人参加。</div>
<div>会议指出，今年雨情偏重，各村要在6月10日前完成沟渠清理，备足沙袋。</div>
<div>会议要求，严格执行24小时值班，遇有险情立即上报，不得迟报漏报。</div></div></div>
<div class="x7"><ul><li><a>青石镇开展义务植树，干部群众踊跃参加</a></li>
<li><a>青石镇慰问老党员，送去节日问候</a></li></ul></div>
</div></body></html>"""


def page(body: str, *, head: str = "") -> Source:
    return load(f"<html><head>{head}</head><body>{body}</body></html>".encode(), name="页.html")


def cells(source: Source) -> dict[str, Cell | None]:
    return {source.text[block.start : block.end]: block.cell for block in source.blocks if block.cell}


def lines(source: Source) -> list[str]:
    return [source.text[block.start : block.end] for block in source.blocks]


def kinds(blocks: tuple[Block, ...]) -> list[tuple[str, int | None]]:
    return [(block.kind, block.level) for block in blocks]


def test_a_page_with_a_named_block_gives_its_article_and_its_title_once() -> None:
    source = load(NAMED_BLOCK.encode(), name="通知.html")

    assert lines(source) == [
        "云桥县人民政府办公室关于印发《河湖清理工作方案》的通知",
        "云政办发〔2026〕8号",
        "各乡镇人民政府，县直各部门：",
        "为做好河湖清理，完成清淤12.5公里，现印发“方案（含‘附表’）”。",
        "一、工作目标",
        "（一）清理垃圾。由水利局牵头。",
        "（二）打捞水草。",
    ]
    assert kinds(source.blocks)[:5] == [("title", None), *[("paragraph", None)] * 3, ("heading", 1)]
    assert source.title == "云桥县人民政府办公室关于印发《河湖清理工作方案》的通知"
    assert (source.published_on, source.publisher) == (date(2026, 3, 5), "县政府办")
    assert source.media_type == "text/html"


def test_a_page_laid_out_by_tables_in_gb2312_gives_paragraphs_and_no_cells() -> None:
    source = load(LAID_OUT_BY_TABLES.encode("gb18030"), name="通报.htm")

    assert lines(source) == [
        "临江区关于消防隐患排查情况的通报",
        "11月3日，区应急管理局检查了12家商场，发现问题如下：",
        "1.东门商场疏散通道被占用，消火栓前堆放货物，无法正常取用。",
        "2.北街市场配电箱敞开，电线裸露，未见日常巡查记录。",
        "请各单位于11月20日前整改到位，并报送整改报告。",
    ]
    assert cells(source) == {}
    assert (source.title, source.published_on, source.publisher) == (
        "临江区关于消防隐患排查情况的通报",
        date(2025, 11, 6),
        "区应急管理局",
    )
    assert [repair.kind for repair in source.repairs] == ["encoding", "furniture"]


def test_a_page_without_any_known_name_is_read_where_its_text_is_dense() -> None:
    source = load(NAMELESS_BLOCKS.encode(), name="新闻.html")

    assert lines(source) == [
        "青石镇召开防汛工作会议",
        "6月1日下午，青石镇召开防汛工作会议，镇党委书记主持会议，各村负责人参加。",
        "会议指出，今年雨情偏重，各村要在6月10日前完成沟渠清理，备足沙袋。",
        "会议要求，严格执行24小时值班，遇有险情立即上报，不得迟报漏报。",
    ]
    assert source.blocks[0].kind == "title"
    assert (source.published_on, source.publisher) == (date(2026, 6, 2), "青石镇党政办")


def test_furniture_left_behind_is_counted_with_examples() -> None:
    [repair] = load(NAMED_BLOCK.encode(), name="通知.html").repairs

    assert repair.kind == "furniture"
    assert repair.examples == (("首页", ""), ("政务公开", ""), ("办事服务", ""))


def test_a_title_in_the_first_lines_of_the_article_is_not_repeated() -> None:
    source = page(
        "<div id=zoom><p>云桥县</p><p>春耕备耕工作方案</p><p>为做好春耕备耕工作，现制定方案如下。</p></div>",
        head="<title>云桥县春耕备耕工作方案</title>",
    )

    assert lines(source) == ["云桥县", "春耕备耕工作方案", "为做好春耕备耕工作，现制定方案如下。"]
    assert kinds(source.blocks) == [("title", None), ("title", None), ("paragraph", None)]


def test_spans_of_a_table_become_places_and_sizes_of_cells() -> None:
    source = page(
        """<table><tr><th colspan=2>问题</th><th>责任单位</th></tr>
        <tr><td rowspan=2>1</td><td>积水</td><td>住建局</td></tr>
        <tr><td><p>一是排查。</p><p>二是整改。</p></td><td>城管局</td></tr></table>"""
    )

    assert cells(source) == {
        "问题": Cell(0, 0, 0, columns=2, is_header=True),
        "责任单位": Cell(0, 0, 2, is_header=True),
        "1": Cell(0, 1, 0, rows=2),
        "积水": Cell(0, 1, 1),
        "住建局": Cell(0, 1, 2),
        "一是排查。\n二是整改。": Cell(0, 2, 1),
        "城管局": Cell(0, 2, 2),
    }
    assert source.blocks[0].anchor == "表1第1行第1列"


def test_the_head_of_a_table_reaches_below_a_banner_and_as_deep_as_its_cells() -> None:
    source = page(
        """<table><tr><td colspan=3>整改台账</td></tr>
        <tr><td rowspan=2>序号</td><td colspan=2>单位</td></tr><tr><td>牵头</td><td>配合</td></tr>
        <tr><td>1</td><td>水利局</td><td>城管局</td></tr></table>"""
    )

    heads = [text for text, cell in cells(source).items() if cell and cell.is_header]
    assert heads == ["整改台账", "序号", "单位", "牵头", "配合"]


def test_a_span_beyond_the_table_is_cut_to_it() -> None:
    source = page("<table><tr><td rowspan=65000>甲<td>乙<tr><td colspan=99999>丙</table>")

    assert cells(source)["甲"] == Cell(0, 0, 0, rows=2, is_header=True)
    assert cells(source)["丙"] == Cell(0, 1, 1, columns=199, is_header=True)


def test_two_tables_are_told_apart_by_their_number() -> None:
    table = "<table><tr><td>序号<td>问题<tr><td>1<td>{}</table>"
    source = page(f"<p>附表一</p>{table.format('积水')}<p>附表二</p>{table.format('占道')}")

    assert [block.anchor for block in source.blocks if block.cell and block.cell.row == 1] == [
        "表1第2行第1列",
        "表1第2行第2列",
        "表2第2行第1列",
        "表2第2行第2列",
    ]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<ol><li>摸排</li><li>整改</li></ol>", ["1.摸排", "2.整改"]),
        ("<ol start=3><li>摸排</li><li value=7>整改</li><li>销号</li></ol>", ["3.摸排", "7.整改", "8.销号"]),
        ("<ol type=a><li>摸排</li><li>整改</li></ol>", ["a.摸排", "b.整改"]),
        ("<ol type=I start=4><li>摸排</li><li>整改</li></ol>", ["IV.摸排", "V.整改"]),
        ("<ol reversed><li>摸排</li><li>整改</li></ol>", ["2.摸排", "1.整改"]),
        ("<ol style='list-style-type:cjk-ideographic' start=20><li>摸排</li></ol>", ["二十、摸排"]),
        ("<ol class='custom_cn2 list-paddingleft-1' start=11><li><p>摸排</p></li></ol>", ["（十一）摸排"]),
        ("<ol style='list-style:none'><li>摸排</li></ol>", ["摸排"]),
        ("<ol><li>一、摸排</li><li>2.5万亩</li></ol>", ["一、摸排", "2.2.5万亩"]),
        ("<ul><li>摸排</li></ul>", ["摸排"]),
        (
            "<ol><li>摸排<ol><li>到村</li></ol></li><li><p>整改</p><p>销号</p></li></ol>",
            ["1.摸排", "1.到村", "2.整改", "销号"],
        ),
    ],
)
def test_list_items_bear_the_numbers_that_the_page_shows(markup: str, expected: list[str]) -> None:
    source = page(markup)

    assert lines(source) == expected


def test_a_shown_number_is_told_as_label() -> None:
    source = page("<ol start=10><li>摸排</li><li>11.整改</li></ol>")

    assert [block.label for block in source.blocks] == [3, 0]


def test_bold_paragraphs_are_no_headings_and_section_headings_in_h1_are() -> None:
    source = page("<h1>一、问题</h1><p><b>整改情况</b></p><h1>二、措施</h1><h4>1.排查</h4><p>已排查。</p>")

    assert kinds(source.blocks) == [
        ("heading", 1),
        ("paragraph", None),
        ("heading", 1),
        ("heading", 3),
        ("paragraph", None),
    ]


def test_entities_and_breaks_in_the_markup_are_read_as_shown() -> None:
    source = page("<p>投资&lt;500&gt;万元&amp;\n   用地 A&nbsp;B\n区，共\n12 亩</p><pre>甲\n  乙</pre>")

    assert lines(source) == ["投资<500>万元& 用地 A B 区，共 12 亩", "甲", "乙"]


def test_utf_8_is_believed_before_a_wrong_declaration() -> None:
    source = load('<html><meta charset="gb2312"><p>督查督办</p>'.encode(), name="页.html")

    assert (source.text, source.repairs) == ("督查督办", ())


def test_a_page_of_scripts_only_is_empty() -> None:
    with pytest.raises(EmptyFile):
        page("<script>document.write('正文')</script><p>&nbsp;</p>")


@pytest.mark.parametrize("depth", [1_100, 60_000])
def test_elements_nested_without_end_are_refused(depth: int) -> None:
    with pytest.raises(BombLikeFile, match="嵌套"):
        page("<div>" * depth + "正文")


def test_a_page_of_twenty_million_characters_is_refused() -> None:
    with pytest.raises(OversizedFile):
        load(b"<p>" + b"x" * MAX_CHARACTERS, name="页.html")
