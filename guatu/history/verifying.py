"""Verification: is the trail whole? Everything is looked at, and each fault is named with its place."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from django.conf import settings

from guatu.history.checks import checkpoints, files, schema
from guatu.history.checks.checkpoints import Taken
from guatu.history.checks.events import Events
from guatu.history.checks.findings import Findings
from guatu.history.checks.reading import snapshot
from guatu.history.errors import FolderMissing, KeyMissing
from guatu.history.keys import PUBLIC, Keys, known_keys, read_keys

_OWN_FOLDER: Final = "检查点文件夹"


def verify(*, outside: Path | None = None, key: Path | None = None, contents: bool = True) -> Findings:
    """Look at everything; `outside` is a folder of checkpoints that somebody else keeps, `key` a public key.

    Without `contents` files are looked at by their size alone.
    """
    findings = Findings()
    folder = Path(settings.CHECKPOINTS)
    if outside is not None and not outside.is_dir():
        raise FolderMissing(str(outside))
    keys = _keys(findings, key, folder)
    schema.check(findings)
    with snapshot() as connection:
        taken = checkpoints.of_database(connection)
        events = Events(connection, findings, set(_wanted(taken, folder, outside)))
        events.check()
        sizes = files.registered(connection)
    files.check(findings, events.beside.files, sizes, contents=contents)
    checkpoints.check(findings, taken, keys, events.marks)
    checkpoints.check_folder(findings, taken, folder, keys, events.marks, all_there=True)
    if outside is not None:
        checkpoints.check_folder(findings, taken, outside, keys, events.marks, all_there=False)
    _note(findings, taken, contents=contents)
    return findings


def _keys(findings: Findings, key: Path | None, folder: Path) -> Keys:
    """The public keys to check with: as given, or of this server, or at last those beside the checkpoints."""
    if key is not None:
        return known_keys(key)
    with suppress(KeyMissing, PermissionError):
        if keys := known_keys():
            return keys
    beside = sorted(folder.glob(f"*{PUBLIC}"))
    if beside:
        findings.notes.append("公钥取自检查点文件夹，未经独立保管；请用 --key 给出自己保管的公钥")
    return read_keys(beside)


def _wanted(taken: list[Taken], *folders: Path | None) -> Iterator[tuple[str, int]]:
    """The places in the chains that checkpoints speak of."""
    those = list(taken)
    for folder in folders:
        if folder is not None:
            those += [one for _, one in checkpoints.of_folder(folder).values() if one]
    for one in those:
        for code, length, _ in one.heads:
            yield code, length


def _note(findings: Findings, taken: list[Taken], *, contents: bool) -> None:
    if not taken:
        findings.notes.append("还没有检查点：整链被改写时无从发现，请执行 guatu checkpoint")
    if not contents:
        findings.notes.append("文件只核对了大小，没有核对内容")
