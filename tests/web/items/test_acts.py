"""Acts done from the item's page, one after the other as offices and units do them."""

from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from guatu.ledgers.actions import ledgers as ledger_actions
from guatu.ledgers.actions import requests
from guatu.ledgers.events import Event
from guatu.ledgers.models import (
    Assignment,
    CloseOut,
    Evidence,
    EvidenceUse,
    Extension,
    Item,
    LookBack,
    Report,
)
from tests.accounts.factories import make_person
from tests.ledgers.factories import (
    DAY,
    DEADLINE,
    County,
    asked,
    closed,
    dispatched,
    finished,
    fresh,
    make_county,
    make_items,
    signed,
)
from tests.web.items.conftest import SetDay, SignIn
from tests.web.items.sending import do, paper, url


def test_a_draft_is_changed_and_dispatched(county: County, as_: SignIn) -> None:
    item, client = make_items(county)[0], as_("coordinator")
    given = {
        "title": "新的名称",
        "importance": "special",
        "problem": "甲",
        "deadline": "2026-07-31",
        "due_kind": "dated",
        "seen": item.revision,
    }
    item = do(client, item, Event.EDITED, **given, standard=county.standard.pk)
    assert (item.title, item.deadline, item.first_promise) == (
        "新的名称",
        date(2026, 7, 31),
        date(2026, 7, 31),
    )
    assert do(client, item, Event.DISPATCHED).state == Item.State.DISPATCHED


def test_a_place_is_written_down_as_maps_give_it(county: County, as_: SignIn) -> None:
    item, client = signed(county), as_("coordinator")
    given = {
        "title": item.title,
        "problem": item.problem,
        "importance": "ordinary",
        "place": "石泉镇粮站",
    }
    wrong = client.post(url(item, Event.EDITED), given | {"seen": item.revision, "coordinates": "粮站东门"})
    assert wrong.status_code == 422
    assert "请写成 30.512345,104.123456" in wrong.content.decode()
    assert fresh(item).place == ""

    item = do(client, item, Event.EDITED, **given, seen=item.revision, coordinates="104.1234567，30.5")
    assert (item.place, str(item.coordinates)) == ("石泉镇粮站", "30.5,104.123457")
    page = client.get(reverse("web:item", args=[item.pk])).content.decode()
    assert "石泉镇粮站" in page
    assert "地点、纬度、经度" in page

    form = client.get(url(item, Event.EDITED), headers={"HX-Request": "true"}).content.decode()
    assert "30.5,104.123457" in form
    assert do(client, item, Event.EDITED, **given, seen=item.revision).coordinates is None


def test_units_sign_report_and_ask_for_time_which_the_office_answers(county: County, as_: SignIn) -> None:
    item = dispatched(county)
    for name in ("liaison", "town", "other_town"):
        item = do(as_(name), item, Event.SIGNED)
    assert item.state == Item.State.IN_PROGRESS
    row = item.assignments.get(unit=county.towns[0])
    item = do(as_("town"), item, Event.REPORTED, row.pk, achieved="3", text="完成 3 处", happened_on=str(DAY))
    assert item.progress == 15
    report = item.reports.get()
    do(as_("coordinator"), item, Event.REPORT_RETURNED, report=report.pk, remark="缺照片，三日内补")
    row.refresh_from_db()
    assert row.state == Assignment.State.RETURNED
    lead = item.assignments.get(unit=county.lead)
    given = {
        "assignment": lead.pk,
        "new_deadline": "2026-08-31",
        "reason": "到货推迟",
        "progress_text": "3 处",
    }
    do(as_("liaison"), item, Event.EXTENSION_ASKED, **given)
    do(as_("liaison"), item, Event.EXTENSION_WITHDRAWN, extension=Extension.objects.get().pk)
    do(as_("liaison"), item, Event.EXTENSION_ASKED, **given)
    waiting = Extension.objects.get(state="asked").pk
    do(as_("coordinator"), item, Event.EXTENSION_REFUSED, extension=waiting, remark="理由不足")
    do(as_("liaison"), item, Event.EXTENSION_ASKED, **given)
    waiting = Extension.objects.get(state="asked").pk
    item = do(as_("coordinator"), item, Event.EXTENSION_APPROVED, extension=waiting)
    assert (item.deadline, item.first_promise) == (date(2026, 8, 31), DEADLINE)


