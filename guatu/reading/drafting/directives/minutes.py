"""Minutes: one item for each topic, one measure for each decision."""

import re
from collections.abc import Iterator

from guatu.reading.drafting.directives.clauses import (
    Span,
    addressed,
    by_ordinals,
    measures_at,
    parts_of,
    runs,
    sentences,
)
from guatu.reading.drafting.directives.nodes import item_of, stretches
from guatu.reading.drafting.found import FoundItem, FoundMeasure
from guatu.reading.outlining import Node, Outline

_SAYS = re.compile(
    r"\s*(?:会议|与会(?:人员|同志)|会上)?(?:一致|原则|研究|经研究)?[,，]?(?P<verb>听取|指出|认为|强调|通报|分析|议定|决定|明确|要求|同意|认定|商定|确定|审议)"
    r"(?:了|如下)?(?:以下(?:事项|意见|工作))?[,，:：]?\s*"
)
_BACKGROUND = {"听取", "指出", "认为", "强调", "通报", "分析", "审议"}
_DECIDED = re.compile(
    r"由[^，。；]{2,20}(?:负责|牵头|会同|统筹|解决|承担|落实|组织|研究|提出)|延期至|调整[为至]|(?:于|在)?[^，。；]{1,12}(?:日|月|底|旬|周|年|天)(?:之)?(?:前|内|以前)"
)
_GENERIC = re.compile(r"议定|会议(?:要求|精神|内容|主要)|决定事项|工作要求|有关事项|主要(?:内容|事项)")


def find_topics(outline: Outline) -> list[FoundItem]:
    """The topics; where the minutes have no numbered ones, nothing."""
    items = []
    for node in _topics(outline.root):
        item = item_of(outline.text, node)
        item.measures = [m for a, b in stretches(node) for m in decisions(outline.text, a, b)]
        if not item.measures:
            item.measures = [FoundMeasure(a, a, b) for a, b in list(stretches(node))[-1:]]
        items.append(item)
    return items


def _topics(root: Node) -> Iterator[Node]:
    for child in root.children:
        if child.children and _GENERIC.search(child.title):
            yield from _topics(child)
        else:
            yield child


def decisions(text: str, start: int, end: int) -> list[FoundMeasure]:
    """The decisions of a passage; what was heard, pointed out and stressed in general is none."""
    ordinals = by_ordinals(text, start, end)
    if ordinals:
        head = _plain(text, start, ordinals[0].start)
        return head + [FoundMeasure(p.start, p.words_start, p.end) for p in ordinals]
    return _plain(text, start, end)


def _plain(text: str, start: int, end: int) -> list[FoundMeasure]:
    starts: list[int] = []
    is_background = False
    stop = end
    for sentence in sentences(text, start, end):
        said = _SAYS.match(text, *sentence)
        if said and said.group("verb"):
            is_background = said.group("verb") in _BACKGROUND
        if is_background:
            stop = min(stop, sentence.start) if starts else stop
            continue
        for part in parts_of(text, sentence):
            begin = said.end() if said and part.start == sentence.start else part.start
            if begin < part.end and _is_decision(text, Span(begin, part.end)):
                starts.append(begin)
    return measures_at(text, starts, max([stop, *starts]) if starts and stop <= max(starts) else stop)


def _is_decision(text: str, part: Span) -> bool:
    return bool(addressed(text, part, runs(text, *part)) or _DECIDED.search(text, *part))
