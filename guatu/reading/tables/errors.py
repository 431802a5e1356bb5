"""Why a table gives no ledger.

ReadingRefusal
├── NotATable   the file is no workbook and no csv
└── NoLedger    none of its shown sheets holds a ledger
"""

from typing import ClassVar

from guatu.reading.errors import ReadingRefusal


class NotATable(ReadingRefusal):
    """A document or a picture where a table is meant."""

    code: ClassVar[str] = "not_a_table"
    sentence: ClassVar[str] = "这不是表格文件，请用 xlsx、xls、et 或 csv；来文请用“来文转台账”读取"


class NoLedger(ReadingRefusal):
    """No shown sheet has a head that tells of problems or tasks and of who or when."""

    code: ClassVar[str] = "no_ledger"
    sentence: ClassVar[str] = (
        "没有找到台账：需要一行表头，其中有问题（或任务、事项）一列，以及责任单位、时限或进展中的至少一列"
    )
