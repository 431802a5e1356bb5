"""新旧对照: a newer version beside the older one, what it asks of the items, and what of it was ticked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from guatu.http import once
from guatu.http.refusals import status_of
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers.models import Directive, Item, Ledger
from guatu.ledgers.queries import visibility
from guatu.ledgers.revisions import applying, comparing, naming
from guatu.ledgers.revisions.clauses import Clause
from guatu.ledgers.revisions.comparing import OUTCOMES, Comparison, Line
from guatu.ledgers.revisions.edits import Edit
from guatu.ledgers.revisions.runs import Run, inline
from guatu.web import framing, parts, wording
from guatu.web.parts import Option
from guatu.web.shell import Crumb
from guatu.web.views.intake import desk, versions

_TONES: Final = {
    "changed": "primary", "new": "green", "split": "green", "merged": "yellow", "gone": "red", "same": "",
}  # fmt: skip
_ALL: Final = "all"
_LONG: Final = 16
"""Characters of both texts from which only what changes in them is marked."""


@dataclass(frozen=True, slots=True)
class EditRow:
    """An edit; where only some of long words change, which."""

    edit: Edit
    runs: Sequence[Run]


@dataclass(frozen=True, slots=True)
class Touched:
    """An item that a line touches."""

    item: Item
    url: str
    state: parts.State
    edits: Sequence[EditRow]
    is_linked: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the comparison as the page has it."""

    line: Line
    tag: str
    tone: str
    notes: Sequence[str]
    touched: Sequence[Touched]
    can: int
    """How much of it can be ticked."""
    enter: EditRow | None
    may_pair: bool
    """Whether somebody may still say what it corresponds to."""
    own: str
    """The older clause that it is now taken for, in words."""


@require_http_methods(["GET", "POST"])
def changes(request: Request, pk: int) -> HttpResponse:
    """The comparison; what was ticked is done by who coordinates the office of the document."""
    found = desk.visible(request, pk)
    if found.replaces_id is None:
        return redirect("web:directive", pk)
    problem: Refusal | None = None
    if request.method == "POST":
        try:
            return _applied(request, found)
        except Refusal as refusal:
            problem = refusal
    return shown(request, found, problem=problem)


def shown(request: Request, found: Directive, *, problem: Refusal | None = None) -> HttpResponse:
    """The page, with what was refused and what was ticked then."""
    made = comparing.compare(found, request.clock.by, on=request.clock.on)
    show = request.GET.get("show", "")
    lines = [one for one in made.lines if _is_shown(one, show)]
    may = versions.may_name(request, found)
    items = [one.item for line in made.lines for one in line.touched]
    context = {
        "shell": framing.shell(
            request,
            Crumb("读文件", reverse("web:directives")),
            Crumb(found.title, reverse("web:directive", args=[found.pk])),
            Crumb("新旧对照"),
            current="directives",
        ),
        "directive": found,
        "older": found.replaces,
        "draft": made.newer.draft,
        "rows": [_row(one, made, may=may) for one in lines],
        "chips": _chips(made, found.pk, show),
        "may": may,
        "todo": sum(1 for one in made.edits.values() if one.what != "link"),
        "unlinked": sum(1 for one in made.edits.values() if one.what == "link"),
        "enters": any(one.what == "enter" for one in made.edits.values()),
        "ledgers": naming.ledgers_of(found, request.clock.by, items) if may else [],
        "choices": [(one.key, _choice(one)) for one in _free(made)] if may else [],
        "ticked": request.POST.getlist("edit"),
        "tried": request.POST,
        "problem": problem,
        "form_key": once.new_key(),
    }
    return render(request, "web/intake/changes.html", context, status=status_of(problem))


def _is_shown(line: Line, show: str) -> bool:
    return line.outcome == show if show in OUTCOMES else show == _ALL or line.outcome != "same"


def _chips(made: Comparison, pk: int, show: str) -> list[Option]:
    page, counts = reverse("web:directive-changes", args=[pk]), made.counts
    different = len(made.lines) - counts["same"]
    chips = [Option("有不同的", page, different, is_current=show not in (*OUTCOMES, _ALL))]
    chips += [
        Option(label, f"{page}?show={code}", counts[code], is_current=show == code)
        for code, label in OUTCOMES.items()
        if counts[code]
    ]
    return [*chips, Option("全部", f"{page}?show={_ALL}", len(made.lines), is_current=show == _ALL)]


