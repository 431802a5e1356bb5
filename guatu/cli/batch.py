"""Many files read, each written in the formats asked for; one that is refused does not stop the others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from guatu.cli.errors import CommandRefusal
from guatu.cli.inputs import refusal_to_open
from guatu.cli.outputs import names, shown, write_whole

if TYPE_CHECKING:
    from guatu.kernel.errors import Refusal
    from guatu.kernel.units import Directory
    from guatu.reading.draft import Draft

FORMATS: Final = ("json", "xlsx", "html", "md")


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was read, and where its ledger was written."""

    path: Path
    draft: "Draft"
    outputs: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not read, or whose ledger could not be written."""

    path: Path
    refusal: "Refusal"


Outcome = Written | Refused


def read_and_write(
    paths: Sequence[Path],
    *,
    out: Path,
    formats: Sequence[str],
    units: "Directory | None" = None,
    day: date | None = None,
    jobs: int = 1,
) -> Iterator[Outcome]:
    """What became of each file, in the order in which they are done."""
    targets = {
        path: [out / f"{name}.{ending}" for ending in formats]
        for path, name in names(paths, out=out, formats=formats).items()
    }
    for path, result in _read(paths, units, day, jobs):
        yield _write(path, result, targets[path])


def _read(
    paths: Sequence[Path], units: "Directory | None", day: date | None, jobs: int
) -> Iterator[tuple[Path, "Draft | Refusal"]]:
    """Each file with its draft or why there is none."""
    closed = {path: refusal for path in paths if (refusal := refusal_to_open(path))}
    yield from closed.items()
    open_paths = [path for path in paths if path not in closed]
    if not open_paths:
        return
    from guatu.reading.pool import Pool

    with Pool(jobs=min(jobs, len(open_paths)), units=units) as pool:
        yield from pool.read_all(open_paths, day=day)


def _write(path: Path, result: "Draft | Refusal", targets: Sequence[Path]) -> Outcome:
    """Write a draft to each target, whose ending names the format."""
    from guatu.kernel.errors import Refusal

    if isinstance(result, Refusal):
        return Refused(path, result)
    draft = _named(result, shown(path))
    try:
        for target in targets:
            write_whole(target, _rendered(draft, target.suffix))
    except CommandRefusal as refusal:
        return Refused(path, refusal)
    return Written(path, draft, tuple(targets))


def _named(draft: "Draft", path: str) -> "Draft":
    """The draft with its file's name in characters that can be written."""
    source = replace(draft.document.source, name=Path(path).name)
    return replace(draft, document=replace(draft.document, source=source))


def _rendered(draft: "Draft", ending: str) -> bytes:
    """The draft in one format; only the writer asked for is loaded."""
    if ending == ".xlsx":
        from guatu.reading.writing import as_xlsx

        return as_xlsx.write(draft)
    if ending == ".html":
        from guatu.reading.writing import as_html

        return as_html.write(draft).encode()
    if ending == ".md":
        from guatu.reading.writing import as_markdown

        return as_markdown.write(draft).encode()
    from guatu.reading.writing import as_json

    return as_json.write(draft).encode()
