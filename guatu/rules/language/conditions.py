"""One condition at the scanner's place: a field and what is asked of it."""

from typing import cast

from guatu.rules.catalogue.fields import Field, FieldType
from guatu.rules.errors import UnfitComparison
from guatu.rules.language import fitting, words
from guatu.rules.language.operands import Left, OperandReader
from guatu.rules.language.scanning import Scanner
from guatu.rules.language.syntax import (
    BelongsTo,
    Compares,
    Condition,
    Contains,
    DayAt,
    FieldAt,
    Figure,
    IsBetween,
    IsMissing,
    IsSo,
    Operand,
    OverYears,
    Parameter,
    Sign,
    StartsWith,
    Word,
)

_NAMED: frozenset[FieldType] = frozenset({"text", "code", "grade"})
_SETS: frozenset[FieldType] = frozenset({"set", "dated_set"})
_TEXTS: frozenset[FieldType] = frozenset({"text", "code"})
_RANGES: frozenset[FieldType] = fitting.ORDERED - {"grade"}


class ConditionReader:
    """Reads one condition: everything that is no 且, 或 or 非."""

    def __init__(self, scanner: Scanner, operands: OperandReader) -> None:
        self.scanner, self.operands = scanner, operands

    def read(self) -> Condition:
        """A condition that must stand here; refuses with what is wrong with it."""
        start = self.scanner.skip()
        if turned := self._value_first(start):
            return turned
        left = self.operands.left()
        if left is None:
            raise self.operands.unknown_field()
        return self.of_field(*left, start)

    def of_field(self, at: Left, field: Field, start: int) -> Condition:
        """What is asked of a field that has just been read."""
        found = self._named(at, field, start) or self._ranged(at, field, start)
        if found is not None:
            return found
        if field.type == "bool" and isinstance(at, FieldAt):
            return self._so(at, field, start)
        sign = self.scanner.sign()
        if sign is None:
            return self._measured(at, field, start)
        return self._compared(at, field, cast(Sign, sign), start)

    # --- comparisons

    def _compared(self, at: Left, field: Field, sign: Sign, start: int) -> Compares:
        if why := fitting.unfit_sign(field, sign):
            raise self.scanner.refuse(UnfitComparison, why, start)
        return Compares(at, sign, self.operands.right(field))

    def _measured(self, at: Left, field: Field, start: int) -> Compares:
        """300人以下, 2000万元以上, where the words behind a figure are the sign."""
        right = self.operands.literal(field) if field.type in fitting.ORDERED else None
        sign = self.scanner.one_of(words.SUFFIXES) if right is not None else None
        if right is None or sign is None:
            raise self.scanner.expected(f"“{field.label}”的比较，如 =、≥、属于、包含、为空")
        turned = words.SUFFIXES[sign.translate(words.FULL_WIDTH)]
        if why := fitting.unfit_sign(field, cast(Sign, turned)):
            raise self.scanner.refuse(UnfitComparison, why, start)
        return Compares(at, cast(Sign, turned), right)

    def _so(self, at: FieldAt, field: Field, start: int) -> IsSo:
        sign = self.scanner.sign()
        if sign is None:
            return IsSo(at)
        if sign not in ("=", "≠"):
            why = f"“{field.label}”只有是和否，不能用“{sign}”比较"
            raise self.scanner.refuse(UnfitComparison, why, start)
        expected = self.scanner.take(*words.YES)
        if not expected and not self.scanner.take(*words.NO):
            raise self.scanner.expected("是 或 否")
        return IsSo(at, expected=expected == (sign == "="))

    def _value_first(self, start: int) -> Condition | None:
        """2000万元 ≤ 营业收入[上年], and 2000万元 ≤ 营业收入[上年] < 4亿元: the field is put in front."""
        scanner = self.scanner
        if (scanner.figure() or scanner.day() or scanner.parameter() or self.operands.asking_day()) is None:
            scanner.at = start
            return None
        first = scanner.sign()
        left = self.operands.left() if first else None
        if first is None or left is None:
            scanner.at = start
            return None
        at, field = left
        second, end = scanner.sign(), scanner.at
        high = self.operands.right(field) if second else None
        after = scanner.at
        scanner.at = start
        low = self.operands.right(field)
        scanner.at = after if second else end
        turned = cast(Sign, words.FLIPPED[first])
        if why := fitting.unfit_sign(field, turned):
            raise scanner.refuse(UnfitComparison, why, start)
        if second is None or high is None:
            return Compares(at, turned, low)
        return self._chained(at, low, cast(Sign, first), cast(Sign, second), high, start)

    def _chained(
        self, at: Left, low: Operand, first: Sign, second: Sign, high: Operand, start: int
    ) -> IsBetween:
        if first in ("<", "≤") and second in ("<", "≤"):
            return IsBetween(at, low, high, includes_low=first == "≤", includes_high=second == "≤")
        if first in (">", "≥") and second in (">", "≥"):
            return IsBetween(at, high, low, includes_low=second == "≥", includes_high=first == "≥")
        why = "连写的两个比较要同一方向，如 2000万元 ≤ 营业收入 < 4亿元"
        raise self.scanner.refuse(UnfitComparison, why, start)

    def _ranged(self, at: Left, field: Field, start: int) -> IsBetween | None:
        scanner = self.scanner
        if not scanner.take(*words.BETWEEN):
            return None
        if unfit := fitting.unfit_verb(field, "介于", _RANGES):
            raise scanner.refuse(UnfitComparison, unfit, start)
        low = self.operands.right(field)
        includes_low = self._includes()
        if not scanner.take("与", "和", "至", "到", "and"):
            raise scanner.expected("“与”和上限")
        high = self.operands.right(field)
        found = IsBetween(at, low, high, includes_low=includes_low, includes_high=self._includes())
        if self._is_empty(found, field):
            why = "“介于”的下限高于上限，没有数值能满足，请调换"
            raise scanner.refuse(UnfitComparison, why, start)
        return found

    def _includes(self) -> bool:
        """Whether the end just read belongs to the range."""
        if self.scanner.take("(不含)", "(excluded)"):
            return False
        self.scanner.take("(含)", "(included)")
        return True

    def _is_empty(self, found: IsBetween, field: Field) -> bool:
        low, high = found.low, found.high
        if isinstance(low, Figure) and isinstance(high, Figure):
            convert, base = self.scanner.catalogue.conversions.factor, field.base_unit
            below = low.value * (convert(low.unit, base) or 1)
            return below > high.value * (convert(high.unit, base) or 1)
        if isinstance(low, DayAt) and isinstance(high, DayAt) and not low.shifts and not high.shifts:
            return str(low.base)[:1].isdecimal() and str(high.base)[:1].isdecimal() and str(low) > str(high)
        return False

    # --- names and sets

    def _named(self, at: Left, field: Field, start: int) -> Condition | None:
        """属于, 包含, 开头为, 为空, of a field as it stands."""
        scanner = self.scanner
        verb = next((verb for verb in _VERBS if scanner.take(*verb)), None)
        if verb is None:
            return None
        if not isinstance(at, FieldAt) or isinstance(at, OverYears):
            why = f"“{verb[0]}”只能问字段本身，不能问算出的值"
            raise scanner.refuse(UnfitComparison, why, start)
        if verb in (words.MISSING, words.PRESENT):
            return IsMissing(at, negated=verb is words.PRESENT)
        if unfit := self._unfit(field, verb):
            raise scanner.refuse(UnfitComparison, unfit, start)
        found = self.operands.word_set(field)
        if verb in (words.BELONGS, words.BELONGS_NOT):
            return BelongsTo(at, found, negated=verb is words.BELONGS_NOT)
        if verb is words.STARTS:
            if isinstance(found, Parameter):
                raise scanner.refuse(UnfitComparison, "“开头为”后面请直接写文字，不能用参数", start)
            return StartsWith(at, found)
        return self._contained(at, verb, found, start)

    def belonging(self, at: FieldAt, field: Field) -> BelongsTo:
        """属于, where only the words stand: a tier's C39 or {A级, B级}."""
        return BelongsTo(at, self.operands.word_set(field))

    def stands_verb(self) -> bool:
        """Whether 属于, 包含, 介于 or the like stands here."""
        return any(self.scanner.peek(*verb) for verb in (*_VERBS, words.BETWEEN))

    def _unfit(self, field: Field, verb: tuple[str, ...]) -> str | None:
        if verb in (words.BELONGS, words.BELONGS_NOT):
            return fitting.unfit_verb(field, verb[0], _NAMED)
        if verb is words.STARTS:
            return fitting.unfit_verb(field, verb[0], _TEXTS)
        if field.type == "set" and verb in (words.EVER, words.EVER_ANY, words.EVER_ALL):
            return f"“{field.label}”没有有效期，不能用“{verb[0]}”；请用“包含”"
        return fitting.unfit_verb(field, verb[0], _SETS)

    def _contained(
        self, at: FieldAt, verb: tuple[str, ...], found: tuple[Word, ...] | Parameter, start: int
    ) -> Contains:
        is_one = not isinstance(found, Parameter) and len(found) == 1
        if verb in (words.CONTAINS, words.CONTAINS_NOT, words.EVER) and not is_one:
            why = f"“{verb[0]}”后面只写一项；多项请写“包含任一 {{…}}”或“包含全部 {{…}}”"
            raise self.scanner.refuse(UnfitComparison, why, start)
        return Contains(
            at,
            found,
            every=verb in (words.CONTAINS_ALL, words.EVER_ALL) and not is_one,
            negated=verb is words.CONTAINS_NOT,
            ever=verb in (words.EVER, words.EVER_ANY, words.EVER_ALL),
        )


_VERBS = (
    words.PRESENT,
    words.MISSING,
    words.EVER_ANY,
    words.EVER_ALL,
    words.EVER,
    words.CONTAINS_ANY,
    words.CONTAINS_ALL,
    words.CONTAINS_NOT,
    words.CONTAINS,
    words.STARTS,
    words.BELONGS_NOT,
    words.BELONGS,
)
"""Longer words before those that begin alike."""
