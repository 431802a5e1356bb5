"""Signing for what was dispatched to a unit, in place: one item, or all of them."""

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from guatu.accounts.models import Role, Unit
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.actions import assignments
from guatu.ledgers.models import Item
from guatu.ledgers.queries import duties, visibility
from guatu.ledgers.queries.duty import Duty
from guatu.web.framing import address, shell
from guatu.web.refusals import status_of
from guatu.web.shell import Crumb
from guatu.web.views.work import todo
from guatu.web.wording import short_day

_LIAISON: Final = Role.Kind.LIAISON


@require_POST
def sign(request: Request) -> HttpResponse:
    """A unit signs for one item."""
    unit = _unit(request, request.POST.get("unit", ""))
    item = _item(request)
    try:
        item = assignments.sign(pks=[item.pk], unit=unit, **request.clock.deed())[0]
    except Refusal as refusal:
        return _refused(request, refusal)
    last = f"，{short_day(item.deadline, near=request.clock.on)} 前办结" if item.deadline else ""
    return _done(request, f"{unit.name}已签收 {item.number}{last}", link=address("item", item.pk))


@require_http_methods(["GET", "HEAD", "POST"])
def sign_all(request: Request) -> HttpResponse:
    """A unit signs for everything that was dispatched to it, after a look at the list."""
    unit = _unit(request, request.POST.get("unit") or request.GET.get("unit", ""))
    owed = duties.of(request.clock.by, on=request.clock.on)
    waiting = [one for one in duties.unsigned(owed) if one.unit_id == unit.pk]
    if request.method != "POST":
        return _asked(request, unit, waiting)
    shown = set(request.POST.getlist("item"))
    pks = [one.item.pk for one in waiting if str(one.item.pk) in shown]
    try:
        signed = assignments.sign(pks=pks, unit=unit, **request.clock.deed())
    except Refusal as refusal:
        return _refused(request, refusal)
    return _done(request, f"{unit.name}已签收 {len(signed)} 件" if signed else "都已签收过，没有要签的了")


def _asked(request: Request, unit: Unit, waiting: list[Duty]) -> HttpResponse:
    context = {
        "title": f"{unit.name}签收 {len(waiting)} 件",
        "unit": unit,
        "rows": [
            (one.item, short_day(one.item.deadline, near=request.clock.on) or "未定时限") for one in waiting
        ],
        "show": request.GET.get("show", ""),
    }
    if request.htmx:
        return render(request, "web/work/_sign_all.html", context)
    frame = shell(request, Crumb("我的待办", address("my-work")), Crumb("全部签收"), current="my-work")
    return render(request, "web/work/sign_all.html", context | {"shell": frame, "is_inline": True})


def _unit(request: Request, pk: str) -> Unit:
    """A unit for which the person answers."""
    own = request.clock.by.units(_LIAISON)
    if not pk.isdecimal() or int(pk) not in own:
        raise Http404
    return Unit.objects.get(pk=int(pk))


def _item(request: Request) -> Item:
    pk = request.POST.get("item", "")
    found = visibility.items(request.clock.by).filter(pk=int(pk)) if pk.isdecimal() else Item.objects.none()
    item = found.first()
    if item is None:
        raise Http404
    return item


def _done(request: Request, text: str, *, link: str = "") -> HttpResponse:
    if request.htmx:
        return todo.answer(request, text=text, link=link, label="看这一项")
    messages.success(request, text)
    return redirect("web:my-work")


def _refused(request: Request, refusal: Refusal) -> HttpResponse:
    """The list as it is now, with what stood against it."""
    if request.htmx:
        return todo.answer(request, status=status_of(refusal), text=str(refusal), bad=True)
    messages.error(request, str(refusal))
    return redirect("web:my-work")
