"""`guatu explain`: why one rule says of one row what it says."""

import json
from datetime import date
from pathlib import Path

import click

from guatu.cli.chinese import ChineseCommand, Day
from guatu.cli.clock import today
from guatu.cli.rules import book_of, fields_option, opened, rows_option, rules_option


@click.command(
    "explain",
    cls=ChineseCommand,
    short_help="说明一条规则对一个对象的判定理由。",
    help="说明一条规则为什么对某一行判为符合、不符合或尚不能判断：逐条列出要求、实际数值、来源和截至日期，"
    "差多少，缺什么，怎样能改变结果。",
    options_metavar="[选项]",
)
@rules_option
@fields_option
@rows_option
@click.option("--rule", "code", metavar="代码", required=True, help="规则的代码。")
@click.option("--id", "own", metavar="编号", required=True, help="数据里那一行的编号。")
@click.option("--on", metavar="日期", type=Day(), help="按哪一天判定；不写为今天。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def explain(
    *, path: Path, fields: Path | None, rows: Path, code: str, own: str, on: date | None, as_json: bool
) -> None:
    """Print the answer in sentences, or as data."""
    from guatu.rules.answers.answering import answer
    from guatu.rules.answers.plain import as_data
    from guatu.rules.answers.sentences import sentences
    from guatu.rules.files.reading import row_of

    book, day = book_of(path, fields), on or today()
    rule = book.at(code, day)
    if rule is None:
        known = "、".join(dict.fromkeys(each.code for each in book))
        raise click.UsageError(f"{day} 没有有效的规则“{code}”，文件中有：{known}")
    found = answer(rule.when, row_of(opened(rows), own, book.catalogue), book.on(day))
    if as_json:
        click.echo(json.dumps(as_data(found), ensure_ascii=False, indent=2))
        return
    for line in sentences(found):
        click.echo(line)
