"""A checkpoint signs where every chain ends, and lies outside the database too."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from guatu.history import checkpoints, keys, merkle
from guatu.history.canonical import canonical, digest
from guatu.history.errors import CheckpointDiffers, KeyDamaged, KeyMissing
from guatu.history.models import Chain, Checkpoint
from tests.history.making import AT, changed, opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(tmp_path: Path, settings: Settings) -> Path:
    settings.CHECKPOINTS = tmp_path / "checkpoints"
    settings.SIGNING_KEY = tmp_path / "keys" / "checkpoint.pem"
    keys.make_key()
    return tmp_path


def test_a_checkpoint_names_where_every_chain_ends(places: Path) -> None:
    matter = opened()
    changed(matter, chain="registry", weight=1)

    checkpoint = checkpoints.take(at=AT)

    assert checkpoint
    body = json.loads(bytes(checkpoint.body))
    heads = [[chain.code, chain.length, chain.head] for chain in Chain.objects.order_by("code")]
    assert body["chains"] == heads
    assert [head[:2] for head in heads] == [["office-1", 1], ["registry", 1]]
    assert (body["number"], body["previous"], body["taken_at"]) == (1, "", "2026-09-18T01:02:03.456789Z")
    assert (
        checkpoint.root == body["root"] == merkle.root([canonical({"chain": one}) for one in heads], "sha256")
    )
    assert checkpoint.hash == digest(bytes(checkpoint.body), "sha256")


def test_its_signature_is_that_of_the_key_that_lies_beside_its_file(places: Path) -> None:
    opened()
    checkpoint = checkpoints.take(at=AT)
    assert checkpoint
    (public,) = (places / "checkpoints").glob("*.pub.pem")
    file = json.loads((places / "checkpoints" / "checkpoint-00000001.json").read_text())

    ((key_id, key),) = keys.known_keys(public).items()

    assert file["key_id"] == checkpoint.key_id == key_id == hashlib.sha256(key.public_bytes_raw()).hexdigest()
    assert file["body"].encode() == bytes(checkpoint.body)
    assert keys.is_signed(key, bytes.fromhex(file["signature"]), file["body"].encode())
    assert not keys.is_signed(key, bytes.fromhex(file["signature"]), file["body"].encode() + b" ")


def test_checkpoints_are_linked_and_nothing_new_makes_no_new_one() -> None:
    matter = opened()
    first = checkpoints.take(at=AT)
    again = checkpoints.take(at=AT + timedelta(hours=1))
    changed(matter, weight=1)
    second = checkpoints.take(at=AT + timedelta(hours=2))

    assert first == again
    assert first
    assert second
    assert (second.number, second.previous) == (2, first.hash)
    assert Checkpoint.objects.count() == 2


def test_without_events_there_is_nothing_to_sign() -> None:
    assert checkpoints.take(at=AT) is None
    assert not checkpoints.due(AT)


def test_one_is_due_every_hour_when_something_is_new() -> None:
    matter = opened()
    assert checkpoints.due(AT)
    checkpoints.take(at=AT)
    assert not checkpoints.due(AT + timedelta(hours=2))
    changed(matter, weight=1)

    assert not checkpoints.due(AT + timedelta(minutes=59))
    assert checkpoints.due(AT + timedelta(hours=1))


def test_a_file_that_the_folder_lacks_is_laid_again(places: Path) -> None:
    matter = opened()
    checkpoints.take(at=AT)
    file = places / "checkpoints" / "checkpoint-00000001.json"
    content = file.read_bytes()
    file.unlink()
    changed(matter, weight=1)

    checkpoints.take(at=AT + timedelta(hours=1))

    assert file.read_bytes() == content
    left = sorted(path.name for path in file.parent.iterdir() if path.suffix != ".pem")
    assert left == ["checkpoint-00000001.json", "checkpoint-00000002.json"]


def test_another_file_of_the_name_is_not_overwritten(places: Path) -> None:
    path = places / "checkpoints" / "checkpoint-00000001.json"
    path.parent.mkdir()
    checkpoints.lay(path, b"one")

    with pytest.raises(CheckpointDiffers, match="没有覆盖"):
        checkpoints.lay(path, b"two")

    assert path.read_bytes() == b"one"


def test_two_checkpoints_cannot_bear_one_number() -> None:
    opened()
    first = checkpoints.take(at=AT)
    assert first

    first.pk, first.hash = None, "x"
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_the_key_is_made_once_and_is_its_owners_alone(places: Path) -> None:
    path = places / "keys" / "checkpoint.pem"
    before = path.read_bytes()

    assert keys.make_key() == path
    assert path.read_bytes() == before
    assert path.stat().st_mode & 0o777 == 0o600


def test_without_a_key_nothing_is_signed(places: Path) -> None:
    opened()
    (places / "keys" / "checkpoint.pem").unlink()

    with pytest.raises(KeyMissing, match="请执行 guatu prepare 生成"):
        checkpoints.take(at=AT)

    assert not Checkpoint.objects.exists()


def test_a_file_that_is_no_key_says_so(places: Path) -> None:
    path = places / "keys" / "checkpoint.pem"
    path.write_bytes(b"nothing")

    with pytest.raises(KeyDamaged, match="不是可用的 Ed25519 密钥文件"):
        keys.signing_key()
    with pytest.raises(KeyDamaged):
        keys.read_keys([path])


def test_former_keys_beside_the_signing_key_are_known(places: Path) -> None:
    former = keys.signing_key().public_key()
    (places / "keys" / "2025.pub.pem").write_bytes(keys.public_pem(former))
    (places / "keys" / "checkpoint.pem").unlink()
    keys.make_key()

    assert set(keys.known_keys()) == {keys.key_id(former), keys.key_id(keys.signing_key().public_key())}


@pytest.mark.parametrize(
    ("leaves", "root"),
    [
        ([], hashlib.sha256(b"").hexdigest()),
        ([b""], "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        ([b"", b"\x00"], "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        ([b"", b"\x00", b"\x10"], "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
    ],
)
def test_the_root_is_that_of_certificate_transparency(leaves: list[bytes], root: str) -> None:
    assert merkle.root(leaves, "sha256") == root
