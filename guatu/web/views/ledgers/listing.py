"""The list of a ledger, or of all: one page of it, narrowed, sorted and counted as its address says."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.http import push_url, trigger_client_event

from guatu.http.requests import Request
from guatu.ledgers.models import Directive, Ledger
from guatu.ledgers.queries import listing, paging, rows, tallies, views
from guatu.ledgers.queries.listing import Book
from guatu.ledgers.queries.paging import Page
from guatu.ledgers.queries.sorting import GROUPS, SORTS
from guatu.ledgers.queries.standing import STANDINGS
from guatu.ledgers.queries.views import View
from guatu.web import framing, parts
from guatu.web.framing import STAFF
from guatu.web.shell import Crumb
from guatu.web.views.ledgers import columns, panels, saved
from guatu.web.views.ledgers.addresses import Address
from guatu.web.views.ledgers.bulk import allowed, may_write
from guatu.web.views.ledgers.heads import Band, bands
from guatu.web.views.ledgers.opening import KEEPERS

EVERY: Final = "全部事项"
TICK: Final = "tick"
"""The column of boxes, where rows can be acted on together."""
_DIALOGS: Final = ("narrow", "columns")
"""The forms in dialogs that ask for the list anew."""


def book_of(request: Request, pk: int | None) -> Book:
    """The ledger, or all, as the person sees it on the day looked at; 404 where he may not see it."""
    clock = request.clock
    if pk is None:
        return listing.everything(clock.by, on=clock.on, past=clock.past)
    book = listing.opened(clock.by, pk, on=clock.on, past=clock.past)
    if book is None:
        raise Http404
    return book


@require_safe
def ledger(request: Request, pk: int | None = None) -> HttpResponse:
    book = book_of(request, pk)
    address = Address.read(pk, request.GET, past=request.clock.past)
    found = views.of(book.who, pk)
    if not request.GET and (first := saved.first_url(found, address)):
        return redirect(first)
    context = list_context(book, address, found)
    if request.htmx and request.htmx.target == "list":
        answer = render(request, "web/ledgers/_list.html", context)
        return _told(answer, address) if request.htmx.trigger in _DIALOGS else answer
    crumbs = (Crumb("台账", framing.address("ledgers")), Crumb(book.of.name if book.of else EVERY))
    context["shell"] = framing.shell(request, *crumbs, current="ledgers", ledger=pk)
    return render(request, "web/ledgers/ledger.html", context)


def _told(answer: HttpResponse, address: Address) -> HttpResponse:
    """After a dialog: it closes, and the address says no more than it must."""
    push_url(answer, address.url())
    return trigger_client_event(answer, "guatu:close-dialog")


def list_context(book: Book, address: Address, found: list[View]) -> dict[str, Any]:
    """All that the list shows; `found` are the views over it."""
    counted = tallies.tally(book, address.filters, group=address.group)
    shown_view = saved.of(book, address, found)
    chips = panels.chips(book, address)
    return {
        "ledger": book.of,
        "name": book.of.name if book.of else EVERY,
        "facts": list(head_facts(book.of, book.on)) if book.of else [],
        "lit_by": book.regimes.of(book.of.pk).name if book.of else "",
        "may_see_regimes": bool(book.who.offices(*STAFF)),
        "book": book,
        "address": address,
        "tabs": panels.tabs(
            book, _beside_views(address, found), None if shown_view.current else address.filters
        ),
        "views": shown_view,
        "lamps": panels.lamps(book, counted, address),
        "shares": panels.shares(counted, address),
        "chips": chips,
        "menus": _menus(address),
        "last_chip": chips[-1] if chips else None,
        "everything": tallies.tally(book, address.filters.without(*_FIELDS)).of(_HERE).total,
        "sorts": panels.sort_options(address),
        "sort_label": _sort_label(address.sort),
        "groups": panels.group_options(address),
        "group_label": GROUPS[address.group],
        **_table(book, address),
        **_ways(book, address),
    }


def _table(book: Book, address: Address) -> dict[str, Any]:
    """One page of rows under the chosen columns, and what can be done with them."""
    page = paging.page(book, address.filters, sort=address.sort, group=address.group, number=address.page)
    codes = columns.told(address.columns, is_past=book.is_past)
    read = rows.read(book, page.pks, with_measures="measures" in codes)
    shown = columns.fields_of(codes)
    drawn = bands(book, page, read, group=address.group, codes=codes)
    return {
        "total": page.total,
        "most_columns": len(columns.FIELDS),
        "columns": panels.table_columns(shown, address, columns.title_width(codes)),
        "codes": (TICK, *codes) if book.of else codes,
        "width": len(shown) + (1 if book.of else 0),
        "bands": drawn,
        "page": page_of(page, address),
        "acts": bulk_acts(book, address, drawn),
    }


def _ways(book: Book, address: Address) -> dict[str, Any]:
    """Where the list leads, as far as this person may go there."""
    can_write = may_write(book)
    return {
        "narrow_url": address.url("ledger-narrow"),
        "columns_url": address.url("ledger-columns"),
        "export_url": address.url("ledger-export"),
        "may_list": book.of is not None and book.is_whole and not book.is_past,
        "print_url": address.url("ledger-print"),
        "grid_url": address.url("ledger-grid") if can_write else "",
        "new_url": reverse("web:ledger-new", args=[book.of.pk]) if book.of else "",
        "can_write": can_write,
        "may_keep": book.of is not None and not book.is_past and _keeps(book),
    }


def _beside_views(address: Address, found: list[View]) -> Address:
    """Where the tabs that are always there lead on from: out of a view they show the usual columns again."""
    plain = 0 if any(one.is_first for one in found) else None
    start = Address.usual(address.ledger).but(past=address.past) if address.view else address
    return start.but(view=plain)


def _keeps(book: Book) -> bool:
    return book.ledger.office_id in book.who.offices(*KEEPERS)


def _menus(address: Address) -> list[parts.Option]:
    """Fields that stand as chips as long as they narrow nothing; their values come when opened."""
    return [
        parts.Option(label, address.url("ledger-menu", name))
        for name, label in (("lead", "牵头单位"), ("unit", "责任单位"), ("category", "分类"))
        if not address.filters.pairs_of(name)
    ]


def bulk_acts(book: Book, address: Address, drawn: Sequence[Band]) -> list[parts.Act]:
    """What this person can do with at least one row of the page; the export follows the address."""
    if book.of is None:
        return []
    open_to = {code for band in drawn for line in band.lines for code in line.able.split()}
    made = [
        parts.Act(one.label, one.code, one.icon, reverse("web:ledger-do", args=[book.ledger.pk, one.code]))
        for one in allowed(book)
        if one.code in open_to
    ]
    if may_write(book) and "paper" in open_to:
        made.append(parts.Act("发文", "paper", "file", reverse("web:paper-new")))
    return [*made, parts.Act("导出", "export", "download", address.url("ledger-export"))]


_FIELDS = ("q", "state", "due", "lead", "unit", "category", "phase", "kind", "since", "until", "flag")
_HERE = frozenset(STANDINGS) - {"gone"}


def _sort_label(sort: str) -> str:
    return (
        SORTS.get(sort)
        or f"{SORTS.get(sort.removeprefix('-')) or SORTS['-' + sort.removeprefix('-')]}（倒序）"
    )


def page_of(page: Page, address: Address) -> parts.PageOf:
    """Which part of the list is shown, and the ways on and back."""
    return parts.PageOf(
        page.first,
        page.last,
        page.total,
        address.but(page=page.number - 1).url() if page.number > 1 else "",
        address.but(page=page.number + 1).url() if page.number < page.pages else "",
    )


def head_facts(ledger: Ledger, on: date) -> Iterator[str]:
    """What the ledger rests on, and how long its phases still run."""
    directives = Directive.objects.filter(ledger=ledger).order_by("pk")[:3]
    if names := [one.reference_number or one.title for one in directives]:
        yield f"依据 {'、'.join(names)}"
    for phase in ledger.phases.all():
        if phase.ends_on is None:
            yield f"{phase.name} {_day(phase.starts_on)} 起"
        elif on <= phase.ends_on:
            left = (phase.ends_on - on).days
            yield f"{phase.name} {_day(phase.starts_on)}至 {_day(phase.ends_on)}，还剩 {left} 天"
        else:
            yield f"{phase.name} 已于 {_day(phase.ends_on)}结束"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
