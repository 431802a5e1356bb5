"""What kind of document this is: by its title first, by its words where the title is silent."""

import re

from guatu.reading.draft import Kind

_BY_TITLE: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("minutes", re.compile(r"纪要|会议记录|议定事项")),
    ("speech", re.compile(r"讲话|致辞|讲稿|发言(?:稿|提纲|材料)?$|动员会上的")),
    ("instruction", re.compile(r"批示(?!.{0,12}(?:方案|办理情况的?报告|落实情况))|领导(?:同志)?指示")),
    (
        "rectification_plan",
        re.compile(
            r"整改.{0,12}(?:方案|计划|台账|清单|任务分解|措施清单|责任清单)|问题(?:整改)?清单"
            r"|(?:问题|整改).{0,6}台账"
        ),
    ),
    (
        "rectification_report",
        re.compile(
            r"整改.{0,16}(?:情况|结果|成效|进展|完成).{0,10}(?:通报|报告|公告|公示|汇报|公开|公布|说明)?"
            r"|整改.{0,6}(?:通报|报告|公告|公示|汇报)|(?:销号|验收).{0,6}(?:公示|公告|报告)"
        ),
    ),
    ("bulletin", re.compile(r"通报|督查专报|督办(?:通知|函)|督查(?:情况|报告)|提醒函|督促函|检查情况")),
    (
        "task_plan",
        re.compile(
            "(?:工作|实施|行动|推进|攻坚|建设|专项|提升|治理)?(?:方案|计划|要点)|任务(?:分解|清单|分工|书"
            "|表)"
            "|重点(?:任务|工作|项目|事项)|责任分工|分工(?:表|方案)|目标任务|台账|工作安排|行动(?:方案"
            "|计划)|清单|的意见|折子工程|实事"
        ),
    ),
    (
        "policy",
        re.compile(r"办法|规定|细则|若干(?:政策|措施|意见)|政策措施|条例|指南|规则|制度|的措施|若干条"),
    ),
)
_ISSUED = re.compile(r"(?:印发|转发|公布|下发)[《〈]?(.{4,}?)[》〉]?的?(?:通知|函)")
_MENDED = re.compile(r"整改(?:进展)?情况[:：]")
_RECTIFYING = re.compile(r"整改|巡察|巡视|督察|审计")
_REPORTED = re.compile(
    r"整改(?:落实)?(?:进展)?情况(?:通报如下|予以公布|公布如下|报告如下|公告如下)"
    r"|整改(?:进展|完成|落实)?情况[:：]|已完成整改|整改成效"
)
_SPOKEN = re.compile(
    r"^\s*(?:各位)?(?:同志们|各位领导|各位代表|各位委员|女士们|朋友们)[,，:：、!！]|同志们[:：,，!！]"
)
_MET = re.compile(r"会议(?:议定|指出|强调|要求|明确|决定|听取|认为|研究)")
_REPORTER = re.compile(
    r"记者|通讯员|本报讯|(?:日|电)讯|新闻网?|融媒体|(?:表示|介绍|告诉|说)[,，:：]“|”\S{2,30}(?:表示|说|介绍)"
)
_PLANNED = re.compile(r"责任单位|牵头单位|完成时限|责任部门|牵头部门")
_SURE = 2.5
"""What the words of a kind must weigh for the kind to be named."""
_BLAMED = re.compile(r"存在(?:的)?(?:主要|突出)?问题|通报如下|排名|予以通报")


def kind_of(title: str | None, text: str) -> Kind:
    """The kind of a document from its title and its text."""
    plain = (title or "").rstrip(" \t\u3000的")
    return (_kind_of_title(plain, text) if plain else None) or _kind_of_text(text)


def _kind_of_title(title: str, text: str) -> Kind | None:
    named = _issued_name(title)
    kind = next((kind for kind, words in _BY_TITLE if words.search(named)), None)
    is_report = kind == "bulletin" and "整改" in named and len(_MENDED.findall(text)) >= 2
    return "rectification_report" if is_report else kind


def _issued_name(title: str) -> str:
    """The name of what a notice issues, where it issues something: 关于印发《…方案》的通知 is a 方案."""
    issued = _ISSUED.search(title)
    return issued.group(1) if issued else title


def _kind_of_text(text: str) -> Kind:
    head = text[:400]
    rectifying, reported = len(_RECTIFYING.findall(text)), len(_REPORTED.findall(text[:8000]))
    scores: dict[Kind, float] = {
        "speech": 6.0 * bool(_SPOKEN.search(head)),
        "minutes": 1.0 * len(_MET.findall(text)) + 4.0 * ("纪要" in head),
        "news": 1.5 * len(_REPORTER.findall(text)),
        "rectification_report": 0.3 * min(20, rectifying) + 3.0 * reported,
        "rectification_plan": 2.0 * ("整改时限" in text) * (1 + ("整改措施" in text)),
        "task_plan": 1.0 * min(8, len(_PLANNED.findall(text))),
        "bulletin": 1.5 * len(_BLAMED.findall(text)),
    }
    kind = max(scores, key=lambda one: scores[one])
    return kind if scores[kind] >= _SURE else "other"
