"""In which order a list stands, and under which heads."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.db.models import Case, F, IntegerField, Value, When
from django.db.models.expressions import Combinable, OrderBy

from guatu.ledgers.queries.standing import ITEMS, STANDINGS, Names, is_open, light_is, standing_is
from guatu.rules.regimes.regime import Light

SORTS: Final[Mapping[str, str]] = {
    "light": "灯重的在前",
    "due": "时限近的在前",
    "number": "按编号",
    "progress": "进度低的在前",
    "state": "按状态",
    "lead": "按牵头单位",
    "-last": "最近有动态的在前",
    "last": "最久无动态的在前",
    "-extensions": "延期多的在前",
}
"""Orders that a menu offers; any of them can be reversed by a minus."""
GROUPS: Final[Mapping[str, str]] = {
    "category": "按分类分组",
    "lead": "按牵头单位分组",
    "state": "按状态分组",
    "phase": "按阶段分组",
    "none": "不分组",
}
_KEYS: Final = frozenset(one.removeprefix("-") for one in SORTS)


def known_sort(given: str) -> str:
    """The order that is meant, else the nearest deadline first."""
    return given if given.removeprefix("-") in _KEYS else "due"


def known_group(given: str) -> str:
    """The heads that are meant, else none."""
    return given if given in GROUPS else "none"


def group_field(group: str) -> str:
    """The field or annotation by which rows are put under heads."""
    return {"category": "category", "lead": "lead_unit", "state": "standing", "phase": "phase"}[group]


def order_by(
    sort: str, names: Names = ITEMS, palette: Sequence[Light] = ()
) -> list[Combinable | OrderBy | str]:
    """What the database is asked to sort by; the number decides last, as it was given in turn."""
    down = sort.startswith("-")
    last = OrderBy(F(names.pk), descending=False)
    match sort.removeprefix("-"):
        case "light":
            return [OrderBy(burning(palette, names), descending=down), _sorted("deadline", down=False), last]
        case "due":
            return [owed_first(), _sorted("deadline", down), last]
        case "progress":
            return [_sorted(names.own("progress"), down), last]
        case "state":
            return [OrderBy(rank(names), descending=down), _sorted("deadline", down=False), last]
        case "lead":
            return [_sorted("lead_unit__position", down), _sorted("lead_unit__name", down), last]
        case "last":
            return [_sorted(names.own("last_at"), down), last]
        case "extensions":
            return [_sorted("extensions", down), _sorted("deadline", down=False), last]
    return [OrderBy(F(names.pk), descending=down)]


def _sorted(field: str, down: bool) -> OrderBy:  # noqa: FBT001 - a helper of this file
    return OrderBy(F(field), descending=down, nulls_last=True)


def owed_first() -> Case:
    """What is still owed before what is not."""
    return Case(When(is_open(), then=Value(0)), default=Value(1), output_field=IntegerField())


def burning(palette: Sequence[Light], names: Names = ITEMS) -> Case:
    """How heavy the light of an open row is, the worst first; then what shows none, then what is not owed."""
    whens = [When(light_is(one.code, names), then=Value(rank)) for rank, one in enumerate(palette)]
    unknown = When(is_open(), then=Value(len(palette)))
    return Case(*whens, unknown, default=Value(len(palette) + 1), output_field=IntegerField())


def rank(names: Names = ITEMS) -> Case:
    """How far along the way a row stands."""
    whens = [When(standing_is(code, names), then=Value(rank)) for rank, code in enumerate(STANDINGS)]
    if not names.has_history:
        whens = [when for when, code in zip(whens, STANDINGS, strict=True) if code != "returned"]
    return Case(*whens, default=Value(len(STANDINGS)), output_field=IntegerField())
