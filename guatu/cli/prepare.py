"""`guatu prepare`: the folders, keys and tables that the server stands on; again after each update."""

import os
from pathlib import Path
from secrets import token_urlsafe

import click

from guatu.cli import django
from guatu.cli.chinese import ChineseCommand
from guatu.cli.owning import role_beside_the_owner


@click.command(
    "prepare",
    cls=ChineseCommand,
    short_help="准备数据目录、密钥和数据库；更新程序后再执行一次。",
    help="准备数据目录（GUATU_DATA）、会话密钥、检查点签名密钥和数据库，已有的不动。更新程序后再执行一次。\n\n"
    "用 PostgreSQL 时，DATABASE_OWNER_URL 给出拥有表的用户，由它建表，"
    "DATABASE_URL 的用户只得到使用权，不能撤除留痕的防护。",
    options_metavar="[选项]",
)
def prepare() -> None:
    """Make what is missing, leave what is there."""
    role = role_beside_the_owner()
    django.start()
    from django.conf import settings
    from django.core.management import call_command

    from guatu.history import keys, roles
    from guatu.keeping import building

    for folder in (settings.DATA, settings.FILES, settings.CHECKPOINTS):
        Path(folder).mkdir(parents=True, exist_ok=True)
    (Path(settings.DATA) / "waiting").mkdir(mode=0o700, exist_ok=True)
    _make_session_key(Path(settings.SECRET_KEY_FILE))
    key = keys.make_key()
    building.make_where_there_is_none()
    call_command("migrate", verbosity=0, interactive=False)
    if role:
        roles.hand_over(role)
    click.echo(f"数据目录 {settings.DATA} 已就绪")
    click.echo(f"检查点签名密钥 {key}，检查点存放在 {settings.CHECKPOINTS}，请定期交纪检监督员保管")


def _make_session_key(path: Path) -> None:
    """The secret of sessions; Django has read its settings by now and is told of it."""
    from django.conf import settings

    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists() and "GUATU_SECRET_KEY" not in os.environ:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(token_urlsafe(48))
        settings.SECRET_KEY = path.read_text()
