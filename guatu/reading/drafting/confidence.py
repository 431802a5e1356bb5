"""How sure the reader is of an item: the chance that problem, units, deadlines and progress are all right.

Each sign of doubt has a weight; their sum goes through the logistic function. The weights were fitted on the
gold ledgers of the demo documents (`python -m bench.calibrate`) and rounded; `make bench` shows how they do.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from guatu.reading.draft import Item, Kind, Measure

_UNIT = re.compile(
    r"[\u4e00-\u9fff]{2,}?(?:局|委(?!托|员)|办公室|政府|镇|街道|乡(?!村|亲|镇)|公司|中心(?!城|村)|专班"
    "|集团|支队|大队|学校|医院|法院|管委会|部门|单位)"
)
_SUBJECT = re.compile(
    r"(?:^|[，。；,;（(、]|由|会同)([\u4e00-\u9fff]{2,14}?(?:局|委|办|办公室|政府|镇|街道|乡|公司|中心"
    "|专班|集团|支队|大队|医院|法院|管委会|部门|单位|企业|机构))"
)
_PART = re.compile("[。；]")
_TIME = re.compile(
    r"\d{1,2}月|年底|年内|全年|季度|[上下]半年|每(?:年|月|周|日|天|季|半|旬)|(?<!\d)20\d\d年|本周|下周"
    "|月底|[日天周月]内|春节|长期|持续"
)
_FINISHED = re.compile(r"已|完成|到位|全部|正在|尚未|预计|将")
_REPORTS: tuple[Kind, ...] = ("rectification_report", "news")
_LONG = 160
"""Characters from which a measure may hold more than one."""

WEIGHTS: dict[str, float] = {
    "base": 2.85,
    "due in report": -0.3,
    "due without day": 0.74,
    "fields": 0.36,
    "kind bulletin": -0.36,
    "kind instruction": -0.44,
    "kind minutes": -0.47,
    "kind news": -0.39,
    "kind rectification_plan": 0.7,
    "kind rectification_report": 0.76,
    "kind speech": -0.24,
    "kind task_plan": 0.57,
    "long": -0.2,
    "many owners": -0.21,
    "measures beyond one": -0.37,
    "no measure": -0.51,
    "no owner": 0.63,
    "no problem": -0.82,
    "owner in report": 0.24,
    "problem is a clause": 0.0,
    "progress unclear": -0.32,
    "several parts": -0.29,
    "several times": -0.1,
    "subjects unclaimed": -0.16,
    "subjects unclaimed in report": -0.21,
    "times unclaimed": 0.08,
    "units mentioned": 0.16,
    "units mentioned in report": 0.6,
}


def with_confidence(items: Sequence[Item], kind: Kind) -> list[Item]:
    """The items with the confidence of each and of each of its measures."""
    return [_judged(item, kind) for item in items]


def signs(item: Item, kind: Kind) -> dict[str, float]:
    """The signs of doubt in an item and its measures, by name, each a count."""
    found = dict(_signs_of_item(item, len(item.measures), kind))
    for measure in item.measures:
        for name, count in _signs_of_measure(measure, is_report=kind in _REPORTS):
            found[name] = found.get(name, 0.0) + count
    return found


def _judged(item: Item, kind: Kind) -> Item:
    """An item is doubted for all of its measures, a measure for itself and for what it stands under."""
    doubts = [_weighed(_signs_of_measure(m, is_report=kind in _REPORTS)) for m in item.measures]
    alone = _weighed(_signs_of_item(item, 1, kind))
    measures = tuple(
        replace(measure, confidence=_chance(alone + doubt))
        for measure, doubt in zip(item.measures, doubts, strict=True)
    )
    whole = _weighed(_signs_of_item(item, len(item.measures), kind)) + sum(doubts)
    return replace(item, confidence=_chance(whole), measures=measures)


def _signs_of_item(item: Item, measures: int, kind: Kind) -> Iterator[tuple[str, float]]:
    yield "base", 1.0
    yield f"kind {kind}", 1.0
    yield "measures beyond one", float(max(0, measures - 1))
    yield "no measure", float(not measures)
    yield "no problem", float(item.problem is None)
    yield "problem is a clause", float(_is_clause(item))
    yield "fields", float(bool(item.duties))


def _signs_of_measure(measure: Measure, *, is_report: bool) -> Iterator[tuple[str, float]]:
    text = measure.text
    subjects = [m.group(1) for m in _SUBJECT.finditer(text)]
    unclaimed = sum(1 for s in subjects if not any(o in s or s in o for o in measure.owners))
    mentioned = max(0, len(_UNIT.findall(text)) - len(measure.owners) - unclaimed)
    times = len(_TIME.findall(text))
    yield ("subjects unclaimed in report" if is_report else "subjects unclaimed"), float(min(3, unclaimed))
    yield ("units mentioned in report" if is_report else "units mentioned"), float(min(3, mentioned))
    yield ("owner in report" if is_report else "no owner"), float(bool(measure.owners) == is_report)
    yield "many owners", float(len(measure.owners) > 3)
    yield "times unclaimed", float(times > 0 and measure.due is None)
    yield "several times", float(times > 1)
    yield "due in report", float(is_report and measure.due is not None)
    yield "due without day", float(measure.due is not None and measure.due.value is None)
    yield "progress unclear", float(is_report and measure.done is None and bool(_FINISHED.search(text)))
    yield "several parts", float(not is_report and len(_PART.findall(text)) > 1)
    yield "long", float(len(text) > _LONG)


def _is_clause(item: Item) -> bool:
    """Was the problem taken from the head of the only measure, as with tasks that have no heading?"""
    return len(item.measures) == 1 and item.problem is not None and item.problem in item.measures[0].text


def _weighed(found: Iterator[tuple[str, float]]) -> float:
    return sum(WEIGHTS.get(name, 0.0) * count for name, count in found)


def _chance(score: float) -> float:
    return round(1 / (1 + math.exp(-score)), 3)
