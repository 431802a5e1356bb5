"""Keeping views: a list is saved under a name, and the name, its readers or its end decided."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from guatu.http.once import FIELD, new_key, only_once
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.actions import views as actions
from guatu.ledgers.models import SavedView
from guatu.ledgers.queries import views
from guatu.ledgers.queries.listing import Book
from guatu.web.refusals import into, status_of
from guatu.web.views.ledgers.addresses import Address
from guatu.web.views.ledgers.doing import shown
from guatu.web.views.ledgers.listing import book_of


class NewForm(forms.Form):
    """A name, and for whom."""

    name = forms.CharField(
        label="视图名称",
        max_length=actions.LONGEST,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
        error_messages={"required": "请写视图名称，例如“本月到期”"},
    )
    is_shared = forms.BooleanField(label="共享给本办公室", required=False)
    is_first = forms.BooleanField(label="以后打开就用它", required=False)


@require_http_methods(["GET", "POST"])
def new(request: Request, pk: int | None = None) -> HttpResponse:
    """The list as it is shown, under a name."""
    book, clock = book_of(request, pk), request.clock
    address = Address.read(pk, request.GET, past=clock.past)
    form, status = NewForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                view = _saved(request, book, address, form.cleaned_data)
            except Refusal as refusal:
                into(form, refusal)
                status = status_of(refusal)
            else:
                return _led(request, address.but(view=view.pk), f"已存为视图“{view.name}”")
    context = {
        "title": "存为视图",
        "dialog": "web/ledgers/_view_new.html",
        "form": form,
        "form_key": new_key(),
        "url": address.url("ledger-view-new"),
        "back": address.url(),
        "office": _office(request, book),
    }
    return shown(request, book, context, status=status)


def _office(request: Request, book: Book) -> int | None:
    """The office with which this person may share a view of the list."""
    return views.office_of(request.clock.by, book.of)


def _saved(request: Request, book: Book, address: Address, given: dict[str, Any]) -> SavedView:
    clock = request.clock
    office = _office(request, book) if given["is_shared"] else None
    with only_once(person_id=clock.by.person_id, key=request.POST.get(FIELD, ""), at=clock.at):
        view = actions.save(
            ledger=book.of, office=office, name=given["name"], words=address.words, by=clock.by, at=clock.at
        )
        if given["is_first"]:
            actions.open_first(view=view, by=clock.by)
    return view


class NameForm(forms.Form):
    """Another name."""

    name = NewForm.base_fields["name"]


@require_http_methods(["GET", "POST"])
def view(request: Request, view: int, pk: int | None = None) -> HttpResponse:
    """One view: its name, for whom it is, whether the list opens with it; and its end."""
    book, who = book_of(request, pk), request.clock.by
    row = views.one(who, view)
    if row is None or row.ledger_id != pk:
        raise Http404
    address = Address.read(pk, request.GET, past=request.clock.past)
    what = request.POST.get("what", "")
    form = NameForm(request.POST if what == "rename" else None, initial={"name": row.name})
    status, problem = 200, ""
    if request.method == "POST":
        try:
            if what != "rename":
                return _done(request, book, row, address, what)
            if form.is_valid():
                actions.rename(view=row, name=form.cleaned_data["name"], by=who)
                return _led(request, address, f"视图已改名为“{row.name}”")
            status = 422
        except Refusal as refusal:
            status, problem = status_of(refusal), "" if what == "rename" else str(refusal)
            if what == "rename":
                into(form, refusal)
    return shown(request, book, _context(request, book, row, address, form, problem), status=status)


def _context(
    request: Request, book: Book, row: SavedView, address: Address, form: NameForm, problem: str
) -> dict[str, Any]:
    found = next(one for one in views.of(request.clock.by, row.ledger_id) if one.pk == row.pk)
    return {
        "title": f"视图“{row.name}”",
        "dialog": "web/ledgers/_view.html",
        "form": form,
        "view": found,
        "problem": problem,
        "office": _office(request, book),
        "url": address.url("ledger-view", str(row.pk)),
        "back": address.url(),
    }


def _done(request: Request, book: Book, row: SavedView, address: Address, what: str) -> HttpResponse:
    """What a press does that needs no words."""
    who, name = request.clock.by, row.name
    match what:
        case "update":
            actions.update(view=row, words=address.words, by=who, at=request.clock.at)
            return _led(request, address, f"视图“{name}”已更新")
        case "share" | "unshare":
            office = _office(request, book) if what == "share" else None
            actions.share(view=row, office=office, by=who)
            return _led(
                request, address, f"视图“{name}”" + ("已共享给本办公室" if office else "只有您能看到了")
            )
        case "first":
            actions.open_first(view=row, by=who)
            return _led(request, address, f"以后打开就用视图“{name}”")
        case "plain":
            actions.open_plainly(ledger=row.ledger_id, by=who)
            return _led(request, address, "以后打开为全部事项")
        case "drop":
            actions.drop(view=row, by=who)
            return _led(request, Address.usual(row.ledger_id).but(past=address.past), f"视图“{name}”已删除")
    raise Http404


def _led(request: Request, address: Address, words: str) -> HttpResponse:
    messages.success(request, words)
    url = address.url()
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)
