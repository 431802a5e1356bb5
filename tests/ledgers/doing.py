"""Every event of the table as one call, and an item in every state, for tests that go through the table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from guatu.accounts.models import Unit
from guatu.ledgers.actions import (
    assignments,
    deadlines,
    directives,
    dispatching,
    instructions,
    items,
    lapsing,
    ledgers,
    look_backs,
    papers,
    reports,
    requests,
    schedules,
    sign_offs,
    verdicts,
)
from guatu.ledgers.actions.reports import NewEvidence, NewReport
from guatu.ledgers.events import Event
from guatu.ledgers.models import (
    Assignment,
    ClosingReport,
    Directive,
    Evidence,
    EvidenceUse,
    Extension,
    Instruction,
    Item,
    Ledger,
    Report,
    SignOff,
)
from guatu.ledgers.permissions import Part
from guatu.ledgers.schedules import Point
from guatu.ledgers.site_checks import deeds as site_checks
from guatu.ledgers.site_checks.results import NewResult
from guatu.ledgers.transitions import TABLE
from tests.ledgers.factories import (
    DAY,
    DEADLINE,
    County,
    all_met,
    asked,
    finished,
    fresh,
    make_items,
    newer_version,
    photo,
)
from tests.repeating import repeated

State = Item.State
PARTS: Final[Mapping[str, frozenset[Part]]] = {
    "coordinator": frozenset((Part.COORDINATOR,)),
    "verifier": frozenset((Part.VERIFIER,)),
    "leader": frozenset((Part.LEADER,)),
    "inspector": frozenset((Part.INSPECTOR,)),
    "administrator": frozenset((Part.ADMINISTRATOR,)),
    "liaison": frozenset((Part.LEAD_LIAISON, Part.UNIT_LIAISON)),
    "reviewer": frozenset((Part.LEAD_REVIEWER, Part.UNIT_REVIEWER)),
    "town": frozenset((Part.UNIT_LIAISON,)),
    "other_town": frozenset((Part.UNIT_LIAISON,)),
    "stranger": frozenset(),
}
"""Who is who in an item of the county."""
DOERS: Final[Mapping[Event, str]] = {
    Event.EXTENSION_ASKED: "liaison",
    Event.EXTENSION_WITHDRAWN: "other_town",
    Event.SIGNED: "liaison",
    Event.REPORTED: "town",
    Event.EVIDENCE_ADDED: "town",
}
"""Who does an event best where several may; else the first of the county with a part in the line."""
LATER: Final = DEADLINE + timedelta(days=30)


@dataclass(slots=True)
class Scene:
    """An item, and all that an event could be about."""

    county: County
    item: Item
    other: Item
    ledger: Ledger
    extension: Extension
    report: Report
    draft: Report
    """Of the lead; it waits for the unit's reviewer once a test says so."""
    evidence: Evidence
    sign_off: SignOff
    closing_report: ClosingReport
    newer: Directive
    """A newer version of a document of the office."""

    def when(self, who: str) -> dict[str, Any]:
        return self.county.when(who)

    def unit(self, who: str) -> Unit:
        """For which unit somebody acts, or tries to: the lead's people for it, all others for a town."""
        if who in ("liaison", "reviewer"):
            return self.county.lead
        return self.county.towns[who == "other_town"]

    def assignment(self, who: str) -> Assignment:
        return self.item.assignments.get(unit=self.unit(who))


def scene(county: County, state: str) -> Scene:
    """An item of the state with a request for time, a report, a proof and more, all of another unit."""
    made = _scene(county, state)
    county.ledger, made.county = made.county.ledger, county
    return made


