"""A county for tests that go through the table, and what an event of it needs besides the state."""

from datetime import date

from guatu.ledgers.events import Event
from guatu.ledgers.models import ClosingReport, Instruction, Item, Report
from tests.ledgers.doing import DOING, Scene
from tests.ledgers.factories import County, make_county, make_items

State = Item.State


def make_stepwise_county() -> County:
    """A county whose ledger goes through every optional step."""
    county = make_county(needs_approval=True, publicity_days=3)
    county.people["stranger"].unit.refresh_from_db()
    return county


def prepare(it: Scene, event: Event) -> None:
    """What an event needs besides the state."""
    if event == Event.DISPATCHED and it.item.state == State.APPROVING:
        DOING[Event.SIGN_OFF_APPROVED](it, "leader")
    if event in (Event.MERGED, Event.CLOSING_REPORT_SENT):
        ClosingReport.objects.filter(pk=it.closing_report.pk).update(read_on=date(2026, 3, 2))
    if event == Event.MERGED:
        Instruction.objects.filter(item=it.item).update(item=make_items(it.county)[0])
    if event in (Event.REPORT_RELEASED, Event.REPORT_DECLINED):
        Report.objects.filter(pk=it.draft.pk).update(review=Report.Review.AWAITING)
    if event in (Event.SITE_CHECK_PLANNED, Event.SITE_CHECK_DONE, Event.SITE_CHECK_DROPPED):
        DOING[Event.SITE_CHECK_ORDERED](it, "verifier")
    if event == Event.CLOSE_LAPSED:
        Item.objects.filter(pk=it.item.pk).update(title="背后改过的事项")
