"""The list of a meeting as a sheet or a document; recorded before it leaves."""

from collections.abc import Callable
from tempfile import TemporaryFile
from typing import IO, Final

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from guatu.http.requests import Request
from guatu.ledgers.actions import meetings as deeds
from guatu.ledgers.queries import meeting_files, meetings
from guatu.ledgers.queries.meeting_files import Agenda
from guatu.web.views.ledgers.export import XLSX
from guatu.web.views.meetings.showing import loaded

_DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FORMS: Final[dict[str, tuple[Callable[[Agenda, IO[bytes]], None], str]]] = {
    "docx": (meeting_files.write_docx, _DOCX),
    "xlsx": (meeting_files.write_xlsx, XLSX),
}


@require_POST
def export(request: Request, pk: int) -> HttpResponseBase:
    """What is reported back and what is on the agenda, of what this person sees."""
    meeting, form = loaded(request, pk), request.POST.get("form", "")
    if form not in _FORMS:
        raise Http404
    who, clock = request.clock.by, request.clock
    agenda = Agenda(
        meeting=meeting,
        heard=meetings.report_back(who, meeting, on=clock.on, day=clock.day),
        topics=list(meetings.topics(who, meeting)),
    )
    deeds.record_export(meeting=meeting, rows=agenda.rows, by=who, at=clock.at, on=clock.on)
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    write, content_type = _FORMS[form]
    write(agenda, file)
    file.seek(0)
    name = f"{meeting_files.title(agenda)}.{form}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
