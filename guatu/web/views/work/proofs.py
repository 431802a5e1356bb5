"""One proof as the verifier looks at it: the picture, what is claimed of it, and the same bytes elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.templatetags.static import static
from django.urls import reverse
from django.utils.timezone import localdate, localtime

from guatu.ledgers import pictures, thumbnails
from guatu.ledgers.doubts.findings import Doubt, Kind
from guatu.ledgers.models import Evidence, EvidenceUse, Item, Likeness, Photograph
from guatu.ledgers.queries.likenesses import Alike
from guatu.ledgers.queries.verifying import Proof, Sheet
from guatu.web import parts, wording
from guatu.web.views.work import comparing
from guatu.web.views.work.comparing import Stage

_NOT_TOLD: Final = "设备没有记录"
_KIND: Final = {"copy": "同一张", "screen": "翻拍"}
_KINDS: Final = {"application/pdf": "PDF", "image/jpeg": "JPEG 照片", "image/png": "PNG 图片"}


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file to be looked at."""

    name: str
    url: str
    """Empty where a browser cannot draw it."""
    save_url: str
    kind: str
    rows_url: str = ""
    """Where the first lines of a document come from; empty where there are none."""


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
    """The same bytes, or the same picture, where this person sees it."""
    other_number: str
    other_url: str
    stage: Stage | None
    """How one picture lies on the other, where both are pictures."""
    others: Sequence[parts.Option]
    """All the places where it is found again, where there are several."""
    doubts: Sequence[Doubt]
    claims: Sequence[Claim]
    warning: str
    verdict: str
    verdict_words: str
    verdict_note: str
    strip: Sequence[parts.Thumb]
    previous_url: str
    next_url: str


@dataclass(frozen=True, slots=True)
class _Again:
    """Where a proof is found again: the very bytes, or another file with its picture."""

    use: EvidenceUse
    likeness: Alike | None = None
    photograph: Photograph | None = None

    @property
    def is_same_file(self) -> bool:
        return self.likeness is None


