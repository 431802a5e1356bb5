"""Why a document was not taken in, or its draft not changed.

LedgerRefusal
├── NotNow
│   ├── NotReady          the draft is not there to be worked on
│   ├── AlreadyEntered    the entry is an item already
│   ├── RestatesItem      the entry says anew what is an item of the older version
│   └── ReplacedByNewer   the document has a newer version, which is entered in its place
├── ChangedSince
│   └── DraftChanged      somebody else saved the draft meanwhile
├── DeadlinesPast         what is to be dispatched should have been done already
├── AlreadyAsked
│   └── AlreadyReceived   the same file came in before
├── Incomplete
│   ├── EntryIncomplete   an entry lacks what an item needs
│   ├── NothingChosen     no entry is to go
│   ├── LeaderMissing     the ledger is signed off first, and nobody was named for it
│   └── PaperMissing      an approval on paper is entered without the paper
└── WrongChoice
    ├── NoSuchEntry       an entry, measure or unit that is not in the draft
    └── NothingToSplit    an entry that has no parts of that kind
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from guatu.ledgers.errors import (
    AlreadyAsked,
    ChangedSince,
    Incomplete,
    LedgerRefusal,
    NotNow,
    WrongChoice,
)

if TYPE_CHECKING:
    from guatu.ledgers.intake.entries import Entry
    from guatu.ledgers.models import Draft


class NotReady(NotNow):
    """The draft is not there to be worked on: not read yet, or settled."""

    code = "draft_not_ready"

    def __init__(self, *, name: str, state: str) -> None:
        super().__init__(number=name, deed="核对", state=state)


class AlreadyEntered(NotNow):
    """An entry that is an item of the ledger already."""

    code = "already_entered"

    def __init__(self, *, title: str, number: str) -> None:
        super().__init__(number=title, deed="再改", state=f"已入账 {number}")
        self.title = title

    def __str__(self) -> str:
        return f"“{self.title}”已经入账，请到台账里办理"


class RestatesItem(NotNow):
    """An entry of a newer version that is an item already, by the older one."""

    code = "restates_item"

    def __init__(self, *, title: str) -> None:
        super().__init__(number=title, deed="再入账", state="旧版已入账")
        self.title = title

    def __str__(self) -> str:
        return f"“{self.title}”按旧版已经入账，请在“新旧对照”里更新，不要再入账一次"


class ReplacedByNewer(NotNow):
    """A document that has a newer version: that is entered in its place."""

    code = "replaced_by_newer"

    def __init__(self, *, title: str, newer: str) -> None:
        super().__init__(number=title, deed="入账", state=f"已有新版本“{newer}”")
        self.title, self.newer = title, newer

    def __str__(self) -> str:
        return f"“{self.title}”已有新版本“{self.newer}”，请从新版入账"


class DraftChanged(ChangedSince):
    """Somebody else saved the draft meanwhile: what stands now, and what your change would make of it."""

    code = "draft_changed"

    def __init__(self, *, draft: "Draft", who: str, yours: "Sequence[Entry] | None") -> None:
        super().__init__(number=str(draft.directive), what=who)
        self.draft, self.who, self.yours = draft, who, yours

    def __str__(self) -> str:
        return f"草稿刚被{self.who}改过，您的改动没有保存，请比对两个版本后再提交"

    def details(self) -> dict[str, str | int | None]:
        return {"revision": self.draft.revision}


class DeadlinesPast(LedgerRefusal):
    """Deadlines that have gone by, and nobody has said that it shall go out all the same."""

    code = "deadlines_past"
    _NAMED = 3

    def __init__(self, *, titles: "Sequence[str]") -> None:
        super().__init__(tuple(titles))
        self.titles = tuple(titles)

    def __str__(self) -> str:
        named = "、".join(f"“{title}”" for title in self.titles[: self._NAMED])
        more = " 等" if len(self.titles) > self._NAMED else ""
        return (
            f"有 {len(self.titles)} 条的时限已过（{named}{more}），没有交办。"
            "请改时限，或勾选“时限已过，仍然交办”再交"
        )

    def details(self) -> dict[str, str | int | None]:
        return {"field": "even_past", "count": len(self.titles)}


class AlreadyReceived(AlreadyAsked):
    """The very file came in before."""

    code = "already_received"

    def __init__(self, *, name: str, on: date, draft: int | None) -> None:
        super().__init__(what=name)
        self.name, self.on, self.draft = name, on, draft

    def __str__(self) -> str:
        return f"这份文件 {self.on} 已经收过（{self.name}），请打开那一份；确要再收一次，请选“仍然上传”"

    def details(self) -> dict[str, str | int | None]:
        return {"draft": self.draft}


class EntryIncomplete(Incomplete):
    """An entry that lacks what an item needs."""

    code = "entry_incomplete"

    def __init__(self, *, field: str, title: str, what: str) -> None:
        super().__init__(field=field, what=what)
        self.title = title

    def __str__(self) -> str:
        return f"“{self.title}”{self.what}，补上后再确认"


class NothingChosen(Incomplete):
    """No entry is to go."""

    code = "nothing_chosen"

    def __init__(self) -> None:
        super().__init__(field="only", what="要交办的条目")

    def __str__(self) -> str:
        return "没有要交办的条目，请先确认至少一条，再勾选交办"


class LeaderMissing(Incomplete):
    """The ledger is signed off before dispatch, and no leader was named."""

    code = "leader_missing"

    def __init__(self, *, ledger: str) -> None:
        super().__init__(field="leader", what="审签领导")
        self.ledger = ledger

    def __str__(self) -> str:
        return f"“{self.ledger}”交办前须领导审签，请选审签领导"


class PaperMissing(Incomplete):
    """Somebody enters what a leader has signed on paper, without the paper."""

    code = "paper_missing"

    def __init__(self, *, leader: str) -> None:
        super().__init__(field="paper", what="签过的审签单")
        self.leader = leader

    def __str__(self) -> str:
        return f"请附上{self.leader}签过的审签单（扫描件或照片）"


class NoSuchEntry(WrongChoice):
    """Something of a draft that is not there."""

    code = "no_such_entry"

    def __init__(self, what: str = "条目") -> None:
        super().__init__(field="entry", label=what)

    def __str__(self) -> str:
        return f"草稿里没有这个{self.label}，可能已被改动，请刷新后再看"


class NothingToSplit(WrongChoice):
    """An entry with only one part of that kind."""

    code = "nothing_to_split"

    def __init__(self, by: str) -> None:
        super().__init__(field="by", label=by)

    def __str__(self) -> str:
        return f"这一条只有一个{self.label}，不用拆分"
