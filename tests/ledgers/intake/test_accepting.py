"""Drafts are saved without loss, and become items once."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from guatu.history.models import Event
from guatu.ledgers.actions import sign_offs
from guatu.ledgers.errors import Incomplete, NotYours, WrongUnit
from guatu.ledgers.intake import accepting, editing, queries, saving
from guatu.ledgers.intake.entries import find
from guatu.ledgers.intake.errors import AlreadyEntered, DeadlinesPast, DraftChanged, NotReady
from guatu.ledgers.models import Draft, Item
from tests.accounts.factories import moment
from tests.ledgers.factories import DAY, make_county
from tests.ledgers.intake.conftest import PLAN, Desk, MakePaper

SURE = partial(editing.confirm_all_sure, on=DAY)


@pytest.fixture
def draft(desk: Desk, make_paper: MakePaper) -> Draft:
    return desk.read(desk.bring(make_paper("docx", PLAN), "整改方案.docx"))


@pytest.fixture
def confirmed(desk: Desk, draft: Draft) -> Draft:
    return save(desk, draft, SURE)


def save(desk: Desk, draft: Draft, change: editing.Change, *, revision: int | None = None) -> Draft:
    seen = draft.revision if revision is None else revision
    return saving.save(
        draft=draft, revision=seen, change=change, by=desk.county("coordinator"), at=moment(DAY)
    )


def dispatch(desk: Desk, draft: Draft, *, only: list[int] | None = None) -> list[Item]:
    return accepting.dispatch(
        draft=draft,
        revision=draft.revision,
        ledger=desk.county.ledger,
        only=only,
        **desk.county.when("coordinator"),
    )


def test_each_save_moves_the_revision_on_and_says_who(desk: Desk, draft: Draft) -> None:
    saved = save(desk, draft, partial(editing.edit, pk=1, title="站址不开放"))
    assert (saved.revision, saved.saved_by) == (1, desk.county.people["coordinator"])
    saved.refresh_from_db()
    assert find(saved.entries, 1)["title"] == "站址不开放"
    same = save(desk, saved, partial(editing.edit, pk=1, title="站址不开放"))
    assert same.revision == 1


def test_a_second_window_gets_both_versions_and_loses_nothing(desk: Desk, draft: Draft) -> None:
    save(desk, draft, partial(editing.edit, pk=1, title="第一个窗口"))
    with pytest.raises(DraftChanged, match="林知远 09:00 改过") as refusal:
        save(desk, draft, partial(editing.edit, pk=2, title="第二个窗口"), revision=0)
    assert find(refusal.value.draft.entries, 1)["title"] == "第一个窗口"
    yours = refusal.value.yours
    assert yours is not None
    assert [entry["title"] for entry in yours] == ["第一个窗口", "第二个窗口"]
    assert refusal.value.details() == {"revision": 1}
    draft.refresh_from_db()
    assert (draft.revision, find(draft.entries, 2)["title"]) == (1, "充电桩故障长期不修")


def test_the_last_edit_is_undone_and_done_again(desk: Desk, draft: Draft) -> None:
    saved = save(desk, draft, partial(editing.drop, pk=1))
    by, at = desk.county("coordinator"), moment(DAY)
    undone = saving.undo(draft=saved, revision=1, by=by, at=at)
    assert (find(undone.entries, 1)["status"], undone.revision) == ("unchecked", 2)
    again = saving.undo(draft=undone, revision=2, by=by, at=at)
    assert find(again.entries, 1)["status"] == "dropped"
    with pytest.raises(DraftChanged):
        saving.undo(draft=again, revision=2, by=by, at=at)


@pytest.mark.parametrize("who", ["liaison", "verifier", "leader", "inspector"])
def test_nobody_else_sees_or_saves_a_draft(desk: Desk, draft: Draft, who: str) -> None:
    somebody = desk.county(who)
    assert queries.draft(somebody, draft.pk) is None
    with pytest.raises(NotYours):
        saving.save(draft=draft, revision=0, change=SURE, by=somebody, at=moment(DAY))


def test_a_coordinator_of_another_office_sees_none_of_it(desk: Desk, draft: Draft) -> None:
    stranger = make_county()("coordinator")
    assert list(queries.drafts(stranger)) == []
    assert queries.draft(desk.county("coordinator"), draft.pk) == draft
    with pytest.raises(NotYours):
        saving.save(draft=draft, revision=0, change=SURE, by=stranger, at=moment(DAY))


def test_a_draft_that_waits_is_not_edited(desk: Desk, make_paper: MakePaper) -> None:
    waiting = desk.bring(make_paper("txt", PLAN), "整改方案.txt")
    with pytest.raises(NotReady, match="待读取"):
        save(desk, waiting, SURE)


def test_confirmed_entries_become_items_with_their_source_and_go_to_their_units(
    desk: Desk, confirmed: Draft
) -> None:
    first, second = dispatch(desk, confirmed)
    assert (first.number, first.state, first.title) == ("5G-001", "dispatched", "公共停车场没有开放站址")
    text = queries.source(confirmed)["text"]
    assert text[first.source_start : first.source_end].startswith("一、关于公共停车场没有开放站址的问题")
    assert first.directive == confirmed.directive
    assert (first.deadline, first.first_promise) == (date(2026, 9, 30), date(2026, 9, 30))
    assert [row.unit.name for row in first.assignments.order_by("pk")] == [
        "县住房和城乡建设局",
        "双桥镇",
        "石泉镇",
    ]
    assert list(second.measures.values_list("deadline", flat=True)) == [date(2026, 4, 30), None]
    confirmed.refresh_from_db()
    assert (confirmed.state, confirmed.before) == ("done", None)
    assert [entry["item"] for entry in confirmed.entries] == [first.pk, second.pk]
    assert Event.objects.filter(kind="item.dispatched").count() == 2


def test_a_figure_is_shared_among_units_as_somebody_has_said(desk: Desk, draft: Draft) -> None:
    saved = save(desk, draft, partial(editing.set_share, pk=1, at=1, share="5"))
    saved = save(desk, saved, partial(editing.set_share, pk=1, at=2, share="7"))
    saved = save(desk, saved, SURE)
    shares = {
        sheet.unit: line.shares
        for sheet in accepting.preview(draft=saved, on=DAY)
        for line in sheet.lines
        if line.shares
    }
    assert shares == {"双桥镇": ("5 处",), "石泉镇": ("7 处",)}
    (item,) = dispatch(desk, saved, only=[1])
    measure = item.measures.get()
    rows = {row.unit.name: (row.duty, row.measure, row.target_share) for row in item.assignments.all()}
    assert rows == {
        "县住房和城乡建设局": ("lead", None, None),
        "双桥镇": ("responsible", measure, 5),
        "石泉镇": ("responsible", measure, 7),
    }


def test_a_share_of_the_whole_stands_at_its_measure_and_the_lead_still_leads(
    desk: Desk, draft: Draft
) -> None:
    town = desk.county.towns[0]
    saved = save(
        desk,
        draft,
        partial(editing.add_unit, pk=2, unit_id=town.pk, unit=town.name, duty="responsible"),
    )
    for at, share in ((0, "8"), (1, "10")):
        saved = save(desk, saved, partial(editing.set_share, pk=2, at=at, share=share))
    saved = save(desk, saved, partial(editing.confirm, pk=2))
    (item,) = dispatch(desk, saved, only=[2])
    rows = item.assignments.order_by("unit", "pk").values_list(
        "unit__name", "duty", "measure__position", "target_share"
    )
    assert set(rows) == {
        ("县供电公司", "lead", None, None),
        ("县供电公司", "responsible", 2, 8),
        ("双桥镇", "responsible", 1, None),
        ("双桥镇", "responsible", 2, 10),
    }


def test_an_entry_becomes_an_item_once(desk: Desk, confirmed: Draft) -> None:
    (item,) = dispatch(desk, confirmed, only=[1])
    draft = Draft.objects.get(pk=confirmed.pk)
    assert (draft.state, find(draft.entries, 1)["status"]) == ("ready", "entered")
    with pytest.raises(AlreadyEntered):
        dispatch(desk, draft, only=[1])
    with pytest.raises(DraftChanged):
        dispatch(desk, confirmed, only=[2])
    undone = saving.undo(draft=draft, revision=2, by=desk.county("coordinator"), at=moment(DAY))
    assert find(undone.entries, 1)["item"] == item.pk
    assert len(dispatch(desk, undone)) == 1
    with pytest.raises(NotReady, match="已办结"):
        dispatch(desk, Draft.objects.get(pk=confirmed.pk))
    assert Item.objects.count() == 2


def test_only_what_was_confirmed_goes(desk: Desk, draft: Draft) -> None:
    with pytest.raises(Incomplete, match="请先确认至少一条"):
        dispatch(desk, draft)
    with pytest.raises(Incomplete, match="还没有确认"):
        dispatch(desk, draft, only=[2])
    saved = save(desk, draft, partial(editing.confirm, pk=1))
    assert len(dispatch(desk, saved)) == 1
    assert Draft.objects.get(pk=draft.pk).state == "ready"


def test_what_should_have_been_done_already_goes_out_only_when_somebody_says_so(
    desk: Desk, confirmed: Draft
) -> None:
    late = DAY + timedelta(days=150)
    given: dict[str, Any] = {
        "draft": confirmed,
        "revision": confirmed.revision,
        "ledger": desk.county.ledger,
        **desk.county.when("coordinator", late),
    }
    with pytest.raises(DeadlinesPast, match="有 1 条的时限已过（“充电桩故障长期不修”），没有交办"):
        accepting.dispatch(**given)
    with pytest.raises(DeadlinesPast):
        accepting.send_for_sign_off(**given, leader=desk.county.people["leader"])
    assert not Item.objects.exists()
    confirmed.refresh_from_db()
    assert {entry["status"] for entry in confirmed.entries} == {"confirmed"}
    assert len(accepting.dispatch(**given, only=[1])) == 1
    confirmed.refresh_from_db()
    (item,) = accepting.dispatch(**{**given, "revision": confirmed.revision}, even_past=True)
    assert (item.state, item.deadline, item.dispatched_on) == ("dispatched", date(2026, 6, 30), late)


def test_what_cannot_be_dispatched_enters_nothing(desk: Desk, confirmed: Draft) -> None:
    ended = desk.county.towns[0]
    ended.valid_to = DAY
    ended.save(update_fields=["valid_to"])
    with pytest.raises(WrongUnit, match="已撤销"):
        dispatch(desk, confirmed)
    assert not Item.objects.exists()
    confirmed.refresh_from_db()
    assert {entry["status"] for entry in confirmed.entries} == {"confirmed"}


def test_a_leader_signs_the_list_off_first(desk: Desk, confirmed: Draft) -> None:
    leader = desk.county.people["leader"]
    sign_off = accepting.send_for_sign_off(
        draft=confirmed,
        revision=confirmed.revision,
        ledger=desk.county.ledger,
        leader=leader,
        **desk.county.when("coordinator"),
    )
    assert (sign_off.leader, sign_off.items.count()) == (leader, 2)
    assert set(Item.objects.values_list("state", flat=True)) == {"approving"}
    sign_offs.approve(sign_off=sign_off, **desk.county.when("leader"))


def test_the_sheets_are_shown_unit_by_unit_before_anything_goes(desk: Desk, confirmed: Draft) -> None:
    sheets = accepting.preview(draft=confirmed, on=DAY)
    assert {
        sheet.unit: [(line.title, line.duty, line.deadline) for line in sheet.lines] for sheet in sheets
    } == {
        "县住房和城乡建设局": [("公共停车场没有开放站址", "牵头", date(2026, 9, 30))],
        "双桥镇": [("公共停车场没有开放站址", "责任", date(2026, 9, 30))],
        "石泉镇": [("公共停车场没有开放站址", "责任", date(2026, 9, 30))],
        "县供电公司": [("充电桩故障长期不修", "牵头", date(2026, 6, 30))],
    }
    assert {sheet.sign_by for sheet in sheets} == {date(2026, 3, 4)}
    assert not Item.objects.exists()
