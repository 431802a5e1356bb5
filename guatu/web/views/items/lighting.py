"""Which light an item shows and why, since when, and what it showed in the last thirty days."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from guatu.history.timelines import PastDay
from guatu.ledgers.lights import reasons, spans
from guatu.ledgers.lights.in_force import by_codes, in_force
from guatu.ledgers.lights.spans import Burning
from guatu.ledgers.queries.item_page import ItemPage
from guatu.web import lamps, parts, wording
from guatu.web.views.items import showing

DAYS: Final = 30


def why(page: ItemPage) -> parts.Why | None:
    """Why the item shows its light, and what would turn it; none where it shows none."""
    regime = in_force(page.day).of(page.item.ledger_id)
    found = reasons.why_item(
        page.item, page.case.assignments, regime, on=page.day, curve=page.curve, now=page.known_now
    )
    if found is None:
        return None
    shown = spells(page)
    return parts.Why(
        light=lamps.lamp(found.light) if found.light else lamps.LACKING,
        sentence=found.sentence,
        facts=_figures(page),
        better=[(act, lamps.lamp(light)) for act, light in found.better],
        rule=f"亮灯规则：{found.regime.name}",
        since=_since(page, found),
        spells=shown,
        summed=summed(shown),
    )


def _since(page: ItemPage, found: reasons.WhyLit) -> str:
    """Since when it burns, where today's round has lit it so."""
    item, light = page.item, found.light
    if page.past is not None or light is None or item.lit_since is None or item.light != light.code:
        return ""
    days = (page.day - item.lit_since).days
    burnt = f"，已 {days} 天" if days else ""
    return f"{wording.short_day(item.lit_since, near=page.day)} 起{light.word}{burnt}"


def _figures(page: ItemPage) -> list[parts.Fact]:
    """What the light of an item goes by, in figures."""
    item, on = page.item, page.day
    due = wording.due(item.deadline, on=on, due_kind=item.due_kind, is_done=showing.is_over(item))
    pace = wording.pace(item.progress, item.dispatched_on, item.deadline, on=on, curve=page.curve)
    slipped = f"，推后 {item.slipped_days} 天" if item.slipped_days > 0 else ""
    extended = f"{item.extensions} 次{slipped}" if item.extensions else f"没有{slipped}"
    returned = [parts.Fact("退回", f"{item.times_returned} 次")] if item.times_returned else []
    return [
        parts.Fact("时限", str(item.deadline or due.day)),
        parts.Fact("进度 / 序时", f"{pace.done}% / {pace.planned}%"),
        parts.Fact("延期", extended),
        *returned,
    ]


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
