"""`guatu token`: keys by which programs act as a person; the keeper of the server makes and revokes them."""

from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from guatu.cli import django
from guatu.cli.chinese import ChineseCommand
from guatu.cli.people import day_of, now, person_of

if TYPE_CHECKING:
    from guatu.accounts.models import Token

_HEADS = ("编号", "范围", "发放日期", "最后一天", "最近使用", "状态")


@click.command(
    "token",
    cls=ChineseCommand,
    short_help="发放、列出、停用接口令牌。",
    help="接口令牌让程序以某人的身份调用接口，角色随本人当天的角色。\n\n"
    "guatu token wang --scope read --until 2026-12-31 发放令牌，只显示这一次；"
    "guatu token wang 列出他的令牌；guatu token --revoke 3 停用 3 号令牌。",
    options_metavar="[选项]",
)
@click.argument("username", metavar="用户名", required=False, default="")
@click.option("--scope", type=click.Choice(["read", "write"]), help="read 只读，write 读写。")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="日期", help="最后一天；不填则长期有效。")
@click.option("--revoke", type=click.IntRange(min=1), metavar="编号", help="停用这个编号的令牌。")
def token(*, username: str, scope: str | None, until: datetime | None, revoke: int | None) -> None:
    """Make a token and show it once, list those of a person, or revoke one."""
    django.start()
    if revoke is not None:
        _revoke(revoke)
    elif scope is None:
        _list(username)
    else:
        _make(username, scope, until.date() if until else None)


def _make(username: str, scope: str, last_day: date | None) -> None:
    from guatu.accounts.actions import tokens
    from guatu.history.chains import SYSTEM

    person, at = person_of(username), now()
    made, key = tokens.make(person=person, scope=scope, last_day=last_day, by=SYSTEM, at=at, on=day_of(at))
    until = f"，到 {last_day} 为止" if last_day else ""
    click.echo(f"已给 {person.name} 发放 {made.pk} 号令牌（{made.get_scope_display()}{until}）")
    click.echo(f"{key}（只显示这一次，请妥善保管）")


def _revoke(pk: int) -> None:
    from guatu.accounts.actions import tokens
    from guatu.accounts.models import Token
    from guatu.history.chains import SYSTEM

    found = Token.objects.filter(pk=pk).select_related("person").first()
    if found is None:
        raise click.UsageError(f"没有 {pk} 号令牌，用 guatu token 用户名 查看")
    at = now()
    tokens.revoke(token=found, by=SYSTEM, at=at, on=day_of(at))
    click.echo(f"已停用 {found.person.name} 的 {pk} 号令牌")


def _list(username: str) -> None:
    from guatu.accounts.models import Token

    person = person_of(username)
    rows = list(Token.objects.filter(person=person))
    if not rows:
        click.echo(f"{person.name} 没有令牌，用 guatu token {person.username} --scope read 发放")
        return
    click.echo("\t".join(_HEADS))
    for row in rows:
        click.echo("\t".join(_cells(row, day_of(now()))))


def _cells(row: "Token", on: date) -> tuple[str, ...]:
    state = "停用" if row.revoked_on else "有效" if row.holds(on=on) else "到期"
    last = str(row.last_day or "长期")
    used = str(day_of(row.used_at)) if row.used_at else "未用过"
    return (str(row.pk), row.get_scope_display(), str(day_of(row.made_at)), last, used, state)
