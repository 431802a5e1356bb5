"""The units that a cell names: who leads, answers, helps or watches over; marks and persons left out."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from guatu.kernel.units import find_units
from guatu.kernel.units.words import SPOKEN
from guatu.reading.draft import Duty
from guatu.reading.tables.markup import Run

Knows = Callable[[str], bool]
_WORDS: dict[Duty, str] = {
    "lead": "牵头|主办|主责|首责|领办",
    "cooperating": "配合|协办|会办|协助|参与|协同|参加",
    "supervising": "督导|督办|督查|监督|验收|督促|指导",
    "responsible": "责任|承办|落实|整改|实施|负责|办理|分办",
}
_DUTY_WORD = "|".join(_WORDS.values())
_BODY = "(?:责任)?(?:单位|部门|科室|处室|股室|主体)"
_LABEL = re.compile(
    rf"(?:共同|主要|具体)?(?P<word>{_DUTY_WORD})(?:{_BODY}|方)?\s*[:：]"
    rf"|(?:^|(?<=[\s；;，,。、]))(?P<bare>{_DUTY_WORD})(?:{_BODY}\s*|\s+)(?=[\u4e00-\u9fff])"
    rf"|[【\[](?P<boxed>{_DUTY_WORD}){_BODY}?[】\]]\s*[:：]?"
    r"|(?P<person>(?:牵头|责任|分管|包保|包案|主要|具体)?(?:[县市区]级?)?(?:领导|负责人|责任人|联系人|联络员|经办人))\s*[:：]"
)
_NOTE = re.compile(r"[（(【\[]([^（()）【】\[\]]*)[）)】\]]")
_DUTY_NOTE = re.compile(rf"(?:为|是|系)?(?:共同)?(?:{_DUTY_WORD})(?:{_BODY}|部门|单位|方|落实|抓总)?")
_PHONE = re.compile(
    r"(?:(?:联系)?电话|手机|tel)?\s*[:：]?\s*(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}[-—－]?\d{7,8}|\d{17}[\dXx]|\d{7,8})(?!\d)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"[（(][一二三四五六七八九十\d]{1,3}[）)]")
_HARD = "、，,；;。\n\t|+"
_SOFT = " \u3000:：/-—－"
_CLAUSE = "，,；;。\n"
_VERB = re.compile(
    rf"(?:要|共同|负责|具体|分别|各自|按(?:照)?职责(?:分工)?|积极|密切|予以|组织|做好)*({_DUTY_WORD})"
    r"(?:负责|抓总|单位|部门|落实|办理|实施|推进|责任)*(?:工作)?$"
)
_OPENING = re.compile(r"^(?:[\d①-⑳]+[.．、）)]?|[（(]\d+[）)]|由|请|会同|[★☆▲△●◆■*※·•]+)+")
_TELLS = re.compile(
    r"([^（(]{2,20}?[局委办厅院府镇乡部处所站队司心道会])(负责|牵头|配合|落实|做好|承担)(?!单位|部门|抓总|办理$|落实$|实施$)(.{2,})$"
)
_MARKS = re.compile(r"[★☆▲△●◆■*※]+")
_ENDING = re.compile(
    r"等(?:\d+|[一二三四五六七八九十]+)?个?(?:相关|有关|成员|参建|职能|县直|市直|区直)*(?:部门|单位)?$"
)
_JOINT = re.compile(
    r"(?:(?<=[局委办厅院府镇乡司部处所站队])|(?<=街道|中心|园区|发区|社区|集团|学校|医院|银行|协会|工会))"
    r"(?:和|及|与|以及|会同)(?=[\u4e00-\u9fff]{2,})"
    r"|(?<=[局委办院厅])(?=[县市区](?![级直属区域])[\u4e00-\u9fff]{1,10}(?:局|委|办|中心|公司|[镇乡])(?!.*分局))"
)
_POST = re.compile(
    r"(?:党组|党委|党工委)?(?:副|常务副|第一)?(?:局长|主任|书记|镇长|乡长|县长|区长|市长|科长|股长|部长|院长|处长|所长"
    r"|站长|队长|校长|主席|董事长|总经理|经理|组长)[\u4e00-\u9fff]{0,3}$"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "欧柳金安常康伍施牛文翟申倪洪章柯焦岳齐梅庄辛管祝左涂路樊"
)
_TAILS = "局委办厅院会府镇乡村部处所站队司区县市街校厂社园心道团组户场湖河山"
_PERSON = re.compile(
    rf"(?:[{_SURNAMES}]|欧阳|上官|诸葛|司马)(?:某某?|[XxＸ×*＊]{{1,2}}|[\u4e00-\u9fff]?[\u4e00-\u9fff])(?<![{_TAILS}])"
)
_PERSON_BEHIND = re.compile(rf"(?<=[局委办厅院府镇乡心道司])({_PERSON.pattern})$")
_COLLECTIVE = re.compile(
    r"各|相关|有关|成员单位|职能部门|责任单位$|主管部门|监管部门|^镇街道?$|^乡镇(?:[（(]?街道[）)]?)?$|^街道$|全体|全[县市区镇]"
    r"|[县市区](?:直|级|属)(?:有关|相关|各)?(?:部门|单位|国有企业|国企|企业|平台公司|学校)|村[（(]?社区[）)]?$|属地|所在地"
)
SAME = re.compile(r"(?:同上|同前|如上|同上行|〃|″|〞|\"|”|“|''|’’|\.\.|↑)")


@dataclass(frozen=True, slots=True)
class Named:
    """A unit as a cell names it, with the duty that the cell's own words give it, if any."""

    name: str
    duty: Duty | None
    written: str
    answers: bool = False
    """Whether the words say that it answers: 县水务局负责."""


