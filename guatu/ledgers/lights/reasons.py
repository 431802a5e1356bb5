"""Why an item or a unit's part shows its light, and what would turn it, in the words of its people."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from guatu.kernel.pacing import Curve
from guatu.ledgers.cases import OWING
from guatu.ledgers.lights import months
from guatu.ledgers.lights.facts import is_lit, row_of_assignment, row_of_item
from guatu.ledgers.models import Assignment, Item
from guatu.rules.answers.answering import Change, ConditionAnswer
from guatu.rules.regimes.lighting import show
from guatu.rules.regimes.reasons import Better, LightReasons, field_of, reasons
from guatu.rules.regimes.regime import Light, Regime
from guatu.rules.rows import Row


@dataclass(frozen=True, slots=True)
class WhyLit:
    """One sentence, and the acts that would turn the light, each with the light that it would then be."""

    light: Light | None
    """None where a fact is missing that could make it worse."""
    sentence: str
    better: tuple[tuple[str, Light], ...]
    regime: Regime


def why_item(
    item: Item,
    assignments: Iterable[Assignment],
    regime: Regime,
    *,
    on: date,
    curve: Curve | None = None,
    now: int | None = None,
) -> WhyLit | None:
    """Why the item shows its light at the end of the day; None where it shows none.

    `now` is the percent known by now, where a past day is looked at as it is known today.
    """
    if not is_lit(item):
        return None
    return why(asked_of(item, assignments, regime, on=on, curve=curve, now=now), regime, on)


def asked_of(
    item: Item,
    assignments: Iterable[Assignment],
    regime: Regime,
    *,
    on: date,
    curve: Curve | None = None,
    now: int | None = None,
) -> Row:
    """All that the regime asks of an item; what a regime that restates says of a past day rests on `now`."""
    row = row_of_item(item, assignments, on=on, curve=curve)
    return months.added(regime, [item], [row], on=on, now=now if regime.restates else None)[0]


def light_of_assignment(
    item: Item,
    one: Assignment,
    deadline: date | None,
    regime: Regime,
    *,
    on: date,
    curve: Curve | None = None,
    progress: int | None = None,
    month: "Row | None" = None,
) -> Light | None:
    """The light of one unit's part; None where it owes nothing or shows none, or a fact is missing.

    `progress` is what a lead answers for where others do the work; `month` what its month was, for a regime
    that judges by months.
    """
    if not is_lit(item) or one.state == Assignment.State.RELEASED or one.duty not in OWING:
        return None
    row = row_of_assignment(item, one, deadline, on=on, curve=curve, progress=progress)
    return show(regime, {**row, **(month or {})}, regime.on(on)).light


def why(row: Row, regime: Regime, on: date) -> WhyLit:
    """Why a row shows its light."""
    found = reasons(regime, row, regime.on(on), levers=_ACTS.keys())
    better = tuple((_act(each, row), each.light) for each in found.better)
    return WhyLit(found.shown.light, _sentence(found, row), better, regime)


def sentence(row: Row, regime: Regime, on: date) -> str:
    """Why a row shows its light, and nothing of what would turn it."""
    return _sentence(reasons(regime, row, regime.on(on), levers=()), row)


def _sentence(found: LightReasons, row: Row) -> str:
    """过时限 7 天，所以是红灯."""
    light = found.shown.light
    if light is None:
        return f"缺少{'、'.join(found.lacking)}，还不能亮灯"
    told = [words for each in found.because if (words := _words(each, row))]
    reason = "，".join(dict.fromkeys(told)) or light.meaning
    return f"{reason}，所以是{light.word}" if light.polarity != "normal" else reason


def _words(each: ConditionAnswer, row: Row) -> str:
    name = field_of(each.condition)
    if name in _WORDS:
        return _WORDS[name](row)
    return each.words.statement(each.verdict)


def _act(better: Better, row: Row) -> str:
    pairs = zip(better.conditions, better.changes, strict=True)
    acts = dict.fromkeys(_ACTS[field_of(each)](row, change) for each, change in pairs)
    return "，并".join(acts)


def _caught_up(row: Row, change: Change) -> str:
    """As far as the rule asks, which may let it lag a little."""
    short = Decimal(change.distance.amount) if change.distance and change.distance.amount else Decimal(0)
    return f"进度达到 {Decimal(str(row['progress'])) * 100 + short:.0f}%"


def _percent(value: object) -> str:
    return f"{Decimal(str(value)) * 100:.0f}%"


def _left(row: Row) -> str:
    left = int(str(row["days_left"]))
    return f"距时限还有 {left} 天" if left > 0 else "今天到期" if left == 0 else f"过时限 {-left} 天"


_WORDS: Mapping[str, Callable[[Row], str]] = MappingProxyType(
    {
        "days_overdue": lambda row: f"过时限 {row['days_overdue']} 天",
        "days_left": _left,
        "gap": lambda row: f"进度 {_percent(row['progress'])}，落后于序时 {_percent(row['planned'])}",
        "days_since_report": lambda row: f"{row['days_since_report']} 天没有报送进展",
        "quality": lambda _: "核查退回后还没有改好",
        "suspended": lambda _: "已挂起，暂停计时",
        "state": lambda row: str(row["state"]),
        "deadline": lambda _: "",
    }
)
"""What a condition on the field says of a row that it lights."""
_ACTS: Mapping[str, Callable[[Row, Change], str]] = MappingProxyType(
    {
        "days_overdue": lambda *_: "办公室调整时限",  # too late to ask for more time
        "days_left": lambda *_: "延期获批",
        "gap": _caught_up,
        "days_since_report": lambda *_: "报送一次进展",
        "quality": lambda *_: "改好后重新申请",
        "state": lambda *_: "办结销号",
    }
)
"""What people can do about the field."""
