"""Photographs of a rendered place as evidence: the first one in one item, a copy of it in another."""

from datetime import datetime
from io import BytesIO

from PIL import Image, ImageOps

from bench.evidence import scenes
from guatu.history import store
from guatu.ledgers.actions import photographs, reports, requests
from guatu.ledgers.actions.reports import NewEvidence
from guatu.ledgers.models import Item
from tests.accounts.factories import moment
from tests.ledgers.factories import DAY, County, finished, fresh, signed


def place() -> Image.Image:
    """A street of houses."""
    return scenes.photograph("building", 3)


def mirrored_part(image: Image.Image) -> Image.Image:
    """Mirrored, a sixth cut away, made smaller."""
    part = image.crop((90, 40, image.width - 70, image.height - 80))
    return ImageOps.mirror(part).resize((560, 420))


def given(image: Image.Image, name: str, *, taken_at: datetime | None = None) -> NewEvidence:
    """A picture stored and looked at, as an upload is."""
    out = BytesIO()
    image.save(out, "JPEG", quality=88)
    file = store.put(out.getvalue(), name=name, at=moment(DAY))
    seen = photographs.look(file.sha256)
    shown = seen.perceptual_hash if seen else ""
    return NewEvidence(file=file, name=name, perceptual_hash=shown, taken_at=taken_at)


def asked_with_a_copy(county: County) -> tuple[Item, Item]:
    """An item that waits for the verifier with a mirrored part of a photograph, and the item of that."""
    first, item = signed(county), finished(county)
    for one, name, image in (
        (first, "双桥变压器箱.jpg", place()),
        (item, "整改后-双桥3号.jpg", mirrored_part(place())),
    ):
        proof = given(image, name, taken_at=moment(DAY))
        reports.prove(pk=one.pk, unit=county.towns[0], evidence=[proof], **county.when("town"))
    requests.ask(pk=item.pk, statement="20 处全部改造完成", **county.when("liaison"))
    requests.review(pk=item.pk, **county.when("reviewer"))
    return fresh(item), fresh(first)