class _Chunk(NamedTuple):
    """Words between separators: whether a clause begins with them, whether a mere blank parts them."""

    words: str
    opens_clause: bool
    is_behind_blank: bool
    """As a person stands behind his office."""


def read_units(
    text: str, *, runs: Sequence[Run] = (), knows: Knows | None = None, lead_mark: str = ""
) -> list[Named]:
    """The units of a cell in order. `runs` say which of its letters are bold: those units lead.

    `knows` says whether a name that looks like a person's is a unit's; `lead_mark` is the ★ of leads.
    """
    plain = _ORDINAL.sub("；", _PHONE.sub(" ", text))
    found: list[Named] = []
    for duty, words in _labelled(plain):
        found += [
            one if one.duty or duty is None else replace(one, duty=duty) for one in _listed(words, knows)
        ]
    if lead_mark and not any(one.duty == "lead" for one in found):
        found = [replace(one, duty="lead") if lead_mark in one.written else one for one in found]
    if runs and not any(one.duty == "lead" for one in found):
        found = _by_bold(found, runs)
    return _once(_with_lead(found))


def is_collective(name: str) -> bool:
    """各镇街, 县直有关部门, 三大运营商: many units in one name, which no directory lists."""
    if _COLLECTIVE.search(name):
        return True
    return any(unit.form == "collective" and unit.name == name for unit in find_units(name))


def duty_of(word: str) -> Duty:
    """The duty that a word of a head, a label or a note gives."""
    for duty, words in _WORDS.items():
        if re.search(words, word):
            return duty
    return "responsible"


def _once(found: Iterable[Named]) -> list[Named]:
    kept: dict[str, Named] = {}
    for one in found:
        known = kept.get(one.name)
        if known is None or (one.duty == "lead" and known.duty != "lead"):
            kept[one.name] = one
    return list(kept.values())


def _with_lead(found: list[Named]) -> list[Named]:
    """县水务局负责，县财政局配合: the one that answers while others help leads."""
    answering = [one for one in found if one.answers]
    others = [one for one in found if not one.answers]
    if len(answering) == 1 and others and all(one.duty == "cooperating" for one in others):
        return [replace(one, duty="lead") if one.answers else one for one in found]
    return found


def _labelled(text: str) -> Iterator[tuple[Duty | None, str]]:
    """The stretches of a cell, each with the duty that its label gives: 主办：X 会办：Y."""
    labels = list(_LABEL.finditer(text))
    first = labels[0].start() if labels else len(text)
    if text[:first].strip():
        yield None, text[:first]
    ends = [*(label.start() for label in labels[1:]), len(text)]
    for label, end in zip(labels, ends, strict=False):
        if not label["person"]:
            yield duty_of(label["word"] or label["bare"] or label["boxed"]), text[label.end() : end]


