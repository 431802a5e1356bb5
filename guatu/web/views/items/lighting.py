"""Which light an item showed of late: since when the one of today burns, and the last thirty days."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from guatu.history.timelines import PastDay
from guatu.ledgers.lights import spans
from guatu.ledgers.lights.in_force import by_codes
from guatu.ledgers.lights.spans import Burning
from guatu.ledgers.queries.item_page import ItemPage
from guatu.web import lamps, parts, wording

DAYS: Final = 30


def spells(page: ItemPage) -> list[parts.Spell]:
    """The days up to the one of the page, as they are known of it; the same light is one spell."""
    past = page.past or PastDay.as_seen(page.on)
    days = spans.by_days(page.item.pk, past, days=DAYS)
    regimes = by_codes({one.regime for _, one in days if one})

    def shown(one: Burning | None) -> parts.Light | None:
        if one is None or not one.regime:
            return None
        regime = regimes.get(one.regime)
        light = regime.known(one.light) if regime else None
        return lamps.lamp(light) if light else lamps.LACKING

    made, at = [], 0
    for light, those in groupby(((day, shown(one)) for day, one in days), key=lambda pair: pair[1]):
        run = [day for day, _ in those]
        if light is not None:
            first, last = (wording.short_day(day, near=page.day) for day in (run[0], run[-1]))
            told = f"{first} 至 {last} {light.word}" if len(run) > 1 else f"{first} {light.word}"
            x, width = (f"{100 * number / DAYS:.2f}%" for number in (at, len(run)))
            made.append(parts.Spell(light, len(run), told, x, width))
        at += len(run)
    return made


def summed(found: Sequence[parts.Spell]) -> str:
    """近 30 天：绿灯 13 天，黄灯 5 天."""
    days: Counter[str] = Counter()
    for one in found:
        days[one.light.word] += one.days
    return f"近 {DAYS} 天：" + "，".join(f"{word} {count} 天" for word, count in days.items()) if days else ""
