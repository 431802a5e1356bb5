"""`guatu demo`: a fictional county filled and served; or documents read and shown as ledgers on the spot."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from guatu.cli.batch import Refused, Written, read_and_write
from guatu.cli.chinese import ChineseCommand, Count, Day
from guatu.cli.clock import COUNTY
from guatu.cli.errors import ResultUnwritten
from guatu.cli.inputs import once
from guatu.cli.ledgers import ledger
from guatu.cli.outputs import make_folder, reason, shown
from guatu.cli.progress import watched
from guatu.cli.serve import Port, serve
from guatu.cli.tables import console, refusals

if TYPE_CHECKING:
    from rich.text import Text

_FORMATS: Final = ("html", "xlsx", "json")
_JOBS: Final = 2
_LINES: Final = 60
"""Items shown of all documents together: about two screens."""
_FEWEST: Final = 3
_MOST: Final = 15
"""Items shown of one document."""

_WIDEST: Final = 120
"""Columns beyond which a line of a ledger is hard to follow."""


_ITEMS: Final = 300
"""Items of the county as it is told; more are made for size alone."""
_EVENING: Final = timedelta(hours=18)
_SIGN_INS: Final = (
    ("coordinator", "督办员", "台账、读文件、交办、催办"),
    ("liaison", "联络员（双桥镇）", "我的待办、报进展"),
    ("reviewer", "单位审核人（县住建局）", "审核本单位的销号申请"),
    ("verifier", "核查员", "待核查、回头看"),
    ("leader", "领导", "审签、批准销号、阅办结报告"),
    ("inspector", "纪检监督员", "留痕核验"),
    ("administrator", "管理员", "单位、人员、角色"),
)


@click.command(
    "demo",
    cls=ChineseCommand,
    short_help="启动虚构的演示县；给出文件则读文件，直接看结果。",
    help="生成虚构的云桥县（12 个镇街、40 个单位、300 个事项、一年的留痕），启动网页并列出登录用户。\n\n"
    "给出文件则改读这些文件，在终端列出台账，写出审阅页、台账和数据各一份；有未读的，退出码为 1。",
    options_metavar="[选项]",
)
@click.argument("files", metavar="[文件…]", nargs=-1, type=click.Path(path_type=Path))
@click.option("--documents", is_flag=True, help="不启动演示县，读自带的演示文件（虚构地名）。")
@click.option(
    "--out",
    metavar="目录",
    default=Path("out/demo"),
    type=click.Path(path_type=Path),
    help="读文件时结果存放的目录，没有则新建；不写为 out/demo。",
)
@click.option("--items", metavar="件数", default=_ITEMS, type=Count(), help="事项件数，不少于 300。")
@click.option("--on", metavar="日期", default=None, type=Day(), help="演示以哪一天为今天；不写为今天。")
@click.option("--no-serve", is_flag=True, help="只生成数据，不启动网页。")
@click.option("--port", metavar="端口", default=8000, type=Port(), help="网页端口；不写为 8000。")
def demo(
    *,
    files: tuple[Path, ...],
    documents: bool,
    out: Path,
    items: int,
    on: date | None,
    no_serve: bool,
    port: int,
) -> int:
    """The county, unless documents are asked for."""
    if files or documents:
        return _read_documents(files, out)
    if items < _ITEMS:
        raise click.UsageError(f"--items：“{items}”太少，应为 {_ITEMS} 以上的整数")
    _prepare_county(items, on)
    _tell_sign_ins("" if no_serve else f"http://127.0.0.1:{port}")
    if not no_serve:
        _serve(port)
    return 0


def _prepare_county(items: int, on: date | None) -> None:
    """Fill the data folder, or leave it as it was filled today."""
    from guatu.demo.county.folder import Folder

    os.environ.setdefault("GUATU_DATA", "out/county")
    at, day = _moment(on)
    folder = Folder(Path(os.environ["GUATU_DATA"]).absolute())
    found = folder.filled()
    if found and found.is_whole and (found.on, found.items) == (day, items):
        _ready()
        return
    if found:
        folder.clear()
    _ready()
    with folder.filling(on=day, items=items), _bar() as progress:
        from guatu.demo.county.filling import fill

        fill(at=at, on=day, items=items, progress=progress)


def _moment(on: date | None) -> tuple[datetime, date]:
    """Now and today; for an earlier day, its evening."""
    from guatu.demo.errors import DayAhead

    now = datetime.now(UTC)
    today = (now + COUNTY).date()
    if on is None or on == today:
        return now, today
    if on > today:
        raise DayAhead(name=f"{on}")
    return datetime(on.year, on.month, on.day, tzinfo=UTC) - COUNTY + _EVENING, on


def _ready() -> None:
    """The data folder with its keys and tables, as `guatu prepare` leaves it, without its words."""
    from guatu.cli.prepare import prepare

    Path(os.environ["GUATU_DATA"]).mkdir(parents=True, exist_ok=True)
    if prepare.callback is not None:
        with redirect_stdout(StringIO()):
            prepare.callback()


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    """A bar on the error stream; nothing is drawn where nobody looks."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("演练一年的办理"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    screen = Console(stderr=True)
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as progress:
        task = progress.add_task("", total=None)
        yield lambda done, all_: progress.update(task, completed=done, total=all_)


