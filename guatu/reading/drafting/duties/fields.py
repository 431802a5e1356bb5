"""Fields and table columns that name who must act: 责任单位, 牵头单位, 包保领导."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from guatu.kernel.units import UnitMention, find_units
from guatu.kernel.units.words import SPOKEN
from guatu.reading.draft import Duty, Leader, Span, UnitDuty
from guatu.reading.drafting.duties.duties import Claim, Duties, settled

_LEADER_LABEL = (
    r"(?:牵头|责任|包保|包联|包抓|挂钩|挂点|挂包|联系|分管|督导|主管|负责)(?:[县市区]级?)?(?:领导|负责人|人)|"
    r"责任人|负责人|[县市区]领导"
)
_UNIT_LABEL = (
    r"(?:主?责任|牵头|主办|主责|承办|落实|整改|实施|完成|主管|配合|协办|参与|参加|协同|协助|督导|督办|督查|监督|验收|销号|督促|指导)"
    r"(?:[（(][^）)]{1,6}[）)])?(?:单位)?(?:[及和与、](?:责任|牵头|配合|协办|参与))?(?:责任)?(?:单位|部门|主体|科室)"
    r"(?:[（(][^）)]{1,12}[）)])?"
)
LABEL = re.compile(rf"({_UNIT_LABEL}|{_LEADER_LABEL})(?:及(?:责任人|联系人|负责人|分管领导))?\s*[：:]\s*")
_STOP = frozenset("。；;\n】]")
_SAME = re.compile(r"\s*(?:同上|同前|如上|同上行|〃|″|〞|\"|”)\s*")
_BRACKET = re.compile(
    r"[（(【\[]([^（()）【】\[\]]{2,120}(?:[（(][^（()）]{1,12}[）)][^（()）【】\[\]]{0,80})*)[）)】\]]"
)
_CHUNK = re.compile(r"(?:[^、，,；;\n。/\s（(〔]|[（(〔][^）)〕]*[）)〕])+")
_ROLES: tuple[tuple[Duty, str], ...] = (
    ("lead", r"(?:要|共同|负责)?(?:牵头|主办)(?:负责|抓总|单位|办理)?"),
    (
        "cooperating",
        r"(?:要|予以|积极|共同|密切|按职责)?(?:配合|(?<!政)协办|会办|协助|参与)(?:单位|落实|办理)?",
    ),
    ("supervising", r"(?:负责|跟踪|全程)?(?:督导|督办|督查|监督|验收)(?:单位|落实)?"),
    (
        "responsible",
        r"(?:具体|分别|共同|各自|按照?(?:各自)?职责|分工)*(?:负责|主责|(?:组织)?实施|落实|承办|办理)(?:单位|落实|办理)?",
    ),
)
_ROLE = re.compile("|".join(f"(?P<{duty}>{words})" for duty, words in _ROLES))
_NOTE = re.compile(r"[（(]([^（()）]*)[）)]")
_PERSON = re.compile(
    r"[\u4e00-\u9fff]{2,3}|.*(?:\d{5,}|联系人|电话|局长|主任|书记|县长|区长|市长|镇长|组长).*"
)
_ENDING = re.compile(
    r"等?(?:[\d一二三四五六七八九十]+个?)?(?:相关|有关|成员|参建|职能|[县区市]直)*(?:部门|单位)?"
)
_TERM = re.compile(
    r"(?:长期|持续|常态化?)[\u4e00-\u9fff]{2,4}|立行立改|(?:20)?\d{2,4}年(?:\d{1,2}月)?(?:[^，,；;]{0,6}[底前内])?|\d{1,2}月[底中上下旬]*前?|年[底内]前?|"
    r"列首位的?为牵头单位|(?:排[在名列]?|列)?第一(?:位|个)?的?为牵头单位|下同"
)
"""What else stands in a bracket of units: a term, or how to read the list."""
_DEED = re.compile(r"(?:做好|提供|给予|予以|加强|抓好|强化)[\u4e00-\u9fff]{2,12}")
"""X牵头，Y+做好资金保障."""
_URGES = re.compile(r"(?<=[局委办厅会府镇道])(?:督促|责令|敦促|监督)(?=[\u4e00-\u9fff]{3,})")
"""县住建局+督促建设单位: whom a unit urges is none of the field's own."""
_LINK = re.compile(r"由|会同|以及|及|和|与|[\d①-⑳]+[.．、）)]?|[:：·•\-—]")
_UNIT_END = frozenset("局办委心厅站所院镇乡村街道处部室队社会司团区县市校行科股组企家商位构业府关联体")
_WRITER = re.compile(r"(?:我|本)[局委办县市区镇乡单部]|各?(?:有关)?(?:科室|股室|处室)|机关各|局(?:机关|党组)")


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled value in a text and the place of both."""

    label: str
    value: Span
    span: Span


@dataclass(slots=True)
class _Entry:
    name: str
    span: Span
    duty: Duty | None


def read_duty_field(label: str, text: str, *, offset: int = 0) -> Duties:
    """The duties a field or a cell of a column states; `label` is its name or the column's heading."""
    if _SAME.fullmatch(text):
        return Duties(same_as_above=True)
    if is_leader_label(label):
        return Duties(leaders=tuple(read_leaders(label, text, offset=offset)))
    fields = find_fields(text)
    units, leaders = read_fields(text, fields, offset=offset)
    opening = text[: fields[0].span[0]] if fields else text
    units += read_value(opening, default=duty_of(label), offset=offset)
    first_leads = _first_leads(label) or (bool(fields) and any(_first_leads(field.label) for field in fields))
    return settled(units, leaders, first_leads=first_leads)


