"""What of an item is looked at: pictures in small, papers beside its events, what gives a verifier pause."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from pydantic import Field

from guatu.api import files
from guatu.api.answers import answered
from guatu.api.operations.items import loaded, router
from guatu.api.shapes.base import Id, Told, answers
from guatu.http.errors import Absent
from guatu.http.handing_out import guarded, handed_out
from guatu.http.requests import Request
from guatu.ledgers import thumbnails
from guatu.ledgers.doubts.findings import Doubt, Kind
from guatu.ledgers.queries import enclosed, item_page, verifying


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


class DoubtTold(Told):
    """Something that gives pause; it proves nothing and stops nothing."""

    kind: str = Field(
        description="same_file 文件重复，same_picture 同一张照片，screen 疑似翻拍，widely_used 一证多用，"
        "out_of_time 时间不在期内，far_away 位置偏远，edited 拍摄信息有改动，on_paper 纸面整改，"
        "copied_words 文字雷同"
    )
    reason: str
    is_strong: bool


class ProofDoubted(Told):
    """A proof with what gives pause about it."""

    evidence_id: int
    name: str
    doubts: list[DoubtTold]


class DoubtsTold(Told):
    """What gives pause about a request that waits for the verifier."""

    proofs: list[ProofDoubted] = Field(description="有疑点的佐证")
    words: list[DoubtTold] = Field(description="完成情况和进展的文字")


@router.get("/items/{item_id}/doubts", response=answers(DoubtsTold), summary="待核查事项的疑点")
def doubts(request: Request, item_id: Id) -> HttpResponse:
    """只供本办公室核查员；没有等核查的申请时答 404。疑点都说明理由，供判断，不自动退回。"""
    sheet = verifying.sheet(request.clock.by, item_id)
    if sheet is None:
        raise Absent
    proofs = [
        {"evidence_id": one.evidence.pk, "name": one.evidence.name, "doubts": list(map(_told, one.doubts))}
        for one in sheet.proofs
        if one.doubts
    ]
    words = list(map(_told, sheet.words.doubts))
    words += [_copied(one.reason) for one in sheet.words.copied]
    if sheet.words.hidden:
        words.append(_copied(f"与您看不到的 {sheet.words.hidden} 个事项的文字大段相同"))
    return answered({"proofs": proofs, "words": words})


def _told(doubt: Doubt) -> dict[str, object]:
    return {"kind": doubt.kind.value, "reason": doubt.reason, "is_strong": doubt.is_strong}


def _copied(reason: str) -> dict[str, object]:
    return _told(Doubt(Kind.COPIED_WORDS, reason))
