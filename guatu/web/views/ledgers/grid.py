"""The grid: a coordinator fills a ledger as he would a sheet, and saves all of it at one press.

A press saves everything or nothing: half a sheet saved would leave nobody knowing which half. Each change is
an event of its own. A cell that somebody else wrote meanwhile is told with both words, and decided alone.
"""

import json
from collections.abc import Sequence
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from guatu.accounts.models import Unit
from guatu.accounts.queries import office_unit_book
from guatu.http.once import new_key, only_once
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.actions import grids
from guatu.ledgers.errors import LineRefused
from guatu.ledgers.intake import marks
from guatu.ledgers.models import Assignment, Item, Measure
from guatu.ledgers.queries import filter_words, paging
from guatu.ledgers.queries.listing import Book
from guatu.web import framing
from guatu.web.refusals import status_of
from guatu.web.shell import Crumb
from guatu.web.views.ledgers import grid_cells, grid_changes
from guatu.web.views.ledgers.addresses import Address
from guatu.web.views.ledgers.entering import writable
from guatu.web.views.ledgers.grid_cells import COLUMNS, Taker
from guatu.web.views.ledgers.grid_changes import NewLine, Reading, Sheet, Typed, Unclear
from guatu.web.views.ledgers.units import choices

MOST: Final = 200
"""Items in one grid; more are narrowed first."""


@require_http_methods(["GET", "POST"])
def grid(request: Request, pk: int) -> HttpResponse:
    book = writable(request, pk)
    return _posted(request, book) if request.method == "POST" else _page(request, book)


def _page(request: Request, book: Book) -> HttpResponse:
    address = Address.read(book.ledger.pk, request.GET, past=None)
    found = paging.all_keys(book, address.filters, sort=address.sort, group=address.group)
    words = filter_words.told(book, address.filters)
    crumbs = (
        Crumb("台账", framing.address("ledgers")),
        Crumb(book.ledger.name, address.url()),
        Crumb("表格编辑"),
    )
    context = {
        "shell": framing.shell(request, *crumbs, current="ledgers", ledger=book.ledger.pk),
        "ledger": book.ledger,
        "words": "；".join(words) or "全部",
        "shown": len(found[:MOST]),
        "left_out": max(0, len(found) - MOST),
        "most": MOST,
        "back": address.url(),
        "sheet": _sheet_of(request, book, found[:MOST]),
    }
    return render(request, "web/ledgers/grid.html", context)


def _sheet_of(request: Request, book: Book, pks: list[int]) -> dict[str, Any]:
    """What the script of the page draws: columns, lines with their texts, and what is shut and why."""
    sheet = _sheet(request, book, pks)
    by_item: dict[int, list[Measure]] = {}
    for one in sheet.measures.values():
        by_item.setdefault(one.item_id, []).append(one)
    lines = []
    for pk in pks:
        item, shut = sheet.items[pk], grid_cells.closed_cells(sheet.items[pk])
        of_item: Sequence[Measure | None] = by_item.get(pk) or (None,)
        for place, measure in enumerate(of_item):
            texts = sheet.texts(item, measure)
            lines.append({
                "item": pk, "measure": measure.pk if measure else None, "first": place == 0,
                "cells": texts if place == 0 else grid_cells.measure_texts(measure) | {"number": item.number},
                "shut": shut,
            })  # fmt: skip
    return {
        "columns": [
            {"code": one.code, "label": one.label, "width": one.width, "kind": one.kind} for one in COLUMNS
        ],
        "lines": lines,
        "units": [{"name": one.name, "words": one.words} for one in choices(sheet.taker.units)],
        "url": reverse("web:ledger-grid", args=[book.ledger.pk]),
        "store": f"grid:{request.clock.by.person_id}:{book.ledger.pk}",
        "key": new_key(),
    }


def _sheet(request: Request, book: Book, pks: list[int]) -> Sheet:
    clock = request.clock
    items = {one.pk: one for one in Item.objects.filter(ledger=book.ledger, pk__in=pks)}
    for one in items.values():
        one.ledger = book.ledger
    measures = Measure.objects.filter(item__in=items, is_dropped=False).order_by("item", "position")
    leads = [one.lead_unit_id for one in items.values() if one.lead_unit_id]
    return Sheet(
        items=items,
        measures={one.pk: one for one in measures},
        leads=dict(Unit.objects.filter(pk__in=leads).values_list("pk", "name")),
        responsible=_responsible(pks),
        taker=Taker(
            units=office_unit_book(book.ledger.office, on=clock.on), today=clock.on, calendar=clock.calendar
        ),
    )


def _responsible(pks: list[int]) -> dict[int, str]:
    rows = Assignment.objects.filter(item__in=pks, duty__in=("responsible", "cooperating")).order_by("pk")
    found: dict[int, dict[str, None]] = {}
    for item, name in rows.exclude(state="released").values_list("item", "unit__name"):
        found.setdefault(item, {})[name] = None
    return {item: "、".join(names) for item, names in found.items()}


def _posted(request: Request, book: Book) -> HttpResponse:
    """What was typed: looked at, or saved when nothing is wrong with it."""
    try:
        data = json.loads(request.POST.get("data", ""))
    except ValueError:
        return _refused(Unclear())
    try:
        return _looked_at(request, book, data, *grid_changes.parse(data))
    except Refusal as refusal:
        return _refused(refusal)


def _looked_at(
    request: Request, book: Book, data: dict[str, Any], cells: list[Typed], rows: list[NewLine]
) -> HttpResponse:
    reading = _sheet(request, book, list({one.item for one in cells})).read(cells, rows)
    told = reading.told()
    if data.get("mode") != "save":
        return JsonResponse(told)
    if reading.conflicts:
        return JsonResponse(told | {"message": f"{reading.conflicts} 个格子刚被别人改过"}, status=409)
    if reading.problems:
        return JsonResponse(told | {"message": f"还有 {reading.problems} 个格子要改，没有保存"}, status=422)
    return _saved(request, book, data, reading)


def _saved(request: Request, book: Book, data: dict[str, Any], reading: Reading) -> HttpResponse:
    clock, upload = request.clock, request.FILES.get("paper")
    needs_paper = bool(reading.moved) and upload is not None
    paper = (
        marks.store_unmarked(upload, name=upload.name or "", at=clock.at) if needs_paper and upload else None
    )
    with only_once(person_id=clock.by.person_id, key=str(data.get("key", "")), at=clock.at):
        made = grids.save(
            ledger=book.ledger,
            edits=reading.edits,
            new=reading.new,
            reason=str(data.get("reason", "")),
            paper=paper,
            **clock.deed(),
        )
    words = [f"改动 {len(reading.edits)} 项"] if reading.edits else []
    if made:
        words.append(f"新增 {len(made)} 项草稿（{made[0].number} 至 {made[-1].number}）")
    messages.success(request, f"已保存：{'，'.join(words) or '没有改动'}")
    return JsonResponse({"saved": True, "new": [one.number for one in made]})


def _refused(refusal: Refusal) -> HttpResponse:
    inner = refusal.refusal if isinstance(refusal, LineRefused) else refusal
    told = {"message": str(refusal), **refusal.details()}
    return JsonResponse(told, status=status_of(inner))
