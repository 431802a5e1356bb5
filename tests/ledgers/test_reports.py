"""Units sign, report and prove; the office returns and urges."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from guatu.history.errors import EarlierWithoutReason, SupersededDay
from guatu.history.models import Enclosure
from guatu.history.models import Event as Link
from guatu.ledgers.actions import assignments, reports, requests, standards, verdicts
from guatu.ledgers.actions.adding import NewDuty, NewMeasure
from guatu.ledgers.actions.reports import NewEvidence, NewReport
from guatu.ledgers.errors import (
    ChecksUnmet,
    Incomplete,
    LedgerRefusal,
    NotNow,
    NotYours,
    ReasonMissing,
    ReportEmpty,
    TooLong,
    UnsignedUnit,
    WrongFigure,
    WrongUnit,
)
from guatu.ledgers.models import Assignment, Evidence, EvidenceUse, Item, Report
from tests.accounts.factories import make_person, make_unit, moment
from tests.ledgers.factories import DAY, County, all_met, dispatched, finished, fresh, photo, signed
from tests.ledgers.refusing import refuses

LATER = DAY + timedelta(days=9)


def row_of(county: County, item: Item, name: str = "town") -> Assignment:
    unit = {"town": county.towns[0], "other_town": county.towns[1], "liaison": county.lead}[name]
    return item.assignments.get(unit=unit)


def tell(county: County, item: Item, on: date = DAY, name: str = "town", **values: Any) -> Report:
    given: dict[str, Any] = {"text": "又改造几处", "achieved": Decimal(3)} | values
    row = row_of(county, item, name)
    return reports.report(assignment=row.pk, new=NewReport(**given), **county.when(name, on))


# Signing.


def test_a_unit_signs_for_itself_once(county: County) -> None:
    item = dispatched(county)
    with refuses(NotYours):
        assignments.sign(pks=[item.pk], unit=county.lead, **county.when("town"))
    assignments.sign(pks=[item.pk], unit=county.towns[0], **county.when("town"))
    row = row_of(county, item)
    assert (row.state, row.signed_on, row.signed_by) == ("working", DAY, county.people["town"])
    with refuses(NotNow, "已签收"):
        assignments.sign(pks=[item.pk], unit=county.towns[0], **county.when("town"))


def test_many_items_are_signed_at_once_or_none(county: County) -> None:
    one, other = dispatched(county), dispatched(county)
    by = county.when("town")
    assignments.sign(pks=[one.pk], unit=county.towns[0], **by)
    with refuses(NotNow):
        assignments.sign(pks=[one.pk, other.pk], unit=county.towns[0], **by)
    third = dispatched(county)
    signed_items = assignments.sign(pks=[other.pk, third.pk], unit=county.towns[0], **by)
    assert [item.pk for item in signed_items] == [other.pk, third.pk]


# Reports.


def test_a_report_moves_the_figures_up_to_the_item(county: County) -> None:
    item = signed(county)
    tell(county, item)
    row = row_of(county, item)
    assert (row.progress, row.achieved, row.reported_on) == (50, Decimal(3), DAY)
    assert (fresh(item).progress, item.measures.get().achieved) == (15, Decimal(3))


def test_figures_are_totals_to_date_and_may_fall(county: County) -> None:
    item = signed(county)
    tell(county, item, achieved=Decimal(6))
    tell(county, item, achieved=Decimal(2), text="4 处返工")
    assert item.measures.get().achieved == 2


def test_one_unit_does_not_make_up_for_another(county: County) -> None:
    item = signed(county)
    tell(county, item, achieved=Decimal(60))
    assert (row_of(county, item).progress, fresh(item).progress) == (100, 30)


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"text": "  "}, ReportEmpty),
        ({"achieved": None}, Incomplete),
        ({"achieved": Decimal(-1)}, WrongFigure),
        ({"achieved": Decimal("NaN")}, WrongFigure),
        ({"achieved": Decimal("1.00001")}, WrongFigure),
        ({"stuck": "卡" * 201}, TooLong),
        ({"next_step": "步" * 201}, TooLong),
    ],
)
def test_a_report_that_says_nothing_or_nonsense_is_refused(
    county: County, values: dict[str, Any], refusal: type[LedgerRefusal]
) -> None:
    item = signed(county)
    with refuses(refusal):
        tell(county, item, **values)


def test_a_proof_of_another_items_measure_is_refused(county: County) -> None:
    item, other = signed(county), signed(county)
    proof = NewEvidence(file=photo(), name="x.png", measures=[other.measures.get().pk])
    with refuses(WrongUnit, "不在本事项里"):
        tell(county, item, evidence=[proof])


def test_a_unit_without_a_share_tells_percent(county: County) -> None:
    item = signed(county)
    for progress in (None, -1, 101):
        with refuses(Incomplete if progress is None else WrongFigure):
            tell(county, item, name="liaison", achieved=None, progress=progress)
    tell(county, item, name="liaison", achieved=None, progress=40)
    assert fresh(item).progress == 0  # the lead's own word does not count beside its towns


def test_a_unit_signs_before_it_reports_or_proves(county: County) -> None:
    item = dispatched(county)
    with refuses(UnsignedUnit):
        tell(county, item)
    proof = [NewEvidence(file=photo(), name="x.png")]
    with refuses(UnsignedUnit):
        reports.prove(pk=item.pk, unit=county.towns[0], evidence=proof, **county.when("town"))


def test_another_units_report_is_not_for_me(county: County) -> None:
    item = signed(county)
    row = row_of(county, item, "other_town")
    new = NewReport(text="替它报", achieved=Decimal(1))
    for name in ("town", "liaison", "coordinator", "stranger"):
        with refuses(NotYours):
            reports.report(assignment=row.pk, new=new, **county.when(name))


def test_who_serves_two_units_proves_only_for_the_one_with_a_duty(county: County) -> None:
    item, idle = signed(county), make_unit("闲镇")
    county.people["both"] = make_person(roles=[("liaison", county.towns[0]), ("liaison", idle)])
    proof = [NewEvidence(file=photo(), name="x.png")]
    with refuses(NotYours):
        reports.prove(pk=item.pk, unit=idle, evidence=proof, **county.when("both"))
    reports.prove(pk=item.pk, unit=county.towns[0], evidence=proof, **county.when("both"))


def test_a_released_unit_reports_no_more(county: County) -> None:
    item = signed(county)
    row = row_of(county, item)
    assignments.release(pk=item.pk, unit=county.towns[0], reason="职责调整", **county.when("coordinator"))
    with refuses(NotYours):
        reports.report(assignment=row.pk, new=NewReport(text="x", achieved=Decimal(1)), **county.when("town"))


def test_a_report_may_be_entered_late_with_a_reason_and_not_over_a_later_one(county: County) -> None:
    item = signed(county)
    row = row_of(county, item)
    late: dict[str, Any] = {"by": county("town", LATER), "at": moment(LATER), "on": DAY + timedelta(days=2)}
    new = NewReport(text="3 处", achieved=Decimal(3))
    with refuses(EarlierWithoutReason):
        reports.report(assignment=row.pk, new=new, **late)
    reports.report(assignment=row.pk, new=new, why_earlier="系统停用", **late)
    event = Link.objects.latest("pk")
    assert (event.happened_on, event.recorded_at) == (late["on"], late["at"])
    words = Enclosure.objects.get(event=event, name="why_earlier")
    assert words.text == "系统停用"
    earlier = late | {"on": DAY + timedelta(days=1)}
    with refuses(SupersededDay):
        reports.report(
            assignment=row.pk,
            new=NewReport(text="2 处", achieved=Decimal(2)),
            why_earlier="系统停用",
            **earlier,
        )


def test_several_files_and_measures_belong_to_one_report(county: County) -> None:
    item = signed(county)
    measure = item.measures.get().pk
    proofs = [NewEvidence(file=photo(n), name=f"{n}.png", measures=[measure, measure]) for n in range(3)]
    made = tell(county, item, evidence=proofs)
    assert made.evidence.count() == 3
    assert EvidenceUse.objects.filter(item=item, measure=measure).count() == 3
    names = Enclosure.objects.filter(event=Link.objects.latest("pk")).values_list("name", flat=True)
    assert {"evidence", "evidence.2", "evidence.3"} <= set(names)


# Progress over several measures.


def test_measures_of_different_kinds_weigh_the_same(county: County) -> None:
    town, other = (unit.pk for unit in county.towns)
    new = [NewMeasure(text="改 1000 处", target=Decimal(1000)), NewMeasure(text="建机制")]
    duties = [
        NewDuty(unit_id=county.lead.pk, duty="lead"),
        NewDuty(unit_id=town, duty="responsible", measure=0, target_share=Decimal(1000)),
        NewDuty(unit_id=other, duty="responsible", measure=1),
    ]
    item = signed(county, measures=new, duties=duties)
    tell(county, item, achieved=Decimal(1000))
    assert fresh(item).progress == 50
    tell(county, item, name="other_town", achieved=None, progress=100)
    assert fresh(item).progress == 100


def test_units_without_shares_may_give_their_figures(county: County) -> None:
    duties = [NewDuty(unit_id=county.lead.pk, duty="lead")]
    duties += [NewDuty(unit_id=town.pk, duty="responsible", measure=0) for town in county.towns]
    item = signed(county, duties=duties)
    tell(county, item, progress=100, achieved=Decimal(8))
    tell(county, item, name="other_town", progress=100, achieved=Decimal(12))
    assert item.measures.get().achieved == 20
    tell(county, item, name="other_town", progress=90, achieved=None)
    assert item.measures.get().achieved == 20  # no figure given: the one given before stands


def test_a_measure_that_only_the_whole_item_owes_is_done_with_it(county: County) -> None:
    item = signed(county, duties=_three(county))
    for name in ("town", "other_town"):
        tell(county, item, name=name, achieved=None, progress=100, evidence=[_proof(item)])
    requests.ask(pk=item.pk, statement="都改完了", **county.when("liaison"))


def _three(county: County) -> list[NewDuty]:
    towns = [NewDuty(unit_id=town.pk, duty="responsible") for town in county.towns]
    return [NewDuty(unit_id=county.lead.pk, duty="lead"), *towns]


def _proof(item: Item) -> NewEvidence:
    return NewEvidence(file=photo(Evidence.objects.count() + 50), name="x.png")


# Proofs.


def test_nothing_is_proved_by_nothing(county: County) -> None:
    item = signed(county)
    with refuses(Incomplete, "佐证文件"):
        reports.prove(pk=item.pk, unit=county.towns[0], evidence=[], **county.when("town"))


def test_a_units_own_proof_serves_another_item_once(county: County) -> None:
    item, other = finished(county), signed(county)
    own = Evidence.objects.get(item=item, unit=county.towns[0])
    foreign = Evidence.objects.get(item=item, unit=county.towns[1])
    give: dict[str, Any] = {"pk": other.pk, "unit": county.towns[0], **county.when("town")}
    reports.reuse(evidence=own, measure=other.measures.get().pk, **give)
    with refuses(WrongUnit, "不必再加"):
        reports.reuse(evidence=own, measure=other.measures.get().pk, **give)
    with refuses(WrongUnit, "本单位自己"):
        reports.reuse(evidence=foreign, **give)
    with refuses(WrongUnit, "不在本事项里"):
        reports.reuse(evidence=own, measure=item.measures.get().pk, **give)
    Evidence.objects.filter(pk=own.pk).update(verdict="rejected")
    with refuses(WrongUnit, "不算数"):
        reports.reuse(evidence=own, **give)


def test_a_proof_used_twice_waits_for_the_verifiers_word(county: County) -> None:
    """It may be asked with; the second key turns only when the verifier lets it be shared."""
    county.standard = standards.publish(
        office=county.office,
        code="own",
        name="转改直",
        checks=[standards.NewCheck(text="佐证没有重复", method="evidence_not_reused")],
        basis="试行二",
        **county.when("coordinator"),
    )
    item, other = finished(county), signed(county)
    proof = Evidence.objects.get(item=item, unit=county.towns[0])
    reports.reuse(evidence=proof, pk=other.pk, unit=county.towns[0], **county.when("town"))
    requests.ask(pk=item.pk, statement="都改完了", **county.when("liaison"))
    requests.review(pk=item.pk, **county.when("reviewer"))
    by = county.when("verifier")
    with refuses(ChecksUnmet, "别的事项用过"):
        verdicts.verify(pk=item.pk, judged=all_met(item), **by)
    verdicts.judge_evidence(evidence=proof, verdict="shared", note="", pk=item.pk, **by)
    verdicts.verify(pk=item.pk, judged=all_met(item), **by)
    assert fresh(item).state == "closed"


# Returning and urging.


def test_a_returned_report_is_made_again(county: County) -> None:
    item, by = signed(county), county.when("coordinator")
    made = tell(county, item)
    with refuses(ReasonMissing):
        reports.send_back(report=made, remark=" ", **by)
    reports.send_back(report=made, remark="缺照片，3 日内补", **by)
    assert row_of(county, item).state == "returned"
    with refuses(NotNow, "已退回"):
        reports.send_back(report=made, remark="再退", **by)
    tell(county, item, achieved=Decimal(4))
    with refuses(NotNow):
        reports.send_back(report=made, remark="退旧的", **by)


def test_only_the_latest_report_is_returned(county: County) -> None:
    item = signed(county)
    first = tell(county, item)
    tell(county, item, achieved=Decimal(4))
    with refuses(NotNow, "新的进展"):
        reports.send_back(report=first, remark="退旧的", **county.when("coordinator"))


def test_urging_is_counted_for_one_unit_or_for_all(county: County) -> None:
    item, by = signed(county), county.when("coordinator")
    with refuses(ReasonMissing):
        reports.urge(pks=[item.pk], words="", **by)
    reports.urge(pks=[item.pk], words="本周内报", **by)
    reports.urge(pks=[item.pk], words="石泉镇抓紧", unit=county.towns[1], **by)
    counts = dict(item.assignments.values_list("unit__name", "times_urged"))
    assert counts == {"县供电公司": 1, "双桥镇": 1, "石泉镇": 2}
    idle = make_unit("别的镇")
    with refuses(WrongUnit, "没有可催办"):
        reports.urge(pks=[item.pk], words="抓紧", unit=idle, **by)
