"""Who looked at what: noted while a page is made, counted later, so that no page waits for the database.

A page appends one short line to a file of its own process; the rounds fold these files into a row for each
person, item and day. Units that owe an item look at their own work: that is not noted. See
docs/adr/0010-sights-beside-the-chain.md.
"""

import logging
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final, Literal

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from guatu.accounts.models import Role
from guatu.accounts.queries import Acting
from guatu.ledgers.models import Assignment, Item, Sight
from guatu.ledgers.permissions import Part
from guatu.ledgers.queries.item_page import ItemPage

What = Literal["page", "file"]
KEPT: Final = timedelta(days=730)
"""So long a row is kept."""
_DOERS: Final = frozenset((Part.LEAD_LIAISON, Part.LEAD_REVIEWER, Part.UNIT_LIAISON, Part.UNIT_REVIEWER))
_OPEN, _CLOSED = ".log", ".folding"
_log = logging.getLogger("guatu.ledgers")


def seen(page: ItemPage, *, at: datetime, what: What = "page") -> None:
    """Somebody opened an item, or a file of it; what its own units look at is left out."""
    if _DOERS.isdisjoint(page.parts):
        note(person_id=page.who.person_id, item_id=page.item.pk, at=at, what=what)


def file_seen(who: Acting, item_id: int, *, at: datetime) -> None:
    """Somebody was handed a file of an item; asks the database only of people who serve units."""
    units = who.units(Role.Kind.LIAISON, Role.Kind.REVIEWER)
    if (
        units
        and Assignment.objects.filter(item=item_id, unit__in=units, state__in=Assignment.ACTIVE).exists()
    ):
        return
    note(person_id=who.person_id, item_id=item_id, at=at, what="file")


def note(*, person_id: int, item_id: int, at: datetime, what: What) -> None:
    """One line, appended whole; where the disk takes none, the page is shown all the same."""
    line = f"{person_id} {item_id} {at.isoformat()} {what}\n".encode()
    try:
        _append(line)
    except OSError:
        _log.exception("查阅记录没有记下")


def _append(line: bytes) -> None:
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / f"{os.getpid()}{_OPEN}", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, line)
    finally:
        os.close(handle)


def fold() -> int:
    """Count the lines of the files that were set aside at the last round, and set the next ones aside.

    Between the two rounds nobody writes into them any more. How many lines were counted.
    """
    folder = _folder()
    aside = sorted(folder.glob(f"*{_CLOSED}")) if folder.is_dir() else []
    lines = [line for path in aside for line in _lines(path)]
    with transaction.atomic():
        _count(lines)
    for path in aside:
        path.unlink()
    for path in sorted(folder.glob(f"*{_OPEN}")) if folder.is_dir() else ():
        path.rename(path.with_suffix(_CLOSED))
    return len(lines)


def forget(*, on: date) -> int:
    """Drop what is older than it is kept; how many."""
    return Sight.objects.filter(day__lt=on - KEPT).delete()[0]


@dataclass(frozen=True, slots=True)
class _Line:
    person_id: int
    item_id: int
    at: datetime
    what: str

    @property
    def key(self) -> tuple[int, int, date]:
        return self.person_id, self.item_id, localdate(self.at)


def _lines(path: Path) -> Iterator[_Line]:
    """The lines of a file; one that was cut off when the power went is left out."""
    for words in (line.split() for line in path.read_text("ascii", "replace").splitlines()):
        try:
            person, item, at, what = words
            yield _Line(int(person), int(item), datetime.fromisoformat(at), what)
        except ValueError:
            continue


def _count(lines: Iterable[_Line]) -> None:
    first: dict[tuple[int, int, date], datetime] = {}
    pages: Counter[tuple[int, int, date]] = Counter()
    files: Counter[tuple[int, int, date]] = Counter()
    for line in lines:
        first[line.key] = min(line.at, first.get(line.key, line.at))
        (files if line.what == "file" else pages)[line.key] += 1
    there = set(Item.objects.filter(pk__in={item for _, item, _ in first}).values_list("pk", flat=True))
    for key, at in sorted(first.items()):
        person, item, day = key
        if item not in there:
            continue
        row, is_new = Sight.objects.get_or_create(
            person_id=person,
            item_id=item,
            day=day,
            defaults={"first_at": at, "pages": pages[key], "files": files[key]},
        )
        if not is_new:
            more = {"pages": F("pages") + pages[key], "files": F("files") + files[key]}
            Sight.objects.filter(pk=row.pk).update(first_at=min(row.first_at, at), **more)


def _folder() -> Path:
    return Path(settings.DATA) / "sights"
