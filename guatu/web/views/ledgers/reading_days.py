"""What a typed deadline means, told while it is typed."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from guatu.http.requests import Request
from guatu.web.views.ledgers.days import said


@require_safe
def meant(request: Request) -> HttpResponse:
    """One line of plain text; empty where nothing was typed."""
    clock, text = request.clock, request.GET.get("text", "")[:80].strip()
    found = said(text, today=clock.on, calendar=clock.calendar) if text else None
    if found is None:
        words = "看不出是哪一天，可写 2026-09-30、6月底前、长期坚持" if text else ""
    elif found.day and found.day < clock.on:
        words = f"{found.day} 已经过去，请写明年份或改日子"
    else:
        words = found.words(clock.on, clock.calendar)
    return HttpResponse(words, content_type="text/plain; charset=utf-8")
