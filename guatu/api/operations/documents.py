"""Documents on their way into a ledger: sent in, read apart from the requests, drafts to be looked at."""

from typing import Annotated, Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import File, Form, Query, Router, UploadedFile
from pydantic import Field

from guatu.accounts.models import Office
from guatu.api.answers import answered, moment
from guatu.api.operations.entering import chosen
from guatu.api.shapes.base import Asking, Given, Id, Moment, Told, answers
from guatu.http.errors import Absent
from guatu.http.handing_out import handed_out
from guatu.http.requests import Request
from guatu.ledgers.intake import queries, receiving
from guatu.ledgers.models import Draft, Ledger
from guatu.ledgers.queries import proposals, visibility

router = Router(tags=["来文"])


class DraftTold(Told):
    """A document that came in, and how far it is read and checked."""

    id: int
    office_id: int
    ledger_id: int | None
    directive_id: int | None
    name: str
    state: str = Field(description="waiting、reading、ready、failed 等")
    progress: int
    stage: str
    failure: str
    revision: int
    received_at: Moment | None
    counts: dict[str, int] = Field(description="各状态的草稿条目数")


class ProposalTold(Told):
    """What a local model proposes for a field of an entry, with the words that hold it."""

    id: int
    entry: int = Field(description="条目的 id")
    field: str = Field(description="lead 牵头单位，units 责任单位，due 办结时限，problem 问题")
    value: str
    unit_id: int | None
    quote: str
    start: int = Field(description="quote 在原文里的位置")


class DraftWhole(DraftTold):
    """The same with its entries, as people work on them."""

    entries: list[dict[str, Any]]
    proposals: list[ProposalTold] = Field(description="本地模型的建议，没有填入条目；没有启用的为空")


class Drafts(Told):
    """Drafts, the latest first."""

    drafts: list[DraftTold]
    next: int | None


class DraftsAsked(Asking):
    """From where to read on."""

    before: Id | None = Field(None, description="上一次答复里的 next")
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class DocumentSent(Given):
    """To which office it comes, and into which ledger it is to go."""

    office_id: Id
    ledger_id: Id | None = None
    again: bool = Field(default=False, description="同一份文件再收一次")


@router.post("/drafts", response=answers(DraftTold, status=202), summary="来文送读")
def send_document(request: Request, body: Form[DocumentSent], file: File[UploadedFile]) -> HttpResponse:
    """由督办员上传；文件随后另行读取，状态从 waiting 到 ready 或 failed。带密级标志的不保存。"""
    deed = request.clock.deed()
    office = Office.objects.filter(pk=body.office_id, pk__in=deed["by"].offices("coordinator")).first()
    if office is None:
        raise Absent
    ledger = chosen(Ledger.objects.filter(office=office), body.ledger_id, "ledger_id")
    draft = receiving.receive(
        upload=file, name=file.name or "来文", office=office, ledger=ledger, again=body.again, **deed
    )
    return answered(draft_told(draft), status=202)


@router.get("/drafts", response=answers(Drafts), summary="来文草稿")
def drafts(request: Request, asked: Query[DraftsAsked]) -> HttpResponse:
    """督办员所在办公室的，新的在前。"""
    asked.refuse_unknown(request)
    found = queries.drafts(request.clock.by).order_by("-pk")
    if asked.before is not None:
        found = found.filter(pk__lt=asked.before)
    rows = list(found[: asked.limit + 1])
    following = rows[asked.limit - 1].pk if len(rows) > asked.limit else None
    return answered({"drafts": [draft_told(one) for one in rows[: asked.limit]], "next": following})


@router.get("/drafts/{draft_id}", response=answers(DraftWhole), summary="一份来文草稿")
def draft(request: Request, draft_id: Id) -> HttpResponse:
    return answered(whole(loaded(request, draft_id)))


def loaded(request: Request, pk: int) -> Draft:
    """The draft, for a coordinator of its office; else there is none."""
    found = queries.draft(request.clock.by, pk)
    if found is None:
        raise Absent
    return found


def whole(found: Draft) -> dict[str, Any]:
    """A draft with its entries as plain values."""
    plain = ("id", "entry", "field", "value", "unit_id", "quote", "start")
    told = [{name: getattr(one, name) for name in plain} for one in proposals.open_of(found)]
    return draft_told(found) | {"entries": found.entries, "proposals": told}


@router.get(
    "/directives/{directive_id}/content",
    response=answers(None),
    summary="来文原件",
    openapi_extra={"responses": {200: {"content": {"application/octet-stream": {}}}}},
)
def directive_content(request: Request, directive_id: Id) -> HttpResponseBase:
    found = visibility.directives(request.clock.by).filter(pk=directive_id).select_related("file").first()
    if found is None or found.file is None:
        raise Absent
    return handed_out(found.file, found.file_name or found.title, is_saved=True)


def draft_told(one: Draft) -> dict[str, Any]:
    """A draft as plain values, without its entries."""
    counts: dict[str, int] = {}
    for entry in one.entries:
        counts[entry["status"]] = counts.get(entry["status"], 0) + 1
    plain = ("office_id", "ledger_id", "directive_id", "state", "progress", "failure", "revision")
    return {
        "id": one.pk,
        **{name: getattr(one, name) for name in plain},
        "name": str(one.directive) if one.directive else receiving.shown_name(one),
        "stage": queries.stage_words(one),
        "received_at": moment(one.received_at),
        "counts": counts,
    }
