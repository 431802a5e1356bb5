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
from guatu.reading.drafting.directives.nodes import item_of, stretches, styled
from guatu.reading.drafting.found import FoundItem, FoundMeasure
from guatu.reading.outlining import Node, Outline

_BARE_ORDER = re.compile(r"[“\"\s]*(?:同时|此外|另外)?[,，]?\s*(?:还)?(?:要|务必|必须)(?!求|素|点|是)")
_SPLIT_FROM = 3
"""Further addressees from which a passage under one ordinal is several charges."""
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
        if any(styled(c, "comma", "paren", "di") or c.marker is None for c in child.children):
            yield from _sections(child)
        else:
            yield child


def charges(text: str, start: int, end: int) -> list[FoundMeasure]:
    """The charges of a passage: one for each ordinal, else one for each addressee."""
    farewell = next(
        (s.start for s in sentences(text, start, end) if _FAREWELL.match(text, s.start) and s.start > start),
        end,
    )
    ordinals = by_ordinals(text, start, farewell)
    if not ordinals:
        return _by_addressee(text, start, farewell)
    found: list[FoundMeasure] = []
    for piece in ordinals:
        later = _later_charges(text, piece.words_start, piece.end)
        found.append(FoundMeasure(piece.start, piece.words_start, later[0].start if later else piece.end))
        found += later
    return found


def _later_charges(text: str, start: int, end: int) -> list[FoundMeasure]:
    """Charges behind the first addressee of a passage, where they are many."""
    found = _by_addressee(text, start, end)
    return found[1:] if len(found) > _SPLIT_FROM and found[0].start <= start + 2 else []


def _by_addressee(text: str, start: int, end: int) -> list[FoundMeasure]:
    starts: list[int] = []
    for sentence in sentences(text, start, end):
        for part in parts_of(text, sentence):
            starts += _starts(text, part, has_begun=bool(starts))
    return measures_at(text, starts, end)


def _starts(text: str, part: Span, *, has_begun: bool) -> Iterator[int]:
    named = runs(text, *part)
    if addressed(text, part, named):
        yield part.start
    elif has_begun and _BARE_ORDER.match(text, *part) and text[part.start - 1] in "。！!”\n":
        yield part.start
    yield from clause_heads(text, part, named)
