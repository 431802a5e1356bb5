"""A table altered behind the models' back is seen, and what was altered."""

import pytest
from django.db import connection

from guatu.history import tables
from tests.scratch import Scratch


@pytest.mark.django_db
def test_the_guarded_tables_are_what_the_models_say() -> None:
    assert tables.changed_tables() == []
    names = {model._meta.db_table for model in tables.guarded_models()}
    assert {"history_event", "history_enclosure", "history_redaction_enclosures"} <= names


def test_a_column_too_many_is_named(scratch: Scratch) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE history_event ADD COLUMN note varchar(20)")

    (change,) = tables.changed_tables()

    assert (change.table, change.lacking) == ("history_event", ())
    assert [" ".join(line.replace('"', "").split()) for line in change.extra] == [
        "note varchar(20)" if scratch.vendor == "sqlite" else "column note character varying(20)"
    ]


def test_a_dropped_constraint_is_named(scratch: Scratch) -> None:
    with connection.cursor() as cursor:
        for statement in _without_check(scratch.vendor):
            cursor.execute(statement)

    (change,) = tables.changed_tables()

    assert (change.table, change.extra) == ("history_event", ())
    assert [line.split()[1].strip('"') for line in change.lacking] == ["event_number_from_one"]


def _without_check(vendor: str) -> list[str]:
    if vendor == "postgresql":
        return ["ALTER TABLE history_event DROP CONSTRAINT event_number_from_one"]
    constraint = ', CONSTRAINT "event_number_from_one" CHECK ("number" >= 1)'
    return [
        "PRAGMA writable_schema = ON",
        f"UPDATE sqlite_master SET sql = replace(sql, '{constraint}', '') WHERE name = 'history_event'",  # noqa: S608
        "PRAGMA writable_schema = RESET",
    ]


WITHOUT_FOREIGN_KEY = """
    DO $$ DECLARE n text; BEGIN
        SELECT conname INTO n FROM pg_constraint
        WHERE contype = 'f' AND conrelid = 'history_enclosure'::regclass LIMIT 1;
        EXECUTE 'ALTER TABLE history_enclosure DROP CONSTRAINT ' || n;
    END $$
"""


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE history_enclosure ALTER COLUMN digest DROP NOT NULL",
        "ALTER TABLE history_event ALTER COLUMN kind TYPE varchar(41)",
        "ALTER TABLE history_event ALTER COLUMN kind SET DEFAULT 'x'",
        "CREATE RULE silent AS ON DELETE TO history_event DO INSTEAD NOTHING",
        "ALTER TABLE history_event ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE history_enclosure DROP CONSTRAINT enclosure_whole_or_redacted",
        "ALTER TABLE history_event RENAME TO elsewhere",
        WITHOUT_FOREIGN_KEY,
    ],
)
@pytest.mark.django_db
def test_postgresql_shows_every_alteration(statement: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("of PostgreSQL")
    with connection.cursor() as cursor:
        cursor.execute(statement)

    assert tables.changed_tables()
