"""The settings of a ledger: the way to close-out, its phases, who may read it, and putting it away."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from guatu.accounts.models import Office, Person
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.actions import ledgers
from guatu.ledgers.models import Ledger, Reader
from guatu.ledgers.queries import visibility
from guatu.web import framing
from guatu.web.refusals import into, status_of
from guatu.web.shell import Crumb
from guatu.web.views.accounts.forms.base import PersonField
from guatu.web.views.items.forms.fields import day, line
from guatu.web.views.ledgers.opening import KEEPERS, PATH

_ABOVE: Final = ("cadence", "publicity_days", "look_back_after")
_RULES: Final = (
    "name", "second_office", "cadence", "due_weekday", "due_day", "due_shift",
    "publicity_days", "look_back_after", "leader_extends_from", "site_check_share", "site_check_days",
    "needs_report_review",
    *(one for one in PATH if one not in _ABOVE),
)  # fmt: skip
_HINTS: Final = {
    "publicity_days": "0 为不公示",
    "look_back_after": "0 为按风险定：高风险 30 天、中风险 90 天、低风险 180 天",
    "leader_extends_from": "0 为都由督办员批",
    "site_check_share": "销号申请转核查时，一百个里抽几个到现场；0 为不抽",
    "site_check_days": "派出后几个工作日内去",
    "due_day": "1 到 31，0 为最后一天；半月的从半月第一天数起",
}


class RulesForm(forms.Form):
    """What the ledger is called and how its items go their way; items under way take the next step by it."""

    def __init__(self, data: Any, *, ledger: Ledger) -> None:
        super().__init__(data, initial={name: getattr(ledger, name) for name in _RULES})
        self.ledger = ledger
        self.fields.update(forms.fields_for_model(Ledger, _RULES, help_texts=_HINTS))
        self.fields["name"].error_messages["required"] = "请写台账名称"
        others = Office.objects.exclude(pk=ledger.office_id).order_by("pk")
        self.initial["second_office"] = ledger.second_office_id
        self.fields["second_office"] = forms.ModelChoiceField(
            others, label="另一把钥匙由哪个办公室持有", required=False, empty_label="本办公室",
            help_text="核查由那个办公室的核查员办",
        )  # fmt: skip

    def perform(self, request: Request) -> str:
        given = {name: self.cleaned_data[name] for name in _RULES}
        ledgers.change(ledger=self.ledger, **request.clock.deed(), **given)
        return "台账设置已保存"


class PhaseForm(forms.Form):
    """A new phase of the ledger's time."""

    name = line("阶段名称", longest=40)
    starts_on = day("开始")
    ends_on = day("结束", required=False, hint="不填为没有终点")

    def __init__(self, data: Any, *, ledger: Ledger) -> None:
        super().__init__(data)
        self.ledger = ledger

    def perform(self, request: Request) -> str:
        phase = ledgers.add_phase(ledger=self.ledger, **self.cleaned_data, **request.clock.deed())
        return f"已加阶段“{phase.name}”"


class ReaderForm(forms.Form):
    """Somebody who may read the ledger without a part in it."""

    person = PersonField("阅览人")

    def __init__(self, data: Any, *, ledger: Ledger) -> None:
        super().__init__(data)
        self.ledger = ledger
        field: Any = self.fields["person"]
        readers = Reader.objects.filter(ledger=ledger, valid_to=None)
        people = Person.objects.filter(is_active=True).exclude(pk__in=readers.values("person"))
        field.offer(people.select_related("unit").order_by("pk"))

    def perform(self, request: Request) -> str:
        person = self.cleaned_data["person"]
        ledgers.name_reader(ledger=self.ledger, person=person, **request.clock.deed())
        return f"{person.name}可以阅览本台账了"


FORMS: Final[Mapping[str, Callable[..., Any]]] = {
    "rules": RulesForm,
    "phase": PhaseForm,
    "reader": ReaderForm,
}


@require_http_methods(["GET", "POST"])
def settings(request: Request, pk: int) -> HttpResponse:
    """The page, and each of its forms, which names itself by `what`."""
    ledger = _kept(request, pk)
    what = request.POST.get("what", "")
    made = {name: form(request.POST if what == name else None, ledger=ledger) for name, form in FORMS.items()}
    refused, status = "", 200
    if request.method == "POST":
        try:
            if what not in made:
                return _done(request, ledger, _other(request, ledger, what))
            if made[what].is_valid():
                return _done(request, ledger, made[what].perform(request))
            status = 422
        except Refusal as refusal:
            status = status_of(refusal)
            if what in made:
                into(made[what], refusal)
            else:
                refused = str(refusal)
    context = _context(request, ledger, made) | {"refused": refused}
    return render(request, "web/ledgers/settings.html", context, status=status)


def _kept(request: Request, pk: int) -> Ledger:
    """The ledger, for who keeps it, today."""
    request.clock.deed()
    found = visibility.ledgers(request.clock.by).filter(office__in=request.clock.by.offices(*KEEPERS), pk=pk)
    ledger = found.select_related("office").first()
    if ledger is None:
        raise Http404
    return ledger


def _other(request: Request, ledger: Ledger, what: str) -> str:
    """What needs no form: a reader who reads no more, the ledger put away."""
    deed = request.clock.deed()
    if what == "archive":
        ledgers.archive(ledger=ledger, **deed)
        return f"“{ledger.name}”已归档，不再收新事项"
    given = request.POST.get("reader", "")
    readers = Reader.objects.filter(ledger=ledger).select_related("person")
    reader = readers.filter(pk=int(given)).first() if given.isdecimal() and len(given) < 19 else None
    if what != "unread" or reader is None:
        raise Http404
    ledgers.remove_reader(reader=reader, **deed)
    return f"{reader.person.name}不再阅览本台账"


def _done(request: Request, ledger: Ledger, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("web:ledger-settings", ledger.pk)


def _context(request: Request, ledger: Ledger, made: Mapping[str, Any]) -> dict[str, Any]:
    here = Crumb(ledger.name, framing.address("ledger", ledger.pk))
    crumbs = (Crumb("台账", framing.address("ledgers")), here)
    return {
        "shell": framing.shell(request, *crumbs, Crumb("台账设置"), current="ledgers", ledger=ledger.pk),
        "ledger": ledger,
        "phases": [(one, _runs(one.starts_on, one.ends_on, request.clock.on)) for one in ledger.phases.all()],
        "readers": Reader.objects.filter(ledger=ledger, valid_to=None).select_related("person__unit"),
        "owed": ledger.items.open().count(),
        **made,
    }


def _runs(first: date, last: date | None, on: date) -> str:
    if on < first:
        return "未开始"
    return "已结束" if last and last < on else "进行中"
