"""Which acts are open to somebody now, and why others are not yet: for buttons of pages, and for programs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from guatu.ledgers import checking, keys
from guatu.ledgers.events import Event
from guatu.ledgers.extending import is_leaders
from guatu.ledgers.models import Assignment, Item, SignOff
from guatu.ledgers.permissions import Part
from guatu.ledgers.queries import meetings
from guatu.ledgers.queries.item_page import ItemPage, UnitRow
from guatu.ledgers.site_checks import rules
from guatu.ledgers.transitions import TABLE, Transition

State = Item.State
HIDDEN: Final = ""
"""An act that does not concern this item is not told at all."""
_ELSEWHERE: Final = frozenset((Event.EDITED, Event.CLOSE_LAPSED))
"""Acts that are offered beside what they change, or by themselves."""


def may(event: Event, page: ItemPage) -> bool:
    """Whether an act is open to this person now."""
    return event in page.offered and (event in _ELSEWHERE or why_not(event, page) is None)


@dataclass(frozen=True, slots=True)
class Openings:
    """The lines of the table that are open to somebody, and those that are closed yet, with reasons."""

    open: Sequence[Transition]
    closed: Sequence[tuple[Transition, str]]


def of(page: ItemPage) -> Openings:
    """Every line of the table, asked once."""
    asked = [(line, None if line.event in _ELSEWHERE else why_not(line.event, page)) for line in TABLE]
    return Openings(
        [line for line, why in asked if why is None and line.event in page.offered],
        [(line, why) for line, why in asked if why],
    )


def why_not(event: Event, page: ItemPage) -> str | None:
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
    return None if any(is_unsigned(row.assignment) for row in page.own_rows) else HIDDEN


def is_unsigned(row: Assignment) -> bool:
    return row.state == Assignment.State.AWAITING_SIGNATURE


def _report(page: ItemPage) -> str | None:
    own = page.own_rows
    return "本单位还没有签收" if own and all(is_unsigned(row.assignment) for row in own) else None


def _extend(page: ItemPage) -> str | None:
    rows = dated(page)
    if not rows:
        return HIDDEN
    if extendable(page):
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
    if count := len(checking.unmet(page.findings)):
        return f"有 {count} 条自动核对未过"
    own = [one for one in page.site_checks if page.running and one.close_out_id == page.running.pk]
    return rules.why_no_key(own) or None


def _answer_request(page: ItemPage) -> str | None:
    """Beside a verdict that is closed with its reason, its other answers are out of place."""
    return HIDDEN if _one_hand(page) else None


def _site_check(page: ItemPage) -> str | None:
    return None if page.site_check else HIDDEN


def _look_on_site(page: ItemPage) -> str | None:
    """Where somebody was named, nobody else goes; nor does anybody who did the work."""
    check = page.site_check
    if check is None or _one_hand(page):
        return HIDDEN
    hands = {page.who.person_id, *(role.principal_id for role in page.parts.values())}
    return f"已指定{check.checker}去现场" if check.checker and check.checker.pk not in hands else None


def _one_hand(page: ItemPage) -> str:
    running, role = page.running, page.parts.get(Part.VERIFIER)
    return keys.why_not(page.case, running, by=page.who, role=role) if running else ""


def _meet(page: ItemPage) -> str | None:
    """Where the office did the work itself, or where a recorded meeting had the item before it."""
    own, running = page.item.ledger.office.unit_id, page.running
    if own in {row.unit_id for row in page.case.active}:
        return None
    recorded = meetings.keys_for(page.item, since=running.requested_on) if running else ()
    return None if any(True for _ in recorded) else HIDDEN


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


def _schedule(page: ItemPage) -> str | None:
    """Nothing is due by a day where there is no last day."""
    return HIDDEN if page.item.is_long_term or page.item.deadline is None else None


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
    Event.SITE_CHECK_PLANNED: _site_check,
    Event.SITE_CHECK_DONE: _look_on_site,
    Event.SITE_CHECK_DROPPED: _site_check,
    Event.CLOSE_BY_MEETING: _meet,
    Event.CLOSE_PUBLISHED: _publish,
    Event.CLOSING_REPORT_SENT: _report_to_leader,
    Event.CLOSING_REPORT_READ: _read,
    Event.CLOSING_REPORT_ANSWERED: _read,
    Event.LOOK_BACK_HELD: _look_back,
    Event.REOPENED: _look_back,
    Event.LOOK_BACK_DROPPED: _drop_look_back,
    Event.SCHEDULE_SET: _schedule,
    Event.LONG_TERM_SET: _long_term,
    Event.LONG_TERM_ENDED: _ends_long_term,
    Event.RELEASED: _has_others,
}


def dated(page: ItemPage) -> list[UnitRow]:
    """The own rows that have a day to be moved; a long-term item has none."""
    return [] if page.item.is_long_term else [row for row in page.own_rows if row.deadline]


def extendable(page: ItemPage) -> list[UnitRow]:
    """Those whose day has not passed and for which no request waits."""
    return [row for row in dated(page) if row.deadline and row.deadline >= page.on and row.extension is None]
