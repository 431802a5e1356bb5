"""Items of rectification reports and plans: one for each numbered problem."""

import re
from collections.abc import Iterator

from guatu.reading.drafting.contents import Passage, passages_of, sort_parts
from guatu.reading.drafting.fields import is_field, label_of
from guatu.reading.drafting.found import FoundItem
from guatu.reading.drafting.ordinals import pieces
from guatu.reading.drafting.sections import (
    frames_below,
    is_about_problems,
    is_framed,
    is_next_steps,
    is_organisation,
)
from guatu.reading.outlining import Node, Outline

_FRAME = re.compile(
    r"^(?:(?:问题|事项|任务)\s*[一二三四五六七八九十\d]{0,3}\s*[:：、.]\s*)?(?:反馈(?:意见"
    r"|问题)?\s*[一二三四五六七八九十\d]{0,3}\s*[:：]\s*)?"
    r"(?P<framed>(?:关于|针对|对于?|就)(?=.{4,}(?:问题|方面|意见)))?(?P<words>.+?)"
    "(?:(?:等)?(?:方面)?的?问题(?:的?整改(?:落实)?(?:进展|完成)?情况|(?(framed)的?整改(?:落实)?|(?!)))?"
    r"|的?整改(?:落实)?(?:进展|完成)?情况)?[。.:：；;，,\s]*$",
    re.DOTALL,
)
_ABOUT = re.compile(r"关于(?=[^《“]{2,40}$)")
_INLINE_STATUS = re.compile(r"整改(?:落实|进展|完成)*(?:措施|情况|成效|进展)\s*[:：]|一是")


def find_problems(outline: Outline) -> list[FoundItem]:
    """One item for each problem, in reading order."""
    nodes = [node for section in problem_sections(outline.root) for node in _item_nodes(section)]
    return [item for node in nodes for item in items_of(outline.text, node)]


def problem_sections(root: Node) -> list[Node]:
    """The sections that go through the problems; sections on organisation and on next steps are left out."""
    if not root.children:
        return []
    kept = [n for n in root.children if not is_organisation(n.title) and not is_next_steps(n.title)]
    told = [
        n
        for n in kept
        if (is_about_problems(n.title) and n.children) or frames_below(n) or _holds_measures(n)
    ]
    if any(not n.children or _are_measures(n) for n in told):
        return kept
    return told or [n for n in root.children if frames_below(n)] or kept


def _holds_measures(node: Node) -> bool:
    """Do labels (整改措施：) or counted measures (一是 … 二是 …) stand somewhere below a node?"""
    for below in node.walk():
        lines = [*below.body, *([below.line] if below.line else [])]
        if any(label_of(line.text, 0, len(line.text)) for line in below.body):
            return True
        if any(pieces(line.text, 0, len(line.text)) for line in lines):
            return True
    return False


def _item_nodes(node: Node) -> Iterator[Node]:
    """The nodes that are items: the deepest that stand for a problem and not for a measure."""
    if not node.children or _are_measures(node):
        yield node
        return
    for child in node.children:
        yield from _item_nodes(child)


def _are_measures(node: Node) -> bool:
    """Do the numbered lines below a node count its measures, or problems of their own?"""
    if any(is_framed(child.title) for child in node.children):
        return False
    if any(child.children and not _is_flat(child) for child in node.children):
        return False
    if any(child.body for child in node.children) and not _body_holds_labels(node):
        return False
    if _body_holds_labels(node):
        return True
    first = node.children[0]
    if first.marker is None or first.is_marked("comma", "paren", "chapter"):
        return False
    return is_framed(node.title) or node.is_marked("paren", "arabic")


def _is_flat(node: Node) -> bool:
    return all(not child.children and not child.body for child in node.children)


def _body_holds_labels(node: Node) -> bool:
    """整改措施： and its like stand between the heading and the numbered lines."""
    last = node.body[-1] if node.body else None
    return last is not None and label_of(last.text, 0, len(last.text)) is not None


def items_of(text: str, node: Node) -> Iterator[FoundItem]:
    """The item of a node; a sequence of measures that starts anew is an item whose heading was lost."""
    runs = list(_runs(text, passages_of(text, node)))
    for number, run in enumerate(runs):
        item = FoundItem(
            start=run[0].start if run and number else (node.line.start if node.line else 0),
            end=max((p.end for p in run), default=node.end),
            heading_path=node.path(),
        )
        if number == 0:
            item.no = node.marker.no if node.marker else None
            item.problem = problem_span(text, node)
        sort_parts(text, run, item)
        yield item


def _runs(text: str, passages: list[Passage]) -> Iterator[list[Passage]]:
    """Passages cut where a lost heading must have stood.

    That is where 一是 opens a line for the second time without a label between, and where 整改措施 begins
    again behind the fields of the item.
    """
    run: list[Passage] = []
    seen, is_closed = 0, False
    for passage in passages:
        if passage.role is not None:
            seen = 0
        begins_anew = passage.is_line and passage.ordinal == 1 and seen >= 2
        if begins_anew or (is_closed and passage.role == "measure"):
            yield run
            run, seen, is_closed = [], 0, False
        seen += len(passage.pieces(text)) or (passage.is_line and passage.ordinal is not None)
        is_closed = is_field(passage.role) and (is_closed or any(p.role == "measure" for p in run))
        run.append(passage)
    yield run


def problem_span(text: str, node: Node) -> tuple[int, int] | None:
    """The problem without number, frame and outer quotes, as a span."""
    line = node.line
    if line is None:
        return None
    heading = node.title or re.split(r"[。；]", line.words)[0]
    start = line.words_start + line.words.find(heading.strip()[:1])
    return unframed(text, start, start + len(heading.rstrip()))


def unframed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A heading's span less 关于 … 问题 and the quotes around it."""
    status = _INLINE_STATUS.search(text, start, end)
    if status and status.start() - start >= 6:
        end = status.start()
    found = _FRAME.match(text[start:end])
    if not found:
        return (start, end) if end > start else None
    a, b = start + found.start("words"), start + found.end("words")
    if about := _ABOUT.match(text, a, b):
        a = about.end()
    while b - a > 2 and text[b - 1] in "。.，,；;：: ":
        b -= 1
    if text[a] in "“\"'‘「" and text[b - 1] in "”\"'’」" and _is_pair(text[a:b]):
        a, b = a + 1, b - 1
        b -= text[b - 1] in "。；"
    return (a, b) if b > a else None


def _is_pair(words: str) -> bool:
    """Do the outer quotes belong together: not “甲”和“乙”?"""
    depth = 0
    for place, c in enumerate(words):
        depth += (c in "“‘「") - (c in "”’」")
        if depth == 0 and place < len(words) - 1 and c in "”’」":
            return False
    return True
