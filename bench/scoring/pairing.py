"""Which predicted item and measure stands for which gold one."""

from collections.abc import Iterable
from dataclasses import dataclass

from bench.scoring.ledgers import Item, Ledger
from bench.scoring.likeness import bare, begins_like, problem_likeness, ratio, without_ordinal

_MEASURE_THRESHOLD = 0.7
_ITEM_THRESHOLD = 0.42

Candidate = tuple[float, float, int, int]
"""Likeness, distance in order, index in gold, index in the prediction."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """Gold index to predicted index, one to one, and the predictions that are neither right nor wrong."""

    items: dict[int, int]
    measures: dict[int, int]
    excused_items: frozenset[int]
    excused_measures: frozenset[int]


def pair(gold: Ledger, found: Ledger) -> Pairing:
    """Pairs measures by how they begin, then items by their problem and by the measures they share."""
    measures = _one_to_one(_measure_candidates(gold, found), _MEASURE_THRESHOLD)
    items = _one_to_one(_item_candidates(gold, found, measures), _ITEM_THRESHOLD)
    taken = set(items.values())
    excused_items = frozenset(
        at for at, item in enumerate(found.items) if at not in taken and _is_excused(item, gold)
    )
    paired = set(measures.values())
    excused_measures = frozenset(
        at
        for at, (item, measure) in enumerate(found.placed)
        if at not in paired and (item in excused_items or is_ignored(measure.text, gold))
    )
    return Pairing(items, measures, excused_items, excused_measures)


def is_ignored(text: str | None, gold: Ledger) -> bool:
    """Whether a text begins as one of the passages that the annotator lets pass."""
    forms = (bare(without_ordinal(text or "")), bare(text))
    starts = [start for start in map(bare, gold.ignore) if start]
    return any(ratio(start, form[: len(start)]) > 0.9 for start in starts for form in forms)


def _is_excused(item: Item, gold: Ledger) -> bool:
    texts = [measure.text for measure in item.measures]
    return is_ignored(item.problem, gold) or (bool(texts) and all(is_ignored(text, gold) for text in texts))


def _one_to_one(candidates: Iterable[Candidate], threshold: float) -> dict[int, int]:
    """The likest pairs first; each gold and each predicted entry is used once."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for likeness, _, gold, found in sorted(candidates, key=lambda candidate: (-candidate[0], candidate[1])):
        if likeness >= threshold and gold not in pairs and found not in taken:
            pairs[gold] = found
            taken.add(found)
    return pairs


def _measure_candidates(gold: Ledger, found: Ledger) -> Iterable[Candidate]:
    for i, (_, wanted) in enumerate(gold.placed):
        for j, (_, measure) in enumerate(found.placed):
            likeness = begins_like(wanted.text, measure.text)
            distance = abs(i / len(gold.placed) - j / len(found.placed))
            if likeness >= _MEASURE_THRESHOLD:
                yield round(likeness, 3), distance, i, j


def _item_candidates(gold: Ledger, found: Ledger, measures: dict[int, int]) -> Iterable[Candidate]:
    for i, wanted in enumerate(gold.items):
        mine = [at for at, (item, _) in enumerate(gold.placed) if item == i]
        homes = [found.placed[measures[at]][0] for at in mine if at in measures]
        for j, item in enumerate(found.items):
            shared = homes.count(j) / max(len(mine), len(item.measures), 1)
            yield round(_item_likeness(wanted, item, shared), 3), abs(i - j), i, j


def _item_likeness(gold: Item, found: Item, shared: float) -> float:
    if gold.problem and found.problem:
        return 0.65 * problem_likeness(gold.problem, found.problem) + 0.35 * shared
    return shared * 0.9 if gold.problem or found.problem else shared
