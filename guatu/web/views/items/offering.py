"""What somebody may do with an item now: one primary act, others beside it, closed ones with their reason."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from guatu.ledgers import checking, keys
from guatu.ledgers.events import Event
from guatu.ledgers.extending import is_leaders
from guatu.ledgers.models import Assignment, Item, SignOff
from guatu.ledgers.permissions import Part
from guatu.ledgers.queries.item_page import ItemPage
from guatu.web.views.items import extending
from guatu.web.views.items.registry import FORMS, url_of

State = Item.State
HIDDEN: Final = ""
"""An act that does not concern this item is not shown at all."""
_ICONS: Final[Mapping[Event, str]] = {
    Event.SIGN_OFF_ASKED: "send",
    Event.SIGN_OFF_APPROVED: "check",
    Event.SIGN_OFF_RETURNED: "undo",
    Event.DISPATCHED: "send",
    Event.SIGNED: "check",
    Event.EXTENSION_APPROVED: "calendar",
    Event.EXTENSION_REFUSED: "close",
    Event.REPORTED: "edit",
    Event.EVIDENCE_ADDED: "upload",
    Event.REPORT_RELEASED: "check",
    Event.REPORT_DECLINED: "undo",
    Event.REPORT_RETURNED: "undo",
    Event.URGED: "bell",
    Event.PAPER_ISSUED: "file",
    Event.EXTENSION_ASKED: "calendar",
    Event.EXTENSION_WITHDRAWN: "undo",
    Event.DEADLINE_CHANGED: "calendar",
    Event.ASSIGNED: "add",
    Event.HANDED_OVER: "send",
    Event.RELEASED: "minus",
    Event.SUSPENDED: "pause",
    Event.RESUMED: "refresh",
    Event.LONG_TERM_SET: "history",
    Event.LONG_TERM_ENDED: "calendar",
    Event.MERGED: "merge",
    Event.TRANSFERRED: "folder",
    Event.VOIDED: "trash",
    Event.CLOSE_ASKED: "stamp",
    Event.CLOSE_WITHDRAWN: "undo",
    Event.CLOSE_REVIEWED: "check",
    Event.CLOSE_NOT_REVIEWED: "undo",
    Event.CLOSE_VERIFIED: "shield",
    Event.CLOSE_RETURNED: "undo",
    Event.SITE_CHECK_ORDERED: "pin",
    Event.CLOSE_BY_MEETING: "users",
    Event.CLOSE_APPROVED: "stamp",
    Event.CLOSE_DECLINED: "close",
    Event.CLOSE_OBJECTED: "alert",
    Event.CLOSE_PUBLISHED: "stamp",
    Event.LOOK_BACK_PLANNED: "calendar",
    Event.LOOK_BACK_HELD: "eye",
    Event.REOPENED: "refresh",
    Event.LOOK_BACK_DROPPED: "minus",
    Event.INSTRUCTED: "edit",
    Event.CLOSING_REPORT_SENT: "send",
    Event.CLOSING_REPORT_READ: "check",
    Event.CLOSING_REPORT_ANSWERED: "edit",
}
"""Every act of the list, in the order in which one of them is the primary."""
_ORDER: Final = (
    Event.RESUMED,
    Event.SIGN_OFF_ASKED,
    Event.SIGN_OFF_APPROVED,
    Event.DISPATCHED,
    Event.SIGNED,
    Event.CLOSING_REPORT_READ,
    Event.CLOSE_APPROVED,
    Event.CLOSE_VERIFIED,
    Event.CLOSE_REVIEWED,
    Event.EXTENSION_APPROVED,
    Event.CLOSE_PUBLISHED,
    Event.CLOSE_ASKED,
    Event.REPORT_RELEASED,
    Event.REPORTED,
    Event.LOOK_BACK_HELD,
    Event.URGED,
)
_SMALL: Final[Mapping[Event, str]] = {
    Event.DEADLINE_CHANGED: "调时限",
    Event.ASSIGNED: "加单位",
    Event.HANDED_OVER: "换单位",
    Event.RELEASED: "减单位",
    Event.SUSPENDED: "挂起",
    Event.LONG_TERM_SET: "转长期",
    Event.LONG_TERM_ENDED: "定时限",
    Event.MERGED: "合并",
    Event.TRANSFERRED: "移交",
    Event.VOIDED: "作废",
}
_ELSEWHERE: Final = frozenset((Event.EDITED, Event.CLOSE_LAPSED))
"""Acts that are offered beside what they change, or by themselves."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A button."""

    label: str
    url: str
    icon: str
    why_not: str = ""
    is_page: bool = False
    """A page of its own rather than a dialog."""


