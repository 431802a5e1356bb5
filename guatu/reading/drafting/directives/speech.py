"""Speeches: one item for each numbered section that directs somebody, one measure for each charge."""

import re
from collections.abc import Iterator

from guatu.reading.drafting.directives.clauses import (
    Span,
    addressed,
    by_ordinals,
    clause_heads,
    measures_at,
    parts_of,
    runs,
    sentences,
)
from guatu.reading.drafting.directives.nodes import item_of, stretches
from guatu.reading.drafting.found import FoundItem, FoundMeasure
from guatu.reading.outlining import Node, Outline

_BARE_ORDER = re.compile(r"[“\"\s]*(?:同时|此外|另外)?[,，]?\s*(?:还)?(?:要|务必|必须)(?!求|素|点|是)")
_SLOGAN = 24
"""Characters up to which the sentence that opens a paragraph is its heading."""
_HEADING = 16
_OFFICE = re.compile(r"[局委办镇乡街站院部队]|公司|中心|政府|部门|单位|县区")
_STATEMENT = re.compile(r"是|有|没|成为|达到|面临")
_APPEAL = re.compile(r"\s*(?:请|希望|也|还)")
_ORDERED = re.compile(r"[^，。]{2,}(?:要(?!求|素|点|件|害|道)|必须|务必|不少于|不低于)")
_COUNTED = re.compile(r"(?<=[。；])[一二三四五六七八九十]{1,2}[是要]")
_FAREWELL = re.compile(r"\s*(?:同志们|各位)[,，:：!！]")


def find_charges(outline: Outline) -> list[FoundItem]:
    """The sections that direct; appeals and closings without an addressee are none."""
    items = []
    for node in _sections(outline.root):
        item = item_of(outline.text, node)
        item.measures = [m for a, b in stretches(node) for m in charges(outline.text, a, b)]
        if item.measures:
            items.append(item)
    return items


def _sections(node: Node) -> Iterator[Node]:
    """The deepest numbered sections; 1. and （1） under them count charges."""
    for child in node.children:
        if any(c.is_marked("comma", "paren", "ordinal") or c.marker is None for c in child.children):
            yield from _sections(child)
        else:
            yield child


def charges(text: str, start: int, end: int) -> list[FoundMeasure]:
    """The charges of a passage: one for each addressee, the first of them under its ordinal."""
    spoken = list(sentences(text, start, end))
    farewell = next((s.start for s in spoken[1:] if _is_farewell(text, s.start, end)), end)
    ordinals = by_ordinals(text, start, farewell)
    if not ordinals:
        return measures_at(text, _with_heading(text, spoken, _starts(text, Span(start, farewell))), farewell)
    found: list[FoundMeasure] = []
    for piece in ordinals:
        later = _later(text, piece.words_start, _starts(text, Span(piece.words_start, piece.end)))
        found.append(FoundMeasure(piece.start, piece.words_start, later[0] if later else piece.end))
        found += measures_at(text, later, piece.end)
    return found


def _later(text: str, start: int, starts: list[int]) -> list[int]:
    """The charges behind that of an ordinal; all of them where an order to nobody named stands first."""
    before = text[start : starts[0]] if starts else ""
    told = before.partition("。")[2]
    return starts if _ORDERED.search(told) else starts[1:]


def _is_farewell(text: str, start: int, end: int) -> bool:
    """同志们， that no counted charge follows opens the closing appeal."""
    return bool(_FAREWELL.match(text, start)) and not _COUNTED.search(text, start, end)


def _with_heading(text: str, spoken: list[Span], starts: list[int]) -> list[int]:
    """A paragraph that opens with a short slogan begins its first charge with it."""
    if len(spoken) < 2 or starts[:1] != [spoken[1].start]:
        return starts
    opening = text[slice(*spoken[0])]
    is_short = len(opening) <= _SLOGAN and opening[-1] in "。；"
    is_slogan = is_short and not _STATEMENT.search(opening) and not re.search("[，,]", opening)
    return [spoken[0].start, *starts[1:]] if is_slogan else starts


def _is_heading(text: str, sentence: Span, stretch: Span) -> bool:
    """Is the first sentence under an ordinal its heading: 审批要再提速。, not the charge of an office?"""
    is_first = sentence.start == stretch.start and sentence.end < stretch.end
    return is_first and sentence.end - sentence.start <= _HEADING and not _OFFICE.search(text, *sentence)


def _starts(text: str, stretch: Span) -> list[int]:
    """Where a charge to somebody else begins, and bare orders once the first has been given."""
    starts: list[int] = []
    last = ""
    for sentence in sentences(text, *stretch):
        for part in parts_of(text, sentence):
            named = [] if _is_heading(text, sentence, stretch) else runs(text, *part)
            run = addressed(text, part, named)
            if run:
                if text[slice(*run)] != last or not _APPEAL.match(text, *part):
                    starts.append(part.start)
                last = text[slice(*run)]
            elif starts and part.start == sentence.start and _BARE_ORDER.match(text, *part):
                starts.append(part.start)
            others = [n for n in named if n != run]
            starts += clause_heads(text, part, others, has_begun=bool(starts) and starts[-1] >= part.start)
    return sorted(set(starts))
