"""Items put before a meeting (上会研究), and what it decided about them."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from guatu.accounts.queries import Acting
from guatu.ledgers import acts, fitting
from guatu.ledgers.actions.meetings import begin
from guatu.ledgers.errors import NotNow, WrongUnit
from guatu.ledgers.events import Event
from guatu.ledgers.models import Item, Meeting, MeetingTopic

_OPEN = (Meeting.State.PLANNED, Meeting.State.HELD)
"""States in which the agenda of a meeting may still change."""


@transaction.atomic
def put(
    *, meeting: Meeting, items: Collection[int], by: Acting, at: datetime, on: date
) -> list[MeetingTopic]:
    """Put open items of the office on the agenda; one that was withdrawn comes back to its place."""
    meeting, deed = begin(Event.TOPIC_PUT, meeting, by=by, at=at, on=on)
    _refuse_unless_open(meeting, "增加议题")
    standing = {one.item_id: one for one in meeting.topics.all()}
    last = meeting.topics.aggregate(last=Max("position"))["last"] or 0
    made = []
    for item in _items(meeting, items):
        topic = standing.get(item.pk)
        if topic is None:
            last += 1
            topic = MeetingTopic(meeting=meeting, item=item, position=last)
            deed.add(topic)
        elif topic.is_withdrawn:
            deed.set(topic, is_withdrawn=False)
        else:
            raise NotNow(number=item.number, deed="再列入一次", state="已在议题中")
        made.append(topic)
    fitting.commit([deed])
    return made


@transaction.atomic
def withdraw(*, topic: MeetingTopic, by: Acting, at: datetime, on: date) -> MeetingTopic:
    """Take an item off the agenda, as long as nothing was decided about it."""
    meeting, deed = begin(Event.TOPIC_WITHDRAWN, topic.meeting, by=by, at=at, on=on)
    _refuse_unless_open(meeting, "撤下议题")
    topic = _standing(topic)
    if topic.decision:
        raise NotNow(number=topic.item.number, deed="撤下", state="已记录议定意见")
    deed.set(topic, is_withdrawn=True)
    fitting.commit([deed])
    return topic


@transaction.atomic
def decide(*, topic: MeetingTopic, decision: str, by: Acting, at: datetime, on: date) -> MeetingTopic:
    """Record what the meeting decided; once the minutes are filed a recorded decision stays as it is."""
    meeting, deed = begin(Event.TOPIC_DECIDED, topic.meeting, by=by, at=at, on=on)
    topic = _standing(topic)
    if not meeting.has_happened:
        raise NotNow(number=meeting.title, deed="记录议定意见", state=meeting.get_state_display())
    if meeting.state == Meeting.State.FILED and topic.decision:
        raise NotNow(number=meeting.title, deed="改议定意见", state=meeting.get_state_display())
    deed.set(topic, decision=acts.given(decision, what="议定意见", field="decision"))
    if deed.changed:
        fitting.commit([deed])
    return topic


def _refuse_unless_open(meeting: Meeting, deed: str) -> None:
    if meeting.state not in _OPEN:
        raise NotNow(number=meeting.title, deed=deed, state=meeting.get_state_display())


def _standing(topic: MeetingTopic) -> MeetingTopic:
    """The topic as it stands now; one that was withdrawn has nothing left to be done with."""
    topic = MeetingTopic.objects.select_related("item").get(pk=topic.pk)
    if topic.is_withdrawn:
        raise NotNow(number=topic.item.number, deed="办理这个议题", state="已撤下")
    return topic


def _items(meeting: Meeting, keys: Collection[int]) -> list[Item]:
    """Open items of the ledgers of the meeting's office, in the order given."""
    office = meeting.series.office_id
    found = {one.pk: one for one in Item.objects.filter(pk__in=keys).select_related("ledger")}
    chosen = [
        found[key] for key in dict.fromkeys(keys) if key in found and found[key].ledger.office_id == office
    ]
    if not chosen or len(chosen) != len(set(keys)):
        raise WrongUnit(field="items", why="议题只能从本办公室台账的事项中选，请重新选择")
    for item in chosen:
        if item.state not in Item.OPEN or item.is_frozen:
            raise NotNow(number=item.number, deed="上会研究", state=acts.standing(item))
    return chosen
