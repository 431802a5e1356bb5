"""Bulletins and instructions: one item for each problem and each numbered requirement."""

from collections.abc import Iterator

from guatu.reading.drafting.directives.clauses import (
    addressed,
    by_ordinals,
    clause_heads,
    measures_at,
    parts_of,
    runs,
    sentences,
    under_ordinals,
)
from guatu.reading.drafting.directives.nodes import item_of, stretches
from guatu.reading.drafting.found import FoundItem, FoundMeasure
from guatu.reading.drafting.sections import is_about_problems, is_about_requirements
from guatu.reading.drafting.tasks import first_clause
from guatu.reading.outlining import Node, Outline


def find_findings(outline: Outline, *, is_instruction: bool = False) -> list[FoundItem]:
    """Problems with what is asked of whom, and requirements as they are numbered."""
    items = []
    for section in _sections(outline.root):
        is_asked = is_about_requirements(section.title) and not is_about_problems(section.title)
        for node in _nodes(section):
            item = item_of(outline.text, node)
            if is_instruction and item.problem and not node.run_in:
                item.problem = first_clause(outline.text, *item.problem)
            item.measures = [m for a, b in stretches(node) for m in orders(outline.text, a, b)]
            if not item.measures and node is section:
                continue
            if not item.measures and (is_asked or section is outline.root):
                a, b = node.run_in or (node.line.words_start if node.line else 0, node.end)
                item.measures = [FoundMeasure(a, a, b)]
            items.append(item)
    return items


def _sections(root: Node) -> list[Node]:
    """Sections on problems and requirements; where there are none, the whole."""
    told = [
        n
        for n in root.children
        if ((n.children or _counted(n)) and is_about_problems(n.title)) or is_about_requirements(n.title)
    ]
    return told if any(n.children or _counted(n) for n in told) else [root]


def _nodes(section: Node) -> list[Node]:
    """What a section numbers; the section itself where it numbers nothing."""
    return list(_leaves(section)) or _counted(section) or [section]


def _counted(section: Node) -> list[Node]:
    """The requirements that 一要 and 二是 count, each on a line of its own, in a section without headings."""
    found: list[Node] = []
    for line in section.body if not section.children else ():
        if line.is_marked("spoken"):
            found.append(Node(line, section.rank + 1, section))
        elif found:
            found[-1].body.append(line)
    return found


def _leaves(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.children and not child.run_in:
            yield from _leaves(child)
        else:
            yield child


def orders(text: str, start: int, end: int) -> list[FoundMeasure]:
    """One order for each ordinal, else for each sentence with an addressee of its own."""
    ordinals = by_ordinals(text, start, end)
    if ordinals:
        return under_ordinals(text, ordinals)
    starts: list[int] = []
    for sentence in sentences(text, start, end):
        for part in parts_of(text, sentence):
            named = runs(text, *part)
            run = addressed(text, part, named)
            starts += [part.start] if run else []
            starts += clause_heads(text, part, [n for n in named if n != run], has_begun=run is not None)
    return measures_at(text, starts, end)
