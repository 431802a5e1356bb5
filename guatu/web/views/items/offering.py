"""What somebody may do with an item now: one primary act, others beside it, closed ones with their reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from guatu.ledgers.events import Event
from guatu.ledgers.models import Assignment
from guatu.ledgers.permissions import Part
from guatu.ledgers.queries import openings
from guatu.ledgers.queries.item_page import ItemPage
from guatu.web.views.items.registry import FORMS, url_of

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
    Event.SITE_CHECK_DONE: "camera",
    Event.SITE_CHECK_PLANNED: "calendar",
    Event.SITE_CHECK_DROPPED: "minus",
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
        why_not = openings.why_not(event, page)
        if why_not is None:
            able[event] = _offer(event, page)
        elif why_not != openings.HIDDEN:
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
    return openings.may(event, page)


def _offer(event: Event, page: ItemPage, why_not: str = "") -> Offer:
    if event == Event.CLOSE_VERIFIED and not why_not:
        return Offer("逐条核查", reverse("web:to-verify", args=[page.item.pk]), "shield", is_page=True)
    if event == Event.PAPER_ISSUED:
        return Offer("发文", f"{reverse('web:paper-new')}?item={page.item.pk}", "file", why_not, is_page=True)
    label = _SMALL.get(event) or FORMS[event].title
    url = url_of(event, page.item.pk)
    is_page = event in (Event.REPORTED, Event.SITE_CHECK_DONE)
    return Offer(label, url, _ICONS[event], why_not, is_page=is_page)


def row_offers(page: ItemPage) -> Iterator[tuple[int, list[Offer]]]:
    """The acts on each unit's own row, by the key of its assignment."""
    for row in page.rows:
        yield row.assignment.pk, list(_on_row(page, row.assignment))


def _on_row(page: ItemPage, one: Assignment) -> Iterator[Offer]:
    item, is_own = page.item.pk, one in [row.assignment for row in page.own_rows]
    if is_own and Event.SIGNED in page.offered and openings.is_unsigned(one):
        yield Offer("签收", url_of(Event.SIGNED, item, one.unit_id), "check")
    elif is_own and Event.REPORTED in page.offered and not openings.is_unsigned(one):
        yield Offer("报进展", url_of(Event.REPORTED, item, one.pk), "edit", is_page=True)
    if Part.COORDINATOR not in page.parts or one.state not in Assignment.ACTIVE:
        return
    waiting = next((each for each in page.waiting_extensions if each.assignment_id == one.pk), None)
    if waiting and Event.EXTENSION_APPROVED in page.offered:
        yield Offer("批延期", url_of(Event.EXTENSION_APPROVED, item, waiting.pk), "calendar")
    elif Event.URGED in page.offered:
        yield Offer("催办", url_of(Event.URGED, item, one.unit_id), "bell")
