"""What the database itself refuses: each constraint of the ledgers, broken by writing past the actions."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.db.utils import IntegrityError

from guatu.history import guards
from guatu.history.models import Facts
from guatu.ledgers.actions import deadlines, instructions, ledgers, look_backs, periods, sign_offs, verdicts
from guatu.ledgers.models import (
    Assignment,
    AssignmentFacts,
    Attendance,
    CheckResult,
    CloseOut,
    ClosingReport,
    Draft,
    EvidenceUse,
    Extension,
    FirstView,
    Import,
    ImportDraft,
    ImportLine,
    ImportMemory,
    Instruction,
    Item,
    ItemFacts,
    Ledger,
    LightRegime,
    Likeness,
    LookBack,
    LookBackDraw,
    Measure,
    Meeting,
    MeetingSeries,
    MeetingTopic,
    NewerPassage,
    Passage,
    Phase,
    Photograph,
    Proposal,
    Reader,
    RegimeUse,
    RegimeVersion,
    Report,
    ReportingPeriod,
    SavedView,
    Schedule,
    SchedulePoint,
    Sight,
    SignOff,
    SiteCheck,
    SiteCheckDraw,
    SiteCheckPhoto,
    Standard,
    StandardCheck,
    StandardVersion,
)
from tests.accounts.factories import moment
from tests.ledgers.factories import (
    DAY,
    DEADLINE,
    County,
    asked,
    closed,
    dispatched,
    finished,
    make_items,
    new_item,
    newer_version,
    photo,
    signed,
)

BREAKING: dict[str, Callable[[County], Any]] = {}
LATER = DAY + timedelta(days=1)


def breaks(name: str) -> Callable[[Callable[[County], Any]], Callable[[County], Any]]:
    """Name the constraint that a function breaks."""

    def named(function: Callable[[County], Any]) -> Callable[[County], Any]:
        BREAKING[name] = function
        return function

    return named


def again(row: models.Model, **values: Any) -> None:
    """The same row once more, with other values."""
    row.pk, row._state.adding = None, True
    for name, value in values.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def change(row: models.Model, **values: Any) -> None:
    """Other values, past every action."""
    type(row)._default_manager.filter(pk=row.pk).update(**values)


def constraints() -> dict[str, type[models.Model]]:
    """Every constraint of the room, with its model."""
    found = {}
    for model in apps.get_app_config("ledgers").get_models():
        for constraint in model._meta.constraints:
            found[constraint.name] = model
    return found


def test_every_constraint_has_a_test_that_breaks_it() -> None:
    assert constraints().keys() == BREAKING.keys()


@pytest.mark.parametrize("name", sorted(constraints()))
def test_the_database_refuses(name: str, county: County) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        BREAKING[name](county)

    model = constraints()[name]
    constraint = next(one for one in model._meta.constraints if one.name == name)
    if connection.vendor == "postgresql" or isinstance(constraint, models.CheckConstraint):
        assert name in str(refusal.value)
    else:
        table = model._meta.db_table
        replaced = guards.expected("sqlite").get(f"guard_{table}_replace")
        sentence = replaced.sentence if replaced else "UNIQUE"
        assert str(refusal.value).startswith((f"UNIQUE constraint failed: {table}.", sentence))


@breaks("ledger_prefix_once")
def _(county: County) -> None:
    again(Ledger.objects.get(pk=county.ledger.pk), name="另一本")


@breaks("phase_ends_after_start")
def _(county: County) -> None:
    Phase.objects.create(ledger=county.ledger, name="集中整改", starts_on=LATER, ends_on=DAY)


@breaks("reader_once")
def _(county: County) -> None:
    for _ in range(2):
        Reader.objects.create(ledger=county.ledger, person=county.people["stranger"], valid_from=DAY)


@breaks("standard_code_once")
def _(county: County) -> None:
    again(Standard.objects.get(code="own"))


@breaks("version_number_once")
def _(county: County) -> None:
    StandardVersion.objects.bulk_create(
        StandardVersion(standard=county.standard.standard, number=2, published_on=DAY) for _ in range(2)
    )


def regime_version(county: County, **values: Any) -> RegimeVersion:
    """A version that the coordinator asked for and the leader did not approve."""
    regime, _ = LightRegime.objects.get_or_create(office=county.office, name="两色灯")
    given: dict[str, Any] = {"regime": regime, "number": 1, "text": "{}"}
    return RegimeVersion(**(given | answered_by_leader(county) | values))


def regime_use(county: County, **values: Any) -> RegimeUse:
    given: dict[str, Any] = {"ledger": county.ledger, "preset": "three_slips"}
    return RegimeUse(**(given | answered_by_leader(county) | values))


def answered_by_leader(county: County) -> dict[str, Any]:
    return {
        "state": "declined",
        "starts_on": DAY,
        "asked_by": county.people["coordinator"],
        "asked_on": DAY,
        "answered_by": county.people["leader"],
        "answered_on": DAY,
    }


@breaks("light_regime_name_once")
def _(county: County) -> None:
    LightRegime.objects.bulk_create(LightRegime(office=county.office, name="两色灯") for _ in range(2))


@breaks("regime_version_number_once")
def _(county: County) -> None:
    given = {"state": "withdrawn", "answered_by": None, "answered_on": None}
    RegimeVersion.objects.bulk_create(regime_version(county, **given) for _ in range(2))


@breaks("regime_version_open_once")
def _(county: County) -> None:
    given = {"state": "draft", "answered_by": None, "answered_on": None}
    RegimeVersion.objects.bulk_create(regime_version(county, number=number, **given) for number in (1, 2))


@breaks("regime_use_asked_once")
def _(county: County) -> None:
    given = {"state": "asked", "answered_by": None, "answered_on": None}
    RegimeUse.objects.bulk_create(regime_use(county, **given) for _ in range(2))


@breaks("regime_use_own_or_shipped")
def _(county: County) -> None:
    RegimeUse.objects.bulk_create([regime_use(county, preset="")])


ON_ITS_WAY = (("regimeversion", regime_version), ("regimeuse", regime_use))
for kind, make in ON_ITS_WAY:

    @breaks(f"{kind}_asked_means_dated")
    def _(county: County, make: Any = make) -> None:
        make(county, state="asked", answered_by=None, answered_on=None, starts_on=None).save()

    @breaks(f"{kind}_answered_means_dated")
    def _(county: County, make: Any = make) -> None:
        make(county, answered_by=None).save()

    @breaks(f"{kind}_by_two_persons")
    def _(county: County, make: Any = make) -> None:
        make(county, answered_by=county.people["coordinator"]).save()

    @breaks(f"{kind}_in_force_after_approval")
    def _(county: County, make: Any = make) -> None:
        make(county, state="approved", answered_on=LATER).save()


@breaks("check_position_once")
def _(county: County) -> None:
    StandardCheck.objects.bulk_create(
        StandardCheck(version=county.standard, position=9, text="现场核对") for _ in range(2)
    )


@breaks("draft_read_means_directive")
def _(county: County) -> None:
    Draft.objects.create(office=county.office, state=Draft.State.READY)


@breaks("directive_replaced_once")
def _(county: County) -> None:
    newer = newer_version(county)
    again(newer)


@breaks("directive_not_its_own_newer")
def _(county: County) -> None:
    newer = newer_version(county)
    change(newer, replaces=newer)


@breaks("newer_passage_once")
def _(county: County) -> None:
    item, newer = make_items(county)[0], newer_version(county)
    for _ in range(2):
        NewerPassage.objects.create(item=item, directive=newer)


@breaks("newer_passage_runs_forward")
def _(county: County) -> None:
    item, newer = make_items(county)[0], newer_version(county)
    NewerPassage.objects.create(item=item, directive=newer, source_start=9, source_end=9)


def plan_of(county: County) -> Schedule:
    return Schedule.objects.create(item=make_items(county)[0], kind="months", deadline=DEADLINE, set_on=DAY)


@breaks("schedule_one_in_force")
def _(county: County) -> None:
    again(plan_of(county))


@breaks("schedule_runs_forward")
def _(county: County) -> None:
    change(plan_of(county), ended_on=DAY - timedelta(days=1))


@breaks("schedule_point_once_a_day")
def _(county: County) -> None:
    again(SchedulePoint.objects.create(schedule=plan_of(county), day=DEADLINE, share=100))


@breaks("schedule_point_share_to_100")
def _(county: County) -> None:
    SchedulePoint.objects.create(schedule=plan_of(county), day=DEADLINE, name="完成招标", share=0)


@breaks("sign_off_answered_means_dated")
def _(county: County) -> None:
    item = make_items(county)[0]
    asked_for = sign_offs.ask(pks=[item.pk], leader=county.people["leader"], **county.when("coordinator"))
    change(asked_for, state=SignOff.State.APPROVED)


@breaks("item_number_once")
def _(county: County) -> None:
    one, other = make_items(county, 2)
    change(other, number=one.number)


@breaks("item_closed_means_dated")
def _(county: County) -> None:
    change(signed(county), closed_on=DAY)


@breaks("item_dispatched_means_dated")
def _(county: County) -> None:
    change(make_items(county)[0], state=Item.State.DISPATCHED)


@breaks("item_first_promise_with_deadline")
def _(county: County) -> None:
    change(make_items(county)[0], first_promise=None)


@breaks("item_place_is_whole")
def _(county: County) -> None:
    change(signed(county), latitude=Decimal("30.5"))


@breaks("item_progress_to_100")
def _(county: County) -> None:
    change(signed(county), progress=101)


@breaks("item_merged_or_transferred")
def _(county: County) -> None:
    one, other = make_items(county, 2)
    change(one, merged_into=other, transferred_to=other)


@breaks("item_not_into_itself")
def _(county: County) -> None:
    item = make_items(county)[0]
    change(item, merged_into=item)


@breaks("measure_position_once")
def _(county: County) -> None:
    Measure.objects.create(item=make_items(county)[0], position=1, text="再一条")


@breaks("measure_target_is_positive")
def _(county: County) -> None:
    Measure.objects.create(item=make_items(county)[0], position=2, text="零目标", target=Decimal(0))


@breaks("measure_achieved_not_negative")
def _(county: County) -> None:
    change(signed(county).measures.get(), achieved=Decimal(-1))


@breaks("assignment_once_in_item")
def _(county: County) -> None:
    Assignment.objects.create(item=make_items(county)[0], unit=county.lead, duty="cooperating")


@breaks("assignment_once_in_measure")
def _(county: County) -> None:
    again(make_items(county)[0].assignments.get(unit=county.towns[0]), target_share=Decimal(1))


@breaks("assignment_one_lead")
def _(county: County) -> None:
    Assignment.objects.create(item=make_items(county)[0], unit=county.towns[0], duty="lead")


@breaks("assignment_signed_means_dated")
def _(county: County) -> None:
    change(dispatched(county).assignments.get(unit=county.lead), signed_on=DAY)


@breaks("assignment_progress_to_100")
def _(county: County) -> None:
    change(signed(county).assignments.get(unit=county.lead), progress=101)


@breaks("assignment_achieved_not_negative")
def _(county: County) -> None:
    change(signed(county).assignments.get(unit=county.lead), achieved=Decimal("-0.5"))


@breaks("assignment_share_is_positive")
def _(county: County) -> None:
    change(signed(county).assignments.get(unit=county.lead), target_share=Decimal(0))


@breaks("report_progress_to_100")
def _(county: County) -> None:
    change(Report.objects.filter(item=finished(county))[0], progress=101)


@breaks("report_achieved_not_negative")
def _(county: County) -> None:
    change(Report.objects.filter(item=finished(county))[0], achieved=Decimal(-1))


@breaks("report_reviewed_means_dated")
def _(county: County) -> None:
    change(Report.objects.filter(item=finished(county))[0], review=Report.Review.RELEASED)


@breaks("report_reviewed_by_another")
def _(county: County) -> None:
    report = Report.objects.filter(item=finished(county))[0]
    change(report, review=Report.Review.RELEASED, reviewed_by=report.reported_by, reviewed_on=DAY)


@breaks("report_one_awaits_review")
def _(county: County) -> None:
    report = Report.objects.filter(item=finished(county))[0]
    change(report, review=Report.Review.AWAITING)
    again(Report.objects.get(pk=report.pk))


def frozen(county: County) -> ReportingPeriod:
    """A week that is over, in which the towns have reported and the company has not."""
    finished(county)
    county.ledger = ledgers.change(ledger=county.ledger, cadence="weekly", **county.when("coordinator"))
    friday = date(2026, 3, 6)
    return periods.freeze(ledger=county.ledger, code="weekly", **county.when("coordinator", friday))


@breaks("period_once")
def _(county: County) -> None:
    again(frozen(county))


@breaks("period_ends_after_start")
def _(county: County) -> None:
    again(frozen(county), starts_on=LATER, ends_on=DAY)


@breaks("period_reported_of_owed")
def _(county: County) -> None:
    again(frozen(county), starts_on=date(2026, 3, 7), ends_on=date(2026, 3, 13), reported=4)


@breaks("period_line_once")
def _(county: County) -> None:
    again(frozen(county).lines.all()[0])


@breaks("period_line_reported_by_a_report")
def _(county: County) -> None:
    line = frozen(county).lines.get(standing="missing")
    other = signed(county).assignments.all()[0]
    again(line, assignment=other, standing="reported")


@breaks("evidence_use_once")
def _(county: County) -> None:
    again(EvidenceUse.objects.filter(item=finished(county), measure__isnull=False)[0])


@breaks("evidence_use_once_in_item")
def _(county: County) -> None:
    use = EvidenceUse.objects.filter(item=finished(county))[0]
    for _ in range(2):
        EvidenceUse.objects.create(evidence=use.evidence, item=use.item)


def extension(county: County) -> Extension:
    """More time is asked for by the lead."""
    row = signed(county).assignments.get(unit=county.lead)
    new = DEADLINE + timedelta(days=30)
    return deadlines.ask(
        assignment=row.pk,
        new_deadline=new,
        reason="停电窗口排不开",
        progress_text="已完成 12 处",
        **county.when("liaison"),
    )


@breaks("extension_is_later")
def _(county: County) -> None:
    change(extension(county), new_deadline=DEADLINE)


@breaks("extension_asked_before_the_day")
def _(county: County) -> None:
    change(extension(county), asked_on=DEADLINE + timedelta(days=1))


@breaks("extension_one_at_a_time")
def _(county: County) -> None:
    again(extension(county))


@breaks("extension_answered_means_dated")
def _(county: County) -> None:
    change(extension(county), state=Extension.State.REFUSED)


def running(county: County) -> CloseOut:
    """A request that waits for the second key."""
    return asked(county).close_outs.get()


@breaks("close_out_number_once")
def _(county: County) -> None:
    again(running(county), state=CloseOut.State.RETURNED, ended_on=DAY)


@breaks("close_out_one_at_a_time")
def _(county: County) -> None:
    again(running(county), number=2)


@breaks("close_out_two_keys")
def _(county: County) -> None:
    request = finished_request(county)
    desk = county.people["verifier"].unit
    change(request, verified_by=request.reviewed_by, verified_unit=desk, verified_on=DAY)


@breaks("close_out_reviewed_by_another")
def _(county: County) -> None:
    request = running(county)
    again(
        request,
        number=2,
        reviewed_by=request.requested_by,
        state=CloseOut.State.LAPSED,
        ended_on=DAY,
    )


@breaks("close_out_verified_by_another_unit")
def _(county: County) -> None:
    request = finished_request(county)
    change(
        request,
        verified_by=county.people["verifier"],
        verified_unit=request.requested_unit,
        verified_on=DAY,
    )


def finished_request(county: County) -> CloseOut:
    """A request of a unit that no longer stands in the item: only the constraint is left to refuse."""
    request = running(county)
    Assignment.objects.filter(item=request.item_id).update(state=Assignment.State.RELEASED)
    return request


@breaks("close_out_verified_means_whole")
def _(county: County) -> None:
    change(running(county), verified_by=county.people["verifier"])


@breaks("close_out_ended_means_dated")
def _(county: County) -> None:
    change(running(county), state=CloseOut.State.RETURNED)


@breaks("close_out_publicity_runs_forward")
def _(county: County) -> None:
    change(running(county), publicity_from=LATER, publicity_to=DAY)


@breaks("close_out_needs_second_key")
def _(county: County) -> None:
    change(running(county), state=CloseOut.State.CLOSED, ended_on=DAY)


@breaks("close_out_meeting_means_dated")
def _(county: County) -> None:
    change(running(county), meeting=planned(county))


def planned(county: County) -> Meeting:
    """A meeting that is to come."""
    series = MeetingSeries.objects.create(office=county.office, kind="dispatch", name="整改工作调度会")
    return Meeting.objects.create(series=series, year=2026, number=1, meets_on=LATER, chair="分管副县长")


@breaks("meeting_series_once")
def _(county: County) -> None:
    again(planned(county).series)


@breaks("meeting_number_once")
def _(county: County) -> None:
    again(planned(county))


@breaks("meeting_number_from_one")
def _(county: County) -> None:
    again(planned(county), number=0)


@breaks("meeting_filed_means_dated")
def _(county: County) -> None:
    change(planned(county), state=Meeting.State.FILED, minutes=photo(1))


@breaks("attendance_once")
def _(county: County) -> None:
    again(Attendance.objects.create(meeting=planned(county), unit=county.lead))


def topic(county: County) -> MeetingTopic:
    """An item that is to be put before the meeting."""
    return MeetingTopic.objects.create(meeting=planned(county), item=make_items(county)[0], position=1)


@breaks("meeting_topic_once")
def _(county: County) -> None:
    again(topic(county), position=2)


@breaks("meeting_topic_position_once")
def _(county: County) -> None:
    again(topic(county), item=make_items(county)[0])


@breaks("meeting_topic_withdrawn_undecided")
def _(county: County) -> None:
    change(topic(county), is_withdrawn=True, decision="同意")


@breaks("check_result_once")
def _(county: County) -> None:
    again(CheckResult.objects.filter(close_out=running(county))[0])


@breaks("look_back_one_at_a_time")
def _(county: County) -> None:
    LookBack.objects.create(item=closed(county), due_on=LATER)


def drawn(county: County, **values: Any) -> None:
    given = {"share": 20, "pool": 5, "taken": 1} | values
    LookBackDraw.objects.create(
        ledger=county.ledger, risk="low", checkpoint=1, seed="0" * 64, drawn_by=county.people["coordinator"],
        drawn_on=DAY, **given,
    )  # fmt: skip


@breaks("look_back_draw_share_is_percent")
def _(county: County) -> None:
    drawn(county, share=101)


@breaks("look_back_draw_takes_of_its_pool")
def _(county: County) -> None:
    drawn(county, taken=6)


@breaks("sight_once_a_day")
def _(county: County) -> None:
    seen = {"person": county.people["leader"], "item": closed(county), "day": DAY, "first_at": moment(DAY)}
    again(Sight.objects.create(**seen))


def proposed(county: County, **values: Any) -> Proposal:
    given = {"entry": 1, "field": "problem", "value": "渗滤液外溢", "quote": "渗滤液外溢", "start": 0}
    draft = Draft.objects.create(office=county.office)
    return Proposal.objects.create(draft=draft, made_at=moment(DAY), **given | values)


@breaks("proposal_once")
def _(county: County) -> None:
    again(proposed(county))


@breaks("proposal_decided_means_dated")
def _(county: County) -> None:
    proposed(county, state="taken")


def photographs() -> tuple[Photograph, Photograph]:
    """Two that were looked at."""
    one, other = (Photograph(sha256=digit * 64, width=4, height=3, marks=b"") for digit in "ab")
    one.save()
    other.save()
    return one, other


@breaks("photograph_place_is_whole")
def _(_: County) -> None:
    Photograph.objects.create(sha256="c" * 64, width=4, height=3, marks=b"", latitude=30.5)


@breaks("likeness_once")
def _(_: County) -> None:
    later, earlier = photographs()
    again(
        Likeness.objects.create(later=later, earlier=earlier, kind="copy", share=90, lies=[1, 0, 0, 0, 1, 0])
    )


@breaks("likeness_of_two")
def _(_: County) -> None:
    later, _other = photographs()
    Likeness.objects.create(later=later, earlier=later, kind="copy", share=90, lies=[1, 0, 0, 0, 1, 0])


@breaks("likeness_share_to_100")
def _(_: County) -> None:
    later, earlier = photographs()
    Likeness.objects.create(later=later, earlier=earlier, kind="copy", share=101, lies=[1, 0, 0, 0, 1, 0])


@breaks("passage_once")
def _(county: County) -> None:
    again(Passage.objects.create(kind="report", text_id=1, item=signed(county), value=7))


@breaks("instruction_reply_after_it")
def _(county: County) -> None:
    leader = county.people["leader"]
    early = DAY - timedelta(days=1)
    Instruction.objects.create(item=closed(county), leader=leader, given_on=DAY, words="抓紧", reply_by=early)


@breaks("look_back_done_means_dated")
def _(county: County) -> None:
    change(closed(county).look_backs.get(), state=LookBack.State.HOLDS)


@breaks("closing_report_one_unread")
def _(county: County) -> None:
    slip = instructions.slip(
        ledger=county.ledger,
        leader=county.people["leader"],
        given_on=DAY,
        words="请督查室一周内报结果",
        new=new_item(county),
        **county.when("coordinator"),
    )
    for _ in range(2):
        ClosingReport.objects.create(
            instruction=slip, text="已办结", submitted_by=county.people["coordinator"], submitted_on=DAY
        )


def backwards(facts: type[Facts], county: County) -> None:
    """Facts that end before they begin."""
    row = dispatched(county).assignments.all()[0]
    held = facts._default_manager.filter(**{facts.row_field: row.item_id if facts is ItemFacts else row.pk})
    held.update(valid_to=date(2020, 1, 1))


@breaks("itemfacts_ranges_run_forward")
def _(county: County) -> None:
    backwards(ItemFacts, county)


@breaks("assignmentfacts_ranges_run_forward")
def _(county: County) -> None:
    backwards(AssignmentFacts, county)


@breaks("lightspan_ranges_run_forward")
def _(county: County) -> None:
    dispatched(county).lights.update(valid_to=date(2020, 1, 1))


def test_a_look_back_that_is_done_is_not_planned_again(county: County) -> None:
    item = closed(county)
    look_backs.hold(pk=item.pk, finding="没有反弹", **county.when("verifier"))

    with pytest.raises(IntegrityError), transaction.atomic():
        change(item.look_backs.get(), state="planned", done_on=None, done_by=None)


def _view(county: County, *, is_shared: bool, of_all: bool) -> SavedView:
    return SavedView.objects.create(
        ledger=None if of_all else county.ledger,
        office=county.office if is_shared else None,
        person=county.people["coordinator"],
        name="本月到期",
        saved_at=county.when("coordinator")["at"],
    )


@breaks("view_own_once")
def _(county: County) -> None:
    again(_view(county, is_shared=False, of_all=False))


@breaks("view_own_of_all_once")
def _(county: County) -> None:
    again(_view(county, is_shared=False, of_all=True))


@breaks("view_shared_once")
def _(county: County) -> None:
    again(_view(county, is_shared=True, of_all=False), person=county.people["leader"])


@breaks("view_shared_of_all_once")
def _(county: County) -> None:
    again(_view(county, is_shared=True, of_all=True), person=county.people["leader"])


@breaks("first_view_once")
def _(county: County) -> None:
    view = _view(county, is_shared=False, of_all=False)
    again(FirstView.objects.create(person=view.person, ledger=county.ledger, view=view))


@breaks("first_view_of_all_once")
def _(county: County) -> None:
    view = _view(county, is_shared=False, of_all=True)
    again(FirstView.objects.create(person=view.person, view=view))


def _import(county: County) -> Import:
    return Import.objects.create(ledger=county.ledger, name="旧台账.xlsx", reason="转入", applied_on=DAY)


@breaks("import_undone_means_dated")
def _(county: County) -> None:
    change(_import(county), state="undone")


@breaks("import_line_once")
def _(county: County) -> None:
    item, brought = make_items(county)[0], _import(county)
    line = {"brought_by": brought, "item": item, "is_new": True, "sheet": "台账", "row": 3, "revision": 0}
    ImportLine.objects.create(**line)
    ImportLine.objects.create(**line)


@breaks("import_draft_applied_means_import")
def _(county: County) -> None:
    by = county.when("coordinator")
    ImportDraft.objects.create(
        ledger=county.ledger,
        sha256="0" * 64,
        received_by=county.people["coordinator"],
        received_at=by["at"],
        state="applied",
    )


@breaks("import_memory_once")
def _(county: County) -> None:
    said = {
        "office": county.office,
        "kind": "unit",
        "key": "供电所",
        "value": county.lead.pk,
        "kept_by": county.people["coordinator"],
        "kept_at": county.when("coordinator")["at"],
    }
    ImportMemory.objects.create(**said)
    ImportMemory.objects.create(**said)


@breaks("ledger_site_check_share_is_percent")
def _(county: County) -> None:
    change(county.ledger, site_check_share=101)


def site_draw(county: County, **values: Any) -> SiteCheckDraw:
    """A lot that was not taken."""
    request = running(county)
    given: dict[str, Any] = {"share": 20, "checkpoint": 1, "seed": "0" * 64, "lot": 50, "ground": "lot"}
    given |= {"is_taken": False, "drawn_on": DAY}
    return SiteCheckDraw.objects.create(item=request.item, close_out=request, **(given | values))


@breaks("site_check_draw_share_is_percent")
def _(county: County) -> None:
    site_draw(county, share=101, lot=None, seed="", checkpoint=None, ground="no_checkpoint", is_taken=True)


@breaks("site_check_draw_lot_needs_seed")
def _(county: County) -> None:
    site_draw(county, seed="")


@breaks("site_check_draw_taken_as_drawn")
def _(county: County) -> None:
    site_draw(county, lot=19)


def site_check(county: County) -> SiteCheck:
    """Somebody is to look at the place."""
    item = asked(county)
    verdicts.order_site_check(pk=item.pk, words="双桥镇抽 1 处", **county.when("verifier"))
    return item.site_checks.get()


@breaks("site_check_one_at_a_time")
def _(county: County) -> None:
    again(site_check(county), code="ZZZZZZ")


@breaks("site_check_code_once")
def _(county: County) -> None:
    one = site_check(county)
    again(one, item=asked(county), close_out=CloseOut.objects.latest("pk"))


@breaks("site_check_of_a_request_or_without_notice")
def _(county: County) -> None:
    again(site_check(county), kind="unannounced", code="ZZZZZZ", state="planned")


@breaks("site_check_done_means_told")
def _(county: County) -> None:
    change(site_check(county), state="done", result="matches")


@breaks("site_check_by_another_unit")
def _(county: County) -> None:
    change(site_check(county), unit=county.lead, done_unit=county.lead)


@breaks("site_check_photo_once")
def _(county: County) -> None:
    again(SiteCheckPhoto.objects.create(check_of=site_check(county), file=photo(9), name="现场.png"))
