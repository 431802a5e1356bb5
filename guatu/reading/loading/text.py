"""Plain text: one block per line, whatever the encoding and the line ends."""

from guatu.reading.loading.assemble import SourceBuilder
from guatu.reading.loading.encodings import Decoded, decode
from guatu.reading.source import Source


def load(data: bytes, *, name: str) -> Source:
    """The lines of a text file as paragraphs; after a form feed the blocks know their page."""
    decoded = decode(data)
    source = SourceBuilder(name=name, media_type="text/plain", data=data)
    note_encoding(source, decoded)
    pages = decoded.text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
    line_number = 1
    for page_number, page in enumerate(pages, start=1):
        for line in page.split("\n"):
            source.add(
                line.lstrip("\ufeff"),
                page=page_number if len(pages) > 1 else None,
                anchor=f"第{line_number}行",
                keep_indent=True,
            )
            line_number += 1
        line_number -= 1  # what follows a form feed stands on the same line of the file
    return source.build()


def note_encoding(source: SourceBuilder, decoded: Decoded) -> None:
    """Tell of an encoding other than UTF-8, and of places that gave no character."""
    if decoded.encoding != "utf-8":
        source.repair("encoding", decoded.encoding, "utf-8")
    if decoded.lost:
        source.warn(f"有{decoded.lost}处文字编码已损坏，以“\ufffd”标出，请核对原文")
    if nulls := decoded.text.count("\0"):
        source.repair("control_character", "NUL", "", count=nulls)
