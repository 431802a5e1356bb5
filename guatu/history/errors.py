"""Why something was not recorded, redacted or stored.

HistoryRefusal
├── HappensLater          a day that has not come
├── EarlierWithoutReason  an earlier day without a reason
├── SupersededDay         an earlier day after which the same fact changed again
├── AlreadyRedacted       the text or file is gone
├── SecondPersonMissing   a redaction needs two administrators
├── RedactionClosed       a redaction was confirmed or withdrawn before
├── ReasonMissing         a redaction without a reason, or of nothing
├── FileTooLarge          past the limit of uploads
├── FileMissing           no such file in the store
├── KeyMissing            there is no key to sign or check checkpoints with
├── KeyDamaged            a file is no key, or not of the kind that signs checkpoints
├── ChainUnknown          no chain of this code
├── PeriodEmpty           days on which a chain recorded nothing
├── RoleMissing           the database has no such role
├── RoleTooStrong         the role of the application could undo the guards
├── FolderMissing         a folder that was named is not there
└── CheckpointDiffers     the folder of checkpoints holds another one of the same name
"""

from datetime import date
from typing import ClassVar

from guatu.kernel.errors import Refusal


class HistoryRefusal(Refusal):
    """The trail cannot take this as asked."""

    code: ClassVar[str] = "history_refused"


class HappensLater(HistoryRefusal):
    """Something is said to have happened on a day after today."""

    code = "happens_later"

    def __init__(self, *, on: date, today: date) -> None:
        super().__init__(on, today)
        self.on, self.today = on, today

    def __str__(self) -> str:
        return f"发生日期 {self.on} 晚于今天 {self.today}，请改为今天或更早的日期"


class EarlierWithoutReason(HistoryRefusal):
    """Something is recorded late without saying why."""

    code = "earlier_without_reason"

    def __init__(self, *, on: date, today: date) -> None:
        super().__init__(on, today)
        self.on, self.today = on, today

    def __str__(self) -> str:
        return f"发生日期 {self.on} 早于今天 {self.today}，请写明补记原因"


class SupersededDay(HistoryRefusal):
    """A late record would change what a later day has already changed."""

    code = "superseded_day"

    def __init__(self, *, on: date, changed_on: date, what: str) -> None:
        super().__init__(on, changed_on, what)
        self.on, self.changed_on, self.what = on, changed_on, what

    def __str__(self) -> str:
        day = self.changed_on
        return f"{self.what}在 {day} 已有更新的记录，不能再补记 {self.on} 的，请改为 {day} 或之后"


class AlreadyRedacted(HistoryRefusal):
    """The text or file was redacted before."""

    code = "already_redacted"

    def __str__(self) -> str:
        return "这段内容已经删除，只留有删除记录"


class SecondPersonMissing(HistoryRefusal):
    """Redaction needs two administrators."""

    code = "second_person_missing"

    def __str__(self) -> str:
        return "删除内容须由两名管理员共同办理，请另一名管理员确认"


class RedactionClosed(HistoryRefusal):
    """A redaction that was confirmed or withdrawn can be neither again."""

    code = "redaction_closed"

    def __str__(self) -> str:
        return "这份删除申请已经办结或撤回，如需再删请重新申请"


class ReasonMissing(HistoryRefusal):
    """A redaction needs a reason, and something to redact."""

    code = "redaction_reason_missing"

    def __str__(self) -> str:
        return "申请删除须选定内容并写明理由"


class FileTooLarge(HistoryRefusal):
    """A file is past the limit of uploads."""

    code = "file_too_large"

    def __init__(self, *, name: str, limit: int) -> None:
        super().__init__(name, limit)
        self.name, self.limit = name, limit

    def __str__(self) -> str:
        return f"“{self.name}”超过 {self.limit // 1024 // 1024} MB，请压缩或分开后再传"


class FileMissing(HistoryRefusal):
    """The store does not hold the bytes of a file."""

    code = "file_missing"

    def __init__(self, sha256: str) -> None:
        super().__init__(sha256)
        self.sha256 = sha256

    def __str__(self) -> str:
        return f"文件 {self.sha256[:12]} 不在文件库中，请从备份恢复"


class KeyMissing(HistoryRefusal):
    """Checkpoints cannot be signed: there is no key."""

    code = "key_missing"

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"没有检查点签名密钥 {self.path}：请执行 guatu prepare 生成，或放入保管的密钥"


class KeyDamaged(HistoryRefusal):
    """A file that should hold an Ed25519 key does not."""

    code = "key_damaged"

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"{self.path} 不是可用的 Ed25519 密钥文件（PEM 格式），请核对"


class CheckpointDiffers(HistoryRefusal):
    """The folder of checkpoints holds a file of this name with other content; it is not overwritten."""

    code = "checkpoint_differs"

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"{self.path} 已存在且内容不同，没有覆盖：请执行 guatu verify 查明原因"


class FolderMissing(HistoryRefusal):
    """A folder of checkpoints or files that was named is not there."""

    code = "folder_missing"

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"找不到文件夹 {self.path}，请核对路径"


class ChainUnknown(HistoryRefusal):
    """There is no chain of this code."""

    code = "chain_unknown"

    def __init__(self, chain: str) -> None:
        super().__init__(chain)
        self.chain = chain

    def __str__(self) -> str:
        return f"没有留痕链“{self.chain}”：办公室的链为 office-编号，单位人员的链为 registry"


class PeriodEmpty(HistoryRefusal):
    """Nothing was recorded in the chain on these days."""

    code = "period_empty"

    def __init__(self, *, chain: str, first: date, last: date) -> None:
        super().__init__(chain, first, last)
        self.chain, self.first, self.last = chain, first, last

    def __str__(self) -> str:
        return f"{self.first} 至 {self.last} 没有留痕，请换一段日期"


class RoleMissing(HistoryRefusal):
    """The database knows no role of the name in DATABASE_URL."""

    code = "role_missing"

    def __init__(self, role: str) -> None:
        super().__init__(role)
        self.role = role

    def __str__(self) -> str:
        return f"数据库里没有用户 {self.role}：请先建立，例如 CREATE ROLE {self.role} LOGIN PASSWORD '…'"


class RoleTooStrong(HistoryRefusal):
    """The role of the application owns tables, or may act as who does, or as everybody."""

    code = "role_too_strong"

    def __init__(self, role: str) -> None:
        super().__init__(role)
        self.role = role

    def __str__(self) -> str:
        return f"数据库用户 {self.role} 权限过大，能撤除防护：DATABASE_URL 应另用一个普通用户"
