"""Marks cut the text without losing or doubling a character of it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.reading.draft import Document, Draft, Item, Measure, Metric, Paragraph, SourceFile, Span, UnitDuty
from guatu.reading.writing.marks import CutText, changed, marks, mends
from guatu.reading.writing.rows import matters

TEXT = "一是县工信局九月底前建成六处。\n二是双桥镇每月通报。"
PARAGRAPHS = (Paragraph((0, 15), "第1段", "paragraph"), Paragraph((16, 26), "第2段", "paragraph"))
EMPTY = Draft(Document(SourceFile("a.txt", "0" * 64, "text/plain", len(TEXT))), (), TEXT, PARAGRAPHS)

spans = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(
    lambda pair: (min(pair), max(pair))
)


def ledger(item: Span, measure: Span, unit: Span, figure: Span) -> Draft:
    found = Measure(
        text="建成",
        span=measure,
        duties=(UnitDuty("县工信局", "lead", unit),),
        metrics=(Metric("抢修点", 6.0, "处", "target", figure),),
    )
    return replace(EMPTY, items=(Item(no=None, problem="通报", span=item, measures=(found,)),))


@given(spans, spans, spans, spans)
def test_pieces_of_a_paragraph_are_the_paragraph(item: Span, measure: Span, unit: Span, figure: Span) -> None:
    draft = ledger(item, measure, unit, figure)
    cut = CutText(draft, matters(draft))

    for index, paragraph in enumerate(PARAGRAPHS):
        pieces = list(cut.pieces(index, paragraph.span))
        assert "".join(piece.text for piece in pieces) == TEXT[slice(*paragraph.span)]


@given(spans, spans, spans, spans)
def test_every_marked_character_is_under_its_mark(
    item: Span, measure: Span, unit: Span, figure: Span
) -> None:
    draft = ledger(item, measure, unit, figure)
    cut, found = CutText(draft, matters(draft)), marks(matters(draft), TEXT)

    for index, paragraph in enumerate(PARAGRAPHS):
        at = paragraph.span[0]
        for piece in cut.pieces(index, paragraph.span):
            for offset in range(at, at + len(piece.text)):
                assert set(piece.marks) == {mark for mark in found if mark.span[0] <= offset < mark.span[1]}
            at += len(piece.text)


@given(st.text("业業(yè)务、", max_size=8), st.text("业業(yè)务、", max_size=8))
def test_an_example_of_a_repair_is_its_changed_part_between_what_stayed(before: str, after: str) -> None:
    stayed, lost, gained, followed = changed(before, after)

    assert stayed + lost + followed == before
    assert stayed + gained + followed == after


def test_a_removed_note_is_all_that_changed() -> None:
    assert changed("企业(yè)12", "企业12") == ("企业", "(yè)", "", "12")


@pytest.mark.parametrize(
    ("loaded", "origin", "shown"),
    [
        ("縣工信局", (0, 1, 2, 3), [("县", "原文：縣")]),
        ("县工—2—信局", (0, 1, 5, 6), [("工信", "原文：工—2—信")]),
        ("县工\n信局", (0, 1, 3, 4), []),
        ("县工局", (0, 1, 2, 2), [("信", "原文没有，读取时补入")]),
        ("縣工(gōng)信(xìn)局", (0, 1, 8, 14), [("县工信局", "原文：縣工(gōng)信(xìn)局")]),
        ("县工信局", (0, 1, 2, 3), []),
    ],
)
def test_a_repaired_place_says_how_the_file_has_it(
    loaded: str, origin: tuple[int, ...], shown: list[tuple[str, str]]
) -> None:
    text = "县工信局"
    draft = replace(
        EMPTY, text=text, paragraphs=(Paragraph((0, 4), "第1段", "paragraph"),), origin=origin, loaded=loaded
    )

    assert [(text[slice(*mend.span)], mend.said) for mend in mends(draft)] == shown


@given(st.text("县縣局业業(yè)1１—", max_size=12), st.data())
def test_mends_never_overlap_nor_leave_their_paragraph(loaded: str, data: st.DataObject) -> None:
    kept = sorted(data.draw(st.lists(st.integers(0, max(0, len(loaded) - 1)), max_size=12))) if loaded else []
    text = "".join(data.draw(st.sampled_from([loaded[at], "补"])) for at in kept)
    draft = replace(
        EMPTY,
        text=text,
        paragraphs=(Paragraph((0, len(text)), "第1段", "paragraph"),),
        origin=tuple(kept),
        loaded=loaded,
    )

    edges = [edge for mend in mends(draft) for edge in mend.span]

    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)
