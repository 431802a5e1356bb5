"""Which figures of a measure are its metrics: what was or is to be put in, put out or reached."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from guatu.kernel.quantities import COUNTERS, DURATIONS, EVENTS, MEASURES, Quantity, find_quantities
from guatu.reading.draft import Metric
from guatu.reading.drafting.metric_names import metric_name

Role = Literal["target", "achieved", "baseline"]

_CLAUSE = re.compile(r"[,，。;；:：、?？!！\n()（）](?!\d{3}(?!\d))")
_FARTHEST = 60
_TITLES = re.compile("《[^》\n]{0,80}》")
_COMMA = re.compile(r"[,，](?!\d{3}(?!\d))")
_CUES = re.compile(
    r"(?P<stop>[。；;！!？?\n])|"
    r"(?P<target>计划(?![\d,，。;；、》中内的和及])|力争|确保|争取|预计|拟(?=[新建投引培招开完增])"
    "|目标(?=[为是:：任])|"
    r"不少于|不低于|不得少于|不得低于|下一步|将(?=[达新完建增实累投])|到20\d\d年(?=[底末,，]))|"
    r"(?P<achieved>已|截至|截止|目前|现有|实际|完成了|新增了|实现了|(?<![争划保年底])累计)"
)
_CHANGED = (
    "提高|提升|增加|增长|上升|扩大|下降|降低|减少|压缩|缩短|压减|缩减|回落|调整|扩展|跃升|攀升|恢复|发展|"
    "降|升|增|减"
)
_FROM = re.compile(r"(?:由|从)[^,，。;；\d]{0,10}$")
_TO = re.compile(rf"(?:左右|以上)?[^,，。;；\d]{{0,6}}?(?:{_CHANGED})?了?(?:[为到至成]|不足|不到)")
_FORMERLY = re.compile("(?:去年|上年|原来|原先|原有|同期)(?:同期|末|底)?的?(?:水平)?(?:为|是)?$")
_SHORTENED = re.compile("压缩|缩短|压减|缩减|减少|降至|降到|提速")
_EVERY = re.compile("每(?:半?年|季度?|半?月|旬|周|日|天|学期)")
_SINGLE_EVENTS = frozenset(["次", "场", "期", "轮", "回", "遍"])
_IN_A_ROW = re.compile("连续[^,，。]{0,2}$")
_EXISTING = re.compile("(?<![中仍还])有 ?$")
"""In a plan these figures tell where things stand, and ask for nothing."""
_AROUND = re.compile("(?:以内|以外)?的?(?:范围|区域|处|外)")
_BODIES = re.compile(
    "(?:[县区市镇省州]直|相关|有关|职能|成员|责任|牵头|党政|行业)*"
    "(?:部门|单位|科室|处室|股室|镇街|镇办|乡镇|街道|县区|区县|县市区|委办局|地市)"
)
_CALLED = re.compile(
    "(?:[等的由各与和向对]|"
    "(?:组织|召集|会同|联合|牵头|协调|要求|涉及|抽调|邀请|全[县区市省州])[^,，。;；]{0,4}) ?$"
)
_PRESENT = re.compile("[^,，。;；]{0,6}(?:参加|出席|参会)")
_SIZED = re.compile(
    "(?:[(（]不?含[)）])?(?:以上|以下|以内)的?[\u4e00-\u9fff]{0,8}?"
    "(?:项目|企业|工程|单位|采购|场所|合同|产品|建筑|小区|用户|机组|锅炉|船舶|主体|大户|房屋|水库|支出"
    "|贷款|基地|园区|道路|公路|行业)"
)
_QUALIFYING = re.compile("(?:[(（]不?含[)）])?(?:以上|以下|以内)?的(?!目标|任务|要求|水平|比例|份额|成绩)")
_ADDRESSED = re.compile("(?:^|[^应面绝相针])(?:对|凡)")
_ABSTRACT = re.compile(
    "(?:重点|主要|关键)?(?:方面|领域|环节|阶段|层面|维度|体系|机制|目标|平台|专项|板块|原则|关系)"
)
_DID = re.compile(
    "(?:新建|建成|新增|引进|培育|完成|查处|查办|处分|问责|追责|约谈|通报|立案|责令|关停|取缔|清退|整改"
    "|排查|签约|改造|投用|"
    "举办|召开|开展|出台|制定|印发|下发|编制|走访|捐赠|发放|获评|认定|创建|受理|办结|解决"
    "|移送)(?P<at_once>了?$)?"
)
"""Deeds that make a figure in Chinese numerals an output: 查处两起案件; 三个站点 counts nothing."""


def find_metrics(text: str, *, reported: bool, offset: int = 0) -> tuple[Metric, ...]:
    """The metrics of a measure in order; spans cover figure and unit and are moved by `offset`.

    What a report or a news item says was reached (`reported`), what a plan or a speech says is aimed at,
    unless the sentence says otherwise (力争, 已). None are dates, lengths of time, thresholds (500万元
    以上项目), how often a thing recurs, bodies called together (组织6个部门), topics counted in
    Chinese numerals (三个方面) and bare numbers that nothing names. A figure named twice in a measure is
    there once.
    """
    quantities = find_quantities(text)
    if not quantities:
        return ()
    surroundings = _Surroundings.of(text, quantities)
    metrics: list[Metric] = []
    named: set[tuple[str, float, str]] = set()
    for place, quantity in enumerate(quantities):
        if not _counts(surroundings, place) or (
            not reported and _EXISTING.search(surroundings.before(place))
        ):
            continue
        metric = Metric(
            name=_name(surroundings, place) or (metrics[-1].name if metrics else quantity.unit),
            value=float(quantity.value),
            unit=quantity.unit,
            role=_role(surroundings, place, reported=reported),
            span=(quantity.start + offset, quantity.end + offset),
        )
        seen = (metric.name, metric.value, metric.unit)
        if metric.name and seen not in named:
            named.add(seen)
            metrics.append(metric)
    return tuple(metrics)


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """A measure's text with what the questions about each of its figures look up."""

    text: str
    quantities: Sequence[Quantity]
    breaks: Sequence[int]
    """Where clauses begin."""
    titles: Sequence[tuple[int, int]]
    cues: Sequence[tuple[int, str]]

    @classmethod
    def of(cls, text: str, quantities: Sequence[Quantity]) -> "_Surroundings":
        return cls(
            text=text,
            quantities=quantities,
            breaks=[0, *(found.end() for found in _CLAUSE.finditer(text))],
            titles=[found.span() for found in _TITLES.finditer(text)],
            cues=[(found.start(), found.lastgroup or "") for found in _CUES.finditer(text)],
        )

    def before(self, place: int) -> str:
        """The words of the clause before the figure, the nearest only: a lost full stop must cost no time."""
        start = self.quantities[place].start
        clause = self.breaks[bisect_right(self.breaks, start) - 1]
        return self.text[max(clause, start - _FARTHEST) : start]

    def is_in_title(self, place: int) -> bool:
        start = self.quantities[place].start
        return any(opening < start < closing for opening, closing in self.titles)


