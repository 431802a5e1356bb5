"""Who tells stories: the ledger, its days and words, and what many stories begin with."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from guatu.demo.county import closing
from guatu.demo.county.days import Days
from guatu.demo.county.matters import Composer
from guatu.demo.county.plans import Plan
from guatu.demo.county.source import Book
from guatu.demo.county.stories import Story, Window

QUIET: Final = "双桥镇"
"""The town whose list of work is set by hand: it has no part in what is left open here."""
REVIEWED: Final = "县住房和城乡建设局"
"""The unit of the reviewer who signs in."""


@dataclass(slots=True)
class Teller:
    """Tells the stories of one ledger."""

    book: Book
    days: Days
    rng: Random
    composer: Composer
    plan: Plan | None = None
    """The document that hands its matters out, where there is one."""

    def day(self, least: int, most: int) -> date:
        """A working day between so many days ago, yet after the ledger was opened."""
        return self.days.ago(min(self.rng.randint(least, most), self.book.opened - 8))

    def ahead(self, least: int, most: int) -> date:
        """A working day to come, rather at the end of a month."""
        day = self.days.on + timedelta(days=self.rng.randint(least, most))
        end = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        chosen = end if (end - self.days.on).days <= most and self.rng.random() < 0.6 else day
        return max(self.days.worked(chosen), self.days.on + timedelta(days=least))

    def story(self, deadline: date | None, **how: Any) -> Story:
        how.setdefault("without", (QUIET,))
        matter = self.composer.compose(self.book.prefix, deadline, plain=self.plan is not None, **how)
        if self.plan:
            self.plan.matters.append(matter)
        return Story(matter, self.book, self.days, self.rng, is_planned=self.plan is not None)

    def start(self, otherwise: date) -> date:
        """The day on which a matter is handed out: with all others of its document, or its own."""
        return self.days.ago(self.plan.wave) if self.plan else otherwise

    def levels(self, story: Story, percent: int) -> dict[str, int]:
        """Where each unit stands when the whole stands at about so many percent."""
        units = story.matter.units
        return {
            unit: max(0, min(98, percent + (self.rng.randint(-12, 12) if len(units) > 1 else 0)))
            for unit in units
        }

    def pace(self, start: date, deadline: date) -> int:
        """Percent of the time that has gone."""
        whole = max(1, (deadline - start).days)
        return min(100, 100 * (self.days.on - start).days // whole)

    def times(self, start: date, until: date) -> int:
        return max(1, min(3, (until - start).days // 35))


def going(teller: Teller, start: date, deadline: date, ahead: int, **how: Any) -> Story:
    """Under way, so many percent ahead of its pace, with a report in the last days."""
    start = teller.start(start)
    story = teller.story(deadline, **how)
    story.hand_out(start)
    story.sign()
    until = max(story.at, teller.day(0, 9))
    percent = max(3, min(97, teller.pace(start, deadline) + ahead))
    story.work(until, teller.levels(story, percent), teller.times(start, until))
    return story


def more_time(story: Story, unit: str, old: date, days: int, *, granted: bool | None = True) -> date:
    """A unit asks before the day; the office answers on the next working day, unless it still waits."""
    new = story.days.worked(old + timedelta(days=days))
    on = min(story.days.worked(old - timedelta(days=3)), story.days.last)
    if granted is None:
        on = story.days.last
    words = story.words("extension")
    story.put(closing.ask_more_time, Window.ASK_TIME, on, unit, until=new, words=words)
    if granted:
        story.put(closing.give_more_time, Window.ANSWER_TIME, story.days.after(on, 1))
    elif granted is False:
        words = "理由不充分，请加派力量按原时限完成。"
        story.put(closing.refuse_more_time, Window.ANSWER_TIME, story.days.after(on, 1), words=words)
    return new
