"""What people do to a draft, entry by entry."""

from copy import deepcopy
from datetime import date

import pytest

from guatu.accounts.queries import office_unit_book
from guatu.ledgers.errors import WrongDay, WrongFigure, WrongUnit
from guatu.ledgers.intake import dividing, doubting, editing, matching, queries
from guatu.ledgers.intake.entries import Entries, find, lead_of
from guatu.ledgers.intake.errors import AlreadyEntered, EntryIncomplete, NoSuchEntry, NothingToSplit
from tests.accounts.factories import make_unit
from tests.ledgers.factories import DAY
from tests.ledgers.intake.conftest import PLAN, Desk, MakePaper


@pytest.fixture
def entries(desk: Desk, make_paper: MakePaper) -> Entries:
    """Two entries: stations led by the housing bureau with two towns; piles of the power company alone."""
    return entries_of(desk, make_paper, PLAN)


def entries_of(desk: Desk, make_paper: MakePaper, lines: list[str]) -> Entries:
    read: Entries = desk.read(desk.bring(make_paper("txt", lines), "整改方案.txt")).entries
    return read


def titles(entries: Entries) -> list[str]:
    return [entry["title"] for entry in entries]


def units(entries: Entries, pk: int) -> list[tuple[str, str, int | None]]:
    return [
        (one["unit"] or one["written"], one["duty"], one["measure"]) for one in find(entries, pk)["duties"]
    ]


def test_a_draft_holds_what_the_document_says_with_units_matched_and_reasons(entries: Entries) -> None:
    first, second = entries
    assert titles(entries) == ["公共停车场没有开放站址", "充电桩故障长期不修"]
    assert units(entries, 1) == [
        ("县住房和城乡建设局", "lead", None),
        ("双桥镇", "responsible", None),
        ("石泉镇", "responsible", None),
    ]
    assert first["duties"][0]["reason"] == "“县住建局”是它的简称"
    assert (first["due"]["on"], first["due"]["text"]) == ("2026-09-30", "2026年9月30日前")
    assert (first["measures"][0]["target"], first["measures"][0]["quantity_unit"]) == ("12", "处")
    assert (second["due"]["on"], second["measures"][0]["deadline"]) == ("2026-06-30", "2026-04-30")
    assert first["status"] == second["status"] == "unchecked"
    assert first["confidence"] > 0.9


def test_nothing_that_was_given_is_changed(entries: Entries) -> None:
    before = deepcopy(entries)
    editing.edit(entries, 1, title="另一个名称")
    editing.confirm(entries, 1)
    editing.drop_unit(entries, 1, 1)
    dividing.merge_up(entries, 2)
    dividing.split(entries, 2, "measure")
    assert entries == before


def test_all_that_is_sure_is_confirmed_at_once(entries: Entries) -> None:
    doubtful = editing.edit(editing.set_due(entries, 2, on=None), 2)
    done = editing.confirm_all_sure(doubtful, on=DAY)
    assert [entry["status"] for entry in done] == ["confirmed", "unchecked"]
    put_aside = editing.confirm_all_sure(editing.put_off(entries, 1), on=DAY)
    assert [entry["status"] for entry in put_aside] == ["later", "confirmed"]


def test_what_should_have_been_done_already_is_doubtful_and_not_confirmed_with_others(
    entries: Entries,
) -> None:
    on = date(2026, 5, 1)
    first, second = doubting.seen_on(entries, on)
    assert first == entries[0]
    assert second["doubts"][0]["text"].startswith("措施 1 的时限 2026-04-30 已过 1 天，请核对时限")
    assert (second["confidence"], second["fields"]["due"]) == (0.5, 0.5)
    assert [one["status"] for one in editing.confirm_all_sure(entries, on=on)] == ["confirmed", "unchecked"]
    later = doubting.seen_on(entries, date(2026, 10, 1))
    assert later[0]["doubts"][0]["text"].startswith("办结时限 2026-09-30 已过 1 天")
    assert not doubting.seen_on(editing.drop(entries, 2), on)[1]["doubts"]
    done = deepcopy(entries)
    done[1]["measures"][0]["done"] = True
    assert not doubting.past(done[1], on)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("责任单位：县气象局。", "有单位没有对上名录（县气象局）"),
        ("责任单位：各镇街。", "没有牵头单位"),
        ("", "没有牵头单位"),
    ],
)
def test_an_entry_without_a_clear_unit_is_not_confirmed(
    desk: Desk, make_paper: MakePaper, line: str, what: str
) -> None:
    lines = [PLAN[0], PLAN[1], f"整改措施：公布清单，2026年9月30日前完成。{line}"]
    with pytest.raises(EntryIncomplete) as refusal:
        editing.confirm(entries_of(desk, make_paper, lines), 1)
    assert what in str(refusal.value)


