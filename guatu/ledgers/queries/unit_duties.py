"""What liaisons owe for their units: to sign, to report, to ask for the close-out, and by when."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from guatu.accounts.models import Role
from guatu.accounts.queries import Acting, working_calendar
from guatu.history.models import Enclosure
from guatu.kernel.cadence import Period
from guatu.ledgers.cadences import NONE, cadence_of
from guatu.ledgers.events import Event
from guatu.ledgers.models import Assignment, CloseOut, Extension, Instruction, Item, Report
from guatu.ledgers.queries.duty import AT_WORK, SOON, WITH_ITEM, Duty, When
from guatu.notices.models import Notice

Kind = Role.Kind
_UNDER_REVIEW = (Report.Review.AWAITING, Report.Review.DECLINED)


def of_units(who: Acting, on: date) -> Iterator[Duty]:
    """What liaisons owe for their units: one duty for each item and unit, its most pressing row speaks."""
    units = who.units(Kind.LIAISON)
    if not units:
        return
    rows = Assignment.objects.filter(unit__in=units, state__in=Assignment.ACTIVE, item__state__in=AT_WORK)
    rows = rows.filter(item__merged_into=None, item__transferred_to=None, item__is_suspended=False)
    rows = rows.exclude(duty=Assignment.Duty.SUPERVISING).select_related("unit", "measure", *WITH_ITEM)
    owed: dict[tuple[int, int], Assignment] = {}
    for row in rows.order_by("pk"):
        key = (row.item_id, row.unit_id)
        if key not in owed or _pressure(row) < _pressure(owed[key]):
            owed[key] = row
    asides = Asides.of(owed.values(), on, who)
    principals = principals_of(who, units)
    for row in owed.values():
        yield _unit_duty(row, asides, principals.get(row.unit_id, ""), on)


def _pressure(row: Assignment) -> tuple[bool, bool, bool, bool, date, bool, int]:
    """Where in a unit's rows of one item a row stands; the smallest speaks."""
    return (
        row.state != Assignment.State.AWAITING_SIGNATURE,
        row.state != Assignment.State.RETURNED,
        not _urged_since_report(row),
        row.progress >= 100,
        deadline_of(row) or date.max,
        not row.target_share,
        row.pk,
    )


def deadline_of(row: Assignment) -> date | None:
    """The day by which a unit must be done: its own, its measure's, or the item's."""
    return row.deadline or (row.measure.deadline if row.measure else None) or row.item.deadline


@dataclass(frozen=True, slots=True)
class Asides:
    """What else is to be known of rows: requests for more time that wait, close-outs that came back."""

    extensions: Mapping[int, Extension]
    returned: Mapping[int, CloseOut]
    reviews: Mapping[int, Report]
    """The last report of a row, where it waits for the unit's reviewer or came back from him."""
    periods: Mapping[tuple[int, str], Period]
    """The reporting period of today, by ledger and rhythm."""
    said: Mapping[tuple[int, bool], tuple[str, str]]
    """By what event, and with what words, the person who asks was pressed last; or had a report returned."""

    @classmethod
    def of(cls, rows: Collection[Assignment], on: date, who: Acting) -> "Asides":
        keys = {row.pk: row.item_id for row in rows}
        asked = Extension.objects.filter(assignment__in=keys, state=Extension.State.ASKED)
        last = CloseOut.objects.filter(item__in=set(keys.values()), item__times_returned__gt=0)
        ended = {one.item_id: one for one in last.order_by("number")}
        reports = Report.objects.filter(assignment__in=keys).exclude(review=Report.Review.NONE)
        latest = {one.assignment_id: one for one in reports.order_by("pk")}
        return cls(
            {one.assignment_id: one for one in asked},
            {pk: one for pk, one in ended.items() if one.state == CloseOut.State.RETURNED},
            {pk: one for pk, one in latest.items() if one.review in _UNDER_REVIEW},
            _periods(rows, on),
            _said(rows, who),
        )

    def due(self, row: Assignment) -> date | None:
        """The day by which a report of the period is owed; none where it was given, or none is asked for."""
        period = self.periods.get((row.item.ledger_id, _rhythm(row)))
        if period is None or row.progress >= 100 or row.state == Assignment.State.AWAITING_SIGNATURE:
            return None
        is_given = row.reported_on is not None and row.reported_on >= period.first
        is_early = row.sign_by is not None and row.sign_by > period.last
        return None if is_given or is_early or row.pk in self.reviews else period.last


def _said(rows: Iterable[Assignment], who: Acting) -> dict[tuple[int, bool], tuple[str, str]]:
    pressed = {row.item_id for row in rows if _urged_since_report(row) or row.state == _RETURNED}
    if not pressed:
        return {}
    told = Notice.objects.filter(
        person=who.person_id, kind__in=_PRESSING, subject_kind=Item.track, subject_id__in=pressed
    )
    is_words = Q(name__in=("words", "remark")) | Q(name__startswith=f"{Instruction.track}:")
    words = Enclosure.objects.filter(is_words, event__in=told.values("event")).exclude(text=None)
    found = words.order_by("event").values_list("event__subject_id", "event__kind", "text")
    return {(pk, kind == Event.REPORT_RETURNED): (kind, text or "") for pk, kind, text in found}


