"""The command line: `guatu read FILE…`, `guatu demo`. The only room that may read the clock."""

import os
import sys

import click

from guatu import __version__
from guatu.cli.backup import backup
from guatu.cli.checkpoint import checkpoint
from guatu.cli.chinese import ChineseGroup, sentence
from guatu.cli.demo import demo
from guatu.cli.explain import explain
from guatu.cli.match import match
from guatu.cli.move import move
from guatu.cli.prepare import prepare
from guatu.cli.read import read
from guatu.cli.rebuild import rebuild
from guatu.cli.restore import restore
from guatu.cli.rules import rules
from guatu.cli.serve import serve
from guatu.cli.take_in import take_in
from guatu.cli.tick import tick
from guatu.cli.token import token
from guatu.cli.trail import trail
from guatu.cli.user import user
from guatu.cli.verify import verify
from guatu.kernel.errors import Refusal


@click.group(
    "guatu",
    cls=ChineseGroup,
    invoke_without_command=True,
    help="挂图：来文读成台账。",
    commands=[
        *(read, take_in, demo, serve, tick, user, token, prepare, rules, match, explain),
        *(verify, trail, checkpoint, rebuild, backup, restore, move),
    ],
)
@click.version_option(__version__, message="挂图 guatu %(version)s", help="显示版本。")
@click.pass_context
def cli(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main() -> None:
    """Run the command line; a refusal is one Chinese line, wrong usage exits 2, a refused file 1."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # text recognition would report its use to its maker
    try:
        code = cli.main(prog_name="guatu", standalone_mode=False)
    except click.ClickException as error:
        click.echo(sentence(error), err=True)
        code = error.exit_code
    except Refusal as refusal:
        click.echo(str(refusal), err=True)
        code = 1
    except click.Abort:
        click.echo("已中断，已写出的结果保留", err=True)
        code = 130
    sys.exit(code or 0)
