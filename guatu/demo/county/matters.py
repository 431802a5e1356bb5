"""Matters composed from themes: what is wrong where, who owes what, by when."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from guatu.demo.county import source
from guatu.demo.county.source import Theme
from guatu.ledgers.models import Item


@dataclass(slots=True, kw_only=True, eq=False)
class Matter:
    """An item as the county will know it; `pk` comes when it is entered."""

    ledger: str
    title: str
    problem: str
    lead: str
    category: str = ""
    goal: str = ""
    standard: str = "general"
    scenes: Sequence[str] = ("page",)
    measures: Sequence[str] = ()
    helpers: dict[str, Decimal | None] = field(default_factory=dict)
    """Units that answer beside the lead, with their share of the figure where there is one."""
    unit: str = ""
    """What the figure of the first measure counts."""
    deadline: date | None = None
    due_kind: str = Item.DueKind.UNDATED
    due_text: str = ""
    kind: str = Item.Kind.RECTIFICATION
    nature: str = "service"
    """What the words of its reports are about."""
    lead_leader: str = ""
    sponsor_leader: str = ""
    directive: int | None = None
    span: tuple[int, int] | None = None
    pk: int = 0

    @property
    def units(self) -> list[str]:
        """Everybody who signs, the lead first."""
        return [self.lead, *(name for name in self.helpers if name != self.lead)]

    @property
    def target(self) -> Decimal | None:
        """The figure of the first measure: the sum of the shares."""
        shares = [share for share in self.helpers.values() if share]
        return sum(shares, Decimal(0)) if shares else None


class Composer:
    """Composes matters, never two of one title."""

    def __init__(self, rng: Random, towns: Sequence[str]) -> None:
        self.rng, self.towns = rng, towns
        self.titles: set[str] = set()

    def compose(
        self,
        ledger: str,
        deadline: date | None,
        *,
        without: Collection[str] = (),
        lead: str = "",
        plain: bool = False,
        number: int = 0,
    ) -> Matter:
        """A matter of a ledger; `without` are units that have no part in it, `lead` the one that leads.

        A plain one has no figure. One of a crowd has a number, for the titles would not suffice.
        """
        for _ in range(400):
            theme = self._theme(ledger, lead, plain=plain)
            matter = self._matter(theme, deadline, without, lead)
            if number:
                matter.title += f"（第 {number} 号）"
                matter.helpers = dict(list(matter.helpers.items())[:1])
                return matter
            if matter.title not in self.titles:
                self.titles.add(matter.title)
                return matter
        raise LookupError(f"{ledger}: no title is left")

    def _theme(self, ledger: str, lead: str, *, plain: bool) -> Theme:
        own = (theme for theme in source.themes() if theme.ledger == ledger)
        fitting = (theme for theme in own if not (plain and theme.unit))
        return self.rng.choice([theme for theme in fitting if not lead or lead in theme.lead])

    def _matter(self, theme: Theme, deadline: date | None, without: Collection[str], lead: str) -> Matter:
        rng, leaders = self.rng, source.words("leaders")
        figure = rng.randint(theme.least, theme.most) if theme.unit else 0
        place = rng.choice(source.places(tuple(theme.at)))
        slots = {"p": place, "n": figure, "m": rng.randint(2, 9)}
        title, problem = rng.choice(list(theme.titles.items()))
        lead = lead or rng.choice([one for one in theme.lead if one not in without] or theme.lead)
        leader, sponsor = rng.sample(leaders, 2)
        return Matter(
            ledger=theme.ledger,
            title=title.format(**slots),
            problem=problem.format(**slots),
            lead=lead,
            category=theme.category,
            goal=rng.choice(source.words("goals", theme.nature)),
            standard=theme.standard,
            scenes=theme.scenes,
            measures=[text.format(**slots) for text in theme.measures],
            helpers=self._helpers(theme, place, lead, without, figure),
            unit=theme.unit,
            deadline=deadline,
            kind=_KINDS.get(theme.ledger, Item.Kind.RECTIFICATION),
            nature=theme.nature,
            lead_leader=leader,
            sponsor_leader=sponsor if rng.random() < 0.5 else "",
        )

    def _helpers(
        self, theme: Theme, place: str, lead: str, without: Collection[str], figure: int
    ) -> dict[str, Decimal | None]:
        pool = [one for one in theme.helpers or self.towns if one != lead and one not in without]
        if theme.helpers:
            if theme.unit:
                return {pool[0]: Decimal(figure)}
            return dict.fromkeys(self.rng.sample(pool, min(len(pool), self.rng.randint(1, 3))))
        here = _town(place, pool)
        if not theme.unit:
            return {here: None}
        count = min(len(pool), max(1, figure // 4), self.rng.randint(2, 6))
        towns = list(dict.fromkeys((here, *self.rng.sample(pool, count))))[:count]
        return dict(zip(towns, _shares(figure, count, self.rng), strict=True))


def _town(place: str, towns: Sequence[str]) -> str:
    """The town in which a place lies: the one whose name it bears, else always the same one."""
    named = (town for town in towns if place.startswith(town[:2]))
    return next(named, towns[sum(map(ord, place)) % len(towns)])


_KINDS = {"XJ": Item.Kind.TASK, "PS": Item.Kind.INSTRUCTION, "YS": Item.Kind.FINDING}


def _shares(figure: int, count: int, rng: Random) -> list[Decimal]:
    """A figure parted among units, at least one each."""
    cuts = sorted(rng.sample(range(1, figure), count - 1)) if count > 1 else []
    return [Decimal(b - a) for a, b in zip([0, *cuts], [*cuts, figure], strict=True)]