@repeated
def _scene(county: County, state: str) -> Scene:
    item = IN_STATE[State(state)](county)
    town, helper = county.people["other_town"], county.people["coordinator"]
    row = item.assignments.get(unit=county.towns[1])
    leader = county.people["leader"]
    extension = Extension.objects.create(
        item=item,
        assignment=row,
        asked_by=town,
        asked_on=DAY,
        reason="停电窗口排不开",
        progress_text="已完成一半",
        old_deadline=DEADLINE - timedelta(days=9),
        new_deadline=DEADLINE + timedelta(days=1),
        answer_by=DAY,
    )
    Assignment.objects.filter(pk=row.pk).update(deadline=DEADLINE - timedelta(days=9))
    report = Report.objects.filter(assignment=row).last() or Report.objects.create(
        assignment=row, item=item, unit=row.unit, reported_by=town, reported_on=DAY, progress=5, text="在办"
    )
    draft = Report.objects.create(
        assignment=item.assignments.get(unit=county.lead),
        item=item,
        unit=county.lead,
        reported_by=county.people["liaison"],
        reported_on=DAY,
        progress=5,
        text="起草",
        review=Report.Review.REPLACED,
    )
    if state in (State.DISPATCHED, State.IN_PROGRESS):
        Assignment.objects.filter(pk=row.pk).update(state=Assignment.State.REPORTED)
    evidence = Evidence.objects.create(
        item=item, unit=row.unit, file=photo(240), name="x.png", uploaded_by=town, uploaded_on=DAY
    )
    if state in (State.DRAFT, State.APPROVING, State.DISPATCHED, State.IN_PROGRESS, State.VOIDED):
        EvidenceUse.objects.create(evidence=evidence, item=item)
    else:
        evidence = Evidence.objects.filter(item=item, file__media_type="image/png")[0]
    sign_off = item.sign_off or SignOff.objects.create(
        ledger=county.ledger, leader=leader, asked_by=helper, asked_on=DAY, content_hash="0" * 64
    )
    slip = Instruction.objects.create(item=item, leader=leader, given_on=DAY, words="抓紧办")
    closing = ClosingReport.objects.create(
        instruction=slip, text="已办结", submitted_by=helper, submitted_on=DAY
    )
    by = county.when("administrator")
    ledger = ledgers.open_ledger(office=county.office, name="另一本", prefix=f"B{item.pk}", **by)
    other, newer = make_items(county)[0], newer_version(county)
    return Scene(
        county, fresh(item), other, ledger, extension, report, draft, evidence, sign_off, closing, newer
    )


def _approving(county: County) -> Item:
    item = make_items(county)[0]
    sign_offs.ask(pks=[item.pk], leader=county.people["leader"], **county.when("coordinator"))
    return fresh(item)


def _dispatched(county: County) -> Item:
    """The towns have signed; the lead has not."""
    item = make_items(county)[0]
    dispatching.dispatch(pks=[item.pk], **county.when("coordinator"))
    for unit, who in zip(county.towns, ("town", "other_town"), strict=True):
        assignments.sign(pks=[item.pk], unit=unit, **county.when(who))
    return fresh(item)


def _lead_review(county: County) -> Item:
    item = finished(county)
    requests.ask(pk=item.pk, statement="20 处全部改造完成", **county.when("liaison"))
    return fresh(item)


def _approving_close(county: County) -> Item:
    item = asked(county)
    verdicts.verify(pk=item.pk, judged=all_met(item), **county.when("verifier"))
    return fresh(item)


def _publicity(county: County) -> Item:
    item = _approving_close(county)
    verdicts.approve(pk=item.pk, **county.when("leader"))
    return fresh(item)


def _closed(county: County) -> Item:
    """The ledger asks for no publicity while this one is closed."""
    by = county.when("administrator")
    before = county.ledger.publicity_days
    county.ledger = ledgers.change(ledger=county.ledger, publicity_days=0, **by)
    item = _publicity(county)
    county.ledger = ledgers.change(ledger=county.ledger, publicity_days=before, **by)
    return item


def _voided(county: County) -> Item:
    item = finished(county)
    items.void(pk=item.pk, reason="重复录入", **county.when("coordinator"))
    return fresh(item)


IN_STATE: Final[Mapping[State, Callable[[County], Item]]] = {
    State.DRAFT: lambda county: make_items(county)[0],
    State.APPROVING: _approving,
    State.DISPATCHED: _dispatched,
    State.IN_PROGRESS: finished,
    State.LEAD_REVIEW: _lead_review,
    State.VERIFYING: asked,
    State.APPROVING_CLOSE: _approving_close,
    State.PUBLICITY: _publicity,
    State.CLOSED: _closed,
    State.VOIDED: _voided,
}