def _tell_sign_ins(address: str) -> None:
    from rich.table import Table
    from rich.text import Text

    from guatu.demo.county.registry import PASSWORD

    page = console()
    table = Table(title="演示县：云桥县（虚构）", title_justify="left", title_style="bold", pad_edge=False)
    for head in ("用户名", "角色", "先看"):
        table.add_column(head, no_wrap=True)
    for row in _SIGN_INS:
        table.add_row(*row)
    page.print(table)
    page.print(Text.assemble("密码都是 ", (PASSWORD, "bold cyan"), "，其他人员用姓名登录，密码相同。"))
    if address:
        page.print(Text.assemble("浏览器打开 ", (address, "bold cyan")))
    else:
        page.print(Text(f"数据在 {os.environ['GUATU_DATA']}，用 guatu serve 启动网页。"))


def _serve(port: int) -> None:
    if serve.callback is not None:
        serve.callback(host="127.0.0.1", port=port, workers=2)


def _read_documents(files: Sequence[Path], out: Path) -> int:
    """Read, write and show; 1 where a file was refused, of our own only where that is a surprise."""
    make_folder(out)
    made = [] if files else list(_made(out / "documents"))
    unmade = [one for one in made if isinstance(one, Refused)]
    paths = once(files) or [one for one in made if isinstance(one, Path)]
    found = read_and_write(paths, out=out, formats=_FORMATS, jobs=_JOBS)
    outcomes = sorted(watched(found, len(paths)), key=lambda outcome: paths.index(outcome.path))
    refused = [*unmade, *(one for one in outcomes if isinstance(one, Refused))]
    _show([one for one in outcomes if isinstance(one, Written)], refused)
    return int(any(files or not _is_expected(one) for one in refused))


def _made(folder: Path) -> Iterator[Path | Refused]:
    """The demonstration documents as files, or why one could not be made."""
    from guatu.demo.papers.building import sources

    found = sources()
    return watched(map(_make, found, [folder] * len(found)), len(found), "生成演示文件")


def _make(source: Path, folder: Path) -> Path | Refused:
    from guatu.demo.errors import DemoRefusal
    from guatu.demo.papers.building import build

    try:
        return build(source, folder)
    except DemoRefusal as refusal:
        return Refused(Path(source.name), refusal)
    except OSError as error:
        return Refused(Path(source.name), ResultUnwritten(target=shown(folder), why=reason(error)))


def _is_expected(refused: Refused) -> bool:
    """Is it only something that this machine lacks, so that the demonstration is right without it?"""
    from guatu.demo.errors import FontMissing, PrinterMissing, WriterFailed, WriterMissing
    from guatu.reading.errors import ConverterMissing, ScanWithoutOcr

    lacking = (FontMissing, PrinterMissing, WriterFailed, WriterMissing, ConverterMissing, ScanWithoutOcr)
    return isinstance(refused.refusal, lacking)


def _show(written: Sequence[Written], refused: Sequence[Refused]) -> None:
    page = console()
    most = min(_MOST, max(_FEWEST, _LINES // max(1, len(written))))
    for one in written:
        for part in ledger(one, most=most):
            page.print(part, width=min(page.width, _WIDEST))
    if refused:
        page.print(refusals(refused))
    for line in _closing(written):
        page.print(line)


def _closing(written: Sequence[Written]) -> Iterator["Text"]:
    """What was read in all, and what to open first: the ledger with the most in it."""
    from rich.text import Text

    from guatu.reading.writing import head, words

    drafts = [one.draft for one in written]
    items = [item for draft in drafts for item in draft.items]
    measures = sum(len(item.measures) for item in items)
    sure = sum(words.band(item.confidence) == "high" for item in items)
    repairs = sum(map(head.repaired, drafts))
    total = (
        f"读成 {len(drafts)} 份：{len(items)} 项、{measures} 条措施，把握高的 {sure} 项，修复 {repairs} 处。"
    )
    yield Text(total, style="bold")
    if items:
        first = max(written, key=lambda one: (len(one.draft.items), head.repaired(one.draft)))
        yield Text.assemble(
            "先用浏览器打开 ",
            (shown(first.outputs[0]), "bold cyan"),
            "（左为原文，右为事项），再看同名的 xlsx 台账。",
        )
