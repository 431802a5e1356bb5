"""What narrows a list of items: read from the words of an address, told in words, asked of the database."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final, Protocol, Self

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import make_aware

from guatu.accounts.models import Role
from guatu.accounts.queries import Acting
from guatu.history.timelines import as_of
from guatu.kernel.days.arithmetic import month_end
from guatu.ledgers.extending import leaders_own
from guatu.ledgers.models import Assignment, AssignmentFacts, Extension, Item, Ledger, SignOff
from guatu.ledgers.queries.standing import (
    DUES,
    ITEMS,
    OPEN,
    STANDINGS,
    Names,
    due_is,
    is_here,
    is_open,
    light_is,
    standing_is,
)

Kind = Role.Kind
QUIET: Final = 15
"""Days without anything new from which an open item is quiet."""
MONTH: Final = "month"
"""Until the end of the month, in an address that keeps its meaning."""
FLAGS: Final[Mapping[str, str]] = {
    "mine": "待我批",
    "led": "我牵头、包保",
    "closed_lately": "本月销号",
    "extended": "延期两次以上",
    "quiet": f"{QUIET} 天无动态",
    "suspended": "挂起",
    "long_term": "长期坚持",
    "reopened": "回头看重开",
}
_CODE: Final = re.compile(r"([a-z][a-z0-9_-]{0,39}\.)?[a-z][a-z0-9_]{0,23}")
_PERSONAL: Final = frozenset(("mine", "led"))
_NOT_PAST: Final = frozenset((*_PERSONAL, "closed_lately", "quiet", "reopened"))
"""Flags that the facts of a past day do not hold."""


class Query(Protocol):
    """The words of an address, each with its values."""

    def getlist(self, key: str) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which items are wanted; what is empty does not narrow."""

    q: str = ""
    state: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
    light: tuple[str, ...] = ()
    """Codes of lights, or keys of those that stand apart; what a palette does not have finds nothing."""
    lead: tuple[int, ...] = ()
    unit: tuple[int, ...] = ()
    category: tuple[str, ...] = ()
    phase: tuple[int, ...] = ()
    kind: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    flag: tuple[str, ...] = ()

    @classmethod
    def read(cls, query: Query) -> Self:
        """From an address; what makes no sense there is left out."""
        return cls(
            q=" ".join(" ".join(query.getlist("q")).split())[:60],
            state=_known(query.getlist("state"), ("open", *STANDINGS)),
            due=_known(query.getlist("due"), DUES),
            light=tuple(dict.fromkeys(filter(_CODE.fullmatch, query.getlist("light")))),
            lead=_numbers(query.getlist("lead")),
            unit=_numbers(query.getlist("unit")),
            category=tuple(dict.fromkeys(one[:60] for one in query.getlist("category"))),
            phase=_numbers(query.getlist("phase")),
            kind=_known(query.getlist("kind"), Item.Kind.values),
            since=_day(query.getlist("since")),
            until=_day(query.getlist("until")),
            flag=_known(query.getlist("flag"), FLAGS),
        )

    def pairs(self) -> list[tuple[str, str]]:
        """As the words of an address."""
        return [pair for name in (one.name for one in fields(self)) for pair in self.pairs_of(name)]

    def pairs_of(self, name: str) -> list[tuple[str, str]]:
        """The words for one field alone."""
        value = getattr(self, name)
        values = value if isinstance(value, tuple) else (value,) if value else ()
        return [(name, str(one)) for one in values]

    def without(self, *names: str) -> Self:
        """The same without what these fields ask."""
        empty: dict[str, Any] = {name: type(getattr(self, name))() for name in names}
        return replace(self, **empty)

    @property
    def is_empty(self) -> bool:
        return not self.pairs()

    @property
    def is_personal(self) -> bool:
        """Whether the answer is another one for each person."""
        return not _PERSONAL.isdisjoint(self.flag)

    def last_day(self, on: date) -> date | None:
        """The last day that `until` means."""
        if self.until == MONTH:
            return month_end(on.year, on.month)
        return date.fromisoformat(self.until) if self.until else None


def _known(values: Sequence[str], allowed: Sequence[str] | Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in values if one in allowed))


def _numbers(values: Sequence[str]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(one) for one in values if one.isdecimal() and len(one) < 16))


def _day(values: Sequence[str]) -> str:
    given = values[0].strip() if values else ""
    try:
        return given if given == MONTH or not given else date.fromisoformat(given).isoformat()
    except ValueError:
        return ""


def asked(filters: Filters, who: Acting, *, ledger: Ledger | None, on: date, names: Names = ITEMS) -> Q:
    """The condition in one ledger, or in all; what is void, merged or transferred shows only where asked."""
    wanted = _by_state(filters, names) & asked_beside(filters, who, ledger=ledger, on=on, names=names)
    if filters.due:
        wanted &= _any(due_is(code, on) for code in filters.due)
    return wanted & _any(light_is(code, names) for code in filters.light) if filters.light else wanted


def asked_beside(
    filters: Filters, who: Acting, *, ledger: Ledger | None, on: date, names: Names = ITEMS
) -> Q:
    """The condition without states, dues and lights: what counts of them are taken of."""
    wanted = _by_deadline(filters, on) & _by_units(filters, names)
    if filters.category:
        wanted &= Q(category__in=filters.category)
    if filters.phase:
        wanted &= Q(phase__in=filters.phase)
    if filters.kind:
        wanted &= Q(**{names.own("kind__in"): filters.kind})
    for word in filters.q.split():
        wanted &= _text(word, names)
    for flag in filters.flag:
        if flag == "mine" and names.has_history:
            wanted &= Q(pk__in=mine(who, ledger))
        elif flag == "led" and names.has_history:
            wanted &= led(who)
        else:
            wanted &= _flagged(flag, on, names)
    return wanted


