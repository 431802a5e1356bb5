"""What the clock itself does on a day: it freezes the periods that are over, ends publicity, counts anew by
holidays that became known, says which look-backs are due, lights every item, and reminds of what is late.

A day's round is one transaction with the row of that day, so it is done once and whole, whoever begins it.
"""

import logging
from datetime import date, datetime, timedelta
from typing import Final

from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from guatu.accounts.queries import working_calendar
from guatu.kernel.errors import Refusal
from guatu.ledgers import recounting, reminders
from guatu.ledgers.actions import periods, verdicts
from guatu.ledgers.errors import DayNotCome
from guatu.ledgers.lights import nightly, telling
from guatu.ledgers.models import CloseOut, Item, LookBack, TickDay

_LATE: Final = "服务停运期间没有办理，恢复后补办"
_log = logging.getLogger("guatu.ledgers")


def tick(*, on: date, at: datetime) -> TickDay | None:
    """Do a day's round; None where it was done before."""
    today = localdate(at)
    if on > today:
        raise DayNotCome(day=on, today=today)
    why_earlier = _LATE if on < today else ""
    with transaction.atomic():
        calendar = working_calendar()
        row, is_new = TickDay.objects.get_or_create(
            day=on, defaults={"ticked_at": at, "known_years": sorted(calendar.years)}
        )
        if not is_new:
            return None
        _hold_items()
        before = recounting.as_known(calendar, _round_before(row))
        row.recounted = recounting.recount(calendar, before, on=on, at=at, why_earlier=why_earlier)
        row.periods = periods.freeze_over(on=on, at=at, known=before, why_earlier=why_earlier)
        row.published, row.refused = _end_publicity(on=on, at=at, why_earlier=why_earlier)
        row.look_backs_due = look_backs_due(on=on).count()
        row.lit = nightly.light_all(on=on, at=at, why_earlier=why_earlier)
        if on == today:
            telling.tell_of_missed(_made_up(on=on, at=at), on=on, at=at)
        reminders.remind(on=on, at=at)
        row.save()
    return row


def tick_missed(*, on: date, at: datetime) -> list[TickDay]:
    """Do the rounds of the days after the last one, up to a day; the first ever is of that day alone."""
    return [row for day in missed(on=on) if (row := tick(on=day, at=at))]


def missed(*, on: date) -> list[date]:
    """The days up to a day whose rounds are still to be done, in their order."""
    if TickDay.objects.filter(day=on).exists():
        return []
    last = TickDay.objects.filter(day__lt=on).last()
    first = last.day + timedelta(days=1) if last else on
    return [first + timedelta(days=n) for n in range((on - first).days + 1)]


def _hold_items() -> None:
    """Lock what the round may write, before it takes any chain: acts lock in this order, and wait for it."""
    over = (Item.State.CLOSED, Item.State.VOIDED)
    rows = Item.objects.select_for_update(of=("self",)).exclude(state__in=over).order_by("pk")
    if connection.features.has_select_for_update:
        list(rows.values_list("pk", flat=True))


def _made_up(*, on: date, at: datetime) -> list[date]:
    """The earlier days whose rounds were done today: nobody was told of them."""
    rows = TickDay.objects.filter(day__lt=on, ticked_at__date=localdate(at))
    return list(rows.values_list("day", flat=True))


def look_backs_due(*, on: date) -> QuerySet[LookBack]:
    """Closed items that are to be looked at again by a day, those longest due first."""
    return LookBack.objects.filter(state=LookBack.State.PLANNED, due_on__lte=on).select_related(
        "item__ledger"
    )


def _round_before(row: TickDay) -> TickDay | None:
    """The round that was done before, of whatever day."""
    return TickDay.objects.exclude(pk=row.pk).order_by("pk").last()


def _end_publicity(*, on: date, at: datetime, why_earlier: str) -> tuple[int, list[list[str]]]:
    """Strike off what was published long enough; one that cannot go does not hold up the others."""
    over = CloseOut.objects.filter(state=CloseOut.State.PUBLICITY, publicity_to__lt=on)
    published, refused = 0, []
    for pk, number in over.order_by("publicity_to", "pk").values_list("item_id", "item__number"):
        try:
            with transaction.atomic():
                verdicts.end_publicity(pk=pk, by=None, at=at, on=on, why_earlier=why_earlier)
            published += 1
        except Refusal as refusal:
            refused.append([number, str(refusal)])
        except DatabaseError:
            _log.exception("%s could not be struck off", number)
            refused.append([number, "数据库拒绝，详见日志"])
    return published, refused
