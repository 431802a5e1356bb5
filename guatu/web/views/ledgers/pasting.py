"""Pasting a block of a sheet into new items: a preview first, then all of it or the good rows."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from guatu.accounts.queries import office_unit_book
from guatu.http.once import FIELD, only_once
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.actions import adding
from guatu.ledgers.queries.listing import Book
from guatu.web.refusals import status_of
from guatu.web.views.ledgers.entering import entering_page, writable
from guatu.web.views.ledgers.pasted import MEANINGS, Block, Reader

_LONGEST = 400_000


@require_http_methods(["GET", "POST"])
def paste(request: Request, pk: int) -> HttpResponse:
    book, clock = writable(request, pk), request.clock
    text = request.POST.get("text", "")[:_LONGEST]
    block, problem, status = None, "", 200
    if request.method == "POST":
        units = office_unit_book(book.ledger.office, on=clock.on)
        reader = Reader(units=units, today=clock.on, calendar=clock.calendar)
        block = reader.read(text, _chosen(request))
        if request.POST.get("then") and (block.good and not block.problem):
            try:
                return _entered(request, book, block)
            except Refusal as refusal:
                problem, status = str(refusal), status_of(refusal)
    context = {
        "text": text,
        "pasted": block,
        "problem": problem or (block.problem if block else ""),
        "bad": sum(1 for row in block.rows if not row.is_good) if block else 0,
        "meanings": list(MEANINGS.items()),
    }
    return entering_page(request, book, "粘贴导入", "web/ledgers/paste.html", context, status=status)


def _chosen(request: Request) -> list[str]:
    return [one if one in MEANINGS else "" for one in request.POST.getlist("column")]


def _entered(request: Request, book: Book, block: Block) -> HttpResponse:
    clock = request.clock
    with only_once(person_id=clock.by.person_id, key=request.POST.get(FIELD, ""), at=clock.at):
        made = adding.add(ledger=book.ledger, items=block.good, **clock.deed())
    left = len(block.rows) - len(made)
    words = f"已录入 {len(made)} 项草稿，{made[0].number} 至 {made[-1].number}"
    messages.success(request, f"{words}；{left} 行没有录入" if left else words)
    return redirect(f"{reverse('web:ledger', args=[book.ledger.pk])}?state=draft&sort=number&group=none")
