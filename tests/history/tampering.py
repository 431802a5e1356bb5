"""A trail worth tampering with, and the ways of somebody who has the whole machine but not the key."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connection

from guatu.history import checkpoints, exporting, keys, merkle, redacting, store
from guatu.history.canonical import canonical, digest
from guatu.history.chains import Actor
from guatu.history.independent import verify_trail
from guatu.history.models import Enclosure
from guatu.history.verifying import verify
from tests.history.making import AT, changed, opened
from tests.scratch import Scratch

TABLES = ("history_event", "history_enclosure", "history_chain", "history_checkpoint", "history_storedfile")
PHOTO = b"\x89PNG\r\n\x1a\n photo"


class Trail:
    """Two chains, six and one events long, a file, a redaction, three checkpoints, and a hand to tamper."""

    def __init__(self, scratch: Scratch) -> None:
        self.scratch, self.folder = scratch, scratch.folder
        keys.make_key()
        photo = store.put(PHOTO, name="1.png", at=AT)
        one, two = opened("河道垃圾", file=photo), opened("工地扬尘")
        changed(one, weight=1, remark="已清理")
        checkpoints.take(at=AT)
        changed(two, state="closed", remark="张某某 3201")
        secret = Enclosure.objects.get(text="张某某 3201")
        redaction = redacting.ask([secret], by=Actor(person_id=1), reason="误填", at=AT, check=lambda _: None)
        redacting.confirm(redaction, by=Actor(person_id=2), at=AT, check=lambda _: None)
        opened("信访件", chain="registry")
        checkpoints.take(at=AT + timedelta(hours=1))
        changed(one, weight=2)
        checkpoints.take(at=AT + timedelta(hours=2))
        self.photo = store.path_of(photo.pk)
        self.public = self.folder / "inspector.pem"
        self.public.write_bytes(keys.public_pem(keys.signing_key().public_key()))

    def run(self, *statements: str, values: tuple[object, ...] = ()) -> None:
        """Statements that no guard sees; the guards are back afterwards."""
        with self.behind_the_guards() as execute:
            for statement in statements:
                execute(statement, values)

    @contextmanager
    def behind_the_guards(self) -> Iterator[Callable[..., list[Any]]]:
        raw = self.scratch.raw()

        def execute(statement: str, values: tuple[object, ...] = ()) -> list[Any]:
            marked = statement if self.scratch.vendor == "sqlite" else statement.replace("?", "%s")
            cursor = raw.execute(marked, *([values] if values else []))
            return list(cursor.fetchall()) if cursor.description else []

        open_, shut = _doors(execute, self.scratch.vendor)
        for statement in open_:
            execute(statement)
        yield execute
        for statement in shut:
            execute(statement)
        raw.close()

    def rewrite(self, edit: Callable[[dict[str, Any]], None], chain: str = "office-1") -> None:
        """Change events and hash the whole chain anew, so that it looks whole."""
        with self.behind_the_guards() as execute:
            ((chain_id,),) = execute("SELECT id FROM history_chain WHERE code = ?", (chain,))
            query = "SELECT id, body, hash FROM history_event WHERE chain_id = ? ORDER BY number"
            last, renamed = "", {"": ""}
            for pk, body, hash_ in execute(query, (chain_id,)):
                facts = json.loads(bytes(body))
                facts["previous"], facts["subject_previous"] = last, renamed[facts["subject_previous"]]
                if named := facts["changes"].get("redacted"):
                    facts["changes"]["redacted"] = {renamed[one]: names for one, names in named.items()}
                edit(facts)
                body = canonical(facts)
                last = renamed[hash_] = digest(body, "sha256")
                execute(
                    "UPDATE history_event SET body = ?, hash = ?, previous = ?, subject_previous = ?,"
                    " actor_id = ? WHERE id = ?",
                    (body, last, facts["previous"], facts["subject_previous"], facts["actor"], pk),
                )
            execute("UPDATE history_chain SET head = ? WHERE id = ?", (last, chain_id))

    def redraw_checkpoints(self, sign: Callable[[bytes], bytes], key_id: str | None = None) -> None:
        """Make the checkpoints of the database and of the folder anew, over what the chains are now."""
        with self.behind_the_guards() as execute:
            last = ""
            for number, body in execute("SELECT number, body FROM history_checkpoint ORDER BY number"):
                facts = json.loads(bytes(body))
                for head in facts["chains"]:
                    query = (
                        "SELECT hash FROM history_event WHERE number = ?"
                        " AND chain_id = (SELECT id FROM history_chain WHERE code = ?)"
                    )
                    ((head[2],),) = execute(query, (head[1], head[0]))
                facts["previous"] = last
                facts["root"] = merkle.root(
                    [canonical({"chain": head}) for head in facts["chains"]], "sha256"
                )
                made = canonical(facts)
                last = digest(made, "sha256")
                own = keys.key_id(keys.signing_key().public_key())
                execute(
                    "UPDATE history_checkpoint SET body = ?, root = ?, previous = ?, hash = ?, signature = ?,"
                    " key_id = ? WHERE number = ?",
                    (made, facts["root"], facts["previous"], last, sign(made), key_id or own, number),
                )
                file = checkpoints.file_of(made, last, key_id or own, sign(made))
                self.file(number).write_bytes(file)

    def file(self, number: int) -> Path:
        return self.folder / "checkpoints" / checkpoints.file_name(number)

    def found(self, *, outside: Path | None = None, key: Path | None = None) -> set[str]:
        """What verification finds, after making sure that the independent script finds the same."""
        key = key or self.public
        connection.close()
        ours = verify(outside=outside, key=key)
        package = exporting.export(self.folder / "trail.zip", at=AT, with_files=True)
        theirs = verify_trail.verify(package, checkpoints=outside, key=key)
        assert set(theirs.kinds) == set(ours.counts), (theirs.lines, ours.found)
        if self.scratch.vendor == "sqlite":
            file = verify_trail.verify(Path(self.scratch.name), checkpoints=outside, key=key)
            assert set(file.kinds) == set(ours.counts), (file.lines, ours.found)
        return set(ours.counts)


def _doors(execute: Callable[..., list[Any]], vendor: str) -> tuple[list[str], list[str]]:
    """What takes the guards away, and what puts them back as they were."""
    if vendor == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'history_%'"
        triggers = execute(query)
        drops = [f"DROP TRIGGER {name}" for name, _ in triggers]
        return drops, [sql for _, sql in triggers]
    query = """
        SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE NOT t.tgisinternal AND c.relname LIKE 'history_%'
    """
    always = [f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}" for table, name in execute(query)]
    off = [f"ALTER TABLE {table} DISABLE TRIGGER ALL" for table in TABLES]
    return off, [f"ALTER TABLE {table} ENABLE TRIGGER ALL" for table in TABLES] + always