@dataclass(frozen=True, slots=True)
class Offers:
    """All buttons of the page's right side."""

    primary: Offer | None
    main: list[Offer]
    small: list[Offer]
    closed: list[Offer]

    def __bool__(self) -> bool:
        return bool(self.primary or self.main or self.small or self.closed)


def offers(page: ItemPage) -> Offers:
    """What this person may do now."""
    able: dict[Event, Offer] = {}
    closed: list[Offer] = []
    for event in _ICONS:
        why_not = _why_not(event, page)
        if why_not is None:
            able[event] = _offer(event, page)
        elif why_not != HIDDEN:
            closed.append(_offer(event, page, why_not))
    primary = next((event for event in _ORDER if event in able and _is_pressing(event, page)), None)
    return Offers(
        primary=able[primary] if primary else None,
        main=[one for event, one in able.items() if event != primary and event not in _SMALL],
        small=[one for event, one in able.items() if event in _SMALL],
        closed=closed,
    )


def _is_pressing(event: Event, page: ItemPage) -> bool:
    """Looking again presses from its day on; all else as soon as it is open."""
    planned = page.look_back
    return event != Event.LOOK_BACK_HELD or (planned is not None and planned.due_on <= page.on)


def may(event: Event, page: ItemPage) -> bool:
    """Whether an act is open to this person now."""
    return event in page.offered and (event in _ELSEWHERE or _why_not(event, page) is None)


def _offer(event: Event, page: ItemPage, why_not: str = "") -> Offer:
    if event == Event.CLOSE_VERIFIED and not why_not:
        return Offer("逐条核查", reverse("web:to-verify", args=[page.item.pk]), "shield", is_page=True)
    if event == Event.PAPER_ISSUED:
        return Offer("发文", f"{reverse('web:paper-new')}?item={page.item.pk}", "file", why_not, is_page=True)
    label = _SMALL.get(event) or FORMS[event].title
    url = url_of(event, page.item.pk)
    return Offer(label, url, _ICONS[event], why_not, is_page=event == Event.REPORTED)


def _why_not(event: Event, page: ItemPage) -> str | None:
    """None for an act that is open; a reason for one that is closed; HIDDEN for one that is out of place."""
    if page.past is not None or page.item.is_frozen:
        return HIDDEN
    if event not in page.offered:
        return _not_yet(event, page)
    found = _FITS.get(event)
    return found(page) if found else None


def _not_yet(event: Event, page: ItemPage) -> str:
    """Why somebody who has the part cannot do it in this state; only for what one waits for."""
    item, state = page.item, page.item.state
    waits = {part for part in page.parts if event in _AWAITED.get(part, ())}
    if event == Event.CLOSE_ASKED and Part.COORDINATOR in page.parts and state == State.IN_PROGRESS:
        lead = item.lead_unit.name if item.lead_unit else ""
        return f"由牵头单位{lead}提出{_missing(page)}"
    if not waits or state in (State.CLOSED, State.VOIDED, *(State.DRAFT, State.APPROVING)):
        return HIDDEN
    if item.is_suspended:
        return "事项挂起中，恢复办理后再办"
    if event in (Event.REPORTED, Event.EXTENSION_ASKED):
        return "销号申请正在办理，退回或撤回后再办" if state in Item.CLOSING else HIDDEN
    return _waits_for(event, page)


def _waits_for(event: Event, page: ItemPage) -> str:
    state = page.item.state
    if event == Event.CLOSE_ASKED:
        return "还有单位没有签收" if state == State.DISPATCHED else HIDDEN
    if state in (State.DISPATCHED, State.IN_PROGRESS):
        if event == Event.CLOSE_APPROVED and not page.item.ledger.needs_approval:
            return HIDDEN
        return "牵头单位还没有申请销号"
    if event == Event.CLOSE_VERIFIED and state == State.LEAD_REVIEW:
        return "牵头单位正在审核"
    if event == Event.CLOSE_APPROVED and page.item.ledger.needs_approval:
        return "还没有核查通过" if state in (State.LEAD_REVIEW, State.VERIFYING) else HIDDEN
    return HIDDEN


_AWAITED: Final[Mapping[Part, tuple[Event, ...]]] = {
    Part.LEAD_LIAISON: (Event.CLOSE_ASKED, Event.REPORTED),
    Part.UNIT_LIAISON: (Event.REPORTED, Event.EXTENSION_ASKED),
    Part.LEAD_REVIEWER: (Event.CLOSE_REVIEWED,),
    Part.VERIFIER: (Event.CLOSE_VERIFIED,),
    Part.LEADER: (Event.CLOSE_APPROVED,),
}


