"""What somebody owes, as my-work shows it: a mark, a number, a title with the unit's figures, one act."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.urls import reverse

from guatu.http.requests import Clock
from guatu.kernel.pacing import Curve
from guatu.kernel.working_days import WorkingCalendar
from guatu.ledgers import schedules
from guatu.ledgers.events import Event
from guatu.ledgers.lights.in_force import InForce
from guatu.ledgers.models import Item
from guatu.ledgers.queries.duty import Duty
from guatu.web import lamps, parts, wording
from guatu.web.views.items.registry import url_of

LABELS: Final[Mapping[Event, str]] = {
    Event.SIGNED: "签收",
    Event.PAPER_RECEIVED: "看公文",
    Event.REPORTED: "报进展",
    Event.CLOSE_ASKED: "申请销号",
    Event.REPORT_RELEASED: "审核进展",
    Event.CLOSE_REVIEWED: "审核",
    Event.CLOSE_VERIFIED: "核查",
    Event.SITE_CHECK_DONE: "去现场",
    Event.CLOSE_APPROVED: "审批",
    Event.SIGN_OFF_APPROVED: "审签",
    Event.CLOSING_REPORT_READ: "阅办结报告",
    Event.CLOSING_REPORT_SENT: "呈报办结",
    Event.EXTENSION_APPROVED: "批延期",
    Event.DISPATCHED: "交办",
    Event.LOOK_BACK_HELD: "回头看",
    Event.LOOK_BACK_PLANNED: "定计划",
}
_WAITING: Final[Mapping[Event, tuple[wording.StateCode, str]]] = {
    Event.REPORT_RELEASED: ("ask", "进展待审核"),
    Event.PAPER_RECEIVED: ("wait", "待签收"),
    Event.CLOSE_REVIEWED: ("ask", "待审核"),
    Event.CLOSE_VERIFIED: ("check", "待核查"),
    Event.CLOSE_APPROVED: ("check", "待审批"),
    Event.SIGN_OFF_APPROVED: ("wait", "待审签"),
    Event.CLOSING_REPORT_READ: ("ask", "待阅"),
    Event.CLOSING_REPORT_SENT: ("work", "待呈报"),
    Event.DISPATCHED: ("wait", "待交办"),
    Event.LOOK_BACK_PLANNED: ("wait", "回头看待定"),
}
_WITH_PACE: Final = (Event.REPORTED, Event.CLOSE_ASKED)
_OTHERWISE: Final[Mapping[Event, tuple[Event, str]]] = {
    Event.REPORT_RELEASED: (Event.REPORT_DECLINED, "退回"),
    Event.CLOSE_REVIEWED: (Event.CLOSE_NOT_REVIEWED, "退回"),
    Event.CLOSE_APPROVED: (Event.CLOSE_DECLINED, "不准"),
    Event.EXTENSION_APPROVED: (Event.EXTENSION_REFUSED, "不准"),
    Event.CLOSING_REPORT_READ: (Event.CLOSING_REPORT_ANSWERED, "批复"),
    Event.LOOK_BACK_HELD: (Event.REOPENED, "有反弹"),
}
"""The other answer, where a duty is a decision."""
_LISTS: Final = (Event.SIGN_OFF_APPROVED, Event.DISPATCHED)
"""Lists that are answered or dispatched as a whole, on the page that shows them."""
_PAGES: Final = (
    *(Event.REPORTED, Event.CLOSE_VERIFIED, Event.SITE_CHECK_DONE, Event.PAPER_RECEIVED),
    *(Event.LOOK_BACK_PLANNED, *_LISTS),
)
_ON_A_ROW: Final = (
    Event.REPORTED,
    Event.REPORT_RELEASED,
    Event.REPORT_DECLINED,
    Event.EXTENSION_APPROVED,
)
_DATED: Final[Mapping[Event, str]] = {
    Event.EXTENSION_APPROVED: "答复",
    Event.LOOK_BACK_HELD: "回头看",
    Event.SITE_CHECK_DONE: "到现场",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One duty on the screen."""

    key: str
    light: parts.Light | None = None
    """The light of the item with the days left."""
    state: parts.State | None = None
    """Where the matter stands, if that presses and not the day."""
    number: str
    title: str
    url: str
    """Where the item is looked at."""
    note: str
    label: str
    act_url: str
    """Where the act is done, unless it is done here."""
    is_signed_here: bool
    is_dialog: bool
    """The act opens over this page."""
    otherwise: str = ""
    otherwise_url: str = ""
    item_pk: int
    unit_pk: int | None
    unit_name: str
    principal: str = ""
    pace: parts.Pace | None = None
    side: str = ""
    """Words in the place of the pace."""


def curves_of(owed: Iterable[Duty], *, on: date) -> Mapping[int, Curve]:
    """The plans of the items whose cards show a pace, by item; one statement."""
    return schedules.curves((one.item for one in owed if _has_pace(one)), on=on)


def _has_pace(duty: Duty) -> bool:
    return duty.event in _WITH_PACE and duty.deadline is not None