def _by_state(filters: Filters, names: Names) -> Q:
    if not filters.state:
        return Q() if filters.due or filters.light else is_here()
    plain = is_open() if "open" in filters.state else Q(pk=None)
    return plain | _any(standing_is(code, names) for code in filters.state if code != "open")


def _by_deadline(filters: Filters, on: date) -> Q:
    wanted = Q(deadline__gte=date.fromisoformat(filters.since)) if filters.since else Q()
    last = filters.last_day(on)
    return wanted & Q(deadline__lte=last) if last else wanted


def _by_units(filters: Filters, names: Names) -> Q:
    wanted = Q(lead_unit__in=filters.lead) if filters.lead else Q()
    if filters.unit:
        theirs = owed(names).filter(unit__in=filters.unit)
        by_item = Q(Exists(theirs.filter(item=OuterRef(names.pk))))
        wanted &= by_item if names.past else Q(pk__in=theirs.values("item"))  # facts have no index by unit
    return wanted


def owed(names: Names) -> "QuerySet[Any]":
    """What units owe, today or on the past day; what is released they owe no more."""
    rows: QuerySet[Any] = Assignment.objects.all()
    if names.past is not None:
        rows = AssignmentFacts.objects.filter(as_of(names.past))
    return rows.exclude(state=Assignment.State.RELEASED).order_by()


def _text(word: str, names: Names) -> Q:
    number, title = names.own("number__icontains"), names.own("title__contains")
    return Q(**{number: word}) | Q(**{title: word}) | Q(category__contains=word)


def _flagged(flag: str, on: date, names: Names) -> Q:
    if flag in _NOT_PAST and not names.has_history:
        return Q(pk=None)
    match flag:
        case "extended":
            return Q(extensions__gte=2)
        case "quiet":
            return is_open() & Q(is_suspended=False, last_at__lt=quiet_before(on))
        case "reopened":
            return Q(times_reopened__gt=0)
        case "closed_lately":
            return closed_in_month(on)
    return Q(**{f"is_{flag}": True})


def closed_in_month(on: date) -> Q:
    """Struck off since the first of the month."""
    return is_here() & Q(state=Item.State.CLOSED, closed_on__gte=on.replace(day=1), closed_on__lte=on)


def led(who: Acting) -> Q:
    """The items that name this person, or for whom he stands, as the leader who leads or sponsors them."""
    return _any(Q(lead_leader__contains=name) | Q(sponsor_leader__contains=name) for name in leads_as(who))


def leads_as(who: Acting) -> frozenset[str]:
    """By which names somebody leads: his own, and those of leaders for whom he stands."""
    ids = {one.principal_id for one in who.held(Kind.LEADER) if one.principal_id}
    return frozenset({who.name, *(one.principal_name for one in who.mandates if one.principal_id in ids)})


def quiet_before(on: date) -> datetime:
    """The moment before which the last event of a quiet item lies."""
    return make_aware(datetime.combine(on - timedelta(days=QUIET - 1), time()))


def mine(who: Acting, ledger: Ledger | None) -> frozenset[int]:
    """The items of a ledger, or of all, that wait for this person's word: more time, close-out, sign-off."""
    found: set[int] = set()
    items = Item.objects.filter(ledger=ledger) if ledger else Item.objects.all()
    if offices := _own(who, Kind.COORDINATOR, ledger):
        asked_for = Extension.objects.filter(state=Extension.State.ASKED).exclude(leaders_own())
        more = list(asked_for.values_list("item", flat=True))
        theirs = items.filter(pk__in=more, ledger__office__in=offices)
        found.update(theirs.values_list("pk", flat=True) if more else ())
    if offices := _own(who, Kind.LEADER, ledger):
        lists = SignOff.objects.filter(leader=who.person_id, state=SignOff.State.ASKED)
        theirs = items.filter(ledger__office__in=offices)
        longer = Extension.objects.filter(leaders_own(), state=Extension.State.ASKED)
        found.update(theirs.filter(pk__in=longer.values("item")).values_list("pk", flat=True))
        found.update(theirs.filter(state=Item.State.APPROVING_CLOSE).values_list("pk", flat=True))
        found.update(theirs.filter(sign_off__in=lists).values_list("pk", flat=True))
    if units := who.units(Kind.REVIEWER):
        asked_here = items.filter(state=Item.State.LEAD_REVIEW, lead_unit__in=units)
        found.update(asked_here.values_list("pk", flat=True))
    return frozenset(found)


def _own(who: Acting, kind: str, ledger: Ledger | None) -> frozenset[int]:
    """The offices in which the role is held; of one ledger its own alone."""
    offices = who.offices(kind)
    return offices if ledger is None else offices & {ledger.office_id}


def _any(conditions: Iterable[Q]) -> Q:
    joined = Q(pk=None)
    for one in conditions:
        joined |= one
    return joined


def standings_of(filters: Filters) -> frozenset[str]:
    """The standings that the filter lets through."""
    if not filters.state:
        return frozenset(STANDINGS) - {"gone"}
    return frozenset(filters.state) - {"open"} | (OPEN if "open" in filters.state else frozenset())