def _missing(page: ItemPage) -> str:
    if page.item.standard_id is None:
        return "；还没有定销号标准"
    count = len(checking.unmet(page.findings))
    return f"；现缺 {count} 项，见下" if count else ""


def _sign_off_ask(page: ItemPage) -> str | None:
    return None if page.item.ledger.needs_sign_off else HIDDEN


def _sign_off_answer(page: ItemPage) -> str | None:
    asked = page.item.sign_off
    if asked is None or asked.state != SignOff.State.ASKED:
        return HIDDEN
    if Part.COORDINATOR in page.parts or asked.leader_id == page.who.person_id:
        return None
    principals = {role.principal_id for role in page.parts.values()}
    return None if asked.leader_id in principals else f"由{asked.leader.name}审签"


def _dispatch(page: ItemPage) -> str | None:
    item = page.item
    if page.case.lead is None:
        return "还没有牵头单位"
    if item.deadline is None and item.due_kind == Item.DueKind.UNDATED:
        return "还没有办结时限"
    signed_off = item.sign_off is not None and item.sign_off.state == SignOff.State.APPROVED
    if item.ledger.needs_sign_off and not signed_off:
        return f"等{item.sign_off.leader.name}审签" if item.sign_off else "须先送领导审签"
    return None


def _sign(page: ItemPage) -> str | None:
    return None if any(_is_unsigned(row.assignment) for row in page.own_rows) else HIDDEN


def _is_unsigned(row: Assignment) -> bool:
    return row.state == Assignment.State.AWAITING_SIGNATURE


def _report(page: ItemPage) -> str | None:
    own = page.own_rows
    return "本单位还没有签收" if own and all(_is_unsigned(row.assignment) for row in own) else None


def _extend(page: ItemPage) -> str | None:
    rows = extending.dated(page)
    if not rows:
        return HIDDEN
    if extending.extendable(page):
        return None
    if any(row.extension for row in rows):
        return "延期申请在等答复"
    return f"时限 {max(row.deadline for row in rows if row.deadline)} 已过，延期须在到期之前申请"


def _take_extension_back(page: ItemPage) -> str | None:
    return None if any(row.extension for row in page.own_rows) else HIDDEN


def _grant(page: ItemPage) -> str | None:
    if not page.waiting_extensions:
        return "没有待批的延期申请" if Part.COORDINATOR in page.parts else HIDDEN
    return _answer_extension(page)


def _refuse(page: ItemPage) -> str | None:
    return _answer_extension(page) if page.waiting_extensions else HIDDEN


def _answer_extension(page: ItemPage) -> str | None:
    """Some are the leader's, the others the office's; who holds one part alone answers only his."""
    theirs = [is_leaders(page.item, one.assignment) for one in page.waiting_extensions]
    if Part.COORDINATOR not in page.parts:
        return None if any(theirs) else HIDDEN
    is_leader = Part.LEADER in page.parts
    return f"第 {page.item.extensions + 1} 次延期，由领导批" if all(theirs) and not is_leader else None


def _send_report_back(page: ItemPage) -> str | None:
    is_reported = any(row.assignment.state == Assignment.State.REPORTED for row in page.rows)
    return None if is_reported else HIDDEN


def _review_report(page: ItemPage) -> str | None:
    own = page.who.units("reviewer")
    waiting = [row.waiting for row in page.rows if row.waiting and row.waiting.unit_id in own]
    if not waiting:
        return HIDDEN
    is_own = all(one.reported_by_id == page.who.person_id for one in waiting)
    return "您是报送人，须由另一人审核" if is_own else None


def _ask_close(page: ItemPage) -> str | None:
    if page.item.standard_id is None:
        return "还没有定销号标准，请与督办员联系"
    count = len(checking.unmet(page.findings))
    return f"现缺 {count} 项，见下" if count else None


def _review(page: ItemPage) -> str | None:
    running = page.running
    is_own = running is not None and running.requested_by_id == page.who.person_id
    return "您是申请人，须由另一人审核" if is_own else None


def _verify(page: ItemPage) -> str | None:
    if why := _one_hand(page):
        return f"{why}，须换人核查"
    count = len(checking.unmet(page.findings))
    return f"有 {count} 条自动核对未过" if count else None


def _answer_request(page: ItemPage) -> str | None:
    """Beside a verdict that is closed with its reason, its other answers are out of place."""
    return HIDDEN if _one_hand(page) else None


def _one_hand(page: ItemPage) -> str:
    running, role = page.running, page.parts.get(Part.VERIFIER)
    return keys.why_not(page.case, running, by=page.who, role=role) if running else ""


def _meet(page: ItemPage) -> str | None:
    own = page.item.ledger.office.unit_id
    return None if own in {row.unit_id for row in page.case.active} else HIDDEN


