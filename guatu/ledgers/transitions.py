"""The one table of what may be done with an item: who, from which state, to which, and what it needs.

Buttons, the API, the diagram in the docs and the permission matrix come from here; no other place knows a
state that follows another. Optional steps are skipped by the ledger's settings (`after_request`,
`after_verdict`, `after_approval`), never by another path.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from guatu.ledgers.events import Event
from guatu.ledgers.models import Item, Ledger
from guatu.ledgers.permissions import Part

State = Item.State


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of the table."""

    event: Event
    who: tuple[Part, ...]
    sources: tuple[State, ...]
    targets: tuple[State, ...] = ()
    """Where it leads; empty stays, several are chosen by the ledger's settings."""
    needs: str = ""
    """What must be given, in words."""
    while_suspended: bool = False
    """Whether it may happen while the clock of the item stands still."""
    if_flag: tuple[str, bool] | None = None
    """A flag of the item, and how it must stand."""

    @property
    def label(self) -> str:
        return str(self.event.label)


_C, _V, _L = Part.COORDINATOR, Part.VERIFIER, Part.LEADER
_LEAD, _UNIT, _REVIEWER = Part.LEAD_LIAISON, Part.UNIT_LIAISON, Part.LEAD_REVIEWER
_UNIT_REVIEWER = Part.UNIT_REVIEWER
_BEFORE: Final = (State.DRAFT, State.APPROVING)
_WORK: Final = (State.DISPATCHED, State.IN_PROGRESS)
_GIVEN: Final = (State.DRAFT, *_WORK)
_CLOSING: Final = (State.LEAD_REVIEW, State.VERIFYING, State.APPROVING_CLOSE, State.PUBLICITY)
_OPEN: Final = (*_WORK, *_CLOSING)
_ENDS: Final = (State.APPROVING_CLOSE, State.PUBLICITY, State.CLOSED)

