"""`guatu user`: the first administrator, and what only the keeper of the server can put right."""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from guatu.cli import django
from guatu.cli.chinese import ChineseCommand, ChineseGroup
from guatu.cli.people import day_of, now, person_of

if TYPE_CHECKING:
    from guatu.accounts.models import Office, Person, Unit

_HEADS = ("用户名", "姓名", "单位", "状态", "角色")


@click.group(
    "user",
    cls=ChineseGroup,
    short_help="添加首位管理员，重置密码，停用人员。",
    help="管理登录人员。首次使用须先建立办公室和管理员：\n\n"
    "guatu user add wang --name 王强 --division 云桥县 --code 350199 --unit 云桥县人民政府办公室"
    " --office 县政府督查室",
    options_metavar="[选项]",
)
def user() -> None:
    pass


@user.command(
    "add",
    cls=ChineseCommand,
    short_help="添加人员；首次使用时连同区划、单位、办公室一起建立。",
    help="添加人员，显示初始密码。首次使用须给出区划、代码、单位和办公室，所添加的人员为管理员。",
    options_metavar="[选项]",
)
@click.argument("username", metavar="用户名", required=False, default="")
@click.option("--name", metavar="姓名", default="", help="本人姓名。")
@click.option("--unit", metavar="单位", default="", help="所在单位全称。")
@click.option(
    "--office", metavar="办公室", default="", help="授予该办公室管理员；首次使用时为要建立的办公室。"
)
@click.option("--division", metavar="区划", default="", help="首次使用：行政区划名称。")
@click.option("--code", metavar="代码", default="", help="首次使用：行政区划代码。")
def add(*, username: str, name: str, unit: str, office: str, division: str, code: str) -> None:
    """Found the server, or add somebody to a unit that stands."""
    django.start()
    from guatu.accounts.actions import founding, people

    password, at = people.initial_password(username, name=name), now()
    if division or code:
        person = founding.found(
            division=division,
            code=code,
            scheme="civil_affairs" if code.isdigit() else "local",
            unit=unit,
            office=office,
            username=username,
            name=name,
            password=password,
            at=at,
            on=day_of(at),
        )
    else:
        person = _added(username, name, unit, office, password, at)
    click.echo(f"已添加 {person.name}（{person.unit.name}），用户名 {person.username}")
    _tell_password(password)


@user.command(
    "password",
    cls=ChineseCommand,
    short_help="重置密码并解除锁定。",
    help="重置密码、解除锁定，显示新的初始密码；本人下次登录时须修改。",
    options_metavar="[选项]",
)
@click.argument("username", metavar="用户名", required=False, default="")
def password(*, username: str) -> None:
    """Give somebody a new initial password."""
    django.start()
    from guatu.history.chains import SYSTEM
    from guatu.http import signing_in

    person, at = person_of(username), now()
    made = signing_in.reset_password(person, by=SYSTEM, at=at, on=day_of(at))
    click.echo(f"已重置 {person.name} 的密码")
    _tell_password(made)


@user.command(
    "reset-code",
    cls=ChineseCommand,
    short_help="解除动态口令绑定（手机丢失时）。",
    help="解除动态口令绑定；本人下次登录时重新绑定。",
    options_metavar="[选项]",
)
@click.argument("username", metavar="用户名", required=False, default="")
def reset_code(*, username: str) -> None:
    """Take the authenticator off somebody."""
    django.start()
    from guatu.accounts.actions import totp
    from guatu.history.chains import SYSTEM

    person, at = person_of(username), now()
    totp.reset(person=person, by=SYSTEM, at=at, on=day_of(at))
    click.echo(f"已解除 {person.name} 的动态口令，下次登录时重新绑定")


@user.command(
    "disable",
    cls=ChineseCommand,
    short_help="停用人员，同时终止其角色和委托。",
    help="停用人员：不能再登录，角色和委托当天终止。办公室唯一的管理员不能停用。",
    options_metavar="[选项]",
)
@click.argument("username", metavar="用户名", required=False, default="")
def disable(*, username: str) -> None:
    """Close somebody's sign-in."""
    django.start()
    from guatu.accounts.actions import people
    from guatu.history.chains import SYSTEM
    from guatu.http import sessions

    person, at = person_of(username), now()
    people.deactivate(person=person, by=SYSTEM, at=at, on=day_of(at))
    sessions.end_all_of(person.pk)
    click.echo(f"已停用 {person.name}，其角色和委托已终止")


@user.command("list", cls=ChineseCommand, short_help="列出人员和角色。", options_metavar="[选项]")
def list_people() -> None:
    """Who can sign in, and as what."""
    django.start()
    from guatu.accounts import queries
    from guatu.accounts.models import Division

    rows = queries.person_rows(Division.objects.values_list("pk", flat=True), on=day_of(now()))
    if not rows:
        click.echo("还没有人员，先执行 guatu user add 建立首位管理员，用法见 guatu user --help")
        return
    click.echo("\t".join(_HEADS))
    for row in rows:
        roles = "、".join(f"{role.place}{role.kind}" for role in row.roles)
        state = "启用" if row.is_active else "停用"
        click.echo("\t".join((row.username, row.name, row.unit, state, roles or "无")))


def _added(username: str, name: str, unit: str, office: str, password: str, at: datetime) -> "Person":
    from django.db import transaction

    from guatu.accounts.actions import people, roles
    from guatu.history.chains import SYSTEM

    on = day_of(at)
    with transaction.atomic():
        place = _office(office) if office else None
        body = _unit(unit) if unit or place is None else place.unit
        person = people.add(
            username=username, name=name, unit=body, password=password, by=SYSTEM, at=at, on=on
        )
        if place is not None:
            roles.grant(person=person, kind="administrator", office=place, by=SYSTEM, at=at, on=on)
    return person


def _unit(name: str) -> "Unit":
    from guatu.accounts.models import Unit

    found = list(Unit.objects.in_force(on=day_of(now())).filter(name=name)[:2])
    if len(found) == 1:
        return found[0]
    if not name:
        raise click.UsageError("没有给出单位，请加 --unit 单位全称")
    why = "有不止一家" if found else "没有"
    raise click.UsageError(f"{why}名为“{name}”的单位，请在网页上添加单位或人员")


def _office(name: str) -> "Office":
    from guatu.accounts.models import Office

    found = Office.objects.filter(name=name).select_related("unit__division").first()
    if found is None:
        raise click.UsageError(f"没有办公室“{name}”，请核对名称")
    return found


def _tell_password(password: str) -> None:
    click.echo(f"初始密码 {password}（只显示这一次，首次登录时须修改）")
