"""One plain font in the place of all fonts of the system.

A pdf that does not carry its fonts only names them. To look for them and measure the outline of every
character takes most of the time of reading, and boxes would differ from machine to machine. How wide
characters are and where they stand says the file itself.
"""

from ctypes import byref, memmove
from struct import pack
from typing import Any

import pypdfium2.raw as raw

_EM = 1000
_BOX = (0, 0, 200, 700)
"""Left, bottom, right and top of the only shape; no character is narrower."""
_EAST_ASIAN = (
    raw.FXFONT_SHIFTJIS_CHARSET,
    raw.FXFONT_HANGEUL_CHARSET,
    raw.FXFONT_GB2312_CHARSET,
    raw.FXFONT_CHINESEBIG5_CHARSET,
)


def box_font() -> bytes:
    """A TrueType font that shows every character as the same box."""
    left, bottom, right, top = _BOX
    corners = pack(">hhhhh", 1, *_BOX) + pack(">HH4B", 3, 0, 1, 1, 1, 1)
    corners += pack(">8h", left, 0, right - left, 0, bottom, top - bottom, 0, bottom - top)
    glyph = corners + bytes(-len(corners) % 4)
    tables = {
        b"cmap": pack(">HHHHI", 0, 1, 3, 10, 12) + pack(">HHIIIIII", 13, 0, 28, 0, 1, 0, 0x10FFFF, 1),
        b"glyf": glyph,
        b"head": pack(">IIIIHH", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _EM)
        + bytes(16)
        + pack(">4hHHhhh", *_BOX, 0, 8, 2, 1, 0),
        b"hhea": pack(">Ihhh", 0x10000, top, bottom, 0) + pack(">H", _EM) + bytes(22) + pack(">H", 1),
        b"hmtx": pack(">Hhh", _EM, 0, 0),
        b"loca": pack(">III", 0, 0, len(glyph)),
        b"maxp": pack(">IHHH", 0x10000, 2, 4, 1) + bytes(22),
    }
    at = 12 + 16 * len(tables)
    directory, body = pack(">IHHHH", 0x10000, len(tables), 64, 2, 48), b""
    for tag, table in tables.items():
        directory += tag + pack(">III", 0, at + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return directory + body


_FONT = box_font()


def _find(_: object, weight: int, italic: int, charset: int, *more: object) -> int | None:
    """The one font for Chinese, Japanese and Korean; for Latin the library has fonts of its own."""
    return 1 if charset in _EAST_ASIAN else None


def _give(_: object, font: object, table: int, buffer: Any, room: int) -> int:
    """The bytes of the font and their number; it is handed over whole and not by its tables."""
    if not table and buffer and room >= len(_FONT):
        memmove(buffer, _FONT, len(_FONT))
    return 0 if table else len(_FONT)


_KINDS = dict(raw.FPDF_SYSFONTINFO._fields_)
_ANSWERS = raw.FPDF_SYSFONTINFO(
    version=1, MapFont=_KINDS["MapFont"](_find), GetFontData=_KINDS["GetFontData"](_give)
)
"""Questions that stay open here the library answers with nothing."""


def leave_system_fonts_out() -> None:
    """For this process and for good: the library would not take its own way of finding fonts back."""
    raw.FPDF_SetSystemFontInfo(byref(_ANSWERS))
