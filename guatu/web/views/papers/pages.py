"""Papers that were issued: the list, one of them, its Word file, its receipt."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from guatu.http.handing_out import guarded
from guatu.http.requests import Request
from guatu.ledgers.models import Item
from guatu.ledgers.queries import visibility
from guatu.papers import actions, permissions, printing, queries
from guatu.papers.models import Paper
from guatu.web import framing, parts, wording
from guatu.web.shell import Crumb
from guatu.web.views.papers import sheets

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PAGE = 100


@dataclass(frozen=True, slots=True)
class Row:
    """A paper in a list."""

    paper: Paper
    url: str
    receipt: str
    is_waiting: bool


@require_safe
def listing(request: Request) -> HttpResponse:
    """The papers that somebody sees, issued by the day looked at, the newest first; narrowed to a kind."""
    who, kind = request.clock.by, request.GET.get("kind", "")
    found = queries.visible(who).filter(issued_on__lte=request.clock.day)
    kinds = sorted(set(found.values_list("kind", flat=True)), key=Paper.Kind.values.index)
    kind = kind if kind in kinds else ""
    shown = list((found.filter(kind=kind) if kind else found)[:_PAGE])
    here = reverse("web:papers")
    options = [parts.Option("全部", here, is_current=not kind)]
    for one in kinds:
        label = str(Paper.Kind(one).label)
        options.append(parts.Option(label, f"{here}?kind={one}", is_current=one == kind))
    context = {
        "shell": framing.shell(request, Crumb("公文"), current="papers"),
        "rows": [row(one) for one in shown],
        "kinds": options if len(kinds) > 1 else [],
        "is_cut": len(shown) == _PAGE,
        "most": _PAGE,
        "may_keep": bool(queries.kept_offices(who)),
    }
    return render(request, "web/papers/papers.html", context)


def row(paper: Paper) -> Row:
    """A paper as one line."""
    return Row(paper, reverse("web:paper", args=[paper.pk]), _receipt(paper), _is_waiting(paper))


def _is_waiting(paper: Paper) -> bool:
    return paper.kind in queries.UNANSWERED and paper.addressee_id is not None and _received(paper) is None


def _received(paper: Paper) -> object | None:
    return getattr(paper, "receipt", None)


def _receipt(paper: Paper) -> str:
    """How the unit stands to it, in words."""
    if paper.addressee is None or paper.kind not in queries.UNANSWERED:
        return ""
    one = getattr(paper, "receipt", None)
    word = receipt_word(paper)
    if one is None:
        return f"待{word.removeprefix('已')}"
    whose = f"（代{one.principal.name}）" if one.principal else ""
    return f"{one.received_by.name}{whose} {wording.short_day(one.received_on, near=paper.issued_on)} {word}"


def receipt_word(paper: Paper) -> str:
    """A reminder is read, all else is signed for."""
    return "已阅" if paper.kind == Paper.Kind.REMINDER else "签收"


@require_safe
def paper(request: Request, pk: int) -> HttpResponse:
    """One paper with what became of it."""
    one = _found(request, pk)
    who = request.clock.by
    about = visibility.items(who).filter(pk__in=queries.subjects_of(one, Item.track)).order_by("pk")
    may_sign = _is_waiting(one) and permissions.receiver_of(who, one) is not None
    context = {
        "shell": framing.shell(
            request, Crumb("公文", reverse("web:papers")), Crumb(one.mark), current="papers"
        ),
        "paper": one,
        "row": row(one),
        "sheet": sheets.of_paper(one),
        "items": about.select_related("ledger"),
        "can_print": printing.can_print(one),
        "may_sign": may_sign and request.clock.as_of is None,
        "word": receipt_word(one),
        "hash": queries.hash_at_issue(one),
        "may_look_up": bool(who.offices()),
    }
    return render(request, "web/papers/paper.html", context)


@require_safe
def file(request: Request, pk: int) -> HttpResponseBase:
    """The Word file, printed anew: it is always the same."""
    one = _found(request, pk)
    if not printing.can_print(one):
        raise Http404
    return handed(printing.docx(one), f"{one.mark}.docx")


def handed(made: bytes, name: str) -> HttpResponseBase:
    """A Word file to be saved."""
    answer = HttpResponse(made, content_type=DOCX)
    answer.headers["Content-Disposition"] = _disposition(name)
    return guarded(answer)


def _disposition(name: str) -> str:
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"


@require_POST
def receive(request: Request, pk: int) -> HttpResponse:
    """The unit signs; pressed twice it is told that it did."""
    one = _found(request, pk)
    actions.receive(paper=one, **request.clock.deed())
    messages.success(request, f"{receipt_word(one)}已登记：{one.mark}")
    return redirect("web:paper", pk)


def _found(request: Request, pk: int) -> Paper:
    """Absent and forbidden look alike."""
    one = queries.one(request.clock.by, pk)
    if one is None:
        raise Http404
    return one
