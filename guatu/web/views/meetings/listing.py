"""会议: all meetings that somebody sees, those to come first, series by series."""

from collections.abc import Iterator
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from guatu.accounts.models import Role
from guatu.http.requests import Request
from guatu.ledgers.models import Meeting, MeetingSeries
from guatu.ledgers.queries import meetings
from guatu.web import framing, parts
from guatu.web.shell import Crumb

State = Meeting.State
STATES: Final = {
    State.PLANNED: parts.State("wait", "待召开"),
    State.HELD: parts.State("work", "已召开"),
    State.FILED: parts.State("done", "纪要已归档"),
    State.CANCELLED: parts.State("done", "已取消"),
}
_SHOWN: Final = 200


@require_safe
def index(request: Request) -> HttpResponse:
    """The page; `series` narrows to one series."""
    who = request.clock.by
    seen = meetings.visible(who)
    series = list(MeetingSeries.objects.filter(pk__in=seen.values("series")).order_by("kind", "pk"))
    asked = request.GET.get("series", "")
    chosen = next((one for one in series if str(one.pk) == asked), None)
    found = meetings.rows(seen.filter(series=chosen) if chosen else seen)[: _SHOWN + 1]
    context: dict[str, Any] = {
        "shell": framing.shell(request, Crumb("会议"), current="meetings"),
        "rows": [(one, STATES[State(one.state)]) for one in found[:_SHOWN]],
        "is_cut": len(found) > _SHOWN,
        "chips": list(_chips(series, chosen)) if len(series) > 1 else [],
        "may_plan": bool(who.offices(Role.Kind.COORDINATOR)) and request.clock.past is None,
        "is_staff": bool(who.offices()),
    }
    return render(request, "web/meetings/meetings.html", context)


def _chips(series: list[MeetingSeries], chosen: MeetingSeries | None) -> Iterator[parts.Option]:
    where = reverse("web:meetings")
    yield parts.Option("全部", where, is_current=chosen is None)
    for one in series:
        yield parts.Option(one.name, f"{where}?series={one.pk}", is_current=one == chosen)
