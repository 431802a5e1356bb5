"""How far a condition is from the verdict that would serve: 还差120万元, 超出3人, 早2个月, 低1级."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from guatu.rules.answers.readings import Sides, sides, write_found, write_word
from guatu.rules.answers.spelling import Spelled, write_difference, write_list, write_span
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
    Sign,
    StartsWith,
)
from guatu.rules.meaning.operands import words_of
from guatu.rules.meaning.subjects import Subject
from guatu.rules.meaning.values import holds, plain, records_at, value_at
from guatu.rules.reference import event_counts, members_of, names_value
from guatu.rules.truth import Verdict

DistanceKind = Literal[
    "short", "over", "apart", "at_bound", "early", "late", "lower", "higher", "lacking", "surplus", "other"
]
"""还差, 超出, 相差, just at an excluded bound, 早, 晚, 低, 高, 缺少, 不应有; other is said in words only."""


@dataclass(frozen=True, slots=True)
class Distance:
    """What lies between a condition and the verdict wanted, to be read behind the condition's label."""

    kind: DistanceKind
    text: str
    amount: str = ""
    """A number in `unit`, as it is written; of days their count."""
    unit: str = ""
    words: tuple[str, ...] = ()
    """The names that are lacking, not to be had, or to be had."""


_OPPOSITE: dict[Sign, Sign] = {"=": "≠", "≠": "=", "<": "≥", "≥": "<", ">": "≤", "≤": ">"}


def distance(condition: Condition, wanted: Verdict, subject: Subject) -> Distance | None:
    """The distance of a condition that is decided, and not as wanted; None where it cannot be measured."""
    is_yes = wanted is Verdict.YES
    if isinstance(condition, Compares):
        both = sides(condition.left, condition.right, subject)
        return _from_bound(both, condition.sign if is_yes else _OPPOSITE[condition.sign], subject)
    if isinstance(condition, IsBetween):
        return _to_range(condition, subject) if is_yes else _out_of_range(condition, subject)
    if isinstance(condition, Contains):
        return _from_members(condition, subject, is_to_hold=is_yes is not condition.negated)
    if isinstance(condition, BelongsTo | StartsWith):
        return _from_words(condition, subject, is_yes=is_yes)
    if isinstance(condition, Happened):
        return _from_count(condition, subject, is_to_happen=is_yes is not condition.negated)
    return _in_words(condition, subject, is_yes=is_yes)


# --- comparisons


def _from_bound(both: Sides, sign: Sign, subject: Subject) -> Distance | None:
    """What a comparison that does not hold lacks."""
    found, bound = both.found, both.asked
    if sign == "≠" or (sign == "=" and not isinstance(found, Fraction)):
        asked = write_found(bound, both.field, subject, both)
        return Distance("other", f"须{'为' if sign == '=' else '不为'}{asked}")
    if isinstance(found, date) and isinstance(bound, date):
        return _between_days(found, bound, sign)
    if isinstance(found, Fraction) and isinstance(bound, Fraction):
        return _between_figures(found, bound, sign, both, subject)
    if both.field and isinstance(found, str) and isinstance(bound, str):
        return _between_grades(found, bound, sign, both.field.grades)
    return None


def _between_figures(
    found: Fraction, bound: Fraction, sign: Sign, both: Sides, subject: Subject
) -> Distance | None:
    if both.field is None:
        return None
    if found == bound:
        return Distance("at_bound", "须高于本数" if sign == ">" else "须低于本数")
    conversions = subject.setting.catalogue.conversions
    gap = write_difference(abs(found - bound), both.field, both.unit, conversions)
    if sign == "=":
        return _amount("apart", "相差", gap)
    return _amount("short", "还差", gap) if sign in ("≥", ">") else _amount("over", "超出", gap)


def _amount(kind: DistanceKind, word: str, gap: Spelled) -> Distance:
    return Distance(kind, f"{word}{gap}", gap.number, gap.unit)


def _between_days(found: date, bound: date, sign: Sign) -> Distance:
    if found == bound:
        return Distance("at_bound", "须晚于该日" if sign == ">" else "须早于该日")
    first, last = sorted((found, bound))
    kind: DistanceKind = "early" if found < bound else "late"
    word = "早" if found < bound else "晚"
    return Distance(kind, f"{word}{write_span(first, last)}", str((last - first).days), "天")


