"""From SQLite to PostgreSQL: all rows and chains arrive, the source stays, no act is lost."""

import hashlib
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import psycopg
import pytest
from django.db import connection
from django.test.utils import override_settings

from guatu.keeping import occupying, sources
from tests.cli.servers import GUATU, Server, run, until
from tests.keeping.places import drop, empty_database, environment, manifest
from tests.scratch import server_url

_PEOPLE = "SELECT username FROM accounts_person"
_UNIT = "县供电公司"
needs_server = pytest.mark.skipif(connection.vendor != "postgresql", reason="needs a server")


@dataclass(frozen=True, slots=True)
class Move:
    """A folder with SQLite in it, and the address of an empty database."""

    folder: Path
    url: str

    @property
    def here(self) -> Mapping[str, str]:
        return environment(self.folder)

    @property
    def there(self) -> Mapping[str, str]:
        return environment(self.folder, self.url)

    def tables(self) -> list[str]:
        """What the target holds."""
        with psycopg.connect(self.url) as target:
            found = target.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            return [name for (name,) in found]

    @contextmanager
    def held(self) -> Iterator[None]:
        """As a move holds the source."""
        source = self.folder / "guatu.sqlite3"
        with override_settings(DATA=self.folder), occupying.alone(), sources.sqlite(source, alone=True):
            yield

    def go(self) -> "subprocess.CompletedProcess[str]":
        return run("move", "--to", self.url, environment=self.here)


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the office is kept that each test copies."""
    return tmp_path_factory.mktemp("offices")


@pytest.fixture
def move(backup: Path, offices: Path, tmp_path: Path) -> Iterator[Move]:
    name, office = empty_database(), offices / "office"
    try:
        if not office.exists():
            for command in (("restore", str(backup)), ("prepare",)):
                assert run(*command, environment=environment(office)).returncode == 0
        copytree(office, tmp_path / "office")
        yield Move(tmp_path / "office", server_url(name))
    finally:
        drop(name)


@needs_server
def test_all_arrives_and_the_source_stays_and_takes_nothing_more(
    move: Move, offices: Path, tmp_path: Path
) -> None:
    source = move.folder / "guatu.sqlite3"
    before = hashlib.sha256(source.read_bytes()).hexdigest()

    shown = move.go()

    assert (shown.returncode, shown.stderr) == (0, "")
    assert "完好" in shown.stdout
    assert hashlib.sha256(source.read_bytes()).hexdigest() == before
    shown = run("checkpoint", environment=move.here)
    assert (shown.returncode, shown.stdout) == (1, "")
    assert shown.stderr.startswith("数据已迁到 PostgreSQL")
    assert run("verify", environment=move.there).returncode == 0
    shown = run("backup", "--to", str(tmp_path / "moved"), environment=move.there)
    assert (shown.returncode, shown.stderr) == (0, "")
    unmoved = environment(offices / "office")
    assert run("backup", "--to", str(tmp_path / "before"), environment=unmoved).returncode == 0
    of_both = [manifest(next((tmp_path / name).iterdir())) for name in ("before", "moved")]
    assert of_both[0]["tables"] == of_both[1]["tables"]
    assert "已经迁到" in move.go().stderr


@needs_server
@pytest.mark.enable_socket
def test_a_running_server_or_command_is_not_moved_from(move: Move) -> None:
    with Server(move.here) as server:
        until(server.answers)
        shown = move.go()
    assert (shown.returncode, shown.stdout) == (1, "")
    assert "请先停止服务" in shown.stderr
    assert move.tables() == []


@needs_server
def test_an_act_made_meanwhile_is_refused_or_arrives(move: Move) -> None:
    """One act after the other, all the while; what was told as done is there afterwards."""
    command, silent = [*GUATU, "move", "--to", move.url], subprocess.DEVNULL
    done: list[str] = []
    with subprocess.Popen(command, env=dict(move.here), stdout=silent, stderr=silent) as moving:  # noqa: S603
        while moving.poll() is None:
            name = f"user{len(done)}"
            act = ("user", "add", name, "--name", "何清源", "--unit", _UNIT)
            if run(*act, environment=move.here).returncode == 0:
                done.append(name)
    with psycopg.connect(move.url) as target:
        arrived = [name for (name,) in target.execute(_PEOPLE)] if moving.returncode == 0 else done
    with sqlite3.connect(move.folder / "guatu.sqlite3") as source:
        there = [name for (name,) in source.execute(_PEOPLE)]
    assert set(done) <= set(there)
    assert set(arrived) == (set(there) if moving.returncode == 0 else set(done))


@needs_server
def test_while_rows_move_and_after_nobody_else_gets_at_them(move: Move) -> None:
    with move.held():
        shown = run("checkpoint", environment=move.here)
        assert (shown.returncode, shown.stdout) == (1, "")
        assert "请等 guatu move 结束" in shown.stderr
        with (
            sqlite3.connect(move.folder / "guatu.sqlite3", timeout=0) as raw,
            pytest.raises(sqlite3.OperationalError),
        ):
            raw.execute("UPDATE accounts_person SET name = name")


@needs_server
def test_a_trail_that_is_not_whole_is_not_moved(move: Move) -> None:
    with sqlite3.connect(move.folder / "guatu.sqlite3") as source:
        source.execute("DROP TRIGGER guard_history_event_update")
        source.execute("UPDATE history_event SET actor_id = 9 WHERE number = 2")

    shown = move.go()

    assert shown.returncode == 1
    assert "没有迁移" in shown.stderr
    assert move.tables() == []


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("sqlite:///x", "不是 PostgreSQL"),
        ("nonsense", "不是 PostgreSQL"),
        ("postgresql://h/x", "没有 SQLite"),
    ],
)
def test_other_ways_are_refused(tmp_path: Path, to: str, why: str) -> None:
    shown = run("move", "--to", to, environment=environment(tmp_path))

    assert (shown.returncode, shown.stdout) == (1, "")
    assert why in shown.stderr
    assert len(shown.stderr.splitlines()) == 1
