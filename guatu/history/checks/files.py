"""The files that the trail holds: registered, on the disk, of the right size and content."""

import hashlib
from collections.abc import Iterable

from django.db.backends.base.base import BaseDatabaseWrapper

from guatu.history.checks.findings import Findings
from guatu.history.checks.reading import rows
from guatu.history.store import path_of


def registered(connection: BaseDatabaseWrapper) -> dict[str, object]:
    """Digest → size of the files that are registered."""
    return dict(rows(connection, "SELECT sha256, size FROM history_storedfile"))


def check(findings: Findings, held: Iterable[str], sizes: dict[str, object], *, contents: bool) -> None:
    """Look at each file that a whole enclosure holds; `contents` also reads it."""
    for sha256 in sorted(held):
        findings.looked_at["files"] += 1
        if sha256 not in sizes:
            findings.add("file_unknown", f"文件 {sha256[:12]} 没有登记")
        _check_one(findings, sha256, sizes.get(sha256), contents=contents)


def _check_one(findings: Findings, sha256: str, size: object, *, contents: bool) -> None:
    try:
        with path_of(sha256).open("rb") as file:
            actual = file.seek(0, 2)
            file.seek(0)
            if size is not None and actual != size:
                findings.add("file_changed", f"文件 {sha256[:12]} 的大小为 {actual}，登记为 {size}，被改动")
            elif contents and hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                findings.add("file_changed", f"文件 {sha256[:12]} 的内容被换掉")
    except OSError:
        findings.add("file_missing", f"文件 {sha256[:12]} 不在文件库中，或无权读取")