def test_an_entry_without_a_time_is_confirmed_when_somebody_says_so(entries: Entries) -> None:
    without = editing.set_due(entries, 1, on=None)
    with pytest.raises(EntryIncomplete, match="没有办结时限"):
        editing.confirm(without, 1)
    at_once = editing.set_due(without, 1, on=None, kind="immediate")
    assert find(editing.confirm(at_once, 1), 1)["status"] == "confirmed"


def test_a_collective_name_stands_for_the_towns_one_chooses(desk: Desk, make_paper: MakePaper) -> None:
    lines = [PLAN[0], PLAN[1], "整改措施：开放站址。牵头单位：县供电公司。责任单位：各镇街。"]
    read = entries_of(desk, make_paper, lines)
    duty = find(read, 1)["duties"][1]
    assert duty["unit_id"] is None
    assert duty["reason"] == "“各镇街”是统称，指名录里的 2 个镇街"
    towns = [(one["unit_id"], one["unit"]) for one in duty["alternatives"]]
    chosen = editing.assign(read, 1, 1, towns)
    assert [name for name, duty, _ in units(chosen, 1) if duty == "responsible"] == ["双桥镇", "石泉镇"]
    assert "人工选定（镇街）" in {one["reason"] for one in find(chosen, 1)["duties"]}


def test_units_are_suggested_with_reasons_while_somebody_types(desk: Desk) -> None:
    book = office_unit_book(desk.county.office, on=DAY)
    found = matching.suggestions(book, "住建")
    assert (found[0]["unit"], found[0]["reason"]) == ("县住房和城乡建设局", "“住建”是它的简称")
    assert [one["unit"] for one in matching.suggestions(book, "桥")] == ["双桥镇"]
    assert matching.suggestions(book, " ") == []


def test_a_new_lead_makes_the_former_one_responsible(entries: Entries, desk: Desk) -> None:
    changed = editing.set_duty(entries, 1, 1, "lead")
    assert units(changed, 1)[:2] == [("县住房和城乡建设局", "responsible", None), ("双桥镇", "lead", None)]
    lead = desk.county.lead
    added = editing.add_unit(entries, 1, unit_id=lead.pk, unit=lead.name, duty="lead")
    found = lead_of(find(added, 1))
    assert found is not None
    assert found["unit"] == lead.name
    with pytest.raises(WrongUnit):
        editing.add_unit(added, 1, unit_id=lead.pk, unit=lead.name, duty="cooperating")


def test_losing_what_it_needs_an_entry_is_to_be_checked_again(entries: Entries) -> None:
    confirmed = editing.confirm(entries, 1)
    assert find(editing.drop_unit(confirmed, 1, 0), 1)["status"] == "unchecked"
    assert find(editing.edit(confirmed, 1, goal="全部开放"), 1)["status"] == "confirmed"


def test_merging_up_keeps_measures_units_days_and_both_sources(entries: Entries) -> None:
    (merged,) = dividing.merge_up(entries, 2)
    assert (merged["id"], merged["title"]) == (1, "公共停车场没有开放站址")
    assert merged["problem"] == "公共停车场没有开放站址；充电桩故障长期不修"
    assert [one["deadline"] for one in merged["measures"]] == [None, "2026-04-30", "2026-06-30"]
    assert merged["due"]["on"] == "2026-09-30"
    assert len(merged["sources"]) == 2
    assert [(duty["unit"], duty["duty"]) for duty in merged["duties"]] == [
        ("县住房和城乡建设局", "lead"),
        ("双桥镇", "responsible"),
        ("石泉镇", "responsible"),
        ("县供电公司", "responsible"),
    ]
    with pytest.raises(NoSuchEntry, match="上一条"):
        dividing.merge_up(entries, 1)


