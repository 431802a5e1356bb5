"""`guatu tick`: the round of a day, which the running server does by itself."""

from datetime import date
from typing import TYPE_CHECKING

import click

from guatu.cli import django
from guatu.cli.chinese import ChineseCommand, Day

if TYPE_CHECKING:
    from guatu.ledgers.models import TickDay


@click.command(
    "tick",
    cls=ChineseCommand,
    short_help="办理某日到期的事。",
    help="办理某日到期的事：公示期满的销号，放假安排公布后重算期限，全部事项按规则亮灯，列出到期的回头看。\n\n"
    "之前漏办的日子一并补办；办过的日子不再办。服务运行时每天自动办理。",
    options_metavar="[选项]",
)
@click.option("--on", metavar="日期", type=Day(), help="办到哪一天；不写为今天。")
def tick(*, on: date | None) -> None:
    """Do the rounds that are missing up to a day, and say what was done."""
    django.start()
    from django.utils.timezone import localdate, now

    from guatu.http.serving import checks
    from guatu.ledgers import ticking

    checks.refuse_unprepared()
    at = now()
    day = on or localdate(at)
    rounds = ticking.tick_missed(on=day, at=at)
    for row in rounds:
        _show(row)
    if not rounds:
        click.echo(f"{day} 已经办过")


def _show(row: "TickDay") -> None:
    done = [
        f"公示期满销号 {row.published} 项",
        f"重算期限 {row.recounted} 个",
        f"亮灯变化 {row.lit} 项",
        f"到期回头看 {row.look_backs_due} 项",
    ]
    click.echo(f"{row.day}：{'，'.join(done)}")
    for number, why in row.refused:
        click.echo(f"  {number} 没有办成：{why}", err=True)
