"""How sure the reader is of an item: the chance that problem, units, deadlines and progress are all right.

Each sign of doubt has a weight; their sum goes through the logistic function. The weights were fitted on the
gold ledgers of the demo documents (`python -m bench.calibrate`) and rounded; `make bench` shows how they hold.
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
    "base": 2.45,
    "due in report": -0.56,
    "due without day": 0.3,
    "fields": 0.82,
    "kind bulletin": -0.2,
    "kind instruction": 0.29,
    "kind minutes": -0.37,
    "kind news": -0.31,
    "kind rectification_plan": 0.2,
    "kind rectification_report": 0.58,
    "kind speech": -0.25,
    "kind task_plan": 0.19,
    "long": 0.6,
    "many owners": -0.5,
    "measures beyond one": -0.11,
    "no measure": -0.44,
    "no owner": -0.5,
    "no problem": -1.48,
    "owner in report": -0.14,
    "problem is a clause": -1.67,
    "progress unclear": -0.09,
    "several parts": -0.19,
    "several times": -0.01,
    "subjects unclaimed": -0.17,
    "subjects unclaimed in report": 0.32,
    "times unclaimed": -0.38,
    "units mentioned": -0.1,
    "units mentioned in report": 0.48,
}


def with_confidence(items: Sequence[Item], kind: Kind) -> list[Item]:
    """The items with the confidence of each and of each of its measures."""
    return [
        replace(
            item,
            confidence=_chance(signs(item, item.measures, kind)),
            measures=tuple(replace(m, confidence=_chance(signs(item, (m,), kind))) for m in item.measures),
        )
        for item in items
    ]


def signs(item: Item, measures: Sequence[Measure], kind: Kind) -> dict[str, float]:
    """The signs of doubt in an item, by name, each a count or a share."""
    found: dict[str, float] = {"base": 1.0, f"kind {kind}": 1.0}
    for name, count in _signs(item, measures, kind):
        found[name] = found.get(name, 0.0) + count
    return found


def _signs(item: Item, measures: Sequence[Measure], kind: Kind) -> Iterator[tuple[str, float]]:
    is_report = kind in _REPORTS
    yield "measures beyond one", max(0, len(measures) - 1)
    yield "no measure", float(not measures)
    yield "no problem", float(item.problem is None)
    yield "problem is a clause", float(_is_clause(item))
    yield "fields", float(bool(item.duties))
    for measure in measures:
        yield from _signs_of_measure(measure, is_report=is_report)


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


def _chance(found: dict[str, float]) -> float:
    score = sum(WEIGHTS.get(name, 0.0) * count for name, count in found.items())
    return round(1 / (1 + math.exp(-score)), 3)
