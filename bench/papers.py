"""The documents that are measured: demo documents, long ones put together from them, and kept files."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from guatu.demo.errors import DemoRefusal
from guatu.demo.papers import plain, printed, source, web_page, word
from guatu.demo.papers.building import build
from guatu.demo.papers.paper import Body, Front, Heading, Paper, Part

SOURCES = Path(__file__).parents[1] / "guatu" / "demo" / "documents"
KEPT = Path(__file__).parents[1] / "tests" / "reading" / "papers"
"""Files as offices and their web pages leave them, each beside its gold ledger."""
LONG = ("environment-report", "inspection-report", "education-report")
"""Three reports in prose, of which a long one is made."""

Format = Literal["docx", "pdf", "html", "txt"]
_WRITERS = {"docx": word.write, "pdf": printed.write_pdf, "html": web_page.write, "txt": plain.write}


def build_all(folder: Path) -> list[Path]:
    """Every demo document as a file; what this machine has no program or font for is left out by name."""
    paths = []
    for path in sorted(SOURCES.glob("*.md")):
        try:
            paths.append(build(path, folder))
        except DemoRefusal as refusal:
            print(f"left out: {refusal}")
    return paths


def kept() -> list[Path]:
    """The kept files, by name."""
    return sorted(path for path in KEPT.iterdir() if path.suffix not in ("", ".json"))


def scans() -> set[str]:
    """The names of the demo documents whose pages are pictures."""
    return {path.stem for path in SOURCES.glob("*.md") if source.read(path).front.format == "scan"}


def write_long(folder: Path, *, characters: int, ending: Format) -> Path:
    """A clean rectification report of so many characters."""
    paper = long_paper([source.read(SOURCES / f"{name}.md") for name in LONG], characters=characters)
    path = folder / f"report-{characters}.{ending}"
    path.write_bytes(_WRITERS[ending](replace(paper, front=Front(format=ending))))
    return path


def long_paper(papers: Sequence[Paper], *, characters: int) -> Paper:
    """The first paper, carried on with the headings and paragraphs of the others; the last one is cut."""
    parts = tuple(_cut(_running(papers), characters))
    return Paper(name="report", front=Front(format="txt"), parts=parts)


def _running(papers: Sequence[Paper]) -> Iterator[Part]:
    first, *others = papers
    yield from first.parts
    for paper in others:
        yield from (part for part in paper.parts if isinstance(part, Heading | Body))


def _cut(parts: Iterator[Part], room: int) -> Iterator[Part]:
    for part in parts:
        if room <= 0:
            return
        text = getattr(part, "text", "")
        yield part if len(text) <= room else Body(text[:room])
        room -= len(text)
    if room > 0:
        raise ValueError(f"the papers are {room} characters too short")
