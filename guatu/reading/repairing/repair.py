"""From a loaded source to its repaired text."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from guatu.reading.repairing.characters import mend_characters
from guatu.reading.repairing.furniture import take_out_furniture
from guatu.reading.repairing.lines import mend_lines, unwrap
from guatu.reading.repairing.repaired import Repaired
from guatu.reading.repairing.working import WorkingText
from guatu.reading.source import Block, Source

_MOST_PASSES = 8
"""What is mended shows more: a line break put back makes its neighbours an ordinal's sequence."""


def repair(source: Source) -> Repaired:
    """Mend all noise that is known; clean text passes through unchanged.

    Lines are mended only where the text stands alone: a table keeps its cells as they are.
    """
    working = WorkingText(source.text)
    is_prose = not any(block.cell for block in source.blocks)
    aside: tuple[str, ...] = ()
    for _ in range(_MOST_PASSES):
        before = working.text
        aside += _mend(working, is_prose=is_prose)
        if working.text == before:
            break
    text = working.text
    return Repaired(
        source=source,
        text=text,
        blocks=tuple(_blocks(text, working.origin, source.blocks)),
        origin=tuple(working.origin),
        repairs=(*source.repairs, *working.repairs()),
        aside=aside,
    )


def _mend(working: WorkingText, *, is_prose: bool) -> tuple[str, ...]:
    """One pass over the text; the lines that it took out as furniture."""
    aside: tuple[str, ...] = ()
    if is_prose:
        aside = take_out_furniture(working)
        unwrap(working)
    mend_characters(working)
    if is_prose:
        aside += take_out_furniture(working)
        unwrap(working)
        mend_lines(working)
    return aside


def _blocks(text: str, origin: list[int], found: tuple[Block, ...]) -> Iterator[Block]:
    """The blocks of the repaired text: a line each, but a cell or a note keeps its lines together."""
    starts, last, place = [block.start for block in found], None, 0
    pending: Block | None = None
    for line in text.split("\n"):
        start, end = place, place + len(line)
        place = end + 1
        if not line.strip() or not found:
            continue
        index = max(0, bisect_right(starts, origin[start]) - 1)
        if pending and index == last and found[index].kind in ("cell", "note"):
            pending = replace(pending, end=end)
            continue
        if pending:
            yield pending
        is_first = index != last
        pending = replace(
            found[index], start=start, end=end, label=min(found[index].label, end - start) if is_first else 0
        )
        last = index
    if pending:
        yield pending
