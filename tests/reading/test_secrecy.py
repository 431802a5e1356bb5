"""A document with a secrecy mark is refused in every format, and nothing of it is left."""

import io
import logging
import shutil
import tempfile
import traceback
import zipfile
from collections.abc import Callable
from multiprocessing import active_children
from pathlib import Path

import pytest
import xlsxwriter

from guatu.reading import read
from guatu.reading.errors import MarkedSecret
from guatu.reading.pool import Pool
from guatu.reading.secrecy import is_mark

MakePaper = Callable[..., bytes]
BODY = "青石岭泵站改造线路已经确定，由县水利局负责，2025年6月底前完成。"
TITLE = "关于青石岭泵站改造的通知"
MARKS = ["绝密★10年", "机密★", "秘密★长期", "密级：秘密"]
FORMATS = ["txt", "html", "docx", "pdf", "xlsx", "csv"]


def marked(make_paper: MakePaper, form: str, mark: str) -> bytes:
    return make_paper(form, [f"= {mark}", f"# {TITLE}", BODY])


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_in_the_head_refuses_in_every_format(make_paper: MakePaper, form: str, mark: str) -> None:
    data = marked(make_paper, form, mark)

    with pytest.raises(MarkedSecret):
        read(data, name=f"通知.{form}", isolated=False)


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_document_without_a_mark_is_read(make_paper: MakePaper, form: str) -> None:
    data = make_paper(form, [f"# {TITLE}", BODY])

    assert "青石岭泵站改造线路已经确定" in read(data, name=f"通知.{form}", isolated=False).text


