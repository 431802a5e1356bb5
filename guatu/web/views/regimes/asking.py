"""Dialogs of the two persons: begin one's own, ask for it, answer; and the same for what a ledger uses."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from guatu.accounts.models import Office
from guatu.http.once import FIELD, ActedAlready, new_key, only_once
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.actions import regime_uses
from guatu.ledgers.actions import regimes as deeds
from guatu.ledgers.lights.shipped import shipped
from guatu.ledgers.lights.trying import is_for_items
from guatu.ledgers.models import Ledger, LightRegime, RegimeUse, RegimeVersion
from guatu.ledgers.queries import regimes
from guatu.web import framing
from guatu.web.refusals import into, status_of
from guatu.web.shell import Crumb
from guatu.web.views.regimes import pages

Perform = Callable[[dict[str, Any]], tuple[str, str]]
"""Do it; answers what to tell, and where to go then."""
_DAY: Final = timedelta(days=1)
_DAY_WIDGET: Final = {"type": "date"}


class StartForm(forms.Form):
    """What a regime of the office's own is called, and what it begins as."""

    office = forms.ModelChoiceField(Office.objects.none(), label="办公室")
    name = forms.CharField(label="规则名称", max_length=40, error_messages={"required": "请写规则名称"})
    like = forms.ChoiceField(label="照着哪一套起草")


class AskForm(forms.Form):
    """From which day on, and for which ledgers."""

    starts_on = forms.DateField(
        label="启用日期", widget=forms.DateInput(_DAY_WIDGET, format="%Y-%m-%d"),
        error_messages={"required": "请填启用日期", "invalid": "请填日期，如 2026-07-01"},
    )  # fmt: skip
    ledgers = forms.ModelMultipleChoiceField(
        Ledger.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        label="从这天起改用的台账",
        help_text="已在用这套规则的台账不用再勾，新版一启用就按新版亮灯",
    )  # fmt: skip


class ApproveForm(forms.Form):
    """The second person's word; a later first day where he wants one."""

    starts_on = forms.DateField(
        label="启用日期", widget=forms.DateInput(_DAY_WIDGET, format="%Y-%m-%d"),
        error_messages={"required": "请填启用日期", "invalid": "请填日期，如 2026-07-01"},
        help_text="可以比提请的日期晚，不能早",
    )  # fmt: skip
    remark = forms.CharField(label="意见", required=False, widget=forms.Textarea({"rows": 3}))


class DeclineForm(forms.Form):
    """Why not."""

    remark = forms.CharField(
        label="不批准的理由", widget=forms.Textarea({"rows": 3}), error_messages={"required": "请写明理由"}
    )


class UseForm(forms.Form):
    """By what a ledger is to be lit, and from which day on."""

    choice = forms.ChoiceField(label="改用哪套规则")
    starts_on = forms.DateField(
        label="启用日期", widget=forms.DateInput(_DAY_WIDGET, format="%Y-%m-%d"),
        error_messages={"required": "请填启用日期", "invalid": "请填日期，如 2026-07-01"},
    )  # fmt: skip


def _sent(request: Request) -> Any:
    """What was sent, also where it was nothing."""
    return request.POST if request.method == "POST" else None


def _ask(
    request: Request, form: forms.Form, *, title: str, back: str, do: Perform, **more: Any
) -> HttpResponse:
    """The dialog, or what came of it; a refusal stands at its field, with everything typed."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _done(request, form, do)
            except Refusal as refusal:
                into(form, refusal)
                status = status_of(refusal)
    context: dict[str, Any] = {
        "title": title,
        "form": form,
        "url": request.get_full_path(),
        "back": back,
        "form_key": new_key(),
        "dialog": "web/meetings/_ask.html",
        **more,
    }
    if request.htmx:
        return render(request, context["dialog"], context, status=status)
    context |= {"is_inline": True, "shell": pages.frame(request, Crumb(title))}
    return render(request, "web/ledgers/dialog_page.html", context, status=status)


def _done(request: Request, form: forms.Form, do: Perform) -> HttpResponse:
    clock = request.clock
    deed = clock.deed()
    address = reverse("web:regimes")
    try:
        with only_once(person_id=deed["by"].person_id, key=request.POST.get(FIELD, ""), at=clock.at):
            words, address = do(form.cleaned_data)
            messages.success(request, words)
    except ActedAlready as again:
        messages.info(request, str(again))
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


# --- begin, draft


@require_http_methods(["GET", "POST"])
def start(request: Request) -> HttpResponse:
    """A regime of the office's own, copied from a shipped one or from a version of the office."""
    offices = request.clock.by.offices("coordinator")
    if not offices or not pages.is_today(request):
        raise Http404
    versions = {
        f"version-{one.pk}": one
        for one in RegimeVersion.objects.filter(regime__office__in=offices).select_related("regime")
        if one.state == RegimeVersion.State.APPROVED
    }
    chosen = request.session.get(framing.OFFICE)
    initial = {"office": chosen if chosen in offices else min(offices), "like": request.GET.get("like", "")}
    form = StartForm(_sent(request), initial=initial)
    form.fields["office"].queryset = Office.objects.filter(pk__in=offices)  # type: ignore[attr-defined]
    own = ((key, f"{one.regime.name}{one}") for key, one in versions.items())
    form.fields["like"].choices = [*_presets(), *own]  # type: ignore[attr-defined]
    if len(offices) == 1:
        form.fields["office"].widget = forms.HiddenInput()

    def do(given: dict[str, Any]) -> tuple[str, str]:
        like = given["like"]
        draft = deeds.start(
            office=given["office"],
            name=given["name"],
            preset="" if like in versions else like,
            version=versions.get(like),
            **request.clock.deed(),
        )
        return f"“{draft.regime.name}”已起草，改好后提请批准", _edit_url(draft)

    return _ask(request, form, title="起草一套亮灯规则", back=reverse("web:regimes"), do=do, confirm="起草")


