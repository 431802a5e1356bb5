"""Where results go: a name for each input that no other takes, and files that are whole or not there."""

import errno
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import click

from guatu.cli.errors import ResultUnwritten

_LONGEST_NAME: Final = 240
"""Bytes of a name without the ending; file systems take 255 in all."""
_REASONS: Final = {
    errno.EACCES: "没有写入权限",
    errno.EPERM: "没有写入权限",
    errno.EROFS: "目录只读",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EISDIR: "已有同名文件夹",
    errno.ENOTDIR: "输出目录的上级是文件",
    errno.EEXIST: "已有同名文件",
    errno.ENAMETOOLONG: "文件名过长",
}


def shown(path: Path) -> str:
    """The path as people read it; archives from older systems leave names in GB18030."""
    raw = os.fsencode(path)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def names(paths: Sequence[Path], *, out: Path, formats: Iterable[str]) -> dict[Path, str]:
    """A name without ending for each input: its stem; its full name where stems meet; then -2, -3 ….

    No result takes the place of an input.
    """
    endings = list(formats)
    inputs = {path.resolve() for path in paths}
    stems = Counter(_stem(path).casefold() for path in paths)
    taken: set[str] = set()
    found: dict[Path, str] = {}
    for path in paths:
        base = _stem(path) if stems[_stem(path).casefold()] == 1 else Path(shown(path)).name
        number, name = 1, _fitting(base)
        while name.casefold() in taken or any((out / f"{name}.{end}").resolve() in inputs for end in endings):
            number += 1
            name = _fitting(base, f"-{number}")
        taken.add(name.casefold())
        found[path] = name
    return found


def _stem(path: Path) -> str:
    return Path(shown(path)).stem


def _fitting(base: str, ending: str = "") -> str:
    room = _LONGEST_NAME - len(ending)
    return base.encode()[:room].decode(errors="ignore") + ending


def make_folder(out: Path) -> None:
    """Make the folder that `--out` names, where it is not there."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.UsageError(f"--out {shown(out)}：建不了这个目录（{reason(error)}）") from error


def write_whole(target: Path, data: bytes) -> None:
    """Write beside the target and rename, so that a reader never meets half a file."""
    part = target.with_name(f".guatu-{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(target)
    except OSError as error:
        raise ResultUnwritten(target=shown(target), why=reason(error)) from error
    finally:
        part.unlink(missing_ok=True)


def reason(error: OSError) -> str:
    """The system's reason in Chinese where it is a common one."""
    return _REASONS.get(error.errno or 0, error.strerror or "系统错误")
