"""What is known of a row: each field's name, label, type, unit, and what makes it fresh."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Literal, get_args

from guatu.rules.catalogue.codes import Codes
from guatu.rules.catalogue.expressions import Expression
from guatu.rules.catalogue.units import MONEY, SHARE, Conversions

FieldType = Literal[
    "number",
    "money",
    "percent",
    "date",
    "text",
    "code",
    "grade",
    "set",
    "dated_set",
    "events",
    "records",
    "bool",
]
FIELD_TYPES: tuple[FieldType, ...] = get_args(FieldType)
FIGURES: frozenset[FieldType] = frozenset({"number", "money", "percent"})
"""Types whose values are numbers: money in yuan, percent as a fraction (3% is 0.03)."""
LISTS: frozenset[FieldType] = frozenset({"events", "records"})
"""Types whose value is a list of records with fields of their own."""

TYPE_LABELS: Mapping[FieldType, str] = MappingProxyType(
    {
        "number": "数值",
        "money": "金额",
        "percent": "百分比",
        "date": "日期",
        "text": "文本",
        "code": "代码",
        "grade": "等级",
        "set": "集合",
        "dated_set": "带有效期的集合",
        "events": "事件",
        "records": "关联记录",
        "bool": "是否",
    }
)
DAY_OF_EVENT = "day"
"""The column of an event that says when it happened, unless the field names another."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a row: `name` is its column, `label` its word in rule text (either may be written).

    Columns beside it, where present: `<name>_as_of` (the day its value was true) and `<name>_source` (who
    says so). A yearly field has a column for each year: `<name>_2025`.
    """

    name: str
    label: str
    type: FieldType
    unit: str = ""
    """What a plain number counts: 人, 件, 天. Money is always 元, percent needs none."""
    yearly: bool = False
    """Kept by year: rule text names the year."""
    grades: tuple[str, ...] = ()
    """Of a grade: highest first."""
    codes: Codes | None = None
    """Of a code: its tree."""
    many: bool = False
    """A code field that holds several codes: 属于 asks for any of them."""
    fields: "tuple[Field, ...]" = ()
    """Of events and related records: the fields of one of them."""
    day: str = DAY_OF_EVENT
    """Of events: which of `fields` says when one happened."""
    value: Expression | None = None
    """Of a derived field: how it is computed. It has no column."""
    fresh_days: int | None = None
    """After so many days from its as-of day a value is stale."""
    source: str = ""
    """Who keeps the field, in words: 税务局."""

    @property
    def is_figure(self) -> bool:
        return self.type in FIGURES

    @property
    def base_unit(self) -> str:
        """The unit that a figure is held in: 元 for money, % for a share (held as a fraction)."""
        return {"money": MONEY, "percent": SHARE}.get(self.type, self.unit)

    @property
    def is_list(self) -> bool:
        return self.type in LISTS


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The fields that rules may name and the conversions of units. A value, told apart by identity.

    Build it with `guatu.rules.catalogue.loading`, which refuses labels that clash.
    """

    fields: tuple[Field, ...]
    conversions: Conversions = field(default_factory=Conversions)
    title: str = "字段目录"

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        return MappingProxyType({each.name: each for each in self.fields})

    @cached_property
    def by_word(self) -> Mapping[str, Field]:
        """Every name and every label, for rule text."""
        words = {each.name: each for each in self.fields} | {each.label: each for each in self.fields}
        return MappingProxyType(words)

    def __getitem__(self, name: str) -> Field:
        return self.by_name[name]

    def of_list(self, name: str) -> "Catalogue":
        """The catalogue of the records that a field of events or related records holds."""
        return self._of_lists[name]

    @cached_property
    def _of_lists(self) -> "Mapping[str, Catalogue]":
        return {
            each.name: Catalogue(each.fields, self.conversions, each.label)
            for each in self.fields
            if each.is_list
        }