def _publish(page: ItemPage) -> str | None:
    last = page.running.publicity_to if page.running else None
    return None if last is not None and page.on > last else f"公示到 {last}，期满后销号"


def _report_to_leader(page: ItemPage) -> str | None:
    if page.instruction is None:
        return HIDDEN
    return "办结报告在等领导阅" if page.unread_report else None


def _read(page: ItemPage) -> str | None:
    if page.unread_report is None or page.instruction is None:
        return HIDDEN
    hands = {page.who.person_id, *(role.principal_id for role in page.parts.values())}
    leader = page.instruction.leader
    return None if leader.pk in hands else f"由{leader.name}阅"


def _look_back(page: ItemPage) -> str | None:
    """Where somebody was named, nobody else looks."""
    looker = page.look_back.looker if page.look_back else None
    hands = {page.who.person_id, *(role.principal_id for role in page.parts.values())}
    return f"已指定{looker.name}回头看" if looker is not None and looker.pk not in hands else None


def _drop_look_back(page: ItemPage) -> str | None:
    return None if page.look_back else HIDDEN


def _long_term(page: ItemPage) -> str | None:
    return HIDDEN if page.item.is_long_term else None


def _ends_long_term(page: ItemPage) -> str | None:
    return None if page.item.is_long_term else HIDDEN


def _has_others(page: ItemPage) -> str | None:
    return None if any(row.assignment.unit_id != page.item.lead_unit_id for row in page.rows) else HIDDEN


_FITS: Final[Mapping[Event, Callable[[ItemPage], str | None]]] = {
    Event.SIGN_OFF_ASKED: _sign_off_ask,
    Event.SIGN_OFF_APPROVED: _sign_off_answer,
    Event.SIGN_OFF_RETURNED: _sign_off_answer,
    Event.DISPATCHED: _dispatch,
    Event.SIGNED: _sign,
    Event.REPORTED: _report,
    Event.EVIDENCE_ADDED: _report,
    Event.EXTENSION_ASKED: _extend,
    Event.EXTENSION_WITHDRAWN: _take_extension_back,
    Event.EXTENSION_APPROVED: _grant,
    Event.EXTENSION_REFUSED: _refuse,
    Event.REPORT_RELEASED: _review_report,
    Event.REPORT_DECLINED: _review_report,
    Event.REPORT_RETURNED: _send_report_back,
    Event.CLOSE_ASKED: _ask_close,
    Event.CLOSE_REVIEWED: _review,
    Event.CLOSE_VERIFIED: _verify,
    Event.CLOSE_RETURNED: _answer_request,
    Event.EVIDENCE_JUDGED: _answer_request,
    Event.SITE_CHECK_ORDERED: _answer_request,
    Event.CLOSE_BY_MEETING: _meet,
    Event.CLOSE_PUBLISHED: _publish,
    Event.CLOSING_REPORT_SENT: _report_to_leader,
    Event.CLOSING_REPORT_READ: _read,
    Event.CLOSING_REPORT_ANSWERED: _read,
    Event.LOOK_BACK_HELD: _look_back,
    Event.REOPENED: _look_back,
    Event.LOOK_BACK_DROPPED: _drop_look_back,
    Event.LONG_TERM_SET: _long_term,
    Event.LONG_TERM_ENDED: _ends_long_term,
    Event.RELEASED: _has_others,
}


def row_offers(page: ItemPage) -> Iterator[tuple[int, list[Offer]]]:
    """The acts on each unit's own row, by the key of its assignment."""
    for row in page.rows:
        yield row.assignment.pk, list(_on_row(page, row.assignment))


def _on_row(page: ItemPage, one: Assignment) -> Iterator[Offer]:
    item, is_own = page.item.pk, one in [row.assignment for row in page.own_rows]
    if is_own and Event.SIGNED in page.offered and _is_unsigned(one):
        yield Offer("签收", url_of(Event.SIGNED, item, one.unit_id), "check")
    elif is_own and Event.REPORTED in page.offered and not _is_unsigned(one):
        yield Offer("报进展", url_of(Event.REPORTED, item, one.pk), "edit", is_page=True)
    if Part.COORDINATOR not in page.parts or one.state not in Assignment.ACTIVE:
        return
    waiting = next((each for each in page.waiting_extensions if each.assignment_id == one.pk), None)
    if waiting and Event.EXTENSION_APPROVED in page.offered:
        yield Offer("批延期", url_of(Event.EXTENSION_APPROVED, item, waiting.pk), "calendar")
    elif Event.URGED in page.offered:
        yield Offer("催办", url_of(Event.URGED, item, one.unit_id), "bell")
