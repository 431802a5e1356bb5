"""Taking a list, or the trail itself, out of the house is recorded: by whom, and what of it."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from guatu.accounts.models import Office, Person, Role
from guatu.accounts.queries import Acting, actor_for
from guatu.history.chains import REGISTRY
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


@transaction.atomic
def record_all(
    *,
    rows: Mapping[Ledger, int],
    words: str,
    columns: str,
    by: Acting,
    at: datetime,
    on: date,
    day: date,
) -> None:
    """The same of a list over several ledgers: each says how many of its rows went, in its office's chain."""
    for ledger, count in rows.items():
        record(ledger=ledger, rows=count, words=words, columns=columns, by=by, at=at, on=on, day=day)


@transaction.atomic
def record_trail(*, chain: str, days: tuple[date, date] | None, by: Acting, at: datetime, on: date) -> None:
    """Say in the chain itself that it was exported: of an office, or of the units and people."""
    office = (
        Office.objects.filter(pk=int(chain.removeprefix("office-"))).first() if chain != REGISTRY else None
    )
    kinds = (Role.Kind.INSPECTOR, Role.Kind.ADMINISTRATOR)
    held = next((one for one in by.held(*kinds) if office is None or one.office_id == office.pk), None)
    who = actor(by, held) if held else actor_for(by)
    of = office or Person.objects.get(pk=by.person_id)
    deed = Deed(Event.TRAIL_EXPORTED.value, of, chain=chain, by=who, at=at, on=on)
    deed.say(filters=f"{days[0]} 至 {days[1]}" if days else "全部").commit()
