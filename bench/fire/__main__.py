"""People act through the interface while processes and databases are killed at random moments.

`python -m bench.fire [--kills 200] [--database sqlite postgresql] [--seed N]`: so many kills of each
victim on each database. A worker is one of the web or that of the jobs; a server is the supervisor with all
below it; a database is PostgreSQL's postmaster or one of its backends, and on SQLite all who write, at one
moment. After each batch everything is looked at: what was acknowledged is there once, tables are in or not,
files and rows agree, `guatu verify` and `guatu rebuild --check` find nothing. Ends with 1 where something is
wrong.
"""

import argparse
import json
import os
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bench.fire import judging, setting
from bench.fire.asking import Answer, Call
from bench.fire.cluster import Cluster
from bench.fire.house import VICTIMS, House
from bench.fire.people import Town

_PAUSES = (1.0, 1.0, 1.0, 6.0)
"""Longest seconds between an answer of the house and the next shot: at times enough to finish a job."""
_AGAIN = 40
"""Acts that are sent once more after each batch."""


def main() -> None:
    """Each database in turn."""
    asked = _arguments()
    wrong = 0
    for vendor in asked.database:
        with TemporaryDirectory(prefix="guatu-fire-", dir=asked.folder) as made:
            wrong += Fire(Path(made), vendor, asked.seed).burn(asked)
    sys.exit(1 if wrong else 0)


class Fire:
    """One county on one database."""

    def __init__(self, folder: Path, vendor: str, seed: int) -> None:
        self._vendor, self._folder, self._wrong = vendor, folder, 0
        self._chance = Random(f"{seed}/{vendor}")  # noqa: S311 - no secret
        self._cluster = Cluster(folder / "postgresql") if vendor == "postgresql" else None
        (folder / "data").mkdir()
        self._house = House(folder / "data", self._cluster, self._chance)
        self._shot: Counter[str] = Counter()
        self._back: list[float] = []
        self._seed = seed

    def burn(self, asked: argparse.Namespace) -> int:
        """So many of each, or until the time is over; how many things were wrong."""
        begun, kills, batch = time.monotonic(), asked.kills, asked.batch
        print(f"== {self._vendor}, {kills} kills of each, load {os.getloadavg()[0]:.1f}", flush=True)
        try:
            self._fill()
            plan = [victim for victim in VICTIMS for _ in range(kills)]
            self._chance.shuffle(plan)
            town = Town(setting.load(self._folder / "setting.json"), self._house.port, seed=self._seed)
            for start in range(0, len(plan), batch):
                if time.monotonic() - begun > 60 * asked.minutes:
                    break
                self._batch(town, plan[start : start + batch])
                self._say(f"{dict(sorted(self._shot.items()))}: {time.monotonic() - begun:.0f} s")
            town.go_home()
            self._tell(town, time.monotonic() - begun)
        finally:
            self._house.clear()
            if self._cluster:
                self._cluster.stop()
        return self._wrong

    def _fill(self) -> None:
        for command in (("demo", "--no-serve"), ("prepare",)):
            done = self._house.run(*command)
            assert done.returncode == 0, done.stderr  # noqa: S101
        done = self._house.run("-m", "bench.fire.setting", str(self._folder / "setting.json"))
        assert done.returncode == 0, done.stderr  # noqa: S101

    def _batch(self, town: Town, victims: list[str]) -> None:
        """People act while these are shot; then all rest, and it is looked at what stands."""
        self._house.open()
        self._house.until_it_answers()
        town.acting.set()
        for victim in victims:
            time.sleep(self._chance.uniform(0.02, self._chance.choice(_PAUSES)))
            self._shot[f"{victim}: {self._house.shoot(victim)}"] += 1
            self._back.append(self._house.until_it_answers())
            if self._vendor == "sqlite" and victim == "database":
                self._complain(judging.image(self._folder / "image"))
        town.rest()
        self._complain(self._asked_again(town))
        self._house.close()
        self._look(town)

    def _asked_again(self, town: Town) -> list[str]:
        """An act that was done is answered and not repeated."""
        done = town.record.answered
        chosen = self._chance.sample(done, min(_AGAIN, len(done)))
        return [
            wrong
            for who, call, first in chosen
            if (wrong := _differs(first, town.programs[who].send(call), call))
        ]

    def _look(self, town: Town) -> None:
        record, path = town.record, self._folder / "record.json"
        names = ("tried", "items", "signed", "words", "proofs", "tables", "drafts")
        path.write_text(json.dumps({name: getattr(record, name) for name in names}), encoding="utf-8")
        done = self._house.run("-m", "bench.fire.judging", str(path))
        self._complain([*done.stdout.splitlines(), *done.stderr.splitlines()])
        for command in (("verify",), ("rebuild", "--check")):
            done = self._house.run(*command)
            if done.returncode:
                self._complain([f"guatu {' '.join(command)}: {done.stdout}{done.stderr}"])
            self._last = done.stdout.splitlines()

    def _complain(self, found: list[str]) -> None:
        self._wrong += len(found)
        for one in found:
            print(f"!! {one}", flush=True)

    def _tell(self, town: Town, lasted: float) -> None:
        back = sorted(self._back)
        self._say(f"shot: {dict(sorted(self._shot.items()))}")
        self._say(f"acknowledged: {dict(sorted(town.record.said.items()))}")
        lost = Counter(status for one in town.programs for status in one.lost)
        self._say(f"attempts without an answer: {dict(lost)} (0: the connection broke)")
        self._say(f"answers again after {back[len(back) // 2]:.1f} s at the median, {back[-1]:.1f} at most")
        lines = self._house.log.read_text(encoding="utf-8", errors="replace").splitlines()
        ends = Counter(line[:90] for line in lines if line[:1].isalpha() and "Error" in line[:60])
        tracebacks = sum("Traceback" in line for line in lines)
        self._say(f"{tracebacks} tracebacks in the log: {dict(ends.most_common(8))}")
        self._say(self._last[0] if self._last else "")
        self._say(f"{lasted:.0f} s")

    def _say(self, words: str) -> None:
        print(f"   {words}; {self._wrong} wrong" if words.endswith(" s") else f"   {words}", flush=True)


def _differs(first: Answer, again: Answer, call: Call) -> str:
    if not again.is_replayed:
        return f"{call.path} was not known again: {again}"
    if again.status < 300 and again.told.get("id") != first.told.get("id"):
        return f"{call.path} is answered {again.told.get('id')} after {first.told.get('id')}"
    return "" if again.status < 300 or again.code == "acted_already" else f"{call.path} is refused: {again}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.fire", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="of each victim, on each database")
    parser.add_argument("--batch", type=int, default=30, help="kills between two looks")
    parser.add_argument(
        "--database", nargs="+", choices=("sqlite", "postgresql"), default=("sqlite", "postgresql")
    )
    parser.add_argument(
        "--minutes", type=float, default=600, help="begin no batch after so many on a database"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--folder", type=Path, help="where the county is made; without it, among temporary files"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
