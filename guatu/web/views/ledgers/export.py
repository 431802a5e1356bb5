"""The list leaves the house as a file or on paper: exactly what is shown, recorded before it goes."""

from tempfile import TemporaryFile
from typing import Final

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST

from guatu.http.requests import Request
from guatu.ledgers.actions import exporting as recording
from guatu.ledgers.queries import exporting, filter_words
from guatu.ledgers.queries.exporting import Sheet
from guatu.ledgers.queries.listing import Book
from guatu.web.views.ledgers import printing
from guatu.web.views.ledgers.addresses import Address
from guatu.web.views.ledgers.columns import fields_of, told
from guatu.web.views.ledgers.listing import book_of

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_POST
def export(request: Request, pk: int | None = None) -> HttpResponseBase:
    """The list as a sheet, or what of it was ticked."""
    book = book_of(request, pk)
    ticked = [int(one) for one in request.POST.getlist("item") if one.isdecimal()]
    made = _taken(request, book, Address.read(pk, request.GET, past=book.past), only=ticked)
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    exporting.write(made, file)
    file.seek(0)
    name = f"{made.title}-{book.on:%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


@require_POST
def print_list(request: Request, pk: int | None = None) -> HttpResponse:
    """The list as a page for paper of the size A3, up to as many rows as a browser draws in good time."""
    book = book_of(request, pk)
    address = Address.read(pk, request.GET, past=book.past)
    made = _taken(request, book, address, most=printing.MOST)
    return render(request, "web/ledgers/print.html", printing.context(book, made, back=address.url()))


def _taken(
    request: Request, book: Book, address: Address, *, only: list[int] | None = None, most: int | None = None
) -> Sheet:
    """What is shown, with an event in the chain that says who took how much of it."""
    clock, columns = request.clock, told(address.columns, is_past=book.is_past)
    words = filter_words.told(book, address.filters)
    made = exporting.sheet(
        book,
        address.filters,
        sort=address.sort,
        group=address.group,
        columns=columns,
        words=words,
        at=clock.at,
        only=only or (),
        most=most,
        how="打印" if most else "导出",
    )
    recording.record_all(
        rows=made.by_ledger,
        words="；".join(words) or "全部",
        columns="、".join(one.label for one in fields_of(columns)),
        by=clock.by,
        at=clock.at,
        on=clock.on,
        day=book.on,
    )
    return made
