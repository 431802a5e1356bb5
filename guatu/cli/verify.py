"""`guatu verify`: is the trail whole?"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from guatu.cli import django
from guatu.cli.chinese import ChineseCommand

if TYPE_CHECKING:
    from guatu.history.checks.findings import Findings

_FIGURES = (
    ("chains", "条链"),
    ("events", "环"),
    ("enclosures", "项附载"),
    ("files", "个文件"),
    ("checkpoints", "个检查点"),
)


@click.command(
    "verify",
    cls=ChineseCommand,
    short_help="核验留痕是否完好。",
    help="核验留痕：链、附载、文件、检查点、数据库的防护和表结构。完好时退出码为 0，有问题为 1，逐条说明。"
    "\n\n"
    "不装本程序也能核验：guatu trail export 导出的包里附有独立脚本。",
    options_metavar="[选项]",
)
@click.option(
    "--checkpoints",
    metavar="目录",
    type=click.Path(path_type=Path),
    help="另行保管的检查点目录，与库中的逐一核对。",
)
@click.option(
    "--key",
    metavar="公钥",
    type=click.Path(path_type=Path),
    help="自己保管的公钥文件（PEM）；不写则用本机的签名密钥核对。",
)
@click.option("--quick", is_flag=True, help="文件只核对大小，不读内容。")
def verify(*, checkpoints: Path | None, key: Path | None, quick: bool) -> int:
    """Look at everything and say what was found; 1 where something is not whole."""
    django.start()
    from guatu.history import verifying
    from guatu.http.serving import checks

    checks.refuse_unprepared()
    findings = verifying.verify(outside=checkpoints, key=key, contents=not quick)
    show(findings)
    return 0 if findings.is_whole else 1


def show(findings: "Findings") -> None:
    figures = "、".join(f"{findings.looked_at[name]} {what}" for name, what in _FIGURES)
    click.echo(f"核验了 {figures}")
    for finding in findings.found:
        click.echo(f"{finding.sentence}〔{finding.kind}〕")
    if unsaid := findings.counts.total() - len(findings.found):
        click.echo(f"同类问题另有 {unsaid} 处，未逐条列出")
    for note in findings.notes:
        click.echo(f"注意：{note}")
    if findings.is_whole:
        redacted = findings.looked_at["redacted"]
        click.echo(f"完好，其中 {redacted} 项附载已按程序删除" if redacted else "完好")
    else:
        click.echo(f"发现 {findings.counts.total()} 处问题")
