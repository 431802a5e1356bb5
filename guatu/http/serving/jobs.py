"""The job worker: jobs one after the other."""

import os
import signal
import time
from datetime import timedelta
from types import FrameType

from django.db import close_old_connections
from django.utils.timezone import now
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from guatu.http.serving import slots

LOOKED_AT_EVERY = timedelta(minutes=1)
"""How often it looks for jobs that the dead have left."""
PAUSE = 0.3
"""Seconds between two looks for a job."""
FINISHING = 7
"""Seconds that a job under way has when the server stops; then it is left for the next start."""


class JobWorker:
    """Does the jobs of the database; for the main thread of a process of its own."""

    def __init__(self) -> None:
        self._is_stopping = False
        self._parent = os.getppid()
        self._next_look = now()

    def run(self) -> None:
        """Work until told to stop."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        with slots.slot() as worker:
            while not self._is_stopping and os.getppid() == self._parent:
                self._look(worker)
                if not run_next(worker):
                    time.sleep(PAUSE)
                close_old_connections()

    def _look(self, worker: str) -> None:
        at = now()
        if at >= self._next_look:
            self._next_look = at + LOOKED_AT_EVERY
            slots.take_back(worker=worker, at=at)

    def _stop(self, _: int, __: FrameType | None) -> None:
        self._is_stopping = True
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # which ends the process, whatever it is doing
        signal.alarm(FINISHING)


def run_next(worker: str) -> bool:
    """Do the next job that is ready, if there is one; how it ended stands in its row."""
    if not DBTaskResult.objects.ready().exists():
        return False  # claiming one locks the whole of an SQLite database
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=worker,
        excluded_queue_names=[],
    ).run()
    return True
