"""Paragraphs as a reader of the page sees them."""

import io
from collections.abc import Callable

import pytest
from docx import Document

from guatu.reading.errors import EmptyFile
from guatu.reading.loading import docx
from guatu.reading.source import Source

Make = Callable[..., bytes]


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def paragraph(*inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(inner)}</w:p>"


def style(identifier: str, name: str, *, based_on: str = "", inner: str = "", kind: str = "paragraph") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{identifier}"><w:name w:val="{name}"/>{base}{inner}</w:style>'
    )


def of_style(identifier: str) -> str:
    return f'<w:pStyle w:val="{identifier}"/>'


def load(data: bytes) -> Source:
    return docx.load(data, name="通知.docx")


def lines(data: bytes) -> list[str]:
    return load(data).text.split("\n")


def field(code: str, result: str | None) -> str:
    shown = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}' if result is not None else ""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>{shown}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_headings_are_told_by_outline_level_name_or_the_style_they_are_based_on(make_docx: Make) -> None:
    outline = '<w:pPr><w:outlineLvl w:val="{}"/></w:pPr>'
    styles = (
        style("a", "heading 1")
        + style("b", "标题 2")
        + style("c", "一级条目", inner=outline.format(0))
        + style("d", "红头小标题", based_on="b")
        + style("e", "标题样正文", based_on="a", inner=outline.format(9))
        + style("f", "Normal")
    )
    body = "".join(paragraph(run(name), properties=of_style(name)) for name in "abcdef")
    own = '<w:outlineLvl w:val="{}"/>'
    body += paragraph(run("g"), properties=own.format(2)) + paragraph(
        run("h"), properties=of_style("a") + own.format(9)
    )

    source = load(make_docx(body, styles=styles))

    assert [(block.kind, block.level) for block in source.blocks] == [
        ("heading", 1), ("heading", 2), ("heading", 1), ("heading", 2),
        ("paragraph", None), ("paragraph", None), ("heading", 3), ("paragraph", None),
    ]  # fmt: skip


def test_styles_based_on_each_other_in_a_circle_do_not_hang(make_docx: Make) -> None:
    styles = style("a", "甲", based_on="b") + style("b", "乙", based_on="a")

    assert lines(make_docx(paragraph(run("正文"), properties=of_style("a")), styles=styles)) == ["正文"]


def test_the_lines_of_the_title_are_one_title(make_docx: Make) -> None:
    styles = style("t", "Title")
    title = of_style("t")
    body = (
        paragraph(run("云桥县人民政府办公室"), properties=title)
        + paragraph(run("关于开展防汛检查的"), "<w:r><w:br/></w:r>", run("通知"), properties=title)
        + paragraph(run("各镇街："))
        + paragraph(run("附件标题"), properties=title)
    )

    source = load(make_docx(body, styles=styles))

    assert source.title == "云桥县人民政府办公室关于开展防汛检查的通知"
    assert [block.kind for block in source.blocks] == ["title", "title", "title", "paragraph", "title"]


def test_breaks_part_paragraphs_and_tabs_and_hyphens_stay(make_docx: Make) -> None:
    inner = (
        "<w:r><w:t>一是排查</w:t><w:br/><w:t>二是整改</w:t><w:cr/><w:t>A</w:t><w:tab/><w:t>B</w:t>"
        "<w:noBreakHyphen/><w:t>C</w:t><w:softHyphen/><w:t>D</w:t></w:r>"
    )

    assert lines(make_docx(paragraph(inner))) == ["一是排查", "二是整改", "A\tB-CD"]


def test_symbols_formulas_and_pronunciation_show_what_the_page_shows(make_docx: Make) -> None:
    inner = (
        '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:t>已完成</w:t></w:r>'
        '<w:r><w:sym w:font="宋体" w:char="2605"/></w:r>'
        "<m:oMath><m:r><m:t>≥80%</m:t></m:r></m:oMath>"
        f"<w:r><w:ruby><w:rt>{run('yè')}</w:rt><w:rubyBase>{run('业')}</w:rubyBase></w:ruby></w:r>"
    )

    assert lines(make_docx(paragraph(inner))) == ["✓已完成★≥80%业"]


@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        (field(' HYPERLINK "http://yunqiao.example" ', run("县政府网站")), "县政府网站"),
        (field(" DATE ", field(" YEAR ", run("2026")) + run("年")), "2026年"),
        (field(r" eq \o\ac(○,3) ", None) + run("完善制度"), "③完善制度"),
        (field(r" EQ \o\ac(○,甲) ", None), "甲"),
        (field(" PRINT x ", None) + run("正文"), "正文"),
        (f'<w:fldSimple w:instr=" REF a ">{run("表一")}</w:fldSimple>', "表一"),
        (f'<w:hyperlink r:id="r9">{run("附件")}</w:hyperlink>', "附件"),
    ],
    ids=["link", "nested", "circled", "circled word", "no result", "simple", "hyperlink"],
)
def test_a_field_shows_its_result_and_not_its_code(make_docx: Make, inner: str, shown: str) -> None:
    assert lines(make_docx(paragraph(inner))) == [shown]


