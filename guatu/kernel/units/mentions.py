"""Find the names of units in running text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from guatu.kernel.units import words
from guatu.kernel.units.bare import find_bare
from guatu.kernel.units.boundaries import CUE, DIVISION, STRONG_CUE, after_cue, floor_of, with_division
from guatu.kernel.units.branches import with_branch
from guatu.kernel.units.called_places import find_called_places
from guatu.kernel.units.collectives import find_collectives

Form = Literal["named", "bare", "collective"]
Place = tuple[int, int, Form]


@dataclass(frozen=True, slots=True)
class UnitMention:
    """A unit named in a text: `text[start:end]` is `name`.

    `named` has its own head (县财政局), `bare` borrows one from its list (县住建、交通运输等部门),
    `collective` speaks of many (各镇街, 有关部门, 三大运营商). The writer itself (我局, 局党组) is never one.
    """

    name: str
    start: int
    end: int
    form: Form


def find_units(text: str) -> list[UnitMention]:
    """Every unit named in the text, in order and without overlap."""
    stationed = _STATIONED.finditer(text) if "驻" in text else ()
    whole: list[Place] = [(*found.span(), "named") for found in stationed]
    taken = _merged(whole, list(find_collectives(text)))
    taken = _merged(taken, list(_named(text, taken)))
    taken = _merged(taken, list(find_called_places(text)))
    taken = _merged(taken, list(find_bare(text, taken)))
    return [UnitMention(text[start:end], start, end, form) for start, end, form in taken]


_STATIONED = re.compile(
    r"(?:(?:[\u4e00-\u9fff]{2,3}[市县区])?[省市县区]?纪委(?:监委)?)?派?驻(?!点)[\u4e00-\u9fff]{2,14}?纪检监察组"
)
"""A team of inspectors stationed in a bureau is no part of the bureau: 市纪委监委驻市住建局纪检监察组."""


def _merged(first: list[Place], more: list[Place]) -> list[Place]:
    """Both lists in order; where two overlap the first list's stands, unless the other holds it whole."""
    kept = [p for p in first if not any(m[0] <= p[0] and p[1] <= m[1] and m[:2] != p[:2] for m in more)]
    free = [m for m in more if not any(m[0] < p[1] and p[0] < m[1] for p in kept)]
    return sorted(kept + free)


def _named(text: str, taken: list[Place]) -> Iterator[Place]:
    """Names with heads of their own; a branch that follows its parent at once is one name with it."""
    starts = {start: end for start, end, _ in taken}
    held: tuple[int, int] | None = None
    done = place = 0
    while tail := words.TAIL.search(text, place):
        begin = _begin(text, done, tail.start(), tail.group(), held) if _is_tail(text, *tail.span()) else None
        if begin is None:
            place = tail.start() + 1
            continue
        done = place = with_branch(text, tail.end())
        if held and _is_branch(text, held, begin, tail.group()):
            begin = held[0]
        elif held and starts.get(held[0], 0) < held[1]:
            yield *held, "named"
        held = None if words.POST.match(text, done) else (begin, done)
    if held and starts.get(held[0], 0) < held[1]:
        yield *held, "named"


def _is_branch(text: str, parent: tuple[int, int], begin: int, tail: str) -> bool:
    if begin != parent[1] or text[begin] in DIVISION:
        return False
    if text[begin - 1] == "区" and tail in ("产业园", "园区"):
        return True
    if text[begin - 1] in "委府区县市" or text[begin - 2 : begin] == "机关":
        return tail in words.IS_PARTY or tail in words.IS_OFFICE or tail in words.WITHIN
    return tail in words.WITHIN or (text[begin - 2 : begin] == "集团" and tail in words.IS_FIRM)


def _is_tail(text: str, start: int, end: int) -> bool:
    tail = text[start:end]
    if words.ODD_END.match(text, end - 1):
        return False
    before, after = text[start - 1 : start], text[end : end + 1]
    if after and not words.GOES_ON.match(text, end) and after in words.AFTER_TAIL.get(tail, ""):
        return False
    if len(tail) == 1 and before.isdigit():
        return False
    return not (before and before in words.BEFORE_TAIL.get(tail, ""))


