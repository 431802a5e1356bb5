"""The list as a file: exactly what is shown, recorded before it leaves."""

from tempfile import TemporaryFile

from django.http import FileResponse, HttpResponseBase
from django.views.decorators.http import require_POST

from guatu.http.requests import Request
from guatu.ledgers.actions import exporting as recording
from guatu.ledgers.queries import exporting, filter_words
from guatu.web.views.ledgers.addresses import Address
from guatu.web.views.ledgers.columns import fields_of, told
from guatu.web.views.ledgers.listing import book_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_POST
def export(request: Request, pk: int) -> HttpResponseBase:
    book, clock = book_of(request, pk), request.clock
    address = Address.read(pk, request.GET, past=clock.past)
    columns = told(address.columns, is_past=book.is_past)
    words = [f"{label} {value}" for _, label, value in filter_words.words(address.filters, on=book.on)]
    made = exporting.sheet(
        book,
        address.filters,
        sort=address.sort,
        group=address.group,
        columns=columns,
        words=words,
        at=clock.at,
        only=[int(one) for one in request.POST.getlist("item") if one.isdecimal()],
    )
    recording.record(
        ledger=book.ledger,
        rows=made.count,
        words="；".join(words) or "全部",
        columns="、".join(one.label for one in fields_of(columns)),
        by=clock.by,
        at=clock.at,
        on=clock.on,
        day=book.on,
    )
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    exporting.write(made, file)
    file.seek(0)
    name = f"{book.ledger.name}-{book.on:%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
