"""On PostgreSQL the application uses the tables and does not own them: it cannot take the guards away."""

import os
from collections.abc import Iterator, Mapping
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from tests.cli.servers import run
from tests.scratch import server_url

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no roles")


@pytest.fixture(scope="module")
def names() -> Iterator[tuple[str, str, str]]:
    """A database of its own, its owner and the application's role."""
    word = uuid4().hex[:8]
    database, owner, user = f"guatu_{word}", f"owner_{word}", f"app_{word}"
    with psycopg.connect(server_url("postgres"), autocommit=True) as server:
        for statement in (
            f"CREATE ROLE {owner} LOGIN",
            f"CREATE ROLE {user} LOGIN",
            f"CREATE DATABASE {database} OWNER {owner}",
        ):
            server.execute(statement.encode())
        yield database, owner, user
        for statement in (
            f"DROP DATABASE {database} WITH (FORCE)",
            f"DROP ROLE {user}",
            f"DROP ROLE {owner}",
        ):
            server.execute(statement.encode())


@pytest.fixture(scope="module")
def environment(names: tuple[str, str, str], tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    database, owner, user = names
    return {
        **os.environ,
        "GUATU_DATA": str(tmp_path_factory.mktemp("roles")),
        "DATABASE_URL": server_url(database, user),
        "DATABASE_OWNER_URL": server_url(database, owner),
    }


@pytest.fixture(scope="module")
def prepared(environment: Mapping[str, str]) -> Mapping[str, str]:
    for _ in range(2):
        shown = run("prepare", environment=environment)
        assert (shown.returncode, shown.stderr) == (0, "")
    return environment


def test_an_owner_alone_is_not_enough(environment: Mapping[str, str]) -> None:
    alone = {name: value for name, value in environment.items() if name != "DATABASE_URL"}

    shown = run("prepare", environment=alone)

    assert (shown.returncode, shown.stdout) == (1, "")
    assert shown.stderr.startswith("缺少设置 DATABASE_URL")


def test_the_application_works_and_verifies_with_the_rights_it_has(prepared: Mapping[str, str]) -> None:
    founding = ("wang", "--name", "王强", "--division", "云桥县", "--code", "350199")
    place = ("--unit", "云桥县人民政府办公室", "--office", "县政府督查室")

    for command in (("user", "add", *founding, *place), ("checkpoint",), ("verify",)):
        shown = run(*command, environment=prepared)
        assert (shown.returncode, shown.stderr) == (0, ""), shown.stdout

    assert "完好" in shown.stdout
    assert "DATABASE_OWNER_URL" not in shown.stdout


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE history_event DISABLE TRIGGER guard_history_event_update",
        "ALTER TABLE history_event DISABLE TRIGGER ALL",
        "DROP TRIGGER guard_history_event_update ON history_event",
        "DROP FUNCTION guard_history_event_update() CASCADE",
        "ALTER FUNCTION guard_history_event_update() SECURITY DEFINER",
        "ALTER TABLE history_event ADD COLUMN note text",
        "ALTER TABLE history_event DROP CONSTRAINT event_number_once",
        "DROP TABLE history_event CASCADE",
        "DELETE FROM history_event",
        "TRUNCATE history_event CASCADE",
        "UPDATE history_event SET kind = 'x'",
        "UPDATE history_checkpoint SET root = 'x'",
        "DELETE FROM history_checkpoint",
        "UPDATE history_enclosure SET digest = 'x'",
        "DELETE FROM history_enclosure",
        "UPDATE history_chain SET code = 'x'",
        "UPDATE history_storedfile SET size = 1",
        "DELETE FROM django_migrations",
        "CREATE TABLE own (id int)",
        "SET session_replication_role = replica",
    ],
)
def test_the_application_is_refused(
    prepared: Mapping[str, str], names: tuple[str, str, str], statement: str
) -> None:
    database, _, user = names
    raw = psycopg.connect(server_url(database, user), autocommit=True)
    with raw, pytest.raises(psycopg.errors.InsufficientPrivilege):
        raw.execute(statement.encode())


@pytest.mark.parametrize(("role", "sentence"), [("postgres", "权限过大"), ("nobody_here", "请先建立")])
def test_a_role_that_could_undo_the_guards_or_is_not_there_is_one_line(
    prepared: Mapping[str, str], names: tuple[str, str, str], role: str, sentence: str
) -> None:
    shown = run("prepare", environment={**prepared, "DATABASE_URL": server_url(names[0], role)})

    assert (shown.returncode, shown.stdout) == (1, "")
    (line,) = shown.stderr.splitlines()
    assert sentence in line
