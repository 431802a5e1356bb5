"""The files given on the command line: each once, and whether it can be opened at all."""

import os
from collections.abc import Iterable
from pathlib import Path

from guatu.cli.errors import CommandRefusal, FileClosed, FileMissing, FolderGiven


def once(files: Iterable[Path]) -> list[Path]:
    """The files without those that are the same file again."""
    return list({path.resolve(): path for path in files}.values())


def refusal_to_open(path: Path) -> CommandRefusal | None:
    """Why a file cannot even be opened."""
    if path.is_dir():
        return FolderGiven()
    if not path.exists():
        return FileMissing()
    if not path.is_file() or not os.access(path, os.R_OK):
        return FileClosed()
    return None
