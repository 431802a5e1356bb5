"""The database itself refuses to change, replace or delete what the trail holds."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from guatu.history import chains, guards
from guatu.history.chains import SYSTEM, Entry
from guatu.history.models import Chain, Checkpoint, Enclosure, Event, StoredFile
from tests.scratch import Scratch

AT = datetime(2026, 9, 18, 1, 2, 3, tzinfo=UTC)
TABLES = ("history_event", "history_checkpoint", "history_chain", "history_enclosure", "history_storedfile")


def written() -> Event:
    sha256 = hashlib.sha256(b"photo").hexdigest()
    StoredFile.objects.create(sha256=sha256, size=5, media_type="image/png", stored_at=AT)
    with transaction.atomic():
        entry = Entry(
            chain="office-1",
            subject=("item", 1),
            kind="item_reported",
            by=SYSTEM,
            at=AT,
            on=date(2026, 9, 18),
            texts={"remark": "已完成"},
            files={"photo": sha256},
        )
        event = chains.append([entry])[0]
    Checkpoint.objects.create(
        number=1, taken_at=AT, body=b"{}", root="r", hash="h", key_id="k", signature=b"s"
    )
    return event


@contextmanager
def refused(sentence: str = "") -> Iterator[None]:
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        yield


@pytest.mark.django_db
def test_an_event_cannot_be_changed_or_deleted() -> None:
    event = written()

    with refused("留痕只能追加"):
        Event.objects.filter(pk=event.pk).update(kind="item_closed")
    with refused("留痕只能追加"):
        Event.objects.filter(pk=event.pk)._raw_delete("default")


@pytest.mark.django_db
def test_a_checkpoint_cannot_be_changed_or_deleted() -> None:
    written()

    with refused("检查点只能追加"):
        Checkpoint.objects.update(root="other")
    with refused("检查点只能追加"):
        Checkpoint.objects.all().delete()


@pytest.mark.django_db
def test_a_chain_only_grows() -> None:
    written()

    for values in ({"length": 0}, {"length": 1, "head": "x"}, {"length": 2, "code": "office-2"}):
        with refused("只能向前"):
            Chain.objects.update(**values)
    with refused("只能向前"):
        Chain.objects.all()._raw_delete("default")


@pytest.mark.django_db
def test_an_enclosure_goes_from_whole_to_redacted_and_nowhere_else() -> None:
    event = written()
    gone: dict[str, Any] = {"salt": None, "text": None, "file": None, "tombstone": event}

    with refused("删除程序"):
        Enclosure.objects.filter(name="remark").update(text="另一段话")
    with refused("删除程序"):
        Enclosure.objects.filter(name="remark").update(**gone, digest="x")
    with refused("删除程序"):
        Enclosure.objects.filter(name="remark").update(**gone, name="other")
    with refused("删除程序"):
        Enclosure.objects.all()._raw_delete("default")

    Enclosure.objects.filter(name="remark").update(**gone)
    with refused("删除程序"):
        Enclosure.objects.filter(name="remark").update(salt=b"1", text="回来", tombstone=None)


@pytest.mark.django_db
def test_a_stored_file_is_not_changed_and_stays_while_the_trail_uses_it() -> None:
    written()

    with refused("文件登记"):
        StoredFile.objects.update(size=6)
    with refused("文件登记"):
        StoredFile.objects.all()._raw_delete("default")

    unused = StoredFile.objects.create(sha256="0" * 64, size=1, media_type="text/plain", stored_at=AT)
    unused.delete()


def keys_of(cursor: Any, table: str) -> tuple[str, str, list[Any]]:
    cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
    columns = [column[0] for column in cursor.description]
    return ", ".join(columns), ", ".join("?" * len(columns)), list(cursor.fetchone())


@pytest.mark.parametrize("table", TABLES)
def test_sqlite_refuses_to_replace_a_row_even_without_our_settings(scratch: Scratch, table: str) -> None:
    if scratch.vendor != "sqlite":
        pytest.skip("PostgreSQL replaces nothing unasked")
    written()
    raw = scratch.raw()
    cursor = raw.cursor()
    columns, marks, row = keys_of(cursor, table)

    for verb in ("INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE"):
        with pytest.raises(Exception, match=r"不能|只能"):
            cursor.execute(f"{verb} INTO {table} ({columns}) VALUES ({marks})", row)
    for statement in (f"DELETE FROM {table}", f"UPDATE OR REPLACE {table} SET rowid = rowid + 1"):  # noqa: S608
        with pytest.raises(Exception, match=r"不能|只能"):
            cursor.execute(statement)
    raw.close()


@pytest.mark.parametrize("table", TABLES)
def test_postgresql_refuses_to_empty_a_table_even_as_a_replica(scratch: Scratch, table: str) -> None:
    if scratch.vendor != "postgresql":
        pytest.skip("SQLite knows no TRUNCATE")
    written()
    with scratch.raw() as raw:
        raw.execute("SET session_replication_role = replica")

        for statement in (f"TRUNCATE {table} CASCADE", f"DELETE FROM {table}"):  # noqa: S608
            with pytest.raises(Exception, match=r"不能|只能"):
                raw.execute(statement)


@pytest.mark.django_db
def test_every_guard_is_installed_as_it_should_be() -> None:
    assert guards.missing_guards() == []


@pytest.mark.django_db
def test_migrate_puts_back_what_was_dropped_or_changed_and_takes_out_old_guards() -> None:
    on = ' ON "history_event"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "guard_history_event_delete"{on}')
        cursor.execute(f'DROP TRIGGER "guard_history_event_update"{on}')
        for statement in _weaker(connection.vendor):
            cursor.execute(statement)
    faults = [(fault.what, fault.trigger) for fault in guards.missing_guards()]

    guards.install()

    assert faults == [
        ("missing", "guard_history_event_delete"),
        ("unknown", "guard_history_event_old"),
        ("changed", "guard_history_event_update"),
    ]
    assert guards.missing_guards() == []


def _weaker(vendor: str) -> Iterator[str]:
    for name in ("update", "old"):
        if vendor == "sqlite":
            yield (
                f'CREATE TRIGGER "guard_history_event_{name}" BEFORE UPDATE ON "history_event"'
                " WHEN NEW.id = 0 BEGIN SELECT RAISE(ABORT, 'no'); END"
            )
        else:
            yield (
                f'CREATE TRIGGER "guard_history_event_{name}" BEFORE UPDATE ON "history_event"'
                ' FOR EACH ROW WHEN (NEW.id = 0) EXECUTE FUNCTION "guard_history_event_update"()'
            )


HOLLOW = "CREATE OR REPLACE FUNCTION guard_history_event_update() RETURNS trigger"


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE history_event DISABLE TRIGGER guard_history_event_update",
        "ALTER TABLE history_event ENABLE TRIGGER guard_history_event_update",
        HOLLOW + " LANGUAGE plpgsql SET search_path = public, pg_temp AS 'BEGIN RETURN NEW; END'",
        "ALTER FUNCTION guard_history_event_update() RESET search_path",
        "ALTER FUNCTION guard_history_event_update() SECURITY DEFINER",
    ],
)
@pytest.mark.django_db
def test_postgresql_shows_a_guard_that_was_weakened(statement: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("of PostgreSQL")
    with connection.cursor() as cursor:
        cursor.execute(statement)

    assert [(fault.what, fault.trigger) for fault in guards.missing_guards()] == [
        ("changed", "guard_history_event_update")
    ]


def test_two_guards_of_one_name_are_a_mistake() -> None:
    one = guards.Guard(name="history_event_update", table="history_event", event="DELETE", sentence="不行")

    with pytest.raises(ValueError, match="history_event_update"):
        guards.register(one)