_PRESSING: Final = (Notice.Kind.URGED, Notice.Kind.INSTRUCTION, Notice.Kind.REPORT_RETURNED)
_RETURNED: Final = Assignment.State.RETURNED


def _rhythm(row: Assignment) -> str:
    return row.item.cadence or row.item.ledger.cadence


def _periods(rows: Iterable[Assignment], on: date) -> dict[tuple[int, str], Period]:
    ledgers = {(row.item.ledger_id, _rhythm(row)): row.item.ledger for row in rows if _rhythm(row) != NONE}
    if not ledgers:
        return {}
    calendar = working_calendar()
    return {key: cadence_of(ledger, key[1]).period(on, calendar) for key, ledger in ledgers.items()}


def _unit_duty(row: Assignment, asides: Asides, principal: str, on: date) -> Duty:
    event = _event(row)
    leads = _leads(row)
    return Duty(
        event=event,
        item=row.item,
        deadline=row.sign_by if event == Event.SIGNED else deadline_of(row),
        when=_when(row, event, asides, on),
        since=row.item.dispatched_on,
        row=row.pk,
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        principal=principal,
        progress=row.item.progress if leads else row.progress,
        achieved=row.achieved if row.target_share else None,
        target=row.target_share,
        quantity_unit=row.measure.quantity_unit if row.measure else "",
        is_returned=row.state == Assignment.State.RETURNED or _came_back(row, asides),
        note=_note(row, asides, on),
    )


def _leads(row: Assignment) -> bool:
    return row.duty == Assignment.Duty.LEAD and row.measure_id is None


def _event(row: Assignment) -> Event:
    """The deed that a row waits for: to sign, to report, or, once all is done, to ask for the close-out."""
    if row.state == Assignment.State.AWAITING_SIGNATURE:
        return Event.SIGNED
    done = _leads(row) and row.item.progress >= 100 and row.item.state == Item.State.IN_PROGRESS
    return Event.CLOSE_ASKED if done else Event.REPORTED


def _when(row: Assignment, event: Event, asides: Asides, on: date) -> When:
    review = asides.reviews.get(row.pk)
    if review is not None:
        return When.TODAY if review.review == Report.Review.DECLINED else When.LATER
    if event == Event.SIGNED or row.state == Assignment.State.RETURNED or _urged_since_report(row):
        return When.TODAY
    if _leads(row) and _came_back(row, asides):
        return When.TODAY
    deadline = deadline_of(row)
    if event == Event.CLOSE_ASKED:
        return When.TODAY if deadline and deadline <= on else When.SOON
    if row.progress >= 100:
        return When.LATER
    days = [day for day in (deadline, asides.due(row)) if day is not None]
    first = min(days, default=date.max)
    if first <= on:
        return When.TODAY
    return When.SOON if first <= on + SOON else When.LATER


def _urged_since_report(row: Assignment) -> bool:
    return row.urged_on is not None and (row.reported_on is None or row.reported_on < row.urged_on)


def _came_back(row: Assignment, asides: Asides) -> bool:
    """Whether the last request to strike the item off was returned, and nothing was reported since."""
    back = asides.returned.get(row.item_id)
    if back is None or back.ended_on is None:
        return False
    return row.reported_on is None or row.reported_on <= back.ended_on


def _note(row: Assignment, asides: Asides, on: date) -> str:
    if review := asides.reviews.get(row.pk):
        if review.review == Report.Review.DECLINED:
            return f"{review.reviewed_on:%-m-%d} 本单位审核退回：{review.review_remark}"
        return f"{review.reported_on:%-m-%d} 已报，等本单位审核"
    if row.state == _RETURNED:
        _, why = asides.said.get((row.item_id, True), ("", ""))
        return f"进展被退回：{why}" if why else "上次报的进展被退回，请补充后重报"
    if _urged_since_report(row):
        return _pressed(row, *asides.said.get((row.item_id, False), ("", "")))
    if _came_back(row, asides):
        back = asides.returned[row.item_id]
        return f"{back.ended_on:%-m-%d} 退回：{back.remark}"
    if asked := asides.extensions.get(row.pk):
        return f"已申请延到 {asked.new_deadline:%-m-%d}，{asked.answer_by:%-m-%d} 前答复"
    due = asides.due(row)
    return f"本期进展 {due:%-m-%d} 前要报" if due and due <= on + SOON else ""


def _pressed(row: Assignment, kind: str, words: str) -> str:
    """By whom a unit was pressed last, and what was said."""
    if kind == Event.INSTRUCTED:
        return f"{row.urged_on:%-m-%d} 领导批示：{words}"
    times = f"第 {row.times_urged} 次" if row.times_urged > 1 or not words else ""
    told = f"{row.item.ledger.office.name} {row.urged_on:%-m-%d} {times}催办"
    return f"{told}：{words}" if words else told


def principals_of(who: Acting, units: Collection[int]) -> dict[int, str]:
    """For which principal a liaison acts in a unit, where the role is not his own."""
    names = {one.principal_id: one.principal_name for one in who.mandates}
    roles = {unit: who.role_at(Kind.LIAISON, unit_id=unit) for unit in units}
    return {unit: names[role.principal_id] for unit, role in roles.items() if role.principal_id in names}
