"""`guatu import`: an office's own ledger workbook, what it says, and what would be taken in."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from guatu.cli import into_ledger
from guatu.cli.chinese import ChineseCommand, Day
from guatu.cli.inputs import refusal_to_open
from guatu.cli.outputs import shown, write_whole
from guatu.cli.tables import console

if TYPE_CHECKING:
    from guatu.kernel.units import Directory
    from guatu.reading.tables import TableReading

_SHOWN_REJECTS = 20
_STATES = {"done": "已完成", "in_progress": "推进中", "not_started": "未启动", "long_term": "长期坚持"}


@click.command(
    "import",
    cls=ChineseCommand,
    short_help="读各单位自己的台账表格。",
    help="把各单位自己的台账表格（xlsx、xls、et、csv）读成逐条的事项。\n\n"
    "加 --dry-run 只看会读成什么，加 --json 写出全部结果。\n\n"
    "导入台账：guatu import 旧台账.xlsx --ledger 整改台账 --as wang；再加 --dry-run 只看会改什么。",
    options_metavar="[选项]",
)
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.option(
    "--units",
    metavar="名录",
    type=click.Path(path_type=Path),
    help="单位名录（csv、xlsx：名称、简称、区划、类型）；名录外的单位，所在行退回。",
)
@click.option("--day", metavar="日期", type=Day(), help="推算时限的基准日，例如 2026-03-01。")
@click.option("--dry-run", is_flag=True, help="只看会读成什么，不写入任何台账。")
@click.option(
    "--json", "target", metavar="结果", type=click.Path(path_type=Path), help="把全部结果写成 JSON 文件。"
)
@click.option("--ledger", metavar="台账", default="", help="导入哪本台账：名称或编号前缀。")
@click.option("--as", "username", metavar="用户名", default="", help="由谁导入：该台账的督办员。")
@click.option("--reason", metavar="说明", default="", help="转入说明，记入每个事项的留痕。")
@click.option("--good-only", is_flag=True, help="只导入没有问题的行；不写则有错就整份不导入。")
@click.option(
    "--done-as",
    type=click.Choice(["in_progress", "closed"]),
    default="in_progress",
    help="旧台账已完成的：in_progress 作办理中 100%，closed 作启用前销号。",
)
def take_in(
    *,
    file: Path,
    units: Path | None,
    day: date | None,
    dry_run: bool,
    target: Path | None,
    ledger: str,
    username: str,
    **how: Any,
) -> int:
    """Read a table and show what it says, or bring it into a ledger."""
    if bool(ledger) != bool(username) or not (dry_run or ledger):
        raise click.UsageError("导入台账要写 --ledger 和 --as；只看会读成什么，请加 --dry-run")
    if refusal := refusal_to_open(file):
        raise refusal
    if ledger:
        if units or day or target:
            raise click.UsageError("导入台账用系统里的单位名录和当天日期，不用 --units、--day、--json")
        return into_ledger.bring(
            file, into_ledger.How(ledger=ledger, username=username, is_trial=dry_run, **how)
        )
    reading = _read(file, _directory(units) if units else None, day)
    if target is not None:
        _write(reading, target)
    _show(reading, target)
    return 0


def _directory(path: Path) -> "Directory":
    from guatu.reading.directory import load_directory

    if refusal := refusal_to_open(path):
        raise click.UsageError(f"--units {shown(path)}：{refusal}")
    return load_directory(path)


def _read(file: Path, units: "Directory | None", day: date | None) -> "TableReading":
    """An xls can end the process that reads it, so a child does; any other is read here, which is quicker."""
    from guatu.reading.loading.archive import is_compound
    from guatu.reading.reader import bytes_of
    from guatu.reading.tables import read_table

    data = bytes_of(file)
    if is_compound(data):
        from guatu.reading.pool import shared_pool

        return shared_pool().read_table(data, name=shown(file), units=units, day=day, mappings={})
    with _quiet():
        return read_table(data, name=shown(file), units=units, day=day)


@contextmanager
def _quiet() -> Iterator[None]:
    """A library that panics over a damaged file says so on the terminal itself, beside the refusal."""
    null, kept = os.open(os.devnull, os.O_WRONLY), os.dup(2)
    os.dup2(null, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(null)


def _write(reading: "TableReading", target: Path) -> None:
    from guatu.reading.tables import as_json

    write_whole(target, as_json.write(reading).encode())


def _show(reading: "TableReading", target: Path | None) -> None:
    page = console()
    for sheet in reading.sheets:
        page.print(f"工作表“{sheet.name}”：{sheet.reason}", markup=False)
    for warning in reading.warnings:
        page.print(f"注意：{warning}", markup=False)
    counts = [
        f"{word} {count} 条"
        for state, word in _STATES.items()
        if (count := sum(row.state == state for row in reading.rows))
    ]
    page.print(
        f"可导入 {len(reading.rows)} 条" + (f"（{'，'.join(counts)}）" if counts else ""), markup=False
    )
    if reading.rejects:
        page.print(f"退回 {len({(r.sheet, r.sheet_row) for r in reading.rejects})} 行：", markup=False)
    for reject in reading.rejects[:_SHOWN_REJECTS]:
        page.print(f"  {reject.sheet} 第{reject.sheet_row}行：{reject.words}", markup=False)
    if len(reading.rejects) > _SHOWN_REJECTS:
        page.print(f"  还有 {len(reading.rejects) - _SHOWN_REJECTS} 处，见 --json 的结果", markup=False)
    if target is not None:
        page.print(f"全部结果已写入 {shown(target)}", markup=False)
