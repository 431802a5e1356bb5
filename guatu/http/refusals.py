"""From a refusal to an answer: one table of families, for pages and for the API alike."""

from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist

from guatu.accounts import errors as accounts
from guatu.http import errors as doors
from guatu.http.identity import errors as identity
from guatu.kernel.errors import Refusal
from guatu.ledgers import errors as ledgers
from guatu.ledgers.lights import errors as lights
from guatu.ledgers.site_checks import errors as on_site
from guatu.notices import errors as notices
from guatu.papers import errors as papers

_TOO_SOON_OR_LATE: Final = (
    ledgers.NotNow,
    ledgers.ChangedSince,
    ledgers.UnsignedUnit,
    ledgers.SignOffMissing,
    ledgers.ChecksUnmet,
    ledgers.ContentChanged,
    ledgers.PublicityRuns,
    ledgers.AlreadyAsked,
    on_site.SiteCheckStands,
)
STATUSES: Final[dict[type[Refusal], int]] = {
    Refusal: 422,
    accounts.NotAllowed: 403,
    accounts.AccountConflict: 409,
    ledgers.NotYours: 403,
    ledgers.KeysInOneHand: 403,
    on_site.CheckerNotFree: 403,
    lights.ProposerAnswers: 403,
    papers.NotAddressee: 403,
    papers.NotTemplateKeeper: 403,
    papers.PaperConflict: 409,
    notices.NoticeOver: 409,
    notices.ReceivedAlready: 409,
    **dict.fromkeys(_TOO_SOON_OR_LATE, 409),
    doors.SignInNeeded: 401,
    doors.PasswordNeeded: 403,
    doors.CodeNeeded: 403,
    doors.LockedOut: 429,
    identity.ProviderAway: 503,
    identity.NoIdentity: 403,
    identity.UnknownPerson: 403,
    identity.PersonClosed: 403,
    identity.AlreadyUsed: 409,
    doors.PastDayShown: 409,
    doors.AnotherPerson: 409,
    doors.ServerFault: 500,
    doors.DatabaseAway: 503,
    doors.TokenRefused: 401,
    doors.ScopeTooSmall: 403,
    doors.Unproven: 403,
    doors.Absent: 404,
    doors.MethodUnknown: 405,
    doors.Garbled: 400,
    doors.TooLarge: 413,
    doors.RevisionNeeded: 428,
    doors.RevisionPassed: 412,
}
"""Family → status; the nearest family of a refusal counts."""
TEMPLATE: Final = "web/refused.html"


def status_of(refusal: Refusal | None) -> int:
    """200 where nothing was refused, else the status of the refusal's nearest family."""
    if refusal is None:
        return 200
    return next(STATUSES[family] for family in type(refusal).__mro__ if family in STATUSES)


def payload(refusal: Refusal) -> dict[str, dict[str, object]]:
    """The refusal for machines: the one shape in which every error is told."""
    facts = refusal.details()
    field = facts.pop("field", None)
    told: dict[str, object] = {
        "code": refusal.code,
        "message": str(refusal),
        "field": field or "",
        "details": facts,
    }
    return {"error": told}


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The answer to a request that no view could turn into its own page."""
    status = status_of(refusal)
    if wants_json(request):
        return for_program(refusal)
    try:
        return render(request, TEMPLATE, {"problem": refusal}, status=status)
    except TemplateDoesNotExist:
        return HttpResponse(str(refusal), status=status, content_type="text/plain; charset=utf-8")


def for_program(refusal: Refusal) -> JsonResponse:
    """The answer to a program."""
    status = status_of(refusal)
    return JsonResponse(payload(refusal), status=status, json_dumps_params={"ensure_ascii": False})


def wants_json(request: HttpRequest) -> bool:
    """Is it a program that asks?"""
    return request.path_info.startswith("/api/") or not request.accepts("text/html")