@pytest.mark.parametrize("by", ["measure", "deadline"])
def test_splitting_gives_each_measure_its_own_day_and_the_units(entries: Entries, by: str) -> None:
    parts = dividing.split(entries, 2, by)  # type: ignore[arg-type]
    assert [entry["id"] for entry in parts] == [1, 2, 3]
    first, second = parts[1:]
    assert (first["due"]["on"], second["due"]["on"]) == ("2026-04-30", "2026-06-30")
    assert [one["deadline"] for one in (*first["measures"], *second["measures"])] == [None, None]
    assert units(parts, 2) == units(parts, 3) == [("县供电公司", "lead", None)]
    assert [entry["number"] for entry in parts] == ["一", "二之1", "二之2"]
    assert [entry["title"] for entry in parts[1:]] == [one["measures"][0]["text"] for one in parts[1:]]
    with pytest.raises(NothingToSplit):
        dividing.split(entries, 1, by)  # type: ignore[arg-type]


TWO = """云桥县充电设施建设工作要点
## 一、充电设施建设滞后
一是由县发展和改革局牵头，县供电公司配合，2026年6月底前建成充电桩40根。
二是由县供电公司牵头，双桥镇配合，2026年9月底前完成配电台区扩容12处。
三是由石泉镇负责维护站容站貌，长期坚持。
""".splitlines()


def test_each_part_gets_units_time_and_place_that_its_own_words_name(
    desk: Desk, make_paper: MakePaper
) -> None:
    make_unit("县发展和改革局", division=desk.county.office.unit.division)
    draft = desk.read(desk.bring(make_paper("txt", TWO), "工作要点.txt"))
    text = queries.source(draft)["text"]
    (doubt,) = [one for one in draft.entries[0]["doubts"] if one["kind"] == "split"]
    assert doubt["text"] == ("本条有 3 种时限（2026-06-30、2026-09-30、长期坚持）和 3 组责任，建议拆成 3 条")
    assert len(dividing.split(draft.entries, 1, "deadline")) == 3
    parts = dividing.split(draft.entries, 1, "measure")
    assert [(part["id"], part["number"]) for part in parts] == [(1, "一之1"), (2, "一之2"), (3, "一之3")]
    assert [units(parts, part["id"]) for part in parts] == [
        [("县发展和改革局", "lead", None), ("县供电公司", "cooperating", None)],
        [("县供电公司", "lead", None), ("双桥镇", "cooperating", None)],
        [("石泉镇", "lead", None)],
    ]
    assert [(part["due"]["kind"], part["due"]["on"], part["due"]["text"]) for part in parts] == [
        ("dated", "2026-06-30", "2026年6月底前"),
        ("dated", "2026-09-30", "2026年9月底前"),
        ("long_term", None, "长期坚持"),
    ]
    for part in parts:
        assert part["title"] == part["measures"][0]["text"]
        start, end = part["span"] or (0, 0)
        assert part["sources"] == [part["span"]]
        named = [one["span"] or [0, 0] for one in part["duties"]]
        assert all(start <= low and high <= end for low, high in named)
        assert [text[low:high] for low, high in named] == [one["written"] for one in part["duties"]]
    assert all(lead_of(part)["confidence"] > 0.9 for part in parts)  # type: ignore[index]


def test_parts_keep_what_a_person_has_settled(desk: Desk, make_paper: MakePaper) -> None:
    make_unit("县发展和改革局", division=desk.county.office.unit.division)
    entries = entries_of(desk, make_paper, TWO)
    names = [one[0] for one in units(entries, 1)]
    without = editing.drop_unit(entries, 1, names.index("双桥镇"))
    town = desk.county.towns[1]
    more = editing.add_unit(without, 1, unit_id=town.pk, unit=town.name, duty="supervising")
    parts = dividing.split(more, 1, "measure")
    assert units(parts, 2) == [("县供电公司", "lead", None), ("石泉镇", "supervising", None)]


def test_what_was_merged_is_split_again_with_the_leads_of_before(entries: Entries) -> None:
    (merged,) = dividing.merge_up(entries, 2)
    parts = dividing.split([merged], 1, "measure")
    assert [units(parts, part["id"])[0] for part in parts] == [
        ("县住房和城乡建设局", "lead", None),
        ("县供电公司", "lead", None),
        ("县供电公司", "lead", None),
    ]


def test_a_part_of_a_part_and_numbers_in_words(entries: Entries) -> None:
    parts = dividing.split(entries, 2, "measure")
    parts = editing.add_measure(parts, 2, "张贴巡检公示牌")
    again = dividing.split(parts, 2, "measure")
    assert [entry["number"] for entry in again] == ["一", "二之1-1", "二之1-2", "二之2"]
    assert units(again, 4) == [("县供电公司", "lead", None)]


