"""Deadlines: which of the times in a measure is the day by which it must be, or was, finished."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from guatu.kernel.days import TimePhrase, find_times
from guatu.reading.draft import Due

_CLAUSE_END = re.compile(r"[，。；！？,;!?\n]")
_SENTENCE_END = re.compile(r"[。；！？;!?\n]")

_LABEL = re.compile(
    r"(?:(?:整改|完成|办结|办理|落实|解决|销号)(?:时限|期限|时间|日期|时间节点)|时限|期限|限期)"
    r"(?:要求)?[为：: （(]*$"
)
_BRACKET = re.compile(r"[（(]$")
_BRACKET_CLOSES = re.compile(r"^[）)]")

_MISSED = re.compile(r"未(?:能|曾)?(?:按照?|在|于|如期)?[^，。；,;]{0,6}$|没有(?:在|于)?$")
_COMPARED = re.compile(
    r"(?:比|较)$|(?:有效|试行|任|聘用?|服务|合同|租赁|保质|质保|贷款)期限?(?:为|是|至|到)*$"
)
_ATTRIBUTE = re.compile(
    "^(?:的|同期|相比|以来|已?(?:注册|成立|取得|登记|出生|参加|形成|发生|签订|批准|入统|投保|建成|开工"
    "|下达|反馈)[^，。；,;]{0,14}的)"
)
_BARRED = re.compile(r"^不(?:得|再|予|能|发生|准)")
_SHORTENED = re.compile(r"(?:压缩|缩短|压减|减少?|降低?|控制|提速|延长|放宽|由)[至到在为][^，。；,;]{0,10}$")
_HOPED = re.compile(r"(?:力争|争取|确保)(?:于|在|自|从)?$")
_AS_OF = re.compile(r"截[至止][^，。；,;]{0,3}$")
_NARRATED = re.compile(
    r"(?<!为)了(?!解|然|结)|已|曾|累计|同比|环比|荣获|获评|(?<!公)共(?!同|享|建|治|用|创|青)"
)
_MEETING = re.compile(r"召开|主持|会议|座谈|例会|听取|举行|调研|考察|走访|来到|出席")
_TALLY = re.compile(r"^(?:已|共|累计|未|没有|连续|先后)")

_PLAIN_END = re.compile(r"[底末]$")
_OPENS = re.compile(
    r"(?:^|[，。；：！？,;:!?\n（(、]|计划|力争|确保|争取|预计|拟|将|要|须|应|请|到|在|于|至)(?:于|在)?$"
)
_INTENT = re.compile(
    r"(?:计划(?:于|在|到)|(?<!学习|工作|实施|行动|年度|三年|专项|培训|建设|整改|检查|调研|采购|投资)计划"
    r"|预计|拟|将|力争|确保|争取|有望|下一步)[^，。；,;]{0,12}$"
)
_POSTPONED = re.compile(r"(?:时限|期限|时间)[^，。；]{0,24}(?:延长|延期|推迟|顺延|调整)(?:至|到)$")
_PROMISE = re.compile(
    "要(?=达到|实现|完成|全部|建成)|将(?!近|[“《]|[^，。；,;]{1,30}(?:纳入|列入|作为|转为|划转|改为|移交"
    r"|录入))|力争|下一?步|预计|(?<!学习|工作|实施|行动|年度|培训)计划(?:于|在|到|(?=\d|今|明|年|全))"
)
_GOAL = re.compile(
    "^[^，。；,;]{0,24}?(?:实现|完成|达到?|建成|力争|确保|计划|争取|预计|新建|新增|开工|竣工|投产|培育"
    "|打造|要|将)"
)
_TARGET = re.compile(r"^[^，。；,;]{0,30}?\d")
_RUNNING = re.compile(r"全年|年内|[上下]半年|今年|本年")
_FIRM_GOAL = re.compile(r"^[^，。；,;]{0,16}?(?:实现|力争|确保|计划|争取|预计|将)")
_DEED = re.compile(
    "完成|建成|竣工|投产|投用|投入(?:使用|运营|运行)|启用|交付|通车|开通|上线|印发|出台|制定|报送|提交"
    "|上报|报|验收"
    "|销号|清零|办结|达到|实现|开工|启动|开展|组织|实施|进行|见效|到位|整改|解决|落实|形成|建立|举办|编制"
    "|发布|拆除|运行|运营"
)
_FINISHED = re.compile(
    r"^[，,]?(?:前|已经?|全面|全部|顺利|如期|提前|正式|均)*"
    r"(?:完成|建成|竣工|完工|投产|投用|投入使用|办结|销号|整改完成|整改到位|通过验收|通车|清零)"
    r"|^[，,]?前?已(?:经|全部|全面|与)[^，。；,;]{0,14}?(?:完成|到位|签订|办结|销号|上缴|清零|投入使用)"
)
_FINISHED_AT = re.compile(r"(?:已经?|现已|均已|分别|并|业已)?于$")
_FINISHED_DEED = re.compile(
    "^[^，。；,;]{0,40}?(?:完成|完善|建立|建成|印发|出台|制定|修订|竣工|完工|投产|投用|投入使用|上线|开通"
    "|到位|销号|办结"
    "|拨付|签订|处置|更换|开通|上缴|补缴|移交|恢复|归还|退还|清退|收回|追缴|解决|整治|关停|拆除|取缔|补齐"
    "|注销|启用|交付|验收|整改|纠正|补缴|清理)"
)
_FINISHED_LATER = re.compile(
    r"^[，,][^。；;]{0,30}?(?:已|均|全部)[^，。；,;]{0,12}?(?:完成|到位|销号|办结|建成|竣工|投入使用|清零)"
)
_NAME = re.compile(r"[“\"‘'][^“”，。\n]{0,3}一[\u4e00-\u9fff]{1,4}[”\"’']")
_GROWTH = re.compile(r"^(?:平均|年均)?(?:增长|递增|下降|提高|增幅|减少)")
_LASTING = re.compile(r"长期(?:坚持|整改|落实|推进)|常抓不懈|常年坚持")
_PUSHED_ON = re.compile(r"(?:推进|整改|落实|坚持)$")
_ENDS_SENTENCE = re.compile(r"^[”\"]?(?:[。；;）)\n]|$)")
_STATUS_ONLY = re.compile(r"^[\s/\\—–\-－_.。无]*$")
_COMPACT_DAY = re.compile(r"^((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)$")

_LONGEST_LOOK = 60
"""Characters before a time that may say what it is."""
_LONGEST_CLAUSE = 300
"""Characters after a time that may belong to it, where full stops were lost."""
_YEAR_IS_ENDING, _YEAR_HAS_BEGUN = 11, 3
_ALMOST_OVER = 31
"""Days: what a report says of a year with less than this left is its result, not its goal."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A time and the words around it, up to the bounds of its clause and its sentence."""

    time: TimePhrase
    before: str
    """From the start of the sentence."""
    clause_after: str
    """To the end of the clause; of the next one, where a comma follows the time."""
    after: str
    """To the end of the sentence."""

    @property
    def clause_before(self) -> str:
        return _CLAUSE_END.split(self.before)[-1]