def is_leader_label(label: str) -> bool:
    """责任领导, 包保领导, 责任人; not 责任单位及责任人, which names units first."""
    plain = re.sub(r"\s", "", label)
    return bool(re.search(r"领导|责任人|负责人|包保人", plain)) and not re.search(r"单位|部门", plain)


def duty_of(label: str) -> Duty:
    """The duty a label gives; 牵头 with another word in one label is no more than responsible."""
    if re.search(r"牵头|主办", label):
        return "responsible" if _first_leads(label) else "lead"
    if re.search(r"配合|协办|参与|参加|协同|协助", label):
        return "responsible" if "责任" in label else "cooperating"
    if re.search(r"督导|督办|督查|监督|验收|销号|督促|指导", label):
        return "supervising"
    return "responsible"


def _first_leads(label: str) -> bool:
    """牵头及配合单位, 责任单位（列首位的为牵头单位）: the first of the list leads."""
    others = re.search(r"配合|责任|协办|首位|第一", label.replace("牵头责任单位", "牵头单位"))
    return "牵头" in label and others is not None


def find_fields(text: str) -> list[Field]:
    """Every labelled value; a value ends at the next label, the end of its sentence or its bracket."""
    labels = list(LABEL.finditer(text)) if "：" in text or ":" in text else []
    ends = [*[label.start() for label in labels], len(text)][1:]
    found = []
    for label, limit in zip(labels, ends, strict=True):
        end = _value_end(text, label.end(), limit)
        found.append(Field(label.group(1), (label.end(), end), (label.start(), end)))
    return found


def _value_end(text: str, start: int, limit: int) -> int:
    depth = 0
    for place in range(start, limit):
        letter = text[place]
        depth += letter in "（(〔"
        depth -= letter in "）)〕"
        if depth < 0 or letter in _STOP:
            return place
    return limit


def read_fields(text: str, fields: Sequence[Field], *, offset: int) -> tuple[list[Claim], list[Leader]]:
    """The units and leaders of labelled values."""
    units: list[Claim] = []
    leaders: list[Leader] = []
    for field in fields:
        start, end = field.value
        if is_leader_label(field.label):
            leaders += read_leaders(field.label, text[start:end], offset=offset + start)
        else:
            units += read_value(text[start:end], default=duty_of(field.label), offset=offset + start)
    return units, leaders


def find_brackets(text: str, fields: Sequence[Field]) -> Iterator[tuple[Span, list[Claim]]]:
    """Brackets that hold nothing but units and their duties: （县住建局牵头，各镇街配合）."""
    for bracket in _BRACKET.finditer(text):
        start, end = bracket.span(1)
        if any(start <= field.span[0] < end or field.span[0] <= start < field.span[1] for field in fields):
            continue
        entries = _entries(text[start:end], is_strict=True)
        is_final = bracket.end() == len(text) or text[bracket.end()] in "。；;\n，,"
        if entries and (is_final or any(entry.duty for entry in entries)):
            yield bracket.span(), _as_claims(entries, "responsible", start)


def read_value(text: str, *, default: Duty, offset: int = 0) -> list[Claim]:
    """The units of a value with what each owes: A牵头，B、C配合; A（牵头）、B; A、B等部门."""
    return _as_claims(_entries(text, is_strict=False) or [], default, offset)


def _as_claims(entries: Sequence[_Entry], default: Duty, offset: int) -> list[Claim]:
    return [
        _claim(UnitDuty(entry.name, entry.duty or default, (entry.span[0] + offset, entry.span[1] + offset)))
        for entry in entries
    ]


def _claim(unit: UnitDuty) -> Claim:
    return Claim(unit, answers=unit.duty == "responsible", assists=unit.duty == "cooperating")


def _entries(text: str, *, is_strict: bool) -> list[_Entry] | None:
    """Names in order; None where a strict value holds anything else."""
    found: list[_Entry] = []
    waiting: list[_Entry] = []
    last = 0
    for chunk in _CHUNK.finditer(text):
        if set(text[last : chunk.start()]) & set("，,；;。\n"):
            waiting = []
        last = chunk.end()
        if _TERM.fullmatch(chunk.group()):
            continue
        if chunk.group() == "政府" and found and found[-1].name.endswith("党委"):
            found[-1].name, found[-1].span = found[-1].name + "、政府", (found[-1].span[0], last)
            continue
        entries, duty = _of_chunk(_URGES.split(chunk.group())[0], chunk.start(), is_strict=is_strict)
        if entries is None:
            return None
        found += entries
        waiting += [entry for entry in entries if entry.duty is None]
        if duty:
            for entry in waiting:
                entry.duty = duty
            waiting = []
    return found


