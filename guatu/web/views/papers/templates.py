"""The templates by which an office prints its papers: what may stand in them, changed and restored."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guatu.accounts.models import Office
from guatu.http import uploads
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.papers import actions, printing, queries
from guatu.papers.layout.fields import BLANKS, REQUIRED, Blank
from guatu.papers.models import Paper, PaperTemplate
from guatu.web import framing
from guatu.web.refusals import into, status_of
from guatu.web.shell import Crumb, Shell
from guatu.web.views.papers.pages import handed


class UploadForm(forms.Form):
    file = forms.FileField(
        label="改好的模板",
        help_text="docx，不超过 2 MB；传上来先检查，有问题逐条说明，不会换掉现在的",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"required": "请选改好的模板文件"},
    )


@require_safe
def index(request: Request) -> HttpResponse:
    """Each kind of paper with the template in force."""
    office = _office(request)
    rows = [(kind, str(Paper.Kind(kind).label), queries.template_in_force(office, kind)) for kind in BLANKS]
    context = {"shell": _frame(request), "office": office, "rows": rows}
    return render(request, "web/papers/templates.html", context)


@require_http_methods(["GET", "POST"])
def template(request: Request, kind: str) -> HttpResponse:
    """One kind: its fields, its versions, and the upload of the next."""
    office = _office(request, kind)
    form, status = UploadForm(), 200
    if request.method == "POST":
        request.clock.deed()
        form, status = UploadForm(request.POST, request.FILES), 422
        if form.is_valid():
            try:
                version = _change(request, office, kind, form.cleaned_data["file"])
            except Refusal as refusal:
                into(form, refusal)
                status = status_of(refusal)
            else:
                messages.success(
                    request, f"{version.get_kind_display()}已换成第 {version.number} 版，新签发的按它印"
                )
                return redirect("web:paper-template", kind)
    return _shown(request, office, kind, form, status)


def _change(request: Request, office: Office, kind: str, upload: Any) -> PaperTemplate:
    deed = request.clock.deed()
    stored, name = uploads.keep_template(upload, kind, at=deed["at"])
    return actions.change_template(office=office, kind=kind, file=stored, name=name, **deed)


def _shown(request: Request, office: Office, kind: str, form: UploadForm, status: int) -> HttpResponse:
    label = str(Paper.Kind(kind).label)
    versions = list(queries.versions(office, kind))
    context = {
        "shell": _frame(request, label),
        "office": office,
        "kind": kind,
        "label": label,
        "form": form,
        "fields": list(_told(BLANKS[kind])),
        "has_lists": bool(BLANKS[kind].lists),
        "required": [f"{{{{{one}}}}}" for one in REQUIRED],
        "versions": versions,
        "own": bool(versions) and not versions[0].is_shipped,
    }
    return render(request, "web/papers/template.html", context, status=status)


def _told(blank: Blank) -> Iterator[tuple[str, str, str]]:
    """Every name as it stands in a template, with its meaning and an example."""
    for one in blank.fields:
        yield f"{{{{{one.name}}}}}", one.meaning, one.example
    for listed in blank.lists:
        for one in listed.columns:
            yield f"{{{{{listed.name}.{one.name}}}}}", f"{listed.meaning}：{one.meaning}", one.example


@require_safe
def file(request: Request, kind: str) -> HttpResponseBase:
    """The template in force, or a version of it, to be edited in Word."""
    office, asked = _office(request, kind), request.GET.get("version", "")
    version = queries.template_in_force(office, kind)
    if asked:
        version = queries.versions(office, kind).filter(number=int(asked) if asked.isdecimal() else 0).first()
        if version is None:
            raise Http404
    made = printing.template_bytes(None if "shipped" in request.GET else version, kind)
    return handed(made, f"{Paper.Kind(kind).label}模板.docx")


@require_POST
def restore(request: Request, kind: str) -> HttpResponse:
    """Back to the template that came with the program."""
    office = _office(request, kind)
    version = actions.restore_template(office=office, kind=kind, **request.clock.deed())
    messages.success(request, f"{version.get_kind_display()}已改回自带模板，新签发的按它印")
    return redirect("web:paper-template", kind)


def _office(request: Request, kind: str = "") -> Office:
    """The office in which somebody works, if he keeps its templates; for others there is no such page."""
    kept = queries.kept_offices(request.clock.by)
    if not kept or (kind and kind not in BLANKS):
        raise Http404
    chosen = request.session.get(framing.OFFICE)
    return next((one for one in kept if one.pk == chosen), kept[0])


def _frame(request: Request, *crumbs: str) -> Shell:
    way = [Crumb("公文", reverse("web:papers"))]
    if crumbs:
        way.append(Crumb("公文模板", reverse("web:paper-templates")))
    return framing.shell(request, *way, Crumb(crumbs[0] if crumbs else "公文模板"), current="papers")
