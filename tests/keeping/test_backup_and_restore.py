"""A backup is all there is at one moment; brought back it is the same on either database, or nothing is."""

import os
import signal
import subprocess
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from guatu.history import guards, rebuilding, store, verifying
from guatu.history.models import Enclosure, Event, StoredFile
from guatu.history.tables import pieces
from guatu.keeping import backing_up, notes, restoring
from guatu.keeping.errors import BackupNewer, CheckpointsAhead, PlaceTaken, RowsRefused
from guatu.keeping.filling import filled
from guatu.keeping.sources import opened
from guatu.keeping.tables import LEFT_OUT, Column, Plain, Table, kept_tables
from guatu.ledgers.models import Item
from tests.cli.servers import GUATU, run, until
from tests.keeping.places import AT, drop, empty, empty_database, environment, manifest, names
from tests.ledgers.factories import photo
from tests.scratch import Scratch, server_url

LATER = AT + timedelta(hours=1)


def test_what_is_brought_back_is_the_same_and_under_guard(
    kept: Scratch, backup: Path, tmp_path: Path
) -> None:
    closed = Item.objects.filter(state="closed").count()
    with empty(tmp_path / "back"):
        restored = restoring.restore(backup)

        assert (restored.rows, restored.missing) == (
            sum(of["rows"] for of in manifest(backup)["tables"].values()),
            [],
        )
        assert restored.files == StoredFile.objects.count() > 0
        assert Item.objects.filter(state="closed").count() == closed > 0
        assert guards.missing_guards() == []
        assert verifying.verify().is_whole
        assert rebuilding.check().found == []
        assert not (Path(settings.DATA) / "restoring").exists()
        again = backing_up.take(tmp_path / "out", at=LATER)
    assert manifest(again.path)["tables"] == manifest(backup)["tables"]
    assert manifest(again.path)["files"] == manifest(backup)["files"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs a server")
def test_it_goes_to_the_other_database_and_back(backup: Path, tmp_path: Path) -> None:
    other = empty_database()
    try:
        there, here = environment(tmp_path / "there"), environment(tmp_path / "here", server_url(other))
        manifests = [manifest(backup)]
        for number, (place, came) in enumerate(((there, "out"), (here, "0"))):
            coming = next((tmp_path / came).glob("guatu-*.tar"))
            shown = run("restore", str(coming), environment=place)
            assert (shown.returncode, shown.stderr) == (0, ""), shown.stdout
            assert "完好" in shown.stdout
            shown = run("backup", "--to", str(tmp_path / str(number)), environment=place)
            assert (shown.returncode, shown.stderr) == (0, ""), shown.stdout
            manifests.append(manifest(next((tmp_path / str(number)).glob("guatu-*.tar"))))
        assert [one["tables"] for one in manifests[1:]] == [manifests[0]["tables"]] * 2
        assert [one["files"] for one in manifests[1:]] == [manifests[0]["files"]] * 2
    finally:
        drop(other)


def test_tables_are_the_same_made_in_one_step_or_change_by_change(kept: Scratch, tmp_path: Path) -> None:
    with empty(tmp_path / "changed"):
        call_command("migrate", verbosity=0)
        by_changes = _shape()
        with opened() as source:
            applied = source.applied()
    with empty(tmp_path / "back"):
        with filled() as filling:
            filling.build(applied, program="0")
            filling.finish()
        assert _shape() == by_changes
        assert guards.missing_guards() == []
        with opened() as source:
            assert source.applied() == applied


def _shape() -> dict[str, tuple[set[str], dict[str, str]]]:
    """Table → its columns and constraints, and its indexes with what they are over."""
    with connection.cursor() as cursor:
        return {
            name: (
                set(pieces(connection, name)),
                _indexes(connection.introspection.get_constraints(cursor, name)),
            )
            for name in connection.introspection.table_names(cursor)
            if name != "auth_group_permissions"  # nobody uses it, and its keys are of two widths in Django
        }


def _indexes(constraints: dict[str, Any]) -> dict[str, str]:
    return {
        name: f"{one['columns']} {one.get('orders')} {one.get('definition')}"
        for name, one in constraints.items()
        if one["index"] and not one["primary_key"]
    }


def test_every_table_is_kept_or_named_with_the_reason(kept: Scratch) -> None:
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor)) - {"django_migrations"}
    ours = {table.name for table in kept_tables()}

    assert ours | set(LEFT_OUT) >= there
    assert set(LEFT_OUT) <= {model._meta.db_table for model in apps.get_models()}
    assert not ours & set(LEFT_OUT)


