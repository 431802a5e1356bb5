"""Every act as a dialog over the item, or as a page of its own where there are no scripts."""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from guatu.http import once
from guatu.http.once import ActedAlready
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.errors import ChangedSince, NotYours
from guatu.ledgers.events import Event
from guatu.ledgers.queries import item_page
from guatu.ledgers.queries.item_page import ItemPage
from guatu.ledgers.transitions import BY_EVENT
from guatu.web import framing, refusals
from guatu.web.shell import Crumb, Shell
from guatu.web.standing_in import principal_of
from guatu.web.views.items import on_site, posting, reporting
from guatu.web.views.items.forms.base import ActForm
from guatu.web.views.items.registry import BY_SLUG

F = TypeVar("F", bound=ActForm)
_PAGES: Final[Mapping[Event, Callable[[Request, ActForm], dict[str, object]]]] = {
    Event.REPORTED: reporting.context,
    Event.SITE_CHECK_DONE: on_site.context,
}
"""Acts that are pages of their own, for a thumb on a phone, also where there is no signal."""
_TEMPLATES: Final = {
    Event.REPORTED: "web/items/report.html",
    Event.SITE_CHECK_DONE: "web/site_checks/record.html",
}


def loaded(request: Request, pk: int) -> ItemPage:
    """The item as it stands now, for somebody who may see it; else there is none."""
    page = item_page.item_page(request.clock.by, pk, on=request.clock.on)
    if page is None:
        raise Http404
    return page


@require_http_methods(["GET", "POST"])
def act(request: Request, pk: int, slug: str) -> HttpResponse:
    """Show what an act asks for, or do it."""
    page, form_class = loaded(request, pk), BY_SLUG.get(slug)
    if form_class is None:
        raise Http404
    refuse_strangers(form_class.event, page)
    posting.refuse_another(request)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = form_class(data, files, page=page, about=target_of(request))
    if request.method == "POST" and form.is_valid():
        return perform(request, form)
    return shown(request, form, status=422 if form.errors else 200)


def refuse_strangers(event: Event, page: ItemPage) -> None:
    """An act is not even shown to somebody without a part in it."""
    line = BY_EVENT[event]
    if not any(part in page.parts for part in line.who):
        raise NotYours(deed=line.label, who=[part.label for part in line.who])


def target_of(request: Request) -> int | None:
    """The row that an act is about, where its address names one."""
    given = request.GET.get("of", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else None


def perform(request: Request, form: ActForm) -> HttpResponse:
    """Do it once, and go back to the item; a refusal stands in the form, with what was typed."""
    key, deed = request.POST.get(once.FIELD, ""), request.clock.deed()
    try:
        with once.only_once(person_id=deed["by"].person_id, key=key, at=deed["at"]):
            told = form.perform(deed)
    except ActedAlready as again:
        if posting.is_sent_by_script(request):
            return posting.done(form, str(again), again=True)
        messages.info(request, str(again))
    except Refusal as refusal:
        return refused(request, form, refusal)
    else:
        if posting.is_sent_by_script(request):
            if not posting.is_later(request):
                messages.success(request, told)
            return posting.done(form, told)
        messages.success(request, told)
    return back(request, form.item.pk)


def refused(request: Request, form: ActForm, refusal: Refusal) -> HttpResponse:
    """The form again with the refusal; after a clash with both versions."""
    status = refusals.status_of(refusal)
    if isinstance(refusal, ChangedSince):
        fresh = type(form)(form.data, form.files, page=loaded(request, form.item.pk), about=form.about)
        fresh.is_valid()
        fresh.add_error(None, str(refusal))
        return shown(request, fresh, status=status, clash=True)
    refusals.into(form, refusal)
    return shown(request, form, status=status)


def back(request: Request, pk: int) -> HttpResponse:
    """To the item's page, which shows what came of it; from the list of what waits back to that list."""
    here = request.htmx.current_url_abs_path or ""
    is_work = here.partition("?")[0] == reverse("web:my-work")
    address = here if is_work else reverse("web:item", args=[pk])
    return HttpResponseClientRedirect(address) if request.htmx else HttpResponseRedirect(address)


def shown(request: Request, form: ActForm, *, status: int, clash: bool = False) -> HttpResponse:
    """The form in its dialog for htmx, else on a page; what stands against it alone for a script."""
    if posting.is_sent_by_script(request) and request.method == "POST":
        return posting.refused(form, status=status)
    context: dict[str, object] = {
        "form": form,
        "title": form.heading,
        "action": request.get_full_path(),
        "form_key": request.POST.get(once.FIELD) or once.new_key(),
        "is_inline": not request.htmx,
        "item": form.item,
        "differences": [],
        "principal": principal_of(request.clock.by, form.page.parts, BY_EVENT[form.event].who),
    }
    if clash:
        context["differences"] = form.differences()
        form.take_over()
    if form.event in _PAGES:
        context |= _PAGES[form.event](request, form)
    elif request.htmx:
        return render(request, "web/items/_act.html", context, status=status)
    context["shell"] = frame(request, form.page, form.title)
    template = _TEMPLATES.get(form.event, "web/items/act.html")
    return posting.named(render(request, template, context, status=status), request)


def frame(request: Request, page: ItemPage, *crumbs: str) -> Shell:
    """The frame of a page about an item."""
    item = page.item
    trail = [
        Crumb("台账", reverse("web:ledgers")),
        Crumb(item.ledger.name, reverse("web:ledger", args=[item.ledger_id])),
    ]
    if crumbs:
        trail.append(Crumb(item.number, reverse("web:item", args=[item.pk])))
    last = crumbs[-1] if crumbs else item.number
    return framing.shell(request, *trail, Crumb(last), current="ledgers", ledger=item.ledger_id)
