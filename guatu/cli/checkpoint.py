"""`guatu checkpoint`: sign where the chains end, now; the running server does it every hour."""

from datetime import UTC, datetime

import click

from guatu.cli import django
from guatu.cli.chinese import ChineseCommand


@click.command(
    "checkpoint",
    cls=ChineseCommand,
    short_help="立即生成一个签名检查点。",
    help="对各链链首签名，生成检查点，存入检查点目录（GUATU_CHECKPOINTS）。服务运行时每小时自动生成；没有新留痕则不生成。",
    options_metavar="[选项]",
)
def checkpoint() -> None:
    """Take a checkpoint, and say where it lies."""
    django.start()
    from django.conf import settings

    from guatu.history import checkpoints
    from guatu.http.serving import checks

    checks.refuse_unprepared()
    taken = checkpoints.take(at=datetime.now(UTC))
    if taken is None:
        click.echo("还没有留痕，没有可签名的内容")
        return
    click.echo(f"检查点 {taken.number}，摘要 {taken.hash[:8]}，文件在 {settings.CHECKPOINTS}")
