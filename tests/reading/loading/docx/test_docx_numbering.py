"""Automatic numbers, counted by hand beside lists as offices build them."""

import io
from collections.abc import Callable

import pytest
from docx import Document

from guatu.reading.loading import docx

Make = Callable[..., bytes]


def level(depth: int, form: str, text: str, *, start: int = 1, more: str = "", after: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/>{after}</w:lvl>'
    )


def abstract(identifier: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{identifier}">{"".join(levels)}</w:abstractNum>'


def instance(identifier: int, of: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{identifier}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def numbered(text: str, *, number: int, depth: int = 0) -> str:
    place = f'<w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/>'
    return f"<w:p><w:pPr><w:numPr>{place}</w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def lines(data: bytes) -> list[str]:
    return docx.load(data, name="方案.docx").text.split("\n")


OFFICIAL = abstract(
    0,
    level(0, "chineseCounting", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimal", "（%4）"),
    level(4, "decimalEnclosedCircle", "%5"),
)


def test_the_five_levels_of_an_official_document_restart_under_each_heading(make_docx: Make) -> None:
    steps = [
        (0, "总"),
        (1, "甲"),
        (2, "子"),
        (2, "丑"),
        (3, "寅"),
        (4, "卯"),
        (1, "乙"),
        (2, "辰"),
        (0, "末"),
        (1, "丙"),
    ]
    body = "".join(numbered(text, number=1, depth=depth) for depth, text in steps)

    assert lines(make_docx(body, numbering=OFFICIAL + instance(1, 0))) == [
        "一、总", "（一）甲", "1. 子", "2. 丑", "（1）寅", "①卯", "（二）乙", "1. 辰", "二、末", "（一）丙",
    ]  # fmt: skip


def test_the_label_is_counted_apart_from_the_words_of_the_file(make_docx: Make) -> None:
    source = docx.load(
        make_docx(numbered("加强领导", number=1, depth=1), numbering=OFFICIAL + instance(1, 0)), name="a.docx"
    )

    (block,) = source.blocks

    assert (source.text, block.label) == ("（一）加强领导", 3)


def test_two_uses_of_one_list_go_on_counting(make_docx: Make) -> None:
    body = numbered("甲", number=1) + numbered("乙", number=2) + numbered("丙", number=1)

    assert lines(make_docx(body, numbering=OFFICIAL + instance(1, 0) + instance(2, 0))) == [
        "一、甲", "二、乙", "三、丙",
    ]  # fmt: skip


def test_a_start_of_its_own_takes_effect_once_and_again_under_a_new_heading(make_docx: Make) -> None:
    starts = (
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
        '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride>'
    )
    body = "".join(
        numbered(text, number=number, depth=depth)
        for text, number, depth in [
            ("甲", 1, 0),
            ("乙", 2, 0),
            ("丙", 2, 1),
            ("丁", 2, 1),
            ("戊", 2, 0),
            ("己", 2, 1),
        ]
    )

    assert lines(make_docx(body, numbering=OFFICIAL + instance(1, 0) + instance(2, 0, starts))) == [
        "一、甲", "一、乙", "（五）丙", "（六）丁", "二、戊", "（五）己",
    ]  # fmt: skip


def test_a_level_of_its_own_replaces_that_of_the_list(make_docx: Make) -> None:
    override = (
        f'<w:lvlOverride w:ilvl="0">{level(0, "ideographTraditional", "%1．", start=3)}</w:lvlOverride>'
    )
    body = numbered("甲", number=1) + numbered("乙", number=1)

    assert lines(make_docx(body, numbering=OFFICIAL + instance(1, 0, override))) == ["丙．甲", "丁．乙"]


def test_a_compound_label_names_the_levels_above_it(make_docx: Make) -> None:
    listing = abstract(
        0, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"), level(2, "decimal", "%1.%2.%3")
    ) + instance(1, 0)
    body = "".join(numbered("甲", number=1, depth=depth) for depth in (0, 1, 2, 2, 0, 2))

    assert lines(make_docx(body, numbering=listing)) == [
        "1. 甲", "1.1 甲", "1.1.1 甲", "1.1.2 甲", "2. 甲", "2.1.1 甲",
    ]  # fmt: skip


def test_a_legal_level_shows_every_number_in_decimal(make_docx: Make) -> None:
    listing = abstract(
        0, level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", more="<w:isLgl/>")
    ) + instance(1, 0)
    body = numbered("总则", number=1) + numbered("目的", number=1, depth=1)

    assert lines(make_docx(body, numbering=listing)) == ["第一章 总则", "1.1 目的"]


def test_a_level_that_never_restarts_counts_through(make_docx: Make) -> None:
    listing = abstract(
        0, level(0, "chineseCounting", "%1、"), level(1, "decimal", "%2.", more='<w:lvlRestart w:val="0"/>')
    ) + instance(1, 0)
    body = "".join(numbered("甲", number=1, depth=depth) for depth in (0, 1, 1, 0, 1))

    assert lines(make_docx(body, numbering=listing)) == ["一、甲", "1. 甲", "2. 甲", "二、甲", "3. 甲"]


def test_a_level_may_restart_only_under_the_first_level(make_docx: Make) -> None:
    listing = abstract(
        0,
        level(0, "chineseCounting", "%1、"),
        level(1, "chineseCounting", "（%2）"),
        level(2, "decimal", "%3.", more='<w:lvlRestart w:val="1"/>'),
    ) + instance(1, 0)
    body = "".join(numbered("甲", number=1, depth=depth) for depth in (0, 1, 2, 1, 2, 0, 2))

    assert lines(make_docx(body, numbering=listing)) == [
        "一、甲", "（一）甲", "1. 甲", "（二）甲", "2. 甲", "二、甲", "1. 甲",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("gap", "shown"),
    [("nothing", "1.甲"), ("space", "1. 甲"), ("tab", "1. 甲")],
    ids=["none", "blank", "tab"],
)
def test_the_gap_after_a_number_is_what_the_level_asks_for(make_docx: Make, gap: str, shown: str) -> None:
    listing = abstract(0, level(0, "decimal", "%1.", more=f'<w:suff w:val="{gap}"/>')) + instance(1, 0)

    assert lines(make_docx(numbered("甲", number=1), numbering=listing)) == [shown]


@pytest.mark.parametrize(
    ("sign", "font", "shown"),
    [
        ("\uf0b7", "Symbol", "• 甲"),
        ("l", "Wingdings", "● 甲"),
        ("Ø", "Wingdings", "➢ 甲"),
        ("—", "宋体", "— 甲"),
    ],
    ids=["symbol", "wingdings letter", "wingdings arrow", "plain sign"],
)
def test_a_bullet_is_a_sign_that_every_font_has(make_docx: Make, sign: str, font: str, shown: str) -> None:
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}"/></w:rPr>'
    listing = abstract(0, level(0, "bullet", sign, after=fonts)) + instance(1, 0)

    assert lines(make_docx(numbered("甲", number=1), numbering=listing)) == [shown]


STYLED = (
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/>'
    '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
)


def styled(text: str, style: str, *, more: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def test_heading_styles_are_numbered_at_the_level_that_names_them(make_docx: Make) -> None:
    listing = abstract(
        0,
        level(0, "chineseCounting", "%1、", more='<w:pStyle w:val="1"/>'),
        level(1, "chineseCounting", "（%2）", more='<w:pStyle w:val="2"/>'),
    ) + instance(1, 0)
    body = styled("总则", "1") + styled("目标", "2") + styled("原则", "2") + styled("任务", "1")
    source = docx.load(make_docx(body, numbering=listing, styles=STYLED), name="a.docx")

    assert source.text.split("\n") == ["一、总则", "（一）目标", "（二）原则", "二、任务"]
    assert [(block.kind, block.level) for block in source.blocks] == [
        ("heading", 1), ("heading", 2), ("heading", 2), ("heading", 1),
    ]  # fmt: skip


def test_a_paragraph_may_switch_off_the_number_of_its_style(make_docx: Make) -> None:
    listing = abstract(0, level(0, "chineseCounting", "%1、")) + instance(1, 0)
    body = styled("前言", "1", more='<w:numPr><w:numId w:val="0"/></w:numPr>') + styled("总则", "1")

    assert lines(make_docx(body, numbering=listing, styles=STYLED)) == ["前言", "一、总则"]


def test_a_list_that_only_names_a_numbering_style_is_found_there(make_docx: Make) -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="公文"><w:name w:val="公文"/>'
        '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    listing = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="公文"/></w:abstractNum>'
        + abstract(1, level(0, "chineseCounting", "%1、"))
        + instance(1, 0)
        + instance(2, 1)
    )

    assert lines(make_docx(numbered("甲", number=1), numbering=listing, styles=styles)) == ["一、甲"]


def test_an_empty_numbered_paragraph_counts_but_is_no_block(make_docx: Make) -> None:
    body = numbered("甲", number=1) + numbered("", number=1) + numbered("乙", number=1)

    assert lines(make_docx(body, numbering=OFFICIAL + instance(1, 0))) == ["一、甲", "三、乙"]


def test_a_number_alone_in_a_cell_is_the_text_of_the_cell(make_docx: Make) -> None:
    listing = abstract(0, level(0, "decimal", "%1")) + instance(1, 0)
    rows = "".join(
        f"<w:tr><w:tc>{numbered('', number=1)}</w:tc>"
        f"<w:tc><w:p><w:r><w:t>{name}</w:t></w:r></w:p></w:tc></w:tr>"
        for name in ("供水", "供热")
    )

    assert lines(make_docx(f"<w:tbl>{rows}</w:tbl>", numbering=listing)) == ["1", "供水", "2", "供热"]


def test_a_custom_format_behind_a_choice_is_found(make_docx: Make) -> None:
    custom = (
        '<mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback>'
        '<w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    )
    listing = (
        f'<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="8"/>{custom}'
        '<w:lvlText w:val="第%1号"/></w:lvl></w:abstractNum>' + instance(1, 0)
    )

    assert lines(make_docx(numbered("甲", number=1), numbering=listing)) == ["第008号 甲"]


@pytest.mark.parametrize("number", [7, 9])
def test_a_number_that_names_no_list_shows_nothing(make_docx: Make, number: int) -> None:
    listing = OFFICIAL + instance(9, 99)

    assert lines(make_docx(numbered("甲", number=number), numbering=listing)) == ["甲"]


def test_lists_made_with_the_styles_of_a_common_template_are_numbered() -> None:
    document = Document()
    for text in ("摸排", "整改"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("备注", style="List Bullet")
    out = io.BytesIO()
    document.save(out)

    assert lines(out.getvalue()) == ["1. 摸排", "2. 整改", "• 备注"]
