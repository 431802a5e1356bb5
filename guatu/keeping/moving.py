"""From SQLite to PostgreSQL: the same rows, the same chains; files and source stay as they are.

The data folder is had alone, and SQLite's own lock too, so no act falls between the two databases: it is done
before, and comes along, or it is refused. Afterwards a note beside the source refuses further work on it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from guatu import __version__
from guatu.history import verifying
from guatu.history.checks.findings import Findings
from guatu.keeping import building, notes, occupying, sources
from guatu.keeping.errors import MovedNotWhole, NotMovable
from guatu.keeping.filling import Filling, filled, refuse_taken
from guatu.keeping.tables import Plain, kept_tables


@dataclass(frozen=True, slots=True)
class Arrived:
    """What arrived."""

    rows: int
    findings: Findings


def move(source: Path, *, role: str = "") -> Arrived:
    """Bring the rows of a file of SQLite into the server's database, which is PostgreSQL and empty."""
    if (note := Path(settings.DATA) / occupying.NOTE).exists():
        raise NotMovable(what=f"数据已经迁到 {note.read_text(encoding='utf-8').strip()}")
    with occupying.alone(), sources.sqlite(source, alone=True) as rows:
        refuse_taken()
        with filled(role) as filling:
            count = _fill(filling, rows)
            findings = verifying.verify(contents=False)
            if not findings.is_whole:
                raise MovedNotWhole(first=findings.found[0].sentence)
        notes.lay(note, f"{_place()}\n")
    return Arrived(count, findings)


def _fill(filling: Filling, source: sources.Source) -> int:
    applied = source.applied()
    if set(applied) != building.all_of(MigrationExecutor(connection)):
        raise NotMovable(what="SQLite 里的表与程序版本不一致，请先执行 guatu prepare")
    filling.build(applied, program=__version__)
    count = 0
    for table in kept_tables():
        rows = _Counting(source.rows(table))
        filling.load(table, rows)
        count += rows.count
        if table.is_counted:
            filling.set_last_key(table, source.last_key(table))
    filling.finish()
    return count


class _Counting:
    """Rows, counted as they go by."""

    def __init__(self, rows: Iterator[list[Plain]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[list[Plain]]:
        for row in self._rows:
            self.count += 1
            yield row


def _place() -> str:
    """Where the server's database is, without a word that is secret."""
    settings_ = connection.settings_dict
    host = settings_["HOST"] or settings_["OPTIONS"].get("host") or "localhost"
    return f"PostgreSQL {host}/{settings_['NAME']}"
