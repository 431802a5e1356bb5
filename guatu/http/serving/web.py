"""The web workers: gunicorn with threads, the application loaded once and shared by fork."""

import gc
import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guatu.http.serving.parents import end_with_parent

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler

THREADS = 8
_FINISHING = 6
"""Seconds that a request under way has when the server stops."""


def load() -> "WSGIHandler":
    """The application with all its pages, ready to be shared."""
    from django.urls import get_resolver

    from guatu.wsgi import application

    get_resolver().url_patterns  # noqa: B018 - imports every view
    return application


def serve(listener: socket.socket, workers: int) -> None:
    """Serve on the socket until told to stop; gunicorn starts again whichever of its workers dies."""
    from gunicorn.app.base import BaseApplication

    class Application(BaseApplication):  # type: ignore[misc]
        """Configured here alone: no file, no command line."""

        def load_config(self) -> None:
            for name, value in _settings(listener, workers).items():
                self.cfg.set(name, value)

        def load(self) -> "WSGIHandler":
            return load()

    Application().run()


def _settings(listener: socket.socket, workers: int) -> dict[str, Any]:
    shared_memory = Path("/dev/shm")  # noqa: S108 - for heartbeats, which gunicorn unlinks at once
    return {
        "bind": f"fd://{os.dup(listener.fileno())}",
        "worker_class": "gthread",
        "workers": workers,
        "threads": THREADS,
        "preload_app": True,
        "timeout": 60,
        "graceful_timeout": _FINISHING,
        "worker_tmp_dir": str(shared_memory) if os.access(shared_memory, os.W_OK) else None,
        "control_socket_disable": True,
        "loglevel": "warning",
        "when_ready": lambda _: _settle(),
        "post_fork": lambda arbiter, _: end_with_parent(arbiter.pid),
    }


def _settle() -> None:
    """Before the workers are forked: the collector would touch, and so copy, every page that they share."""
    gc.collect()
    gc.freeze()
