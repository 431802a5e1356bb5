"""`guatu read`: directive documents become draft ledgers, each in the formats asked for."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guatu.cli.batch import FORMATS, Refused, read_and_write
from guatu.cli.chinese import ChineseCommand, Count, Day, Format
from guatu.cli.inputs import once, refusal_to_open
from guatu.cli.outputs import make_folder, shown
from guatu.cli.progress import watched
from guatu.cli.tables import Done, done_of, show

if TYPE_CHECKING:
    from guatu.kernel.units import Directory


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
    paths = once(files)
    directory = _directory(units) if units else None
    make_folder(out)
    found = read_and_write(
        paths, out=out, formats=list(dict.fromkeys(formats)), units=directory, day=day, jobs=jobs
    )
    outcomes = [one if isinstance(one, Refused) else done_of(one) for one in watched(found, len(paths))]
    outcomes.sort(key=lambda outcome: paths.index(outcome.path))
    refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    show([outcome for outcome in outcomes if isinstance(outcome, Done)], refused)
    return 1 if refused else 0


def _directory(path: Path) -> "Directory":
    from guatu.reading.directory import load_directory

    if refusal := refusal_to_open(path):
        raise click.UsageError(f"--units {shown(path)}：{refusal}")
    return load_directory(path)
