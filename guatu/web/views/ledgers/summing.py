"""本期汇总: what changed in a period, on the screen, as a sheet and as a document."""

from collections.abc import Callable
from tempfile import TemporaryFile
from typing import IO, Any, Final

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from guatu.http.requests import Request
from guatu.ledgers.actions import exporting
from guatu.ledgers.queries import summaries, summary_files, visibility
from guatu.ledgers.queries.summaries import Summary
from guatu.web import framing
from guatu.web.shell import Crumb
from guatu.web.views.ledgers.export import XLSX
from guatu.web.views.ledgers.periods import STATES, read, seen_ledger

_DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def summary(request: Request, pk: int) -> HttpResponse:
    found = _summary(request, pk)
    ledger = found.sheet.ledger
    here = Crumb(ledger.name, framing.address("ledger", pk))
    period = Crumb("本期填报", f"{reverse('web:ledger-period', args=[pk])}?{request.GET.urlencode()}")
    crumbs = (Crumb("台账", framing.address("ledgers")), here, period, Crumb("本期汇总"))
    context: dict[str, Any] = {
        "shell": framing.shell(request, *crumbs, current="ledgers", ledger=pk),
        "ledger": ledger,
        "title": summary_files.title(found),
        "overview": summary_files.overview(found),
        "frozen": found.sheet.frozen,
        "rows": [
            (
                change,
                summary_files.state_words(change),
                summary_files.deadline_words(change),
                [(unit, STATES[unit.standing]) for unit in change.units],  # type: ignore[index]
            )
            for change in found.changes
        ],
        "missing": sorted(found.missing.items()),
        "export_url": f"{reverse('web:ledger-period-export', args=[pk])}?{request.GET.urlencode()}",
    }
    return render(request, "web/ledgers/summary.html", context)


def _summary(request: Request, pk: int) -> Summary:
    sheet = read(request, seen_ledger(request, pk))
    if sheet is None:
        raise Http404
    return summaries.summary(sheet, on=request.clock.day, seen=visibility.items(request.clock.by))


@require_POST
def export(request: Request, pk: int) -> HttpResponseBase:
    """The same as a file; recorded before it leaves."""
    found, clock = _summary(request, pk), request.clock
    form = request.POST.get("form", "")
    if form not in _FORMS:
        raise Http404
    title = summary_files.title(found)
    exporting.record(
        ledger=found.sheet.ledger,
        rows=len(found.changes),
        words=title,
        columns="、".join(summary_files.HEADS),
        by=clock.by,
        at=clock.at,
        on=clock.on,
        day=min(found.sheet.period.last, clock.on),
    )
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    write, content_type = _FORMS[form]
    write(request, found, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{title}.{form}", content_type=content_type)


def _docx(request: Request, found: Summary, file: IO[bytes]) -> None:
    summary_files.write_docx(found, file, on=request.clock.on)


def _xlsx(_: Request, found: Summary, file: IO[bytes]) -> None:
    summary_files.write_xlsx(found, file)


_FORMS: Final[dict[str, tuple[Callable[[Request, Summary, IO[bytes]], None], str]]] = {
    "docx": (_docx, _DOCX),
    "xlsx": (_xlsx, XLSX),
}
