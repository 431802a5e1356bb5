"""People read what they were told: now and then all of it, and sign for what was urged."""

from datetime import date
from typing import Final

from guatu.accounts.queries import acting
from guatu.demo.county.stage import Stage
from guatu.ledgers.actions import receipts
from guatu.notices import actions
from guatu.notices.models import Notice

_AFTER_WORK: Final = 18 * 60
_LAST: Final = 2
"""So many working days before the day of the demonstration everybody has read for the last time."""


def read(stage: Stage, day: date) -> None:
    """On the first of a month, and once of late, everybody reads what waits for him."""
    if day.day != 1 and day != stage.days.before(stage.days.last, _LAST):
        return
    at = stage.days.moment(day, _AFTER_WORK)
    waiting = Notice.objects.filter(waits=True).order_by("person", "pk")
    by_person: dict[int, list[Notice]] = {}
    for notice in waiting:
        by_person.setdefault(notice.person_id, []).append(notice)
    for person_id, notices in by_person.items():
        actions.see_all(person_id, at=at)
        by = acting(person_id, on=day)
        for notice in notices:
            if by is not None and notice.needs_receipt:
                receipts.receive(pk=notice.pk, by=by, at=at, on=day)
