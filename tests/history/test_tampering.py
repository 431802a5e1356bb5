"""What is done to the trail behind our back is found and named, by our verifier and the independent one."""
# ruff: noqa: S608 - the statements of somebody who tampers

import json
import os
import shutil
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from guatu.history import keys
from guatu.history.errors import FolderMissing
from guatu.history.models import Enclosure
from guatu.history.verifying import verify
from tests.history.tampering import Trail
from tests.scratch import Scratch

CHAIN = "(SELECT id FROM history_chain WHERE code = 'office-1')"
SECOND = f"chain_id = {CHAIN} AND number = 2"
THIRD = f"chain_id = {CHAIN} AND number = 3"
FOURTH = f"chain_id = {CHAIN} AND number = 4"


@pytest.fixture
def trail(scratch: Scratch) -> Trail:
    return Trail(scratch)


def test_a_trail_that_nobody_touched_is_whole_and_its_redactions_are_counted(trail: Trail) -> None:
    findings = verify(key=trail.public)

    assert findings.found == []
    assert findings.is_whole
    assert dict(findings.looked_at) == {
        "chains": 2,
        "events": 8,
        "enclosures": Enclosure.objects.count(),
        "redacted": 1,
        "files": 1,
        "checkpoints": 3,
    }
    assert trail.found() == set()


BY_STATEMENT = {
    "an event's bytes are edited": (
        f"UPDATE history_event SET body = %(edited)s WHERE {FOURTH}",
        {"event_hash"},
    ),
    "an event's bytes are no longer readable": (
        f"UPDATE history_event SET body = %(nothing)s WHERE {FOURTH}",
        {"event_hash", "event_body"},
    ),
    "a column says somebody else did it": (
        f"UPDATE history_event SET actor_id = 9 WHERE {SECOND}",
        {"event_columns"},
    ),
    "a column says another day": (
        f"UPDATE history_event SET happened_on = '2026-01-01' WHERE {SECOND}",
        {"event_columns"},
    ),
    "a column says another moment": (
        f"UPDATE history_event SET recorded_at = '2026-01-01 00:00:00' WHERE {SECOND}",
        {"event_columns"},
    ),
    "the digest is edited": (
        f"UPDATE history_event SET hash = 'f' WHERE {SECOND}",
        {"event_hash", "event_link", "subject_link"},
    ),
    "the chain row is set back": (
        "UPDATE history_chain SET length = length - 1 WHERE code = 'office-1'",
        {"chain_head"},
    ),
    "the head is another": ("UPDATE history_chain SET head = 'f' WHERE code = 'office-1'", {"chain_head"}),
    "the chain is called otherwise": (
        "UPDATE history_chain SET code = 'office-9' WHERE code = 'registry'",
        {"event_columns", "checkpoint_head"},
    ),
    "the chain row is gone": (
        "DELETE FROM history_chain WHERE code = 'registry'",
        {"chain_unknown", "event_columns", "checkpoint_head"},
    ),
    "a remark is rewritten": (
        "UPDATE history_enclosure SET text = '没有清理' WHERE text = '已清理'",
        {"enclosure_digest"},
    ),
    "the salt is another": (
        "UPDATE history_enclosure SET salt = %(nothing)s WHERE text = '已清理'",
        {"enclosure_digest"},
    ),
    "a remark's digest is another": (
        "UPDATE history_enclosure SET digest = 'f' WHERE text = '已清理'",
        {"enclosure_digest"},
    ),
    "a remark is called otherwise": (
        "UPDATE history_enclosure SET name = 'reason' WHERE text = '已清理'",
        {"enclosure_extra", "enclosure_missing"},
    ),
    "a remark is deleted": ("DELETE FROM history_enclosure WHERE text = '已清理'", {"enclosure_missing"}),
    "a remark is added": (
        (
            "INSERT INTO history_enclosure (event_id, name, digest, salt, text)"
            " SELECT event_id, 'more', digest, salt, text FROM history_enclosure WHERE text = '已清理'"
        ),
        {"enclosure_extra"},
    ),
    "a remark hangs in the air": (
        (
            "INSERT INTO history_enclosure (event_id, name, digest, salt, text)"
            " SELECT 999, 'more', digest, salt, text FROM history_enclosure WHERE text = '已清理'"
        ),
        {"enclosure_extra"},
    ),
    "a remark is blanked with the tombstone of another": (
        (
            "UPDATE history_enclosure SET salt = NULL, text = NULL, tombstone_id ="
            " (SELECT MAX(tombstone_id) FROM history_enclosure) WHERE text = '已清理'"
        ),
        {"enclosure_tombstone"},
    ),
    "a remark is blanked with an event that is no tombstone": (
        (
            "UPDATE history_enclosure SET salt = NULL, text = NULL, tombstone_id ="
            " (SELECT MAX(id) FROM history_event) WHERE text = '已清理'"
        ),
        {"enclosure_tombstone"},
    ),
    "a registered size is another": ("UPDATE history_storedfile SET size = 1", {"file_changed"}),
    "a file is no longer registered": ("DELETE FROM history_storedfile", {"file_unknown"}),
    "a checkpoint's bytes are edited": (
        "UPDATE history_checkpoint SET body = %(nothing)s WHERE number = 2",
        {"checkpoint_body", "checkpoint_link", "checkpoint_file_differs"},
    ),
    "a checkpoint's moment is another": (
        "UPDATE history_checkpoint SET taken_at = '2026-01-01 00:00:00' WHERE number = 2",
        {"checkpoint_columns"},
    ),
    "a checkpoint's root is another": (
        "UPDATE history_checkpoint SET root = 'f' WHERE number = 2",
        {"checkpoint_columns"},
    ),
    "a checkpoint's digest is another": (
        "UPDATE history_checkpoint SET hash = 'f' WHERE number = 2",
        {"checkpoint_hash", "checkpoint_link", "checkpoint_file_differs"},
    ),
    "a checkpoint's signature is another": (
        "UPDATE history_checkpoint SET signature = %(nothing)s WHERE number = 2",
        {"checkpoint_signature", "checkpoint_file_differs"},
    ),
    "a checkpoint's key is another": (
        "UPDATE history_checkpoint SET key_id = 'f' WHERE number = 2",
        {"checkpoint_key", "checkpoint_file_differs"},
    ),
    "a checkpoint is deleted": (
        "DELETE FROM history_checkpoint WHERE number = 2",
        {"checkpoint_number", "checkpoint_row_missing"},
    ),
    "the last checkpoint is deleted": (
        "DELETE FROM history_checkpoint WHERE number = 3",
        {"checkpoint_row_missing"},
    ),
}


