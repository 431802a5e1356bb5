"""Whether confidence means something: how many items of each confidence are right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.scoring.ledgers import Item, Ledger, Measure
from bench.scoring.likeness import due_agrees, problem_likeness
from bench.scoring.pairing import Pairing, pair
from bench.scoring.scoring import compare_owners

HIGH = 0.9
"""Items above this are to be right at least 95 times in 100, and to be half of all."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A predicted item: how sure the reader was, and whether problem, owners, due and done all match."""

    confidence: float
    is_right: bool
    name: str
    at: int
    """Index of the item in the draft."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Items whose confidence lies from `low` up to `low` + 0.1."""

    low: float
    count: int
    right: int


def judge(gold: Ledger, found: Ledger) -> list[Judged]:
    """Every predicted item, those that gold lets pass left out."""
    pairing = pair(gold, found)
    gold_of = {there: here for here, there in pairing.items.items()}
    return [
        Judged(
            confidence=item.confidence or 0.0,
            is_right=at in gold_of and _is_right(gold_of[at], at, gold, found, pairing),
            name=f"{item.no} {(item.problem or '')[:24]}",
            at=at,
        )
        for at, item in enumerate(found.items)
        if at not in pairing.excused_items
    ]


def _is_right(here: int, there: int, gold: Ledger, found: Ledger, pairing: Pairing) -> bool:
    if not _problems_match(gold.items[here], found.items[there]):
        return False
    for at, (item, wanted) in enumerate(gold.placed):
        if item == here and not _measures_match(wanted, _partner(at, found, pairing)):
            return False
    known = set(pairing.measures.values()) | pairing.excused_measures
    return not any(
        (measure.owners or measure.due)
        for at, (item, measure) in enumerate(found.placed)
        if item == there and at not in known
    )


def _partner(at: int, found: Ledger, pairing: Pairing) -> Measure:
    return found.placed[pairing.measures[at]][1] if at in pairing.measures else Measure(text="")


def _problems_match(gold: Item, found: Item) -> bool:
    if not gold.problem or not found.problem:
        return not gold.problem and not found.problem
    return problem_likeness(gold.problem, found.problem) >= 0.85


def _measures_match(gold: Measure, found: Measure) -> bool:
    _, missed, wrong = compare_owners(gold, found)
    return not missed and not wrong and _dues_match(gold, found) and gold.done in (None, found.done)


def _dues_match(gold: Measure, found: Measure) -> bool:
    if gold.due:
        return found.due is not None and due_agrees(found.due, gold)
    return found.due is None or bool(gold.due_text)


def sure(judged: Iterable[Judged]) -> list[Judged]:
    """The items above 0.9."""
    return [item for item in judged if item.confidence > HIGH]


def told(judged: Sequence[Judged]) -> str:
    """How many items stand above 0.9, and how many of these are right, in a line."""
    high = sure(judged)
    right = sum(item.is_right for item in high)
    share = len(high) / len(judged) if judged else 0.0
    precision = right / len(high) if high else 0.0
    return f"above 0.9: {len(high)} of {len(judged)} items ({share:.0%}), {right} right ({precision:.1%})"


def bins(judged: Iterable[Judged]) -> list[Bin]:
    """Ten bins of equal width; a confidence of 1 falls into the last."""
    counts = [[0, 0] for _ in range(10)]
    for item in judged:
        counted = counts[min(int(item.confidence * 10), 9)]
        counted[0] += 1
        counted[1] += item.is_right
    return [Bin(low=at / 10, count=count, right=right) for at, (count, right) in enumerate(counts)]
