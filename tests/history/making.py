"""Deeds of the trials, in few words."""

from datetime import UTC, date, datetime
from typing import Any

from guatu.history.chains import Actor
from guatu.history.deeds import Deed
from guatu.history.models import Event
from tests.history.trials import Matter

AT = datetime(2026, 9, 18, 1, 2, 3, 456789, tzinfo=UTC)
TODAY = date(2026, 9, 18)
BY = Actor(person_id=7, unit_id=3)


def opened(
    title: str = "河道垃圾", *, chain: str = "office-1", at: datetime = AT, on: date = TODAY, **values: Any
) -> Matter:
    """A new matter, committed."""
    matter = Matter(title=title, **values)
    Deed("matter_opened", matter, chain=chain, by=BY, at=at, on=on).add(matter).commit()
    return matter


def changed(
    matter: Matter,
    *,
    chain: str = "office-1",
    remark: str = "",
    at: datetime = AT,
    on: date = TODAY,
    **values: Any,
) -> Event:
    """A change of a matter, committed."""
    step = Deed("matter_changed", matter, chain=chain, by=BY, at=at, on=on)
    return step.set(matter, **values).say(remark=remark).commit()
