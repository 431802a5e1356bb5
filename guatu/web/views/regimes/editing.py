"""The editor of a draft: sentences and builder side by side, cases that show their light as one types."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from guatu.http.once import FIELD, new_key, only_once
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.actions import regimes as deeds
from guatu.ledgers.lights.errors import RegimeChanged, RegimeUnfit
from guatu.ledgers.lights.writing import written_text
from guatu.ledgers.models import RegimeVersion
from guatu.ledgers.queries import regimes
from guatu.web.refusals import status_of
from guatu.web.shell import Crumb
from guatu.web.views.regimes import pages, rows
from guatu.web.views.regimes.rows import Editor, editor
from guatu.web.views.regimes.typed import Typed, next_light, of_written, typed


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int, number: int) -> HttpResponse:
    """The draft in the editor; sent, it is saved, or shown again with what is wrong at its place."""
    version = _draft(request, pk, number)
    if request.method != "POST":
        return _page(request, version, of_written(written_text(version.text)), seen=version.digest)
    form = typed(request.POST.dict(), on=request.clock.on)
    seen = request.POST.get("seen", "")
    if request.POST.get("what") == "try":
        return _page(request, version, form, seen=seen)
    if form.faults:
        return _page(request, version, form, seen=seen, status=422)
    try:
        with only_once(
            person_id=request.clock.by.person_id, key=request.POST.get(FIELD, ""), at=request.clock.at
        ):
            deeds.save(version=version, written=form.written, seen=seen, **request.clock.deed())
    except RegimeUnfit as refusal:
        return _page(request, version, form, seen=seen, status=status_of(refusal))
    except RegimeChanged as refusal:  # saved once more, what is typed here stands
        return _page(request, version, form, seen=refusal.digest, status=status_of(refusal), problem=refusal)
    except Refusal as refusal:
        return _page(request, version, form, seen=seen, status=status_of(refusal), problem=refusal)
    messages.success(request, "草稿已保存，下面是启用后会改变的灯")
    return redirect("web:regime-version", pk, number)


@require_POST
def try_out(request: Request, pk: int, number: int) -> HttpResponse:
    """What is typed, tried: every place of the page that says something about it, anew."""
    version = _draft(request, pk, number)
    form, row = typed(request.POST.dict(), on=request.clock.on), request.GET.get("row", "")
    shown = _editor(request, version, form, row=row)
    context = {
        "editor": shown,
        "row": row,
        "columns_changed": shown.columns != request.POST.get("columns", ""),
        "blank_case": rows.blank_case(shown.fields, request.clock.on),
        "is_anew": True,
    }
    return render(request, "web/regimes/_tried.html", context)


def _page(
    request: Request,
    version: RegimeVersion,
    form: Typed,
    *,
    seen: str,
    status: int = 200,
    problem: Refusal | None = None,
) -> HttpResponse:
    shown = _editor(request, version, form)
    name = version.regime.name
    context: dict[str, Any] = {
        "shell": pages.frame(
            request,
            Crumb(name, reverse("web:regime", args=[version.regime_id])),
            Crumb(f"修改{version}"),
        ),
        "version": version,
        "editor": shown,
        "seen": seen,
        "problem": str(problem or ""),
        "is_changed": isinstance(problem, RegimeChanged),
        "form_key": new_key(),
        "blank_case": rows.blank_case(shown.fields, request.clock.on),
        "next_light": next_light(form.lights, regimes.texts(version.regime)),
        "blank_rule": rows.blank_rule(),
        "colours": rows.COLOUR_CHOICES,
        "shapes": rows.SHAPE_CHOICES,
        "polarities": rows.POLARITY_CHOICES,
    }
    return render(request, "web/regimes/edit.html", context, status=status)


def _editor(request: Request, version: RegimeVersion, form: Typed, *, row: str = "") -> Editor:
    columns = request.POST.get("columns", "").split()
    return editor(form, version, request.clock.by, on=request.clock.on, columns=columns, row=row)


def _draft(request: Request, pk: int, number: int) -> RegimeVersion:
    """The draft, for a coordinator of its office; else there is none.

    What somebody sends of one that is no draft any more is for the action to refuse: he keeps what he typed.
    """
    row, versions = pages.found(request, pk)
    version = next((one for one in versions if one.number == number), None)
    is_mine = regimes.may_propose(request.clock.by, row.regime.office_id) and pages.is_today(request)
    if version is None or not is_mine:
        raise Http404
    if version.state != RegimeVersion.State.DRAFT and request.method != "POST":
        raise Http404
    return version
