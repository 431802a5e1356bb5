"""Pieces of WordprocessingML that the Word library has no words for."""

import re
from html import escape
from typing import cast

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls
from docx.package import Package

from guatu.demo.papers import labels

_CHANGED_BY = 'w:author="办公室" w:date="2024-01-01T00:00:00Z"'
_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_BOX_SPACES = (
    nsdecls("w")
    + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    + ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    + ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    + ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    + ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


def abstract_numbering(number: int, forms: tuple[str, ...]) -> str:
    """A list definition with one level for each label form."""
    levels = "".join(_level(at, labels.form(written)) for at, written in enumerate(forms))
    return f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{levels}</w:abstractNum>'


def _level(at: int, form: labels.LabelForm) -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form.number_format}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{form.before}%{at + 1}{form.after}"/>'
        f'<w:lvlJc w:val="left"/></w:lvl>'
    )


def numbering(number: int) -> str:
    """The list that paragraphs refer to."""
    return f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'


def list_place(number: int, level: int) -> str:
    """What makes a paragraph an entry of a list, at a level counted from 0."""
    return f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def insertion(number: int, text: str) -> str:
    """Words that a reviewer put in."""
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return f'<w:ins {nsdecls("w")} w:id="{number}" {_CHANGED_BY}>{run}</w:ins>'


def deletion(number: int, text: str) -> str:
    """Words that a reviewer struck out; the file still holds them."""
    run = f'<w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r>'
    return f'<w:del {nsdecls("w")} w:id="{number}" {_CHANGED_BY}>{run}</w:del>'


def note_reference(number: int) -> str:
    """The raised figure of a footnote."""
    return (
        f'<w:r {nsdecls("w")}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        f'<w:footnoteReference w:id="{number}"/></w:r>'
    )


def text_box(text: str) -> str:
    """A text box as Word writes it: the same words once for new readers and once for old ones."""
    words = f"<w:txbxContent><w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:txbxContent>"
    return (
        f"<w:r {_BOX_SPACES}><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="2400000" cy="800000"/>'
        f'<wp:docPr id="1" name="文本框 1"/><a:graphic>'
        f'<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f'<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr/><wps:txbx>{words}</wps:txbx><wps:bodyPr/></wps:wsp>'
        f"</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
        f'<mc:Fallback><w:pict><v:shape style="width:189pt;height:63pt"><v:textbox>{words}</v:textbox>'
        f"</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def attach_notes(document: WordDocument, notes: list[str], *, first: int) -> None:
    """The footnotes part, with the two separators that Word asks for."""
    separators = (
        '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="1">'
        "<w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"
    )
    bodies = "".join(_note(number, note) for number, note in enumerate(notes, start=first))
    xml = f"<w:footnotes {nsdecls('w')}>{separators}{bodies}</w:footnotes>"
    main = document.part
    part = Part(PackURI("/word/footnotes.xml"), _NOTES_TYPE, xml.encode(), cast(Package, main.package))
    main.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _note(number: int, note: str) -> str:
    runs = f"<w:r><w:footnoteRef/></w:r><w:r><w:t>{escape(note)}</w:t></w:r>"
    return f'<w:footnote w:id="{number}"><w:p>{runs}</w:p></w:footnote>'


def split_in_numbers(words: str) -> list[str]:
    """Words cut inside every number of two or more digits, as editing leaves runs behind."""
    return re.split(r"(?<=\d)(?=\d)", words)