def test_no_private_key_and_no_session_leaves_the_house(kept: Scratch, backup: Path, tmp_path: Path) -> None:
    (kept.folder / "keys" / "session").write_text("a secret")

    assert [name for name in names(backup) if name.startswith("keys/")] == [
        name for name in names(backup) if name.endswith(".pub.pem")
    ]
    assert b"PRIVATE KEY" not in backup.read_bytes()
    assert not any(name.startswith("tables/http_session/") for name in names(backup))
    with empty(tmp_path / "back"):
        restoring.restore(backup)
        assert not Path(settings.SIGNING_KEY).exists()
        findings = verifying.verify()
    assert findings.is_whole
    assert findings.looked_at["checkpoints"] == 1


def test_rows_are_of_one_moment_while_others_go_on(kept: Scratch) -> None:
    table = next(one for one in kept_tables() if one.name == "history_storedfile")
    with opened() as source:
        before = list(source.rows(table))
        writing = threading.Thread(target=_store_one)
        writing.start()
        writing.join()
        assert list(source.rows(table)) == before
    with opened() as source:
        assert len(list(source.rows(table))) == len(before) + 1


def _store_one() -> None:
    photo(251)
    connection.close()


def test_keys_of_rows_that_are_gone_are_not_given_again(kept: Scratch, tmp_path: Path) -> None:
    last = Event.objects.order_by("pk").last()
    assert last is not None
    table = Table("notices_notice", (Column("id", "integer"),))
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("UPDATE sqlite_sequence SET seq = 999 WHERE name = 'notices_notice'")
        else:
            cursor.execute("SELECT setval(pg_get_serial_sequence('notices_notice', 'id'), 999)")
    taken = backing_up.take(tmp_path / "out", at=LATER)
    with empty(tmp_path / "back"):
        restoring.restore(taken.path)
        with opened() as source:
            assert source.last_key(table) == 999


def test_a_file_that_is_gone_or_altered_is_named_and_the_rest_is_kept(kept: Scratch, tmp_path: Path) -> None:
    held = sorted(set(Enclosure.objects.exclude(file=None).values_list("file_id", flat=True)))
    store.path_of(str(held[0])).unlink()
    store.path_of(str(held[1])).write_bytes(b"something else")

    shown = run("backup", "--to", str(tmp_path / "out"), environment=kept.environment)

    assert shown.returncode == 1
    assert [held[0] in shown.stderr, held[1] in shown.stderr] == [True, True]
    backup = next((tmp_path / "out").glob("guatu-*.tar"))
    with empty(tmp_path / "back"):
        assert restoring.restore(backup).missing == [held[0], held[1]]
        assert sorted(verifying.verify().counts) == ["file_changed", "file_missing"]


def test_a_redacted_file_is_no_fault(kept: Scratch, tmp_path: Path) -> None:
    unheld = photo(252)
    store.path_of(unheld.sha256).unlink()

    assert backing_up.take(tmp_path / "out", at=LATER).is_whole


def test_only_the_last_backups_are_kept_and_nothing_else_is_touched(kept: Scratch, tmp_path: Path) -> None:
    other = tmp_path / "out" / "台账.tar"
    other.parent.mkdir()
    other.touch()
    taken = [backing_up.take(tmp_path / "out", at=AT + timedelta(days=day), keep=2) for day in range(3)]

    assert taken[2].removed == (taken[0].path.name,)
    assert sorted(tmp_path.glob("out/*")) == sorted([taken[1].path, taken[2].path, other])
    assert taken[2].path.stat().st_mode & 0o777 == 0o600
    noted = notes.last_backup()
    assert noted is not None
    assert (noted.at, noted.name, noted.is_whole) == (AT + timedelta(days=2), taken[2].path.name, True)


