"""Which item of the ledger a matter of a table is: by number, by the same words, by nearly the same words."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from guatu.ledgers.imports.matters import Matter
from guatu.ledgers.models import ImportLine, Item, Ledger

_LIKE: Final = 88
"""How alike two problems are, of 100, that are taken for one."""
_PIECE, _COMMON, _BEST = 4, 60, 5
_WORDS: Final = "（）()【】[]《》〈〉“”\"'‘’,，.。;；:：、!！?？·-—_ "


@dataclass(frozen=True, slots=True)
class Known:
    """An item that a matter may be: its key, number and problem."""

    pk: int
    number: str
    problem: str


@dataclass(frozen=True, slots=True)
class Matched:
    """The item, and why."""

    pk: int
    why: str


def known(ledger: Ledger) -> list[Known]:
    """The items of a ledger, but for those that went away."""
    rows = Item.objects.filter(ledger=ledger, merged_into=None, transferred_to=None)
    rows = rows.exclude(state=Item.State.VOIDED).order_by("pk")
    return [
        Known(pk, number, problem or title)
        for pk, number, title, problem in rows.values_list("pk", "number", "title", "problem")
    ]


def own_numbers(ledger: Ledger) -> dict[str, int]:
    """The number that an earlier file gave an item → the item, the latest word first."""
    lines = ImportLine.objects.filter(brought_by__ledger=ledger, brought_by__state="applied")
    return dict(lines.exclude(own_number="").order_by("pk").values_list("own_number", "item"))


def match(matters: Sequence[Matter], items: Sequence[Known], own: Mapping[str, int]) -> list[Matched | None]:
    """The item of each matter; none is taken twice, and the surest word comes first."""
    found: list[Matched | None] = [None] * len(matters)
    taken: set[int] = set()
    by_pk = {item.pk: item for item in items}
    numbers = {_plain(item.number): item.pk for item in items}
    words: dict[str, list[int]] = defaultdict(list)
    for item in items:
        words[_plain(item.problem)].append(item.pk)

    def take(at: int, pk: int, why: str) -> None:
        if pk not in taken and found[at] is None:
            found[at] = Matched(pk, why)
            taken.add(pk)

    for at, one in enumerate(matters):
        if one.number and (pk := numbers.get(_plain(one.number))):
            take(at, pk, f"编号一致（{by_pk[pk].number}）")
    for at, one in enumerate(matters):
        pk = own.get(one.number, 0)
        if found[at] is None and pk in by_pk and _alike(one.problem, by_pk[pk].problem) >= _LIKE:
            take(at, pk, f"上次导入时的序号 {one.number}，问题相同或相近")
    for at, one in enumerate(matters):
        for pk in words.get(_plain(one.problem), ()) if found[at] is None else ():
            take(at, pk, "问题文字一致")
    rest = [at for at, done in enumerate(found) if done is None]
    free = [item for item in items if item.pk not in taken]
    for at, pk, score in _near(matters, rest, free):
        take(at, pk, f"问题文字相近（{score:.0f}%）")
    return found


def _near(
    matters: Sequence[Matter], rest: Iterable[int], free: Sequence[Known]
) -> list[tuple[int, int, float]]:
    """Pairs that are alike, the likest first; only items that share rare pieces of words are compared."""
    pieces: dict[str, list[int]] = defaultdict(list)
    plain = [_plain(one.problem) for one in free]
    for place, words in enumerate(plain):
        for piece in _pieces(words):
            pieces[piece].append(place)
    pairs: list[tuple[int, int, float]] = []
    for at in rest if free else ():
        words = _plain(matters[at].problem)
        shared = Counter(
            place
            for piece in _pieces(words)
            for place in (pieces[piece] if len(pieces.get(piece, ())) <= _COMMON else ())
        )
        for place, _ in shared.most_common(_BEST):
            if (score := _ratio(words, plain[place])) >= _LIKE:
                pairs.append((at, free[place].pk, score))
    return sorted(pairs, key=lambda pair: -pair[2])


def _pieces(words: str) -> set[str]:
    return {words[at : at + _PIECE] for at in range(max(1, len(words) - _PIECE + 1))}


def _alike(one: str, other: str) -> float:
    return _ratio(_plain(one), _plain(other))


def _ratio(one: str, other: str) -> float:
    from rapidfuzz import fuzz  # here: pages need no such thing

    return float(fuzz.ratio(one, other))


def _plain(words: str) -> str:
    """Words without marks, blanks and widths."""
    narrow = unicodedata.normalize("NFKC", words).lower()
    return "".join(one for one in narrow if one not in _WORDS and not one.isspace())


def measures(texts: Sequence[str], own: Sequence[str]) -> list[int | None]:
    """For each measure of a file the place of the measure that it is in the ledger, or none."""
    found: list[int | None] = [None] * len(texts)
    free = dict(enumerate(map(_plain, own)))
    for at, text in enumerate(map(_plain, texts)):
        place = next((place for place, one in free.items() if one == text), None)
        if place is not None:
            found[at] = place
            del free[place]
    for at, text in enumerate(texts):
        if found[at] is None and free:
            score, place = max((_ratio(_plain(text), one), -place) for place, one in free.items())
            if score >= _LIKE - 8:
                found[at] = -place
                del free[-place]
    return found
