"""Two keys by the database alone: statements written past every action, on both databases, are refused."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from guatu.accounts.actions import roles
from guatu.accounts.models import Person
from guatu.history import guards
from guatu.history.blanking import MARK
from guatu.ledgers.actions import (
    deadlines,
    dispatching,
    instructions,
    ledgers,
    look_backs,
    meetings,
    periods,
    regimes,
    reports,
    requests,
    sign_offs,
    verdicts,
)
from guatu.ledgers.actions.reports import NewEvidence, NewReport
from guatu.ledgers.models import (
    Assignment,
    CloseOut,
    Import,
    ImportLine,
    Item,
    Ledger,
    LookBackDraw,
    NewerPassage,
    Schedule,
    SchedulePoint,
    SiteCheck,
    SiteCheckDraw,
    SiteCheckFinding,
)
from guatu.ledgers.site_checks import deeds as site_checks
from guatu.ledgers.site_checks.results import NewResult
from tests.accounts.factories import ENTERED, ENTERED_AT, as_actor, make_person
from tests.ledgers.factories import (
    DAY,
    County,
    asked,
    closed,
    finished,
    make_items,
    new_item,
    newer_version,
    photo,
    signed,
)
from tests.ledgers.lights.regimes import asked as regime_asked
from tests.ledgers.lights.regimes import drafted
from tests.ledgers.meeting_factories import filed, held, planned, put
from tests.repeating import repeated

LATER = DAY + timedelta(days=1)
TWO_KEYS = "close_out_two_keys"


def ours() -> dict[str, guards.Guard]:
    """The guards of this room on the database of the run, by their names."""
    expected = guards.expected(connection.vendor).values()
    return {guard.name: guard for guard in expected if guard.table.startswith("ledgers_")}


def run(statement: str, *values: Any) -> None:
    """One statement, past Django's models."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused(sentence: str, statement: str, *values: Any) -> None:
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        run(statement, *values)


def turn(close_out: CloseOut, by: Person, **values: Any) -> tuple[str, list[Any]]:
    """The statement that turns the second key."""
    key = {"verified_by_id": by.pk, "verified_unit_id": by.unit_id, "verified_on": DAY} | values
    columns = ", ".join(f"{column} = %s" for column in key)
    return f"UPDATE ledgers_closeout SET {columns} WHERE id = %s", [*key.values(), close_out.pk]  # noqa: S608


def insert(close_out: CloseOut, by: Person, **values: Any) -> tuple[str, list[Any]]:
    """The statement that writes a second request with its second key turned already."""
    CloseOut.objects.filter(pk=close_out.pk).update(state="returned", ended_on=DAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM ledgers_closeout WHERE id = %s", [close_out.pk])
        row = dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))
    row |= {"id": close_out.pk + 1000, "number": 2, "state": "verifying", "ended_on": None}
    row |= {"verified_by_id": by.pk, "verified_unit_id": by.unit_id, "verified_on": DAY} | values
    places = ", ".join(["%s"] * len(row))
    return f"INSERT INTO ledgers_closeout ({', '.join(row)}) VALUES ({places})", list(row.values())  # noqa: S608


WRITES = pytest.mark.parametrize("write", [turn, insert])
Write = Callable[..., tuple[str, list[Any]]]


@repeated
def request_of(county: County) -> CloseOut:
    """A request that waits for the second key."""
    return asked(county).close_outs.get()


def without_units(close_out: CloseOut) -> None:
    """No unit holds a duty any more: what is refused now is refused for another reason."""
    Assignment.objects.filter(item=close_out.item_id).update(state=Assignment.State.RELEASED)


def delegated(principal: Person, delegate: Person, county: County, *, until: date | None = None) -> None:
    roles.delegate(
        principal=principal,
        delegate=delegate,
        unit=county.lead,
        valid_from=ENTERED,
        valid_to=until or date(2027, 1, 1),
        by=as_actor(principal),
        at=ENTERED_AT,
        on=ENTERED,
    )


def test_an_honest_second_key_turns(county: County) -> None:
    request = request_of(county)
    statement, values = turn(request, county.people["verifier"])

    run(statement, *values)

    assert CloseOut.objects.get(pk=request.pk).verified_by == county.people["verifier"]


