"""Labelled lines of an item: 整改措施：…, 责任单位：…, 整改时限：…, 完成情况：…"""

import re
from itertools import pairwise
from typing import Literal, NamedTuple, TypeGuard, get_args

from guatu.reading.drafting.found import FieldRole

_FIELD_ROLES = frozenset(get_args(FieldRole))
PartRole = FieldRole | Literal["measure", "progress", "problem", "goal", "next", "remark"]

_WRAP = r"[\s　◆●■▲★*·\-—【\[（(]*"
_ROLES: tuple[tuple[PartRole, str], ...] = (
    ("lead_unit", r"(?:整改)?(?:牵头|主办|主责)(?:责任)?(?:单位|部门|处室|科室)|第一责任单位"),
    ("cooperating_unit", r"(?:配合|协办|协同|参与|协助|会办)(?:责任)?(?:单位|部门)"),
    ("supervising_unit", r"(?:督导|督办|督促|监督|验收|指导|销号)(?:责任)?(?:单位|部门)"),
    ("lead_leader", r"(?:牵头|责任|分管|整改责任|主管)(?:县|市|区)?领导"),
    ("sponsor_leader", r"(?:包保|包案|包抓|挂包|挂联|联系)(?:县|市|区)?(?:领导|责任人)"),
    ("responsible_person", r"(?:整改|主要|直接|具体|第一)?责任人(?:员)?|责任领导及责任人|负责人|联系人"),
    (
        "responsible_unit",
        r"(?:整改)?(?:责任|承办|实施|落实|完成|办理|整改|主责)(?:主体|单位|部门)|责任(?:主体)?单位",
    ),
    (
        "due",
        (
            "(?:整改|完成|办结|办理|销号|落实|计划|预计|目标)?(?:完成)?(?:时限|期限|时间|时间节点"
            "|截止时间)(?:要求)?"
        ),
    ),
    (
        "measure",
        (
            "(?:具体|主要|已采取|下一步|后续)?(?:整改|工作|推进|落实|任务)?(?:措施|举措|做法)(?:及(?:成效"
            "|进展|完成情况|落实情况))?|整改任务及措施|工作要求|重点工作|主要内容|工作内容|工作任务|具体任务"
            "|任务内容|处理结果|处置情况|办理情况|整改意见|整改要求|整改建议"
        ),
    ),
    (
        "status",
        (
            "(?:完成|销号|整改|办理|目前|当前|工作)?(?:状态|进度)|是否(?:完成|销号|整改到位)|完成情况"
            "|整改完成情况|目前状况|销号情况"
        ),
    ),
    (
        "progress",
        (
            "(?:目前|当前|整改|工作|落实|推进|已)?(?:整改|工作|落实)?(?:进展|落实|推进)(?:情况|成效|结果)?"
            "|整改(?:落实|进展|推进|工作)*情况|整改(?:成效|结果)|(?:取得|工作)成效|整改工作进展|整改落实情况"
            "|整改进展情况"
        ),
    ),
    (
        "problem",
        (
            "(?:存在|主要|具体|反馈|突出|巡察|巡视)?(?:的)?问题(?:表现|描述|概述)?|问题(?:清单|内容|描述)"
            "|反馈意见|审计发现(?:的)?问题|具体表现|事项|任务名称|任务"
        ),
    ),
    ("goal", r"(?:整改|工作|总体|年度|阶段|任务)?目标(?:任务)?|销号(?:标准|条件)|验收标准"),
    (
        "next",
        (
            "下一步(?:工作)?(?:打算|计划|安排|措施|工作)?|下步(?:工作)?(?:打算|计划|安排|措施)?"
            "|后续(?:工作)?(?:安排|计划)?"
        ),
    ),
    ("category", r"(?:问题)?(?:类别|类型|分类)|问题(?:性质|来源)|来源"),
    ("metric", r"(?:量化|考核|年度|绩效)?指标|目标值"),
    ("remark", r"责任(?:科|股|处)室|备注|说明|依据|原因分析|产生原因|问题(?:原因|根源)"),
)
_LABELS = tuple((role, re.compile(rf"{_WRAP}({words})\s*[】\])）]?\s*[:：]\s*")) for role, words in _ROLES)
_INNER = re.compile(
    r"(?<=[。；;，,\s　（(局委办厅府会司心队镇乡道处])(?=(?:整改)?(?:牵头|责任|配合|督导|主办|承办|协办"
    "|包保|包案|完成|整改|办结|分管)(?:责任)?(?:单位|部门|领导|人|时限|期限|时间|主体|科室|股室"
    r"|处室)\s*[:：])"
    r"|(?<=[。；;，,\s　])(?=(?:整改(?:措施|目标|情况|进展|成效|落实情况|进展情况)|完成情况|具体措施)"
    r"\s*[:：])"
)


_OWED_ALONE = re.compile(r"\s*[（(]((?!.*[:：])[^。；]{4,200}(?:牵头|负责|配合|落实|参与))[）)]\s*$")
"""（甲局牵头，乙局配合） on a line of its own."""


class Part(NamedTuple):
    """A stretch of an item under one label; `role` is None for words without a label."""

    role: PartRole | None
    label: str
    start: int
    words_start: int
    end: int


def is_field(role: PartRole | None) -> TypeGuard[FieldRole]:
    """Does a label name a field of the item: who owes it, by when, how far it has come?"""
    return role in _FIELD_ROLES


def label_of(text: str, start: int, end: int) -> Part | None:
    """The label at the head of `text[start:end]`, with the stretch it opens."""
    if text.find("：", start, end) < 0 and text.find(":", start, end) < 0:
        return None
    for role, form in _LABELS:
        found = form.match(text, start, end)
        if found:
            return Part(role, found.group(1), start, found.end(), end)
    return None


def parts(text: str, start: int, end: int) -> list[Part]:
    """A paragraph cut at the labels it holds, each with what follows it."""
    if owed := _OWED_ALONE.match(text, start, end):
        return [Part("responsible_unit", "责任单位", start, owed.start(1), owed.end(1))]
    start, end = _unbracketed(text, start, end)
    cuts = [
        start,
        *(m.start() for m in _INNER.finditer(text, start, end) if not _in_brackets(text, start, m.start())),
        end,
    ]
    found: list[Part] = []
    for a, b in pairwise(cuts):
        if text[a:b].strip():
            found.append(label_of(text, a, b) or Part(None, "", a, _first_word(text, a, b), b))
    return found


def _unbracketed(text: str, start: int, end: int) -> tuple[int, int]:
    """A line that is one bracket with a label, （责任单位：…；整改时限：…）, without that bracket."""
    words = text[start:end]
    inner = words.strip()
    if inner[:1] in "（(【" and inner[-1:] in "）)】" and label_of(inner, 0, len(inner)):
        opened = start + words.index(inner[0])
        return opened + 1, opened + len(inner) - 1
    return start, end


def _in_brackets(text: str, start: int, at: int) -> bool:
    """Fields inside trailing brackets stay with their measure: （责任单位：…；完成时限：…）."""
    opened = max(text.rfind("(", start, at), text.rfind("（", start, at))
    closed = max(text.rfind(")", start, at), text.rfind("）", start, at))
    return opened > closed


def _first_word(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start
