"""Office archives (docx, xlsx) opened without trust: weighed before and while they are inflated.

Nothing is ever written to disk, so the paths in an archive are only keys.
"""

import io
import posixpath
import struct
import zipfile
import zlib
from typing import Final

from lxml import etree

from guatu.reading.errors import BombLikeFile, DamagedFile, EncryptedFile, OversizedFile, WrongExtension

MAX_ENTRIES = 5_000
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_PART_BYTES = 64 * 1024 * 1024
MAX_RATIO = 200
_RATIO_COUNTS_FROM = 1024 * 1024
_COMPOUND_FILE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_CENTRAL_ENTRY = b"PK\x01\x02"
_DOCTYPES = tuple("<!DOCTYPE".encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be"))
_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_TO_COMMON = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
)


def is_compound(data: bytes) -> bool:
    """Whether the bytes are an OLE compound file: doc, xls, wps, et, or an encrypted docx or xlsx."""
    return data.startswith(_COMPOUND_FILE)


def is_encrypted_package(data: bytes) -> bool:
    """Whether the bytes are a docx or xlsx that a password locks."""
    return is_compound(data) and _ENCRYPTED_STREAM in data


def parse_xml(content: bytes) -> etree._Element:
    """The root of an XML part; no part of an office file may declare a document type."""
    if any(doctype in content for doctype in _DOCTYPES):
        raise BombLikeFile(why="文件内含文档类型声明")
    if _STRICT in content:
        for strict, common in _STRICT_TO_COMMON.items():
            content = content.replace(strict, common)
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise DamagedFile(why="内容不是完整的 XML") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise BombLikeFile(why="文件内含文档类型声明")
    return root


class Archive:
    """A zip of parts by name, names compared without regard to case as Office does."""

    def __init__(self, data: bytes) -> None:
        """Open and weigh; refuses as EncryptedFile, WrongExtension, DamagedFile or BombLikeFile."""
        if is_compound(data):
            raise EncryptedFile if is_encrypted_package(data) else WrongExtension
        if data.count(_CENTRAL_ENTRY) > MAX_ENTRIES:
            raise BombLikeFile(why=f"文件内超过{MAX_ENTRIES}个部件")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _UNREADABLE as error:
            raise DamagedFile(why="压缩包不完整") from error
        self._weigh()
        self._entries = {_key(info.filename): info for info in self._zip.infolist()}
        self._budget = MAX_UNPACKED_BYTES

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._entries

    def read(self, name: str) -> bytes:
        """The bytes of a part, counted while they are inflated, whatever the archive says of them."""
        info = self._entries.get(_key(name))
        if info is None:
            raise DamagedFile(why=f"缺少部件{name}")
        if info.flag_bits & 1:
            raise EncryptedFile
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise DamagedFile(why="压缩方式不受支持")
        try:
            with self._zip.open(info) as part:
                content = part.read(min(self._budget, MAX_PART_BYTES) + 1)
        except _UNREADABLE as error:
            raise DamagedFile(why="压缩包不完整") from error
        if len(content) > MAX_PART_BYTES:
            raise OversizedFile(why=f"部件{posixpath.basename(name)}展开后过大")
        self._budget -= len(content)
        if self._budget < 0:
            raise BombLikeFile
        return content

    def xml(self, name: str) -> etree._Element:
        """The root element of an XML part."""
        return parse_xml(self.read(name))

    def related(self, name: str) -> list[tuple[str, str, str]]:
        """The parts that a part points at inside the archive, as (id, last word of the type, name)."""
        folder, base = posixpath.split(name)
        listing = posixpath.join(folder, "_rels", f"{base}.rels")
        if listing not in self:
            return []
        return [
            (
                relation.get("Id", ""),
                relation.get("Type", "").rpartition("/")[2],
                posixpath.normpath(
                    posixpath.join("/", folder, relation.get("Target", "").replace("\\", "/"))
                ),
            )
            for relation in self.xml(listing).iter(_RELATIONSHIP)
            if relation.get("TargetMode") != "External"
        ]

    def _weigh(self) -> None:
        entries = self._zip.infolist()
        if len(entries) > MAX_ENTRIES:
            raise BombLikeFile(why=f"文件内超过{MAX_ENTRIES}个部件")
        if sum(info.file_size for info in entries) > MAX_UNPACKED_BYTES:
            raise BombLikeFile
        for info in entries:
            if info.file_size > max(_RATIO_COUNTS_FROM, MAX_RATIO * info.compress_size):
                raise BombLikeFile(where=f"部件{posixpath.basename(info.filename)}")


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
