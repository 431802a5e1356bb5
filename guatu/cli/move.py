"""`guatu move`: from SQLite to PostgreSQL, when an office outgrows one file."""

import os
from pathlib import Path
from typing import Final

import click

from guatu.cli import django
from guatu.cli.chinese import ChineseCommand
from guatu.cli.owning import USER, role_beside_the_owner
from guatu.kernel.errors import SettingMissing

_SQLITE: Final = "django.db.backends.sqlite3"
_POSTGRESQL: Final = "django.db.backends.postgresql"


@click.command(
    "move",
    cls=ChineseCommand,
    short_help="从 SQLite 迁到 PostgreSQL。",
    help="把 SQLite 里的全部数据迁到 PostgreSQL 的空库，留痕链原样保留并核验；"
    "数据目录里的文件不动，SQLite 文件也不动。\n\n"
    "先停止服务。迁移中独占数据目录，别的命令一律拒绝；要么全部迁完，要么什么都不留下。"
    "迁完后 SQLite 不再接受办理，以免两处不一致。"
    "表由别的用户拥有时另给 DATABASE_OWNER_URL。密码可写在 ~/.pgpass 里。",
    options_metavar="[选项]",
)
@click.option(
    "--to",
    metavar="地址",
    required=True,
    envvar="GUATU_MOVE_TO",
    help="postgresql://用户@主机/库，一个空库；也可写在环境变量 GUATU_MOVE_TO 里。",
)
def move(*, to: str) -> None:
    """Move the rows, and say what is to be set now."""
    source = _source(to)
    os.environ[USER] = to
    role = role_beside_the_owner()
    django.start(alone=True)
    from django.db import OperationalError

    from guatu.keeping import moving
    from guatu.keeping.errors import NotMovable

    try:
        arrived = moving.move(source, role=role)
    except OperationalError as error:
        raise NotMovable(what=f"连不上 PostgreSQL（{str(error).partition(chr(10))[0]}）") from error
    looked = arrived.findings.looked_at
    click.echo(f"已迁移 {arrived.rows} 行；核验了 {looked['chains']} 条链、{looked['events']} 环，完好")
    click.echo("下一步：把 DATABASE_URL 设为新的地址，启动服务，所有人需要重新登录。")
    click.echo(f"原来的 {source} 没有改动，确认无误后可作为备份另存。")


def _source(to: str) -> Path:
    """The file of SQLite that is moved; told before Django reads its settings."""
    import dj_database_url

    from guatu.keeping.errors import NotMovable

    if not (data := os.environ.get("GUATU_DATA", "")):
        raise SettingMissing("GUATU_DATA", "数据目录，例如 GUATU_DATA=/srv/guatu")
    own = os.environ.get(USER, "") or f"sqlite:///{Path(data).absolute() / 'guatu.sqlite3'}"
    for url, engine, what in (
        (to, _POSTGRESQL, "--to 给出的不是 PostgreSQL 的地址，应为 postgresql://用户@主机/库"),
        (own, _SQLITE, "DATABASE_URL 现在指的不是 SQLite"),
    ):
        try:
            found = dj_database_url.parse(url)
        except ValueError as error:
            raise NotMovable(what=what) from error
        if found.get("ENGINE") != engine:
            raise NotMovable(what=what)
    source = Path(str(found["NAME"]))
    if not source.is_file():
        raise NotMovable(what=f"没有 SQLite 数据库 {source}")
    return source
