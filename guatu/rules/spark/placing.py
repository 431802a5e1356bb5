"""Where a result goes: a folder or file appears whole or not at all, and nothing else is lost for it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from guatu.rules.spark.errors import ResultInTheWay

_DONE = "_SUCCESS"


def refuse_to_replace(out: Path) -> None:
    """Refuse a folder that is no former result; a file and a former result are replaced."""
    if out.is_dir() and any(out.iterdir()) and not _is_result(out):
        raise ResultInTheWay(out.name, "这里已有文件夹，且不是以前的结果，请换一个名称")


def _is_result(folder: Path) -> bool:
    names = [each.name.lstrip(".") for each in folder.iterdir()]
    return _DONE in names and all(name.startswith(("part-", _DONE)) for name in names)


@contextmanager
def unfinished(out: Path) -> Iterator[Path]:
    """A folder beside `out`, not there yet, for what is being written; it is gone when the block ends."""
    folder = out.with_name(f".{out.name}.part")
    out.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put(finished: Path, out: Path) -> None:
    """What is finished takes the place of what was there."""
    refuse_to_replace(out)
    if out.is_dir():
        shutil.rmtree(out)
    elif out.exists() and finished.is_dir():
        out.unlink()
    finished.replace(out)
