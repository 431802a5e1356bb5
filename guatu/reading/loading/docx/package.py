"""The parts of a docx that bear text, found by their relations to the main part."""

from collections.abc import Iterator

from lxml import etree

from guatu.reading.errors import WrongExtension
from guatu.reading.loading.archive import Archive, parse_xml
from guatu.reading.loading.docx.names import TEXT_PATH, w
from guatu.reading.secrecy import is_mark

_MAIN_PART = "officeDocument"
_MARGINS = ("header", "footer")
_P, _T, _BODY, _ID, _TYPE = w("p"), w("t"), w("body"), w("id"), w("type")
_SECRECY_SIGN = "密".encode()
_TABLE_STYLE, _STYLE_END = b'<w:style w:type="table"', b"</w:style>"


class Package:
    """A docx opened for reading; refuses as the archive does, and where there is no text document."""

    def __init__(self, data: bytes) -> None:
        self._archive = Archive(data)
        main = next(
            (name for _, kind, name in self._archive.related("") if kind == _MAIN_PART), "/word/document.xml"
        )
        if main not in self._archive:
            raise WrongExtension
        root = self._archive.xml(main)
        body = root.find(_BODY)
        if body is None:
            raise WrongExtension
        self.body = body
        self._parts = [(kind, name) for _, kind, name in self._archive.related(main) if name in self._archive]

    def part(self, kind: str) -> etree._Element | None:
        """The root of the part in that relation to the document: numbering, footnotes, endnotes."""
        name = self._name(kind)
        return self._archive.xml(name) if name is not None else None

    def styles(self) -> etree._Element | None:
        """The style sheet without its table styles: most of its weight, and they say nothing of text."""
        name = self._name("styles")
        return parse_xml(_without_table_styles(self._archive.read(name))) if name is not None else None

    def notes(self, kind: str) -> dict[str, etree._Element]:
        """Footnotes or endnotes by their identifiers, without the separators between text and notes."""
        root = self.part(f"{kind}s")
        notes = root.iterfind(w(kind)) if root is not None else ()
        return {note.get(_ID, ""): note for note in notes if note.get(_TYPE, "normal") == "normal"}

    def secrecy_marks(self) -> Iterator[str]:
        """Secrecy marks that stand in headers and footers, where a reader of the page sees them first."""
        for kind, name in self._parts:
            if kind in _MARGINS and _SECRECY_SIGN in (content := self._archive.read(name)):
                for paragraph in parse_xml(content).iter(_P):
                    texts = [part.text or "" for part in paragraph.iter(_T)]
                    marks = [path.get("string", "") for path in paragraph.iter(TEXT_PATH)]
                    yield from filter(is_mark, ["".join(texts).strip(), *marks])

    def _name(self, kind: str) -> str | None:
        return next((name for related, name in self._parts if related == kind), None)


def _without_table_styles(sheet: bytes) -> bytes:
    kept = []
    start = 0
    while (opens := sheet.find(_TABLE_STYLE, start)) >= 0 and (closes := sheet.find(_STYLE_END, opens)) >= 0:
        kept.append(sheet[start:opens])
        start = closes + len(_STYLE_END)
    return b"".join([*kept, sheet[start:]])
