"""Why something could not be done in a ledger.

LedgerRefusal
├── NotYours              somebody without the part that this needs
├── NotNow                the item's state does not let it happen
├── ChangedSince          the item changed after it was looked at
├── Incomplete            something that must be given is missing
│   ├── ReasonMissing     a reason or remark
│   ├── LeadMissing       no lead unit
│   ├── DeadlineMissing   no deadline, and no word that there is none
│   └── ReportEmpty       neither progress nor words
├── WrongDay              a day out of order
├── WrongFigure           a figure out of range
├── WrongChoice           a value that its list does not hold
│   ├── TooLong           words past the length of their field
│   └── Unreadable        words with characters that cannot be kept
├── WrongUnit             a unit that cannot take this
├── UnsignedUnit          a unit that has not signed yet
├── SignOffMissing        a list that its leader has not approved
├── ChecksUnmet           the close-out standard is not met
├── KeysInOneHand         the second key is held by a doer
├── LookerNotFree         somebody who may not look back, or is not the one named
├── NoCheckpoint          a draw without a seed
├── MeetingIsNoKey        a meeting that cannot be the second key
├── ContentChanged        what was asked to be closed is no longer what stands there
├── PublicityRuns         the days of publicity are not over
├── DayNotCome            the round of a day that has not come
├── AlreadyAsked          the same request is open already
├── LineRefused           one item among many that are saved together
├── SecrecyMark           a document with a mark of secrecy: refused, nothing stored
└── Infected              a file in which the virus scanner found something: refused, nothing stored
"""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from guatu.kernel.errors import Refusal


class LedgerRefusal(Refusal):
    """A ledger cannot do this as asked."""

    code: ClassVar[str] = "ledger_refused"


class NotYours(LedgerRefusal):
    """The person has not the part that this needs."""

    code = "not_yours"

    def __init__(self, *, deed: str, who: Sequence[str]) -> None:
        super().__init__(deed, tuple(who))
        self.deed, self.who = deed, tuple(who)

    def __str__(self) -> str:
        return f"“{self.deed}”由{'或'.join(self.who)}办理，您在本事项中没有这个角色"


class NotNow(LedgerRefusal):
    """The state or a flag of the item does not let this happen."""

    code = "not_now"

    def __init__(self, *, number: str, deed: str, state: str) -> None:
        super().__init__(number, deed, state)
        self.number, self.deed, self.state = number, deed, state

    @property
    def why(self) -> str:
        """The reason alone, for a list in which the number stands already."""
        return f"现在是“{self.state}”，不能{self.deed}"

    def __str__(self) -> str:
        return f"{self.number} {self.why}，请刷新后再看"


class ChangedSince(LedgerRefusal):
    """Somebody else changed the item after this person had looked at it."""

    code = "changed_since"

    def __init__(self, *, number: str, what: str) -> None:
        super().__init__(number, what)
        self.number, self.what = number, what

    def __str__(self) -> str:
        return f"{self.number} 刚被别人改过（{self.what}），您的改动没有保存，请比对后再提交"


class Incomplete(LedgerRefusal):
    """Something that must be given is missing; `field` names it for the form."""

    code = "incomplete"

    def __init__(self, *, field: str, what: str) -> None:
        super().__init__(field, what)
        self.field, self.what = field, what

    def __str__(self) -> str:
        return f"请填写{self.what}"

    def details(self) -> dict[str, str | int | None]:
        return {"field": self.field}


class ReasonMissing(Incomplete):
    """A deed that must say why."""

    code = "reason_missing"

    def __init__(self, *, what: str = "理由", field: str = "reason") -> None:
        super().__init__(field=field, what=what)


class LeadMissing(Incomplete):
    """An item is to be dispatched without a lead unit."""

    code = "lead_missing"

    def __init__(self, *, number: str) -> None:
        super().__init__(field="lead_unit", what="牵头单位")
        self.number = number

    def __str__(self) -> str:
        return f"{self.number} 没有牵头单位，请先确定牵头单位再交办"


class DeadlineMissing(Incomplete):
    """An item is to be dispatched without a deadline, and nobody said that it has none."""

    code = "deadline_missing"

    def __init__(self, *, number: str) -> None:
        super().__init__(field="deadline", what="办结时限")
        self.number = number

    def __str__(self) -> str:
        return f"{self.number} 没有办结时限，请填写日期，或注明立行立改、定期、长期坚持"


class ReportEmpty(Incomplete):
    """A report without words."""

    code = "report_empty"

    def __init__(self) -> None:
        super().__init__(field="text", what="进展：做了什么、完成多少")


class WrongDay(LedgerRefusal):
    """A day that comes before or after what it must."""

    code = "wrong_day"

    def __init__(self, *, field: str, why: str) -> None:
        super().__init__(field, why)
        self.field, self.why = field, why

    def __str__(self) -> str:
        return self.why

    def details(self) -> dict[str, str | int | None]:
        return {"field": self.field}


class WrongFigure(WrongDay):
    """A figure out of its range."""

    code = "wrong_figure"


class WrongChoice(LedgerRefusal):
    """A value that is not in the list of its field."""

    code = "wrong_choice"

    def __init__(self, *, field: str, label: str) -> None:
        super().__init__(field, label)
        self.field, self.label = field, label

    def __str__(self) -> str:
        return f"“{self.label}”没有这一项，请从列表中选"

    def details(self) -> dict[str, str | int | None]:
        return {"field": self.field}


class TooLong(WrongChoice):
    """Words that are longer than their field."""

    code = "too_long"

    def __init__(self, *, field: str, label: str, limit: int, length: int) -> None:
        super().__init__(field=field, label=label)
        self.limit, self.length = limit, length

    def __str__(self) -> str:
        return f"“{self.label}”有 {self.length} 字，最多 {self.limit} 字，请缩短"


