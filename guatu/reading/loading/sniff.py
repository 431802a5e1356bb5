"""What a file is: told by its bytes first, by its name where bytes do not decide."""

import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import Literal

from guatu.reading.errors import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    OversizedFile,
    ReadingRefusal,
    UnknownType,
    WrongExtension,
)

Format = Literal["docx", "doc", "rtf", "xlsx", "xls", "csv", "pdf", "html", "text", "image"]

MAX_BYTES = 100 * 1024 * 1024
_OFFICE: frozenset[Format] = frozenset({"docx", "doc"})
_WORKBOOK: frozenset[Format] = frozenset({"xlsx", "xls"})
_EXTENSIONS: dict[str, frozenset[Format]] = {
    **dict.fromkeys((".docx", ".docm", ".dotx"), frozenset[Format]({"docx"})),
    **dict.fromkeys((".doc", ".dot"), frozenset[Format]({"doc"})),
    **dict.fromkeys((".wps", ".wpt"), _OFFICE),
    **dict.fromkeys((".xlsx", ".xlsm"), frozenset[Format]({"xlsx"})),
    **dict.fromkeys((".xls", ".xlt"), frozenset[Format]({"xls"})),
    **dict.fromkeys((".et", ".ett"), _WORKBOOK),
    **dict.fromkeys((".html", ".htm", ".shtml", ".xhtml"), frozenset[Format]({"html"})),
    **dict.fromkeys((".txt", ".text", ".md"), frozenset[Format]({"text"})),
    **dict.fromkeys(
        (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp"), frozenset[Format]({"image"})
    ),
    ".csv": frozenset({"csv"}),
    ".pdf": frozenset({"pdf"}),
    ".rtf": frozenset({"rtf"}),
}
_SPOKEN: dict[Format, str] = {
    "docx": "docx 文档",
    "doc": "doc 文档",
    "rtf": "rtf 文档",
    "xlsx": "xlsx 表格",
    "xls": "xls 表格",
    "csv": "csv 表格",
    "pdf": "pdf 文档",
    "html": "网页",
    "text": "纯文本",
    "image": "图片",
}
_IMAGE = re.compile(
    rb"\x89PNG\r\n|\xff\xd8\xff|II\*\0|MM\0\*|GIF8[79]a|RIFF....WEBP|BM.{4}\0{4}.{4}[\x0c\x28\x38\x40\x6c\x7c]\0\0\0",
    re.DOTALL,
)
_HTML_HEAD = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?>(?:<!--.*?-->\s*)*)<(?:!doctype\s+html|html|head|body|meta)\b", re.I | re.S
)
_HTML_TAG = re.compile(rb"<(?:p|br|div|span|table|td|h[1-6]|ul|ol|li|font)\b[^<>]*>", re.IGNORECASE)
_WORD_XML = re.compile(rb'progid="Word\.Document"|<w:wordDocument\b|<pkg:package\b')
_CONTROLS = bytes((set(range(0x20)) | {0x7F}) - set(b"\t\n\v\f\r\x1a"))
_UNICODE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Sniffed:
    """The format to read a file as, and what its owner should be told about its name."""

    format: Format
    warnings: tuple[str, ...] = ()


def sniff(data: bytes, *, name: str) -> Sniffed:
    """The format of a file; refuses what is empty, too large, locked, damaged or of no known kind."""
    refuse_oversized(len(data))
    if not data.strip(b" \t\r\n\f\v\0"):
        raise EmptyFile
    extension = PurePath(name).suffix.lower()
    found = _by_bytes(data, extension)
    if not extension or found in _EXTENSIONS.get(extension, ()):
        return Sniffed(found)
    return Sniffed(found, (f"文件扩展名是“{extension}”，内容是{_SPOKEN[found]}，已按{_SPOKEN[found]}读取",))


def refuse_oversized(size: int) -> None:
    """Refuse a file of so many bytes, where possible before it is in memory."""
    if size > MAX_BYTES:
        raise OversizedFile(why=f"超过{MAX_BYTES // 1024 // 1024} MB")


def _by_bytes(data: bytes, extension: str) -> Format:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_archive(data, extension)
    if data.startswith(_COMPOUND):
        return _in_compound(data, extension)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if _IMAGE.match(data):
        return "image"
    return _written(data, extension)


def _in_archive(data: bytes, extension: str) -> Format:
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError, UnicodeError) as error:
        raise DamagedFile from error
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise EncryptedFile
    names = {entry.filename for entry in entries}
    if "word/document.xml" in names or any(name.startswith("word/") for name in names):
        return "docx"
    if "xl/workbook.xml" in names or any(name.startswith("xl/") for name in names):
        return "xlsx"
    if any(name.startswith("ppt/") for name in names):
        raise _foreign(extension, "内容是演示文稿")
    if "OFD.xml" in names:
        raise _foreign(extension, "内容是 ofd 版式文件，请转为 pdf")
    raise _foreign(extension, "内容是压缩包，请解压后逐个上传")


def _in_compound(data: bytes, extension: str) -> Format:
    """Told by the streams of an OLE compound file (MS-CFB); their names stand in it as UTF-16."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") + b"\0\0" in data

    if has("EncryptedPackage"):
        raise EncryptedFile
    is_document, is_workbook = has("WordDocument"), has("Workbook") or has("Book")
    # a document may hold a workbook as an object, and the other way round
    if is_document and not (is_workbook and _EXTENSIONS.get(extension) in (_WORKBOOK, frozenset({"xls"}))):
        if _is_locked_document(data):
            raise EncryptedFile
        return "doc"
    if is_workbook:
        return "xls"
    raise _foreign(extension, "内容是演示文稿" if has("PowerPoint Document") else None)


def _is_locked_document(data: bytes) -> bool:
    """Bit fEncrypted of the information block (MS-DOC 2.5.2), where it is the first sector."""
    return data[512:514] == b"\xec\xa5" and bool(data[523] & 0x01)


def _written(data: bytes, extension: str) -> Format:
    """Text, by marks of html in it or by its name; refuses bytes that are no text."""
    head = data[:65536]
    if head.startswith(_UNICODE_MARKS):
        head = head.decode("utf-16", "ignore").encode()
    elif len(head) - len(head.translate(None, _CONTROLS)) > len(head) / 20:
        raise _foreign(extension, None)
    head = head.removeprefix(b"\xef\xbb\xbf")
    if _WORD_XML.search(head[:2048]):
        return "doc"
    if _HTML_HEAD.match(head):
        return "html"
    if extension == ".csv":
        return "csv"
    is_named_text = "text" in _EXTENSIONS.get(extension, ())
    return "html" if not is_named_text and _HTML_TAG.search(head) else "text"


def _foreign(extension: str, why: str | None) -> ReadingRefusal:
    """A name that promises a format we read was given wrongly; any other is a type we do not know."""
    return WrongExtension(why=why) if extension in _EXTENSIONS else UnknownType(why=why)
