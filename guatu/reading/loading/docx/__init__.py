"""docx: read straight from its XML, for the order, the numbers and the merges that Word would show."""

from itertools import count

from guatu.reading.errors import BombLikeFile, EmptyFile
from guatu.reading.loading.assemble import SourceBuilder
from guatu.reading.loading.docx.body import Body
from guatu.reading.loading.docx.names import PICTURES
from guatu.reading.loading.docx.numbering import Numbering
from guatu.reading.loading.docx.package import Package
from guatu.reading.loading.docx.styles import Styles
from guatu.reading.source import Source

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def load(data: bytes, *, name: str) -> Source:
    """Read a docx, all tracked changes accepted."""
    if not data:
        raise EmptyFile
    builder = SourceBuilder(name, MEDIA_TYPE, data)
    read_into(builder, data)
    return builder.build()


def read_into(builder: SourceBuilder, data: bytes) -> None:
    """Add the blocks of a docx to a source, which may be of the file that the docx was converted from."""
    package = Package(data)
    styles = Styles(package.styles())
    body = Body(builder, styles, Numbering(package.part("numbering"), styles))
    for mark in dict.fromkeys(package.secrecy_marks()):
        builder.add(mark, anchor="页眉")
    try:
        body.walk(package.body)
        _add_notes(body, package)
    except RecursionError as error:
        raise BombLikeFile(why="嵌套过深") from error
    if builder.is_empty and next(package.body.iter(*PICTURES), None) is not None:
        raise EmptyFile(why="文档里只有图片，没有文字，请上传其中的图片或扫描件 pdf")


def _add_notes(body: Body, package: Package) -> None:
    """Add the notes that the text mentions, in the order in which it mentions them."""
    mentioned = dict.fromkeys(body.runs.notes)
    for kind in ("footnote", "endnote"):
        ids = [identifier for related, identifier in mentioned if related == kind]
        notes = package.notes(kind) if ids else {}
        numbers = count(1)
        for identifier in ids:
            if identifier in notes:
                body.note(kind, next(numbers), notes[identifier])
