"""Copies of a photograph are found by the index of its marks, turned, cut or taken again."""

from collections.abc import Callable
from io import BytesIO
from random import Random

import pytest
from django.db import connection
from django.db.models import QuerySet
from PIL import Image

from bench.evidence import scenes, spoiling
from guatu.history import store
from guatu.history.models import StoredFile
from guatu.ledgers import looking
from guatu.ledgers.actions import photographs, reports
from guatu.ledgers.actions.reports import NewEvidence
from guatu.ledgers.likeness.marks import Mark, packed, unpacked
from guatu.ledgers.models import Likeness, Photograph, PhotographWord
from guatu.ledgers.queries import likenesses, proofs
from tests.accounts.factories import moment
from tests.ledgers.factories import DAY, County, asked, signed
from tests.ledgers.factories import photo as blank

Way = Callable[[Image.Image, Random], Image.Image]
WAYS = [
    (spoiling.turned, "copy"),
    (spoiling.many_at_once, "copy"),
    (spoiling.off_a_screen, "screen"),
]


def sent(image: Image.Image, **more: object) -> str:
    """A photograph stored and looked at, as an upload is."""
    out = BytesIO()
    image.save(out, "JPEG", quality=88, **more)
    file = store.put(out.getvalue(), name="现场.jpg", at=moment(DAY))
    photographs.look(file.sha256)
    return file.sha256


@pytest.fixture(scope="module")
def place() -> Image.Image:
    return scenes.photograph("building", 3)


@pytest.mark.django_db
@pytest.mark.parametrize(("way", "kind"), WAYS)
def test_a_spoiled_copy_is_found(place: Image.Image, way: Way, kind: str) -> None:
    first = sent(place)
    copy = sent(way(place, Random(3)))  # noqa: S311 - the same copy each time

    (found,) = likenesses.of_files([copy])[copy]

    assert (found.sha256, found.kind, found.is_later) == (first, kind, False)
    (back,) = likenesses.of_files([first])[first]
    assert (back.sha256, back.is_later) == (copy, True)


@pytest.mark.django_db
def test_a_mirrored_copy_says_so_and_where_it_lies(place: Image.Image) -> None:
    sent(place)
    copy = sent(place.transpose(Image.Transpose.FLIP_LEFT_RIGHT))

    (found,) = likenesses.of_files([copy])[copy]

    assert found.is_mirrored
    assert [round(term, 1) for term in found.lies] == [1, 0, 0, 0, 1, 0]


@pytest.mark.django_db
def test_another_moment_and_another_place_are_other_pictures(place: Image.Image) -> None:
    sent(place)
    sent(scenes.photograph("building", 3, 1))
    sent(scenes.photograph("building", 4))

    assert not Likeness.objects.exists()


@pytest.mark.django_db
def test_a_file_is_looked_at_once_and_forgotten_when_it_goes(place: Image.Image) -> None:
    sha256 = sent(place)
    photographs.look(sha256)
    assert Photograph.objects.count() == 1
    assert 40 <= PhotographWord.objects.count() <= 64

    photographs.forget(sha256)

    assert not PhotographWord.objects.exists()


@pytest.mark.django_db
def test_what_nobody_can_look_at_is_not_looked_at_again() -> None:
    file = store.put(b"\xff\xd8\xff\xe0 no picture", name="坏.jpg", at=moment(DAY))

    assert photographs.look(file.sha256) is None

    assert Photograph.objects.get().width == 0


@pytest.mark.django_db
def test_candidates_come_from_the_index_and_not_from_a_scan() -> None:
    looked_up: QuerySet[PhotographWord, tuple[int, int, int]] = PhotographWord.objects.filter(
        word__in=range(400)
    ).values_list("word", "photograph_id", "turn")
    if connection.vendor == "sqlite":
        assert "USING COVERING INDEX photograph_by_word" in looked_up.explain()
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")  # the table is empty
        assert "photograph_by_word" in looked_up.explain()


def test_evidence_given_before_the_index_is_caught_up(county: County) -> None:
    item = signed(county)
    new = NewEvidence(file=blank(), name="现场.png")
    reports.prove(pk=item.pk, unit=county.towns[0], evidence=[new], **county.when("town"))

    assert photographs.catch_up(most=5) == 1
    assert photographs.catch_up(most=5) == 0


def test_a_liaison_is_told_the_day_of_a_copy(county: County, place: Image.Image) -> None:
    item, other = signed(county), signed(county)
    first = sent(place)
    given = NewEvidence(file=StoredFile.objects.get(pk=first), name="现场.jpg")
    reports.prove(pk=item.pk, unit=county.towns[0], evidence=[given], **county.when("town"))
    copy = sent(spoiling.turned(place, Random(1)))  # noqa: S311

    found = proofs.seen_before(other, copy)

    assert found is not None
    assert (found.on, found.is_here, found.is_same_file, found.is_screen) == (DAY, False, False, False)
    assert proofs.seen_before(other, "0" * 64) is None


def test_marks_are_kept_as_they_were() -> None:
    marks = [Mark(3, 1023, 2, 255, 2**64 - 1), Mark(0, 0, 0, 0, 0)]

    assert unpacked(packed(marks)) == marks


def test_the_way_back_leads_back() -> None:
    terms = [0.9, -0.2, 0.05, 0.1, 1.1, -0.3]

    assert likenesses.inverse(likenesses.inverse(terms)) == pytest.approx(terms)


def test_what_waits_for_a_verifier_is_looked_at_first(county: County) -> None:
    later = signed(county)
    new = NewEvidence(file=blank(251), name="现场.png")
    reports.prove(pk=later.pk, unit=county.towns[0], evidence=[new], **county.when("town"))
    waiting = asked(county)

    photographs.catch_up(most=1)

    assert waiting.evidence.filter(file=Photograph.objects.get().sha256).exists()


@pytest.mark.django_db
def test_a_look_that_failed_is_tried_again_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    file = blank()
    with monkeypatch.context() as broken:
        broken.setattr(looking, "_PROGRAM", ("/bin/false",))
        assert photographs.look(file.sha256) is None
    assert not Photograph.objects.exists()

    assert photographs.look(file.sha256) is not None