def test_the_office_moves_units_and_days(county: County, as_: SignIn) -> None:
    item, client = signed(county), as_("coordinator")
    desk = county.people["verifier"].unit_id
    given = {"unit": desk, "duty": "cooperating"}
    do(client, item, Event.ASSIGNED, **given)
    do(client, item, Event.RELEASED, unit=desk, reason="不再配合")
    given = {"giver": county.towns[0].pk, "taker": desk, "reason": "职能划转"}
    item = do(client, item, Event.HANDED_OVER, **given)
    assert item.state == Item.State.DISPATCHED
    given = {"new_deadline": "2026-09-30", "reason": "上级调整", "seen": item.revision}
    item = do(client, item, Event.DEADLINE_CHANGED, **given, paper=paper())
    assert item.deadline == date(2026, 9, 30)
    assert do(client, item, Event.SUSPENDED, reason="等标准").is_suspended
    assert not do(client, item, Event.RESUMED).is_suspended
    assert do(client, item, Event.LONG_TERM_SET, reason="常抓").is_long_term
    assert not do(client, item, Event.LONG_TERM_ENDED, deadline="2026-12-31", reason="定下来").is_long_term


def test_an_item_goes_elsewhere_and_says_where(county: County, as_: SignIn) -> None:
    one, two, client = signed(county), signed(county), as_("coordinator")
    do(client, one, Event.MERGED, into=two.number.lower(), reason="同一件事")
    assert f"本项已并入 {two.number}" in client.get(reverse("web:item", args=[one.pk])).content.decode()
    other = make_county_ledger(county)
    two = do(client, two, Event.TRANSFERRED, to=other, reason="归专班")
    assert two.transferred_to is not None
    text = client.get(reverse("web:item", args=[two.pk])).content.decode()
    assert two.transferred_to.number in text
    assert 'id="t-offers"' not in text
    third = do(client, signed(county), Event.VOIDED, reason="重复")
    assert third.state == Item.State.VOIDED


def make_county_ledger(county: County) -> int:
    from guatu.ledgers.actions import ledgers

    made = ledgers.open_ledger(office=county.office, name="专项", prefix="ZX", **county.when("coordinator"))
    return int(made.pk)


def test_two_keys_turn_from_the_page(county: County, as_: SignIn, day: SetDay) -> None:
    item = finished(county)
    item = do(as_("liaison"), item, Event.CLOSE_ASKED, statement="20 处全部完成")
    item = do(as_("liaison"), item, Event.CLOSE_WITHDRAWN)
    item = do(as_("liaison"), item, Event.CLOSE_ASKED, statement="20 处全部完成")
    item = do(as_("reviewer"), item, Event.CLOSE_NOT_REVIEWED, reason="补一张照片")
    item = do(as_("liaison"), item, Event.CLOSE_ASKED, statement="已补")
    item = do(as_("reviewer"), item, Event.CLOSE_REVIEWED)
    item = do(as_("verifier"), item, Event.SITE_CHECK_ORDERED, reason="双桥镇 2 处，看表箱")
    line = county.standard.checks.get(method="person").pk
    item = do(
        as_("verifier"), item, Event.CLOSE_RETURNED, remark="旧图，重拍", **{f"line_{line}": "doubtful"}
    )
    assert item.state == Item.State.IN_PROGRESS
    item = do(as_("liaison"), item, Event.CLOSE_ASKED, statement="已重拍")
    item = do(as_("reviewer"), item, Event.CLOSE_REVIEWED)
    unjudged = as_("verifier").post(url(item, Event.CLOSE_VERIFIED), {})
    assert unjudged.status_code == 409
    assert "还不符合销号标准" in unjudged.content.decode()
    seen = {f"line_{line}": "met", f"note_{line}": "看过"}
    unlooked = as_("verifier").post(url(item, Event.CLOSE_VERIFIED), seen)
    assert unlooked.status_code == 409
    assert "还有现场核查没有结果" in unlooked.content.decode()
    item = do(as_("verifier"), item, Event.SITE_CHECK_PLANNED, due_on="2026-03-20", words="看表箱")
    item = do(as_("coordinator"), item, Event.SITE_CHECK_DROPPED, reason="汛期道路中断")
    item = do(as_("verifier"), item, Event.CLOSE_VERIFIED, **seen)
    assert item.state == Item.State.CLOSED
    item = do(as_("coordinator"), item, Event.LOOK_BACK_PLANNED, due_on="2026-04-01")
    day(date(2026, 4, 1))
    item = do(as_("verifier"), item, Event.LOOK_BACK_HELD, reason="没有反弹")
    item = do(as_("verifier"), item, Event.REOPENED, reason="又有 2 处", deadline="2026-06-01")
    assert (item.state, item.times_reopened) == (Item.State.IN_PROGRESS, 1)
    assert LookBack.objects.filter(item=item).count() == 2


