"""What the tables of the trail refuse: nothing written is changed, replaced or deleted."""

from typing import Final

from guatu.history.guards import Guard, limit_rights, never, never_replaced, register

_EVENT: Final = "留痕只能追加，不能修改或删除"
_CHECKPOINT: Final = "检查点只能追加，不能修改或删除"
_CHAIN: Final = "留痕链只能向前延长"
_ENCLOSURE: Final = "留痕附载只能按删除程序处理，不能修改或删除"
_FILE: Final = "文件登记不能修改，留痕用到的文件不能删除"
_REDACTION: Final = "删除申请办结后不能修改，也不能删除"

_REDACTED: Final = (
    "OLD.tombstone_id IS NULL AND NEW.tombstone_id IS NOT NULL"
    " AND NEW.salt IS NULL AND NEW.text IS NULL AND NEW.file_id IS NULL"
    " AND NEW.id IS NOT DISTINCT FROM OLD.id AND NEW.event_id IS NOT DISTINCT FROM OLD.event_id"
    " AND NEW.name IS NOT DISTINCT FROM OLD.name AND NEW.digest IS NOT DISTINCT FROM OLD.digest"
)
_LONGER: Final = (
    "NEW.id IS NOT DISTINCT FROM OLD.id AND NEW.code IS NOT DISTINCT FROM OLD.code"
    " AND COALESCE(NEW.length > OLD.length, 1 = 0)"
)


def register_own() -> None:
    """Called when the room is ready."""
    register(
        *never("history_event", "UPDATE", "DELETE", sentence=_EVENT),
        never_replaced("history_event", ("id",), ("hash",), ("chain_id", "number"), sentence=_EVENT),
        *never("history_checkpoint", "UPDATE", "DELETE", sentence=_CHECKPOINT),
        never_replaced("history_checkpoint", ("id",), ("number",), ("hash",), sentence=_CHECKPOINT),
        *never("history_chain", "DELETE", sentence=_CHAIN),
        never_replaced("history_chain", ("id",), ("code",), sentence=_CHAIN),
        _only("history_chain", _LONGER, _CHAIN),
        *never("history_enclosure", "DELETE", sentence=_ENCLOSURE),
        never_replaced("history_enclosure", ("id",), ("event_id", "name"), sentence=_ENCLOSURE),
        _only("history_enclosure", _REDACTED, _ENCLOSURE),
        *never("history_storedfile", "UPDATE", "TRUNCATE", sentence=_FILE),
        never_replaced("history_storedfile", ("sha256",), sentence=_FILE),
        Guard(
            name="history_storedfile_delete",
            table="history_storedfile",
            event="DELETE",
            when='EXISTS (SELECT 1 FROM "history_enclosure" WHERE file_id = OLD.sha256)',
            sentence=_FILE,
        ),
        *never("history_redaction", "DELETE", sentence=_REDACTION),
        never_replaced("history_redaction", ("id",), sentence=_REDACTION),
        Guard(
            name="history_redaction_update",
            table="history_redaction",
            event="UPDATE",
            when="OLD.confirmed_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL",
            sentence=_REDACTION,
        ),
        *never("history_redaction_enclosures", "UPDATE", "DELETE", sentence=_REDACTION),
        never_replaced("history_redaction_enclosures", ("id",), sentence=_REDACTION),
    )
    limit_rights(
        {
            "history_event": "SELECT, INSERT",
            "history_checkpoint": "SELECT, INSERT",
            "history_chain": "SELECT, INSERT, UPDATE (length, head)",
            "history_enclosure": "SELECT, INSERT, UPDATE (salt, text, file_id, tombstone_id)",
            "history_storedfile": "SELECT, INSERT, DELETE",
            "history_redaction": "SELECT, INSERT, UPDATE",
            "history_redaction_enclosures": "SELECT, INSERT",
        }
    )


def _only(table: str, condition: str, sentence: str) -> Guard:
    return Guard(
        name=f"{table}_update", table=table, event="UPDATE", when=f"NOT ({condition})", sentence=sentence
    )
