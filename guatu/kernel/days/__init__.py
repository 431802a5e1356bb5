"""Times as offices write them: days, months, periods, terms, recurrences, and what only an event dates."""

from guatu.kernel.days.finding import find_times
from guatu.kernel.days.phrases import Precision, TimePhrase

__all__ = ["Precision", "TimePhrase", "find_times"]
