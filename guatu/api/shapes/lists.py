"""A list: what narrows it, in which order it stands, and what is told of each item."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from guatu.api.answers import day, moment
from guatu.api.shapes.base import Asking, Day, Id, Moment, Named, Told
from guatu.api.shapes.lights import LightTold, light_told
from guatu.ledgers.queries.briefs import Brief, Line, Owed
from guatu.ledgers.queries.filters import MONTH, Filters

State = Literal[
    "open", "draft", "dispatched", "in_progress", "returned", "lead_review", "verifying", "approving_close",
    "publicity", "closed", "gone",
]  # fmt: skip
Due = Literal["overdue", "near", "on_time", "undated", "paused"]
Flag = Literal[
    "mine", "led", "closed_lately", "extended", "quiet", "suspended", "long_term", "reopened"
]  # fmt: skip
Importance = Literal["special", "important", "ordinary"]
Kind = Literal["rectification", "task", "finding", "instruction", "gate", "fault", "opinion"]
Order = Literal[
    "due", "-due", "deadline", "-deadline", "number", "-number", "progress", "-progress", "state", "-state",
    "lead", "-lead", "last", "-last", "extensions", "-extensions", "light", "-light",
]  # fmt: skip
MOST: Final = 200


class Narrowed(Asking):
    """What narrows a list, in the words of the page's address; what is left out does not narrow."""

    q: str = Field("", max_length=60, description="编号、事项、分类里的词，空格隔开")
    state: list[State] = Field([], description="状态，可多选；open 为所有在办的，gone 为作废并转的")
    due: list[Due] = Field([], description="到期情况，可多选")
    light: list[Annotated[str, Field(pattern="^[a-z][a-z0-9_]{0,23}$")]] = Field(
        [], description="在办的亮什么灯，灯的代码，可多选；unknown 为缺数据"
    )
    lead: list[Id] = Field([], description="牵头单位")
    unit: list[Id] = Field([], description="承办单位，不论职责")
    category: list[str] = Field([], description="分类")
    phase: list[Id] = Field([], description="阶段")
    kind: list[Kind] = Field([], description="类别")
    since: date | None = Field(None, description="时限不早于")
    until: date | Literal["month"] | None = Field(None, description="时限不晚于；month 为本月底")
    flag: list[Flag] = Field(
        [],
        description="mine 待我批，led 我牵头、包保，closed_lately 本月销号，quiet 久无动态等",
    )
    as_of: date | None = Field(None, description="看过去的某一天")
    known: Literal["now"] | None = Field(None, description="now 为按今天所知；不写为按当日所知")

    def filters(self) -> Filters:
        """The same for the query."""
        until = MONTH if self.until == MONTH else day_or_nothing(self.until)
        return Filters(
            q=" ".join(self.q.split()),
            state=tuple(dict.fromkeys(self.state)),
            due=tuple(dict.fromkeys(self.due)),
            light=tuple(dict.fromkeys(self.light)),
            lead=tuple(self.lead),
            unit=tuple(self.unit),
            category=tuple(one[:60] for one in self.category),
            phase=tuple(self.phase),
            kind=tuple(self.kind),
            since=day_or_nothing(self.since),
            until=until,
            flag=tuple(dict.fromkeys(self.flag)),
        )


class Asked(Narrowed):
    """The same with its order, and from where it is read on."""

    order: Order = Field("due", description="排序，负号倒过来；due 同页面，deadline 只按时限")
    limit: int = Field(50, ge=1, le=MOST, description="一次几项")
    cursor: str = Field("", max_length=600, description="上一次答复里的 next，原样带回")


def day_or_nothing(on: date | str | None) -> str:
    """A day as the filters keep it."""
    return on.isoformat() if isinstance(on, date) else ""


class OwedRow(Told):
    """What one unit owes in the item."""

    unit: Named
    duty: str
    state: str


class Last(Told):
    """The last thing that happened."""

    event: str
    at: Moment
    unit: Named | None


class ItemLine(Told):
    """An item in a list."""

    id: int
    ledger_id: int
    number: str
    kind: str
    title: str
    category: str
    state: str = Field(description="流转表里的状态")
    standing: str = Field(description="列表里的状态：多出 returned、gone，草稿和审签中合为 draft")
    due: str = Field(description="到期情况；不在办的为空")
    light: LightTold | None = Field(description="在办的亮什么灯；不在办的、缺数据的为空")
    due_kind: str
    deadline: Day | None
    first_promise: Day | None
    extensions: int
    progress: int
    lead_unit: Named | None
    units: list[OwedRow]
    phase_id: int | None
    is_suspended: bool
    is_long_term: bool
    merged_into_id: int | None
    transferred_to_id: int | None
    dispatched_on: Day | None
    closed_on: Day | None
    times_returned: int
    times_reopened: int
    revision: int = Field(description="每办一件事加一")
    last: Last | None


class ItemList(Told):
    """A stretch of the list."""

    items: list[ItemLine]
    next: str | None = Field(description="接着读用的 cursor；读完为空")


def told(line: Line, names: Mapping[int, str]) -> dict[str, Any]:
    """A line as plain values."""
    item = line.item
    return {
        "id": item.pk,
        "ledger_id": item.ledger_id,
        "number": item.number,
        "kind": item.kind,
        "title": item.title,
        "category": item.category,
        "state": item.state,
        "standing": line.standing,
        "due": line.due,
        "light": light_told(line.light),
        "due_kind": item.due_kind,
        "deadline": day(item.deadline),
        "first_promise": day(item.first_promise),
        "extensions": item.extensions,
        "progress": item.progress,
        "lead_unit": named(item.lead_unit_id, names),
        "units": _units(line.owed, names),
        "phase_id": item.phase_id,
        "is_suspended": item.is_suspended,
        "is_long_term": item.is_long_term,
        "merged_into_id": item.merged_into_id,
        "transferred_to_id": item.transferred_to_id,
        "dispatched_on": day(item.dispatched_on),
        "closed_on": day(item.closed_on),
        "times_returned": item.times_returned,
        "times_reopened": item.times_reopened,
        "revision": item.revision,
        "last": _last(item, names),
    }


def named(pk: int | None, names: Mapping[int, str]) -> dict[str, Any] | None:
    """A unit by number and name."""
    return None if pk is None else {"id": pk, "name": names[pk]}


def _units(owed: Sequence[Owed], names: Mapping[int, str]) -> list[dict[str, Any]]:
    return [
        {"unit": {"id": one.unit_id, "name": names[one.unit_id]}, "duty": one.duty, "state": one.state}
        for one in owed
    ]


def _last(item: Brief, names: Mapping[int, str]) -> dict[str, Any] | None:
    if item.last_at is None:
        return None
    return {"event": item.last_kind, "at": moment(item.last_at), "unit": named(item.last_unit_id, names)}
