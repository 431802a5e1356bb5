"""The item's page."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from guatu.accounts.models import Role
from guatu.http.requests import Request, past_words
from guatu.ledgers import sights
from guatu.ledgers.events import Event
from guatu.ledgers.queries import item_page, neighbours, sources, trail
from guatu.ledgers.queries.item_page import ItemPage, NotThereYet
from guatu.ledgers.queries.neighbours import Neighbours
from guatu.ledgers.queries.trail import Trail
from guatu.ledgers.site_checks import queries
from guatu.notices import actions as notices
from guatu.papers import queries as papers
from guatu.web import wording
from guatu.web.views.items import acting, charting, lighting, offering, quoting, showing, story, telling
from guatu.web.views.items.thumbs import thumbs
from guatu.web.views.meetings.of_item import of_item
from guatu.web.views.papers.pages import row
from guatu.web.views.site_checks import telling as on_site


@require_GET
def item(request: Request, pk: int) -> HttpResponse:
    """One item, today or on a past day; an htmx request for older links gets these alone."""
    who, clock = request.clock.by, request.clock
    try:
        page = item_page.item_page(who, pk, on=clock.on, past=clock.past)
    except NotThereYet as refusal:
        return _not_there_yet(request, pk, refusal)
    if page is None:
        raise Http404
    links = _links(request, page)
    if request.htmx and "before" in request.GET:
        return render(request, "web/items/_links.html", _told(page, links))
    if clock.past is None:
        notices.see(who.person_id, (page.item.track, pk), at=clock.at)
    sights.seen(page, at=clock.at)
    beside = neighbours.of(who, page.item)
    context = _context(page) | _told(page, links) | _beside(beside)
    return render(request, "web/items/item.html", context | {"shell": acting.frame(request, page)})


def _not_there_yet(request: Request, pk: int, refusal: NotThereYet) -> HttpResponse:
    page = acting.loaded(request, pk)
    context = {"shell": acting.frame(request, page), "refusal": refusal, "number": page.item.number}
    return render(request, "web/items/not_yet.html", context, status=404)


def _links(request: Request, page: ItemPage) -> Trail:
    given = request.GET.get("before", "")
    before = int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else None
    return trail.of_item(page.item.pk, until=page.past, before=before, may_see=page.trail_filter)


def _told(page: ItemPage, links: Trail) -> dict[str, object]:
    address = reverse("web:item", args=[page.item.pk])
    past = "".join(f"&{name}={value}" for name, value in past_words(page.past))
    return {
        "is_staff": bool(page.who.offices()),
        "entries": [story.told(link, page) for link in links.links],
        "trail": links,
        "older_url": f"{address}?before={links.last}{past}" if links.older else "",
    }


def _beside(beside: Neighbours) -> dict[str, object]:
    return {
        "beside": beside,
        "previous_url": reverse("web:item", args=[beside.previous]) if beside.previous else "",
        "next_url": reverse("web:item", args=[beside.next]) if beside.next else "",
    }


def _context(page: ItemPage) -> dict[str, object]:
    item, source = page.item, sources.sentence(page.item)
    lines = showing.standard(page)
    return {
        "page": page,
        "item": item,
        "tags": showing.tags(page),
        "state": showing.state(page),
        "due": wording.due(item.deadline, on=page.day, due_kind=item.due_kind, is_done=showing.is_over(item)),
        "why": lighting.why(page),
        "banners": list(showing.banners(page)),
        "steps": showing.steps(page),
        "source": source,
        "restated": [] if page.past else sources.restated(item),
        "pieces": quoting.pieces(item, page.rows, source),
        "facts": showing.facts(page, _coordinators(page)),
        "measures": showing.measures(page),
        "loose": thumbs(showing.loose_proofs(page), item),
        "units": showing.units(page),
        "lines": lines,
        "met": sum(line.state == "ok" for line in lines),
        "slips": showing.slips(page, trail.deadlines(item.pk, until=page.past)),
        "offers": offering.offers(page) if page.past is None else None,
        "may_edit": page.past is None and offering.may(Event.EDITED, page),
        "may_prove": page.past is None and offering.may(Event.EVIDENCE_ADDED, page),
        "chart": charting.chart(page),
        "may_schedule": page.past is None and offering.may(Event.SCHEDULE_SET, page),
        "told": [] if page.past else telling.occasions(page),
        **_on_site(page),
        **of_item(page),
        "papers": [] if page.past else [row(one) for one in papers.about(page.who, item.track, item.pk)],
    }


def _on_site(page: ItemPage) -> dict[str, object]:
    """The draws, what found the item, and whether this person opens the pages of checks."""
    return {
        "draws": on_site.draws(page.draws),
        "found_by": queries.found_by(page.item) if page.past is None else None,
        "may_open_checks": bool(page.who.offices(*queries.READERS)),
    }


def _coordinators(page: ItemPage) -> str:
    roles = Role.objects.in_force(on=page.day).filter(kind="coordinator", person__is_active=True)
    names = (
        roles.filter(office=page.item.ledger.office_id).order_by("pk").values_list("person__name", flat=True)
    )
    return "、".join(list(dict.fromkeys(names))[:3])
