"""Why a table of rows is not decided. Each names the column and what to mend.

EngineRefusal
├── UnfitColumn       a column of a type that its field cannot hold
├── UnfitValue        one value of a column that is none of its field
├── TooManyCuts       more different figures are asked of one column than codes can tell apart
└── FastPathMissing   the fast path is asked for, and the extra `fast` is not installed
"""

from typing import ClassVar

from guatu.kernel.errors import Refusal


class EngineRefusal(Refusal):
    """Rows cannot be decided as given."""

    code: ClassVar[str] = "rows_refused"


class UnfitColumn(EngineRefusal):
    """A column of a type that its field cannot hold; `expected` (Chinese) says what it should be."""

    code = "unfit_column"

    def __init__(self, column: str, found: str, expected: str) -> None:
        super().__init__(column, found, expected)
        self.column, self.found, self.expected = column, found, expected

    def __str__(self) -> str:
        return f"列“{self.column}”的类型是 {self.found}，应为{self.expected}，请改正后重试"

    def details(self) -> dict[str, str | int | None]:
        return {"column": self.column, "found": self.found, "expected": self.expected}


class UnfitValue(EngineRefusal):
    """One value of a column that is none of its field; `row` counts from 0."""

    code = "unfit_value"

    def __init__(self, column: str, row: int, expected: str) -> None:
        super().__init__(column, row, expected)
        self.column, self.row, self.expected = column, row, expected

    def __str__(self) -> str:
        return f"列“{self.column}”第{self.row + 1}行的值不是{self.expected}，请改正后重试"

    def details(self) -> dict[str, str | int | None]:
        return {"column": self.column, "row": self.row, "expected": self.expected}


class TooManyCuts(EngineRefusal):
    """More different figures are asked of one column than codes can tell apart."""

    code = "too_many_cuts"

    def __init__(self, column: str, count: int, limit: int) -> None:
        super().__init__(column, count, limit)
        self.column, self.count, self.limit = column, count, limit

    def __str__(self) -> str:
        found, most = self.count, self.limit
        return f"各规则对列“{self.column}”用了{found}个不同的界限，最多{most}个，请把规则分几次计算"

    def details(self) -> dict[str, str | int | None]:
        return {"column": self.column, "count": self.count, "limit": self.limit}


class FastPathMissing(EngineRefusal):
    """The fast path is asked for, and numba cannot be imported."""

    code = "fast_path_missing"

    def __str__(self) -> str:
        return "没有安装快速计算组件：请安装 guatu[fast]，或不指定快速计算"
