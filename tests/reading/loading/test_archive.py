"""Archives that mean harm, and archives that are merely broken."""

import io
import struct
import zipfile
from collections.abc import Callable

import pytest

from guatu.reading.errors import (
    BombLikeFile,
    DamagedFile,
    EncryptedFile,
    OversizedFile,
    ReadingRefusal,
    WrongExtension,
)
from guatu.reading.loading.archive import MAX_ENTRIES, Archive, parse_xml

MEGABYTE = 1024 * 1024


def packed(parts: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_parts_are_found_whatever_the_case_or_the_slash_of_their_names() -> None:
    archive = Archive(packed({"Word\\Document.XML": b"<a/>"}))

    assert "word/document.xml" in archive
    assert archive.read("/word/document.xml") == b"<a/>"


def test_relations_are_resolved_from_the_folder_of_the_part() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://x/styles" Target="styles.xml"/>'
        '<Relationship Id="r2" Type="http://x/header" Target="/word/header1.xml"/>'
        '<Relationship Id="r3" Type="http://x/custom" Target="../../../etc/passwd"/>'
        '<Relationship Id="r4" Type="http://x/hyperlink" Target="http://a.example" TargetMode="External"/>'
        "</Relationships>"
    )
    archive = Archive(packed({"word/_rels/document.xml.rels": relations.encode()}))

    assert archive.related("/word/document.xml") == [
        ("r1", "styles", "/word/styles.xml"),
        ("r2", "header", "/word/header1.xml"),
        ("r3", "custom", "/etc/passwd"),
    ]
    assert archive.related("/word/other.xml") == []


@pytest.mark.parametrize(
    "parts",
    [
        {"word/document.xml": bytes(30 * MEGABYTE)},
        {f"{number}.bin": b"" for number in range(MAX_ENTRIES + 1)},
    ],
    ids=["one part shrinks too well", "too many parts"],
)
def test_an_archive_that_unpacks_to_far_more_than_it_weighs_is_refused_unopened(
    parts: dict[str, bytes],
) -> None:
    with pytest.raises(BombLikeFile):
        Archive(packed(parts))


def claiming(data: bytes, size: int) -> bytes:
    """The same archive, its first entry claiming another size before packing."""
    local, central = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
    changed = bytearray(data)
    struct.pack_into("<I", changed, local + 22, size)
    struct.pack_into("<I", changed, central + 24, size)
    return bytes(changed)


def test_the_sum_of_the_claimed_sizes_is_weighed() -> None:
    with pytest.raises(BombLikeFile):
        Archive(claiming(packed({"a": b"x" * 10}, zipfile.ZIP_STORED), 300 * MEGABYTE))


def test_a_part_that_claims_less_than_it_holds_is_damaged() -> None:
    archive = Archive(claiming(packed({"a": bytes(30 * MEGABYTE)}), 100))

    with pytest.raises(DamagedFile):
        archive.read("a")


def test_parts_are_counted_while_they_are_read() -> None:
    noise = bytes(range(256)) * 4 * 1024
    archive = Archive(packed({f"{number}.xml": noise * 60 for number in range(3)}, zipfile.ZIP_STORED))

    for number in range(3):
        archive.read(f"{number}.xml")
    with pytest.raises(BombLikeFile):
        archive.read("0.xml")


def test_a_single_part_may_not_be_larger_than_the_parser_takes() -> None:
    archive = Archive(packed({"a.xml": bytes(65 * MEGABYTE)}, zipfile.ZIP_STORED))

    with pytest.raises(OversizedFile):
        archive.read("a.xml")


def encrypted(data: bytes) -> bytes:
    changed = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        changed[data.index(mark) + offset] |= 1
    return bytes(changed)


@pytest.mark.parametrize(
    ("spoil", "refusal"),
    [
        (lambda data: data[: len(data) // 2], DamagedFile),
        (lambda data: data[:-30], DamagedFile),
        (lambda data: b"", DamagedFile),
        (lambda data: data.replace(b"PK\x03\x04", b"PK\x03\x05"), DamagedFile),
        (encrypted, EncryptedFile),
        (
            lambda data: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            EncryptedFile,
        ),
        (lambda data: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), WrongExtension),
    ],
    ids=["half", "no directory", "nothing", "no part", "locked part", "locked file", "old format"],
)
def test_broken_and_locked_archives_are_told_apart(
    spoil: Callable[[bytes], bytes], refusal: type[ReadingRefusal]
) -> None:
    with pytest.raises(refusal):
        Archive(spoil(packed({"a.xml": b"<a/>" * 20}))).read("a.xml")


def test_a_way_of_packing_that_office_never_uses_is_refused() -> None:
    with pytest.raises(DamagedFile, match="压缩方式"):
        Archive(packed({"a.xml": b"<a/>"}, zipfile.ZIP_LZMA)).read("a.xml")


LAUGHS = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
OUTSIDE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'


@pytest.mark.parametrize(
    "content",
    [
        LAUGHS,
        OUTSIDE,
        b'<!DOCTYPE a SYSTEM "http://yunqiao.example/a.dtd"><a/>',
        b'<?xml version="1.0" encoding="UTF-16"?>'.decode().encode("utf-16")
        + LAUGHS.decode().encode("utf-16-le"),
    ],
    ids=["entities in entities", "a file outside", "a type elsewhere", "utf-16"],
)
def test_a_part_that_declares_a_document_type_is_refused(content: bytes) -> None:
    with pytest.raises(BombLikeFile):
        parse_xml(content)


@pytest.mark.parametrize(
    "content",
    [b"", b"<a>", b"\xff\xfe\x00", b"<a>" * 300 + b"</a>" * 300],
    ids=["empty", "open", "bytes", "deep"],
)
def test_a_part_that_is_no_xml_is_damaged(content: bytes) -> None:
    with pytest.raises(DamagedFile):
        parse_xml(content)