@pytest.mark.parametrize(("statement", "kinds"), BY_STATEMENT.values(), ids=BY_STATEMENT.keys())
def test_what_a_statement_does_is_found(trail: Trail, statement: str, kinds: set[str]) -> None:
    values: tuple[object, ...] = ()
    if "%(edited)s" in statement:
        with trail.behind_the_guards() as execute:
            ((body,),) = execute(f"SELECT body FROM history_event WHERE {FOURTH}")
        values = (bytes(body).replace(b"closed", b"reopen"),)
    elif "%(nothing)s" in statement:
        values = (b"nothing",)

    trail.run(statement.replace("%(edited)s", "?").replace("%(nothing)s", "?"), values=values)

    assert trail.found() == kinds


def test_an_event_deleted_from_the_middle_is_missed(trail: Trail) -> None:
    trail.run(
        f"DELETE FROM history_enclosure WHERE event_id IN (SELECT id FROM history_event WHERE {THIRD})",
        f"DELETE FROM history_event WHERE {THIRD}",
    )

    assert trail.found() == {"event_number", "subject_link", "checkpoint_head"}


def test_an_event_slipped_in_between_is_found(trail: Trail) -> None:
    columns = (
        "chain_id, subject_kind, subject_id, subject_previous, kind, actor_id, principal_id, unit_id,"
        " recorded_at, happened_on, body, previous, algorithm, schema"
    )
    trail.run(
        f"UPDATE history_event SET number = number + 100 WHERE chain_id = {CHAIN} AND number > 2",
        f"UPDATE history_event SET number = number - 99 WHERE chain_id = {CHAIN} AND number > 100",
        (
            f"INSERT INTO history_event (number, hash, {columns})"
            f" SELECT 3, 'f', {columns} FROM history_event WHERE {SECOND}"
        ),
        f"UPDATE history_chain SET length = length + 1 WHERE id = {CHAIN}",
    )

    assert trail.found() >= {"event_columns", "event_link", "event_hash", "checkpoint_head"}


def test_events_in_another_order_are_found(trail: Trail) -> None:
    trail.run(
        f"UPDATE history_event SET number = 99 WHERE {SECOND}",
        f"UPDATE history_event SET number = 2 WHERE {THIRD}",
        f"UPDATE history_event SET number = 3 WHERE chain_id = {CHAIN} AND number = 99",
    )

    assert trail.found() >= {"event_columns", "event_link"}


