"""`guatu backup`: everything in one file, while the server goes on."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guatu.cli import django
from guatu.cli.chinese import ChineseCommand, Count
from guatu.cli.outputs import shown

if TYPE_CHECKING:
    from guatu.keeping.backing_up import Taken

_SHOWN = 10


@click.command(
    "backup",
    cls=ChineseCommand,
    short_help="备份：全部数据和文件写成一个文件。",
    help="把数据库的全部内容、文件、检查点和公钥写成一个文件，服务照常运行。恢复用 guatu restore，"
    "可恢复到 SQLite 或 PostgreSQL。\n\n"
    "备份不含签名密钥和会话密钥（keys 目录请另行保管），但含人员信息和密码摘要：存放在只有管理员能读的地方，"
    "或用 --passphrase-file 加密。",
    options_metavar="[选项]",
)
@click.option(
    "--to",
    metavar="目录",
    required=True,
    type=click.Path(path_type=Path),
    help="备份写到哪个目录，没有则新建。",
)
@click.option("--keep", metavar="份数", type=Count(), help="只保留最近几份，更早的删去；不写则全部保留。")
@click.option(
    "--passphrase-file",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="用文件第一行的口令加密（AES-256）。",
)
def backup(*, to: Path, keep: int | None, passphrase_file: Path | None) -> int:
    """Write the backup and say what is in it; 1 where files were missing or damaged."""
    django.start()
    from guatu.http.serving import checks
    from guatu.keeping import backing_up

    checks.refuse_unprepared()
    passphrase = passphrase_of(passphrase_file)
    taken = backing_up.take(to, at=datetime.now(UTC), keep=keep, passphrase=passphrase)
    _show(taken)
    return 0 if taken.is_whole else 1


def passphrase_of(path: Path | None) -> bytes | None:
    """The passphrase in a file, if there is one."""
    if path is None:
        return None
    from guatu.cli.errors import FileMissing
    from guatu.keeping import sealing

    if not path.is_file():
        raise FileMissing
    return sealing.passphrase_of(path)


def _show(taken: "Taken") -> None:
    size = f"{taken.size / 1_000_000:.1f} MB"
    click.echo(f"已备份到 {shown(taken.path)}：{taken.rows} 行、{taken.files} 个文件，{size}")
    click.echo(f"SHA-256 {taken.sha256}")
    for name in taken.removed:
        click.echo(f"删去旧备份 {name}")
    for what, those in (("文件不在文件库中", taken.missing), ("文件内容已被改动", taken.damaged)):
        for sha256 in those[:_SHOWN]:
            click.echo(f"注意：{what}：{sha256}", err=True)
        if len(those) > _SHOWN:
            click.echo(f"注意：{what}的另有 {len(those) - _SHOWN} 个", err=True)
