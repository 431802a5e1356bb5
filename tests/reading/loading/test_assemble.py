"""The builder keeps the one promise every later stage counts on: blocks are slices of the text."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.reading.errors import EmptyFile, OversizedFile
from guatu.reading.loading.assemble import MAX_CHARACTERS, SourceBuilder
from guatu.reading.source import Cell, Source


def builder() -> SourceBuilder:
    return SourceBuilder("台账.txt", "text/plain", b"abc")


def texts(source: Source) -> list[str]:
    return [source.text[block.start : block.end] for block in source.blocks]


def test_blocks_stand_in_order_with_one_line_break_between() -> None:
    grown = builder()
    grown.add("整改方案", kind="title")
    grown.add("一、总体要求", kind="heading", level=1)

    source = grown.build()

    assert source.text == "整改方案\n一、总体要求"
    assert [(block.start, block.end) for block in source.blocks] == [(0, 4), (5, 11)]
    assert source.sha256 == sha256(b"abc").hexdigest()


def test_every_kind_of_line_end_parts_two_paragraphs() -> None:
    grown = builder()
    grown.add("一是\r\n二是\r三是\v四是\u2028五是")

    assert texts(grown.build()) == ["一是", "二是", "三是", "四是", "五是"]


def test_a_cell_keeps_its_paragraphs_in_one_block() -> None:
    grown = builder()
    grown.add(" 住建局\r\n\r\n 水务局 ", kind="cell", cell=Cell(0, 1, 2))

    (block,) = grown.build().blocks

    assert grown.build().text == "住建局\n水务局"
    assert block.anchor == "表1第2行第3列"


def test_blank_texts_make_no_block() -> None:
    grown = builder()
    for blank in ("", " \n\u3000\t", "\x00"):
        grown.add(blank)
        grown.add(blank, kind="cell", cell=Cell(0, 0, 0))

    with pytest.raises(EmptyFile):
        grown.build()


def test_characters_that_no_writer_can_carry_are_dropped() -> None:
    grown = builder()
    grown.add("督\x00查\x0b督\ud800办")

    assert texts(grown.build()) == ["督查", "督办"]


def test_a_label_shrinks_with_the_blanks_before_it() -> None:
    grown = builder()
    grown.add("  1. 问题", label=5)

    (block,) = grown.build().blocks

    assert (grown.build().text, block.label) == ("1. 问题", 3)


def test_only_the_first_line_of_a_broken_paragraph_bears_the_label() -> None:
    grown = builder()
    grown.add("（一）任务\n责任单位：住建局", label=3)

    assert [block.label for block in grown.build().blocks] == [3, 0]


def test_indents_of_plain_blanks_are_kept_where_asked_for() -> None:
    grown = SourceBuilder("通知.txt", "text/plain", b"")
    grown.add("  各单位： ", keep_indent=True)
    grown.add("  要抓紧 ")

    assert grown.build().text == "  各单位：\n要抓紧"


def test_an_indent_stays_where_it_is_asked_for() -> None:
    grown = builder()
    grown.add("\u3000\u3000各单位：\n要抓紧", keep_indent=True)

    assert texts(grown.build()) == ["\u3000\u3000各单位：", "要抓紧"]


def test_places_are_worded_where_no_anchor_is_given() -> None:
    grown = builder()
    grown.add("甲")
    grown.add("乙", page=3)
    grown.add("丙", kind="note")
    grown.add("丁", anchor="台账!B4")
    grown.add("戊", kind="heading")

    assert [block.anchor for block in grown.build().blocks] == ["第1段", "第3页", "注1", "台账!B4", "第2段"]


def test_repairs_are_counted_and_the_first_examples_kept() -> None:
    grown = builder()
    grown.add("甲")
    for number in range(5):
        grown.repair("joined_lines", f"{number}\n", str(number))
    grown.repair("encoding", "?", "。", count=4)

    joined, encoding = grown.build().repairs

    assert (joined.kind, joined.count) == ("joined_lines", 5)
    assert joined.examples == (("0\n", "0"), ("1\n", "1"), ("2\n", "2"))
    assert encoding.count == 4


def test_a_warning_is_said_once() -> None:
    grown = builder()
    grown.add("甲")
    grown.warn("已略去隐藏文字")
    grown.warn("已略去隐藏文字")

    assert grown.build().warnings == ("已略去隐藏文字",)


def test_more_characters_than_the_reader_takes_are_refused() -> None:
    grown = builder()
    grown.add("督" * MAX_CHARACTERS)

    with pytest.raises(OversizedFile, match="2000000"):
        grown.add("查")


@given(st.lists(st.tuples(st.text(), st.booleans(), st.integers(0, 5)), min_size=1))
def test_blocks_tile_the_text_whatever_is_added(parts: list[tuple[str, bool, int]]) -> None:
    grown = builder()
    grown.add("首段")
    for text, is_cell, label in parts:
        grown.add(text, label=min(label, len(text)), cell=Cell(0, 0, 0) if is_cell else None)

    source = grown.build()

    assert "\n".join(texts(source)) == source.text
    for block in source.blocks:
        assert source.text[block.start : block.end].strip()
        assert 0 <= block.label <= block.end - block.start
        assert block.cell is not None or "\n" not in source.text[block.start : block.end]
    source.text.encode()