def test_an_event_replaced_by_another_with_a_right_digest_is_found(trail: Trail) -> None:
    def replace(facts: dict[str, Any]) -> None:
        if facts["number"] == 3:
            facts["actor"] = 9

    with trail.behind_the_guards() as execute:
        names = "number, body, hash, previous, subject_previous"
        query = f"SELECT {names} FROM history_event WHERE chain_id = {CHAIN}"
        before = {row[0]: row[1:] for row in execute(query)}
    trail.rewrite(replace)
    with trail.behind_the_guards() as execute:
        for number, row in before.items():
            if number != 3:
                execute(
                    "UPDATE history_event SET body = ?, hash = ?, previous = ?, subject_previous = ?"
                    f" WHERE chain_id = {CHAIN} AND number = {number}",
                    (bytes(row[0]), *row[1:]),
                )
        execute(f"UPDATE history_chain SET head = ? WHERE id = {CHAIN}", (before[max(before)][1],))

    assert trail.found() == {"event_link", "subject_link", "checkpoint_head"}


OF_CHAIN = "FROM history_event WHERE chain_id = history_chain.id"
TAIL = f"chain_id = {CHAIN} AND number > 5"
WITHOUT_TAIL = (
    f"DELETE FROM history_enclosure WHERE event_id IN (SELECT id FROM history_event WHERE {TAIL})",
    f"DELETE FROM history_event WHERE {TAIL}",
    (
        f"UPDATE history_chain SET length = (SELECT MAX(number) {OF_CHAIN}),"
        f" head = (SELECT hash {OF_CHAIN} ORDER BY number DESC LIMIT 1)"
    ),
)


def test_a_tail_cut_off_behind_a_checkpoint_is_found(trail: Trail) -> None:
    trail.run(*WITHOUT_TAIL)

    assert trail.found() == {"checkpoint_head", "enclosure_tombstone"}


def test_a_tail_cut_off_together_with_its_checkpoints_is_found_by_their_files(trail: Trail) -> None:
    trail.run(*WITHOUT_TAIL, "DELETE FROM history_checkpoint WHERE number > 1")

    assert trail.found() == {"checkpoint_row_missing", "checkpoint_head", "enclosure_tombstone"}


def test_a_tail_cut_off_with_checkpoints_and_files_is_found_by_the_files_that_somebody_else_keeps(
    trail: Trail,
) -> None:
    outside = trail.folder / "inspector"
    shutil.copytree(trail.folder / "checkpoints", outside)
    last = "number = 7"
    trail.run(
        f"DELETE FROM history_enclosure WHERE event_id IN (SELECT id FROM history_event WHERE {last})",
        f"DELETE FROM history_event WHERE {last}",
        WITHOUT_TAIL[2],
        "DELETE FROM history_checkpoint WHERE number = 3",
    )
    trail.file(3).unlink()

    assert trail.found() == set()
    assert trail.found(outside=outside) == {"checkpoint_row_missing", "checkpoint_head"}


def other_actor(facts: dict[str, Any]) -> None:
    if facts["number"] == 3:
        facts["actor"] = 9


def other_subject_link(facts: dict[str, Any]) -> None:
    if facts["number"] == 3:
        facts["subject_previous"] = ""


@pytest.mark.parametrize(
    ("edit", "kinds"),
    [
        (other_actor, {"checkpoint_head"}),
        (other_subject_link, {"checkpoint_head", "subject_link"}),
    ],
)
def test_a_chain_hashed_anew_is_found_by_its_checkpoints(
    trail: Trail, edit: Callable[[dict[str, Any]], None], kinds: set[str]
) -> None:
    trail.rewrite(edit)

    assert trail.found() == kinds


def test_a_chain_and_checkpoints_made_anew_without_the_key_are_found_by_the_signature(trail: Trail) -> None:
    trail.rewrite(other_actor)
    trail.redraw_checkpoints(lambda _: os.urandom(64))

    assert trail.found() == {"checkpoint_signature", "checkpoint_file_differs"}


def test_a_chain_and_checkpoints_signed_by_another_key_are_found_by_the_key(trail: Trail) -> None:
    forger = Ed25519PrivateKey.generate()
    trail.rewrite(other_actor)
    trail.redraw_checkpoints(forger.sign, keys.key_id(forger.public_key()))
    (trail.folder / "checkpoints" / "forger.pub.pem").write_bytes(keys.public_pem(forger.public_key()))

    assert trail.found() == {"checkpoint_key"}


def test_all_made_anew_with_the_key_is_found_by_the_files_that_somebody_else_keeps(trail: Trail) -> None:
    outside = trail.folder / "inspector"
    shutil.copytree(trail.folder / "checkpoints", outside)
    trail.rewrite(other_actor)
    trail.redraw_checkpoints(keys.signing_key().sign)

    assert trail.found() == set()
    assert trail.found(outside=outside) == {"checkpoint_file_differs", "checkpoint_head"}


