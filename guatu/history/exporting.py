"""The trail as a zip that anybody can check with Python alone; the script that does it lies inside.

A period of one chain is exported as a part of it: whole days, reaching back and on to the checkpoints around
it, so that both its ends are signed.

Members: events.jsonl and enclosures.jsonl in one order, chains.json, files.json (digest → size), schema.json
(the triggers and tables as they are), checkpoints.jsonl (rows) and checkpoints/ (files), keys/, files/ where
asked for, manifest.json, verify_trail.py. See docs/trust.md.
"""

import base64
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib.resources import files as resources
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.db import connection as default
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Max, Min
from django.utils.timezone import make_aware

from guatu.history import guards, tables
from guatu.history.canonical import moment
from guatu.history.checks.reading import Row, day_text, moment_text, raw, rows, snapshot, unparsed
from guatu.history.errors import ChainUnknown, KeyMissing, PeriodEmpty
from guatu.history.keys import PUBLIC, known_keys, public_pem
from guatu.history.models import Checkpoint, Event
from guatu.history.store import path_of

FORMAT: Final = "guatu-trail"
VERSION: Final = 1
SCRIPT: Final = "verify_trail.py"
ROOM: Final = "history_"
"""How the tables of the trail begin; what guards other rooms is not the trail's."""
_EVENT: Final = (
    *(
        "id",
        "chain",
        "number",
        "subject_kind",
        "subject_id",
        "subject_previous",
        "kind",
        "actor",
        "principal",
    ),
    *("unit", "recorded_at", "happened_on", "body", "previous", "hash", "algorithm", "schema"),
)
_EVENTS: Final = """
    SELECT id, chain_id, number, subject_kind, subject_id, subject_previous, kind, actor_id, principal_id,
        unit_id, {recorded_at}, {happened_on}, body, previous, hash, algorithm, schema
    FROM history_event e {where} ORDER BY chain_id, number, id
"""
_ENCLOSURES: Final = """
    SELECT n.event_id, n.name, n.digest, n.salt, n.text, n.file_id, n.tombstone_id
    FROM history_event e CROSS JOIN history_enclosure n {where} n.event_id = e.id
    ORDER BY e.chain_id, e.number, e.id, n.id
"""
_STRAYS: Final = """
    SELECT event_id, name, digest, salt, text, file_id, tombstone_id FROM history_enclosure n
    WHERE NOT EXISTS (SELECT 1 FROM history_event e WHERE e.id = n.event_id) ORDER BY id
"""
_CHECKPOINTS: Final = """
    SELECT number, {taken_at}, body, root, previous, hash, key_id, signature
    FROM history_checkpoint ORDER BY number, id
"""


