"""Deciding many look-backs at once: a dialog asks what is to be asked, the answer leads back to the list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from guatu.accounts.models import Person, Role
from guatu.http.once import FIELD, new_key, only_once
from guatu.http.requests import Deed, Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.actions import look_backs as deeds
from guatu.ledgers.actions import sampling
from guatu.ledgers.models import Item, Risk
from guatu.ledgers.queries import look_backs
from guatu.web import framing
from guatu.web.refusals import into, status_of
from guatu.web.shell import Crumb
from guatu.web.views.items.forms import fields
from guatu.web.views.look_backs.asking import ledgers_of

_NAMED: Final = 6
Items = Sequence[Item]


class DecideForm(forms.Form):
    """What is asked of the items that were ticked."""

    def __init__(self, *args: Any, request: Request, items: Items, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.items = request, items
        self.prepare()

    def prepare(self) -> None:
        """Fill what depends on the items."""

    def perform(self, deed: Deed) -> str:
        """Do it; answers what to tell."""
        raise NotImplementedError

    @property
    def pks(self) -> list[int]:
        return [one.pk for one in self.items]

    def offer_lookers(self) -> None:
        ledgers = list({one.ledger_id: one.ledger for one in self.items}.values())
        named = look_backs.lookers(ledgers, on=self.request.clock.on)
        fields.offer(self.fields["looker"], named, empty="任一核查员")

    def chosen(self) -> Person | None:
        pk = self.cleaned_data["looker"]
        return Person.objects.get(pk=pk) if pk else None


class AcceptForm(DecideForm):
    """Each on the day that its risk proposes."""

    looker = fields.choice("由谁看", required=False, hint="办理人和承办单位的人不能看")

    def prepare(self) -> None:
        self.offer_lookers()

    def perform(self, deed: Deed) -> str:
        done = deeds.accept(pks=self.pks, looker=self.chosen(), **deed)
        return f"已确认 {len(done)} 项回头看"


class MoveForm(DecideForm):
    """All on one day."""

    due_on = fields.day("回头看日期")

    def perform(self, deed: Deed) -> str:
        day = self.cleaned_data["due_on"]
        done = deeds.accept(pks=self.pks, due_on=day, **deed)
        return f"{len(done)} 项回头看定在 {day}"


class NameForm(DecideForm):
    """Somebody is to look at all of them."""

    looker = fields.choice("由谁看", hint="办理人和承办单位的人不能看")

    def prepare(self) -> None:
        self.offer_lookers()

    def perform(self, deed: Deed) -> str:
        looker = self.chosen()
        done = deeds.accept(pks=self.pks, looker=looker, **deed)
        return f"{len(done)} 项由{looker.name if looker else ''}回头看"


class DropForm(DecideForm):
    """None of them is looked at."""

    reason = fields.words("不看的理由")

    def perform(self, deed: Deed) -> str:
        done = deeds.drop(pks=self.pks, reason=self.cleaned_data["reason"], **deed)
        return f"{len(done)} 项不再回头看"


@dataclass(frozen=True, slots=True)
class Decide:
    """One decision."""

    form: type[DecideForm]
    title: str
    button: str
    note: str = ""


DECIDES: Final[Mapping[str, Decide]] = {
    "accept": Decide(AcceptForm, "确认", "确认", "各按风险定的日期列入计划；到期进核查员的待办。"),
    "move": Decide(MoveForm, "改日期", "改日期"),
    "name": Decide(NameForm, "指定谁看", "指定"),
    "drop": Decide(DropForm, "不看", "不看", "不再回头看，理由留痕。"),
}


@require_http_methods(["GET", "POST"])
def decide(request: Request, code: str) -> HttpResponse:
    """Ask, or do it for all that were ticked, all or none."""
    one, own = DECIDES.get(code), _own(request)
    if one is None:
        raise Http404
    given = request.POST if request.method == "POST" else request.GET
    keys = [int(key) for key in given.getlist("item") if key.isdecimal() and len(key) < 19][:500]
    items = list(Item.objects.filter(pk__in=keys, ledger__in=own.values("pk")).select_related("ledger"))
    has_sent = request.method == "POST" and "go" in given and bool(items)
    form = one.form(request.POST if has_sent else None, request=request, items=items)
    numbers = "、".join(item.number for item in items[:_NAMED]) + (" 等" if len(items) > _NAMED else "")
    context = {
        "title": f"{one.title} {len(items)} 项" if items else one.title,
        "button": one.button,
        "note": one.note,
        "items": items,
        "numbers": numbers,
        "url": reverse("web:look-backs-decide", args=[code]),
    }
    return _asked(request, form, context, form.perform if has_sent else None)


class DrawForm(forms.Form):
    """Which pool, and how much of it."""

    ledger = fields.choice("台账")
    risk = forms.ChoiceField(
        label="风险", choices=Risk.choices, initial=Risk.LOW, widget=forms.RadioSelect, required=True
    )
    share = forms.IntegerField(
        label="抽查比例（%）",
        min_value=1,
        max_value=99,
        initial=20,
        error_messages={"required": "请填抽查比例", "invalid": "抽查比例请填数字"},
    )


@require_http_methods(["GET", "POST"])
def draw(request: Request) -> HttpResponse:
    """Take a share of what waits, by the last checkpoint; what is not drawn is dropped."""
    own = _own(request)
    form = DrawForm(request.POST if request.method == "POST" else None)
    fields.offer(form.fields["ledger"], own.values_list("pk", "name"))

    def perform(deed: Deed) -> str:
        given = form.cleaned_data
        ledger = own.get(pk=given["ledger"])
        made = sampling.draw(ledger=ledger, risk=given["risk"], share=given["share"], **deed)
        return f"{made.pool} 项抽中 {made.taken} 项，种子为检查点 {made.checkpoint} 号；没抽中的不看"

    context = {
        "title": "抽查",
        "button": "抽查",
        "note": "这一台账、这一风险里待确认的全部参加，不能挑。次序由最近检查点的摘要和事项编号算出，"
        "谁都能重算；没抽中的记为不看。每次抽查都留痕。",
        "items": [True],
        "url": reverse("web:look-backs-draw"),
    }
    return _asked(request, form, context, perform if request.method == "POST" else None)


def _own(request: Request) -> Any:
    """The ledgers for which this person decides, today."""
    those = ledgers_of(request)
    deed = request.clock.deed()
    own = those.filter(office__in=deed["by"].offices(Role.Kind.COORDINATOR))
    if not deed["by"].offices(Role.Kind.COORDINATOR):
        raise Http404
    return own


def _asked(
    request: Request, form: forms.Form, context: dict[str, Any], perform: Callable[[Deed], str] | None
) -> HttpResponse:
    status, back = 200, _back(request)
    if perform is not None:
        status = 422
        if form.is_valid():
            try:
                key, deed = request.POST.get(FIELD, ""), request.clock.deed()
                with only_once(person_id=deed["by"].person_id, key=key, at=deed["at"]):
                    messages.success(request, perform(deed))
                return HttpResponseClientRedirect(back) if request.htmx else redirect(back)
            except Refusal as refusal:
                into(form, refusal)
                status = status_of(refusal)
    context |= {"form": form, "form_key": new_key(), "back": back, "dialog": "web/look_backs/_decide.html"}
    if request.htmx:
        return render(request, context["dialog"], context, status=status)
    crumbs = (Crumb("回头看", framing.address("look-backs")), Crumb(context["title"]))
    context |= {"is_inline": True, "shell": framing.shell(request, *crumbs, current="look-backs")}
    return render(request, "web/ledgers/dialog_page.html", context, status=status)


def _back(request: Request) -> str:
    """Where the person came from, if it is this page."""
    given = request.POST.get("back") or request.headers.get("HX-Current-URL", "")
    if given and url_has_allowed_host_and_scheme(given, {request.get_host()}):
        return given
    return reverse("web:look-backs")