def test_nothing_is_restored_over_anything(kept: Scratch, backup: Path, tmp_path: Path) -> None:
    for name in ("files", "waiting"):
        (kept.folder / name).rename(kept.folder / "gone") if (kept.folder / name).exists() else None
    with pytest.raises(PlaceTaken):
        restoring.restore(backup)
    with empty(tmp_path / "back") as place:
        (place.folder / "files").mkdir()
        (place.folder / "files" / "1").touch()
        with pytest.raises(PlaceTaken, match="数据目录里已有文件"):
            restoring.restore(backup)
        assert sorted(one.name for one in place.folder.rglob("*")) == ["1", "files"]


def test_a_folder_of_checkpoints_that_knows_more_is_left_to_the_inspector(
    backup: Path, tmp_path: Path
) -> None:
    with empty(tmp_path / "back") as place:
        newer = place.folder / "checkpoints" / "checkpoint-00000002.json"
        newer.parent.mkdir()
        newer.write_text("{}")
        with pytest.raises(CheckpointsAhead, match="checkpoint-00000002"):
            restoring.restore(backup)
        _assert_nothing(place)
        newer.unlink()
        restoring.restore(backup)
        assert verifying.verify().is_whole


def _assert_nothing(place: Scratch) -> None:
    assert not (place.folder / "restoring").exists()
    assert not (place.folder / "files").exists()
    if place.vendor == "sqlite":
        assert not list(place.folder.glob("*sqlite3*"))
        return
    with connection.cursor() as cursor:
        assert connection.introspection.table_names(cursor) == []


def test_rows_that_point_nowhere_leave_nothing(kept: Scratch, tmp_path: Path) -> None:
    with opened() as source:
        applied, tables = source.applied(), {table.name: table for table in kept_tables()}
        rows = list(source.rows(tables["accounts_office"]))
    with empty(tmp_path / "back") as place:
        with pytest.raises(RowsRefused):
            _fill_with(applied, tables["accounts_office"], rows)
        _assert_nothing(place)


def _fill_with(applied: list[tuple[str, str]], table: Table, rows: list[list[Plain]]) -> None:
    with filled() as filling:
        filling.build(applied, program="0")
        filling.load(table, rows)
        filling.finish()


@pytest.mark.usefixtures("databases")
def test_a_later_version_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with empty(tmp_path / "back") as place:
        with pytest.raises(BackupNewer, match=r"9\.9"), filled() as filling:
            filling.build([("ledgers", "9999_of_tomorrow")], program="9.9")
        _assert_nothing(place)


def test_killed_on_the_way_it_begins_anew(backup: Path, tmp_path: Path) -> None:
    with empty(tmp_path / "back") as place:
        command = [*GUATU, "restore", str(backup)]
        with subprocess.Popen(command, env=dict(place.environment), stdout=subprocess.PIPE) as process:  # noqa: S603
            until((place.folder / "restoring").exists)
            os.kill(process.pid, signal.SIGKILL)
        shown = run("restore", str(backup), environment=place.environment)
        assert (shown.returncode, shown.stderr) == (0, "")
        assert "完好" in shown.stdout.splitlines()


def test_killed_after_files_were_put_down_it_begins_anew(backup: Path, tmp_path: Path) -> None:
    with empty(tmp_path / "back") as place:
        (place.folder / "restoring").mkdir()
        (place.folder / "restoring" / "placed").touch()
        (place.folder / "files" / "00").mkdir(parents=True)
        (place.folder / "files" / "00" / "left").touch()

        restoring.restore(backup)

        assert not (place.folder / "files" / "00" / "left").exists()
        assert verifying.verify().is_whole


def test_a_backup_that_is_killed_leaves_no_file_of_its_name(kept: Scratch, tmp_path: Path) -> None:
    out = tmp_path / "out"
    _never_answers(next(path for path in (kept.folder / "files").glob("*/*")))
    command = [*GUATU, "backup", "--to", str(out)]
    with subprocess.Popen(command, env=dict(kept.environment), stdout=subprocess.PIPE) as process:  # noqa: S603
        until(lambda: out.exists() and any(out.iterdir()))
        os.kill(process.pid, signal.SIGKILL)
    assert [path.name.startswith(".") for path in out.iterdir()] == [True]


def _never_answers(path: Path) -> None:
    """Who opens this file waits for somebody to write into it."""
    path.unlink()
    os.mkfifo(path)
