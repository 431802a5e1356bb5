"""Units and people from a workbook: looked at row by row, then done as a whole or for the good rows."""

import base64
from types import ModuleType
from typing import Annotated, Any, Final, Literal

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import File, Form, UploadedFile
from pydantic import Field

from guatu.accounts.actions import imports
from guatu.accounts.actions.imports import Imported
from guatu.accounts.imports import people as people_sheets
from guatu.accounts.imports import units as unit_sheets
from guatu.accounts.imports.previews import Preview, Verdict
from guatu.accounts.models import Division
from guatu.api import files, keepers, keys
from guatu.api.answers import answered
from guatu.api.operations.acts import ONCE
from guatu.api.operations.entering import chosen
from guatu.api.operations.registry import router
from guatu.api.shapes.base import Given, Id, Told, answers
from guatu.http import workbooks
from guatu.http.requests import Request

What = Literal["units", "people"]
_SHEETS: Final[dict[str, ModuleType]] = {"units": unit_sheets, "people": people_sheets}
_LONGEST: Final = 120


class Into(Given):
    """Into which division it goes."""

    division_id: Id


class Shown(Into):
    """What a preview has shown is to be done, or only what of it is good."""

    shown: Annotated[str, Field(min_length=1, max_length=64)] = Field(description="预览答复的 shown")
    good_only: bool = Field(default=False, description="有错的行不导入；不写则有错就全不导入")


class CellWrong(Told):
    """What is wrong in a cell."""

    column: str
    message: str


class RowSeen(Told):
    """A row, and what would be done with it."""

    number: int
    verdict: str = Field(description="add 新增，change 修改，keep 不变，refuse 有错")
    name: str
    problems: list[CellWrong]


class ImportSeen(Told):
    """What importing the workbook would do."""

    shown: str = Field(description="导入时带回：工作簿或名册变了就不再相同")
    counts: dict[str, int]
    rows: list[RowSeen]


class FirstPassword(Told):
    """The password of somebody new, to be handed over; it is told this once."""

    username: str
    name: str
    unit: str
    password: str


class ImportDone(Told):
    """What was done."""

    counts: dict[str, int]
    rejects: str | None = Field(description="没有导入的行和原因，xlsx，base64")
    passwords: list[FirstPassword]


@router.get(
    "/imports/{what}/template",
    response=answers(None),
    summary="导入模板",
    openapi_extra=files.of_kind(files.XLSX),
)
def import_template(request: Request, what: What) -> HttpResponseBase:
    keepers.keeping(request)
    made: bytes = _SHEETS[what].template()
    return files.written(lambda to: to.write(made), name=f"{what}.xlsx", kind=files.XLSX)


@router.post("/imports/{what}/preview", response=answers(ImportSeen), summary="预览导入")
def preview_import(request: Request, what: What, body: Form[Into], file: File[UploadedFile]) -> HttpResponse:
    """由管理员办理；逐行说明会怎样，不写任何东西。"""
    _, found = _previewed(request, what, body, file)
    rows = [
        {
            "number": row.number,
            "verdict": row.verdict.value,
            "name": row.name,
            "problems": [{"column": one.column, "message": one.sentence} for one in row.problems],
        }
        for row in found.rows
    ]
    return answered({"shown": found.token, "counts": _counts(found.counts), "rows": rows})


def _previewed(request: Request, what: str, body: Into, file: UploadedFile) -> tuple[str, Preview]:
    kept = keepers.keeping(request).divisions
    request.clock.registry_deed()
    standing = Division.objects.in_force(on=request.clock.on).filter(pk__in=kept)
    division = chosen(standing, body.division_id, "division_id")
    name, data = workbooks.read(file)
    return name, _SHEETS[what].preview(data, division=division, on=request.clock.on)


def _counts(counts: Any) -> dict[str, int]:
    return {verdict.value: counts[verdict] for verdict in Verdict}


@router.post(
    "/imports/{what}",
    response=answers(ImportDone),
    summary="导入单位或人员",
    openapi_extra={"parameters": [ONCE]},
)
def import_rows(request: Request, what: What, body: Form[Shown], file: File[UploadedFile]) -> HttpResponse:
    """同一份工作簿预览后再导入；初始密码只答复这一次。"""
    name, found = _previewed(request, what, body, file)
    deed = keepers.deed_in(request, found.division_id)
    apply = imports.apply_units if what == "units" else imports.apply_people
    done: list[Imported] = []

    def do() -> None:
        how: dict[str, Any] = {"good_only": body.good_only, "source": name[:_LONGEST], **deed}
        done.append(apply(preview=found, shown=body.shown, **how))

    return keys.only_once(request, do) or _told(done[0])


def _told(done: Imported) -> HttpResponse:
    plain = ("username", "name", "unit", "password")
    return answered(
        {
            "counts": _counts(done.counts),
            "rejects": base64.b64encode(done.rejects).decode() if done.rejects else None,
            "passwords": [{name: getattr(one, name) for name in plain} for one in done.initials],
        }
    )
