"""What must be late, missing, frozen or lapsed on a day, counted with nothing but Python from what was done.

It knows the rules in its own words and reads nothing of the program; ids are all that it takes from answers.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

ONE: Final = timedelta(days=1)
WORK: Final = ("dispatched", "in_progress")
OPEN: Final = (*WORK, "lead_review", "verifying", "approving_close", "publicity")
FRIDAY: Final = 4
SATURDAY: Final = 5
NEAR: Final = 7


@dataclass
class Days:
    """The working days: Monday to Friday, but for the days that somebody said something else of."""

    said: dict[date, bool] = field(default_factory=dict)

    def works(self, day: date) -> bool:
        return self.said.get(day, day.weekday() < SATURDAY)

    def after(self, day: date, count: int) -> date:
        """So many working days later."""
        for _ in range(count):
            day += ONE
            while not self.works(day):
                day += ONE
        return day


@dataclass
class Limit:
    """So many working days from a day on; as long as it runs it follows what becomes known of the days."""

    start: date
    count: int
    last: date

    def counted_anew(self, days: Days) -> bool:
        """Whether it moved."""
        before, self.last = self.last, days.after(self.start, self.count)
        return self.last != before


@dataclass
class Report:
    """What a unit said: it counts, waits for the unit's reviewer, or neither."""

    pk: int
    on: date
    progress: int
    standing: str


@dataclass
class Duty:
    """What a unit owes in an item."""

    pk: int
    unit: int
    is_lead: bool
    state: str = "draft"
    sign: Limit | None = None
    progress: int = 0
    urged: int = 0
    reports: list[Report] = field(default_factory=list)

    @property
    def is_owed(self) -> bool:
        """Whether its unit has signed and is not done."""
        return self.state in ("working", "reported") and self.progress < 100

    @property
    def waiting(self) -> Report | None:
        return next((one for one in self.reports if one.standing == "awaiting"), None)


@dataclass
class More:
    """More time that was asked for."""

    pk: int
    to: date
    answer: Limit
    state: str = "asked"


@dataclass
class Matter:
    """An item."""

    pk: int
    book: str
    deadline: date
    duties: list[Duty]
    state: str = "draft"
    extensions: int = 0
    is_suspended: bool = False
    closed_on: date | None = None
    times_returned: int = 0
    has_photo: bool = False
    more: list[More] = field(default_factory=list)
    closings: list[str] = field(default_factory=list)
    publicity: Limit | None = None
    look_backs: list[tuple[date, str]] = field(default_factory=list)

    @property
    def lead(self) -> Duty:
        return next(one for one in self.duties if one.is_lead)

    @property
    def is_worked_on(self) -> bool:
        return self.state in WORK and not self.is_suspended

    @property
    def asked(self) -> More | None:
        return next((one for one in self.more if one.state == "asked"), None)

    def due(self, on: date) -> str:
        """How near its deadline is."""
        if self.state not in OPEN:
            return ""
        if self.is_suspended:
            return "paused"
        if self.deadline < on:
            return "overdue"
        return "near" if self.deadline <= on + timedelta(days=NEAR) else "on_time"

    def dispatch(self, on: date, days: Days, within: int) -> None:
        self.state = "dispatched"
        for duty in self.duties:
            duty.state, duty.sign = "awaiting_signature", Limit(on, within, days.after(on, within))

    def sign(self, unit: int) -> None:
        for duty in self.duties:
            if duty.unit == unit and duty.state == "awaiting_signature":
                duty.state = "working"
        if all(duty.state != "awaiting_signature" for duty in self.duties):
            self.state = "in_progress"

    def back(self, closing: str) -> None:
        """The request to strike it off ends without that."""
        self.closings[-1], self.state, self.publicity = closing, "in_progress", None
        if closing == "returned":
            self.times_returned += 1

    def void(self) -> None:
        """It never was: what was asked about it ends unanswered."""
        if self.state in OPEN[2:]:
            self.closings[-1] = "withdrawn"
        self.state, self.publicity = "voided", None
        self._end_asked()

    def _end_asked(self) -> None:
        for one in self.more:
            one.state = "withdrawn" if one.state == "asked" else one.state

    def close(self, on: date, look_back_after: int) -> None:
        self.closings[-1], self.state, self.closed_on, self.publicity = "closed", "closed", on, None
        if look_back_after:
            self.look_backs.append((on + timedelta(days=look_back_after), "planned"))
        self._end_asked()


