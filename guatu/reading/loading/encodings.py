"""Characters from bytes, in order of trust: byte order mark, UTF-8, declared charset, GB18030, a guess."""

import codecs
import re
from dataclasses import dataclass
from typing import NoReturn

from guatu.reading.errors import DamagedFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins with the mark of UTF-16, so it is asked first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_CHINESE_FAMILY = {"gb2312", "gbk", "hz", "gb18030"}
_FEW, _SOME = 50, 10
"""Characters that must be read for each one lost: before other encodings are tried, and when none fits."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the encoding that gave it; `lost` counts byte sequences that gave no character."""

    text: str
    encoding: str
    lost: int = 0


def decode(data: bytes, *, declared: str | None = None) -> Decoded:
    """The text in these bytes; refuses as DamagedFile when no encoding fits.

    A file cut in mid-character, or with a stray byte, keeps its encoding: each lost place becomes U+FFFD.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _with_losses(data[len(mark) :], encoding)
    named = _known(declared)
    candidates = list(dict.fromkeys(["utf-8", *([named] if named else []), "gb18030"]))
    return (
        _first_that_fits(data, candidates[:1])
        or _nearly_fits(data, candidates[:1], per_lost=_FEW)
        or _first_that_fits(data, candidates[1:])
        or _nearly_fits(data, candidates[1:], per_lost=_FEW)
        or _guessed(data)
        or _nearly_fits(data, candidates, per_lost=_SOME)
        or _refuse()
    )


def declared_charset(data: bytes) -> str | None:
    """The charset that the head of an html page names."""
    found = _DECLARED.search(data[:4096])
    return found[1].decode("ascii").lower() if found else None


def _known(declared: str | None) -> str | None:
    if declared is None:
        return None
    try:
        encoding = codecs.lookup(declared).name
    except LookupError:
        return None
    # pages that say gb2312 hold characters of its larger family
    return "gb18030" if encoding in _CHINESE_FAMILY else encoding


def _first_that_fits(data: bytes, encodings: list[str]) -> Decoded | None:
    for encoding in encodings:
        try:
            return Decoded(data.decode(encoding), encoding)
        except UnicodeError:
            continue
    return None


def _nearly_fits(data: bytes, encodings: list[str], *, per_lost: int) -> Decoded | None:
    for encoding in encodings:
        found = _with_losses(data, encoding)
        if found.lost * per_lost <= _beyond_ascii(found.text):
            return found
    return None


def _with_losses(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, text.count("\ufffd"))


def _beyond_ascii(text: str) -> int:
    """Characters outside ASCII that were read; a lost place is none."""
    return len(text) - len(text.encode("ascii", "ignore")) - text.count("\ufffd")


def _guessed(data: bytes) -> Decoded | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    if best is None:
        return None
    found = _with_losses(data, best.encoding)
    return found if found.lost * _FEW <= len(found.text) else None


def _refuse() -> NoReturn:
    raise DamagedFile(why="文字编码无法识别")
