"""Signs of symbol fonts, and enclosed numbers, as characters that every font has."""

import re

_FIRST, _LAST = 0xF000, 0xF0FF
# by the code of the sign in Wingdings; the Symbol font differs only in signs that documents do not use
_SIGNS = {
    0x52: "☑", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x75: "◆", 0x76: "❖",
    0xA3: "□", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xB7: "•", 0xD8: "➢", 0xE0: "→", 0xE8: "➔", 0xF0: "⇨",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_ENCLOSED = re.compile(
    r"\s*eq\s*\\o\s*(?:\\a[clr]\s*)?[(（]\s*[○〇◯]\s*[,，;；]\s*([^()（）]+?)\s*[)）]", re.I
)


def symbol(code: int, *, otherwise: str) -> str | None:
    """The character for a code of a symbol font's private range; None for a code outside it."""
    if not _FIRST <= code <= _LAST:
        return None
    return _SIGNS.get(code - _FIRST, otherwise)


def enclosed(code: str) -> str:
    r"""What an EQ field that lays a circle over a number shows: `eq \o\ac(○,3)` is ③; "" for other fields."""
    found = _ENCLOSED.match(code)
    if found is None:
        return ""
    inner = found[1]
    number = int(inner) if inner.isdecimal() else 0
    return chr(ord("①") + number - 1) if 1 <= number <= 20 else inner