def _of_chunk(chunk: str, at: int, *, is_strict: bool) -> tuple[list[_Entry] | None, Duty | None]:
    """The names between two separators, and the duty that ends them and holds for those before."""
    units = [unit for unit in find_units(chunk) if not _sums_up(unit, chunk)]
    entries: list[_Entry] = []
    closing: Duty | None = None
    place = 0
    for index, unit in enumerate(units):
        after = units[index + 1].start if index + 1 < len(units) else len(chunk)
        before = chunk[place : unit.start]
        note, duty, is_clean = _between(chunk[unit.end : after])
        if not is_clean or _LINK.sub("", before) != "":
            return _whole(chunk, at, is_strict=is_strict)
        partner = _partner(entries) if before.endswith("会同") else None
        entries.append(_Entry(unit.name, (at + unit.start, at + unit.end), note or partner))
        if duty:
            for entry in entries:
                entry.duty = entry.duty or duty
        closing = duty
        place = after
        units_after = chunk[unit.end : after]
        if units_after.endswith("会同") and index + 1 < len(units):
            place = after - 2
    return (entries, closing) if units else _whole(chunk, at, is_strict=is_strict)


def _partner(entries: Sequence[_Entry]) -> Duty:
    """What 会同 makes of a unit: the help of one that leads, else an equal."""
    return "cooperating" if entries and entries[-1].duty == "lead" else "responsible"


def _sums_up(unit: UnitMention, chunk: str) -> bool:
    """有关部门 in 县教育局等有关部门 names nobody more."""
    is_after_list = chunk.endswith("等", 0, unit.start) and unit.start > 1
    return unit.form == "collective" and is_after_list and unit.name.endswith(("部门", "单位"))


def _between(words: str) -> tuple[Duty | None, Duty | None, bool]:
    """What stands after a name: the duty in its note, the duty in plain words, and whether that is all."""
    note: Duty | None = None
    for bracket in _NOTE.finditer(words):
        if role := _ROLE.search(bracket.group(1)):
            note = _duty_named(role)
        elif not _PERSON.fullmatch(bracket.group(1)):
            return None, None, False
    rest = _NOTE.sub("", words)
    rest = rest.removesuffix("会同")
    if _DEED.fullmatch(rest):
        return note, "responsible", True
    role = _ROLE.search(rest)
    if role:
        rest = rest[: role.start()] + rest[role.end() :]
    return note, _duty_named(role) if role else None, _LINK.sub("", _ENDING.sub("", rest)) == ""


def _duty_named(role: re.Match[str]) -> Duty:
    return next(duty for duty, _ in _ROLES if role.group(duty) is not None)


def _whole(chunk: str, at: int, *, is_strict: bool) -> tuple[list[_Entry] | None, Duty | None]:
    """A chunk in which no list of units is seen, taken for one name where it may be one."""
    role = _ROLE.search(chunk)
    duty = _duty_named(role) if role and role.end() == len(chunk) else None
    note = next((_duty_named(r) for n in _NOTE.finditer(chunk) if (r := _ROLE.search(n.group(1)))), None)
    name = chunk[: role.start()] if role and duty else chunk
    name = _NOTE.sub(lambda found: "" if _drops(found.group(1)) else found.group(), name)
    start = len(name) - len(name.lstrip("由及和与0123456789.．①②③④⑤⑥⑦⑧⑨⑩"))
    name = name[start:]
    ending = re.search(rf"等(?:{_ENDING.pattern})$", name)
    name = name[: ending.start()] if ending else name
    if name == "":
        return [], duty
    if not _is_name(name, is_strict=is_strict):
        return (None if is_strict else []), duty
    begin = at + chunk.index(name) if name in chunk else at
    return [_Entry(name, (begin, begin + len(name)), note)], duty


def _drops(note: str) -> bool:
    return bool(_ROLE.search(note) or _PERSON.fullmatch(note))


def _is_name(name: str, *, is_strict: bool) -> bool:
    if _WRITER.match(name):
        return False
    is_spoken = name in SPOKEN or name[1:] in SPOKEN
    if is_strict:
        return is_spoken
    return is_spoken or (
        2 <= len(name) <= 30 and (name[-1] in _UNIT_END or name.endswith(("公司", "集团", "业主", "）", ")")))
    )


def read_leaders(label: str, text: str, *, offset: int = 0) -> Iterator[Leader]:
    """The persons of a field, as written; 包保, 挂点 and 联系 are sponsors, all others lead."""
    role: Literal["lead", "sponsor"] = "sponsor" if re.search(r"包|挂|联系", label) else "lead"
    if _SAME.fullmatch(text):
        return
    for chunk in _CHUNK.finditer(text):
        name = re.sub(r"[:：]?\s*\d{5,}.*$", "", chunk.group())
        if 2 <= len(name) <= 20 and not name[0].isascii():
            yield Leader(name, role, (offset + chunk.start(), offset + chunk.start() + len(name)))