def look(sheet: Sheet, chosen: int | None, *, query: str, on: date, beside: int | None = None) -> Look | None:
    """The proof that was asked for, else the first doubtful one, else the first; None where there is none.

    `beside` is the use that it is compared with, where it is found again in several places.
    """
    proofs = sheet.proofs
    if not proofs:
        return None
    proof = next((one for one in proofs if one.evidence.pk == chosen), None) or _first(proofs)
    at = proofs.index(proof)
    urls = [_url(sheet.item, one.evidence, query) for one in proofs]
    found = _found_again(proof)
    again = next((one for one in found if one.use.pk == beside), found[0] if found else None)
    verdict = Evidence.Verdict(proof.evidence.verdict)
    return Look(
        pk=proof.evidence.pk,
        position=at + 1,
        total=len(proofs),
        own=_file(sheet.item, proof.evidence),
        other=_file(again.use.item, again.use.evidence) if again else None,
        other_number=again.use.item.number if again else "",
        other_url=reverse("web:item", args=[again.use.item_id]) if again else "",
        stage=_stage(proof, again),
        others=_options(found, again, urls[at]) if len(found) > 1 else (),
        doubts=proof.doubts,
        claims=list(_claims(sheet, proof, again, on)),
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


def _first(proofs: Sequence[Proof]) -> Proof:
    """The first that is given twice, else the first that gives pause, else the first."""
    doubtful = next((one for one in proofs if one.is_doubtful), None)
    return doubtful or next((one for one in proofs if one.doubts), proofs[0])


def _found_again(proof: Proof) -> list[_Again]:
    """The very bytes first, then the likest pictures."""
    same = [_Again(use, None, proof.photograph) for use in proof.elsewhere.uses]
    return same + [_Again(one.use, one.likeness, one.photograph) for one in proof.alike]


def _options(found: Sequence[_Again], current: _Again | None, url: str) -> list[parts.Option]:
    return [
        parts.Option(
            f"{one.use.item.number} {_KIND[str(one.likeness.kind)] if one.likeness else '同一文件'}",
            f"{url}&beside={one.use.pk}",
            is_current=one is current,
        )
        for one in found
    ]


def _stage(proof: Proof, again: _Again | None) -> Stage | None:
    if again is None or proof.evidence.file.media_type not in pictures.SHOWN:
        return None
    alike = again.likeness
    return comparing.stage(
        proof.photograph,
        again.photograph,
        lies=alike.lies if alike else comparing.EQUAL,
        is_mirrored=alike.is_mirrored if alike else False,
        other_is_later=alike.is_later if alike else False,
    )


def _url(item: Item, one: Evidence, query: str) -> str:
    return f"{reverse('web:to-verify', args=[item.pk])}?evidence={one.pk}{query}"


def _file(item: Item, one: Evidence) -> File:
    url = reverse("web:evidence-file", args=[item.pk, one.pk])
    small = reverse("web:evidence-thumb", args=[item.pk, one.pk])
    kind = one.file.media_type
    return File(
        name=one.name,
        url=url if kind in pictures.SHOWN else f"{small}?page" if kind == thumbnails.PDF else "",
        rows_url=f"{small}?rows" if kind in thumbnails.OFFICE else "",
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
    which, elsewhere = f"第 {position} 份佐证", proof.elsewhere
    if elsewhere.uses:
        more = len({use.item_id for use in elsewhere.uses}) + elsewhere.hidden
        return f"{which}与另一事项的文件完全相同{f'，共 {more} 个事项' if more > 1 else ''}。"
    if first := next((one for one in proof.alike if one.is_copy), None):
        where = "本项另一份" if first.use.item_id == proof.evidence.item_id else "另一事项的照片"
        return f"{which}与{where}几乎相同{'，左右翻转过' if first.likeness.is_mirrored else ''}。"
    return f"{which}在您看不到的 {elsewhere.hidden or proof.hidden_alike} 个事项里也用过。"


def _claims(sheet: Sheet, proof: Proof, again: _Again | None, on: date) -> Iterator[Claim]:
    own, other = proof.evidence, again.use.evidence if again else None
    since = sheet.item.dispatched_on
    is_early = bool(own.taken_at and since and localdate(own.taken_at) < since)
    same = other is not None and own.taken_at is not None and own.taken_at == other.taken_at
    early = f"早于交办 {wording.short_day(since, near=on)}" if is_early else ""
    yield Claim(
        "拍摄时间", _taken(own), _taken(other), "同一时刻" if same else early, is_bad=same or is_early
    )
    yield Claim("上传", _sent(own, on), _sent(other, on))
    yield _placed(proof, again)
    if again is not None and again.likeness is not None:
        yield _seen(own, again)
    if proof.photograph is not None:
        yield from _written(proof.photograph, again)
    same_file = "完全相同" if again and again.is_same_file else "文件不同" if again else ""
    is_bad = proof.is_doubtful and bool(again is None or again.is_same_file)
    yield Claim("文件指纹", _digest(own), _digest(other), same_file, is_bad=is_bad)
    yield Claim("用在哪里", _served(sheet.item, proof.measures), _where(again.use if again else None, proof))


def _placed(proof: Proof, again: _Again | None) -> Claim:
    own, other = proof.evidence, again.use.evidence if again else None
    far = next((one for one in proof.doubts if one.kind == Kind.FAR_AWAY), None)
    at_one_place = other is not None and own.place and own.place == other.place
    compared = "" if other is None else "同一位置" if at_one_place else "位置不同"
    is_apart = compared == "位置不同" and bool(own.place and other and other.place)
    return Claim(
        "位置",
        own.place or _NOT_TOLD,
        (other.place or _NOT_TOLD) if other else "",
        "离本项其他照片远" if far else compared if is_apart or at_one_place else "",
        is_bad=is_apart or bool(far),
    )


def _seen(own: Evidence, again: _Again) -> Claim:
    """The two numbers of what both show, and how much of it is the same."""
    other, alike = again.use.evidence, again.likeness
    bits = pictures.difference(own.perceptual_hash, other.perceptual_hash)
    told = f"差 {bits} / 64" if bits <= pictures.ALIKE else _how(alike)
    share = f"{told}，{alike.share}% 相同" if alike else told
    return Claim("画面指纹", _hash(own), _hash(other), share, is_bad=True)


def _how(alike: Alike | None) -> str:
    """Why the two numbers differ, though the picture is the same."""
    if alike and alike.is_mirrored:
        return "左右翻转"
    return "翻拍" if alike and alike.kind == Likeness.Kind.SCREEN else "裁过或转过"


def _hash(one: Evidence) -> str:
    digits = one.perceptual_hash[: pictures.HASH]
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4)) or "没有"


def _written(own: Photograph, again: _Again | None) -> Iterator[Claim]:
    """Size, device and program, as they stand in the files."""
    other = again.photograph if again else None
    size = f"{own.width} × {own.height}"
    far_size = f"{other.width} × {other.height}" if other else ""
    compared = "" if other is None or size == far_size else "缩小" if own.width < other.width else "大小不同"
    yield Claim("尺寸", size, far_size, compared)
    device, far_device = _device(own), _device(other) if other else ""
    is_one = bool(again and not again.is_same_file and own.serial and other and own.serial == other.serial)
    told = "同一部设备" if is_one else ""
    if device or far_device:
        yield Claim(
            "机型", device or _NOT_TOLD, far_device or (_NOT_TOLD if other else ""), told, is_bad=is_one
        )
    if own.software:
        yield Claim("处理软件", own.software, other.software if other else "")


def _device(photograph: Photograph) -> str:
    tail = f"，序列尾 {photograph.serial[-4:]}" if photograph.serial else ""
    return f"{photograph.device}{tail}"


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
    again = [*proof.elsewhere.uses, *(one.use for one in proof.alike)]
    others = len({one.item_id for one in again} - {use.item_id}) + proof.elsewhere.hidden
    measure = f" 措施 {use.measure.position}" if use.measure else " 整项"
    return f"{use.item.number}{measure}" + (f"，另有 {others} 个事项" if others else "")
