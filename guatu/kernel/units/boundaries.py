"""Where a unit's name begins: words that stand before names, and the divisions that open them."""

import re

from guatu.kernel.units.lexicon import words

DIVISION = "省市县区旗州盟"

_LETTERS = "由请对把与及在是让使令函赴到并为按被给等的了驻报据因且找促商照届转"
_GUARDED = (
    "经(?![济信开营发贸管])|将(?!乐)|和(?![平顺静政硕田龙林布谐])|"
    "向(?!阳)|从(?![化江])|于(?![都洪田])|如(?![皋东])|(?<![\u4e00-\u9fff])限"
)
CUE = re.compile("|".join([*words("cues"), f"[{_LETTERS}]", _GUARDED]))
"""Words after which a name may begin; words that open place names (和平区, 向阳) are spared."""

STRONG_CUE = re.compile(
    "授权|提醒|此[事件]|关于|调整|同意|会同|联合|配合|协同|督促|责令|责成|要求|敦促|函告|致函|通知|约谈|安排|交由|移交|转交|成立|设立|组建|建立|健全|依托|委托|通过|支持|引进|"
    "按照|提升|加强|落实|听取|列入|确保|发挥|[一二三四五六]是|下一步|协助|培育|支撑|具备|"
    "组织(?!部)|协调(?!局)|(?:目前|近日|近期|日前|下步|同时|其中)|[由请对与把向在令函赴被给为的了]"
)
"""The cues that also stand before names with words like 建设 or 发展 of their own."""


HARD = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9+·]")
"""Punctuation, spaces and line breaks: no name without brackets crosses them."""

_NOT_A_PLACE = frozenset("全我各本该两跨城外原邻主辖片新")
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,3}")
_ZONE = re.compile(
    r"[\u4e00-\u9fff]{0,6}?(?:经济技术|高新技术产业|高新|经济|工业|旅游|综合)?(?:开发|示范|度假|保税|经开|高新|新|园)区$"
)


def floor_of(text: str, start: int, *, least: int, width: int = 24) -> int:
    """The first character after the last punctuation before `start`, at most `width` back."""
    low = max(least, start - width)
    for place in range(start - 1, low - 1, -1):
        if HARD.match(text[place]):
            return place + 1
    return low


def after_cue(text: str, low: int, start: int, cues: re.Pattern[str] = CUE) -> int:
    """The place after the last cue in `text[low:start]`, or `low`."""
    place = low
    while cue := cues.search(text, place, start):
        place = cue.end()
    return place


def with_division(text: str, low: int, start: int) -> int:
    """Where the name whose own words begin at `start` begins with its divisions: 临江市云桥县 + 财政局."""
    place = start
    for _ in range(3):
        if place <= low or text[place - 1] not in DIVISION:
            return place
        place = _one_division(text, low, place)
    return place


def _one_division(text: str, low: int, end: int) -> int:
    if zone := _ZONE.search(text, max(low, end - 14), end):
        return max(zone.start(), after_cue(text, zone.start(), end - 1))
    near = max(low, end - 5)
    begin = after_cue(text, near, end - 1)
    is_bounded = begin > near or begin == low or end - 1 - begin < 4
    name = text[begin : end - 1]
    inner = max((name.rfind(mark) for mark in DIVISION), default=-1)
    if inner >= 0:
        begin, name, is_bounded = begin + inner + 1, name[inner + 1 :], True
    if not is_bounded or not name or name[-1] in _NOT_A_PLACE or not _PLACE.fullmatch(name):
        return end - 1
    return begin
