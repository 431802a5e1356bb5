"""Checkpoints: the heads of all chains at one moment, signed, and laid outside the database.

A checkpoint's file holds the same bytes as its row, so the row can be checked against a file that somebody
else keeps. The body names every chain's length and head, so one file alone can be held against the events.
"""

import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from guatu.history.canonical import canonical, digest, moment
from guatu.history.errors import CheckpointDiffers
from guatu.history.keys import PUBLIC, key_id, public_pem, signing_key
from guatu.history.merkle import root
from guatu.history.models import Chain, Checkpoint

TYPE: Final = "guatu-checkpoint"
SCHEMA: Final = 1
EVERY: Final = timedelta(hours=1)
_LOCK: Final = 7_283_001
"""The number of PostgreSQL's advisory lock: one checkpoint is taken at a time."""
Heads = list[list[str | int]]
"""Code, length and head of each chain, in the order of the codes."""


def due(at: datetime) -> bool:
    """Is it an hour since the last checkpoint, with something new in the chains?"""
    last = Checkpoint.objects.last()
    if last and last.taken_at > at - EVERY:
        return False
    return heads_now() != (heads_of(last) if last else [])


def take(*, at: datetime) -> Checkpoint | None:
    """Sign the heads and lay the file; nothing new since the last one makes no new one."""
    key = signing_key()
    with transaction.atomic():
        _wait_for_others()
        last, heads = Checkpoint.objects.last(), heads_now()
        if heads != (heads_of(last) if last else []):
            checkpoint = _drawn_up(last, heads, at)
            public = key.public_key()
            checkpoint.key_id, checkpoint.signature = key_id(public), key.sign(bytes(checkpoint.body))
            checkpoint.save(force_insert=True)
            last = checkpoint
    lay_all()
    return last


def heads_now() -> Heads:
    """Where the chains end, read in one statement."""
    chains = Chain.objects.filter(length__gt=0).order_by()
    return sorted([code, length, head] for code, length, head in chains.values_list("code", "length", "head"))


def heads_of(checkpoint: Checkpoint) -> Heads:
    """Where the chains ended when it was taken."""
    heads: Heads = json.loads(bytes(checkpoint.body))["chains"]
    return heads


def lay_all() -> None:
    """Lay the files that are not yet in the folder, with the public key beside them."""
    folder = Path(settings.CHECKPOINTS)
    folder.mkdir(parents=True, exist_ok=True)
    public = signing_key().public_key()
    lay(folder / f"{key_id(public)[:16]}{PUBLIC}", public_pem(public))
    there = {path.name for path in folder.iterdir()}
    for number in Checkpoint.objects.values_list("number", flat=True):
        if file_name(number) not in there:
            lay(folder / file_name(number), as_file(Checkpoint.objects.get(number=number)))


def file_name(number: int) -> str:
    """The name of a checkpoint's file: they sort by number."""
    return f"checkpoint-{number:08d}.json"


def as_file(checkpoint: Checkpoint) -> bytes:
    """A checkpoint outside the database: its exact body as a text, digest, key and signature."""
    return file_of(bytes(checkpoint.body), checkpoint.hash, checkpoint.key_id, bytes(checkpoint.signature))


def file_of(body: bytes, digest_: str, key: str, signature: bytes) -> bytes:
    """The bytes of the file; a body that is no UTF-8 (it was tampered with) keeps its bytes too."""
    text = body.decode("utf-8", "surrogateescape")
    fields = {"body": text, "hash": digest_, "key_id": key, "signature": signature.hex()}
    return (json.dumps(fields, indent=1, sort_keys=True) + "\n").encode()


def lay(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, and never over another."""
    if path.exists():
        if path.read_bytes() != content:
            raise CheckpointDiffers(str(path))
        return
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _drawn_up(last: Checkpoint | None, heads: Heads, at: datetime) -> Checkpoint:
    algorithm = settings.DIGEST
    number, previous = (last.number + 1, last.hash) if last else (1, "")
    top = root([canonical({"chain": head}) for head in heads], algorithm)
    body = canonical(
        {
            "algorithm": algorithm,
            "chains": heads,
            "number": number,
            "previous": previous,
            "root": top,
            "schema": SCHEMA,
            "taken_at": moment(at),
            "type": TYPE,
        }
    )
    return Checkpoint(
        number=number, taken_at=at, body=body, root=top, previous=previous, hash=digest(body, algorithm)
    )


def _wait_for_others() -> None:
    connection = transaction.get_connection()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