def test_a_share_is_a_figure_of_a_measure_and_goes_with_it(entries: Entries) -> None:
    with pytest.raises(WrongFigure, match="分配数请只填数字"):
        editing.set_share(entries, 1, 1, "五")
    with pytest.raises(WrongFigure, match="分配数应大于 0"):
        editing.set_share(entries, 1, 1, "0")
    shared = editing.set_share(entries, 2, 0, "18")
    parts = dividing.split(shared, 2, "measure")
    assert [part["duties"][0].get("share") for part in parts[1:]] == [None, "18"]
    assert find(editing.set_share(shared, 2, 0, ""), 2)["duties"][0]["share"] is None
    twice = editing.edit_measure(shared, 2, 0, target="3")
    with pytest.raises(WrongFigure, match="先有一条带目标数的措施"):
        editing.set_share(twice, 2, 0, "4")


def test_splitting_by_unit_lets_each_lead_its_part(entries: Entries) -> None:
    parts = dividing.split(entries, 1, "unit")
    assert titles(parts)[:2] == ["公共停车场没有开放站址（双桥镇）", "公共停车场没有开放站址（石泉镇）"]
    assert units(parts, 1) == [("双桥镇", "lead", None), ("县住房和城乡建设局", "supervising", None)]
    assert parts[2]["title"] == "充电桩故障长期不修"


def test_order_words_measures_and_status_change_as_told(entries: Entries) -> None:
    assert titles(editing.move(entries, 2, 0))[0] == "充电桩故障长期不修"
    more = editing.add_measure(entries, 1, "张贴公告")
    more = editing.edit_measure(more, 1, 1, deadline="2026-05-31", target="3.5", quantity_unit="处")
    assert find(more, 1)["measures"][1]["deadline"] == "2026-05-31"
    assert find(more, 1)["measures"][1]["target"] == "3.5"
    fewer = editing.drop_measure(more, 1, 0)
    assert [one["text"] for one in find(fewer, 1)["measures"]] == ["张贴公告"]
    dropped = editing.drop(entries, 1)
    assert find(dropped, 1)["status"] == "dropped"
    assert find(editing.restore(dropped, 1), 1)["status"] == "unchecked"
    added = editing.add(entries, title="补一条", after=1)
    assert titles(added)[1] == "补一条"
    assert added[1]["id"] == 3
    assert find(editing.set_kind(entries, 1, "task"), 1)["kind"] == "task"


def test_what_makes_no_sense_is_refused(entries: Entries) -> None:
    with pytest.raises(NoSuchEntry):
        editing.edit(entries, 9, title="没有")
    with pytest.raises(NoSuchEntry):
        editing.edit(entries, 1, status="entered")
    with pytest.raises(NoSuchEntry):
        editing.assign(entries, 1, 9, [(1, "县供电公司")])
    with pytest.raises(NoSuchEntry):
        editing.set_kind(entries, 1, "nonsense")
    with pytest.raises(WrongDay):
        editing.edit_measure(entries, 1, 0, deadline="月底")
    with pytest.raises(WrongDay):
        editing.set_due(entries, 1, on=None, kind="dated")
    for target in ("-1", "NaN", "许多", "Infinity"):
        with pytest.raises(WrongFigure):
            editing.edit_measure(entries, 1, 0, target=target)


def test_an_entry_that_is_an_item_is_not_touched(entries: Entries) -> None:
    entries[0]["status"] = "entered"
    for change in (editing.confirm, editing.drop, editing.restore, editing.put_off):
        with pytest.raises(AlreadyEntered):
            change(entries, 1)
    with pytest.raises(AlreadyEntered):
        editing.edit(entries, 1, title="改")
    with pytest.raises(AlreadyEntered):
        dividing.split(entries, 1, "unit")
    with pytest.raises(NoSuchEntry):
        dividing.merge_up(entries, 2)


def test_a_person_clears_a_doubt_by_setting_the_field(entries: Entries) -> None:
    doubtful = editing.set_due(entries, 1, on=None)
    assert [one["kind"] for one in find(doubtful, 1)["doubts"]] == ["due"]
    cleared = editing.set_due(doubtful, 1, on=date(2026, 8, 31))
    assert find(cleared, 1)["doubts"] == []
    assert find(cleared, 1)["fields"]["due"] == 1.0
