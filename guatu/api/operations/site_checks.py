"""现场核查: what is to be looked at, what was found and drawn, and checks without notice."""

from datetime import date
from typing import Annotated, Any, Final, Literal

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import File, Query, Router, UploadedFile
from pydantic import Field

from guatu.accounts.models import Office, Person, Unit
from guatu.accounts.queries import divisions_below
from guatu.api import files, keys
from guatu.api.acts.site_checks import SiteChecked
from guatu.api.answers import answered, day, moment
from guatu.api.operations.acts import ONCE
from guatu.api.operations.entering import chosen
from guatu.api.shapes.base import Asking, Given, Id, Told, Words, answers
from guatu.api.shapes.site_checks import SiteChecks, SiteCheckWhole
from guatu.api.telling import named
from guatu.http import uploads
from guatu.http.errors import Absent
from guatu.http.handing_out import handed_out
from guatu.http.requests import Request
from guatu.ledgers import pictures
from guatu.ledgers.errors import NotYours
from guatu.ledgers.models import Ledger, SiteCheck, SiteCheckDraw
from guatu.ledgers.permissions import Part
from guatu.ledgers.queries import visibility
from guatu.ledgers.site_checks import deeds, queries, visits

router = Router(tags=["现场核查"])
_STARTING: Final = ("coordinator", "verifier")


class SiteChecksAsked(Asking):
    """Which part, or those of one item."""

    show: Literal["due", "mine", "ended"] = Field("due", description="due 待查，mine 我能去的，ended 已办结")
    item: Id | None = Field(None, description="只看一项的，不分办没办结")
    limit: Annotated[int, Field(ge=1, le=500)] = 200


class VisitStarted(Given):
    """Where to and what for, without notice."""

    office_id: Id
    unit_id: Id | None = None
    place: Annotated[str, Field(max_length=120)] = ""
    words: Words
    checker_id: Id | None = None
    due_on: date | None = None


