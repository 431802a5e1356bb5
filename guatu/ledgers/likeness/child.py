"""A process of its own that decodes what was sent: `python -m guatu.ledgers.likeness.child`.

It takes one job as JSON from standard input, answers one JSON and ends; it has limits of processor time and
memory, and imports neither the database nor settings. What it cannot look at it answers with null.
"""

import json
import resource
import signal
import sys
import warnings
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from PIL import ImageOps

from guatu.ledgers import decoding
from guatu.ledgers.likeness import comparing, marking, words
from guatu.ledgers.likeness.aligning import Alignment, align
from guatu.ledgers.likeness.marks import packed, unpacked

_SECONDS: Final = 40
_MEMORY: Final = 1_500 * 1024 * 1024
_WIDEST: Final = 1200
_MOST_ROWS: Final = 200
_MOST_CELLS: Final = 30
_LONGEST_CELL: Final = 400
_STRONG: Final = 6
"""Places that must agree before pixels are compared."""
Job = Mapping[str, Any]


def main() -> None:
    """One job."""
    _limit()
    warnings.simplefilter("ignore")
    job = json.load(sys.stdin)
    print(json.dumps(JOBS[job["job"]](job), ensure_ascii=False))  # noqa: T201 - the answer


def _limit() -> None:
    for limit, value in (
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)


def _look(job: Job) -> dict[str, Any] | None:
    """What a picture shows and claims, its marks, and the words by which others are sought."""
    path = Path(job["path"])
    picture = decoding.look(path, zone=ZoneInfo(job["zone"]))
    if picture is None:
        return None
    found = asdict(picture)
    for name in ("taken_at", "changed_at"):
        found[name] = found[name].isoformat() if found[name] else None
    shown = decoding.grey(path, marking.SIDE)
    found["marks"], found["mirrored"], found["sought"] = "", "", []
    if shown is not None:
        small = marking.prepared(shown)
        own = marking.marks(small, words.SOUGHT)
        mirrored = marking.marks(ImageOps.mirror(small), words.SOUGHT)
        found["marks"], found["mirrored"] = packed(own).hex(), packed(mirrored).hex()
        found["sought"] = [list(words.sought(each).items()) for each in (own, mirrored)]
    return found


def _compare(job: Job) -> list[dict[str, Any] | None]:
    """Whether each of some known pictures is this one."""
    looks = [(False, unpacked(bytes.fromhex(job["marks"]))), (True, unpacked(bytes.fromhex(job["mirrored"])))]
    shown = decoding.grey(Path(job["path"]), marking.SIDE)
    small = marking.prepared(shown) if shown is not None else None
    found: list[dict[str, Any] | None] = []
    for other in job["others"]:
        known = unpacked(bytes.fromhex(other["marks"]))
        tried = [(alignment, mirrored) for mirrored, own in looks if (alignment := align(known, own))]
        best = max(tried, key=lambda one: one[0].strength, default=None)
        if small is None or best is None or best[0].strength < _STRONG:
            found.append(None)
            continue
        found.append(_verified(Path(other["path"]), small, *best))
    return found


def _verified(path: Path, small: Any, alignment: Alignment, mirrored: bool) -> dict[str, Any] | None:  # noqa: FBT001 - unpacked
    known = decoding.grey(path, marking.SIDE)
    if known is None:
        return None
    laid = comparing.overlay(
        marking.prepared(known), ImageOps.mirror(small) if mirrored else small, alignment
    )
    kind = laid.kind
    if not kind:
        return None
    return {
        "kind": kind,
        "is_mirrored": mirrored,
        "share": round(100 * laid.share),
        "lies": [round(term, 5) for term in alignment.back()],
    }


def _small(job: Job) -> str | None:
    """A picture in small, as base64."""
    drawn = decoding.thumbnail(Path(job["path"]), width=job["width"], height=job["height"])
    return b64encode(drawn).decode() if drawn else None


def _page(job: Job) -> str | None:
    """The first page of a PDF as a JPEG, as base64."""
    import pypdfium2 as pdfium

    try:
        with pdfium.PdfDocument(job["path"]) as document:
            page = document[0]
            scale = min(_WIDEST / page.get_width(), 2 * _WIDEST / page.get_height())
            drawn = page.render(scale=scale).to_pil().convert("RGB")
    except (pdfium.PdfiumError, ValueError, IndexError, ZeroDivisionError, MemoryError):
        return None
    out = BytesIO()
    drawn.save(out, "JPEG", quality=80)
    return b64encode(out.getvalue()).decode()


def _rows(job: Job) -> list[list[str]] | None:
    """The first lines of a document of an office, cells of a row together."""
    from guatu.reading.errors import ReadingRefusal
    from guatu.reading.loading import load

    try:
        source = load(Path(job["path"]).read_bytes(), name=job["name"])
    except (ReadingRefusal, MemoryError, RecursionError):
        return None
    rows: dict[object, list[str]] = {}
    for at, block in enumerate(source.blocks):
        key = (block.cell.table, block.cell.row) if block.cell else at
        if key not in rows and len(rows) == _MOST_ROWS:
            break
        cells = rows.setdefault(key, [])
        if len(cells) < _MOST_CELLS:
            cells.append(source.text[block.start : block.end][:_LONGEST_CELL])
    return list(rows.values())


JOBS: Final = {"look": _look, "compare": _compare, "small": _small, "page": _page, "rows": _rows}

if __name__ == "__main__":
    main()
