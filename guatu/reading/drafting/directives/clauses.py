"""Sentences and clauses, and the units that are told to act in them."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from guatu.kernel.units import UnitMention, find_units
from guatu.reading.drafting.found import FoundMeasure
from guatu.reading.drafting.ordinals import Piece, end_of_words, opens_with_ordinal, pieces

_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?\n”’）)]*")
_SEMICOLON = re.compile(r"[^；;]+[；;]?")
CONNECTIVE = re.compile(
    r"[“\"‘\s]*(?:(?:同时|此外|另外|其中|其次|最后|下一?步|下阶段|接下来|今后|为此|对此|会后|具体|在此"
    r"|这里)[,，:：]?\s*)?"
)
_CALL = re.compile(r"(?:请|由|责成|责令|要求|督促|委托|希望|建议|烦请|拟由|统一由|具体由)\s*")
_GROUPED = (
    r"(?:等(?:有关|相关|各|\d+个|[一二三四五六七八九十]+个)?(?:部门|单位|职能部门|责任单位|地区|镇街|企业"
    "|负责同志)?)?"
    r"(?:[(（][^（）()]{1,20}[)）])?"
)
_PEOPLE = r"(?:党政)?(?:主要|分管)?(?:负责同志|负责人|领导|党委书记|书记|镇长|局长)?"
_WILL = r"(?:一定|务必|必须|应当|应该|要|应|须|需|将|会|牵头|负责|会同|联合|配合|把|为)"
_ACTS = (
    "(?:抓紧|加快|尽快|协调|做好|解决|落实|制定|切实|进一步|积极|组织|按照|按|根据|结合|对照|围绕|聚焦|于"
    "|在|每|继续|全面|主动|立即|严格|统筹|指导"
    "|督促|强化|加强|加大|提供|完成|推进|抓好|承担|汇总|开展|编制|出台|建立|完善|通过|迅速|限期|逐|深入"
    "|认真|全力|确保|着力|持续|支持|协助|参与|牢牢"
    "|充分|严|各自|分头|同步|针对|及时|履行|发挥|坚持|坚决|着手|启动|报送|提出|拿出|拟定|印发|明确|年内"
    r"|本周|本月|\d+月|从|对|向|依|利用|安排|研究|下达|召开|举办|筹措|倒排|带头|推行|推出|实施|建成|新建"
    "|新增|发放|设立|选派|选取|列支|牵|抽调|成立|压实|督办|跟踪|增配|拨付|到|依托|与|联动|创新|采取|已"
    "|正在|现场)"
)
_MODAL = re.compile(rf"{_GROUPED}{_PEOPLE}\s*[,，]?\s*(?:也|都|均|还|又|共同|分别)?(?:{_WILL}|{_ACTS})")
_STRONG = re.compile(
    rf"{_GROUPED}\s*(?:也|都|均|共同|分别)?(?:要|应|须|必须|务必|牵头|负责|解决|做好|落实|会同|抓紧|尽快"
    "|加强|加快|加大|抓好|推进|开展|组织|严格|统筹|全程|全力|指导|保障|对|每|按|把|及时|立即|随时|确保"
    r"|必须|于|在\S{1,12}前)"
)
_NOT_TOLD = re.compile(
    "等?(?:部门|单位)?(?:的|是|有|通报|汇报|作了|介绍|负责(?:人|同志)(?!要|应|须|必须|务必)|发言|反馈"
    "|反映|提出的|存在|未|(?:承担|负责|实施|承建|牵头|主管|包保|组织)的)"
)
_OFFICE_ENDS = "局委办厅院所站部队镇乡道司心府团室会校馆行区县市组"
_CLAUSE = re.compile(r"[^，,。；;：:]*")
_NARRATIVE = re.compile(
    r"有|是|已|了(?!解)|取得|达到|位居|存在|排名|未|增长|下降|为\d|作了|汇报|曾|共|均|的$|不足|不够|滞后|问题"
    r"|不到位|不力|不实|不细|不严|缺失|缺位|缓慢|落后|薄弱|松懈|靠后|末位"
)
_MATTER = re.compile(r"(?<=[，,])(?:对于?|针对|凡)[^，,]{2,40}[，,]$")
_CALLED = re.compile(r"(?:并|同时|具体|统一)?(?:请|由|责成|责令|要求)$")
_LED = re.compile(r"(?:牵头|负责|为主)[,，]$")
_HELPS = re.compile(rf"{_GROUPED}\s*(?:按(?:照)?职责(?:分工)?)?(?:积极)?(?:配合|参与|协助|协同|参加|支持)")
_LEADERS = re.compile(
    r"(?<![\u4e00-\u9fff])(?:各级|[省市县区镇乡]级?|党政)(?:党政)?(?:主要|分管|包联|包保)?领导(?:干部|同志)?"
    r"|(?<![\u4e00-\u9fff])(?:各级)?党政(?:主要)?负责(?:同志|人)|(?<![\u4e00-\u9fff])(?:班子成员|各(?:招商"
    "|工作|督导)?(?:小分队|小组|专班|分队))"
)
_SHORT_FIELD = 14
"""Characters up to which words before a unit may name the field it is told about: 危化品领域，."""
_FIELD = re.compile(r"(?:领域|方面|上|工作|问题)[,，]$")
_TOPIC = re.compile(r"(?:针对|对于?|围绕|结合).{2,40}[,，]$")


class Span(NamedTuple):
    """A stretch of text."""

    start: int
    end: int


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """Sentences with their full stops."""
    for found in _SENTENCE.finditer(text, start, end):
        if found.group().strip():
            yield Span(*found.span())


def parts_of(text: str, sentence: Span) -> Iterator[Span]:
    """The stretches of a sentence between its semicolons."""
    for found in _SEMICOLON.finditer(text, *sentence):
        yield Span(*found.span())


def runs(text: str, start: int, end: int) -> list[Span]:
    """Runs of units, leaders and teams that are named together: joined by 、 和 及 or nothing."""
    named = [_placed(mention, start) for mention in find_units(text[start:end])]
    taken = {place for span in named for place in range(*span)}
    people = [Span(*m.span()) for m in _LEADERS.finditer(text, start, end) if m.start() not in taken]
    joined: list[Span] = []
    for span in sorted([*named, *people]):
        if joined and span.start - joined[-1].end <= 1:
            joined[-1] = Span(joined[-1].start, max(span.end, joined[-1].end))
        else:
            joined.append(span)
    return joined


def _placed(mention: UnitMention, offset: int) -> Span:
    return Span(mention.start + offset, mention.end + offset)


def opening(text: str, stretch: Span) -> int:
    """Where the words of a stretch begin, behind a connective."""
    found = CONNECTIVE.match(text, *stretch)
    return found.end() if found else stretch.start


def is_told(text: str, run: Span, end: int) -> bool:
    """Is a run of units told to act: by a verb of duty, or as subject of a clause that narrates nothing?"""
    if _NOT_TOLD.match(text, run.end, end):
        return False
    if _MODAL.match(text, run.end, end):
        return True
    clause = _CLAUSE.match(text, run.end, end)
    is_named = text[run.end - 1] in _OFFICE_ENDS
    return bool(is_named and clause and len(clause.group()) >= 4 and not _NARRATIVE.search(clause.group()))


def is_plainly_told(text: str, run: Span, end: int) -> bool:
    """Is the run followed by 要, 负责, 牵头 or their like, which open a directive even in mid-sentence?"""
    return bool(_STRONG.match(text, run.end, end)) and not _NOT_TOLD.match(text, run.end, end)


def addressed(text: str, stretch: Span, named: list[Span]) -> Span | None:
    """The run that a stretch is addressed to: at its head, after 请 or 由, or behind a short field."""
    words = opening(text, stretch)
    called = _CALL.match(text, words, stretch.end)
    heads = {words, called.end() if called else words}
    for run in named:
        if run.start in heads and (called or is_told(text, run, stretch.end)):
            return run
        if _names_field(text[words : run.start]) and is_told(text, run, stretch.end):
            return run
    return None


def _names_field(words: str) -> bool:
    """危化品领域， or 对未开工的项目，: what the unit behind it is told about."""
    return bool(_TOPIC.match(words) or (len(words) <= _SHORT_FIELD and _FIELD.search(words)))


def clause_heads(text: str, stretch: Span, named: list[Span], *, has_begun: bool) -> Iterator[int]:
    """Where a comma opens a directive to another run within the stretch: …，由乙局逐周调度; not …，乙局配合.

    What is handed over by 由 begins with the matter handed over, where no directive has begun before it.
    """
    words = opening(text, stretch)
    for run in named:
        before = text[words : run.start].rstrip()
        called = _CALLED.search(before)
        clause = before[: called.start()] if called else before
        if len(clause) < 2 or _LED.search(clause) or _HELPS.match(text, run.end, stretch.end):
            continue
        is_handed = called is not None and called.group().endswith("由")
        if is_handed and not has_begun:
            has_begun = True
            yield stretch.start
            continue
        if clause[-1:] not in tuple("，,：:") or (len(clause) <= _SHORT_FIELD and _FIELD.search(clause)):
            continue
        if is_plainly_told(text, run, stretch.end) or (called and is_told(text, run, stretch.end)):
            has_begun = True
            matter = _MATTER.search(clause) if is_handed else None
            at = matter.start() if matter else called.start() if called else len(before)
            yield words + at if (matter or called) else run.start


def measures_at(text: str, starts: list[int], end: int) -> list[FoundMeasure]:
    """Measures that begin at each start and run to the next."""
    places = pairwise([*sorted(set(starts)), end])
    return [FoundMeasure(a, a, end_of_words(text, a, b)) for a, b in places]


def by_ordinals(text: str, start: int, end: int) -> list[Piece]:
    """The passages that ordinals open; a line may open with one and hold no other."""
    alone = opens_with_ordinal(text, start, end)
    return pieces(text, start, end) or ([alone] if alone else [])


def under_ordinals(text: str, ordinals: list[Piece]) -> list[FoundMeasure]:
    """One measure for each ordinal, and more where later sentences under it turn to somebody else."""
    found: list[FoundMeasure] = []
    for piece in ordinals:
        starts: list[int] = []
        last = ""
        for sentence in sentences(text, piece.words_start, piece.end):
            named = runs(text, *sentence)
            run = addressed(text, sentence, named)
            if run and last and text[slice(*run)] != last:
                starts.append(sentence.start)
            last = text[slice(*run)] if run else last
            others = [n for n in named if n != run]
            starts += clause_heads(text, sentence, others, has_begun=True) if last else []
        found.append(FoundMeasure(piece.start, piece.words_start, starts[0] if starts else piece.end))
        found += measures_at(text, starts, piece.end)
    return found
