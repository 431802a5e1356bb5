"""`guatu restore`: a backup becomes a data folder and a database again, and is verified."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guatu.cli import django
from guatu.cli.backup import passphrase_of
from guatu.cli.chinese import ChineseCommand
from guatu.cli.errors import FileMissing
from guatu.cli.owning import role_beside_the_owner
from guatu.cli.verify import show

if TYPE_CHECKING:
    from guatu.keeping.restoring import Restored


@click.command(
    "restore",
    cls=ChineseCommand,
    short_help="恢复备份，并核验留痕。",
    help="把 guatu backup 写出的备份恢复到空的数据目录（GUATU_DATA）和空的数据库："
    "不写 DATABASE_URL 为 SQLite，也可写 PostgreSQL 的空库（表由别的用户拥有时另给 DATABASE_OWNER_URL）。\n\n"
    "要么全部恢复，要么什么都不留下；目录或库里已有内容、备份损坏或由更新的版本写出时拒绝。"
    "恢复后核验留痕，完好时退出码为 0，否则为 1。",
    options_metavar="[选项]",
)
@click.argument("file", metavar="备份", type=click.Path(path_type=Path))
@click.option(
    "--passphrase-file", metavar="文件", type=click.Path(path_type=Path), help="备份加密时，口令所在的文件。"
)
@click.option("--check", is_flag=True, help="只通读备份，核对是否完整，不恢复任何内容。")
def restore(*, file: Path, passphrase_file: Path | None, check: bool) -> int:
    """Bring everything back, verify it, and say what is to be done next."""
    if not file.is_file():
        raise FileMissing
    role = role_beside_the_owner()
    django.start(alone=True)
    from guatu.history import verifying
    from guatu.keeping import restoring

    passphrase = passphrase_of(passphrase_file)
    if check:
        _tell("备份完整：", restoring.look_through(file, passphrase=passphrase))
        return 0
    _tell("已恢复", restoring.restore(file, passphrase=passphrase, role=role))
    findings = verifying.verify()
    show(findings)
    click.echo(
        "下一步：把另行保管的 keys 目录放回数据目录（签名密钥没有了，下一步会生成新的，旧检查点仍可核对），"
        "执行 guatu prepare，再启动 guatu serve。所有人需要重新登录。"
    )
    return 0 if findings.is_whole else 1


def _tell(what: str, restored: "Restored") -> None:
    taken = datetime.fromisoformat(restored.taken_at).astimezone()
    click.echo(f"{what} {restored.rows} 行、{restored.files} 个文件，备份于 {taken:%Y-%m-%d %H:%M}")
    for sha256 in restored.missing:
        click.echo(f"注意：备份时文件 {sha256[:12]} 已缺失或被改动", err=True)
