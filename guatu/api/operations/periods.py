"""本期填报: who reported in a period and who did not; urging them, ending the period, what it came to."""

from datetime import date
from functools import partial
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router
from pydantic import Field

from guatu.api import files, keys
from guatu.api.answers import answered, day
from guatu.api.operations.acts import ONCE
from guatu.api.shapes.base import Asking, Day, Given, Id, ItemNumbered, Named, Told, Words, answers
from guatu.http.errors import Absent, Malformed
from guatu.http.requests import Request
from guatu.ledgers.actions import exporting
from guatu.ledgers.actions import periods as deeds
from guatu.ledgers.cadences import codes_of, label
from guatu.ledgers.errors import NotNow, NotYours
from guatu.ledgers.events import Event
from guatu.ledgers.models import Item, Ledger
from guatu.ledgers.permissions import Part, role_in_office
from guatu.ledgers.queries import periods, summaries, summary_files, visibility
from guatu.ledgers.queries.periods import Line, Sheet
from guatu.ledgers.queries.summaries import ItemChange, Summary

router = Router(tags=["本期填报"])
Cadence = Literal["weekly", "fortnightly", "half_monthly", "monthly"]
Standing = Literal["reported", "awaiting", "missing"]
_EARLIEST = 2000


class PeriodAsked(Asking):
    """Which period is meant: of the ledger's first rhythm, and of today, where nothing is said."""

    cadence: Cadence | None = Field(None, description="填报周期；不写为台账自己的")
    on: date | None = Field(None, description="本期里的任何一天；不写为今天")


class LinesAsked(PeriodAsked):
    """Which lines of it are wanted."""

    standing: Standing | None = None
    unit: Id | None = None
    after: Id | None = Field(None, description="上一次答复里的 next")
    limit: Annotated[int, Field(ge=1, le=500)] = 200


class PeriodNamed(Given):
    """The same for what is done with it."""

    cadence: Cadence | None = None
    on: date | None = None


class MissingUrged(PeriodNamed):
    """What all who are missing are told."""

    words: Words


class PeriodExported(PeriodNamed):
    """As a sheet for those who count, or as a document for those who read."""

    form: Literal["xlsx", "docx"]


class PeriodLineTold(Told):
    """What one duty of a unit came to in the period."""

    assignment_id: int
    item: ItemNumbered
    unit: Named
    standing: str = Field(description="reported 已报，awaiting 待单位审核，missing 未报")
    report_id: int | None
    reported_on: Day | None
    progress: int


class PeriodTold(Told):
    """A period: from the day after the last due day to its own due day."""

    cadence: str
    cadences: list[str] = Field(description="本台账在用的填报周期")
    name: str
    first: Day
    last: Day = Field(description="截止日")
    is_frozen: bool = Field(description="已截止的不再变动")
    frozen_on: Day | None
    counts: dict[str, int]
    lines: list[PeriodLineTold]
    next: int | None


@router.get("/ledgers/{ledger_id}/period", response=answers(PeriodTold), summary="本期填报")
def period(request: Request, ledger_id: Id, asked: Query[LinesAsked]) -> HttpResponse:
    """看得到的每项承办在这一期报了没有；按承办的编号接着读。"""
    asked.refuse_unknown(request)
    sheet = _sheet(request, ledger_id, asked.cadence, asked.on)
    return answered(_told(sheet, asked))


def _told(sheet: Sheet, asked: LinesAsked) -> dict[str, Any]:
    wanted = (
        one
        for one in sheet.lines
        if asked.standing in (None, one.standing)
        and asked.unit in (None, one.assignment.unit_id)
        and one.assignment.pk > (asked.after or 0)
    )
    lines = sorted(wanted, key=lambda line: line.assignment.pk)
    some, frozen = lines[: asked.limit], sheet.frozen
    return {
        "cadence": sheet.code,
        "cadences": codes_of(sheet.ledger),
        "name": label(sheet.code, sheet.period),
        "first": day(sheet.period.first),
        "last": day(sheet.period.last),
        "is_frozen": frozen is not None,
        "frozen_on": day(frozen.frozen_on) if frozen else None,
        "counts": dict(sheet.counts),
        "lines": [_line(one) for one in some],
        "next": some[-1].assignment.pk if len(lines) > len(some) else None,
    }


def _line(line: Line) -> dict[str, Any]:
    row, report = line.assignment, line.report
    return {
        "assignment_id": row.pk,
        "item": _numbered(row.item),
        "unit": {"id": row.unit_id, "name": row.unit.name},
        "standing": line.standing,
        "report_id": report.pk if report else None,
        "reported_on": day(report.reported_on) if report else None,
        "progress": report.progress if report else row.progress,
    }


def _numbered(item: Item) -> dict[str, Any]:
    return {"id": item.pk, "number": item.number}


def _sheet(request: Request, pk: int, cadence: str | None, on: date | None) -> Sheet:
    """The period as this person sees it; refuses days to come, and rhythms that are not in use."""
    clock = request.clock
    ledger = visibility.ledgers(clock.by).filter(pk=pk).select_related("office__unit").first()
    if ledger is None:
        raise Absent
    on = on or clock.day
    if on > clock.on or on.year < _EARLIEST:
        raise Malformed({"on": "不能晚于今天" if on > clock.on else "太早了"})
    seen = visibility.assignments(clock.by)
    return periods.sheet(ledger, _code(ledger, cadence), on=on, calendar=clock.calendar, seen=seen)


def _code(ledger: Ledger, cadence: str | None) -> str:
    codes = codes_of(ledger)
    if not codes:
        raise NotNow(number=ledger.name, deed="查看本期填报", state="没有设填报周期")
    if cadence is not None and cadence not in codes:
        raise Malformed({"cadence": "本台账没有用这个周期"})
    return cadence or codes[0]