def test_a_field_that_is_never_closed_does_not_swallow_the_text(make_docx: Make) -> None:
    body = paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', run("甲")) + paragraph(run("乙"))

    assert lines(make_docx(body)) == ["乙"]


def test_changes_are_accepted_and_counted(make_docx: Make) -> None:
    body = (
        paragraph(
            run("责任单位："),
            '<w:del w:id="1"><w:r><w:delText>县城管局</w:delText></w:r></w:del>',
            f'<w:ins w:id="2">{run("县住建局")}</w:ins>',
        )
        + paragraph(
            f'<w:moveFrom w:id="3">{run("旧处")}</w:moveFrom>',
            properties='<w:rPr><w:moveFrom w:id="4"/></w:rPr>',
        )
        + paragraph(f'<w:moveTo w:id="5">{run("新处")}</w:moveTo>')
    )

    source = load(make_docx(body))

    assert source.text == "责任单位：县住建局\n新处"
    (changes,) = source.repairs
    assert (changes.kind, changes.count) == ("tracked_changes", 4)
    assert changes.examples == (("县城管局", ""), ("", "县住建局"), ("旧处", ""))


def test_a_deleted_paragraph_mark_joins_two_paragraphs(make_docx: Make) -> None:
    deleted = '<w:rPr><w:del w:id="1"/></w:rPr>'
    body = (
        paragraph(run("加快"), properties=deleted)
        + paragraph(properties=deleted)
        + paragraph(run("推进"), properties='<w:outlineLvl w:val="0"/>')
        + paragraph(run("完"), properties=deleted)
    )

    source = load(make_docx(body))

    assert source.text == "加快推进\n完"
    assert [block.kind for block in source.blocks] == ["heading", "paragraph"]


def test_hidden_text_is_dropped_with_a_warning(make_docx: Make) -> None:
    styles = style("h", "批注字", kind="character", inner="<w:rPr><w:vanish/></w:rPr>")
    body = (
        paragraph(run("公开"), run("内部", "<w:vanish/>"), run("保密", '<w:rStyle w:val="h"/>'))
        + paragraph(run("可见", '<w:vanish w:val="0"/>'))
        + paragraph(run("全隐", "<w:vanish/>"))
    )

    source = load(make_docx(body, styles=styles))

    assert source.text == "公开\n可见"
    assert len(source.warnings) == 1
    assert "隐藏文字" in source.warnings[0]


BOX = f"<w:txbxContent>{paragraph(run('特急'))}{paragraph(run('内部资料'))}</w:txbxContent>"


OLD = f"<w:pict><v:textbox>{BOX}</v:textbox></w:pict>"
NEW = f"<w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing>"


def either(choice: str, fallback: str) -> str:
    branches = f"<mc:Choice Requires='wps'>{choice}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback>"
    return f"<mc:AlternateContent>{branches}</mc:AlternateContent>"


@pytest.mark.parametrize(
    "drawing",
    [either(NEW, OLD), either("<w:drawing/>", OLD), OLD],
    ids=["both drawings", "only the fallback has text", "old drawing"],
)
def test_a_text_box_is_read_once_after_its_paragraph(make_docx: Make, drawing: str) -> None:
    body = paragraph(run("甲"), f"<w:r>{drawing}</w:r>", run("乙")) + paragraph(run("丙"))

    assert lines(make_docx(body)) == ["甲乙", "特急", "内部资料", "丙"]


def test_word_art_is_read(make_docx: Make) -> None:
    art = '<w:r><w:pict><v:shape><v:textpath string="云桥县人民政府文件"/></v:shape></w:pict></w:r>'

    assert lines(make_docx(paragraph(art))) == ["云桥县人民政府文件"]


def test_notes_stand_at_the_end_in_the_order_of_mention(make_docx: Make) -> None:
    def note(kind: str, identifier: int, *texts: str, more: str = "") -> str:
        inner = "".join(paragraph(run(text)) for text in texts)
        return f'<w:{kind} w:id="{identifier}" {more}>{inner}</w:{kind}>'

    def mention(kind: str, identifier: int) -> str:
        return f'<w:r><w:{kind}Reference w:id="{identifier}"/></w:r>'

    footnotes = (
        note("footnote", 0, "线", more='w:type="separator"')
        + note("footnote", 1, "后提到")
        + note("footnote", 2, "先提到", "第二段")
        + note("footnote", 3, "未提到")
    )
    body = paragraph(
        run("正文"),
        mention("footnote", 2),
        mention("endnote", 7),
        mention("footnote", 1),
        mention("footnote", 9),
    )

    source = load(make_docx(body, footnotes=footnotes, endnotes=note("endnote", 7, "尾注文字")))

    assert source.text == "正文\n先提到\n第二段\n后提到\n尾注文字"
    assert [(block.kind, block.anchor) for block in source.blocks[1:]] == [
        ("note", "脚注1"), ("note", "脚注1"), ("note", "脚注2"), ("note", "尾注1"),
    ]  # fmt: skip