def _between_grades(found: str, bound: str, sign: Sign, grades: tuple[str, ...]) -> Distance:
    """Counted in steps; to be above a grade takes one step more than to reach it."""
    names = [plain(grade) for grade in grades]
    steps = abs(names.index(found) - names.index(bound)) + (sign in ("<", ">"))
    kind: DistanceKind = "lower" if sign in ("≥", ">") else "higher"
    return Distance(kind, f"{'低' if kind == 'lower' else '高'}{steps}级", str(steps), "级")


def _to_range(condition: IsBetween, subject: Subject) -> Distance | None:
    low, high = _ends(condition, subject)
    low_sign: Sign = "≥" if condition.includes_low else ">"
    if holds(low.found, low_sign, low.asked) is False:
        return _from_bound(low, low_sign, subject)
    return _from_bound(high, "≤" if condition.includes_high else "<", subject)


def _out_of_range(condition: IsBetween, subject: Subject) -> Distance | None:
    """The way to the nearer end."""
    low, high = _ends(condition, subject)
    if _gap(low) <= _gap(high):
        return _from_bound(low, "<" if condition.includes_low else "≤", subject)
    return _from_bound(high, ">" if condition.includes_high else "≥", subject)


def _ends(condition: IsBetween, subject: Subject) -> tuple[Sides, Sides]:
    low = sides(condition.left, condition.low, subject)
    return low, sides(condition.left, condition.high, subject)


def _gap(both: Sides) -> Fraction:
    found, asked = both.found, both.asked
    if isinstance(found, date) and isinstance(asked, date):
        return Fraction(abs((found - asked).days))
    return abs(found - asked) if isinstance(found, Fraction) and isinstance(asked, Fraction) else Fraction(0)


# --- names


def _from_members(condition: Contains, subject: Subject, *, is_to_hold: bool) -> Distance:
    field = subject.catalogue[condition.field.name]
    value, words = value_at(condition.field, subject), words_of(condition.words, subject) or ()
    held = set(members_of(value, subject.day, ever=condition.ever))
    if not is_to_hold:
        there = tuple(word for word in words if plain(word) in held)
        together = "同时" if condition.every and len(there) > 1 else ""
        return Distance("surplus", f"不应{together}有{write_list(there)}", words=there)
    absent = tuple(word for word in words if plain(word) not in held)
    valid = "有效的" if field.type == "dated_set" and not condition.ever else ""
    choice = "中的任意一项" if len(absent) > 1 and not condition.every else ""
    return Distance("lacking", f"缺少{valid}{write_list(absent)}{choice}", words=absent)


def _from_words(condition: BelongsTo | StartsWith, subject: Subject, *, is_yes: bool) -> Distance:
    field, words = subject.catalogue[condition.field.name], words_of(condition.words, subject) or ()
    listed = write_list(write_word(word, field) for word in words)
    if isinstance(condition, StartsWith):
        return Distance("other", f"{'须' if is_yes else '不得'}以{listed}开头", words=words)
    if is_yes is not condition.negated:
        return Distance("other", f"须属于{listed}{'之一' if len(words) > 1 else ''}", words=words)
    value = value_at(condition.field, subject)
    there = tuple(word for word in words if names_value(word, value, field.codes))
    return Distance("other", f"不得属于{write_list(write_word(word, field) for word in there)}", words=there)


# --- events and what is said in words


def _from_count(condition: Happened, subject: Subject, *, is_to_happen: bool) -> Distance:
    events = records_at(condition.field, subject) or ()
    counted = [event_counts(condition, subject, event) for event in events].count(Verdict.YES)
    if is_to_happen:
        return _amount("short", "还差", Spelled(str(condition.times - counted), "次"))
    return _amount("over", "超出", Spelled(str(counted - condition.times + 1), "次"))


def _in_words(condition: Exists | IsMissing | IsSo | Judged, subject: Subject, *, is_yes: bool) -> Distance:
    if isinstance(condition, Judged):
        return Distance("other", f"须核定为{'是' if is_yes else '否'}")
    if isinstance(condition, IsSo):
        return Distance("other", f"应为{'是' if condition.expected is is_yes else '否'}")
    if isinstance(condition, IsMissing):
        return Distance("other", "不应填报" if is_yes is not condition.negated else "须填报")
    return Distance("other", "须有一项符合条件" if is_yes else "不应有符合条件的")
