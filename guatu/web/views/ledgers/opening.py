"""Opening a ledger, and changing how it works: its name, prefix, phases, and the way to close-out."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from guatu.accounts.models import Office
from guatu.http.once import FIELD, new_key, only_once
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.actions import ledgers
from guatu.ledgers.models import Ledger
from guatu.ledgers.queries.regimes import name_of
from guatu.web import framing
from guatu.web.refusals import into, status_of
from guatu.web.shell import Crumb

KEEPERS = ("coordinator", "administrator")
PATH = (
    "cadence", "publicity_days", "look_back_after", "needs_sign_off", "needs_lead_review", "needs_approval",
    "siblings_visible",
)  # fmt: skip


_FIELDS = ("office", "name", "prefix", *PATH)
_HINTS = {
    "prefix": "编号的开头，例如 5G，编出 5G-001",
    "publicity_days": "0 为不公示",
}


class LedgerForm(forms.Form):
    """What a ledger is called and how its items go their way."""

    def __init__(self, *args: Any, offices: "frozenset[int]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(forms.fields_for_model(Ledger, _FIELDS, help_texts=_HINTS))
        choices = Office.objects.filter(pk__in=offices).order_by("pk")
        only = choices[0].pk if len(choices) == 1 else None
        widget = forms.HiddenInput() if only else None
        self.fields["office"] = forms.ModelChoiceField(
            choices, label="办公室", empty_label=None, widget=widget, initial=only
        )
        self.fields["name"].error_messages["required"] = "请写台账名称"
        self.fields["prefix"].error_messages["required"] = "请写编号前缀，例如 5G"
        self.fields["phase_name"] = forms.CharField(
            label="阶段",
            required=False,
            max_length=40,
            widget=forms.TextInput(attrs={"placeholder": "集中整改"}),
        )
        for name, label in (("phase_from", "阶段开始"), ("phase_to", "阶段结束")):
            self.fields[name] = forms.DateField(
                label=label, required=False, widget=forms.DateInput(attrs={"type": "date"})
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("phase_name") and not given.get("phase_from"):
            self.add_error("phase_from", "写了阶段，请填它从哪天开始")
        return given


@require_http_methods(["GET", "POST"])
def open_ledger(request: Request) -> HttpResponse:
    clock = request.clock
    clock.deed()
    offices = clock.by.offices(*KEEPERS)
    if not offices:
        raise Http404
    form, status = LedgerForm(request.POST or None, offices=offices), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _opened(request, form.cleaned_data)
            except Refusal as refusal:
                into(form, refusal)
                status = status_of(refusal)
    context: dict[str, Any] = {
        "title": "建一本台账",
        "form": form,
        "form_key": new_key(),
        "dialog": "web/ledgers/_open.html",
    }
    if request.htmx:
        return render(request, context["dialog"], context, status=status)
    crumbs = (Crumb("台账", framing.address("ledgers")), Crumb("建一本台账"))
    context |= {"is_inline": True, "shell": framing.shell(request, *crumbs, current="ledgers")}
    return render(request, "web/ledgers/dialog_page.html", context, status=status)


def _opened(request: Request, given: dict[str, Any]) -> HttpResponse:
    clock = request.clock
    settings = {name: given[name] for name in PATH if given.get(name) is not None}
    with only_once(person_id=clock.by.person_id, key=request.POST.get(FIELD, ""), at=clock.at):
        ledger = ledgers.open_ledger(
            office=given["office"], name=given["name"], prefix=given["prefix"], **clock.deed(), **settings
        )
        if given["phase_name"]:
            ledgers.add_phase(
                ledger=ledger,
                name=given["phase_name"],
                starts_on=given["phase_from"],
                ends_on=given["phase_to"],
                **clock.deed(),
            )
    messages.success(request, f"已建台账“{ledger.name}”，编号从 {ledger.prefix}-001 起")
    if use := ledger.regime_uses.select_related("regime").first():
        words = f"已提请它随其他台账用“{name_of(use)}”亮灯，请另一名督办员或领导批准"
        messages.info(request, f"{words}；批准以前先照通用规则亮灯")
    if request.htmx:
        return HttpResponseClientRedirect(reverse("web:ledger", args=[ledger.pk]))
    return redirect("web:ledger", ledger.pk)