@dataclass
class Book:
    """A ledger: the days of the month on which reports are due, and how items are struck off."""

    pk: int
    is_weekly: bool
    publicity: int
    look_back_after: int
    is_reviewed: bool
    frozen: dict[date, dict[int, str]] = field(default_factory=dict)
    """Last day of a period → how each duty stood when it ended."""

    def due_days(self, around: date, days: Days) -> list[date]:
        """Fridays, or the 15th and the last of the month; the working day before where it is none."""
        found = set()
        for n in range(-50, 50):
            day = around + timedelta(days=n)
            is_due = (
                day.weekday() == SATURDAY - 1 if self.is_weekly else day.day == 15 or (day + ONE).day == 1
            )
            while is_due and not days.works(day):
                day -= ONE
            if is_due:
                found.add(day)
        return sorted(found)

    def period(self, on: date, days: Days) -> tuple[date, date]:
        """First and last day of the period in which a day lies."""
        due = self.due_days(on, days)
        return max(day for day in due if day < on) + ONE, min(day for day in due if day >= on)


@dataclass(frozen=True)
class Round:
    """What the clock does on a morning."""

    periods: int
    published: int
    recounted: int


@dataclass
class Month:
    """Everything that was done, and what follows from it."""

    days: Days
    books: dict[str, Book]
    sign_within: int
    answer_within: int
    matters: dict[int, Matter] = field(default_factory=dict)
    known: dict[date, bool] = field(default_factory=dict)
    """What was said of the days when the clock went round last."""
    has_begun: bool = False

    def of(self, book: str) -> Iterator[Matter]:
        return (one for one in self.matters.values() if one.book == book)

    def round(self, on: date) -> Round:
        """The morning of a day."""
        recounted = self._recount() if self.has_begun and self.known != self.days.said else 0
        periods = sum(self.freeze(name, on - ONE) or self._late(name, on - ONE) for name in self.books)
        over = [one for one in self.matters.values() if one.publicity and one.publicity.last < on]
        for one in over:
            one.close(on, self.books[one.book].look_back_after)
        self.known, self.has_begun = dict(self.days.said), True
        return Round(periods, len(over), recounted)

    def _recount(self) -> int:
        return sum(limit.counted_anew(self.days) for limit in self._running())

    def _running(self) -> Iterator[Limit]:
        for one in self.matters.values():
            if one.state not in OPEN:
                continue
            if one.publicity:
                yield one.publicity
            yield from (more.answer for more in one.more if more.state == "asked")
            yield from (duty.sign for duty in one.duties if duty.sign and duty.state == "awaiting_signature")

    def _late(self, name: str, on: date) -> bool:
        """A due day that passed while nobody knew that it was one."""
        book = self.books[name]
        last = book.period(on, self.days)[0] - ONE
        was = book.period(last, Days(self.known))[1] if self.has_begun else last
        return was >= on and self.freeze(name, last)

    def freeze(self, name: str, on: date) -> bool:
        """End the period of a book on its last day; whether it was that day, and not ended before."""
        book = self.books[name]
        _, last = book.period(on, self.days)
        if last != on or last in book.frozen:
            return False
        book.frozen[last] = self.standings(name, on)
        return True

    def standings(self, name: str, on: date) -> dict[int, str]:
        """How each duty stands in the period: reported, waiting for its reviewer, or missing."""
        first, last = self.books[name].period(on, self.days)
        if last in self.books[name].frozen:
            return self.books[name].frozen[last]
        first = max([first, *(one + ONE for one in self.books[name].frozen if one < last)])
        found: dict[int, str] = {}
        for matter in self.of(name):
            if matter.is_worked_on:
                for duty in matter.duties:
                    if standing := _standing(duty, first, last):
                        found[duty.pk] = standing
        return found


def _standing(duty: Duty, first: date, last: date) -> str:
    given = {one.standing for one in duty.reports if first <= one.on <= last}
    if "counts" in given:
        return "reported"
    if "awaiting" in given:
        return "awaiting"
    is_asked = duty.sign is not None and duty.sign.last <= last
    return "missing" if is_asked and duty.progress < 100 else ""