def _presets() -> Iterable[tuple[str, str]]:
    return ((code, f"{one.name}（通用）") for code, one in shipped().items() if is_for_items(one))


@require_POST
def draft_next(request: Request, pk: int) -> HttpResponse:
    """The next version as a draft, like one of the versions where one is named."""
    row, versions = pages.found(request, pk)
    named = request.POST.get("like", "")
    like = next((one for one in versions if str(one.number) == named), None)
    if named and like is None:
        raise Http404
    draft = deeds.draft_next(regime=row.regime, like=like, **request.clock.deed())
    messages.success(request, f"已照{like}起草{draft}" if like else f"已起草{draft}")
    return redirect(_edit_url(draft))


def _edit_url(version: RegimeVersion) -> str:
    return reverse("web:regime-edit", args=[version.regime_id, version.number])


# --- a version


@require_http_methods(["GET", "POST"])
def version_do(request: Request, pk: int, number: int, deed: str) -> HttpResponse:
    """Ask for a version, approve it, decline it, take it back."""
    row, versions = pages.found(request, pk)
    version = next((one for one in versions if one.number == number), None)
    perform = _VERSION_DEEDS.get(deed)
    if version is None or perform is None or not pages.is_today(request):
        raise Http404
    if not _may(request, version, row.regime.office_id, deed):
        raise Http404
    return perform(request, version)


def _may(request: Request, proposed: RegimeVersion | RegimeUse, office_id: int, deed: str) -> bool:
    """The dialog is shown to those for whom it is; the action refuses the others by itself."""
    who = request.clock.by
    if deed in ("approve", "decline"):
        return who.holds("leader", office_id=office_id) or who.holds("coordinator", office_id=office_id)
    return regimes.may_propose(who, office_id)


def _ask_version(request: Request, version: RegimeVersion) -> HttpResponse:
    office = version.regime.office_id
    lines = regimes.ledger_rows(request.clock.by, on=request.clock.on)
    free = [
        one.ledger.pk
        for one in lines
        if one.ledger.office_id == office
        and one.asked is None
        and (one.use is None or one.use.regime_id != version.regime_id)
    ]
    form = AskForm(_sent(request), initial={"starts_on": request.clock.on + _DAY})
    form.fields["ledgers"].queryset = Ledger.objects.filter(pk__in=free)  # type: ignore[attr-defined]
    if not free:
        del form.fields["ledgers"]

    def do(given: dict[str, Any]) -> tuple[str, str]:
        ledgers = list(given.get("ledgers", ()))
        seen = request.GET.get("seen", "")  # of the page on which the button stood
        starts_on = given["starts_on"]
        deeds.ask(version=version, starts_on=starts_on, ledgers=ledgers, seen=seen, **request.clock.deed())
        return "已提请，请另一名督办员或领导批准", _version_url(version)

    return _ask(
        request, form, title=f"提请批准{_named(version)}", back=_version_url(version), do=do,
        confirm="提请批准", note="批准以前照原来的规则亮灯；提请后不能再改，要改先撤回。",
    )  # fmt: skip


def _approve_version(request: Request, version: RegimeVersion) -> HttpResponse:
    form = ApproveForm(_sent(request), initial={"starts_on": _first(request, version)})

    def do(given: dict[str, Any]) -> tuple[str, str]:
        done = deeds.approve(version=version, **given, **request.clock.deed())
        return f"已批准，自 {done.starts_on} 起按{version}亮灯", _version_url(version)

    return _ask(
        request, form, title=f"批准{_named(version)}", back=_version_url(version), do=do,
        confirm="批准", note=_of_ledgers(version),
    )  # fmt: skip


def _decline_version(request: Request, version: RegimeVersion) -> HttpResponse:
    def do(given: dict[str, Any]) -> tuple[str, str]:
        deeds.decline(version=version, **given, **request.clock.deed())
        return "没有批准，理由已记下", _version_url(version)

    return _ask(
        request, DeclineForm(_sent(request)), title=f"不批准{_named(version)}",
        back=_version_url(version), do=do, confirm="不批准",
    )  # fmt: skip


