"""A newer version laid beside the older one and beside the ledger: pairs, the items they touch, edits."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Final

from guatu.accounts.queries import Acting
from guatu.ledgers.actions.directives import named
from guatu.ledgers.events import Event
from guatu.ledgers.imports import standing
from guatu.ledgers.imports.standing import Standing
from guatu.ledgers.intake.entries import STATUSES, Entry, lack
from guatu.ledgers.models import Directive, Draft, Item, NewerPassage
from guatu.ledgers.models.items import ItemQuerySet
from guatu.ledgers.queries import visibility
from guatu.ledgers.revisions import proposing, sides
from guatu.ledgers.revisions.clauses import headless
from guatu.ledgers.revisions.edits import Edit
from guatu.ledgers.revisions.errors import NotAVersion
from guatu.ledgers.revisions.pairing import Outcome, Pair, pair
from guatu.ledgers.revisions.proposing import Asked
from guatu.ledgers.revisions.runs import Beside, beside
from guatu.ledgers.revisions.sides import Side

OUTCOMES: Final[Mapping[Outcome, str]] = {
    "changed": "有改动",
    "new": "新增",
    "split": "拆出",
    "merged": "并入",
    "gone": "删去",
    "same": "不变",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """An item that a pair touches, with what is asked of it."""

    item: Item
    edits: Sequence[Edit]
    link: Edit | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A pair as it is looked at."""

    pair: Pair
    outcome: Outcome
    runs: Beside
    touched: Sequence[Touched] = ()
    enter: Edit | None = None
    """For what is to become an item."""

    @property
    def edits(self) -> Iterator[Edit]:
        for one in self.touched:
            yield from one.edits
        if self.enter is not None:
            yield self.enter


@dataclass(kw_only=True)
class Comparison:
    """Both versions, line by line."""

    older: Side
    newer: Side
    lines: list[Line] = field(default_factory=list)

    @property
    def counts(self) -> Mapping[Outcome, int]:
        found = Counter(line.outcome for line in self.lines)
        return {outcome: found[outcome] for outcome in OUTCOMES}

    @cached_property
    def edits(self) -> dict[str, Edit]:
        """Everything that can be ticked now, by its key."""
        return {one.key: one for one in self._every() if one.state == "open"}

    @cached_property
    def settled(self) -> frozenset[str]:
        """What is so already, by what it comes to."""
        return frozenset(one.goal for one in self._every() if one.state == "done")

    def _every(self) -> Iterator[Edit]:
        for line in self.lines:
            yield from line.edits
            yield from (one.link for one in line.touched if one.link)

    @property
    def items(self) -> list[int]:
        """The items that are touched, each once."""
        return list(dict.fromkeys(one.item.pk for line in self.lines for one in line.touched))


def compare(directive: Directive, who: Acting, *, on: date) -> Comparison:
    """A newer version beside the one it replaces, and the items that somebody sees of that."""
    return of_items(directive, visibility.items(who), on=on)


def of_items(directive: Directive, items: ItemQuerySet, *, on: date) -> Comparison:
    """The same for given items."""
    if directive.replaces is None:
        raise NotAVersion(title=named(directive))
    older, newer = sides.side(directive.replaces, items), sides.side(directive)
    made = Comparison(older=older, newer=newer)
    pairs = pair(older.clauses, newer.clauses, said_of(newer))
    pks = list(dict.fromkeys(pk for those in older.items.values() for pk in those))
    now = {one.item.pk: one for one in standing.look(pks)}
    linked = set(NewerPassage.objects.filter(directive=directive).values_list("item", flat=True))
    table = _Table(made, now, linked, _items_of(pairs, older), on)
    made.lines = [table.line(one) for one in pairs if not _is_own(one, older)]
    return made


def said_of(newer: Side) -> dict[int, int | None]:
    """What people have said of entries: which older clause each is, or none."""
    return {pk: entry["pair"] for pk, entry in newer.standing.items() if "pair" in entry}