@WRITES
def test_the_requester_does_not_verify(county: County, write: Write) -> None:
    request = request_of(county)
    statement, values = write(request, county.people["liaison"])
    refused("承办了本事项", statement, *values)

    without_units(request)
    desk = county.people["verifier"].unit_id
    statement, values = write(request, county.people["liaison"], verified_unit_id=desk)
    refused(TWO_KEYS, statement, *values)


@WRITES
def test_the_principal_of_the_requester_does_not_verify(county: County, write: Write) -> None:
    principal = make_person(roles=[("liaison", county.lead)])
    item = finished(county)
    delegate = county.people["delegate"] = make_person()
    delegated(principal, delegate, county)
    requests.ask(pk=item.pk, statement="都改完了", **county.when("delegate"))
    request = item.close_outs.get()
    assert (request.requested_by, request.requested_for) == (delegate, principal)

    without_units(request)
    desk = county.people["verifier"].unit_id
    for person in (principal, delegate):
        statement, values = write(request, person, verified_unit_id=desk)
        refused(f"{TWO_KEYS}|受申请人委托", statement, *values)
        statement, values = write(request, county.people["verifier"], verified_for_id=person.pk)
        refused(TWO_KEYS, statement, *values)


@WRITES
def test_who_acts_for_the_requester_does_not_verify(county: County, write: Write) -> None:
    request = request_of(county)
    without_units(request)
    statement, values = write(request, county.people["verifier"], verified_for_id=county.people["liaison"].pk)
    refused(TWO_KEYS, statement, *values)


@WRITES
def test_who_stands_in_for_the_requester_that_day_does_not_verify(county: County, write: Write) -> None:
    request = request_of(county)
    delegated(county.people["liaison"], county.people["verifier"], county)
    statement, values = write(request, county.people["verifier"])
    refused("受申请人委托", statement, *values)


def test_who_stood_in_until_yesterday_verifies(county: County) -> None:
    request = request_of(county)
    delegated(county.people["liaison"], county.people["verifier"], county, until=DAY)
    statement, values = turn(request, county.people["verifier"])
    run(statement, *values)


@WRITES
@pytest.mark.parametrize("column", ["verified_by_id", "verified_for_id"])
def test_the_reviewer_of_the_unit_does_not_verify(county: County, write: Write, column: str) -> None:
    request = request_of(county)
    without_units(request)
    statement, values = write(request, county.people["verifier"], **{column: county.people["reviewer"].pk})
    refused(TWO_KEYS, statement, *values)


def test_the_requester_does_not_review_for_his_unit(county: County) -> None:
    item = finished(county)
    request = requests.ask(pk=item.pk, statement="都改完了", **county.when("liaison"))
    for column in ("reviewed_by_id", "reviewed_for_id"):
        statement = f"UPDATE ledgers_closeout SET {column} = %s WHERE id = %s"  # noqa: S608
        refused("close_out_reviewed_by_another", statement, county.people["liaison"].pk, request.pk)


@WRITES
@pytest.mark.parametrize("place", ["unit", "office", "person", "principal"])
def test_nobody_verifies_for_a_unit_that_holds_a_duty(county: County, write: Write, place: str) -> None:
    request = request_of(county)
    town = county.towns[0]
    insider = make_person(unit=town)
    Assignment.objects.filter(item=request.item_id, unit=county.towns[1]).update(unit=county.office.unit)
    values: dict[str, Any] = {
        "unit": {"verified_unit_id": town.pk},
        "office": {"verified_office_id": county.office.pk},
        "person": {"verified_by_id": insider.pk},
        "principal": {"verified_for_id": insider.pk},
    }[place]
    desk = {"verified_unit_id": county.people["verifier"].unit_id}
    statement, row = write(request, county.people["verifier"], **desk | values)
    refused("单位承办了本事项", statement, *row)


def doer_of(county: County, item: Item, deed: str, *, principal: Person | None = None) -> Person:
    """Somebody from elsewhere who reported or uploaded in an item for a town."""
    person = county.people["doer"] = make_person(unit=county.people["verifier"].unit)
    row = item.assignments.get(unit=county.towns[0])
    delegated_by = principal or county.people["town"]
    roles.delegate(
        principal=delegated_by,
        delegate=person,
        unit=county.towns[0],
        valid_from=ENTERED,
        valid_to=date(2027, 1, 1),
        by=as_actor(delegated_by),
        at=ENTERED_AT,
        on=ENTERED,
    )
    if deed == "report":
        new = NewReport(text="又核对一遍", achieved=row.target_share)
        reports.report(assignment=row.pk, new=new, **county.when("doer"))
    else:
        proof = NewEvidence(file=photo(251), name="补.png")
        reports.prove(pk=item.pk, unit=county.towns[0], evidence=[proof], **county.when("doer"))
    return person


