"""Why a newer version was not laid beside the older one, or what was ticked was not done.

LedgerRefusal
├── NotNow
│   └── NotAVersion       no older version is named
├── ChangedSince
│   └── ComparisonStale   what was ticked is no longer what it was
└── Incomplete
    └── NothingTicked
"""

from guatu.ledgers.errors import ChangedSince, Incomplete, NotNow


class NotAVersion(NotNow):
    """No older version is named, so there is nothing to compare."""

    code = "not_a_version"

    def __init__(self, *, title: str) -> None:
        super().__init__(number=title, deed="对照新旧", state="没有登记旧版")

    def __str__(self) -> str:
        return f"{self.number}没有登记是哪份来文的新版本，请先在来文页选旧版"


class ComparisonStale(ChangedSince):
    """What was ticked is no longer what it was: somebody has changed the item, or the draft."""

    code = "comparison_stale"

    def __str__(self) -> str:
        return f"{self.number}在您对照之后又有改动（{self.what}），这次什么也没有更新，请看过新的对照再勾选"


class NothingTicked(Incomplete):
    """Nothing was ticked."""

    code = "nothing_ticked"

    def __init__(self) -> None:
        super().__init__(field="edits", what="要更新的内容")

    def __str__(self) -> str:
        return "没有勾选要更新的内容，请先勾选再更新"
