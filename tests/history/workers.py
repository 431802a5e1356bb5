"""Other processes at work on the same database: `python -m tests.history.workers kill|append …`.

Each child is forked from this small process, which has no connection open.
"""

import os
import signal
import sys
from datetime import UTC, datetime
from typing import Any

import django

django.setup()

from django.db import connection, connections, transaction  # noqa: E402 - the rooms must be loaded first

from guatu.history import chains, store  # noqa: E402
from guatu.history.chains import SYSTEM, Entry  # noqa: E402
from tests.history import making  # noqa: E402

NOW = datetime(2026, 9, 18, 1, 2, 3, tzinfo=UTC)


def forked(work: Any, *values: object) -> int:
    """Run in a child; answers its process number."""
    connections.close_all()
    if pid := os.fork():
        return pid
    try:
        work(*values)
    except BaseException as error:
        sys.stderr.write(f"{error!r}\n")
        os._exit(1)
    os._exit(0)


def killed_at(statement: int) -> None:
    """A deed with rows, texts, a file and facts, killed before its n-th statement."""
    done = 0

    def count(execute: Any, *values: Any) -> Any:
        nonlocal done
        done += 1
        if done == statement:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*values)

    connection.ensure_connection()
    with connection.execute_wrapper(count):
        photo = store.put(f"photo {statement}".encode(), name="1", at=NOW)
        matter = making.opened(f"第{statement}项", file=photo)
        making.changed(matter, weight=statement, remark="已清理")


def append_many(number: int, count: int) -> None:
    """Events one after the other, now in one chain, now in two."""
    for turn in range(count):
        codes = ["office-1"] if turn % 2 else ["office-2", "office-1"]
        entries = [
            Entry(
                chain=code,
                subject=("item", turn % 3),
                kind=f"by_{number}",
                by=SYSTEM,
                at=NOW,
                on=making.TODAY,
                texts={"remark": f"{number} {turn}"},
            )
            for code in codes
        ]
        with transaction.atomic():
            chains.append(entries)


def main() -> None:
    task, first, second = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    if task == "kill":
        codes = [os.waitpid(forked(killed_at, statement), 0)[1] for statement in range(first, second)]
        sys.stdout.write(" ".join("killed" if os.WIFSIGNALED(code) else "ended" for code in codes))
        return
    children = [forked(append_many, number, second) for number in range(first)]
    sys.exit(max(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children))


if __name__ == "__main__":
    main()
