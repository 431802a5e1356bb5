"""The lights of all items on a day, at once: only what turned is written."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils.timezone import localdate

from guatu.history.rows import update
from guatu.ledgers.lights import months
from guatu.ledgers.lights.facts import ITEM_FIELDS, LIT, rows_of
from guatu.ledgers.lights.in_force import InForce, in_force
from guatu.ledgers.lights.relighting import put
from guatu.ledgers.lights.spans import Burning, Spans
from guatu.ledgers.lights.telling import announce
from guatu.ledgers.lights.turning import LightTurn
from guatu.ledgers.models import Item, Ledger
from guatu.rules.regimes.regime import Regime
from guatu.rules.rows import Row

_AT_ONCE: Final = 10_000
"""Keys of items that are looked at together, so that a large county needs no large memory."""
_READ: Final = (*ITEM_FIELDS, "light", "lit_since", "revision")
_DAY: Final = timedelta(days=1)


def light_all(*, on: date, at: datetime, why_earlier: str = "") -> int:
    """Light everything that is dispatched, by the regimes of the day; how many lights turned."""
    regimes, before = in_force(on), in_force(on - _DAY)
    ledgers = Ledger.objects.values_list("pk", flat=True)
    anew = frozenset(pk for pk in ledgers if regimes.of(pk).code != before.of(pk).code)
    return _Round(regimes=regimes, before=before, anew=anew, on=on, at=at, why_earlier=why_earlier).light(
        _to_light(anew)
    )


def light_ledgers(ledgers: Collection[int], before: InForce, *, on: date, at: datetime) -> int:
    """Light the items of these ledgers, whose regime was another before; how many lights turned."""
    rows = Item.objects.filter(LIT, ledger__in=ledgers)
    return _Round(regimes=in_force(on), before=before, anew=frozenset(ledgers), on=on, at=at).light(rows)


def light_new(ledger: Ledger, *, on: date, at: datetime) -> int:
    """Light what came into a ledger with its state; how many there are."""
    rows, regimes = Item.objects.filter(LIT, ledger=ledger, lit_since=None), in_force(on)
    return _Round(regimes=regimes, before=regimes, on=on, at=at).light(rows)


def _to_light(anew: Collection[int]) -> "QuerySet[Item]":
    """What the day may turn: a closed item keeps its light, unless its ledger goes by another regime now."""
    may_turn = ~Q(state=Item.State.CLOSED) | Q(lit_since=None) | Q(ledger__in=anew)
    return Item.objects.filter(LIT, may_turn)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Round:
    """One lighting of many items."""

    regimes: InForce
    before: InForce
    """What was in force before: it names the lights that are shown still."""
    anew: frozenset[int] = frozenset()
    """The ledgers that go by another regime now."""
    on: date
    at: datetime
    why_earlier: str = ""

    def light(self, rows: "QuerySet[Item]") -> int:
        """Light these items, some thousand keys after the other; how many turned."""
        last = rows.aggregate(last=Max("pk"))["last"] or 0
        turned = 0
        for first in range(0, last + 1, _AT_ONCE):
            some = rows.filter(pk__gt=first, pk__lte=first + _AT_ONCE).order_by("pk").only(*_READ)
            with transaction.atomic():
                turned += self._write(list(self._turned(list(some))))
        return turned

    def _turned(self, items: Sequence[Item]) -> Iterator[tuple[Item, Burning, Row]]:
        """Those that show another light now, or the same by another regime."""
        from guatu.rules.engine.encoded import Encoded  # here, for web workers begin without NumPy
        from guatu.rules.engine.plain_rows import table_of
        from guatu.rules.regimes.many import show_many

        groups: dict[str, tuple[Regime, list[Item]]] = {}
        for item in items:
            regime = self.regimes.of(item.ledger_id)
            groups.setdefault(regime.code, (regime, []))[1].append(item)
        for regime, those in groups.values():
            asked = months.added(regime, those, rows_of(those, on=self.on), on=self.on)
            ranks = show_many(regime, Encoded(table_of(asked), fast=False), self.on)
            for item, row, rank in zip(those, asked, ranks.tolist(), strict=True):
                code = regime.palette[rank].code if rank >= 0 else ""
                if item.lit_since is None or code != item.light or item.ledger_id in self.anew:
                    yield item, Burning(self.on, regime.code, code), row

    def _write(self, found: Sequence[tuple[Item, Burning, Row]]) -> int:
        """Spans, items, events and notices; an item that somebody acted on meanwhile was lit by his act."""
        standing = _locked([item.pk for item, _, _ in found])
        spans, known = Spans(standing), localdate(self.at)
        turns, lit = list[LightTurn](), list[Item]()
        for item, burning, row in found:
            now = standing.get(item.pk)
            if now is None or now.revision != item.revision or spans.goes_on_after(item.pk, self.on):
                continue
            before, was_lit = item.light, item.lit_since is not None
            put(now, spans.restate(item.pk, [burning], known=known))
            lit.append(now)
            if was_lit and before != now.light:
                turns.append(self._turn(now, before, row))
        spans.write()
        update(Item, ["light", "lit_since"], lit)
        announce(turns, on=self.on, at=self.at, why_earlier=self.why_earlier)
        return len(lit)

    def _turn(self, item: Item, before: str, row: Row) -> LightTurn:
        regime = self.regimes.of(item.ledger_id)
        shown = self.before.of(item.ledger_id).known(before) or regime.known(before)
        return LightTurn(item, regime, shown, regime.known(item.light), row)


def _locked(pks: Sequence[int]) -> dict[int, Item]:
    """The items as they stand now, which nobody changes until this is written."""
    rows = Item.objects.select_for_update(of=("self",)).select_related("ledger__office")
    found: dict[int, Item] = {}
    for start in range(0, len(pks), 500):
        found |= {item.pk: item for item in rows.filter(pk__in=pks[start : start + 500]).order_by("pk")}
    return found
