"""What stands on either side of a comparison: a field of a year, a figure, a day, a word, a parameter."""

from dataclasses import replace
from typing import cast
from unicodedata import normalize

from guatu.rules.catalogue.fields import Field
from guatu.rules.catalogue.units import MONEY
from guatu.rules.errors import (
    BareFigure,
    RuleRefusal,
    UnfitComparison,
    UnfitUnit,
    UnfitYear,
    UnknownField,
    UnknownParameter,
    UnknownValue,
)
from guatu.rules.language import fitting, words
from guatu.rules.language.nearest import nearest
from guatu.rules.language.scanning import Scanner
from guatu.rules.language.syntax import (
    DayAt,
    DayWord,
    FieldAt,
    Figure,
    Operand,
    OverYears,
    Parameter,
    Shift,
    Span,
    Word,
    Year,
    YearsBack,
)
from guatu.rules.setting import DatedValue, Parameters

Left = FieldAt | OverYears | DayAt
_YEARS = {"本年": 0, "上年": 1, "前年": 2, "this year": 0, "last year": 1}
_EARLIEST, _LATEST = 1949, 2999


class OperandReader:
    """Reads operands at the scanner's place; `in_each_year` is set inside 连续N年."""

    def __init__(self, scanner: Scanner, parameters: Parameters) -> None:
        self.scanner, self.parameters = scanner, parameters
        self.in_each_year = 0

    # --- fields

    def left(self) -> tuple[Left, Field] | None:
        """A field with its year, an average, or a day that is compared; with the field it is about."""
        if over := self._over_years():
            return over
        scanner = self.scanner
        start = scanner.skip()
        field = scanner.field()
        if field is None:
            return None
        at = self.year_of(field, start)
        if field.type == "date" and (shifts := self._shifts()):
            return DayAt(at, shifts), field
        return at, field

    def named_field(self) -> Field:
        """A field that must stand here."""
        if field := self.scanner.field():
            return field
        raise self.unknown_field()

    def unknown_field(self) -> RuleRefusal:
        """The refusal of what stands where a field should, with the nearest label."""
        scanner = self.scanner
        start, end = scanner.run_here()
        if start == end:
            return scanner.expected("一个条件")
        asked = scanner.text[start:end].strip("「」")
        labels = [each.label for each in scanner.catalogue.fields]
        close = nearest(asked, labels)
        cure = f"是否指“{close}”？" if close else "请核对字段目录"
        why = f"{scanner.catalogue.title}里没有“{asked}”，{cure}"
        return scanner.refuse(UnknownField, why, start, end, suggestion=close)

    def year_of(self, field: Field, start: int) -> FieldAt:
        """The field with the year written behind it; refuses a year too many or too few."""
        scanner = self.scanner
        if not scanner.take("["):
            if field.yearly and not self.in_each_year:
                why = f"“{field.label}”按年填报，请写明年份，如 {field.label}[上年]"
                raise scanner.refuse(UnfitYear, why, start, scanner.at)
            return FieldAt(field.name)
        year = self._year(field)
        scanner.need("]")
        if not field.yearly:
            why = f"“{field.label}”不按年填报，请去掉方括号里的年份"
            raise scanner.refuse(UnfitYear, why, start, scanner.at)
        return FieldAt(field.name, year)

    def _year(self, field: Field) -> Year:
        scanner = self.scanner
        start = scanner.skip()
        if word := scanner.one_of(_YEARS):
            back = _YEARS[word]
            if scanner.take("-") and (more := scanner.figure()):
                back += int(more[0])
            return YearsBack(back)
        written = scanner.figure()
        if written is None:
            raise scanner.expected("年份，如 上年、本年、2025")
        if not _EARLIEST <= written[0] <= _LATEST or written[0] % 1 or written[1] not in ("", "年"):
            why = f"“{scanner.text[start : scanner.at].strip()}”不是年份，请写 {field.label}[2025] 或 [上年]"
            raise scanner.refuse(UnfitYear, why, start, scanner.at)
        return int(written[0])

    def _over_years(self) -> tuple[OverYears, Field] | None:
        scanner = self.scanner
        start = scanner.skip()
        averages = scanner.take(*(f"{word}(" for word in words.AVERAGE))
        if not averages and not scanner.take(*(f"{word}(" for word in words.SUM)):
            return None
        field = self.named_field()
        if not (field.yearly and field.is_figure):
            why = f"“{field.label}”不是按年填报的数值，不能求几年的平均或合计"
            raise scanner.refuse(UnfitYear, why, start, scanner.at)
        scanner.need(",")
        before, count = scanner.skip(), scanner.figure()
        if count is None or count[0] < 1 or count[0] % 1 or count[1] not in ("", "年"):
            scanner.at = before
            raise scanner.expected("年数，如 3年")
        scanner.need(")")
        return OverYears("average" if averages else "sum", field.name, int(count[0])), field

    # --- days

    def asking_day(self) -> DayAt | None:
        """申报日 or 当日, moved or not."""
        word = self.scanner.one_of(words.ASKING_DAYS) if self.scanner.peek(*words.ASKING_DAYS) else None
        if word is None:
            return None
        return DayAt(cast(DayWord, words.ASKING_DAYS[word]), self._shifts())

    def _shifts(self) -> tuple[Shift, ...]:
        shifts: list[Shift] = []
        scanner = self.scanner
        while scanner.peek("+", "-"):
            minus = not scanner.take("+") and scanner.take("-")
            start = scanner.skip()
            written = scanner.figure()
            span = words.SPANS.get(written[1]) if written else None
            if written is None or span is None or written[0] % 1 or not 0 <= written[0] <= 99_999:
                scanner.at = start
                raise scanner.expected("时长，如 2年、6个月、30天、20个工作日")
            shifts.append(Shift(int(-written[0] if minus else written[0]), cast(Span, span)))
        return tuple(shifts)

    # --- the right side

    def right(self, field: Field) -> Operand:
        """What a field is compared with; refuses what does not suit it."""
        scanner = self.scanner
        start = scanner.skip()
        if name := self._parameter(field):
            return name
        literal = self._literal(field)
        if literal is not None:
            return literal
        other = self.left()
        if other is None:
            raise self._no_value(field)
        left, right = fitting.kind_of(field), fitting.kind_of(other[1])
        if why := fitting.unfit_pair(left, right, scanner.catalogue.conversions):
            raise scanner.refuse(UnfitComparison, why, start, scanner.at)
        return other[0]

    def literal(self, field: Field) -> Figure | DayAt | Word | None:
        """A value written out that suits the field; None where none stands here."""
        self.scanner.skip()
        return self._literal(field)

    def _literal(self, field: Field) -> Figure | DayAt | Word | None:
        if field.is_figure:
            return self._figure(field)
        if field.type == "date":
            if day := self.scanner.day():
                return DayAt(day, self._shifts())
            return self.asking_day()
        if field.type == "grade":
            return self.grade(field)
        return self._word(field)

    def _figure(self, field: Field) -> Figure | None:
        scanner = self.scanner
        start = scanner.skip()
        written = scanner.figure()
        if written is None:
            return None
        figure = Figure(*written)
        if unfit := fitting.unfit_figure(figure, field, scanner.catalogue.conversions):
            is_bare, why, example = unfit
            family = BareFigure if is_bare else UnfitUnit
            raise scanner.refuse(family, why, start, scanner.at, suggestion=example)
        is_bare = scanner.catalogue.conversions.factor(figure.unit, "") is not None
        return (
            replace(figure, unit=figure.unit + field.unit) if is_bare and field.type == "number" else figure
        )

    def grade(self, field: Field) -> Word | None:
        """A grade of the field, in quotes or not; refuses what is none."""
        scanner = self.scanner
        start = scanner.skip()
        text = scanner.quoted()
        if text is None:
            text = scanner.one_of(field.grades)
        if text is None and scanner.peek("〔", "「"):
            return None
        word = normalize("NFKC", text or "").strip()
        if word in field.grades:
            return Word(word)
        other = scanner.field()
        if other is not None:
            scanner.at = start
            return None
        scanner.at = start
        first, last = scanner.run_here()
        asked, close = scanner.text[first:last], nearest(scanner.text[first:last], field.grades)
        why = f"“{field.label}”没有“{asked}”这一档，可写：{'、'.join(field.grades)}"
        raise scanner.refuse(UnknownValue, why, first, last, suggestion=close)

    def _word(self, field: Field) -> Word | None:
        """A text in quotes, or letters and digits that are no field."""
        scanner = self.scanner
        start = scanner.skip()
        text = scanner.quoted()
        if text is None:
            if scanner.field() is not None:
                scanner.at = start
                return None
            text = scanner.bare_code()
        return None if text is None else self.known(field, text, start)

    def known(self, field: Field, text: str, start: int) -> Word:
        """The word as written, which the field must know: a code or name of its tree, one of its grades."""
        scanner = self.scanner
        word = normalize("NFKC", text).strip()
        if field.codes is not None:
            try:
                field.codes.read(word)
            except RuleRefusal as refusal:
                raise type(refusal)(scanner.text, start, scanner.at, *refusal.args[3:]) from None
        if field.grades and word not in field.grades:
            scanner.at = start
            self.grade(field)
        return Word(word)

    def _no_value(self, field: Field) -> RuleRefusal:
        examples = {
            "number": f"数值，如 30{field.unit}",
            "money": f"金额，如 2000万{MONEY}",
            "percent": "百分比，如 3%",
            "date": "日期，如 2025-06-30 或 申报日 - 2年",
            "bool": "是 或 否",
        }
        return self.scanner.expected(examples.get(field.type, '带引号的文字，如 "…"'))

    # --- parameters

    def _parameter(self, field: Field) -> Parameter | None:
        """〔名称〕 whose every dated value suits the field."""
        scanner = self.scanner
        start = scanner.skip()
        name = scanner.parameter()
        if name is None:
            return None
        if name not in self.parameters:
            close = nearest(name, self.parameters.values)
            cure = f"是否指〔{close}〕？" if close else "请先在规则文件的“参数”里写明"
            why = f"没有参数〔{name}〕，{cure}"
            raise scanner.refuse(UnknownParameter, why, start, scanner.at, suggestion=close)
        for each in self.parameters.values[name]:
            if unfit := self._unfit_value(each, field):
                raise scanner.refuse(UnfitComparison, f"参数〔{name}〕：{unfit}", start, scanner.at)
        return Parameter(name)

    def _unfit_value(self, dated: DatedValue, field: Field) -> str | None:
        value = dated.value
        if isinstance(value, Figure) and field.is_figure:
            unfit = fitting.unfit_figure(value, field, self.scanner.catalogue.conversions)
            return unfit[1] if unfit else None
        if isinstance(value, DayAt) and field.type == "date":
            return None
        if isinstance(value, tuple) and not field.is_figure and field.type not in ("date", "bool"):
            return next((self._unfit_word(word, field) for word in value), None)
        return f"它的值不能与“{field.label}”比较，请核对参数的写法"

    @staticmethod
    def _unfit_word(word: Word, field: Field) -> str | None:
        if field.grades and word.text not in field.grades:
            return f"“{field.label}”没有“{word.text}”这一档"
        if field.codes is None:
            return None
        try:
            field.codes.read(word.text)
        except RuleRefusal as refusal:
            return str(refusal.args[3])
        return None

    def word_set(self, field: Field) -> tuple[Word, ...] | Parameter:
        """{…}, one word, or a parameter, for 属于, 包含 and 开头为."""
        scanner = self.scanner
        if name := self._parameter(field):
            return name
        if not scanner.take("{"):
            start = scanner.skip()
            word = self.grade(field) if field.type == "grade" else self._word(field)
            if word is None:
                scanner.at = start
                raise scanner.expected('带引号的名称、代码或 {…}，如 "示例区"、C39、{C39, I65}')
            return (word,)
        found: dict[Word, None] = {}
        while True:
            start = scanner.skip()
            quoted = scanner.quoted()
            listed = scanner.listed() if quoted is None else quoted
            if listed is None:
                raise scanner.expected("集合里的一项")
            found[self.known(field, listed, start)] = None
            if not scanner.take(",", ";", "，"):
                break
        scanner.need("}")
        return tuple(found)
