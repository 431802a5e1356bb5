"""Which columns rules read: of a wide table most are never asked for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from dataclasses import field as dataclass_field

from guatu.rules.catalogue.fields import Field
from guatu.rules.language.syntax import (
    Exists,
    FieldAt,
    Happened,
    InARow,
    Judged,
    Node,
    OverYears,
    Parameter,
    Year,
    YearsBack,
)
from guatu.rules.rows import ASKED_ON, JUDGEMENTS, as_of, yearly
from guatu.rules.setting import Setting


def columns_of(rules: Iterable[Node], setting: Setting, held: Sequence[str]) -> tuple[str, ...]:
    """Those of the columns held that some rule reads in this setting, in the order they are held.

    Years counted from the day are one year each, or every year held where rows give a day of their own. The
    as-of columns are read only where what is stale counts as missing.
    """
    reader = _Reader(setting)
    for rule in rules:
        reader.read(rule, None)
    names = {ASKED_ON}
    if reader.is_judged:
        names.add(JUDGEMENTS)
    for field, year in reader.facts:
        for column in _columns(field, year, setting, held):
            names.add(column)
            if setting.stale_is_unknown and field.fresh_days is not None:
                names.add(as_of(column))
    return tuple(name for name in held if name in names)


def _columns(field: Field, year: Year | None, setting: Setting, held: Sequence[str]) -> list[str]:
    """The columns in which a field of a year stands."""
    if year is None or not field.yearly:
        return [field.name]
    if isinstance(year, int):
        return [yearly(field.name, year)]
    if ASKED_ON not in held:
        return [yearly(field.name, setting.on.year - year.back)]
    of_some_year = re.compile(rf"{re.escape(field.name)}_-?\d+")
    return [name for name in held if of_some_year.fullmatch(name)]


@dataclass(slots=True)
class _Reader:
    """Collects what rules read of a row itself. The records of a list come with the list."""

    setting: Setting
    facts: set[tuple[Field, Year | None]] = dataclass_field(default_factory=set)
    is_judged: bool = False

    def read(self, part: object, year: Year | None) -> None:
        """A part of a rule; `year` is that of fields which are kept by year and name none."""
        if isinstance(part, FieldAt):
            self._field(part, year)
        elif isinstance(part, OverYears | InARow):
            inner = FieldAt(part.name) if isinstance(part, OverYears) else part.part
            for back in range(1, part.years + 1):
                self.read(inner, YearsBack(back))
        elif isinstance(part, Happened | Exists):
            self.facts.add((self.setting.catalogue[part.field], None))
        elif isinstance(part, Judged):
            self.is_judged = True
        elif isinstance(part, Parameter):
            for dated in self.setting.parameters.values[part.name]:
                self.read(dated.value, year)
        elif isinstance(part, tuple):
            for each in part:
                self.read(each, year)
        elif is_dataclass(part) and not isinstance(part, type):
            for each in fields(part):
                self.read(getattr(part, each.name), year)

    def _field(self, at: FieldAt, year: Year | None) -> None:
        field = self.setting.catalogue[at.name]
        asked = at.year if at.year is not None or not field.yearly else year
        if field.value is None:
            self.facts.add((field, asked))
        else:
            self.read(field.value, asked)