def _begin(text: str, done: int, start: int, tail: str, held: tuple[int, int] | None) -> int | None:
    """Where the name with this tail begins; None where the words before it name no unit."""
    low = floor_of(text, start, least=done)
    if held and held[1] == start and text[start - 1] in "委府区" and tail in words.WITHIN:
        return start
    if tail in words.IS_PARTY and not _longer_office(text, low, start, tail):
        return _organ(text, low, start, tail)
    if tail in words.IS_FIRM:
        return _firm(text, low, start)
    if tail in words.IS_PLACE:
        return _place(text, low, start, tail)
    if tail in words.IS_SCHOOL:
        return _school(text, low, start)
    if tail == "海关":
        return _bare_place(text, low, start)
    return _office(text, low, start, tail)


def _organ(text: str, low: int, start: int, tail: str) -> int:
    """A fixed organ with its division; a few letters more before it are its name: 新+农办, 县脱贫+攻坚办."""
    begin = _task_force(text, low, start, tail)
    if text[begin] in DIVISION:
        return with_division(text, low, begin + 1)
    first = with_division(text, low, begin)
    if first < begin or begin != start or tail[-1] != "办":
        return first
    cut = after_cue(text, low, start)
    is_name = text[cut:start][:1] in DIVISION or start - cut <= 2
    return cut if is_name and start - cut <= 6 else start


def _longer_office(text: str, low: int, start: int, tail: str) -> bool:
    """A centre of the fixed list with a charge before it is named for that charge: 不动产登记+中心."""
    return tail.endswith("中心") and _charge(text, low, start) is not None


def _charge(text: str, low: int, end: int) -> int | None:
    """Where the longest charge that ends at `end` begins."""
    for length in range(min(words.LONGEST_CHARGE, end - low), 0, -1):
        if text[end - length : end] in words.CHARGE_WORDS:
            return end - length
    return None


def _office(text: str, low: int, start: int, tail: str) -> int | None:
    if tail in words.TASK_FORCES:
        begin = _task_force(text, low, start, tail)
        return begin if start - begin >= 1 else None
    end = start
    for _ in range(3):
        charge = _charge(text, low, end)
        if charge is not None and (charge > low or end - charge >= 2 or start > end):
            begin = with_division(text, low, charge)
            is_thin = end - charge == 1 or (
                tail == "中心" and end == start and not words.SERVES.search(text[charge:end])
            )
            if begin < charge:
                return begin
            if (place := _bare_place(text, low, charge)) is not None:
                return place
            wider = _plain_office(text, low, start, tail)
            return (
                wider
                if is_thin or (wider is not None and text[wider] in DIVISION)
                else _joined(text, low, charge)
            )
        inner = words.SERVES.search(text, max(low, end - 6), end)
        if not inner:
            break
        end = inner.start()
    return _plain_office(text, low, start, tail)


_NEEDS_NO_DIVISION = frozenset(
    {"局", "分局", "中心", "委员会", "大队", "支队", "总队", "管委会", "专班", "办公室", "厅", "督查室"}
)
_ACTING = re.compile(r"[、和]|要(?!求)|应当|负责|牵头|会同|组织|将")
_IN_NO_NAME = frozenset("的了是有这那些可应要需未不无也都已被所个号楼")


_OF_A_PLACE = frozenset(
    {"生态环境", "税务", "海事", "海关", "边检", "消防救援", "烟草专卖", "气象", "邮政管理"}
)
_NO_PLACE = frozenset({"全国", "各地", "中国", "当地", "口岸", "属地", "主管", "进出口"})


def _bare_place(text: str, low: int, charge: int) -> int | None:
    """Offices of the line ministries bear their county's name without 县: 云桥+生态环境局."""
    begin = after_cue(text, low, charge)
    is_place = (
        2 <= charge - begin <= 3
        and text[charge - 1] not in "级直属原"
        and text[begin:charge] not in _NO_PLACE
    )
    return begin if is_place and any(text.startswith(word, charge) for word in _OF_A_PLACE) else None


def _joined(text: str, low: int, charge: int) -> int:
    """数据和政务服务 before its head: two charges of one office, where a division opens them."""
    if text[charge - 1 : charge] == "和" and charge - 1 > low:
        first = _charge(text, low, charge - 1)
        if first is not None and text[first - 1 : first] in DIVISION:
            return with_division(text, low, first)
    return charge


