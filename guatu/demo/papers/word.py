"""Papers as Word files: styles, real automatic numbering, merged cells, notes and tracked changes."""

from io import BytesIO
from random import Random

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from guatu.demo.papers import marks, noise, word_xml
from guatu.demo.papers.packing import repacked
from guatu.demo.papers.paper import (
    Body,
    Boxed,
    Centred,
    Heading,
    ListEntry,
    Paper,
    Part,
    Signed,
    Table,
    TableCell,
    Title,
)

_AFTER_LIST_PLACE = (
    "w:suppressLineNumbers",
    "w:pBdr",
    "w:shd",
    "w:tabs",
    "w:spacing",
    "w:ind",
    "w:jc",
    "w:rPr",
)
_FIRST_NOTE = 2
"""Word keeps notes 0 and 1 for its separator lines."""


def write(paper: Paper) -> bytes:
    """The bytes of the docx file; the same paper gives the same bytes."""
    writer = _Writer(paper)
    for part in paper.parts:
        writer.add(part)
    writer.attach_notes()
    buffer = BytesIO()
    writer.document.save(buffer)
    return repacked(buffer.getvalue())


class _Writer:
    """Adds parts to one document and counts its lists, notes and changes."""

    def __init__(self, paper: Paper) -> None:
        self.front = paper.front
        self.document: WordDocument = Document()
        self.chance = Random(paper.front.seed)  # noqa: S311 - noise, not secrets
        self.notes: list[str] = []
        self.changes = 0
        self.list_number: int | None = None
        _set_fonts(self.document)
        self.heading_number = self.new_numbering(self.front.headings) if self.front.headings else None

    def add(self, part: Part) -> None:
        if isinstance(part, Table):
            self.add_table(part)
            return
        paragraph = self.document.add_paragraph()
        match part:
            case Title():
                self.mark_title(paragraph)
            case Centred():
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            case Heading():
                self.mark_heading(paragraph, part.level)
            case ListEntry():
                self.mark_entry(paragraph, part.level)
            case Signed():
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            case Boxed():
                paragraph._p.append(parse_xml(word_xml.text_box(part.text)))
                return
            case Body():
                paragraph.paragraph_format.first_line_indent = Pt(32)
        self.add_words(paragraph, part.text, bold=isinstance(part, Heading) and not self.front.styled)

    def mark_title(self, paragraph: Paragraph) -> None:
        if self.front.styled:
            paragraph.style = "Title"
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def mark_heading(self, paragraph: Paragraph, level: int) -> None:
        self.list_number = None
        if self.front.styled:
            paragraph.style = f"Heading {level}"
        if self.heading_number is not None:
            self.number(paragraph, self.heading_number, level)

    def mark_entry(self, paragraph: Paragraph, level: int) -> None:
        if self.list_number is None:
            self.list_number = self.new_numbering(self.front.numbering)
        self.number(paragraph, self.list_number, level)

    def new_numbering(self, forms: tuple[str, ...]) -> int:
        """A list of its own in numbering.xml, so that its count starts at 1."""
        numbering = self.document.part.numbering_part.element
        number = len(numbering.findall(qn("w:num"))) + 100
        abstract = parse_xml(word_xml.abstract_numbering(number, forms))
        numbering.insert(0, abstract)
        numbering.append(parse_xml(word_xml.numbering(number)))
        return number

    @staticmethod
    def number(paragraph: Paragraph, number: int, level: int) -> None:
        properties = paragraph._p.get_or_add_pPr()
        properties.insert_element_before(
            parse_xml(word_xml.list_place(number, level - 1)), *_AFTER_LIST_PLACE
        )

    def add_words(self, paragraph: Paragraph, text: str, *, bold: bool = False) -> None:
        for run in marks.runs(text):
            words = noise.spoil(run.text, self.front, self.chance)
            match run.kind:
                case "plain":
                    self.add_plain(paragraph, words, bold=bold)
                case "note":
                    self.notes.append(run.text)
                    reference = word_xml.note_reference(len(self.notes) - 1 + _FIRST_NOTE)
                    paragraph._p.append(parse_xml(reference))
                case "deleted" | "inserted":
                    self.changes += 1
                    change = word_xml.deletion if run.kind == "deleted" else word_xml.insertion
                    paragraph._p.append(parse_xml(change(self.changes, run.text)))

    def add_plain(self, paragraph: Paragraph, words: str, *, bold: bool) -> None:
        pieces = [words]
        if "split_numbers" in self.front.noise:
            pieces = word_xml.split_in_numbers(words)
        for piece in pieces:
            paragraph.add_run(piece).bold = bold or None

    def add_table(self, part: Table) -> None:
        table = self.document.add_table(rows=part.rows, cols=part.columns, style="Table Grid")
        for cell in part.cells:
            self.add_cell(table, cell)

    def add_cell(self, table: WordTable, cell: TableCell) -> None:
        place = table.cell(cell.row, cell.column)
        if cell.rows > 1 or cell.columns > 1:
            corner = table.cell(cell.row + cell.rows - 1, cell.column + cell.columns - 1)
            place = place.merge(corner)
        first, *others = cell.text.split("\n")
        self.add_words(place.paragraphs[0], first, bold=cell.is_header)
        for line in others:
            self.add_words(place.add_paragraph(), line)

    def attach_notes(self) -> None:
        if self.notes:
            word_xml.attach_notes(self.document, self.notes, first=_FIRST_NOTE)


def _set_fonts(document: WordDocument) -> None:
    """Body text in 仿宋 as official papers are set; the theme's own font has no Chinese."""
    style = document.styles["Normal"]
    style.font.size = Pt(16)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋")
