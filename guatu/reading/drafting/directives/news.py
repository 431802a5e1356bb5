"""News: one item for each subheading, one measure for each result or promise."""

import re
from collections.abc import Iterator

from guatu.reading.drafting.directives.clauses import Span, addressed, measures_at, runs, sentences
from guatu.reading.drafting.found import FoundItem, FoundMeasure
from guatu.reading.drafting.metrics import find_metrics
from guatu.reading.drafting.problems import unframed
from guatu.reading.outlining import Line, Outline

_SAID = re.compile(
    "(?:表示|说|介绍说?|回应(?:说)?|指出|强调|透露|告诉记者|承诺|坦言|回答|答复|补充)(?:道"
    r"|说)?[,，:：]\s*[“\"]?(?:同时[,，])?|[”\"][^“”\"。]{2,40}(?:表示|说|介绍)[,，]\s*[“\"](?:同时[,，])?"
)
_QUOTE_OPENS = re.compile(r"\s*[“\"](?:同时[,，])?")
_ASKED = re.compile(r"[?？][”\"]?")
_CITIZEN = re.compile(
    "(?:居民|群众|听众|市民|村民|业主|老板|企业负责人|老人|女士|先生|大爷|大妈|师傅|顾客|家长|学生"
    "|校长)[^。]{0,10}(?:说|反映|告诉|表示|道|提问|抛出|发问)|发问|提问|心声|抛出了|建议[,，]"
)
_PROMISED = re.compile(r"将(?!近)|计划(?!后|的|书|中|外)|力争|会进一步|下一?步|预计|现场承诺|确保")
_DONE = re.compile(
    "建成(?!于)|开设|举办|新开|新增|新建|完成|发放|实施|启动|带动|累计|梳理|整改|查处|开展|推行|推出|建立"
    "|投入|安排|聘请|提供|通过|坚持|专项|抽检|实行|压减|加大|受理|收集|开工|排查|成立|围绕|争取|进场|培训"
    "|帮扶|签订|责令|清退|拆除|关停|督促|检查|巡查|追缴"
)
_LIMIT = re.compile(
    r"(?:[一两三四五六七八九十\d]+(?:个)?(?:周|日|天|月|工作日)|[月年周]底|月|日)(?:之)?[内前]|[月年]底"
    "|每(?:年|月|季度|周|天|半年)"
)
_GOES_ON = re.compile(r"(?:同时|此外|另外)[,，]")
_OURS = re.compile(r"[^，。]{0,16}[，,]?我们")
_REACHED = re.compile(r"已|累计|新(?:建|增|改|开|设)|先后|率先|实现|覆盖|开通|编制")
_INDICATORS = re.compile(r"增长|增幅|同比|产值|位居|位次|领先|世界500强|零的突破|满意度|参与率达到")
_ANECDOTE = re.compile(
    r"^[“\"\s]*(?:走进|三年前|去年冬天|记者|近日|日前|清晨|一大早|没想到|我们村|我们小区|我在|小区门口"
    "|过去)|特约监督员[^。]*建议|代表[^。，]{0,6}建议"
)


def find_stories(outline: Outline) -> list[FoundItem]:
    """The subheadings with what is told as done or promised below; one may run over two short lines."""
    text, lines = outline.text, list(outline.lines)
    heads = [i for i in range(1, len(lines)) if _is_subhead(lines, i)]
    items: list[FoundItem] = []
    for place, i in enumerate(heads):
        body = lines[i + 1 : heads[place + 1] if place + 1 < len(heads) else len(lines)]
        measures = [m for line in body for m in _told(text, line)]
        if not measures:
            continue
        line = lines[i]
        item = FoundItem(line.start, body[-1].end, line.marker.no if line.marker else None)
        item.problem = unframed(text, line.words_start, line.end)
        item.measures = measures
        items.append(item)
    return items


def _is_subhead(lines: list[Line], i: int) -> bool:
    line = lines[i]
    words = line.text.strip()
    if line.block.kind == "heading" and (line.block.level or 2) > 1:
        return True
    if not 4 <= len(words) <= 36 or re.search(r"[。；，,!?？！…]$|\d{4}年\d+月\d+日|记者|编辑|来源", words):
        return False
    previous = lines[i - 1].text.strip()
    follows_subhead = len(previous) <= 36 and not re.search(r"[。！？!?…]$", previous)
    has_text_below = any(len(below.text) > 40 for below in lines[i + 1 : i + 4])
    return has_text_below and not (follows_subhead and i > 1 and _is_subhead(lines, i - 1))


def _told(text: str, line: Line) -> Iterator[FoundMeasure]:
    """What a paragraph tells as done or promised, sentence by sentence."""
    if len(line.text) < 16 or _CITIZEN.search(line.text[-36:]) or line.text.lstrip()[:1] in "（(":
        return
    starts: list[int] = []
    quoted_from: int | None = None
    for sentence in sentences(text, line.start, line.end):
        begin = _speech_start(text, sentence)
        if begin is None:
            continue
        is_speech = begin > sentence.start
        if (
            is_speech
            and text[begin - 1] in '“"，'
            and "”" not in text[begin : sentence.end]
            and "“" in text[sentence.start : begin]
        ):
            quoted_from = begin
        if _is_told(text, Span(begin, sentence.end), is_speech=is_speech):
            starts.append(begin if is_speech or starts or quoted_from is None else quoted_from)
        if "”" in text[begin : sentence.end]:
            quoted_from = None
    yield from measures_at(text, starts, line.end)


def _speech_start(text: str, sentence: Span) -> int | None:
    """Where the matter of a sentence begins: behind 表示， and an opening quote; None for a question."""
    if _ASKED.search(text, *sentence) or _ANECDOTE.match(text[sentence.start : sentence.end]):
        return None
    said = [m.end() for m in _SAID.finditer(text, *sentence) if m.end() < sentence.end - 8]
    if opened := _QUOTE_OPENS.match(text, *sentence):
        said.insert(0, opened.end())
    return said[-1] if said else sentence.start


def _is_told(text: str, sentence: Span, *, is_speech: bool) -> bool:
    words = text[slice(*sentence)]
    if _PROMISED.search(words):
        return True
    has_limit = bool(_LIMIT.search(words))
    has_subject = addressed(text, sentence, runs(text, *sentence)) is not None
    figures = len(find_metrics(words, reported=True))
    if _INDICATORS.search(words) and not has_subject:
        return False
    if has_limit and _GOES_ON.match(words):
        return True
    if has_limit and (has_subject or figures or is_speech or _OURS.match(words)):
        return True
    if figures and _REACHED.search(words):
        return True
    return bool((has_subject or figures or is_speech) and _DONE.search(words))
