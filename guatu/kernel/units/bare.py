"""Units named without their head: 县住建、水务、机关事务服务中心等部门; 区自然资源协调解决; 公安要."""

import re
from collections.abc import Iterator
from typing import Literal

from guatu.kernel.units import words
from guatu.kernel.units.boundaries import DIVISION

Place = tuple[int, int, Literal["named", "bare", "collective"]]

_EDGE = re.compile(r"(?:^|(?<=[。；;：:，,、\n（(\s请由和与及同]))(?=[省市县区旗州]?[\u4e00-\u9fff])", re.M)
_SHARED = re.compile(
    r"等?(?:\d+|[一二三四五六七八九十几多两]+)?[个家]?(?:相关|有关|职能|主管|责任|成员|基础|通信|电信)*(?:部门|单位|企业|公司|运营商)"
)
_ACTS = re.compile(
    r"(?:部门)?(?:也|都|均|一定)?(?:要|应当?|须|需|必须|务必|负责|牵头|会同|配合|协调|解决|安排|统筹|抓紧|积极|主动|将要|具体负责|各负其责)"
)
_CARRIER = re.compile(
    r"[\u4e00-\u9fff]{2,3}(?:移动|联通|电信|铁塔|广电)(?=[、和](?:移动|联通|电信|铁塔|广电)(?:[、和等各三两四都要]|公司))"
)
"""云桥移动、联通、电信: the place stands before the first alone."""
_PRAISES = re.compile(r"要(?:再|更|先行|跟上|提速|提质)")
"""审批要再提速 speaks of the work, not of who does it."""
_JOINT = re.compile(r"[、]|(?:和|及|与|以及)(?=[\u4e00-\u9fff])")


_OPENINGS = frozenset(word[:2] for word in words.SPOKEN)


def find_bare(text: str, taken: list[Place]) -> Iterator[Place]:
    """Bare names, list by list: a lone one needs a verb of duty behind it, a listed one a true neighbour."""
    ends, starts = {end: start for start, end, _ in taken}, {start: end for start, end, _ in taken}
    done = 0
    for edge in _EDGE.finditer(text):
        if edge.start() < done or edge.start() in starts:
            continue
        chain = _chain(text, edge.start(), starts)
        if chain:
            done = chain[-1][1]
            if _is_true(text, chain, ends):
                yield from (link for link in chain if link[0] not in starts)


def _chain(text: str, start: int, starts: dict[int, int]) -> list[Place]:
    """Names joined by 、和及与 from `start` on, known units among them."""
    links: list[Place] = []
    place = start
    while True:
        end = starts.get(place)
        bare = None if end else _bare(text, place)
        if not end and not bare:
            return links
        links.append((place, end or bare or place, "named" if end else "bare"))
        joint = _JOINT.match(text, links[-1][1])
        if not joint:
            return links
        place = joint.end()


def _bare(text: str, start: int) -> int | None:
    if carrier := _CARRIER.match(text, start):
        return carrier.end()
    begin = start + (text[start : start + 1] in DIVISION)
    if text[start : start + 2] in _OPENINGS:
        begin = start
    elif text[begin : begin + 2] not in _OPENINGS:
        return None
    for length in range(words.LONGEST_SPOKEN, 1, -1):
        if text[begin : begin + length] in words.SPOKEN:
            return begin + length
    return None


def _is_true(text: str, chain: list[Place], ends: dict[int, int]) -> bool:
    end = chain[-1][1]
    if _SHARED.match(text, end):
        return True
    begin = chain[0][0]
    has_division = text[begin : begin + 1] in DIVISION and text[begin - 1 : begin] != "全"
    joins_unit = text[begin - 1 : begin] == "、" and begin - 1 in ends
    is_free = begin == 0 or text[begin - 1] in "。；;：:，,\n（( 请由"
    if any(form == "named" for _, _, form in chain) and (
        has_division or chain[-1][2] == "named" or joins_unit
    ):
        return True
    if _ACTS.match(text, end) and (is_free or joins_unit) and not _PRAISES.match(text, end):
        return has_division or joins_unit or text[end : end + 1] in "要应须需必务"
    return joins_unit and (has_division or len(chain) > 1)
