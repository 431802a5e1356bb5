"""Where an item stands in a list: its state in the words of a table, and how near its deadline is.

The same words hold for items as they are and for the facts of a past day; `Names` says how a field is called.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from guatu.history.timelines import PastDay, as_of
from guatu.ledgers.lights.palettes import Apart
from guatu.ledgers.models import Item, LightSpan

State = Item.State
NEAR: Final = 7
"""Days before its deadline from which an item is near."""


@dataclass(frozen=True, slots=True)
class Names:
    """How the fields of an item are called where they are read: on items, or on the facts of a past day."""

    item: str = ""
    """What leads from a row to its item: `item__` for facts."""
    past: PastDay | None = None
    """The day of the facts."""
    apart: tuple[Apart, ...] = ()
    """In a list of many ledgers, the lights whose codes say something else elsewhere."""

    @property
    def has_history(self) -> bool:
        """Whether the row knows what only the item of today knows: returns, last event."""
        return self.past is None

    def own(self, name: str) -> str:
        """A field that only the item has."""
        return f"{self.item}{name}"

    @property
    def pk(self) -> str:
        return "item_id" if self.item else "pk"


ITEMS: Final = Names()


def facts_of(past: PastDay) -> Names:
    """How the fields are called on the facts of a past day."""
    return Names(item="item__", past=past)


STANDINGS: Final[Mapping[str, str]] = {
    "draft": "草稿",
    "dispatched": "待签收",
    "in_progress": "办理中",
    "returned": "核查退回",
    "lead_review": "单位审核",
    "verifying": "核查中",
    "approving_close": "销号审批",
    "publicity": "公示中",
    "closed": "已销号",
    "gone": "作废并转",
}
"""What the table calls the states, in the order of the way."""
OPEN: Final = frozenset(
    ("dispatched", "in_progress", "returned", "lead_review", "verifying", "approving_close", "publicity")
)
DUES: Final[Mapping[str, str]] = {
    "overdue": "逾期",
    "near": f"{NEAR} 日内到期",
    "on_time": "按期",
    "undated": "未定时限",
    "paused": "暂停计时",
}
"""How near an open item is to its deadline; which light it shows, its rules decide."""
UNKNOWN: Final = "unknown"
"""The word of an address for open items that show no light, for a fact is missing."""
_GONE: Final = Q(state=State.VOIDED) | Q(merged_into__isnull=False) | Q(transferred_to__isnull=False)


def is_here() -> Q:
    """Neither void nor merged nor handed to another ledger."""
    return Q(merged_into=None, transferred_to=None) & ~Q(state=State.VOIDED)


def standing_is(code: str, names: Names = ITEMS) -> Q:
    """The rows that stand so."""
    if code == "gone":
        return _GONE
    here = is_here()
    if code == "draft":
        return here & Q(state__in=(State.DRAFT, State.APPROVING))
    if code == "returned":
        return here & Q(state=State.IN_PROGRESS, is_returned=True) if names.has_history else Q(pk=None)
    if code == "in_progress" and names.has_history:
        return here & Q(state=State.IN_PROGRESS, is_returned=False)
    return here & Q(state=code)


def standing_of(item: Item) -> str:
    """The same for one item."""
    if item.is_frozen or item.state == State.VOIDED:
        return "gone"
    if item.state in (State.DRAFT, State.APPROVING):
        return "draft"
    return "returned" if item.is_returned and item.state == State.IN_PROGRESS else item.state


def standing(names: Names = ITEMS) -> Case:
    """The standing as a column: one code for each row."""
    whens = [When(_GONE, Value("gone"))]
    if names.has_history:
        whens.append(When(state=State.IN_PROGRESS, is_returned=True, then=Value("returned")))
    return Case(*whens, When(state=State.APPROVING, then=Value("draft")), default="state")


def is_open() -> Q:
    """What is still owed."""
    return Q(state__in=Item.OPEN, merged_into=None, transferred_to=None)


def is_owed(item: Item) -> bool:
    """The same for one item."""
    return not item.is_frozen and item.state in Item.OPEN


def due_is(code: str, on: date) -> Q:
    """Open rows whose deadline is so near; a suspended or long-term one is never late by date alone."""
    if code == "paused":
        return is_open() & Q(is_suspended=True)
    running = is_open() & Q(is_suspended=False)
    if code == "undated":
        return running & (Q(deadline=None) | Q(is_long_term=True))
    running &= Q(is_long_term=False)
    soon = on + timedelta(days=NEAR)
    ranges = {
        "overdue": Q(deadline__lt=on),
        "near": Q(deadline__gte=on, deadline__lte=soon),
        "on_time": Q(deadline__gt=soon),
    }
    return running & ranges[code]


def due_of(item: Item, on: date) -> str:
    """The same for one item; nothing for what is not owed."""
    if not is_owed(item):
        return ""
    if item.is_suspended:
        return "paused"
    if item.deadline is None or item.is_long_term:
        return "undated"
    if item.deadline < on:
        return "overdue"
    return "near" if item.deadline <= on + timedelta(days=NEAR) else "on_time"


def light(names: Names = ITEMS) -> Combinable:
    """The code of the light as a column, or its key where it stands apart; meant for open rows."""
    code: Combinable = F("light")
    if names.past is not None:
        spans = LightSpan.objects.filter(as_of(names.past), item=OuterRef("item_id"))
        code = Coalesce(Subquery(spans.values("light")[:1]), Value(""))
    whens = [
        When(_shows(one.code, names) & Q(ledger__in=one.ledgers), then=Value(one.key)) for one in names.apart
    ]
    return Case(*whens, default=code) if whens else code


def light_is(key: str, names: Names = ITEMS) -> Q:
    """Open rows that show this light."""
    own = next((one for one in names.apart if one.key == key), None)
    if own is not None:
        return is_open() & _shows(own.code, names) & Q(ledger__in=own.ledgers)
    elsewhere = [pk for one in names.apart if one.code == key for pk in one.ledgers]
    shown = is_open() & _shows("" if key == UNKNOWN else key, names)
    return shown & ~Q(ledger__in=elsewhere) if elsewhere else shown


def _shows(code: str, names: Names) -> Q:
    """The rows of which this light is known; without a code those of which none is."""
    if names.past is None:
        return Q(light=code)
    lit = LightSpan.objects.filter(as_of(names.past), item=OuterRef("item_id")).exclude(light="")
    return Q(Exists(lit.filter(light=code)) if code else ~Exists(lit))


def due(on: date) -> Combinable:
    """How near the deadline is, as a column; meant for open rows, the others are told by their standing."""
    return Case(
        When(is_suspended=True, then=Value("paused")),
        When(Q(deadline=None) | Q(is_long_term=True), then=Value("undated")),
        When(deadline__lt=on, then=Value("overdue")),
        When(deadline__lte=on + timedelta(days=NEAR), then=Value("near")),
        default=Value("on_time"),
    )
