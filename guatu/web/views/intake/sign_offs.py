"""A list before its leader (审签): agreed to or returned; a paper approval is entered with its scan."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from guatu.accounts.models import Role
from guatu.history import store
from guatu.history.models import StoredFile
from guatu.http.refusals import status_of
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.actions import dispatching
from guatu.ledgers.actions import sign_offs as deeds
from guatu.ledgers.models import Item, SignOff
from guatu.ledgers.queries import visibility
from guatu.web import framing, wording
from guatu.web.shell import Crumb


@require_http_methods(["GET", "POST"])
def sign_off(request: Request, pk: int) -> HttpResponse:
    """The list, and the leader's answer to it."""
    found = _visible(request, pk)
    problem: Refusal | None = None
    if request.method == "POST":
        try:
            _answer(request, found)
            return redirect("web:sign-off", pk)
        except Refusal as refusal:
            problem = refusal
    return _page(request, found, problem)


@require_POST
def dispatch(request: Request, pk: int) -> HttpResponse:
    """Hand the signed-off items to their units."""
    found = _visible(request, pk)
    waiting = found.items.filter(state=Item.State.APPROVING).values_list("pk", flat=True)
    try:
        items = dispatching.dispatch(pks=list(waiting), **request.clock.deed())
    except Refusal as refusal:
        return _page(request, found, refusal)
    messages.success(request, f"已交办 {len(items)} 项")
    return redirect("web:ledger", found.ledger_id)


def _answer(request: Request, found: SignOff) -> None:
    deed, remark = request.clock.deed(), request.POST.get("remark", "").strip()
    paper: StoredFile | None = None
    if file := request.FILES.get("paper"):
        paper = store.put(file, name=file.name or "审签单", at=deed["at"])
    if request.POST.get("answer") == "approve":
        deeds.approve(sign_off=found, remark=remark, paper=paper, **deed)
        messages.success(request, "已同意，可以交办")
    else:
        deeds.send_back(sign_off=found, remark=remark, paper=paper, **deed)
        messages.success(request, "已退回督办员修改")


def _page(request: Request, found: SignOff, problem: Refusal | None) -> HttpResponse:
    who, on = request.clock.by, request.clock.on
    items = found.items.select_related("lead_unit").prefetch_related("measures", "assignments__unit")
    is_leader = who.person_id == found.leader_id or any(
        role.principal_id == found.leader_id for role in who.held(Role.Kind.LEADER)
    )
    crumb = Crumb(found.ledger.name, reverse("web:ledger", args=[found.ledger_id]))
    context = {
        "shell": framing.shell(request, crumb, Crumb("审签"), current="ledgers", ledger=found.ledger_id),
        "sign_off": found,
        "rows": [(item, wording.due(item.deadline, on=on, due_kind=item.due_kind)) for item in items],
        "is_leader": is_leader,
        "is_coordinator": who.holds(Role.Kind.COORDINATOR, office_id=found.ledger.office_id),
        "waiting": sum(item.state == Item.State.APPROVING for item in items),
        "problem": problem,
        "remark": request.POST.get("remark", ""),
    }
    return render(request, "web/intake/sign_off.html", context, status=status_of(problem))


def _visible(request: Request, pk: int) -> SignOff:
    ledgers = visibility.whole_ledgers(request.clock.by)
    found = SignOff.objects.filter(pk=pk, ledger__in=ledgers).select_related("ledger", "leader", "asked_by")
    one = found.first()
    if one is None:
        raise Http404
    return one
