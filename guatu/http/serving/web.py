"""A web worker: gunicorn's, with threads, on an application that was loaded once and is shared by fork."""

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guatu.http.serving import counting, logs
from guatu.http.serving.pulses import Pulse

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler

THREADS = 4
"""Requests that a worker answers at once; each thread has a connection to the database."""
_FINISHING = 6
"""Seconds that a request under way has when the server stops."""


def load() -> "WSGIHandler":
    """The application with all its pages, and what serves it, ready to be shared."""
    from django.urls import get_resolver
    from gunicorn.workers import gthread  # noqa: F401 - every worker needs it

    from guatu.http.serving import figures  # noqa: F401 - or each worker would load it for itself
    from guatu.wsgi import application

    get_resolver().url_patterns  # noqa: B018 - imports every view
    return application


def serve(listener: socket.socket, pulse: Pulse, number: int = 0) -> None:
    """Serve on the socket until told to stop, beating the pulse, as the worker of a number from 0."""
    counting.own().begin(number)
    from gunicorn.app.base import BaseApplication
    from gunicorn.sock import create_sockets
    from gunicorn.workers.gthread import ThreadWorker

    class Application(BaseApplication):  # type: ignore[misc]
        """Configured here alone: no file, no command line."""

        def load_config(self) -> None:
            for name, value in _settings(listener).items():
                self.cfg.set(name, value)

        def load(self) -> "WSGIHandler":
            return load()

    class Worker(ThreadWorker):  # type: ignore[misc]
        """Heard by our supervisor, which stands where gunicorn has its arbiter."""

        def notify(self) -> None:
            pulse.beat()

    application = Application()
    settings = application.cfg
    log = settings.logger_class(settings)
    listeners = create_sockets(settings, log)
    Worker(1, os.getppid(), listeners, application, pulse.longest / 2, settings, log).init_process()


def _settings(listener: socket.socket) -> dict[str, Any]:
    shared_memory = Path("/dev/shm")  # noqa: S108 - for a file which gunicorn unlinks at once
    return {
        "bind": f"fd://{os.dup(listener.fileno())}",
        "threads": THREADS,
        "graceful_timeout": _FINISHING,
        "worker_tmp_dir": str(shared_memory) if os.access(shared_memory, os.W_OK) else None,
        "logger_class": logs.unhandled_by_gunicorn(),
    }