def find_due(
    text: str, *, base: date | None, year: int | None, reported: bool, offset: int = 0
) -> Due | None:
    """The deadline that a measure's own words give, or the day on which finished work was finished.

    `reported` is for what tells of work done (reports, news): a day there is a deadline only where the words
    say by or until, or that something was finished on it. `offset` is where `text` begins in the document.
    """
    judge = _is_told if reported else _is_ordered
    times = find_times(text, base=base, year=year)
    if not reported:
        times = [_rolled(time, base) for time in times]
    places = [_place(text, time) for time in times if not time.superseded]
    labelled = [place.time for place in places if _LABEL.search(place.before)]
    kept = labelled or [place.time for place in places if _is_due(place, base, judge)]
    return _as_due(_last(kept), offset)


def read_due_field(text: str, *, base: date | None, year: int | None, offset: int = 0) -> Due | None:
    """What a field or cell for the deadline says: any time, or else its words; None where it is empty."""
    if _STATUS_ONLY.match(text):
        return None
    words = text.strip()
    start = offset + text.index(words)
    times = [time for time in find_times(_spelt_out(words), base=base, year=year) if not time.superseded]
    chosen = _last(times)
    if chosen is None or _COMPACT_DAY.match(words):
        day = chosen.last_day if chosen else None
        return Due(chosen.value if chosen else None, words, day, (start, start + len(words)))
    return _as_due(chosen, start)


def _spelt_out(words: str) -> str:
    """20250630, as some spreadsheets have it, is 2025.06.30."""
    found = _COMPACT_DAY.match(words)
    return ".".join(found.groups()) if found else words


def _as_due(time: TimePhrase | None, offset: int) -> Due | None:
    if time is None:
        return None
    return Due(time.value, time.text, time.last_day, (time.start + offset, time.end + offset))


def _last(times: list[TimePhrase]) -> TimePhrase | None:
    """The latest day; else the first recurrence, what lasts, or the last time that cannot be computed."""
    if dated := [time for time in times if time.last_day]:
        return max(
            dated, key=lambda time: (not _is_running_year(time), time.last_day or date.min, time.start)
        )
    for precision in ("recurrence", "ongoing"):
        if found := [time for time in times if time.precision == precision]:
            return found[0]
    return times[-1] if times else None


def _is_running_year(time: TimePhrase) -> bool:
    """今年 mostly sets the scene for a nearer day in the same measure."""
    return time.text in ("今年", "全年", "本年度", "本年")


def _rolled(time: TimePhrase, base: date | None) -> TimePhrase:
    """1月10日前 in an order given in December is a day of the next year."""
    if not (base and time.last_day and time.is_year_assumed and time.is_limit):
        return time
    if not (
        base.month >= _YEAR_IS_ENDING and time.last_day.month <= _YEAR_HAS_BEGUN and time.last_day < base
    ):
        return time
    (later,) = find_times(time.text, base=base, year=time.last_day.year + 1)
    return replace(time, value=later.value, last_day=later.last_day)


