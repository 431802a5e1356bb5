"""核验挂图留痕：只用 Python 标准库，不依赖挂图程序，可逐行审阅。

用法：python3 verify_trail.py 导出包.zip [--checkpoints 目录] [--key 公钥.pem]
      python3 verify_trail.py guatu.sqlite3 [--files 目录] [--checkpoints 目录] [--key 公钥.pem]
完好时退出码为 0，有问题为 1，用法有误为 2。格式见 docs/trust.md。
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sqlite3
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Json = Any
TRIGGERS: dict[str, dict[str, str]] = {
    "sqlite": {
        "guard_history_chain_delete": "04440b52547116c1877ff5f840b1daae417684d8",
        "guard_history_chain_replace": "353cb1072ffcdaac466ec984e8e8949aa1988215",
        "guard_history_chain_update": "7a243255e8ed863db7546199b6c6220bace7c8fc",
        "guard_history_checkpoint_delete": "7d3aeeb97a94efe1d5b87cea0e080ad4a10d0b2c",
        "guard_history_checkpoint_replace": "c283b3feabec34f767cab223bcf3b8f805059b0c",
        "guard_history_checkpoint_update": "9b204682ff07244f670b9955f209cc4151492e77",
        "guard_history_enclosure_delete": "d04d2bca9023dcba89514fc3179ad624525cec31",
        "guard_history_enclosure_replace": "8606b6093f57ec70bd013b684a3b0f28debba23f",
        "guard_history_enclosure_update": "b4bdde391bdceea3d951514cbdfe498d420db7d4",
        "guard_history_event_delete": "74871b56d66d2d62ef80c352331b94b3be197709",
        "guard_history_event_replace": "760109d4f460d588a1fafb77118664213ece6da0",
        "guard_history_event_update": "f47f797321f0b4af0126f87da5628955e50ea85a",
        "guard_history_redaction_delete": "a8bf0a7c2a2bdc2dbde75581b1351e42c863c614",
        "guard_history_redaction_enclosures_delete": "560f00db2e66e77194c12b9faf518ab8c7e7edff",
        "guard_history_redaction_enclosures_replace": "8ebcc2816e94f4f66eab90d33da8492ebc13f545",
        "guard_history_redaction_enclosures_update": "820fa13bc40e6d03411405ed1f78277cc872a198",
        "guard_history_redaction_replace": "c32a9f6540a7d07c5ef2b659c9c39881337b67ed",
        "guard_history_redaction_update": "69d73c02b41fa13655a36e2ca5ab75f00cec7d01",
        "guard_history_storedfile_delete": "bd41bd72976e7db0500809f677ef175685380dde",
        "guard_history_storedfile_replace": "2b29cfdfc0ac61488ace232c38d7d297c6f5323b",
        "guard_history_storedfile_update": "41c88fead563c426c8f05f253e5709b0bcb59443",
    },
    "postgresql": {
        "guard_history_chain_delete": "d48654d97f42e2ed812d8a6ef14299b0fa7ec2b7",
        "guard_history_chain_truncate": "7da54552078da1d45fa8d3acb07f00a2777b5b0b",
        "guard_history_chain_update": "e0c339953cfb365c762754267f39d13040937c75",
        "guard_history_checkpoint_delete": "6eb747fdbaf7cc585a0400fede3c8ab5a0848aa5",
        "guard_history_checkpoint_truncate": "268a47bcedf7400a00e3b8edeec96c1deda5f8e5",
        "guard_history_checkpoint_update": "49c40cac139b7ee1653a2f9fee02ee346bc907a3",
        "guard_history_enclosure_delete": "cd199479b3d17f390c81c71973e5fb9b8630ce3f",
        "guard_history_enclosure_truncate": "72923aa1d2c1905f6e490a5ef557bfb2b23919c8",
        "guard_history_enclosure_update": "0de3ca814b8e77f64e4d631ff26133ec5e0df786",
        "guard_history_event_delete": "38007df6f2609a0a547c0d9b588d843adba5a76c",
        "guard_history_event_truncate": "73cdfb89564467128918209b9da08e81574202c1",
        "guard_history_event_update": "3747f5cfdec9a3ca4ab69788946ccd885e062a7f",
        "guard_history_redaction_delete": "f1f36e9d795f6930cb9997c9fff3a67819930e30",
        "guard_history_redaction_enclosures_delete": "3b8c7418b297883653ad12dc26b7d1ad331bfed3",
        "guard_history_redaction_enclosures_truncate": "7ef787b9b48527073386df1e01f0d3c80e1f337c",
        "guard_history_redaction_enclosures_update": "24c56fe887541ceb3b073e8bfa34e43dca8dd06a",
        "guard_history_redaction_truncate": "7f9fd9b24893939e6a133c5500e7c9a9092e50ee",
        "guard_history_redaction_update": "3443e721a70a76973ff8ce26d8d2cc3e00925970",
        "guard_history_storedfile_delete": "2ff2325116f233fb47a9183c101ce9b812b36bd2",
        "guard_history_storedfile_truncate": "a77329883c42ec1c458c18ae4688c99c9c3cb425",
        "guard_history_storedfile_update": "0b2502ab46ce47e547743da9e51111f87dab0aeb",
    },
}  # 数据库种类 → 触发器 → 摘要
TABLES: dict[str, dict[str, str]] = {
    "sqlite": {
        "history_chain": "a893a5cfb187dedae7be1a9961d4fcb4d8205c1b",
        "history_checkpoint": "7e04b45f804ff747cfc017ffc84ced6037c1eb00",
        "history_enclosure": "adc806696b4a7fb959d415ac2df96f1d0cd913b5",
        "history_event": "f563121599ea7ede45fe2361ce40896d8bb6f75a",
        "history_redaction": "441473937b1421c7c232000c7423cd630c440a13",
        "history_redaction_enclosures": "6b2c0204a089e42367a4a918c383bd3d144dd3de",
        "history_storedfile": "f80fa296fb55f8ecb00738007fd6271e3b5550d7",
    },
    "postgresql": {
        "history_chain": "d4830baa8345750084f726aba7c176e34afbf4b7",
        "history_checkpoint": "4f6286a9ef3efde06cd03069116b3196377ae0f0",
        "history_enclosure": "92db318522368d2a513c358d3e72ff37cc12777f",
        "history_event": "98b116a0e6283276cbf0aef45da6201568e55a34",
        "history_redaction": "910cc19fb9e04fae9c3529e8ddc6fc57ee9bd1de",
        "history_redaction_enclosures": "a8adf4cffb4562fd63ca655fa95353d0bf5cde1b",
        "history_storedfile": "d5e48c32928953db988c6583a3641f274660c3f7",
    },
}  # 数据库种类 → 表 → 摘要
COLUMNS = "actor algorithm chain happened_on kind number previous principal recorded_at schema subject"
COLUMNS += " subject_previous unit"
EVENT = "id chain number subject_kind subject_id subject_previous kind actor principal unit"
EVENT += " recorded_at happened_on body previous hash algorithm schema"


class Findings:
    """查出的问题，按种类计数。"""

    def __init__(self) -> None:
        self.part: tuple[int, int] | None = None  # 只核验链的一段时，首尾环号
        self.lines: list[str] = []
        self.notes: list[str] = []
        self.kinds: Counter[str] = Counter()
        self.seen: Counter[str] = Counter()

    def covers(self, number: int) -> bool:
        """这一环，或它的上一环，在所核验的范围内。"""
        return self.part is None or self.part[0] - 1 <= number <= self.part[1]

    def add(self, kind: str, sentence: str) -> None:
        self.kinds[kind] += 1
        if self.kinds[kind] <= 200:
            self.lines.append(f"{sentence}〔{kind}〕")


def digest(data: bytes, algorithm: object) -> str:
    """SHA-256 或 SM3；别的算法没有摘要，必然对不上。"""
    if algorithm == "sha256":
        return hashlib.sha256(data).hexdigest()
    if algorithm == "sm3":
        try:
            return hashlib.new("sm3", data).hexdigest()
        except ValueError:
            sys.exit("这台机器的 Python 不支持 SM3（hashlib），请换一台带 OpenSSL 1.1.1 以上的机器再核验")
    return ""


def short(text: str) -> str:
    """触发器和表的摘要，取前 160 位。"""
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def canonical(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def merkle_root(leaves: list[bytes], algorithm: str) -> str:
    """RFC 6962：叶前加 00，节点前加 01。"""
    if not leaves:
        return digest(b"", algorithm)
    if len(leaves) == 1:
        return digest(b"\x00" + leaves[0], algorithm)
    left = 1 << ((len(leaves) - 1).bit_length() - 1)
    sides = merkle_root(leaves[:left], algorithm) + merkle_root(leaves[left:], algorithm)
    return digest(b"\x01" + bytes.fromhex(sides), algorithm)


# ---- Ed25519（RFC 8032），只验证 ----
Point = Any
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def recover_x(y: int, sign: int) -> int | None:
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def point(data: bytes) -> Point:
    """32 字节 → 曲线上的点，用扩展坐标表示。"""
    value = int.from_bytes(data, "little")
    y = value & ((1 << 255) - 1)
    x = recover_x(y, value >> 255)
    return None if x is None else (x, y, 1, x * y % P)


def plus(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, p: Point) -> Point:
    q: Point = (0, 1, 1, 0)
    while number:
        if number & 1:
            q = plus(q, p)
        p, number = plus(p, p), number >> 1
    return q


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = point(BASE_Y.to_bytes(32, "little"))


def is_signed(key: bytes, signature: bytes, message: bytes) -> bool:
    if len(signature) != 64 or len(key) != 32:
        return False
    a, r, s = point(key), point(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    one, two = times(s, BASE), plus(r, times(k, a))
    return not any((one[at] * two[2] - two[at] * one[2]) % P for at in (0, 1))


def keys_of(pems: list[str]) -> dict[str, bytes]:
    """PEM 里的公钥：指纹（公钥的 SHA-256）→ 32 字节。"""
    found = {}
    for pem in pems:
        for block in re.findall(r"-----BEGIN PUBLIC KEY-----(.*?)-----END", pem, re.DOTALL):
            der = base64.b64decode(block)
            if der[:12].hex() == "302a300506032b6570032100" and len(der) == 44:
                found[hashlib.sha256(der[12:]).hexdigest()] = der[12:]
    return found


# ---- 两种来源：导出包，或 SQLite 库文件 ----
class Package:
    """guatu trail export 导出的 zip。"""

    strays: list[str]

    def __init__(self, path: Path) -> None:
        self.zip = zipfile.ZipFile(path)
        self.names = self.zip.namelist()
        self.manifest = self.json("manifest.json")
        self.only, self.vendor = self.manifest["chain"], self.manifest["database"]
        self.has_files, self.has_folder = self.manifest["files"], True
        self.part = self.manifest.get("part")

    def json(self, name: str) -> Json:
        return json.loads(self.zip.read(name))

    def lines(self, name: str) -> Iterator[Json]:
        with self.zip.open(name) as stream:
            for line in stream:
                yield json.loads(line)

    def chains(self) -> list[dict[str, Any]]:
        return list(self.json("chains.json"))

    def events(self) -> Iterator[tuple[dict[str, Any], list[Any]]]:
        """每一环连同它的附载；导出时两个文件的次序相同。"""
        rest = self.lines("enclosures.jsonl")
        ahead = next(rest, None)
        for event in self.lines("events.jsonl"):
            event["body"] = base64.b64decode(event["body"])
            beside = []
            while ahead is not None and ahead["event"] == event["id"]:
                beside.append(enclosure(ahead))
                ahead = next(rest, None)
            yield event, beside
        self.strays = [] if ahead is None else [ahead["name"], *(one["name"] for one in rest)]

    def sizes(self) -> dict[str, int]:
        return dict(self.json("files.json"))

    def file(self, sha256: str) -> bytes | None:
        name = f"files/{sha256}"
        return self.zip.read(name) if name in self.names else None

    def checkpoints(self) -> list[Any]:
        return [taken(one) for one in self.lines("checkpoints.jsonl")]

    def folder(self) -> dict[str, bytes]:
        names = [name for name in self.names if name.startswith("checkpoints/checkpoint-")]
        return {name.split("/")[1]: self.zip.read(name) for name in names}

    def pems(self) -> list[str]:
        return [self.zip.read(name).decode() for name in self.names if name.startswith("keys/")]

    def schema(self) -> Any:
        found = self.json("schema.json")
        return {name: tuple(one) for name, one in found["triggers"].items()}, found["tables"]


class Database:
    """guatu.sqlite3，以及旁边的 files 和 checkpoints 目录。"""

    only, vendor, part = None, "sqlite", None
    strays: list[str]

    def __init__(self, path: Path, files: Path | None) -> None:
        self.files, self.place = files or path.parent / "files", path.parent / "checkpoints"
        self.has_files, self.has_folder = self.files.is_dir(), self.place.is_dir()
        self.base = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        self.base.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
        self.base.execute("BEGIN")

    def chains(self) -> list[dict[str, Any]]:
        rows = self.base.execute("SELECT id, code, length, head FROM history_chain")
        return [{"id": row[0], "code": row[1], "length": row[2], "head": row[3]} for row in rows]

    def events(self) -> Iterator[tuple[dict[str, Any], list[Any]]]:
        events = """
            SELECT id, chain_id, number, subject_kind, subject_id, subject_previous, kind, actor_id,
                principal_id, unit_id, CAST(recorded_at AS TEXT), CAST(happened_on AS TEXT), body, previous,
                hash, algorithm, schema
            FROM history_event ORDER BY chain_id, number, id
        """
        enclosures = """
            SELECT name, digest, salt, text, file_id, tombstone_id FROM history_enclosure WHERE event_id = ?
        """
        for row in self.base.execute(events):
            event = {key: row[at] for at, key in enumerate(EVENT.split())}
            event["body"], event["recorded_at"] = raw(event["body"]), moment(event["recorded_at"])
            yield event, self.base.execute(enclosures, [event["id"]]).fetchall()
        query = "SELECT name FROM history_enclosure WHERE event_id NOT IN (SELECT id FROM history_event)"
        self.strays = [name for (name,) in self.base.execute(query)]

    def sizes(self) -> dict[str, int]:
        return dict(self.base.execute("SELECT sha256, size FROM history_storedfile"))

    def file(self, sha256: str) -> bytes | None:
        path = self.files / sha256[:2] / sha256
        return path.read_bytes() if path.is_file() else None

    def checkpoints(self) -> list[Any]:
        rows = self.base.execute("""
            SELECT number, CAST(taken_at AS TEXT), body, root, previous, hash, key_id, signature
            FROM history_checkpoint ORDER BY number, id
        """)
        return [(row[0], moment(row[1]), raw(row[2]), *row[3:7], raw(row[7])) for row in rows]

    def folder(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.place.glob("checkpoint-*.json")}

    def pems(self) -> list[str]:
        return [path.read_text() for path in self.place.glob("*.pub.pem")]

    def schema(self) -> Any:
        query = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
        triggers = {name: (table, sql) for name, table, sql in self.base.execute(query)}
        tables: dict[str, list[str]] = {}
        for table in TABLES["sqlite"]:
            query = "SELECT type, sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL"
            tables[table] = []
            for kind, sql in self.base.execute(query, [table]):
                if kind in ("table", "view"):
                    tables[table] += split(sql)
                elif kind == "index" and sql.startswith("CREATE UNIQUE INDEX"):
                    tables[table].append(sql)
        return triggers, tables


def raw(value: Any) -> bytes:
    return value.encode("utf-8", "surrogateescape") if isinstance(value, str) else bytes(value or b"")


def moment(text: object) -> str:
    """SQLite 里的时间 → 原文里的写法。"""
    return str(text).replace(" ", "T") + ("Z" if len(str(text)) > 19 else ".000000Z")


def enclosure(line: Json) -> Any:
    salt = None if line["salt"] is None else base64.b64decode(line["salt"])
    return line["name"], line["digest"], salt, line["text"], line["file"], line["tombstone"]


def taken(line: Json) -> Any:
    parts = [line[name] for name in ("root", "previous", "hash", "key_id")]
    body, signature = base64.b64decode(line["body"]), base64.b64decode(line["signature"])
    return line["number"], line["taken_at"], body, *parts, signature


def split(create: str) -> list[str]:
    """CREATE TABLE 最外层括号里以逗号分开的各部分。"""
    parts: list[str] = []
    depth, start = 0, create.index("(") + 1
    for at in range(start, len(create)):
        depth += {"(": 1, ")": -1}.get(create[at], 0)
        if (create[at] == "," and depth == 0) or depth < 0:
            parts.append(" ".join(create[start:at].split()))
            start = at + 1
            if depth < 0:
                break
    return parts + ([create[start:].strip()] if create[start:].strip() else [])


# ---- 核验 ----
Marks = Any
Source = Any


def parsed(data: bytes) -> dict[str, Any]:
    try:
        facts = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return facts if isinstance(facts, dict) else {}


def check_events(source: Source, findings: Findings, wanted: Marks) -> tuple[Marks, set[str]]:
    """逐链逐环核验；返回检查点所指各处的摘要，和留痕用到的文件。"""
    chains = {one["id"]: {**one, "next": 1, "last": "", "subjects": {}} for one in source.chains()}
    findings.seen["链"] = len(chains)
    marks: Marks = {}
    for chain in chains.values() if source.part else ():
        begin_part(findings, chain, source.part, marks)
    files: set[str] = set()
    gone: list[Any] = []
    stones: dict[Any, Any] = {}
    for event, beside in source.events():
        if event["chain"] not in chains:
            findings.add("chain_unknown", f"有留痕属于不存在的链（编号 {event['chain']}）")
            chains[event["chain"]] = {"code": f"#{event['chain']}", "next": 1, "last": "", "subjects": {}}
        chain = chains[event["chain"]]
        facts = check_event(findings, chain, event)
        if (chain["code"], event["number"]) in wanted:
            marks[chain["code"], event["number"]] = digest(event["body"], facts.get("algorithm"))
        if facts.get("kind") == "redacted":
            named = facts["changes"].get("redacted", {})
            stones[event["id"]] = (event["chain"], event["number"], named)
        check_enclosures(findings, chain, event, facts, beside, files, gone)
    for chain in chains.values():
        if "length" in chain and (chain["length"], chain["head"]) != (chain["next"] - 1, chain["last"]):
            findings.add("chain_head", f"链 {chain['code']}：登记的环数或链首与最后一环不符")
    check_tombstones(findings, gone, stones, is_part=bool(source.part))
    for name in source.strays:
        findings.add("enclosure_extra", f"附载“{name}”不属于任何一环")
    return marks, files


def check_tombstones(findings: Findings, gone: list[Any], stones: dict[Any, Any], *, is_part: bool) -> None:
    """凡已不在的附载，同一条链上后来必有删除它的记录。"""
    for event, name, stone in gone:
        if is_part and stone not in stones:
            continue  # 删除的记录在这一段之后
        place, number, named = stones.get(stone, (None, 0, {}))
        if place != event["chain"] or number <= event["number"] or name not in named.get(event["hash"], []):
            findings.add(
                "enclosure_tombstone", f"第 {event['number']} 环的附载“{name}”已不在，又没有删除的记录"
            )


def begin_part(findings: Findings, chain: dict[str, Any], part: Json, marks: Marks) -> None:
    """从一段的第一环起核验：之前的不在手里，只认上一环的摘要。"""
    first, last, (begins, ends) = part["first"], part["last"], part["days"]
    chain.update(next=first, last=part["previous"], partial=True)
    if last != chain["length"]:
        del chain["length"]
    findings.part = (first, last)
    if first > 1:
        marks[chain["code"], first - 1] = part["previous"]
    findings.notes.append(
        f"只有链 {chain['code']} 第 {first} 环至第 {last} 环（{begins} 至 {ends}），前后的不在其中"
    )


def check_part(findings: Findings, part: Json, marks: Marks, lengths: set[int]) -> None:
    """一段要到头，两端最好都有检查点。"""
    found = findings.seen["环"]
    if found != part["last"] - part["first"] + 1:
        findings.add("chain_head", f"这一段应有 {part['last'] - part['first'] + 1} 环，实有 {found} 环")
    if part["last"] not in lengths:
        findings.notes.append("这一段末尾之后还没有检查点：末尾几环被截去或改写时无从发现")


def check_event(findings: Findings, chain: dict[str, Any], event: dict[str, Any]) -> dict[str, Any]:
    findings.seen["环"] += 1
    where, number, facts = (
        f"链 {chain['code']} 第 {event['number']} 环",
        event["number"],
        parsed(event["body"]),
    )
    if not isinstance(facts.get("sealed"), dict) or not isinstance(facts.get("changes"), dict):
        findings.add("event_body", f"{where}：原文读不出来")
        facts = {}
    if digest(event["body"], facts.get("algorithm", event["algorithm"])) != event["hash"]:
        findings.add("event_hash", f"{where}：原文与摘要不符")
    columns = {**event, "chain": chain["code"], "subject": [event["subject_kind"], event["subject_id"]]}
    for name in COLUMNS.split() if facts else ():
        if facts.get(name) != columns[name]:
            findings.add("event_columns", f"{where}：{name} 一栏与原文不符")
    if not isinstance(number, int) or number < chain["next"]:
        findings.add("event_number", f"{where}：环号重复或不是整数")
    elif number > chain["next"]:
        findings.add("event_number", f"链 {chain['code']}：缺第 {chain['next']} 环至第 {number - 1} 环")
        chain["next"] = number + 1
    else:
        chain["next"] = number + 1
        if facts and facts.get("previous") != chain["last"]:
            findings.add("event_link", f"{where}：与上一环不相接")
    subject = canonical(facts.get("subject"))
    is_known = subject in chain["subjects"] or not chain.get("partial")
    if facts and is_known and facts.get("subject_previous") != chain["subjects"].get(subject, ""):
        findings.add("subject_link", f"{where}：与同一对象的上一环不相接")
    chain["subjects"][subject] = chain["last"] = event["hash"]
    return facts


def check_enclosures(
    findings: Findings,
    chain: Json,
    event: Json,
    facts: Json,
    beside: list[Any],
    files: set[str],
    gone: list[Any],
) -> None:
    findings.seen["附载"] += len(beside)
    lacking, where = dict(facts.get("sealed", {})), f"链 {chain['code']} 第 {event['number']} 环"
    for name, seal, salt, text, file, stone in beside if facts else ():
        if name not in lacking:
            findings.add("enclosure_extra", f"{where}：附载“{name}”不在原文之列")
            continue
        is_right = lacking.pop(name) == seal
        if stone is not None:
            findings.seen["已删除的附载"] += 1
            gone.append((event, name, stone))
            is_right = is_right and salt is None and text is None and file is None
        elif (text is None) == (file is None) or salt is None:
            is_right = False
        else:
            content = raw(text) if file is None else bytes.fromhex(file) if is_hex(file) else b""
            is_right = is_right and digest(raw(salt) + content, facts["algorithm"]) == seal
            files.update([file] if file is not None and is_right else [])
        if not is_right:
            findings.add("enclosure_digest", f"{where}：附载“{name}”与封存的摘要不符")
    for name in lacking:
        findings.add("enclosure_missing", f"{where}：附载“{name}”不见了")


def is_hex(text: object) -> bool:
    return isinstance(text, str) and re.fullmatch("[0-9a-f]{64}", text) is not None


def check_files(findings: Findings, source: Source, files: set[str]) -> None:
    sizes = source.sizes()
    for sha256 in sorted(files):
        findings.seen["文件"] += 1
        if sha256 not in sizes:
            findings.add("file_unknown", f"文件 {sha256[:12]} 没有登记")
        content = source.file(sha256) if source.has_files else None
        if content is None:
            if source.has_files:
                findings.add("file_missing", f"文件 {sha256[:12]} 不见了")
        elif hashlib.sha256(content).hexdigest() != sha256 or len(content) != sizes.get(sha256, len(content)):
            findings.add("file_changed", f"文件 {sha256[:12]} 被改动")
    if files and not source.has_files:
        findings.notes.append("没有附上文件，只核对了文件的摘要")


def check_schema(findings: Findings, source: Source) -> None:
    triggers, tables = source.schema()
    wanted = TRIGGERS[source.vendor]
    for name, expected in wanted.items():
        if name not in triggers:
            findings.add("guard_missing", f"防护 {name} 不见了")
        elif short("\n".join(triggers[name])) != expected:
            findings.add("guard_changed", f"防护 {name} 被改动")
    for name, (table, _) in triggers.items():
        if table in TABLES[source.vendor] and name not in wanted:
            findings.add("guard_unknown", f"表 {table} 上的触发器 {name} 不是挂图设的")
    for table, expected in TABLES[source.vendor].items():
        text = "\n".join(sorted(set(tables.get(table, []))))
        if short(text) != expected:
            findings.add("table_changed", f"表 {table} 的结构被改动")


def facts_of(body: bytes) -> dict[str, Any]:
    facts = parsed(body)
    is_right = facts.get("type") == "guatu-checkpoint" and isinstance(facts.get("chains"), list)
    return facts if is_right and facts.get("algorithm") in ("sha256", "sm3") else {}


def of_file(content: bytes) -> tuple[bytes, str, str, bytes] | None:
    """检查点文件 → 原文、摘要、公钥指纹、签名；读不出来则没有。"""
    try:
        fields = json.loads(content)
        body = fields["body"].encode("utf-8", "surrogateescape")
        found = body, str(fields["hash"]), str(fields["key_id"]), bytes.fromhex(fields["signature"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return found if facts_of(body) else None


def check_checkpoint(
    findings: Findings,
    where: str,
    signed: tuple[bytes, str, str, bytes],
    known: dict[str, bytes],
    marks: Marks,
    only: str | None,
) -> None:
    body, seal, key, signature = signed
    facts = facts_of(body)
    if not facts:
        findings.add("checkpoint_body", f"{where}：原文读不出来")
        return
    if digest(body, facts["algorithm"]) != seal:
        findings.add("checkpoint_hash", f"{where}：原文与摘要不符")
    leaves = [canonical({"chain": head}) for head in facts["chains"]]
    if merkle_root(leaves, facts["algorithm"]) != facts.get("root"):
        findings.add("checkpoint_root", f"{where}：默克尔根与各链链首不符")
    if key not in known:
        findings.add("checkpoint_key", f"{where}：签名所用的密钥 {key[:16]} 不是已知的密钥")
    elif not is_signed(known[key], signature, body):
        findings.add("checkpoint_signature", f"{where}：签名无效")
    for code, length, head in heads_of(facts):
        if only in (None, code) and findings.covers(length) and marks.get((code, length)) != head:
            findings.add("checkpoint_head", f"{where}：当时链 {code} 的第 {length} 环已被截去或改动")


def heads_of(facts: dict[str, Any]) -> list[Any]:
    heads = (head for head in facts.get("chains", ()) if isinstance(head, list) and len(head) == 3)
    return [tuple(head) for head in heads if isinstance(head[1], int)]


def check_checkpoints(
    findings: Findings, source: Source, outside: dict[str, bytes], known: dict[str, bytes], marks: Marks
) -> None:
    number, last = 0, ""
    files: dict[str, tuple[bytes, str, str, bytes]] = {}
    for row in source.checkpoints():
        findings.seen["检查点"] += 1
        where, facts, number = f"检查点 {row[0]}", facts_of(row[2]), number + 1
        if row[0] != number:
            findings.add("checkpoint_number", f"{where}：序号应为 {number}")
            number = row[0] if isinstance(row[0], int) else number
        elif facts.get("previous") != last:
            findings.add("checkpoint_link", f"{where}：与上一检查点不相接")
        last = row[5]
        columns = tuple(facts.get(name) for name in ("number", "taken_at", "root", "previous"))
        if facts and (row[0], row[1], row[3], row[4]) != columns:
            findings.add("checkpoint_columns", f"{where}：各栏与原文不符")
        signed = (row[2], row[5], row[6], row[7])
        check_checkpoint(findings, where, signed, known, marks, source.only)
        files[f"checkpoint-{number:08d}.json"] = signed
    check_folders(findings, source, outside, files, known, marks)


def check_folders(
    findings: Findings,
    source: Source,
    outside: dict[str, bytes],
    files: dict[str, tuple[bytes, str, str, bytes]],
    known: dict[str, bytes],
    marks: Marks,
) -> None:
    for folder, all_there in ((source.folder(), True), (outside, False)):
        for name, content in sorted(folder.items()):
            one = of_file(content)
            if one is None or (name in files and files[name] != one):
                findings.add("checkpoint_file_differs", f"检查点文件 {name} 与库中的不一致，或读不出来")
            elif name not in files:
                findings.add("checkpoint_row_missing", f"检查点文件 {name} 在库中没有对应的检查点")
            if one is not None and files.get(name) != one:
                check_checkpoint(findings, f"检查点文件 {name}", one, known, marks, source.only)
        for name in sorted(files.keys() - folder.keys()) if all_there and source.has_folder else ():
            findings.add("checkpoint_file_missing", f"检查点文件夹里没有 {name}")


def verify(
    path: Path, files: Path | None = None, checkpoints: Path | None = None, key: Path | None = None
) -> Findings:
    """核验一个导出包或库文件，返回查出的问题。"""
    findings, is_package = Findings(), zipfile.is_zipfile(path)
    source: Source = Package(path) if is_package else Database(path, files)
    outside: dict[str, bytes] = {}
    if checkpoints is not None:
        outside = {one.name: one.read_bytes() for one in checkpoints.glob("checkpoint-*.json")}
    known = keys_of([key.read_text()] if key else source.pems())
    if key is None:
        findings.notes.append("公钥取自被核验的材料，未经独立保管；请用 --key 给出自己保管的公钥")
    check_schema(findings, source)
    rows = source.checkpoints()
    bodies = [row[2] for row in rows]
    for content in (*source.folder().values(), *outside.values()):
        bodies += [one[0] for one in [of_file(content)] if one]
    wanted = {(code, length) for body in bodies for code, length, _ in heads_of(facts_of(body))}
    marks, held = check_events(source, findings, wanted)
    if source.part:
        lengths = {length for code, length in wanted if code == source.only}
        check_part(findings, source.part, marks, lengths)
    check_files(findings, source, held)
    check_checkpoints(findings, source, outside, known, marks)
    if not rows:
        findings.notes.append("还没有检查点：整链被改写时无从发现")
    return findings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("path", type=Path, help="导出包或 guatu.sqlite3")
    meanings = {"files": "文件目录", "checkpoints": "自己保管的检查点目录", "key": "自己保管的公钥"}
    for name, meaning in meanings.items():
        parser.add_argument(f"--{name}", type=Path, help=meaning)
    given = parser.parse_args()
    if not given.path.is_file():
        parser.error(f"找不到 {given.path}")
    findings = verify(given.path, given.files, given.checkpoints, given.key)
    sys.stdout.write("核验了" + "、".join(f"{what} {count}" for what, count in findings.seen.items()) + "\n")
    for line in findings.lines + [f"注意：{note}" for note in findings.notes]:
        sys.stdout.write(line + "\n")
    total = sum(findings.kinds.values())
    redacted = findings.seen["已删除的附载"]
    sys.stdout.write(f"发现 {total} 处问题\n" if total else f"完好，{redacted} 项附载已按程序删除\n")
    sys.exit(1 if total else 0)


if __name__ == "__main__":
    main()
