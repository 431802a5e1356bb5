"""What units owe, counted beside a table and listed on a unit's page: only what the viewer may see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, F, QuerySet
from django.urls import reverse

from guatu.accounts.lists.units import UnitLine, UnitPage
from guatu.accounts.models import Role, Unit
from guatu.http.requests import Request
from guatu.ledgers.models import Assignment, Item
from guatu.ledgers.queries import visibility
from guatu.web import parts, wording
from guatu.web.views.accounts.acts import Button

COORDINATOR: Final = Role.Kind.COORDINATOR
_SHOWN: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """An open item of a unit."""

    item: Item
    url: str
    duty: str
    due: parts.Due
    state: parts.State


def beside(request: Request, lines: Sequence[UnitLine]) -> Iterator[tuple[UnitLine, int | None]]:
    """The lines, each with the open items of its unit; none on a past day. One statement."""
    counts: dict[int, int] = {}
    if request.clock.as_of is None:
        rows = _open(request).filter(unit__in=[line.pk for line in lines]).order_by()
        counts = dict(rows.values_list("unit").annotate(count=Count("item", distinct=True)))
    for line in lines:
        yield line, counts.get(line.pk, 0) if request.clock.as_of is None else None


def _open(request: Request) -> QuerySet[Assignment]:
    open_ones = Item.objects.open().filter(pk__in=visibility.assignments(request.clock.by).values("item"))
    return Assignment.objects.filter(item__in=open_ones.values("pk"), state__in=Assignment.ACTIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedList:
    """The first open items of a unit, and how many there are."""

    rows: Sequence[Owed]
    total: int


def items(request: Request, unit: Unit) -> OwedList:
    """What a unit owes today, the nearest deadline first; nothing of a past day."""
    if request.clock.as_of is not None:
        return OwedList(rows=[], total=0)
    found = open_items(request, unit).order_by(F("deadline").asc(nulls_last=True), "pk")
    total = found.count()
    those = list(found[:_SHOWN])
    duties = Assignment.objects.filter(item__in=those, unit=unit, state__in=Assignment.ACTIVE)
    by_item: dict[int, str] = {}
    for pk, duty in duties.order_by("pk").values_list("item", "duty"):
        by_item.setdefault(pk, str(Assignment.Duty(duty).label))
    on = request.clock.on
    rows = [
        Owed(
            item=item,
            url=reverse("web:item", args=[item.pk]),
            duty=by_item.get(item.pk, ""),
            due=wording.due(item.deadline, on=on, due_kind=item.due_kind),
            state=wording.state(item.state, is_suspended=item.is_suspended),
        )
        for item in those
    ]
    return OwedList(rows=rows, total=total)


def open_items(request: Request, unit: Unit) -> QuerySet[Item]:
    """The open items in which a unit holds a duty, as far as they are seen."""
    return Item.objects.open().filter(pk__in=_open(request).filter(unit=unit).values("item"))


def to_hand_over(request: Request, unit: Unit) -> QuerySet[Item]:
    """Those of them that the person may hand over: of offices that he coordinates."""
    offices = request.clock.by.offices(COORDINATOR)
    found = open_items(request, unit).filter(ledger__office__in=offices, state__in=_GIVEN)
    return found.select_related("ledger").order_by("ledger", "pk")


_GIVEN: Final = (Item.State.DISPATCHED, Item.State.IN_PROGRESS)


def hand_over_button(request: Request, page: UnitPage) -> Button | None:
    """Handing all over, where functions passed on and something is still open."""
    clock = request.clock
    if not page.after or clock.as_of is not None or not clock.by.offices(COORDINATOR):
        return None
    url = reverse("web:unit-do", args=[page.unit.pk, "hand-over"])
    count = to_hand_over(request, page.unit).count()
    return Button(label=f"移交 {count} 件在办", url=url, icon="send", kind="primary") if count else None