@pytest.mark.parametrize("form", ["docx", "rtf"])
def test_neither_refusal_nor_log_nor_temporary_files_hold_any_of_the_text(
    make_paper: MakePaper,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    form: str,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    data = rtf("机密★5年", TITLE, BODY) if form == "rtf" else marked(make_paper, form, "机密★5年")
    before = set(tmp_path.rglob("*"))
    caplog.set_level(logging.DEBUG)

    with pytest.raises(MarkedSecret) as refusal:
        read(data, name=f"通知.{form}", isolated=False)

    told = "".join(traceback.format_exception(refusal.value, chain=True)) + repr(refusal.value.details())
    frames = [frame for frame, _ in traceback.walk_tb(refusal.tb) if "reading/reader" in str(frame.f_code)]
    assert "青石岭" not in told + str(refusal.value) + caplog.text
    assert refusal.value.__context__ is None
    assert frames
    assert not any("青石岭" in repr(value) for frame in frames for value in frame.f_locals.values())
    assert set(tmp_path.rglob("*")) == before


def rtf(*lines: str) -> bytes:
    """LibreOffice is needed to read it, where the other formats are read by ourselves."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    text = r"\par ".join("".join(f"\\u{ord(c)}?" for c in line) for line in lines)
    return f"{{\\rtf1\\ansi {text}}}".encode()


def test_a_child_that_met_a_secret_does_not_live_on(make_paper: MakePaper) -> None:
    others = {child.pid for child in active_children()}
    with Pool() as pool:
        pool.read(make_paper("txt", [f"# {TITLE}", BODY]))
        first = {child.pid for child in active_children()} - others
        with pytest.raises(MarkedSecret):
            pool.read(marked(make_paper, "docx", "秘密★1年"), name="通知.docx")

        assert first
        assert not first & {child.pid for child in active_children()}
        assert "泵站" in pool.read(make_paper("txt", [f"# {TITLE}", BODY])).text


def test_a_mark_in_a_docx_header_or_its_watermark_refuses(make_paper: MakePaper) -> None:
    plain = make_paper("docx", [f"# {TITLE}", BODY])
    text = "<w:p><w:r><w:t>机密★</w:t></w:r><w:r><w:t>10年</w:t></w:r></w:p>"
    art = '<w:p><w:r><w:pict><v:shape><v:textpath string="机密"/></v:shape></w:pict></w:r></w:p>'

    for header in (text, art):
        with pytest.raises(MarkedSecret):
            read(with_header(plain, header), name="通知.docx", isolated=False)


def with_header(docx: bytes, inner: str) -> bytes:
    names = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    relation = (
        '<Relationship Id="rIdHead" Target="header9.xml" Type='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"/></Relationships>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/_rels/document.xml.rels":
                content = content.replace(b"</Relationships>", relation.encode())
            new.writestr(name, content)
        new.writestr("word/header9.xml", f"<w:hdr {names}>{inner}</w:hdr>")
    return out.getvalue()


def test_a_mark_printed_at_the_head_of_a_sheet_refuses() -> None:
    def book(header: str) -> bytes:
        out = io.BytesIO()
        workbook = xlsxwriter.Workbook(out, {"in_memory": True})
        sheet = workbook.add_worksheet("台账")
        sheet.write_row(0, 0, ["序号", "问题", "责任单位"])
        sheet.write_row(1, 0, [1, BODY, "县水利局"])
        sheet.set_header(header)
        workbook.close()
        return out.getvalue()

    assert "泵站" in read(book("&L保密工作台账&R第&P页"), name="台账.xlsx", isolated=False).text
    for header in ("&R机密★10年", '&L整改台账&R&"黑体,Regular"&12秘密', "&C密级：秘密"):
        with pytest.raises(MarkedSecret):
            read(book(header), name="台账.xlsx", isolated=False)


def test_a_mark_on_a_page_outside_its_article_refuses() -> None:
    page = f'<html><body><div class="top">机密★10年</div><div id="zoom"><p>{BODY * 5}</p></div></body></html>'

    with pytest.raises(MarkedSecret):
        read(page.encode(), name="通知.html", isolated=False)


def test_a_mark_in_two_cells_of_a_form_refuses(make_paper: MakePaper) -> None:
    form = "<table><tr><td>密级</td><td>秘密</td></tr><tr><td>拟稿</td><td>办公室</td></tr></table>"

    with pytest.raises(MarkedSecret):
        read(make_paper("docx", [form, f"# {TITLE}", BODY]), name="通知.docx", isolated=False)


def test_a_mark_at_the_start_of_a_text_that_lost_its_line_breaks_refuses() -> None:
    with pytest.raises(MarkedSecret):
        read(f"秘密★1年 {TITLE} {BODY * 50}".encode(), name="通知.txt", isolated=False)


@pytest.mark.parametrize("form", FORMATS)
def test_words_about_secrecy_in_running_text_do_not_refuse(make_paper: MakePaper, form: str) -> None:
    lines = [
        "# 关于加强保密工作的通知",
        "各单位要做好保密工作，注意数据的机密性，严守国家秘密和商业秘密，管好涉密人员。",
        "国家秘密的密级分为绝密、机密、秘密三级，由县保密局负责2025年6月底前完成检查。",
    ]

    assert "保密局" in read(make_paper(form, lines), name=f"通知.{form}", isolated=False).text


def test_a_column_that_tells_the_level_of_other_papers_does_not_refuse(make_paper: MakePaper) -> None:
    table = (
        "<table><tr><th>序号</th><th>文件名称</th><th>密级</th></tr>"
        "<tr><td>1</td><td>年度计划</td><td>秘密</td></tr></table>"
    )

    assert read(make_paper("docx", ["# 清退文件目录", table]), name="目录.docx", isolated=False).text


@pytest.mark.parametrize("mark", ["内部", "工作秘密", "工作秘密★1年"])
def test_restricted_papers_are_read_with_a_warning(make_paper: MakePaper, mark: str) -> None:
    draft = read(make_paper("docx", [f"= {mark}", f"# {TITLE}", BODY]), name="通知.docx", isolated=False)

    assert any(mark in warning for warning in draft.warnings)


@pytest.mark.parametrize(
    "line",
    ["机 密 ★ １０ 年", "【机密】", "密级：机密 保密期限：10年", "絕密★", "秘密（1年）", "机密★启用前"],
)
def test_marks_are_known_however_they_are_spaced_and_written(line: str) -> None:
    assert is_mark(line)


@pytest.mark.parametrize(
    "line", ["密级：内部", "密级：公开", "保密工作", "机密文件清退工作", "秘密级文件办法"]
)
def test_lines_that_only_speak_of_secrecy_are_no_marks(line: str) -> None:
    assert not is_mark(line)
