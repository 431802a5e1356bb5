"""Appending to a chain: the head is locked, events are linked, texts and files are sealed beside them."""

import json
import os
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from guatu.history import rows
from guatu.history.canonical import SCHEMA, Plain, canonical, digest, sealed
from guatu.history.models import Chain, Enclosure, Event

REGISTRY: Final = "registry"
"""The chain of what belongs to no office: units, people, roles in units, calendars."""
_SALT: Final = 16
_MANY: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts: the person, for whom (a principal who delegated), and for which unit. None is the system."""

    person_id: int | None
    principal_id: int | None = None
    unit_id: int | None = None


SYSTEM: Final = Actor(person_id=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An event before it is linked."""

    chain: str
    subject: tuple[str, int]
    kind: str
    by: Actor
    at: datetime
    on: date
    changes: Mapping[str, Mapping[str, Plain]] = field(default_factory=dict)
    """After-images: `item:17` → the plain fields that changed."""
    texts: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    """Name → sha256 of a stored file."""


def append(entries: Sequence[Entry]) -> list[Event]:
    """Link the entries to their chains, in their order; call inside a transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("the chain is written in the transaction of its deed")
    heads = {code: _locked(code) for code in sorted({entry.chain for entry in entries})}
    last = {code: _last_of(chain, entries) for code, chain in heads.items()}
    events, beside = [], []
    for entry in entries:
        before, sealed_in = last[entry.chain], list(_sealed(entry))
        event = _linked(entry, heads[entry.chain], before.get(entry.subject, ""), sealed_in)
        before[entry.subject] = event.hash
        events.append(event)
        beside.append(sealed_in)
    rows.insert(events)
    for chain in heads.values():
        chain.save(update_fields=["length", "head"])
    enclosures = ((event.pk, *one) for event, some in zip(events, beside, strict=True) for one in some)
    rows.insert_values(Enclosure, ("event_id", *_Sealed._fields), enclosures)
    return events


def hold(code: str) -> None:
    """Let nobody else write in a chain until this transaction ends: what is read now stands still.

    Every deed takes the head of its chain last, so hold it after all rows that deeds lock.
    """
    _locked(code)


def _locked(code: str) -> Chain:
    chain, _ = Chain.objects.select_for_update().get_or_create(code=code)
    return chain


def _last_of(chain: Chain, entries: Iterable[Entry]) -> dict[tuple[str, int], str]:
    """The digest of each subject's latest event in this chain, whose head is locked."""
    kinds: dict[str, set[int]] = {}
    for entry in entries:
        if entry.chain == chain.code:
            kinds.setdefault(entry.subject[0], set()).add(entry.subject[1])
    return {
        (kind, pk): last for kind, subjects in kinds.items() for pk, last in _heads(chain, kind, subjects)
    }


def _heads(chain: Chain, kind: str, subjects: Collection[int]) -> Iterator[tuple[int, str]]:
    """The digest of each subject's latest event; one subject, the most frequent case, costs one look."""
    of_kind = Event.objects.order_by().filter(chain=chain, subject_kind=kind)
    if len(subjects) == 1:
        of_one = of_kind.filter(subject_id__in=subjects).order_by("-number")
        yield from of_one.values_list("subject_id", "hash")[:1]
        return
    pks = sorted(subjects)
    for start in range(0, len(pks), _MANY):
        events = of_kind.filter(subject_id__in=pks[start : start + _MANY])
        latest = events.values("subject_id").annotate(latest=Max("number")).values_list("latest", flat=True)
        yield from Event.objects.filter(chain=chain, number__in=list(latest)).values_list(
            "subject_id", "hash"
        )


class _Sealed(NamedTuple):
    """A text or a file to be enclosed: the columns of its row, but for the event."""

    name: str
    digest: str
    salt: bytes
    text: str | None = None
    file_id: str | None = None


def _linked(entry: Entry, chain: Chain, subject_previous: str, sealed_in: Iterable[_Sealed]) -> Event:
    """The event with its bytes and digest; the head of `chain` moves on to it."""
    algorithm = settings.DIGEST
    event = Event(
        chain=chain,
        number=chain.length + 1,
        subject_kind=entry.subject[0],
        subject_id=entry.subject[1],
        subject_previous=subject_previous,
        kind=entry.kind,
        actor_id=entry.by.person_id,
        principal_id=entry.by.principal_id,
        unit_id=entry.by.unit_id,
        recorded_at=entry.at,
        happened_on=entry.on,
        previous=chain.head,
        algorithm=algorithm,
        schema=SCHEMA,
    )
    beside = {"changes": entry.changes, "sealed": {one.name: one.digest for one in sealed_in}}
    event.body = canonical(head_of(event, chain.code) | beside)
    event.hash = digest(event.body, algorithm)
    chain.length, chain.head = event.number, event.hash
    return event


def head_of(event: Event, chain: str) -> dict[str, object]:
    """The facts of an event that stand in columns too."""
    return {
        "actor": event.actor_id,
        "algorithm": event.algorithm,
        "chain": chain,
        "happened_on": event.happened_on,
        "kind": event.kind,
        "number": event.number,
        "previous": event.previous,
        "principal": event.principal_id,
        "recorded_at": event.recorded_at,
        "schema": event.schema,
        "subject": [event.subject_kind, event.subject_id],
        "subject_previous": event.subject_previous,
        "unit": event.unit_id,
    }


def _sealed(entry: Entry) -> Iterator[_Sealed]:
    algorithm = settings.DIGEST
    for name, text in entry.texts.items():
        salt, kept = os.urandom(_SALT), unicodedata.normalize("NFC", text)
        yield _Sealed(name, sealed(kept.encode(), salt, algorithm), salt, text=kept)
    for name, sha256 in entry.files.items():
        salt = os.urandom(_SALT)
        yield _Sealed(name, sealed(bytes.fromhex(sha256), salt, algorithm), salt, file_id=sha256)


def changes_of(event: Event) -> dict[str, dict[str, Plain]]:
    """The after-images that an event holds: row reference → field → value."""
    changes: dict[str, dict[str, Plain]] = json.loads(bytes(event.body))["changes"]
    return changes
