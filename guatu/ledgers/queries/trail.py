"""What happened to one item, link by link of the chain, and what its rows were on a past day."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final, TypeVar

from django.db import models
from django.utils.timezone import make_aware

from guatu.accounts.models import Person, Unit
from guatu.history.canonical import Plain, digest, sealed
from guatu.history.models import Enclosure, Event, Tracked
from guatu.history.timelines import PastDay
from guatu.ledgers.events import Event as Kind
from guatu.ledgers.models import Assignment, CloseOut, Item, Report

PAGE: Final = 20
"""Links on one page of the trail."""
Changes = Mapping[str, Mapping[str, Plain]]
Row = TypeVar("Row", bound=Tracked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One event of an item, with names looked up and its own digest computed again."""

    pk: int
    number: int
    kind: str
    actor: str
    principal: str
    unit_id: int | None
    unit: str
    recorded_at: datetime
    happened_on: date
    hash: str
    is_whole: bool
    """Its bytes give its digest, it follows the link before it, and what was sealed stands beside it."""
    changes: Changes
    texts: Mapping[str, str | None]
    """Words by their names; None is redacted."""
    files: Sequence[Enclosure]

    def of_kind(self, track: str) -> dict[int, Mapping[str, Plain]]:
        """The rows of a kind that the event changed, by their keys."""
        start = f"{track}:"
        return {int(ref[len(start) :]): image for ref, image in self.changes.items() if ref.startswith(start)}


@dataclass(frozen=True, slots=True)
class Trail:
    """A page of links, the latest first."""

    links: Sequence[Link]
    total: int
    older: int
    """How many came before these."""

    @property
    def is_whole(self) -> bool:
        return all(link.is_whole for link in self.links)

    @property
    def last(self) -> int:
        """The key of the oldest link shown, from which the next page goes on."""
        return self.links[-1].pk if self.links else 0


def of_item(
    pk: int,
    *,
    until: PastDay | None = None,
    before: int | None = None,
    limit: int = PAGE,
    may_see: Callable[[Changes, int | None], bool] | None = None,
) -> Trail:
    """The links of an item that were recorded by the end of a day, older than one of them; five statements.

    Who sees only a part of the item gives `may_see`, asked of each event's changes and unit.
    """
    wanted = _events(pk, until)
    if may_see is not None:
        rows = wanted.values_list("pk", "body", "unit_id")
        wanted = wanted.filter(
            pk__in=[key for key, body, unit in rows if may_see(json.loads(bytes(body))["changes"], unit)]
        )
    total = wanted.count()
    shown = wanted.filter(pk__lt=before) if before else wanted
    events = list(shown.order_by("-pk").select_related("chain")[:limit])
    older = shown.count() - len(events) if len(events) == limit else 0
    previous = _previous(pk, events)
    beside = _enclosures(events)
    people, units = _names(events)
    return Trail([_link(one, previous, beside[one.pk], people, units) for one in events], total, older)


def _events(pk: int, until: PastDay | None) -> "models.QuerySet[Event]":
    events = Event.objects.filter(subject_kind="item", subject_id=pk)
    if until is None:
        return events
    return events.filter(happened_on__lte=until.day, recorded_at__lt=end_of(until.known))


def end_of(day: date) -> datetime:
    """24:00 of a day in the county."""
    return make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _previous(pk: int, events: Sequence[Event]) -> dict[int, str]:
    """Key of a link → digest of the item's link before it in the same chain."""
    if not events:
        return {}
    rows = Event.objects.filter(subject_kind="item", subject_id=pk, pk__lte=events[0].pk)
    found: dict[int, str] = {}
    last: dict[int, str] = {}
    for key, chain, hashed in rows.order_by("pk").values_list("pk", "chain_id", "hash"):
        found[key] = last.get(chain, "")
        last[chain] = hashed
    return found


def _enclosures(events: Sequence[Event]) -> dict[int, list[Enclosure]]:
    beside: dict[int, list[Enclosure]] = {one.pk: [] for one in events}
    for one in Enclosure.objects.filter(event__in=list(beside)).select_related("file").order_by("pk"):
        beside[one.event_id].append(one)
    return beside


def _names(events: Iterable[Event]) -> tuple[dict[int, str], dict[int, str]]:
    people = {pk for one in events for pk in (one.actor_id, one.principal_id) if pk}
    units = {one.unit_id for one in events if one.unit_id}
    return (
        dict(Person.objects.filter(pk__in=people).values_list("pk", "name")),
        dict(Unit.objects.filter(pk__in=units).values_list("pk", "name")),
    )


def _link(
    event: Event,
    previous: Mapping[int, str],
    beside: Sequence[Enclosure],
    people: Mapping[int, str],
    units: Mapping[int, str],
) -> Link:
    body = json.loads(bytes(event.body))
    return Link(
        pk=event.pk,
        number=event.number,
        kind=event.kind,
        actor=people.get(event.actor_id or 0, ""),
        principal=people.get(event.principal_id or 0, ""),
        unit_id=event.unit_id,
        unit=units.get(event.unit_id or 0, ""),
        recorded_at=event.recorded_at,
        happened_on=event.happened_on,
        hash=event.hash,
        is_whole=_is_whole(event, body, beside) and event.subject_previous == previous[event.pk],
        changes=body["changes"],
        texts={one.name: one.text for one in beside if one.file_id is None},
        files=[one for one in beside if one.file_id is not None],
    )


