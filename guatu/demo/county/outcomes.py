"""Where matters stand on the day of the demonstration, and how each came there."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Final

import yaml

from guatu.demo.county import closing, doing, endings
from guatu.demo.county.stage import Do, Step
from guatu.demo.county.stories import Window
from guatu.demo.county.telling import Teller, going, more_time

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
    story.put(doing.ask_sign_off, Window.ASK_LIST, alone=True)
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


def _on_pace(teller: Teller) -> list[Step]:
    start, deadline = teller.day(25, 150), teller.ahead(9, 95)
    return going(teller, start, deadline, teller.rng.randint(0, 10)).steps


def _new(teller: Teller) -> list[Step]:
    return going(teller, teller.day(8, 22), teller.ahead(25, 120), teller.rng.randint(-2, 8)).steps


def _near(teller: Teller) -> list[Step]:
    start, deadline = teller.day(50, 150), teller.ahead(0, 7)
    return going(teller, start, deadline, teller.rng.randint(-9, 2)).steps


def _behind(teller: Teller) -> list[Step]:
    start, deadline = teller.day(50, 150), teller.ahead(8, 30)
    return going(teller, start, deadline, -teller.rng.randint(18, 45)).steps


def _urged(teller: Teller) -> list[Step]:
    story = going(teller, teller.day(60, 150), teller.ahead(8, 30), -teller.rng.randint(20, 45))
    on = max(story.at, teller.day(0, 3))
    story.put(doing.urge, Window.URGE, on, words=story.words("urge"))
    return story.steps


def _overdue(teller: Teller) -> list[Step]:
    deadline = teller.days.worked(teller.days.on - timedelta(days=teller.rng.randint(2, 40)))
    story = going(teller, teller.day(70, 150), deadline, -teller.rng.randint(20, 65))
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
    story = going(teller, teller.day(50, 120), deadline, -teller.rng.randint(10, 30))
    more_time(story, story.matter.lead, deadline, teller.rng.randint(15, 31), granted=None)
    return story.steps


def _report_returned(teller: Teller) -> list[Step]:
    """The office returned the latest report of the lead unit."""
    story = going(teller, teller.day(40, 100), teller.ahead(10, 40), -teller.rng.randint(8, 25))
    on = teller.days.last
    story.put(closing.return_report, Window.OFFICE, on, story.matter.lead, words=story.words("returned"))
    return story.steps


def _more_units(teller: Teller) -> list[Step]:
    """One more unit was given a duty, and has not signed."""
    story = going(teller, teller.day(40, 100), teller.ahead(20, 60), teller.rng.randint(-8, 5))
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


def _flagged(teller: Teller, do: Do) -> list[Step]:
    story = going(teller, teller.day(70, 150), teller.ahead(10, 60), -teller.rng.randint(0, 20))
    story.put(do, Window.OFFICE, teller.days.last)
    return story.steps


def _suspended(teller: Teller) -> list[Step]:
    return _flagged(teller, closing.suspend)


def _long_term(teller: Teller) -> list[Step]:
    return _flagged(teller, closing.set_long_term)


def _merged(teller: Teller) -> list[Step]:
    """Two on the same matter: one went on inside the other; this tells both."""
    other = going(teller, teller.day(80, 110), teller.ahead(20, 60), 2)
    story = going(teller, teller.day(60, 75), teller.ahead(20, 60), -5)
    story.put(closing.merge, Window.OFFICE, teller.days.last, into=other.matter)
    return [*other.steps, *story.steps]


def _transferred(teller: Teller) -> list[Step]:
    """Handed to another ledger, where it is a draft; so this makes two items."""
    story = going(teller, teller.day(40, 80), teller.ahead(20, 60), -5)
    to = "XJ" if teller.book.prefix != "XJ" else "YS"
    story.put(closing.transfer, Window.OFFICE, teller.days.last, to=to)
    return story.steps


def _voided(teller: Teller) -> list[Step]:
    story = going(teller, teller.day(60, 150), teller.ahead(5, 60), -10)
    story.put(closing.void, Window.OFFICE, teller.days.last)
    return story.steps


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
    "lead_review": endings.lead_review,
    "verifying": endings.verifying,
    "doubtful": endings.doubtful,
    "request_returned": endings.request_returned,
    "approving_close": endings.publicity,
    "publicity": endings.publicity,
    "closed_lately": endings.closed_lately,
    "closed_and_held": endings.closed_and_held,
    "look_back_due": endings.look_back_due,
    "relapsed": endings.relapsed,
}


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
