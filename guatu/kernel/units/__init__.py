"""Units: the offices, enterprises and bodies that directives name."""

from guatu.kernel.units.directory import Directory, Match, Unit
from guatu.kernel.units.mentions import UnitMention, find_units

__all__ = ["Directory", "Match", "Unit", "UnitMention", "find_units"]
