"""What a decision depends on beside rule and row: the catalogue, the day, the parameters in force."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from guatu.kernel.working_days import WorkingCalendar
from guatu.rules.catalogue.fields import Catalogue
from guatu.rules.language.syntax import DayAt, Figure, Word


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A parameter's value from its first day to its last, both included; None is open."""

    value: Figure | DayAt | tuple[Word, ...]
    since: date | None = None
    until: date | None = None
    source: str = ""
    """The clause that sets it."""

    def is_in_force(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Parameters:
    """Values by name and day. A value that is not in force on the day leaves its condition unknown."""

    values: Mapping[str, tuple[DatedValue, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def __contains__(self, name: object) -> bool:
        return name in self.values

    def at(self, name: str, day: date) -> DatedValue | None:
        return next((each for each in self.values[name] if each.is_in_force(day)), None)


@dataclass(frozen=True, slots=True)
class Setting:
    """One day of asking. A row that gives its own 申报日 (`asked_on`) is decided as of that day instead."""

    catalogue: Catalogue
    on: date
    parameters: Parameters = field(default_factory=Parameters)
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar.official)
    stale_is_unknown: bool = False
    """A fact older than its field stays fresh decides but is marked; or, if set, counts as missing."""
