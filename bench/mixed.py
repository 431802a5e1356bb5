"""A served county under mixed load: 64 connections that read and write, answers and memory over minutes.

`python -m bench.mixed --folder DIR [--connections 64] [--minutes 5]`: four requests of five read, pages and
the interface in turn; the fifth is the next step of a matter: it is entered and handed out, signed for,
reported on, urged, a photograph is added. What is written stays in the folder: give it a copy. DATABASE_URL
is honoured. Memory is told each half minute: least, median and most of the looks since.
"""

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from bench.fire import setting
from bench.fire.asking import Call
from bench.fire.people import PNG
from bench.fire.setting import Setting
from bench.load import _signed_in, served
from bench.weighing import Scales

_WRITES = 0.2
_PAGES = (
    ("coordinator", "/items/?state=in_progress"),
    ("coordinator", "/items/?state=in_progress&page=40"),
    ("coordinator", "/work"),
    ("coordinator", f"/search?q={quote('停车')}"),
    ("liaison", "/work"),
    ("liaison", "/items/?state=in_progress"),
    ("leader", "/work"),
    ("leader", "/items/?state=in_progress"),
)
_CALLS = ("/items?state=in_progress&order=deadline&limit=50", "/items/counts", "/search?q=5G", "/me/notices")


@dataclass(slots=True)
class Tally:
    """What came back: seconds by kind, and whatever was no answer of ours."""

    reads: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    wrong: "Counter[str]" = field(default_factory=Counter)


@dataclass(slots=True)
class Line:
    """One connection, opened again when the server closes it."""

    port: int
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None

    async def ask(self, head: str, body: bytes = b"") -> tuple[int, bytes]:
        """Status and body; 0 where the connection broke."""
        words = f"{head}Host: 127.0.0.1:{self.port}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        try:
            if self.writer is None or self.reader is None:
                self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
            self.writer.write(words)
            status, told, keeps = await _answer(self.reader)
        except (OSError, EOFError):
            status, told, keeps = 0, b"", False
        if not keeps and self.writer is not None:
            self.writer.close()
            self.writer = None
        return status, told


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes, bool]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    fields = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
    told = b""
    if fields.get("transfer-encoding") == "chunked":
        while size := int(await reader.readline(), 16):
            told += (await reader.readexactly(size + 2))[:-2]
        await reader.readline()
    else:
        told = await reader.readexactly(int(fields.get("content-length", 0)))
    return int(head.split(" ", 2)[1]), told, fields.get("connection") != "close"


@dataclass(slots=True)
class Client:
    """Somebody with a connection: reads, and takes his matters on, step by step."""

    line: Line
    chance: random.Random
    setting: Setting
    cookies: dict[str, str]
    tally: Tally
    items: list[str]

    async def go(self, until: float) -> None:
        steps = self.steps()
        while perf_counter() < until:
            if self.chance.random() < _WRITES:
                await anext(steps)
            else:
                await self.read()
        if self.line.writer is not None:
            self.line.writer.close()

    async def read(self) -> None:
        at = self.chance.random()
        if at < 0.15:
            await self.page("coordinator", self.chance.choice(self.items))
        elif at < 0.6:
            await self.page(*self.chance.choice(_PAGES))
        else:
            path = self.chance.choice(_CALLS)
            await self.timed(self.tally.reads, f"GET /api/v1{path}", self.key(0))

    async def page(self, role: str, path: str) -> None:
        await self.timed(self.tally.reads, f"GET {path}", f"Cookie: {self.cookies[role]}\r\n")

    async def steps(self) -> AsyncIterator[None]:
        """The life of a matter, a step each time."""
        place = self.setting
        while True:
            who = self.chance.randrange(len(place.units))
            duties = [{"unit_id": place.units[who], "duty": "lead"}]
            given = {
                "title": f"点位 {uuid4().hex[:8]} 管理不到位",
                "deadline": place.deadline,
                "duties": duties,
            }
            path = f"/ledgers/{place.ledger}/items"
            told = await self.write(0, Call.act(path, **given, problem="记录有缺", dispatch=True))
            yield
            if "assignments" not in told:
                continue
            path, duty = f"/items/{told['id']}", told["assignments"][0]["id"]
            await self.write(who + 1, Call.act(f"{path}/acts/signed", unit_id=place.units[who]))
            yield
            report = {"assignment_id": duty, "text": "按计划推进", "progress": 30}
            await self.write(who + 1, Call.act(f"{path}/acts/reported", **report))
            yield
            await self.write(0, Call.act(f"{path}/acts/urged", words="请抓紧办理"))
            yield
            if self.chance.random() < 0.3:
                kept = await self.write(
                    who + 1, Call.upload(f"{path}/files", "现场.png", PNG + uuid4().bytes)
                )
                yield
                proof: dict[str, Any] = {"unit_id": place.units[who], "files": [kept.get("file", "")]}
                await self.write(who + 1, Call.act(f"{path}/acts/evidence_added", **proof))
                yield

    async def write(self, who: int, call: Call) -> dict[str, Any]:
        head = f"{self.key(who)}Content-Type: {call.kind}\r\n"
        head += f"Idempotency-Key: {call.key}\r\n" if call.key else ""
        told = await self.timed(self.tally.writes, f"POST /api/v1{call.path}", head, call.body or b"")
        found: dict[str, Any] = json.loads(told or b"{}")
        return found

    def key(self, who: int) -> str:
        token = self.setting.coordinator if who == 0 else self.setting.liaisons[who - 1]
        return f"Authorization: Bearer {token}\r\n"

    async def timed(self, times: list[float], what: str, head: str, body: bytes = b"") -> bytes:
        sent = perf_counter()
        status, told = await self.line.ask(f"{what} HTTP/1.1\r\n{head}", body)
        times.append(perf_counter() - sent)
        if status not in (200, 201, 202):
            self.tally.wrong[f"{status} {what.partition('?')[0]} {told[:120]!r}"] += 1
        return told if status in (200, 201, 202) else b""