def card(duty: Duty, clock: Clock, curves: Mapping[int, Curve]) -> Card:
    """The duty as one card."""
    on, regimes, calendar = clock.on, clock.regimes, clock.calendar
    other, word = _OTHERWISE.get(duty.event, (None, ""))
    has_pace = _has_pace(duty)
    state = _state(duty, on)
    return Card(
        key=f"{duty.event.split('.')[-1]}-{duty.row or duty.item.pk}",
        light=None if state else _light(duty, on, regimes),
        state=state,
        number=duty.item.number,
        title=_title(duty),
        url=_act_url(duty) if duty.count > 1 else reverse("web:item", args=[duty.item.pk]),
        note=_note(duty, on),
        label=LABELS[duty.event],
        act_url=_act_url(duty),
        is_signed_here=duty.event == Event.SIGNED,
        is_dialog=duty.event not in _PAGES,
        otherwise=word,
        otherwise_url=_act_url(duty, other) if other else "",
        item_pk=duty.item.pk,
        unit_pk=duty.unit_id,
        unit_name=duty.unit_name,
        principal=duty.principal,
        pace=_pace(duty, on, curves.get(duty.item.pk)) if has_pace else None,
        side="" if has_pace else _side(duty, on, calendar),
    )


def _act_url(duty: Duty, event: Event | None = None) -> str:
    """Where the deed is done: the second key has a screen of its own, all else the item's act."""
    if duty.event == Event.CLOSE_VERIFIED:
        return reverse("web:to-verify", args=[duty.item.pk])
    if duty.event == Event.SITE_CHECK_DONE:
        return reverse("web:site-check", args=[duty.row])
    if duty.event == Event.PAPER_RECEIVED:
        return reverse("web:paper", args=[duty.row])
    if duty.event in _LISTS:
        return reverse("web:sign-off", args=[duty.row])
    if duty.event == Event.LOOK_BACK_PLANNED:
        return reverse("web:look-backs")
    return url_of(event or duty.event, duty.item.pk, duty.row if duty.event in _ON_A_ROW else None)


def _state(duty: Duty, on: date) -> parts.State | None:
    """What waits for an answer, a signature, another report; none where the day alone presses."""
    if duty.event in _WAITING:
        waited = (on - duty.since).days if duty.since else 0
        code, word = _WAITING[duty.event]
        return parts.State(code, f"{word} {waited} 天" if waited > 0 else word)
    is_late = duty.deadline is not None and duty.deadline < on
    if duty.event == Event.SIGNED and not is_late:
        return parts.State("wait", "待签收")
    if duty.is_returned and not is_late:
        return parts.State("back", "退回重报")
    if duty.event == Event.REPORTED and duty.progress >= 100 and not duty.is_returned:
        return parts.State("done", "已完成")
    return None


def _light(duty: Duty, on: date, regimes: InForce) -> parts.Light:
    """The days left, marked as in the ledger; with what is to be done by then, where it is not all."""
    due = wording.due(duty.deadline, on=on, due_kind=duty.item.due_kind)
    if duty.event == Event.SIGNED:
        return parts.Light("red", f"签收{due.left}")
    return lamps.timed(duty.item, regimes, due, _due_words(due, _DATED.get(duty.event, "")))


def _due_words(due: parts.Due, what: str) -> str:
    words = due.left or due.day
    if due.tone == "late":
        return what + words
    if what and not words.startswith("还剩"):
        return words.replace("今天到期", f"今天{what}")
    return words + what


def _title(duty: Duty) -> str:
    if duty.count > 1:
        return f"{duty.count} 件：{duty.item.title}"
    return wording.owed(duty.item.title, duty.unit_name, duty.target, duty.achieved, duty.quantity_unit)


def _note(duty: Duty, on: date) -> str:
    if duty.note:
        return duty.note
    item = duty.item
    last = wording.short_day(item.deadline, near=on)
    if duty.event == Event.SIGNED:
        given = f"{wording.short_day(item.dispatched_on, near=on)} 交办"
        return f"{given}，{last} 前办结" if last else f"{given}，{_undated(item)}"
    lead = item.lead_unit.name if item.lead_unit and item.lead_unit_id != duty.unit_id else ""
    due = f"{wording.short_day(duty.deadline, near=on)} 到期" if duty.deadline else _undated(item)
    return f"{due}，牵头 {lead}" if lead else due


def _undated(item: Item) -> str:
    return wording.due(None, on=date.min, due_kind=item.due_kind).day


def _pace(duty: Duty, on: date, curve: Curve | None) -> parts.Pace:
    """Progress against the item's plan where its deadline holds, with the gap in words."""
    own = curve if duty.deadline == duty.item.deadline else None
    pace = wording.pace(duty.progress, duty.since, duty.deadline, on=on, curve=own)
    gap = pace.done - pace.planned
    if gap == 0 or pace.is_finished:
        return replace(pace, gap="已完成" if pace.is_finished else "持平")
    return replace(pace, gap=f"超前 {gap}" if gap > 0 else f"落后 {-gap}")


def _side(duty: Duty, on: date, calendar: WorkingCalendar) -> str:
    if duty.event == Event.SIGNED and duty.deadline:
        left = calendar.count(on, duty.deadline)
        day = wording.short_day(duty.deadline, near=on)
        if duty.deadline == on:
            return "签收时限是今天"
        return f"签收时限 {day}，{f'还剩 {left} 个工作日' if left >= 0 else f'已过 {-left} 个工作日'}"
    if duty.event in _WITH_PACE:
        return f"进度 {duty.progress}%"
    return "" if duty.note.find(duty.unit_name) >= 0 else duty.unit_name
