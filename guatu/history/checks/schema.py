"""The guards and the tables themselves."""

from typing import Final

from guatu.history import guards, roles, tables
from guatu.history.checks.findings import Findings

_FAULTS: Final = {"missing": "不见了", "changed": "被改动", "unknown": "不是本系统设的"}


_LONGEST: Final = 100
"""Characters of a column or constraint that are shown."""


def check(findings: Findings) -> None:
    """Name each guard that is missing, changed or foreign, and each table that was altered."""
    for fault in guards.missing_guards():
        findings.add(f"guard_{fault.what}", f"表 {fault.table} 的防护 {fault.trigger} {_FAULTS[fault.what]}")
    for change in tables.changed_tables():
        parts = [f"多出“{_short(one)}”" for one in change.extra]
        parts += [f"缺少“{_short(one)}”" for one in change.lacking]
        findings.add("table_changed", f"表 {change.table} 的结构被改动：{'，'.join(parts)}")
    if roles.owns_tables():
        findings.notes.append("程序所用的数据库用户拥有表，能撤除防护；请用 DATABASE_OWNER_URL 分设两个用户")


def _short(piece: str) -> str:
    return piece if len(piece) <= _LONGEST else f"{piece[:_LONGEST]}…"
