"""Items of speeches, minutes, bulletins and news: what is asked of whom, told apart clause by clause."""

import re
from collections.abc import Iterator

from guatu.kernel.units import UnitMention, find_units
from guatu.reading.drafting.found import FoundItem, FoundMeasure
from guatu.reading.drafting.ordinals import pieces
from guatu.reading.drafting.problems import problem_span, unframed
from guatu.reading.draft import Kind
from guatu.reading.outlining import Line, Node, Outline

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;\n”’]*")
_LEAD_IN = re.compile(
    r"[“\"‘\s]*(?:(?:同时|此外|另外|其中|下一?步|下阶段|接下来|今后|为此|对此|会后|具体|在此|这里)[,，:：]?\s*)?"
    r"(?:会议(?:要求|强调|议定|明确|决定|指出|原则同意|研究决定|同意|认为)(?:以下(?:事项|意见))?[,，:：]\s*)?"
    r"(?:请|由|责成|责令|要求|督促|委托|希望|建议|烦请)?\s*"
)
_MODAL = re.compile(
    r"(?:等(?:有关|相关|各|\d+个|[一二三四五六七八九十]+个)?(?:部门|单位|职能部门|责任单位|地区|镇街|企业)?)?(?:[（(][^（）()]{1,20}[）)])?\s*[,，]?\s*"
    r"(?:也|都|均|分别|共同|联合)?(?:一定|务必|必须|应当|应该)?"
    r"(?:要|应|须|需|将|会|牵头|负责|会同|配合|抓紧|加快|尽快|协调|做好|解决|落实|制定|切实|进一步|积极|组织|按照|按|根据|结合|对照|围绕|聚焦|于|在\S{1,12}前|每|继续|全面|主动|立即|严格|统筹|指导|督促|强化|加强|加大|提供|完成|推进|抓好|承担|汇总|开展|编制|出台|建立|完善|通过|务必|必须|迅速|限期|逐|深入|认真|全力|确保|着力|持续|支持|协助|参与|牢牢|充分|严|逐一|各自|分头|同步|针对|及时|履行|发挥|坚持|坚决|着手|启动|报送|提出|拿出|拟定|印发|明确|年内|本周|本月|\d+月)"
)
_STRONG = re.compile(
    r"(?:等(?:有关|相关|各|\d+个)?(?:部门|单位)?)?\s*(?:要|应|须|必须|务必|牵头|负责|解决|做好|落实|会同|抓紧|尽快|于|在\S{1,12}前)"
)
_BARE_ORDER = re.compile(
    r"[“\"\s]*(?:同时|此外|另外)?[,，]?\s*(?:我们)?(?:还)?(?:要|务必|必须|严禁|不得|一律|限)(?!求|素|点|是)"
)
_COMMA = re.compile(r"[,，:：]")


def find_sections(outline: Outline, kind: Kind) -> list[FoundItem]:
    """One item for each numbered section of a speech, topic of minutes, problem or requirement of a bulletin."""
    items: list[FoundItem] = []
    for node in _leaves(outline.root):
        item = _item(outline.text, node, kind)
        if item.measures or kind in ("minutes", "bulletin"):
            items.append(item)
    return items


def _leaves(node: Node) -> Iterator[Node]:
    """The numbered sections; 1. and （1） under a heading of a higher form count measures."""
    for child in node.children:
        inner = [
            c
            for c in child.children
            if c.marker is None or c.marker.style in ("comma", "paren", "di", "arabic")
        ]
        if inner and not _count_measures(child, inner):
            yield from _leaves(child)
        else:
            yield child


def _count_measures(node: Node, inner: list[Node]) -> bool:
    style = inner[0].marker.style if inner[0].marker else None
    return (
        style in ("arabic", "di")
        and node.marker is not None
        and node.marker.style in ("paren", "arabic", "comma")
        and not any(c.body for c in inner)
    )


def _item(text: str, node: Node, kind: Kind) -> FoundItem:
    line = node.line
    start = line.start if line else 0
    item = FoundItem(
        start, node.end, node.marker.no if node.marker else None, problem_span(text, node), node.path()
    )
    item.measures = [m for a, b in _stretches(node) for m in directives(text, a, b)]
    if not item.measures and line is not None and kind == "minutes":
        a, b = node.run_in or ((node.body[0].start, node.end) if node.body else (line.words_start, line.end))
        item.measures = [FoundMeasure(a, a, b)]
    return item


def _stretches(node: Node) -> Iterator[tuple[int, int]]:
    if node.run_in:
        yield node.run_in
    elif node.line is not None and not node.title:
        yield node.line.words_start, node.line.end
    yield from ((line.start, line.end) for line in node.body)
    for child in node.children:
        if child.line is not None:
            yield child.line.start, child.line.end
        yield from ((line.start, line.end) for line in child.body)


def directives(text: str, start: int, end: int) -> list[FoundMeasure]:
    """The directives of a passage, each from its addressee to the next one's; what precedes the first is dropped."""
    found: list[FoundMeasure] = []
    ordinals = pieces(text, start, end)
    if ordinals:
        for piece in ordinals:
            inner = list(_spoken(text, piece.words_start, piece.end))
            later = [m for m in inner if m.start > _first_sentence_end(text, piece.words_start, piece.end)]
            stop = later[0].start if later else piece.end
            found.append(FoundMeasure(piece.start, piece.words_start, stop))
            found += later if _has_addressee(text, piece.words_start, stop) else []
            if later and not _has_addressee(text, piece.words_start, stop):
                found[-1].end = piece.end
        return found
    return list(_spoken(text, start, end))


