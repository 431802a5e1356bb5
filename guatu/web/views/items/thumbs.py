"""Evidence in small."""

from collections.abc import Iterable

from django.templatetags.static import static
from django.urls import reverse

from guatu.ledgers import pictures
from guatu.ledgers.models import Item
from guatu.ledgers.queries.item_page import Proof
from guatu.web import wording
from guatu.web.parts import Thumb


def thumb(proof: Proof, item: Item, *, is_current: bool = False) -> Thumb:
    """A piece of evidence as a small picture; a document as a drawing of one."""
    one = proof.evidence
    return Thumb(
        url=reverse("web:evidence", args=[item.pk, one.pk]),
        image=_image(proof, item),
        caption=one.unit.name.removeprefix("县") if one.unit else "",
        day=wording.short_day(one.uploaded_on),
        is_repeated=proof.is_repeated,
        is_current=is_current,
    )


def thumbs(proofs: Iterable[Proof], item: Item) -> list[Thumb]:
    """Several."""
    return [thumb(one, item) for one in proofs]


def _image(proof: Proof, item: Item) -> str:
    kind = proof.evidence.file.media_type
    if kind in pictures.SHOWN:
        return reverse("web:evidence-thumb", args=[item.pk, proof.evidence.pk])
    return static("guatu/samples/sheet.svg" if "sheet" in kind else "guatu/samples/doc.svg")
