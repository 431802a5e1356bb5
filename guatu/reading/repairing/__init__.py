"""Repair: noise seen in the wild is mended and counted, with a map back to the source."""

from guatu.reading.repairing.repair import repair
from guatu.reading.repairing.repaired import Repaired

__all__ = ["Repaired", "repair"]
