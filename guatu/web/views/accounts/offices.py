"""The offices with those who serve them, and what is set there."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from guatu.accounts import permissions
from guatu.accounts.lists import people
from guatu.accounts.lists.people import OfficeCard
from guatu.accounts.models import Office, Role
from guatu.http.requests import Request
from guatu.web.shell import Crumb
from guatu.web.views.accounts.acts import Button, shown
from guatu.web.views.accounts.dialogs import answer
from guatu.web.views.accounts.forms.offices import OFFICE_DEEDS, AddOffice
from guatu.web.views.accounts.places import divisions_seen, frame, tabs


@require_safe
def listing(request: Request) -> HttpResponse:
    """All offices of the divisions in sight."""
    who, day = request.clock.by, request.clock.day
    cards = people.offices(divisions_seen(request), who.offices(), on=day)
    kept = permissions.divisions_kept_by(who)
    add = Button(label="新设办公室", url=reverse("web:office-new"), icon="add", kind="primary", key="N")
    context = {
        "shell": frame(request, "offices", Crumb("办公室")),
        "tabs": tabs(request, "offices"),
        "cards": [(card, shown(request, _acts(card), may=_may(request, card, kept))) for card in cards],
        "acts": shown(request, [add], may=bool(kept)),
        "links_people": bool(who.offices(Role.Kind.ADMINISTRATOR)),
    }
    return render(request, "web/accounts/offices.html", context)


def _may(request: Request, card: OfficeCard, kept: frozenset[int]) -> bool:
    """Its own administrators; while it has none, those of its division."""
    if permissions.may_keep_office(request.clock.by, card.office.pk):
        return True
    administrators = next(held for kind, held in card.roles if kind == str(Role.Kind.ADMINISTRATOR.label))
    return not administrators and card.office.unit.division_id in kept


def _acts(card: OfficeCard) -> list[Button]:
    grant, change = (reverse("web:office-do", args=[card.office.pk, deed]) for deed in ("grant", "change"))
    return [
        Button(label="授予角色", url=grant, icon="add"),
        Button(label="设置", url=change, icon="gear"),
    ]


@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """A new office."""
    return answer(request, AddOffice, None, back=reverse("web:offices"), current="offices")


@require_http_methods(["GET", "POST"])
def do(request: Request, pk: int, deed: str) -> HttpResponse:
    """A deed on an office."""
    if deed not in OFFICE_DEEDS:
        raise Http404
    found = Office.objects.filter(unit__division__in=divisions_seen(request)) | Office.objects.filter(
        pk__in=request.clock.by.offices()
    )
    office = found.select_related("unit__division").filter(pk=pk).first()
    if office is None:
        raise Http404
    return answer(request, OFFICE_DEEDS[deed], office, back=reverse("web:offices"), current="offices")
