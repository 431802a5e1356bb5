"""An office's own table into a ledger: sent, corrected, looked at, brought in, taken back."""

from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import File, Form, Query, Router, UploadedFile
from pydantic import Field

from guatu.api import files, keys
from guatu.api.answers import answered, moment
from guatu.api.operations.acts import ONCE
from guatu.api.operations.entering import writable
from guatu.api.shapes.base import Asking, Given, Id, Told, answers
from guatu.http.errors import Absent
from guatu.http.requests import Request
from guatu.ledgers.actions import exporting as recording
from guatu.ledgers.imports import planning, queries, receiving, rejecting, undoing
from guatu.ledgers.imports.applying import Asked
from guatu.ledgers.imports.errors import ImportNotReady
from guatu.ledgers.models import ImportDraft
from guatu.ledgers.queries import layouts, listing

router = Router(tags=["导入台账"])
_MOST = 200
_Reason = Annotated[str, Field(min_length=1, max_length=200)]


class TableSent(Given):
    """How a table is taken in."""

    again: bool = Field(default=False, description="还没导入的同一份表再传一次")


class TableTold(Told):
    """A table on its way."""

    id: int
    ledger_id: int
    name: str
    state: str = Field(description="waiting、reading、ready、applying、applied、failed、withdrawn")
    failure: str
    received_at: str
    revision: int
    shown: str = Field(description="预览的摘要，导入时带回；台账或列的对应变了就不再相同")
    counts: dict[str, int] = Field(description="new 新增，changed 更新，told 只提示，same 不变，rejected 行")
    progress: float = Field(description="0 到 1")
    result_id: int | None
    is_undone: bool


class TablesTold(Told):
    """The tables of a ledger, the latest first."""

    tables: list[TableTold]


class TableChangeTold(Told):
    """One thing in which the file differs."""

    what: str
    label: str
    old: str
    new: str
    why_not: str = Field(description="不随导入更新的原因；空为会更新")


class TableLineTold(Told):
    """What becomes of one matter of the file."""

    sheet: str
    row: int
    own_number: str
    title: str
    verdict: str
    item_id: int | None
    number: str
    why: str = Field(description="为什么认作这个事项")
    note: str
    changes: list[TableChangeTold]


class TableRejectTold(Told):
    """A row that cannot be taken, and why."""

    sheet: str
    row: int
    column: int | None
    why: str
    words: str


class TableColumnTold(Told):
    """A column, what it was taken for, and what speaks for that."""

    index: int
    head: str
    role: str | None
    confidence: float
    reasons: list[str]
    samples: list[str]


class TableSheetTold(Told):
    """A sheet and its columns."""

    name: str
    kind: str
    reason: str
    layout: str
    columns: list[TableColumnTold]


class TablePreviewTold(Told):
    """What the import would do; lines a page at a time."""

    shown: str
    counts: dict[str, int]
    sheets: list[TableSheetTold]
    rejects: list[TableRejectTold]
    lines: list[TableLineTold]
    next: int | None = Field(description="接着读时的 after")


class TablePreviewAsked(Asking):
    """From which line on."""

    after: Annotated[int, Field(ge=0, lt=10_000_000)] = 0
    limit: Annotated[int, Field(ge=1, le=_MOST)] = 100


class TableColumnsGiven(Given):
    """What the columns of a sheet hold."""

    sheet: Annotated[str, Field(min_length=1, max_length=120)]
    columns: dict[Annotated[int, Field(ge=0, lt=1000)], Annotated[str, Field(max_length=24)]] = Field(
        description="第几列（从 0 数起）是什么；空为不导入"
    )
    forget: bool = Field(default=False, description="不要这些更正，按自动认的来")


class TableUnitGiven(Given):
    """Which unit a name of the table means."""

    written: Annotated[str, Field(min_length=1, max_length=120)]
    unit_id: Id
    remember: bool = Field(default=True, description="本办公室以后也这么认")


class TableApplyGiven(Given):
    """How it is to be brought in."""

    shown: Annotated[str, Field(min_length=1, max_length=64)]
    reason: _Reason = Field(description="转入说明，记入每个事项的留痕")
    good_only: bool = Field(default=False, description="有错的行不导入；不写则有错就整份不导入")
    done_as: Literal["in_progress", "closed"] = Field(
        "in_progress", description="旧台账已完成的：in_progress 作办理中 100%，closed 作启用前销号"
    )


