"""Each event by itself, in its chain and by its subject; the ends of the chains."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper

from guatu.history.canonical import digest
from guatu.history.checks.enclosures import Beside, Sealed
from guatu.history.checks.findings import Findings
from guatu.history.checks.reading import Row, day_text, moment_text, raw, rows, unparsed

_QUERY: Final = """
    SELECT id, chain_id, number, subject_kind, subject_id, subject_previous, kind, actor_id, principal_id,
        unit_id, {recorded_at}, {happened_on}, body, previous, hash, algorithm, schema
    FROM history_event ORDER BY chain_id, number, id
"""
_COLUMNS: Final = {
    "actor": "办理人",
    "algorithm": "摘要算法",
    "chain": "留痕链",
    "happened_on": "发生日期",
    "kind": "事由",
    "number": "环号",
    "previous": "上一环摘要",
    "principal": "委托人",
    "recorded_at": "记录时间",
    "schema": "格式版本",
    "subject": "对象",
    "subject_previous": "对象上一环",
    "unit": "所代表单位",
}
_AT_ONCE: Final = 900
"""Events whose enclosures are fetched together; older SQLite takes 999 values."""
Marks = dict[tuple[str, int], str]
"""Chain and number → the digest of the event there."""


@dataclass(slots=True)
class _Chain:
    """Where the walk along a chain stands."""

    code: str
    length: object = None
    head: object = None
    is_known: bool = True
    next: int = 1
    last: str = ""
    subjects: dict[tuple[object, object], str] = field(default_factory=dict)


class Events:
    """The walk over all events."""

    def __init__(
        self, connection: BaseDatabaseWrapper, findings: Findings, wanted: set[tuple[str, int]]
    ) -> None:
        self.connection, self.findings, self.wanted = connection, findings, wanted
        self.marks: Marks = {}
        """The digests at the places that were asked for."""
        self.beside = Beside(connection, findings)

    def check(self) -> None:
        chains = {
            pk: _Chain(str(code), length, head)
            for pk, code, length, head in rows(
                self.connection, "SELECT id, code, length, head FROM history_chain"
            )
        }
        self.findings.looked_at["chains"] = len(chains)
        columns = {name: unparsed(self.connection, name) for name in ("recorded_at", "happened_on")}
        walk = rows(self.connection, _QUERY.format(**columns))
        while some := list(islice(walk, _AT_ONCE)):
            self.beside.check(self._check(chains, some))
        for chain in chains.values():
            self._check_end(chain)
        self.beside.check_rest()

    def _check(self, chains: dict[int, _Chain], events: list[Row]) -> Iterator[Sealed]:
        for row in events:
            chain = chains.get(row[1])
            if chain is None:
                chain = chains[row[1]] = _Chain(f"#{row[1]}", is_known=False)
                self.findings.add("chain_unknown", f"有留痕属于不存在的链（编号 {row[1]}）")
            yield self._check_event(chain, row)

    def _check_event(self, chain: _Chain, row: Row) -> Sealed:
        pk, number, body, hash_ = row[0], row[2], raw(row[12]), str(row[14])
        self.findings.looked_at["events"] += 1
        where = f"链 {chain.code} 第 {number} 环"
        facts = self._parsed(where, body)
        actual = _digest(body, facts.get("algorithm", row[15]))
        if actual != hash_:
            self.findings.add("event_hash", f"{where}：原文与摘要不符，原文或摘要被改动")
        self._check_columns(where, facts, chain, row)
        follows = self._check_number(where, chain, number)
        if facts:
            self._check_links(where, chain, facts, hash_, follows=follows)
        chain.last = hash_
        if (chain.code, number) in self.wanted:
            self.marks[chain.code, number] = actual
        return Sealed(pk, row[1], where, number, hash_, facts)

    def _check_links(
        self, where: str, chain: _Chain, facts: dict[str, Any], hash_: str, *, follows: bool
    ) -> None:
        if follows and facts.get("previous") != chain.last:
            self.findings.add("event_link", f"{where}：与上一环不相接，链在此处断开")
        subject = _key(facts.get("subject"))
        if facts.get("subject_previous") != chain.subjects.get(subject, ""):
            self.findings.add("subject_link", f"{where}：与同一对象的上一环不相接")
        chain.subjects[subject] = hash_

    def _parsed(self, where: str, body: bytes) -> dict[str, Any]:
        try:
            facts = json.loads(body)
            if (
                isinstance(facts, dict)
                and isinstance(facts["sealed"], dict)
                and isinstance(facts["changes"], dict)
            ):
                return facts
        except (ValueError, KeyError, RecursionError):
            pass
        self.findings.add("event_body", f"{where}：原文读不出来")
        return {}

    def _check_columns(self, where: str, facts: dict[str, Any], chain: _Chain, row: Row) -> None:
        if not facts:
            return
        columns = {
            "actor": row[7],
            "algorithm": row[15],
            "chain": chain.code,
            "happened_on": day_text(row[11]),
            "kind": row[6],
            "number": row[2],
            "previous": row[13],
            "principal": row[8],
            "recorded_at": moment_text(row[10]),
            "schema": row[16],
            "subject": [row[3], row[4]],
            "subject_previous": row[5],
            "unit": row[9],
        }
        if columns.items() <= facts.items():
            return
        for name, value in columns.items():
            if facts.get(name) != value:
                self.findings.add("event_columns", f"{where}：“{_COLUMNS[name]}”一栏与原文不符")

    def _check_number(self, where: str, chain: _Chain, number: object) -> bool:
        """Does the number follow the last one?"""
        expected = chain.next
        if not isinstance(number, int) or number < expected:
            self.findings.add("event_number", f"{where}：环号重复或不是整数")
            return False
        chain.next = number + 1
        if number > expected:
            span = f"第 {expected} 环" if number == expected + 1 else f"第 {expected} 至 {number - 1} 环"
            self.findings.add("event_number", f"链 {chain.code}：缺{span}")
        return number == expected

    def _check_end(self, chain: _Chain) -> None:
        if chain.is_known and (chain.length, chain.head) != (chain.next - 1, chain.last):
            last = f"最后一环为第 {chain.next - 1} 环"
            self.findings.add(
                "chain_head", f"链 {chain.code}：登记的环数为 {chain.length}，{last}，链首对不上"
            )


def _digest(body: bytes, algorithm: object) -> str:
    return digest(body, algorithm) if algorithm in ("sha256", "sm3") else ""


def _key(subject: object) -> tuple[object, object]:
    if isinstance(subject, list) and len(subject) == 2:
        return str(subject[0]), str(subject[1])
    return "", ""
