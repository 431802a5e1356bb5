"""How matters go: the steps of one matter, from its entry to where it stands on the day."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from enum import Enum
from random import Random
from typing import Any, Final

from guatu.demo.county import closing, doing, source
from guatu.demo.county.days import Days
from guatu.demo.county.matters import Matter
from guatu.demo.county.source import Book
from guatu.demo.county.stage import Do, Step


class Window(Enum):
    """The part of a day in which a kind of deed is done, in minutes; one kind comes after the other."""

    CLOCK = (5, 20)
    SLIP = (490, 505)
    ADD = (510, 525)
    ASK_LIST = (526, 532)
    ANSWER_LIST = (533, 539)
    DISPATCH = (540, 570)
    SIGN = (580, 700)
    REPORT = (840, 940)
    ASK_TIME = (941, 949)
    ANSWER_TIME = (950, 957)
    OFFICE = (958, 966)
    URGE = (967, 973)
    ASK_CLOSE = (974, 989)
    REVIEW = (990, 1000)
    SITE = (1001, 1009)
    VERDICT = (1010, 1025)
    LEADER = (1026, 1036)
    LOOK_BACK = (1037, 1050)
    READ = (1051, 1060)


_REPORTING: Final = 3
"""The weekday, Thursday, on which units report as a rule."""


class Story:
    """Collects the steps of one matter; each part begins where the one before it ended."""

    def __init__(
        self, matter: Matter, book: Book, days: Days, rng: Random, *, is_planned: bool = False
    ) -> None:
        self.matter, self.book, self.days, self.rng = matter, book, days, rng
        self.is_planned = is_planned
        """Is it entered from a document, with others?"""
        self.steps: list[Step] = []
        self.at = days.on
        """The day that the story has come to."""

    def put(self, do: Do, window: Window, on: date | None = None, unit: str = "", **data: Any) -> None:
        """One step; without a day on the day that the story has come to."""
        first, last = window.value
        at = self.days.moment(on or self.at, self.rng.randint(first, last - 1), self.rng.randint(0, 59))
        self.steps.append(Step(do, self.matter, on or self.at, at, unit, data))

    def words(self, name: str) -> str:
        return self.rng.choice(source.words(name, self.matter.nature))

    def enter(self, on: date) -> None:
        """Entered as a draft."""
        self.at = on
        self.put(doing.add, Window.ADD)

    def hand_out(self, on: date) -> None:
        """Entered, approved where the ledger asks for it, and dispatched on a day."""
        before = self.days.before(on, 1)
        signed_off = bool(self.book.settings.get("needs_sign_off"))
        if not self.is_planned:
            self.enter(self.days.before(before, 1) if signed_off else before)
            if signed_off:
                self.put(doing.ask_sign_off, Window.ASK_LIST)
        if signed_off:
            self.put(doing.approve_sign_off, Window.ANSWER_LIST, before)
        self.at = on
        self.put(doing.dispatch, Window.DISPATCH)

    def sign(self, units: Collection[str] | None = None) -> None:
        """Units sign within two working days; the story goes on when the last has."""
        start, last = self.at, self.at
        for unit in self.matter.units if units is None else units:
            on = self.days.after(start, self.rng.choice((0, 0, 1, 1, 2)))
            self.put(doing.sign, Window.SIGN, on, unit)
            last = max(last, on)
        self.at = last

    def work(self, until: date, ends: Mapping[str, int], times: int, *, photos: float = 0.22) -> None:
        """Units report several times up to a day, each rising to where it ends."""
        start = self.at
        for unit, end in ends.items():
            for number in range(1, times + 1):
                on = self._between(start, until, number, times)
                self._report(unit, on, self._risen(end, number, times), photos)
        self.at = max(start, until)

    def _between(self, start: date, until: date, number: int, times: int) -> date:
        span = (until - start).days
        jitter = self.rng.randint(-2, 2) if number < times and span > 12 * times else 0
        day = self.days.worked(start + timedelta(days=span * number // times + jitter))
        if number < times:
            day = self.days.worked(day - timedelta(days=(day.weekday() - _REPORTING) % 7))
        return min(max(day, start), until)

    def _risen(self, end: int, number: int, times: int) -> int:
        return end * number // times if end < 100 else min(96, end * number // times)

    def _report(self, unit: str, on: date, percent: int, photos: float) -> None:
        stuck = percent < 60 and self.rng.random() < 0.35
        self.put(
            doing.report,
            Window.REPORT,
            on,
            unit,
            percent=percent,
            text=self.words("progress"),
            stuck=self.words("stuck") if stuck else "",
            next=self.words("next") if percent < 90 else "",
            photos=1 if self.rng.random() < photos else 0,
        )

    def finish(self, on: date) -> None:
        """Every unit reports that all is done, with proofs for each measure."""
        self.at = max(self.at, on)
        for unit in self.matter.units:
            text, photos = self.words("done"), self.rng.choice((1, 1, 1, 2, 3))
            self.put(doing.report, Window.REPORT, self.at, unit, percent=100, text=text, photos=photos)

    def ask_to_close(self, on: date) -> None:
        self.at = max(self.at, on)
        words = self.words("statement")
        self.put(closing.ask_to_close, Window.ASK_CLOSE, unit=self.matter.lead, words=words)

    def review(self) -> None:
        """The lead unit's reviewer passes the request on, where the ledger asks for it."""
        if self.book.settings.get("needs_lead_review"):
            self.at = self.days.after(self.at, self.rng.randint(0, 1))
            self.put(closing.pass_on, Window.REVIEW, unit=self.matter.lead)

    def verify(self) -> None:
        self.at = self.days.after(self.at, self.rng.randint(1, 3))
        self.put(closing.verify, Window.VERDICT)

    def close(self) -> None:
        """Approved or published where the ledger asks for it; struck off."""
        if self.book.settings.get("needs_approval"):
            self.at = self.days.after(self.at, self.rng.randint(0, 2))
            self.put(closing.approve, Window.LEADER)
        if wait := self.book.settings.get("publicity_days"):
            self.at = self.days.calendar.add(self.at, wait) + timedelta(days=1)
            self.put(closing.end_publicity, Window.CLOCK)
