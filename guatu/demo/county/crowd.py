"""Items for size alone: entered, dispatched, signed for and reported on all year long, by the same deeds."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import count
from random import Random

from guatu.demo.county.days import Days
from guatu.demo.county.matters import Composer
from guatu.demo.county.source import Book
from guatu.demo.county.stage import Step
from guatu.demo.county.stories import Story
from guatu.demo.county.telling import QUIET

_LEDGERS = ("YS", "YS", "YS", "YS", "YS", "XJ", "XJ", "XJ", "XJ", "5G")
_FIRST = 365
"""Days ago from which they come."""
_LEAST = 4
"""Working days that each has for being signed and reported on."""
_PHOTOS = 0.02
"""How often a report comes with a photograph."""


class Crowd:
    """So many items, spread evenly over the working days of the year."""

    def __init__(
        self, books: Mapping[str, Book], days: Days, rng: Random, composer: Composer, size: int
    ) -> None:
        self.books, self.days, self.rng, self.composer = books, days, rng, composer
        self.left = size
        self._turns = count()

    def coming(self, on: date) -> Iterator[Step]:
        """The steps of those that are entered on a day, with all that follows."""
        if not self.left or on < self.days.ago(_FIRST) or not self.days.calendar.is_working(on):
            return
        handed_out = self.days.calendar.add(on, 2)
        days_left = self.days.calendar.count(handed_out, self.days.last) - _LEAST
        if days_left < 1:
            return
        share = -(-self.left // days_left)
        self.left -= share
        for _ in range(share):
            yield from self._story(handed_out).steps

    def _story(self, on: date) -> Story:
        days, rng, number = self.days, self.rng, next(self._turns)
        prefix = _LEDGERS[number % len(_LEDGERS)]
        if on < days.ago(self.books[prefix].opened - 4):
            prefix = "YS"
        deadline = days.worked(on + timedelta(days=rng.randint(20, 300)))
        matter = self.composer.compose(prefix, deadline, without=(QUIET,), number=number + 1)
        story = Story(matter, self.books[prefix], days, rng)
        story.hand_out(on)
        story.sign()
        until = min(days.last, story.at + timedelta(days=rng.randint(1, 60)))
        percent = rng.randint(10, 100)
        reporting = matter.units if rng.random() < 0.3 else matter.units[1:]
        story.work(until, dict.fromkeys(reporting, percent), 1, photos=_PHOTOS)
        return story