@WRITES
@pytest.mark.parametrize("deed", ["report", "upload"])
@pytest.mark.parametrize("as_principal", [False, True])
def test_a_doer_does_not_verify(county: County, write: Write, deed: str, *, as_principal: bool) -> None:
    item = finished(county)
    doer = doer_of(county, item, deed)
    requests.ask(pk=item.pk, statement="都改完了", **county.when("liaison"))
    requests.review(pk=item.pk, **county.when("reviewer"))
    request = item.close_outs.get()
    values = {"verified_for_id": doer.pk} if as_principal else {"verified_by_id": doer.pk}

    statement, row = write(request, county.people["verifier"], **values)
    refused("报过进展或传过佐证", statement, *row)


@WRITES
@pytest.mark.parametrize("deed", ["report", "upload"])
def test_for_whom_a_doer_acted_does_not_verify(county: County, write: Write, deed: str) -> None:
    item = finished(county)
    principal = make_person(unit=county.people["verifier"].unit, roles=[("liaison", county.towns[0])])
    doer_of(county, item, deed, principal=principal)
    requests.ask(pk=item.pk, statement="都改完了", **county.when("liaison"))
    requests.review(pk=item.pk, **county.when("reviewer"))

    statement, row = write(item.close_outs.get(), principal)
    refused("报过进展或传过佐证", statement, *row)


@WRITES
def test_a_meeting_without_minutes_is_no_key(county: County, write: Write) -> None:
    request = request_of(county)
    nobody = {"verified_by_id": None, "verified_unit_id": None, "verified_on": None}
    statement, row = write(request, county.people["verifier"], **nobody, meeting_on=DAY)
    refused("会议纪要", statement, *row)


CLOSE = "UPDATE ledgers_item SET state = 'closed', closed_on = %s WHERE id = %s"


def test_no_item_begins_struck_off(county: County) -> None:
    item = closed(county)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM ledgers_item WHERE id = %s", [item.pk])
        row = dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))
    row |= {"id": item.pk + 1000, "number": "5G-900"}
    places = ", ".join(["%s"] * len(row))
    refused(
        "不能销号",
        f"INSERT INTO ledgers_item ({', '.join(row)}) VALUES ({places})",  # noqa: S608
        *row.values(),
    )


def test_no_item_is_struck_off_without_a_request(county: County) -> None:
    refused("不能销号", CLOSE, DAY, finished(county).pk)


def test_no_item_is_struck_off_while_its_request_runs(county: County) -> None:
    refused("不能销号", CLOSE, DAY, asked(county).pk)


def test_no_item_is_struck_off_by_a_returned_request(county: County) -> None:
    item = asked(county)
    verdicts.send_back(pk=item.pk, remark="缺照片", judged={}, **county.when("verifier"))
    refused("不能销号", CLOSE, DAY, item.pk)


def test_no_item_is_struck_off_on_another_day_than_its_request(county: County) -> None:
    item = closed(county)
    refused("不能销号", CLOSE, LATER, item.pk)


def test_an_old_request_does_not_strike_off_what_was_opened_again(county: County) -> None:
    item = closed(county)
    look_backs.reopen(
        pk=item.pk, finding="又有 2 处", deadline=date(2026, 9, 1), **county.when("verifier", DAY)
    )
    refused("不能销号", CLOSE, DAY, item.pk)
    refused("回头看不能修改", "UPDATE ledgers_lookback SET state = 'holds' WHERE item_id = %s", item.pk)


@pytest.mark.parametrize("state", ["holds", "mostly", "relapsed"])
def test_nobody_looks_back_at_his_own_work(county: County, state: str) -> None:
    item = closed(county)
    insider = make_person("内线", unit=county.towns[0])
    statement = "UPDATE ledgers_lookback SET state = %s, done_by_id = %s, done_on = %s WHERE item_id = %s"
    for doer in (county.people["town"], county.people["liaison"], insider):
        refused("办过本事项或属于承办单位", statement, state, doer.pk, DAY, item.pk)
    run(statement, state, county.people["verifier"].pk, DAY, item.pk)