def control(inner: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def test_content_controls_are_read_and_their_prompts_are_not(make_docx: Make) -> None:
    body = (
        control(paragraph(run("一、总体要求")))
        + paragraph(
            run("时间："), control(run("2026年6月")), control(run("单击此处输入"), "<w:showingPlcHdr/>")
        )
        + control(paragraph(run("请输入")), "<w:showingPlcHdr/>")
    )

    assert lines(make_docx(body)) == ["一、总体要求", "时间：2026年6月"]


def test_a_table_of_contents_is_dropped_and_counted(make_docx: Make) -> None:
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    styles = style("TOC1", "toc 1")
    opened = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    body = (
        control(paragraph(run("一、要求")) + paragraph(run("二、任务")), gallery)
        + paragraph(run("三、保障\t3"), properties=of_style("TOC1"))
        + paragraph(opened, run("四、附则......4"))
        + paragraph('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
        + paragraph(run("一、要求"))
    )

    source = load(make_docx(body, styles=styles))

    assert source.text == "一、要求"
    assert [(repair.kind, repair.count) for repair in source.repairs] == [("table_of_contents", 4)]


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["秘密★5年"], "秘密★5年"),
        (["机", "密★", " 长期"], "机密★ 长期"),
        (["云桥县文件 绝密★"], "绝密★"),
        (["机 密"], "机 密"),
        (["密级：秘密"], "密级：秘密"),
    ],
)
def test_a_secrecy_mark_in_a_header_comes_first(make_docx: Make, texts: list[str], mark: str) -> None:
    source = load(make_docx(paragraph(run("正文")), header=paragraph(*map(run, texts))))

    first, second = source.text.split("\n")
    assert mark in first
    assert second == "正文"
    assert source.blocks[0].anchor == "页眉"


@pytest.mark.parametrize("text", ["严守国家秘密", "第1页", "秘密警察史料"])
def test_other_headers_are_left_out(make_docx: Make, text: str) -> None:
    assert lines(make_docx(paragraph(run("正文")), header=paragraph(run(text)))) == ["正文"]


def test_an_embedded_document_is_said_to_be_unread(make_docx: Make) -> None:
    source = load(make_docx(paragraph(run("正文")) + '<w:altChunk r:id="r9"/>'))

    assert any("内嵌" in warning for warning in source.warnings)


def test_the_strict_form_of_the_standard_is_read(make_docx: Make) -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    raw = (
        f'<w:document xmlns:w="{strict}"><w:body><w:p><w:r><w:t>正文</w:t></w:r></w:p></w:body></w:document>'
    )

    assert lines(make_docx("", raw=raw)) == ["正文"]


def test_places_are_counted_in_paragraphs(make_docx: Make) -> None:
    source = load(make_docx(paragraph(run("甲")) + paragraph() + paragraph(run("乙"))))

    assert [block.anchor for block in source.blocks] == ["第1段", "第2段"]


def test_a_document_without_text_is_refused_as_empty(make_docx: Make) -> None:
    with pytest.raises(EmptyFile):
        load(make_docx(paragraph()))
    with pytest.raises(EmptyFile):
        load(b"")


def test_a_document_of_pictures_alone_says_what_to_send_instead(make_docx: Make) -> None:
    picture = '<w:r><w:pict><v:shape><v:imagedata r:id="r9"/></v:shape></w:pict></w:r>'

    with pytest.raises(EmptyFile, match="图片"):
        load(make_docx(paragraph(picture)))


def test_a_document_of_a_common_library_keeps_its_title_and_headings() -> None:
    document = Document()
    document.add_heading("临江区2026年重点工作方案", 0)
    document.add_heading("一、总体要求", 1)
    document.add_paragraph("坚持问题导向。")
    document.add_heading("（一）主要目标", 2)
    out = io.BytesIO()
    document.save(out)

    source = load(out.getvalue())

    assert source.title == "临江区2026年重点工作方案"
    assert [(block.kind, block.level) for block in source.blocks] == [
        ("title", None), ("heading", 1), ("paragraph", None), ("heading", 2),
    ]  # fmt: skip
