"""Units added, released, and handed over in bulk with a custody list."""

from datetime import date, timedelta
from decimal import Decimal

from guatu.accounts.models import Unit
from guatu.history.models import Enclosure
from guatu.history.models import Event as Link
from guatu.ledgers.actions import assignments, dispatching, reports
from guatu.ledgers.actions.reports import NewReport
from guatu.ledgers.errors import NotNow, NotYours, ReasonMissing, WrongFigure, WrongUnit
from guatu.ledgers.models import Assignment, Item
from guatu.papers.models import Paper
from tests.accounts.factories import make_person, make_unit
from tests.ledgers.factories import DAY, County, asked, finished, fresh, make_items, signed
from tests.ledgers.refusing import refuses

State = Assignment.State


def hand_over(county: County, items: list[Item], giver: Unit, taker: Unit, **values: str) -> list[Item]:
    return assignments.hand_over(
        pks=[item.pk for item in items],
        giver=giver,
        taker=taker,
        reason=values.get("reason", "机构改革，职能划转"),
        **county.when("coordinator"),
    )


def test_a_unit_is_added_and_must_sign(county: County) -> None:
    item, by, new = signed(county), county.when("coordinator"), make_unit("三河镇", kind="town")
    measure = item.measures.get()
    assignments.assign(
        pk=item.pk, unit=new, duty="responsible", measure=measure, target_share=Decimal(5), **by
    )
    row = item.assignments.get(unit=new)
    assert (row.state, row.sign_by) == (State.AWAITING_SIGNATURE, date(2026, 3, 4))
    assert fresh(item).state == "dispatched"


def test_a_unit_that_makes_no_sense_is_not_added(county: County) -> None:
    item, other, by = signed(county), signed(county), county.when("coordinator")
    new, gone = make_unit("三河镇"), make_unit("旧局")
    Unit.objects.filter(pk=gone.pk).update(valid_to=DAY)
    gone.refresh_from_db()
    with refuses(WrongUnit, "撤销"):
        assignments.assign(pk=item.pk, unit=gone, duty="responsible", **by)
    with refuses(WrongUnit, "已有牵头单位"):
        assignments.assign(pk=item.pk, unit=new, duty="lead", **by)
    with refuses(WrongUnit, "已经承办"):
        assignments.assign(pk=item.pk, unit=county.lead, duty="cooperating", **by)
    with refuses(WrongUnit, "不在本事项里"):
        assignments.assign(pk=item.pk, unit=new, duty="responsible", measure=other.measures.get(), **by)
    with refuses(WrongFigure):
        assignments.assign(pk=item.pk, unit=new, duty="responsible", target_share=Decimal(0), **by)


def test_the_lead_is_handed_over_and_not_released(county: County) -> None:
    item, by, other = signed(county), county.when("coordinator"), make_unit()
    with refuses(WrongUnit, "先移交"):
        assignments.release(pk=item.pk, unit=county.lead, reason="职责调整", **by)
    with refuses(WrongUnit, "没有承办"):
        assignments.release(pk=item.pk, unit=other, reason="职责调整", **by)


def test_a_released_unit_leaves_its_figures_out(county: County) -> None:
    item, by = finished(county), county.when("coordinator")
    assignments.release(pk=item.pk, unit=county.towns[0], reason="职责调整", **by)
    assert item.measures.get().achieved == 14
    assert item.reports.count() == 2


