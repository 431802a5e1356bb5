"""What holds of every repair: clean text stays, nothing is mended twice, every character knows its source."""

from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.demo.papers import noise, source
from guatu.demo.papers.paper import Front, Noise, Table
from guatu.reading.loading.assemble import SourceBuilder
from guatu.reading.repairing import Repaired, repair
from guatu.reading.source import Source

DOCUMENTS = sorted((Path(source.__file__).parents[1] / "documents").glob("*.md"))
NOISES: tuple[Noise, ...] = (
    "page_marks",
    "one_line",
    "lost_brackets",
    "traditional",
    "homophones",
    "mojibake",
    "hard_wraps",
    "fullwidth_digits",
    "lost_breaks",
)


@cache
def prose_of(path: Path) -> tuple[str, ...]:
    """The paragraphs of a demo document as its author wrote them."""
    return tuple(
        part.text for part in source.read(path).parts if not isinstance(part, Table) and "{" not in part.text
    )


def loaded(text: str) -> Source:
    builder = SourceBuilder("文.txt", "text/plain", text.encode())
    for line in text.split("\n"):
        builder.add(line, keep_indent=True)
    return builder.build()


def damaged(lines: tuple[str, ...], kinds: frozenset[Noise], seed: int) -> str:
    front, chance = Front("txt", noise=kinds), Random(seed)  # noqa: S311 - noise, not secrets
    return noise.run_together([noise.spoil(line, front, chance) for line in lines], front, chance)


papers = st.sampled_from(DOCUMENTS).map(prose_of)
kinds = st.sets(st.sampled_from(NOISES), min_size=1, max_size=3).map(frozenset)
PIECES = """
一、 二、 （一） （二） ） （三 1. 2、 3 一是 二是 第一章 县水利局 牵头， 完成清淤12公里。 针对 “ ” 问题
硪 偽 業(yè) ?！?/p> ２０２５年 2 — 第1页 。 ； ： 《通知》 (十 同上 2025年6月底前 上一篇 <p> 、 ！ 【
〔2024〕3号 附件：
"""
SPACES = ["\n", "\n\n", "　　", " ", "\u200b", "\ue000", "\u00a0"]
pieces = st.sampled_from([*PIECES.split(), *SPACES])
wild = st.lists(pieces, min_size=1, max_size=60).map("".join).filter(str.strip)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_as_its_author_wrote_it_passes_unchanged(path: Path) -> None:
    text = "\n".join(prose_of(path))

    repaired = repair(loaded(text))

    assert repaired.text == text
    assert repaired.repairs == ()


@given(lines=papers, kinds=kinds, seed=st.integers(0, 99))
def test_a_second_pass_over_a_damaged_document_changes_nothing(
    lines: tuple[str, ...], kinds: frozenset[Noise], seed: int
) -> None:
    once = repair(loaded(damaged(lines, kinds, seed))).text

    assert repair(loaded(once)).text == once


@given(text=wild)
def test_a_second_pass_over_any_text_changes_nothing(text: str) -> None:
    once = repair(loaded(text)).text
    kept = "\n".join(line.rstrip() for line in once.split("\n") if line.strip())  # a loader keeps no others

    assert not kept or repair(loaded(kept)).text == kept


@given(lines=papers, kinds=kinds, seed=st.integers(0, 99))
def test_every_character_of_a_damaged_document_knows_where_it_came_from(
    lines: tuple[str, ...], kinds: frozenset[Noise], seed: int
) -> None:
    found = loaded(damaged(lines, kinds, seed))

    check_origin(found, repair(found))


@given(text=wild)
def test_every_character_of_any_text_knows_where_it_came_from(text: str) -> None:
    found = loaded(text)

    check_origin(found, repair(found))


def check_origin(found: Source, repaired: Repaired) -> None:
    assert len(repaired.origin) == len(repaired.text)
    assert all(0 <= at < len(found.text) for at in repaired.origin)
    assert list(repaired.origin) == sorted(repaired.origin)
    simple = simplified(found.text)
    for new, at in zip(repaired.text, repaired.origin, strict=True):
        old = found.text[at]
        assert new in (old, simple[at : at + 1]) or replaces(new, old), (
            new,
            old,
            found.text[at - 8 : at + 8],
        )


def replaces(new: str, old: str) -> bool:
    """What may stand for another character: signs put in, and the narrow or right form of the old."""
    is_put_in = new in "\n ()（）“”。！？、一二三四五六七八九十"
    return is_put_in or new == narrow(old) or old + new in HOMOPHONES


HOMOPHONES = frozenset(["偽为", "伪为", "再在", "得的", "硪我", "h好", "野也", "著着"])


def narrow(old: str) -> str:
    return chr(ord(old) - 0xFEE0) if "！" <= old <= "～" else old


def simplified(text: str) -> str:
    """The text in simplified characters, each in the place of its own."""
    from opencc import OpenCC

    converter = OpenCC("t2s")
    simple = str(converter.convert(text))
    return simple if len(simple) == len(text) else "".join(map(str, map(converter.convert, text)))


@given(lines=papers, kinds=kinds, seed=st.integers(0, 99))
def test_blocks_divide_the_lines_of_a_damaged_document_among_them(
    lines: tuple[str, ...], kinds: frozenset[Noise], seed: int
) -> None:
    check_blocks(repair(loaded(damaged(lines, kinds, seed))))


@given(text=wild)
def test_blocks_divide_the_lines_of_any_text_among_them(text: str) -> None:
    check_blocks(repair(loaded(text)))


def check_blocks(repaired: Repaired) -> None:
    """Paragraphs are a line each: none is left out, none is in two, and they stand in order."""
    lines, place = [], 0
    for line in repaired.text.split("\n"):
        if line.strip():
            lines.append((place, place + len(line)))
        place += len(line) + 1
    assert [(block.start, block.end) for block in repaired.blocks] == lines
    assert all(0 <= block.label <= block.end - block.start for block in repaired.blocks)