def test_a_leader_approves_and_publicity_runs_its_days(
    db: None, day: SetDay, settings: Any, tmp_path: Any
) -> None:
    settings.FILES = tmp_path / "files"
    county = make_county(needs_approval=True, publicity_days=3)
    item = asked(county)
    line = county.standard.checks.get(method="person").pk
    item = do(client_of(county, "verifier"), item, Event.CLOSE_VERIFIED, **{f"line_{line}": "met"})
    item = do(client_of(county, "leader"), item, Event.CLOSE_APPROVED)
    assert item.state == Item.State.PUBLICITY
    early = client_of(county, "coordinator").post(url(item, Event.CLOSE_PUBLISHED))
    assert early.status_code == 409
    item = do(client_of(county, "coordinator"), item, Event.CLOSE_OBJECTED, reason="有 1 处未改")
    assert item.state == Item.State.IN_PROGRESS
    requests.ask(pk=item.pk, statement="已改", **county.when("liaison"))
    requests.review(pk=item.pk, **county.when("reviewer"))
    item = do(client_of(county, "verifier"), item, Event.CLOSE_VERIFIED, **{f"line_{line}": "met"})
    item = do(client_of(county, "leader"), item, Event.CLOSE_DECLINED, reason="再看看")
    requests.ask(pk=item.pk, statement="已改", **county.when("liaison"))
    requests.review(pk=item.pk, **county.when("reviewer"))
    item = do(client_of(county, "verifier"), item, Event.CLOSE_VERIFIED, **{f"line_{line}": "met"})
    item = do(client_of(county, "leader"), item, Event.CLOSE_APPROVED)
    day(date(2026, 3, 20))
    assert do(client_of(county, "coordinator"), item, Event.CLOSE_PUBLISHED).state == Item.State.CLOSED


def client_of(county: County, name: str) -> Client:
    client = Client()
    client.force_login(county.people[name])
    return client


def test_a_list_is_signed_off_before_it_goes(db: None, day: SetDay, settings: Any, tmp_path: Any) -> None:
    settings.FILES = tmp_path / "files"
    county = make_county(needs_sign_off=True)
    item, leader = make_items(county)[0], county.people["leader"].pk
    assert client_of(county, "coordinator").post(url(item, Event.DISPATCHED)).status_code == 409
    item = do(client_of(county, "coordinator"), item, Event.SIGN_OFF_ASKED, leader=leader)
    item = do(client_of(county, "leader"), item, Event.SIGN_OFF_RETURNED, remark="改时限")
    item = do(client_of(county, "coordinator"), item, Event.SIGN_OFF_ASKED, leader=leader)
    approving = url(item, Event.SIGN_OFF_APPROVED)
    assert 'name="paper"' not in client_of(county, "leader").get(approving).content.decode()
    unproved = client_of(county, "coordinator").post(approving)
    assert (unproved.status_code, "请附上纸质审签扫描件" in unproved.content.decode()) == (422, True)
    item = do(client_of(county, "coordinator"), item, Event.SIGN_OFF_APPROVED, paper=paper())
    assert do(client_of(county, "coordinator"), item, Event.DISPATCHED).state == Item.State.DISPATCHED


def test_the_office_as_doer_closes_by_a_meeting(county: County, as_: SignIn) -> None:
    item = asked(county)
    given = {"meeting_on": str(DAY), "attendees": "周行之、林知远"}
    item = do(as_("coordinator"), item, Event.CLOSE_BY_MEETING, **given, minutes=paper("纪要.pdf"))
    assert item.state == Item.State.CLOSED
    assert CloseOut.objects.get(item=item).meeting_on == DAY


def test_a_slip_ends_with_a_report_that_its_leader_reads(county: County, as_: SignIn) -> None:
    from guatu.ledgers.actions import dispatching, instructions
    from tests.ledgers.factories import new_item

    by = county.when("coordinator")
    slip = instructions.slip(
        ledger=county.ledger,
        leader=county.people["leader"],
        given_on=DAY,
        words="一周内拿出方案。",
        new=new_item(county, kind="instruction"),
        **by,
    )
    dispatching.dispatch(pks=[slip.item_id], **by)
    item = slip.item
    do(as_("coordinator"), item, Event.CLOSING_REPORT_SENT, text="方案已印发", file=paper("报告.pdf"))
    shown = as_("leader").get(reverse("web:item", args=[item.pk])).content.decode()
    assert "方案已印发" in shown
    assert "等领导阅" in shown
    do(as_("leader"), item, Event.CLOSING_REPORT_ANSWERED, answer="继续抓好")
    do(as_("coordinator"), item, Event.CLOSING_REPORT_SENT, text="第二次")
    do(as_("leader"), item, Event.CLOSING_REPORT_READ)
    assert "批复：继续抓好" in as_("coordinator").get(reverse("web:item", args=[item.pk])).content.decode()


