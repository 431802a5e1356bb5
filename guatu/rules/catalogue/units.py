"""Units of figures in rule text: 2000万元, 3%, 1.2万人, 10万千瓦时; 万 and 亿 multiply any of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

MAGNITUDES: Mapping[str, Decimal] = MappingProxyType(
    {
        "百": Decimal(100),
        "千": Decimal(1000),
        "万": Decimal(10_000),
        "十万": Decimal(100_000),
        "百万": Decimal(1_000_000),
        "千万": Decimal(10_000_000),
        "亿": Decimal(100_000_000),
        "十亿": Decimal(1_000_000_000),
        "百亿": Decimal(10_000_000_000),
        "千亿": Decimal(100_000_000_000),
        "万亿": Decimal(1_000_000_000_000),
    }
)
MONEY = "元"
SHARE = "%"
_BUILT_IN: Mapping[str, tuple[Decimal, str]] = MappingProxyType(
    {
        "角": (Decimal("0.1"), MONEY),
        "分": (Decimal("0.01"), MONEY),
        "‰": (Decimal("0.1"), SHARE),
        "个百分点": (Decimal(1), SHARE),
        "百分点": (Decimal(1), SHARE),
        "日": (Decimal(1), "天"),
        "名": (Decimal(1), "人"),
        "个工作日": (Decimal(1), "工作日"),
    }
)
_LEADING = re.compile("^(?:" + "|".join(sorted(MAGNITUDES, key=len, reverse=True)) + ")")


def _none() -> Mapping[str, tuple[Decimal, str]]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Conversions:
    """Which unit is so many of another: 度 is 1 千瓦时, 吨 is 1000 千克. Declared by a catalogue."""

    declared: Mapping[str, tuple[Decimal, str]] = field(default_factory=_none, hash=False)

    @property
    def words(self) -> frozenset[str]:
        """Every unit that a conversion names."""
        known = {**_BUILT_IN, **self.declared}
        return frozenset(known) | {base for _, base in known.values()} | {MONEY, SHARE}

    def factor(self, unit: str, base: str) -> Decimal | None:
        """How many `base` one `unit` is; None where it is none: 万元 is 10000 元, ‰ is 0.1 %."""
        if unit == base:
            return Decimal(1)
        for many, rest in _split(unit):
            if rest == base:
                return many
            if (known := self.declared.get(rest) or _BUILT_IN.get(rest)) and known[1] == base:
                return many * known[0]
        return None


def _split(unit: str) -> list[tuple[Decimal, str]]:
    """The unit whole, and without the 万 or 亿 in front: 千克 is a unit before it is a thousand 克."""
    ways = [(Decimal(1), unit)]
    if found := _LEADING.match(unit):
        ways.append((MAGNITUDES[found[0]], unit[found.end() :]))
    return ways