def test_a_draw_stays_as_it_was_drawn(county: County) -> None:
    filled(county)
    refused("抽查记录不能修改", "UPDATE ledgers_lookbackdraw SET share = 30")


@pytest.mark.parametrize(
    "column",
    [
        "number",
        "content_hash",
        "requested_by_id",
        "requested_for_id",
        "requested_unit_id",
        "requested_on",
        "reviewed_by_id",
        "reviewed_for_id",
        "reviewed_on",
        "verified_by_id",
        "verified_for_id",
        "verified_unit_id",
        "verified_office_id",
        "verified_on",
    ],
)
def test_a_key_that_has_turned_stays(county: County, column: str) -> None:
    county.ledger = set_ledger(county, needs_approval=True)
    item = closed(county)
    assert item.state == Item.State.APPROVING_CLOSE
    other: Any = {"number": 7, "content_hash": "0" * 64}.get(column)
    if column.endswith("_on"):
        other = LATER
    elif column.endswith("_id"):
        other = {"requested_unit_id": county.towns[0].pk, "verified_office_id": None}.get(
            column, make_person().pk
        )
    if column == "verified_unit_id":
        other = make_person().unit_id
    statement = f"UPDATE ledgers_closeout SET {column} = %s WHERE item_id = %s"  # noqa: S608
    refused("钥匙不能修改", statement, other, item.pk)


def test_an_approval_and_a_meeting_that_are_written_stay(county: County) -> None:
    county.ledger = set_ledger(county, needs_approval=True, publicity_days=5)
    item = asked(county)
    verdicts.decide_by_meeting(
        pk=item.pk,
        meeting_on=DAY,
        attendees="周行之、许听澜",
        minutes=photo(9),
        **county.when("coordinator"),
    )
    verdicts.approve(pk=item.pk, **county.when("leader"))
    for column, other in {
        "approved_by_id": make_person().pk,
        "approved_for_id": make_person().pk,
        "approved_on": LATER,
        "meeting_on": date(2026, 3, 1),
        "meeting_minutes_id": photo(10).pk,
        "publicity_from": date(2026, 3, 1),
    }.items():
        statement = f"UPDATE ledgers_closeout SET {column} = %s WHERE item_id = %s"  # noqa: S608
        refused("钥匙不能修改", statement, other, item.pk)


def set_ledger(county: County, **settings: Any) -> Ledger:
    return ledgers.change(ledger=county.ledger, **county.when("administrator"), **settings)


def test_a_request_that_has_ended_stays_but_for_redacted_words(county: County) -> None:
    item = closed(county)
    where = " WHERE item_id = %s"
    for change in ("state = 'returned'", "ended_on = '2026-03-05'", "statement = '别的话'", "remark = 'x'"):
        refused("已经办结的销号申请", f"UPDATE ledgers_closeout SET {change}{where}", item.pk)  # noqa: S608
    refused("已经办结的销号申请", f"UPDATE ledgers_closeout SET publicity_to = '2026-03-05'{where}", item.pk)  # noqa: S608

    run(f"UPDATE ledgers_closeout SET statement = %s{where}", MARK, item.pk)  # noqa: S608
    assert item.close_outs.get().statement == MARK


@pytest.mark.parametrize("name", sorted(name for name in ours() if name.endswith(("_delete", "_truncate"))))
def test_what_the_ledgers_hold_is_never_deleted(county: County, name: str) -> None:
    guard = ours()[name]
    filled(county)
    statement = f"DELETE FROM {guard.table}" if guard.event == "DELETE" else f"TRUNCATE {guard.table} CASCADE"  # noqa: S608
    if guard.event == "TRUNCATE":
        run("SET CONSTRAINTS ALL IMMEDIATE")  # else PostgreSQL would refuse for what is still to be checked
    refused("不能", statement)