def main() -> None:
    """Serve, ask, weigh, stop; ends with 1 where an answer was wrong."""
    asked = _arguments()
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start")
    wrong = show(asked.folder, connections=asked.connections, seconds=60 * asked.minutes)
    sys.exit(1 if wrong else 0)


def show(folder: Path, *, connections: int, seconds: float) -> int:
    """Print how a served folder bears it; how many answers were wrong."""
    environment = {**os.environ, "GUATU_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "guatu.settings"}
    with TemporaryDirectory() as made:
        path = Path(made) / "setting.json"
        command = [sys.executable, "-m", "bench.fire.setting", str(path)]
        subprocess.run(command, env=environment, check=True)  # noqa: S603 - our own program
        place = setting.load(path)
    with served(folder, workers=2) as (port, pid):
        return asyncio.run(_show(port, pid, place, connections, seconds))


async def _show(port: int, pid: int, place: Setting, connections: int, seconds: float) -> int:
    cookies = {role: _signed_in(port, role) for role in ("coordinator", "liaison", "leader")}
    tally, began = Tally(), perf_counter()
    _, told = await Line(port).ask(
        f"GET /api/v1{_CALLS[0]} HTTP/1.1\r\nAuthorization: Bearer {place.coordinator}\r\n"
    )
    items = [f"/items/{one['id']}" for one in json.loads(told)["items"]]
    clients = [
        Client(Line(port), random.Random(number), place, cookies, tally, items)  # noqa: S311 - no secret
        for number in range(connections)
    ]
    scales = Scales(pid, began, lambda: len(tally.reads) + len(tally.writes), [])
    watching = asyncio.create_task(scales.watch())
    await asyncio.gather(*(one.go(began + seconds) for one in clients))
    watching.cancel()
    _tell(tally, perf_counter() - began)
    print(f"least, median, most: {scales.halves()}")
    return tally.wrong.total()


def _tell(tally: Tally, lasted: float) -> None:
    for name, times in (("reads", tally.reads), ("writes", tally.writes)):
        cuts = quantiles(times, n=100, method="inclusive")
        p50, p95, p99 = (1000 * cuts[at - 1] for at in (50, 95, 99))
        share = f"{len(times)} ({len(times) / lasted:.1f}/s)"
        print(f"{name:<8}{share:>20}   p50 {p50:.0f}, p95 {p95:.0f}, p99 {p99:.0f} ms")
    print(f"{tally.wrong.total()} wrong")
    for what, count in tally.wrong.most_common(10):
        print(f"!! {count} × {what}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.mixed", description=__doc__)
    parser.add_argument(
        "--folder", type=Path, required=True, help="a copy of a folder that `guatu demo` filled"
    )
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--minutes", type=float, default=5)
    return parser.parse_args()


if __name__ == "__main__":
    main()
