"""A served county under load: how long pages take, how many a second, how soon it starts; its weight.

`python -m bench.load --folder DIR [--workers 2] [--seconds 10]` serves a folder that `guatu demo` filled (see
`bench.county`) and asks over loopback, on the same processors: one connection, then sixteen, each sending its
next request when it has its answer. Then it tells what pages cost right after an event (`bench.spent`), which
adds events to the folder; `--rounds 0` leaves that out. DATABASE_URL is honoured.
"""

import argparse
import asyncio
import http.client
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from time import perf_counter, sleep
from urllib.parse import quote, urlencode

_PASSWORD = "Yunqiao-2026"  # noqa: S105 - of the demonstration, printed for everybody
_LIST = "/items/?state=in_progress"
_API = "/api/v1/items?state=in_progress&order=deadline&limit=50"
_PAGES: Mapping[str, Sequence[tuple[str, str]]] = {
    "coordinator": (
        ("list", _LIST),
        ("list, page 40", f"{_LIST}&page=40"),
        ("API list", _API),
        ("item", "{item}"),
        ("my work", "/work"),
        ("search, a common word", f"/search?q={quote('停车')}"),
        ("search, a rare word", f"/search?q={quote('YS-0123')}"),
        ("search, API", f"/api/v1/search?q={quote('停车')}"),
        ("counts of tabs, API", "/api/v1/items/counts"),
    ),
    "liaison": (("list", _LIST), ("API list", _API), ("item", "{item}"), ("my work", "/work")),
    "verifier": (("my work", "/work"), ("to verify", "/verify")),
    "leader": (("list", _LIST), ("my work", "/work"), ("decisions", "/decisions")),
    "inspector": (("my work", "/work"),),
    "administrator": (("my work", "/work"),),
}
_MIXED = 500
_LOOKS = 70


@dataclass(slots=True)
class Load:
    """What came of one page under one number of connections; times in seconds."""

    times: list[float] = field(default_factory=list)
    wrong: int = 0
    lasted: float = 0.0

    def __str__(self) -> str:
        if len(self.times) < 2:
            return f"{len(self.times)} answers, {self.wrong} wrong"
        cuts = quantiles(self.times, n=100, method="inclusive")
        p50, p95, p99 = (1000 * cuts[at - 1] for at in (50, 95, 99))
        wrong = f"  {self.wrong} wrong" if self.wrong else ""
        return f"{p50:8.0f}{p95:8.0f}{p99:8.0f}{len(self.times) / self.lasted:9.1f}{wrong}"


def main() -> None:
    """Start, ask, weigh, stop."""
    asked = _arguments()
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start")
    show(asked.folder, workers=asked.workers, seconds=asked.seconds, rounds=asked.rounds)


def show(folder: Path, *, workers: int, seconds: float, rounds: int) -> None:
    """Print how a served folder bears its load, each page for so many seconds; then what pages cost."""
    begun = perf_counter()
    with served(folder, workers=workers) as (port, pid):
        _first_page(port, begun)
        _show(port, pid, seconds)
    if rounds:
        command = [sys.executable, "-m", "bench.spent", "--folder", str(folder), "--rounds", str(rounds)]
        subprocess.run(command, check=True)  # noqa: S603 - our own program


