"""What a figure is a figure of: the noun counted or the indicator measured, as written beside it."""

import re

from guatu.kernel.quantities import COUNTERS, EVENTS, Quantity

_LEADING_TO = re.compile(
    "(?:不少于|不低于|不得少于|不得低于|不超过|不足|不到|至少|超过|超出|突破|高于|低于|逾|达到了?|达成?"
    "|总共|共计?|总计|"
    "合计|累计|约|近|为|至|到|了|仅|已经?|均|各|可|尚|另|有|和|及|完成|"
    "实现|控制在|稳定在|保持在?|再建?|力争|确保|预计|"
    "(?:提高|提升|增加|增长|上升|扩大|下降|降低|减少|压缩|缩短|压减|调整|[升降增减])[至到为]|由|从|的|"
    "[ “])++$"
)
"""Words that only lead to the figure: 覆盖率可达80%."""
_DEEDS = re.compile(
    "(?P<deed>新建|改造|建成|新增|培育|引进|招引|举办|召开|开展|(?<![党会])组织|实现|完成|涉及|发现|梳理"
    "|排查|形成|提出|争取|"
    "出台|制定|印发|下发|发放|安排|配套|配备|购置|安装|压减|打造|获评|认定|创建|设立|建立|拨付|筹集|收到"
    "|受理|办结|解决|整治|查处|"
    "推进(?!会)|实施(?!方案)|栽植|引导)(?![率量值度额])|"
    r"力争|确保|计划|全年|年内|今年|目前|预计|再(?!生)|其中|(?<=\d)[年月](?!度)份?(?:[底初末中]"
    "|[上中下]旬)?前?"
)
"""Deeds and times before the noun: 新建充电桩120根 counts 充电桩."""
_BEHIND = re.compile(
    "(?:以上|以下|左右|以内)?的? ?(“?[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z\\d“”+·]{0,19})"
)
_ENDS = re.compile(
    "[已均全并且较比占于在为被等的和与及以未正由不共至到]|分别|进行|开展|同比|其中|用于|总投资|数量|实现"
    "|完成|提供|"
    "纳入|签订|制定|逐|调研|推动|涉及|组织|通过|督促|得到|达到|到位|投入|需要|存在|左右|上下|"
    "(?:增加|增长|提高|提升|扩大|压缩|缩短|调整|下降|减少|降低)[至到为]"
)
_COMPARED = re.compile(r"[较比](?:20\d\d年|上年|去年)(?:同期|末|底)?")
_BROKEN = re.compile("^[^“《]*[”》]等?")
"""The end of a quotation or title that began before the clause."""
_LONGEST = 16


def metric_name(quantity: Quantity, *, before: str, behind: str) -> str:
    """The name of a figure from the words of its clause before it and those behind it; "" where none stands.

    Things are named behind their figure (40家中小企业) or before it (中小企业40家); sums, shares and events
    before it (总投资12亿元, 走访企业102次) or behind. With no noun the deed is the name (新增41家).
    """
    words = _LEADING_TO.sub("", _COMPARED.sub("", before))
    noun, deed = _split(words)
    follower = _follower(behind)
    is_thing = quantity.plain_unit in COUNTERS and quantity.unit not in EVENTS
    return (follower or noun or deed) if is_thing else (noun or follower or deed)


def _split(words: str) -> tuple[str, str]:
    """The noun behind the last deed, and that deed."""
    noun, deed = words, ""
    for found in _DEEDS.finditer(words):
        noun, deed = words[found.end() :], found["deed"] or deed
    own = _BROKEN.sub("", noun.rpartition("的")[2]).lstrip("将对把已了% ")
    return (own[-_LONGEST:] if len(own) > 1 else ""), deed


def _follower(behind: str) -> str:
    """The noun directly behind a figure, up to the first word that is no part of it."""
    found = _BEHIND.match(behind)
    return _ENDS.split(found[1], maxsplit=1)[0][:_LONGEST] if found else ""
