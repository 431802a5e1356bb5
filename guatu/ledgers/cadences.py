"""In what rhythm a ledger is reported on: its settings as a cadence, and single items that have their own."""

from django.db.models import Q

from guatu.kernel.cadence import Cadence, Rhythm, Shift
from guatu.ledgers.models import Item, Ledger

NONE = Ledger.Cadence.NONE


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
