"""Redaction: two administrators take a text or a file out of the trail; that it was there stays known.

The chain holds salted digests, so it stays whole when a text and its salt go. A tombstone event in the same
chain names the event and the enclosure. Rows that still hold the text are blanked, a file leaves the disk.
History stands below accounts: the caller gives `check`, which refuses whoever is no administrator.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from guatu.history import chains, store
from guatu.history.blanking import Content, blank
from guatu.history.canonical import Plain, plain
from guatu.history.chains import Actor, Entry
from guatu.history.errors import AlreadyRedacted, ReasonMissing, RedactionClosed, SecondPersonMissing
from guatu.history.models import Enclosure, Event, Redaction

ASKED: Final = "redaction_asked"
CONFIRMED: Final = "redacted"
WITHDRAWN: Final = "redaction_withdrawn"
REDACTED: Final = "redacted"
"""The key of a tombstone's changes that maps digests of events to the names of what was redacted in them."""
Check = Callable[[Actor], None]


@transaction.atomic
def ask(enclosures: Sequence[Enclosure], *, by: Actor, reason: str, at: datetime, check: Check) -> Redaction:
    """Ask that texts and files be deleted; nothing goes before another administrator confirms it."""
    check(by)
    if not enclosures or not reason.strip() or by.person_id is None:
        raise ReasonMissing
    if any(one.tombstone_id for one in enclosures):
        raise AlreadyRedacted
    redaction = Redaction.objects.create(
        reason=reason.strip(), asked_by_id=by.person_id, asked_for_id=by.principal_id, asked_at=at
    )
    redaction.enclosures.set(enclosures)
    facts = {"asked_by_id": by.person_id, "asked_for_id": by.principal_id, "asked_at": plain(at)}
    _record(ASKED, redaction, by, at, facts)
    return redaction


@transaction.atomic
def withdraw(redaction: Redaction, *, by: Actor, at: datetime, check: Check) -> Redaction:
    """Let everything stay; any administrator may."""
    check(by)
    redaction = _locked(redaction)
    redaction.withdrawn_at = at
    redaction.save(update_fields=["withdrawn_at"])
    _record(WITHDRAWN, redaction, by, at, {"withdrawn_at": plain(at)})
    return redaction


@transaction.atomic
def confirm(redaction: Redaction, *, by: Actor, at: datetime, check: Check) -> Redaction:
    """Delete what was asked for: the second administrator, who neither asked nor stands for who asked."""
    check(by)
    redaction = _locked(redaction)
    askers = {redaction.asked_by_id, redaction.asked_for_id} - {None}
    if by.person_id is None or askers & {by.person_id, by.principal_id}:
        raise SecondPersonMissing
    enclosures = list(redaction.enclosures.select_for_update(of=("self",)).select_related("event"))
    if any(one.tombstone_id for one in enclosures):
        raise AlreadyRedacted
    contents = [Content(one.pk, one.name, one.text, one.file_id) for one in enclosures]
    ages = {one.file: store.age(one.file) for one in contents if one.file}
    redaction.confirmed_by_id, redaction.confirmed_for_id, redaction.confirmed_at = (
        by.person_id,
        by.principal_id,
        at,
    )
    redaction.save(update_fields=["confirmed_by_id", "confirmed_for_id", "confirmed_at"])
    facts = {"confirmed_by_id": by.person_id, "confirmed_for_id": by.principal_id, "confirmed_at": plain(at)}
    tombstones = _record(CONFIRMED, redaction, by, at, facts, enclosures)
    _erase(enclosures, tombstones)
    blank(contents)
    unheld = _without_holder(ages)
    transaction.on_commit(lambda: _after(unheld))
    return redaction


def alike(enclosures: Iterable[Enclosure]) -> QuerySet[Enclosure]:
    """Everything in the trail with the same text or file as these, which must go too if the content must."""
    those = list(enclosures)
    texts = {one.text for one in those if one.text}
    files = {one.file_id for one in those if one.file_id}
    return Enclosure.objects.filter(Q(text__in=texts) | Q(file__in=files))


def _locked(redaction: Redaction) -> Redaction:
    locked = Redaction.objects.select_for_update().get(pk=redaction.pk)
    if not locked.is_open:
        raise RedactionClosed
    return locked


def _record(
    kind: str,
    redaction: Redaction,
    by: Actor,
    at: datetime,
    facts: Mapping[str, Plain],
    enclosures: Sequence[Enclosure] = (),
) -> dict[int, Event]:
    """One event in each chain that it touches: chain → event."""
    touched = redaction.enclosures.values_list("event__chain_id", "event__chain__code").distinct()
    entries = {
        chain: Entry(
            chain=code,
            subject=(Redaction.track, redaction.pk),
            kind=kind,
            by=by,
            at=at,
            on=localdate(at),
            changes={redaction.reference: facts} | _named(enclosures, chain),
            texts=_reason(kind, redaction),
        )
        for chain, code in sorted(touched)
    }
    return dict(zip(entries, chains.append(list(entries.values())), strict=True))


def _reason(kind: str, redaction: Redaction) -> dict[str, str]:
    """Asked, it is the row's own text, with which the table is compared; confirmed, it is said again."""
    if kind == WITHDRAWN:
        return {}
    return {f"{redaction.reference}.reason" if kind == ASKED else "reason": redaction.reason}


def _named(enclosures: Sequence[Enclosure], chain: int) -> dict[str, dict[str, Plain]]:
    """Digest of the event → names of the enclosures, of those in this chain."""
    named: dict[str, list[Plain]] = {}
    for one in enclosures:
        if one.event.chain_id == chain:
            named.setdefault(one.event.hash, []).append(one.name)
    return {REDACTED: dict(named)} if named else {}


def _erase(enclosures: Sequence[Enclosure], tombstones: Mapping[int, Event]) -> None:
    connection = transaction.get_connection()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")  # the freed pages are overwritten with zeros
    for chain, tombstone in tombstones.items():
        pks = [one.pk for one in enclosures if one.event.chain_id == chain]
        Enclosure.objects.filter(pk__in=pks).update(salt=None, text=None, file=None, tombstone=tombstone)


def _without_holder(ages: Mapping[str, int | None]) -> dict[str, int | None]:
    """The files that no enclosure holds any more."""
    held = set(Enclosure.objects.filter(file__in=ages).values_list("file", flat=True))
    return {sha256: age for sha256, age in ages.items() if sha256 not in held}


def _after(files: Mapping[str, int | None]) -> None:
    """Once it is final: the bytes off the disk, and the old pages out of SQLite's log."""
    for sha256, stored in files.items():
        store.remove_bytes(sha256, stored=stored)
    connection = transaction.get_connection()
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
