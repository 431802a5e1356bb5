"""A backup that is cut off, altered, sealed or foreign: told before anything is brought back."""

import os
import tarfile
from pathlib import Path

import pytest

from guatu.history import store
from guatu.keeping import backing_up, restoring
from guatu.keeping.archive import HEAD
from guatu.keeping.errors import (
    BackupDamaged,
    KeepingRefusal,
    NoBackup,
    PassphraseNeeded,
    PassphraseShort,
    PassphraseWrong,
)
from guatu.keeping.sealing import passphrase_of
from tests.keeping.places import AT, manifest, names
from tests.scratch import Scratch

PASSPHRASE = "小城三月的河堤上种柳树".encode()


def test_a_whole_one_is_read_through(backup: Path) -> None:
    found = restoring.look_through(backup)

    assert found.rows == sum(table["rows"] for table in manifest(backup)["tables"].values())
    assert found.files == manifest(backup)["files"]["count"]
    assert names(backup)[0] == HEAD


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.9, 0.99])
def test_one_that_is_cut_off_is_refused(backup: Path, share: float) -> None:
    content = backup.read_bytes()
    end = content.rindex(b'"damaged"')
    backup.write_bytes(content[: int(end * share)])

    with pytest.raises(KeepingRefusal):
        restoring.look_through(backup)


def test_a_flipped_bit_of_a_row_or_a_file_is_seen(backup: Path) -> None:
    content = backup.read_bytes()
    with tarfile.open(backup) as tar:
        those = [one for one in tar if one.name.startswith(("tables/", "files/"))]
    for one in (those[0], those[len(those) // 2], those[-1]):
        altered = bytearray(content)
        altered[one.offset_data + one.size // 2] ^= 1
        backup.write_bytes(altered)
        with pytest.raises(BackupDamaged):
            restoring.look_through(backup)


def test_a_member_that_is_left_out_or_named_otherwise_is_seen(backup: Path, tmp_path: Path) -> None:
    for name, other in (
        (names(backup)[-2], ""),
        (names(backup)[-2], "files/../../etc/passwd"),
        (names(backup)[-2], "x"),
    ):
        with tarfile.open(backup) as tar, tarfile.open(tmp_path / "other.tar", "w") as out:
            for one in tar:
                content = tar.extractfile(one)
                if one.name == name and not other:
                    continue
                one.name = other if one.name == name else one.name
                out.addfile(one, content)
        with pytest.raises(BackupDamaged):
            restoring.look_through(tmp_path / "other.tar")


@pytest.mark.parametrize("content", [b"", b"no tar at all", b"\x00" * 4096])
def test_what_is_no_backup_is_told_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)

    with pytest.raises(NoBackup):
        restoring.look_through(tmp_path / "x")


def test_a_sealed_one_opens_by_its_passphrase_alone(kept: Scratch, backup: Path, tmp_path: Path) -> None:
    sealed = backing_up.take(tmp_path / "sealed", at=AT, passphrase=PASSPHRASE).path

    assert sealed.name.endswith(".tar.sealed")
    assert restoring.look_through(sealed, passphrase=PASSPHRASE) == restoring.look_through(backup)
    with pytest.raises(PassphraseNeeded):
        restoring.look_through(sealed)
    with pytest.raises(PassphraseWrong):
        restoring.look_through(sealed, passphrase=b"another passphrase")


def test_a_sealed_one_that_was_altered_or_cut_off_is_refused(kept: Scratch, tmp_path: Path) -> None:
    store.put(os.urandom(100_000), name="录像.bin", at=AT)
    sealed = backing_up.take(tmp_path / "sealed", at=AT, passphrase=PASSPHRASE).path
    content = sealed.read_bytes()
    chunk = 64 * 1024 + 16
    assert len(content) > 2 * chunk
    for altered in (
        content[: 29 + chunk],
        content[:-1],
        content[: 29 + chunk] + content[29 + 2 * chunk :],
        content[: 29 + chunk + 5] + b"x" + content[29 + chunk + 6 :],
    ):
        sealed.write_bytes(altered)
        with pytest.raises(KeepingRefusal):
            restoring.look_through(sealed, passphrase=PASSPHRASE)


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    (tmp_path / "short").write_text("12345678901\n")
    with pytest.raises(PassphraseShort):
        passphrase_of(tmp_path / "short")
    (tmp_path / "long").write_bytes(PASSPHRASE + b" more\n")
    assert passphrase_of(tmp_path / "long") == PASSPHRASE + b" more"