def _is_own(one: Pair, older: Side) -> bool:
    """An item that the older document does not speak of is not gone because the newer one does not either."""
    return one.new is None and one.old is not None and one.old.key < 0 and bool(older.read)


def _items_of(pairs: Sequence[Pair], older: Side) -> dict[int, list[int]]:
    """Key of a newer clause → the items of the older clause that it is."""
    return {one.new.key: older.items.get(one.old.key, []) for one in pairs if one.old and one.new}


@dataclass(slots=True)
class _Table:
    """What the lines are made with."""

    made: Comparison
    now: Mapping[int, Standing]
    linked: set[int]
    items_of: Mapping[int, list[int]]
    on: date

    def line(self, one: Pair) -> Line:
        old = headless(one.old.text or one.old.problem) if one.old else ""
        new = headless(one.new.text or one.new.problem) if one.new else ""
        touched = [self._touched(one, self.now[pk]) for pk in self._pks(one) if pk in self.now]
        outcome = one.outcome
        if outcome == "same" and any(each.edits for each in touched):
            outcome = "changed"  # what stands above it, or around it, has changed
        return Line(
            pair=one,
            outcome=outcome,
            runs=beside(old, new)
            if one.old and one.new
            else beside(old, old)
            if one.old
            else beside(new, new),
            touched=touched,
            enter=self._enter(one, has_items=bool(touched)),
        )

    def _pks(self, one: Pair) -> Sequence[int]:
        return self.made.older.items.get(one.old.key, ()) if one.old else ()

    def _touched(self, one: Pair, standing_: Standing) -> Touched:
        if one.new is None:
            return Touched(item=standing_.item, edits=[self._ended(one, standing_)], link=None)
        if proposing.is_over(standing_.item):
            return Touched(item=standing_.item, edits=[], link=None)
        asked = self._asked(one, standing_)
        link = proposing.of_item(standing_, "link")
        if standing_.item.pk in self.linked:
            link = replace(link, state="done", why="已记上")
        return Touched(item=standing_.item, edits=proposing.edits(asked) if asked else [], link=link)

    def _ended(self, one: Pair, standing_: Standing) -> Edit:
        """Of a clause that is no more: its item is voided, or goes into that of the clause it is in now."""
        wholes = [self.now[pk] for pk in self.items_of.get(one.part_of or 0, ()) if pk in self.now]
        into = next((each.item for each in wholes if not proposing.is_over(each.item)), None)
        if into is not None and into.pk != standing_.item.pk and into.ledger_id == standing_.item.ledger_id:
            return proposing.of_item(standing_, "merge", into=into)
        return proposing.of_item(standing_, "void")

    def _asked(self, one: Pair, standing_: Standing) -> Asked | None:
        older, newer = self.made.older, self.made.newer
        if one.old is None or one.new is None or one.old.key not in older.read:
            return None
        read = newer.read[one.new.key]
        return Asked(
            older=older.read[one.old.key],
            read=read,
            newer=newer.standing.get(one.new.key, read),
            standing=standing_,
            on=self.on,
            has_paper=newer.directive.file_id is not None,
        )

    def _enter(self, one: Pair, *, has_items: bool) -> Edit | None:
        """What is in no item yet is to become one, as the draft has it now."""
        draft = self.made.newer.draft
        if one.new is None or has_items or draft is None:
            return None
        entry = self.made.newer.standing.get(one.new.key)
        return entering(entry, draft) if entry else None


def entering(entry: Entry, draft: Draft) -> Edit:
    """The edit by which an entry becomes an item."""
    made: dict[str, Any] = {
        "what": "enter",
        "label": "录入为草稿事项",
        "new": entry["title"],
        "entry": entry["id"],
        "event": Event.ADDED,
    }
    if entry["status"] in ("entered", "dropped"):
        return Edit(**made, state="done", why=STATUSES[entry["status"]])
    if draft.state != Draft.State.READY:
        return Edit(**made, state="blocked", why=f"草稿现在是“{draft.get_state_display()}”")
    if found := lack(entry):
        return Edit(**made, state="blocked", why=f"{found[1]}，请先在草稿里补上")
    return Edit(**made)
