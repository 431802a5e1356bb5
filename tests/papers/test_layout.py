"""Templates: filled by names alone, checked before they are used, drawn by code of ours."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from guatu.papers.layout import checking, drawing, filling, trial
from guatu.papers.layout.fields import BLANKS, Values
from guatu.papers.layout.shipped import shipped
from tests.papers.words import part, repacked, with_part, words_of, written

KINDS = pytest.mark.parametrize("kind", BLANKS)
OFFICE = shutil.which("soffice")


def filled(*lines: str, lists: Any = None, **fields: str) -> str:
    made = filling.fill(written(*lines, foot=""), Values(fields, lists or {}))
    return words_of(made).strip()


@KINDS
def test_the_shipped_templates_are_as_they_are_drawn(kind: str) -> None:
    assert drawing.DRAWN[kind]() == shipped(kind), "python -m guatu.papers.layout.drawing"


@KINDS
def test_a_shipped_template_is_without_fault_and_fills(kind: str) -> None:
    assert checking.faults(shipped(kind), kind) == []
    text = words_of(filling.fill(shipped(kind), BLANKS[kind].example()))
    assert "{{" not in text
    for words in ("督办函〔2026〕3号", "3f9a0c12b7de", "县督查室", "2026年9月18日", "基站转供电改造"):
        assert words in text


@KINDS
@pytest.mark.skipif(OFFICE is None, reason="没有 LibreOffice，没有转换")
def test_another_office_program_opens_what_was_filled(kind: str, tmp_path: Path) -> None:
    (tmp_path / "paper.docx").write_bytes(filling.fill(shipped(kind), BLANKS[kind].example()))
    asked = [str(OFFICE), f"-env:UserInstallation=file://{tmp_path}/own", "--headless", "--convert-to"]
    subprocess.run(  # noqa: S603 - a program of the machine
        [*asked, "txt:Text (encoded):UTF8", "--outdir", str(tmp_path), str(tmp_path / "paper.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    text = (tmp_path / "paper.txt").read_text("utf-8-sig")
    assert "督办函〔2026〕3号" in text
    assert "{{" not in text


def test_the_same_words_give_the_same_file() -> None:
    values = BLANKS["letter"].example()
    assert filling.fill(shipped("letter"), values) == filling.fill(shipped("letter"), values)


def test_a_name_that_word_cut_into_pieces_is_filled() -> None:
    document: Any = Document()
    paragraph = document.add_paragraph("致")
    for piece in ("{", "{主送", "单", "位}", "}：", "{{正", "文}}。"):
        paragraph.add_run(piece)
    made = io.BytesIO()
    document.save(made)
    text = words_of(filling.fill(made.getvalue(), Values({"主送单位": "石泉镇", "正文": "请抓紧"})))
    assert text.strip() == "致石泉镇：请抓紧。"


def test_words_that_look_like_names_or_xml_are_only_words() -> None:
    text = filled("{{正文}}", 正文="<b>{{文号}}</b> & {% x %}\x07", 文号="不该出现")
    assert text == "<b>{{文号}}</b> & {% x %}"


def test_lines_become_paragraphs_and_an_empty_optional_one_goes() -> None:
    assert filled("{{正文}}", "{{审批？}}", "完", 正文="甲\n乙", 审批="") == "甲\n乙\n完"
    assert filled("审批：{{审批?}}", 审批="周行之") == "审批：周行之"


def test_a_row_is_repeated_for_every_entry_and_says_so_when_there_is_none() -> None:
    document: Any = Document()
    table = document.add_table(2, 2)
    for at, words in enumerate(("编号", "事项", "{{事项.编号}}", "{{事项.事项}}，{{文号}}")):
        table.cell(at // 2, at % 2).text = words
    document.add_paragraph("{{事项.编号}}、")
    made = io.BytesIO()
    document.save(made)
    entries = [{"编号": "1", "事项": "甲"}, {"编号": "2", "事项": "{{文号}}"}]
    text = words_of(filling.fill(made.getvalue(), Values({"文号": "函"}, {"事项": entries})))
    assert text.split() == ["1、", "2、", "编号", "|", "事项", "1", "|", "甲，函", "2", "|", "{{文号}}，函"]
    empty = words_of(filling.fill(made.getvalue(), Values({"文号": "函"}, {})))
    assert "无 | ，函" in empty


@pytest.mark.parametrize(
    "hostile",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{文号.__class__}}",
        "{% for one in 事项 %}{% endfor %}",
        "{{ 文号|attr('x') }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{文号",
        "{{ 7*7 }}",
        "{# 注 #}",
    ],
)
def test_an_expression_is_refused_and_named(hostile: str) -> None:
    (fault,) = trial.faults(written(hostile), "letter")
    assert "大括号里只能写字段名" in fault or "不认识的字段" in fault
    assert "文号" in fault or hostile[:10] in fault


def test_unknown_and_missing_names_are_named() -> None:
    found = checking.faults(written("{{文好}}{{审批}}{{事项.编好}}", foot="{{文号}}"), "letter")
    assert found == ["不认识的字段：文好、审批、事项.编好", "缺少必须印出的字段：{{留痕摘要}}"]
    assert checking.faults(written("{{审批}}"), "close_out_sheet") == []


def test_two_lists_in_one_row_are_refused() -> None:
    (fault,) = checking.faults(written("{{措施.内容}}{{佐证.名称}}"), "close_out_sheet")
    assert fault == "同一行里用了两个列表：措施、佐证"


_CHUNK = (
    b'<Relationship Id="rId98" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    b'aFChunk" Target="x.html"/></Relationships>'
)


def test_macros_embedded_files_and_what_is_fetched_are_refused() -> None:
    rels, document = "word/_rels/document.xml.rels", "word/document.xml"
    types = part(shipped("letter"), "[Content_Types].xml")
    outside = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'attachedTemplate" Target="http://example.org/x.dotm" TargetMode="External"/></Relationships>'
    )
    linked = part(shipped("letter"), rels).replace(b"</Relationships>", outside)
    field = b'<w:r><w:instrText>INCLUDETEXT "c:/x"</w:instrText></w:r></w:p>'
    fetched = part(shipped("letter"), document).replace(b"</w:p>", field, 1)
    macro = types.replace(b"document.main+xml", b"x.macroEnabled.main+xml")
    single = linked.replace(b'TargetMode="External"', b"TargetMode = 'External'")
    chunk = part(shipped("letter"), rels).replace(b"</Relationships>", _CHUNK)
    cases = {
        "宏": [with_part("word/vbaProject.bin", b"x"), with_part("[Content_Types].xml", macro)],
        "嵌有": [with_part("word/embeddings/oleObject1.bin", b"x"), with_part(rels, chunk)],
        "外部的模板": [
            with_part(rels, linked),
            with_part(rels, single),
            with_part("word/_rels/Header1.xml.RELS", linked),
        ],
        "外部取内容": [with_part(document, fetched)],
    }
    for words, files in cases.items():
        for file in files:
            (fault,) = checking.faults(file, "letter")
            assert words in fault


def test_a_link_to_a_page_is_no_danger() -> None:
    link = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'hyperlink" Target="https://example.org/" TargetMode="External"/></Relationships>'
    )
    rels = "word/_rels/document.xml.rels"
    linked = part(shipped("letter"), rels).replace(b"</Relationships>", link)
    assert checking.faults(with_part(rels, linked), "letter") == []


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("word/document.xml", b" " * 300_000_000)
    return made.getvalue()


def test_broken_large_and_bomb_like_files_are_refused() -> None:
    entity = b'<!DOCTYPE x [<!ENTITY e "x">]><x>&e;</x>'
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as target:
        target.writestr("a.txt", "x")
    files = [
        b"",
        b"PK\x03\x04 no zip",
        shipped("letter")[:9000],
        plain.getvalue(),
        with_part("word/document.xml", b"<w:document"),
        with_part("word/document.xml", entity),
        with_part("word/footer9.xml", entity),
        bytes(trial.LARGEST + 1),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        bomb(),
    ]
    for number, file in enumerate(files):
        assert trial.faults(file, "letter"), number
        assert not any(re.search(r"\bTraceback\b", one) for one in trial.faults(file, "letter"))


def test_a_part_with_another_coding_is_read_or_refused_but_never_run() -> None:
    text = part(shipped("letter"), "word/document.xml").decode().replace("UTF-8", "UTF-16")
    file = repacked(shipped("letter"), {"word/document.xml": text.encode("utf-16")})
    assert trial.faults(file, "letter") == []
