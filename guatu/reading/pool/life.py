"""The life of a child: it takes its limits, then reads what comes until the owner hangs up."""

import os
import resource
import signal
import threading
import traceback
import warnings
from multiprocessing import connection, parent_process
from pathlib import Path

from guatu.kernel.units import Directory
from guatu.reading.errors import DamagedFile, ReadingRefusal, TooLarge
from guatu.reading.loading import rooms
from guatu.reading.pool.limits import Limits
from guatu.reading.pool.messages import Answer, Begun, Broken, Job, NewUnits
from guatu.reading.reader import bytes_of, read_here

Pipe = connection.Connection


def serve(pipe: "Pipe[Answer | Begun | None, Job | NewUnits]", limits: Limits) -> None:
    """Read documents one after another; ends with the owner, or at a breach of the limits."""
    _settle(limits)
    units: Directory | None = None
    while True:
        try:
            message = pipe.recv()
        except EOFError:
            return
        if isinstance(message, NewUnits):
            units = message.units
            continue
        pipe.send(Begun())
        _allow_time(limits.cpu_seconds)
        answer: Answer | None = _answer(message, units)
        try:
            pipe.send(answer)
        except MemoryError:
            answer = None
        if answer is None:  # only here nothing holds the draft any more
            pipe.send(TooLarge())


def _settle(limits: Limits) -> None:
    """A session, streams and limits of its own, and one eye on the owner."""
    os.setsid()  # Ctrl-C at the terminal is not for it
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    os.close(null)
    warnings.simplefilter("ignore")
    _lower(resource.RLIMIT_AS, limits.address_space)
    _lower(resource.RLIMIT_CORE, 1)  # a core file would hold the document; 1 also stops those that are piped
    threading.Thread(target=_end_with_owner, daemon=True).start()


def _lower(limit: int, value: int) -> None:
    """Set a soft limit: a converter, which is another program, may lift it for itself."""
    hard = resource.getrlimit(limit)[1]
    resource.setrlimit(limit, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _end_with_owner() -> None:
    """An owner that was killed cannot hang up while a document is being read."""
    owner = parent_process()
    if owner is not None:
        connection.wait([owner.sentinel])
        rooms.clear(os.getpid())
        os.kill(os.getpid(), signal.SIGKILL)


def _allow_time(seconds: int) -> None:
    """Processor time for one more file; past it the kernel ends the process by SIGXCPU."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + seconds + 1)


def _answer(job: Job, units: Directory | None) -> Answer:
    try:
        data = job.source if isinstance(job.source, bytes) else bytes_of(Path(job.source))
        if job.mappings is not None:
            from guatu.reading.tables.marking import read_marked

            return read_marked(data, name=job.name, units=units, day=job.day, mappings=job.mappings)
        return read_here(data, name=job.name, units=units, day=job.day)
    except ReadingRefusal as refusal:
        return refusal
    except MemoryError:
        return TooLarge()
    except RecursionError:
        return DamagedFile(why="嵌套过深")
    except Exception as error:
        return Broken(_places(error))


def _places(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return "\n".join([type(error).__name__, *(f"  {f.filename}:{f.lineno} {f.name}" for f in frames)])