TABLE: Final[tuple[Transition, ...]] = (
    Transition(
        Event.EDITED,
        (_C,),
        (State.DRAFT, *_WORK, *_CLOSING),
        (),
        "改了什么；已报销号的随之失效",
        while_suspended=True,
    ),
    Transition(
        Event.IMPORT_CHANGED,
        (Part.IMPORT,),
        (State.DRAFT, *_WORK),
        (),
        "导入的台账文件；本系统里另行办理过的不改",
        while_suspended=True,
    ),
    Transition(
        Event.IMPORT_REVERTED,
        (Part.IMPORT,),
        (State.DRAFT, *_WORK, State.CLOSED),
        (State.VOIDED,),
        "理由；导入之后没有办理过；原有事项改回导入前",
        while_suspended=True,
    ),
    Transition(Event.REVISED, (_C,), (*_BEFORE, *_OPEN, State.CLOSED), (), "新版来文", while_suspended=True),
    Transition(Event.SIGN_OFF_ASKED, (_C,), (State.DRAFT,), (State.APPROVING,), "审签领导"),
    Transition(
        Event.SIGN_OFF_APPROVED, (_L, _C), (State.APPROVING,), (), "领导本人，或督办员附纸质审签扫描件"
    ),
    Transition(Event.SIGN_OFF_RETURNED, (_L, _C), (State.APPROVING,), (State.DRAFT,), "意见"),
    Transition(Event.DISPATCHED, (_C,), _BEFORE, (State.DISPATCHED,), "牵头单位、时限；须审签的已同意"),
    Transition(
        Event.SIGNED,
        (_UNIT,),
        (State.DISPATCHED,),
        (State.DISPATCHED, State.IN_PROGRESS),
        "各单位都签收后转办理中",
    ),
    Transition(Event.ASSIGNED, (_C,), _GIVEN, (State.DRAFT, State.DISPATCHED), "单位、职责"),
    Transition(
        Event.RELEASED,
        (_C,),
        _GIVEN,
        (State.DRAFT, State.DISPATCHED, State.IN_PROGRESS),
        "理由；已交办的，牵头单位须先移交",
    ),
    Transition(
        Event.HANDED_OVER,
        (_C,),
        _GIVEN,
        (State.DRAFT, State.DISPATCHED),
        "承接单位、理由",
        while_suspended=True,
    ),
    Transition(Event.REPORTED, (_UNIT,), _WORK, (), "进度或完成数、进展；本单位已签收；须审核的，过后才算"),
    Transition(Event.REPORT_RELEASED, (_UNIT_REVIEWER,), _WORK, (), "非报送人"),
    Transition(Event.REPORT_DECLINED, (_UNIT_REVIEWER,), _WORK, (), "意见"),
    Transition(Event.REPORT_RETURNED, (_C,), (State.IN_PROGRESS, State.DISPATCHED), (), "缺什么"),
    Transition(Event.EVIDENCE_ADDED, (_UNIT,), _WORK, (), "文件；本单位已签收"),
    Transition(Event.EVIDENCE_JUDGED, (_V,), (State.VERIFYING,), (), "判定"),
    Transition(Event.URGED, (_C,), (*_WORK, State.LEAD_REVIEW), (), "要求"),
    Transition(Event.PAPER_ISSUED, (_C,), (*_OPEN, State.CLOSED), (), "文种、主送单位、文字"),
    Transition(Event.EXTENSION_ASKED, (_UNIT,), _WORK, (), "到期之前；理由、新时限、目前进展"),
    Transition(Event.EXTENSION_WITHDRAWN, (_UNIT,), _WORK, ()),
    Transition(Event.EXTENSION_APPROVED, (_C, _L), _WORK, (), "超出办公室权限的，由领导批"),
    Transition(Event.EXTENSION_REFUSED, (_C, _L), _WORK, (), "意见；超出办公室权限的，由领导答复"),
    Transition(Event.DEADLINE_CHANGED, (_C,), _WORK, (), "新时限、理由、依据文件"),
    Transition(Event.SCHEDULE_SET, (_C,), _WORK, (), "推进方式、各月累计或各节点；改计划的，理由"),
    Transition(Event.SUSPENDED, (_C,), _WORK, (), "理由"),
    Transition(Event.RESUMED, (_C,), _WORK, while_suspended=True, if_flag=("is_suspended", True)),
    Transition(Event.LONG_TERM_SET, (_C,), _WORK, (), "理由", if_flag=("is_long_term", False)),
    Transition(Event.LONG_TERM_ENDED, (_C,), _WORK, (), "新时限", if_flag=("is_long_term", True)),
    Transition(Event.MERGED, (_C,), (*_BEFORE, *_WORK), (), "并入的事项", while_suspended=True),
    Transition(Event.TRANSFERRED, (_C,), (*_BEFORE, *_WORK), (), "接收的台账、理由", while_suspended=True),
    Transition(Event.VOIDED, (_C,), (*_BEFORE, *_OPEN), (State.VOIDED,), "理由", while_suspended=True),
    Transition(
        Event.CLOSE_ASKED,
        (_LEAD,),
        (State.IN_PROGRESS,),
        (State.LEAD_REVIEW, State.VERIFYING),
        "完成情况；自动核对都符合",
    ),
    Transition(Event.CLOSE_WITHDRAWN, (_LEAD,), (State.LEAD_REVIEW, State.VERIFYING), (State.IN_PROGRESS,)),
    Transition(Event.CLOSE_REVIEWED, (_REVIEWER,), (State.LEAD_REVIEW,), (State.VERIFYING,), "非申请人"),
    Transition(Event.CLOSE_NOT_REVIEWED, (_REVIEWER,), (State.LEAD_REVIEW,), (State.IN_PROGRESS,), "意见"),
    Transition(Event.SITE_CHECK_DRAWN, (Part.CLOCK,), (State.VERIFYING,), (), "转核查时；台账定了比例"),
    Transition(Event.SITE_CHECK_ORDERED, (_V,), (State.VERIFYING,), (), "去哪里、看什么"),
    Transition(Event.SITE_CHECK_PLANNED, (_C, _V), (State.VERIFYING,), (), "谁去、几时前、看什么"),
    Transition(
        Event.SITE_CHECK_DONE,
        (_V,),
        (State.VERIFYING,),
        (),
        "结果、现场情况、照片；非办理人、非承办单位",
    ),
    Transition(Event.SITE_CHECK_DROPPED, (_C,), (State.VERIFYING,), (), "理由"),
    Transition(
        Event.CLOSE_VERIFIED,
        (_V,),
        (State.VERIFYING,),
        _ENDS,
        "标准逐条符合；现场核查有结果且没有不相符；非办理人、非承办单位",
    ),
    Transition(
        Event.CLOSE_BY_MEETING,
        (_C,),
        (State.VERIFYING,),
        _ENDS,
        "归档纪要的会议；没有登记的，填日期、参会人员、纪要",
    ),
    Transition(Event.CLOSE_RETURNED, (_V,), (State.VERIFYING,), (State.IN_PROGRESS,), "缺什么、几时再报"),
    Transition(Event.CLOSE_APPROVED, (_L,), (State.APPROVING_CLOSE,), (State.PUBLICITY, State.CLOSED)),
    Transition(Event.CLOSE_DECLINED, (_L,), (State.APPROVING_CLOSE,), (State.IN_PROGRESS,), "意见"),
    Transition(Event.CLOSE_OBJECTED, (_C,), (State.PUBLICITY,), (State.IN_PROGRESS,), "异议内容"),
    Transition(Event.CLOSE_PUBLISHED, (_C, Part.CLOCK), (State.PUBLICITY,), (State.CLOSED,), "公示期满"),
    Transition(Event.CLOSE_LAPSED, (_C, _V, _L, Part.CLOCK), _CLOSING, (State.IN_PROGRESS,), "所报内容已变"),
    Transition(
        Event.DAYS_RECOUNTED,
        (Part.CLOCK,),
        (*_WORK, *_CLOSING),
        (),
        "放假安排公布或登记调整后，原来推算的期限",
        while_suspended=True,
    ),
    Transition(
        Event.LIT,
        (Part.CLOCK,),
        (*_WORK, *_CLOSING, State.CLOSED),
        (),
        "事实、日期或亮灯规则变了，灯随之变",
        while_suspended=True,
    ),
    Transition(Event.LOOK_BACK_PLANNED, (_C, _V, Part.CLOCK), (State.CLOSED,), (), "日期"),
    Transition(Event.LOOK_BACK_DROPPED, (_C,), (State.CLOSED,), (), "理由"),
    Transition(
        Event.LOOK_BACK_HELD, (_V, _C), (State.CLOSED,), (), "稳定或基本稳定、情况；非办理人、非承办单位"
    ),
    Transition(
        Event.REOPENED,
        (_V, _C),
        (State.CLOSED,),
        (State.IN_PROGRESS,),
        "反弹情况、新时限；非办理人、非承办单位",
    ),
    Transition(Event.INSTRUCTED, (_L,), _OPEN, (), "批示内容", while_suspended=True),
    Transition(Event.CLOSING_REPORT_SENT, (_C,), (*_WORK, *_CLOSING, State.CLOSED), (), "办结情况"),
    Transition(Event.CLOSING_REPORT_READ, (_L,), (*_OPEN, State.CLOSED), ()),
    Transition(Event.CLOSING_REPORT_ANSWERED, (_L,), (*_OPEN, State.CLOSED), (), "意见"),
)
BY_EVENT: Final[Mapping[Event, Transition]] = {line.event: line for line in TABLE}


def after_request(ledger: Ledger) -> State:
    """Where a request for close-out goes first."""
    return State.LEAD_REVIEW if ledger.needs_lead_review else State.VERIFYING


def after_verdict(ledger: Ledger) -> State:
    """Where an item goes when the second key has turned."""
    return State.APPROVING_CLOSE if ledger.needs_approval else after_approval(ledger)


def after_approval(ledger: Ledger) -> State:
    """Where an item goes when nobody is left to ask."""
    return State.PUBLICITY if ledger.publicity_days else State.CLOSED


def offered(item: Item, parts: Collection[Part]) -> Iterator[Transition]:
    """What somebody with these parts could do now, by state alone; each action checks the rest."""
    for line in TABLE:
        if stands_open(line, item) and any(part in line.who for part in parts):
            yield line


def stands_open(line: Transition, item: Item) -> bool:
    """Whether the item's state and flags let this happen, whoever asks."""
    if item.is_frozen or item.state not in line.sources:
        return False
    if line.if_flag and getattr(item, line.if_flag[0]) != line.if_flag[1]:
        return False
    return line.while_suspended or not item.is_suspended