def test_evidence_is_judged_by_the_verifier(county: County, as_: SignIn) -> None:
    item = asked(county)
    proof = item.evidence.all()[0]
    verdict = {"verdict": "rejected", "note_": "旧图"}
    do(as_("verifier"), item, Event.EVIDENCE_JUDGED, proof.pk, **verdict)
    proof.refresh_from_db()
    assert (proof.verdict, proof.verdict_note) == ("rejected", "旧图")


def test_a_closed_item_is_not_verified_again(county: County, as_: SignIn) -> None:
    item = closed(county)
    assert as_("verifier").post(url(item, Event.CLOSE_VERIFIED), {}).status_code == 409
    assert CloseOut.objects.filter(item=item).count() == 1


def test_measures_are_added_reworded_and_dropped(county: County, as_: SignIn) -> None:
    item, client = signed(county), as_("coordinator")
    add, change, drop = (
        reverse("web:item-act", args=[item.pk, f"measure-{one}"]) for one in ("add", "change", "drop")
    )
    given = {"text": "排出时序表", "target": "5", "quantity_unit": "期"}
    assert client.post(add, given | {"seen": item.revision}).status_code == 302
    made = item.measures.get(position=2)
    assert (made.text, int(made.target or 0)) == ("排出时序表", 5)
    clash = client.post(f"{change}?of={made.pk}", {"text": "每月通报", "seen": item.revision})
    assert clash.status_code == 409
    assert "排出时序表" in clash.content.decode()
    seen = fresh(item).revision
    assert client.post(f"{change}?of={made.pk}", {"text": "每月通报", "seen": seen}).status_code == 302
    assert client.post(f"{drop}?of={made.pk}", {"reason": "并入措施 1"}).status_code == 302
    made.refresh_from_db()
    assert (made.text, made.is_dropped) == ("每月通报", True)
    assert client.post(f"{drop}?of={made.pk}", {"reason": "再来"}).status_code == 409
    assert as_("town").post(add, given).status_code == 403


def test_a_proof_given_elsewhere_serves_this_item_too(county: County, as_: SignIn) -> None:
    other, item, client = finished(county), signed(county), as_("town")
    own, foreign = (Evidence.objects.get(item=other, unit=unit) for unit in county.towns)
    shown = client.get(url(item, Event.EVIDENCE_ADDED), headers={"HX-Request": "true"}).content.decode()
    assert f"{own.name}（{other.number}）" in shown

    measure = item.measures.get().pk
    do(client, item, Event.EVIDENCE_ADDED, used=[own.pk], measures=[measure])

    uses = EvidenceUse.objects.filter(item=item).values_list("evidence", "measure")
    assert list(uses) == [(own.pk, measure)]
    again = client.post(url(item, Event.EVIDENCE_ADDED), {"used": [own.pk]})
    stranger = client.post(url(item, Event.EVIDENCE_ADDED), {"used": [foreign.pk]})
    assert (again.status_code, stranger.status_code) == (422, 422)
    assert uses.count() == 1


def test_a_units_reviewer_lets_a_report_out_from_the_page(county: County, as_: SignIn) -> None:
    reviewer = make_person("梁思远", roles=[("reviewer", county.towns[0])])
    county.people["town_reviewer"] = reviewer
    ledger_actions.change(ledger=county.ledger, needs_report_review=True, **county.when("coordinator"))
    item = signed(county)
    row = item.assignments.get(unit=county.towns[0])
    told = {"happened_on": str(DAY)}
    do(as_("town"), item, Event.REPORTED, row.pk, achieved="3", text="换表 3 处", **told)
    draft = Report.objects.get(review="awaiting")
    assert "换表 3 处" not in as_("coordinator").get(reverse("web:item", args=[item.pk])).content.decode()
    assert "换表 3 处" in as_("town_reviewer").get(reverse("web:my-work")).content.decode()
    asking = as_("town_reviewer").get(url(item, Event.REPORT_RELEASED)).content.decode()
    assert "双桥镇 2026-03-02，陈念安：换表 3 处" in asking
    assert "换表 3 处" not in as_("reviewer").get(url(item, Event.REPORT_RELEASED)).content.decode()

    do(as_("town_reviewer"), item, Event.REPORT_DECLINED, report=draft.pk, remark="数字不对")
    assert "本单位审核退回：数字不对" in as_("town").get(reverse("web:my-work")).content.decode()
    do(as_("town"), item, Event.REPORTED, row.pk, achieved="2", text="换表 2 处", **told)
    again = Report.objects.get(review="awaiting")
    do(as_("town_reviewer"), item, Event.REPORT_RELEASED, report=again.pk)
    row.refresh_from_db()
    assert (row.state, int(row.achieved)) == ("reported", 2)
    story = as_("coordinator").get(reverse("web:item", args=[item.pk])).content.decode()
    assert "换表 2 处" in story
    assert "换表 3 处" not in story