def export(
    target: Path,
    *,
    at: datetime,
    chain: str | None = None,
    days: tuple[date, date] | None = None,
    with_files: bool = False,
) -> Path:
    """Write the whole trail, that of one chain, or what it recorded on some days; with files if asked."""
    schema = schema_now()
    part = target.with_name(f".{target.name}.part")
    try:
        with snapshot() as connection, ZipFile(part, "w", ZIP_DEFLATED) as package:
            made = _Package(package, connection, chain)
            if days is not None:
                made.part = part_of(made.chains[0], days)
            made.write(at, schema, with_files=with_files)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return target


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a chain, from one number to another."""

    first: int
    last: int
    previous: str
    """The digest of the event before the first; empty at the beginning of the chain."""
    days: tuple[date, date]

    def told(self) -> dict[str, object]:
        """As the manifest says it."""
        days = [day.isoformat() for day in self.days]
        return {"first": self.first, "last": self.last, "previous": self.previous, "days": days}


def part_of(chain: Row, days: tuple[date, date]) -> Part:
    """What the chain recorded on these days, with what lies between it and the checkpoints around it."""
    pk, code = chain[0], str(chain[1])
    first, last = days
    here = Event.objects.filter(chain=pk)
    asked = here.filter(
        recorded_at__gte=_midnight(first), recorded_at__lt=_midnight(last + timedelta(days=1))
    )
    found = asked.aggregate(first=Min("number"), last=Max("number"))
    if found["first"] is None:
        raise PeriodEmpty(chain=code, first=first, last=last)
    marks = _marks(code)
    begin = max((one for one in marks if one < found["first"]), default=0) + 1
    end = min((one for one in marks if one >= found["last"]), default=found["last"])
    before = here.filter(number=begin - 1).values_list("hash", flat=True).first() or ""
    return Part(begin, end, before, days)


def _marks(code: str) -> list[int]:
    """How long the chain was at each checkpoint."""
    bodies = Checkpoint.objects.values_list("body", flat=True)
    heads = (head for body in bodies for head in json.loads(bytes(body))["chains"])
    return sorted({int(length) for name, length, _ in heads if name == code})


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


def schema_now() -> dict[str, Any]:
    """The triggers and the tables of the trail as they are in the database."""
    there = [model._meta.db_table for model in tables.guarded_models()]
    those = [table for table in there if table.startswith(ROOM)]
    return {
        "triggers": guards.installed(default, those),
        "tables": {table: tables.pieces(default, table) for table in those},
    }


class _Package:
    """The zip that is being written."""

    def __init__(self, package: ZipFile, connection: BaseDatabaseWrapper, only: str | None) -> None:
        self.zip, self.connection, self.only = package, connection, only
        chains = rows(connection, "SELECT id, code, length, head FROM history_chain ORDER BY code")
        self.chains = [row for row in chains if only in (None, row[1])]
        if only is not None and not self.chains:
            raise ChainUnknown(only)
        self.files: set[str] = set()
        self.part: Part | None = None

    def write(self, at: datetime, schema: dict[str, Any], *, with_files: bool) -> None:
        self._lines("events.jsonl", self._events())
        self._lines("enclosures.jsonl", self._enclosures())
        names = ("id", "code", "length", "head")
        self._json("chains.json", [dict(zip(names, row, strict=True)) for row in self.chains])
        sizes: dict[str, object] = dict(rows(self.connection, "SELECT sha256, size FROM history_storedfile"))
        self._json("files.json", {one: sizes[one] for one in sorted(self.files & sizes.keys())})
        self._json("schema.json", schema)
        self._checkpoints()
        for sha256 in sorted(self.files) if with_files else ():
            if path_of(sha256).is_file():
                self.zip.write(path_of(sha256), f"files/{sha256}")
        manifest: dict[str, object] = {"format": FORMAT, "version": VERSION, "made_at": moment(at)}
        manifest |= {"chain": self.only, "part": self.part.told() if self.part else None}
        self._json("manifest.json", manifest | {"database": self.connection.vendor, "files": with_files})
        self.zip.writestr(SCRIPT, resources("guatu.history.independent").joinpath(SCRIPT).read_bytes())

    def _events(self) -> Iterator[dict[str, object]]:
        columns = {name: unparsed(self.connection, name) for name in ("recorded_at", "happened_on")}
        where = f"WHERE {self._mine('chain_id', 'number')}" if self.only is not None else ""
        for row in rows(self.connection, _EVENTS.format(where=where, **columns)):
            line = dict(zip(_EVENT, row, strict=True))
            yield line | {
                "recorded_at": moment_text(line["recorded_at"]),
                "happened_on": day_text(line["happened_on"]),
                "body": _base64(line["body"]),
            }

    def _enclosures(self) -> Iterator[dict[str, object]]:
        where = f"WHERE {self._mine('e.chain_id', 'e.number')} AND" if self.only is not None else "WHERE"
        for row in rows(self.connection, _ENCLOSURES.format(where=where)):
            yield self._enclosure(row)
        for row in rows(self.connection, _STRAYS) if self.only is None else ():
            yield self._enclosure(row)

    def _mine(self, chain: str, number: str) -> str:
        """Which events are exported, where not all are."""
        own = f"{chain} = {self.chains[0][0]}"
        return f"{own} AND {number} BETWEEN {self.part.first} AND {self.part.last}" if self.part else own

    def _enclosure(self, row: Row) -> dict[str, object]:
        event, name, digest, salt, text, file, tombstone = row
        if isinstance(file, str):
            self.files.add(file)
        content = {"salt": None if salt is None else _base64(salt), "text": text, "file": file}
        return {"event": event, "name": name, "digest": digest, "tombstone": tombstone, **content}

    def _checkpoints(self) -> None:
        query = _CHECKPOINTS.format(taken_at=unparsed(self.connection, "taken_at"))
        names = ("number", "taken_at", "body", "root", "previous", "hash", "key_id", "signature")
        lines = (dict(zip(names, row, strict=True)) for row in rows(self.connection, query))
        self._lines("checkpoints.jsonl", (self._checkpoint(line) for line in lines))
        folder = Path(settings.CHECKPOINTS)
        for path in sorted(folder.glob("checkpoint-*.json")):
            self.zip.write(path, f"checkpoints/{path.name}")
        with suppress(KeyMissing, PermissionError):
            for key, public in known_keys().items():
                self.zip.writestr(f"keys/{key[:16]}{PUBLIC}", public_pem(public))

    def _checkpoint(self, line: dict[str, Any]) -> dict[str, object]:
        body, signature = _base64(line["body"]), _base64(line["signature"])
        return line | {"taken_at": moment_text(line["taken_at"]), "body": body, "signature": signature}

    def _json(self, name: str, value: object) -> None:
        self.zip.writestr(name, json.dumps(value, ensure_ascii=True, indent=1))

    def _lines(self, name: str, lines: Iterable[dict[str, object]]) -> None:
        with self.zip.open(name, "w", force_zip64=True) as member:
            for line in lines:
                member.write(json.dumps(line).encode() + b"\n")


def _base64(value: object) -> str:
    return base64.b64encode(raw(value)).decode()
