"""What the events of a chain are about, by name: for people who read the trail and know no tables."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from django.db.models import QuerySet

from guatu.accounts import permissions
from guatu.accounts.lists.people import Keeping
from guatu.accounts.models import CalendarDay, Delegation, Division, Office, Person, Role, Unit
from guatu.accounts.queries import Acting
from guatu.history.blanking import tracked
from guatu.history.models import Redaction
from guatu.ledgers.models import Directive, Item, Ledger, LightRegime, Meeting, Standard
from guatu.ledgers.queries import meetings, regimes, standards, visibility

Kind = Role.Kind
Key: TypeAlias = tuple[str, int]
"""The kind of a row, and its key."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What an event is about: 台账 · 营商环境台账; with the row whose page this person may open."""

    label: str
    name: str = ""
    page: Key | None = None


Found: TypeAlias = Iterator[tuple[int, Subject]]


def named(who: Acting, keys: Iterable[Key]) -> dict[Key, Subject]:
    """The names of these rows; two statements for each kind among them, however many rows there are."""
    asked: dict[str, set[int]] = {}
    for kind, pk in keys:
        asked.setdefault(kind, set()).add(pk)
    found: dict[Key, Subject] = {}
    for kind, pks in asked.items():
        name = _BY_KIND.get(kind)
        rows = dict(name(who, pks) if name else _others(kind, pks))
        for pk in pks:
            found[kind, pk] = rows.get(pk) or Subject(_label(kind))
    return found


def _label(kind: str) -> str:
    model = tracked(kind)
    return _SHORT.get(kind) or (str(model._meta.verbose_name) if model else "其他")


_SHORT: Final[Mapping[str, str]] = {"item": "事项", "calendar_day": "工作日历"}


def _open(kind: str, rows: "QuerySet[Any]", pks: Iterable[int], seen: "QuerySet[Any] | None") -> Found:
    """Rows that are called by their own names, with the page of those that are seen."""
    open_to = set(seen.filter(pk__in=pks).values_list("pk", flat=True)) if seen is not None else set()
    for row in rows.filter(pk__in=pks):
        yield row.pk, Subject(_label(kind), str(row), (kind, row.pk) if row.pk in open_to else None)


def _others(kind: str, pks: set[int]) -> Found:
    """Rows of rooms above, as papers: what they are called, if there is such a kind at all."""
    model = tracked(kind)
    return _open(kind, model._base_manager.all(), pks, None) if model else iter(())


def _items(who: Acting, pks: set[int]) -> Found:
    """The number of an item is told to those alone who may open it."""
    seen = visibility.items(who)
    return _open("item", seen, pks, seen)


def _ledgers(who: Acting, pks: set[int]) -> Found:
    return _open("ledger", Ledger.objects.all(), pks, visibility.ledgers(who))


def _directives(who: Acting, pks: set[int]) -> Found:
    seen = visibility.directives(who) if who.offices(Kind.COORDINATOR) else None
    return _open("directive", Directive.objects.all(), pks, seen)


def _meetings(who: Acting, pks: set[int]) -> Found:
    """Which meeting it was is told to those alone who may open it."""
    seen = meetings.visible(who)
    return _open("meeting", seen, pks, seen)


def _standards(who: Acting, pks: set[int]) -> Found:
    return _open("standard", Standard.objects.all(), pks, standards.visible(who))


def _regimes(who: Acting, pks: set[int]) -> Found:
    return _open("regime", LightRegime.objects.all(), pks, regimes.visible(who))


def _units(who: Acting, pks: set[int]) -> Found:
    return _open("unit", Unit.objects.all(), pks, _seen_units(who))


def _seen_units(who: Acting) -> "QuerySet[Unit]":
    return Unit.objects.filter(division__in=permissions.divisions_seen_by(who))


def _people(who: Acting, pks: set[int]) -> Found:
    return _open("person", Person.objects.all(), pks, _kept(who))


def _kept(who: Acting) -> "QuerySet[Person]":
    offices = who.offices(Kind.ADMINISTRATOR)
    if not offices:
        return Person.objects.none()
    return Keeping(divisions=permissions.divisions_kept_by(who), offices=offices).people()


def _offices(who: Acting, pks: set[int]) -> Found:
    """An office is looked at on the page of the unit that it is."""
    open_to = set(_seen_units(who).filter(office__in=pks).values_list("pk", flat=True))
    for one in Office.objects.filter(pk__in=pks):
        page = ("unit", one.unit_id) if one.unit_id in open_to else None
        yield one.pk, Subject("办公室", one.name, page)


def _divisions(_: Acting, pks: set[int]) -> Found:
    return _open("division", Division.objects.all(), pks, None)


def _roles(who: Acting, pks: set[int]) -> Found:
    rows = list(Role.objects.filter(pk__in=pks).select_related("person", "office", "unit"))
    kept = set(_kept(who).filter(pk__in=[one.person_id for one in rows]).values_list("pk", flat=True))
    for one in rows:
        page = ("person", one.person_id) if one.person_id in kept else None
        name = f"{one.person.name}，{one.office or one.unit}{one.get_kind_display()}"
        yield one.pk, Subject("角色", name, page)


def _delegations(who: Acting, pks: set[int]) -> Found:
    rows = list(Delegation.objects.filter(pk__in=pks).select_related("principal", "delegate"))
    kept = set(_kept(who).filter(pk__in=[one.principal_id for one in rows]).values_list("pk", flat=True))
    for one in rows:
        page = ("person", one.principal_id) if one.principal_id in kept else None
        yield one.pk, Subject("委托", f"{one.principal.name}委托{one.delegate.name}", page)


def _days(_: Acting, pks: set[int]) -> Found:
    return _open("calendar_day", CalendarDay.objects.all(), pks, None)


def _redactions(_: Acting, pks: set[int]) -> Found:
    for one in Redaction.objects.filter(pk__in=pks):
        yield one.pk, Subject("删除申请", f"第 {one.pk} 号")


_BY_KIND: Final[Mapping[str, Callable[[Acting, set[int]], Found]]] = {
    Item.track: _items,
    Ledger.track: _ledgers,
    Directive.track: _directives,
    Meeting.track: _meetings,
    Standard.track: _standards,
    LightRegime.track: _regimes,
    Unit.track: _units,
    Person.track: _people,
    Office.track: _offices,
    Division.track: _divisions,
    Role.track: _roles,
    Delegation.track: _delegations,
    CalendarDay.track: _days,
    Redaction.track: _redactions,
}
