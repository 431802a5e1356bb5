"""The meaning of rules, decided one row at a time straight from the tree, exactly and slowly.

This is the definition that every faster way of deciding is tested against. It reads a row as
`guatu.rules.rows` says and refuses nothing: rules are checked before any row is read.
"""

from collections.abc import Iterator
from datetime import date

from guatu.rules.catalogue.codes import Codes
from guatu.rules.language.syntax import (
    And,
    AtLeast,
    BelongsTo,
    Compares,
    Condition,
    Contains,
    DayAt,
    Exists,
    FieldAt,
    Happened,
    Implies,
    InARow,
    IsBetween,
    IsMissing,
    IsSo,
    Judged,
    Node,
    Not,
    Operand,
    Or,
    OverYears,
    Shift,
    Sign,
    StartsWith,
    Tiers,
)
from guatu.rules.meaning.binding import in_each_year
from guatu.rules.meaning.days import shifted
from guatu.rules.meaning.operands import asked, measured_by, words_of
from guatu.rules.meaning.subjects import Subject, subject_of
from guatu.rules.meaning.values import Found, Member, holds, left_of, plain, records_at, value_at, value_of
from guatu.rules.rows import Row
from guatu.rules.setting import Setting
from guatu.rules.truth import Verdict, all_of, any_of, at_least


def decide(node: Node, row: Row, setting: Setting) -> Verdict:
    """What a rule says of a row, as of the row's own 申报日 or else the day of asking."""
    return decided(node, subject_of(row, setting))


def found(operand: FieldAt | OverYears | DayAt, row: Row, setting: Setting) -> Found:
    """The value that a row gives for what a condition compares; None where it is missing."""
    return left_of(operand, subject_of(row, setting))


def decided(node: Node, subject: Subject) -> Verdict:
    """What a rule, or a part of it, says of a row or of one record."""
    if isinstance(node, And):
        return all_of(decided(part, subject) for part in node.parts)
    if isinstance(node, Or):
        return any_of(decided(part, subject) for part in node.parts)
    if isinstance(node, Not):
        return decided(node.part, subject).negated()
    if isinstance(node, AtLeast):
        return at_least(node.count, (decided(part, subject) for part in node.parts))
    if isinstance(node, Implies):
        return any_of((decided(node.condition, subject).negated(), decided(node.consequence, subject)))
    if isinstance(node, InARow):
        parts = in_each_year(node, subject.day.year, subject.catalogue)
        return all_of(decided(part, subject) for part in parts)
    if isinstance(node, Tiers):
        return any_of(_tiers(node, subject))
    return _condition(node, subject)


def _tiers(node: Tiers, subject: Subject) -> Iterator[Verdict]:
    """Each tier where its guard holds and none before it does; then what is asked of all others."""
    no_guard_before: list[Verdict] = []
    for tier in node.tiers:
        guard = _condition(tier.guard, subject)
        yield all_of([*no_guard_before, guard, decided(tier.part, subject)])
        no_guard_before.append(guard.negated())
    if node.otherwise is not None:
        yield all_of([*no_guard_before, decided(node.otherwise, subject)])


def _condition(node: Condition, subject: Subject) -> Verdict:
    if isinstance(node, Compares):
        return _compares(node.left, node.sign, node.right, subject)
    if isinstance(node, IsBetween):
        return all_of(
            (
                _compares(node.left, "≥" if node.includes_low else ">", node.low, subject),
                _compares(node.left, "≤" if node.includes_high else "<", node.high, subject),
            )
        )
    if isinstance(node, IsMissing):
        return Verdict.of((value_at(node.field, subject) is None) is not node.negated)
    if isinstance(node, IsSo):
        value = value_at(node.field, subject)
        return Verdict.of(None if value is None else value is node.expected)
    if isinstance(node, Happened):
        return _happened(node, subject)
    if isinstance(node, Exists):
        return _exists(node, subject)
    if isinstance(node, Judged):
        return _judged(node, subject)
    return _among_words(node, subject)


def _compares(left: FieldAt | OverYears | DayAt, sign: Sign, right: Operand, subject: Subject) -> Verdict:
    field = measured_by(left, subject.catalogue)
    grades = field.grades if field else ()
    return Verdict.of(holds(left_of(left, subject), sign, asked(right, subject, field), grades))


def _among_words(node: BelongsTo | Contains | StartsWith, subject: Subject) -> Verdict:
    value, words = value_at(node.field, subject), words_of(node.words, subject)
    if value is None or words is None:
        return Verdict.UNKNOWN
    if isinstance(node, StartsWith):
        return Verdict.of(any(text.startswith(plain(word)) for text in _texts(value) for word in words))
    if isinstance(node, BelongsTo):
        codes = subject.catalogue[node.field.name].codes
        is_so = any(names_value(word, value, codes) for word in words)
    else:
        members = set(members_of(value, subject.day, ever=node.ever))
        is_so = (all if node.every else any)(plain(word) in members for word in words)
    return Verdict.of(is_so is not node.negated)


def names_value(word: str, value: Found, codes: Codes | None) -> bool:
    """Whether a value, or any of several, is the word; of a code, whether it stands under it."""
    if codes is None:
        return any(text == plain(word) for text in _texts(value))
    return any(codes.is_within(text, codes.read(word)) for text in _texts(value))


def _texts(value: Found) -> Iterator[str]:
    """One text, or all of a field that holds several."""
    values = value if isinstance(value, tuple) else (value,)
    yield from (each for each in values if isinstance(each, str))


def members_of(value: Found, day: date, *, ever: bool) -> Iterator[str]:
    """The members of a set; of a dated one those valid on the day, or all that have begun by it."""
    yield from _texts(value)
    for each in value if isinstance(value, tuple) else ():
        if isinstance(each, Member) and (each.has_begun(day) if ever else each.is_valid_on(day)):
            yield each.value


def _happened(node: Happened, subject: Subject) -> Verdict:
    events = records_at(node.field, subject)
    if events is None:
        return Verdict.UNKNOWN
    verdict = at_least(node.times, (event_counts(node, subject, each) for each in events))
    return verdict.negated() if node.negated else verdict


def event_counts(node: Happened, subject: Subject, event: Row) -> Verdict:
    """Whether one event lies in the window and meets the part."""
    record = subject.record(node.field, event)
    day = value_of(record.catalogue[subject.catalogue[node.field].day], None, record)
    is_inside = [Verdict.of(holds(day, "≤", subject.day))]
    if node.window is not None:
        back = Shift(-node.window.count, node.window.span)
        is_inside.append(Verdict.of(holds(day, "≥", shifted(subject.day, [back], subject.setting.calendar))))
    part = Verdict.YES if node.part is None else decided(node.part, record)
    return all_of([*is_inside, part])


def _exists(node: Exists, subject: Subject) -> Verdict:
    records = records_at(node.field, subject)
    if records is None:
        return Verdict.UNKNOWN
    return any_of(decided(node.part, subject.record(node.field, each)) for each in records)


def _judged(node: Judged, subject: Subject) -> Verdict:
    row = judgement(node, subject)
    answer = None if row is None else row.get("answer")
    return Verdict.of(None if answer is None else answer is True)


def judgement(node: Judged, subject: Subject) -> "Row | None":
    """The latest answer to a question given by the day; None where nobody has answered."""
    question = plain(node.question).strip()
    answers = (
        each for each in reversed(subject.judgements) if plain(str(each.get("question"))).strip() == question
    )
    return next(answers, None)
