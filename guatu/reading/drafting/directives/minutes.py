"""Minutes: one item for each topic, one measure for each decision."""

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
    under_ordinals,
)
from guatu.reading.drafting.directives.nodes import item_of, stretches
from guatu.reading.drafting.found import FoundItem, FoundMeasure
from guatu.reading.outlining import Node, Outline

_SAYS = re.compile(
    r"\s*(?:会议|与会(?:人员|同志)|会上)?(?:一致|原则|研究|经研究)?[,，]?(?P<verb>听取|指出|认为|强调|通报"
    "|分析|议定|决定|明确|要求|同意|认定|商定|确定|审议|通过)"
    r"(?:了|如下)?(?:以下(?:事项|意见|工作))?[,，:：]?\s*"
)
_MOODS = {
    "听取": "heard",
    "通报": "heard",
    "分析": "heard",
    "审议": "heard",
    "指出": "stressed",
    "认为": "stressed",
    "强调": "stressed",
}
_EVERYBODY = re.compile(
    r"各(?:有关|相关)?(?:单位|部门|级)|各地|有关(?:单位|部门)|相关(?:单位|部门)|全[县市区]"
)
_DUE = re.compile(r"(?:日|月|底|旬|周|年|天)(?:之)?(?:前|内|以前)|(?:明年|年内).{0,60}\d")
_AGREED = re.compile(
    r"\s*会议(?:原则)?(?:同意|通过|审议通过)[^。]{2,90}[,，][^。]{0,20}(?:由|修改|完善|印发|执行|实施)"
    r"|\s*会议(?:原则)?同意(?!.{0,30}(?:方案|汇报|意见|报告)。).{0,60}(?:\d|追加|划转|安排)"
)
_DECIDED = re.compile(
    "由[^，。；]{2,20}(?:负责|牵头|会同|统筹|解决|承担|落实|组织|研究|提出)|延期至|调整[为至]|(?:于"
    "|在)?[^，。；]{1,12}(?:日|月|底|旬|周|年|天)(?:之)?(?:前|内|以前)"
)
_GENERIC = re.compile(r"议定|会议(?:要求|精神|内容|主要)|决定事项|工作要求|有关事项|主要(?:内容|事项)")


def find_topics(outline: Outline) -> list[FoundItem]:
    """The topics; where the minutes have no numbered ones, nothing."""
    items = []
    for node in _topics(outline.root):
        item = item_of(outline.text, node)
        said = list(stretches(node)) or _sentence(node)
        item.measures = [m for a, b in said for m in decisions(outline.text, a, b)]
        if not item.measures:
            item.measures = [FoundMeasure(a, a, b) for a, b in said[-1:]]
        items.append(item)
    return items


def _sentence(node: Node) -> list[tuple[int, int]]:
    """A numbered sentence with nothing below it says all itself; a heading says nothing."""
    line = node.line
    return [(line.words_start, line.end)] if line and line.text.rstrip()[-1:] in "。；" else []


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
        return _plain(text, start, ordinals[0].start) + under_ordinals(text, ordinals)
    return _plain(text, start, end)


def _plain(text: str, start: int, end: int) -> list[FoundMeasure]:
    found: list[FoundMeasure] = []
    mood = "decided"
    for sentence in sentences(text, start, end):
        said = _SAYS.match(text, *sentence)
        if said:
            mood = _MOODS.get(said.group("verb"), "decided")
        begin = said.end() if said and text[said.end() - 1] in "，,：:" else sentence.start
        starts = [] if mood == "heard" else list(_decided(text, Span(begin, sentence.end), mood))
        if starts:
            found += measures_at(text, starts, sentence.end)
        elif found and mood == "decided" and found[-1].end >= sentence.start - 1:
            found[-1].end = sentence.end
    return found


def _decided(text: str, sentence: Span, mood: str) -> Iterator[int]:
    """Where decisions begin in a sentence: at its head, behind semicolons, with 由 behind an approval."""
    for part in parts_of(text, sentence):
        named = runs(text, *part)
        run = addressed(text, part, named)
        is_general = run is not None and bool(_EVERYBODY.match(text[slice(*run)]))
        if mood == "stressed" and (run is None or is_general) and not _DUE.search(text, *part):
            continue
        if run or mood == "stressed" or _DECIDED.search(text, *part) or _AGREED.match(text, *part):
            yield part.start
            if run and mood == "decided":
                yield from clause_heads(text, part, [n for n in named if n != run], has_begun=True)