@contextmanager
def served(folder: Path, *, workers: int) -> Iterator[tuple[int, int]]:
    """The port on which a folder is served, and the process that serves it."""
    guatu = str(Path(sys.executable).with_name("guatu"))
    command = [guatu, "serve", "--port", "0", "--workers", str(workers)]
    environment = {**os.environ, "GUATU_DATA": str(folder)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:  # noqa: S603
        try:
            assert server.stdout is not None  # noqa: S101
            yield int(server.stdout.readline().partition("127.0.0.1:")[2].partition("/")[0]), server.pid
        finally:
            server.terminate()


def _first_page(port: int, begun: float) -> None:
    while True:
        try:
            status, _, _ = _ask(port, "GET", "/sign-in")
        except OSError:
            continue
        print(f"first page {perf_counter() - begun:.2f} s after the start (status {status})")
        return


def _show(port: int, pid: int, seconds: float) -> None:
    cookies = {role: _signed_in(port, role) for role in _PAGES}
    print(f"\n{'p50, p95, p99 in ms; answers a second':<44}{'p50':>8}{'p95':>8}{'p99':>8}{'req/s':>9}")
    pages: list[tuple[str, str]] = []
    for role in _PAGES:
        item = _an_item(port, cookies[role])
        for name, path in _PAGES[role]:
            path = path.format(item=item)
            pages.append((path, cookies[role]))
            _ask(port, "GET", path, cookies[role])
            for connections in (1, 16):
                load = asyncio.run(_load(port, path, cookies[role], connections, seconds))
                print(f"{f'{role}, {name}, {connections} at once':<44}{load}", flush=True)
    rng = random.Random(_MIXED)  # noqa: S311 - no secret
    for _ in range(_MIXED):
        _ask(port, "GET", *rng.choice(pages))
    weights = sorted(_weighed(pid))
    print(
        f"\n{weights[0]:.0f} to {weights[-1]:.0f} MiB (PSS of all processes) after {_MIXED} mixed requests: "
        "least between two rounds of the clock, most while one is at work"
    )


def _weighed(pid: int) -> Iterator[float]:
    """All processes, again and again for longer than from one round of the clock to the next."""
    for _ in range(_LOOKS):
        with suppress(FileNotFoundError, ProcessLookupError):  # one ended in between
            yield sum(map(_proportional, _family(pid)))
        sleep(1)


async def _load(port: int, path: str, cookie: str, connections: int, seconds: float) -> Load:
    """Ask for a page over some connections until the time is over."""
    load, begun = Load(), perf_counter()
    words = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n".encode()

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while perf_counter() - begun < seconds:
            sent = perf_counter()
            try:
                writer.write(words)
                status, keeps = await _answer(reader)
            except (OSError, EOFError, asyncio.IncompleteReadError):
                status, keeps = 0, False
            load.times.append(perf_counter() - sent)
            load.wrong += status != http.HTTPStatus.OK
            if not keeps:
                writer.close()
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()

    await asyncio.gather(*(one() for _ in range(connections)))
    load.lasted = perf_counter() - begun
    return load


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bool]:
    """Status of an answer read to its end, and whether the connection stays."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = int(head.split(" ", 2)[1])
    if found := re.search(r"content-length: (\d+)", head):
        await reader.readexactly(int(found[1]))
    elif "transfer-encoding: chunked" in head:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return status, "connection: close" not in head


def _ask(
    port: int, method: str, path: str, cookie: str = "", body: str = ""
) -> tuple[int, Sequence[tuple[str, str]], str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": cookie} if cookie else {}
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        connection.request(method, path, body=body or None, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.getheaders(), answer.read().decode()
    finally:
        connection.close()


def _signed_in(port: int, role: str) -> str:
    """The cookies of a role of the demonstration, as the browser keeps them."""
    _, headers, page = _ask(port, "GET", "/sign-in")
    cookies = _kept(headers)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None  # noqa: S101
    given = {"username": role, "password": _PASSWORD, "csrfmiddlewaretoken": token[1]}
    status, headers, _ = _ask(port, "POST", "/sign-in", _said(cookies), urlencode(given))
    assert status == http.HTTPStatus.FOUND, f"{role} cannot sign in: {status}"  # noqa: S101
    return _said(cookies | _kept(headers))


def _kept(headers: Sequence[tuple[str, str]]) -> dict[str, str]:
    pairs = (value.partition(";")[0].partition("=") for name, value in headers if name == "Set-Cookie")
    return {name: value for name, _, value in pairs}


def _said(cookies: Mapping[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def _an_item(port: int, cookie: str) -> str:
    """The first item of the list that the role sees."""
    _, _, page = _ask(port, "GET", _LIST, cookie)
    found = re.search(r'href="(/items/\d+)"', page)
    return found[1] if found else "/work"


def _family(pid: int) -> set[int]:
    """A process and all below it."""
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {pid}.union(*(_family(int(one)) for one in below))


def _proportional(pid: int) -> float:
    """The proportional set size of a process in MiB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="a data folder that `guatu demo` filled")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=10, help="how long each page is asked for")
    parser.add_argument("--rounds", type=int, default=11, help="turns of each page around an event")
    return parser.parse_args()


if __name__ == "__main__":
    main()
