"""What is seen in the file of a photograph is kept, and what it has in common with earlier ones.

All of it follows from the files and could be made anew: it is no deed, and stands in no chain.
"""

import logging
from typing import Final

from django.db import transaction

from guatu.history import store
from guatu.ledgers import looking, pictures
from guatu.ledgers.likeness import words
from guatu.ledgers.likeness.marks import packed, unpacked
from guatu.ledgers.looking import Known, Look
from guatu.ledgers.models import Evidence, Likeness, Photograph, PhotographWord
from guatu.ledgers.queries import likenesses

_DEVICE: Final = 80
_log = logging.getLogger("guatu.ledgers")


def look(sha256: str) -> pictures.Picture | None:
    """Look at a stored picture once and for all; what others of its picture there are is found on the way."""
    path = store.path_of(sha256)
    seen = looking.look(path)
    if Photograph.objects.filter(sha256=sha256).exists():
        return seen.picture if seen else None
    if seen is None:
        Photograph.objects.get_or_create(sha256=sha256, defaults={"width": 0, "height": 0, "marks": b""})
        return None
    found = likenesses.candidates(seen.sought, but=0)
    known = [Known(store.path_of(one.sha256), bytes(one.marks)) for one in found]
    same = looking.compare(path, seen, known)
    _keep(sha256, seen, list(zip(found, same, strict=True)))
    return seen.picture


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
    """Look at pictures among the evidence at which nobody has looked yet; how many it were."""
    looked = Photograph.objects.values("sha256")
    waiting = Evidence.objects.filter(file__media_type__in=pictures.SHOWN).exclude(file__in=looked)
    files = list(waiting.order_by("file").values_list("file", flat=True).distinct()[:most])
    for sha256 in files:
        look(sha256)
    return len(files)


def forget(sha256: str) -> None:
    """The file is gone: so is what was seen in it."""
    Photograph.objects.filter(sha256=sha256).delete()
