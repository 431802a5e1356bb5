"""Units and people from a workbook: looked at row by row, then done as a whole or for the good rows."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Final
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from guatu.accounts import permissions
from guatu.accounts.actions import imports
from guatu.accounts.actions.imports import Imported
from guatu.accounts.errors import NotAdministrator, NotAllowed
from guatu.accounts.imports import people as people_sheets
from guatu.accounts.imports import units as unit_sheets
from guatu.accounts.imports.previews import Preview, Verdict
from guatu.accounts.models import Division
from guatu.http import once, workbooks
from guatu.http.refusals import status_of
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.web.parts import Option
from guatu.web.shell import Crumb
from guatu.web.views.accounts.places import as_keeper, frame, keeping

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What is imported, and by what."""

    label: str
    page: str
    sheets: ModuleType
    apply: Callable[..., Imported]

    @property
    def address(self) -> str:
        return reverse(f"web:{self.page}-import")


UNITS: Final = Kind(label="单位", page="units", sheets=unit_sheets, apply=imports.apply_units)
PEOPLE: Final = Kind(label="人员", page="people", sheets=people_sheets, apply=imports.apply_people)


@require_http_methods(["GET", "POST"])
@never_cache
def units(request: Request) -> HttpResponse:
    """Units from a workbook."""
    return _import(request, UNITS)


@require_http_methods(["GET", "POST"])
@never_cache
def people(request: Request) -> HttpResponse:
    """People from a workbook."""
    return _import(request, PEOPLE)


@require_safe
def units_template(request: Request) -> HttpResponse:
    """The workbook to fill in."""
    return _template(request, UNITS)


@require_safe
def people_template(request: Request) -> HttpResponse:
    """The workbook to fill in."""
    return _template(request, PEOPLE)


def _template(request: Request, kind: Kind) -> HttpResponse:
    keeping(request)
    return _workbook(kind.sheets.template(), f"{kind.label}导入模板.xlsx")


def _import(request: Request, kind: Kind) -> HttpResponse:
    divisions = _divisions(request)
    if request.method == "GET":
        return _page(request, kind, divisions, {})
    division = _division(request, divisions)
    try:
        return _answer(request, kind, divisions, division)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _page(request, kind, divisions, {"problem": refusal}, status=status_of(refusal))


def _answer(request: Request, kind: Kind, divisions: list[Division], division: Division) -> HttpResponse:
    name, data = workbooks.read(request.FILES.get("file"))
    preview: Preview = kind.sheets.preview(data, division=division, on=request.clock.on)
    if (go := request.POST.get("go")) in ("all", "good"):
        done = _apply(request, kind, division, preview, name, good_only=go == "good")
        return _page(request, kind, divisions, {"done": _Told.of(done), "source": name})
    return _page(request, kind, divisions, _previewed(preview) | {"source": name})


def _apply(
    request: Request, kind: Kind, division: Division, preview: Preview, source: str, *, good_only: bool
) -> Imported:
    deed = as_keeper(request, division)
    given = request.POST
    with once.only_once(person_id=request.user.pk, key=given.get(once.FIELD, ""), at=deed["at"]):
        return kind.apply(
            preview=preview, shown=given.get("shown", ""), good_only=good_only, source=source[:120], **deed
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What was done, with the workbooks that are handed over once, inside the page itself."""

    counts: dict[str, int]
    rejects: str
    initials: str
    people: int

    @classmethod
    def of(cls, done: Imported) -> "_Told":
        return cls(
            counts={verdict.value: done.counts[verdict] for verdict in Verdict},
            rejects=_inside(done.rejects),
            initials=_inside(done.initials_workbook()) if done.initials else "",
            people=len(done.initials),
        )


def _inside(data: bytes | None) -> str:
    """A workbook as an address of its own: it is stored nowhere, and gone with the page."""
    return f"data:{XLSX};base64,{base64.b64encode(data).decode()}" if data else ""


def _previewed(preview: Preview) -> dict[str, Any]:
    order = [Verdict.REFUSE, Verdict.CHANGE, Verdict.ADD, Verdict.KEEP]
    rows = sorted(preview.rows, key=lambda row: (order.index(row.verdict), row.number))
    return {
        "preview": preview,
        "counts": {verdict.value: count for verdict, count in preview.counts.items()},
        "good": preview.counts[Verdict.ADD] + preview.counts[Verdict.CHANGE],
        "rows": rows[:_SHOWN],
        "left_off": max(0, len(rows) - _SHOWN),
        "rejects": _inside(preview.rejects()),
    }


def _divisions(request: Request) -> list[Division]:
    """The divisions into which the person may import; refuses who keeps none, or looks at a past day."""
    keeping(request)
    request.clock.registry_deed()
    kept = permissions.divisions_kept_by(request.clock.by)
    return list(Division.objects.in_force(on=request.clock.on).filter(pk__in=kept))


def _division(request: Request, divisions: list[Division]) -> Division:
    given = request.POST.get("division", "")
    found = next((one for one in divisions if str(one.pk) == given), None)
    if found is None and given:
        raise Http404
    if found is None and not divisions:
        raise NotAdministrator(where="区划")
    return found or divisions[0]


def _page(
    request: Request, kind: Kind, divisions: list[Division], context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    given = request.POST.get("division") or request.GET.get("division") or ""
    context |= {
        "kind": kind,
        "options": [Option(one.name, str(one.pk), is_current=str(one.pk) == given) for one in divisions],
        "columns": kind.sheets.COLUMNS,
        "template_url": reverse(f"web:{kind.page}-template"),
        "list_url": reverse(f"web:{kind.page}"),
        "limit": workbooks.MOST_MB,
        "form_key": once.new_key(),
    }
    if request.htmx:
        return render(request, "web/accounts/_import.html", context, status=status)
    back = Crumb(kind.label, reverse(f"web:{kind.page}"))
    context["shell"] = frame(request, kind.page, back, Crumb("导入"))
    return render(request, "web/accounts/import.html", context, status=status)


def _workbook(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