class TableUndoGiven(Given):
    """Why it is taken back."""

    reason: _Reason


@router.post("/ledgers/{ledger_id}/tables", response=answers(TableTold, status=202), summary="上传台账表")
def send_table(
    request: Request, ledger_id: Id, body: Form[TableSent], file: File[UploadedFile]
) -> HttpResponse:
    """由督办员上传；随后另行读取、与台账比对，状态到 ready 可看预览。带密级标志的不保存。"""
    ledger = writable(request, ledger_id)
    made = receiving.receive(
        upload=file, name=file.name or "台账.xlsx", ledger=ledger, again=body.again, **request.clock.deed()
    )
    return answered(told(made), status=202)


@router.get("/ledgers/{ledger_id}/tables", response=answers(TablesTold), summary="传过的表")
def tables(request: Request, ledger_id: Id) -> HttpResponse:
    ledger = writable(request, ledger_id)
    found = queries.of_ledger(request.clock.by, ledger)[:_MOST]
    return answered({"tables": [told(one) for one in found]})


@router.get("/tables/{table_id}", response=answers(TableTold), summary="一份表的进度")
def table(request: Request, table_id: Id) -> HttpResponse:
    return answered(told(loaded(request, table_id)))


@router.get("/tables/{table_id}/preview", response=answers(TablePreviewTold), summary="预览：会改什么")
def preview_table(request: Request, table_id: Id, asked: Query[TablePreviewAsked]) -> HttpResponse:
    """列的认法和依据、不能导入的行、逐条比对。"""
    asked.refuse_unknown(request)
    found = loaded(request, table_id)
    if found.plan_id is None:
        raise ImportNotReady(name=found.name, state=str(found.get_state_display()), deed="预览")
    plan = planning.load(found.plan_id)
    end = asked.after + asked.limit
    return answered(
        {
            "shown": found.shown,
            "counts": plan.counts,
            "sheets": [_sheet(one) for one in plan.sheets],
            "rejects": plan.rejects[:_MOST],
            "lines": [_line(one, plan) for one in plan.lines[asked.after : end]],
            "next": end if end < len(plan.lines) else None,
        }
    )


def _sheet(one: dict[str, Any]) -> dict[str, Any]:
    names = ("index", "head", "role", "confidence", "reasons", "samples")
    columns = [{name: column[name] for name in names} for column in one["columns"]]
    return {name: one[name] for name in ("name", "kind", "reason", "layout")} | {"columns": columns}


def _line(one: planning.Line, plan: planning.Plan) -> dict[str, Any]:
    matter = plan.matters[one.at]
    names = ("what", "label", "old", "new", "why_not")
    return {
        "sheet": matter.sheet,
        "row": matter.row,
        "own_number": matter.number,
        "title": matter.title,
        "verdict": one.verdict,
        "item_id": one.item,
        "number": one.number,
        "why": one.why,
        "note": one.note,
        "changes": [{name: getattr(each, name) for name in names} for each in one.changes],
    }


@router.get(
    "/tables/{table_id}/rejects",
    response=answers(None),
    summary="不能导入的行",
    openapi_extra=files.of_kind(files.XLSX),
)
def table_rejects(request: Request, table_id: Id) -> HttpResponseBase:
    found = loaded(request, table_id)
    made = rejecting.sheet(found) if found.plan_id is not None else None
    if made is None:
        raise Absent
    return files.written(lambda to: to.write(made), name=f"{found.pk}-rejects.xlsx", kind=files.XLSX)


@router.post("/tables/{table_id}/columns", response=answers(TableTold), summary="更正列的对应")
def correct_columns(request: Request, table_id: Id, body: TableColumnsGiven) -> HttpResponse:
    """更正后重新读取；导入后本办公室记住这种表头。"""
    found = loaded(request, table_id)
    how: dict[str, Any] = {"sheet": body.sheet, "columns": body.columns, "forget": body.forget}
    return answered(told(receiving.correct_columns(draft=found, **how, **request.clock.deed())))


