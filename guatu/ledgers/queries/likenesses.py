"""Photographs that may show one picture, and those that do: by an index of their marks, never a scan."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q

from guatu.ledgers.models import Likeness, Photograph, PhotographWord

MOST: Final = 24
"""Photographs that are looked at closely, those that share the most and rarest words."""
_AT_ONCE: Final = 500
"""Words that are looked up with one statement."""
_COMMON: Final = 600
"""Photographs from which on a word tells nothing: every wall has it."""
_ROWS: Final = 30_000
"""Rows of the index that are read for one side of a photograph."""
_SLICES: Final = 16
"""Slices of a full turn; words of one copy are all turned alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """A file that shows the picture of another one."""

    sha256: str
    kind: str
    is_mirrored: bool
    share: int
    is_later: bool
    """It came after the one that was asked about."""
    lies: Sequence[float]
    """Six terms that lead a place of the one asked about to its place in this one, both in parts of their
    longer side; the later of the two is mirrored first where they are mirrored."""


def candidates(sought: Sequence[Mapping[int, Sequence[int]]]) -> list[Photograph]:
    """The photographs that share the most words, turned alike, the likest first; read from the index."""
    scores: dict[tuple[int, int], float] = defaultdict(float)
    for side, words in enumerate(sought):
        for word, rows in _found(words).items():
            weight = math.log(2 * _COMMON / len(rows))
            seen = {
                (photograph, (turned - turn) % 256 * _SLICES // 256)
                for photograph, turn in rows
                for turned in words[word]
            }
            for photograph, slice_ in seen:
                scores[photograph, side * _SLICES + slice_] += weight
    best: dict[int, float] = {}
    for (photograph, slice_), score in scores.items():
        beside = slice_ // _SLICES * _SLICES + (slice_ + 1) % _SLICES
        total = score + scores.get((photograph, beside), 0.0)
        best[photograph] = max(best.get(photograph, 0.0), total)
    first = sorted(best, key=lambda pk: (-best[pk], pk))[:MOST]
    rows_of = Photograph.objects.in_bulk(first)
    return [rows_of[pk] for pk in first]


def _found(words: Collection[int]) -> dict[int, list[tuple[int, int]]]:
    """Word → photographs that have it, with the turn of the mark; the rarest words, up to a bound of rows."""
    rows: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for some in _pieces(_rarest(words)):
        known = PhotographWord.objects.filter(word__in=some)
        for word, photograph, turn in known.values_list("word", "photograph_id", "turn").iterator():
            rows[word].append((photograph, turn))
    return rows


def _rarest(words: Collection[int]) -> list[int]:
    """Those of the words that tell most: each is counted in the index, and few of its rows are read."""
    counted: list[tuple[int, int]] = []
    for some in _pieces(sorted(words)):
        known = PhotographWord.objects.filter(word__in=some).order_by()
        counted += known.values("word").annotate(count=Count("*")).values_list("count", "word")
    chosen, total = [], 0
    for count, word in sorted(counted):
        total += count
        if count > _COMMON or total > _ROWS:
            break
        chosen.append(word)
    return sorted(chosen)


def _pieces(words: Sequence[int]) -> Iterator[Sequence[int]]:
    return (words[start : start + _AT_ONCE] for start in range(0, len(words), _AT_ONCE))


def of_files(files: Iterable[str]) -> dict[str, list[Alike]]:
    """Which other files show the pictures of these; one statement."""
    asked = set(files)
    if not asked:
        return {}
    found: dict[str, list[Alike]] = defaultdict(list)
    either = Q(later__sha256__in=asked) | Q(earlier__sha256__in=asked)
    for row in Likeness.objects.filter(either).select_related("later", "earlier").order_by("pk"):
        later, earlier = row.later.sha256, row.earlier.sha256
        for own, other, is_later in ((later, earlier, False), (earlier, later, True)):
            if own in asked:
                lies = inverse(row.lies) if is_later else row.lies
                found[own].append(
                    Alike(
                        sha256=other,
                        kind=row.kind,
                        is_mirrored=row.is_mirrored,
                        share=row.share,
                        is_later=is_later,
                        lies=lies,
                    )
                )
    return found


def inverse(terms: Sequence[float]) -> list[float]:
    """The way back."""
    a, b, c, d, e, f = terms
    area = (a * e - b * d) or 1e-9
    return [
        e / area,
        -b / area,
        (b * f - c * e) / area,
        -d / area,
        a / area,
        (c * d - a * f) / area,
    ]
