"""Another process that brings a table in and is killed: `… killing <draft> <first> <step>`.

Each child is forked from this small process, which has no connection open.
"""

import os
import signal
import sys
from typing import Any

import django

django.setup()

from django.db import connection, connections  # noqa: E402 - the rooms must be loaded first

from guatu.ledgers.imports import carrying  # noqa: E402
from guatu.ledgers.models import ImportDraft, Item  # noqa: E402
from tests.accounts.factories import moment  # noqa: E402
from tests.ledgers.factories import DAY  # noqa: E402


def killed_at(statement: int, draft: int) -> None:
    """The import, killed before its n-th statement."""
    done = 0

    def count(execute: Any, *values: Any) -> Any:
        nonlocal done
        done += 1
        if done == statement:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*values)

    connection.ensure_connection()
    with connection.execute_wrapper(count):
        carrying.carry_out(draft=ImportDraft.objects.get(pk=draft), at=moment(DAY), on=DAY)


def main(draft: int, first: int, step: int) -> None:
    """Kill it later and later, until it ends; say after each how many items there are."""
    statement = first
    while True:
        connections.close_all()
        if not (pid := os.fork()):
            killed_at(statement, draft)
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{'killed' if os.WIFSIGNALED(status) else 'ended'}:{Item.objects.count()} ")
        if not os.WIFSIGNALED(status):
            return
        statement += step


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
