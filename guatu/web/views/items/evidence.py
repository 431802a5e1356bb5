"""Evidence: sent, looked at, handed out; only to those who see the item, and never run by a browser."""

from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from guatu.http import uploads
from guatu.http.handing_out import guarded, handed_out
from guatu.http.requests import Request
from guatu.kernel.errors import Refusal
from guatu.ledgers import pictures, sights, thumbnails
from guatu.ledgers.events import Event
from guatu.ledgers.models import Evidence
from guatu.ledgers.queries import enclosed, item_page, proofs
from guatu.ledgers.queries.item_page import ItemPage, Proof
from guatu.web import refusals, wording
from guatu.web.views.items import acting, offering
from guatu.web.views.items.registry import url_of
from guatu.web.views.items.thumbs import thumb


@require_POST
def upload(request: Request, pk: int) -> HttpResponse:
    """Take one file for a form that is still being filled in; answers its line with its word."""
    page = acting.loaded(request, pk)
    acting.refuse_strangers(Event.EVIDENCE_ADDED, page)
    request.clock.deed()  # refuses on a past day
    sent = request.FILES.getlist("file")
    if not sent:
        raise Http404
    try:
        kept = uploads.keep(sent[0], at=request.clock.at)
    except Refusal as refusal:
        context: dict[str, object] = {"name": uploads.short_name(sent[0].name or ""), "problem": str(refusal)}
        return render(request, "web/items/_file.html", context, status=refusals.status_of(refusal))
    word = uploads.word_for(kept, person_id=request.clock.by.person_id, item_id=pk)
    context = {"name": kept.name, "word": word, "kept": kept, "warning": _warning(page, kept)}
    return render(request, "web/items/_file.html", context)


def _warning(page: ItemPage, kept: uploads.Kept) -> str:
    """A picture that was used before is said so; whose it was, is not."""
    found = proofs.seen_before(page.item, kept.sha256)
    if found is None:
        return ""
    day = f"{found.on.month} 月 {found.on.day} 日"
    where = "本事项" if found.is_here else "别处"
    if found.is_screen:
        return f"像是翻拍 {day}{where}传过的照片，请到现场重拍"
    return f"与 {day}{where}传过的相同，请到现场重拍"


def _proof(request: Request, pk: int, evidence: int) -> tuple[ItemPage, Proof]:
    page = acting.loaded(request, pk)
    found = next((one for one in page.proofs if one.evidence.pk == evidence), None)
    if found is None:
        raise Http404
    return page, found


def _seen(request: Request, pk: int, evidence: int) -> Evidence:
    found = item_page.seen_evidence(request.clock.by, pk, evidence)
    if found is None:
        raise Http404
    return found


@require_GET
def look(request: Request, pk: int, evidence: int) -> HttpResponse:
    """One proof in full, with what its device claims and where it serves."""
    page, proof = _proof(request, pk, evidence)
    one, beside = proof.evidence, list(page.proofs)
    at = beside.index(proof)
    context = {
        "shell": acting.frame(request, page, one.name),
        "page": page,
        "proof": proof,
        "is_drawn": one.file.media_type in pictures.SHOWN,
        "size": _size(one.file.size),
        "sent": wording.short_day(one.uploaded_on, near=page.on),
        "measures": [each for each in page.case.measures if each.pk in proof.measures],
        "previous": beside[at - 1].evidence.pk if at else None,
        "next": beside[at + 1].evidence.pk if at + 1 < len(beside) else None,
        "strip": [thumb(each, page.item, is_current=each is proof) for each in beside],
        "judge_url": url_of(Event.EVIDENCE_JUDGED, pk, one.pk)
        if offering.may(Event.EVIDENCE_JUDGED, page)
        else "",
    }
    return render(request, "web/items/evidence.html", context)


def _size(count: int) -> str:
    return f"{count / 1024 / 1024:.1f} MB" if count >= 1024 * 1024 else f"{max(1, count // 1024)} KB"


@require_GET
def small(request: Request, pk: int, evidence: int) -> HttpResponseBase:
    """What a proof looks like, made once and kept: small, the `?page` of a PDF, the `?rows` of a docx."""
    one = _seen(request, pk, evidence)
    if "rows" in request.GET:
        return _rows(request, one)
    file, is_page = one.file, "page" in request.GET
    drawn = thumbnails.first_page(file) if is_page else thumbnails.of(file)
    if drawn is None:
        raise Http404
    etag = f'"{file.sha256[:32]}-{"page" if is_page else thumbnails.WIDTH}"'
    if request.headers.get("If-None-Match") == etag:
        return guarded(HttpResponseNotModified(headers={"ETag": etag}))
    return guarded(HttpResponse(drawn, content_type="image/jpeg", headers={"ETag": etag}))


def _rows(request: Request, one: Evidence) -> HttpResponse:
    """The first lines of a document, to be laid into a page."""
    rows = thumbnails.rows(one.file, name=one.name)
    save = reverse("web:evidence-file", args=[one.item_id, one.pk]) + "?save"
    context = {"name": one.name, "save_url": save, "rows": rows, "wide": max(map(len, rows), default=0)}
    return render(request, "web/items/_rows.html", context)


@require_GET
def content(request: Request, pk: int, evidence: int) -> HttpResponseBase:
    """The file: a picture to be drawn, all else to be saved; `?save` saves a picture too."""
    one = _seen(request, pk, evidence)
    sights.file_seen(request.clock.by, pk, at=request.clock.at)
    is_drawn = one.file.media_type in pictures.SHOWN and "save" not in request.GET
    return handed_out(one.file, one.name, is_saved=not is_drawn)


@require_GET
def paper(request: Request, pk: int, enclosure: int) -> HttpResponseBase:
    """A document beside an event of the item's trail."""
    page = acting.loaded(request, pk)
    found = enclosed.file_of(page, enclosure)
    if found is None:
        raise Http404
    sights.seen(page, at=request.clock.at, what="file")
    return handed_out(*found, is_saved=True)