def _listed(text: str, knows: Knows | None) -> list[Named]:
    """Names between separators; a verb behind the last of a clause holds for those before it."""
    found: list[Named] = []
    waiting, is_after_person = 0, False
    for chunk in _chunks(text):
        if chunk.opens_clause:
            waiting = len(found)
        is_after_person = (
            bool(found)
            and (chunk.is_behind_blank or is_after_person)
            and _is_person(chunk.words)
            and not (knows and knows(chunk.words))
        )
        if is_after_person:
            continue
        if found and (note := _NOTE.fullmatch(chunk.words)) and _DUTY_NOTE.fullmatch(note[1].strip()):
            found[-1] = replace(found[-1], duty=duty_of(note[1]))
            continue
        verb = _verb(chunk.words)
        found += [one for piece in _split_joined(chunk.words) for one in _named(piece)]
        if verb and found:
            for at in range(waiting, len(found)):
                if found[at].duty is None:
                    found[at] = replace(found[at], duty=duty_of(verb), answers=verb == "负责")
            waiting = len(found)
    return found


def _chunks(text: str) -> Iterator[_Chunk]:
    """Words between separators that stand in no bracket."""
    depth, start, between = 0, 0, _CLAUSE
    for place, letter in enumerate(text + "\n"):
        depth += letter in "（(【["
        depth = max(0, depth - (letter in "）)】]"))
        if place < len(text) and (depth or letter not in _HARD + _SOFT):
            continue
        if words := text[start:place].strip():
            yield _Chunk(words, bool(set(between) & set(_CLAUSE)), not set(between) & set("、，,；;。"))
            between = ""
        between += letter
        start = place + 1


def _split_joined(chunk: str) -> list[str]:
    """县住建局和县水务局 are two, 发展和改革局 is one; so are two names with nothing between them."""
    return [piece for piece in _JOINT.split(chunk) if piece]


def _verb(chunk: str) -> str | None:
    found = _VERB.search(_NOTE.sub("", chunk))
    return found[1] if found else None


def _named(piece: str) -> list[Named]:
    """One name without marks, persons, posts and verbs; none where nothing of a unit is left."""
    duty: Duty | None = None
    name = _OPENING.sub("", piece.strip())
    if told := _TELLS.match(name):
        return [Named(told[1], duty_of(told[2]), piece.strip(), answers=told[2] == "负责")]
    if piece.strip().startswith("会同"):
        duty = "cooperating"
    for note in _NOTE.finditer(name):
        if _DUTY_NOTE.fullmatch(note[1].strip()):
            duty = duty_of(note[1])
    name = _NOTE.sub(lambda found: found[0] if _is_part(found[1]) else "", name)
    bare = _VERB.sub("", name)
    name = bare if len(bare) > 1 or not bare else name
    name = _POST.sub("", _ENDING.sub("", _MARKS.sub("", name))).strip(" :：.。")
    name = _PERSON_BEHIND.sub("", name)
    if len(name) < 2 or not re.search("[\u4e00-\u9fffA-Za-z]", name) or _NO_UNIT.fullmatch(name):
        return []
    return [Named(name, duty, piece.strip())]


_NO_UNIT = re.compile(
    r"无|暂无|待定|待明确|不涉及|等|及|和|其他|电话|联系人|年底|长期坚持|(?:责任|牵头|配合)(?:单位|部门)[:：]?"
)


def _is_person(words: str) -> bool:
    name = _NOTE.sub("", words).strip()
    return bool(_PERSON.fullmatch(name) or _POST.fullmatch(name)) and name not in SPOKEN


def _is_part(note: str) -> bool:
    """（市、区） and （县委编办） belong to a name; a duty, a person or a post does not."""
    words = note.strip()
    if not words or _DUTY_NOTE.fullmatch(words) or _is_person(words) or _POST.search(words):
        return False
    return bool(re.fullmatch(r"[\u4e00-\u9fff、/和及]{1,12}", words)) and not re.search(_DUTY_WORD, words)


def _by_bold(found: list[Named], runs: Sequence[Run]) -> list[Named]:
    """Units whose letters are bold lead, where not all of them are."""
    bold = "".join(run.text if run.is_bold else "\0" for run in runs)
    parts = [part.strip() for part in bold.split("\0") if part.strip()]
    leads = [any(one.name in part or (len(part) > 2 and part in one.name) for part in parts) for one in found]
    if not any(leads) or (all(leads) and len(found) > 1):
        return found
    return [replace(one, duty="lead") if lead else one for one, lead in zip(found, leads, strict=True)]
