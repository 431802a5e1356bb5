"""What a newer version asks of one item: fields that it says otherwise, laid beside what stands.

A field is asked for where the newer version was read otherwise than the older one, or where somebody has
mended it in the newer draft; what was changed in the ledger alone is nobody's business here. What stands
already as the newer version says is done.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal

from guatu.ledgers.events import Event
from guatu.ledgers.imports.standing import Standing
from guatu.ledgers.intake.entries import DueEntry, Entry, day, line
from guatu.ledgers.models import Item
from guatu.ledgers.revisions import measures, units
from guatu.ledgers.revisions.clauses import plain, unnumbered
from guatu.ledgers.revisions.edits import Edit, why_not

_WORDS: Final = {
    "title": "事项",
    "problem": "问题",
    "category": "分类",
    "lead_leader": "牵头领导",
    "sponsor_leader": "包保领导",
}
LAPSES: Final = "在报的销号申请随之失效"
_Word = Literal["title", "problem", "category", "lead_leader", "sponsor_leader"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An entry as the older version has it, as the newer one has it, as people have mended that; an item."""

    older: Entry
    read: Entry
    newer: Entry
    standing: Standing
    on: date
    has_paper: bool
    """Whether the newer document is there as a file, on which a deadline can be moved."""

    @property
    def item(self) -> Item:
        return self.standing.item

    def differs(self, value: Callable[[Entry], Any]) -> bool:
        """Whether the newer version says it otherwise than the older, or somebody has mended it."""
        return bool(value(self.read) != value(self.older) or value(self.newer) != value(self.read))


def edits(asked: Asked) -> list[Edit]:
    """Everything that the newer version asks of the item, in the order of its page."""
    made = [*_words(asked), *_due(asked), *measures.edits(asked), *units.edits(asked)]
    return [_possible(one, asked.item) for one in made]


def _words(asked: Asked) -> Iterator[Edit]:
    names: list[_Word] = ["title", "problem", "category", "lead_leader", "sponsor_leader"]
    item, newer = asked.item, asked.newer
    is_one = bool(newer["problem"]) and line(newer["problem"]) == newer["title"]
    for name in names:
        if not asked.differs(lambda entry, name=name: plain(unnumbered(entry[name]))):  # type: ignore[misc]
            continue
        if name == "title" and is_one and item.problem:
            continue  # the title is the head of the problem, and goes with it
        new, now = newer[name], str(getattr(item, name))
        if not new and name in ("title", "problem"):
            continue
        values: dict[str, str] = {name: new}
        if name == "problem" and is_one and item.title == line(item.problem):
            values["title"] = newer["title"]
        yield Edit(
            what=name,
            label=_WORDS[name],
            old=now,
            new=new,
            item=item.pk,
            state="done" if plain(now) == plain(new) else "open",
            note=_elsewhere(asked.older[name], now, new),
            values=values,
        )


def _elsewhere(older: str, now: str, new: str) -> str:
    """That the ledger has it otherwise than the older document had."""
    if plain(now) in (plain(older), plain(new)):
        return ""
    return f"旧版是“{older}”，已在台账里另行改过" if older else "旧版没有，已在台账里另行填过"


def _due(asked: Asked) -> Iterator[Edit]:
    if not asked.differs(lambda entry: (entry["due"]["kind"], entry["due"]["on"])):
        return
    item, due, older = asked.item, asked.newer["due"], asked.older["due"]
    new, now = day(due["on"]), _standing_due(item)
    one = Edit(
        what="due",
        label="办结时限",
        old=_timed(*now),
        new=_timed(due["kind"], new),
        item=item.pk,
        event=_moving(item, due),
        state="done" if (due["kind"], new) == now else "open",
        note=_elsewhere(_timed(older["kind"], day(older["on"])), _timed(*now), _timed(due["kind"], new)),
        values={"kind": due["kind"], "on": due["on"], "text": due["text"]},
    )
    if one.state == "open" and (why := _why_not_due(asked, due, new)):
        one = replace(one, state="blocked", why=why)
    yield one


def _standing_due(item: Item) -> tuple[str, date | None]:
    """How an item is timed now; one that is kept up for good still has the day it once had."""
    return (item.due_kind, None) if item.is_long_term else (item.due_kind, item.deadline)


def _timed(kind: str, on: date | None) -> str:
    return on.isoformat() if on else str(Item.DueKind(kind).label)


def _moving(item: Item, due: DueEntry) -> Event:
    if item.state == Item.State.DRAFT:
        return Event.EDITED
    return Event.LONG_TERM_SET if due["kind"] == Item.DueKind.LONG_TERM else Event.DEADLINE_CHANGED


def _why_not_due(asked: Asked, due: DueEntry, new: date | None) -> str:
    item = asked.item
    if item.state == Item.State.DRAFT:
        return ""
    if new is None and due["kind"] != Item.DueKind.LONG_TERM:
        return "新版没有写明日期，请在事项页办理"
    if new is not None and item.is_long_term:
        return "长期坚持的事项没有时限，请先在事项页结束长期坚持"
    if new is not None and new < asked.on:
        return f"新时限 {new} 早于今天，请在事项页办理"
    if new is not None and not asked.has_paper:
        return "新版来文没有原件，不能作调整时限的依据"
    return ""


def _possible(one: Edit, item: Item) -> Edit:
    """The edit, unless the state of the item forbids it; with what follows where a request is on its way."""
    if one.state == "open" and (why := why_not(one.event, item)):
        return replace(one, state="blocked", why=why)
    if one.state == "open" and one.event == Event.EDITED and item.state in Item.CLOSING:
        return replace(one, note="；".join(filter(None, (one.note, LAPSES))))
    return one


def of_item(standing: Standing, what: Literal["void", "merge", "link"], *, into: Item | None = None) -> Edit:
    """What concerns the whole item: voided, merged into another, or only pointed to in the newer version."""
    item = standing.item
    events = {"void": Event.VOIDED, "merge": Event.MERGED, "link": Event.REVISED}
    labels = {"void": "作废", "merge": "并入", "link": "记上新版原文"}
    made = Edit(
        what=what,
        label=labels[what],
        old=item.number,
        new=into.number if into else "",
        item=item.pk,
        place=into.pk if into else None,
        event=events[what],
        note="办理记录保留；在报的申请随之结束" if what == "void" and item.state in Item.OPEN else "",
    )
    if is_over(item):
        return replace(
            made, state="done", why="已作废" if item.state == Item.State.VOIDED else "已并入或移交"
        )
    return _possible(made, item)


def is_over(item: Item) -> bool:
    """Whether nothing more is to be asked of it."""
    return item.state == Item.State.VOIDED or item.is_frozen
