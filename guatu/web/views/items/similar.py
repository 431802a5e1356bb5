"""Problems that were struck off and are like one at hand: beside an item, and beside an entry of a draft.

Both are fetched when their page stands, so that nobody waits for them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from guatu.http.requests import Request
from guatu.ledgers.intake.entries import lead_of
from guatu.ledgers.models import LookBack
from guatu.ledgers.queries import item_page, similar
from guatu.ledgers.queries.similar import Similar
from guatu.ledgers.recurring.weighing import Closeness
from guatu.web import wording
from guatu.web.views.intake import drafting

FEW: Final = 3
"""Beside an entry there is less room than beside an item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An earlier problem in one line."""

    url: str
    number: str
    title: str
    unit: str
    closed: str
    closeness: str
    is_same: bool
    is_likely_relapse: bool
    look_back: str


@require_GET
def of_item(request: Request, pk: int) -> HttpResponse:
    """The card beside an item; without scripts the item itself."""
    item = item_page.visible(request.clock.by, pk)
    if item is None:
        raise Http404
    if not request.htmx:
        return redirect(reverse("web:item", args=[pk]))
    found = similar.to_item(request.clock.by, item)
    return render(request, "web/items/_similar.html", {"similar": list(_lines(found, request.clock.on))})


@require_GET
def of_entry(request: Request, pk: int) -> HttpResponse:
    """What stands at an entry of a draft; without scripts the draft itself."""
    draft = drafting.loaded(request, pk)
    if not request.htmx:
        return redirect(reverse("web:draft", args=[pk]))
    asked = request.GET.get("entry", "")
    entry = next((one for one in draft.entries if str(one["id"]) == asked), None)
    found: list[Similar] = []
    if entry is not None:
        lead = lead_of(entry)
        words, unit = f"{entry['title']}\n{entry['problem']}", lead["unit_id"] if lead else None
        found = similar.to_text(request.clock.by, words, unit=unit, limit=FEW)
    return render(request, "web/intake/_similar.html", {"similar": list(_lines(found, request.clock.on))})


def _lines(found: Iterable[Similar], on: date) -> Iterable[Line]:
    for one in found:
        item = one.item
        yield Line(
            url=reverse("web:item", args=[item.pk]),
            number=item.number,
            title=item.title,
            unit=item.lead_unit.name if item.lead_unit else "",
            closed=wording.short_day(item.closed_on, near=on),
            closeness=one.closeness.label,
            is_same=one.closeness is Closeness.SAME,
            is_likely_relapse=one.is_likely_relapse,
            look_back=_looked(one.look_back, on),
        )


def _looked(one: LookBack | None, on: date) -> str:
    if one is None:
        return "没有回头看过"
    if one.state == LookBack.State.PLANNED:
        return f"计划 {wording.short_day(one.due_on, near=on)} 回头看"
    return f"{wording.short_day(one.done_on, near=on)} 回头看：{one.get_state_display()}"
