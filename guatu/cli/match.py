"""`guatu match`: every rule of a book for every row of a file."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guatu.cli.chinese import ChineseCommand, Count, Day, Format
from guatu.cli.clock import today
from guatu.cli.outputs import shown
from guatu.cli.progress import counted
from guatu.cli.rules import book_of, fields_option, opened, rows_option, rules_option

if TYPE_CHECKING:
    from guatu.rules.books.rule import Book
    from guatu.rules.engine.outcomes import Wanted

_SHOWN = 20
"""Rules told on the terminal; the summary beside the result has them all."""


@click.command(
    "match",
    cls=ChineseCommand,
    short_help="用规则逐行判定一张表。",
    help="用规则文件里当天有效的每条规则判定数据的每一行，写出符合的行；可同时写出仅差一项的行和缺数据的行。\n\n"
    "结果每行为规则代码、编号、判定（yes、near、unknown）和未满足的那项条件，旁边另有各规则的计数。",
    options_metavar="[选项]",
)
@rules_option
@fields_option
@rows_option
@click.option("--on", metavar="日期", type=Day(), help="按哪一天判定；不写为今天。")
@click.option(
    "--out",
    metavar="结果",
    required=True,
    type=click.Path(path_type=Path),
    help="结果文件：.csv，或装有 fast 组件时的 .parquet。",
)
@click.option("--near", is_flag=True, help="也写出仅差一项条件的行，和差的是哪一项。")
@click.option("--unknown", is_flag=True, help="也写出缺数据、尚不能判断的行。")
@click.option(
    "--stale", type=Format("use", "unknown"), default="use", help="过时的数据：use 照用，unknown 视为缺失。"
)
@click.option(
    "--engine", type=Format("local", "spark"), default="local", help="local 在本机，spark 在 Spark 上。"
)
@click.option("--master", metavar="地址", default="local[2]", help="Spark 的地址，如 spark://主机:7077。")
@click.option("--threads", metavar="个数", type=Count(), default=1, help="本机用几个线程；不写为 1。")
def match(
    *,
    path: Path,
    fields: Path | None,
    rows: Path,
    on: date | None,
    out: Path,
    near: bool,
    unknown: bool,
    stale: str,
    engine: str,
    master: str,
    threads: int,
) -> None:
    """Write the result and its summary, and tell the counts."""
    from guatu.rules.engine.outcomes import Wanted

    book, day = book_of(path, fields), on or today()
    wanted = Wanted(near_counts=near, near_rows=near, unknown_rows=unknown)
    if engine == "spark":
        told = _on_spark(book, rows, day, wanted, out, master=master, stale=stale)
    else:
        told = _here(book, rows, day, wanted, out, threads=threads, stale=stale)
    _tell(told, out)


def _here(
    book: "Book", rows: Path, day: date, wanted: "Wanted", out: Path, *, threads: int, stale: str
) -> dict[str, object]:
    from guatu.rules.files.results import summary_of, write_results
    from guatu.rules.files.tables import open_table
    from guatu.rules.matching import match as decided

    table = open_table(opened(rows), book.catalogue)
    with counted(table.table.size, "判定") as progress:
        matched = decided(
            book,
            table.table,
            day,
            wanted,
            stale_is_unknown=stale == "unknown",
            threads=threads,
            progress=progress,
        )
    write_results(out, matched, table.ids)
    return summary_of(matched, "local")


def _on_spark(
    book: "Book", rows: Path, day: date, wanted: "Wanted", out: Path, *, master: str, stale: str
) -> dict[str, object]:
    """On Spark the rows are a Parquet file or a folder of them, and so is the result."""
    from guatu.rules.files.tables import is_parquet
    from guatu.rules.spark.matching import match_on_spark

    return match_on_spark(
        book,
        rows,
        day,
        wanted,
        out,
        master=master,
        stale_is_unknown=stale == "unknown",
        is_one_file=is_parquet(out),
    )


def _tell(summary: dict[str, object], out: Path) -> None:
    """The counts of the first rules, those out of force, and where the result is."""
    rules, idle = summary["rules"], summary["out_of_force"]
    if not isinstance(rules, list) or not isinstance(idle, list):
        raise TypeError(summary)
    for rule in rules[:_SHOWN]:
        name = f"（{rule['name']}）" if rule["name"] else ""
        near = f"，仅差一项 {rule['near']}" if rule["near"] else ""
        click.echo(f"{rule['rule']}{name}：符合 {rule['yes']}{near}，缺数据 {rule['unknown']}")
    if len(rules) > _SHOWN:
        click.echo(f"……共 {len(rules)} 条规则")
    if idle:
        click.echo(f"当天不在有效期内：{'、'.join(rule['rule'] for rule in idle)}")
    click.echo(f"共 {summary['rows']} 行，结果写入 {shown(out)}，计数写入 {shown(out)}.summary.json")
