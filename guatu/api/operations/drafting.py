"""The entries of a draft: checked, mended, split and joined, and from there into a ledger."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Annotated, Any, Final, Literal

from django.http import HttpResponse
from ninja import Query
from pydantic import Field

from guatu.accounts.models import Unit
from guatu.accounts.queries import divisions_below, office_unit_book
from guatu.api.acts.base import Amount
from guatu.api.acts.office import DueKind, Duty
from guatu.api.answers import answered
from guatu.api.operations.documents import DraftWhole, loaded, router, whole
from guatu.api.shapes.base import Asking, Given, Id, Named, Told, answers
from guatu.api.shapes.lists import Kind
from guatu.http.errors import Malformed
from guatu.http.requests import Request
from guatu.ledgers.intake import dividing, editing, matching, queries, receiving, saving
from guatu.ledgers.intake.editing import Change
from guatu.ledgers.intake.entries import StandardEntry
from guatu.ledgers.models import Draft, StandardVersion
from guatu.ledgers.proposals import deciding

Text = Annotated[str, Field(max_length=4000)]
Place = Annotated[int, Field(ge=0, lt=10_000)]
Revision = Annotated[int, Field(ge=0, lt=2**31, description="所看草稿的 revision")]
Act = Literal[
    "edit", "set_kind", "set_due", "set_standard", "keep_whole", "add_measure", "edit_measure",
    "drop_measure", "assign", "add_unit", "set_duty", "set_share", "drop_unit", "split", "merge_up", "move",
    "add", "confirm", "confirm_all_sure", "drop", "put_off", "restore", "undo", "take", "dismiss",
]  # fmt: skip
_WORDS: Final = ("title", "problem", "goal", "category", "lead_leader", "sponsor_leader")


class DraftChange(Given):
    """One change of a draft, on the state that was looked at; each act takes the fields that are its own."""

    revision: Revision
    act: Act = Field(
        description="edit 改文字，split、merge_up 拆并，drop 不入账，put_off 暂缓，restore 重新核对，"
        "take、dismiss 采用、不用本地模型的建议"
    )
    entry: Id | None = Field(
        None, description="条目的 id；add、confirm_all_sure、undo、take、dismiss 之外都要"
    )
    at: Place = Field(0, description="条目里第几条措施或第几个单位，从 0 数起")
    to: Place = Field(0, description="move 到第几条")
    title: Text | None = None
    problem: Text | None = None
    goal: Text | None = None
    category: Text | None = None
    lead_leader: Text | None = None
    sponsor_leader: Text | None = None
    text: Text | None = Field(None, description="措施")
    deadline: date | None = Field(None, description="条目的时限，或措施自己的")
    target: Amount | None = Field(None, description="措施的目标数")
    quantity_unit: Annotated[str, Field(max_length=20)] | None = None
    kind: Kind | None = None
    due_kind: DueKind | None = None
    standard_id: Id | None = Field(None, description="set_standard 不写为不指定")
    unit_ids: Annotated[list[Id], Field(max_length=200)] = Field([], description="assign 统称可指多个单位")
    duty: Duty = "responsible"
    share: Amount | None = Field(None, description="单位分到的数；不写为不分")
    by: Literal["measure", "deadline", "unit"] = Field("deadline", description="split 按什么拆")
    proposal_id: Id | None = Field(None, description="take、dismiss 的建议")


class UnitsTyped(Asking):
    """What is typed for a unit."""

    typed: Annotated[str, Field(max_length=40)] = ""


class UnitMeant(Told):
    """A unit that the words may mean, and why."""

    unit: Named
    reason: str


class UnitsMeant(Told):
    """The likeliest first."""

    units: list[UnitMeant]


class Source(Told):
    """What was read: the text to which the spans of entries point."""

    reading: dict[str, Any] = Field(description="guatu.reading/1：全文、段落、修补；没有读成的为空")


@router.post("/drafts/{draft_id}/changes", response=answers(DraftWhole), summary="核对草稿：一次改一处")
def change_draft(request: Request, draft_id: Id, body: DraftChange) -> HttpResponse:
    """由督办员办理。草稿被别人改过的答 409，重读后再改；重复送来的因 revision 已变而不会办两次。"""
    found, deed = loaded(request, draft_id), request.clock.deed()
    who: dict[str, Any] = {"by": deed["by"], "at": deed["at"]}
    if body.act == "undo":
        saved = saving.undo(draft=found, revision=body.revision, **who)
    elif body.act == "take":
        proposal = body.proposal_id or 0
        saved = deciding.take(draft=found, revision=body.revision, proposal=proposal, **who)
    elif body.act == "dismiss":
        saved = deciding.dismiss(draft=found, proposal=body.proposal_id or 0, **who)
    else:
        change = _change(request, found, body)
        saved = saving.save(draft=found, revision=body.revision, change=change, **who)
    return answered(whole(saved))


def _change(request: Request, draft: Draft, body: DraftChange) -> Change:
    """The change of the entries that was asked for."""
    if body.act == "confirm_all_sure":
        return partial(editing.confirm_all_sure, on=request.clock.on)
    if body.act == "add":
        title = (body.title or "").strip()
        return lambda entries: editing.add(entries, title=title, after=body.entry)
    if body.entry is None:
        raise Malformed({"entry": "没有给出"})
    pk = body.entry
    if plain := _PLAIN.get(body.act):
        return lambda entries: plain(entries, pk)
    change, values = _VALUED[body.act](request, draft, body)
    return lambda entries: change(entries, pk, **values)


_PLAIN: Final[Mapping[str, Callable[..., Any]]] = {
    "keep_whole": editing.keep_whole,
    "merge_up": dividing.merge_up,
    "confirm": editing.confirm,
    "drop": editing.drop,
    "put_off": editing.put_off,
    "restore": editing.restore,
}
Valued = tuple[Callable[..., Any], dict[str, Any]]


def _edit(_: Request, __: Draft, body: DraftChange) -> Valued:
    values = body.model_dump(include=set(_WORDS), exclude_none=True)
    return editing.edit, values


def _due(_: Request, __: Draft, body: DraftChange) -> Valued:
    return editing.set_due, {"on": body.deadline, "kind": body.due_kind or ""}


def _standard(_: Request, draft: Draft, body: DraftChange) -> Valued:
    if body.standard_id is None:
        return editing.set_standard, {"standard": None}
    offered = StandardVersion.objects.filter(standard__office=draft.office_id).select_related("standard")
    version = offered.filter(pk=body.standard_id).first()
    if version is None:
        raise Malformed({"standard_id": "不能选"})
    name = f"{version.standard.name} v{version.number}"
    return editing.set_standard, {"standard": StandardEntry(version=version.pk, name=name, reason="人工选定")}


def _measure(_: Request, __: Draft, body: DraftChange) -> Valued:
    """What is named changes; a day or a figure that is null is cleared."""
    given = body.model_fields_set
    plain = [name for name in _PLAIN_OF_MEASURE if name in given]
    values: dict[str, str] = {name: getattr(body, name) or "" for name in plain}
    if "deadline" in given:
        values["deadline"] = body.deadline.isoformat() if body.deadline else ""
    if "target" in given:
        values["target"] = _figure(body.target)
    return editing.edit_measure, {"at": body.at, **values}


_PLAIN_OF_MEASURE: Final = ("text", "quantity_unit")


def _figure(value: Any) -> str:
    return "" if value is None else format(value, "f")


def _assign(request: Request, draft: Draft, body: DraftChange) -> Valued:
    units = _units(request, draft, body.unit_ids)
    return editing.assign, {"at": body.at, "units": [(one.pk, one.name) for one in units]}


def _add_unit(request: Request, draft: Draft, body: DraftChange) -> Valued:
    unit = _units(request, draft, body.unit_ids[:1])[0]
    return editing.add_unit, {"unit_id": unit.pk, "unit": unit.name, "duty": body.duty}


def _units(request: Request, draft: Draft, pks: list[int]) -> list[Unit]:
    """Units to which the office of the draft hands out."""
    assert draft.office is not None  # noqa: S101 - the draft of an office
    below = divisions_below([draft.office.unit.division_id])
    found = Unit.objects.in_force(on=request.clock.on).filter(division__in=below).in_bulk(pks)
    if not pks or len(found) < len(set(pks)):
        raise Malformed({"unit_ids": "没有给出，或有单位不能选"})
    return [found[pk] for pk in dict.fromkeys(pks)]


_VALUED: Final[Mapping[str, Callable[[Request, Draft, DraftChange], Valued]]] = {
    "edit": _edit,
    "set_kind": lambda _, __, body: (editing.set_kind, {"kind": body.kind or ""}),
    "set_due": _due,
    "set_standard": _standard,
    "add_measure": lambda _, __, body: (editing.add_measure, {"text": body.text or ""}),
    "edit_measure": _measure,
    "drop_measure": lambda _, __, body: (editing.drop_measure, {"at": body.at}),
    "assign": _assign,
    "add_unit": _add_unit,
    "set_duty": lambda _, __, body: (editing.set_duty, {"at": body.at, "duty": body.duty}),
    "set_share": lambda _, __, body: (editing.set_share, {"at": body.at, "share": _figure(body.share)}),
    "drop_unit": lambda _, __, body: (editing.drop_unit, {"at": body.at}),
    "split": lambda _, __, body: (dividing.split, {"by": body.by}),
    "move": lambda _, __, body: (editing.move, {"to": body.to}),
}


@router.get("/drafts/{draft_id}/units", response=answers(UnitsMeant), summary="名称可能指哪个单位")
def units_meant(request: Request, draft_id: Id, asked: Query[UnitsTyped]) -> HttpResponse:
    asked.refuse_unknown(request)
    found = loaded(request, draft_id)
    assert found.office is not None  # noqa: S101 - the draft of an office
    book = office_unit_book(found.office, on=request.clock.on)
    told = [
        {"unit": {"id": one["unit_id"], "name": one["unit"]}, "reason": one["reason"]}
        for one in matching.suggestions(book, asked.typed)
    ]
    return answered({"units": told})


@router.get("/drafts/{draft_id}/source", response=answers(Source), summary="草稿读自的文字")
def draft_source(request: Request, draft_id: Id) -> HttpResponse:
    """条目里的 span 按这里的文字计数。"""
    return answered({"reading": queries.source(loaded(request, draft_id))})


class Gone(Told):
    """What is there no more."""

    id: int


@router.delete("/drafts/{draft_id}", response=answers(Gone), summary="移除没有读成的来文")
def dismiss_draft(request: Request, draft_id: Id) -> HttpResponse:
    found = loaded(request, draft_id)
    receiving.dismiss(draft=found, by=request.clock.deed()["by"])
    return answered({"id": draft_id})
