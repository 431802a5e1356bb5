"""Narrowing a list: the menu of one field, and the dialog with all of them."""

from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guatu.http.requests import Request
from guatu.ledgers.models import Item
from guatu.ledgers.queries import facets
from guatu.ledgers.queries.filters import FLAGS, Filters
from guatu.ledgers.queries.standing import DUES, STANDINGS, UNKNOWN
from guatu.web import parts
from guatu.web.views.ledgers.addresses import Address
from guatu.web.views.ledgers.doing import shown
from guatu.web.views.ledgers.listing import book_of
from guatu.web.views.ledgers.units import initials

_LABELS: Final = {"lead": "牵头单位", "unit": "责任单位", "category": "分类", "phase": "阶段"}
_PAST: Final = ("mine", "quiet", "reopened")


@require_safe
def menu(request: Request, name: str, pk: int | None = None) -> HttpResponse:
    """The values of one field, each an address."""
    if name not in _LABELS:
        raise Http404
    book = book_of(request, pk)
    address = Address.read(pk, request.GET, past=request.clock.past)
    options = [
        parts.Option(
            one.label,
            _toggled(address, name, one.value),
            one.count,
            is_current=_is_on(address, name, one.value),
        )
        for one in facets.of(book, address.filters, name)
    ]
    words = [f"{option.label} {initials(option.label)}" for option in options]
    context = {"options": list(zip(options, words, strict=True)), "label": _LABELS[name]}
    return render(request, "web/ledgers/_choices.html", context)


def _is_on(address: Address, name: str, value: str) -> bool:
    return value in [given for _, given in address.filters.pairs_of(name)]


def _toggled(address: Address, name: str, value: str) -> str:
    given = [one for _, one in address.filters.pairs_of(name)]
    wanted = [one for one in given if one != value] if value in given else [*given, value]
    values = tuple(int(one) if name in ("lead", "unit", "phase") else one for one in wanted)
    return address.narrowed(**{name: values})


@dataclass(frozen=True, slots=True)
class Pick:
    """One box of the dialog."""

    value: str
    label: str
    is_on: bool
    count: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """The boxes of one field."""

    name: str
    label: str
    picks: list[Pick]
    is_long: bool = False


@require_safe
def narrow(request: Request, pk: int | None = None) -> HttpResponse:
    """All filters at once."""
    book = book_of(request, pk)
    address = Address.read(pk, request.GET, past=request.clock.past)
    filters = address.filters
    flags = {code: label for code, label in FLAGS.items() if not (book.is_past and code in _PAST)}
    sections = [
        _fixed(filters, "state", "状态", {"open": "在办", **STANDINGS}),
        _fixed(filters, "light", "灯", {**{one.code: one.word for one in book.palette}, UNKNOWN: "缺数据"}),
        _fixed(filters, "due", "到期", DUES),
        _fixed(filters, "flag", "标记", flags),
    ]
    for name, label in (*_LABELS.items(), ("kind", "类别")):
        found = facets.of(book, filters, name)
        kinds = dict(Item.Kind.choices) if name == "kind" else {}
        picks = [
            Pick(one.value, str(kinds.get(one.label, one.label)), _is_on(address, name, one.value), one.count,
                 f"{one.label} {initials(one.label)}")
            for one in found
        ]  # fmt: skip
        if picks:
            sections.append(Section(name, label, picks, is_long=len(picks) > 8))
    rest = address.but(filters=Filters())
    context = {
        "title": "筛选",
        "dialog": "web/ledgers/_narrow.html",
        "filters": filters,
        "since": filters.since,
        "until": filters.last_day(book.on),
        "sections": sections,
        "hidden": rest.pairs(),
        "url": Address.usual(pk).url(),
        "clear": rest.url(),
        "ledger": book.of,
    }
    return shown(request, book, context)


def _fixed(filters: Filters, name: str, label: str, values: Any) -> Section:
    on = {given for _, given in filters.pairs_of(name)}
    return Section(name, label, [Pick(code, str(word), code in on) for code, word in values.items()])
