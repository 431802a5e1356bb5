"""A rule as it is written: conditions under 且, 或, 非, and what each compares.

A tree holds fields by name, figures and words as they were written. It knows neither the day nor the values
of parameters; what these mean for a day is settled where a rule is decided. Trees are plain values: equal
when they say the same in the same way, and usable as keys.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Sign = Literal["=", "≠", "<", "≤", ">", "≥"]
DayWord = Literal["申报日", "当日"]
Span = Literal["年", "个月", "天", "工作日"]


@dataclass(frozen=True, slots=True)
class YearsBack:
    """A year counted from the day: 本年 is 0 back, 上年 1, 前年 2."""

    back: int


Year = int | YearsBack


@dataclass(frozen=True, slots=True)
class FieldAt:
    """The value of a field; of one year where the field is kept by year, and only there."""

    name: str
    year: Year | None = None


@dataclass(frozen=True, slots=True)
class OverYears:
    """平均(字段, 3年) or 合计(字段, 3年): over the years that end with 上年; unknown if one is missing."""

    how: Literal["average", "sum"]
    name: str
    years: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit as written: 2000 of 万元, 3 of %, 30 of 人; `unit` is empty for a bare one."""

    value: Decimal
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A grade, a code, a name or a text: B级, C39, 示例区."""

    text: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """〔名称〕: the value in force on the day."""

    name: str


@dataclass(frozen=True, slots=True)
class Shift:
    """± so many years, months, days or working days; `count` is negative for minus."""

    count: int
    span: Span


@dataclass(frozen=True, slots=True)
class DayAt:
    """A day: one written out, the day of asking, or a field's, moved by shifts in their order."""

    base: date | DayWord | FieldAt
    shifts: tuple[Shift, ...] = ()


Operand = FieldAt | OverYears | Figure | Word | Parameter | DayAt


@dataclass(frozen=True, slots=True)
class Compares:
    """营业收入[上年] ≥ 2000万元, 纳税信用 ≥ B级, 累计支付 ≤ 批复金额. Of grades, ≥ is "as good or better"."""

    left: FieldAt | OverYears | DayAt
    sign: Sign
    right: Operand


@dataclass(frozen=True, slots=True)
class IsBetween:
    """介于 a 与 b: both ends belong to it unless (不含) stands behind them."""

    left: FieldAt | OverYears | DayAt
    low: Operand
    high: Operand
    includes_low: bool = True
    includes_high: bool = True


@dataclass(frozen=True, slots=True)
class BelongsTo:
    """属于 / 不属于: the value is one of the words; of a code also what stands under one of them."""

    field: FieldAt
    words: tuple[Word, ...] | Parameter
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Contains:
    """包含 one word, 包含任一 / 包含全部 of several; 曾包含 counts members whose validity is over."""

    field: FieldAt
    words: tuple[Word, ...] | Parameter
    every: bool = False
    """包含全部; never set for one word, where it makes no difference."""
    negated: bool = False
    """不包含, of one word."""
    ever: bool = False
    """曾包含, of a dated set; else it counts what is valid on the day."""


@dataclass(frozen=True, slots=True)
class StartsWith:
    """开头为: the text begins with one of the words."""

    field: FieldAt
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class IsMissing:
    """为空 / 不为空: whether no value is on record. Never unknown. An empty set is a value."""

    field: FieldAt
    negated: bool = False


@dataclass(frozen=True, slots=True)
class IsSo:
    """A yes-no field, standing bare (or = 是); `expected` is False for = 否."""

    field: FieldAt
    expected: bool = True


@dataclass(frozen=True, slots=True)
class Window:
    """近2年: from the day so far back, that day included, to the day of asking."""

    count: int
    span: Span


@dataclass(frozen=True, slots=True)
class Happened:
    """近2年 有 安全事故(等级 ≥ 较大), 近1年 有 至少2次 …, 近2年 无 …: events of a list in a window."""

    field: str
    window: Window | None = None
    part: "Node | None" = None
    """What one event must meet; its fields are those of the list."""
    times: int = 1
    negated: bool = False
    """无: not even one; with `times` above 1 it is 非 that is written."""


@dataclass(frozen=True, slots=True)
class Exists:
    """存在 项目(…): one related record meets all of it."""

    field: str
    part: "Node"


@dataclass(frozen=True, slots=True)
class Judged:
    """人工核定("…"): what a person finds; unknown until a dated answer is on record."""

    question: str


Condition = (
    Compares | IsBetween | BelongsTo | Contains | StartsWith | IsMissing | IsSo | Happened | Exists | Judged
)
"""What is asked of a row in one piece: one line of an explanation."""


@dataclass(frozen=True, slots=True)
class And:
    """且, 全部(…). Holds two parts or more, none of them an And."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    """或, 任一(…). Holds two parts or more, none of them an Or."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """至少N项(…): `count` from 1 to the number of parts."""

    count: int
    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Implies:
    """若 A 则 B: means 非 A 或 B."""

    condition: "Node"
    consequence: "Node"


@dataclass(frozen=True, slots=True)
class InARow:
    """连续N年(…): the part holds in each of the N years that end with 上年.

    Fields of the part that are kept by year and name none are read of each of these years.
    """

    years: int
    part: "Node"


@dataclass(frozen=True, slots=True)
class Tier:
    """One step of 分档: where `guard` (a condition on the tiered field) holds, `part` is asked."""

    guard: Condition
    part: "Node"


@dataclass(frozen=True, slots=True)
class Tiers:
    """按 字段 分档(C39: …, I65: …, 其他: …): the first tier whose guard holds decides.

    Means: (g1 且 p1) 或 (非 g1 且 g2 且 p2) 或 … 或 (非 g1 且 … 且 其他). What is in no tier is no.
    """

    field: FieldAt
    tiers: tuple[Tier, ...]
    otherwise: "Node | None" = None


Group = And | Or | Not | AtLeast | Implies | InARow | Tiers
Node = Condition | Group


def conjunction(parts: "tuple[Node, ...]") -> Node:
    """All of the parts as one node: nested 且 flattened, one part alone is itself."""
    flat = tuple(inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,)))
    return flat[0] if len(flat) == 1 else And(flat)


def disjunction(parts: "tuple[Node, ...]") -> Node:
    """Any of the parts as one node: nested 或 flattened, one part alone is itself."""
    flat = tuple(inner for part in parts for inner in (part.parts if isinstance(part, Or) else (part,)))
    return flat[0] if len(flat) == 1 else Or(flat)
