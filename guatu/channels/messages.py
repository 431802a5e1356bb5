"""What a message says: how many of which kind, under which numbers; never words of the matter itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from guatu.ledgers.models import Item
from guatu.ledgers.noticing import ITEM
from guatu.notices.models import Notice

_NAMED: Final = 3
"""So many numbers of a kind are told; the others are counted."""
SIGNATURE: Final = "挂图"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message to one person or one group."""

    subject: str
    lines: tuple[str, ...]
    """Each of one unit; it names the unit where somebody answers for several."""
    address: str = ""
    """Where the notices are read."""
    trail: str = ""
    """The latest link of the chain that it tells of, shortened: a mark outside the building."""

    @property
    def short(self) -> str:
        """One line, as an SMS has it."""
        return f"【{SIGNATURE}】{'；'.join(self.lines)}。请登录办理"

    @property
    def long(self) -> str:
        """Several lines, as a mail or a group has it."""
        foot = (f"登录办理：{self.address}" if self.address else "请登录挂图办理", self.trail)
        return "\n".join((*self.lines, *filter(None, foot)))


def compose(notices: Sequence[Notice], *, address: str, names_units: bool) -> Message:
    """One message of these notices; what is told to two people of a unit is told once."""
    numbers = _numbers(notices)
    by_unit: dict[str, dict[str, dict[tuple[str, int], str]]] = {}
    for one in notices:
        unit = one.unit.name if one.unit and names_units else ""
        kinds = by_unit.setdefault(unit, {}).setdefault(str(one.get_kind_display()), {})
        kinds[one.subject_kind, one.subject_id] = numbers.get((one.subject_kind, one.subject_id), "")
    count = sum(len(told) for kinds in by_unit.values() for told in kinds.values())
    return Message(
        subject=f"{SIGNATURE}：{count} 条待看消息",
        lines=tuple(_line(unit, kinds) for unit, kinds in by_unit.items()),
        address=address,
        trail=_trail(notices),
    )


def _line(unit: str, kinds: Mapping[str, Mapping[tuple[str, int], str]]) -> str:
    told = "，".join(
        _counted(kind, list(filter(None, rows.values())), len(rows)) for kind, rows in kinds.items()
    )
    return f"{unit}：{told}" if unit else told


def _counted(kind: str, numbers: Sequence[str], count: int) -> str:
    named = "、".join(numbers[:_NAMED]) + ("等" if len(numbers) > _NAMED else "")
    return f"{kind} {count} 件{f'（{named}）' if named else ''}"


def _numbers(notices: Sequence[Notice]) -> Mapping[tuple[str, int], str]:
    pks = {one.subject_id for one in notices if one.subject_kind == ITEM}
    return {(ITEM, pk): number for pk, number in Item.objects.filter(pk__in=pks).values_list("pk", "number")}


def _trail(notices: Sequence[Notice]) -> str:
    events = [one.event for one in notices if one.event is not None]
    if not events:
        return ""
    last = max(events, key=lambda event: event.pk)
    return f"留痕 {last.hash[:4]}…{last.hash[-4:]}"
