"""Fields, a small code tree and settings of a fictional county, for the tests of meaning and answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from guatu.rules.catalogue.expressions import Arithmetic
from guatu.rules.catalogue.fields import Catalogue, Field
from guatu.rules.language.syntax import DayAt, FieldAt, Figure, Node, Word
from guatu.rules.reference import decide
from guatu.rules.rows import Row
from guatu.rules.setting import DatedValue, Parameters, Setting
from guatu.rules.truth import Verdict

DAY = date(2026, 6, 30)
YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN


@dataclass(frozen=True)
class SmallTree:
    """Four industries: C above C39 above C3921, and I65."""

    title: str = "国民经济行业分类"
    parents: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({"C39": "C", "C3921": "C39"}), hash=False
    )
    names: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({"C39": "电子设备制造业", "C3921": "通信系统设备制造"}),
        hash=False,
    )

    def read(self, word: str) -> str:
        return {name: code for code, name in self.names.items()}.get(word, word)

    def is_within(self, value: str, code: str) -> bool:
        while value != code and value in self.parents:
            value = self.parents[value]
        return value == code

    def name(self, code: str) -> str:
        return self.names.get(code, code)


ACCIDENT_GRADES = ("特别重大", "重大", "较大", "一般")
FIELDS = (
    Field("revenue", "营业收入", "money", yearly=True, fresh_days=200, source="税务局"),
    Field("research", "研发费用", "money", yearly=True, source="税务局"),
    Field(
        "research_share",
        "研发费用占比",
        "percent",
        yearly=True,
        value=Arithmetic(FieldAt("research"), "/", FieldAt("revenue")),
    ),
    Field("approved", "批复金额", "money", source="财政局"),
    Field("paid", "累计支付", "money", source="财政局"),
    Field("pay_rate", "支付率", "percent"),
    Field("staff", "从业人数", "number", unit="人", fresh_days=365, source="人社局"),
    Field("patents", "有效发明专利", "number", unit="件"),
    Field("score", "得分", "number"),
    Field("founded", "成立日期", "date", source="市场监管局"),
    Field("deadline", "办结时限", "date"),
    Field(
        "days_left",
        "剩余天数",
        "number",
        unit="天",
        value=Arithmetic(FieldAt("deadline"), "-", DayAt("当日")),
    ),
    Field("zone", "注册地", "text"),
    Field("industry", "行业", "code", codes=SmallTree()),
    Field("industries", "经营行业", "code", codes=SmallTree(), many=True),
    Field("credit", "纳税信用", "grade", grades=("A级", "B级", "M级", "C级", "D级")),
    Field("titles", "资质", "set"),
    Field("licences", "许可", "dated_set"),
    Field("dishonest", "列入失信名单", "bool", source="法院"),
    Field(
        "accidents",
        "安全事故",
        "events",
        fields=(
            Field("day", "日期", "date"),
            Field("grade", "等级", "grade", grades=ACCIDENT_GRADES),
            Field("loss", "直接损失", "money"),
        ),
    ),
    Field(
        "projects",
        "项目",
        "records",
        fields=(
            Field("stage", "阶段", "text"),
            Field("amount", "总投资", "money"),
            Field("output", "产值", "money", yearly=True),
        ),
    ),
)
CATALOGUE = Catalogue(FIELDS)
SETTING = Setting(CATALOGUE, DAY)


def verdict(node: Node, row: Row, *, on: date = DAY) -> Verdict:
    return decide(node, row, Setting(CATALOGUE, on))


def with_parameter(*values: DatedValue, stale_is_unknown: bool = False) -> Setting:
    """A setting in which 〔门槛〕 has these dated values."""
    return Setting(CATALOGUE, DAY, Parameters({"门槛": values}), stale_is_unknown=stale_is_unknown)


def figure(value: str, unit: str = "") -> Figure:
    return Figure(Decimal(value), unit)


def words(*texts: str) -> tuple[Word, ...]:
    return tuple(Word(text) for text in texts)
