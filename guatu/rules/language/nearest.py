"""The word that somebody most likely meant: alike in writing, or in sound (营业收人, yingyeshouru)."""

from collections.abc import Iterable
from functools import lru_cache

_ALIKE = 60.0


def nearest(asked: str, known: Iterable[str]) -> str | None:
    """The most similar of the known words, or None where none is near."""
    scored = [(max(_written(asked, word), _sounded(asked, word)), word) for word in known]
    best = max(scored, default=(0.0, ""), key=lambda pair: pair[0])
    return best[1] if best[0] >= _ALIKE else None


def _written(asked: str, word: str) -> float:
    from rapidfuzz import fuzz  # here: only a refusal needs it

    return float(fuzz.ratio(asked, word))


def _sounded(asked: str, word: str) -> float:
    """How alike two words sound, a little below how alike they are written."""
    return _written(_pinyin(asked), _pinyin(word)) - 5


@lru_cache(maxsize=8192)
def _pinyin(text: str) -> str:
    from pypinyin import lazy_pinyin  # here, for its table takes longer to load than most rules to read

    return "".join(lazy_pinyin(text)).lower()
