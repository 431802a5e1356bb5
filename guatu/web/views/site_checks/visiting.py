"""Checks without notice: sent, written down with the problems that were found, or called off."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from guatu.accounts.models import Office, Person, Unit
from guatu.accounts.queries import divisions_below
from guatu.http import once
from guatu.http.once import ActedAlready
from guatu.http.requests import Deed, Request
from guatu.http.uploads import read
from guatu.kernel.errors import Refusal
from guatu.ledgers.errors import NotYours
from guatu.ledgers.models import Ledger, SiteCheck
from guatu.ledgers.permissions import Part
from guatu.ledgers.site_checks import queries, visits
from guatu.web import framing, refusals, wording
from guatu.web.shell import Crumb
from guatu.web.views.items import posting, uploads
from guatu.web.views.items.forms import fields
from guatu.web.views.items.forms.site_checks import ResultFields
from guatu.web.views.site_checks import coding, pages, telling
from guatu.web.views.site_checks.files import scope_of


class StartForm(forms.Form):
    """Where to, what for, who goes, by when."""

    office = fields.choice("哪个办公室派")
    unit = fields.choice("被查单位", required=False)
    place = fields.line("地点", required=False, longest=120, hint="不查单位的，写明地点")
    words = fields.words("看什么")
    checker = fields.choice("谁去", required=False)
    due_on = fields.day("核查期限", required=False, hint="不填为 5 个工作日")

    def __init__(self, data: Any, *, request: Request, offices: list[Office]) -> None:
        super().__init__(data)
        self.use_required_attribute = False
        fields.offer(self.fields["office"], [(one.pk, one.name) for one in offices])
        if len(offices) == 1:
            self.fields["office"].widget = forms.HiddenInput()
            self.initial["office"] = offices[0].pk
        divisions = divisions_below([one.unit.division_id for one in offices])
        units = Unit.objects.in_force(on=request.clock.on).filter(division__in=divisions)
        own = {request.clock.by.unit_id, *request.clock.by.units()}
        shown = units.exclude(pk__in=own).order_by("kind", "position", "pk").values_list("pk", "name")
        fields.offer(self.fields["unit"], shown, empty="不指定单位")
        named = {pk: name for one in offices for pk, name in queries.checkers_of(one.pk, on=request.clock.on)}
        fields.offer(self.fields["checker"], named.items(), empty="任一核查员")

    def perform(self, deed: Deed) -> str:
        given = self.cleaned_data
        visits.start(
            office=Office.objects.get(pk=given["office"]),
            unit=Unit.objects.filter(pk=given["unit"]).first() if given["unit"] else None,
            place=given["place"],
            words=given["words"],
            checker=Person.objects.get(pk=given["checker"]) if given["checker"] else None,
            due_on=given["due_on"],
            **deed,
        )
        return "已派不打招呼检查，被查单位看不到"


class PlanForm(forms.Form):
    """Who goes, by when, and what for."""

    checker = fields.choice("谁去", required=False)
    due_on = fields.day("核查期限")
    words = fields.words("看什么")

    def __init__(self, data: Any, *, check: SiteCheck, on: date) -> None:
        initial = {"checker": check.checker_id, "due_on": check.due_on, "words": check.words}
        super().__init__(data, initial=initial)
        self.check, self.use_required_attribute = check, False
        able = queries.checkers_of(check.office_id, on=on)
        fields.offer(self.fields["checker"], able, empty="任一核查员")

    def perform(self, deed: Deed) -> str:
        given = self.cleaned_data
        checker = Person.objects.get(pk=given["checker"]) if given["checker"] else None
        visits.plan(check=self.check, checker=checker, due_on=given["due_on"], words=given["words"], **deed)
        return f"已改派，由{checker}去" if checker else "已改派，任一核查员可去"


class DropForm(forms.Form):
    """Nobody goes."""

    reason = fields.words("取消的理由")

    def __init__(self, data: Any, *, check: SiteCheck) -> None:
        super().__init__(data)
        self.check = check

    def perform(self, deed: Deed) -> str:
        visits.drop(check=self.check, reason=self.cleaned_data["reason"], **deed)
        return "已取消不打招呼检查"


class RecordForm(ResultFields):
    """What was found, and each problem on a line of its own."""

    problems = fields.words("发现的问题", required=False, rows=4, hint="一行一个，逐个转为台账草稿")
    ledger = fields.choice("转入哪本台账", required=False)

    def __init__(self, data: Any, files: Any, *, check: SiteCheck) -> None:
        super().__init__(data, files)
        self.check, self.use_required_attribute = check, False
        own = Ledger.objects.filter(office=check.office_id, is_archived=False).order_by("pk")
        fields.offer(self.fields["ledger"], own.values_list("pk", "name"), empty="没有问题，不转")
        result = self.fields["result"]
        assert isinstance(result, forms.ChoiceField)  # noqa: S101 - made above
        result.choices = [(code.value, word) for code, word in telling.VISITS.items()]

    def perform(self, deed: Deed) -> str:
        given = self.cleaned_data
        photos = uploads.given(self, deed, measures=(), scope=scope_of(self.check))
        problems = [
            visits.Problem(title=line.strip()[:200], words=line.strip())
            for line in given["problems"].splitlines()
            if line.strip()
        ]
        ledger = Ledger.objects.get(pk=given["ledger"]) if given["ledger"] else None
        made = visits.record(
            check=self.check, new=self.told(photos), problems=problems, ledger=ledger, **deed
        )
        numbers = "、".join(one.number for one in made)
        return f"已记，问题转为草稿 {numbers}" if made else "已记"


@require_http_methods(["GET", "POST"])
def start(request: Request) -> HttpResponse:
    """Ask where to, or send somebody."""
    deed = request.clock.deed()
    offices = Office.objects.filter(pk__in=deed["by"].offices(*pages.STARTING)).select_related("unit")
    if not offices:
        raise Http404
    form = StartForm(
        request.POST if request.method == "POST" else None,
        request=request,
        offices=list(offices.order_by("pk")),
    )
    title = "派不打招呼检查"
    note = "不发通知，被查单位在记录之前什么也看不到；发现的问题转为台账草稿，照常交办。"
    return _asked(request, form, title=title, button="派出", note=note, back=reverse("web:site-checks"))


@require_http_methods(["GET", "POST"])
def plan(request: Request, pk: int) -> HttpResponse:
    """Ask who else goes, or when, or what for."""
    check = _visit(request, pk)
    if not any(request.clock.by.holds(kind, office_id=check.office_id) for kind in pages.STARTING):
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = PlanForm(data, check=check, on=request.clock.on)
    back = reverse("web:site-check", args=[pk])
    note = "指定了人的，别人不能写结果；改派告诉新的人，被查单位仍看不到。"
    return _asked(request, form, title="改派不打招呼检查", button="改派", note=note, back=back)


@require_http_methods(["GET", "POST"])
def drop(request: Request, pk: int) -> HttpResponse:
    """Ask why nobody goes, or call it off."""
    check = _visit(request, pk)
    if not request.clock.by.holds("coordinator", office_id=check.office_id):
        raise Http404
    form = DropForm(request.POST if request.method == "POST" else None, check=check)
    back = reverse("web:site-check", args=[pk])
    return _asked(request, form, title="取消不打招呼检查", button="取消检查", note="理由留痕。", back=back)


def _visit(request: Request, pk: int) -> SiteCheck:
    check = pages.found(request, pk)
    if check.kind != SiteCheck.Kind.UNANNOUNCED:
        raise Http404
    request.clock.deed()  # refuses on a past day
    return check


def _asked(request: Request, form: Any, *, title: str, button: str, note: str, back: str) -> HttpResponse:
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                key, deed = request.POST.get(once.FIELD, ""), request.clock.deed()
                with once.only_once(person_id=deed["by"].person_id, key=key, at=deed["at"]):
                    messages.success(request, form.perform(deed))
                return HttpResponseClientRedirect(back) if request.htmx else HttpResponseRedirect(back)
            except Refusal as refusal:
                refusals.into(form, refusal)
                status = refusals.status_of(refusal)
    context: dict[str, Any] = {
        "form": form, "title": title, "button": button, "note": note, "back": back,
        "url": request.get_full_path(), "form_key": once.new_key(), "dialog": "web/site_checks/_ask.html",
    }  # fmt: skip
    if request.htmx:
        return render(request, context["dialog"], context, status=status)
    crumbs = (Crumb("现场核查", framing.address("site-checks")), Crumb(title))
    context |= {"is_inline": True, "shell": framing.shell(request, *crumbs, current="site-checks")}
    return render(request, "web/ledgers/dialog_page.html", context, status=status)


@require_http_methods(["GET", "POST"])
def record(request: Request, pk: int) -> HttpResponse:
    """The page of a result, as that of an item's check; sent by a script or by hand, and once."""
    posting.refuse_another(request)
    check = _visit(request, pk)
    if not request.clock.by.holds("verifier", office_id=check.office_id):
        raise NotYours(deed="不打招呼检查结果", who=[Part.VERIFIER.label])
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = RecordForm(data, files, check=check)
    if request.method == "POST" and form.is_valid():
        return _recorded(request, form)
    return _shown(request, form, status=422 if form.errors else 200)


