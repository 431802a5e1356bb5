"""How matters end: asked to be struck off, looked at, struck off, looked at again."""

from datetime import date, timedelta
from typing import Any

from guatu.demo.county import closing, source
from guatu.demo.county.stage import Step
from guatu.demo.county.stories import Story, Window
from guatu.demo.county.telling import QUIET, REVIEWED, Teller, going


def done(teller: Teller, asked: date, **how: Any) -> Story:
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


def lead_review(teller: Teller) -> list[Step]:
    theirs = any(REVIEWED in one.lead for one in source.themes() if one.ledger == teller.book.prefix)
    lead = REVIEWED if theirs and teller.rng.random() < 0.7 else ""
    return done(teller, teller.day(0, 3), lead=lead).steps


def verifying(teller: Teller) -> list[Step]:
    story = done(teller, teller.day(3, 6))
    story.review()
    if teller.rng.random() < 0.4:
        story.put(closing.order_site_check, Window.SITE, teller.days.last)
    return story.steps


def doubtful(teller: Teller) -> list[Step]:
    """Asked again after the verifier had doubts, and one of its photographs serves another item too."""
    story = done(teller, teller.day(14, 18))
    story.review()
    story.at = teller.days.after(story.at, 1)
    story.put(closing.return_request, Window.VERDICT, words=story.words("returned"))
    story.at = teller.days.after(story.at, 2)
    story.put(closing.prove, Window.REPORT, unit=story.matter.lead)
    story.ask_to_close(teller.days.after(story.at, 1))
    story.review()
    story.put(closing.judge_evidence, Window.SITE, teller.days.last)
    again = going(teller, teller.day(40, 80), teller.ahead(15, 40), -10)
    unit = again.matter.lead
    again.put(closing.prove_with_used, Window.OFFICE, teller.days.last, unit, other=story.matter)
    return [*story.steps, *again.steps]


def request_returned(teller: Teller) -> list[Step]:
    """The verifier returned the request; the unit works on."""
    story = done(teller, teller.day(8, 16))
    story.review()
    story.at = teller.days.after(story.at, 2)
    story.put(closing.return_request, Window.VERDICT, words=story.words("returned"))
    return story.steps


def publicity(teller: Teller) -> list[Step]:
    """The days of publicity run."""
    story = done(teller, teller.day(5, 9))
    story.review()
    story.verify()
    return story.steps


def closed(teller: Teller, asked: date, **how: Any) -> Story:
    how.setdefault("without", ())
    story = done(teller, asked, **how)
    story.review()
    story.verify()
    story.close()
    return story


def closed_lately(teller: Teller) -> list[Step]:
    """Struck off not long ago: the look-back is planned."""
    wait = int(teller.book.settings["look_back_after"])
    return closed(teller, teller.day(19, wait + 8)).steps


def closed_and_held(teller: Teller) -> list[Step]:
    """Struck off long ago; the look-back found that it holds."""
    wait = int(teller.book.settings["look_back_after"])
    story = closed(teller, teller.day(wait + 22, max(wait + 30, teller.book.opened - 50)))
    look_back(teller, story)
    return story.steps


def look_back(teller: Teller, story: Story) -> None:
    """It is looked at again about the day that the ledger asks for, where that has come, and it holds."""
    wait = int(teller.book.settings["look_back_after"])
    due = teller.days.worked(story.at + timedelta(days=wait + teller.rng.randint(-2, 5)))
    if due <= teller.days.last:
        story.put(closing.look_back, Window.LOOK_BACK, due)


def relapsed(teller: Teller) -> list[Step]:
    """Struck off, and opened again by the look-back."""
    wait = int(teller.book.settings["look_back_after"])
    story = closed(teller, teller.day(wait + 35, wait + 60), without=(QUIET,))
    on = teller.days.worked(story.at + timedelta(days=wait))
    story.put(closing.reopen, Window.LOOK_BACK, min(on, teller.days.last), until=teller.ahead(12, 30))
    return story.steps


def look_back_due(teller: Teller) -> list[Step]:
    """Struck off; the day of the look-back has come."""
    wait = int(teller.book.settings["look_back_after"])
    return closed(teller, teller.day(wait + 17, wait + 24)).steps
