"""What is seen in the file of a photograph is kept, and what it has in common with earlier ones.

All of it follows from the files and could be made anew: it is no deed, and stands in no chain.
"""

from typing import Final

from django.db import transaction

from guatu.history import store
from guatu.ledgers import looking, pictures
from guatu.ledgers.likeness import words
from guatu.ledgers.likeness.marks import packed, unpacked
from guatu.ledgers.looking import Known, Look, LookFailed
from guatu.ledgers.models import Evidence, Item, Likeness, Photograph, PhotographWord
from guatu.ledgers.queries import likenesses

_DEVICE: Final = 80


def look(sha256: str) -> pictures.Picture | None:
    """Look at a stored picture once and for all; what others of its picture there are is found on the way.

    Where the look failed nothing is kept, and the clock tries once more.
    """
    try:
        return _looked(sha256)
    except LookFailed:
        return None


def _looked(sha256: str) -> pictures.Picture | None:
    path = store.path_of(sha256)
    seen = looking.look(path)
    if Photograph.objects.filter(sha256=sha256).exists():
        return seen.picture if seen else None
    if seen is None:
        _keep_nothing(sha256)
        return None
    found = likenesses.candidates(seen.sought)
    known = [Known(store.path_of(one.sha256), bytes(one.marks)) for one in found]
    same = looking.compare(path, seen, known)
    _keep(sha256, seen, list(zip(found, same, strict=True)))
    return seen.picture


def _keep_nothing(sha256: str) -> None:
    """There is nothing to look at, and nobody tries again."""
    Photograph.objects.get_or_create(sha256=sha256, defaults={"width": 0, "height": 0, "marks": b""})


@transaction.atomic
def _keep(sha256: str, seen: Look, compared: list[tuple[Photograph, looking.Same | None]]) -> None:
    made, is_new = Photograph.objects.get_or_create(sha256=sha256, defaults=_facts(seen))
    if not is_new:
        return
    indexed = unpacked(bytes(made.marks))[: words.INDEXED]
    PhotographWord.objects.bulk_create(
        PhotographWord(photograph=made, word=words.word(one), turn=one.turn) for one in indexed
    )
    Likeness.objects.bulk_create(
        Likeness(
            later=made,
            earlier=earlier,
            kind=same.kind,
            is_mirrored=same.is_mirrored,
            share=same.share,
            lies=list(same.lies),
        )
        for earlier, same in compared
        if same is not None
    )


def _facts(seen: Look) -> dict[str, object]:
    own = seen.picture
    return {
        "width": own.width,
        "height": own.height,
        "marks": packed(unpacked(seen.marks)[: words.KEPT]),
        "device": own.device[:_DEVICE],
        "serial": own.serial,
        "software": own.software,
        "taken_at": own.taken_at,
        "changed_at": own.changed_at,
        "latitude": own.latitude,
        "longitude": own.longitude,
        "has_claims": own.has_claims,
        "differs_from_small": own.differs_from_small,
    }


def catch_up(*, most: int) -> int:
    """Look at pictures among the evidence at which nobody has looked yet; how many it were.

    Those that a verifier is to judge come first.
    """
    looked = Photograph.objects.values("sha256")
    waiting = Evidence.objects.filter(file__media_type__in=pictures.SHOWN).exclude(file__in=looked)
    urgent = waiting.filter(uses__item__state=Item.State.VERIFYING)
    files = list(urgent.values_list("file", flat=True).order_by("file").distinct()[:most])
    if len(files) < most:
        rest = waiting.exclude(file__in=files).values_list("file", flat=True).order_by("file")
        files += rest.distinct()[: most - len(files)]
    for sha256 in files:
        try:
            _looked(sha256)
        except LookFailed:
            _keep_nothing(sha256)
    return len(files)


def forget(sha256: str) -> None:
    """The file is gone: so is what was seen in it."""
    Photograph.objects.filter(sha256=sha256).delete()
