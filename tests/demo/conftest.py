"""Papers built of sources that the tests themselves write down."""

from collections.abc import Callable
from pathlib import Path

import pytest

from guatu.demo.papers.building import build


@pytest.fixture
def built(tmp_path: Path) -> Callable[..., Path]:
    """Builds the file of a source with the given front matter and lines."""

    def build_source(front: str, *lines: str, name: str = "paper") -> Path:
        source = tmp_path / f"{name}.md"
        source.write_text("---\n" + front + "\n---\n" + "\n".join(lines) + "\n", encoding="utf-8")
        return build(source, tmp_path / "built")

    return build_source
