"""Close-out standards: the list, one with its versions, and the next version."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guatu.accounts.models import Office
from guatu.http.once import FIELD, new_key, only_once
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.actions import standards as publishing
from guatu.ledgers.actions.standards import NewCheck
from guatu.ledgers.models import Standard, StandardCheck, StandardVersion
from guatu.ledgers.queries import standards
from guatu.web import framing
from guatu.web.refusals import into, status_of
from guatu.web.shell import Crumb, Shell

_KEEPERS = ("coordinator", "administrator")


class StandardForm(forms.Form):
    """The name of a standard and what its next version rests on."""

    name = forms.CharField(
        label="适用问题", max_length=60, error_messages={"required": "请写这个标准适用于哪类问题"}
    )
    basis = forms.CharField(
        label="依据",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": "文件名或文号"}),
    )


class CheckForm(forms.Form):
    """One line of a standard; an empty one is left out."""

    text = forms.CharField(label="核对内容", required=False, max_length=120)
    method = forms.ChoiceField(
        label="核对方式", choices=StandardCheck.Method.choices, required=False, initial="person"
    )
    least = forms.IntegerField(
        label="至少", required=False, min_value=1, max_value=999, initial=1,
        error_messages={"invalid": "请填整数", "min_value": "至少为 1"},
    )  # fmt: skip


CheckForms: Any = forms.formset_factory(CheckForm, extra=1, max_num=40, absolute_max=60)


@require_safe
def index(request: Request) -> HttpResponse:
    who = request.clock.by
    context = {
        "shell": framing.shell(request, Crumb("销号标准"), current="standards"),
        "rows": standards.rows(who),
        "may_publish": _may_publish(request),
    }
    return render(request, "web/ledgers/standards.html", context)


@require_safe
def standard(request: Request, pk: int) -> HttpResponse:
    found, versions = _found(request, pk)
    context = {
        "shell": _frame(request, Crumb(found.name)),
        "standard": found,
        "versions": versions,
        "may_publish": _may_publish(request) and found.office_id in request.clock.by.offices(*_KEEPERS),
        "form_key": new_key(),
    }
    return render(request, "web/ledgers/standard.html", context)


@require_http_methods(["GET", "POST"])
def publish(request: Request, pk: int | None = None) -> HttpResponse:
    """A new standard, or the next version of one."""
    request.clock.deed()
    if not _may_publish(request):
        raise Http404
    found, versions = _found(request, pk) if pk else (None, [])
    last = versions[0] if versions else None
    data = request.POST or None
    form = StandardForm(
        data, initial={"name": found.name if found else "", "basis": last.basis if last else ""}
    )
    lines = CheckForms(data, prefix="c", initial=_lines_of(last))
    status = 200
    if data is not None:
        status = 422
        if form.is_valid() & lines.is_valid():
            try:
                return _published(request, found, form, lines)
            except Refusal as refusal:
                into(form, refusal)
                status = status_of(refusal)
    title = f"{found.name}：发布第 {last.number + 1} 版" if found and last else "新的销号标准"
    context = {
        "shell": _frame(request, Crumb(title)),
        "title": title,
        "form": form,
        "lines": lines,
        "standard": found,
        "form_key": new_key(),
    }
    return render(request, "web/ledgers/standard_form.html", context, status=status)


@require_POST
def retire(request: Request, pk: int) -> HttpResponse:
    found, _ = _found(request, pk)
    publishing.retire(standard=found, **request.clock.deed())
    messages.success(request, f"“{found.name}”已停用，已指定它的事项照旧")
    return redirect("web:standards")


def _published(request: Request, found: Standard | None, form: StandardForm, lines: Any) -> HttpResponse:
    clock, given = request.clock, form.cleaned_data
    office = found.office if found else _office(request)
    checks = [
        NewCheck(
            text=line["text"], method=line["method"] or StandardCheck.Method.PERSON, least=line["least"] or 1
        )
        for line in (each.cleaned_data for each in lines)
        if line.get("text")
    ]
    with only_once(person_id=clock.by.person_id, key=request.POST.get(FIELD, ""), at=clock.at):
        version = publishing.publish(
            office=office,
            code=found.code if found else uuid4().hex[:12],
            name=given["name"],
            checks=checks,
            basis=given["basis"],
            **clock.deed(),
        )
    messages.success(request, f"已发布第 {version.number} 版，新指定的事项按它核对")
    return redirect("web:standard", version.standard_id)


def _lines_of(version: StandardVersion | None) -> list[dict[str, Any]]:
    checks = version.checks.all() if version else []
    return [{"text": one.text, "method": one.method, "least": one.least} for one in checks]


def _office(request: Request) -> Office:
    offices = request.clock.by.offices(*_KEEPERS)
    chosen = request.session.get(framing.OFFICE)
    return Office.objects.get(pk=chosen if chosen in offices else min(offices))


def _found(request: Request, pk: int) -> tuple[Standard, list[StandardVersion]]:
    found = standards.one(request.clock.by, pk)
    if found is None:
        raise Http404
    return found


def _may_publish(request: Request) -> bool:
    return bool(request.clock.by.offices(*_KEEPERS)) and request.clock.as_of is None


def _frame(request: Request, crumb: Crumb) -> Shell:
    return framing.shell(request, Crumb("销号标准", framing.address("standards")), crumb, current="standards")
