"""The commands of the trail, as somebody at the console meets them."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.db import connections

from guatu.history.models import Enclosure
from tests.cli.servers import run
from tests.history.tampering import Trail
from tests.scratch import Scratch


@pytest.fixture
def trail(scratch: Scratch) -> Trail:
    return Trail(scratch)


def test_a_whole_trail_exits_0_and_names_its_redactions(trail: Trail) -> None:
    shown = run("verify", environment=trail.scratch.environment)

    assert (shown.returncode, shown.stderr) == (0, "")
    lines = shown.stdout.splitlines()
    beside = Enclosure.objects.count()
    assert lines[0] == f"核验了 2 条链、8 环、{beside} 项附载、1 个文件、3 个检查点"
    assert lines[-1] == "完好，其中 1 项附载已按程序删除"


def test_a_trail_that_is_not_whole_exits_1_and_says_where(trail: Trail) -> None:
    trail.run("UPDATE history_event SET actor_id = 9 WHERE number = 2")

    shown = run("verify", "--key", str(trail.public), environment=trail.scratch.environment)

    assert shown.returncode == 1
    lines = shown.stdout.splitlines()
    assert lines[1] == "链 office-1 第 2 环：“办理人”一栏与原文不符〔event_columns〕"
    assert lines[-1] == "发现 1 处问题"


def test_a_folder_or_a_key_that_is_not_there_is_one_line(trail: Trail) -> None:
    for option in ("--checkpoints", "--key"):
        shown = run("verify", option, "/nowhere", environment=trail.scratch.environment)

        assert (shown.returncode, shown.stdout) == (1, "")
        assert len(shown.stderr.splitlines()) == 1
        assert "/nowhere" in shown.stderr


def test_an_exported_trail_is_checked_by_the_script_inside_it_with_python_alone(
    trail: Trail, tmp_path: Path
) -> None:
    package = tmp_path / "out" / "留痕.zip"

    shown = run("trail", "export", "--out", str(package), "--files", environment=trail.scratch.environment)

    assert (shown.returncode, shown.stderr) == (0, "")
    with ZipFile(package) as packed:
        packed.extract("verify_trail.py", tmp_path)
    checked = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-I", "-S", "verify_trail.py", str(package), "--key", str(trail.public)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.stdout.splitlines()[-1] == "完好，1 项附载已按程序删除"
    assert checked.returncode == 0


def test_one_chain_is_exported_alone(trail: Trail, tmp_path: Path) -> None:
    from guatu.history.independent import verify_trail

    package = tmp_path / "one.zip"

    shown = run(
        "trail", "export", "--out", str(package), "--chain", "office-1", environment=trail.scratch.environment
    )
    unknown = run("trail", "export", "--chain", "office-9", environment=trail.scratch.environment)

    assert shown.returncode == 0
    findings = verify_trail.verify(package, key=trail.public)
    assert not findings.kinds
    assert findings.seen["环"] == 7
    assert unknown.returncode == 1
    assert "没有留痕链“office-9”" in unknown.stderr


def test_a_period_is_exported_of_one_chain_alone(trail: Trail, tmp_path: Path) -> None:
    from guatu.history.independent import verify_trail

    package, days = tmp_path / "part.zip", ["--since", "2020-01-01"]

    without = run("trail", "export", *days, environment=trail.scratch.environment)
    shown = run(
        *("trail", "export", "--out", str(package), "--chain", "office-1", *days),
        environment=trail.scratch.environment,
    )

    assert (without.returncode, shown.returncode) == (2, 0), shown.stderr
    assert "--chain" in without.stderr
    findings = verify_trail.verify(package, key=trail.public)
    assert not findings.kinds
    assert any("第 1 环至第 7 环" in note for note in findings.notes)


def test_a_checkpoint_is_taken_on_demand(trail: Trail) -> None:
    shown = run("checkpoint", environment=trail.scratch.environment)

    assert shown.returncode == 0
    assert shown.stdout.startswith("检查点 3，摘要 ")


def test_prepare_makes_everything_once(tmp_path: Path) -> None:
    environment = {**os.environ, "GUATU_DATA": str(tmp_path / "data")}
    environment.pop("GUATU_SECRET_KEY", None)
    environment.pop("DATABASE_URL", None)

    first = run("prepare", environment=environment)
    keys = {path.name: path.read_bytes() for path in (tmp_path / "data" / "keys").iterdir()}
    again = run("prepare", environment=environment)
    checked = run("verify", environment=environment)

    assert (first.returncode, again.returncode, checked.returncode) == (0, 0, 0), first.stderr
    assert keys == {path.name: path.read_bytes() for path in (tmp_path / "data" / "keys").iterdir()}
    assert set(keys) == {"checkpoint.pem", "session"}
    for path in (tmp_path / "data" / "keys").iterdir():
        assert path.stat().st_mode & 0o777 == 0o600
    assert "注意：还没有检查点" in checked.stdout


def test_a_new_database_is_as_all_changes_of_tables_would_have_left_it(migrated: str, tmp_path: Path) -> None:
    if connections["default"].vendor != "sqlite":
        pytest.skip("the command is tried on SQLite alone")
    environment = {**os.environ, "GUATU_DATA": str(tmp_path)}
    environment.pop("DATABASE_URL", None)

    assert run("prepare", environment=environment).returncode == 0

    assert held(tmp_path / "guatu.sqlite3") == held(Path(migrated))


def held(database: Path) -> dict[str, int | str]:
    """Guards, and how many rows the tables have."""
    with closing(sqlite3.connect(database)) as opened:
        guards = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence'"
        names = [name for (name,) in opened.execute(tables)]
        rows = {name: opened.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608
        return rows | dict(opened.execute(guards))


def test_without_a_data_folder_every_command_says_what_to_set(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "GUATU_DATA"}

    for command in (["prepare"], ["verify"], ["checkpoint"], ["trail", "export"]):
        shown = run(*command, environment=environment)

        assert (shown.returncode, shown.stdout) == (1, "")
        (line,) = shown.stderr.splitlines()
        assert line.startswith("缺少设置 GUATU_DATA")


def test_a_folder_that_was_not_prepared_is_one_line(tmp_path: Path) -> None:
    environment = {**os.environ, "GUATU_DATA": str(tmp_path)}
    environment.pop("DATABASE_URL", None)

    for command in (["verify"], ["checkpoint"], ["trail", "export"]):
        shown = run(*command, environment=environment)

        assert (shown.returncode, shown.stdout) == (1, "")
        assert len(shown.stderr.splitlines()) == 1
