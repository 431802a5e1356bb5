"""The blocks of a docx story in reading order: paragraphs, tables, boxes and notes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from guatu.reading.loading.assemble import SourceBuilder
from guatu.reading.loading.docx.names import ALTERNATE, CHOICE, FALLBACK, is_on, value_of, w
from guatu.reading.loading.docx.numbering import Numbering
from guatu.reading.loading.docx.runs import HIDDEN_TEXT, RunReader
from guatu.reading.loading.docx.styles import ParagraphStyle, Styles, outline_level
from guatu.reading.loading.docx.tables import GridCell, grid
from guatu.reading.loading.heads import Slot, find_head
from guatu.reading.source import Cell

_P, _TABLE, _CONTROL, _OTHER_FILE = w("p"), w("tbl"), w("sdt"), w("altChunk")
_PROPERTIES, _STYLE, _NUMBERING = w("pPr"), w("pStyle"), w("numPr")
_NUMBER_ID, _DEPTH = w("numId"), w("ilvl")
_MARK = w("rPr")
_MARK_DELETIONS = (w("del"), w("moveFrom"))
_CONTROL_PROPERTIES, _CONTROL_CONTENT = w("sdtPr"), w("sdtContent")
_GALLERY, _PLACEHOLDER = w("docPartGallery"), w("showingPlcHdr")
_WRAPPERS = frozenset({w("ins"), w("moveTo"), w("customXml"), w("smartTag"), _CONTROL_CONTENT})
_ENTRY_PAGE = re.compile(r"[\t\s.…·]\d{1,4}\s*$")
_NOTE_WORDS = {"footnote": "脚注", "endnote": "尾注"}


@dataclass(frozen=True, slots=True)
class _Shown:
    """A paragraph ready to become a block: its text, of which `label` characters are its number."""

    text: str
    label: int
    style: ParagraphStyle
    level: int | None
    boxes: list[etree._Element]


@dataclass(frozen=True, slots=True)
class _CellText:
    """A cell as read, before the head of its table is known."""

    place: GridCell
    text: str
    label: int
    inside: list[etree._Element]


class Body:
    """Walks the stories of one document and adds what they show to its builder."""

    def __init__(self, builder: SourceBuilder, styles: Styles, numbering: Numbering) -> None:
        self._builder = builder
        self._styles = styles
        self._numbering = numbering
        self.runs = RunReader(styles, builder)
        self._carried = ""
        self._tables = 0
        self._is_title_open = False

    def walk(self, story: etree._Element) -> None:
        """Add every block of the document's body or of a text box."""
        for element in self._blocks(story):
            if element.tag == _TABLE:
                self._table(element)
            else:
                shown = self._shown(element)
                if shown is not None:
                    self._add(shown)
                    for box in shown.boxes:
                        self.walk(box)
        self._flush()

    def note(self, kind: str, number: int, note: etree._Element) -> None:
        """Add a footnote or endnote; `number` counts the notes of its kind in order of mention."""
        for paragraph in note.iter(_P):
            shown = self._shown(paragraph)
            if shown is not None:
                place = f"{_NOTE_WORDS[kind]}{number}"
                self._builder.add(shown.text, kind="note", label=shown.label, anchor=place)

    def _blocks(self, story: etree._Element) -> Iterator[etree._Element]:
        """The paragraphs and tables of a story, also those wrapped in controls and accepted changes."""
        for child in story:
            tag = child.tag
            if tag in (_P, _TABLE):
                yield child
            elif tag == _CONTROL:
                yield from self._controlled(child)
            elif tag in _WRAPPERS:
                yield from self._blocks(child)
            elif tag == ALTERNATE:
                branch = child.find(CHOICE) if child.find(CHOICE) is not None else child.find(FALLBACK)
                yield from self._blocks(branch) if branch is not None else ()
            elif tag == _OTHER_FILE:
                self._builder.warn("文件内嵌了另一份文档，内嵌部分未读取，请单独上传")

    def _controlled(self, control: etree._Element) -> Iterator[etree._Element]:
        properties, content = control.find(_CONTROL_PROPERTIES), control.find(_CONTROL_CONTENT)
        if content is None or is_on(properties, _PLACEHOLDER):
            return
        gallery = next(properties.iter(_GALLERY), None) if properties is not None else None
        if gallery is not None and value_of(gallery.getparent(), _GALLERY) == "Table of Contents":
            for paragraph in content.iter(_P):
                self._drop_entry(self.runs.read(paragraph, style=None).text)
        else:
            yield from self._blocks(content)

    def _shown(self, paragraph: etree._Element) -> _Shown | None:
        """A paragraph with its number; None where nothing of it is to be read.

        A paragraph whose mark is deleted runs on into the next one, which gives the joined
        paragraph its style and number.
        """
        properties = paragraph.find(_PROPERTIES)
        style_id = value_of(properties, _STYLE)
        style = self._styles.paragraph(style_id)
        was_in_contents = self.runs.is_in_contents
        line = self.runs.read(paragraph, style=style_id)
        text, self._carried = self._carried + line.text, ""
        if _is_mark_deleted(properties):
            self._carried = text
            self._builder.repair("tracked_changes", "¶", "")
            return None
        in_contents = was_in_contents or self.runs.is_in_contents
        if style.is_contents or (in_contents and _ENTRY_PAGE.search(text)):
            self._drop_entry(text)
            return None
        if line.is_hidden and not text.strip():
            return None
        label = self._label(properties, style)
        is_set, level = outline_level(properties)
        return _Shown(label + text.lstrip(), len(label), style, level if is_set else style.level, line.boxes)

    def _label(self, properties: etree._Element | None, style: ParagraphStyle) -> str:
        own = properties.find(_NUMBERING) if properties is not None else None
        number_id = value_of(own, _NUMBER_ID) or style.number_id
        if number_id is None:
            return ""
        written = value_of(own, _DEPTH)
        depth = int(written) if written is not None and written.isdecimal() else style.depth
        return self._numbering.label(number_id, depth=depth, lineage=style.lineage)

    def _add(self, shown: _Shown) -> None:
        if not shown.text[shown.label :].strip():
            return
        if shown.style.is_title:
            self._builder.add(shown.text, kind="title", label=shown.label)
            self._title(shown.text.replace("\n", ""))
            return
        self._is_title_open = False
        if shown.level is None:
            self._builder.add(shown.text, label=shown.label)
        else:
            self._builder.add(shown.text, kind="heading", level=shown.level, label=shown.label)

    def _title(self, text: str) -> None:
        """Title paragraphs that follow one another are the lines of one title."""
        if self._builder.title is None:
            self._builder.title, self._is_title_open = text, True
        elif self._is_title_open:
            self._builder.title += text

    def _flush(self) -> None:
        """A deleted paragraph mark at the end of a story has nothing to run on into."""
        carried, self._carried = self._carried, ""
        self._builder.add(carried)

    def _table(self, table: etree._Element) -> None:
        self._flush()
        laid = grid(table)
        if laid.deleted_rows:
            self._builder.repair("tracked_changes", "删除的表格行", "", count=laid.deleted_rows)
        if laid.hidden_rows:
            self._builder.warn(HIDDEN_TEXT)
        if all(cell.column == 0 for cell in laid.cells):
            # one column is a frame around running text, not a table
            for cell in laid.cells:
                self.walk(cell.element)
        else:
            self._cells(laid.cells)

    def _cells(self, cells: list[GridCell]) -> None:
        """Add the cells of a table; its head is marked in the file, or told by its words."""
        number = self._tables
        self._tables += 1
        read = [self._cell(cell) for cell in cells]
        head = find_head(
            [
                Slot(one.place.row, one.place.column, one.text, one.place.rows, one.place.columns)
                for one in read
                if one.text
            ]
        )
        for one in read:
            place = one.place
            is_head = place.is_header or (head is not None and head.first <= place.row <= head.last)
            at = Cell(number, place.row, place.column, place.rows, place.columns, is_head)
            self._builder.add(one.text, kind="cell", label=one.label, cell=at)
            self._inside(one.inside)

    def _inside(self, elements: list[etree._Element]) -> None:
        """What a cell holds besides its text comes after it, tables with numbers of their own."""
        for element in elements:
            if element.tag == _TABLE:
                self._table(element)
            else:
                self.walk(element)

    def _cell(self, cell: GridCell) -> _CellText:
        lines: list[_Shown] = []
        inside: list[etree._Element] = []
        for element in self._blocks(cell.element):
            if element.tag == _TABLE:
                inside.append(element)
            elif (shown := self._shown(element)) is not None:
                lines.append(shown)
                inside.extend(shown.boxes)
        carried, self._carried = self._carried, ""
        written = [line for line in lines if line.text.strip()]
        text = "\n".join([*(line.text for line in written), carried]).strip()
        return _CellText(cell, text, written[0].label if written else 0, inside)

    def _drop_entry(self, text: str) -> None:
        if text.strip():
            self._builder.repair("table_of_contents", text, "")


def _is_mark_deleted(properties: etree._Element | None) -> bool:
    mark = properties.find(_MARK) if properties is not None else None
    return mark is not None and any(mark.find(deletion) is not None for deletion in _MARK_DELETIONS)
