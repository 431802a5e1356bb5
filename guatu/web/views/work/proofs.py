"""One proof as the verifier looks at it: the picture, what is claimed of it, and the same bytes elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.templatetags.static import static
from django.urls import reverse
from django.utils.timezone import localdate, localtime

from guatu.ledgers import pictures
from guatu.ledgers.models import Evidence, EvidenceUse, Item
from guatu.ledgers.queries.verifying import Proof, Sheet
from guatu.web import parts, wording

_NOT_TOLD: Final = "设备没有记录"
_KINDS: Final = {"application/pdf": "PDF", "image/jpeg": "JPEG 照片", "image/png": "PNG 图片"}


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file to be looked at."""

    name: str
    url: str
    """Empty where a browser cannot draw it."""
    save_url: str
    kind: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One line of the table: what is claimed here, what elsewhere, and how the two compare."""

    label: str
    own: str
    other: str = ""
    compared: str = ""
    is_bad: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The proof that is looked at."""

    pk: int
    position: int
    total: int
    own: File
    other: File | None
    """The same bytes in another item that this person sees; a later comparison of pictures fills it too."""
    other_number: str
    other_url: str
    claims: Sequence[Claim]
    warning: str
    verdict: str
    verdict_words: str
    verdict_note: str
    strip: Sequence[parts.Thumb]
    previous_url: str
    next_url: str


def look(sheet: Sheet, chosen: int | None, *, query: str, on: date) -> Look | None:
    """The proof that was asked for, else the first doubtful one, else the first; None where there is none."""
    proofs = sheet.proofs
    if not proofs:
        return None
    doubtful = next((one for one in proofs if one.is_doubtful), proofs[0])
    proof = next((one for one in proofs if one.evidence.pk == chosen), doubtful)
    at = proofs.index(proof)
    urls = [_url(sheet.item, one.evidence, query) for one in proofs]
    use = proof.elsewhere.uses[0] if proof.elsewhere.uses else None
    verdict = Evidence.Verdict(proof.evidence.verdict)
    return Look(
        pk=proof.evidence.pk,
        position=at + 1,
        total=len(proofs),
        own=_file(sheet.item, proof.evidence),
        other=_file(use.item, use.evidence) if use else None,
        other_number=use.item.number if use else "",
        other_url=reverse("web:item", args=[use.item_id]) if use else "",
        claims=list(_claims(sheet, proof, use, on)),
        warning=_warning(proof, at + 1),
        verdict=verdict.value,
        verdict_words=str(verdict.label) if verdict else "",
        verdict_note=proof.evidence.verdict_note,
        strip=[
            _thumb(sheet.item, one, number, url, is_current=one is proof)
            for number, (one, url) in enumerate(zip(proofs, urls, strict=True), start=1)
        ],
        previous_url=urls[at - 1] if at else "",
        next_url=urls[at + 1] if at + 1 < len(urls) else "",
    )


def _url(item: Item, one: Evidence, query: str) -> str:
    return f"{reverse('web:to-verify', args=[item.pk])}?evidence={one.pk}{query}"


def _file(item: Item, one: Evidence) -> File:
    url = reverse("web:evidence-file", args=[item.pk, one.pk])
    kind = one.file.media_type
    return File(
        name=one.name,
        url=url if kind in pictures.SHOWN else "",
        save_url=f"{url}?save",
        kind=f"{_KINDS.get(kind, '文件')}，{_size(one.file.size)}",
    )


def _size(count: int) -> str:
    return f"{count / 1024 / 1024:.1f} MB" if count >= 1024 * 1024 else f"{max(1, count // 1024)} KB"


def _thumb(item: Item, proof: Proof, number: int, url: str, *, is_current: bool) -> parts.Thumb:
    one = proof.evidence
    kind = one.file.media_type
    drawn = static(f"guatu/samples/{'sheet' if 'sheet' in kind else 'doc'}.svg")
    return parts.Thumb(
        url=url,
        image=reverse("web:evidence-thumb", args=[item.pk, one.pk]) if kind in pictures.SHOWN else drawn,
        caption=f"{number} {one.name.rpartition('.')[0] or one.name}",
        day=wording.short_day(one.uploaded_on),
        is_repeated=proof.is_doubtful,
        is_current=is_current,
    )


def _warning(proof: Proof, position: int) -> str:
    """What the verifier must decide about a proof that stands elsewhere too."""
    if not proof.is_doubtful:
        return ""
    hidden = proof.elsewhere.hidden
    if not proof.elsewhere.uses:
        return f"第 {position} 份佐证在您看不到的 {hidden} 个事项里也用过。"
    more = len({use.item_id for use in proof.elsewhere.uses}) + hidden
    return f"第 {position} 份佐证与另一事项的文件完全相同{f'，共 {more} 个事项' if more > 1 else ''}。"


def _claims(sheet: Sheet, proof: Proof, use: EvidenceUse | None, on: date) -> Iterator[Claim]:
    own, other = proof.evidence, use.evidence if use else None
    since = sheet.item.dispatched_on
    is_early = bool(own.taken_at and since and localdate(own.taken_at) < since)
    same = other is not None and own.taken_at is not None and own.taken_at == other.taken_at
    early = f"早于交办 {wording.short_day(since, near=on)}" if is_early else ""
    yield Claim(
        "拍摄时间", _taken(own), _taken(other), "同一时刻" if same else early, is_bad=same or is_early
    )
    yield Claim("上传", _sent(own, on), _sent(other, on))
    at_one_place = other is not None and own.place and own.place == other.place
    compared = "" if other is None else "同一位置" if at_one_place else "位置不同"
    is_apart = compared == "位置不同" and bool(own.place and other and other.place)
    yield Claim(
        "位置",
        own.place or _NOT_TOLD,
        (other.place or _NOT_TOLD) if other else "",
        compared if is_apart or at_one_place else "",
        is_bad=is_apart,
    )
    same_file = "完全相同" if other else ""
    yield Claim("文件指纹", _digest(own), _digest(other), same_file, is_bad=proof.is_doubtful)
    yield Claim("用在哪里", _served(sheet.item, proof.measures), _where(use, proof))


def _taken(one: Evidence | None) -> str:
    if one is None:
        return ""
    return f"{localtime(one.taken_at):%Y-%m-%d %H:%M}" if one.taken_at else _NOT_TOLD


def _sent(one: Evidence | None, on: date) -> str:
    if one is None:
        return ""
    return f"{wording.short_day(one.uploaded_on, near=on)} {one.unit.name if one.unit else ''}".strip()


def _digest(one: Evidence | None) -> str:
    return f"{one.file_id[:8]}…{one.file_id[-4:]}" if one else ""


def _served(item: Item, measures: Sequence[int]) -> str:
    return f"{item.number} 措施 {'、'.join(map(str, measures))}" if measures else f"{item.number} 整项"


def _where(use: EvidenceUse | None, proof: Proof) -> str:
    if use is None:
        return ""
    others = len({one.item_id for one in proof.elsewhere.uses}) - 1 + proof.elsewhere.hidden
    measure = f" 措施 {use.measure.position}" if use.measure else " 整项"
    return f"{use.item.number}{measure}" + (f"，另有 {others} 个事项" if others else "")
