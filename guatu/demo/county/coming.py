"""The steps of documents that came in, and of the matters that they handed out."""

from collections.abc import Sequence

from guatu.demo.county import intake, meetings, outcomes
from guatu.demo.county.matters import Matter
from guatu.demo.county.plans import Plan
from guatu.demo.county.stage import Step
from guatu.demo.county.stories import Story, Window
from guatu.demo.county.telling import Teller


def tell(teller: Teller, plan: Plan) -> Sequence[Step]:
    """A document is received and checked; the items of a plan follow."""
    desk = Story(
        Matter(ledger=plan.ledger, title=plan.title, problem="", lead=""),
        teller.book,
        teller.days,
        teller.rng,
    )
    if not plan.wave:
        desk.at = teller.days.ago(plan.received)
        desk.put(intake.receive, Window.ADD, plan=plan)
        if plan.then != "leave":
            desk.put(intake.check, Window.OFFICE, plan=plan)
        return desk.steps
    steps = outcomes.tell(teller, plan.outcomes)
    handed_out = teller.days.ago(plan.wave)
    desk.at = teller.days.before(handed_out, 5)
    if plan.meeting:
        meetings.told(desk, plan, handed_out)
    else:
        desk.put(intake.receive, Window.ADD, plan=plan)
        desk.put(intake.check, Window.OFFICE, plan=plan)
    desk.at = teller.days.before(handed_out, 2 if teller.book.settings.get("needs_sign_off") else 1)
    desk.put(intake.enter, Window.ASK_LIST, plan=plan)
    return [*desk.steps, *steps]