class ProblemFound(Given):
    """Something wrong, which becomes an item."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    words: Annotated[str, Field(max_length=2000)] = ""
    unit_id: Id | None = Field(None, description="牵头单位；不写的为被查单位")


class VisitRecorded(SiteChecked):
    """What was found, and what becomes of it."""

    problems: Annotated[list[ProblemFound], Field(max_length=50)] = []
    ledger_id: Id | None = Field(None, description="问题转入哪本台账")


class VisitPlanned(Given):
    """Who goes, by when, and what for; all of it anew."""

    checker_id: Id | None = Field(None, description="不写的，任一核查员可去")
    due_on: date
    words: Words


class VisitDropped(Given):
    """Why nobody goes."""

    reason: Words


class SitePhotoKept(Told):
    """A file that waits for the result, for a day."""

    file: str = Field(description="写结果时写在 files 里")
    name: str
    sha256: str


def _seen(request: Request) -> Any:
    if not request.clock.by.offices(*queries.READERS):
        raise Absent
    return queries.visible(request.clock.by)


def _one(request: Request, pk: int) -> SiteCheck:
    check: SiteCheck | None = _seen(request).filter(pk=pk).first()
    if check is None:
        raise Absent
    return check


def _visit(request: Request, pk: int) -> SiteCheck:
    check = _one(request, pk)
    if check.kind != SiteCheck.Kind.UNANNOUNCED:
        raise Absent
    return check


def _mine(request: Request, pk: int) -> SiteCheck:
    """A check of which this person may write the result."""
    check = _one(request, pk)
    if queries.why_not(request.clock.by, check, queries.case_of(check)):
        raise NotYours(deed="现场核查", who=[Part.VERIFIER.label])
    return check


@router.get("/site-checks", response=answers(SiteChecks), summary="现场核查")
def site_checks(request: Request, asked: Query[SiteChecksAsked]) -> HttpResponse:
    """督办员、核查员、领导、纪检监督员可看。不打招呼检查在记录之前，被查单位的人看不到。"""
    asked.refuse_unknown(request)
    seen, draws = _seen(request), []
    if asked.item is not None:
        rows = seen.filter(item=asked.item).order_by("pk")
        draws = queries.draws_of(asked.item) if rows.exists() or _sees(request, asked.item) else []
    elif asked.show == "mine":
        rows = queries.due(request.clock.by)
    else:
        rows = queries.standing(seen) if asked.show == "due" else queries.ended(seen)
    found = list(rows.prefetch_related("findings__item")[: asked.limit])
    told = {"site_checks": [_told(request, one) for one in found], "draws": [_draw(one) for one in draws]}
    return answered(told)


def _sees(request: Request, item: int) -> bool:
    return visibility.items(request.clock.by).filter(pk=item).exists()


@router.post(
    "/site-checks",
    response=answers(SiteCheckWhole, status=201),
    summary="派不打招呼检查",
    openapi_extra={"parameters": [ONCE]},
)
def start_visit(request: Request, body: VisitStarted) -> HttpResponse:
    """由督办员、核查员派出；不发通知。"""
    deed = request.clock.deed()
    offices = Office.objects.filter(pk__in=deed["by"].offices(*_STARTING)).select_related("unit")
    office = offices.filter(pk=body.office_id).first()
    if office is None:
        raise Absent
    units = Unit.objects.in_force(on=deed["on"]).filter(
        division__in=divisions_below([office.unit.division_id])
    )
    made: list[SiteCheck] = []

    def do() -> None:
        made.append(
            visits.start(
                office=office,
                unit=chosen(units, body.unit_id, "unit_id"),
                place=body.place,
                words=body.words,
                checker=_checker(body.checker_id, office.pk, deed["on"]),
                due_on=body.due_on,
                **deed,
            )
        )

    return keys.only_once(request, do) or _whole(request, made[0].pk, status=201)


def _checker(pk: int | None, office: int, on: date) -> Person | None:
    able = [one for one, _ in queries.checkers_of(office, on=on)]
    person: Person | None = chosen(Person.objects.filter(pk__in=able), pk, "checker_id")
    return person


@router.get("/site-checks/{site_check_id}", response=answers(SiteCheckWhole), summary="一次现场核查")
def site_check(request: Request, site_check_id: Id) -> HttpResponse:
    return _whole(request, site_check_id)


@router.post(
    "/site-checks/{site_check_id}/code",
    response=answers(SiteCheckWhole),
    summary="显示现场代码",
    openapi_extra={"parameters": [ONCE]},
)
def show_site_code(request: Request, site_check_id: Id) -> HttpResponse:
    """由去的核查员在现场办理；只记第一次显示的时间。"""
    check = _mine(request, site_check_id)
    again = keys.only_once(request, lambda: deeds.show_code(check=check, **request.clock.deed()))
    return again or _whole(request, site_check_id)


@router.post("/site-checks/{site_check_id}/files", response=answers(SitePhotoKept), summary="上传现场照片")
def send_site_photo(request: Request, site_check_id: Id, file: File[UploadedFile]) -> HttpResponse:
    """先上传，再在写结果时写上答复的 file。"""
    check, deed = _mine(request, site_check_id), request.clock.deed()
    kept = uploads.keep(file, at=deed["at"])
    scope = check.item_id or -check.pk
    word = uploads.word_for(kept, person_id=deed["by"].person_id, item_id=scope)
    return answered({"file": word, "name": kept.name, "sha256": kept.sha256})


@router.post(
    "/site-checks/{site_check_id}/recorded",
    response=answers(SiteCheckWhole),
    summary="记不打招呼检查的结果",
    openapi_extra={"parameters": [ONCE]},
)
def record_visit(request: Request, site_check_id: Id, body: VisitRecorded) -> HttpResponse:
    """由去的核查员办理；每个问题转为台账草稿。对销号申请的现场核查，用事项的 site_check_done。"""
    check = _visit(request, site_check_id)
    if queries.why_not(request.clock.by, check, None) and check.state == SiteCheck.State.PLANNED:
        raise NotYours(deed="不打招呼检查结果", who=[Part.VERIFIER.label])
    deed = request.clock.deed()
    own = Ledger.objects.filter(office=check.office_id, is_archived=False)
    ledger = chosen(own, body.ledger_id, "ledger_id")
    person = deed["by"].person_id
    kept = [uploads.read(word, person_id=person, item_id=-check.pk) for word in body.files]
    units = Unit.objects.in_force(on=deed["on"]).filter(
        division__in=divisions_below([check.office.unit.division_id])
    )
    problems = [
        visits.Problem(title=one.title, words=one.words, unit_id=_pk(chosen(units, one.unit_id, "unit_id")))
        for one in body.problems
    ]
    again = keys.only_once(
        request,
        lambda: visits.record(
            check=check,
            new=body.told([one.evidence(()) for one in kept]),
            problems=problems,
            ledger=ledger,
            **deed,
        ),
        lambda: _whole(request, site_check_id),
    )
    return again or _whole(request, site_check_id)


def _pk(unit: Unit | None) -> int | None:
    return unit.pk if unit else None


@router.post(
    "/site-checks/{site_check_id}/planned",
    response=answers(SiteCheckWhole),
    summary="改派不打招呼检查",
    openapi_extra={"parameters": [ONCE]},
)
def plan_visit(request: Request, site_check_id: Id, body: VisitPlanned) -> HttpResponse:
    """由督办员、核查员办理。对销号申请的现场核查，用事项的 site_check_planned。"""
    check, deed = _visit(request, site_check_id), request.clock.deed()
    checker = _checker(body.checker_id, check.office_id, deed["on"])
    again = keys.only_once(
        request,
        lambda: visits.plan(check=check, checker=checker, due_on=body.due_on, words=body.words, **deed),
    )
    return again or _whole(request, site_check_id)


@router.post(
    "/site-checks/{site_check_id}/dropped",
    response=answers(SiteCheckWhole),
    summary="取消不打招呼检查",
    openapi_extra={"parameters": [ONCE]},
)
def drop_visit(request: Request, site_check_id: Id, body: VisitDropped) -> HttpResponse:
    """由督办员办理，理由留痕。"""
    check = _visit(request, site_check_id)
    again = keys.only_once(
        request, lambda: visits.drop(check=check, reason=body.reason, **request.clock.deed())
    )
    return again or _whole(request, site_check_id)


@router.get(
    "/site-checks/{site_check_id}/photos/{photo_id}/content",
    response=answers(None),
    summary="现场照片",
    openapi_extra=files.of_kind(),
)
def site_photo(request: Request, site_check_id: Id, photo_id: Id) -> HttpResponseBase:
    check = _one(request, site_check_id)
    photo = check.photos.select_related("file").filter(pk=photo_id).first()
    if photo is None:
        raise Absent
    return handed_out(photo.file, photo.name, is_saved=photo.file.media_type not in pictures.SHOWN)


_PLAIN: Final = ("kind", "state", "result", "place", "words", "code_use", "finding")
_DAYS: Final = ("ordered_on", "due_on", "done_on")
_MOMENTS: Final = ("code_shown_at", "claimed_shown_at", "written_at", "received_at")
_NAMED: Final = ("unit", "checker", "done_by", "done_unit")


def _told(request: Request, check: SiteCheck) -> dict[str, Any]:
    item = check.item
    is_secret = check.state == SiteCheck.State.PLANNED and queries.why_not(
        request.clock.by, check, queries.case_of(check)
    )
    return {
        "id": check.pk,
        **{name: getattr(check, name) for name in _PLAIN},
        **{name: day(getattr(check, name)) for name in _DAYS},
        **{name: moment(getattr(check, name)) for name in _MOMENTS},
        **{name: named(getattr(check, name)) for name in _NAMED},
        "item": _item(item) if item else None,
        "code": "" if is_secret else check.code,
        "findings": [{"id": one.item_id, "number": one.item.number} for one in check.findings.all()],
    }


def _item(item: Any) -> dict[str, Any]:
    return {"id": item.pk, "number": item.number, "title": item.title, "ledger_id": item.ledger_id}


def _whole(request: Request, pk: int, *, status: int = 200) -> HttpResponse:
    check = _one(request, pk)
    photos = [
        {
            "id": one.photo.pk,
            "name": one.photo.name,
            "taken_at": moment(one.photo.taken_at),
            "place": one.photo.place,
            "doubts": [each.reason for each in one.doubts],
        }
        for one in queries.seen(request.clock.by, check)
    ]
    response = answered(_told(request, check) | {"photos": photos})
    response.status_code = status
    return response


def _draw(one: SiteCheckDraw) -> dict[str, Any]:
    plain = ("share", "checkpoint", "seed", "lot", "ground", "is_taken")
    told = {name: getattr(one, name) for name in plain}
    return {"id": one.pk, "attempt": one.close_out.number, **told, "drawn_on": day(one.drawn_on)}
