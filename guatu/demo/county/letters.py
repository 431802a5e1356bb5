"""Papers of the last weeks: offices write to units that are late or soon due, and units sign for them."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final

from django.db.models.functions import Coalesce

from guatu.accounts.models import Unit
from guatu.demo.county.stage import Stage
from guatu.ledgers.actions import papers
from guatu.ledgers.models import Assignment, Item, Ledger
from guatu.ledgers.queries import papers as drawing
from guatu.papers import actions
from guatu.papers.models import Paper

_WEEKS: Final = 8
_WRITTEN: Final = 2
"""The weekday, Wednesday, on which offices write."""
_AT: Final = 1062
"""The minute of the day, after all else has happened; papers follow each other by seconds."""
_EACH: Final = 2
"""Letters of a ledger on one day."""
_SOON: Final = timedelta(days=7)
_SIGNED_AFTER: Final = (2, 2, 6)
"""Working days after which units have signed, one after the other."""


def write(stage: Stage, day: date) -> None:
    """What is written on a day, and what is signed for."""
    if (stage.days.on - day).days > 7 * _WEEKS or not stage.days.calendar.is_working(day):
        return
    seconds = iter(range(0, 600, 7))
    _sign(stage, day, seconds)
    if day.weekday() == _WRITTEN:
        for ledger in stage.ledgers.values():
            _letters(stage, ledger, day, seconds)
    if day == stage.days.before(stage.days.last, 1):
        _sheets(stage, day, seconds)


def _letters(stage: Stage, ledger: Ledger, day: date, seconds: Iterator[int]) -> None:
    """A 督办函 to units that are late, or else a 提醒函 to those with little time left."""
    late = _owed(ledger, due__lt=day)
    kind = Paper.Kind.LETTER if late else Paper.Kind.REMINDER
    owed = late or _owed(ledger, due__range=(day, day + _SOON))
    for unit, pks in owed[:_EACH]:
        _issue(stage, kind, ledger, pks, unit, day, next(seconds))


def _owed(ledger: Ledger, **due: Any) -> list[tuple[Unit, list[int]]]:
    """Units with the items that they owe, those with the nearest deadline first."""
    rows = (
        Assignment.objects.filter(item__ledger=ledger, item__state=Item.State.IN_PROGRESS)
        .filter(state__in=Assignment.ACTIVE, item__is_suspended=False)
        .annotate(due=Coalesce("deadline", "item__deadline"))
        .filter(**due)
        .select_related("unit")
        .order_by("due", "pk")[:40]
    )
    found: dict[int, tuple[Unit, list[int]]] = {}
    for row in rows:
        _, pks = found.setdefault(row.unit_id, (row.unit, []))
        if row.item_id not in pks:
            pks.append(row.item_id)
    return list(found.values())


def _sheets(stage: Stage, day: date, seconds: Iterator[int]) -> None:
    """The close-out sheets of what was struck off last."""
    for ledger in stage.ledgers.values():
        last = Item.objects.filter(ledger=ledger, state=Item.State.CLOSED).order_by("-closed_on", "-pk")
        for item in last[:_EACH]:
            _issue(stage, Paper.Kind.CLOSE_OUT_SHEET, ledger, [item.pk], None, day, next(seconds))


def _issue(
    stage: Stage, kind: str, ledger: Ledger, pks: Sequence[int], unit: Unit | None, day: date, second: int
) -> None:
    by, at = stage.coordinator(ledger.prefix, day), stage.days.moment(day, _AT, second)
    drawn = drawing.drawn(kind, drawing.cases(pks), unit=unit, signer=by.name, on=day)
    papers.issue(kind=kind, pks=pks, unit=unit, title=drawn.title, text=drawn.text, by=by, at=at, on=day)


def _sign(stage: Stage, day: date, seconds: Iterator[int]) -> None:
    latest = [stage.days.before(day, after) for after in _SIGNED_AFTER]
    waiting = Paper.objects.filter(receipt=None).exclude(addressee=None)
    for paper in waiting.select_related("addressee", "office").order_by("pk"):
        if paper.issued_on <= latest[paper.number % len(latest)]:
            by = stage.county.liaison(paper.addressee_id or 0, day)
            actions.receive(paper=paper, by=by, at=stage.days.moment(day, _AT, next(seconds)), on=day)
