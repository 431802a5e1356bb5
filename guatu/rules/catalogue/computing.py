"""The text of a derived field: 研发费用 / 营业收入, 办结时限 - 当日, (甲 + 乙) * 0.5."""

from guatu.rules.catalogue.expressions import Arithmetic, Expression, Sum
from guatu.rules.catalogue.fields import Catalogue
from guatu.rules.errors import UnfitComparison
from guatu.rules.language import words
from guatu.rules.language.operands import OperandReader
from guatu.rules.language.scanning import Scanner
from guatu.rules.language.syntax import DayAt, FieldAt, Figure
from guatu.rules.setting import Parameters


def read_expression(text: str, catalogue: Catalogue, *, yearly: bool) -> Expression:
    """How a derived field is computed. In a yearly one, fields kept by year may stand without a year.

    Refuses unknown fields, a sum of days, and whatever is neither a figure nor a day.
    """
    reader = _ExpressionReader(text, catalogue, yearly=yearly)
    return reader.whole()


class _ExpressionReader:
    def __init__(self, text: str, catalogue: Catalogue, *, yearly: bool) -> None:
        self.scanner = Scanner(text, catalogue)
        self.operands = OperandReader(self.scanner, Parameters())
        self.operands.in_each_year = int(yearly)

    def whole(self) -> Expression:
        found = self._sum()
        if not self.scanner.is_done():
            raise self.scanner.expected("+、-、*、/ 或结尾")
        return found

    def _sum(self) -> Expression:
        found = self._product()
        while sign := self._sign("+", "-"):
            start = self.scanner.skip()
            found = self._joined(found, sign, self._product(), start)
        return found

    def _product(self) -> Expression:
        found = self._single()
        while sign := self._sign("*", "/"):
            start = self.scanner.skip()
            found = self._joined(found, sign, self._single(), start)
        return found

    def _sign(self, *signs: Sum) -> Sum | None:
        return next((sign for sign in signs if self.scanner.take(sign)), None)

    def _single(self) -> Expression:
        scanner = self.scanner
        start = scanner.skip()
        if scanner.take("("):
            inner = self._sum()
            scanner.need(")")
            return inner
        if scanner.peek(*words.ASKING_DAYS):
            word = words.ASKING_DAYS[scanner.one_of(words.ASKING_DAYS) or ""]
            return DayAt("当日" if word == "当日" else "申报日")
        if (written := scanner.figure()) is not None:
            if written[1]:
                raise scanner.refuse(UnfitComparison, "算式里的常数不带单位", start)
            return Figure(*written)
        field = self.operands.named_field()
        if not field.is_figure and field.type != "date":
            raise scanner.refuse(UnfitComparison, f"“{field.label}”不是数值或日期，不能参与计算", start)
        at = self.operands.year_of(field, start)
        return DayAt(at) if field.type == "date" else at

    def _joined(self, left: Expression, sign: Sum, right: Expression, start: int) -> Expression:
        days = [isinstance(each, DayAt) for each in (left, right)]
        if any(days) and not (all(days) and sign == "-"):
            raise self.scanner.refuse(UnfitComparison, "日期只能相减，得到天数", start)
        return Arithmetic(left, sign, right)


def fields_of(expression: Expression) -> frozenset[str]:
    """The names of the fields that an expression reads."""
    if isinstance(expression, Arithmetic):
        return fields_of(expression.left) | fields_of(expression.right)
    if isinstance(expression, DayAt):
        return fields_of(expression.base) if isinstance(expression.base, FieldAt) else frozenset()
    return frozenset({expression.name}) if isinstance(expression, FieldAt) else frozenset()
