"""A ledger as a terminal shows it: one line an item, and where the rest is."""

from typing import TYPE_CHECKING, Final

from guatu.cli.batch import Written
from guatu.cli.outputs import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    from guatu.reading.writing.rows import Matter

_BAND_STYLES: Final = {"high": "green", "middle": "yellow", "low": "red"}


def ledger(written: Written, *, most: int) -> "Iterator[RenderableType]":
    """The document, at most so many of its items, and the files to open."""
    from rich.text import Text

    from guatu.reading.writing.rows import matters

    found = matters(written.draft)
    yield _heading(written)
    if found:
        yield _table(found[:most])
    else:
        yield Text("  没有读出事项", style="dim")
    if len(found) > most:
        yield Text(f"  … 还有 {len(found) - most} 项，见审阅页", style="dim")
    yield _paths(written)
    yield Text()


def _heading(written: Written) -> "Text":
    from rich.text import Text

    from guatu.reading.writing import head, words

    draft = written.draft
    mended = f"，修复{repairs}处" if (repairs := head.repaired(draft)) else ""
    kind = words.KINDS[draft.document.kind]
    facts = f"{kind} · {head.tally(draft)}{mended} · 来文 {shown(written.path)}"
    return Text.assemble((head.title(draft), "bold"), "\n", (facts, "dim"), overflow="fold")


def _table(found: "tuple[Matter, ...]") -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1),
        collapse_padding=True,
        expand=True,
    )
    table.add_column("序号", justify="right", no_wrap=True, width=4)
    table.add_column("问题（任务）", ratio=1, no_wrap=True, overflow="ellipsis")
    table.add_column("措施", justify="right", no_wrap=True, width=4)
    table.add_column("单位", width=22, no_wrap=True, overflow="ellipsis")
    table.add_column("时限", width=12, no_wrap=True, overflow="ellipsis")
    table.add_column("把握", width=7, no_wrap=True)
    for matter in found:
        table.add_row(*_cells(matter))
    return table


def _cells(matter: "Matter") -> "tuple[Text, ...]":
    from rich.text import Text

    from guatu.reading.writing import words

    item = matter.item
    band = words.band(item.confidence)
    return (
        Text(str(matter.number)),
        Text(" ".join(matter.title.split()), style="" if item.problem else "dim"),
        Text(str(len(item.measures))),
        Text(_units(matter)),
        Text(matter.last_day.isoformat() if matter.last_day else matter.due_words or "—"),
        Text(f"{words.BANDS[band]} {item.confidence:.2f}", style=_BAND_STYLES[band]),
    )


def _units(matter: "Matter") -> str:
    """The first unit, and how many there are where it is not alone."""
    units = matter.units
    if not units:
        return "—"
    return units[0] if len(units) == 1 else f"{units[0]} 等{len(units)}个"


def _paths(written: Written) -> "Padding":
    from rich.padding import Padding
    from rich.text import Text

    paths = "  ".join(shown(path) for path in written.outputs)
    return Padding(Text(paths, style="cyan", overflow="fold"), (0, 0, 0, 2))
