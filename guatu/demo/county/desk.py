"""What lies on the desk of the liaison who signs in, set by hand; and the task of all towns by the month."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from random import Random
from typing import Final

import yaml

from guatu.demo.county import doing
from guatu.demo.county.days import Days
from guatu.demo.county.matters import Matter
from guatu.demo.county.source import Book
from guatu.demo.county.stage import Step
from guatu.demo.county.stories import Story, Window
from guatu.demo.county.telling import QUIET, more_time
from guatu.ledgers.models import Item

FLAGSHIP: Final = "新建 5G 基站 360 座（年度任务）"
TASKS: Final[Mapping[str, int]] = {
    "云门街道": 40,
    "望江街道": 48,
    "清溪街道": 36,
    "双桥镇": 26,
    "柳河镇": 32,
    "石泉镇": 30,
    "白塔镇": 30,
    "梅岭镇": 24,
    "枫渡镇": 28,
    "禾丰镇": 34,
    "古窑镇": 22,
    "大塘乡": 10,
}
"""Base stations that each town is to get in the year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A matter on the desk."""

    ledger: str
    title: str
    problem: str
    nature: str
    lead: str
    category: str
    standard: str
    scenes: Sequence[str]
    measure: str
    due: int
    """Days from the day of the demonstration."""
    since: int
    """Days ago on which it was dispatched; 0 is the last working day, and nobody has signed."""
    percent: int
    share: int = 0
    unit: str = ""
    others: Mapping[str, int] = field(default_factory=dict)


@cache
def places() -> tuple[Place, ...]:
    """The desk as data."""
    rows = yaml.safe_load((files("guatu.demo.county") / "data" / "desk.yaml").read_text("utf-8"))
    return tuple(Place(**row) for row in rows)


def matters(books: Mapping[str, Book], days: Days, rng: Random) -> Iterator[Step]:
    """The steps of everything on the desk."""
    for place in places():
        yield from _story(place, books[place.ledger], days, rng).steps
    yield from _flagship(books["XJ"], days, rng).steps


def _story(place: Place, book: Book, days: Days, rng: Random) -> Story:
    deadline = days.on + timedelta(days=place.due)
    late = place.due < 0
    first = days.worked(deadline - timedelta(days=42)) if late else deadline
    story = Story(_matter(place), book, days, rng)
    story.matter.deadline = first
    if place.since == 0:
        story.hand_out(days.last)
        return story
    story.hand_out(days.ago(place.since))
    story.sign()
    if late:
        second = more_time(story, place.lead, first, 31)
        more_time(story, place.lead, second, (deadline - second).days)
    levels = {unit: rng.randint(35, 80) for unit in story.matter.units} | {QUIET: place.percent}
    story.work(days.ago(rng.randint(4, 8)), levels, 3)
    if late or place.percent < 40:
        words = "请三日内报进展，说明卡在哪里、几时完成。"
        story.put(doing.urge, Window.URGE, days.last, QUIET, words=words)
    return story


def _matter(place: Place) -> Matter:
    shares = {QUIET: place.share, **place.others} if place.share else {QUIET: 0}
    return Matter(
        ledger=place.ledger,
        title=place.title,
        problem=place.problem,
        nature=place.nature,
        lead=place.lead,
        category=place.category,
        goal="按期完成，成效可查。",
        standard=place.standard,
        scenes=place.scenes,
        measures=[place.measure],
        helpers={unit: Decimal(share) if share else None for unit, share in shares.items()},
        unit=place.unit,
        kind=Item.Kind.TASK if place.ledger == "XJ" else Item.Kind.RECTIFICATION,
        lead_leader="分管副县长",
    )


def _flagship(book: Book, days: Days, rng: Random) -> Story:
    """Every town reports each month how many base stations stand."""
    matter = Matter(
        ledger="XJ",
        title=FLAGSHIP,
        nature="building",
        problem="年度任务分解到 12 个镇街，逐月通报。",
        lead="铁塔云桥办事处",
        category="5G 基站",
        goal="年底前建成 360 座并开通。",
        standard="project_start",
        scenes=("tower", "pole"),
        measures=["建成并开通 360 座", "完成选址公示和电力接入"],
        helpers={town: Decimal(share) for town, share in TASKS.items()},
        unit="座",
        kind=Item.Kind.TASK,
        lead_leader="分管工业副县长",
        deadline=days.worked(days.on + timedelta(days=88)),
    )
    story = Story(matter, book, days, rng)
    story.hand_out(days.ago(350))
    story.sign()
    ends = {town: rng.randint(58, 92) for town in TASKS} | {"石泉镇": 57, "望江街道": 92, QUIET: 74}
    story.work(days.ago(3), {**ends, matter.lead: 72}, 11, photos=0.12)
    return story
