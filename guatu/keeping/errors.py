"""Why nothing was backed up, restored or moved.

KeepingRefusal
├── NoBackup           the file is no backup of ours
├── BackupDamaged      the file is cut off, or not what its manifest says
├── BackupNewer        written by a later version of the program
├── PassphraseNeeded   the file is sealed, and no passphrase was given
├── PassphraseWrong    the passphrase does not open it
├── PassphraseShort    too few characters to seal with
├── PlaceTaken         something lies already where a backup is to be restored to
├── CheckpointsAhead   the folder of checkpoints knows of more than the backup
├── RowsRefused        the database does not take, or give, the rows of a table
├── FolderUnusable     the folder for backups cannot be written to
├── NotMovable         the move goes from SQLite to PostgreSQL, and nowhere else
├── StillRunning       a server or a command is at work on what is to be moved
├── BeingMoved         the rows are being moved to another database just now
├── Moved              the rows were moved to another database
└── MovedNotWhole      what arrived is not what left, so nothing was moved
"""

from pathlib import Path
from typing import ClassVar

from guatu.kernel.errors import Refusal


class KeepingRefusal(Refusal):
    """Nothing was kept, brought back or moved."""

    code: ClassVar[str] = "keeping_refused"
    sentence: ClassVar[str] = "没有办成"

    def __str__(self) -> str:
        return self.sentence


class NoBackup(KeepingRefusal):
    """The file is no backup of ours."""

    code = "no_backup"
    sentence = "这不是 guatu backup 写出的备份，请核对文件"


class BackupDamaged(KeepingRefusal):
    """Cut off or altered; `where` (Chinese) says at which part it was seen."""

    code = "backup_damaged"

    def __init__(self, *, where: str) -> None:
        super().__init__(where)
        self.where = where

    def __str__(self) -> str:
        return f"备份已损坏或不完整（{self.where}），没有恢复任何内容，请换一份备份"

    def details(self) -> dict[str, str | int | None]:
        return {"where": self.where}


class BackupNewer(KeepingRefusal):
    """Written by a later program, or knows of changes of tables that this one has not."""

    code = "backup_newer"

    def __init__(self, *, program: str) -> None:
        super().__init__(program)
        self.program = program

    def __str__(self) -> str:
        return f"备份由较新的版本（{self.program}）写出，请先把程序更新到该版本或更新的版本再恢复"

    def details(self) -> dict[str, str | int | None]:
        return {"program": self.program}


class PassphraseNeeded(KeepingRefusal):
    """The file is sealed."""

    code = "passphrase_needed"
    sentence = "这份备份已加密，请用 --passphrase-file 给出口令文件"


class PassphraseWrong(KeepingRefusal):
    """The passphrase does not open the file, or its first bytes were altered."""

    code = "passphrase_wrong"
    sentence = "口令不对，或备份开头已损坏，请核对口令文件"


class PassphraseShort(KeepingRefusal):
    """A passphrase that is guessed in no time."""

    code = "passphrase_short"
    sentence = "口令文件里的口令太短，请写至少 12 个字符"


class PlaceTaken(KeepingRefusal):
    """A backup is restored only to where nothing lies; `what` (Chinese) says what was found."""

    code = "place_taken"

    def __init__(self, *, what: str, cure: str) -> None:
        super().__init__(what, cure)
        self.what, self.cure = what, cure

    def __str__(self) -> str:
        return f"{self.what}，没有恢复任何内容；{self.cure}"

    def details(self) -> dict[str, str | int | None]:
        return {"what": self.what}


class CheckpointsAhead(KeepingRefusal):
    """The folder holds a checkpoint that the backup does not: it proves what is lost by going back."""

    code = "checkpoints_ahead"

    def __init__(self, *, folder: Path, name: str) -> None:
        super().__init__(folder, name)
        self.folder, self.name = folder, name

    def __str__(self) -> str:
        return (
            f"检查点目录 {self.folder} 里的 {self.name} 不在备份中或与备份不同，没有恢复任何内容；"
            "请把 GUATU_CHECKPOINTS 指到新的空目录，原目录交纪检监督员保管"
        )

    def details(self) -> dict[str, str | int | None]:
        return {"folder": str(self.folder), "name": self.name}


class RowsRefused(KeepingRefusal):
    """A database does not take or give what is in a table; `why` is its own reason."""

    code = "rows_refused"

    def __init__(self, *, table: str, why: str) -> None:
        super().__init__(table, why)
        self.table, self.why = table, why

    def __str__(self) -> str:
        return f"数据库不接受表 {self.table} 的内容（{self.why}），什么都没有写入"

    def details(self) -> dict[str, str | int | None]:
        return {"table": self.table, "why": self.why}


class FolderUnusable(KeepingRefusal):
    """The folder for backups cannot be written to; `why` is the system's own reason."""

    code = "folder_unusable"

    def __init__(self, *, folder: Path, why: str) -> None:
        super().__init__(folder, why)
        self.folder, self.why = folder, why

    def __str__(self) -> str:
        return f"备份写不进 {self.folder}（{self.why}），请检查后重试"

    def details(self) -> dict[str, str | int | None]:
        return {"folder": str(self.folder), "why": self.why}


class NotMovable(KeepingRefusal):
    """Rows are moved from SQLite to PostgreSQL; `what` (Chinese) says what stands in the way."""

    code = "not_movable"

    def __init__(self, *, what: str) -> None:
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        return f"{self.what}，没有迁移任何内容"

    def details(self) -> dict[str, str | int | None]:
        return {"what": self.what}


class StillRunning(KeepingRefusal):
    """Somebody is at work on the rows that are to be moved: what is done meanwhile would be lost."""

    code = "still_running"
    sentence = "挂图服务或别的 guatu 命令正在使用这个数据目录，请先停止服务（systemctl stop guatu）再迁移"


class BeingMoved(KeepingRefusal):
    """The rows are being moved just now."""

    code = "being_moved"
    sentence = "数据正在迁往 PostgreSQL，请等 guatu move 结束"


class Moved(KeepingRefusal):
    """The rows live elsewhere since a moment; `note` is the file that says so."""

    code = "moved"

    def __init__(self, *, to: str, note: Path) -> None:
        super().__init__(to, note)
        self.to, self.note = to, note

    def __str__(self) -> str:
        return (
            f"数据已迁到 {self.to}，请用 DATABASE_URL 指明；"
            f"确要回到 SQLite（迁移之后的办理不在其中），请删除 {self.note}"
        )

    def details(self) -> dict[str, str | int | None]:
        return {"to": self.to, "note": str(self.note)}


class MovedNotWhole(KeepingRefusal):
    """What arrived does not verify; `first` is the first finding."""

    code = "moved_not_whole"

    def __init__(self, *, first: str) -> None:
        super().__init__(first)
        self.first = first

    def __str__(self) -> str:
        return f"迁入的数据核验不完好（{self.first}），没有迁移，原数据未动；请先执行 guatu verify 查明"

    def details(self) -> dict[str, str | int | None]:
        return {"first": self.first}
