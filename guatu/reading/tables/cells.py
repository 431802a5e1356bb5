"""The units that a cell names: who leads, answers, helps or watches over; marks and persons left out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from guatu.reading.draft import Duty
from guatu.reading.tables.markup import Run

_WORDS: dict[Duty, str] = {
    "lead": "牵头|主办|主责|首责|领办",
    "cooperating": "配合|协办|会办|协助|参与|协同|参加",
    "supervising": "督导|督办|督查|监督|验收|督促|指导",
    "responsible": "责任|承办|落实|整改|实施|负责|办理",
}
_DUTY_WORD = "|".join(_WORDS.values())
_BODY = "(?:责任)?(?:单位|部门|科室|处室|股室|主体)"
_LABEL = re.compile(
    rf"(?P<word>{_DUTY_WORD})(?:{_BODY}|方|人)?\s*[:：]|(?:(?<=^)|(?<=[\s；;，,。、]))(?P<bare>{_DUTY_WORD})(?:{_BODY}\s*|\s+)(?=[\u4e00-\u9fff])"
)
_NOTE = re.compile(r"[（(【\[]([^（()）【】\[\]]*)[）)】\]]")
_DUTY_NOTE = re.compile(rf"(?:为|是|系)?(?:{_DUTY_WORD})(?:{_BODY}|部门|单位|方|落实|抓总)?")
_PHONE = re.compile(
    r"(?:(?:联系)?电话|手机|tel)?\s*[:：]?\s*(?<![\d])(?:1[3-9]\d{9}|0\d{2,3}[-—－]?\d{7,8}|\d{7,8}|\d{17}[\dXx])(?!\d)",
    re.I,
)
_PARTS = re.compile(r"[、，,；;。\n\t/|+]+|\s{1,}")
_CLAUSE = re.compile(r"[，,；;。\n]")
_VERB = re.compile(
    rf"(?:要|共同|负责|具体|分别|各自|按职责|积极|密切|予以|组织)*({_DUTY_WORD})(?:负责|抓总|单位|部门|落实|办理|实施|推进)*$"
)
_OPENING = re.compile(r"^(?:[\d①-⑳]+[.．、）)]?|[（(]\d+[）)]|由|请|[★☆▲△●◆■*※·•\-—]+)+")
_MARKS = re.compile(r"[★☆▲△●◆■*※]+")
_ENDING = re.compile(r"等?(?:\d+|[一二三四五六七八九十]+)?个?(?:相关|有关|成员|参建|职能)*(?:部门|单位)$|等$")
_JOINT = re.compile(r"(?<=[局委办厅院府镇乡司部处所站队])(?:和|及|与|以及|会同)(?=[\u4e00-\u9fff]{2,})")
_JOINT_LONG = re.compile(
    r"(?<=街道|中心|园区|发区|社区|集团|学校|医院|银行|委会|联会|协会|工会)(?:和|及|与|以及|会同)(?=[\u4e00-\u9fff]{2,})"
)
_POST = re.compile(
    r"(?:党组|党委|党工委)?(?:副|常务副|第一)?(?:局长|主任|书记|镇长|乡长|县长|区长|市长|科长|股长|部长|院长|处长|所长|站长|队长|校长|主席|董事长|总经理|经理|组长)[\u4e00-\u9fff]{0,3}$"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_PERSON = re.compile(rf"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}|[{_SURNAMES}](?:某某?|XX?|××?|\*+)")
_COLLECTIVE = re.compile(
    r"^(?:县|市|区|镇|乡|州|旗|省)?(?:直|级|属)?各|^各|相关|有关|成员单位|职能部门|责任单位$|主管部门|镇街$|^乡镇(?:街道)?$|^全体|全[县市区镇]|县直(?:部门|单位)|市直(?:部门|单位)|区直(?:部门|单位)"
)
SAME = re.compile(r"(?:同上|同前|如上|同上行|〃|″|〞|\"|”|\.\.)")


@dataclass(frozen=True, slots=True)
class Named:
    """A unit as a cell names it, with the duty that the cell's own words give it, if any."""

    name: str
    duty: Duty | None
    written: str


def read_units(text: str, *, runs: Sequence[Run] = ()) -> list[Named]:
    """The units of a cell in order. `runs` say which of its letters are bold: those units lead."""
    plain = _PHONE.sub(" ", text)
    found: list[Named] = []
    for duty, words in _labelled(plain):
        found += [one if one.duty or duty is None else replace(one, duty=duty) for one in _listed(words)]
    if runs and not any(one.duty == "lead" for one in found):
        found = _by_bold(found, runs)
    return _once(found)


