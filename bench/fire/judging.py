"""After the fire: is everything there that was acknowledged, once, and nothing by half?

`python -m bench.fire.judging RECORD` looks at the county of the environment, takes away what the daily sweep
takes away, and prints a line for whatever is wrong.
"""

import hashlib
import json
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any


def main(path: Path) -> None:
    """Print what is wrong, and on the last line what was looked at."""
    import django

    django.setup()
    record = json.loads(path.read_text(encoding="utf-8"))
    for look in (items, words, proofs, tables, drafts, jobs, files):
        for wrong in look(record):
            print(f"{look.__name__}: {wrong}")


def items(record: dict[str, Any]) -> Iterator[str]:
    """Each acknowledged item is there; whatever was tried, acknowledged or not, at most once."""
    from guatu.ledgers.models import Assignment, Item

    titles = Item.objects.filter(title__startswith="火").values_list("pk", "number", "title")
    known = {pk: (number, title.split()[0]) for pk, number, title in titles}
    for one in record["items"]:
        if known.get(one["id"]) != (one["number"], one["mark"]):
            yield f"{one} is {known.get(one['id'])}"
    counted = Counter(mark for _, mark in known.values())
    yield from (f"{mark} is there {counted[mark]} times" for mark in record["tried"] if counted[mark] > 1)
    waiting = Assignment.objects.filter(pk__in=record["signed"], signed_on=None)
    yield from (f"duty {pk} is not signed" for pk in waiting.values_list("pk", flat=True))


def words(record: dict[str, Any]) -> Iterator[str]:
    """What somebody wrote is there once: in a report, or in the sealed texts of the event."""
    from guatu.history.models import Enclosure
    from guatu.ledgers.models import Report

    reported = Counter(text.split()[0] for text in Report.objects.values_list("text", flat=True) if text)
    sealed = Counter(text for text in Enclosure.objects.values_list("text", flat=True) if text)
    for one in record["words"]:
        times = (reported if one["kind"] == "reported" else sealed)[one["mark"]]
        if times != 1:
            yield f"{one} is there {times} times"


def proofs(record: dict[str, Any]) -> Iterator[str]:
    """Each piece of evidence is there once, under its digest."""
    from guatu.ledgers.models import Evidence

    there = Counter(Evidence.objects.values_list("item_id", "file_id"))
    for one in record["proofs"]:
        if (times := there[one["item"], one["sha256"]]) != 1:
            yield f"{one} is there {times} times"


def tables(record: dict[str, Any]) -> Iterator[str]:
    """A table is in with all of its rows, or with none; and none is on its way for ever."""
    from guatu.ledgers.models import ImportDraft, Item

    rows = Counter(
        title.split()[0]
        for title in Item.objects.filter(title__contains="点位记录不全").values_list("title", flat=True)
    )
    known = ImportDraft.objects.in_bulk([one["id"] for one in record["tables"]])
    for one in record["tables"]:
        draft = known.get(one["id"])
        if draft is None or draft.state in ("waiting", "reading", "applying"):
            yield f"{one} is {draft.state if draft else 'gone'}"
        elif rows[one["mark"]] != (one["rows"] if draft.state == "applied" else 0):
            yield f"{one} is {draft.state} with {rows[one['mark']]} rows"
        elif one["asked"] and draft.state != "applied" and not draft.failure:
            yield f"{one} was asked for and forgotten"
        elif one.get("told") == "applied" != draft.state:
            yield f"{one} was told to be in, and is {draft.state}"


def drafts(record: dict[str, Any]) -> Iterator[str]:
    """Each document is there, and read or given up."""
    from guatu.ledgers.models import Draft

    known = dict(Draft.objects.filter(pk__in=record["drafts"]).values_list("pk", "state"))
    for pk in record["drafts"]:
        if known.get(pk) not in ("ready", "failed"):
            yield f"draft {pk} is {known.get(pk)}"


def jobs(_: dict[str, Any]) -> Iterator[str]:
    """No job waits for ever."""
    from django_tasks_db.models import DBTaskResult

    for one in DBTaskResult.objects.filter(status__in=("READY", "RUNNING")):
        yield f"{one.task_path} {one.args_kwargs} is {one.status}"


def files(_: dict[str, Any]) -> Iterator[str]:
    """After the sweep, with its day gone by: for each row the right bytes, and no byte without a row."""
    from django.conf import settings
    from django.utils.timezone import now

    from guatu.history.models import StoredFile
    from guatu.http.serving import rounds
    from guatu.ledgers.models import Draft, ImportDraft

    rounds.sweep(now() + timedelta(days=1, hours=1))
    known = set(StoredFile.objects.values_list("pk", flat=True))
    lying = {
        one.name: one for one in Path(settings.FILES).rglob("*") if one.is_file() and one.name != ".lock"
    }
    yield from (f"{name} lies there and no row speaks of it" for name in lying.keys() - known)
    yield from (f"{name} has no file" for name in known - lying.keys())
    for name in known & lying.keys():
        if hashlib.sha256(lying[name].read_bytes()).hexdigest() != name:
            yield f"{name} has other bytes"
    kept = {
        name for model in (Draft, ImportDraft) for name in model.objects.values_list("waiting_as", flat=True)
    }
    waiting = (one for one in (Path(settings.DATA) / "waiting").iterdir() if one.stem not in kept)
    yield from (f"{one.name} waits for nothing" for one in waiting)


def image(folder: Path) -> list[str]:
    """What is wrong with a database that was copied while everybody stood still."""
    with closing(sqlite3.connect(folder / "guatu.sqlite3")) as found:
        said = [row[0] for row in found.execute("PRAGMA integrity_check")]
        return [one for one in said if one != "ok"] + [
            str(row) for row in found.execute("PRAGMA foreign_key_check")
        ]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
