"""Each kind of condition in the words of an official: what was found, and what is said of it."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from guatu.rules.answers.readings import (
    Sides,
    label_of,
    sides,
    write_asked,
    write_found,
    write_word,
)
from guatu.rules.answers.spelling import ABOUT, write_day, write_list, write_unit
from guatu.rules.language.printing import print_rule
from guatu.rules.language.syntax import (
    BelongsTo,
    Compares,
    Condition,
    Contains,
    Exists,
    Happened,
    IsBetween,
    IsMissing,
    IsSo,
    Judged,
    Parameter,
    Sign,
    StartsWith,
)
from guatu.rules.meaning.operands import words_of
from guatu.rules.meaning.subjects import Subject, day_in
from guatu.rules.meaning.values import Found, plain, records_at, value_at, value_of
from guatu.rules.reference import decided, event_counts, judgement, members_of, names_value
from guatu.rules.rows import Row
from guatu.rules.truth import Verdict


@dataclass(frozen=True, slots=True)
class Wording:
    """The words for one condition; `yes` and `no` are read behind the label."""

    label: str
    yes: str
    no: str
    asked: str
    """What is asked for: 2000万元, C39（电子设备制造业）."""
    found_text: str = ""
    """What was found; empty where nothing is on record."""
    found: Found = None
    finding: str = ""
    """What is told of a decided condition behind the label, where it is more than what was found."""
    asks: str = ""
    """What is open where it is unknown: 达到2000万元; empty where there is nothing to add to the label."""

    def saying(self, verdict: Verdict) -> str:
        """达到2000万元, or 未达到2000万元."""
        return self.yes if verdict is Verdict.YES else self.no

    def statement(self, verdict: Verdict, instead: str = "") -> str:
        """营业收入[上年]为1880万元，未达到2000万元; or something else instead of its second half."""
        if self.finding:
            return f"{self.label}{self.finding}"
        about = "约为" if self.found_text.startswith(ABOUT) else "为"
        return f"{self.label}{about}{self.found_text.removeprefix(ABOUT)}，{instead or self.saying(verdict)}"

    @property
    def question(self) -> str:
        return f"是否{'为' + self.asks[1:] if self.asks.startswith('是') else self.asks}" if self.asks else ""


class _Pair(NamedTuple):
    yes: str
    no: str


_OF_FIGURES: dict[Sign, _Pair] = {
    "≥": _Pair("达到", "未达到"),
    ">": _Pair("超过", "未超过"),
    "≤": _Pair("不超过", "超过"),
    "<": _Pair("低于", "不低于"),
    "=": _Pair("等于", "不等于"),
    "≠": _Pair("不等于", "等于"),
}
_OF_DAYS: dict[Sign, _Pair] = {
    "≥": _Pair("不早于", "早于"),
    ">": _Pair("晚于", "不晚于"),
    "≤": _Pair("不晚于", "晚于"),
    "<": _Pair("早于", "不早于"),
    "=": _Pair("是", "不是"),
    "≠": _Pair("不是", "是"),
}
_OF_NAMES: dict[Sign, _Pair] = {
    "≥": _Pair("达到", "未达到"),
    ">": _Pair("高于", "不高于"),
    "≤": _Pair("不高于", "高于"),
    "<": _Pair("低于", "不低于"),
    "=": _Pair("是", "不是"),
    "≠": _Pair("不是", "是"),
}


def wording(condition: Condition, subject: Subject) -> Wording:
    if isinstance(condition, Compares):
        return _compares(condition, subject)
    if isinstance(condition, IsBetween):
        return _between(condition, subject)
    if isinstance(condition, BelongsTo | StartsWith):
        return _named(condition, subject)
    if isinstance(condition, Contains):
        return _contains(condition, subject)
    if isinstance(condition, Happened):
        return _happened(condition, subject)
    if isinstance(condition, Exists):
        return _exists(condition, subject)
    return _plain(condition, subject)


# --- comparisons


def _compares(condition: Compares, subject: Subject) -> Wording:
    both = sides(condition.left, condition.right, subject)
    asked = write_asked(condition.right, subject, both.field)
    kind = "date" if both.field is None else both.field.type
    pairs = _OF_DAYS if kind == "date" else _OF_NAMES if kind in ("grade", "text", "code") else _OF_FIGURES
    yes, no = pairs[condition.sign]
    label = label_of(condition.left, subject.catalogue)
    return Wording(
        label, f"{yes}{asked}", f"{no}{asked}", asked, _shown(both, subject), both.found, asks=f"{yes}{asked}"
    )


def _between(condition: IsBetween, subject: Subject) -> Wording:
    low = sides(condition.left, condition.low, subject)
    ends = (
        write_asked(condition.low, subject, low.field) + ("" if condition.includes_low else "（不含）"),
        write_asked(condition.high, subject, low.field) + ("" if condition.includes_high else "（不含）"),
    )
    asked = "至".join(ends)
    label = label_of(condition.left, subject.catalogue)
    yes, no = f"在{asked}之间", f"不在{asked}之间"
    return Wording(label, yes, no, asked, _shown(low, subject), low.found, asks=yes)


def _shown(both: Sides, subject: Subject) -> str:
    return "" if both.found is None else write_found(both.found, both.field, subject, both)


# --- names and sets


def _named(condition: BelongsTo | StartsWith, subject: Subject) -> Wording:
    field, value = subject.catalogue[condition.field.name], value_at(condition.field, subject)
    words = words_of(condition.words, subject)
    asked = _listed(condition.words, words and tuple(write_word(word, field) for word in words))
    label, found = label_of(condition.field, subject.catalogue), _written(condition, value, subject)
    if isinstance(condition, StartsWith):
        yes, no = f"以{asked}开头", f"不以{asked}开头"
        return Wording(label, yes, no, asked, found, value, asks=yes)
    several = len(words or ()) > 1
    there = [write_word(word, field) for word in words or () if names_value(word, value, field.codes)]
    yes = f"属于{write_list(there) or asked + ('之一' if several else '')}"
    no = f"不属于{asked}{'中的任何一项' if several else ''}"
    told = (no, yes) if condition.negated else (yes, no)
    return Wording(label, *told, asked, found, value, asks=yes)


def _contains(condition: Contains, subject: Subject) -> Wording:
    field, value = subject.catalogue[condition.field.name], value_at(condition.field, subject)
    words = words_of(condition.words, subject)
    asked, several = _listed(condition.words, words), len(words or ()) > 1
    held = set(members_of(value, subject.day, ever=condition.ever))
    there = write_list(word for word in words or () if plain(word) in held)
    verb = "曾包含" if condition.ever else "包含" + ("有效的" if field.type == "dated_set" else "")
    denied = "从未包含" if condition.ever else f"不{verb}"
    if condition.every:
        yes, no = f"{verb}全部{asked}", f"未全部{verb}{asked}"
    else:
        yes = f"{verb}{there or asked + ('中的一项' if several else '')}"
        no = f"{denied}{asked}{'中的任何一项' if several else ''}"
    told = (no, yes) if condition.negated else (yes, no)
    label, found = label_of(condition.field, subject.catalogue), _written(condition, value, subject)
    return Wording(label, *told, asked, found, value, asks=yes)


def _listed(words: object, values: tuple[str, ...] | None) -> str:
    """The words asked for; of a parameter also its name."""
    listed = write_list(values or ())
    if not isinstance(words, Parameter):
        return listed
    return f"{listed}（〔{words.name}〕）" if values else f"〔{words.name}〕"


def _written(condition: BelongsTo | StartsWith | Contains, value: Found, subject: Subject) -> str:
    return "" if value is None else write_found(value, subject.catalogue[condition.field.name], subject)


# --- events, records


def _happened(condition: Happened, subject: Subject) -> Wording:
    window = condition.window
    since = f"近{window.count}{write_unit(window.span)}" if window else ""
    label = f"{since}{subject.catalogue[condition.field].label}{_inside(condition, subject)}"
    times = condition.times
    asked = f"至少{times}次" if times > 1 else "发生过"
    yes, no = (f"发生{asked}", f"发生不到{times}次") if times > 1 else (asked, "没有发生过")
    told = (no, yes, no) if condition.negated else (yes, no, asked)
    events = records_at(condition.field, subject)
    if events is None:
        return Wording(label, *told, asks=yes)
    counted = [event for event in events if event_counts(condition, subject, event) is Verdict.YES]
    found_text = f"{len(counted)}次"
    days = write_list((write_day(day) for event in counted if (day := _day_of(condition, subject, event))), 3)
    finding = f"发生{found_text}（{days}）" if counted else "没有发生过"
    if counted and times > 1:
        finding += f"，{'达到' if len(counted) >= times else '未达到'}{times}次"
    return Wording(label, *told, found_text, Fraction(len(counted)), finding, asks=yes)


def _day_of(condition: Happened, subject: Subject, event: Row) -> date | None:
    record = subject.record(condition.field, event)
    found = value_of(record.catalogue[subject.catalogue[condition.field].day], None, record)
    return found if isinstance(found, date) else None


def _exists(condition: Exists, subject: Subject) -> Wording:
    label = subject.catalogue[condition.field].label
    asked = print_rule(condition.part, subject.catalogue.of_list(condition.field))
    yes, no = f"有符合“{asked}”的", f"没有符合“{asked}”的"
    records = records_at(condition.field, subject)
    if records is None:
        return Wording(label, yes, no, asked, asks=yes)
    inner = (subject.record(condition.field, each) for each in records)
    met = [number for number, each in enumerate(inner, 1) if decided(condition.part, each) is Verdict.YES]
    places = write_list((f"第{number}项" for number in met), 3)
    finding = f"共{len(records)}项，{places + '符合' if met else '没有一项符合'}“{asked}”"
    if not records:
        finding = "一项也没有"
    return Wording(label, yes, no, asked, f"{len(met)}项", Fraction(len(met)), finding, asks=yes)


def _inside(condition: Happened, subject: Subject) -> str:
    if condition.part is None:
        return ""
    return f"（{print_rule(condition.part, subject.catalogue.of_list(condition.field))}）"


# --- what is said without a value beside it


def _plain(condition: IsMissing | IsSo | Judged, subject: Subject) -> Wording:
    if isinstance(condition, Judged):
        return _judged(condition, subject)
    label, field = label_of(condition.field, subject.catalogue), subject.catalogue[condition.field.name]
    value = value_at(condition.field, subject)
    found = "" if value is None else write_found(value, field, subject)
    if isinstance(condition, IsSo):
        yes, no = ("为是", "为否") if condition.expected else ("为否", "为是")
        return Wording(label, yes, no, yes[1:], found, value, f"为{found}" if found else "")
    yes, no = ("已填报", "未填报") if condition.negated else ("未填报", "已填报")
    finding = f"已填报，为{found}" if found else "未填报"
    return Wording(label, yes, no, yes, found, value, finding)


def _judged(condition: Judged, subject: Subject) -> Wording:
    row = judgement(condition, subject)
    answer, day = (None, None) if row is None else (row.get("answer"), day_in(row.get("day")))
    label, yes, no = f"“{condition.question}”", "核定为是", "核定为否"
    if answer is None or day is None:
        return Wording(label, yes, no, "是")
    found = "是" if answer is True else "否"
    return Wording(label, yes, no, "是", found, answer is True, f"经人工核定为{found}（{write_day(day)}）")
