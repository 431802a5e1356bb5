"""What the chain says of lights that turned, and who is told at once: the first step of their ladder."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from guatu.history import deeds
from guatu.history.chains import SYSTEM
from guatu.history.deeds import Deed
from guatu.history.models import Event as Link
from guatu.history.timelines import PastDay
from guatu.ledgers.events import Event
from guatu.ledgers.lights import spans
from guatu.ledgers.lights.facts import LIT
from guatu.ledgers.lights.in_force import in_force
from guatu.ledgers.lights.turning import LightTurn
from guatu.ledgers.models import Item
from guatu.ledgers.noticing import ITEM, notice_of
from guatu.ledgers.reminders import ladder, lit_told
from guatu.notices import actions
from guatu.notices.models import Notice
from guatu.notices.seats import sitters


def announce(
    turned: Iterable[LightTurn],
    *,
    on: date,
    at: datetime,
    why_earlier: str = "",
    told: Collection[tuple[int, int]] = (),
) -> None:
    """Write each turn that matters into the chain, and tell those whom a worse light concerns.

    Who was `told` of the item just now (person, item) by the act that turned it need not be told twice.
    """
    turns = [one for one in turned if one.matters]
    if not turns:
        return
    made = [_deed(one, on=on, at=at).say(why_earlier=why_earlier) for one in turns]
    _tell(turns, deeds.commit(made), on=on, at=at, before=told)


def _deed(one: LightTurn, *, on: date, at: datetime) -> Deed:
    chain = one.item.ledger.office.chain
    return Deed(Event.LIT.value, one.item, chain=chain, by=SYSTEM, at=at, on=on).say(light=one.words(on))


def _tell(
    turns: Sequence[LightTurn],
    events: Sequence[Link],
    *,
    on: date,
    at: datetime,
    before: Collection[tuple[int, int]],
) -> None:
    """Tell of what got worse, unless a round is done late; what got better settles what was told of it."""
    links = {one.item.pk: link for one, link in zip(turns, events, strict=True)}
    better = [one.item.pk for one in turns if not one.is_worse]
    if better:
        actions.settle(ITEM, better, at=at, kinds=(Notice.Kind.LIT,))
    if on < localdate(at):
        return
    _notify(turns, links, on=on, at=at, before=before)


def tell_of_missed(days: Collection[date], *, on: date, at: datetime) -> None:
    """Tell of the lights that got worse on days whose rounds come late, as far as they burn still."""
    if not days:
        return
    regimes, evening = in_force(on), min(days) - timedelta(days=1)
    rows = Item.objects.filter(LIT, lit_since__in=days)
    items = list(rows.select_related("ledger__office").order_by("pk"))
    turned = Link.objects.filter(kind=Event.LIT.value, subject_kind=ITEM, subject_id__in=rows.values("pk"))
    links = {link.subject_id: link for link in turned.order_by("pk")}
    before = spans.on_day([item.pk for item in items], PastDay.as_seen(evening))
    turns = [
        LightTurn(item, regime, regime.known(shown.light), regime.known(item.light), {})
        for item in items
        if item.pk in links and (shown := before.get(item.pk)) and (regime := regimes.of(item.ledger_id))
    ]
    _notify(turns, links, on=on, at=at, before=())


def _notify(
    turns: Sequence[LightTurn],
    links: Mapping[int, Link],
    *,
    on: date,
    at: datetime,
    before: Collection[tuple[int, int]],
) -> None:
    """A notice for each person whom a worse light concerns."""
    told = list(lit_told([(one.item, seats) for one in turns if (seats := _seats(one, on))]))
    people = sitters({each.seat for each in told}, on=on)
    notices = {
        (sitter.person_id, each.subject): notice_of(each, sitter, links[each.subject[1]], at)
        for each in told
        for sitter in people[each.seat]
        if (sitter.person_id, each.subject[1]) not in before
    }
    actions.tell(notices.values())


def _seats(one: LightTurn, on: date) -> list[str]:
    """Whose seats; the reminder of a missed deadline is not told twice."""
    steps = ladder().lit.get(one.after.polarity, ()) if one.after and one.is_worse else ()
    seats = [seat for step in steps if step.after == 0 for seat in step.tell]
    reminded = {seat for step in ladder().overdue for seat in step.tell if step.after == 1}
    return [seat for seat in seats if not (_is_late(one.item, on) and seat in reminded)]


def _is_late(item: Item, on: date) -> bool:
    return item.deadline is not None and item.deadline < on and not item.is_long_term
