"""Files of an item to look at: thumbnails of pictures, and documents beside its events."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from guatu.api import files
from guatu.api.operations.items import loaded, router
from guatu.api.shapes.base import Id, answers
from guatu.http.errors import Absent
from guatu.http.handing_out import guarded, handed_out
from guatu.http.requests import Request
from guatu.ledgers import thumbnails
from guatu.ledgers.queries import enclosed, item_page


@router.get(
    "/items/{item_id}/evidence/{evidence_id}/thumbnail",
    response=answers(None),
    summary="佐证图片的缩略图",
    openapi_extra=files.of_kind("image/jpeg"),
)
def evidence_thumbnail(request: Request, item_id: Id, evidence_id: Id) -> HttpResponseBase:
    """不是图片的答 404。"""
    found = item_page.seen_evidence(request.clock.by, item_id, evidence_id)
    drawn = thumbnails.of(found.file) if found is not None else None
    if drawn is None:
        raise Absent
    return guarded(HttpResponse(drawn, content_type="image/jpeg"))


@router.get(
    "/items/{item_id}/enclosures/{enclosure_id}/content",
    response=answers(None),
    summary="留痕所附的文件",
    openapi_extra=files.of_kind(),
)
def enclosure_content(request: Request, item_id: Id, enclosure_id: Id) -> HttpResponseBase:
    """调整时限的依据、审签单、会议纪要等；编号见事项留痕的 files。"""
    found = enclosed.file_of(loaded(request, item_id), enclosure_id)
    if found is None:
        raise Absent
    return handed_out(*found, is_saved=True)
