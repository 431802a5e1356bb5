"""Many items of a ledger changed and entered at one press, as in the grid: all is saved, or nothing."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final

from django.http import HttpResponse
from pydantic import Field

from guatu.accounts.models import Unit
from guatu.api import keys
from guatu.api.acts.base import FileWord
from guatu.api.acts.office import DueKind, MeasureGiven
from guatu.api.answers import answered
from guatu.api.operations import bulk
from guatu.api.operations.acts import ONCE
from guatu.api.operations.entering import ItemGiven, check_units, chosen, kept, new_item, writable
from guatu.api.shapes.base import Given, Id, ItemNumbered, MaybeWords, Told, answers
from guatu.http import refusals
from guatu.http.errors import Malformed
from guatu.http.requests import Request
from guatu.ledgers.actions import grids
from guatu.ledgers.actions.grids import Edit, NewLead
from guatu.ledgers.errors import LineRefused
from guatu.ledgers.models import Item, Ledger, Measure

router = bulk.router
MOST: Final = 200
_WORDS: Final = ("title", "problem", "goal", "category", "lead_leader", "sponsor_leader")
_DUE: Final = ("due_kind", "due_text", "deadline")
_Name = Annotated[str, Field(max_length=80)]


class MeasureLine(MeasureGiven):
    """What a measure becomes; without a number it is a new one."""

    measure_id: Id | None = None


class GridLine(Given):
    """What changes in one item; what is not named stays as it is."""

    item_id: Id
    revision: Annotated[
        int, Field(ge=0, lt=2**31, description="所看事项的 revision；之后又改过的，全部不保存")
    ]
    title: Annotated[str, Field(min_length=1, max_length=200)] = ""
    problem: MaybeWords = ""
    goal: MaybeWords = ""
    category: Annotated[str, Field(max_length=60)] = ""
    lead_leader: _Name = ""
    sponsor_leader: _Name = ""
    due_kind: DueKind = Field("undated", description="只用于草稿")
    due_text: _Name = Field("", description="只用于草稿")
    deadline: date | None = None
    lead_unit_id: Id | None = Field(None, description="只用于草稿；写 null 为未定")
    measures: Annotated[list[MeasureLine], Field(max_length=200)] = []


class GridGiven(Given):
    """All that was typed."""

    edits: Annotated[list[GridLine], Field(max_length=MOST)] = []
    new: Annotated[list[ItemGiven], Field(max_length=MOST)] = []
    reason: MaybeWords = Field("", description="调整已交办事项的时限要写")
    paper: FileWord | None = Field(None, description="调整已交办事项时限的依据文件")


class GridSaved(Told):
    """What was changed, and what was entered."""

    edited: list[ItemNumbered]
    new: list[ItemNumbered]


@router.post(
    "/ledgers/{ledger_id}/grid",
    response=answers(GridSaved),
    summary="成批改动和录入",
    openapi_extra={"parameters": [ONCE]},
)
def save_grid(request: Request, ledger_id: Id, body: GridGiven) -> HttpResponse:
    """由督办员办理，全部保存或全部不变；每处改动各自留痕。"""
    ledger, deed = writable(request, ledger_id), request.clock.deed()
    if any(one.dispatch for one in body.new):
        raise Malformed({"new": "这里只录入为草稿，交办另行办理"})
    edits, paper = _edits(request, ledger, body.edits), kept(request, ledger_id, body.paper)
    new, made = [new_item(ledger, one, request.clock.on) for one in body.new], list[Item]()

    def do() -> None:
        made.extend(grids.save(ledger=ledger, edits=edits, new=new, reason=body.reason, paper=paper, **deed))

    try:
        again = keys.only_once(request, do)
    except LineRefused as refusal:
        return answered(refusals.payload(refusal), status=refusals.status_of(refusal.refusal))
    told = {"edited": _numbered([one.item for one in edits]), "new": _numbered(made)}
    return again or answered(told)


def _edits(request: Request, ledger: Ledger, given: list[GridLine]) -> list[Edit]:
    """Each on the revision that was looked at; all of the items are of this ledger, none is named twice."""
    items = {one.pk: one for one in Item.objects.filter(ledger=ledger, pk__in=[row.item_id for row in given])}
    if len(items) != len(given):
        raise Malformed({"edits": "有的事项不在本台账，或写了两次"})
    leads = [one.lead_unit_id for one in given if one.lead_unit_id]
    check_units(ledger, leads, request.clock.on)
    units = {one.pk: one for one in Unit.objects.filter(pk__in=leads)}
    return [_edit(items[row.item_id], row, units) for row in given]


def _edit(item: Item, row: GridLine, units: Mapping[int, Unit]) -> Edit:
    item.revision = row.revision
    named, is_draft = row.model_fields_set, item.state == Item.State.DRAFT
    values: dict[str, Any] = {name: getattr(row, name) for name in _WORDS if name in named}
    if is_draft:
        values |= {name: getattr(row, name) for name in _DUE if name in named}
    elif named.intersection(_DUE) and row.deadline is None:
        raise Malformed({"deadline": f"{item.number} 已交办，时限要写日期"})
    lead = NewLead(unit=units.get(row.lead_unit_id or 0)) if "lead_unit_id" in named else None
    own = Measure.objects.filter(item=item, is_dropped=False)
    measures = [(chosen(own, one.measure_id, "measure_id"), one.new()) for one in row.measures]
    return Edit(
        item=item,
        values=values,
        deadline=None if is_draft else row.deadline,
        lead=lead,
        measures=measures,
    )


def _numbered(items: list[Item]) -> list[dict[str, Any]]:
    return [{"id": one.pk, "number": one.number} for one in items]
