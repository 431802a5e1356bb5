"""Who started the children: scripts, forks, processes that are interrupted or killed."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from tests.reading.test_pool import LONG, NOTICE

pytestmark = pytest.mark.usefixtures("interruptible")


def run_script(tmp_path: Path, script: str) -> "subprocess.Popen[str]":
    path = tmp_path / "script.py"
    path.write_text(textwrap.dedent(script), encoding="utf-8")
    (tmp_path / "notice.txt").write_bytes(NOTICE)
    (tmp_path / "long.txt").write_bytes(LONG)
    return subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, str(path)],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def is_gone(pid: int, *, within: float = 5.0) -> bool:
    end = time.monotonic() + within
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def test_a_script_without_a_guard_may_read_at_its_top_level(tmp_path: Path) -> None:
    script = """
        from threading import Thread
        from guatu.reading import read
        print(len(read("notice.txt").items))
        thread = Thread(target=lambda: print(len(read("notice.txt").items)))
        thread.start()
        thread.join()
    """
    out, err = run_script(tmp_path, script).communicate(timeout=60)

    assert (out, err) == ("1\n1\n", "")


def test_a_process_forked_from_a_reader_reads_by_itself_and_ends_without_harm(tmp_path: Path) -> None:
    script = """
        import os
        from guatu.reading import read
        read("notice.txt")
        if (child := os.fork()) == 0:
            print(len(read("notice.txt").items), flush=True)
            raise SystemExit
        os.waitpid(child, 0)
        print(len(read("notice.txt").items))
    """
    out, err = run_script(tmp_path, script).communicate(timeout=60)

    assert (out, err) == ("1\n1\n", "")


READS_FOREVER = """
    import multiprocessing
    from pathlib import Path
    from guatu.reading.pool import Pool
    with Pool(jobs=2) as pool:
        pool.read("notice.txt")
        print(*[child.pid for child in multiprocessing.active_children()], flush=True)
        for path, answer in pool.read_all([Path("long.txt")] * 2):
            print(path, answer)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_children_end_with_their_owner(tmp_path: Path, number: signal.Signals) -> None:
    owner = run_script(tmp_path, READS_FOREVER)
    assert owner.stdout is not None
    children = [int(pid) for pid in owner.stdout.readline().split()]
    time.sleep(0.5)

    os.killpg(owner.pid, number)  # as a terminal does for Ctrl-C
    out, err = owner.communicate(timeout=10)

    assert len(children) == 2
    assert all(is_gone(child) for child in children)
    assert out == ""
    assert err.count("Traceback") == (number == signal.SIGINT)  # the owner's own, and nobody else's


@pytest.mark.parametrize("delay", [0.4, 0.8, 1.2])
def test_only_the_owner_tells_of_an_interruption_however_early(tmp_path: Path, delay: float) -> None:
    owner = run_script(tmp_path, READS_FOREVER)
    time.sleep(delay)

    os.killpg(owner.pid, signal.SIGINT)
    start = time.monotonic()
    _, err = owner.communicate(timeout=10)

    assert err.count("\nKeyboardInterrupt") <= 1
    assert time.monotonic() - start < 5