def _counts(around: _Surroundings, place: int) -> bool:
    quantity, before = around.quantities[place], around.before(place)
    if around.is_in_title(place) or _IN_A_ROW.search(before) or quantity.plain_unit in ("千伏", "kV"):
        return False
    if quantity.unit in DURATIONS:
        return _is_shortened(around, place)
    if quantity.unit in _SINGLE_EVENTS and _EVERY.search(before):
        return False
    if quantity.plain_unit in MEASURES and _AROUND.match(around.text, quantity.end):
        return False
    if _is_threshold(around.text, quantity, before) or _is_body(around.text, quantity, before):
        return False
    return quantity.is_in_digits or _is_output_in_words(around.text, quantity, before)


def _is_shortened(around: _Surroundings, place: int) -> bool:
    """A length of time counts where it was cut: 由20个工作日压缩至5个工作日."""
    quantity = around.quantities[place]
    behind = around.text[quantity.end : quantity.end + 6]
    return bool(
        _SHORTENED.search(around.before(place))
        or (_is_old_value(around, place) and _SHORTENED.search(behind))
    )


def _is_threshold(text: str, quantity: Quantity, before: str) -> bool:
    """A figure that says which ones are meant: 500万元以上项目, 完成率低于60%的镇街."""
    is_share = quantity.unit in ("%", "‰")
    if quantity.plain_unit in MEASURES and not is_share and _SIZED.match(text, quantity.end):
        return True
    is_upper = quantity.bound in ("under", "at_most")
    if is_upper and _ADDRESSED.search(before):
        return True
    if quantity.bound in ("exactly", "about") or not _QUALIFYING.match(text, quantity.end):
        return False
    is_counted = quantity.plain_unit in COUNTERS
    return is_upper or not (is_share or is_counted) or bool(_ADDRESSED.search(before))


def _is_body(text: str, quantity: Quantity, before: str) -> bool:
    """Departments called together are no output: 会同6个部门, 教育局等3家单位."""
    is_body = _BODIES.match(text, quantity.end) if quantity.unit in ("个", "家") else None
    return bool(is_body and (_CALLED.search(before) or _PRESENT.match(text, is_body.end())))


def _is_output_in_words(text: str, quantity: Quantity, before: str) -> bool:
    """A figure in Chinese numerals counts when it measures, tells how often, or is the object of a deed."""
    if quantity.plain_unit in MEASURES:
        return True
    if quantity.unit in EVENTS and quantity.unit != "期":
        return True
    if _ABSTRACT.match(text, quantity.end):
        return False
    if quantity.value >= 10 and quantity.unit != "期":
        return True
    deeds = list(_DID.finditer(before))
    is_last = _CLAUSE.match(text, quantity.end) is not None or quantity.end == len(text)
    return bool(deeds) and (is_last or deeds[-1]["at_once"] is not None)


def _role(around: _Surroundings, place: int, *, reported: bool) -> Role:
    quantity = around.quantities[place]
    if _is_old_value(around, place) or _FORMERLY.search(around.before(place)):
        return "baseline"
    said = bisect_right(around.cues, (quantity.start, ""))
    at, cue = around.cues[said - 1] if said else (0, "stop")
    if cue == "achieved" and not reported and _COMMA.search(around.text, at, quantity.start):
        cue = "stop"
    if cue != "stop":
        return "target" if cue == "target" else "achieved"
    return "achieved" if reported else "target"


def _is_old_value(around: _Surroundings, place: int) -> bool:
    """Of 由A提高到B, A is where it stood before."""
    if place + 1 == len(around.quantities) or not _FROM.search(around.before(place)):
        return False
    between = around.text[around.quantities[place].end : around.quantities[place + 1].start]
    return bool(_TO.match(between))


def _name(around: _Surroundings, place: int) -> str:
    """What the figure is a figure of, looked for between the figures on either side."""
    quantity, before = around.quantities[place], around.before(place)
    if place:
        since = quantity.start - around.quantities[place - 1].end
        before = before[max(0, len(before) - since) :]
    rest = around.quantities[place + 1 :]
    return metric_name(
        quantity, before=before, behind=around.text[quantity.end : rest[0].start if rest else None]
    )
