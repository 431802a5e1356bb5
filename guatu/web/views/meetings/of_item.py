"""What the page of an item says of meetings: which decided about it, and which is to hear of it next."""

from collections.abc import Sequence

from django.urls import reverse

from guatu.ledgers.models import Item, Meeting
from guatu.ledgers.queries import meetings
from guatu.ledgers.queries.item_page import ItemPage


def of_item(page: ItemPage) -> dict[str, object]:
    """The meetings of an item, today; on a past day they are not told."""
    if page.past is not None:
        return {"meetings": [], "report_at": None, "meeting_url": ""}
    item = page.item
    found = meetings.of_item(page.who, item)
    open_here = item.state in Item.OPEN and not item.is_frozen
    keeps = page.who.holds("coordinator", office_id=item.ledger.office_id)
    return {
        "meetings": found,
        "report_at": _next(page, [one for one, _ in found if one.has_happened]) if open_here else None,
        "meeting_url": reverse("web:item-meeting", args=[item.pk]) if open_here and keeps else "",
    }


def _next(page: ItemPage, decided: Sequence[Meeting]) -> Meeting | None:
    """The meeting to come of the series that decided about it last, where somebody sees it."""
    if not decided:
        return None
    last = decided[0]
    later = meetings.visible(page.who).filter(series=last.series_id, meets_on__gt=last.meets_on)
    return later.filter(state=Meeting.State.PLANNED).order_by("meets_on").first()
