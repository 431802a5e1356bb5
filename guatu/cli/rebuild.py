"""`guatu rebuild`: are the tables what the events tell? And the history of days, written anew."""

from typing import TYPE_CHECKING, Final

import click

from guatu.cli import django
from guatu.cli.chinese import ChineseCommand

if TYPE_CHECKING:
    from guatu.history.rebuilding import Outcome

_SHOWN: Final = 50


@click.command(
    "rebuild",
    cls=ChineseCommand,
    short_help="按留痕核对各表，重建历史区间。",
    help="按留痕从头推演一遍，与各表逐行核对，并重建按日查询用的历史区间和已销号问题的索引。\n\n"
    "各表本身不改：与留痕不符的逐条列出，须查明原因。全部相符时退出码为 0，否则为 1。",
)
@click.option("--check", is_flag=True, help="只核对，不改动；历史区间不符也列出。")
def rebuild(*, check: bool) -> int:
    """Compare, and without --check write the history of days anew; 1 where something differs."""
    django.start()
    from guatu.history import rebuilding
    from guatu.http.serving import checks

    checks.refuse_unprepared()
    outcome = rebuilding.check() if check else rebuilding.rebuild()
    _show(outcome)
    if not check:
        from guatu.ledgers.actions import recurring

        click.echo(f"重建了 {recurring.rebuild()} 个已销号问题的索引")
    return 1 if outcome.left else 0


def _show(outcome: "Outcome") -> None:
    click.echo(f"推演了 {outcome.events} 环，核对了 {outcome.rows} 行、{outcome.facts} 段历史区间")
    for one in outcome.left[:_SHOWN]:
        click.echo(f"{one.reference} {one.sentence}")
    if len(outcome.left) > _SHOWN:
        click.echo(f"另有 {len(outcome.left) - _SHOWN} 处不符，未逐条列出")
    if outcome.rewritten:
        click.echo(f"重建了 {outcome.rewritten} 个对象的历史区间")
    click.echo(f"发现 {len(outcome.left)} 处不符" if outcome.left else "全部相符")
