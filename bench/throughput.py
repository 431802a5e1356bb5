"""Many documents in a row: how many in a second, and whether the children stay as small as they were."""

import os
from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

from bench.papers import build_all, scans
from guatu.reading.errors import ReadingRefusal
from guatu.reading.pool import Limits, Pool

_JOBS = 2
_MARKS = (0.1, 0.5, 1.0)
"""Shares of the way at which memory is read."""


def show(folder: Path, *, documents: int) -> None:
    """Print the pace with and without what LibreOffice must convert, and the memory on the way."""
    pictures = scans()
    paths = [path for path in build_all(folder) if path.stem not in pictures]
    print(
        f"\n== Throughput: {_JOBS} jobs, demo documents in turn, scans left out; no child is replaced",
        flush=True,
    )
    _run("all formats", list(islice(cycle(paths), documents)))
    _run("without doc", list(islice(cycle(path for path in paths if path.suffix != ".doc"), documents)))


def _run(what: str, paths: Sequence[Path]) -> None:
    marks, sizes, refused = {round(len(paths) * share) for share in _MARKS}, [], 0
    with Pool(jobs=_JOBS, limits=replace(Limits(), files=len(paths) + 1)) as pool:
        begun = perf_counter()
        for done, (_, answer) in enumerate(pool.read_all(paths), start=1):
            refused += isinstance(answer, ReadingRefusal)
            if done in marks:
                sizes.append(f"{done}: {' + '.join(f'{size:.1f}' for size in children_mib())}")
        pace = len(paths) / (perf_counter() - begun)
    print(f"{what}: {len(paths)} documents, {refused} refused, {pace:.1f} documents/s", flush=True)
    print(f"  PSS of the children in MiB after {', after '.join(sizes)}", flush=True)


def children_mib() -> list[float]:
    """The proportional size of each child of the fork server, which is a child of this process."""
    servers = _children({os.getpid()})
    return [_pss(pid) / 1024 for pid in sorted(_children(servers))]


def _children(parents: set[int]) -> set[int]:
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = status.read_text(errors="replace").rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        if int(after_name[1]) in parents:
            found.add(int(status.parent.name))
    return found


def _pss(pid: int) -> int:
    """KiB: pages shared with others count by their part."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0
