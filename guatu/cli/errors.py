"""Why a file given on the command line was not even opened, or its result not written.

Refusal
└── CommandRefusal
    ├── FileMissing      nothing there by that name
    ├── FolderGiven      a folder where a file is wanted
    ├── FileClosed       no right to read it
    └── ResultUnwritten  the folder for results does not take the file
"""

from typing import ClassVar

from guatu.kernel.errors import Refusal


class CommandRefusal(Refusal):
    """Something on this machine stands in the way of a file."""

    code: ClassVar[str] = "command_refused"
    sentence: ClassVar[str] = "无法处理该文件"

    def __str__(self) -> str:
        return self.sentence


class FileMissing(CommandRefusal):
    """Nothing there by that name."""

    code = "file_missing"
    sentence = "找不到这个文件，请核对路径和文件名"


class FolderGiven(CommandRefusal):
    """A folder where a file is wanted."""

    code = "folder_given"
    sentence = "这是文件夹，请逐个给出其中的文件，例如 文件夹/*.docx"


class FileClosed(CommandRefusal):
    """No right to read it, or no regular file."""

    code = "file_closed"
    sentence = "无权读取这个文件，请检查文件权限"


class ResultUnwritten(CommandRefusal):
    """The folder for results does not take the file; `why` is the system's own reason in words."""

    code = "result_unwritten"

    def __init__(self, *, target: str, why: str) -> None:
        super().__init__(target, why)
        self.target, self.why = target, why

    def __str__(self) -> str:
        return f"结果写不进 {self.target}（{self.why}），请检查后重试"

    def details(self) -> dict[str, str | int | None]:
        return {"target": self.target, "why": self.why}