Do = Callable[[Scene, str], object]
DOING: Final[Mapping[Event, Do]] = {
    Event.EDITED: lambda s, who: items.edit(
        pk=s.item.pk, seen=None, values={"title": "改过的事项"}, **s.when(who)
    ),
    Event.REVISED: lambda s, who: directives.restate(
        pk=s.item.pk, directive=s.newer, source=(0, 9), reason="按修订稿", **s.when(who)
    ),
    Event.SIGN_OFF_ASKED: lambda s, who: sign_offs.ask(
        pks=[s.item.pk], leader=s.county.people["leader"], **s.when(who)
    ),
    Event.SIGN_OFF_APPROVED: lambda s, who: sign_offs.approve(sign_off=s.sign_off, **s.when(who)),
    Event.SIGN_OFF_RETURNED: lambda s, who: sign_offs.send_back(
        sign_off=s.sign_off, remark="措施不具体", **s.when(who)
    ),
    Event.DISPATCHED: lambda s, who: dispatching.dispatch(pks=[s.item.pk], **s.when(who)),
    Event.SIGNED: lambda s, who: assignments.sign(pks=[s.item.pk], unit=s.unit(who), **s.when(who)),
    Event.ASSIGNED: lambda s, who: assignments.assign(
        pk=s.item.pk, unit=s.county.people["stranger"].unit, duty="cooperating", **s.when(who)
    ),
    Event.RELEASED: lambda s, who: assignments.release(
        pk=s.item.pk, unit=s.county.towns[0], reason="职责调整", **s.when(who)
    ),
    Event.HANDED_OVER: lambda s, who: assignments.hand_over(
        pks=[s.item.pk],
        giver=s.county.lead,
        taker=s.county.people["stranger"].unit,
        reason="职能划转",
        **s.when(who),
    ),
    Event.REPORTED: lambda s, who: reports.report(
        assignment=s.assignment(who).pk, new=_report(s.assignment(who)), **s.when(who)
    ),
    Event.REPORT_RELEASED: lambda s, who: reports.release(report=s.draft, **s.when(who)),
    Event.REPORT_DECLINED: lambda s, who: reports.decline(
        report=s.draft, remark="数字与台账对不上", **s.when(who)
    ),
    Event.REPORT_RETURNED: lambda s, who: reports.send_back(
        report=s.report, remark="缺照片，3 日内补", **s.when(who)
    ),
    Event.EVIDENCE_ADDED: lambda s, who: reports.prove(
        pk=s.item.pk,
        unit=s.unit(who),
        evidence=[NewEvidence(file=photo(241), name="补.png")],
        **s.when(who),
    ),
    Event.EVIDENCE_JUDGED: lambda s, who: verdicts.judge_evidence(
        evidence=s.evidence, verdict="counts", note="", pk=s.item.pk, **s.when(who)
    ),
    Event.URGED: lambda s, who: reports.urge(pks=[s.item.pk], words="本周内报", **s.when(who)),
    Event.PAPER_ISSUED: lambda s, who: papers.issue(
        kind="closing_report", pks=[s.item.pk], unit=None, title="办结报告", text="已办结", **s.when(who)
    ),
    Event.EXTENSION_ASKED: lambda s, who: deadlines.ask(
        assignment=s.assignment(who).pk,
        new_deadline=LATER,
        reason="停电窗口排不开",
        progress_text="已完成一半",
        **s.when(who),
    ),
    Event.EXTENSION_WITHDRAWN: lambda s, who: deadlines.withdraw(extension=s.extension, **s.when(who)),
    Event.EXTENSION_APPROVED: lambda s, who: deadlines.approve(extension=s.extension, **s.when(who)),
    Event.EXTENSION_REFUSED: lambda s, who: deadlines.refuse(
        extension=s.extension, remark="不合理", **s.when(who)
    ),
    Event.DEADLINE_CHANGED: lambda s, who: deadlines.change(
        pk=s.item.pk, new_deadline=LATER, reason="领导批示", paper=photo(242), **s.when(who)
    ),
    Event.SCHEDULE_SET: lambda s, who: schedules.set_plan(
        pk=s.item.pk,
        kind="milestones",
        points=[Point(s.item.deadline or DEADLINE, 100, "全部改造")],
        **s.when(who),
    ),
    Event.SUSPENDED: lambda s, who: items.suspend(pk=s.item.pk, reason="等上级批复", **s.when(who)),
    Event.RESUMED: lambda s, who: items.resume(pk=s.item.pk, **s.when(who)),
    Event.LONG_TERM_SET: lambda s, who: items.set_long_term(pk=s.item.pk, reason="须长期坚持", **s.when(who)),
    Event.LONG_TERM_ENDED: lambda s, who: items.end_long_term(
        pk=s.item.pk, deadline=LATER, reason="已成机制", **s.when(who)
    ),
    Event.MERGED: lambda s, who: items.merge(pk=s.item.pk, into=s.other.pk, reason="同一问题", **s.when(who)),
    Event.TRANSFERRED: lambda s, who: items.transfer(
        pk=s.item.pk, to=s.ledger, reason="归口管理", **s.when(who)
    ),
    Event.VOIDED: lambda s, who: items.void(pk=s.item.pk, reason="重复录入", **s.when(who)),
    Event.CLOSE_ASKED: lambda s, who: requests.ask(pk=s.item.pk, statement="全部改造完成", **s.when(who)),
    Event.CLOSE_WITHDRAWN: lambda s, who: requests.withdraw(pk=s.item.pk, **s.when(who)),
    Event.CLOSE_REVIEWED: lambda s, who: requests.review(pk=s.item.pk, **s.when(who)),
    Event.CLOSE_NOT_REVIEWED: lambda s, who: requests.send_back(
        pk=s.item.pk, remark="照片不清", **s.when(who)
    ),
    Event.SITE_CHECK_ORDERED: lambda s, who: verdicts.order_site_check(
        pk=s.item.pk, words="到石泉镇抽查 3 处", **s.when(who)
    ),
    Event.SITE_CHECK_PLANNED: lambda s, who: site_checks.plan(
        pk=s.item.pk, words="看表箱", due_on=LATER, **s.when(who)
    ),
    Event.SITE_CHECK_DONE: lambda s, who: site_checks.record(
        pk=s.item.pk,
        new=NewResult(result="matches", finding="3 处都已改造", photos=[site_photo()]),
        **s.when(who),
    ),
    Event.SITE_CHECK_DROPPED: lambda s, who: site_checks.drop(
        pk=s.item.pk, reason="汛期道路中断", **s.when(who)
    ),
    Event.CLOSE_VERIFIED: lambda s, who: verdicts.verify(pk=s.item.pk, judged=all_met(s.item), **s.when(who)),
    Event.CLOSE_BY_MEETING: lambda s, who: verdicts.decide_by_meeting(
        pk=s.item.pk, meeting_on=DAY, attendees="周行之、许听澜", minutes=photo(243), **s.when(who)
    ),
    Event.CLOSE_RETURNED: lambda s, who: verdicts.send_back(
        pk=s.item.pk, remark="缺石泉镇照片", judged={}, **s.when(who)
    ),
    Event.CLOSE_APPROVED: lambda s, who: verdicts.approve(pk=s.item.pk, **s.when(who)),
    Event.CLOSE_DECLINED: lambda s, who: verdicts.decline(pk=s.item.pk, remark="效果不明显", **s.when(who)),
    Event.CLOSE_OBJECTED: lambda s, who: verdicts.object_in_publicity(
        pk=s.item.pk, words="还有 2 处没改", **s.when(who)
    ),
    Event.CLOSE_PUBLISHED: lambda s, who: verdicts.end_publicity(pk=s.item.pk, **_after_publicity(s, who)),
    Event.CLOSE_LAPSED: lambda s, who: lapsing.lapse(pk=s.item.pk, **s.when(who)),
    Event.LOOK_BACK_PLANNED: lambda s, who: look_backs.plan(pk=s.item.pk, due_on=LATER, **s.when(who)),
    Event.LOOK_BACK_DROPPED: lambda s, who: look_backs.drop(
        pks=[s.item.pk], reason="已并入专项核查", **s.when(who)
    ),
    Event.LOOK_BACK_HELD: lambda s, who: look_backs.hold(pk=s.item.pk, finding="没有反弹", **s.when(who)),
    Event.REOPENED: lambda s, who: look_backs.reopen(
        pk=s.item.pk, finding="又有 2 处", deadline=LATER, **s.when(who)
    ),
    Event.INSTRUCTED: lambda s, who: instructions.instruct(pk=s.item.pk, words="请抓紧办", **s.when(who)),
    Event.CLOSING_REPORT_SENT: lambda s, who: instructions.send_report(
        instruction=s.closing_report.instruction, text="已办结", **s.when(who)
    ),
    Event.CLOSING_REPORT_READ: lambda s, who: instructions.mark_read(report=s.closing_report, **s.when(who)),
    Event.CLOSING_REPORT_ANSWERED: lambda s, who: instructions.mark_read(
        report=s.closing_report, answer="很好", **s.when(who)
    ),
}
"""Each event of the table as somebody does it; what the clock alone does is not among them."""
BY_ITSELF: Final = frozenset(line.event for line in TABLE if {Part.CLOCK, Part.IMPORT}.issuperset(line.who))


def site_photo() -> NewEvidence:
    """What was seen at the place."""
    return NewEvidence(file=photo(244), name="现场.png")


def _report(row: Assignment) -> NewReport:
    if row.target_share:
        return NewReport(text="又完成一处", achieved=row.target_share)
    return NewReport(text="正在协调", progress=60)


def _after_publicity(s: Scene, who: str) -> dict[str, Any]:
    """The day after the publicity of the item, or today where there is none."""
    request = s.item.close_outs.last()
    last = request.publicity_to if request else None
    return s.county.when(who, last + timedelta(days=1)) if last else s.when(who)


def doer(event: Event) -> str:
    """Somebody of the county who may do this."""
    line = next(line for line in TABLE if line.event == event)
    return DOERS.get(event) or next(
        name for part in line.who for name, parts in PARTS.items() if part in parts
    )
