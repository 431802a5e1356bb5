"""Pictures in small go when the files go from which they were drawn."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from guatu.history import redacting, store
from guatu.history.chains import Actor
from guatu.history.models import Enclosure, StoredFile
from guatu.http.serving import rounds
from guatu.ledgers import thumbnails
from guatu.ledgers.actions import reports
from guatu.ledgers.actions.reports import NewEvidence
from guatu.ledgers.models import Evidence
from tests.accounts.factories import moment
from tests.ledgers.factories import DAY, make_county, signed
from tests.scratch import Scratch

LATER = moment(DAY) + timedelta(hours=1)


def picture(shade: int = 90) -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (640, 480), (shade, 120, 160)).save(drawn, "JPEG")
    return drawn.getvalue()


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where thumbnails are kept."""
    settings.FILES = tmp_path / "files"
    return tmp_path / "thumbs"


def kept_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def proof_of() -> Evidence:
    """A picture that serves an item of a county."""
    county = make_county()
    item = signed(county)
    file = store.put(picture(), name="现场.jpg", at=moment(DAY))
    given = NewEvidence(file=file, name="现场.jpg")
    reports.prove(pk=item.pk, unit=county.towns[0], evidence=[given], **county.when("town"))
    return Evidence.objects.select_related("file").get()


@pytest.mark.django_db
def test_the_first_page_of_a_pdf_is_drawn_and_kept(folder: Path) -> None:
    drawn = BytesIO()
    Image.new("RGB", (620, 877), "white").save(drawn, "PDF")
    file = store.put(drawn.getvalue(), name="凭证.pdf", at=moment(DAY))

    page = thumbnails.first_page(file)

    assert page is not None
    with Image.open(BytesIO(page)) as shown:
        assert (shown.format, shown.width) == ("JPEG", 1200)
    assert [path.name for path in kept_in(folder)] == [f"{file.sha256}-page.jpg"]
    damaged = store.put(b"%PDF-1.4 nothing", name="坏.pdf", at=moment(DAY))
    assert thumbnails.first_page(damaged) is None
    assert thumbnails.of(file) is None


@pytest.mark.django_db
def test_the_first_lines_of_a_document_are_read_and_kept(folder: Path) -> None:
    document = Document()
    document.add_paragraph("关于整改情况的说明")
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "双桥镇", "6 处"
    written = BytesIO()
    document.save(written)
    file = store.put(written.getvalue(), name="说明.docx", at=moment(DAY))

    assert thumbnails.rows(file, name="说明.docx") == [["关于整改情况的说明"], ["双桥镇", "6 处"]]
    assert [path.name for path in kept_in(folder)] == [f"{file.sha256}-rows.json"]
    thumbnails.forget(file.sha256)
    assert kept_in(folder) == []


@pytest.mark.django_db
def test_redacting_a_picture_takes_its_thumbnail_too(
    folder: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    proof = proof_of()
    assert thumbnails.of(proof.file)
    enclosures = list(Enclosure.objects.filter(file=proof.file))
    asked = redacting.ask(
        enclosures, by=Actor(person_id=1), reason="拍到身份证", at=LATER, check=lambda _: None
    )
    with django_capture_on_commit_callbacks(execute=True):
        redacting.confirm(asked, by=Actor(person_id=2), at=LATER, check=lambda _: None)
    assert kept_in(folder) == []


@pytest.mark.django_db
def test_a_thumbnail_is_not_served_once_its_file_is_gone(folder: Path) -> None:
    file = store.put(picture(), name="现场.jpg", at=moment(DAY))
    assert thumbnails.of(file)
    store.path_of(file.sha256).unlink()
    assert thumbnails.of(file) is None


@pytest.mark.django_db
def test_sweeping_leaves_the_thumbnails_of_files_that_are_there(folder: Path) -> None:
    there, gone = (store.put(picture(n), name="现场.jpg", at=moment(DAY)) for n in (10, 20))
    for file in (there, gone):
        thumbnails.of(file)
    store.path_of(gone.sha256).unlink()
    assert thumbnails.sweep() == [f"{gone.sha256}-{thumbnails.WIDTH}.jpg"]
    assert [path.name for path in kept_in(folder)] == [f"{there.sha256}-{thumbnails.WIDTH}.jpg"]


def test_the_sweep_of_files_and_the_daily_round_take_thumbnails_along(scratch: Scratch, folder: Path) -> None:
    unused = store.put(picture(), name="现场.jpg", at=moment(DAY))
    lost = store.put(picture(30), name="现场.jpg", at=moment(DAY))
    for file in (unused, lost):
        thumbnails.of(file)
    store.path_of(lost.sha256).unlink()
    rounds.sweep(moment(DAY) + timedelta(days=10_000))
    assert not StoredFile.objects.filter(pk=unused.pk).exists()
    assert kept_in(folder) == []