def _recorded(request: Request, form: RecordForm) -> HttpResponse:
    key, deed = request.POST.get(once.FIELD, ""), request.clock.deed()
    address, by_script = reverse("web:site-check", args=[form.check.pk]), posting.is_sent_by_script(request)
    try:
        with once.only_once(person_id=deed["by"].person_id, key=key, at=deed["at"]):
            told = form.perform(deed)
    except ActedAlready as again:
        if by_script:
            return posting.done_at(address, str(again), again=True)
        messages.info(request, str(again))
    except Refusal as refusal:
        refusals.into(form, refusal)
        return _shown(request, form, status=refusals.status_of(refusal))
    else:
        if not by_script or not posting.is_later(request):
            messages.success(request, told)
        if by_script:
            return posting.done_at(address, told)
    return HttpResponseRedirect(address)


def _shown(request: Request, form: RecordForm, *, status: int) -> HttpResponse:
    if posting.is_sent_by_script(request) and request.method == "POST":
        return posting.refused(form, status=status)
    check = form.check
    back = reverse("web:site-check", args=[check.pk])
    crumbs = (Crumb("现场核查", framing.address("site-checks")), Crumb("不打招呼检查", back), Crumb("结果"))
    context = {
        "shell": framing.shell(request, *crumbs, current="site-checks"),
        "form": form,
        "form_key": request.POST.get(once.FIELD) or once.new_key(),
        "action": request.get_full_path(),
        "address": reverse("web:site-check-record", args=[check.pk]),
        "number": "不打招呼",
        "title": telling.title_of(check),
        "check": check,
        "words": check.words,
        "due": wording.due(check.due_on, on=request.clock.on),
        "lines": [],
        "code": coding.code_of(request, check, None),
        "upload_url": coding.upload_url(check),
        "kept": _kept(request, check),
        "extra": ("problems", "ledger"),
        "back_url": back,
        "principal": "",
    }
    return posting.named(render(request, "web/site_checks/record.html", context, status=status), request)


def _kept(request: Request, check: SiteCheck) -> list[dict[str, str]]:
    """The files that were sent before a refusal; they stay in the form."""
    lines = []
    for word in uploads.words_of(request.POST):
        try:
            kept = read(word, person_id=request.clock.by.person_id, item_id=scope_of(check))
        except Refusal:
            continue
        lines.append({"name": kept.name, "word": word})
    return lines
