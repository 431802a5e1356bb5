"""In what rhythm a ledger is reported on: its settings as a cadence, and single items that have their own."""

from typing import Final

from django.db.models import Q

from guatu.kernel.cadence import Cadence, Period, Rhythm, Shift
from guatu.ledgers.models import Item, Ledger

NONE = Ledger.Cadence.NONE
_HALF: Final = 18
"""The first half is due by the 15th, or after the days off that follow it."""


def cadence_of(ledger: Ledger, code: str) -> Cadence:
    """A rhythm with the due days of a ledger; fortnights are counted from the week in which it was opened."""
    return Cadence(
        rhythm=Rhythm(code),
        anchor=ledger.opened_on,
        weekday=ledger.due_weekday,
        day=ledger.due_day,
        shift=Shift(ledger.due_shift),
    )


def codes_of(ledger: Ledger) -> list[str]:
    """The rhythms in use: the ledger's own first, then those of single items."""
    single = Item.objects.filter(ledger=ledger).exclude(cadence__in=("", ledger.cadence)).order_by()
    found = [ledger.cadence, *sorted(set(single.values_list("cadence", flat=True)))]
    return [code for code in dict.fromkeys(found) if code != NONE]


def goes_by(ledger: Ledger, code: str, *, item: str = "") -> Q:
    """The items, or rows of `item`, that are reported on in a rhythm."""
    field = f"{item}__cadence" if item else "cadence"
    own = Q(**{field: code})
    return own | Q(**{field: ""}) if code == ledger.cadence else own


def label(code: str, period: Period) -> str:
    """What a period is called, by its last day: 2026年第10周, 3月上半月, 3月."""
    last = period.last
    if code in (Ledger.Cadence.WEEKLY, Ledger.Cadence.FORTNIGHTLY):
        year, week, _ = last.isocalendar()
        weeks = f"{week}" if code == Ledger.Cadence.WEEKLY else f"{period.first.isocalendar().week}至{week}"
        return f"{year}年第{weeks}周"
    if code == Ledger.Cadence.HALF_MONTHLY:
        return f"{last.year}年{last.month}月{'上' if last.day <= _HALF else '下'}半月"
    return f"{last.year}年{last.month}月"
