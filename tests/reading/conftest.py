"""Files of every format, made as offices make them."""

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guatu.demo.papers.building import build

MakePaper = Callable[..., bytes]
TABLE = "<table><tr><th>序号</th><th>问题</th><th>整改措施</th><th>责任单位</th></tr><tr>{}</tr></table>"


@pytest.fixture
def make_paper(tmp_path: Path) -> MakePaper:
    """make_paper("docx", ["# 标题", "正文"]): the bytes of a file, its lines marked as in the demo documents.

    A workbook holds the lines above a table whose only row holds the last line.
    """

    def make(form: str, lines: list[str], **front: str) -> bytes:
        source = tmp_path / "made" / "paper.md"
        source.parent.mkdir(exist_ok=True)
        head = "".join(f"{key}: {value}\n" for key, value in {"format": form, **front}.items())
        if form in ("xlsx", "csv"):
            row = f"<td>1</td><td>{lines[-1]}</td><td>限期整改</td><td>县水利局</td>"
            lines = [*lines[:-1], TABLE.format(row)]
        source.write_text(f"---\n{head}---\n" + "\n".join(lines), encoding="utf-8")
        return build(source, source.parent).read_bytes()

    return make


@pytest.fixture
def interruptible() -> Iterator[None]:
    """An interruption is heard by us and by what we start, also where a run in the background ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
