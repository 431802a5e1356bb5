"""Deeds on working days: the county works on a day, or rests, against the notices of the State Council."""

from datetime import date, datetime

from django.db import transaction

from guatu.accounts import fields, permissions
from guatu.accounts.errors import AlreadyDecided
from guatu.accounts.models import CalendarDay
from guatu.history.chains import REGISTRY, Actor
from guatu.history.deeds import Deed


@transaction.atomic
def decide(
    *,
    day: date,
    is_working: bool,
    note: str,
    by: Actor,
    at: datetime,
    on: date,
    why_earlier: str = "",
) -> CalendarDay:
    """Decide whether a day is worked, by a paper that `note` names; deciding anew replaces the decision."""
    permissions.require_administrator(by, at=at)
    note = fields.text(CalendarDay, "note", note)
    row = CalendarDay.objects.select_for_update().filter(day=day).first()
    if row is not None and row.is_working == is_working:
        raise AlreadyDecided(day=day, what="上班" if is_working else "休息")
    new = row is None
    row = row or CalendarDay(day=day, is_working=is_working, note=note)
    deed = Deed("day_decided", row, chain=REGISTRY, by=by, at=at, on=on).say(why_earlier=why_earlier)
    (deed.add(row) if new else deed.set(row, is_working=is_working, note=note)).commit()
    return row
