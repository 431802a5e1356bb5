"""`guatu rules`: read a book of rules, say what is wrong with it, run its examples."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guatu.cli.chinese import ChineseCommand, ChineseGroup, Day, breadth
from guatu.cli.clock import today
from guatu.cli.inputs import refusal_to_open
from guatu.cli.outputs import shown

if TYPE_CHECKING:
    from guatu.rules.books.rule import Book
    from guatu.rules.books.testing import Outcome
    from guatu.rules.catalogue.fields import Catalogue
    from guatu.rules.checking.findings import Finding
    from guatu.rules.errors import BookRefused
    from guatu.rules.regimes.checking import RegimeFinding
    from guatu.rules.regimes.regime import Regime

_AROUND = 24
"""Characters shown before and behind the place in a rule that is refused."""


@click.group(
    "rules", cls=ChineseGroup, short_help="检查规则文件，运行其中的例子。", help="规则文件的检查和试算。"
)
def rules() -> None:
    """Books of rules."""


fields_option = click.option(
    "--fields",
    metavar="字段目录",
    type=click.Path(path_type=Path),
    help="字段目录（yaml）；不写则用规则文件里 fields 指明的。",
)

rules_option = click.option(
    "--rules",
    "path",
    metavar="规则文件",
    required=True,
    type=click.Path(path_type=Path),
    help="规则文件（yaml）。",
)
rows_option = click.option(
    "--rows",
    metavar="数据",
    required=True,
    type=click.Path(path_type=Path),
    help="数据（csv、xlsx，或装有 fast 组件时的 parquet；有 id 列）。",
)


@rules.command(
    "check",
    cls=ChineseCommand,
    short_help="检查规则：写法、单位、矛盾、多余。",
    help="逐条检查规则的写法、字段、单位和参数，找出永远不能成立、永远成立、多余的条件和没有用处的分档；"
    "文件里是亮灯规则的，找出不会亮的灯、先后不当和空档。\n\n"
    "有写错的规则时退出码为 1；只有值得留意之处时为 0。",
    options_metavar="[选项]",
)
@click.argument("path", metavar="规则文件", type=click.Path(path_type=Path))
@fields_option
@click.option("--on", metavar="日期", type=Day(), help="按哪一天检查；不写为今天。")
def check(*, path: Path, fields: Path | None, on: date | None) -> int:
    """Print what is wrong and what is worth a look; 1 where something is wrong."""
    from guatu.rules.errors import BookRefused

    try:
        counted, findings = _checked(path, fields, on or today())
    except BookRefused as refusal:
        for each in refusal.each:
            click.echo(_placed(each), err=True)
        return 1
    for finding in findings:
        mark = "错误" if finding.is_wrong else "留意"
        click.echo(f"{mark}　{finding.code}：{finding.sentence}")
    wrong = sum(finding.is_wrong for finding in findings)
    click.echo(f"共 {counted}，{wrong} 处错误，{len(findings) - wrong} 处留意")
    return 1 if wrong else 0


def _checked(path: Path, fields: Path | None, on: date) -> "tuple[str, list[Finding] | list[RegimeFinding]]":
    """How many rules or regimes a file holds, and what is to be said of them."""
    from guatu.rules.checking.findings import check as found
    from guatu.rules.regimes.checking import check_regime

    if holds_regimes(path):
        regimes = regimes_of(path, fields)
        return f"{len(regimes)} 套亮灯规则", [each for regime in regimes for each in check_regime(regime, on)]
    book = book_of(path, fields)
    return f"{len(book.rules)} 条规则", list(found(book, on))


@rules.command(
    "test",
    cls=ChineseCommand,
    short_help="运行规则旁的例子。",
    help="运行规则文件里每条规则的例子，列出与预期不符的。有不符的退出码为 1。",
    options_metavar="[选项]",
)
@click.argument("path", metavar="规则文件", type=click.Path(path_type=Path))
@fields_option
def test(*, path: Path, fields: Path | None) -> int:
    """Print the examples that a rule decides otherwise; 1 where there is one."""
    from guatu.rules.books.testing import run_examples

    if holds_regimes(path):
        return _test_regimes(path, fields)
    book = book_of(path, fields)
    outcomes = list(run_examples(book))
    wrong = [outcome for outcome in outcomes if not outcome.is_right]
    for outcome in wrong:
        click.echo(_told(outcome))
    bare = [rule.code for rule in book if not rule.examples]
    if bare:
        click.echo(f"没有例子的规则：{'、'.join(bare)}")
    click.echo(f"共 {len(outcomes)} 个例子，{len(outcomes) - len(wrong)} 个相符，{len(wrong)} 个不符")
    return 1 if wrong else 0


def _test_regimes(path: Path, fields: Path | None) -> int:
    from guatu.rules.regimes.checking import wrong_examples

    regimes = regimes_of(path, fields)
    wrong = 0
    for regime in regimes:
        for example, light in wrong_examples(regime):
            wrong += 1
            expected = regime.light(example.light).word if example.light else "缺数据"
            shown_as = light.word if light else "缺数据"
            click.echo(
                f"不符　{regime.code}，{example.case}（{example.day}）：应为{expected}，亮了{shown_as}"
            )
    count = sum(len(regime.examples) for regime in regimes)
    click.echo(f"共 {count} 个例子，{count - wrong} 个相符，{wrong} 个不符")
    return 1 if wrong else 0


def book_of(path: Path, fields: Path | None) -> "Book":
    """The book in a file, over the catalogue of another where one is named."""
    from guatu.rules.books.loading import load_book

    return load_book(opened(path), catalogue_of(fields))


def regimes_of(path: Path, fields: Path | None) -> "tuple[Regime, ...]":
    """The regimes of lights in a file."""
    from guatu.rules.regimes.loading import load_regimes

    return load_regimes(opened(path), catalogue_of(fields))


def catalogue_of(fields: Path | None) -> "Catalogue | None":
    from guatu.rules.catalogue.loading import load_catalogue

    return load_catalogue(opened(fields)) if fields else None


def holds_regimes(path: Path) -> bool:
    """Whether a file holds regimes of lights and no rules."""
    import yaml

    try:
        told = yaml.safe_load(opened(path).read_text(encoding="utf-8"))
    except (UnicodeDecodeError, yaml.YAMLError):
        return False  # reading it as a book says what is wrong
    return isinstance(told, dict) and "regimes" in told


def opened(path: Path) -> Path:
    """The file, if it can be opened at all."""
    if refusal := refusal_to_open(path):
        raise click.UsageError(f"{shown(path)}：{refusal}")
    return path


def _placed(refusal: "BookRefused") -> str:
    """The refusal, and under it the place in the text where there is one."""
    from guatu.rules.errors import RuleTextRefused

    cause = refusal.__cause__
    if not isinstance(cause, RuleTextRefused):
        return str(refusal)
    first = max(0, cause.start - _AROUND)
    before = cause.text[first : cause.start]
    place = cause.text[cause.start : cause.end] or " "
    behind = cause.text[cause.end : cause.end + _AROUND]
    return (
        f"{refusal}\n    {before}{place}{behind}\n    {' ' * breadth(before)}{'^' * max(1, breadth(place))}"
    )


def _told(outcome: "Outcome") -> str:
    """The example that came out otherwise, and what the rule says of it."""
    words = {"yes": "符合", "no": "不符合", "unknown": "未知"}
    said = f"应为{words[outcome.example.expect]}，算得{words[outcome.verdict]}"
    why = "" if outcome.in_force else "（规则当天不在有效期内）"
    return f"不符　{outcome.rule.code}，{outcome.example.case}（{outcome.example.day}）：{said}{why}"