@repeated
def filled(county: County) -> None:
    """A row in every table that may never lose one."""
    regime_asked(county)
    closed(county)
    row = signed(county).assignments.get(unit=county.lead)
    deadlines.ask(
        assignment=row.pk,
        new_deadline=date(2026, 9, 30),
        reason="停电窗口排不开",
        progress_text="已完成 12 处",
        **county.when("liaison"),
    )
    leader, by = county.people["leader"], county.when("coordinator")
    sign_offs.ask(pks=[make_items(county)[0].pk], leader=leader, **by)
    new = new_item(county)
    slip = instructions.slip(ledger=county.ledger, leader=leader, given_on=DAY, words="抓紧办", new=new, **by)
    dispatching.dispatch(pks=[slip.item_id], **by)
    instructions.send_report(instruction=slip, text="已办结", **by)
    put(county, held(county))
    weekly = ledgers.change(ledger=county.ledger, cadence="weekly", **by)
    LookBackDraw.objects.create(
        ledger=county.ledger, risk="low", share=20, checkpoint=1, seed="0" * 64, pool=5, taken=1,
        drawn_by=county.people["coordinator"], drawn_on=DAY,
    )  # fmt: skip
    brought = Import.objects.create(ledger=county.ledger, name="旧台账.xlsx", reason="转入", applied_on=DAY)
    ImportLine.objects.create(
        brought_by=brought, item=row.item, is_new=False, sheet="台账", row=3, revision=row.item.revision
    )
    NewerPassage.objects.create(item=row.item, directive=newer_version(county))
    plan = Schedule.objects.create(item=row.item, kind="months", deadline=DAY, set_on=DAY)
    SchedulePoint.objects.create(schedule=plan, day=DAY, share=100)
    periods.freeze(ledger=weekly, code="weekly", **county.when("coordinator", date(2026, 3, 6)))
    check = looked(county)
    assert check.close_out is not None
    SiteCheckFinding.objects.create(check_of=check, item=row.item)
    SiteCheckDraw.objects.create(
        item=row.item,
        close_out=check.close_out,
        share=20,
        ground="no_checkpoint",
        is_taken=True,
        drawn_on=DAY,
    )


@repeated
def looked(county: County) -> SiteCheck:
    """Somebody has looked at the place of a request."""
    item = asked(county)
    verdicts.order_site_check(pk=item.pk, words="双桥镇抽 1 处", **county.when("verifier"))
    new = NewResult(
        result="matches", finding="都已改造", photos=[NewEvidence(file=photo(245), name="现场.png")]
    )
    return site_checks.record(pk=item.pk, new=new, **county.when("verifier"))


def test_a_regime_that_was_asked_for_is_answered_as_it_was_written(county: County) -> None:
    version = regime_asked(county)
    use = version.uses_asked.get()
    told = "UPDATE ledgers_{} SET {} WHERE id = %s"
    for table, change, pk in (
        ("regimeversion", "text = 'x'", version.pk),
        ("regimeversion", "asked_by_id = NULL", version.pk),
        ("regimeuse", "preset = 'three_slips', regime_id = NULL", use.pk),
    ):
        refused("提请后不能修改", told.format(table, change), pk)
    regimes.approve(version=version, **county.when("leader"))
    for table, pk in (("regimeversion", version.pk), ("regimeuse", use.pk)):
        refused("提请后不能修改", told.format(table, "starts_on = '2030-01-01'"), pk)
        refused("提请后不能修改", told.format(table, "state = 'asked', answered_by_id = NULL"), pk)


def test_a_regime_is_approved_by_nobody_who_stands_for_who_asked(county: County) -> None:
    version = regime_asked(county)
    other = drafted(county, name="另一套")
    to = "UPDATE ledgers_regimeversion SET state = 'approved', answered_by_id = %s, answered_on = %s"
    values = [county.people["leader"].pk, DAY]
    refused("不能由提请人", f"{to}, asked_by_id = %s WHERE id = %s", *values, values[0], other.pk)
    principal, leader = county.people["coordinator"], county.people["leader"]
    roles.delegate(
        principal=principal,
        delegate=leader,
        office=county.office,
        valid_from=ENTERED,
        valid_to=date(2027, 1, 1),
        by=as_actor(principal),
        at=ENTERED_AT,
        on=ENTERED,
    )
    refused("不能由提请人", f"{to} WHERE id = %s", *values, version.pk)


@pytest.mark.parametrize("table", ["standardversion", "standardcheck"])
def test_a_published_standard_is_never_edited(county: County, table: str) -> None:
    column = "basis" if table == "standardversion" else "text"
    refused("发布后不能修改", f"UPDATE ledgers_{table} SET {column} = 'x'")  # noqa: S608


