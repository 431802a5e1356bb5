"""Real files of each format, from which damaged ones are made."""

import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from guatu.demo.papers import printed, sheet, source
from guatu.demo.papers.building import build
from guatu.demo.papers.paper import Paper

_DOCUMENTS = Path(source.__file__).parents[1] / "documents"
_TEXT = "云桥县人民政府关于河道清淤的通知\n一、总体要求\n（一）县水利局牵头，2025年6月底前清淤12公里。"


@dataclass(frozen=True, slots=True)
class Seed:
    """A whole file and how often, next to the others, it is taken."""

    name: str
    data: bytes
    weight: float

    @property
    def form(self) -> str:
        return self.name.rpartition(".")[2]


_WEIGHTS = {"docx": 4.0, "html": 4.0, "pdf": 10.0, "txt": 2.5, "xlsx": 12.0, "csv": 5.0}
"""Of each file: formats with many demo documents count less each."""


def seeds(folder: Path) -> list[Seed]:
    """The demo documents that are no scans, and small files of other formats, always in one order."""
    return [*_demo(folder), *_small(folder)]


def _demo(folder: Path) -> Iterator[Seed]:
    for path in sorted(_DOCUMENTS.glob("*.md")):
        paper = source.read(path)
        if paper.front.format in _WEIGHTS:
            data = build(path, folder).read_bytes()
            yield Seed(f"{paper.name}.{paper.front.format}", data, _WEIGHTS[paper.front.format])


def _small(folder: Path) -> Iterator[Seed]:
    register = source.read(_DOCUMENTS / "register.md")
    yield Seed("small.csv", sheet.write_csv(_as(register, "csv")), 4.0)
    yield Seed("utf16.txt", _TEXT.encode("utf-16"), 1.0)
    yield Seed("gb.txt", _TEXT.encode("gb18030"), 1.0)
    yield Seed("small.html", f"<meta charset=gb2312><h1>{_TEXT}</h1>".encode("gb18030"), 2.0)
    yield Seed("register.pdf", printed.write_pdf(_as(register, "pdf")), 10.0)
    yield Seed("small.png", _picture("PNG"), 0.3)
    yield Seed("small.tiff", _picture("TIFF"), 0.3)
    if shutil.which("soffice"):
        yield Seed("small.rtf", _rich_text(), 0.3)


def _as(paper: Paper, form: str) -> Paper:
    return replace(paper, front=replace(paper.front, format=form))  # type: ignore[arg-type] # one of the known


def _picture(form: str) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.linear_gradient("L").resize((120, 40)).save(out, form)
    return out.getvalue()


def _rich_text() -> bytes:
    words = "".join(r"\par " if c == "\n" else c if c.isascii() else rf"\u{ord(c)}?" for c in _TEXT)
    return f"{{\\rtf1\\ansi {words}}}".encode()