def test_many_items_change_hands_with_a_custody_list(county: County) -> None:
    """The lead of one, a town's figures of another, and a draft: nothing is lost, all is listed."""
    taker = make_unit("县数据局")
    items = [signed(county), finished(county), make_items(county)[0]]
    hand_over(county, items, county.lead, taker)

    for item in items:
        now = fresh(item)
        assert now.lead_unit == taker
        old, new = item.assignments.get(unit=county.lead), item.assignments.get(unit=taker)
        assert (old.state, new.duty) == (State.RELEASED, "lead")
    assert [fresh(item).state for item in items] == ["dispatched", "dispatched", "draft"]
    assert items[2].assignments.get(unit=taker).state == State.DRAFT

    paper = Paper.objects.get()
    assert paper.mark == "移交清单〔2026〕1号"
    assert paper.title == "县供电公司向县数据局移交 3 个事项"
    assert [one["number"] for one in paper.content["items"]] == [item.number for item in items]
    assert paper.content["items"][1]["progress"] == 100
    cited = Enclosure.objects.filter(name="custody_list").values_list("text", flat=True)
    assert list(cited) == [paper.mark] * 3
    kinds = Link.objects.order_by("-pk").values_list("kind", flat=True)[:4]
    assert list(kinds) == ["item.handed_over"] * 3 + ["paper.issued"]


def test_figures_and_reports_go_along(county: County) -> None:
    taker, item = make_unit("三河镇", kind="town"), finished(county)
    hand_over(county, [item], county.towns[1], taker)
    row = item.assignments.get(unit=taker)
    assert (row.achieved, row.target_share, row.progress) == (Decimal(14), Decimal(14), 100)
    assert (fresh(item).progress, item.measures.get().achieved) == (100, Decimal(20))
    listed = Paper.objects.get().content["items"][0]
    assert (listed["reports"], listed["evidence"]) == (1, 1)
    assert listed["duties"][0]["achieved"] == "14"

    county.people["taker"] = make_person(roles=[("liaison", taker)])
    assignments.sign(pks=[item.pk], unit=taker, **county.when("taker"))
    reports.report(
        assignment=row.pk, new=NewReport(text="复查", achieved=Decimal(13)), **county.when("taker")
    )
    assert item.measures.get().achieved == 19


def test_what_the_taker_owes_already_becomes_one_duty(county: County) -> None:
    item = finished(county)
    hand_over(county, [item], county.towns[0], county.towns[1])
    row = item.assignments.exclude(state=State.RELEASED).get(unit=county.towns[1])
    assert (row.target_share, row.achieved, row.progress) == (Decimal(20), Decimal(20), 100)
    assert (row.state, row.signed_by) == (State.AWAITING_SIGNATURE, None)
    assert fresh(item).progress == 100


def test_the_taker_may_become_the_lead_that_it_helped(county: County) -> None:
    item, by = signed(county), county.when("coordinator")
    helper = make_unit("县数据局")
    assignments.assign(pk=item.pk, unit=helper, duty="cooperating", **by)
    hand_over(county, [item], county.lead, helper)
    assert item.assignments.exclude(state=State.RELEASED).get(unit=helper).duty == "lead"
    assert fresh(item).lead_unit == helper


def test_a_hand_over_is_whole_or_not_at_all(county: County) -> None:
    taker = make_unit("县数据局")
    good, closing = signed(county), asked(county)
    with refuses(NotNow):
        hand_over(county, [good, closing], county.lead, taker)
    with refuses(WrongUnit, "没有承办"):
        hand_over(county, [good], taker, county.towns[0])
    with refuses(WrongUnit, "同一单位"):
        hand_over(county, [good], county.lead, county.lead)
    with refuses(ReasonMissing):
        hand_over(county, [good], county.lead, taker, reason=" ")
    gone = make_unit("旧局")
    Unit.objects.filter(pk=gone.pk).update(valid_to=DAY - timedelta(days=1))
    gone.refresh_from_db()
    with refuses(WrongUnit, "撤销"):
        hand_over(county, [good], county.lead, gone)
    with refuses(NotYours):
        assignments.hand_over(
            pks=[good.pk], giver=county.lead, taker=taker, reason="划转", **county.when("administrator")
        )
    assert not Paper.objects.exists()


def test_handed_over_before_dispatch_the_taker_gets_it(county: County) -> None:
    item, taker = make_items(county)[0], make_unit("县数据局")
    hand_over(county, [item], county.lead, taker)
    dispatching.dispatch(pks=[item.pk], **county.when("coordinator"))
    assert item.assignments.get(unit=taker).state == State.AWAITING_SIGNATURE
