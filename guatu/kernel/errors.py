"""The base refusal, from which every room grows one family.

Refusal
├── CodeRefusal          a code or a table of codes breaks the rules of its kind
│   ├── MalformedCode    not of the shape its standard asks
│   ├── UnknownCode      its table does not hold it
│   ├── MalformedTable   a row or the head of a table cannot be read
│   ├── DuplicateCode    two rows of a table bear the same code
│   ├── MissingParent    a row names a parent that is no row
│   └── CyclicCodes      codes are above one another in a ring
├── SettingMissing       the server lacks a setting that only its keeper can give
│   └── SettingMalformed it is there, and cannot be read
├── ReadingRefusal       (guatu.reading.errors)
└── ...
"""

from collections.abc import Sequence
from typing import ClassVar


class Refusal(Exception):
    """Something cannot be done as asked; the sentence (Chinese) says what is wrong and what to do."""

    code: ClassVar[str] = "refused"
    """A promise to callers: codes are added, never renamed."""

    def details(self) -> dict[str, str | int | None]:
        """The facts of this refusal as plain values, for machines."""
        return {}


class SettingMissing(Refusal):
    """The server cannot start: a setting is missing; `cure` (Chinese) says what to give."""

    code: ClassVar[str] = "setting_missing"

    def __init__(self, name: str, cure: str) -> None:
        super().__init__(name, cure)
        self.name, self.cure = name, cure

    def __str__(self) -> str:
        return f"缺少设置 {self.name}：请在环境变量中给出{self.cure}"

    def details(self) -> dict[str, str | int | None]:
        return {"name": self.name}


class SettingMalformed(SettingMissing):
    """The server cannot start: a setting is there, and cannot be read."""

    code = "setting_malformed"

    def __str__(self) -> str:
        return f"设置 {self.name} 写法有误：{self.cure}"


class CodeRefusal(Refusal):
    """A code cannot be used; `value` is the code as given, `kind` (Chinese) what it should be."""

    code: ClassVar[str] = "code_refused"

    def __init__(self, value: str, kind: str) -> None:
        super().__init__(value, kind)
        self.value, self.kind = value, kind

    def __str__(self) -> str:
        return f"“{self.value}”不能用作{self.kind}，请核对后重填"

    def details(self) -> dict[str, str | int | None]:
        return {"value": self.value, "kind": self.kind}


class MalformedCode(CodeRefusal):
    """A text has not the shape its standard asks; `why` says which rule it breaks and what to write."""

    code = "malformed_code"

    def __init__(self, value: str, kind: str, why: str) -> None:
        super().__init__(value, kind)
        self.args, self.why = (value, kind, why), why

    def __str__(self) -> str:
        return f"“{self.value}”不是{self.kind}：{self.why}"


class UnknownCode(CodeRefusal):
    """A well-formed code that its table does not hold."""

    code = "unknown_code"

    def __str__(self) -> str:
        return f"{self.kind}里没有代码“{self.value}”，请核对代码，或先补充代码表"


class MalformedTable(CodeRefusal):
    """A table of codes cannot be read; `value` is the place, `why` says what is wrong there."""

    code = "malformed_table"

    def __init__(self, value: str, kind: str, why: str) -> None:
        super().__init__(value, kind)
        self.args, self.why = (value, kind, why), why

    def __str__(self) -> str:
        return f"{self.kind}{self.value}：{self.why}"


class DuplicateCode(CodeRefusal):
    """Two rows of one table bear the same code."""

    code = "duplicate_code"

    def __str__(self) -> str:
        return f"{self.kind}里代码“{self.value}”出现不止一次，请只保留一行"


class MissingParent(CodeRefusal):
    """A row names a parent that is no row of its table."""

    code = "missing_parent"

    def __init__(self, value: str, kind: str, parent: str) -> None:
        super().__init__(value, kind)
        self.args, self.parent = (value, kind, parent), parent

    def __str__(self) -> str:
        return f"{self.kind}里代码“{self.value}”的上级“{self.parent}”不存在，请补上该上级或改正"


class CyclicCodes(CodeRefusal):
    """Codes are above one another in a ring, so none of them has a top."""

    code = "cyclic_codes"

    def __init__(self, ring: Sequence[str], kind: str) -> None:
        super().__init__("、".join(ring), kind)
        self.args, self.ring = (tuple(ring), kind), tuple(ring)

    def __str__(self) -> str:
        if len(self.ring) == 1:
            return f"{self.kind}里代码{self.value}以自己为上级，请改正它的上级"
        return f"{self.kind}里代码{self.value}互为上级，形成循环，请改正其中一个的上级"
