"""Which jobs belong to the dead: each job worker holds a numbered slot, and the kernel frees it when it dies.

Servers that share a data folder see each other's slots. A server with a folder of its own is only known by
what it began: what it has not finished after an hour is taken up.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import IO, Final
from uuid import uuid4

from django.conf import settings
from django.db.models import F
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from guatu.ledgers import giving_up

ATTEMPTS: Final = 3
"""How often a job is begun; one that ends its worker each time is given up."""
_FOREIGN: Final = timedelta(hours=1)


class JobGivenUp(RuntimeError):
    """A job during which its worker died again and again."""


@contextmanager
def slot() -> Iterator[str]:
    """The lowest free slot, held until the process ends, as the name of a worker: server and number."""
    for number in count():
        with ExitStack() as until_the_end:
            if until_the_end.enter_context(_held(number)):
                yield f"{_server()}:{number}"
                return


def is_anybody_there() -> bool:
    """Does a job worker live, of a server on this data folder?"""
    for path in _folder().glob("worker-*.lock"):
        with path.open("ab") as lock:
            if not _lock(lock):
                return True
    return False


def take_back(*, worker: str, at: datetime) -> int:
    """Let the jobs of dead workers be begun again; for a worker that has none in hand."""
    taken = 0
    for job in DBTaskResult.objects.running():
        if not _is_abandoned(job, worker, at):
            continue
        if len(job.worker_ids) >= ATTEMPTS:
            _give_up(job)
            continue
        same = DBTaskResult.objects.filter(
            pk=job.pk, status=TaskResultStatus.RUNNING, started_at=job.started_at
        )
        taken += same.update(status=TaskResultStatus.READY, enqueued_at=F("enqueued_at"))
    return taken


def _give_up(job: "DBTaskResult[..., object]") -> None:
    """Say so where the job was asked for, then in its own row: who dies in between says it again."""
    if tell := giving_up.TELLING.get(job.task_path):
        tell(*job.args_kwargs["args"])
    job.set_failed(JobGivenUp(f"begun {len(job.worker_ids)} times"))


def _is_abandoned(job: "DBTaskResult[..., object]", worker: str, at: datetime) -> bool:
    last = job.worker_ids[-1] if job.worker_ids else ""
    server, _, number = last.rpartition(":")
    if last == worker:
        return True
    if server == _server() and number.isdigit():
        with _held(int(number)) as is_free:
            return is_free
    return job.started_at is None or job.started_at < at - _FOREIGN


@contextmanager
def _held(number: int) -> Iterator[bool]:
    """Try to hold a slot for a while; False where somebody living holds it."""
    with (_folder() / f"worker-{number}.lock").open("ab") as lock:
        yield _lock(lock)


def _lock(file: IO[bytes]) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _server() -> str:
    """A name of this data folder, given once."""
    path = _folder() / "server"
    if not path.exists():
        part = path.with_name(f".server-{os.getpid()}")
        part.write_text(uuid4().hex)
        with suppress(FileExistsError):
            os.link(part, path)
        part.unlink()
    return path.read_text()


def _folder() -> Path:
    folder = Path(settings.DATA) / "run"
    folder.mkdir(exist_ok=True)
    return folder
