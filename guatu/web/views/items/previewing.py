"""An item in short, beside a list: what stands there, who is how far, what happened last."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from guatu.http.requests import Request, past_words
from guatu.ledgers.queries import item_page, trail
from guatu.ledgers.queries.item_page import ItemPage, NotThereYet
from guatu.web import wording
from guatu.web.views.items import lighting, showing, story

LAST = 3
"""Links of the trail that are told."""
MOST = 8
"""Units that are named; the rest are counted."""


@require_GET
def preview(request: Request, pk: int) -> HttpResponse:
    """The dialog that follows the cursor of a list; without scripts the item itself."""
    address = reverse("web:item", args=[pk])
    if words := past_words(request.clock.past):
        address += f"?{urlencode(words)}"
    if not request.htmx:
        return redirect(address)
    try:
        page = item_page.item_page(request.clock.by, pk, on=request.clock.on, past=request.clock.past)
    except NotThereYet as refusal:
        raise Http404 from refusal
    if page is None:
        raise Http404
    return render(request, "web/items/_preview.html", {"url": address, **_context(page)})


def _context(page: ItemPage) -> dict[str, object]:
    item, over = page.item, showing.is_over(page.item)
    links = trail.of_item(item.pk, until=page.past, limit=LAST, may_see=page.trail_filter)
    units = showing.units(page)
    return {
        "item": item,
        "state": showing.state(page),
        "due": wording.due(
            item.deadline,
            on=page.day,
            first_promise=item.first_promise,
            extensions=item.extensions,
            due_kind=item.due_kind,
            is_done=over,
        ),
        "pace": wording.pace(item.progress, item.dispatched_on, item.deadline, on=page.day, curve=page.curve),
        "why": lighting.why(page),
        "units": units[:MOST],
        "more": max(0, len(units) - MOST),
        "entries": [story.told(link, page) for link in links.links],
        "total": links.total,
        "proofs": len(page.proofs),
        "met": sum(line.state == "ok" for line in showing.standard(page)),
        "lines": len(page.lines),
    }
