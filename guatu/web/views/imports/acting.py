"""What people do with a table on its way: correct a column or a unit, bring it in, leave it, take it back."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from guatu.http.once import FIELD, only_once
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.imports import receiving, undoing
from guatu.ledgers.imports.applying import Asked
from guatu.ledgers.imports.errors import ImportNotReady
from guatu.ledgers.models import ImportDraft
from guatu.web.views.imports import pages


@require_POST
def columns(request: Request, pk: int) -> HttpResponse:
    """Say what the columns of a sheet hold; it is read again by that."""

    def do(found: ImportDraft) -> None:
        said = {
            int(name.removeprefix("column-")): str(value)
            for name, value in request.POST.items()
            if name.startswith("column-") and name.removeprefix("column-").isdecimal()
        }
        receiving.correct_columns(
            draft=found,
            sheet=request.POST.get("sheet", ""),
            columns=said,
            forget=request.POST.get("then") == "forget",
            **request.clock.deed(),
        )

    return _done(request, pk, do, is_columns=True)


@require_POST
def unit(request: Request, pk: int) -> HttpResponse:
    """Say which unit a name means."""

    def do(found: ImportDraft) -> None:
        chosen = request.POST.get("unit", "")
        receiving.correct_unit(
            draft=found,
            written=request.POST.get("written", ""),
            unit_id=int(chosen) if chosen.isdecimal() and len(chosen) < 12 else 0,
            remember=request.POST.get("remember") == "1",
            **request.clock.deed(),
        )

    return _done(request, pk, do)


@require_POST
def apply(request: Request, pk: int) -> HttpResponse:
    """Bring it in as it was shown."""

    def do(found: ImportDraft) -> None:
        clock = request.clock
        asked = Asked(
            shown=request.POST.get("shown", "")[:64],
            reason=request.POST.get("reason", "")[:200],
            good_only=request.POST.get("good_only") == "1",
            done_as=request.POST.get("done_as", "in_progress"),
        )
        with only_once(person_id=clock.by.person_id, key=request.POST.get(FIELD, ""), at=clock.at):
            receiving.ask_apply(draft=found, asked=asked, **clock.deed())

    return _done(request, pk, do)


@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Leave it; nothing came into the ledger."""
    found = pages.loaded(request, pk)
    try:
        receiving.withdraw(draft=found, by=request.clock.deed()["by"])
    except Refusal as refusal:
        return pages.shown(request, pages.loaded(request, pk), problem=refusal)
    messages.success(request, "已放弃，台账没有改动")
    return redirect("web:ledger-imports", found.ledger_id)


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Take back what it brought."""
    found = pages.loaded(request, pk)
    try:
        if found.result is None:
            raise ImportNotReady(name=found.name, state=str(found.get_state_display()), deed="撤销")
        undoing.undo(brought=found.result, reason=request.POST.get("reason", ""), **request.clock.deed())
    except Refusal as refusal:
        return pages.shown(request, pages.loaded(request, pk), problem=refusal)
    messages.success(request, "已撤销这次导入：新增的事项已作废，改过的已改回")
    return redirect("web:import", pk)


def _done(
    request: Request, pk: int, do: Callable[[ImportDraft], None], *, is_columns: bool = False
) -> HttpResponse:
    """Done, and on to the page; refused, the page again with the sentence and what was typed."""
    found = pages.loaded(request, pk)
    try:
        do(found)
    except Refusal as refusal:
        found = pages.loaded(request, pk)
        if found.state in ImportDraft.WORKED_ON:
            return redirect("web:import", pk)
        more = {"tried": request.POST} | ({"is_columns": True} if is_columns else {})
        return pages.shown(request, found, problem=refusal, **more)
    return redirect("web:import", pk)