def _withdraw_version(request: Request, version: RegimeVersion) -> HttpResponse:
    def do(_: dict[str, Any]) -> tuple[str, str]:
        deeds.withdraw(version=version, **request.clock.deed())
        return f"已撤回，可以照{version}再起草一版", reverse("web:regime", args=[version.regime_id])

    title, confirm = f"撤回{_named(version)}", "撤回"
    note = "撤回后这一版不再修改或批准，随它提请改用的台账照旧。"
    if version.state == RegimeVersion.State.DRAFT:
        title, confirm = f"不要{_named(version)}的草稿", "不要了"
        note = "这份草稿不再修改或提请；写过的内容还能看，也可以照它再起草。"
    return _ask(
        request, forms.Form(_sent(request)), title=title, back=_version_url(version), do=do,
        confirm=confirm, is_grave=True, note=note,
    )  # fmt: skip


_VERSION_DEEDS: Final[dict[str, Callable[[Request, RegimeVersion], HttpResponse]]] = {
    "ask": _ask_version,
    "approve": _approve_version,
    "decline": _decline_version,
    "withdraw": _withdraw_version,
}


def _named(version: RegimeVersion) -> str:
    return f"“{version.regime.name}”{version}"


def _version_url(version: RegimeVersion) -> str:
    return reverse("web:regime-version", args=[version.regime_id, version.number])


def _first(request: Request, proposed: RegimeVersion | RegimeUse) -> Any:
    return max(proposed.starts_on or request.clock.on, request.clock.on)


def _of_ledgers(version: RegimeVersion) -> str:
    names = "、".join(use.ledger.name for use in version.uses_asked.all())
    return f"随之改用的台账：{names}" if names else "没有台账随之改用；已在用这套规则的台账按新版亮灯。"


# --- what a ledger uses


@require_http_methods(["GET", "POST"])
def use(request: Request, ledger: int) -> HttpResponse:
    """Ask that a ledger be lit by another regime."""
    rows = regimes.ledger_rows(request.clock.by, on=request.clock.on)
    row = next((one for one in rows if one.ledger.pk == ledger), None)
    if (
        row is None
        or not pages.is_today(request)
        or not regimes.may_propose(request.clock.by, row.ledger.office_id)
    ):
        raise Http404
    chosen, by_key = row.ledger, _own(row.ledger.office_id)
    form = UseForm(_sent(request), initial={"starts_on": request.clock.on + _DAY})
    _offer(form, by_key, used=_used(row))

    def do(given: dict[str, Any]) -> tuple[str, str]:
        choice = given["choice"]
        regime_uses.ask(
            ledger=chosen,
            regime=by_key.get(choice),
            preset="" if choice in by_key else choice,
            starts_on=given["starts_on"],
            **request.clock.deed(),
        )
        return "已提请，请另一名督办员或领导批准", reverse("web:regimes")

    return _ask(
        request, form, title=f"{chosen.name}：改用亮灯规则", back=reverse("web:regimes"), do=do,
        confirm="提请批准", note=f"现在用的是“{row.regime.name}”。",
    )  # fmt: skip


def _own(office_id: int) -> dict[str, LightRegime]:
    found = LightRegime.objects.filter(office=office_id, versions__state="approved").distinct()
    return {f"own-{one.pk}": one for one in found}


def _used(row: regimes.LedgerRow) -> str:
    """The choice that the ledger goes by today."""
    return f"own-{row.use.regime_id}" if row.use and row.use.regime_id else row.regime.code


def _offer(form: UseForm, own: dict[str, LightRegime], *, used: str) -> None:
    """All there is to choose from, and chosen at first is another one than is used."""
    choices = [*((key, one.name) for key, one in own.items()), *_presets()]
    form.fields["choice"].choices = choices  # type: ignore[attr-defined]
    form.initial["choice"] = next((key for key, _ in choices if key != used), used)


@require_http_methods(["GET", "POST"])
def use_do(request: Request, pk: int, deed: str) -> HttpResponse:
    """Approve what was asked for a ledger, decline it, take it back."""
    pages.refuse_strangers(request)
    asked = regimes.use_seen(request.clock.by, pk)
    if asked is None or deed not in ("approve", "decline", "withdraw") or not pages.is_today(request):
        raise Http404
    if not _may(request, asked, asked.ledger.office_id, deed):
        raise Http404
    name, back = f"{asked.ledger.name}改用“{regimes.name_of(asked)}”", reverse("web:regimes")
    form: forms.Form = forms.Form(_sent(request))
    if deed == "approve":
        form = ApproveForm(_sent(request), initial={"starts_on": _first(request, asked)})
    elif deed == "decline":
        form = DeclineForm(_sent(request))
    perform, label = _USE_DEEDS[deed]

    def do(given: dict[str, Any]) -> tuple[str, str]:
        perform(use=asked, **given, **request.clock.deed())
        return f"{name}：{label}", back

    return _ask(
        request, form, title=f"{label}{name}", back=back, do=do, confirm=label, is_grave=deed == "withdraw"
    )


_USE_DEEDS: Final[dict[str, tuple[Callable[..., RegimeUse], str]]] = {
    "approve": (regime_uses.approve, "批准"),
    "decline": (regime_uses.decline, "不批准"),
    "withdraw": (regime_uses.withdraw, "撤回"),
}
