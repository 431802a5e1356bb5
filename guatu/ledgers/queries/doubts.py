"""What gives pause about the proofs and the words of a request, as far as its verifier may see the causes."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import Count
from django.utils.timezone import localtime

from guatu.accounts.queries import Acting
from guatu.ledgers.doubts import edits, papers, passages, places, times
from guatu.ledgers.doubts.findings import Doubt, Kind
from guatu.ledgers.doubts.passages import Shared
from guatu.ledgers.models import CloseOut, Evidence, Item, Measure, Passage, Photograph, Report
from guatu.ledgers.queries import visibility

_TEXTS: Final = 5
"""Texts with the most fingerprints in common that are compared word by word."""
_SHARE: Final = 30
"""Percent of a text from which on it counts as copied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """A text with the passages that stand in another one too."""

    kind: str
    text: str
    shared: Shared
    other: str
    other_item: Item
    other_unit: str
    other_on: date
    is_same_item: bool

    @property
    def reason(self) -> str:
        """In a sentence."""
        where = "本项先前" if self.is_same_item else f"{self.other_item.number} "
        who = f"{self.other_unit} {self.other_on} 的"
        return f"{self.kind}有 {self.shared.share}% 的文字与{where}{who}内容相同"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What gives pause about the words of a request and of the reports that it rests on."""

    doubts: Sequence[Doubt] = ()
    copied: Sequence[Copied] = ()
    hidden: int = 0
    """Items that this person does not see and that have the same words."""

    def __bool__(self) -> bool:
        return bool(self.doubts or self.copied or self.hidden)


def of_photographs(files: Iterable[str]) -> dict[str, Photograph]:
    """What was seen in these files; one statement."""
    return {one.sha256: one for one in Photograph.objects.filter(sha256__in=set(files), width__gt=0)}


def of_proof(
    own: Evidence, item: Item, beside: Sequence[Evidence], seen: Mapping[str, Photograph]
) -> Iterator[Doubt]:
    """What the photograph itself says: when, where, and with what it was worked on."""
    taken = localtime(own.taken_at) if own.taken_at else None
    yield from times.out_of_time(taken, dispatched_on=item.dispatched_on, uploaded_on=own.uploaded_on)
    photograph = seen.get(own.file_id)
    if photograph is None:
        return
    others = [one for one in beside if one.pk != own.pk and one.file_id in seen]
    around = [place for one in others if (place := _place(seen[one.file_id]))]
    yield from places.far_away(_place(photograph), around, item=places.of_item(item))
    of_unit = [seen[one.file_id] for one in others if one.unit_id == own.unit_id]
    written = edits.Written(
        software=photograph.software,
        taken_at=photograph.taken_at,
        changed_at=photograph.changed_at,
        has_claims=photograph.has_claims,
        differs_from_small=photograph.differs_from_small,
    )
    with_claims = sum(one.has_claims for one in of_unit)
    yield from edits.edited(written, others_with_claims=with_claims, others=len(of_unit))


def _place(photograph: Photograph) -> places.Place | None:
    if photograph.latitude is None or photograph.longitude is None:
        return None
    return photograph.latitude, photograph.longitude


@dataclass(frozen=True, slots=True)
class _Text:
    kind: Passage.Kind
    pk: int
    text: str
    item: Item
    unit: str
    on: date

    @property
    def key(self) -> tuple[str, int]:
        return self.kind.value, self.pk


@dataclass(slots=True)
class _Found:
    copied: list[Copied] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)


def of_words(who: Acting, close_out: CloseOut, *, proofs: int) -> Words:
    """The statement of a request and the last report of each unit, against all others; found by index."""
    item = close_out.item
    reports = list(
        Report.objects.filter(item=item, review__in=Report.COUNTING)
        .select_related("item", "unit")
        .order_by("pk")
    )
    own = [_of_request(close_out), *{one.assignment_id: _of_report(one) for one in reports}.values()]
    candidates = _candidates(own)
    texts = _texts({key for keys in candidates.values() for key in keys})
    seen = set(
        visibility.items(who)
        .filter(pk__in={one.item.pk for one in texts.values()})
        .values_list("pk", flat=True)
    )
    quoted = [item.title, item.problem, item.goal]
    quoted += Measure.objects.filter(item=item).values_list("text", flat=True)
    found = _Found()
    for text in own:
        others = [texts[key] for key in candidates[text.key] if key in texts]
        _compare(text, others, quoted, seen, found)
    doubts = list(papers.on_paper("\n".join(one.text for one in own), proofs=proofs))
    return Words(doubts=doubts, copied=found.copied, hidden=len(found.hidden))


def _compare(
    own: _Text, others: Iterable[_Text], quoted: Sequence[str], seen: Collection[int], found: _Found
) -> None:
    """The one text that has most of this one; a request may repeat the reports of its own item."""
    best: Copied | None = None
    for other in others:
        is_same_item = other.item.pk == own.item.pk
        if is_same_item and (
            own.kind == Passage.Kind.CLOSE_OUT or other.pk >= own.pk or other.kind != own.kind
        ):
            continue
        shared = passages.shared(own.text, other.text, quoted=quoted)
        if shared.share < _SHARE:
            continue
        if other.item.pk not in seen:
            found.hidden.add(other.item.pk)
        elif best is None or shared.share > best.shared.share:
            best = Copied(
                kind="完成情况" if own.kind == Passage.Kind.CLOSE_OUT else f"{own.unit}的进展",
                text=own.text,
                shared=shared,
                other=other.text,
                other_item=other.item,
                other_unit=other.unit,
                other_on=other.on,
                is_same_item=is_same_item,
            )
    if best is not None:
        found.copied.append(best)


def _candidates(own: Iterable[_Text]) -> dict[tuple[str, int], list[tuple[str, int]]]:
    """For each text the others with the most fingerprints in common; one statement for each."""
    found = {}
    for text in own:
        values = passages.fingerprints(text.text)
        same = Passage.objects.filter(value__in=sorted(values)).exclude(kind=text.kind, text_id=text.pk)
        counted = (
            same.values_list("kind", "text_id").annotate(count=Count("pk")).order_by("-count", "-text_id")
        )
        found[text.key] = [(kind, pk) for kind, pk, _ in counted[: _TEXTS * 2]] if values else []
    return found


def _texts(keys: Collection[tuple[str, int]]) -> dict[tuple[str, int], _Text]:
    wanted = Counter(kind for kind, _ in keys)
    texts: list[_Text] = []
    if wanted[Passage.Kind.REPORT]:
        pks = [pk for kind, pk in keys if kind == Passage.Kind.REPORT]
        texts += map(_of_report, Report.objects.filter(pk__in=pks).select_related("item", "unit"))
    if wanted[Passage.Kind.CLOSE_OUT]:
        pks = [pk for kind, pk in keys if kind == Passage.Kind.CLOSE_OUT]
        texts += map(
            _of_request, CloseOut.objects.filter(pk__in=pks).select_related("item", "requested_unit")
        )
    return {one.key: one for one in texts}


def _of_report(one: Report) -> _Text:
    return _Text(Passage.Kind.REPORT, one.pk, one.text, one.item, one.unit.name, one.reported_on)


def _of_request(one: CloseOut) -> _Text:
    unit = one.requested_unit.name
    return _Text(Passage.Kind.CLOSE_OUT, one.pk, one.statement, one.item, unit, one.requested_on)


def of_use(*, same_files: int, pictures: Sequence[tuple[str, str, bool]], own_uses: int) -> Iterator[Doubt]:
    """What the index says: the very bytes in other items, the picture in other files, many items served."""
    if same_files:
        yield Doubt(Kind.SAME_FILE, f"同一个文件还用在另外 {same_files} 个事项里", is_strong=True)
    for kind, where, mirrored in pictures:
        how = "，左右翻转过" if mirrored else ""
        if kind == "screen":
            yield Doubt(Kind.SCREEN, f"像是对着屏幕或打印件翻拍的{where}{how}；同一处隔时再拍也可能很像")
        else:
            yield Doubt(Kind.SAME_PICTURE, f"与{where}是同一张照片{how}，文件不同", is_strong=True)
    if own_uses > 1:
        yield Doubt(Kind.WIDELY_USED, f"单位说明这份佐证同时用于 {own_uses} 个事项")
