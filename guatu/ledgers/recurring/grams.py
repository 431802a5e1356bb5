"""Words of a problem as pairs of characters: what is said about everything is left out, and who and where.

An index of pairs finds what was reworded, for Chinese words are two characters for the most part; it needs no
dictionary and no network. Figures, names of units and places, and the phrases of office prose are no part of
what the problem is.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

MOST: Final = 1_000
"""Characters of a problem that are looked at."""
_HAN: Final = "\u3400-\u9fff"
_PIECE: Final = re.compile(f"[{_HAN}]+|[a-z]{{2,}}")
_PLACE: Final = re.compile(
    f"^[{_HAN}]{{1,2}}[^农乡各城集{_HAN}]?[^农乡各村集城](?:村|社区|街道|镇|乡)(?=[{_HAN}])"
)
_STEM: Final = 3
"""A name of fewer characters is a word as well."""
_PHRASES: Final = """
    仍然存在 还存在 存在 的问题 问题 等现象 现象 等情况 情况 方面 检查发现 督查发现 巡察发现
    审计发现 抽查发现 发现 指出 反馈 反映 群众 检查时 检查 抽查 看到 整改 落实不到位 不到位
    没有到位 落实 不够 工作 进一步 加强 要求 按规定 按要求 规定 有关 相关 部分 个别 一些 有的
    某些 全县 全市 全区 辖区 我县 县里 仍有 尚有 还有 还是 仍在 仍 又出现 又有 再次 又 有反复
    抬头 较为 比较 普遍 突出 严重 长期 管理 不规范 不及时 及时 未 没有 不 的 了 和 与 及 等 在
    对 把 被 是 也 都 就 里 着 为 以 由 向 从 于 并 或
"""
_SAID: Final = re.compile("|".join(sorted(_PHRASES.split(), key=len, reverse=True)))


class Names:
    """Names of units and places, found in a text by their first two characters."""

    def __init__(self, names: Iterable[str]) -> None:
        found: dict[str, set[str]] = {}
        for name in names:
            plain = unicodedata.normalize("NFKC", name).lower()
            if len(plain) >= _STEM:
                found.setdefault(plain[:2], set()).add(plain)
        self._by_start: Mapping[str, list[str]] = {
            start: sorted(those, key=len, reverse=True) for start, those in found.items()
        }

    def without(self, text: str) -> str:
        """The text with a gap where a name stood."""
        parts, kept, at = [], 0, 0
        while at < len(text) - 1:
            name = next(
                (one for one in self._by_start.get(text[at : at + 2], ()) if text.startswith(one, at)), ""
            )
            if name:
                parts.append(text[kept:at])
                kept = at + len(name)
            at += len(name) or 1
        return " ".join([*parts, text[kept:]])


NOBODY: Final = Names(())


def grams(text: str, names: Names = NOBODY) -> frozenset[int]:
    """What a text is about, as numbers that stand for pairs of its characters."""
    plain = names.without(unicodedata.normalize("NFKC", text[:MOST]).lower())
    found: set[int] = set()
    for piece in _PIECE.findall(plain):
        for part in _SAID.split(_PLACE.sub("", piece)):
            found.update(map(_number, part, part[1:]))
    return frozenset(found)


def _number(first: str, second: str) -> int:
    """Two characters as a number that both databases keep in four bytes."""
    return (ord(first) * 40_503 ^ ord(second)) & 0x7FFF_FFFF
