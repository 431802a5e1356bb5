"""`guatu read`: directive documents become draft ledgers, each in the formats asked for."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from guatu.cli.chinese import ChineseCommand, Count, Day, Format
from guatu.cli.errors import CommandRefusal, FileClosed, FileMissing, FolderGiven
from guatu.cli.outputs import names, reason, shown, write_whole
from guatu.cli.progress import watched
from guatu.cli.tables import Done, Refused, show

if TYPE_CHECKING:
    from guatu.kernel.errors import Refusal
    from guatu.kernel.units import Directory
    from guatu.reading.draft import Draft

FORMATS: Final = ("json", "xlsx", "html", "md")

Outcome = tuple[Path, "Draft | Refusal"]


@click.command(
    "read",
    cls=ChineseCommand,
    short_help="把来文读成台账草稿。",
    help="把整改报告、方案、讲话、纪要、通报等来文读成台账草稿。\n\n"
    "可读 docx、doc、wps、pdf、html、txt、xlsx、csv；装有文字识别组件时可读扫描件。\n\n"
    "一份读不了不影响其余；有未读的文件时，退出码为 1。",
    options_metavar="[选项]",
)
@click.argument("files", metavar="文件…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--to",
    "formats",
    metavar="格式",
    multiple=True,
    default=("json",),
    type=Format(*FORMATS),
    help="json、xlsx、html（审阅页）或 md，可写多次；不写为 json。",
)
@click.option(
    "--out",
    metavar="目录",
    default=Path("out"),
    type=click.Path(path_type=Path),
    help="结果存放的目录，没有则新建；不写为 out。",
)
@click.option(
    "--units",
    metavar="名录",
    type=click.Path(path_type=Path),
    help="单位名录（csv、xlsx：名称、简称、区划、类型），用来补全简称。",
)
@click.option("--day", metavar="日期", type=Day(), help="推算“会后十日内”等时限的基准日，来文未写日期时用。")
@click.option("--jobs", metavar="份数", default=1, type=Count(), help="同时读几份；不写为 1。")
def read(
    *,
    files: tuple[Path, ...],
    formats: tuple[str, ...],
    out: Path,
    units: Path | None,
    day: date | None,
    jobs: int,
) -> int:
    """Read the files, write the results, show both tables; 1 where a file was refused."""
    paths = list({path.resolve(): path for path in files}.values())
    endings = list(dict.fromkeys(formats))
    directory = _directory(units) if units else None
    _make(out)
    targets = {
        path: [out / f"{name}.{ending}" for ending in endings]
        for path, name in names(paths, out=out, formats=endings).items()
    }
    results = watched(_outcomes(paths, directory, day, jobs), len(paths))
    outcomes = [_write(path, result, targets[path]) for path, result in results]
    outcomes.sort(key=lambda outcome: paths.index(outcome.path))
    refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    show([outcome for outcome in outcomes if isinstance(outcome, Done)], refused)
    return 1 if refused else 0


def _directory(path: Path) -> "Directory":
    from guatu.reading.directory import load_directory

    if refusal := _closed(path):
        raise click.UsageError(f"--units {shown(path)}：{refusal}")
    return load_directory(path)


def _make(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.UsageError(f"--out {shown(out)}：建不了这个目录（{reason(error)}）") from error


def _outcomes(
    paths: Sequence[Path], units: "Directory | None", day: date | None, jobs: int
) -> Iterator[Outcome]:
    """Each file with its draft or why there is none, in the order in which they are done."""
    closed = {path: refusal for path in paths if (refusal := _closed(path))}
    yield from closed.items()
    open_paths = [path for path in paths if path not in closed]
    if not open_paths:
        return
    from guatu.reading.pool import Pool

    with Pool(jobs=min(jobs, len(open_paths)), units=units) as pool:
        yield from pool.read_all(open_paths, day=day)


def _closed(path: Path) -> CommandRefusal | None:
    """Why a file cannot even be opened."""
    if path.is_dir():
        return FolderGiven()
    if not path.exists():
        return FileMissing()
    if not path.is_file() or not os.access(path, os.R_OK):
        return FileClosed()
    return None


def _write(path: Path, result: "Draft | Refusal", targets: Sequence[Path]) -> Done | Refused:
    """Write a draft to each target, whose ending names the format."""
    from guatu.kernel.errors import Refusal
    from guatu.reading.writing import head, words

    if isinstance(result, Refusal):
        return Refused(path, result)
    draft = _named(result, shown(path))
    try:
        for target in targets:
            write_whole(target, _rendered(draft, target.suffix))
    except CommandRefusal as refusal:
        return Refused(path, refusal)
    return Done(
        path=path,
        kind=words.KINDS[draft.document.kind],
        items=len(draft.items),
        measures=sum(len(item.measures) for item in draft.items),
        repairs=head.repaired(draft),
        outputs=tuple(targets),
    )


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
