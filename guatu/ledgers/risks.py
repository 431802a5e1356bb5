"""How likely a closed item is to relapse: signals with points, as `data/look_backs.yaml` says.

The figures are ours and stand in that file; many items cost as few statements as one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from django.db.models import Count

from guatu.ledgers.models import CloseOut, EvidenceUse, Item, LookBack, Risk


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that makes a relapse likelier, with its points and its words."""

    code: str
    points: int
    words: str


@dataclass(frozen=True, slots=True)
class Rules:
    """The figures of the file."""

    signals: Mapping[str, Signal]
    levels: Mapping[str, int]
    days: Mapping[str, int]
    figures: Mapping[str, int]
    relapses_within: int

    def level(self, points: int) -> Risk:
        """The risk that so many points mean."""
        if points >= self.levels["high"]:
            return Risk.HIGH
        return Risk.MIDDLE if points >= self.levels["middle"] else Risk.LOW


@dataclass(frozen=True, slots=True)
class Judged:
    """The risk of one closed item, why, and after how many days it is to be looked at."""

    risk: Risk
    why: str
    days: int
    is_own: bool
    """The days are the ledger's own, whatever the risk."""

    def due_on(self, closed_on: date, on: date) -> date:
        """The day proposed; never one that has passed."""
        return max(closed_on + timedelta(days=self.days), on)


@cache
def rules() -> Rules:
    """What the file says, read once."""
    import yaml  # here, for it is read once

    told: dict[str, Any] = yaml.safe_load(
        (files("guatu.ledgers") / "data" / "look_backs.yaml").read_text("utf-8")
    )
    return Rules(
        signals={one["code"]: Signal(**one) for one in told["signals"]},
        levels=told["levels"],
        days=told["days"],
        figures=told["figures"],
        relapses_within=told["relapses_within"],
    )


def judge(items: Sequence[Item], *, on: date) -> dict[int, Judged]:
    """The risk of each closed item, by its key; their ledgers and offices are read with them."""
    beside = _Beside.of(items, on)
    return {item.pk: _judged(item, list(_signals(item, beside))) for item in items}


def _judged(item: Item, found: Sequence[tuple[str, int]]) -> Judged:
    book = rules()
    signals = [(book.signals[code], n) for code, n in found]
    risk = book.level(sum(signal.points for signal, _ in signals))
    said = [signal.words.format(n=n) for signal, n in sorted(signals, key=lambda one: -one[0].points)]
    own = item.ledger.look_back_after
    words = "；".join(said) or "没有退回、延期、逾期和反弹，佐证齐"
    return Judged(risk, f"{risk.label}：{words}", own or book.days[risk.value], is_own=bool(own))


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is to be known of many items beside their own rows."""

    evidence: Mapping[int, int]
    by_meeting: frozenset[int]
    unit_relapses: Mapping[int, int]
    category_relapses: Mapping[tuple[int, str], int]

    @classmethod
    def of(cls, items: Iterable[Item], on: date) -> "_Beside":
        keys = [item.pk for item in items]
        proofs = EvidenceUse.objects.filter(EvidenceUse.COUNTING, item__in=keys).order_by()
        counted = proofs.values_list("item").annotate(n=Count("evidence", distinct=True))
        met = CloseOut.objects.filter(item__in=keys, state=CloseOut.State.CLOSED, verified_by=None)
        units, categories = _relapses(on)
        return cls(dict(counted), frozenset(met.values_list("item", flat=True)), units, categories)


def _relapses(on: date) -> tuple[Counter[int], Counter[tuple[int, str]]]:
    """Items that relapsed of late, by their lead unit, and by their ledger and category."""
    since = on - timedelta(days=rules().relapses_within)
    found = LookBack.objects.filter(state=LookBack.State.RELAPSED, done_on__gt=since, done_on__lte=on)
    units: Counter[int] = Counter()
    categories: Counter[tuple[int, str]] = Counter()
    for unit, ledger, category in found.values_list("item__lead_unit", "item__ledger", "item__category"):
        units[unit] += 1
        if category:
            categories[ledger, category] += 1
    return units, categories


def _signals(item: Item, beside: _Beside) -> Iterator[tuple[str, int]]:
    """What speaks for a relapse, with its figure."""
    figures = rules().figures
    if item.times_reopened:
        yield "relapsed_before", item.times_reopened
    if item.kind in (Item.Kind.INSTRUCTION, Item.Kind.RECTIFICATION):
        yield item.kind, 0
    if item.times_returned:
        yield (
            ("returned_often" if item.times_returned >= figures["often"] else "returned_once"),
            item.times_returned,
        )
    if item.extensions >= figures["extended"]:
        yield "extended_often", item.extensions
    late = (item.closed_on - item.first_promise).days if item.closed_on and item.first_promise else 0
    if late > 0:
        yield ("very_late" if late > figures["very_late"] else "late"), late
    yield from _signals_beside(item, beside)


def _signals_beside(item: Item, beside: _Beside) -> Iterator[tuple[str, int]]:
    own = 1 if item.times_reopened else 0  # its own relapse is told by itself
    if (others := beside.unit_relapses.get(item.lead_unit_id or 0, 0) - own) > 0:
        yield "unit_relapsed", others
    if (alike := beside.category_relapses.get((item.ledger_id, item.category), 0) - own) > 0:
        yield "category_relapsed", alike
    if item.pk in beside.by_meeting:
        yield "by_meeting", 0
    if item.lead_unit_id is not None and item.lead_unit_id == item.ledger.office.unit_id:
        yield "own_office", 0
    proofs = beside.evidence.get(item.pk, 0)
    if proofs <= rules().figures["thin"]:
        yield ("thin_evidence" if proofs else "no_evidence"), proofs