def _is_whole(event: Event, body: dict[str, Plain], beside: Sequence[Enclosure]) -> bool:
    told = (event.kind, event.actor_id, event.happened_on.isoformat(), event.previous, event.number)
    if (body["kind"], body["actor"], body["happened_on"], body["previous"], body["number"]) != told:
        return False
    if digest(bytes(event.body), event.algorithm) != event.hash:
        return False
    if body["sealed"] != {one.name: one.digest for one in beside}:
        return False
    return all(one.salt is None or _seal(one, event.algorithm) == one.digest for one in beside)


def _seal(one: Enclosure, algorithm: str) -> str:
    content = bytes.fromhex(one.file_id) if one.file_id else (one.text or "").encode()
    return sealed(content, bytes(one.salt or b""), algorithm)


@dataclass(slots=True)
class Then:
    """The rows of an item as they were on a past day, by what the chain had told of it."""

    past: PastDay
    images: dict[str, dict[str, Plain]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    restarted_on: date | None = None
    """When the item had been resumed or opened again last."""

    def knows(self, row: Tracked) -> bool:
        return row.reference in self.images

    def put_back(self, rows: Iterable[Row]) -> list[Row]:
        """The rows that were known, with the values they had; they are for showing and never to be saved."""
        return [self._as_it_was(row) for row in rows if self.knows(row)]

    def _as_it_was(self, row: Row) -> Row:
        image = self.images[row.reference]
        for one in row.tracked_fields():
            name = f"{row.reference}.{one.name}"
            if one.name in image:
                setattr(row, one.attname, one.to_python(image[one.name]))
            elif one.name in row.texts:
                setattr(row, one.attname, self.texts.get(name, ""))
        if isinstance(row, Item):
            row.restarted_on, row.is_returned = self.restarted_on, self._is_returned()
        if isinstance(row, Assignment):
            row.reported_on = max((day for day in self._reported(row) if day), default=None)
        return row

    def _reported(self, row: Assignment) -> Iterator[date | None]:
        """The days of a unit's reports that counted by then: one recorded late stands among them."""
        yield row.reported_on
        for reference, image in self.images.items():
            is_report = reference.startswith(f"{Report.track}:") and image.get("assignment") == row.pk
            if is_report and image.get("review") in Report.COUNTING:
                yield date.fromisoformat(str(image["reported_on"]))

    def _is_returned(self) -> bool:
        """Whether what had been decided last of the close-outs was a return."""
        kind = f"{CloseOut.track}:"
        states = {
            int(reference.removeprefix(kind)): image.get("state")
            for reference, image in self.images.items()
            if reference.startswith(kind)
        }
        decided = [state for _, state in sorted(states.items()) if state in CloseOut.DECIDED]
        return decided[-1:] == [CloseOut.State.RETURNED]


_RESTARTING: Final = (Kind.RESUMED, Kind.REOPENED)


def then(pk: int, past: PastDay) -> Then:
    """What is known of an item and its rows on a past day; two statements."""
    found = Then(past)
    events = _events(pk, past).order_by("happened_on", "pk")
    for kind, day, body in events.values_list("kind", "happened_on", "body"):
        if kind in _RESTARTING:
            found.restarted_on = day
        for reference, image in json.loads(bytes(body))["changes"].items():
            found.images.setdefault(reference, {}).update(image)
    words = Enclosure.objects.filter(event__in=events.values("pk"), file=None, name__contains=":")
    for name, text in words.order_by("event__happened_on", "pk").values_list("name", "text"):
        found.texts[name] = text if text is not None else "（已依规删除）"
        found.images.setdefault(name.rpartition(".")[0], {})
    return found


@dataclass(frozen=True, slots=True)
class NewDeadline:
    """A day that an item was given, by which event and why."""

    deadline: date
    kind: str
    happened_on: date
    words: str
    extensions: frozenset[int]
    """The requests that were granted with it."""


_MOVING: Final = (
    Kind.EXTENSION_APPROVED,
    Kind.DEADLINE_CHANGED,
    Kind.LONG_TERM_ENDED,
    Kind.REOPENED,
)


def deadlines(pk: int, *, until: PastDay | None = None) -> list[NewDeadline]:
    """The days that an item was given since it was dispatched, in their order; two statements."""
    events = list(_events(pk, until).filter(kind__in=_MOVING).order_by("pk"))
    words = dict(
        Enclosure.objects.filter(event__in=events, name__in=("reason", "finding", "remark"))
        .exclude(text=None)
        .values_list("event", "text")
    )
    found = []
    for event in events:
        changes: Changes = json.loads(bytes(event.body))["changes"]
        if day := changes.get(f"item:{pk}", {}).get("deadline"):
            granted = frozenset(int(ref.split(":")[1]) for ref in changes if ref.startswith("extension:"))
            found.append(
                NewDeadline(
                    date.fromisoformat(str(day)),
                    event.kind,
                    event.happened_on,
                    words.get(event.pk) or "",
                    granted,
                )
            )
    return found
