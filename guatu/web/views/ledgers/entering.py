"""Entering one item by hand: everything on one page, saved as a draft or handed out at once."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from guatu.accounts.queries import UnitBook, office_unit_book
from guatu.http.once import FIELD, new_key, only_once
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.actions import adding, dispatching
from guatu.ledgers.actions.adding import NewDuty, NewItem, NewMeasure
from guatu.ledgers.models import Item, Phase
from guatu.ledgers.queries.listing import Book
from guatu.ledgers.queries.standards import current_versions
from guatu.web import framing
from guatu.web.refusals import into, status_of
from guatu.web.shell import Crumb
from guatu.web.views.ledgers.bulk import may_write
from guatu.web.views.ledgers.days import SaidField
from guatu.web.views.ledgers.listing import book_of
from guatu.web.views.ledgers.units import UnitsField, choices

_DUTIES: Final = (
    ("lead", "牵头单位"),
    ("responsible", "责任单位"),
    ("cooperating", "配合单位"),
    ("supervising", "督导单位"),
)
DAY_WORDS: Final = {"data-day": "", "placeholder": "2026-09-30、6月底前、长期坚持", "autocomplete": "off"}


class MeasureForm(forms.Form):
    """One line of measures; an empty one is left out."""

    text = forms.CharField(
        label="措施", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 1})
    )
    target = forms.DecimalField(
        label="目标数",
        required=False,
        min_value=Decimal("0.0001"),
        max_digits=16,
        decimal_places=4,
        error_messages={"invalid": "请填数字", "min_value": "目标数要大于 0"},
    )
    quantity_unit = forms.CharField(label="计量单位", required=False, max_length=20)

    def __init__(self, *args: Any, clock: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deadline"] = SaidField(
            label="时限", required=False, today=clock.on, calendar=clock.calendar, must_be_day=True,
            widget=forms.TextInput(attrs=DAY_WORDS | {"placeholder": "同事项时限"}),
        )  # fmt: skip
        self.fields["target"].widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("text") and any(given.get(name) for name in ("target", "quantity_unit", "deadline")):
            self.add_error("text", "写明措施内容，或清空这一行")
        return given


class ItemForm(forms.Form):
    """All that an item can be entered with."""

    title = forms.CharField(
        label="事项",
        max_length=200,
        widget=forms.TextInput(attrs={"autofocus": True, "placeholder": "一句话说清是什么事"}),
        error_messages={"required": "请写事项名称", "max_length": "事项名称不超过 200 字，详情写在问题里"},
    )
    kind = forms.ChoiceField(label="类别", choices=Item.Kind.choices)
    problem = forms.CharField(label="问题", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    goal = forms.CharField(label="目标", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    category = forms.CharField(label="分类", required=False, max_length=60)
    importance = forms.ChoiceField(
        label="重要程度", choices=Item.Importance.choices, initial=Item.Importance.ORDINARY
    )
    lead_leader = forms.CharField(label="牵头领导", required=False, max_length=80)
    sponsor_leader = forms.CharField(label="包保领导", required=False, max_length=80)

    def __init__(self, *args: Any, book: Book, request: Request, units: UnitBook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clock = request.clock
        self.fields["deadline"] = SaidField(
            label="办结时限", required=False, today=clock.on, calendar=clock.calendar,
            widget=forms.TextInput(attrs=DAY_WORDS), help_text="可写日期，也可写“6月底前”“长期坚持”",
        )  # fmt: skip
        for name, label in _DUTIES:
            self.fields[name] = UnitsField(label=label, required=False, book=units, is_one=name == "lead")
        phases = Phase.objects.filter(ledger=book.ledger)
        self.fields["phase"] = forms.ModelChoiceField(
            phases, label="阶段", required=False, empty_label="不分阶段"
        )
        self.fields["standard"] = forms.ModelChoiceField(
            current_versions(book.ledger.office_id), label="销号标准", required=False, empty_label="暂不指定"
        )
        self.fields["standard"].label_from_instance = lambda one: f"{one.standard.name} {one}"  # type: ignore[attr-defined]
        self.fields["category"].widget.attrs["list"] = "categories"

    def new_item(self, measures: Sequence[NewMeasure]) -> NewItem:
        """What is to be entered."""
        given = self.cleaned_data
        said = given["deadline"]
        plain = (
            "title",
            "kind",
            "problem",
            "goal",
            "category",
            "importance",
            "lead_leader",
            "sponsor_leader",
            "phase",
            "standard",
        )
        return NewItem(
            **{name: given[name] for name in plain},
            due_kind=said.kind if said else Item.DueKind.UNDATED,
            due_text=said.text if said else "",
            deadline=said.day if said else None,
            measures=measures,
            duties=duties_of(given),
        )


def duties_of(given: dict[str, Any]) -> list[NewDuty]:
    """Each unit once, in its first and highest duty."""
    found: dict[int, str] = {}
    for name, _ in _DUTIES:
        for pk in given.get(name) or ():
            found.setdefault(pk, name)
    return [NewDuty(unit_id=pk, duty=duty) for pk, duty in found.items()]


MeasureForms: Any = forms.formset_factory(MeasureForm, extra=2, max_num=40, absolute_max=60)


def writable(request: Request, pk: int) -> Book:
    """The ledger in which this person enters items; 404 for everybody else, refused on a past day."""
    book = book_of(request, pk)
    request.clock.deed()
    if not may_write(book):
        raise Http404
    return book


@require_http_methods(["GET", "POST"])
def new(request: Request, pk: int) -> HttpResponse:
    book = writable(request, pk)
    units = office_unit_book(book.ledger.office, on=request.clock.on)
    data = request.POST or None
    form = ItemForm(data, book=book, request=request, units=units)
    lines = MeasureForms(data, prefix="m", form_kwargs={"clock": request.clock})
    status = 200
    if data is not None:
        status = 422
        if form.is_valid() & lines.is_valid():
            try:
                return _saved(request, book, form.new_item(list(_measures(lines))))
            except Refusal as refusal:
                into(form, refusal)
                status = status_of(refusal)
    context = {"form": form, "lines": lines, "units": choices(units), "categories": _categories(book)}
    return entering_page(request, book, "新增事项", "web/ledgers/new.html", context, status=status)


def _measures(lines: Iterable[forms.Form]) -> Iterable[NewMeasure]:
    for line in lines:
        given = line.cleaned_data
        if given.get("text"):
            said = given.get("deadline")
            yield NewMeasure(
                text=given["text"],
                target=given.get("target"),
                quantity_unit=given.get("quantity_unit", ""),
                deadline=said.day if said else None,
            )


def _saved(request: Request, book: Book, item: NewItem) -> HttpResponse:
    """Entered, and handed out at once where that was asked: both or neither."""
    clock, then = request.clock, request.POST.get("then", "")
    with only_once(person_id=clock.by.person_id, key=request.POST.get(FIELD, ""), at=clock.at):
        made = adding.add(ledger=book.ledger, items=[item], **clock.deed())[0]
        if then == "dispatch":
            dispatching.dispatch(pks=[made.pk], **clock.deed())
    messages.success(
        request, f"{made.number} 已录入并交办" if then == "dispatch" else f"{made.number} 已存为草稿"
    )
    if then == "next":
        return redirect("web:ledger-new", book.ledger.pk)
    return redirect(f"{reverse('web:ledger', args=[book.ledger.pk])}?sort=-last&group=none")


def _categories(book: Book) -> list[str]:
    """The categories in use, for the hand that types one."""
    names = Item.objects.filter(ledger=book.ledger).exclude(category="").order_by("category")
    return list(names.values_list("category", flat=True).distinct()[:60])


def entering_page(
    request: Request, book: Book, title: str, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page that fills a ledger, under its crumbs."""
    crumbs = (
        Crumb("台账", framing.address("ledgers")),
        Crumb(book.ledger.name, reverse("web:ledger", args=[book.ledger.pk])),
        Crumb(title),
    )
    frame = framing.shell(request, *crumbs, current="ledgers", ledger=book.ledger.pk)
    context |= {"shell": frame, "title": title, "ledger": book.ledger, "form_key": new_key()}
    return render(request, template, context, status=status)
