"""Deleting what should never have been written: found by its words, asked by one, confirmed by another."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from guatu.accounts.models import Role
from guatu.http.refusals import status_of
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.actions import redactions as deeds
from guatu.ledgers.queries import redactions
from guatu.web import framing
from guatu.web.shell import Crumb


@require_http_methods(["GET", "POST"])
def index(request: Request) -> HttpResponse:
    """What was found and what is asked for; a post asks."""
    _administrator(request)
    refused, status = "", 200
    if request.method == "POST":
        try:
            return _ask(request)
        except Refusal as refusal:
            refused, status = str(refusal), status_of(refusal)
    who, words = request.clock.by, request.GET.get("q", "")
    crumbs = (Crumb("留痕核验", framing.address("trail")), Crumb("删除内容"))
    context = {
        "shell": framing.shell(request, *crumbs, current="trail"),
        "q": words,
        "least": redactions.LEAST,
        "most": redactions.MOST,
        "found": redactions.found(who, words),
        "chosen": _chosen(request),
        "reason": request.POST.get("reason", ""),
        "refused": refused,
        "open": redactions.requests(who, is_open=True),
        "closed": redactions.requests(who, is_open=False),
    }
    return render(request, "web/history/redactions.html", context, status=status)


def _ask(request: Request) -> HttpResponse:
    given = [int(one) for one in request.POST.getlist("enclosure") if one.isdecimal() and len(one) < 19]
    made = deeds.ask(
        enclosures=given, reason=request.POST.get("reason", ""), by=request.clock.by, at=request.clock.at
    )
    count = made.enclosures.count()
    messages.success(request, f"已申请删除 {count} 处内容，请另一名管理员在本页确认")
    return redirect("web:trail-redactions")


def _chosen(request: Request) -> list[int]:
    given = request.POST.getlist("enclosure")
    return [int(one) for one in given if one.isascii() and one.isdecimal() and len(one) < 19]


@require_POST
def answer(request: Request, pk: int, word: str) -> HttpResponse:
    """Confirm a request, or withdraw it."""
    _administrator(request)
    found = redactions.request(request.clock.by, pk)
    if found is None or word not in ("confirm", "withdraw"):
        raise Http404
    if word == "withdraw":
        deeds.withdraw(redaction=found, by=request.clock.by, at=request.clock.at)
        messages.success(request, "已撤回，内容保留")
    else:
        deeds.confirm(redaction=found, by=request.clock.by, at=request.clock.at)
        messages.success(request, "内容已删除，留痕中记有删除的理由和经办人")
    return redirect("web:trail-redactions")


def _administrator(request: Request) -> None:
    """Today, and by an administrator alone."""
    request.clock.deed()
    if not request.clock.by.offices(Role.Kind.ADMINISTRATOR):
        raise Http404
