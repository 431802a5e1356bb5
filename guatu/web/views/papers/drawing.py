"""Drawing up a paper: kind and addressee as links, words in fields, the paper beside them as it would be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from guatu.accounts.models import Role, Unit
from guatu.http.once import FIELD, ActedAlready, new_key, only_once
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.actions import papers as issuing
from guatu.ledgers.cases import Case
from guatu.ledgers.models import Item
from guatu.ledgers.queries import paper_contents, visibility
from guatu.ledgers.queries import papers as drawing
from guatu.ledgers.queries.papers import Drawn
from guatu.papers.models import Paper
from guatu.web import framing, parts
from guatu.web.refusals import into, status_of
from guatu.web.shell import Crumb
from guatu.web.views.papers import sheets

Kind = Paper.Kind


class WordsForm(forms.Form):
    """The words of a paper that may be changed before it is issued."""

    title = forms.CharField(label="标题", max_length=200, error_messages={"required": "请填写标题"})
    text = forms.CharField(
        label="正文",
        max_length=issuing.LONGEST,
        help_text="一行一段；所涉事项另列附表",
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "请填写正文"},
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        if kind not in drawing.WITH_WORDS:
            del self.fields["text"]
        elif kind == Kind.CLOSING_REPORT:
            self.fields["text"].help_text = "一行一段；批示内容已写在正文之前"


@dataclass(slots=True)
class Desk:
    """What the paper is drawn up from, and what was chosen."""

    cases: Sequence[Case]
    kinds: Sequence[str]
    units: Sequence[Unit]
    kind: str
    unit: Unit | None

    @property
    def pks(self) -> list[int]:
        return [case.item.pk for case in self.cases]

    def url(self, **chosen: object) -> str:
        """The same with another choice."""
        now = {"kind": self.kind, "unit": self.unit.pk if self.unit else "", **chosen}
        words = [("item", pk) for pk in self.pks] + [(name, one) for name, one in now.items() if one]
        return f"{reverse('web:paper-new')}?{urlencode(words)}"


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """The paper before it is issued; a post with `look` shows the changed words, any other issues it."""
    request.clock.deed()
    if not request.clock.by.offices(Role.Kind.COORDINATOR):
        raise Http404
    if request.method == "POST" and "title" not in request.POST:
        chosen = urlencode([("item", pk) for pk in _keys(request.POST)])
        return redirect(f"{reverse('web:paper-new')}?{chosen}")
    given = request.POST if request.method == "POST" else request.GET
    desk = _desk(request, given)
    if desk is None:
        return _nothing(request, is_asked=bool(_keys(given)))
    signer = request.clock.by.name
    drawn = drawing.drawn(desk.kind, desk.cases, unit=desk.unit, signer=signer, on=request.clock.on)
    first = {"title": drawn.title, "text": drawn.text}
    form = WordsForm(request.POST if request.method == "POST" else None, kind=desk.kind, initial=first)
    if request.method == "POST" and form.is_valid() and "look" not in request.POST:
        return _issue(request, desk, drawn, form)
    return _shown(request, desk, drawn, form, 422 if form.errors else 200)


def _keys(given: QueryDict) -> list[int]:
    found = (int(one) for one in given.getlist("item") if one.isascii() and one.isdecimal() and len(one) < 19)
    return list(dict.fromkeys(found))[: drawing.MOST]


def _desk(request: Request, given: QueryDict) -> Desk | None:
    """What was chosen, else what fits best; none without reason for a paper; the unseen is not there."""
    who = request.clock.by
    offices = who.offices(Role.Kind.COORDINATOR)
    seen = visibility.items(who).filter(ledger__office__in=offices, pk__in=_keys(given))
    pks = set(seen.values_list("pk", flat=True))
    if len(pks) != len(_keys(given)):
        raise Http404
    cases = drawing.cases(pk for pk in _keys(given) if pk in pks)
    units = drawing.addressees(cases)
    kinds = _kinds(cases, units)
    if not kinds:
        return None
    kind = given.get("kind", "")
    kind = kind if kind in kinds else _best(cases, kinds, request)
    unit = next((one for one in units if str(one.pk) == given.get("unit", "")), units[0] if units else None)
    return Desk(cases, kinds, units, kind, unit if kind in drawing.LETTERS else None)


def _kinds(cases: Sequence[Case], units: Sequence[Unit]) -> list[str]:
    """The kinds of paper that these items give reason for."""
    items = [case.item for case in cases]
    if not items or len({item.ledger.office_id for item in items}) > 1:
        return []
    if any(item.is_frozen or item.is_suspended or item.state not in _STANDING for item in items):
        return []
    found: list[str] = []
    if units and not any(item.state == Item.State.CLOSED for item in items):
        found += drawing.LETTERS
    if len(items) == 1 and paper_contents.latest(items[0]):
        found.append(Kind.CLOSE_OUT_SHEET)
    if len(items) == 1 and paper_contents.report_on(items[0]):
        found.append(Kind.CLOSING_REPORT)
    return found


_STANDING = (*Item.OPEN, Item.State.CLOSED)


def _best(cases: Sequence[Case], kinds: Sequence[str], request: Request) -> str:
    """Late items are pressed, new ones are handed over, others are reminded of."""
    if Kind.LETTER not in kinds:
        return kinds[0]
    if any(case.item.deadline and case.item.deadline < request.clock.on for case in cases):
        return Kind.LETTER
    is_new = all(case.item.state == Item.State.DISPATCHED for case in cases)
    return Kind.DISPATCH_NOTICE if is_new else Kind.REMINDER


def _issue(request: Request, desk: Desk, drawn: Drawn, form: WordsForm) -> HttpResponse:
    key, deed = request.POST.get(FIELD, ""), request.clock.deed()
    try:
        with only_once(person_id=deed["by"].person_id, key=key, at=deed["at"]):
            paper = issuing.issue(
                kind=desk.kind,
                pks=desk.pks,
                unit=desk.unit,
                title=form.cleaned_data["title"],
                text=form.cleaned_data.get("text", ""),
                **deed,
            )
    except ActedAlready as again:
        messages.info(request, str(again))
        return redirect("web:papers")
    except Refusal as refusal:
        into(form, refusal)
        return _shown(request, desk, drawn, form, status_of(refusal))
    sent = f"，送{paper.addressee.name}" if paper.addressee else ""
    messages.success(request, f"已签发{paper.mark}{sent}")
    return redirect("web:paper", paper.pk)


def _shown(request: Request, desk: Desk, drawn: Drawn, form: WordsForm, status: int) -> HttpResponse:
    title, text = (str(form[name].value() or "") if name in form.fields else "" for name in ("title", "text"))
    labels = dict(Kind.choices)
    context = {
        "shell": _frame(request, desk),
        "form": form,
        "desk": desk,
        "form_key": request.POST.get(FIELD) or new_key(),
        "action": desk.url(),
        "kind_label": labels[desk.kind],
        "kinds": [
            parts.Option(str(labels[one]), desk.url(kind=one), is_current=one == desk.kind)
            for one in desk.kinds
        ],
        "units": _units(desk),
        "sheet": sheets.of_draft(drawn, title=title, text="\n".join(text.splitlines())),
        "counts": desk.kind == Kind.LETTER,
    }
    return render(request, "web/papers/new.html", context, status=status)


def _units(desk: Desk) -> list[parts.Option]:
    if desk.unit is None:
        return []
    return [
        parts.Option(one.name, desk.url(unit=one.pk), is_current=one.pk == desk.unit.pk) for one in desk.units
    ]


def _frame(request: Request, desk: Desk) -> object:
    item = desk.cases[0].item
    crumbs = [Crumb("公文", reverse("web:papers"))]
    if len(desk.cases) == 1:
        crumbs.append(Crumb(item.number, reverse("web:item", args=[item.pk])))
    return framing.shell(request, *crumbs, Crumb("拟公文"), current="papers")


def _nothing(request: Request, *, is_asked: bool) -> HttpResponse:
    """No item was chosen, or the chosen ones give no reason for a paper."""
    context = {
        "shell": framing.shell(
            request, Crumb("公文", reverse("web:papers")), Crumb("拟公文"), current="papers"
        ),
        "is_asked": is_asked,
    }
    return render(request, "web/papers/nothing.html", context)
