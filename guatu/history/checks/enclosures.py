"""What stands beside the events: exactly what each event seals, whole or redacted with a tombstone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper

from guatu.history.canonical import sealed
from guatu.history.checks.findings import Findings
from guatu.history.checks.reading import Row, raw, rows
from guatu.history.redacting import CONFIRMED, REDACTED

_QUERY: Final = """
    SELECT event_id, name, digest, salt, text, file_id, tombstone_id FROM history_enclosure
    WHERE event_id IN ({marks})
"""
_ORPHANS: Final = """
    SELECT n.id, n.name FROM history_enclosure n
    WHERE NOT EXISTS (SELECT 1 FROM history_event e WHERE e.id = n.event_id) ORDER BY n.id
"""


@dataclass(frozen=True, slots=True)
class Sealed:
    """An event as its enclosures need it."""

    pk: int
    chain: int
    where: str
    number: object
    hash: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Gone:
    """A redacted enclosure, whose tombstone comes later in the chain."""

    event: Sealed
    name: str
    tombstone: object


@dataclass(frozen=True, slots=True)
class _Tombstone:
    chain: int
    number: object
    named: frozenset[tuple[str, str]]
    """Digest of the event and name of the enclosure."""


class Beside:
    """The enclosures of all events."""

    def __init__(self, connection: BaseDatabaseWrapper, findings: Findings) -> None:
        self.connection, self.findings = connection, findings
        self.files: set[str] = set()
        """Files that whole enclosures hold."""
        self._gone: list[_Gone] = []
        self._tombstones: dict[object, _Tombstone] = {}

    def check(self, events: Iterable[Sealed]) -> None:
        """The enclosures of a few events."""
        those = list(events)
        found: dict[int, list[Row]] = {event.pk: [] for event in those}
        query = _QUERY.format(marks=", ".join(["%s"] * len(those)))
        for row in rows(self.connection, query, *found):
            found[row[0]].append(row)
        for event in those:
            if event.facts.get("kind") == CONFIRMED:
                self._tombstones[event.pk] = _Tombstone(event.chain, event.number, _named(event.facts))
            self._check_event(event, found[event.pk])

    def _check_event(self, event: Sealed, found: list[Row]) -> None:
        self.findings.looked_at["enclosures"] += len(found)
        if not event.facts:
            return
        lacking = dict(event.facts["sealed"])
        for row in found:
            name = row[1]
            if name not in lacking:
                self.findings.add("enclosure_extra", f"{event.where}：附载“{name}”不在原文之列，是后加的")
                continue
            if lacking.pop(name) != row[2] or not self._is_right(event, row):
                self.findings.add("enclosure_digest", f"{event.where}：附载“{name}”与封存的摘要不符")
        for name in lacking:
            self.findings.add("enclosure_missing", f"{event.where}：附载“{name}”不见了")

    def _is_right(self, event: Sealed, row: Row) -> bool:
        _, name, digest, salt, text, file, tombstone = row
        if tombstone is not None:
            self.findings.looked_at["redacted"] += 1
            self._gone.append(_Gone(event, name, tombstone))
            return salt is None and text is None and file is None
        if (text is None) == (file is None) or salt is None:
            return False
        algorithm = event.facts.get("algorithm")
        content = raw(text) if file is None else _content_of(file)
        if algorithm not in ("sha256", "sm3") or digest != sealed(content, raw(salt), algorithm):
            return False
        if file is not None:
            self.files.add(file)
        return True

    def check_rest(self) -> None:
        """When all events are known: tombstones, and enclosures of no event."""
        for gone in self._gone:
            stone = self._tombstones.get(gone.tombstone)
            if stone is None or not _covers(stone, gone):
                self.findings.add(
                    "enclosure_tombstone",
                    f"{gone.event.where}：附载“{gone.name}”没有经两名管理员删除的记录，却已不在",
                )
        ((total,),) = rows(self.connection, "SELECT COUNT(*) FROM history_enclosure")
        if total != self.findings.looked_at["enclosures"]:
            for pk, name in rows(self.connection, _ORPHANS):
                self.findings.add("enclosure_extra", f"附载“{name}”（编号 {pk}）不属于任何一环")


def _covers(stone: _Tombstone, gone: _Gone) -> bool:
    """Does the tombstone name the enclosure, later in the same chain?"""
    return (
        stone.chain == gone.event.chain
        and (gone.event.hash, gone.name) in stone.named
        and isinstance(gone.event.number, int)
        and isinstance(stone.number, int)
        and gone.event.number < stone.number
    )


def _named(facts: dict[str, Any]) -> frozenset[tuple[str, str]]:
    named = facts["changes"].get(REDACTED)
    if not isinstance(named, dict):
        return frozenset()
    return frozenset(
        (event, str(name)) for event, names in named.items() if isinstance(names, list) for name in names
    )


def _content_of(file: str) -> bytes:
    try:
        return bytes.fromhex(file)
    except (ValueError, TypeError):
        return b""
