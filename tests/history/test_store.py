"""Files are kept once by their content, whole or not at all, and go only when nothing holds them."""

import io
import os
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import Settings

from guatu.history import chains, store
from guatu.history.chains import SYSTEM, Entry
from guatu.history.errors import FileMissing, FileTooLarge
from guatu.history.models import StoredFile
from guatu.history.sniffing import sniff
from tests.scratch import Scratch

AT = datetime(2026, 9, 18, 1, 2, 3, tzinfo=UTC)
A_DAY_LATER = AT + timedelta(days=1, seconds=1)


@pytest.fixture
def files(tmp_path: Path, settings: Settings) -> Path:
    settings.FILES = tmp_path / "files"
    return tmp_path / "files"


def lying(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and path.name != ".lock")


def grown_old(folder: Path) -> None:
    for path in folder.rglob("*"):
        os.utime(path, (AT.timestamp(), AT.timestamp()))


def attached(file: StoredFile) -> None:
    entry = Entry(
        chain="office-1",
        subject=("item", 1),
        kind="item_reported",
        by=SYSTEM,
        at=AT,
        on=date(2026, 9, 18),
        files={"photo": file.pk},
    )
    with transaction.atomic():
        chains.append([entry])


@pytest.mark.django_db
def test_a_file_is_kept_by_its_content_and_read_again(files: Path) -> None:
    file = store.put(b"%PDF-1.7 report", name="报告.pdf", at=AT)

    with store.open_file(file.pk) as stream:
        assert stream.read() == b"%PDF-1.7 report"
    assert (file.size, file.media_type) == (15, "application/pdf")
    assert lying(files) == [file.pk]


@pytest.mark.django_db
def test_the_same_content_is_kept_once_and_mends_a_damaged_file(files: Path) -> None:
    first = store.put(b"photo", name="1.jpg", at=AT)
    store.path_of(first.pk).write_bytes(b"ph0to")

    second = store.put(io.BytesIO(b"photo"), name="2.jpg", at=A_DAY_LATER)

    assert second == first
    assert second.stored_at == AT
    assert store.path_of(first.pk).read_bytes() == b"photo"
    assert StoredFile.objects.count() == 1


@pytest.mark.django_db
def test_a_file_past_the_limit_is_refused_and_leaves_nothing(files: Path, settings: Settings) -> None:
    settings.UPLOAD_LIMIT = 1024 * 1024

    with pytest.raises(FileTooLarge, match=r"“现场\.mp4”超过 1 MB"):
        store.put(b"0" * (1024 * 1024 + 1), name="现场.mp4", at=AT)

    assert lying(files) == []
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_an_upload_that_breaks_off_leaves_nothing(files: Path) -> None:
    class Broken:
        def __init__(self) -> None:
            self.left = [b"half"]

        def read(self, size: int = -1, /) -> bytes:
            if self.left:
                return self.left.pop()
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store.put(Broken(), name="1.jpg", at=AT)

    assert lying(files) == []


@pytest.mark.django_db
def test_a_file_that_is_gone_says_so(files: Path) -> None:
    with pytest.raises(FileMissing, match="请从备份恢复"):
        store.open_file("0" * 64)


def test_sweeping_takes_what_nothing_holds_for_a_day(scratch: Scratch) -> None:
    held = store.put(b"held", name="1", at=AT)
    unused = store.put(b"unused", name="2", at=AT)
    fresh = store.put(b"fresh", name="3", at=AT)
    attached(held)
    files = scratch.folder / "files"
    (files / "parts" / "half").write_bytes(b"ha")
    (files / "00").mkdir()
    (files / "00" / ("0" * 64)).write_bytes(b"of no row")
    grown_old(files)
    store.put(b"fresh", name="3", at=AT)

    gone = store.sweep(older_than=A_DAY_LATER)

    assert gone == sorted([unused.pk, "half", "0" * 64])
    assert lying(files) == sorted([held.pk, fresh.pk])
    assert set(StoredFile.objects.all()) == {held, fresh}
    assert store.sweep(older_than=A_DAY_LATER) == []


def test_sweeping_leaves_a_row_whose_file_is_gone(scratch: Scratch) -> None:
    redacted = store.put(b"redacted", name="1", at=AT)
    store.remove_bytes(redacted.pk, stored=store.age(redacted.pk))

    assert store.sweep(older_than=A_DAY_LATER) == []
    assert StoredFile.objects.get() == redacted
    assert lying(scratch.folder / "files") == []


@pytest.mark.django_db
def test_bytes_stored_again_are_not_removed(files: Path) -> None:
    file = store.put(b"photo", name="1.jpg", at=AT)
    stored = store.age(file.pk)
    store.put(b"photo", name="1.jpg", at=AT)

    store.remove_bytes(file.pk, stored=stored)

    assert store.path_of(file.pk).read_bytes() == b"photo"


def zipped(name: str, content: str = "") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr(name, content)
    return data.getvalue()


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (b"%PDF-1.4", "application/pdf"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        (b"\x00\x00\x00\x18ftypisom", "video/mp4"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
        (
            zipped("word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (zipped("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (zipped("OFD.xml"), "application/ofd"),
        (
            zipped("mimetype", "application/vnd.oasis.opendocument.text"),
            "application/vnd.oasis.opendocument.text",
        ),
        (zipped("photo.jpg"), "application/zip"),
        (b"<html><script>alert(1)</script>", "text/plain"),
        ("整改台账".encode()[:-1], "text/plain"),
        ("整改台账".encode("gb18030"), "text/plain"),
        (b"MZ\x90\x00\x03", "application/octet-stream"),
        (b"", "text/plain"),
    ],
)
def test_the_media_type_is_what_the_bytes_say(head: bytes, media_type: str) -> None:
    assert sniff(head) == media_type
