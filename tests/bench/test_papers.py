"""Long documents for measuring: exactly as long as asked for, one report carried on by the others."""

import pytest

from bench.papers import SOURCES, long_paper, scans
from guatu.demo.papers import source
from guatu.demo.papers.paper import Body, Front, Heading, Paper, Signed, Title


def paper(*parts: Title | Heading | Body | Signed) -> Paper:
    return Paper(name="报告", front=Front(format="txt"), parts=parts)


FIRST = paper(Title("整改报告"), Body("一二三四五六"))
SECOND = paper(Title("另一报告"), Heading(1, "一、整改"), Body("七八九十"), Signed("云桥县"))


def test_only_headings_and_paragraphs_of_the_later_papers_are_taken() -> None:
    long = long_paper([FIRST, SECOND], characters=16)

    assert long.parts == (Title("整改报告"), Body("一二三四五六"), Heading(1, "一、整改"), Body("七八"))


def test_nothing_follows_the_paragraph_that_fills_the_paper() -> None:
    assert long_paper([FIRST, SECOND], characters=10).parts == FIRST.parts


def test_papers_that_are_too_short_are_not_passed_off_as_long() -> None:
    with pytest.raises(ValueError, match="2 characters too short"):
        long_paper([FIRST, SECOND], characters=20)


def test_scans_among_the_demo_documents_are_known_by_their_sources() -> None:
    formats = {path.stem: source.read(path).front.format for path in SOURCES.glob("*.md")}

    assert scans()
    assert {formats[name] for name in scans()} == {"scan"}
