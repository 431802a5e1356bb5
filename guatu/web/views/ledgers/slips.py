"""An instruction slip: a leader's words become an item in under a minute."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from guatu.accounts.models import Person, Role
from guatu.accounts.queries import UnitBook, office_unit_book, role_rows
from guatu.http.once import FIELD, only_once
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.actions import dispatching, instructions
from guatu.ledgers.actions.adding import NewItem
from guatu.ledgers.intake import marks
from guatu.ledgers.models import Item
from guatu.ledgers.queries.listing import Book
from guatu.web.refusals import into, status_of
from guatu.web.views.ledgers.days import SaidField
from guatu.web.views.ledgers.entering import DAY_WORDS, duties_of, entering_page, writable
from guatu.web.views.ledgers.units import UnitsField, choices

_TITLE: Final = 40


class SlipForm(forms.Form):
    """What stands on the paper, whom it concerns, and by when."""

    given_on = forms.DateField(
        label="批示日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填批示日期", "invalid": "日期写成 2026-09-18"},
    )
    words = forms.CharField(
        label="批示内容",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True, "placeholder": "照原文录入"}),
        error_messages={"required": "请照原文录入批示内容"},
    )

    def __init__(self, *args: Any, book: Book, request: Request, units: UnitBook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clock = request.clock
        held = role_rows(book.ledger.office, on=clock.on)
        leaders = {one.person_id: one.person for one in held if one.kind == Role.Kind.LEADER.label}
        self.fields["leader"] = forms.TypedChoiceField(
            label="批示领导", choices=list(leaders.items()), coerce=int,
            error_messages={"required": "请选批示领导；没有可选的，请管理员先授予领导角色"},
        )  # fmt: skip
        self.fields["lead"] = UnitsField(
            label="承办单位", book=units, is_one=True, error_messages={"required": "请填由哪个单位承办"}
        )
        self.fields["responsible"] = UnitsField(label="协办单位", book=units, required=False)
        self.fields["deadline"] = SaidField(
            label="办结时限", today=clock.on, calendar=clock.calendar,
            widget=forms.TextInput(attrs=DAY_WORDS | {"placeholder": "10个工作日内、9月30日前"}),
            error_messages={"required": "请填办结时限，可写“10个工作日内”"},
        )  # fmt: skip
        self.fields["title"] = forms.CharField(
            label="事项", required=False, max_length=200, help_text="留空则取批示内容的开头"
        )
        self.fields["scan"] = forms.FileField(label="批示扫描件", required=False)
        self.order_fields(["leader", "given_on", "words", "lead", "responsible", "deadline", "title", "scan"])

    def new_item(self) -> NewItem:
        given = self.cleaned_data
        said = given["deadline"]
        return NewItem(
            title=given["title"] or _opening(given["words"]),
            kind=Item.Kind.INSTRUCTION,
            problem=given["words"],
            due_kind=said.kind,
            due_text=said.text,
            deadline=said.day,
            duties=duties_of(given),
        )


def _opening(words: str) -> str:
    first = words.strip().splitlines()[0]
    return first if len(first) <= _TITLE else f"{first[: _TITLE - 1]}…"


@require_http_methods(["GET", "POST"])
def slip(request: Request, pk: int) -> HttpResponse:
    book = writable(request, pk)
    units = office_unit_book(book.ledger.office, on=request.clock.on)
    given: dict[str, Any] = {"book": book, "request": request, "units": units}
    form, status = SlipForm(initial={"given_on": request.clock.on}, **given), 200
    if request.method == "POST":
        form, status = SlipForm(request.POST, request.FILES, **given), 422
        if form.is_valid():
            try:
                return _entered(request, book, form)
            except Refusal as refusal:
                into(form, refusal)
                status = status_of(refusal)
    context = {"form": form, "units": choices(units)}
    return entering_page(request, book, "批示件", "web/ledgers/slip.html", context, status=status)


def _entered(request: Request, book: Book, form: SlipForm) -> HttpResponse:
    clock, given = request.clock, form.cleaned_data
    upload = given["scan"]
    scan = marks.store_unmarked(upload, name=upload.name, at=clock.at) if upload else None
    leader = Person.objects.get(pk=given["leader"])
    at_once = request.POST.get("then") == "dispatch"
    with only_once(person_id=clock.by.person_id, key=request.POST.get(FIELD, ""), at=clock.at):
        made = instructions.slip(
            ledger=book.ledger,
            leader=leader,
            given_on=given["given_on"],
            words=given["words"],
            new=form.new_item(),
            scan=scan,
            **clock.deed(),
        )
        if at_once:
            dispatching.dispatch(pks=[made.item_id], **clock.deed())
    messages.success(request, f"{made.item.number} {'已录入并交办' if at_once else '已存为草稿'}")
    return redirect(f"{reverse('web:ledger', args=[book.ledger.pk])}?kind=instruction&sort=-last&group=none")
