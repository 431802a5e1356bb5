"""What people can do that would turn a light: acts that really change a condition, in their own words."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from guatu.rules.language.syntax import Condition
from guatu.rules.meaning.subjects import subject_of
from guatu.rules.reference import decided
from guatu.rules.regimes.reasons import Better, field_of
from guatu.rules.regimes.regime import Light
from guatu.rules.rows import Row, Value
from guatu.rules.setting import Setting
from guatu.rules.truth import Verdict

_Try = tuple[str, Mapping[str, Value]]
"""An act in words, and what of the row would then be otherwise."""
_STEPS: Final = (("待签收", ""), ("办理中", "签收"), ("待核查", "申请销号"), ("已销号", "办结销号"))
"""The states on the way, each with the act that leads to it."""
_FAR: Final = 9999
"""Days left after more time was given: as many as it takes."""


def advised(found: Iterable[Better], row: Row, setting: Setting) -> tuple[tuple[str, Light], ...]:
    """The acts that would turn the light, each once, with the light that it would then be."""
    told: dict[str, Light] = {}
    for each in found:
        pairs = zip(each.conditions, each.changes, strict=True)
        acts = [_act(condition, change.to, row, setting) for condition, change in pairs]
        if all(acts):
            told.setdefault("，并".join(dict.fromkeys(acts)), each.light)
    return tuple(told.items())


def _act(condition: Condition, to: Verdict, row: Row, setting: Setting) -> str:
    """The first act after which the condition is decided so; nothing where nobody can do that."""
    for words, after in _TRIES[field_of(condition)](row):
        if decided(condition, subject_of({**row, **after}, setting)) is to:
            return words
    return ""


def _further(row: Row) -> Iterable[_Try]:
    """One percent after the other, as far as the rule asks, which may let it lag a little."""
    done = row.get("progress")
    if isinstance(done, Decimal):
        for percent in range(int(done * 100) + 1, 101):
            yield f"进度达到 {percent}%", {"progress": Decimal(percent) / 100}


def _onward(row: Row) -> Iterable[_Try]:
    names = [name for name, _ in _STEPS]
    at = names.index(str(row.get("state"))) if row.get("state") in names else len(names)
    return [(act, {"state": name}) for name, act in _STEPS[at + 1 :]]


def _always(words: str, **after: Value) -> Callable[[Row], Iterable[_Try]]:
    return lambda _: [(words, after)]


_TRIES: Final[Mapping[str, Callable[[Row], Iterable[_Try]]]] = MappingProxyType(
    {
        "days_overdue": _always("办公室调整时限", days_overdue=0),  # too late to ask for more time
        "days_left": _always("延期获批", days_left=_FAR),
        "progress": _further,
        "gap": _further,
        "pace": _further,
        "days_since_report": _always("报送一次进展", days_since_report=0),
        "quality": _always("改好后重新申请", quality="一般"),
        "made_up": _always("补齐到期的月度目标", made_up=True),
        "state": _onward,
    }
)
LEVERS: Final = _TRIES.keys()
"""The fields about which somebody can do something."""
