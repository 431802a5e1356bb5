"""Why an item or a unit's part shows its light, and what would turn it, in the words of its people."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from guatu.kernel.pacing import Curve
from guatu.ledgers.cases import OWING
from guatu.ledgers.lights import months
from guatu.ledgers.lights.advice import LEVERS, advised
from guatu.ledgers.lights.facts import is_lit, row_of_assignment, row_of_item
from guatu.ledgers.models import Assignment, Item
from guatu.rules.answers.answering import ConditionAnswer
from guatu.rules.language.syntax import BelongsTo, Compares, Condition, IsBetween, IsMissing, IsSo
from guatu.rules.regimes.lighting import show
from guatu.rules.regimes.reasons import LightReasons, field_of, reasons
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
    setting = regime.on(on)
    found = reasons(regime, row, setting, levers=LEVERS)
    return WhyLit(found.shown.light, _sentence(found, row), advised(found.better, row, setting), regime)


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
    """The words of the house where they were written for what is asked, else the condition as it stands."""
    own = _own_words(each.condition, row)
    return each.words.statement(each.verdict) if own is None else own


def _own_words(condition: Condition, row: Row) -> str | None:
    name = field_of(condition)
    match condition:
        case IsMissing(negated=True) if name == "deadline":
            return ""
        case IsSo() if name in _SO:
            return _SO[name][0 if row[name] else 1]
        case Compares(sign=sign) if name in _WORDS:
            sign_asked = str(sign)
        case BelongsTo(negated=False) if name == "state":
            sign_asked = "="
        case IsBetween() if name in _WORDS:
            sign_asked = _BETWEEN
        case _:
            return None
    signs, words = _WORDS[name]
    return words(row) if sign_asked in signs else None


def _percent(value: object) -> str:
    return f"{Decimal(str(value)) * 100:.0f}%"


def _figure(row: Row, name: str) -> int:
    return int(str(row[name]))


def _overdue(row: Row) -> str | None:
    days = _figure(row, "days_overdue")
    return f"过时限 {days} 天" if days > 0 else None


def _left(row: Row) -> str:
    left = _figure(row, "days_left")
    return f"距时限还有 {left} 天" if left > 0 else "今天到期" if left == 0 else f"过时限 {-left} 天"


def _behind(row: Row) -> str | None:
    done, planned = Decimal(str(row["progress"])), Decimal(str(row["planned"]))
    return f"进度 {_percent(done)}，落后于序时 {_percent(planned)}" if done < planned else None


_BETWEEN: Final = "介于"
_WORDS: Mapping[str, tuple[frozenset[str], Callable[[Row], str | None]]] = MappingProxyType(
    {
        "days_overdue": (frozenset("≥>="), _overdue),
        "days_left": (frozenset(("≤", "<", "=", _BETWEEN)), _left),
        "gap": (frozenset("<≤"), _behind),
        "days_since_report": (
            frozenset("≥>="),
            lambda row: f"{row['days_since_report']} 天没有报送进展" if row["days_since_report"] else None,
        ),
        "quality": (
            frozenset("<≤="),
            lambda row: "核查退回后还没有改好" if row["quality"] == "较差" else None,
        ),
        "state": (frozenset(("=", "≠", "<", "≤", ">", "≥", _BETWEEN)), lambda row: str(row["state"])),
    }
)
"""What a comparison of the field says of a row that it lights, and for which signs it was written."""
_SO: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "suspended": ("已挂起，暂停计时", "没有挂起"),
        "long_term": ("属于长期坚持事项", "不属于长期坚持事项"),
        "met_in_month": ("当月目标已完成", "当月目标没有完成"),
        "made_up": ("到期的月度目标已在事后补齐", "到期的月度目标还没有补齐"),
    }
)
"""What is said where the field is so, and where it is not."""
