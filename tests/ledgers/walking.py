"""A long random walk of many people over many items, by the table of transitions."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final

from guatu.accounts.queries import acting
from guatu.kernel.errors import Refusal
from guatu.ledgers.actions import adding, dispatching, ledgers, reports, verdicts
from guatu.ledgers.actions.reports import NewEvidence, NewReport
from guatu.ledgers.events import Event
from guatu.ledgers.models import Assignment, EvidenceUse, Extension, Item, Report
from guatu.ledgers.transitions import TABLE
from tests.accounts.factories import moment
from tests.ledgers.doing import DOING, PARTS, Scene
from tests.ledgers.factories import DAY, County, make_county, new_item, photo

State = Item.State
NAMES: Final = tuple(PARTS)
NEXT: Final = {
    State.DRAFT: Event.DISPATCHED,
    State.APPROVING: Event.SIGN_OFF_APPROVED,
    State.DISPATCHED: Event.SIGNED,
    State.IN_PROGRESS: Event.CLOSE_ASKED,
    State.LEAD_REVIEW: Event.CLOSE_REVIEWED,
    State.VERIFYING: Event.CLOSE_VERIFIED,
    State.APPROVING_CLOSE: Event.CLOSE_APPROVED,
    State.PUBLICITY: Event.CLOSE_PUBLISHED,
    State.CLOSED: Event.REOPENED,
}
"""What comes next, as a rule."""
RARE: Final = frozenset(
    (
        Event.VOIDED,
        Event.MERGED,
        Event.TRANSFERRED,
        Event.RELEASED,
        Event.HANDED_OVER,
        Event.SCHEDULE_SET,
        Event.SUSPENDED,
        Event.LONG_TERM_SET,
        Event.REOPENED,
    )
)


@dataclass(slots=True)
class Walk:
    """Who walks, over which items, and where they are by now."""

    county: County
    random: Random
    day: date = DAY
    steps: Counter[str] = field(default_factory=Counter)
    other: Any = None
    at_night: Callable[[date], None] | None = None
    """What is done between two days, told which one begins."""

    def run(self, items: int, steps: int) -> None:
        """Enter items and let people do what comes to their mind; most of it is refused."""
        self.other = ledgers.open_ledger(
            office=self.county.office, name="另一本", prefix="B", **self.county.when("administrator")
        )
        for _ in range(items):
            self._enter()
        for _ in range(steps):
            if self.random.choice((0, 0, 0, 0, 0, 1)):
                self.day += timedelta(days=1)
                if self.at_night:
                    self.at_night(self.day)
            self._step()

    def _when(self, name: str) -> dict[str, Any]:
        found = acting(self.county.people[name].pk, on=self.day)
        return {"by": found, "at": moment(self.day, 9 + self.random.randrange(8)), "on": self.day}

    def _enter(self) -> None:
        new = new_item(self.county, deadline=self.day + timedelta(days=self.random.randrange(20, 200)))
        item = adding.add(ledger=self.county.ledger, items=[new], **self._when("coordinator"))[0]
        if self.random.random() < 0.8:
            dispatching.dispatch(pks=[item.pk], **self._when("coordinator"))

    def _step(self) -> None:
        """One person tries one thing on one item, mostly what comes next."""
        items = list(Item.objects.filter(merged_into=None, transferred_to=None).exclude(state="voided"))
        if len(items) < 4 or self.random.random() < 0.02:
            self._enter()
            return
        item = self.random.choice(items)
        chance = self.random.random()
        if item.is_suspended:
            self._try(Event.RESUMED, item, "coordinator")
        elif chance < 0.4 and item.progress < 100:
            self._report(item)
        elif chance < 0.75:
            self._try(NEXT[State(item.state)], item)
        else:
            lines = [line for line in TABLE if item.state in line.sources and line.event in DOING]
            line = self.random.choice(lines)
            if line.event not in RARE or self.random.random() < 0.15:
                self._try(line.event, item)

    def _try(self, event: Event, item: Item, name: str = "") -> None:
        line = next(line for line in TABLE if line.event == event)
        names = [one for one in NAMES if PARTS[one].intersection(line.who)]
        who = name or self.random.choice(names)
        try:
            if event == Event.CLOSE_PUBLISHED:
                verdicts.end_publicity(pk=item.pk, **self._when(who))
            else:
                DOING[event](_Here(self, item), who)
        except (Refusal, AttributeError, Assignment.DoesNotExist):
            self.steps["refused"] += 1
        else:
            self.steps[event.value] += 1

    def _report(self, item: Item) -> None:
        """Units report, one time in four for an earlier day."""
        rows = list(item.assignments.filter(state__in=("working", "reported", "returned")))
        if not rows:
            return
        row = self.random.choice(rows)
        name = {self.county.lead.pk: "liaison", self.county.towns[0].pk: "town"}.get(
            row.unit_id, "other_town"
        )
        when, why = self._when(name), ""
        if self.random.random() < 0.25:
            when["on"] = max(DAY, self.day - timedelta(days=self.random.randrange(1, 4)))
            why = "系统停用，补记" if when["on"] < self.day else ""
        share = row.target_share or Decimal(0)
        done = share if self.random.random() < 0.5 else share * self.random.randrange(11) / 10
        proofs = [NewEvidence(file=photo(self.random.randrange(200)), name="现场.png")]
        new = NewReport(text=f"已到{done}", achieved=done or share, progress=100, evidence=proofs)
        try:
            reports.report(assignment=row.pk, new=new, why_earlier=why, **when)
        except Refusal:
            self.steps["report refused"] += 1
        else:
            self.steps["earlier" if why else "reported"] += 1


class _Here(Scene):
    """What an event could be about, as it is in the item now."""

    __slots__ = ("walk",)

    def __init__(self, walk: Walk, item: Item) -> None:
        self.walk, self.county, self.item = walk, walk.county, item
        self.ledger = walk.other
        others = Item.objects.filter(ledger=item.ledger_id, merged_into=None, transferred_to=None)
        self.other = others.exclude(pk=item.pk).exclude(state__in=("voided", "closed")).last() or item
        self.extension = _last(Extension.objects.filter(item=item))
        self.report = _last(Report.objects.filter(item=item))
        use = _last(EvidenceUse.objects.filter(item=item))
        self.evidence: Any = use.evidence if use else None
        self.sign_off: Any = item.sign_off

    def when(self, who: str) -> dict[str, Any]:
        return self.walk._when(who)


def _last(rows: Any) -> Any:
    return rows.order_by("pk").last()


def walk(seed: int, *, items: int = 12, steps: int = 400) -> Walk:
    """A county after a long time."""
    county = make_county(publicity_days=2, needs_approval=True, look_back_after=10)
    walked = Walk(county, Random(seed))  # noqa: S311 - chance that can be repeated
    walked.run(items, steps)
    return walked
