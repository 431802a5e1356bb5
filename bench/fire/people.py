"""Those who act under fire, and the record of what they were told had been done."""

import io
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final
from urllib.parse import quote
from uuid import uuid4

from bench.fire.asking import Answer, Call, Program
from bench.fire.setting import Setting

PNG: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63680000008200"
    "8177cd72b60000000049454e44ae426082"
)
_HEADS: Final = ("序号", "存在问题", "整改措施", "牵头单位", "完成时限", "是否完成")
_SETTLED: Final = 900.0
"""Seconds that a job may take under fire, its worker being shot again and again."""


@dataclass(slots=True)
class Record:
    """Everything that was acknowledged, and everything that was tried: whoever looks afterwards compares."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    tried: list[str] = field(default_factory=list)
    """Marks of items, of which there may be one at most."""
    items: list[dict[str, Any]] = field(default_factory=list)
    signed: list[int] = field(default_factory=list)
    """Duties."""
    words: list[dict[str, Any]] = field(default_factory=list)
    """Words that an act put into an item."""
    proofs: list[dict[str, Any]] = field(default_factory=list)
    tables: list[dict[str, Any]] = field(default_factory=list)
    drafts: list[int] = field(default_factory=list)
    said: "Counter[str]" = field(default_factory=Counter)
    """How often each act was acknowledged; refusals by their code."""
    answered: list[tuple[int, Call, Answer]] = field(default_factory=list)
    """Acts with a key and who did them, which are sent once more later."""

    def add(self, kind: str, what: object) -> None:
        with self.lock:
            getattr(self, kind).append(what)

    def count(self, what: str) -> None:
        with self.lock:
            self.said[what] += 1


class Person(threading.Thread):
    """Somebody who does one thing after the other while people act, and rests when told."""

    def __init__(self, number: int, town: "Town", do: Callable[["Person"], None]) -> None:
        super().__init__(daemon=True)
        self.number, self.town, self.do = number, town, do
        self.program = town.programs[number]
        self.chance = Random(f"{town.seed}/{number}/{do.__name__}")  # noqa: S311 - no secret
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            while not self.town.is_over.is_set():
                self.town.acting.wait()
                with self.town.busy:
                    self.do(self)
        except BaseException as failure:
            self.failure = failure

    def act(self, name: str, call: Call) -> Answer:
        """Do something with a key; what is refused is counted by its code."""
        answer = self.program.send(call)
        is_done = answer.status < 300 or (answer.is_replayed and answer.code == "acted_already")
        self.town.record.count(name if is_done else f"{name} refused: {answer.code}")
        if is_done:
            self.town.record.add("answered", (self.number, call, answer))
        return answer


class _Busy:
    """How many are in the middle of something."""

    def __init__(self) -> None:
        self._count, self._changed = 0, threading.Condition()

    def __enter__(self) -> None:
        with self._changed:
            self._count += 1

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._count -= 1
            self._changed.notify_all()

    def wait(self, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: not self._count, seconds)


class Town:
    """All of them, what they know of each other, and the record."""

    def __init__(self, setting: Setting, port: Callable[[], int], *, seed: int) -> None:
        self.setting, self.seed = setting, seed
        keys = [setting.coordinator, *setting.liaisons]
        self.programs = [Program(key, port) for key in keys]
        self.record, self.acting, self.is_over, self.busy = (
            Record(),
            threading.Event(),
            threading.Event(),
            _Busy(),
        )
        self.to_sign: list[deque[dict[str, Any]]] = [deque() for _ in setting.units]
        office = [Person(0, self, one) for one in (enter, enter, bring_in, send_document)]
        self.people = office + [Person(number, self, work) for number in range(1, len(keys))]
        for one in self.people:
            one.start()

    def rest(self) -> None:
        """Let everybody finish what he is at."""
        self.acting.clear()
        time.sleep(0.1)
        assert self.busy.wait(1200), "somebody does not come to an end"  # noqa: S101
        for one in self.people:
            if one.failure is not None:
                raise one.failure

    def go_home(self) -> None:
        self.is_over.set()
        self.acting.set()


def _mark() -> str:
    return f"火{uuid4().hex[:12]}"


def enter(one: Person) -> None:
    """An item is entered and handed out at once; sometimes it is urged."""
    town, mark = one.town, _mark()
    at = one.chance.randrange(len(town.setting.units))
    duties = [{"unit_id": town.setting.units[at], "duty": "lead"}]
    town.record.add("tried", mark)
    call = Call.act(
        f"/ledgers/{town.setting.ledger}/items",
        title=f"{mark} 号点位管理不到位",
        problem=f"{mark} 记录有缺",
        deadline=town.setting.deadline,
        duties=duties,
        dispatch=True,
    )
    answer = one.act("entered", call)
    if answer.status >= 300 and not answer.is_replayed:
        return
    told = answer.told if answer.status < 300 else _found(one, mark)
    town.record.add("items", {"id": told["id"], "number": told["number"], "mark": mark})
    town.to_sign[at].append(told)
    if one.chance.random() < 0.3:
        words = _mark()
        if one.act("urged", Call.act(f"/items/{told['id']}/acts/urged", words=words)).status < 300:
            town.record.add("words", {"item": told["id"], "mark": words, "kind": "urged"})


def _found(one: Person, mark: str) -> dict[str, Any]:
    """What was entered although its answer was lost."""
    rows = one.program.get(f"/items?q={quote(mark)}&limit=5").told["items"]
    assert rows, f"{mark} was entered, and is not there"  # noqa: S101
    return one.program.get(f"/items/{rows[0]['id']}").told


def work(one: Person) -> None:
    """A liaison signs for an item, reports on it with a photograph, proves it with another."""
    waiting = one.town.to_sign[one.number - 1]
    if not waiting:
        time.sleep(0.1)
        return
    told, record = waiting.popleft(), one.town.record
    pk, duty = told["id"], told["assignments"][0]["id"]
    unit = one.town.setting.units[one.number - 1]
    if one.act("signed", Call.act(f"/items/{pk}/acts/signed", unit_id=unit)).status < 300:
        record.add("signed", duty)
    mark, photo = _mark(), _kept(one, pk)
    body = {"assignment_id": duty, "text": f"{mark} 按计划推进", "progress": 40, "files": [photo["file"]]}
    if one.act("reported", Call.act(f"/items/{pk}/acts/reported", **body)).status < 300:
        record.add("words", {"item": pk, "mark": mark, "kind": "reported"})
        record.add("proofs", {"item": pk, "sha256": photo["sha256"]})
    if one.chance.random() < 0.5:
        photo = _kept(one, pk)
        body = {"unit_id": unit, "files": [photo["file"]]}
        if one.act("evidence_added", Call.act(f"/items/{pk}/acts/evidence_added", **body)).status < 300:
            record.add("proofs", {"item": pk, "sha256": photo["sha256"]})


def _kept(one: Person, pk: int) -> dict[str, Any]:
    data = PNG + uuid4().bytes + one.chance.randbytes(one.chance.choice((100, 20_000, 300_000)))
    answer = one.program.send(Call.upload(f"/items/{pk}/files", "现场.png", data))
    assert answer.status == 200, answer  # noqa: S101
    one.town.record.count("file sent")
    return answer.told


def bring_in(one: Person) -> None:
    """A table of an office is sent, looked at and brought in."""
    town, mark, rows = one.town, _mark(), one.chance.randint(30, 100)
    data = _table(mark, rows, town.setting.names)
    sent = one.program.send(
        Call.upload(f"/ledgers/{town.setting.ledger}/tables", "旧台账.xlsx", data, again="false")
    )
    pk = sent.told["id"] if sent.status < 300 else sent.told["error"]["details"]["draft"]
    table = {"id": pk, "mark": mark, "rows": rows, "asked": False}
    town.record.add("tables", table)
    town.record.count("table sent")
    told = _settled(one, f"/tables/{pk}")
    if told["state"] != "ready":
        town.record.count(f"table {told['state']}")
        return
    body = {"shown": told["shown"], "reason": f"{mark} 转入", "good_only": False}
    if one.act("table asked for", Call.act(f"/tables/{pk}/applied", **body)).status < 300:
        table["asked"] = True
        told = _settled(one, f"/tables/{pk}")
        table["told"] = told["state"]
        town.record.count(f"table {told['state']}")


def _table(mark: str, rows: int, units: list[str]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("问题清单")
        page.write_row(0, 0, _HEADS)
        for number in range(1, rows + 1):
            unit = units[number % len(units)]
            what = f"{mark} 第 {number} 号点位记录不全"
            page.write_row(number, 0, (number, what, "逐项整改", unit, "2027年6月底", "否"))
    return out.getvalue()


def send_document(one: Person) -> None:
    """A directive is sent to be read."""
    mark = _mark()
    unit = one.chance.choice(one.town.setting.names)
    words = (
        f"整改方案\n一、关于{mark}号停车场没有开放的问题\n整改措施：公布清单，不少于12处。\n"
        f"牵头单位：{unit}。\n完成时限：2027年6月30日前。\n"
    )
    call = Call.upload("/drafts", f"{mark}.txt", words.encode(), office_id=one.town.setting.office)
    sent = one.program.send(call)
    pk = sent.told["id"] if sent.status < 300 else sent.told["error"]["details"]["draft"]
    one.town.record.add("drafts", pk)
    one.town.record.count("document sent")
    one.town.record.count(f"document {_settled(one, f'/drafts/{pk}')['state']}")
    time.sleep(one.chance.random())


def _settled(one: Person, path: str) -> dict[str, Any]:
    """Wait until the jobs are through with it."""
    begun = time.monotonic()
    while time.monotonic() - begun < _SETTLED:
        told = one.program.get(path).told
        if told["state"] not in ("waiting", "reading", "applying"):
            return told
        time.sleep(0.3)
    raise AssertionError(f"{path} is stuck: {told}")