def _kept(request: Request, pk: int, body: PeriodNamed, event: Event) -> Sheet:
    """The whole period, for a coordinator of the office."""
    sheet = _sheet(request, pk, body.cadence, body.on)
    if role_in_office(request.clock.deed()["by"], "coordinator", sheet.ledger.office_id) is None:
        raise NotYours(deed=str(event.label), who=[Part.COORDINATOR.label])
    return sheet


class Urged(Told):
    """The items of which something is missing."""

    urged: list[ItemNumbered]


@router.post(
    "/ledgers/{ledger_id}/period/urged",
    response=answers(Urged),
    summary="催办本期未报",
    openapi_extra={"parameters": [ONCE]},
)
def urge_missing(request: Request, ledger_id: Id, body: MissingUrged) -> HttpResponse:
    """由督办员办理：一次催办本期所有未报的；已截止的不能再催。"""
    sheet = _kept(request, ledger_id, body, Event.URGED)
    if sheet.frozen is not None:
        raise NotNow(number=sheet.ledger.name, deed="催办本期未报", state="本期已截止")
    urged: list[Item] = []

    def do() -> None:
        urged.extend(deeds.urge_missing(lines=sheet.lines, words=body.words, **request.clock.deed()))

    again = keys.only_once(request, do)
    return again or answered({"urged": [_numbered(one) for one in urged]})


@router.post(
    "/ledgers/{ledger_id}/period/frozen",
    response=answers(PeriodTold),
    summary="截止本期填报",
    openapi_extra={"parameters": [ONCE]},
)
def freeze_period(request: Request, ledger_id: Id, body: PeriodNamed) -> HttpResponse:
    """由督办员在截止日当天办理；不办的，次日自动截止。"""
    sheet = _kept(request, ledger_id, body, Event.PERIOD_FROZEN)
    if sheet.period.last != request.clock.on:
        last = f"{sheet.period.last:%m-%d}"
        raise NotNow(number=sheet.ledger.name, deed="截止这一期", state=f"截止日是 {last}")

    def do() -> None:
        deeds.freeze(ledger=sheet.ledger, code=sheet.code, **request.clock.deed())

    def told() -> HttpResponse:
        found = _sheet(request, ledger_id, sheet.code, body.on)
        return answered(_told(found, LinesAsked(cadence=None, on=None, after=None)))

    return keys.only_once(request, do, told) or told()


class UnitChangeTold(Told):
    """What one unit's duty came to."""

    unit: Named
    standing: str
    before: int = Field(description="上期进度")
    after: int = Field(description="本期进度")
    text: str
    stuck: str
    next_step: str


class ItemChangeTold(Told):
    """An item of which something was reported, or whose state or deadline changed."""

    item: ItemNumbered
    title: str
    state_before: str
    state: str
    deadline_before: Day | None
    deadline: Day | None
    units: list[UnitChangeTold]


class MissingTold(Told):
    """A unit that gave nothing, and of which items."""

    unit: str
    items: list[ItemNumbered]


class SummaryTold(Told):
    """What a period came to."""

    title: str
    overview: str
    changes: list[ItemChangeTold]
    missing: list[MissingTold]


@router.get("/ledgers/{ledger_id}/period/summary", response=answers(SummaryTold), summary="本期汇总")
def period_summary(request: Request, ledger_id: Id, asked: Query[PeriodAsked]) -> HttpResponse:
    """逐项对照上期末：状态、时限、各单位进度。"""
    asked.refuse_unknown(request)
    found = _summary(request, _sheet(request, ledger_id, asked.cadence, asked.on))
    return answered(
        {
            "title": summary_files.title(found),
            "overview": summary_files.overview(found),
            "changes": [_change(one) for one in found.changes],
            "missing": [
                {"unit": name, "items": [_numbered(one) for one in items]}
                for name, items in sorted(found.missing.items())
            ],
        }
    )


def _summary(request: Request, sheet: Sheet) -> Summary:
    clock = request.clock
    return summaries.summary(sheet, on=clock.day, seen=visibility.items(clock.by))


def _change(one: ItemChange) -> dict[str, Any]:
    before = one.before
    return {
        "item": _numbered(one.item),
        "title": one.item.title,
        "state_before": before.state if before else "",
        "state": one.after.state,
        "deadline_before": day(before.deadline) if before else None,
        "deadline": day(one.after.deadline),
        "units": [
            {
                "unit": {"id": unit.assignment.unit_id, "name": unit.assignment.unit.name},
                "standing": unit.standing,
                "before": unit.before,
                "after": unit.after,
                **{name: getattr(unit.report, name, "") for name in ("text", "stuck", "next_step")},
            }
            for unit in one.units
        ],
    }


@router.post(
    "/ledgers/{ledger_id}/period/export",
    response=answers(None),
    summary="导出本期汇总",
    openapi_extra=files.of_kind(files.XLSX, files.DOCX),
)
def export_period(request: Request, ledger_id: Id, body: PeriodExported) -> HttpResponseBase:
    """导出先留痕。"""
    clock = request.clock
    deed = clock.deed()
    found = _summary(request, _sheet(request, ledger_id, body.cadence, body.on))
    title, last = summary_files.title(found), found.sheet.period.last
    exporting.record(
        ledger=found.sheet.ledger,
        rows=len(found.changes),
        words=title,
        columns="、".join(summary_files.HEADS),
        day=min(last, clock.on),
        **deed,
    )
    if body.form == "docx":
        write, kind = partial(summary_files.write_docx, found, on=clock.on), files.DOCX
    else:
        write, kind = partial(summary_files.write_xlsx, found), files.XLSX
    return files.written(write, name=f"{title}.{body.form}", kind=kind)
