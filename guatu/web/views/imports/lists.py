"""The whole ledger leaves the house in the three lists that offices hand in, recorded before it goes."""

from tempfile import TemporaryFile

from django.http import FileResponse, Http404, HttpResponseBase
from django.views.decorators.http import require_POST

from guatu.http.requests import Request
from guatu.ledgers.actions import exporting as recording
from guatu.ledgers.queries import layouts
from guatu.web.views.ledgers.export import XLSX
from guatu.web.views.ledgers.listing import book_of


@require_POST
def lists(request: Request, pk: int) -> HttpResponseBase:
    """问题清单, 责任清单, 进度清单 in one workbook, or one of them, for who sees all of it."""
    book, clock = book_of(request, pk), request.clock
    if book.is_past or not book.is_whole:
        raise Http404
    asked = request.GET.get("only", "")
    codes = [asked] if asked in layouts.LAYOUTS else list(layouts.LAYOUTS)
    made = layouts.lists(book, codes, at=clock.at)
    names = "、".join(one.name for one in made.layouts)
    recording.record(
        ledger=book.ledger,
        rows=len(made.pks),
        words="全部",
        columns=names,
        by=clock.by,
        at=clock.at,
        on=clock.on,
        day=book.on,
    )
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    layouts.write(made, file)
    file.seek(0)
    name = f"{book.ledger.name}{names if len(codes) == 1 else '三张清单'}-{book.on:%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
