"""Tree to canonical text, which parses to the same tree again."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import singledispatchmethod

from guatu.rules.catalogue.fields import Catalogue
from guatu.rules.language.scanning import Scanner
from guatu.rules.language.syntax import (
    And,
    AtLeast,
    BelongsTo,
    Compares,
    Contains,
    DayAt,
    Exists,
    FieldAt,
    Figure,
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
    Parameter,
    StartsWith,
    Tiers,
    Word,
    Year,
    YearsBack,
)

_BARE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_BARE_IN_SET = re.compile(r"[^\s,，;；、{}｛｝\"“”'‘’()（）\[\]［］【】「」『』〔〕]+")
_YEARS = ("本年", "上年", "前年")


def print_rule(node: Node, catalogue: Catalogue) -> str:
    """The canonical text: labels for fields, one space between words, brackets where they matter."""
    return _Printer(catalogue).whole(node)


class _Printer:
    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def whole(self, node: Node) -> str:
        return self._print(node)

    def _bracketed(self, node: Node) -> str:
        """A part of a group: in brackets where the group's word would tear it apart."""
        text = self._print(node)
        return f"({text})" if isinstance(node, And | Or | Implies) else text

    def _listed(self, parts: Iterable[Node]) -> str:
        return ", ".join(self._print(part) for part in parts)

    # --- groups

    @singledispatchmethod
    def _print(self, node: object) -> str:
        raise TypeError(node)

    @_print.register
    def _(self, node: And) -> str:
        return " 且 ".join(self._bracketed(part) for part in node.parts)

    @_print.register
    def _(self, node: Or) -> str:
        return " 或 ".join(self._bracketed(part) for part in node.parts)

    @_print.register
    def _(self, node: Not) -> str:
        return f"非 {self._bracketed(node.part)}"

    @_print.register
    def _(self, node: AtLeast) -> str:
        return f"至少{node.count}项({self._listed(node.parts)})"

    @_print.register
    def _(self, node: Implies) -> str:
        return f"若 {self._bracketed(node.condition)} 则 {self._bracketed(node.consequence)}"

    @_print.register
    def _(self, node: InARow) -> str:
        return f"连续{node.years}年({self._print(node.part)})"

    @_print.register
    def _(self, node: Tiers) -> str:
        tiers = [f"{self._guard(tier.guard)}: {self._print(tier.part)}" for tier in node.tiers]
        if node.otherwise is not None:
            tiers.append(f"其他: {self._print(node.otherwise)}")
        return f"按 {self._field(node.field)} 分档({', '.join(tiers)})"

    def _guard(self, guard: Node) -> str:
        """A tier's condition without the field, which stands before 分档."""
        if isinstance(guard, BelongsTo) and not guard.negated:
            return self._words(guard.words)
        text = self._print(guard)
        left = getattr(guard, "left", None) or getattr(guard, "field", None)
        return text.removeprefix(self._operand(left)).strip() if left is not None else text

    # --- conditions

    @_print.register
    def _(self, node: Compares) -> str:
        return f"{self._operand(node.left)} {node.sign} {self._operand(node.right)}"

    @_print.register
    def _(self, node: IsBetween) -> str:
        low = self._operand(node.low) + ("" if node.includes_low else "(不含)")
        high = self._operand(node.high) + ("" if node.includes_high else "(不含)")
        return f"{self._operand(node.left)} 介于 {low} 与 {high}"

    @_print.register
    def _(self, node: BelongsTo) -> str:
        verb = "不属于" if node.negated else "属于"
        return f"{self._field(node.field)} {verb} {self._words(node.words)}"

    @_print.register
    def _(self, node: Contains) -> str:
        if node.negated and (node.ever or isinstance(node.words, Parameter) or len(node.words) > 1):
            return f"非 {self._print(replace(node, negated=False))}"
        verb = "不包含" if node.negated else "曾包含" if node.ever else "包含"
        if isinstance(node.words, Parameter) or len(node.words) > 1:
            verb += "全部" if node.every else "任一"
        return f"{self._field(node.field)} {verb} {self._words(node.words)}"

    @_print.register
    def _(self, node: StartsWith) -> str:
        return f"{self._field(node.field)} 开头为 {self._words(node.words)}"

    @_print.register
    def _(self, node: IsMissing) -> str:
        return f"{self._field(node.field)} {'不为空' if node.negated else '为空'}"

    @_print.register
    def _(self, node: IsSo) -> str:
        return self._field(node.field) + ("" if node.expected else " = 否")

    @_print.register
    def _(self, node: Happened) -> str:
        if node.negated and node.times > 1:
            return f"非 {self._print(replace(node, negated=False))}"
        window = f"近{node.window.count}{node.window.span} " if node.window else ""
        verb = "无" if node.negated else "有"
        times = f" 至少{node.times}次" if node.times > 1 else ""
        return f"{window}{verb}{times} {self._label(node.field)}{self._inside(node.field, node.part)}"

    @_print.register
    def _(self, node: Exists) -> str:
        return f"存在 {self._label(node.field)}{self._inside(node.field, node.part)}"

    @_print.register
    def _(self, node: Judged) -> str:
        return f"人工核定({_quoted(node.question)})"

    def _inside(self, field: str, part: Node | None) -> str:
        return "" if part is None else f"({_Printer(self.catalogue.of_list(field)).whole(part)})"

    # --- operands

    def _operand(self, operand: Operand) -> str:
        match operand:
            case FieldAt():
                return self._field(operand)
            case OverYears(how, name, years):
                return f"{'平均' if how == 'average' else '合计'}({self._label(name)}, {years}年)"
            case Figure(value, unit):
                return f"{value:f}{unit}"
            case Word(text):
                return self._word(text)
            case Parameter(name):
                return f"〔{name}〕"
            case DayAt(base, shifts):
                moved = (f" {'-' if each.count < 0 else '+'} {abs(each.count)}{each.span}" for each in shifts)
                return self._day(base) + "".join(moved)

    def _day(self, base: date | str | FieldAt) -> str:
        if isinstance(base, FieldAt):
            return self._field(base)
        return base if isinstance(base, str) else base.isoformat()

    def _field(self, at: FieldAt) -> str:
        return self._label(at.name) + ("" if at.year is None else f"[{_year(at.year)}]")

    def _label(self, name: str) -> str:
        """The label, in 「」 where it would not be read as itself."""
        label = self.catalogue[name].label
        scanner = Scanner(label, self.catalogue)
        found = scanner.field()
        return label if found is not None and found.name == name and scanner.is_done() else f"「{label}」"

    def _words(self, words: tuple[Word, ...] | Parameter) -> str:
        if isinstance(words, Parameter):
            return f"〔{words.name}〕"
        if len(words) == 1:
            return self._word(words[0].text)
        return "{" + ", ".join(_in_set(word.text) for word in words) + "}"

    def _word(self, text: str) -> str:
        """A code or a grade stands bare, a name in quotes, and so does what could be taken for a field."""
        is_bare = _BARE.fullmatch(text) and text not in self.catalogue.by_word
        return text if is_bare or text in self._grades else _quoted(text)

    @property
    def _grades(self) -> frozenset[str]:
        return frozenset(grade for field in self.catalogue.fields for grade in field.grades)


def _in_set(text: str) -> str:
    return text if _BARE_IN_SET.fullmatch(text) else _quoted(text)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _year(year: Year) -> str:
    if isinstance(year, YearsBack):
        return _YEARS[year.back] if year.back < len(_YEARS) else f"本年-{year.back}"
    return str(year)
