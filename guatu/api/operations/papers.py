"""Papers: drawn up from items, issued, printed, signed for; and the templates by which they are printed."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import File, Query, Router, UploadedFile
from pydantic import Field

from guatu.accounts.models import Office, Role, Unit
from guatu.api import files, keys
from guatu.api.answers import answered, day
from guatu.api.operations.acts import ONCE
from guatu.api.shapes.base import Asking, Day, Given, Id, ItemNumbered, Line, Named, Told, answers
from guatu.http import uploads
from guatu.http.errors import Absent, Malformed
from guatu.http.requests import Request
from guatu.ledgers.actions import papers as issuing
from guatu.ledgers.cases import Case
from guatu.ledgers.models import Item
from guatu.ledgers.queries import papers as drawing
from guatu.ledgers.queries import visibility
from guatu.papers import actions, printing, queries
from guatu.papers.layout.fields import BLANKS
from guatu.papers.models import Paper, PaperTemplate

router = Router(tags=["公文"])
Drawn = Literal["letter", "reminder", "dispatch_notice", "close_out_sheet", "closing_report"]
Items = Annotated[list[Id], Field(min_length=1, max_length=drawing.MOST)]


class PaperChosen(Given):
    """Which paper, about which items, to which unit."""

    kind: Drawn = Field(description="督办函、提醒函、交办通知、销号审批表、办结报告")
    item_ids: Items = Field(description="同一办公室的事项")
    unit_id: Id | None = Field(None, description="主送单位：函和通知要")


class PaperIssued(PaperChosen):
    """The same with its words; what is empty is as proposed."""

    title: Line = ""
    text: Annotated[str, Field(max_length=issuing.LONGEST)] = Field("", description="正文，一行一段")


class PaperProposed(Told):
    """The words as they would be, and to whom it could go."""

    title: str
    text: str
    units: list[Named]


class PapersAsked(Asking):
    """Which papers, from where on."""

    kind: Annotated[str, Field(max_length=20)] = ""
    before: Id | None = Field(None, description="上一次答复里的 next")
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ReceiptTold(Told):
    """The unit signed for it."""

    received_by: Named
    principal: Named | None
    received_on: Day


class PaperTold(Told):
    """A paper that was issued."""

    id: int
    mark: str = Field(description="文号")
    kind: str
    title: str
    office: Named
    addressee: Named | None
    issued_on: Day
    issued_by: Named | None
    is_waiting: bool = Field(description="等主送单位签收")
    receipt: ReceiptTold | None


class PaperWhole(PaperTold):
    """The same with what it says and is about."""

    fields: dict[str, str] = Field(description="公文里的各栏；没有模板的公文为空")
    items: list[ItemNumbered]
    hash: str = Field(description="留痕摘要")
    can_print: bool


class Papers(Told):
    """The newest first."""

    papers: list[PaperTold]
    next: int | None


@router.get("/papers", response=answers(Papers), summary="公文")
def papers(request: Request, asked: Query[PapersAsked]) -> HttpResponse:
    """所任职或监督的办公室签发的，和主送本单位的；按编号从新到旧接着读。"""
    asked.refuse_unknown(request)
    found = queries.visible(request.clock.by).order_by("-pk")
    found = found.filter(kind=asked.kind) if asked.kind else found
    found = found.filter(pk__lt=asked.before) if asked.before is not None else found
    rows = list(found[: asked.limit + 1])
    some = rows[: asked.limit]
    following = some[-1].pk if len(rows) > len(some) else None
    return answered({"papers": [_told(one) for one in some], "next": following})


def _told(one: Paper) -> dict[str, Any]:
    receipt = getattr(one, "receipt", None)
    waits = one.kind in queries.UNANSWERED and one.addressee_id is not None and receipt is None
    return {
        "id": one.pk,
        "mark": one.mark,
        "kind": one.kind,
        "title": one.title,
        "office": _named(one.office),
        "addressee": _named(one.addressee),
        "issued_on": day(one.issued_on),
        "issued_by": _named(one.issued_by),
        "is_waiting": waits,
        "receipt": None
        if receipt is None
        else {
            "received_by": _named(receipt.received_by),
            "principal": _named(receipt.principal),
            "received_on": day(receipt.received_on),
        },
    }


def _named(one: Any) -> dict[str, Any] | None:
    return None if one is None else {"id": one.pk, "name": one.name}


@router.post("/papers/proposed", response=answers(PaperProposed), summary="拟公文：建议的标题和正文")
def propose_paper(request: Request, body: PaperChosen) -> HttpResponse:
    """由督办员办理；不写任何东西。"""
    cases, unit = _chosen(request, body)
    drawn = drawing.drawn(body.kind, cases, unit=unit, signer=request.clock.by.name, on=request.clock.on)
    units = [{"id": one.pk, "name": one.name} for one in drawing.addressees(cases)]
    return answered({"title": drawn.title, "text": drawn.text, "units": units})


@router.get("/papers/{paper_id}", response=answers(PaperWhole), summary="一份公文")
def paper(request: Request, paper_id: Id) -> HttpResponse:
    return _whole(request, paper_id)


def _whole(request: Request, pk: int, *, status: int = 200) -> HttpResponse:
    one = _found(request, pk)
    about = visibility.items(request.clock.by).filter(pk__in=queries.subjects_of(one, Item.track))
    can_print = printing.can_print(one)
    told = {
        "fields": dict(printing.values(one).fields) if can_print else {},
        "items": [{"id": each.pk, "number": each.number} for each in about.order_by("pk")],
        "hash": queries.hash_at_issue(one),
        "can_print": can_print,
    }
    return answered(_told(one) | told, status=status)


def _found(request: Request, pk: int) -> Paper:
    one = queries.one(request.clock.by, pk)
    if one is None:
        raise Absent
    return one


@router.get(
    "/papers/{paper_id}/file",
    response=answers(None),
    summary="公文的 Word 文件",
    openapi_extra=files.of_kind(files.DOCX),
)
def paper_file(request: Request, paper_id: Id) -> HttpResponseBase:
    """每次重印，总是一样；没有模板的公文答 404。"""
    one = _found(request, paper_id)
    if not printing.can_print(one):
        raise Absent
    made = printing.docx(one)
    return files.written(lambda to: to.write(made), name=f"{one.mark}.docx", kind=files.DOCX)


@router.post("/papers/{paper_id}/received", response=answers(PaperWhole), summary="签收公文")
def receive_paper(request: Request, paper_id: Id) -> HttpResponse:
    """由主送单位的联络员办理。"""
    actions.receive(paper=_found(request, paper_id), **request.clock.deed())
    return _whole(request, paper_id)


def _chosen(request: Request, body: PaperChosen) -> tuple[Sequence[Case], Unit | None]:
    """The items, of which all must be of offices that the person coordinates, and the unit."""
    who = request.clock.deed()["by"]
    offices = who.offices(Role.Kind.COORDINATOR)
    wanted = list(dict.fromkeys(body.item_ids))
    seen = visibility.items(who).filter(ledger__office__in=offices, pk__in=wanted)
    if seen.count() != len(wanted):
        raise Absent
    cases = drawing.cases(wanted)
    unit = next((one for one in drawing.addressees(cases) if one.pk == body.unit_id), None)
    if body.unit_id is not None and unit is None:
        raise Malformed({"unit_id": "不是这些事项共同的承办单位"})
    return cases, unit


@router.post(
    "/papers",
    response=answers(PaperWhole, status=201),
    summary="签发公文",
    openapi_extra={"parameters": [ONCE]},
)
def issue_paper(request: Request, body: PaperIssued) -> HttpResponse:
    """由督办员办理：编号、记入各事项留痕；督办函同时算一次催办。"""
    cases, unit = _chosen(request, body)
    made: list[Paper] = []

    def do() -> None:
        on, signer = request.clock.on, request.clock.by.name
        drawn = drawing.drawn(body.kind, cases, unit=unit, signer=signer, on=on)
        pks = [case.item.pk for case in cases]
        words = {"title": body.title or drawn.title, "text": body.text or drawn.text}
        made.append(issuing.issue(kind=body.kind, pks=pks, unit=unit, **words, **request.clock.deed()))

    return keys.only_once(request, do) or _whole(request, made[0].pk, status=201)


class TemplateTold(Told):
    """By which template an office prints papers of a kind."""

    kind: str
    version: int = Field(description="0 为没有换过，用自带的")
    is_shipped: bool
    changed_by: str
    changed_on: Day | None


class Templates(Told):
    """One for each kind that is printed."""

    templates: list[TemplateTold]


def _office(request: Request, pk: int, kind: str = "") -> Office:
    """The office, for who keeps its templates."""
    found = next((one for one in queries.kept_offices(request.clock.by) if one.pk == pk), None)
    if found is None or (kind and kind not in BLANKS):
        raise Absent
    return found


def _templates(office: Office) -> HttpResponse:
    rows = [(kind, queries.template_in_force(office, kind)) for kind in BLANKS]
    return answered({"templates": [_template(kind, one) for kind, one in rows]})


def _template(kind: str, one: PaperTemplate | None) -> dict[str, Any]:
    return {
        "kind": str(kind),
        "version": one.number if one else 0,
        "is_shipped": one is None or one.is_shipped,
        "changed_by": one.changed_by.name if one else "",
        "changed_on": day(one.changed_on) if one else None,
    }


@router.get("/offices/{office_id}/templates", response=answers(Templates), summary="公文模板")
def templates(request: Request, office_id: Id) -> HttpResponse:
    """由本办公室的督办员、管理员查看。"""
    return _templates(_office(request, office_id))


@router.get(
    "/offices/{office_id}/templates/{kind}",
    response=answers(None),
    summary="现用的公文模板文件",
    openapi_extra=files.of_kind(files.DOCX),
)
def template_file(request: Request, office_id: Id, kind: str) -> HttpResponseBase:
    made = printing.template_bytes(queries.template_in_force(_office(request, office_id, kind), kind), kind)
    return files.written(lambda to: to.write(made), name=f"{kind}.docx", kind=files.DOCX)


@router.post("/offices/{office_id}/templates/{kind}", response=answers(Templates), summary="换公文模板")
def change_template(request: Request, office_id: Id, kind: str, file: File[UploadedFile]) -> HttpResponse:
    """先检查，有问题逐条说明，不会换掉现在的；已签发的公文仍按当时的模板印。"""
    office, deed = _office(request, office_id, kind), request.clock.deed()
    stored, name = uploads.keep_template(file, kind, at=deed["at"])
    actions.change_template(office=office, kind=kind, file=stored, name=name, **deed)
    return _templates(office)


@router.post(
    "/offices/{office_id}/templates/{kind}/restored", response=answers(Templates), summary="改回自带模板"
)
def restore_template(request: Request, office_id: Id, kind: str) -> HttpResponse:
    office = _office(request, office_id, kind)
    actions.restore_template(office=office, kind=kind, **request.clock.deed())
    return _templates(office)
