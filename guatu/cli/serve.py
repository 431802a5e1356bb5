"""`guatu serve`: the pages for the office, and the jobs behind them, until it is told to stop."""

from functools import partial
from typing import Final

import click

from guatu.cli import django
from guatu.cli.chinese import ChineseCommand, Count

_HIGHEST: Final = 65535
_SILENT: Final = 60.0
"""Seconds after which a web worker that is not heard counts as hung."""


class Port(click.ParamType[int]):
    """The number of a port; 0 takes a free one."""

    name = "port"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            port = int(value)
        except ValueError:
            port = -1
        if not 0 <= port <= _HIGHEST:
            self.fail(f"“{value}”不是端口号，应为 1 到 {_HIGHEST} 的整数", param, ctx)
        return port


@click.command(
    "serve",
    cls=ChineseCommand,
    short_help="启动网页服务。",
    help="启动网页服务和后台作业，直到按 Ctrl+C 或收到停止信号。\n\n"
    "数据目录由环境变量 GUATU_DATA 指定，先用 guatu prepare 准备。",
    options_metavar="[选项]",
)
@click.option(
    "--host", metavar="地址", default="127.0.0.1", help="监听的地址；不写只供本机，0.0.0.0 供全网。"
)
@click.option("--port", metavar="端口", default=8000, type=Port(), help="监听的端口；不写为 8000。")
@click.option("--workers", metavar="进程数", default=2, type=Count(), help="网页进程数；不写为 2。")
def serve(*, host: str, port: int, workers: int) -> None:
    """Serve until told to stop."""
    django.start()
    from django.db import connections

    from guatu.http.serving import checks, counting, web
    from guatu.http.serving.listening import address_of, listen
    from guatu.http.serving.pulses import Pulse
    from guatu.http.serving.rounds import EVERY, Rounds
    from guatu.http.serving.supervisor import Child, Supervisor

    checks.refuse_unprepared()
    with listen(host, port) as listener:
        web.load()
        counting.make(workers)
        connections.close_all()  # no connection may live in two processes
        click.echo(f"挂图已启动：{address_of(listener)}（按 Ctrl+C 停止）")
        pulses = [Pulse(_SILENT) for _ in range(workers)]
        children = [
            Child(f"网页服务 {number}", "guatu-web", partial(web.serve, listener, pulse, number - 1), pulse)
            for number, pulse in enumerate(pulses, start=1)
        ]
        children += [
            Child("后台作业", "guatu-jobs", _work),
            Child("定时办理", "guatu-rounds", Rounds().go, every=EVERY),
        ]
        Supervisor(children).run()
    click.echo("挂图已停止")


def _work() -> None:
    from guatu.http.serving.jobs import JobWorker  # here, for the pages have no need of it

    JobWorker().run()
