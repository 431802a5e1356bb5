"""What the sections of a document are about, judged by their headings."""

import re

from guatu.reading.outlining import Node

PROBLEM_FRAME = re.compile(
    r"(?:关于|针对|对于?|就)[“\"'‘]?.{4,}(?:问题|方面|意见)(?:的?(?:整改|落实).{0,10})?[。.:：]?$"
)
_PROBLEM_WORDS = re.compile(
    "问题|反馈意见|逐[项条]|整改(?:任务|事项|落实|完成|进展|成效|措施)|(?:完成|进展|落实|推进)情况"
    "|整改情况|意见.{0,6}(?:整改|落实)|清单"
)
_ORGANISATION = re.compile(
    "组织领导|组织(?:开展|实施|推进|保障)|基本(?:情况|概况)|总体(?:情况|要求|安排|思路|进展)"
    "|(?:整改)?工作(?:部署|开展|推进|总体)?(?:情况|概况|部署|组织)$|提高.{0,6}(?:站位|认识)"
    "|思想认识|主要做法|统一思想|压实.{0,6}责任|政治(?:责任|担当|站位|任务)|责任感|主体责任|指导思想"
    "|基本原则|工作(?:目标|原则|步骤|安排|机制)"
    "|(?:总体|主要|整改|工作)目标|目标要求|时间安排|方法步骤|实施步骤|保障(?:措施|机制)|加强(?:组织)?领导"
    "|有关(?:要求|事项)|附则|附件|工作要求|整改要求|组织保障|推进机制"
    r"|高度重视|精心(?:组织|部署)|认真(?:组织|部署|履行)|工作成效$"
)
_NEXT_STEPS = re.compile(
    "下一?步|今后|后续|打算|努力方向|持续(?:用力|推进|深化|巩固|抓好|发力)|巩固(?:拓展|深化|提升|整改)"
    "|长效|下阶段|下一阶段|深化整改|常态长效"
)
_REQUIREMENTS = re.compile(r"要求|下一?步|下阶段|工作安排|意见")


def is_framed(title: str) -> bool:
    """Does a heading name a problem or a field of problems: 关于…问题, 针对…方面?"""
    return bool(PROBLEM_FRAME.search(title.strip()))


def is_organisation(title: str) -> bool:
    """Is a section about how the work was organised, aims and guarantees: no items?"""
    return bool(_ORGANISATION.search(title)) and not is_framed(title)


def is_next_steps(title: str) -> bool:
    """Does a section look ahead in general?"""
    return bool(_NEXT_STEPS.search(title)) and not is_framed(title)


def is_about_problems(title: str) -> bool:
    """Does a heading announce the problems one by one?"""
    return is_framed(title) or bool(_PROBLEM_WORDS.search(title))


def is_about_requirements(title: str) -> bool:
    """Does a heading announce what is required next?"""
    return bool(_REQUIREMENTS.search(title))


def frames_below(node: Node) -> int:
    """How many headings below a node name a problem."""
    return sum(1 for n in node.walk() if n is not node and is_framed(n.title))
