"""An office's own table becomes items as they stand in it, once, and only as it was shown."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from python_calamine import CalamineWorkbook

from guatu.history import rebuilding
from guatu.history.models import Event as Link
from guatu.ledgers.actions import deadlines, items, reports
from guatu.ledgers.actions.reports import NewReport
from guatu.ledgers.errors import NotYours, SecrecyMark
from guatu.ledgers.imports import applying, carrying, queries, receiving, rejecting
from guatu.ledgers.imports.errors import (
    ImportInUse,
    ImportNotReady,
    ImportStale,
    NoSuchColumn,
    NothingToDo,
    RowsHeldBack,
    SameTable,
)
from guatu.ledgers.intake import receiving as intake
from guatu.ledgers.intake import waiting_room
from guatu.ledgers.models import Assignment, ImportDraft, Item
from tests.accounts.factories import moment
from tests.ledgers.factories import DAY, photo
from tests.ledgers.imports.conftest import ROWS, Desk, workbook
from tests.ledgers.refusing import refuses


def test_what_the_table_tells_becomes_items_as_they_stand(desk: Desk) -> None:
    draft = desk.bring(workbook())
    brought = desk.apply(draft)
    first, done, kept_up = Item.objects.filter(import_lines__brought_by=brought).order_by("pk")
    assert first.state == Item.State.IN_PROGRESS
    assert first.deadline == first.first_promise == date(2026, 9, 30)
    assert first.lead_unit == desk.county.lead
    assert [one.text for one in first.measures.all()] == ["公布可开放站址清单"]
    duties = {one.unit.name: one.duty for one in first.assignments.all()}
    assert duties == {
        "县供电公司": "lead",
        "双桥镇": "responsible",
    }
    assert {one.state for one in first.assignments.all()} == {Assignment.State.WORKING}
    assert (done.state, done.progress) == (Item.State.IN_PROGRESS, 100)
    assert (kept_up.is_long_term, kept_up.deadline) == (True, None)


def test_the_chain_holds_one_deed_of_the_import_and_one_of_each_item(desk: Desk) -> None:
    before = Link.objects.count()
    brought = desk.apply(desk.bring(workbook()))
    links = list(Link.objects.order_by("pk")[before:])
    assert [one.kind for one in links] == ["import.applied", *["item.imported"] * 3]
    assert (links[0].subject_kind, links[0].subject_id) == ("import", brought.pk)
    assert links[0].enclosures.get(name=f"{brought.reference}.file").file_id == brought.file_id
    said = links[1].enclosures.get(name="reason").text
    assert said == "导入“旧台账.xlsx”（问题清单，第 3 行）：旧台账转入"
    assert (brought.added, brought.changed, brought.rejected) == (3, 0, 0)


def test_the_same_table_again_changes_nothing(desk: Desk) -> None:
    desk.apply(desk.bring(workbook()))
    again = desk.bring(workbook())
    assert desk.plan(again).counts["same"] == 3
    with pytest.raises(NothingToDo):
        desk.apply(again)


def test_a_newer_table_updates_what_is_new_in_it(desk: Desk) -> None:
    desk.apply(desk.bring(workbook()))
    first, second, _ = ROWS
    newer = [
        (1, first[1], "公布可开放站址清单", first[3], "双桥镇", "2026年10月底", "完成 60%", "否"),
        second,
        (4, "新来的问题无人接手", "定人定责", "县供电公司", "", "2026年8月底", "", "否"),
    ]
    draft = desk.bring(workbook(newer))
    counts = desk.plan(draft).counts
    assert (counts["new"], counts["changed"], counts["same"], counts["missing"]) == (1, 1, 1, 1)
    desk.apply(draft)
    item = Item.objects.get(number="5G-001")
    assert (item.deadline, item.first_promise, item.progress) == (date(2026, 10, 31), date(2026, 9, 30), 60)
    assert Item.objects.count() == 4
    assert item.last_kind == "item.import_changed"


def test_what_was_done_here_since_is_not_undone_by_the_old_words(desk: Desk) -> None:
    """The table says what it said before; the office has moved the day meanwhile."""
    desk.apply(desk.bring(workbook()))
    county, item = desk.county, Item.objects.get(number="5G-001")
    later = date(2026, 11, 30)
    deadlines.change(
        pk=item.pk, new_deadline=later, reason="领导同意", paper=photo(), **county.when("coordinator")
    )
    assert desk.plan(desk.bring(workbook())).counts["same"] == 3


def test_who_reported_here_is_not_overruled(desk: Desk) -> None:
    desk.apply(desk.bring(workbook()))
    row = Assignment.objects.get(item__number="5G-001", unit=desk.county.towns[0])
    reports.report(
        assignment=row.pk, new=NewReport(text="已完成四成", progress=40), **desk.county.when("town")
    )
    first = ROWS[0]
    draft = desk.bring(workbook([(*first[:6], "完成 60%", "否"), *ROWS[1:]]))
    (line, *_) = desk.plan(draft).lines
    assert line.verdict == "told"
    assert [(one.label, one.new, one.why_not) for one in line.changes] == [
        ("进度", "60%", "单位已在本系统报过进展，以所报为准")
    ]


def test_a_ledger_that_moved_after_the_preview_is_looked_at_again(desk: Desk) -> None:
    desk.apply(desk.bring(workbook()))
    draft = desk.bring(workbook([(*ROWS[0][:5], "2026年10月底", "", "否")]))
    item = Item.objects.get(number="5G-001")
    items.edit(pk=item.pk, seen=None, values={"category": "数字基建"}, **desk.county.when("coordinator"))
    with refuses(ImportStale):
        desk.apply(draft)
    receiving.ask_apply(draft=draft, asked=desk.asked(draft), **desk.county.when("coordinator"))
    draft.refresh_from_db()
    carried = carrying.carry_out(draft=draft, at=moment(DAY), on=DAY)
    assert carried.state == "ready"
    assert "没有导入" in carried.failure
    assert desk.apply(carried).changed == 1


def test_all_or_nothing_unless_the_good_rows_are_asked_for(desk: Desk) -> None:
    bad = (4, "没有这一天", "办", "县供电公司", "", "2026年13月40日", "", "否")
    draft = desk.bring(workbook([*ROWS, bad]))
    assert desk.plan(draft).counts["rejected"] == 1
    with refuses(RowsHeldBack):
        desk.apply(draft)
    brought = desk.apply(draft, good_only=True)
    assert (brought.added, brought.rejected) == (3, 1)


def test_the_file_comes_back_marked_and_can_be_mended_and_brought_in(desk: Desk) -> None:
    bad = (4, "没有这一天", "办", "县供电公司", "", "2026年13月40日", "", "否")
    draft = desk.bring(workbook([*ROWS, bad]))

    back = rejecting.sheet(draft)

    assert back is not None
    rows = CalamineWorkbook.from_filelike(BytesIO(back)).get_sheet_by_index(0).to_python()
    marked = [row for row in rows if any("2026年13月40日" in str(cell) for cell in row)]
    assert len(marked) == 1
    assert "不是日历上的日子" in str(marked[0][-1]), "the reason stands beside its row"
    assert rejecting.sheet(desk.bring(workbook())) is None, "what is good does not come back"
    again = desk.bring(back)
    assert (desk.plan(again).counts["new"], desk.plan(again).counts["rejected"]) == (3, 1)


def test_only_a_coordinator_of_the_office_brings_tables_in(desk: Desk) -> None:
    draft = desk.bring(workbook())
    for name in ("verifier", "leader", "liaison", "inspector", "administrator"):
        with refuses(NotYours):
            applying.apply(draft=draft, asked=desk.asked(draft), **desk.county.when(name))
        with refuses(NotYours):
            desk.bring(workbook(), **desk.county.when(name))


def test_a_table_is_brought_in_once(desk: Desk) -> None:
    draft = desk.bring(workbook())
    desk.apply(draft)
    with refuses(ImportNotReady):
        desk.apply(draft)


def test_the_same_file_waits_once(desk: Desk) -> None:
    desk.bring(workbook())
    with refuses(SameTable):
        desk.bring(workbook())
    assert desk.bring(workbook(), again=True).state == "ready"


def test_a_mark_of_secrecy_leaves_nothing(desk: Desk) -> None:
    with pytest.raises(SecrecyMark):
        desk.bring(workbook(title="机密★1年 问题整改台账"))
    assert not ImportDraft.objects.exists()
    assert not list((Path(settings.DATA) / "waiting").iterdir())


def test_a_unit_that_nobody_knew_is_named_once(desk: Desk) -> None:
    strange = [(1, "一个问题", "一条措施", "供电所老叫法站", "", "2026年9月底", "", "否")]
    draft = desk.bring(workbook(strange))
    plan = desk.plan(draft)
    assert plan.counts["rejected"] == 1
    (name,) = queries.strangers(draft, plan, on=DAY)
    assert name.written == "供电所老叫法站"
    receiving.correct_unit(
        draft=draft, written=name.written, unit_id=desk.county.lead.pk, **desk.county.when("coordinator")
    )
    draft.refresh_from_db()
    draft = desk.read(draft)
    assert desk.plan(draft).counts["new"] == 1
    assert desk.apply(draft).added == 1
    assert Item.objects.get().lead_unit == desk.county.lead
    assert desk.plan(desk.bring(workbook(strange))).counts["same"] == 1


def test_what_was_said_of_the_columns_is_remembered_for_such_heads(desk: Desk) -> None:
    heads = ("序号", "存在问题", "说法", "牵头单位", "完成时限")
    rows = [(1, "一个问题", "一条措施", "县供电公司", "2026年9月底")]
    draft = desk.bring(workbook(rows, heads))
    receiving.correct_columns(
        draft=draft, sheet="问题清单", columns={2: "measure"}, **desk.county.when("coordinator")
    )
    draft.refresh_from_db()
    desk.apply(desk.read(draft))
    assert [one.text for one in Item.objects.get().measures.all()] == ["一条措施"]
    next_one = desk.bring(workbook([(7, "另一个问题", "另一条措施", "县供电公司", "2026年9月底")], heads))
    assert desk.plan(next_one).matters[0].steps[0].text == "另一条措施"


def test_a_column_that_there_is_not_is_refused(desk: Desk) -> None:
    draft = desk.bring(workbook())
    with refuses(NoSuchColumn):
        receiving.correct_columns(
            draft=draft, sheet="问题清单", columns={2: "colour"}, **desk.county.when("coordinator")
        )


def test_what_was_struck_off_before_comes_in_as_such_and_says_so(desk: Desk) -> None:
    desk.apply(desk.bring(workbook()), done_as="closed")
    item = Item.objects.get(number="5G-002")
    assert (item.state, item.closed_before, item.closed_on) == (Item.State.CLOSED, True, DAY)
    assert not item.close_outs.exists()


def test_an_item_of_ours_never_becomes_one_that_was_struck_off_before(desk: Desk) -> None:
    desk.apply(desk.bring(workbook()))
    with pytest.raises(DatabaseError, match="启用前销号"), transaction.atomic():
        Item.objects.filter(number="5G-001").update(closed_before=True)


def test_without_units_or_a_day_an_item_comes_in_as_a_draft(desk: Desk) -> None:
    rows = [
        (1, "没有单位的问题", "办", "", "", "2026年9月底", "", "否"),
        (2, "没有时限的问题", "办", "县供电公司", "", "", "", "否"),
    ]
    draft = desk.bring(workbook(rows))
    assert [one.note for one in desk.plan(draft).lines] == ["没有牵头单位，先作草稿", "没有时限，先作草稿"]
    desk.apply(draft)
    assert {one.state for one in Item.objects.all()} == {Item.State.DRAFT}


def test_taken_back_what_it_made_is_void_and_what_it_changed_is_as_before(desk: Desk) -> None:
    desk.apply(desk.bring(workbook()))
    before = snapshot(Item.objects.get(number="5G-001"))
    changed = (
        1,
        ROWS[0][1],
        "换一条措施的说法，公布清单",
        "县供电公司",
        "双桥镇",
        "2026年10月底",
        "完成 60%",
        "否",
    )
    new = (9, "多出来的问题", "办", "县供电公司", "", "2026年8月底", "", "否")
    second = desk.apply(desk.bring(workbook([changed, *ROWS[1:], new])))
    assert snapshot(Item.objects.get(number="5G-001")) != before
    undone = desk.undo(second)
    assert undone.state == "undone"
    assert snapshot(Item.objects.get(number="5G-001")) == before
    assert Item.objects.get(title="多出来的问题").state == Item.State.VOIDED
    kinds = Link.objects.order_by("-pk").values_list("kind", flat=True)[:3]
    assert set(kinds) == {"import.undone", "item.import_reverted"}
    with refuses(ImportNotReady):
        desk.undo(second)


def test_an_import_on_which_somebody_worked_stays(desk: Desk) -> None:
    brought = desk.apply(desk.bring(workbook()))
    item = Item.objects.get(number="5G-001")
    items.edit(pk=item.pk, seen=None, values={"goal": "都公布"}, **desk.county.when("coordinator"))
    with refuses(ImportInUse, "5G-001"):
        desk.undo(brought)
    assert queries.why_not_undo(brought) == ["5G-001"]


def test_what_was_struck_off_before_is_taken_back_too(desk: Desk) -> None:
    brought = desk.apply(desk.bring(workbook()), done_as="closed")
    desk.undo(brought)
    assert {one.state for one in Item.objects.all()} == {Item.State.VOIDED}


def test_the_events_tell_every_row_that_an_import_wrote(desk: Desk) -> None:
    desk.apply(desk.bring(workbook()))
    desk.undo(desk.apply(desk.bring(workbook([(*ROWS[0][:5], "2026年10月底", "完成 60%", "否")]))))
    assert rebuilding.check().found == []


def snapshot(item: Item) -> tuple[object, ...]:
    measures = [(one.text, one.deadline) for one in item.measures.filter(is_dropped=False)]
    units = [(one.unit_id, one.duty, one.progress) for one in item.assignments.exclude(state="released")]
    return item.title, item.problem, item.deadline, item.first_promise, item.progress, measures, units


def test_a_table_that_waits_is_not_swept_away_and_one_that_nobody_read_is(desk: Desk) -> None:
    later = moment(DAY) + timedelta(days=4000)  # files lie there since the day of the test
    draft = receiving.receive(
        upload=BytesIO(workbook()),
        name="旧台账.xlsx",
        ledger=desk.county.ledger,
        **desk.county.when("coordinator"),
    )
    intake.sweep(older_than=later)
    assert waiting_room.path_of(draft.waiting_as).is_file()
    receiving.sweep(older_than=later)
    intake.sweep(older_than=later)
    draft.refresh_from_db()
    assert (draft.state, draft.waiting_as) == ("failed", "")
    assert not list((Path(settings.DATA) / "waiting").iterdir())
