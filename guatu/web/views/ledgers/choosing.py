"""Choosing the columns of a list and their order."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from guatu.http.requests import Request
from guatu.web.views.ledgers.addresses import Address
from guatu.web.views.ledgers.columns import ALWAYS, FIELDS, fields_of
from guatu.web.views.ledgers.doing import shown
from guatu.web.views.ledgers.listing import book_of


@require_safe
def columns(request: Request, pk: int | None = None) -> HttpResponse:
    """All columns, those that stand in the list first and in its order."""
    book = book_of(request, pk)
    address = Address.read(pk, request.GET, past=request.clock.past)
    usual = Address.usual(pk).columns
    standing = [one for one in fields_of(address.columns) if one.code not in ALWAYS]
    others = [one for one in FIELDS if one.code not in {*address.columns, *ALWAYS}]
    context = {
        "title": "列",
        "dialog": "web/ledgers/_columns.html",
        "fields": [*((one, True) for one in standing), *((one, False) for one in others)],
        "hidden": address.but(columns=usual).pairs(),
        "url": Address.usual(pk).url(),
        "usual_url": address.but(columns=usual).url(),
    }
    return shown(request, book, context)
