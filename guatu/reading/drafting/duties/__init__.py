"""Duties: which units and leaders a passage or a field calls to act."""

from guatu.reading.drafting.duties.duties import Duties
from guatu.reading.drafting.duties.fields import is_leader_label, read_duty_field
from guatu.reading.drafting.duties.finding import find_duties

__all__ = ["Duties", "find_duties", "is_leader_label", "read_duty_field"]
