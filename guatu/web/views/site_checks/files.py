"""The code shown, photographs sent and handed out; only to those who see the check."""

from django.http import Http404, HttpResponse, HttpResponseNotModified, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_POST

from guatu.http import uploads
from guatu.http.errors import PastDayShown
from guatu.http.handing_out import guarded, handed_out
from guatu.http.refusals import wants_json
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers import pictures, thumbnails
from guatu.ledgers.errors import NotYours
from guatu.ledgers.models import SiteCheck, SiteCheckPhoto
from guatu.ledgers.permissions import Part
from guatu.ledgers.site_checks import deeds, queries
from guatu.web import refusals
from guatu.web.views.items import posting
from guatu.web.views.site_checks import pages


def scope_of(check: SiteCheck) -> int:
    """For what a file on its way is meant: an item, or a check without one."""
    return check.item_id or -check.pk


def _mine(request: Request, pk: int) -> SiteCheck:
    """A check of which this person may write the result."""
    check = pages.found(request, pk)
    if request.clock.as_of is not None:
        raise PastDayShown(day=request.clock.as_of)
    if queries.why_not(request.clock.by, check, queries.case_of(check)):
        raise NotYours(deed="现场核查", who=[Part.VERIFIER.label])
    return check


@require_POST
def show_code(request: Request, pk: int) -> HttpResponse:
    """The phone shows the code; the first time is kept."""
    posting.refuse_another(request)
    check = deeds.show_code(check=_mine(request, pk), **request.clock.deed())
    if wants_json(request):
        shown = localtime(check.code_shown_at) if check.code_shown_at else None
        return JsonResponse({"shown_at": shown.isoformat() if shown else ""})
    return redirect(pages.record_url(check))


@require_POST
def upload(request: Request, pk: int) -> HttpResponse:
    """Take one photograph for a result that is still being written; answers its line with its word."""
    check = _mine(request, pk)
    sent = request.FILES.getlist("file")
    if not sent:
        raise Http404
    person = request.clock.by.person_id
    try:
        kept = uploads.keep(sent[0], at=request.clock.at)
    except Refusal as refusal:
        context: dict[str, object] = {"name": uploads.short_name(sent[0].name or ""), "problem": str(refusal)}
        return render(request, "web/items/_file.html", context, status=refusals.status_of(refusal))
    word = uploads.word_for(kept, person_id=person, item_id=scope_of(check))
    return render(request, "web/items/_file.html", {"name": kept.name, "word": word, "kept": kept})


def _photo(request: Request, pk: int, photo: int) -> SiteCheckPhoto:
    check = pages.found(request, pk)
    one = check.photos.select_related("file").filter(pk=photo).first()
    if one is None:
        raise Http404
    return one


@require_GET
def small(request: Request, pk: int, photo: int) -> HttpResponseBase:
    """What a photograph looks like, made once and kept."""
    file = _photo(request, pk, photo).file
    drawn = thumbnails.of(file)
    if drawn is None:
        raise Http404
    etag = f'"{file.sha256[:32]}-{thumbnails.WIDTH}"'
    if request.headers.get("If-None-Match") == etag:
        return guarded(HttpResponseNotModified(headers={"ETag": etag}))
    return guarded(HttpResponse(drawn, content_type="image/jpeg", headers={"ETag": etag}))


@require_GET
def content(request: Request, pk: int, photo: int) -> HttpResponseBase:
    """The file: a picture to be drawn, all else to be saved."""
    one = _photo(request, pk, photo)
    return handed_out(one.file, one.name, is_saved=one.file.media_type not in pictures.SHOWN)