@router.post("/tables/{table_id}/units", response=answers(TableTold), summary="指定没认出的单位")
def correct_unit(request: Request, table_id: Id, body: TableUnitGiven) -> HttpResponse:
    found = loaded(request, table_id)
    how: dict[str, Any] = {"written": body.written, "unit_id": body.unit_id, "remember": body.remember}
    return answered(told(receiving.correct_unit(draft=found, **how, **request.clock.deed())))


@router.post(
    "/tables/{table_id}/applied",
    response=answers(TableTold, status=202),
    summary="导入",
    openapi_extra={"parameters": [ONCE]},
)
def apply_table(request: Request, table_id: Id, body: TableApplyGiven) -> HttpResponse:
    """按预览导入，全部写成才算；随后另行办理，状态从 applying 到 applied，不成则回到 ready 并说明原因。"""
    found = loaded(request, table_id)
    asked = Asked(**body.model_dump())
    again = keys.only_once(
        request,
        lambda: receiving.ask_apply(draft=found, asked=asked, **request.clock.deed()),
        lambda: answered(told(loaded(request, table_id)), status=202),
    )
    return again or answered(told(loaded(request, table_id)), status=202)


@router.post("/tables/{table_id}/withdrawn", response=answers(TableTold), summary="放弃")
def withdraw_table(request: Request, table_id: Id) -> HttpResponse:
    found = loaded(request, table_id)
    return answered(told(receiving.withdraw(draft=found, by=request.clock.deed()["by"])))


@router.post("/tables/{table_id}/undone", response=answers(TableTold), summary="撤销导入")
def undo_table(request: Request, table_id: Id, body: TableUndoGiven) -> HttpResponse:
    """导入后没有办理过的才能整体撤销：新增的作废，改过的改回。"""
    found, deed = loaded(request, table_id), request.clock.deed()
    if found.result is None:
        raise ImportNotReady(name=found.name, state=str(found.get_state_display()), deed="撤销")
    undoing.undo(brought=found.result, reason=body.reason, **deed)
    return answered(told(loaded(request, table_id)))


class ListsAsked(Given):
    """Which of the three lists."""

    only: Literal["problems", "duties", "progress"] | None = Field(
        None, description="问题清单、责任清单、进度清单；不写为三张合一"
    )


@router.post(
    "/ledgers/{ledger_id}/lists",
    response=answers(None),
    summary="导出三张清单",
    openapi_extra=files.of_kind(files.XLSX),
)
def export_lists(request: Request, ledger_id: Id, body: ListsAsked) -> HttpResponseBase:
    """整本台账，A3 横排；看得到整本的人才能导出，导出记入留痕。导出的清单再导入，不会有改动。"""
    clock = request.clock
    book = listing.opened(clock.by, ledger_id, on=clock.on)
    if book is None or not book.is_whole:
        raise Absent
    made = layouts.lists(book, [body.only] if body.only else list(layouts.LAYOUTS), at=clock.at)
    recording.record(
        ledger=book.ledger,
        rows=len(made.pks),
        words="全部",
        columns="、".join(one.name for one in made.layouts),
        by=clock.by,
        at=clock.at,
        on=clock.on,
        day=book.on,
    )
    return files.written(lambda to: layouts.write(made, to), name=f"{ledger_id}.xlsx", kind=files.XLSX)


def loaded(request: Request, pk: int) -> ImportDraft:
    """The table, for a coordinator of its office; else there is none."""
    found = queries.draft(request.clock.by, pk)
    if found is None:
        raise Absent
    return found


def told(one: ImportDraft) -> dict[str, Any]:
    """A table as plain values."""
    plain = ("ledger_id", "state", "failure", "revision", "shown", "result_id")
    worked_on = one.state in ImportDraft.WORKED_ON
    counts = planning.load(one.plan_id).counts if one.plan_id is not None and not worked_on else {}
    return {
        "id": one.pk,
        **{name: getattr(one, name) for name in plain},
        "name": queries.shown_name(one),
        "received_at": moment(one.received_at),
        "counts": counts,
        "progress": round(queries.pace(one).share, 3) if worked_on else 1.0,
        "is_undone": one.result is not None and one.result.state == "undone",
    }
