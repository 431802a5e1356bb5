"""The plan of look-backs (回头看): what waits for a decision, what is planned and due, what was found."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from guatu.accounts.models import Role, Unit
from guatu.accounts.queries import Acting
from guatu.ledgers import risks
from guatu.ledgers.models import Item, Ledger, LookBack, LookBackDraw, Risk
from guatu.ledgers.models.items import ItemQuerySet
from guatu.ledgers.queries import visibility
from guatu.ledgers.risks import Judged

Kind = Role.Kind
State = LookBack.State
READERS: Final = (Kind.COORDINATOR, Kind.VERIFIER, Kind.LEADER, Kind.INSPECTOR)
"""Who opens the page: who plans, who looks, who leads, who inspects."""


def ledgers(who: Acting) -> QuerySet[Ledger]:
    """The ledgers whose look-backs somebody sees."""
    found = visibility.whole_ledgers(who).filter(is_archived=False)
    return found.select_related("office").order_by("pk")


def undecided(those: "QuerySet[Ledger]") -> ItemQuerySet:
    """Closed items of these ledgers for which nobody has decided since whether and when to look again."""
    since = Q(done_on__gte=OuterRef("closed_on")) & ~Q(state=State.RELAPSED)
    decided = LookBack.objects.filter(
        Q(state=State.PLANNED, accepted_on__isnull=False) | since, item=OuterRef("pk")
    )
    closed = Item.objects.filter(ledger__in=those.values("pk"), state=Item.State.CLOSED)
    closed = closed.filter(~Exists(decided), merged_into=None, transferred_to=None)
    return closed.select_related("ledger__office", "lead_unit").order_by("closed_on", "pk")


def planned(those: "QuerySet[Ledger]") -> QuerySet[LookBack]:
    """What is planned, whether a coordinator has seen it or not."""
    found = LookBack.objects.filter(state=State.PLANNED, item__ledger__in=those.values("pk"))
    return found.order_by("due_on", "pk")


def looked(those: "QuerySet[Ledger]") -> QuerySet[LookBack]:
    """What somebody has looked at."""
    found = LookBack.objects.filter(state__in=LookBack.LOOKED, item__ledger__in=those.values("pk"))
    return found.order_by("-done_on", "-pk")


def dropped(those: "QuerySet[Ledger]") -> QuerySet[LookBack]:
    """What will not be looked at."""
    found = LookBack.objects.filter(state=State.DROPPED, item__ledger__in=those.values("pk"))
    return found.order_by("-done_on", "-pk")


def told(rows: QuerySet[LookBack]) -> QuerySet[LookBack]:
    """The rows with what a table says of them."""
    return rows.select_related("item__ledger", "item__lead_unit", "looker", "done_by", "draw")


def due(who: Acting) -> QuerySet[LookBack]:
    """What is for this person to look at: named, or for any verifier where nobody is named any more."""
    offices = who.offices(Kind.VERIFIER)
    mine = Q(item__ledger__office__in=offices) | Q(item__ledger__second_office__in=offices)
    hands = {who.person_id, *(one.principal_id for one in who.held(Kind.VERIFIER) if one.principal_id)}
    able = Role.objects.in_force(on=who.on).filter(kind=Kind.VERIFIER, person__is_active=True)
    free = Q(looker=None) | ~Exists(able.filter(person=OuterRef("looker")))
    return LookBack.objects.filter(mine, Q(looker__in=hands) | free, state=State.PLANNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What narrows the look-backs of some ledgers; what is empty does not."""

    unit: int | None = None
    """The lead unit."""
    kind: str = ""
    """Of the item: 整改问题, 批示件, …"""
    category: str = ""
    risk: str = ""
    result: str = ""

    def narrowed(self, rows: "QuerySet[LookBack]") -> "QuerySet[LookBack]":
        """The look-backs that are asked for."""
        of_item = {"item__lead_unit": self.unit, "item__kind": self.kind, "item__category": self.category}
        wanted = of_item | {"risk": self.risk, "state": self.result}
        return rows.filter(**{name: value for name, value in wanted.items() if value})


def waiting(those: "QuerySet[Ledger]", unit: int | None) -> list[Item]:
    """What waits for a decision; the risk is counted anew, so all of it is read."""
    found = undecided(those)
    return list(found.filter(lead_unit=unit) if unit else found)


