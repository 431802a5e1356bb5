"""`guatu demo`: the demonstration documents, or files of one's own, shown as ledgers on the spot."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from guatu.cli.batch import Refused, Written, read_and_write
from guatu.cli.chinese import ChineseCommand
from guatu.cli.errors import ResultUnwritten
from guatu.cli.inputs import once
from guatu.cli.ledgers import ledger
from guatu.cli.outputs import make_folder, reason, shown
from guatu.cli.progress import watched
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


@click.command(
    "demo",
    cls=ChineseCommand,
    short_help="读演示文件，或读给出的文件，直接看结果。",
    help="读自带的演示文件（虚构地名），在终端列出台账，并写出审阅页、台账和数据各一份。\n\n"
    "给出文件则改读这些文件，有未读的，退出码为 1。",
    options_metavar="[选项]",
)
@click.argument("files", metavar="[文件…]", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--out",
    metavar="目录",
    default=Path("out/demo"),
    type=click.Path(path_type=Path),
    help="结果存放的目录，没有则新建；不写为 out/demo。",
)
def demo(*, files: tuple[Path, ...], out: Path) -> int:
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
