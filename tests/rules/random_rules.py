"""Chance rules and chance rows under one catalogue, repeatable by a seed: what engines are tested against.

Values of rows and figures of rules come from the same few, so that ends of ranges are met as often as missed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final, cast

from guatu.rules.catalogue.expressions import Arithmetic
from guatu.rules.catalogue.fields import Catalogue, Field
from guatu.rules.catalogue.units import Conversions
from guatu.rules.language.syntax import (
    AtLeast,
    BelongsTo,
    Compares,
    Condition,
    Contains,
    DayAt,
    DayWord,
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
    OverYears,
    Parameter,
    Shift,
    Sign,
    Span,
    StartsWith,
    Tier,
    Tiers,
    Window,
    Word,
    Year,
    YearsBack,
    conjunction,
    disjunction,
)
from guatu.rules.rows import ASKED_ON, JUDGEMENTS, Row, Value, as_of, yearly
from guatu.rules.setting import DatedValue, Parameters, Setting

DAY: Final = date(2026, 6, 30)
SIGNS: Final[tuple[Sign, ...]] = ("=", "≠", "<", "≤", ">", "≥")
SPANS: Final[tuple[Span, ...]] = ("年", "个月", "天", "工作日")
CODES: Final = {"C": None, "C39": "C", "C391": "C39", "C3911": "C391", "I": None, "I65": "I", "I651": "I65"}
GRADES: Final = ("A级", "B级", "C级", "D级")
NAMES: Final = ("示例区", "示例区甲镇", "ＡＢＣ", "ABC", "ﬁn", "fin", "㎏", "𠮷野", "", "é", "e\u0301", "C39")
MEMBERS: Final = ("专精特新", "高新技术企业", "Ａ类", "A类", "𠮷", "")
QUESTIONS: Final = ("技术先进", "技术先进 ", "产能充足", "技術先進")
FIGURES: Final = tuple(
    map(
        Decimal,
        ("0", "0.03", "0.3", "-0.03", "1", "3", "300", "2000", "20000000", "1e-9", "0.1", "1e19", "-1e19"),
    )
)
FLOATS: Final = (
    0.0,
    -0.0,
    0.03,
    0.1 + 0.2,
    0.3,
    1e16,
    2.0**53 + 2,
    5e-324,
    1.7976931348623157e308,
    3.0,
    300.0,
)
WHOLES: Final = (0, 1, 3, 29, 30, 31, 300, 2000, 20_000_000, -1, 2**53 + 1, -(2**53) - 1)
HUGE: Final = (10**25, -(10**25), 2**63, Decimal("1e400"), Decimal("-1e-400"), float("inf"), float("-inf"))


class Industries:
    """A small tree of codes; a value that it does not hold equals only itself."""

    title = "示例行业"

    def read(self, word: str) -> str:
        return word

    def is_within(self, value: str, code: str) -> bool:
        at: str | None = value
        while at is not None and at != code:
            at = CODES.get(at)
        return at == code

    def name(self, code: str) -> str:
        return code


_INDUSTRIES: Final = Industries()
_EVENT: Final = (
    Field("day", "日期", "date"),
    Field("severity", "严重程度", "grade", grades=GRADES),
    Field("loss", "损失", "money", fresh_days=100),
    Field("kind", "种类", "text"),
    Field(
        "loss_in_wan", "万元损失", "number", value=Arithmetic(FieldAt("loss"), "/", Figure(Decimal(10000)))
    ),
)
_PROJECT: Final = (
    Field("amount", "金额", "money"),
    Field("paid", "支付", "money", yearly=True),
    Field("industry", "行业", "code", codes=_INDUSTRIES),
    Field("done", "完成日期", "date"),
    Field("approved", "已批复", "bool"),
    Field(
        "checks",
        "检查",
        "events",
        fields=(Field("on", "检查日", "date"), Field("passed", "合格", "bool")),
        day="on",
    ),
)
CATALOGUE: Final = Catalogue(
    (
        Field("staff", "人数", "number", "人", fresh_days=200),
        Field("graduates", "大专以上人数", "number", "人"),
        Field("revenue", "营业收入", "money", yearly=True, fresh_days=400),
        Field("research", "研发费用", "money", yearly=True),
        Field("burnt", "耗煤", "number", "吨"),
        Field("stored", "存煤", "number", "千克"),
        Field("share", "占比", "percent", "%"),
        Field("founded", "成立日期", "date"),
        Field("certified", "认定日期", "date"),
        Field("name", "名称", "text", fresh_days=30),
        Field("place", "注册地", "text"),
        Field("industry", "行业", "code", codes=_INDUSTRIES),
        Field("trades", "经营范围", "code", codes=_INDUSTRIES, many=True),
        Field("credit", "信用", "grade", grades=GRADES),
        Field("last_credit", "上次信用", "grade", grades=GRADES),
        Field("titles", "资质", "set", fresh_days=90),
        Field("permits", "证照", "dated_set"),
        Field("listed", "失信", "bool"),
        Field("accidents", "事故", "events", fields=_EVENT),
        Field("projects", "项目", "records", fields=_PROJECT, fresh_days=300),
        Field(
            "intensity",
            "研发占比",
            "percent",
            "%",
            yearly=True,
            value=Arithmetic(FieldAt("research"), "/", FieldAt("revenue")),
        ),
        Field(
            "growth",
            "增长",
            "percent",
            "%",
            value=Arithmetic(
                Arithmetic(FieldAt("revenue", YearsBack(1)), "-", FieldAt("revenue", YearsBack(2))),
                "/",
                FieldAt("revenue", YearsBack(2)),
            ),
        ),
        Field("age", "年限", "number", "天", value=Arithmetic(DayAt("当日"), "-", DayAt(FieldAt("founded")))),
        Field("expiry", "到期", "date", value=DayAt(FieldAt("certified"), (Shift(3, "年"), Shift(-1, "天")))),
        Field(
            "cube",
            "立方",
            "number",
            "人",
            value=Arithmetic(Arithmetic(FieldAt("staff"), "*", FieldAt("staff")), "*", FieldAt("graduates")),
        ),
        Field(
            "twice",
            "两倍研发占比",
            "percent",
            "%",
            yearly=True,
            value=Arithmetic(FieldAt("intensity"), "*", Figure(Decimal(2))),
        ),
    ),
    Conversions({"吨": (Decimal(1000), "千克"), "千克": (Decimal("0.001"), "吨")}),
)
PARAMETERS: Final = Parameters(
    {
        "人数下限": (
            DatedValue(Figure(Decimal(30), "人"), until=date(2025, 12, 31)),
            DatedValue(Figure(Decimal(300), "人"), since=date(2026, 2, 1)),
        ),
        "占比下限": (DatedValue(Figure(Decimal(3), "%")),),
        "重点行业": (DatedValue((Word("C39"), Word("I65"))),),
        "重点资质": (DatedValue((Word("专精特新"), Word("Ａ类")), since=date(2026, 1, 1)),),
        "信用下限": (DatedValue((Word("B级"),)),),
        "截止日": (DatedValue(DayAt("申报日", (Shift(-1, "年"),))),),
        "从未施行": (DatedValue(Figure(Decimal(1), "人"), since=date(2999, 1, 1)),),
    }
)


def setting(chance: Random) -> Setting:
    """A day, and whether stale facts count."""
    on = chance.choice((DAY, date(2024, 2, 29), date(2026, 1, 1), date(2025, 12, 31)))
    return Setting(CATALOGUE, on, PARAMETERS, stale_is_unknown=chance.random() < 0.5)


# --- rows


def rows(chance: Random, count: int, *, own_days: bool | None = None, mixed: bool = True) -> list[Row]:
    """Rows whose columns each hold one kind of figures, or with `mixed` also all kinds; some hold nothing."""
    drawn = _KINDS if mixed else _KINDS[:-1]
    kinds = {field.name: chance.choice(drawn) for field in CATALOGUE.fields if field.is_figure}
    asked = chance.random() < 0.3 if own_days is None else own_days
    absent = {field.name for field in CATALOGUE.fields if chance.random() < 0.04}
    return [_row(chance, kinds, absent, asked=asked) for _ in range(count)]


def _whole(chance: Random) -> Value:
    return chance.choice(WHOLES)


def _float(chance: Random) -> Value:
    drawn = chance.random()
    if drawn < 0.85:
        return chance.choice(FLOATS) if drawn < 0.45 else float(chance.choice(FIGURES))
    return chance.choice((float("nan"), float("inf"), float("-inf")))


def _decimal(chance: Random) -> Value:
    return chance.choice(FIGURES)


def _mixed(chance: Random) -> Value:
    return chance.choice((_whole, _float, _decimal, lambda chance: chance.choice(HUGE)))(chance)


_KINDS: Final[tuple[Callable[[Random], Value], ...]] = (_whole, _float, _decimal, _mixed)


def _day(chance: Random) -> date:
    drawn = chance.random()
    if drawn < 0.05:
        return chance.choice((date.min, date.max, date(9998, 12, 31), date(1, 1, 2)))
    if drawn < 0.5:
        return chance.choice(
            (DAY, date(2024, 2, 29), date(2023, 6, 30), date(2025, 12, 31), date(2026, 1, 1))
        )
    return date(2020, 1, 1) + timedelta(days=chance.randrange(2600))


def _some(chance: Random, words: Sequence[str]) -> list[str | None]:
    found: list[str | None] = [chance.choice(words) for _ in range(chance.randrange(4))]
    return [*found, None] if chance.random() < 0.1 else found


def _row(
    chance: Random, kinds: dict[str, Callable[[Random], Value]], absent: set[str], *, asked: bool
) -> Row:
    row: dict[str, Value] = {}
    for field in CATALOGUE.fields:
        for column in _columns(field):
            if field.value is None and field.name not in absent and chance.random() < 0.8:
                row[column] = _value(chance, field, kinds)
            if field.fresh_days is not None and chance.random() < 0.5:
                row[as_of(column)] = _day(chance)
    if chance.random() < 0.5:
        row[JUDGEMENTS] = [_judgement(chance) for _ in range(chance.randrange(4))]
    if asked and chance.random() < 0.8:
        row[ASKED_ON] = chance.choice((DAY, date(2024, 2, 29), date(2025, 12, 31), date(2026, 1, 15)))
    return row


def _columns(field: Field) -> list[str]:
    return [yearly(field.name, year) for year in range(2022, 2026)] if field.yearly else [field.name]


def _judgement(chance: Random) -> Row:
    answer = chance.choice((True, False, None))
    return {
        "question": chance.choice(QUESTIONS),
        "answer": answer,
        "day": chance.choice((None, _day(chance))),
    }


def _value(chance: Random, field: Field, kinds: dict[str, Callable[[Random], Value]]) -> Value:
    if field.is_figure:
        return kinds.get(field.name, _decimal)(chance)
    if field.is_list:
        return [_record(chance, field) for _ in range(chance.randrange(4))]
    if field.type == "dated_set":
        return [_member(chance) for _ in range(chance.randrange(4))]
    if field.type == "set":
        return cast("Value", _some(chance, MEMBERS))
    if field.many:
        return cast("Value", _some(chance, (*CODES, "未知代码")))
    return _plain_value(chance, field)


def _plain_value(chance: Random, field: Field) -> Value:
    if field.type == "date":
        return _day(chance)
    if field.type == "bool":
        return chance.random() < 0.5
    if field.type == "grade":
        return chance.choice((*GRADES, "Ａ级", "无此等级"))
    return chance.choice((*CODES, "未知代码") if field.type == "code" else NAMES)


def _record(chance: Random, field: Field) -> Row:
    row: dict[str, Value] = {}
    for inner in field.fields:
        for column in _columns(inner):
            if inner.value is None and chance.random() < 0.8:
                row[column] = _value(chance, inner, {})
            if inner.fresh_days is not None and chance.random() < 0.5:
                row[as_of(column)] = _day(chance)
    return row


def _member(chance: Random) -> Row:
    ends = {name: _day(chance) for name in ("since", "until") if chance.random() < 0.6}
    return {"value": chance.choice((*MEMBERS, None)), **ends}


# --- rules


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes chance rules under a catalogue; `bound` where years are given by 连续N年."""

    chance: Random
    catalogue: Catalogue = CATALOGUE
    bound: bool = False
    lists: int = 2
    """How deep lists may lie in lists."""

    def rule(self, depth: int) -> Node:
        """A rule of at most that many connectives within one another."""
        chance = self.chance
        if depth == 0 or chance.random() < 0.2:
            return self.condition()
        drawn = chance.random()
        if drawn < 0.55:
            parts = tuple(self.rule(depth - 1) for _ in range(chance.randint(2, 4)))
            return (conjunction if drawn < 0.35 else disjunction)(parts)
        if drawn < 0.65:
            return Not(self.rule(depth - 1))
        if drawn < 0.78:
            parts = tuple(self.rule(depth - 1) for _ in range(chance.randint(1, 9)))
            return AtLeast(chance.randint(1, len(parts)), parts)
        if drawn < 0.86:
            return Implies(self.rule(depth - 1), self.rule(depth - 1))
        if drawn < 0.93:
            return InARow(
                chance.randint(1, 3),
                Writer(chance, self.catalogue, bound=True, lists=self.lists).rule(depth - 1),
            )
        return self._tiers(depth)

    def _tiers(self, depth: int) -> Node:
        named = [field for field in self.catalogue.fields if field.type in ("code", "text", "grade")]
        if not named:
            return self.condition()
        field = self.chance.choice(named)
        tiers = tuple(
            Tier(self._belongs(field), self.rule(depth - 1)) for _ in range(self.chance.randint(1, 3))
        )
        return Tiers(FieldAt(field.name), tiers, self.chance.choice((None, self.rule(0))))

    def condition(self) -> Condition:
        """One condition on a field of the catalogue."""
        chance = self.chance
        if self.catalogue is CATALOGUE and chance.random() < 0.04:
            return Judged(chance.choice(QUESTIONS))
        fields = [field for field in self.catalogue.fields if self.lists or not field.is_list]
        field = chance.choice(fields)
        if chance.random() < 0.08:
            return IsMissing(self._at(field), negated=chance.random() < 0.5)
        if field.is_figure or field.type == "date":
            return self._ordered(field)
        if field.is_list:
            return self._listed(field)
        if field.type == "bool":
            return IsSo(self._at(field), expected=chance.random() < 0.7)
        if field.type in ("set", "dated_set"):
            return self._contains(field)
        return self._named(field)

    def _at(self, field: Field) -> FieldAt:
        if not field.yearly or (self.bound and self.chance.random() < 0.7):
            return FieldAt(field.name)
        year: Year = self.chance.choice((YearsBack(1), YearsBack(2), 2024, 2025))
        return FieldAt(field.name, year)

    def _ordered(self, field: Field) -> Condition:
        left: FieldAt | OverYears | DayAt = self._at(field)
        if field.is_figure and field.yearly and self.chance.random() < 0.25:
            left = OverYears(self.chance.choice(("average", "sum")), field.name, self.chance.randint(1, 3))
        if field.type == "date" and self.chance.random() < 0.25:
            left = DayAt(self._at(field), self._shifts())
        if self.chance.random() < 0.25:
            ends = (self._operand(field), self._operand(field))
            includes = [self.chance.random() < 0.5 for _ in ends]
            return IsBetween(left, *ends, includes_low=includes[0], includes_high=includes[1])
        return Compares(left, self.chance.choice(SIGNS), self._operand(field))

    def _operand(self, field: Field) -> Operand:
        chance = self.chance
        units = ("吨", "千克") if field.unit in ("吨", "千克") else (field.unit,)
        same = [each for each in self.catalogue.fields if each.type == field.type and each.unit in units]
        if chance.random() < 0.2:
            return self._at(chance.choice(same))
        if field.type == "date":
            bases: tuple[date | DayWord | FieldAt, ...] = (
                _day(chance),
                "申报日",
                self._at(chance.choice(same)),
            )
            return (
                Parameter("截止日") if chance.random() < 0.1 else DayAt(chance.choice(bases), self._shifts())
            )
        if field.unit == "人" and chance.random() < 0.15:
            return Parameter(chance.choice(("人数下限", "从未施行")))
        if field.type == "percent" and chance.random() < 0.15:
            return Parameter("占比下限")
        written = {"money": ("元", "万元", "亿元"), "percent": ("%", "‰"), "number": (field.unit, "")}
        return Figure(chance.choice(FIGURES), chance.choice(written[field.type]))

    def _shifts(self) -> tuple[Shift, ...]:
        chance = self.chance
        return tuple(
            Shift(chance.choice((-20, -3, -1, 0, 1, 2, 13)), chance.choice(SPANS))
            for _ in range(chance.choice((0, 1, 1, 2)))
        )

    def _named(self, field: Field) -> Condition:
        chance = self.chance
        if field.type == "grade" and chance.random() < 0.6:
            other = FieldAt("last_credit") if self.catalogue is CATALOGUE else Word("B级")
            right = chance.choice((Word(chance.choice(GRADES)), Parameter("信用下限"), other))
            return Compares(self._at(field), chance.choice(SIGNS), right)
        if field.type == "text" and chance.random() < 0.4:
            other = FieldAt("place") if self.catalogue is CATALOGUE else Word("ABC")
            right = chance.choice((Word(chance.choice(NAMES)), other))
            return Compares(self._at(field), chance.choice(SIGNS[:2]), right)
        if field.type != "grade" and chance.random() < 0.3:
            return StartsWith(self._at(field), self._words(CODES if field.codes else NAMES))
        return self._belongs(field)

    def _belongs(self, field: Field) -> BelongsTo:
        words: tuple[Word, ...] | Parameter = self._words(
            tuple(CODES) if field.codes else GRADES if field.grades else NAMES
        )
        if field.codes and self.chance.random() < 0.1:
            words = Parameter("重点行业")
        return BelongsTo(self._at(field), words, negated=self.chance.random() < 0.3)

    def _contains(self, field: Field) -> Contains:
        chance = self.chance
        words: tuple[Word, ...] | Parameter = self._words(MEMBERS)
        if chance.random() < 0.1:
            words = Parameter("重点资质")
        ever = field.type == "dated_set" and chance.random() < 0.4
        every = chance.random() < 0.5
        return Contains(FieldAt(field.name), words, every=every, negated=chance.random() < 0.2, ever=ever)

    def _words(self, words: Sequence[str] | dict[str, str | None]) -> tuple[Word, ...]:
        return tuple(Word(self.chance.choice(tuple(words))) for _ in range(self.chance.randint(1, 3)))

    def _listed(self, field: Field) -> Condition:
        chance = self.chance
        inner = Writer(chance, self.catalogue.of_list(field.name), self.bound, self.lists - 1)
        part = inner.rule(chance.randrange(3))
        if field.type == "records":
            return Exists(field.name, part)
        window = Window(chance.choice((1, 2, 30)), chance.choice(SPANS)) if chance.random() < 0.7 else None
        return Happened(
            field.name,
            window,
            chance.choice((None, part)),
            chance.choice((1, 1, 2, 3)),
            negated=chance.random() < 0.4,
        )
