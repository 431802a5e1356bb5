"""What is done by the clock beside the jobs: the day's round, checkpoints every hour, the sweep of files."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.timezone import localdate
from django_tasks_db.models import DBTaskResult

from guatu.history import store
from guatu.http import once, sessions
from guatu.kernel.errors import Refusal
from guatu.ledgers import thumbnails, ticking
from guatu.ledgers.intake import receiving

LOOKED_AT_EVERY: Final = timedelta(minutes=1)
ORPHANS_KEPT: Final = timedelta(days=1)
JOBS_KEPT: Final = timedelta(days=14)
_log = logging.getLogger("guatu.serving")


class Rounds:
    """Remembers when it last looked, so asking it costs nothing; what failed is tried at the next look."""

    def __init__(self) -> None:
        self._next: datetime | None = None
        self._swept_on: date | None = None

    def go(self, at: datetime) -> None:
        """Do what is due at this moment."""
        if self._next is not None and at < self._next:
            return
        self._next = at + LOOKED_AT_EVERY
        on = localdate(at)
        with _tried("每日办理"):
            ticking.tick_missed(on=on, at=at)
        with _tried("检查点"):
            _take_checkpoint(at)
        if self._swept_on != on:
            with _tried("清理文件"):
                sweep(at)
                self._swept_on = on


def _take_checkpoint(at: datetime) -> None:
    from guatu.history import checkpoints  # here, for the pages have no need of cryptography

    if checkpoints.due(at):
        checkpoints.take(at=at)


def sweep(at: datetime) -> None:
    """Take away files that nothing speaks of for a day, sessions and form keys that ran out, and old jobs."""
    store.sweep(older_than=at - ORPHANS_KEPT)
    receiving.sweep(older_than=at - ORPHANS_KEPT)
    thumbnails.sweep()
    sessions.forget_expired(at=at)
    once.forget(at=at)
    DBTaskResult.objects.finished().filter(finished_at__lt=at - JOBS_KEPT).delete()


@contextmanager
def _tried(what: str) -> Iterator[None]:
    try:
        yield
    except Refusal as refusal:
        _log.warning("%s没有办成：%s", what, refusal)
    except Exception:
        _log.exception("%s没有办成", what)