def _first_sentence_end(text: str, start: int, end: int) -> int:
    found = re.compile("[。；;]").search(text, start, end)
    return found.start() if found else end


def _has_addressee(text: str, start: int, end: int) -> bool:
    stop = _first_sentence_end(text, start, end)
    return any(_is_told(text, m, stop) for m in _heads(find_units(text[start:stop]), start))


def _heads(mentions: list[UnitMention], offset: int) -> Iterator[tuple[int, int]]:
    """Runs of mentions joined by 、 和 及: (start of the first, end of the last)."""
    run: tuple[int, int] | None = None
    for mention in mentions:
        a, b = mention.start + offset, mention.end + offset
        if run and a - run[1] <= 1:
            run = (run[0], b)
            continue
        if run:
            yield run
        run = (a, b)
    if run:
        yield run


def _is_told(text: str, head: tuple[int, int], end: int) -> bool:
    return bool(_MODAL.match(text, head[1], end))


def _spoken(text: str, start: int, end: int) -> Iterator[FoundMeasure]:
    """Directives told apart by their addressees."""
    starts = sorted(set(_directive_starts(text, start, end)))
    for a, b in zip(starts, [*starts[1:], end], strict=True):
        stop = b
        while stop > a and text[stop - 1] in " \n\u3000":
            stop -= 1
        yield FoundMeasure(a, a, stop)


def _directive_starts(text: str, start: int, end: int) -> Iterator[int]:
    for sentence in _SENTENCE.finditer(text, start, end):
        a, b = sentence.span()
        lead = _LEAD_IN.match(text, a, b)
        words = lead.end() if lead else a
        runs = list(_heads(find_units(text[a:b]), a))
        if any(run[0] <= words + 1 and run[0] >= a and _is_told(text, run, b) for run in runs):
            yield a
        elif _BARE_ORDER.match(text, a, b):
            yield a
        yield from (
            run[0]
            for run in runs
            if run[0] > words + 1 and _opens_clause(text, a, run) and _STRONG.match(text, run[1], b)
        )


def _opens_clause(text: str, start: int, run: tuple[int, int]) -> bool:
    """Does a run of units begin a clause, perhaps after 请 or 由?"""
    before = text[start : run[0]].rstrip()
    before = re.sub(r"(?:请|由|责成|要求)$", "", before)
    return before[-1:] in tuple("，,：:") and len(before) > 1


def find_subheads(outline: Outline) -> list[FoundItem]:
    """One item for each subheading of news; a subheading may run over two short lines."""
    text, lines = outline.text, list(outline.lines)
    heads = [i for i, line in enumerate(lines) if _is_subhead(lines, i)]
    items: list[FoundItem] = []
    for i in heads:
        following = next((j for j in heads if j > i), len(lines))
        body = lines[i + 1 : following]
        if not body:
            continue
        line = lines[i]
        marker = line.marker
        item = FoundItem(
            line.start,
            body[-1].end,
            marker.no if marker else None,
            unframed(text, line.words_start, line.end),
        )
        item.measures = [m for below in body for m in _told(text, below)]
        if item.measures:
            items.append(item)
    return items


_SAID = re.compile(r"(?:表示|说|介绍|回应|指出|强调|透露|告诉记者)[,，:：]\s*[“\"]?|^[“\"]")
_COMMITTED = re.compile(
    r"将|计划|力争|确保|会进一步|下一步|要(?!求|素|点)|已经?(?:完成|建成|新建|累计|梳理|整改)|共(?:梳理|排查|发现|投入|完成)|通过|坚持|建立|深化|推进|新建|开展"
)


def _is_subhead(lines: list[Line], i: int) -> bool:
    words = lines[i].text.strip()
    if (
        not 4 <= len(words) <= 36
        or re.search(r"[。；，,!?？！]$", words)
        or re.search(r"\d{4}年\d+月\d+日$", words)
    ):
        return False
    previous = lines[i - 1].text.strip() if i else ""
    follows_subhead = bool(previous) and len(previous) <= 36 and not re.search(r"[。！？!?”]$", previous)
    has_text_below = any(len(line.text) > 60 for line in lines[i + 1 : i + 3])
    return i > 0 and has_text_below and not follows_subhead


def _told(text: str, line: Line) -> Iterator[FoundMeasure]:
    """What a paragraph of news reports as done or promised, from where the speech begins."""
    if len(line.text) < 40 or re.search(r"[?？][”\"]?[^。]{0,40}$", line.text):
        return
    cuts = [m.end() for m in _SAID.finditer(text, line.start, line.end)]
    starts = [line.start, *cuts] if not cuts or cuts[0] - line.start > 60 else cuts
    for a, b in zip(starts, [*starts[1:], line.end], strict=True):
        if b - a >= 20 and _COMMITTED.search(text, a, b):
            yield FoundMeasure(a, a, b)
