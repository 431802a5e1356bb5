"""Why a file of rows is not taken, or a result not written.

RuleRefusal
└── RowsRefused          a file of rows cannot be used; the place is named
    ├── UnreadableRows   not of its format, not UTF-8
    ├── IdMissing        no column `id`, or a row without one, or one that stands twice
    ├── UnfitCell        a cell that its field cannot hold
    └── ExtraMissing     what the format needs is not installed
"""

from typing import ClassVar

from guatu.rules.errors import RuleRefusal


class RowsRefused(RuleRefusal):
    """A file of rows cannot be used: `where` is the place, `why` says what to do."""

    code: ClassVar[str] = "rows_refused"

    def __init__(self, where: str, why: str) -> None:
        super().__init__(where, why)
        self.where, self.why = where, why

    def __str__(self) -> str:
        return f"{self.where}：{self.why}"

    def details(self) -> dict[str, str | int | None]:
        return {"where": self.where}


class UnreadableRows(RowsRefused):
    """Not of its format, or no UTF-8."""

    code = "unreadable_rows"


class IdMissing(RowsRefused):
    """No column `id`, a row without one, or one that stands twice."""

    code = "id_missing"


class UnfitCell(RowsRefused):
    """A cell that its field cannot hold."""

    code = "unfit_cell"


class ExtraMissing(RowsRefused):
    """The format needs a part of Guatu that is not installed."""

    code = "extra_missing"