def test_an_older_set_of_outside_files_is_no_fault(trail: Trail) -> None:
    outside = trail.folder / "inspector"
    outside.mkdir()
    shutil.copy(trail.file(1), outside)

    assert trail.found(outside=outside) == set()


def test_a_folder_that_is_not_there_is_refused(trail: Trail) -> None:
    with pytest.raises(FolderMissing, match="请核对路径"):
        verify(outside=trail.folder / "none")


def test_a_swapped_file_is_found(trail: Trail) -> None:
    trail.photo.chmod(0o600)
    trail.photo.write_bytes(b"\x89PNG\r\n\x1a\n ph0to")

    assert trail.found() == {"file_changed"}
    assert verify(key=trail.public, contents=False).is_whole


def test_a_file_of_another_size_is_found_without_reading_it(trail: Trail) -> None:
    trail.photo.write_bytes(b"x")

    assert set(verify(key=trail.public, contents=False).counts) == {"file_changed"}


def test_a_file_that_is_gone_is_found(trail: Trail) -> None:
    trail.photo.unlink()

    assert trail.found() == {"file_missing"}


def test_a_checkpoint_file_edited_or_gone_is_found(trail: Trail) -> None:
    fields = json.loads(trail.file(2).read_text())
    trail.file(2).write_text(json.dumps(fields | {"body": fields["body"].replace("office-1", "office-2")}))
    assert trail.found() == {
        "checkpoint_file_differs",
        "checkpoint_hash",
        "checkpoint_root",
        "checkpoint_signature",
        "checkpoint_head",
    }

    trail.file(2).write_text("nothing")
    assert trail.found() == {"checkpoint_file_differs"}

    trail.file(2).unlink()
    assert trail.found() == {"checkpoint_file_missing"}


def test_a_dropped_a_weakened_and_a_foreign_trigger_are_named(trail: Trail) -> None:
    on = " ON history_event" if trail.scratch.vendor == "postgresql" else ""
    raw = trail.scratch.raw()
    raw.execute(f"DROP TRIGGER guard_history_event_delete{on}")
    assert trail.found() == {"guard_missing"}

    raw.execute(f"DROP TRIGGER guard_history_event_update{on}")
    raw.execute(
        "CREATE TRIGGER guard_history_event_update BEFORE UPDATE ON history_event FOR EACH ROW"
        " WHEN (NEW.id = 0) "
        + ("EXECUTE FUNCTION guard_history_event_update()" if on else "BEGIN SELECT RAISE(ABORT, 'no'); END")
    )
    assert trail.found() == {"guard_missing", "guard_changed"}

    raw.execute(
        "CREATE TRIGGER other AFTER INSERT ON history_event FOR EACH ROW "
        + ("EXECUTE FUNCTION guard_history_event_update()" if on else "BEGIN SELECT 1; END")
    )
    assert trail.found() == {"guard_missing", "guard_changed", "guard_unknown"}
    raw.close()


def test_an_altered_table_is_named(trail: Trail) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE history_event ADD COLUMN note varchar(20)")

    assert trail.found() == {"table_changed"}


@pytest.mark.parametrize(
    ("statement", "kinds"),
    [
        (f"UPDATE history_event SET recorded_at = 'yesterday' WHERE {SECOND}", {"event_columns"}),
        (
            f"UPDATE history_event SET body = 'text' WHERE {FOURTH}",
            {"event_body", "event_hash"},
        ),
        (
            "UPDATE history_enclosure SET text = CAST(x'ff' AS TEXT) WHERE text = '已清理'",
            {"enclosure_digest"},
        ),
        (f"UPDATE history_event SET number = 'two' WHERE {SECOND}", {"event_number", "event_columns"}),
    ],
)
def test_sqlite_holding_what_is_no_moment_no_text_and_no_number_stops_nobody(
    trail: Trail, statement: str, kinds: set[str]
) -> None:
    if trail.scratch.vendor != "sqlite":
        pytest.skip("PostgreSQL holds its types")
    trail.run("PRAGMA ignore_check_constraints = ON", statement)

    assert trail.found() >= kinds


def test_the_sentence_says_which_chain_which_event_and_what(trail: Trail) -> None:
    trail.run(f"UPDATE history_event SET actor_id = 9 WHERE {SECOND}")

    (finding,) = verify(key=trail.public).found

    assert finding.sentence == "链 office-1 第 2 环：“办理人”一栏与原文不符"
