"""Checkpoints: their numbers, links, roots and signatures, the files outside, and the events under them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper

from guatu.history.canonical import canonical, digest
from guatu.history.checkpoints import TYPE, file_name, file_of
from guatu.history.checks.events import Marks
from guatu.history.checks.findings import Findings
from guatu.history.checks.reading import moment_text, raw, rows, unparsed
from guatu.history.keys import Keys, is_signed
from guatu.history.merkle import root

_QUERY: Final = """
    SELECT number, {taken_at}, body, root, previous, hash, key_id, signature
    FROM history_checkpoint ORDER BY number, id
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """A checkpoint of the database or of a folder."""

    where: str
    number: object
    body: bytes
    facts: dict[str, Any]
    hash: str
    key_id: str
    signature: bytes
    columns: tuple[object, ...] | None = None
    """Number, moment, root and link as the columns say."""

    @property
    def heads(self) -> Iterator[tuple[str, int, str]]:
        for head in self.facts.get("chains", ()):
            if isinstance(head, list) and len(head) == 3 and isinstance(head[1], int):
                yield str(head[0]), head[1], str(head[2])

    @property
    def as_file(self) -> bytes:
        return file_of(self.body, self.hash, self.key_id, self.signature)


def of_database(connection: BaseDatabaseWrapper) -> list[Taken]:
    """The checkpoints of the database."""
    return [
        Taken(
            f"检查点 {number}",
            number,
            raw(body),
            _facts(raw(body)),
            str(hash_),
            str(key),
            raw(signature),
            (number, moment_text(taken_at), top, previous),
        )
        for number, taken_at, body, top, previous, hash_, key, signature in rows(
            connection, _QUERY.format(taken_at=unparsed(connection, "taken_at"))
        )
    ]


def of_folder(folder: Path) -> dict[str, tuple[bytes, Taken | None]]:
    """File name → its bytes and the checkpoint in it, if one can be read."""
    found: dict[str, tuple[bytes, Taken | None]] = {}
    for path in sorted(folder.glob("checkpoint-*.json")):
        content = path.read_bytes()
        found[path.name] = (content, _of_file(path.name, content))
    return found


def check(findings: Findings, taken: list[Taken], keys: Keys, marks: Marks) -> None:
    """The checkpoints of the database, one after the other."""
    number, last = 0, ""
    for one in taken:
        findings.looked_at["checkpoints"] += 1
        number += 1
        if one.number != number:
            findings.add("checkpoint_number", f"{one.where}：序号应为 {number}，前面缺少或重复")
            number = one.number if isinstance(one.number, int) else number
        elif one.facts.get("previous") != last:
            findings.add("checkpoint_link", f"{one.where}：与上一检查点不相接")
        last = one.hash
        check_one(findings, one, keys, marks)


def check_one(findings: Findings, one: Taken, keys: Keys, marks: Marks) -> None:
    """A checkpoint by itself and against the events."""
    if not one.facts:
        findings.add("checkpoint_body", f"{one.where}：原文读不出来")
        return
    algorithm = str(one.facts["algorithm"])
    if digest(one.body, algorithm) != one.hash:
        findings.add("checkpoint_hash", f"{one.where}：原文与摘要不符")
    columns = tuple(one.facts.get(name) for name in ("number", "taken_at", "root", "previous"))
    if one.columns not in (None, columns):
        findings.add("checkpoint_columns", f"{one.where}：序号、时间、默克尔根或上一摘要与原文不符")
    if _root(one.facts["chains"], algorithm) != one.facts.get("root"):
        findings.add("checkpoint_root", f"{one.where}：默克尔根与各链链首不符")
    if one.key_id not in keys:
        findings.add("checkpoint_key", f"{one.where}：签名所用的密钥 {one.key_id[:16]} 不是已知的密钥")
    elif not is_signed(keys[one.key_id], one.signature, one.body):
        findings.add("checkpoint_signature", f"{one.where}：签名无效，不是持钥人所签")
    for code, length, head in one.heads:
        if marks.get((code, length)) != head:
            what = "已被截去" if (code, length) not in marks else "已被改动"
            findings.add("checkpoint_head", f"{one.where}：当时链 {code} 的第 {length} 环{what}")


def check_folder(
    findings: Findings, taken: list[Taken], folder: Path, keys: Keys, marks: Marks, *, all_there: bool
) -> None:
    """The files of a folder against the database; where `all_there`, each checkpoint must have its file."""
    files, rows_ = of_folder(folder), {file_name_of(one): one for one in taken}
    for name, (content, one) in files.items():
        if one is None:
            findings.add("checkpoint_file_differs", f"检查点文件 {name} 读不出来")
        elif name not in rows_:
            findings.add(
                "checkpoint_row_missing", f"检查点文件 {name} 在库中没有对应的检查点，库被截短或换过"
            )
            check_one(findings, one, keys, marks)
        elif content != rows_[name].as_file:
            findings.add("checkpoint_file_differs", f"检查点文件 {name} 与库中的检查点不一致")
            check_one(findings, one, keys, marks)
    if all_there:
        for name in sorted(rows_.keys() - files.keys()):
            findings.add("checkpoint_file_missing", f"检查点文件夹里没有 {name}")


def file_name_of(one: Taken) -> str:
    return file_name(one.number) if isinstance(one.number, int) else str(one.number)


def _of_file(name: str, content: bytes) -> Taken | None:
    try:
        fields = json.loads(content)
        body = fields["body"].encode("utf-8", "surrogateescape")
        facts, signature = _facts(body), bytes.fromhex(fields["signature"])
        hash_, key = str(fields["hash"]), str(fields["key_id"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return (
        Taken(f"检查点文件 {name}", facts.get("number"), body, facts, hash_, key, signature)
        if facts
        else None
    )


def _root(heads: list[object], algorithm: str) -> str:
    try:
        return root([canonical({"chain": head}) for head in heads], algorithm)
    except TypeError:  # a figure that no chain has
        return ""


def _facts(body: bytes) -> dict[str, Any]:
    try:
        facts = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    is_right = (
        isinstance(facts, dict)
        and facts.get("type") == TYPE
        and isinstance(facts.get("chains"), list)
        and facts.get("algorithm") in ("sha256", "sm3")
    )
    return facts if is_right else {}