def _plain_office(text: str, low: int, start: int, tail: str) -> int | None:
    """An office of a charge no list knows: it must open with a division, or stand free on its left."""
    begin = after_cue(text, low, start, STRONG_CUE)
    if text[begin] not in DIVISION:
        begin = after_cue(text, begin, start)
    name = text[begin:start]
    if _IN_NO_NAME & set(name):
        return None
    for place in range(len(name) - 2, 0, -1):
        if (
            name[place] in DIVISION
            and name[place - 1] not in "地郊城园片"
            and 2 <= len(name) - place - 1 <= 12
        ):
            return with_division(text, begin, begin + place + 1)
    if len(name) >= (2 if tail == "办" else 3) and name[0] in DIVISION:
        return begin
    is_free = begin > low or low == 0 or not text[low - 1].isalnum() or tail == "分局"
    if tail == "办" and is_free and 2 <= len(name) <= 4 and _ACTING.match(text, start + 1):
        return begin
    if tail in _NEEDS_NO_DIVISION and is_free and 2 <= len(name) <= 14:
        return begin if tail != "中心" or words.SERVES.search(name) else None
    return None


def _task_force(text: str, low: int, start: int, tail: str) -> int:
    """工作专班, 领导小组 and their offices carry the name of their cause before them."""
    if not tail.startswith(("工作专班", "专班", "指挥部", "领导小组")):
        return start
    begin = _after_joint(text, after_cue(text, low, start, STRONG_CUE))
    return begin if start - begin <= 20 else start


def _after_joint(text: str, begin: int) -> int:
    joint = _JOINT.match(text, begin)
    return joint.end() if joint else begin


_JOINT = re.compile("以及|和(?![平顺静政硕田龙林布])|及|并由?")


_ROLE = re.compile(
    r"(?:项目)?(?:代建|施工|建设|业主|监理|设计|承建|运营|运维|实施|责任|涉事|涉案|供货|中标|承包)(?:单位|企业|公司|方)"
)
"""What a firm is in its project stands before its name: 代建单位+云桥城建集团."""


def _firm(text: str, low: int, start: int) -> int | None:
    begin = _after_joint(text, after_cue(text, low, start, STRONG_CUE))
    if role := _ROLE.match(text, begin, start):
        begin = role.end()
    name = text[begin:start]
    if _IN_NO_NAME & set(name) or CUE.fullmatch(name):
        return None
    charge = _charge(text, begin, start)
    is_national = name.startswith(("国网", "国家电网", "中国"))
    if charge is not None and charge > begin and text[charge - 1] in DIVISION and not is_national:
        return with_division(text, begin, charge)
    if name and name in DIVISION and text.startswith(("农商", "联社"), start):
        return begin
    return begin if 2 <= len(name) <= 22 and name not in words.GENERIC_FIRMS else None


def _place(text: str, low: int, start: int, tail: str) -> int | None:
    near = max(low, start - (8 if tail in {"园区", "产业园", "开发区", "管委会", "管理委员会"} else 5))
    begin = after_cue(text, near, start)
    is_bounded = begin > near or begin == low
    name = text[begin:start]
    if not name:
        return start if tail in {"经开区", "高新区", "管委会"} and is_bounded else None
    for place in range(len(name) - 1, -1, -1):
        if name[place] == "市" and name[place - 1 : place] == "城":
            return None
        if name[place] in "县区市旗州" or (name[place] in "镇乡道" and place < len(name) - 1):
            inner = name[place + 1 :]
            if tail in {"管委会", "管理委员会"} or not inner:
                return with_division(text, low, start) if name[-1:] in DIVISION else None
            return with_division(text, low, begin + place + 1)
    if not is_bounded or _IN_NO_NAME & set(name) or name in words.GENERIC_PLACES or not 1 <= len(name) <= 8:
        return None
    return begin if not name[-1].isdigit() and not CUE.fullmatch(name) else None


def _school(text: str, low: int, start: int) -> int | None:
    begin = after_cue(text, low, start)
    name = text[begin:start]
    if _IN_NO_NAME & set(name) or len(name) > 14 or name in words.GENERIC_SCHOOLS:
        return None
    if name and name[-1] in DIVISION:
        return with_division(text, low, start)
    return begin if len(name) >= 2 else None
