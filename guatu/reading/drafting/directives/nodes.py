"""Nodes of the outline as items."""

from collections.abc import Iterator

from guatu.reading.drafting.found import FoundItem
from guatu.reading.drafting.problems import problem_span
from guatu.reading.outlining import Node


def item_of(text: str, node: Node) -> FoundItem:
    """The item of a node, without measures yet."""
    line = node.line
    return FoundItem(
        start=line.start if line else 0,
        end=node.end,
        no=node.marker.no if node.marker else None,
        problem=problem_span(text, node),
        heading_path=node.path(),
    )


def stretches(node: Node) -> Iterator[tuple[int, int]]:
    """What is said under a node's heading: run-in words, body lines and numbered lines below."""
    if node.run_in:
        yield node.run_in
    elif node.line is not None and not node.title:
        yield node.line.words_start, node.line.end
    yield from _below(node)


def _below(node: Node) -> Iterator[tuple[int, int]]:
    yield from ((line.start, line.end) for line in node.body)
    for child in node.children:
        if child.line is not None:
            yield child.line.words_start, child.line.end
        yield from _below(child)
