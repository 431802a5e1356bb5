"""A newer version of a document: named as such, laid beside the older one, what was chosen of it done."""

from collections.abc import Iterable
from typing import Annotated, Any

from django.http import HttpResponse
from pydantic import Field

from guatu.api import keys
from guatu.api.answers import answered
from guatu.api.operations.acts import ONCE
from guatu.api.operations.documents import router
from guatu.api.operations.entering import chosen
from guatu.api.shapes.base import Given, Id, ItemNumbered, Told, answers
from guatu.http.errors import Absent
from guatu.http.requests import Request
from guatu.ledgers.models import Directive, Item, Ledger
from guatu.ledgers.queries import visibility
from guatu.ledgers.revisions import applying, comparing, naming
from guatu.ledgers.revisions.applying import Done
from guatu.ledgers.revisions.clauses import Clause
from guatu.ledgers.revisions.comparing import Line, Touched
from guatu.ledgers.revisions.edits import Edit


class ClauseTold(Told):
    """What one version says."""

    number: str
    text: str


class EditTold(Told):
    """One thing that the newer version asks for."""

    key: str = Field(description="办的时候带回；现状变了就不再相同")
    what: str = Field(description="due、lead、unit_new、measure、void、enter 等")
    label: str
    old: str
    new: str
    state: str = Field(description="open 可办，done 已是新版的样子，blocked 现在不能办")
    why: str
    note: str


class TouchedTold(Told):
    """An item, and what is asked of it."""

    item: ItemNumbered
    state: str
    edits: list[EditTold]
    link: EditTold | None = Field(description="只记上新版原文的位置")


class LineChanged(Told):
    """A clause of the older version and one of the newer."""

    outcome: str = Field(description="same、changed、split、merged、new、gone")
    old: ClauseTold | None
    new: ClauseTold | None
    is_moved: bool
    items: list[TouchedTold]
    enter: EditTold | None = Field(description="新增的录入为草稿事项")


class Changes(Told):
    """Both versions, line by line."""

    directive_id: int
    replaces_id: int
    counts: dict[str, int]
    lines: list[LineChanged]


class VersionNamed(Given):
    """Of which document it is the newer version."""

    replaces_id: Id | None = Field(None, description="旧版来文；不写为取消登记")


class Version(Told):
    """Which document it replaces."""

    id: int
    replaces_id: int | None


class EditsChosen(Given):
    """Which edits are to be done, by their keys."""

    edits: Annotated[list[Annotated[str, Field(max_length=60)]], Field(min_length=1, max_length=5000)]
    ledger_id: Id | None = Field(None, description="新增的录入哪本台账；选了 enter 就要")
    reason: Annotated[str, Field(max_length=200)] = ""


class Revised(Told):
    """What was done."""

    changed: list[ItemNumbered]
    entered: list[ItemNumbered]
    passed_over: int = Field(description="已是新版的样子，不用再办的")


@router.post("/directives/{directive_id}/version", response=answers(Version), summary="登记为新版本")
def name_version(request: Request, directive_id: Id, body: VersionNamed) -> HttpResponse:
    """由督办员办理；一份来文只有一份新版本。已有事项按它更新的不能取消。"""
    found, deed = _loaded(request, directive_id), request.clock.deed()
    if body.replaces_id is None:
        made = naming.unname(directive=found, **deed)
    else:
        made = naming.name(directive=found, replaces=_loaded(request, body.replaces_id), **deed)
    return answered({"id": made.pk, "replaces_id": made.replaces_id})


@router.get("/directives/{directive_id}/changes", response=answers(Changes), summary="新旧对照")
def directive_changes(request: Request, directive_id: Id) -> HttpResponse:
    """逐条说明新版与旧版的不同、涉及的事项、可以办的更新；不写任何东西。"""
    found = _loaded(request, directive_id)
    made = comparing.compare(found, request.clock.by, on=request.clock.on)
    told = {
        "directive_id": found.pk,
        "replaces_id": found.replaces_id,
        "counts": dict(made.counts),
        "lines": [_line(one) for one in made.lines],
    }
    return answered(told)


@router.post(
    "/directives/{directive_id}/changes",
    response=answers(Revised),
    summary="按新版更新",
    openapi_extra={"parameters": [ONCE]},
)
def apply_changes(request: Request, directive_id: Id, body: EditsChosen) -> HttpResponse:
    """由督办员办理；选中的一起办成，或一处也不办。对照之后变了的答 409，重读后再选；再送一次不会再改。"""
    found, deed = _loaded(request, directive_id), request.clock.deed()
    offered = Ledger.objects.filter(office__in=deed["by"].offices("coordinator"), is_archived=False)
    ledger = chosen(offered, body.ledger_id, "ledger_id")
    done: list[Done] = []

    def do() -> None:
        how: dict[str, Any] = {"ledger": ledger, "reason": body.reason, **deed}
        done.append(applying.apply(directive=found, ticked=body.edits, **how))

    return keys.only_once(request, do) or answered(
        {
            "changed": _numbered(done[0].changed),
            "entered": _numbered(done[0].entered),
            "passed_over": done[0].passed_over,
        }
    )


def _loaded(request: Request, pk: int) -> Directive:
    found = visibility.directives(request.clock.by).select_related("replaces").filter(pk=pk).first()
    if found is None:
        raise Absent
    return found


def _line(one: Line) -> dict[str, Any]:
    return {
        "outcome": one.outcome,
        "old": _clause(one.pair.old),
        "new": _clause(one.pair.new),
        "is_moved": one.pair.is_moved,
        "items": [_touched(each) for each in one.touched],
        "enter": _edit(one.enter),
    }


def _clause(one: Clause | None) -> dict[str, Any] | None:
    return {"number": one.number, "text": one.text or one.problem} if one else None


def _touched(one: Touched) -> dict[str, Any]:
    return {
        "item": {"id": one.item.pk, "number": one.item.number},
        "state": one.item.state,
        "edits": [_edit(each) for each in one.edits],
        "link": _edit(one.link),
    }


def _edit(one: Edit | None) -> dict[str, Any] | None:
    plain = ("key", "what", "label", "old", "new", "state", "why", "note")
    return {name: getattr(one, name) for name in plain} if one else None


def _numbered(items: Iterable[Item]) -> list[dict[str, Any]]:
    return [{"id": one.pk, "number": one.number} for one in items]