class Unreadable(WrongChoice):
    """Words with a character that no screen shows and no database keeps."""

    code = "unreadable"

    def __str__(self) -> str:
        return f"“{self.label}”里有不可见的字符，请重新输入，不要直接粘贴"


class WrongUnit(WrongDay):
    """A unit that cannot take this: ended, there already, or not there."""

    code = "wrong_unit"


class UnsignedUnit(LedgerRefusal):
    """A unit reports before it has signed."""

    code = "unsigned_unit"

    def __init__(self, *, unit: str) -> None:
        super().__init__(unit)
        self.unit = unit

    def __str__(self) -> str:
        return f"{self.unit}还没有签收，请先签收再报送"


class SignOffMissing(LedgerRefusal):
    """The ledger asks for a leader's approval before dispatch."""

    code = "sign_off_missing"

    def __init__(self, *, number: str) -> None:
        super().__init__(number)
        self.number = number

    def __str__(self) -> str:
        return f"{self.number} 还没有领导审签同意，请先送审签"


class ChecksUnmet(LedgerRefusal):
    """The close-out standard is not met; `lines` are what is missing."""

    code = "checks_unmet"

    def __init__(self, *, number: str, lines: Sequence[str]) -> None:
        super().__init__(number, tuple(lines))
        self.number, self.lines = number, tuple(lines)

    def __str__(self) -> str:
        return f"{self.number} 还不符合销号标准：{'；'.join(self.lines)}"


class KeysInOneHand(LedgerRefusal):
    """The second key of a close-out may not be held by who did the work or stands for him."""

    code = "keys_in_one_hand"

    def __init__(self, *, why: str) -> None:
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        return f"{self.why}，不能核查本事项，请换一名核查员"


class LookerNotFree(LedgerRefusal):
    """Looking back is for somebody else than the doer, and for the one who was named."""

    code = "looker_not_free"

    def __init__(self, *, number: str, why: str) -> None:
        super().__init__(number, why)
        self.number, self.why = number, why

    def __str__(self) -> str:
        return f"{self.number} {self.why}"

    def details(self) -> dict[str, str | int | None]:
        return {"field": "looker"}


class NoCheckpoint(LedgerRefusal):
    """A sample is drawn by the last checkpoint, and there is none."""

    code = "no_checkpoint"

    def __str__(self) -> str:
        return "还没有检查点，抽查没有种子，请等检查点做出后再抽（每小时一次）"


class MeetingIsNoKey(LedgerRefusal):
    """A recorded meeting that cannot be the second key of this close-out."""

    code = "meeting_is_no_key"

    def __init__(self, *, title: str, why: str) -> None:
        super().__init__(title, why)
        self.title, self.why = title, why

    def __str__(self) -> str:
        return f"“{self.title}”{self.why}，不能作为第二把钥匙，请换一次会议"

    def details(self) -> dict[str, str | int | None]:
        return {"field": "meeting"}


class ContentChanged(LedgerRefusal):
    """What stands in the item is no longer what was asked to be closed."""

    code = "content_changed"

    def __init__(self, *, number: str) -> None:
        super().__init__(number)
        self.number = number

    def __str__(self) -> str:
        return f"{self.number} 在申请销号后又有改动，原申请失效，请牵头单位重新申请"


class PublicityRuns(LedgerRefusal):
    """The days of publicity are not over."""

    code = "publicity_runs"

    def __init__(self, *, number: str, until: date) -> None:
        super().__init__(number, until)
        self.number, self.until = number, until

    def __str__(self) -> str:
        return f"{self.number} 公示到 {self.until}，期满无异议后才能销号"


class DayNotCome(LedgerRefusal):
    """The round of a day that has not come."""

    code = "day_not_come"

    def __init__(self, *, day: date, today: date) -> None:
        super().__init__(day, today)
        self.day, self.today = day, today

    def __str__(self) -> str:
        return f"{self.day} 还没有到，今天是 {self.today}，请到那天再办"


class AlreadyAsked(LedgerRefusal):
    """The same request is open already."""

    code = "already_asked"

    def __init__(self, *, what: str) -> None:
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        return f"已有一份{self.what}在等答复，请等答复后再提"


class LineRefused(LedgerRefusal):
    """One item among many was refused, and so all of them; `refusal` says why."""

    code = "line_refused"

    def __init__(self, *, number: str, item: int, refusal: Refusal) -> None:
        super().__init__(number, item, refusal)
        self.number, self.item, self.refusal = number, item, refusal

    def __str__(self) -> str:
        return f"{self.number}：{str(self.refusal).removeprefix(self.number).strip()}。全部改动都没有保存"

    def details(self) -> dict[str, str | int | None]:
        return {**self.refusal.details(), "item": self.item}


class SecrecyMark(LedgerRefusal):
    """A document bears a mark of secrecy; it is refused and not stored."""

    code = "secrecy_mark"

    def __init__(self, *, name: str, mark: str) -> None:
        super().__init__(name, mark)
        self.name, self.mark = name, mark

    def __str__(self) -> str:
        return f"“{self.name}”有“{self.mark}”标志，不能上传，文件没有保存。请按保密规定办理"


class Infected(LedgerRefusal):
    """The virus scanner of the house found something; the file is refused and not stored."""

    code = "infected"

    def __init__(self, *, name: str, what: str) -> None:
        super().__init__(name, what)
        self.name, self.what = name, what

    def __str__(self) -> str:
        return f"“{self.name}”查出病毒（{self.what}），文件没有保存。请在本机杀毒后重新上传，并告知信息管理员"

    def details(self) -> dict[str, str | int | None]:
        return {"field": "file"}
