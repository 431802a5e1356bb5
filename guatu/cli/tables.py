"""What the command says at the end: a table of results, and a table of refusals."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from guatu.cli.batch import Refused, Written
from guatu.cli.outputs import shown

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_LOG_WIDTH: Final = 160
"""Columns where the output goes to a file or a pipe."""


@dataclass(frozen=True, slots=True)
class Done:
    """A file that was read, and what was written of it."""

    path: Path
    kind: str
    items: int
    measures: int
    repairs: int
    outputs: tuple[Path, ...]


def done_of(written: Written) -> Done:
    """The figures of a draft, without the draft."""
    from guatu.reading.writing import head, words

    draft = written.draft
    return Done(
        path=written.path,
        kind=words.KINDS[draft.document.kind],
        items=len(draft.items),
        measures=sum(len(item.measures) for item in draft.items),
        repairs=head.repaired(draft),
        outputs=written.outputs,
    )


def console() -> "Console":
    """The terminal, or as wide a page as a log takes."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else _LOG_WIDTH, highlight=False)


def show(done: Sequence[Done], refused: Sequence[Refused]) -> None:
    """Print both tables; an empty one is left out."""
    page = console()
    if done:
        rows = [_done_row(one) for one in done]
        page.print(_table(f"读成 {len(done)} 份", ["文件", "种类", "事项", "措施", "修复", "结果"], rows))
    if refused:
        page.print(refusals(refused))


def refusals(refused: Sequence[Refused]) -> "Table":
    """The files that were not read, each with its reason."""
    rows = [(shown(one.path), str(one.refusal)) for one in refused]
    return _table(f"未读 {len(refused)} 份", ["文件", "原因"], rows)


def _done_row(one: Done) -> tuple[str, ...]:
    counts = (str(one.items), str(one.measures), str(one.repairs))
    return shown(one.path), one.kind, *counts, "\n".join(map(shown, one.outputs))


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in heads:
        is_count = name in ("事项", "措施", "修复")
        table.add_column(name, justify="right" if is_count else "left", overflow="fold", no_wrap=is_count)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table
