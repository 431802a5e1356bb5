"""What the events alone say of every row: folded in one pass, kept on the disk, however long the chains are.

An event holds after-images: the plain fields that changed, and beside it texts and files as `item:17.title`.
Folding them in their order gives each row as it should stand now; the images of rows with facts are kept one
by one too, for the facts follow from all of them.
"""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeAlias

from guatu.history import redacting
from guatu.history.canonical import moment
from guatu.history.models import Enclosure, Event

REDACTED: Final = "\x00redacted"
"""What stands in an image for a text or a file that was taken out of the trail."""
Image: TypeAlias = dict[str, Any]
_NAME: Final = re.compile(r"(?P<row>[a-z_]+:\d+)\.(?P<field>\w+)")
_AT_ONCE: Final = 2000
_HELD: Final = 20_000
_TABLES: Final = """
    CREATE TABLE row (track TEXT, pk INTEGER, image TEXT, PRIMARY KEY (track, pk)) WITHOUT ROWID;
    CREATE TABLE step (track TEXT, pk INTEGER, number INTEGER, happened_on TEXT, at TEXT, image TEXT,
        PRIMARY KEY (track, pk, number)) WITHOUT ROWID;
"""


@contextmanager
def replayed(stepwise: Iterable[str]) -> Iterator["Replay"]:
    """Every event folded; the steps of the tracks named are kept one by one."""
    with TemporaryDirectory(prefix="guatu-replay-") as folder:
        replay = Replay(Path(folder) / "replay.sqlite3", frozenset(stepwise))
        try:
            for event, images in _events():
                replay.take(event, images)
            replay.flush()
            yield replay
        finally:
            replay.close()


class Replay:
    """The rows as the events tell them, on the disk but for those that changed last."""

    def __init__(self, path: Path, stepwise: frozenset[str]) -> None:
        self._stepwise = stepwise
        self._disk = sqlite3.connect(path, isolation_level=None)
        self._disk.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _TABLES)
        self._disk.execute("BEGIN")
        self._held: dict[tuple[str, int], Image] = {}
        self._steps: list[tuple[object, ...]] = []
        self.events = 0

    def take(self, event: Event, images: Mapping[str, Image]) -> None:
        """Let one event change its rows."""
        self.events += 1
        for reference, image in images.items():
            track, _, key = reference.rpartition(":")
            self._row(track, int(key)).update(image)
            if track in self._stepwise:
                day, at = event.happened_on.isoformat(), moment(event.recorded_at)
                self._steps.append((track, int(key), self.events, day, at, json.dumps(image)))
        if len(self._held) > _HELD or len(self._steps) > _HELD:
            self.flush()

    def flush(self) -> None:
        """Everything on the disk."""
        rows = [(*key, json.dumps(image)) for key, image in self._held.items()]
        self._disk.executemany("INSERT OR REPLACE INTO row VALUES (?, ?, ?)", rows)
        self._disk.executemany("INSERT INTO step VALUES (?, ?, ?, ?, ?, ?)", self._steps)
        self._held, self._steps = {}, []

    def close(self) -> None:
        self._disk.close()

    def rows(self, track: str) -> Iterator[tuple[int, Image]]:
        """The rows of a kind by their keys, each with what is known of its fields."""
        query = "SELECT pk, image FROM row WHERE track = ? ORDER BY pk"
        for pk, image in self._disk.execute(query, (track,)):
            yield pk, json.loads(image)

    def steps(self, track: str) -> Iterator[tuple[int, list[tuple[date, datetime, Image]]]]:
        """The images of each row of a kind in their order, with the day and the moment of each."""
        query = "SELECT pk, happened_on, at, image FROM step WHERE track = ? ORDER BY pk, number"
        for pk, steps in groupby(self._disk.execute(query, (track,)), key=lambda step: int(step[0])):
            yield (
                pk,
                [
                    (date.fromisoformat(day), datetime.fromisoformat(at), json.loads(image))
                    for _, day, at, image in steps
                ],
            )

    def _row(self, track: str, pk: int) -> Image:
        if (track, pk) not in self._held:
            query = "SELECT image FROM row WHERE track = ? AND pk = ?"
            found = self._disk.execute(query, (track, pk)).fetchone()
            self._held[track, pk] = json.loads(found[0]) if found else {}
        return self._held[track, pk]


def _events() -> Iterator[tuple[Event, dict[str, Image]]]:
    """Every event with the images that it holds, the enclosed ones among them."""
    last = 0
    while some := list(Event.objects.filter(pk__gt=last).order_by("pk")[:_AT_ONCE]):
        beside = _enclosed(some[0].pk, some[-1].pk)
        for event in some:
            images: dict[str, Image] = json.loads(bytes(event.body))["changes"]
            images.pop(redacting.REDACTED, None)  # it names the enclosures that went, and no row
            for reference, field, value in beside.get(event.pk, ()):
                images.setdefault(reference, {})[field] = value
            yield event, images
        last = some[-1].pk


def _enclosed(first: int, last: int) -> dict[int, list[tuple[str, str, str]]]:
    """Event → the row, the field and the value of what is enclosed with it."""
    found: dict[int, list[tuple[str, str, str]]] = {}
    rows = Enclosure.objects.filter(event__gte=first, event__lte=last).values_list(
        "event_id", "name", "text", "file_id", "tombstone_id"
    )
    for event, name, text, file, tombstone in rows:
        if match := _NAME.fullmatch(name):
            value = REDACTED if tombstone else text if file is None else file
            found.setdefault(event, []).append((match["row"], match["field"], value or ""))
    return found
