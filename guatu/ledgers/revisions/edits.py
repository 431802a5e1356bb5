"""An edit that a newer version asks for: what stands, what it says, by which act, whether it can be done."""

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

from guatu.ledgers.acts import standing
from guatu.ledgers.events import Event
from guatu.ledgers.models import Item
from guatu.ledgers.transitions import BY_EVENT, stands_open

State: TypeAlias = Literal["open", "done", "blocked"]
_KEY: Final = re.compile(r"^([ie])(\d{1,12})-([0-9a-f]{12})-([0-9a-f]{8})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One thing to tick: of an item, or an entry of the newer version that is to become one."""

    what: str
    """title, problem, category, lead_leader, sponsor_leader, due, measure, measure_new, measure_gone, lead,
    unit_new, unit_gone, unit_duty, void, merge, link, enter."""
    label: str
    old: str = ""
    new: str = ""
    item: int | None = None
    entry: int | None = None
    place: int | None = None
    """The measure or unit that it is about."""
    event: Event = Event.EDITED
    state: State = "open"
    why: str = ""
    """Why it cannot be done, or is done."""
    note: str = ""
    """What to know before it is ticked."""
    values: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def goal(self) -> str:
        """What it comes to, whatever stands now."""
        about = f"i{self.item}" if self.item is not None else f"e{self.entry}"
        return f"{about}-{_digest(f'{self.what}|{self.place}|{self.new}', 12)}"

    @property
    def key(self) -> str:
        """What is ticked: another one when what stands, or what doing it means, is another."""
        return f"{self.goal}-{_digest(f'{self.old}|{self.event}|{self.note}', 8)}"


def goal_of(key: str) -> str:
    """What a tick comes to."""
    return key.rpartition("-")[0]


def item_of(key: str) -> int | None:
    """The item that a tick is about."""
    found = _KEY.match(key)
    return int(found[2]) if found and found[1] == "i" else None


def why_not(event: Event, item: Item) -> str:
    """Why the table of transitions does not let this happen now; empty where it does."""
    line = BY_EVENT[event]
    return "" if stands_open(line, item) else f"现在是“{standing(item)}”，不能{line.label}"


def _digest(words: str, length: int) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:length]
