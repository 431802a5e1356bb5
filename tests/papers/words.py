"""Word files for tests: read again with python-docx, and made with words that should be refused."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any, Final

from docx import Document

from guatu.papers.layout.shipped import shipped

FOOT: Final = "{{文号}}　留痕摘要 {{留痕摘要}}"


def words_of(made: bytes) -> str:
    """All words of a Word file: paragraphs, tables, foot."""
    document: Any = Document(io.BytesIO(made))
    lines = [one.text for one in document.paragraphs]
    for table in document.tables:
        lines += [" | ".join(cell.text for cell in row.cells) for row in table.rows]
    return "\n".join([*lines, *(one.text for one in document.sections[0].footer.paragraphs)])


def written(*lines: str, foot: str = FOOT) -> bytes:
    """A template of these paragraphs, as somebody would write it in Word."""
    document: Any = Document()
    for line in lines:
        document.add_paragraph(line)
    document.sections[0].footer.paragraphs[0].add_run(foot)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def with_part(name: str, content: bytes, kind: str = "letter") -> bytes:
    """A shipped template with a part more, or another in its place."""
    return repacked(shipped(kind), {name: content})


def repacked(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            if name not in parts:
                target.writestr(name, source.read(name))
        for name, content in parts.items():
            target.writestr(name, content)
    return made.getvalue()


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return source.read(name)
