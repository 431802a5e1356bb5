"""The same rules in the product's language: a catalogue of the made-up columns, and trees over it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from bench.rules.asking import Atom, Rule, Spelling, Value
from bench.rules.made import COUNTS, DAYS, FIGURES, SETS, WORDS
from guatu.rules.catalogue.fields import Catalogue, Field
from guatu.rules.catalogue.units import MONEY
from guatu.rules.language.syntax import (
    BelongsTo,
    Compares,
    Contains,
    DayAt,
    FieldAt,
    Figure,
    IsBetween,
    Node,
    Not,
    Sign,
    StartsWith,
    Word,
    conjunction,
    disjunction,
)

_LABELS: Final[Mapping[str, str]] = {
    "revenue": "营业收入",
    "tax_paid": "纳税额",
    "profit": "利润总额",
    "assets": "资产总额",
    "debts": "负债总额",
    "rd_spending": "研发费用",
    "exports": "出口额",
    "wages": "工资总额",
    "investment": "固定资产投资",
    "loans": "贷款余额",
    "energy_cost": "能源费用",
    "orders": "在手订单",
    "employees": "从业人数",
    "patents": "有效发明专利",
    "rd_staff": "研发人员",
    "founded": "成立日期",
    "certified": "认定日期",
    "last_audit": "最近审计日期",
    "region": "注册地",
    "city": "所在城市",
    "industry": "行业",
    "ownership": "登记类型",
    "scale": "企业规模",
    "rating": "信用评价",
    "stage": "发展阶段",
    "park": "所在园区",
    "listed": "上市情况",
    "quals": "资质",
    "tags": "标签",
    "products": "产品",
}
_UNITS: Final[Mapping[str, str]] = {"employees": "人", "patents": "件", "rd_staff": "人"}
_SIGNS: Final[Mapping[str, Sign]] = {"=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}


def catalogue() -> Catalogue:
    """The fields of the made-up enterprises. Industries are plain text here: rules ask how they begin."""
    return Catalogue(
        (
            *(Field(name, _LABELS[name], "money") for name in FIGURES),
            *(Field(name, _LABELS[name], "number", unit=_UNITS[name]) for name in COUNTS),
            *(Field(name, _LABELS[name], "date") for name in DAYS),
            *(Field(name, _LABELS[name], "text") for name in WORDS),
            *(Field(name, _LABELS[name], "set") for name in SETS),
        )
    )


def tree(rule: Rule) -> Node:
    """A rule as a tree of the language."""
    return _SPELLING.write(rule)


def _condition(atom: Atom) -> Node:
    field = FieldAt(atom.field)
    words = tuple(Word(str(value)) for value in atom.values)
    if atom.sign in ("in", "not in"):
        return BelongsTo(field, words, negated=atom.sign == "not in")
    if atom.sign == "begins":
        return StartsWith(field, words)
    if atom.sign == "contains":
        return Contains(field, words)
    operands = [_operand(atom.field, value) for value in atom.values]
    if atom.sign == "between":
        return IsBetween(field, operands[0], operands[1])
    return Compares(field, _SIGNS[atom.sign], operands[0])


def _operand(field: str, value: Value) -> Figure | DayAt | Word:
    if isinstance(value, date):
        return DayAt(value)
    if isinstance(value, str):
        return Word(value)
    return Figure(Decimal(value), _UNITS.get(field, MONEY))


_SPELLING: Final[Spelling[Node]] = Spelling(
    _condition,
    lambda parts: conjunction(tuple(parts)),
    lambda parts: disjunction(tuple(parts)),
    Not,
)
