"""What the pages of an import show: lines with their changes, columns with their evidence, counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.timezone import localtime

from guatu.http.once import new_key
from guatu.http.requests import Request
from guatu.ledgers.imports import planning, queries, rejecting
from guatu.ledgers.imports.matters import Matter
from guatu.ledgers.imports.planning import VERDICTS, Line, Plan
from guatu.ledgers.imports.roles import ROLES
from guatu.ledgers.models import Import, ImportDraft, Item
from guatu.web.parts import Option, PageOf

State = ImportDraft.State
_PER_PAGE: Final = 50
_REJECTS: Final = 200
_MISSING: Final = 100
_TONES: Final = {"new": "green", "changed": "primary", "told": "yellow", "same": ""}
_STATES: Final = {"ready": "primary", "failed": "red", "applied": "green", "withdrawn": ""}
_DUE: Final = dict(Item.DueKind.choices)


@dataclass(frozen=True, slots=True)
class Row:
    """A line as the preview shows it."""

    line: Line
    matter: Matter
    tag: str
    tone: str
    url: str
    units: str
    due: str
    state: str


def row(draft: ImportDraft) -> dict[str, Any]:
    """A table in the list of a ledger."""
    brought = draft.result
    is_undone = brought is not None and brought.state == Import.State.UNDONE
    return {
        "draft": draft,
        "name": queries.shown_name(draft),
        "tag": "已撤销" if is_undone else str(draft.get_state_display()),
        "tone": "" if is_undone else _STATES.get(draft.state, "blue"),
        "came": f"{localtime(draft.received_at):%m-%d %H:%M} {draft.received_by.name}传",
        "counts": _counted(brought) if brought else "",
    }


def _counted(brought: Import) -> str:
    said = (("新增", brought.added), ("更新", brought.changed), ("未导入", brought.rejected))
    return "，".join(f"{word} {count}" for word, count in said if count)


def context(request: Request, draft: ImportDraft) -> dict[str, Any]:
    """All that the page of a table needs, by its state."""
    found: dict[str, Any] = {
        "draft": draft,
        "ledger": draft.ledger,
        "name": queries.shown_name(draft),
        "address": reverse("web:import", args=[draft.pk]),
        "form_key": new_key(),
    }
    if draft.state == State.READY:
        return found | _ready(request, draft)
    if draft.state == State.APPLIED and draft.result is not None:
        return found | _result(draft, draft.result)
    return found


def _ready(request: Request, draft: ImportDraft) -> dict[str, Any]:
    plan = planning.load(str(draft.plan_id))
    counts = plan.counts
    verdict = request.GET.get("show", "")
    lines = [one for one in plan.lines if not verdict or one.verdict == verdict]
    page = _page(request, draft, len(lines), verdict)
    todo = counts["new"] + counts["changed"]
    return {
        "plan": plan,
        "counts": counts,
        "todo": todo,
        "states": _states(plan),
        "chips": _chips(draft, plan, verdict),
        "rows": [_row(one, plan) for one in lines[page.first - 1 : page.last]] if lines else [],
        "page": page,
        "rejects": [_reject(one, plan) for one in plan.rejects[:_REJECTS]],
        "more_rejects": max(0, len(plan.rejects) - _REJECTS),
        "strangers": (strange := queries.strangers(draft, plan, on=request.clock.on)),
        "units": queries.units(draft, on=request.clock.on) if strange else [],
        "missing": plan.missing[:_MISSING],
        "more_missing": max(0, len(plan.missing) - _MISSING),
        "sheets": [_sheet(one) for one in plan.sheets],
        "is_columns": request.GET.get("tab") == "columns",
        "doubtful": sum(1 for one in _columns(plan) if one["role"] and one["confidence"] < _DOUBT),
        "kept": draft.failure,
    }


_DOUBT: Final = 0.75


def _columns(plan: Plan) -> Iterator[dict[str, Any]]:
    for sheet in plan.sheets:
        yield from sheet["columns"]


def _states(plan: Plan) -> list[str]:
    """How many of the new ones come in as what, in words."""
    found: dict[str, int] = {}
    for one in plan.lines:
        if one.verdict == "new":
            matter = plan.matters[one.at]
            word = "已完成" if matter.state == "done" else _entry(matter)
            found[word] = found.get(word, 0) + 1
    return [f"{word} {count} 项" for word, count in found.items()]


def _entry(matter: Matter) -> str:
    state = planning.entry_state(matter, done_as="in_progress")
    return str(state.label)


def _chips(draft: ImportDraft, plan: Plan, verdict: str) -> list[Option]:
    address, counts = reverse("web:import", args=[draft.pk]), plan.counts
    made = [Option("全部", address, len(plan.lines), is_current=not verdict)]
    return made + [
        Option(label, f"{address}?show={code}", counts[code], is_current=verdict == code)
        for code, label in VERDICTS.items()
        if counts[code]
    ]


def _page(request: Request, draft: ImportDraft, total: int, verdict: str) -> PageOf:
    given = request.GET.get("page", "1")
    last = max(1, -(-total // _PER_PAGE))
    number = min(max(1, int(given)) if given.isdecimal() and len(given) < 8 else 1, last)
    address = f"{reverse('web:import', args=[draft.pk])}?show={verdict}&page="
    return PageOf(
        first=(number - 1) * _PER_PAGE + 1 if total else 0,
        last=min(number * _PER_PAGE, total),
        total=total,
        previous_url=f"{address}{number - 1}" if number > 1 else "",
        next_url=f"{address}{number + 1}" if number < last else "",
    )


def _row(line: Line, plan: Plan) -> Row:
    matter = plan.matters[line.at]
    owners = {one.unit: one for step in matter.steps for one in step.owners}
    return Row(
        line=line,
        matter=matter,
        tag=VERDICTS[line.verdict],
        tone=_TONES[line.verdict],
        url=reverse("web:item", args=[line.item]) if line.item else "",
        units="、".join(owners),
        due=matter.deadline.isoformat() if matter.deadline else _DUE.get(matter.due_kind, ""),
        state="旧台账已完成" if matter.state == "done" else _entry(matter),
    )


def _reject(one: dict[str, Any], plan: Plan) -> dict[str, Any]:
    """A wrong row, with the head of the wrong cell."""
    return {**one, "head": rejecting.head_of(one, plan)}


def _sheet(one: dict[str, Any]) -> dict[str, Any]:
    """A sheet with its columns, each with the roles to choose from."""
    return {
        **one,
        "is_ledger": one["kind"] == "ledger",
        "columns": [
            {
                **column,
                "letter": _letter(column["index"]),
                "percent": round(column["confidence"] * 100),
                "is_doubtful": column["role"] is not None and column["confidence"] < _DOUBT,
                "options": [
                    ("", "不导入", column["role"] is None),
                    *((code, name, column["role"] == code) for code, name in ROLES.items()),
                ],
            }
            for column in one["columns"]
        ],
    }


def _letter(index: int) -> str:
    """The letter of a column, as workbooks show it."""
    letters, rest = "", index + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def _result(draft: ImportDraft, brought: Import) -> dict[str, Any]:
    used = queries.why_not_undo(brought) if brought.state == Import.State.APPLIED else []
    return {
        "brought": brought,
        "is_undone": brought.state == Import.State.UNDONE,
        "used": used[:5],
        "used_count": len(used),
        "list_url": f"{reverse('web:ledger', args=[draft.ledger_id])}?sort=number&group=none",
    }
