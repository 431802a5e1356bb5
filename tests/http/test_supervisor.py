"""The supervisor over processes of its own: whoever hangs is replaced, and what comes round comes again."""

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are told apart by /proc")
_BEGINNING: Final = """
import logging, os, signal, sys, time
from guatu.http.serving.pulses import Pulse
from guatu.http.serving.supervisor import Child, Supervisor

logging.basicConfig(stream=sys.stderr)

def say(word):
    os.write(1, f"{word} {os.getpid()}\\n".encode())

"""


def supervised(children: str, *, lines: int) -> tuple[list[list[str]], str]:
    """Words and processes that the children say until there are so many; then what the log says."""
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", f"{_BEGINNING}{children}"],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    said = [process.stdout.readline().split() for _ in range(lines)]
    process.send_signal(signal.SIGTERM)
    _, log = process.communicate(timeout=20)
    assert process.returncode == 0, log
    return said, log


def test_a_child_that_hangs_is_killed_and_started_again() -> None:
    said, log = supervised(
        """
pulse = Pulse(0.5)

def hang():
    say("began")
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
    time.sleep(60)

Supervisor([Child("网页服务", "web", hang, pulse)]).run()
""",
        lines=2,
    )
    assert [word for word, _ in said] == ["began", "began"]
    assert len({pid for _, pid in said}) == 2
    assert "网页服务 0.5 秒没有动静，结束它" in log
    assert "网页服务意外退出（信号 9）" in log


def test_a_child_that_is_heard_is_left_alone() -> None:
    said, log = supervised(
        """
pulse = Pulse(0.5)

def live():
    for _ in range(8):
        pulse.beat()
        say("lives")
        time.sleep(0.2)
    time.sleep(60)

Supervisor([Child("网页服务", "web", live, pulse)]).run()
""",
        lines=8,
    )
    assert len({pid for _, pid in said}) == 1
    assert log == ""


def test_what_comes_round_begins_again_after_its_time_and_its_end_is_no_failure() -> None:
    began = time.monotonic()
    said, log = supervised(
        'Supervisor([Child("定时办理", "rounds", lambda: say("went"), every=0.4)]).run()', lines=4
    )
    assert time.monotonic() - began > 1.2
    assert len({pid for _, pid in said}) == 4
    assert log == ""


def test_a_round_that_fails_is_told_and_tried_again() -> None:
    said, log = supervised(
        """
def fail():
    say("went")
    raise SystemExit(3)

Supervisor([Child("定时办理", "rounds", fail, every=60)]).run()
""",
        lines=2,
    )
    assert len(said) == 2
    assert "定时办理意外退出（退出码 3）" in log
