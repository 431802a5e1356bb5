"""Where matters stand on the day of the demonstration, and how each came there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, Final

import yaml

from guatu.demo.county import closing, doing, source
from guatu.demo.county.days import Days
from guatu.demo.county.matters import Composer
from guatu.demo.county.plans import Plan
from guatu.demo.county.source import Book
from guatu.demo.county.stage import Step
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
        return max(1, min(4, (until - start).days // 30))


Tell = Callable[[Teller], list[Step]]


def _draft(teller: Teller) -> list[Step]:
    story = teller.story(teller.ahead(30, 120))
    story.enter(teller.day(0, 6))
    return story.steps


def _approving(teller: Teller) -> list[Step]:
    """Sent to the leader today or on the last working day, as one list."""
    story = teller.story(teller.ahead(40, 120))
    story.enter(teller.days.before(teller.days.last, 1))
    story.put(doing.ask_sign_off, Window.ASK_LIST, teller.days.last)
    return story.steps


def _list_returned(teller: Teller) -> list[Step]:
    """The leader returned the list: a draft again."""
    story = teller.story(teller.ahead(40, 120))
    story.enter(teller.day(9, 9))
    story.put(doing.ask_sign_off, Window.ASK_LIST)
    words = "措施太笼统，时限和责任人写清楚再报。"
    story.put(doing.return_sign_off, Window.ANSWER_LIST, teller.days.after(story.at, 1), words=words)
    return story.steps


def _unsigned(teller: Teller) -> list[Step]:
    """Dispatched a few days ago; some units have not signed."""
    story = teller.story(teller.ahead(20, 90))
    story.hand_out(teller.day(0, 5))
    units = story.matter.units
    story.sign(units[: teller.rng.randint(0, len(units) - 1)])
    return story.steps


def _going(teller: Teller, start: date, deadline: date, ahead: int, **how: Any) -> Story:
    """Under way, so many percent ahead of its pace, with a report in the last days."""
    start = teller.start(start)
    story = teller.story(deadline, **how)
    story.hand_out(start)
    story.sign()
    until = max(story.at, teller.day(0, 9))
    percent = max(3, min(97, teller.pace(start, deadline) + ahead))
    story.work(until, teller.levels(story, percent), teller.times(start, until))
    return story


def _on_pace(teller: Teller) -> list[Step]:
    start, deadline = teller.day(25, 150), teller.ahead(9, 95)
    return _going(teller, start, deadline, teller.rng.randint(0, 10)).steps


def _new(teller: Teller) -> list[Step]:
    return _going(teller, teller.day(8, 22), teller.ahead(25, 120), teller.rng.randint(-2, 8)).steps


def _near(teller: Teller) -> list[Step]:
    start, deadline = teller.day(50, 150), teller.ahead(0, 7)
    return _going(teller, start, deadline, teller.rng.randint(-9, 2)).steps


def _behind(teller: Teller) -> list[Step]:
    start, deadline = teller.day(50, 150), teller.ahead(8, 30)
    return _going(teller, start, deadline, -teller.rng.randint(18, 45)).steps


def _urged(teller: Teller) -> list[Step]:
    story = _going(teller, teller.day(60, 150), teller.ahead(8, 30), -teller.rng.randint(20, 45))
    on = max(story.at, teller.day(0, 3))
    story.put(doing.urge, Window.URGE, on, words=story.words("urge"))
    return story.steps


def _overdue(teller: Teller) -> list[Step]:
    deadline = teller.days.worked(teller.days.on - timedelta(days=teller.rng.randint(2, 40)))
    story = _going(teller, teller.day(70, 150), deadline, -teller.rng.randint(20, 65))
    if teller.rng.random() < 0.6:
        story.put(doing.urge, Window.URGE, max(story.at, teller.day(0, 4)), words=story.words("urge"))
    return story.steps


def _silent(teller: Teller) -> list[Step]:
    """Nothing was heard for more than 15 days."""
    start = teller.day(60, 120)
    story = teller.story(teller.ahead(12, 60))
    story.hand_out(start)
    story.sign()
    until = max(story.at, teller.days.ago(teller.rng.randint(17, 34)))
    story.work(until, teller.levels(story, teller.rng.randint(15, 50)), 2)
    return story.steps


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


def _extended(teller: Teller, times: int, latest: int) -> list[Step]:
    """Extended so many times; the last deadline lies so many days from now."""
    last = teller.days.worked(teller.days.on + timedelta(days=latest))
    steps = [teller.rng.randint(15, 32) for _ in range(times)]
    first = teller.days.worked(last - timedelta(days=sum(steps)))
    start = teller.days.worked(first - timedelta(days=teller.rng.randint(35, 60)))
    start = max(start, teller.days.ago(teller.book.opened - 8))
    story = teller.story(first)
    story.hand_out(start)
    story.sign()
    deadline = first
    for days in steps:
        deadline = more_time(story, story.matter.lead, deadline, days)
    until = max(story.at, teller.day(0, 9))
    story.work(until, teller.levels(story, teller.rng.randint(28, 72)), teller.times(start, until))
    return story.steps


def _extended_once(teller: Teller) -> list[Step]:
    return _extended(teller, 1, teller.rng.choice((-9, 6, 14, 25)))


def _extended_twice(teller: Teller) -> list[Step]:
    return _extended(teller, 2, teller.rng.choice((-18, -12, -7, 9)))


def _asks_for_time(teller: Teller) -> list[Step]:
    """A request for more time waits for its answer."""
    deadline = teller.ahead(3, 14)
    story = _going(teller, teller.day(50, 120), deadline, -teller.rng.randint(10, 30))
    more_time(story, story.matter.lead, deadline, teller.rng.randint(15, 31), granted=None)
    return story.steps


def _report_returned(teller: Teller) -> list[Step]:
    """The office returned the latest report of the lead unit."""
    story = _going(teller, teller.day(40, 100), teller.ahead(10, 40), -teller.rng.randint(8, 25))
    on = teller.days.last
    story.put(closing.return_report, Window.OFFICE, on, story.matter.lead, words=story.words("returned"))
    return story.steps


def _more_units(teller: Teller) -> list[Step]:
    """One more unit was given a duty, and has not signed."""
    story = _going(teller, teller.day(40, 100), teller.ahead(20, 60), teller.rng.randint(-8, 5))
    unit = next(one for one in ("县应急管理局", "县财政局", "县大数据中心") if one not in story.matter.units)
    story.put(closing.assign, Window.OFFICE, teller.days.last, unit)
    return story.steps


def _handed_over(teller: Teller) -> list[Step]:
    """Another unit took over and signed."""
    story = teller.story(teller.ahead(20, 80))
    story.hand_out(teller.day(60, 110))
    story.sign()
    start = story.at
    story.work(teller.days.ago(30), teller.levels(story, 30), 1)
    taker = next(one for one in ("县城市管理局", "县商务局", "县科学技术局") if one not in story.matter.units)
    on = max(start, teller.days.ago(20))
    story.put(closing.hand_over, Window.OFFICE, on, story.matter.lead, taker=taker)
    story.put(doing.sign, Window.SIGN, teller.days.after(on, 1), taker)
    text = story.words("progress")
    story.put(doing.report, Window.REPORT, teller.day(2, 8), taker, percent=52, text=text)
    return story.steps


def _flagged(teller: Teller, do: Any) -> list[Step]:
    story = _going(teller, teller.day(70, 150), teller.ahead(10, 60), -teller.rng.randint(0, 20))
    story.put(do, Window.OFFICE, teller.days.last)
    return story.steps


def _suspended(teller: Teller) -> list[Step]:
    return _flagged(teller, closing.suspend)


def _long_term(teller: Teller) -> list[Step]:
    return _flagged(teller, closing.set_long_term)


def _merged(teller: Teller) -> list[Step]:
    """Two on the same matter: one went on inside the other; this tells both."""
    other = _going(teller, teller.day(80, 110), teller.ahead(20, 60), 2)
    story = _going(teller, teller.day(60, 75), teller.ahead(20, 60), -5)
    story.put(closing.merge, Window.OFFICE, teller.days.last, into=other.matter)
    return [*other.steps, *story.steps]


def _transferred(teller: Teller) -> list[Step]:
    """Handed to another ledger, where it is a draft; so this makes two items."""
    story = _going(teller, teller.day(40, 80), teller.ahead(20, 60), -5)
    to = "XJ" if teller.book.prefix != "XJ" else "YS"
    story.put(closing.transfer, Window.OFFICE, teller.days.last, to=to)
    return story.steps


def _voided(teller: Teller) -> list[Step]:
    story = _going(teller, teller.day(60, 150), teller.ahead(5, 60), -10)
    story.put(closing.void, Window.OFFICE, teller.days.last)
    return story.steps


def _done(teller: Teller, asked: date, **how: Any) -> Story:
    """All is done and the lead unit has asked to strike it off."""
    span = teller.rng.randint(35, 120)
    start = teller.days.worked(asked - timedelta(days=span))
    start = teller.start(max(start, teller.days.ago(teller.book.opened - 8)))
    asked = max(asked, teller.days.worked(start + timedelta(days=25)))
    deadline = teller.days.worked(asked + timedelta(days=teller.rng.choice((-9, 4, 7, 9, 12, 20))))
    story = teller.story(max(deadline, start + timedelta(days=14)), **how)
    story.hand_out(start)
    story.sign()
    times = max(1, teller.times(start, asked) - 1)
    until = teller.days.worked(asked - timedelta(days=4))
    if until > story.at:
        story.work(until, teller.levels(story, 88), times, photos=0.2)
    story.finish(min(teller.days.after(story.at, 1), max(story.at, asked)))
    story.ask_to_close(asked)
    return story


def _lead_review(teller: Teller) -> list[Step]:
    theirs = any(REVIEWED in one.lead for one in source.themes() if one.ledger == teller.book.prefix)
    lead = REVIEWED if theirs and teller.rng.random() < 0.7 else ""
    return _done(teller, teller.day(0, 3), lead=lead).steps


def _verifying(teller: Teller) -> list[Step]:
    story = _done(teller, teller.day(3, 6))
    story.review()
    if teller.rng.random() < 0.4:
        story.put(closing.order_site_check, Window.SITE, teller.days.last)
    return story.steps


def _doubtful(teller: Teller) -> list[Step]:
    """Asked again after the verifier had doubts, and one of its photographs serves another item too."""
    story = _done(teller, teller.day(14, 18))
    story.review()
    story.at = teller.days.after(story.at, 1)
    story.put(closing.return_request, Window.VERDICT, words=story.words("returned"))
    story.at = teller.days.after(story.at, 2)
    story.put(closing.prove, Window.REPORT, unit=story.matter.lead)
    story.ask_to_close(teller.days.after(story.at, 1))
    story.review()
    story.put(closing.judge_evidence, Window.SITE, teller.days.last)
    again = _going(teller, teller.day(40, 80), teller.ahead(15, 40), -10)
    unit = again.matter.lead
    again.put(closing.prove_with_used, Window.OFFICE, teller.days.last, unit, other=story.matter)
    return [*story.steps, *again.steps]


def _request_returned(teller: Teller) -> list[Step]:
    """The verifier returned the request; the unit works on."""
    story = _done(teller, teller.day(8, 16))
    story.review()
    story.at = teller.days.after(story.at, 2)
    story.put(closing.return_request, Window.VERDICT, words=story.words("returned"))
    return story.steps


def _publicity(teller: Teller) -> list[Step]:
    """The days of publicity run."""
    story = _done(teller, teller.day(5, 9))
    story.review()
    story.verify()
    return story.steps


def _closed(teller: Teller, asked: date, **how: Any) -> Story:
    how.setdefault("without", ())
    story = _done(teller, asked, **how)
    story.review()
    story.verify()
    story.close()
    return story


def _closed_lately(teller: Teller) -> list[Step]:
    """Struck off not long ago: the look-back is planned."""
    return _closed(teller, teller.day(19, min(75, teller.book.opened - 60))).steps


def _closed_and_held(teller: Teller) -> list[Step]:
    """Struck off long ago; the look-back found that it holds."""
    wait = int(teller.book.settings["look_back_after"])
    story = _closed(teller, teller.day(wait + 22, max(wait + 30, teller.book.opened - 50)))
    due = story.at + timedelta(days=wait + teller.rng.randint(-2, 5))
    story.put(closing.look_back, Window.LOOK_BACK, min(teller.days.worked(due), teller.days.last))
    return story.steps


def _relapsed(teller: Teller) -> list[Step]:
    """Struck off, and opened again by the look-back."""
    wait = int(teller.book.settings["look_back_after"])
    story = _closed(teller, teller.day(wait + 35, wait + 60), without=(QUIET,))
    on = teller.days.worked(story.at + timedelta(days=wait))
    story.put(closing.reopen, Window.LOOK_BACK, min(on, teller.days.last), until=teller.ahead(12, 30))
    return story.steps


def _look_back_due(teller: Teller) -> list[Step]:
    """Struck off; the day of the look-back has come."""
    wait = int(teller.book.settings["look_back_after"])
    return _closed(teller, teller.day(wait + 17, wait + 24)).steps


OUTCOMES: Final[Mapping[str, Tell]] = {
    "draft": _draft,
    "approving": _approving,
    "list_returned": _list_returned,
    "unsigned": _unsigned,
    "new": _new,
    "on_pace": _on_pace,
    "near": _near,
    "behind": _behind,
    "urged": _urged,
    "overdue": _overdue,
    "silent": _silent,
    "extended_once": _extended_once,
    "extended_twice": _extended_twice,
    "asks_for_time": _asks_for_time,
    "report_returned": _report_returned,
    "more_units": _more_units,
    "handed_over": _handed_over,
    "suspended": _suspended,
    "long_term": _long_term,
    "merged": _merged,
    "transferred": _transferred,
    "voided": _voided,
    "lead_review": _lead_review,
    "verifying": _verifying,
    "doubtful": _doubtful,
    "request_returned": _request_returned,
    "approving_close": _publicity,
    "publicity": _publicity,
    "closed_lately": _closed_lately,
    "closed_and_held": _closed_and_held,
    "look_back_due": _look_back_due,
    "relapsed": _relapsed,
}
MAKES_TWO: Final = ("merged", "transferred", "doubtful")
"""Outcomes that make two items."""


@cache
def counts() -> Mapping[str, Mapping[str, int]]:
    """How often each outcome comes in each ledger."""
    found: Mapping[str, Mapping[str, int]] = yaml.safe_load(
        (files("guatu.demo.county") / "data" / "outcomes.yaml").read_text("utf-8")
    )
    return found


def tell(teller: Teller, outcomes: Mapping[str, int]) -> Sequence[Step]:
    """The stories of one ledger."""
    return [step for name, count in outcomes.items() for _ in range(count) for step in OUTCOMES[name](teller)]
