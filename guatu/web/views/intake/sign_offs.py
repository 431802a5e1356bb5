"""A list before its leader (审签): agreed to or returned; a paper approval is entered with its scan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from guatu.accounts.models import Role
from guatu.history.models import StoredFile
from guatu.http.refusals import status_of
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.actions import dispatching
from guatu.ledgers.actions import sign_offs as deeds
from guatu.ledgers.errors import NotYours
from guatu.ledgers.events import Event
from guatu.ledgers.intake import marks
from guatu.ledgers.intake.errors import PaperMissing
from guatu.ledgers.models import Assignment, Item, Measure, SignOff
from guatu.ledgers.permissions import parts_in_ledger
from guatu.ledgers.queries import visibility
from guatu.ledgers.transitions import BY_EVENT
from guatu.notices import actions as notices
from guatu.web import framing, parts, wording
from guatu.web.shell import Crumb


@dataclass(frozen=True, slots=True)
class Line:
    """An item of the list, as its leader reads it."""

    pk: int
    number: str
    title: str
    problem: str
    measures: Sequence[str]
    units: Sequence[tuple[str, str]]
    """Each duty with its units."""
    due: parts.Due
    past: str
    is_waiting: bool


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
    notices.see(request.clock.by.person_id, (SignOff.track, pk), at=request.clock.at)
    return _page(request, found, problem)


@require_POST
def dispatch(request: Request, pk: int) -> HttpResponse:
    """Hand the signed-off items to their units."""
    found = _visible(request, pk)
    waiting = found.items.filter(state=Item.State.APPROVING).values_list("pk", flat=True)
    try:
        items = dispatching.dispatch(
            pks=list(waiting), even_past="even_past" in request.POST, **request.clock.deed()
        )
    except Refusal as refusal:
        return _page(request, found, refusal)
    messages.success(request, f"已交办 {len(items)} 项")
    return redirect("web:ledger", found.ledger_id)


def _answer(request: Request, found: SignOff) -> None:
    deed, remark = request.clock.deed(), request.POST.get("remark", "").strip()
    _refuse_strangers(request, found)
    paper: StoredFile | None = None
    if "paper" not in request.FILES and not deeds.is_asked_of(request.clock.by, found):
        raise PaperMissing(leader=found.leader.name)
    if file := request.FILES.get("paper"):
        paper = marks.store_unmarked(file, name=file.name or "审签单", at=deed["at"])
    if request.POST.get("answer") == "approve":
        deeds.approve(sign_off=found, remark=remark, paper=paper, **deed)
        messages.success(request, "已同意，等督办员交办")
    else:
        deeds.send_back(sign_off=found, remark=remark, paper=paper, **deed)
        messages.success(request, "已退回督办员修改")


def _refuse_strangers(request: Request, found: SignOff) -> None:
    """Who reads the ledger and has no part in its lists is told so, whatever is missing besides."""
    line = BY_EVENT[Event.SIGN_OFF_APPROVED]
    if not set(line.who).intersection(parts_in_ledger(found.ledger, request.clock.by)):
        raise NotYours(deed=line.label, who=[part.label for part in line.who])


def _page(request: Request, found: SignOff, problem: Refusal | None) -> HttpResponse:
    who, on = request.clock.by, request.clock.on
    items = found.items.order_by("pk").prefetch_related(
        "measures", "assignments__unit", "assignments__measure"
    )
    lines = [_line(item, on) for item in items]
    is_leader = deeds.is_asked_of(request.clock.by, found)
    is_coordinator = who.holds(Role.Kind.COORDINATOR, office_id=found.ledger.office_id)
    crumb = Crumb(found.ledger.name, reverse("web:ledger", args=[found.ledger_id]))
    context = {
        "shell": framing.shell(request, crumb, Crumb("审签"), current="ledgers", ledger=found.ledger_id),
        "sign_off": found,
        "lines": lines,
        "late": [line for line in lines if line.past and line.is_waiting],
        "may_answer": is_leader and found.state == SignOff.State.ASKED,
        "may_record": is_coordinator and not is_leader and found.state == SignOff.State.ASKED,
        "may_dispatch": is_coordinator and found.state == SignOff.State.APPROVED,
        "may_change": is_coordinator and found.state == SignOff.State.RETURNED,
        "waiting": sum(line.is_waiting for line in lines),
        "problem": problem,
        "problem_field": problem.details().get("field") if problem else None,
        "remark": request.POST.get("remark", ""),
    }
    return render(request, "web/intake/sign_off.html", context, status=status_of(problem))


def _line(item: Item, on: date) -> Line:
    is_waiting = item.state == Item.State.APPROVING
    is_past = is_waiting and item.deadline is not None and item.deadline < on
    due = wording.due(item.deadline, on=on, due_kind=item.due_kind)
    return Line(
        pk=item.pk,
        number=item.number,
        title=item.title,
        problem=item.problem if item.problem != item.title else "",
        measures=[_measure(one, on) for one in item.measures.all() if not one.is_dropped],
        units=_units(item.assignments.all()),
        due=due,
        past=due.left if is_past else "",
        is_waiting=is_waiting,
    )


def _measure(one: Measure, on: date) -> str:
    day = f"（{wording.short_day(one.deadline, near=on)} 前）" if one.deadline else ""
    return f"{one.text}{day}"


def _units(rows: Iterable[Assignment]) -> list[tuple[str, str]]:
    """Who leads, who answers, who helps, who watches over; a share of a figure beside its unit."""
    standing = [row for row in rows if row.state != Assignment.State.RELEASED]
    duties = ((duty, [row for row in standing if row.duty == duty]) for duty in Assignment.Duty)
    return [(str(duty.label), "、".join(dict.fromkeys(map(_unit, those)))) for duty, those in duties if those]


def _unit(row: Assignment) -> str:
    unit = row.measure.quantity_unit if row.measure else ""
    return f"{row.unit.name} {wording.figure(row.target_share)} {unit}".rstrip()


def _visible(request: Request, pk: int) -> SignOff:
    ledgers = visibility.whole_ledgers(request.clock.by)
    found = SignOff.objects.filter(pk=pk, ledger__in=ledgers).select_related("ledger", "leader", "asked_by")
    one = found.first()
    if one is None:
        raise Http404
    return one
