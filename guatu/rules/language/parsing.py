"""Rule text to tree: 且 binds tighter than 或, brackets group, and every refusal names its place."""

from typing import cast

from guatu.rules.catalogue.fields import Catalogue, Field
from guatu.rules.errors import NotUnderstood, TooDeep, UnfitComparison, UnfitCount, UnfitYear
from guatu.rules.language import words
from guatu.rules.language.conditions import ConditionReader
from guatu.rules.language.operands import OperandReader
from guatu.rules.language.scanning import Scanner
from guatu.rules.language.syntax import (
    AtLeast,
    Condition,
    Exists,
    FieldAt,
    Happened,
    Implies,
    InARow,
    Judged,
    Node,
    Not,
    Span,
    Tier,
    Tiers,
    Window,
    conjunction,
    disjunction,
)
from guatu.rules.setting import Parameters

DEEPEST = 40
"""Brackets within brackets."""


def parse(text: str, catalogue: Catalogue, parameters: Parameters | None = None) -> Node:
    """The tree of a rule text. Every field, unit, word and parameter in it suits its comparison.

    Refuses with a RuleTextRefused that names the place, what is wrong and, where one is near, what was meant.
    """
    return _Parser(text, catalogue, parameters or Parameters()).whole()


class _Parser:
    def __init__(self, text: str, catalogue: Catalogue, parameters: Parameters) -> None:
        self.scanner = Scanner(text, catalogue)
        self.operands = OperandReader(self.scanner, parameters)
        self.conditions = ConditionReader(self.scanner, self.operands)

    def whole(self) -> Node:
        node = self.either()
        if not self.scanner.is_done():
            raise self.scanner.expected("“且”、“或”或结尾")
        return node

    # --- 且 and 或

    def either(self) -> Node:
        parts = [self.both()]
        while self._connective(words.OR):
            parts.append(self.both())
        return disjunction(tuple(parts))

    def both(self) -> Node:
        parts = [self.single()]
        while self._connective(words.AND):
            parts.append(self.single())
        return conjunction(tuple(parts))

    def _connective(self, spellings: tuple[str, ...]) -> bool:
        """且 or 或, with or without a comma before it."""
        before = self.scanner.at
        self.scanner.take(",", ";")
        if self.scanner.take(*spellings):
            return True
        self.scanner.at = before
        return False

    def single(self) -> Node:
        scanner = self.scanner
        if scanner.depth >= DEEPEST:
            raise scanner.refuse(TooDeep, f"括号套得太深（超过{DEEPEST}层），请拆成几条规则")
        scanner.depth += 1
        found = self._negated() or self._group() or self._of_list() or self.conditions.read()
        scanner.depth -= 1
        return found

    def _negated(self) -> Node | None:
        return Not(self.single()) if self.scanner.take(*words.NOT) else None

    # --- groups

    def _group(self) -> Node | None:
        scanner = self.scanner
        if scanner.take("("):
            inner = self.either()
            scanner.need(")")
            return inner
        if scanner.take(*(f"{word}(" for word in words.ALL)):
            return conjunction(self._listed())
        if scanner.take(*(f"{word}(" for word in words.ANY)):
            return disjunction(self._listed())
        if scanner.take(*words.IF):
            return self._implication()
        return self._counted() or self._in_a_row() or self._tiers() or self._judged()

    def _listed(self) -> tuple[Node, ...]:
        """Conditions between commas, up to the closing bracket."""
        parts = [self.either()]
        while self.scanner.take(",", ";"):
            parts.append(self.either())
        self.scanner.need(")")
        return tuple(parts)

    def _implication(self) -> Node:
        condition = self.either()
        self.scanner.take(",")
        if not self.scanner.take(*words.THEN):
            raise self.scanner.expected("“则”")
        return Implies(condition, self.either())

    def _counted(self) -> Node | None:
        scanner = self.scanner
        found = scanner.match(words.AT_LEAST)
        if found is None:
            return None
        count = scanner.count(found)
        scanner.need("(")
        parts = self._listed()
        if count > len(parts):
            why = f"只列了{len(parts)}项，不能要求至少{count}项"
            raise scanner.refuse(UnfitCount, why, found.start(), scanner.at)
        return parts[0] if len(parts) == 1 else AtLeast(count, parts)

    def _in_a_row(self) -> Node | None:
        scanner = self.scanner
        found = scanner.match(words.IN_A_ROW)
        if found is None:
            return None
        years = scanner.count(found)
        scanner.need("(")
        if self.operands.in_each_year:
            why = "“连续N年”里不能再写“连续N年”"
            raise scanner.refuse(UnfitYear, why, found.start(), found.end())
        self.operands.in_each_year = years
        part = self.either()
        self.operands.in_each_year = 0
        scanner.need(")")
        return InARow(years, part)

    def _judged(self) -> Node | None:
        scanner = self.scanner
        if not scanner.take(*(f"{word}(" for word in words.JUDGED)):
            return None
        question = scanner.quoted()
        if question is None or not question.strip():
            raise scanner.expected('带引号的问题，如 人工核定("技术先进")')
        scanner.need(")")
        return Judged(question.strip())

    # --- 分档

    def _tiers(self) -> Node | None:
        scanner = self.scanner
        before = scanner.skip()
        if not scanner.take(*words.BY):
            return None
        start = scanner.skip()
        field = self.operands.named_field()
        at = self.operands.year_of(field, start)
        if not scanner.take(*(f"{word}(" for word in words.TIERS)):
            raise scanner.expected("“分档(”")
        tiers: list[Tier] = []
        otherwise: Node | None = None
        while otherwise is None:
            if scanner.take(*words.OTHERWISE):
                scanner.need(":")
                otherwise = self.either()
                break
            tiers.append(self._tier(at, field))
            if not scanner.take(",", ";"):
                break
        scanner.need(")")
        if not tiers:
            raise scanner.refuse(UnfitCount, "分档至少要有一档", before)
        return Tiers(at, tuple(tiers), otherwise)

    def _tier(self, at: FieldAt, field: Field) -> Tier:
        """C39: …, ≥ 300人: …, 介于 … 与 …: …; a value alone means 属于, or = for what has no names."""
        scanner = self.scanner
        start = scanner.skip()
        if field.type in ("text", "code", "grade") and not self._starts_with_verb():
            guard: Condition = self.conditions.belonging(at, field)
        else:
            guard = self.conditions.of_field(at, field, start)
        scanner.need(":")
        return Tier(guard, self.either())

    def _starts_with_verb(self) -> bool:
        before = self.scanner.at
        found = self.scanner.sign() is not None or self.conditions.stands_verb()
        self.scanner.at = before
        return found

    # --- events and related records

    def _of_list(self) -> Node | None:
        return self._happened() or self._exists()

    def _happened(self) -> Node | None:
        scanner = self.scanner
        start = scanner.skip()
        window = self._window()
        negated = scanner.take(*words.NEVER)
        if not negated and not scanner.take(*words.HAPPENED):
            if window is None:
                return None
            raise scanner.expected("“有”或“无”")
        found = None if negated else scanner.match(words.TIMES)
        times = scanner.count(found) if found else 1
        field = self.operands.named_field()
        if field.type != "events":
            why = f"“{field.label}”不是事件，不能写“有”“无”；关联记录请写“存在 {field.label}(…)”"
            raise scanner.refuse(UnfitComparison, why, start)
        part = self._inside(field) if scanner.peek("(") else None
        return Happened(field.name, window, part, times, negated=negated)

    def _window(self) -> Window | None:
        found = self.scanner.match(words.WINDOW)
        if found is None:
            return None
        return Window(self.scanner.count(found), cast(Span, words.SPANS[found["span"]]))

    def _exists(self) -> Node | None:
        scanner = self.scanner
        start = scanner.skip()
        if not scanner.take(*words.EXISTS):
            return None
        field = self.operands.named_field()
        if not field.is_list:
            why = f"“{field.label}”不是关联记录，不能写“存在”"
            raise scanner.refuse(UnfitComparison, why, start)
        if not scanner.peek("("):
            raise scanner.expected(f"“(”和{field.label}要满足的条件")
        return Exists(field.name, self._inside(field))

    def _inside(self, field: Field) -> Node:
        """The condition on one event or record, in the fields of the list."""
        scanner = self.scanner
        if scanner.is_within_list:
            raise scanner.refuse(NotUnderstood, "事件和关联记录里不能再套事件或关联记录")
        scanner.need("(")
        scanner.enter(scanner.catalogue.of_list(field.name))
        part = self.either()
        scanner.leave()
        scanner.need(")")
        return part
