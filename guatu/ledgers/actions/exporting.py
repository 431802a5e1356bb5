"""Taking a list out of the house is recorded: by whom, under which filters, how many rows."""

from datetime import date, datetime

from django.db import transaction

from guatu.accounts.queries import Acting, actor_for
from guatu.history.deeds import Deed
from guatu.ledgers.events import Event
from guatu.ledgers.models import Ledger
from guatu.ledgers.permissions import actor, parts_in_ledger


@transaction.atomic
def record(
    *, ledger: Ledger, rows: int, words: str, columns: str, by: Acting, at: datetime, on: date, day: date
) -> None:
    """Say in the chain of the office that rows of a ledger, as they stood on a day, were exported."""
    held = next(iter(parts_in_ledger(ledger, by).values()), None)
    who = actor(by, held) if held else actor_for(by)
    deed = Deed(Event.LEDGER_EXPORTED.value, ledger, chain=ledger.office.chain, by=who, at=at, on=on)
    deed.say(rows=str(rows), filters=words, columns=columns, day=day.isoformat()).commit()
