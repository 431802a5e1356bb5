"""Whether a comparison makes sense: the type of a field against what it is compared with."""

from typing import NamedTuple

from guatu.rules.catalogue.fields import TYPE_LABELS, Field, FieldType
from guatu.rules.catalogue.units import MONEY, Conversions
from guatu.rules.language.syntax import Figure, Sign

ORDERED: frozenset[FieldType] = frozenset({"number", "money", "percent", "date", "grade"})
COMPARED: frozenset[FieldType] = ORDERED | {"text", "bool"}

_INSTEAD: dict[FieldType, str] = {
    "code": "请用“属于”，如 {label} 属于 C39",
    "set": '请用“包含”，如 {label} 包含 "…"',
    "dated_set": '请用“包含”或“曾包含”，如 {label} 包含 "…"',
    "events": "请写成“近2年 无 {label}(…)”或“有”",
    "records": "请写成“存在 {label}(…)”",
    "text": "文本没有大小，请用 =、≠ 或“属于”",
    "bool": "是否类字段直接写出即可，如“{label}”或“非 {label}”",
}


class Kind(NamedTuple):
    """What sort of value stands on one side of a comparison."""

    type: FieldType
    unit: str = ""
    grades: tuple[str, ...] = ()


def kind_of(field: Field) -> Kind:
    return Kind(field.type, field.base_unit, field.grades)


def unfit_sign(field: Field, sign: Sign) -> str | None:
    """Why a field does not take a sign, with what to write instead."""
    if field.type in ORDERED or (field.type in COMPARED and sign in ("=", "≠")):
        return None
    cure = _INSTEAD[field.type].format(label=field.label)
    return f"“{field.label}”是{TYPE_LABELS[field.type]}，不能用“{sign}”比较；{cure}"


def unfit_verb(field: Field, verb: str, taken: frozenset[FieldType]) -> str | None:
    """Why a field does not take 属于, 包含, 开头为 or 介于, with what to write instead."""
    if field.type in taken:
        return None
    cure = _INSTEAD.get(field.type, "请用 =、<、≤、>、≥ 或“介于”").format(label=field.label)
    return f"“{field.label}”是{TYPE_LABELS[field.type]}，不能用“{verb}”；{cure}"


def unfit_figure(figure: Figure, field: Field, conversions: Conversions) -> tuple[bool, str, str] | None:
    """Whether the figure is bare, why it does not suit the field, and what to write: None where it does."""
    base, written = field.base_unit, f"{figure.value:f}{figure.unit}"
    example = f"{figure.value:f}{'万元' if field.type == 'money' else base}"
    if not figure.unit or conversions.factor(figure.unit, "") is not None:
        if field.type == "number":
            return None
        bare = f"{written}{MONEY}" if figure.unit and field.type == "money" else example
        return True, f"“{field.label}”的数值要写明单位，如 {bare}", bare
    if conversions.factor(figure.unit, base) is not None:
        return None
    takes = f"以“{base}”计" if base else "没有单位"
    return False, f"“{field.label}”{takes}，不能写成“{written}”；请改用{base or '不带单位的数'}", example


def unfit_pair(left: Kind, right: Kind, conversions: Conversions) -> str | None:
    """Why two values are not compared with one another; None where they may be."""
    if left.type != right.type:
        return f"{TYPE_LABELS[left.type]}不能与{TYPE_LABELS[right.type]}比较"
    if left.type == "number" and conversions.factor(right.unit, left.unit) is None:
        return f"单位“{left.unit or '无'}”与“{right.unit or '无'}”不同，不能比较"
    if left.type == "grade" and left.grades != right.grades:
        return "两个等级的档次不同，不能比较"
    return None
