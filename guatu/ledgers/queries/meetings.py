"""Meetings as people see them: the list, who came, what was decided, and what is to be reported back."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from guatu.accounts.models import Role
from guatu.accounts.queries import Acting, divisions_below
from guatu.history.timelines import PastDay, as_of
from guatu.ledgers.models import Attendance, Item, ItemFacts, Meeting, MeetingTopic, Report
from guatu.ledgers.queries import visibility

Kind, State = Role.Kind, Meeting.State
_STAFF: Final = (Kind.COORDINATOR, Kind.VERIFIER, Kind.LEADER, Kind.ADMINISTRATOR)
_IN_UNIT: Final = (Kind.LIAISON, Kind.REVIEWER)
_ENDED: Final = (Item.State.CLOSED, Item.State.VOIDED)
_BEFORE: Final = (Item.State.DRAFT, Item.State.APPROVING)


@dataclass(frozen=True, slots=True)
class Standpoint:
    """How an item stood on the day that is spoken of."""

    state: str
    deadline: date | None
    closed_on: date | None
    is_paused: bool
    """Suspended or long-term: never late by date alone."""
    is_gone: bool
    """Voided, merged or transferred away."""

    @property
    def is_over(self) -> bool:
        return self.is_gone or self.state in _ENDED

    @property
    def is_entered(self) -> bool:
        return bool(self.state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """An item as a matter that a meeting decided: which one, in what words, and how it stands."""

    item: Item
    meeting: Meeting
    """The latest of the earlier meetings that decided about it."""
    words: str
    stands: Standpoint
    report: Report | None
    """The latest that counted on the day."""
    day: date
    """The day that is spoken of."""
    is_carried: bool
    """Decided before the last meeting, and still open then."""

    @property
    def state_words(self) -> str:
        """Where it stood, in one word."""
        if not self.stands.is_entered:
            return "会后入账"
        if self.stands.is_gone:
            return "已作废" if self.stands.state == Item.State.VOIDED else "已并转"
        return "未交办" if self.stands.state in _BEFORE else str(Item.State(self.stands.state).label)

    @property
    def late_days(self) -> int:
        """Days past its deadline on the day, or on the day on which it was closed; never by date alone."""
        end = self.stands.closed_on or self.day
        if self.stands.deadline is None or self.stands.is_paused or self.stands.is_gone:
            return 0
        return max(0, (end - self.stands.deadline).days)

    @property
    def time_words(self) -> str:
        """What is left of its time, or by how much it is late."""
        stands = self.stands
        if stands.closed_on is not None:
            late = f"，逾期 {self.late_days} 天" if self.late_days else ""
            return f"{stands.closed_on.month}-{stands.closed_on.day:02d} 销号{late}"
        if stands.is_gone or not stands.is_entered:
            return ""
        if stands.is_paused:
            return "暂停计时"
        if stands.deadline is None:
            return "未定时限"
        left = (stands.deadline - self.day).days
        return f"逾期 {-left} 天" if left < 0 else f"还剩 {left} 天" if left else "今天到期"


def visible(who: Acting) -> QuerySet[Meeting]:
    """Meetings that somebody sees: of his offices, of the division he inspects, or to which his units go."""
    wanted = Q(series__office__in=who.offices(*_STAFF))
    if inspected := who.divisions(Kind.INSPECTOR):
        wanted |= Q(series__office__unit__division__in=divisions_below(inspected))
    if units := who.units(*_IN_UNIT):
        asked = Attendance.objects.filter(meeting=OuterRef("pk"), unit__in=units)
        wanted |= Q(Exists(asked.exclude(status=Attendance.Status.DROPPED)))
    return Meeting.objects.filter(wanted).select_related("series__office")


def sees_all(who: Acting, meeting: Meeting) -> bool:
    """Whether somebody sees a meeting as its office does, with all units, all decisions and the minutes."""
    office = meeting.series.office
    if who.offices(*_STAFF) & {office.pk}:
        return True
    inspected = who.divisions(Kind.INSPECTOR)
    return bool(inspected) and office.unit.division_id in divisions_below(inspected)


def rows(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """The same with how many units were asked and came, for a list."""
    asked = ~Q(attendances__status=Attendance.Status.DROPPED) & Q(attendances__isnull=False)
    return meetings.annotate(
        asked=Count("attendances", filter=asked, distinct=True),
        came=Count("attendances", filter=Q(attendances__status__in=Attendance.CAME), distinct=True),
        entered=Count("directives__items", distinct=True),
    ).order_by("-meets_on", "-pk")


def attendances(who: Acting, meeting: Meeting) -> QuerySet[Attendance]:
    """Who was asked and came; a unit sees its own line alone."""
    found = meeting.attendances.exclude(status=Attendance.Status.DROPPED).select_related("unit")
    return found if sees_all(who, meeting) else found.filter(unit__in=who.units(*_IN_UNIT))


def topics(who: Acting, meeting: Meeting) -> QuerySet[MeetingTopic]:
    """What is on the agenda, of the items that somebody sees."""
    found = meeting.topics.filter(is_withdrawn=False, item__in=visibility.items(who).values("pk"))
    return found.select_related("item__ledger", "item__lead_unit")


def entered(who: Acting, meeting: Meeting) -> QuerySet[Item]:
    """The items that came from the minutes of a meeting."""
    found = visibility.items(who).filter(directive__meeting=meeting)
    return found.select_related("ledger", "lead_unit").order_by("pk")


def before(meeting: Meeting) -> QuerySet[Meeting]:
    """The meetings of the series that were held before, the latest first."""
    earlier = Meeting.objects.filter(series=meeting.series_id, meets_on__lt=meeting.meets_on)
    return earlier.filter(state__in=Meeting.HAPPENED).select_related("series").order_by("-meets_on")


def after(meeting: Meeting) -> Meeting | None:
    """The next meeting of the series."""
    later = Meeting.objects.filter(series=meeting.series_id, meets_on__gt=meeting.meets_on)
    return later.exclude(state=State.CANCELLED).select_related("series").order_by("meets_on").first()


def report_back(who: Acting, meeting: Meeting, *, on: date, day: date | None = None) -> list[Decided]:
    """What earlier meetings of the series decided and this one hears about, as it stood on the day.

    All that the last meeting decided, and what was decided before it and was still open then. Of a meeting
    that was held it is told as its day saw it; of one to come, as of today, or of the past `day` that is
    looked at. What is open comes first, the latest before the others.
    """
    earlier = list(before(meeting))
    if not earlier:
        return []
    last, day = earlier[0], day or on
    day = min(day, meeting.meets_on) if meeting.has_happened else day
    decided = _decisions(earlier)
    items = visibility.items(who).filter(pk__in=decided).select_related("ledger", "lead_unit").order_by("pk")
    rows = list(items)
    then = _stood(rows, last.meets_on, on=on)
    rows = [one for one in rows if decided[one.pk][0].pk == last.pk or not then[one.pk].is_over]
    now, latest = _stood(rows, day, on=on), _latest(who, rows, day)
    heard = [
        Decided(
            item=one,
            meeting=decided[one.pk][0],
            words=decided[one.pk][1],
            stands=now[one.pk],
            report=latest.get(one.pk),
            day=day,
            is_carried=decided[one.pk][0].pk != last.pk,
        )
        for one in rows
    ]
    return sorted(heard, key=lambda one: (one.stands.is_over, -one.late_days, one.item.pk))


def _decisions(meetings: Sequence[Meeting]) -> dict[int, tuple[Meeting, str]]:
    """Item → the latest of these meetings that decided about it, and its words where they were recorded."""
    by_pk = {one.pk: one for one in meetings}
    found: dict[int, tuple[Meeting, str]] = {}
    entered = Item.objects.filter(directive__meeting__in=by_pk).values_list("pk", "directive__meeting")
    recorded = MeetingTopic.objects.filter(meeting__in=by_pk, is_withdrawn=False).exclude(decision="")
    said = [(item, by_pk[pk], "") for item, pk in entered]
    said += [
        (item, by_pk[pk], text) for item, pk, text in recorded.values_list("item", "meeting", "decision")
    ]
    for item, meeting, words in sorted(said, key=lambda one: (one[1].meets_on, bool(one[2]))):
        found[item] = (meeting, words)
    return found


def _stood(items: Collection[Item], day: date, *, on: date) -> dict[int, Standpoint]:
    """How items stood at the end of a day, as was known then; today as they stand."""
    if day >= on:
        return {one.pk: _of(one) for one in items}
    facts = ItemFacts.objects.filter(as_of(PastDay.as_seen(day)), item__in=[one.pk for one in items])
    told = {row.item_id: _of(row) for row in facts}
    absent = Standpoint("", None, None, is_paused=False, is_gone=False)
    return {one.pk: told.get(one.pk, absent) for one in items}


def _of(one: Item | ItemFacts) -> Standpoint:
    return Standpoint(
        one.state,
        one.deadline,
        one.closed_on,
        is_paused=one.is_suspended or one.is_long_term,
        is_gone=bool(one.merged_into_id or one.transferred_to_id or one.state == Item.State.VOIDED),
    )


def _latest(who: Acting, items: Iterable[Item], day: date) -> dict[int, Report]:
    """The latest report of each item that counted by a day, of what the person sees."""
    found = Report.objects.filter(item__in=[one.pk for one in items], reported_on__lte=day, is_returned=False)
    found = found.filter(review__in=Report.COUNTING, assignment__in=visibility.assignments(who).values("pk"))
    return {one.item_id: one for one in found.select_related("unit").order_by("pk")}


def had_before_it(meeting: Meeting, item_id: int) -> bool:
    """Whether an item was before a meeting: on its agenda, or decided by an earlier one of its series."""
    if meeting.topics.filter(item=item_id, is_withdrawn=False).exists():
        return True
    return item_id in _decisions(list(before(meeting)))


def of_item(who: Acting, item: Item) -> list[tuple[Meeting, str]]:
    """The meetings that decided about an item, the latest first, of those that somebody sees."""
    seen = visible(who)
    found = {one.pk: (one, "") for one in seen.filter(directives__items=item)}
    recorded = MeetingTopic.objects.filter(item=item, is_withdrawn=False, meeting__in=seen.values("pk"))
    for topic in recorded.select_related("meeting__series"):
        found[topic.meeting_id] = (topic.meeting, topic.decision)
    return sorted(found.values(), key=lambda one: one[0].meets_on, reverse=True)


def keys_for(item: Item, *, since: date) -> Iterator[Meeting]:
    """The filed meetings of the item's office, from a day on, that had the item before them."""
    filed = Meeting.objects.filter(
        series__office=item.ledger.office_id, state=State.FILED, meets_on__gte=since, minutes__isnull=False
    )
    for one in filed.select_related("series").order_by("-meets_on"):
        if had_before_it(one, item.pk):
            yield one


def taking_topics(item: Item) -> QuerySet[Meeting]:
    """The meetings of the item's office whose agenda may still take it up, the next first."""
    own = Meeting.objects.filter(series__office=item.ledger.office_id, state__in=(State.PLANNED, State.HELD))
    standing = MeetingTopic.objects.filter(meeting=OuterRef("pk"), item=item, is_withdrawn=False)
    return own.exclude(Exists(standing)).select_related("series").order_by("meets_on")
