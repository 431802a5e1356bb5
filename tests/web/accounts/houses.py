"""A provider of OpenID Connect that is not ours: a server of its own, in a process of its own."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final
from urllib.error import URLError
from urllib.request import urlopen

PATIENCE: Final = 30


@contextmanager
def provider(*people: Mapping[str, object]) -> Iterator[str]:
    """The address of the provider, at which these people can sign in; each has a `sub`."""
    port = _free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), "-n"]
    for one in people:
        command += ["--user-claims", json.dumps(one)]
    process = subprocess.Popen(  # noqa: S603 - a command of our own making
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "NO_COLOR": "1"},
    )
    address = f"http://localhost:{port}"
    try:
        _await(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _await(address: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, "the provider ended before it began"
        try:
            with urlopen(f"{address}/.well-known/openid-configuration", timeout=2):  # noqa: S310 - http
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError("the provider gave no answer")
