"""What happened to a unit or a person: its own events of the chain, and those of roles that touch it."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final, TypeAlias

from django.db.models import Q
from django.utils.timezone import make_aware

from guatu.accounts.models import Delegation, Office, Person, Role, Succession, Unit
from guatu.history.canonical import Plain, digest
from guatu.history.models import Enclosure, Event

LIMIT: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names of whatever the events speak of, by key."""

    people: Mapping[int, str] = field(default_factory=dict)
    units: Mapping[int, str] = field(default_factory=dict)
    offices: Mapping[int, str] = field(default_factory=dict)
    roles: Mapping[int, Role] = field(default_factory=dict)
    delegations: Mapping[int, Delegation] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One event as a page tells it; `changes` are the after-images by row, `texts` the words beside them."""

    kind: str
    subject: str
    actor_id: int | None
    principal_id: int | None
    recorded_at: datetime
    happened_on: date
    hash: str
    is_whole: bool
    changes: Mapping[str, Mapping[str, Plain]]
    texts: Mapping[str, str | None]


Keep: TypeAlias = Callable[[Link], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """The latest events, newest first, with all names they need."""

    links: tuple[Link, ...]
    total: int
    names: Names


def of_unit(unit: Unit, *, until: date | None = None) -> Trail:
    """What happened to a unit: itself, the roles in it, what it took over; a fixed number of statements."""
    roles = Role.objects.filter(unit=unit).values("pk")
    gained = Succession.objects.filter(successor=unit).values("predecessor")
    subjects = Q(subject_kind="unit", subject_id=unit.pk) | Q(subject_kind="role", subject_id__in=roles)
    return _trail(
        subjects | Q(subject_kind="unit", subject_id__in=gained, kind="functions_passed"),
        until,
        lambda link: (
            link.kind != "functions_passed"
            or link.subject == unit.reference
            or any(one.get("successor") == unit.pk for one in link.changes.values())
        ),
    )


def of_person(person: Person, *, until: date | None = None) -> Trail:
    """What happened to a person: sign-in, roles, delegations; a fixed number of statements."""
    roles = Role.objects.filter(person=person).values("pk")
    passed = Delegation.objects.filter(Q(principal=person) | Q(delegate=person)).values("pk")
    return _trail(
        Q(subject_kind="person", subject_id=person.pk)
        | Q(subject_kind="role", subject_id__in=roles)
        | Q(subject_kind="delegation", subject_id__in=passed),
        until,
    )


def _trail(subjects: Q, until: date | None, keep: Keep | None = None) -> Trail:
    found = Event.objects.filter(subjects)
    if until is not None:
        ends = make_aware(datetime.combine(until + timedelta(days=1), time.min))
        found = found.filter(recorded_at__lt=ends)
    total = found.count()
    events = list(found.order_by("-recorded_at", "-pk")[:LIMIT])
    texts: dict[int, dict[str, str | None]] = {}
    beside = Enclosure.objects.filter(event__in=[one.pk for one in events])
    for event_id, name, text in beside.values_list("event", "name", "text"):
        texts.setdefault(event_id, {})[name] = text
    links = [_link(one, texts.get(one.pk, {})) for one in events]
    kept = tuple(one for one in links if keep is None or keep(one))
    return Trail(links=kept, total=total - len(links) + len(kept), names=_names(kept))


def _link(event: Event, texts: Mapping[str, str | None]) -> Link:
    body = bytes(event.body)
    return Link(
        kind=event.kind,
        subject=f"{event.subject_kind}:{event.subject_id}",
        actor_id=event.actor_id,
        principal_id=event.principal_id,
        recorded_at=event.recorded_at,
        happened_on=event.happened_on,
        hash=event.hash,
        is_whole=digest(body, event.algorithm) == event.hash,
        changes=json.loads(body)["changes"],
        texts=texts,
    )


def _names(links: Collection[Link]) -> Names:
    images = [image for link in links for image in link.changes.values()]
    people = {pk for link in links for pk in (link.actor_id, link.principal_id) if pk}
    units = _keys(images, "unit", "parent", "successor", "predecessor")
    roles = Role.objects.filter(pk__in=_subjects(links, "role"))
    passed = Delegation.objects.filter(pk__in=_subjects(links, "delegation"))
    return Names(
        people=dict(Person.objects.filter(pk__in=people).values_list("pk", "name")),
        units=dict(Unit.objects.filter(pk__in=units).values_list("pk", "name")),
        offices=dict(Office.objects.filter(pk__in=_keys(images, "office")).values_list("pk", "name")),
        roles={one.pk: one for one in roles.select_related("person", "office", "unit")},
        delegations={one.pk: one for one in passed.select_related("principal", "delegate", "office", "unit")},
    )


def _subjects(links: Iterable[Link], track: str) -> set[int]:
    split = (link.subject.partition(":") for link in links)
    return {int(key) for kind, _, key in split if kind == track}


def _keys(images: Iterable[Mapping[str, Plain]], *names: str) -> set[int]:
    return {value for image in images for name in names if isinstance(value := image.get(name), int)}
