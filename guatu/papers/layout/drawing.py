"""The templates that come with the program, drawn with python-docx: `python -m guatu.papers.layout.drawing`.

A4 with the margins of official papers, a heading in 小标宋, words in 仿宋; where a machine lacks these faces,
the table of fonts names what stands in for them.
"""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from docx import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from guatu.papers.layout.shipped import FOLDER, path_of

_TITLE, _TEXT, _HEAD = "方正小标宋简体", "仿宋_GB2312", "黑体"
_FALLBACK: Final = {_TITLE: "宋体", _TEXT: "仿宋", _HEAD: "微软雅黑"}
_DAY: Final = (1980, 1, 1, 0, 0, 0)
_CENTER, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
_WIDTH: Final = 156
"""Millimetres between the margins."""


class Sheet:
    """A page that is written from top to bottom."""

    def __init__(self) -> None:
        self.document: Any = Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(20)
        style = self.document.styles["Normal"]
        style.font.size = Pt(16)
        _face(style.element.get_or_add_rPr(), _TEXT)
        self._foot(section)

    def _foot(self, section: Any) -> None:
        """Every page says which paper it is, and where it stands in the trail."""
        line = section.footer.paragraphs[0]
        line.alignment = _CENTER
        _run(line, "{{文号}}　留痕摘要 {{留痕摘要}}", 9, _TEXT)

    def line(
        self, words: str, *, size: float = 16, face: str = _TEXT, align: Any = None, indent: bool = False
    ) -> None:
        """A paragraph with lines of an even distance."""
        paragraph = self.document.add_paragraph()
        paragraph.alignment = align
        look = paragraph.paragraph_format
        look.space_before = look.space_after = Pt(0)
        look.keep_with_next = face == _HEAD
        look.line_spacing_rule, look.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(max(28, size * 1.6))
        if indent:
            look.first_line_indent = Pt(2 * size)
        _run(paragraph, words, size, face)

    def heading(self, office: str = "{{发文机关}}") -> None:
        """The office, the mark, the title."""
        self.line(office, size=26, face=_TITLE, align=_CENTER)
        self.line("{{文号}}", align=_CENTER)
        self.line("")
        self.line("{{标题}}", size=22, face=_TITLE, align=_CENTER)
        self.line("")

    def signature(self) -> None:
        self.line("")
        self.line("{{发文机关}}", align=_RIGHT)
        self.line("{{签发日期}}", align=_RIGHT)

    def table(
        self, heads: Sequence[str], cells: Sequence[str], widths: Sequence[int], *, size: float = 10.5
    ) -> None:
        """A list with a head that stands again on each page; its one row is repeated when it is filled."""
        table = self._grid(2, widths)
        for column, words in enumerate(heads):
            _cell(table.cell(0, column), words, size, _HEAD, _CENTER)
        for column, words in enumerate(cells):
            _cell(table.cell(1, column), words, size, _TEXT)
        table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))

    def form(self, rows: Iterable[tuple[str, str]], *, size: float = 12) -> None:
        """Labels and what stands beside them."""
        given = list(rows)
        table = self._grid(len(given), (34, _WIDTH - 34))
        for number, (label, words) in enumerate(given):
            _cell(table.cell(number, 0), label, size, _HEAD, _CENTER)
            _cell(table.cell(number, 1), words, size, _TEXT)

    def _grid(self, rows: int, widths: Sequence[int]) -> Any:
        table = self.document.add_table(rows, len(widths))
        table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
        for row in table.rows:
            row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Mm(width)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        return table

    def bytes(self) -> bytes:
        """The file; drawn again it is the same."""
        core = self.document.core_properties
        core.author = core.last_modified_by = "挂图"
        core.title = core.comments = ""
        drawn, packed = io.BytesIO(), io.BytesIO()
        self.document.save(drawn)
        with zipfile.ZipFile(drawn) as source, zipfile.ZipFile(packed, "w") as target:
            for name in sorted(source.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
                if name == "docProps/thumbnail.jpeg":
                    continue
                content = _without_thumbnail(name, source.read(name))
                target.writestr(zipfile.ZipInfo(name, _DAY), content, zipfile.ZIP_DEFLATED)
        return packed.getvalue()


def _without_thumbnail(name: str, content: bytes) -> bytes:
    """The picture of an empty page, which python-docx brings along, is left out; the faces get stand-ins."""
    if name == "_rels/.rels":
        start = content.index(b'<Relationship Id="', content.index(b"thumbnail") - 200)
        while b"thumbnail" not in content[start : content.index(b"/>", start)]:
            start = content.index(b"<Relationship ", start + 1)
        return content[:start] + content[content.index(b"/>", start) + 2 :]
    if name == "word/fontTable.xml":
        fonts = "".join(
            f'<w:font w:name="{face}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
            for face, other in _FALLBACK.items()
        )
        return content.replace(b"</w:fonts>", fonts.encode() + b"</w:fonts>")
    return content


def _cell(cell: Any, words: str, size: float, face: str, align: Any = None) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    _run(paragraph, words, size, face)


def _run(paragraph: Any, words: str, size: float, face: str) -> None:
    run = paragraph.add_run(words)
    run.font.size = Pt(size)
    _face(run._r.get_or_add_rPr(), face)


def _face(properties: Any, face: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for which in ("w:ascii", "w:hAnsi"):
        fonts.set(qn(which), "Times New Roman")
    fonts.set(qn("w:eastAsia"), face)


def _letter(*closing: str) -> bytes:
    sheet = Sheet()
    sheet.heading()
    sheet.line("{{主送单位}}：")
    sheet.line("{{正文}}", indent=True)
    for words in closing:
        sheet.line(words, indent=True)
    sheet.signature()
    sheet.line("")
    sheet.line("附：所涉事项（{{事项数}} 件）", face=_HEAD, size=14)
    sheet.table(
        ("编号", "事项和问题", "措施", "职责", "时限", "进度", "催办"),
        (
            "{{事项.编号}}",
            "{{事项.事项}}\n{{事项.问题}}",
            "{{事项.措施}}",
            "{{事项.职责}}",
            "{{事项.时限}}\n{{事项.期限情况}}",
            "{{事项.进度}}",
            "{{事项.催办次数}} 次",
        ),
        (18, 42, 36, 14, 22, 12, 12),
    )
    return sheet.bytes()


def _sheet() -> bytes:
    sheet = Sheet()
    sheet.line("{{标题}}", size=22, face=_TITLE, align=_CENTER)
    sheet.line("{{文号}}　{{发文机关}}　{{签发日期}}", size=12, align=_CENTER)
    sheet.line("办理状态：{{办理状态}}", size=12, face=_HEAD, align=_CENTER)
    names = ("编号", "事项", "问题", "台账", "牵头单位", "承办单位", "时限", "完成情况", "销号标准")
    sheet.form((one, f"{{{{{one}}}}}") for one in names)
    sheet.line("措施", size=12, face=_HEAD)
    sheet.table(
        ("序号", "措施", "时限", "完成"),
        ("{{措施.序号}}", "{{措施.内容}}", "{{措施.时限}}", "{{措施.完成}}"),
        (14, 80, 34, 28),
    )
    sheet.line("佐证材料", size=12, face=_HEAD)
    sheet.table(
        ("序号", "名称", "上传单位", "日期", "判定"),
        ("{{佐证.序号}}", "{{佐证.名称}}", "{{佐证.单位}}", "{{佐证.日期}}", "{{佐证.判定}}"),
        (14, 56, 34, 32, 20),
    )
    sheet.line("按销号标准逐条核对", size=12, face=_HEAD)
    sheet.table(
        ("序号", "核对内容", "结果", "方式", "说明"),
        ("{{核对.序号}}", "{{核对.内容}}", "{{核对.结果}}", "{{核对.方式}}", "{{核对.说明}}"),
        (14, 56, 18, 16, 52),
    )
    sheet.line("两把钥匙", size=12, face=_HEAD)
    sheet.form(
        (
            ("申请", "{{申请}}（第 {{次数}} 次）"),
            ("单位审核", "{{单位审核}}"),
            ("核查", "{{核查}}"),
            ("审批", "{{审批}}"),
            ("公示", "{{公示}}"),
            ("意见", "{{意见}}"),
            ("内容摘要", "{{内容摘要}}"),
        )
    )
    return sheet.bytes()


def _report() -> bytes:
    sheet = Sheet()
    sheet.heading()
    sheet.line("{{批示领导}}：", indent=False)
    sheet.line("您{{批示日期}}批示：“{{批示内容}}”现将办理情况报告如下。", indent=True)
    sheet.line("{{正文}}", indent=True)
    sheet.line("承办单位：{{承办单位}}", indent=True)
    sheet.line("销号：{{销号日期}}", indent=True)
    sheet.signature()
    sheet.line("")
    sheet.form(
        (
            ("事项", "{{编号}} {{事项}}"),
            ("呈报", "{{呈报}}"),
            ("阅示", "{{阅示}}"),
            ("领导意见", "{{领导意见}}"),
        )
    )
    return sheet.bytes()


DRAWN: Final[Mapping[str, Callable[[], bytes]]] = {
    "letter": lambda: _letter("请于收到本函后签收，并按上述要求书面反馈。特此函告。"),
    "reminder": lambda: _letter("特此提醒。"),
    "dispatch_notice": lambda: _letter("请按职责和时限办理，按期报送进展。特此通知。"),
    "close_out_sheet": _sheet,
    "closing_report": _report,
}


def draw(folder: Path = FOLDER) -> None:
    """Write all of them."""
    for kind, drawn in DRAWN.items():
        (folder / path_of(kind).name).write_bytes(drawn())


if __name__ == "__main__":
    draw()
