"""Why a table was not brought into a ledger, or not taken back.

LedgerRefusal
├── NotNow
│   └── ImportNotReady    the table is not there to be worked on
├── ChangedSince
│   └── ImportStale       the ledger or the table changed after the preview
├── AlreadyAsked
│   └── SameTable         the very file came in before
├── RowsHeldBack          some rows cannot be taken, and nobody said that the others shall go
├── NothingToDo           the file says what the ledger says
├── ImportInUse           items that were worked on since stand in the way of taking an import back
└── WrongChoice
    └── NoSuchColumn      a column, a role or a unit that is not there
"""

from collections.abc import Sequence
from datetime import date

from guatu.ledgers.errors import AlreadyAsked, ChangedSince, LedgerRefusal, NotNow, WrongChoice


class ImportNotReady(NotNow):
    """It is read just now, or settled."""

    code = "import_not_ready"

    def __init__(self, *, name: str, state: str, deed: str = "导入") -> None:
        super().__init__(number=name, deed=deed, state=state)


class ImportStale(ChangedSince):
    """What was shown is no longer what would be done."""

    code = "import_stale"

    def __init__(self, *, name: str) -> None:
        super().__init__(number=name, what="台账")

    def __str__(self) -> str:
        return "预览之后台账或列的对应变了，没有导入。已按现在的台账重新比对，请看过新的预览再导入"


class SameTable(AlreadyAsked):
    """The very file was taken in before."""

    code = "same_table"

    def __init__(self, *, name: str, on: date, draft: int) -> None:
        super().__init__(what=name)
        self.name, self.on, self.draft = name, on, draft

    def __str__(self) -> str:
        return f"这份表 {self.on} 已经传过（{self.name}），还没有导入，请打开那一份接着办"

    def details(self) -> dict[str, str | int | None]:
        return {"draft": self.draft}


class RowsHeldBack(LedgerRefusal):
    """Some rows are wrong, and nobody said that the good ones shall go alone."""

    code = "rows_held_back"

    def __init__(self, *, count: int) -> None:
        super().__init__(count)
        self.count = count

    def __str__(self) -> str:
        return f"有 {self.count} 行不能导入，整份都没有导入。请改好后重新上传，或选“只导入没有问题的行”"

    def details(self) -> dict[str, str | int | None]:
        return {"field": "good_only", "count": self.count}


class NothingToDo(LedgerRefusal):
    """The file says what the ledger says already."""

    code = "nothing_to_import"

    def __str__(self) -> str:
        return "这份表和台账一致，没有要新增或更新的，不用导入"


class ImportInUse(LedgerRefusal):
    """Items of an import that somebody worked on since."""

    code = "import_in_use"
    _NAMED = 5

    def __init__(self, *, numbers: Sequence[str]) -> None:
        super().__init__(tuple(numbers))
        self.numbers = tuple(numbers)

    def __str__(self) -> str:
        named = "、".join(self.numbers[: self._NAMED])
        more = f"等 {len(self.numbers)} 项" if len(self.numbers) > self._NAMED else ""
        return f"{named}{more} 导入后已经办理过，不能整体撤销。请对不要的事项逐项作废"

    def details(self) -> dict[str, str | int | None]:
        return {"count": len(self.numbers)}


class NoSuchColumn(WrongChoice):
    """A column, a role or a unit that is not there to be chosen."""

    code = "no_such_column"

    def __init__(self, *, field: str = "column", label: str = "列") -> None:
        super().__init__(field=field, label=label)
