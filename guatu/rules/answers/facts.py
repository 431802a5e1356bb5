"""What a condition goes by: the fields, years, parameters and judgements it reads, and which are missing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from guatu.rules.answers.outlines import outline
from guatu.rules.catalogue.expressions import Arithmetic, Expression
from guatu.rules.catalogue.fields import Field
from guatu.rules.language.syntax import (
    BelongsTo,
    Compares,
    Condition,
    Contains,
    DayAt,
    Exists,
    FieldAt,
    Happened,
    IsBetween,
    Judged,
    Node,
    Operand,
    OverYears,
    Parameter,
)
from guatu.rules.meaning.operands import parameter
from guatu.rules.meaning.subjects import Subject, column_of, day_in
from guatu.rules.meaning.values import records_at, value_of
from guatu.rules.reference import decided, event_counts, judgement
from guatu.rules.rows import as_of, source_of
from guatu.rules.truth import Verdict

FactKind = Literal["field", "parameter", "judgement"]
FactState = Literal["known", "missing", "unusable"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact that a condition reads."""

    kind: FactKind
    name: str
    """The column, the parameter's name or the question; of a record in a list: accidents[2].grade."""
    label: str
    """In words: 2025年营业收入."""
    state: FactState
    """Unusable is what is on record but settles nothing: a grade of no list, a divisor of zero."""
    source: str = ""
    as_of: date | None = None
    is_stale: bool = False

    @property
    def cost(self) -> int:
        """What it takes to learn it: a field is looked up, a person has to judge, a parameter to be set."""
        return {"field": 0, "judgement": 1, "parameter": 2}[self.kind]


def facts_of(condition: Condition, subject: Subject) -> tuple[Fact, ...]:
    """Every fact the condition reads, each once, in its order."""
    return tuple(dict.fromkeys(_of_condition(condition, subject)))


def wanting(condition: Condition, subject: Subject) -> tuple[Fact, ...]:
    """The facts that an unknown condition waits for; where none is missing, those that cannot be used."""
    facts = facts_of(condition, subject)
    if open_facts := tuple(each for each in facts if each.state != "known"):
        return open_facts
    return tuple(replace(each, state="unusable") for each in facts)


def _of_condition(condition: Condition, subject: Subject) -> Iterator[Fact]:
    if isinstance(condition, Compares):
        yield from _of_operand(condition.left, subject)
        yield from _of_operand(condition.right, subject)
    elif isinstance(condition, IsBetween):
        for operand in (condition.left, condition.low, condition.high):
            yield from _of_operand(operand, subject)
    elif isinstance(condition, Judged):
        yield _judgement(condition, subject)
    elif isinstance(condition, Happened | Exists):
        yield from _of_list(condition, subject)
    else:
        yield from _of_operand(condition.field, subject)
        if isinstance(condition, BelongsTo | Contains) and isinstance(condition.words, Parameter):
            yield from _of_operand(condition.words, subject)


def _of_operand(operand: Operand, subject: Subject) -> Iterator[Fact]:
    if isinstance(operand, FieldAt):
        year = None if operand.year is None else subject.year(operand.year)
        yield from _of_field(subject.catalogue[operand.name], year, subject)
    elif isinstance(operand, OverYears):
        for year in range(subject.day.year - 1, subject.day.year - 1 - operand.years, -1):
            yield from _of_field(subject.catalogue[operand.name], year, subject)
    elif isinstance(operand, DayAt):
        if isinstance(operand.base, FieldAt):
            yield from _of_operand(operand.base, subject)
    elif isinstance(operand, Parameter):
        yield from _of_parameter(operand, subject)


def _of_parameter(name: Parameter, subject: Subject) -> Iterator[Fact]:
    dated = subject.setting.parameters.at(name.name, subject.day)
    state: FactState = "missing" if dated is None else "known"
    source, since = ("", None) if dated is None else (dated.source, dated.since)
    yield Fact("parameter", name.name, f"〔{name.name}〕", state, source, since)
    value = parameter(name, subject)
    if isinstance(value, DayAt):
        yield from _of_operand(value, subject)


def _of_field(field: Field, year: int | None, subject: Subject) -> Iterator[Fact]:
    """The field; of a derived one the fields it is computed from."""
    if field.value is None:
        yield _field(field, year, subject)
    else:
        yield from _of_expression(field.value, year, subject)


def _of_expression(expression: Expression, year: int | None, subject: Subject) -> Iterator[Fact]:
    if isinstance(expression, Arithmetic):
        yield from _of_expression(expression.left, year, subject)
        yield from _of_expression(expression.right, year, subject)
    elif isinstance(expression, DayAt):
        if isinstance(expression.base, FieldAt):
            yield from _of_expression(expression.base, year, subject)
    elif isinstance(expression, FieldAt):
        own = year if expression.year is None else subject.year(expression.year)
        yield from _of_field(subject.catalogue[expression.name], own, subject)


def _field(field: Field, year: int | None, subject: Subject) -> Fact:
    column = column_of(field, year)
    state: FactState = "known"
    if value_of(field, year, subject) is None:
        state = "missing" if subject.raw(field, year) is None or field.type != "grade" else "unusable"
    source = subject.row.get(source_of(column))
    return Fact(
        "field",
        column,
        label_of(field, year),
        state,
        source if isinstance(source, str) and source else field.source,
        day_in(subject.row.get(as_of(column))),
        subject.is_stale(field, year),
    )


def label_of(field: Field, year: int | None) -> str:
    return field.label if year is None or not field.yearly else f"{year}年{field.label}"


def _judgement(condition: Judged, subject: Subject) -> Fact:
    row = judgement(condition, subject)
    day = None if row is None else day_in(row.get("day"))
    known = row is not None and row.get("answer") is not None
    label = f"“{condition.question}”的人工核定"
    return Fact("judgement", condition.question, label, "known" if known else "missing", "", day)


def _of_list(condition: Happened | Exists, subject: Subject) -> Iterator[Fact]:
    """The list, and of the records that are not decided what they lack."""
    yield _field(subject.catalogue[condition.field], None, subject)
    for number, row in enumerate(records_at(condition.field, subject) or (), start=1):
        record = subject.record(condition.field, row)
        if isinstance(condition, Exists):
            is_open = decided(condition.part, record) is Verdict.UNKNOWN
        else:
            is_open = event_counts(condition, subject, row) is Verdict.UNKNOWN
        if is_open:
            yield from _lacking(condition, number, record, subject.catalogue[condition.field].day)


def _lacking(condition: Happened | Exists, number: int, record: Subject, day: str) -> Iterator[Fact]:
    """What is missing of one record, named by its place in the list."""
    facts: list[Fact] = []
    if isinstance(condition, Happened):
        facts += [fact for fact in _of_operand(FieldAt(day), record) if fact.state != "known"]
    if condition.part is not None:
        facts += _open_in(condition.part, record)
    for fact in facts:
        label = f"第{number}项{record.catalogue.title}的{fact.label}"
        yield replace(fact, name=f"{condition.field}[{number}].{fact.name}", label=label)


def _open_in(part: Node, record: Subject) -> Iterator[Fact]:
    for condition in outline(part, record).conditions:
        if decided(condition, record) is Verdict.UNKNOWN:
            yield from wanting(condition, record)
