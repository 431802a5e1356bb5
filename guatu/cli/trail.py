"""`guatu trail export`: the trail as a package that others check without us."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import click

from guatu.cli import django
from guatu.cli.chinese import ChineseCommand, ChineseGroup
from guatu.cli.outputs import make_folder, shown

DAY: Final = click.DateTime(["%Y-%m-%d"])


@click.group("trail", cls=ChineseGroup, short_help="导出留痕。", help="导出留痕，供不装本程序的人核验。")
def trail() -> None:
    pass


@trail.command(
    "export",
    cls=ChineseCommand,
    short_help="导出留痕包，附独立核验脚本。",
    help="把留痕导出为 zip：留痕、附载、检查点、公钥，和只需 Python 的核验脚本 verify_trail.py。\n\n"
    "核验：python3 verify_trail.py 留痕.zip --key 自己保管的公钥.pem",
    options_metavar="[选项]",
)
@click.option(
    "--out",
    metavar="文件",
    default=Path("留痕.zip"),
    type=click.Path(path_type=Path),
    help="导出到哪里；不写为 留痕.zip。",
)
@click.option("--chain", metavar="链", help="只导出一条链，例如 office-1；不写则全部导出。")
@click.option("--since", metavar="日期", type=DAY, help="只导出这一天起的，须写明 --chain。")
@click.option("--until", metavar="日期", type=DAY, help="只导出到这一天的；不写为今天。")
@click.option("--files", "with_files", is_flag=True, help="附上佐证等文件本身。")
def export(
    *, out: Path, chain: str | None, since: datetime | None, until: datetime | None, with_files: bool
) -> None:
    """Write the package and say how to check it."""
    if (since or until) and chain is None:
        raise click.UsageError("导出一段时请用 --chain 写明哪条链，例如 --chain office-1")
    django.start()
    from django.utils.timezone import localdate

    from guatu.history import exporting
    from guatu.http.serving import checks

    checks.refuse_unprepared()
    make_folder(out.parent)
    at, days = datetime.now(UTC), None
    if since or until:
        days = (since.date() if since else date(2000, 1, 1), until.date() if until else localdate(at))
    path = exporting.export(out, at=at, chain=chain, days=days, with_files=with_files)
    click.echo(f"已导出 {shown(path)}，核验：python3 verify_trail.py {shown(path)}（脚本在包内）")
