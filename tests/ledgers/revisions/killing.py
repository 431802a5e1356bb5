"""Another process that does all that can be ticked, and is killed: `… killing <newer> <ledger> <by> <step>`.

Each child is forked from this small process, which has no connection open.
"""

import os
import signal
import sys
from typing import Any

import django

django.setup()

from django.db import connection, connections  # noqa: E402 - the rooms must be loaded first

from guatu.accounts.queries import acting  # noqa: E402
from guatu.history.models import Event as Link  # noqa: E402
from guatu.ledgers.models import Directive, Ledger  # noqa: E402
from guatu.ledgers.revisions import applying, comparing  # noqa: E402
from tests.accounts.factories import moment  # noqa: E402
from tests.ledgers.revisions.conftest import LATER  # noqa: E402


def killed_at(statement: int, newer: int, ledger: int, by: int) -> None:
    """All that can be ticked, killed before its n-th statement."""
    who = acting(by, on=LATER)
    assert who is not None
    directive = Directive.objects.select_related("replaces").get(pk=newer)
    ticked = list(comparing.compare(directive, who, on=LATER).edits)
    done = 0

    def count(execute: Any, *values: Any) -> Any:
        nonlocal done
        done += 1
        if done == statement:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*values)

    with connection.execute_wrapper(count):
        applying.apply(
            directive=directive,
            ticked=ticked,
            ledger=Ledger.objects.get(pk=ledger),
            by=who,
            at=moment(LATER),
            on=LATER,
        )


def main(newer: int, ledger: int, by: int, step: int) -> None:
    """Kill it later and later, until it ends; say after each whether the trail has grown."""
    before, statement = Link.objects.count(), 3
    while True:
        connections.close_all()
        if not (pid := os.fork()):
            killed_at(statement, newer, ledger, by)
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        grown = Link.objects.count() > before
        sys.stdout.write(f"{'killed' if os.WIFSIGNALED(status) else 'ended'}:{'more' if grown else 'same'} ")
        if not os.WIFSIGNALED(status):
            return
        statement += step


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
