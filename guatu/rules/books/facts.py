"""A row as people write it, by label and with units, as a row of columns: 营业收入[上年]: 3000万元."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from guatu.kernel.numbers import parse_number
from guatu.rules.catalogue.fields import Catalogue, Field
from guatu.rules.errors import BookRefused, RuleTextRefused
from guatu.rules.language.operands import OperandReader
from guatu.rules.language.scanning import Scanner
from guatu.rules.language.syntax import FieldAt, YearsBack
from guatu.rules.rows import ASKED_ON, JUDGEMENTS, Row, Value, as_of, source_of, yearly
from guatu.rules.setting import Parameters

_JUDGEMENTS = "人工核定"
_ASKED_ON = "申报日"
_BESIDE = {"截至": as_of, "来源": source_of}
_KEY = re.compile(r"(?P<field>[^@]+?)\s*@\s*(?P<beside>截至|来源)")


def read_row(told: Mapping[str, object], catalogue: Catalogue, day: date, where: str) -> Row:
    """The row that `told` describes, by labels or names; `where` is named in refusals.

    A yearly field stands as 营业收入[上年] (counted from `day`) or 营业收入[2025]. Beside a field may stand
    营业收入[上年]@截至 and @来源; 申报日 is the row's own day; 人工核定 maps questions to 是 or 否, or to
    `{answer, day}`. Null is missing.
    """
    row: dict[str, Value] = {}
    for key, value in told.items():
        column, read = _cell(str(key), value, catalogue, day, where)
        row[column] = read
    return row


def _cell(key: str, value: object, catalogue: Catalogue, day: date, where: str) -> tuple[str, Value]:
    if key in (_ASKED_ON, ASKED_ON):
        return ASKED_ON, _day(value, key, where)
    if key in (_JUDGEMENTS, JUDGEMENTS):
        return JUDGEMENTS, _judgements(value, day, where)
    if beside := _KEY.fullmatch(key):
        column, _ = _column(beside["field"], catalogue, day, where)
        is_day = beside["beside"] == "截至"
        read: Value = _day(value, key, where) if is_day else str(value)
        return _BESIDE[beside["beside"]](column), read
    column, field = _column(key, catalogue, day, where)
    return column, None if value is None else _value(value, field, catalogue, day, f"{where}的“{key}”")


def _column(key: str, catalogue: Catalogue, day: date, where: str) -> tuple[str, Field]:
    """The column that a key names, and its field."""
    scanner = Scanner(key, catalogue)
    operands = OperandReader(scanner, Parameters())
    try:
        field = operands.named_field()
        at = operands.year_of(field, 0)
        if not scanner.is_done():
            raise scanner.expected("结尾")
    except RuleTextRefused as refusal:
        raise BookRefused(where, f"“{key}”：{refusal.why}") from None
    if field.value is not None:
        raise BookRefused(where, f"“{key}”是算出来的，请填写它所用的字段")
    return _of_year(at, day), field


def _of_year(at: FieldAt, day: date) -> str:
    if at.year is None:
        return at.name
    return yearly(at.name, day.year - at.year.back if isinstance(at.year, YearsBack) else at.year)


def _value(value: object, field: Field, catalogue: Catalogue, day: date, where: str) -> Value:
    if field.is_figure:
        return _figure(value, field, catalogue, where)
    if field.type == "date":
        return _day(value, field.label, where)
    if field.type == "bool":
        return _yes_or_no(value, where)
    if field.is_list:
        inner = catalogue.of_list(field.name)
        return [read_row(_mapping(each, where), inner, day, where) for each in _list(value, where)]
    if field.type == "dated_set":
        return [_member(each, where) for each in _list(value, where)]
    if field.type == "set" or field.many:
        return [str(each) for each in _list(value, where)]
    return _word(value, field, where)


def _figure(value: object, field: Field, catalogue: Catalogue, where: str) -> Decimal:
    """A number in the field's base unit; with a unit it is converted, a share without % is a fraction."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(repr(value))
    scanner = Scanner(str(value), catalogue)
    written = scanner.figure()
    if written is None or not scanner.is_done():
        bare = parse_number(str(value))
        if bare is None:
            raise BookRefused(where, f"“{value}”不是数值")
        return bare
    number, unit = written
    base = field.base_unit
    factor = catalogue.conversions.factor(unit, base) or catalogue.conversions.factor(unit, "")
    if unit and factor is None:
        raise BookRefused(where, f"“{value}”的单位不对，应以“{base or '无单位'}”计")
    share = Decimal("0.01") if unit and field.type == "percent" else Decimal(1)
    return number * (factor or 1) * share


def _day(value: object, what: str, where: str) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise BookRefused(where, f"“{what}”应为日期，写作 2025-06-30") from None


def _yes_or_no(value: object, where: str) -> bool:
    known: dict[object, bool] = {True: True, False: False, "是": True, "否": False}
    if isinstance(value, bool | str) and value in known:
        return known[value]
    raise BookRefused(where, f"{value!r} 应为 是 或 否")


def _word(value: object, field: Field, where: str) -> str:
    text = str(value)
    if field.grades and text not in field.grades:
        raise BookRefused(where, f"没有“{text}”这一档，可写：{'、'.join(field.grades)}")
    return text


def _list(value: object, where: str) -> list[object]:
    if not isinstance(value, list):
        raise BookRefused(where, f"{value!r} 应写成列表；没有则写 []")
    return value


def _mapping(value: object, where: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise BookRefused(where, f"{value!r} 应写成 {{字段: 值}}")
    return value


def _member(value: object, where: str) -> Row:
    """高新技术企业, or {value, since, until}."""
    if isinstance(value, str):
        return {"value": value}
    told = _mapping(value, where)
    days = {key: _day(told[key], key, where) for key in ("since", "until") if told.get(key) is not None}
    return {"value": str(told.get("value", "")), **days}


def _judgements(value: object, day: date, where: str) -> list[Row]:
    """问题: 是, 否, or {answer, day}; without a day it was answered on the day of asking."""
    found: list[Row] = []
    for question, told in _mapping(value, where).items():
        answer = told if isinstance(told, Mapping) else {"answer": told}
        on = answer.get("day")
        found.append(
            {
                "question": question,
                "answer": _yes_or_no(answer.get("answer"), f"{where}的“{question}”"),
                "day": day if on is None else _day(on, "day", where),
            }
        )
    return found