def _place(text: str, time: TimePhrase) -> _Place:
    end = _SENTENCE_END.search(text, time.end, time.end + _LONGEST_CLAUSE)
    after = text[time.end : end.end() if end else time.end + _LONGEST_CLAUSE]
    before = _SENTENCE_END.split(text[max(0, time.start - _LONGEST_LOOK) : time.start])[-1]
    return _Place(time, before, _CLAUSE_END.split(after.lstrip("，,"))[0], after)


def _is_due(place: _Place, base: date | None, judge: Callable[[_Place, date | None], bool]) -> bool:
    time = place.time
    if _is_about_something_else(place) or _MISSED.search(place.clause_before):
        return False
    if time.precision == "recurrence":
        quoted = place.before[-1:] + time.text + place.after
        return not (_NAME.match(quoted) or _GROWTH.match(place.after))
    if time.precision == "ongoing":
        return _is_lasting(place)
    if time.precision == "open":
        return time.text.endswith(("前", "内"))
    return _is_completion(place) or judge(place, base)


def _is_about_something_else(place: _Place) -> bool:
    """A beginning, a term of validity or of service, a day that tells things apart, a time barred."""
    time = place.time
    if time.is_start and not _HOPED.search(place.before):
        return True
    if time.text.endswith("内") and (_SHORTENED.search(place.before) or _BARRED.match(place.after)):
        return True
    return bool(_COMPARED.search(place.before) or _ATTRIBUTE.match(place.after))


def _is_lasting(place: _Place) -> bool:
    """长期坚持 at the end of a clause; 持续推进 only where it stands alone."""
    if _LASTING.search(place.time.text):
        return place.time.is_limit
    return bool(
        _PUSHED_ON.search(place.time.text)
        and _ENDS_SENTENCE.match(place.after)
        and (not place.clause_before or _BRACKET.search(place.before))
    )


def _is_completion(place: _Place) -> bool:
    """Something was, or is to be, finished on that very day: 已于7月底完成…, 6月完成…, 9月，…已全部完成."""
    if place.time.precision == "period" and not place.time.is_limit:
        return False
    if _AS_OF.search(place.before):
        return False
    if _FINISHED_AT.search(place.before) and _FINISHED_DEED.match(place.after):
        return not _MEETING.match(place.after)
    return bool(_FINISHED.match(place.after) or _FINISHED_LATER.match(place.after))


def _is_told(place: _Place, base: date | None) -> bool:
    """In a report: 9月30日前, 年内, 计划12月完成, or a goal for a year that is not nearly over."""
    time = place.time
    if _AS_OF.search(place.before) or _TALLY.match(place.after):
        return False
    if _POSTPONED.search(place.before):
        return True
    if time.is_limit and not _PLAIN_END.search(time.text):
        return not _MEETING.search(place.clause_after)
    if _INTENT.search(place.clause_before):
        return bool(_DEED.search(place.clause_after)) and not _is_over(time, base)
    if _is_promised(place, base):
        return True
    return time.precision == "period" and _is_goal_of_running_year(place, base)


def _is_promised(place: _Place, base: date | None) -> bool:
    """A coming time in a sentence that promises: 下一步将在全县推广，到2026年底…, 全年将改造…."""
    last = place.time.last_day
    if base is None or last is None or last <= base or _NARRATED.search(place.clause_after):
        return False
    return bool(_PROMISE.search(place.before) or _PROMISE.search(place.clause_after))


def _is_goal_of_running_year(place: _Place, base: date | None) -> bool:
    if _NARRATED.search(place.clause_after) or not _FIRM_GOAL.match(place.after):
        return False
    if not _OPENS.search(place.before):
        return False
    last = place.time.last_day
    return last is None or (base is not None and (last - base).days > _ALMOST_OVER)


def _is_ordered(place: _Place, base: date | None) -> bool:
    """In a directive: by then, in a bracket by itself, or a coming time at which something is to be done."""
    time = place.time
    is_ahead = bool(base and time.last_day and time.last_day > base)
    is_narrated = not is_ahead and bool(_NARRATED.search(place.clause_after))
    told_past = is_narrated or _AS_OF.search(place.before) is not None
    if time.is_limit:
        return not (told_past and (_is_over(time, base) or _TALLY.match(place.after) or _is_as_of(place)))
    if _BRACKET.search(place.before) and _BRACKET_CLOSES.match(place.after):
        return True
    is_meeting = time.precision != "period" and _MEETING.search(place.clause_after)
    if told_past or _is_over(time, base) or is_meeting:
        return False
    if time.precision == "period":
        deed = _GOAL.match(place.after) or _TARGET.match(place.after)
        return bool(deed and (_OPENS.search(place.before) or _RUNNING.match(time.text)))
    return bool(_DEED.search(place.after) and _OPENS.search(place.before))


def _is_as_of(place: _Place) -> bool:
    return bool(_AS_OF.search(place.before) and _NARRATED.search(place.after))


def _is_over(time: TimePhrase, base: date | None) -> bool:
    return bool(base and time.last_day and time.last_day < base)