def _once(found: Iterable[Named]) -> list[Named]:
    kept: dict[str, Named] = {}
    for one in found:
        known = kept.get(one.name)
        if known is None or (one.duty == "lead" and known.duty != "lead"):
            kept[one.name] = one
    return list(kept.values())


def _labelled(text: str) -> Iterator[tuple[Duty | None, str]]:
    """The stretches of a cell, each with the duty that its label gives: 主办：X 会办：Y."""
    labels = list(_LABEL.finditer(text))
    first = labels[0].start() if labels else len(text)
    if text[:first].strip():
        yield None, text[:first]
    ends = [*(label.start() for label in labels[1:]), len(text)]
    for label, end in zip(labels, ends, strict=False):
        yield duty_of(label["word"] or label["bare"]), text[label.end() : end]


def duty_of(word: str) -> Duty:
    """The duty that a word of a head, a label or a note gives."""
    for duty, words in _WORDS.items():
        if re.search(words, word):
            return duty
    return "responsible"


def _listed(text: str) -> list[Named]:
    """Names between separators; a verb behind the last of a clause holds for those before it."""
    found: list[Named] = []
    waiting = 0
    for chunk, is_new_clause in _chunks(text):
        if is_new_clause:
            waiting = len(found)
        for piece in _split_joined(chunk):
            found += _named(piece)
        if (verb := _verb(chunk)) and found:
            for at in range(waiting, len(found)):
                if found[at].duty is None:
                    found[at] = replace(found[at], duty=verb)
            waiting = len(found)
    return found


def _chunks(text: str) -> Iterator[tuple[str, bool]]:
    """Words between separators that stand in no bracket, and whether a clause begins with them."""
    depth, start, is_new = 0, 0, True
    for place, letter in enumerate(text):
        depth += letter in "（("
        depth = max(0, depth - (letter in "）)"))
        if depth == 0 and _PARTS.match(letter):
            if text[start:place].strip():
                yield text[start:place].strip(), is_new
                is_new = False
            is_new = is_new or bool(_CLAUSE.match(letter))
            start = place + 1
    if text[start:].strip():
        yield text[start:].strip(), is_new


def _split_joined(chunk: str) -> list[str]:
    """县住建局和县水务局 are two, 发展和改革局 is one."""
    return [piece for part in _JOINT.split(chunk) for piece in _JOINT_LONG.split(part) if piece]


def _verb(chunk: str) -> Duty | None:
    bare = _NOTE.sub("", chunk)
    found = _VERB.search(bare)
    return duty_of(found[1]) if found else None


def _named(piece: str) -> list[Named]:
    """One name without marks, persons, posts and verbs; none where nothing of a unit is left."""
    duty: Duty | None = None
    name = _OPENING.sub("", piece.strip())
    for note in _NOTE.finditer(name):
        if _DUTY_NOTE.fullmatch(note[1].strip()):
            duty = duty_of(note[1])
    name = _NOTE.sub(lambda found: found[0] if _is_part(found[1]) else "", name)
    bare = _VERB.sub("", name)
    name = bare if len(bare) > 1 or not bare else name
    name = _POST.sub("", _ENDING.sub("", _MARKS.sub("", name))).strip(" :：.。")
    if len(name) < 2 or _PERSON.fullmatch(name) or not re.search("[\u4e00-\u9fffA-Za-z]", name):
        return []
    return [Named(name, duty, piece.strip())]


def _is_part(note: str) -> bool:
    """（市、区） and （县委编办） belong to a name; a duty, a person or a post does not."""
    words = note.strip()
    if not words or _DUTY_NOTE.fullmatch(words) or _PERSON.fullmatch(words) or _POST.search(words):
        return False
    return bool(re.fullmatch(r"[\u4e00-\u9fff、/]{1,10}", words)) and not re.search(_DUTY_WORD, words)


def is_collective(name: str) -> bool:
    """各镇街, 县直有关部门: many units in one name, which no directory lists."""
    return bool(_COLLECTIVE.search(name))


def _by_bold(found: list[Named], runs: Sequence[Run]) -> list[Named]:
    """Units whose letters are bold lead, where not all of them are."""
    bold = "".join(run.text if run.is_bold else "\0" for run in runs)
    leads = [
        any(
            one.name in part or (part.strip() and part.strip() in one.name and len(part.strip()) > 2)
            for part in bold.split("\0")
        )
        for one in found
    ]
    if not any(leads) or (all(leads) and len(found) > 1):
        return found
    return [replace(one, duty="lead") if lead else one for one, lead in zip(found, leads, strict=True)]