def by_risk(items: Sequence[Item], *, risk: str, on: date) -> list[tuple[Item, Judged]]:
    """The riskiest first, then what was closed first; of one risk where that is asked for."""
    judged = risks.judge(items, on=on)
    found = [(item, judged[item.pk]) for item in items if risk in ("", judged[item.pk].risk)]
    order = list(Risk)
    return sorted(found, key=lambda one: order.index(one[1].risk))


def planned_of(items: Sequence[Item]) -> dict[int, LookBack]:
    """What is planned for these items, by their keys."""
    rows = LookBack.objects.filter(item__in=[one.pk for one in items], state=State.PLANNED)
    return {one.item_id: one for one in rows}


def counts(those: "QuerySet[Ledger]", *, unit: int | None, on: date) -> dict[str, int]:
    """How much is due, planned, looked at and dropped; one statement."""
    is_planned = Q(state=State.PLANNED)
    rows = Asked(unit=unit).narrowed(LookBack.objects.filter(item__ledger__in=those.values("pk")))
    return rows.aggregate(
        due=Count("pk", filter=is_planned & Q(due_on__lte=on)),
        planned=Count("pk", filter=is_planned),
        looked=Count("pk", filter=Q(state__in=LookBack.LOOKED)),
        dropped=Count("pk", filter=Q(state=State.DROPPED)),
    )


def part(those: "QuerySet[Ledger]", show: str, *, on: date) -> "QuerySet[LookBack]":
    """One part of the plan: due, planned, looked or dropped."""
    if show == "due":
        return planned(those).filter(due_on__lte=on)
    return {"planned": planned, "looked": looked, "dropped": dropped}[show](those)


def draws(those: "QuerySet[Ledger]") -> QuerySet[LookBackDraw]:
    """The samples that were drawn, the last first."""
    found = LookBackDraw.objects.filter(ledger__in=those.values("pk"))
    return found.select_related("ledger", "drawn_by").order_by("-pk")


def lookers(those: Sequence[Ledger], *, on: date) -> list[tuple[int, str]]:
    """The verifiers who could be named: of the offices, and of those with the second key."""
    offices = {pk for one in those for pk in (one.office_id, one.second_office_id) if pk}
    roles = Role.objects.in_force(on=on).filter(
        office__in=offices, kind=Kind.VERIFIER, person__is_active=True
    )
    found = roles.order_by("pk").values_list("person", "person__name", "person__unit__name")
    return list({pk: (pk, f"{name}（{unit}）") for pk, name, unit in found}.values())


@dataclass(frozen=True, slots=True)
class Rate:
    """How much came back of what was looked at again."""

    key: int | str
    """Of the unit or the ledger; the code of the kind; the category itself."""
    name: str
    looked: int
    relapsed: int

    @property
    def percent(self) -> int:
        return round(100 * self.relapsed / self.looked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """The same by what it may be compared; the highest share first."""

    units: Sequence[Rate]
    kinds: Sequence[Rate]
    categories: Sequence[Rate]
    """Of items that have one."""
    ledgers: Sequence[Rate]


def rates(those: "QuerySet[Ledger]") -> Rates:
    """By lead unit, by type, and by ledger. Six statements."""
    rows = looked(those).order_by()
    return Rates(
        units=_rates(rows, "item__lead_unit", _unit_names),
        kinds=_rates(rows, "item__kind", lambda _: {code: str(word) for code, word in Item.Kind.choices}),
        categories=_rates(rows, "item__category", lambda keys: {key: str(key) for key in keys}),
        ledgers=_rates(rows, "item__ledger", _ledger_names),
    )


def _rates(
    rows: QuerySet[LookBack], by: str, names_of: Callable[[Sequence[Any]], Mapping[Any, str]]
) -> list[Rate]:
    relapsed = Count("pk", filter=Q(state=State.RELAPSED))
    found = list(rows.values_list(by).annotate(n=Count("pk"), back=relapsed))
    names = names_of([key for key, _, _ in found if key])
    made = [Rate(key, names[key], n, back) for key, n, back in found if key]
    return sorted(made, key=lambda one: (-one.relapsed / one.looked, -one.looked, one.key))


def _unit_names(pks: Sequence[int]) -> Mapping[int, str]:
    return dict(Unit.objects.filter(pk__in=pks).values_list("pk", "name"))


def _ledger_names(pks: Sequence[int]) -> Mapping[int, str]:
    return dict(Ledger.objects.filter(pk__in=pks).values_list("pk", "name"))
