"""Instruction slips: a leader's words, who carries them out, and the report that he reads."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from guatu.demo.county import closing, doing
from guatu.demo.county.endings import look_back
from guatu.demo.county.stage import Step
from guatu.demo.county.stories import Story, Window
from guatu.demo.county.telling import Teller

COUNT: Final = 30
_LEADERS: Final = ("leader", "leader", "leader2")


def tell(teller: Teller, count: int) -> Sequence[Step]:
    """So many slips, from the newest to those of a year ago."""
    steps: list[Step] = []
    for number in range(count):
        steps += _KINDS[number % len(_KINDS)](teller, number)
    return steps


def _slip(teller: Teller, on: date, deadline: date, number: int) -> Story:
    """The leader's words entered on the day on which they were written."""
    story = teller.story(deadline)
    story.at = on
    leader = _LEADERS[number % 3]
    story.put(closing.slip, Window.SLIP, leader=leader, words=story.words("instructions"))
    return story


def _handed(teller: Teller, on: date, deadline: date, number: int) -> Story:
    story = _slip(teller, on, deadline, number)
    story.put(doing.dispatch, Window.DISPATCH)
    return story


def _new(teller: Teller, number: int) -> list[Step]:
    """Entered today or yesterday; the first is not dispatched yet."""
    if number == 0:
        return _slip(teller, teller.days.last, teller.ahead(20, 30), number).steps
    story = _handed(teller, teller.day(0, 3), teller.ahead(14, 35), number)
    story.sign(story.matter.units[:1])
    return story.steps


def _working(teller: Teller, number: int) -> list[Step]:
    start = teller.day(12, 30)
    story = _handed(teller, start, teller.ahead(2, 18), number)
    story.sign()
    story.work(max(story.at, teller.day(0, 6)), teller.levels(story, teller.rng.randint(35, 85)), 1)
    return story.steps


def _late(teller: Teller, number: int) -> list[Step]:
    start = teller.day(40, 55)
    deadline = teller.days.worked(teller.days.on - timedelta(days=teller.rng.randint(3, 9)))
    story = _handed(teller, start, deadline, number)
    story.sign()
    story.work(max(story.at, teller.day(2, 8)), teller.levels(story, teller.rng.randint(30, 70)), 2)
    return story.steps


def _reported(teller: Teller, number: int) -> list[Step]:
    """All is done and the closing report lies before the leader."""
    story = _handed(teller, teller.day(30, 45), teller.ahead(3, 20), number)
    story.sign()
    story.finish(teller.day(2, 4))
    story.put(closing.send_closing_report, Window.READ, teller.days.last)
    return story.steps


def _verifying(teller: Teller, number: int) -> list[Step]:
    story = _handed(teller, teller.day(35, 50), teller.ahead(1, 10), number)
    story.sign()
    story.finish(teller.day(3, 5))
    story.ask_to_close(teller.day(1, 2))
    return story.steps


def _closed(teller: Teller, number: int) -> list[Step]:
    """Struck off in the course of the year; the report was read, answered, or waits."""
    asked = teller.day(20 + number * 11, 28 + number * 11)
    start = teller.days.worked(asked - timedelta(days=teller.rng.randint(18, 34)))
    story = _handed(teller, max(start, teller.days.ago(teller.book.opened - 4)), asked, number)
    story.matter.deadline = teller.days.worked(max(asked, story.at + timedelta(days=20)))
    story.sign()
    story.finish(teller.days.after(story.at, 8))
    story.ask_to_close(max(asked, story.at))
    story.verify()
    story.close()
    story.put(closing.send_closing_report, Window.READ, teller.days.after(story.at, 1))
    if number % 7 != 5:
        words = story.words("answers") if number % 3 == 0 else ""
        on = teller.days.after(story.at, 3)
        story.put(closing.read_closing_report, Window.READ, on, words=words)
    look_back(teller, story)
    return story.steps


_KINDS: Final = (_new, _working, _closed, _late, _closed, _reported, _closed, _working, _closed, _verifying)
