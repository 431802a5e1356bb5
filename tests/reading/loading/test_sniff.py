"""A file is told by its bytes; its name is believed only where bytes do not decide."""

import io
import zipfile

import pytest

from guatu.reading.errors import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    OversizedFile,
    ReadingRefusal,
    UnknownType,
    WrongExtension,
)
from guatu.reading.loading import load
from guatu.reading.loading.sniff import MAX_BYTES, sniff

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def archive(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        for name in names:
            file.writestr(zipfile.ZipInfo(name), "<x/>")  # without the hour, which would rename the tests
    return held.getvalue()


def compound(*streams: str, head: bytes = b"") -> bytes:
    names = b"".join(stream.encode("utf-16-le") + b"\0\0" for stream in streams)
    return (COMPOUND + bytes(504) + head).ljust(1024, b"\x01") + names


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("方案.docx", archive("[Content_Types].xml", "word/document.xml"), "docx"),
        ("方案.wps", archive("[Content_Types].xml", "word/document.xml"), "docx"),
        ("方案.wps", compound("Root Entry", "WordDocument"), "doc"),
        ("方案.doc", compound("Root Entry", "WordDocument"), "doc"),
        ("台账.xlsx", archive("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        ("台账.xls", compound("Root Entry", "Workbook"), "xls"),
        ("台账.et", compound("Root Entry", "Workbook"), "xls"),
        ("通报.pdf", b"%PDF-1.7\n...", "pdf"),
        ("通报.pdf", b"\xef\xbb\xbf\n%PDF-1.4\n...", "pdf"),
        ("讲话.rtf", rb"{\rtf1\ansi}", "rtf"),
        ("扫描.png", b"\x89PNG\r\n\x1a\n" + bytes(9), "image"),
        ("扫描.jpg", b"\xff\xd8\xff\xe0" + bytes(9), "image"),
        ("新闻.html", "<!DOCTYPE html><p>新闻</p>".encode(), "html"),
        ("新闻.htm", "\ufeff\n<!-- 缓存 --><html><p>新闻</p>".encode(), "html"),
        ("新闻.htm", "<div>只有片段</div>".encode("gb18030"), "html"),
        ("新闻.html", "<html><p>新闻</p>".encode("utf-16"), "html"),
        ("台账.csv", "序号,问题\n1,积水".encode("gb18030"), "csv"),
        ("纪要.txt", "会议<br>纪要".encode(), "text"),
        ("纪要", "会议纪要".encode("gb18030"), "text"),
        ("纪要.TXT", "BM 会议纪要".encode(), "text"),
    ],
)
def test_a_right_name_is_read_without_a_word(name: str, data: bytes, expected: str) -> None:
    sniffed = sniff(data, name=name)

    assert (sniffed.format, sniffed.warnings) == (expected, ())


@pytest.mark.parametrize(
    ("name", "data", "expected", "spoken"),
    [
        ("方案.doc", archive("word/document.xml"), "docx", "docx 文档"),
        ("方案.docx", compound("WordDocument"), "doc", "doc 文档"),
        ("方案.doc", "<html><body><p>方案</p>".encode(), "html", "网页"),
        ("方案.doc", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', "doc", None),
        ("台账.xls", b"<table><tr><td>1</td></tr></table>", "html", "网页"),
        ("方案.docx", b"%PDF-1.7", "pdf", "pdf 文档"),
        ("方案.pdf", "工作方案".encode(), "text", "纯文本"),
        ("方案.txt", "<!doctype html><p>方案".encode(), "html", "网页"),
        ("方案.html", "没有任何标签".encode(), "text", "纯文本"),
        ("方案.dat", "工作方案".encode(), "text", "纯文本"),
    ],
)
def test_a_wrong_name_over_readable_bytes_is_read_and_told(
    name: str, data: bytes, expected: str, spoken: str | None
) -> None:
    sniffed = sniff(data, name=name)

    assert sniffed.format == expected
    if spoken is None:
        assert sniffed.warnings == ()
    else:
        extension = name[2:]
        assert sniffed.warnings == (f"文件扩展名是“{extension}”，内容是{spoken}，已按{spoken}读取",)


@pytest.mark.parametrize(
    ("name", "data", "refusal"),
    [
        ("空.txt", b"", EmptyFile),
        ("空.docx", b"\r\n \t\0\0", EmptyFile),
        ("方案.docx", archive("word/document.xml")[:40], DamagedFile),
        ("方案.docx", compound("EncryptionInfo", "EncryptedPackage"), EncryptedFile),
        ("方案.doc", compound("WordDocument", head=b"\xec\xa5" + bytes(9) + b"\x01"), EncryptedFile),
        ("方案.docx", archive("ppt/presentation.xml"), WrongExtension),
        ("方案.docx", bytes(range(1, 256)) * 4, WrongExtension),
        ("方案.pdf", archive("照片.jpg"), WrongExtension),
        ("汇报.pptx", archive("ppt/presentation.xml"), UnknownType),
        ("汇报.ppt", compound("PowerPoint Document"), UnknownType),
        ("公文.ofd", archive("OFD.xml"), UnknownType),
        ("附件.zip", archive("照片.jpg"), UnknownType),
        ("录音.mp3", bytes(range(1, 256)) * 4, UnknownType),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(
    name: str, data: bytes, refusal: type[ReadingRefusal]
) -> None:
    with pytest.raises(refusal):
        sniff(data, name=name)


def test_a_locked_archive_is_refused() -> None:
    locked = bytearray(archive("word/document.xml"))
    locked[locked.index(b"PK\x01\x02") + 8] |= 0x01  # general purpose flag, bit 0

    with pytest.raises(EncryptedFile):
        sniff(bytes(locked), name="方案.docx")


def test_a_document_that_holds_a_workbook_stays_a_document_and_the_other_way_round() -> None:
    both = compound("WordDocument", "ObjectPool", "Workbook")

    assert sniff(both, name="方案.doc").format == "doc"
    assert sniff(both, name="台账.xls").format == "xls"


def test_more_bytes_than_the_reader_takes_are_refused() -> None:
    with pytest.raises(OversizedFile, match="100 MB"):
        sniff(bytes(MAX_BYTES + 1), name="大.txt")


def test_the_warning_about_a_name_reaches_the_loaded_source() -> None:
    source = load("工作方案\n一、目标".encode(), name="方案.docx")

    assert source.text == "工作方案\n一、目标"
    assert source.warnings == ("文件扩展名是“.docx”，内容是纯文本，已按纯文本读取",)
