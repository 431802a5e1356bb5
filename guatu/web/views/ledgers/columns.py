"""The columns of the list: what they are called, how wide they stand, by what they sort."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Field:
    """One column that can be shown."""

    code: str
    label: str
    width: int | None = None
    sort: str = ""
    """The order that a press on its head asks for."""
    first: str = ""
    """The direction of the first press, where it is not ascending."""
    hint: str = ""
    is_usual: bool = False


FIELDS: Final[Sequence[Field]] = (
    Field("number", "编号", 66, "number", is_usual=True),
    Field("title", "事项", is_usual=True),
    Field("lead", "牵头单位", 94, "lead", is_usual=True),
    Field("units", "责任单位", 114, is_usual=True),
    Field("deadline", "时限", 146, "due", is_usual=True),
    Field("progress", "进度 / 序时 %", 138, "progress", hint="竖线为序时应达", is_usual=True),
    Field("light", "灯", 66, "light", hint="按台账的亮灯规则", is_usual=True),
    Field("state", "状态", 86, "state", is_usual=True),
    Field("problem", "问题", 220),
    Field("goal", "目标", 180),
    Field("measures", "措施", 240),
    Field("ledger", "台账", 112),
    Field("due", "到期", 96, "due", hint="按时限分：逾期、7 日内到期、按期"),
    Field("category", "分类", 110),
    Field("phase", "阶段", 90),
    Field("kind", "类别", 84),
    Field("importance", "重要程度", 84),
    Field("lead_leader", "牵头领导", 90),
    Field("sponsor_leader", "包保领导", 90),
    Field("signed", "签收", 64, hint="已签收单位 / 承办单位"),
    Field("first_promise", "首次承诺", 92),
    Field("dispatched_on", "交办日期", 92),
    Field("closed_on", "销号日期", 92),
    Field("standard", "销号标准", 120),
    Field("directive", "来文", 150),
    Field("last", "最近动态", 204, "last", "-", is_usual=True),
)
CODES: Final = tuple(one.code for one in FIELDS)
USUAL: Final = tuple(one.code for one in FIELDS if one.is_usual)
OF_ALL: Final = ("number", "title", "lead", "units", "deadline", "progress", "state", "ledger", "last")
"""What is usual where the rows are of several ledgers: the deadline says by its colour how near it is."""
ALWAYS: Final = ("number", "title")
"""They stand first, whatever is chosen beside them."""
_BY_CODE: Final = {one.code: one for one in FIELDS}
_NOT_PAST: Final = frozenset(("last", "measures"))
_ROOM: Final = 1140
"""Pixels that are there for columns beside the rail at 1440."""


def chosen(codes: Sequence[str], usual: tuple[str, ...] = USUAL) -> tuple[str, ...]:
    """The columns that are asked for, each once and in the order asked; number and title come first."""
    wanted = [code for code in dict.fromkeys(codes) if code in _BY_CODE]
    return (*ALWAYS, *(code for code in wanted if code not in ALWAYS)) if wanted else usual


def told(codes: Sequence[str], *, is_past: bool) -> tuple[str, ...]:
    """Those of the columns that a past day knows of: not what moved last, nor what was to be done."""
    return tuple(code for code in codes if not (is_past and code in _NOT_PAST))


def fields_of(codes: Sequence[str]) -> list[Field]:
    """The columns with these codes, in their order."""
    return [_BY_CODE[code] for code in codes]


def title_width(codes: Sequence[str]) -> int | None:
    """None where what is left over is enough for the title, else the least that it needs."""
    taken = sum(one.width or 0 for one in fields_of(codes))
    return None if taken <= _ROOM - 150 else 260
