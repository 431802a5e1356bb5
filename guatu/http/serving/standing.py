"""How the server stands: what it cannot do without, and what somebody should look after."""

import json
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.timezone import localdate

from guatu.history.models import Chain, Checkpoint
from guatu.http.serving import checks, slots
from guatu.keeping import notes
from guatu.ledgers.models import TickDay

_ROOM: Final = 200 * 1024 * 1024
"""Bytes: with less the server cannot go on."""
_TIGHT: Final = 2 * 1024 * 1024 * 1024
"""Bytes: with less somebody should make room."""
_CHECKPOINT: Final = timedelta(hours=3)
_BACKUP: Final = timedelta(hours=36)
_GIB: Final = 1024**3


@dataclass(frozen=True, slots=True)
class Check:
    """Something that was looked at, in words."""

    name: str
    words: str
    is_well: bool
    is_needed: bool = False
    """Can the server not go on without it?"""


def is_ready() -> bool:
    """Can requests be answered: is all well that is needed?"""
    database = _database()
    return database.is_well and all(check.is_well for check in (_changes(), _disk()) if check.is_needed)


def looked_at(*, at: datetime) -> list[Check]:
    """Everything, the needed first; where the database does not answer, only what needs none."""
    database = _database()
    if not database.is_well:
        return [database, _disk()]
    rest = (_rounds, _jobs, _checkpoints, _backup)
    return [database, _changes(), _disk(), *(look(at) for look in rest)]


def _database() -> Check:
    name = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return Check("数据库", f"{name} 没有应答", is_well=False, is_needed=True)
    return Check("数据库", f"{name} 应答正常", is_well=True, is_needed=True)


def _changes() -> Check:
    missing = len(checks.updates_missing())
    words = f"有 {missing} 项更新没有执行：停止服务，执行 guatu prepare" if missing else "与程序版本一致"
    return Check("表结构", words, is_well=not missing, is_needed=True)


def free_space() -> int:
    """Bytes that are free where the data lies."""
    return shutil.disk_usage(settings.DATA).free


def _disk() -> Check:
    free = free_space()
    words = f"剩余 {free / _GIB:.1f} GB"
    if free < _ROOM:
        return Check("磁盘空间", f"{words}，无法继续写入：请立即清理", is_well=False, is_needed=True)
    return Check("磁盘空间", words if free >= _TIGHT else f"{words}，请清理", is_well=free >= _TIGHT)


def _rounds(at: datetime) -> Check:
    last, today = TickDay.objects.order_by("day").last(), localdate(at)
    if last is None:
        return Check("每日办理", "还没有办过", is_well=False)
    is_well = last.day >= today
    return Check(
        "每日办理", "今天已办" if is_well else f"最近一次是 {last.day}，今天还没有办", is_well=is_well
    )


def _jobs(_: datetime) -> Check:
    is_alive = slots.is_anybody_there()
    return Check(
        "后台作业", "作业进程在运行" if is_alive else "没有作业进程，文件不会被读取", is_well=is_alive
    )


def _checkpoints(at: datetime) -> Check:
    last = Checkpoint.objects.order_by("number").last()
    if last is None:
        return Check("检查点", "还没有生成", is_well=False)
    is_well = _covers_all(last) or at - last.taken_at < _CHECKPOINT
    words = f"最近一个：{ago(at - last.taken_at)}"
    return Check("检查点", words if is_well else f"{words}，之后的留痕还没有签名", is_well=is_well)


def _covers_all(checkpoint: Checkpoint) -> bool:
    """Was nothing recorded since? By lengths alone: what signs brings cryptography into the pages."""
    signed = {code: length for code, length, _ in json.loads(bytes(checkpoint.body))["chains"]}
    return signed == dict(Chain.objects.filter(length__gt=0).values_list("code", "length"))


def _backup(at: datetime) -> Check:
    last = notes.last_backup()
    if last is None:
        return Check("备份", "还没有备份，请安排 guatu backup", is_well=False)
    words = f"最近一份：{ago(at - last.at)}，{last.size / 1_000_000:.1f} MB"
    if not last.is_whole:
        return Check("备份", f"{words}，其中有文件缺失", is_well=False)
    is_well = at - last.at < _BACKUP
    return Check("备份", words if is_well else f"{words}，请检查定时备份", is_well=is_well)


def ago(span: timedelta) -> str:
    """A span in plain words."""
    minutes = max(0, int(span.total_seconds() // 60))
    if not minutes:
        return "刚刚"
    if minutes < 60:
        return f"{minutes} 分钟前"
    return f"{minutes // 60} 小时前" if minutes < 48 * 60 else f"{minutes // (24 * 60)} 天前"


def database_size() -> int:
    """Bytes of the database, with the log that SQLite has not yet taken in."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    path = Path(connection.settings_dict["NAME"])
    parts = (path.with_name(path.name + ending) for ending in ("", "-wal"))
    return sum(part.stat().st_size for part in parts if part.exists())
