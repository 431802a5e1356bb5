"""What is done by the clock: the day's round, checkpoints every hour, the sweep of files.

Each look is a process that ends, and takes with it what it has loaded: cryptography, and a whole day's items.
"""

import logging
import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection
from django.utils.timezone import localdate, now
from django_tasks_db.models import DBTaskResult

from guatu.history import store
from guatu.http import once, sessions
from guatu.kernel.errors import Refusal
from guatu.ledgers import sights, thumbnails, ticking
from guatu.ledgers.actions import passages, photographs, recurring
from guatu.ledgers.imports import receiving as tables
from guatu.ledgers.intake import receiving

EVERY: Final = 60.0
"""Seconds between two looks."""
PHOTOGRAPHS: Final = 8
TEXTS: Final = 500
PROBLEMS: Final = 5_000
"""What came by no upload, and is taken up at a look for what it has in common with others."""
ORPHANS_KEPT: Final = timedelta(days=1)
JOBS_KEPT: Final = timedelta(days=14)
_log = logging.getLogger("guatu.serving")


class Rounds:
    """What is due at each look; made before the processes part, for it remembers over all of them."""

    def __init__(self) -> None:
        self._swept_on = mmap.mmap(-1, 8)
        """The day of the last sweep as an ordinal, in memory that the processes share."""

    def go(self) -> None:
        """Do what is due now; what failed is tried at the next look."""
        at = now()
        with _tried("每日办理"):
            ticking.tick_missed(on=localdate(at), at=at)
        with _tried("查阅记录"):
            sights.fold()
        with _tried("消息送达"):
            _send(at)
        with _tried("佐证比对"):
            photographs.catch_up(most=PHOTOGRAPHS)
            passages.catch_up(most=TEXTS)
        with _tried("销号问题索引"):
            recurring.catch_up(most=PROBLEMS)
        with _tried("检查点"):
            _take_checkpoint(at)
        today = localdate(at).toordinal().to_bytes(8)
        if self._swept_on[:] != today:
            with _tried("清理文件"):
                sweep(at)
                self._swept_on[:] = today
            with _tried("统计表"):
                count_tables()


def _send(at: datetime) -> None:
    if settings.CHANNELS:
        from guatu.channels import carrying  # here, for most counties name no channel

        carrying.go(at=at)


def _take_checkpoint(at: datetime) -> None:
    from guatu.history import checkpoints  # here, for the other processes have no need of cryptography

    if checkpoints.due(at):
        checkpoints.take(at=at)


def sweep(at: datetime) -> None:
    """Take away files that nothing speaks of for a day, sessions and form keys that ran out, and old jobs."""
    store.sweep(older_than=at - ORPHANS_KEPT)
    tables.sweep(older_than=at - ORPHANS_KEPT)
    receiving.sweep(older_than=at - ORPHANS_KEPT)
    thumbnails.sweep()
    sessions.forget_expired(at=at)
    once.forget(at=at)
    sights.forget(on=localdate(at))
    DBTaskResult.objects.finished().filter(finished_at__lt=at - JOBS_KEPT).delete()


def count_tables() -> None:
    """Let SQLite count what its indexes tell apart; without it, it guesses, and reads whole tables.

    PostgreSQL does so by itself. Connections learn of it when they are opened anew.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


@contextmanager
def _tried(what: str) -> Iterator[None]:
    try:
        yield
    except Refusal as refusal:
        _log.warning("%s没有办成：%s", what, refusal)
    except Exception:
        _log.exception("%s没有办成", what)