@pytest.mark.parametrize("table", ["item", "closeout", "standardversion", "standardcheck"])
def test_sqlite_does_not_replace_what_stands(county: County, table: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no INSERT OR REPLACE")
    closed(county)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ledgers_{table}")  # noqa: S608
        columns, row = [column[0] for column in cursor.description], cursor.fetchone()
    places = ", ".join(["%s"] * len(row))
    refused("不能", f"INSERT OR REPLACE INTO ledgers_{table} ({', '.join(columns)}) VALUES ({places})", *row)  # noqa: S608


def test_a_meeting_that_was_held_or_filed_stays_so(county: County) -> None:
    meeting, called_off = held(county), planned(county, meets_on=LATER)
    meetings.cancel(meeting=called_off, reason="与全县会议冲突", **county.when("coordinator"))
    one = "UPDATE ledgers_meeting SET {} WHERE id = %s"
    for state in ("planned", "cancelled"):
        refused("不能退回", one.format(f"state = '{state}'"), meeting.pk)
    refused("不能退回", one.format("state = 'planned'"), called_off.pk)
    refused("须有会议纪要", one.format("state = 'filed', filed_on = '2026-03-02'"), meeting.pk)
    filed(county, meeting)
    for change in ("state = 'held', filed_on = NULL", "meets_on = '2026-03-01'", "number = 9", "year = 2025"):
        refused("已归档的会议不能修改", one.format(change), meeting.pk)


def test_a_meeting_is_a_second_key_only_with_its_own_day_and_minutes(county: County) -> None:
    item = asked(county)
    meeting = held(county)
    put(county, meeting, item)
    columns = "meeting_id = %s, meeting_on = %s, meeting_minutes_id = %s"
    key = f"UPDATE ledgers_closeout SET {columns} WHERE item_id = %s"  # noqa: S608
    refused("须在申请之后召开", key, meeting.pk, DAY, photo(9).pk, item.pk)
    meeting = filed(county, meeting)
    refused("须在申请之后召开", key, meeting.pk, date(2026, 3, 1), meeting.minutes_id, item.pk)
    refused("须在申请之后召开", key, meeting.pk, DAY, photo(9).pk, item.pk)

    verdicts.decide_by_meeting(pk=item.pk, meeting=meeting, **county.when("coordinator"))
    swap = "UPDATE ledgers_meeting SET minutes_id = %s WHERE id = %s"
    refused("已归档的会议不能修改", swap, photo(9).pk, meeting.pk)
    run(swap, None, meeting.pk)  # redacted ones leave an empty place
    refused("钥匙不能修改", "UPDATE ledgers_closeout SET meeting_id = NULL WHERE item_id = %s", item.pk)


def test_a_site_check_that_is_done_stays_and_its_code_is_never_given_again(county: County) -> None:
    check = looked(county)
    one = "UPDATE ledgers_sitecheck SET {} WHERE id = %s"
    for other in ("result = 'differs'", "code = 'ZZZZZZ'", "code_use = 'photo'", "close_out_id = NULL"):
        refused("不能修改", one.format(other), check.pk)
    refused("不能修改", one.format("state = 'planned', result = '', done_by_id = NULL"), check.pk)
    run(one.format("finding = %s"), MARK, check.pk)


def test_nobody_looks_at_the_place_of_his_own_work(county: County) -> None:
    item = asked(county)
    verdicts.order_site_check(pk=item.pk, words="双桥镇抽 1 处", **county.when("verifier"))
    columns = "state = 'done', result = 'matches', done_by_id = %s, done_unit_id = %s, done_on = %s"
    statement = f"UPDATE ledgers_sitecheck SET {columns}, received_at = '2026-03-02' WHERE item_id = %s"  # noqa: S608
    insider = make_person("内线", unit=county.towns[0])
    for doer in (county.people["town"], county.people["liaison"], county.people["reviewer"], insider):
        refused("不能核查", statement, doer.pk, doer.unit_id, DAY, item.pk)
    verifier = county.people["verifier"]
    run(statement, verifier.pk, verifier.unit_id, DAY, item.pk)


@pytest.mark.parametrize("key", ["verifier", "meeting"])
def test_no_key_turns_before_somebody_has_looked(county: County, key: str) -> None:
    item = asked(county)
    verdicts.order_site_check(pk=item.pk, words="双桥镇抽 1 处", **county.when("verifier"))
    request = item.close_outs.get()
    if key == "verifier":
        statement, values = turn(request, county.people["verifier"])
    else:
        statement = "UPDATE ledgers_closeout SET meeting_on = %s, meeting_minutes_id = %s WHERE id = %s"
        values = [DAY, photo(9).pk, request.pk]
    refused("还有现场核查没有结果", statement, *values)
