"""The media type of a file by its first bytes; its name is only what somebody called it."""

from typing import Final

HEAD: Final = 4096
"""How many bytes are looked at."""
UNKNOWN: Final = "application/octet-stream"
_OOXML: Final = "application/vnd.openxmlformats-officedocument."
_STARTS: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"#!AMR", "audio/amr"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
)
_CONTAINERS: Final = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_BRANDS: Final = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heic",
    b"qt  ": "video/quicktime",
}
_PACKED: Final = (
    (b"OFD.xml", "application/ofd"),
    (b"word/", _OOXML + "wordprocessingml.document"),
    (b"xl/", _OOXML + "spreadsheetml.sheet"),
    (b"ppt/", _OOXML + "presentationml.presentation"),
)
_ODF: Final = b"mimetypeapplication/vnd.oasis.opendocument."


def sniff(head: bytes) -> str:
    """What the bytes are; a page of a browser is plain text, so that none runs it."""
    head = head[:HEAD]
    for start, media_type in _STARTS:
        if head.startswith(start):
            return media_type
    if head.startswith(b"RIFF"):
        return _CONTAINERS.get(head[8:12], UNKNOWN)
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    if head.startswith(b"PK\x03\x04"):
        return _packed(head)
    return "text/plain" if _is_text(head) else UNKNOWN


def _packed(head: bytes) -> str:
    if (at := head.find(_ODF)) >= 0:
        kind = head[at + len(_ODF) :].split(b"PK")[0].decode("ascii", "replace")
        if kind in ("text", "spreadsheet", "presentation"):
            return f"application/vnd.oasis.opendocument.{kind}"
    return next((media_type for name, media_type in _PACKED if name in head), "application/zip")


def _is_text(head: bytes) -> bool:
    """UTF-8 or GB18030 without control characters; the last character may be cut off."""
    if any(byte < 0x20 and byte not in b"\t\n\r\f\x1b" for byte in head):
        return head.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-8", "gb18030"):
        for cut in range(min(4, len(head) + 1)):
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False