def _row(line: Line, made: Comparison, *, may: bool) -> Row:
    new = line.pair.new
    entry = made.newer.standing.get(new.key) if new else None
    return Row(
        line=line,
        tag=OUTCOMES[line.outcome],
        tone=_TONES[line.outcome],
        notes=_notes(line, made),
        touched=[
            Touched(
                item=one.item,
                url=reverse("web:item", args=[one.item.pk]),
                state=wording.state(one.item.state, is_suspended=one.item.is_suspended),
                edits=[_edit(each) for each in one.edits],
                is_linked=one.link is not None and one.link.state == "done",
            )
            for one in line.touched
        ],
        can=sum(one.state == "open" for one in line.edits),
        enter=_edit(line.enter) if line.enter else None,
        may_pair=may
        and line.outcome != "same"
        and entry is not None
        and entry["status"] not in ("entered", "dropped"),
        own=_choice(line.pair.old) if line.pair.old else "",
    )


def _edit(one: Edit) -> EditRow:
    """With what changes in it, where that is a little of much."""
    is_long = one.state != "done" and min(len(one.old), len(one.new)) > _LONG
    runs = inline(one.old, one.new) if is_long else []
    kept = sum(len(run.text) for run in runs if run.kind == "same")
    return EditRow(one, runs if 2 * kept > len(one.new) else [])


def _notes(line: Line, made: Comparison) -> list[str]:
    """What is to be known of a line beside its words."""
    one, said = line.pair, []
    if one.is_renumbered and one.old and one.new:
        said.append(f"序号 {one.old.number or '无'} → {one.new.number or '无'}")
    if one.is_moved:
        said.append("位置有变")
    if one.part_of is not None:
        clauses = made.older.clauses if one.outcome == "split" else made.newer.clauses
        whole = next((each for each in clauses if each.key == one.part_of), None)
        if whole is not None:
            said.append(
                f"由旧版“{_short(whole)}”拆出" if one.outcome == "split" else f"并入新版“{_short(whole)}”"
            )
    return said


def _short(clause: Clause) -> str:
    words = " ".join(clause.problem.split())
    return words if len(words) <= 24 else f"{words[:24]}…"


def _free(made: Comparison) -> list[Clause]:
    """The clauses of the older version that no newer one is."""
    return [line.pair.old for line in made.lines if line.pair.old and not line.pair.new]


def _choice(clause: Clause) -> str:
    return f"{clause.number} {_short(clause)}".strip()


def _applied(request: Request, found: Directive) -> HttpResponse:
    given, deed = request.POST, request.clock.deed()
    ticked = set(given.getlist("edit"))
    if given.get("link_rest") == "1":
        made = comparing.compare(found, deed["by"], on=deed["on"])
        ticked |= {key for key, one in made.edits.items() if one.what == "link"}
    with once.only_once(person_id=deed["by"].person_id, key=given.get(once.FIELD, ""), at=deed["at"]):
        done = applying.apply(
            directive=found,
            ticked=ticked,
            ledger=_ledger(request, found),
            reason=given.get("reason", "")[:200],
            **deed,
        )
    messages.success(request, _said(done.changed, done.entered))
    return redirect("web:directive-changes", found.pk)


def _ledger(request: Request, found: Directive) -> Ledger | None:
    chosen = request.POST.get("ledger", "")
    offered = naming.ledgers_of(found, request.clock.by, [])
    return next((one for one in offered if str(one.pk) == chosen), None)


def _said(changed: Collection[Item], entered: Collection[Item]) -> str:
    said = [f"已按新版更新 {len(changed)} 项"] if changed else []
    if entered:
        said.append(f"录入 {len(entered)} 项草稿，请核对后交办")
    return "，".join(said) or "所选的都已经是新版的样子，没有改动"


@require_POST
def version(request: Request, pk: int) -> HttpResponse:
    """Say of which document this is the newer version; with none, that it is not one."""
    found, deed = desk.visible(request, pk), request.clock.deed()
    chosen = request.POST.get("replaces", "")
    if not chosen:
        naming.unname(directive=found, **deed)
        messages.success(request, "已取消，这份来文不再作为新版本")
        return redirect("web:directive", pk)
    naming.name(directive=found, replaces=_older(request, chosen), **deed)
    return redirect("web:directive-changes", pk)


def _older(request: Request, chosen: str) -> Directive:
    key = int(chosen) if chosen.isdecimal() and len(chosen) < 12 else 0
    older = visibility.directives(request.clock.by).filter(pk=key).first()
    if older is None:
        raise Http404
    return older


@require_POST
def pairs(request: Request, pk: int) -> HttpResponse:
    """Say which clause of the older version one of the newer is, or that it is none."""
    found, deed = desk.visible(request, pk), request.clock.deed()
    entry, older = request.POST.get("entry", ""), request.POST.get("older", "")
    numbers = [one for one in (entry, older.removeprefix("-")) if one]
    if not entry or any(not one.isdecimal() or len(one) > 11 for one in numbers):
        raise Http404
    naming.pair_by_hand(directive=found, entry=int(entry), older=int(older) if older else None, **deed)
    messages.success(request, "已按您说的重新对应")
    return redirect(f"{reverse('web:directive-changes', args=[pk])}#e{entry}")
