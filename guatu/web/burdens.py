"""What was asked of units this month, in words: to who was asked, and to who is about to ask once more."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from guatu.ledgers.queries import burden
from guatu.web import wording

_NAMED: Final = 3


def line(units: Iterable[int], on: date) -> str:
    """What the units of one person were asked this month, in a line; empty for none."""
    wanted = set(units)
    found = burden.of_month(on.replace(day=1), units=wanted) if wanted else []
    if not found:
        return ""
    times, minutes = sum(one.times for one in found), sum(one.minutes for one in found)
    name = found[0].unit.name if len(found) == 1 else f"{len(found)} 个单位"
    stands = "，超过限额" if any(one.is_over for one in found) else "，在限额内"
    return f"本月向{name}要数 {times} 次，约 {wording.duration(minutes)}{stands}"


def warning(units: Iterable[int], on: date) -> str:
    """What to think of before asking these units once more; empty where none is past the cap."""
    over = burden.over_cap(units, on)
    if not over:
        return ""
    named = "、".join(f"{one.unit.name} {one.times} 次" for one in over[:_NAMED])
    rest = f" 等 {len(over)} 个单位" if len(over) > _NAMED else ""
    return f"本月要数超过每单位 {over[0].cap} 次的限额：{named}{rest}。能合并、能查已报内容的，请不要再要。"
