"""What was ticked is done by the actions that stand, all of it or nothing; and nothing else is done."""

from datetime import date, timedelta

import pytest

from guatu.history.models import Event as Link
from guatu.ledgers.actions import assignments, deadlines, items
from guatu.ledgers.errors import NotNow, NotYours
from guatu.ledgers.events import Event
from guatu.ledgers.intake import accepting, editing, saving
from guatu.ledgers.intake.errors import ReplacedByNewer, RestatesItem
from guatu.ledgers.models import Directive, Draft, Item, NewerPassage
from guatu.ledgers.revisions import comparing, naming
from guatu.ledgers.revisions.errors import ComparisonStale, NotAVersion, NothingTicked
from tests.accounts.factories import make_office, make_person
from tests.ledgers.factories import photo
from tests.ledgers.refusing import refuses, written
from tests.ledgers.revisions.conftest import LATER, MakePlan, Plan


def trail(item: Item) -> list[str]:
    """What people did to an item, the first first."""
    links = Link.objects.filter(subject_kind="item", subject_id=item.pk).exclude(kind="item.lit")
    return list(links.order_by("pk").values_list("kind", flat=True))


def reasons(item: Item) -> set[str]:
    """The reasons that its trail gives."""
    links = Link.objects.filter(subject_kind="item", subject_id=item.pk, enclosures__name="reason")
    return {text or "" for text in links.values_list("enclosures__text", flat=True)}


def test_a_deadline_moves_by_the_newer_document_and_the_first_promise_stays(make_plan: MakePlan) -> None:
    plan = make_plan()

    done = plan.apply(plan.edit("supply", "due"))

    item = plan.fresh("supply")
    assert [one.pk for one in done.changed] == [item.pk]
    assert (item.deadline, item.first_promise) == (date(2026, 11, 30), date(2026, 9, 30))
    assert trail(item)[-3:] == ["item.revised", "item.edited", "item.deadline_changed"]
    assert item.due_text == "2026年11月30日前"
    last = Link.objects.filter(subject_id=item.pk, kind="item.deadline_changed").get()
    assert last.enclosures.get(name="paper").file_id == plan.directive.file_id
    assert all("《云桥县城乡服务设施问题整改方案》" in one for one in reasons(item))
    passage = NewerPassage.objects.get(item=item)
    assert passage.directive == plan.directive
    assert item.directive == plan.older.directive  # where it came from stays
    assert [plan.fresh(code).revision for code in ("fees", "piles")] == [1, 1]


def test_units_words_measures_and_the_lead_change_by_their_own_acts(make_plan: MakePlan) -> None:
    plan = make_plan()
    ticked = [
        plan.edit("piles", "unit_new"), plan.edit("piles", "unit_gone"), plan.edit("fees", "problem"),
        plan.edit("fees", "measure"), plan.edit("wells", "measure"), plan.edit("wells", "measure_target"),
        plan.edit("lamps", "lead"), plan.edit("lamps", "unit_new"),
    ]  # fmt: skip

    plan.apply(*ticked)

    piles, fees, wells, lamps = (plan.fresh(code) for code in ("piles", "fees", "wells", "lamps"))
    assert trail(piles)[-3:] == ["item.revised", "item.assigned", "item.released"]
    units = piles.assignments.exclude(state="released").values_list("unit__name", flat=True)
    assert set(units) == {"县供电公司", "石泉镇"}
    assert fees.title == fees.problem == "充电服务费收取标准不透明、群众反映多"
    assert "公布举报电话" in fees.measures.get().text
    assert trail(wells)[-2:] == ["item.revised", "item.edited"]
    assert wells.measures.get().target == 310
    assert lamps.lead_unit is not None
    assert lamps.lead_unit.name == "县供电公司"
    assert "item.handed_over" in trail(lamps)
    assert lamps.assignments.filter(
        unit__name="石泉镇", duty="responsible", state="awaiting_signature"
    ).exists()


def test_of_the_newer_entries_only_the_new_ones_are_entered(make_plan: MakePlan) -> None:
    plan = make_plan()
    before = Item.objects.count()

    done = plan.apply(plan.edit("gas", "enter"), plan.edit("roads", "enter"))

    assert [one.title for one in done.entered] == ["道路破损无人修补", "瓶装燃气安全检查流于形式"]
    assert Item.objects.count() == before + 2
    assert {one.state for one in done.entered} == {"draft"}
    assert {one.directive_id for one in done.entered} == {plan.directive.pk}
    statuses = {one["title"]: one["status"] for one in Draft.objects.get(pk=plan.newer.pk).entries}
    assert statuses["瓶装燃气安全检查流于形式"] == "entered"
    assert statuses["公共停车场没有开放站址"] == "unchecked"


def test_what_is_an_item_already_is_not_confirmed_or_entered_from_the_draft(make_plan: MakePlan) -> None:
    plan = make_plan()
    draft, by = Draft.objects.get(pk=plan.newer.pk), plan.when()
    known = next(one for one in draft.entries if one["title"] == "公共停车场没有开放站址")

    with refuses(RestatesItem, "新旧对照"):
        saving.save(
            draft=draft, revision=draft.revision, by=by["by"], at=by["at"],
            change=lambda entries: editing.confirm(entries, known["id"]),
        )  # fmt: skip
    sure = editing.confirm_all_sure(draft.entries, on=LATER)
    confirmed = {one["title"] for one in sure if one["status"] == "confirmed"}
    assert confirmed <= {"道路破损无人修补", "瓶装燃气安全检查流于形式", "建筑工地扬尘管控不严"}


def test_the_older_draft_is_not_entered_any_more(make_plan: MakePlan) -> None:
    plan = make_plan()
    Draft.objects.filter(pk=plan.older.pk).update(state="ready")
    draft = Draft.objects.get(pk=plan.older.pk)

    with refuses(ReplacedByNewer, "请从新版入账"):
        accepting.enter(draft=draft, revision=draft.revision, ledger=plan.county.ledger, **plan.when())


def test_gone_problems_are_voided_only_where_ticked(make_plan: MakePlan) -> None:
    plan = make_plan()

    plan.apply(plan.edit("archive", "void"))

    assert plan.fresh("archive").state == "voided"
    assert trail(plan.fresh("archive"))[-2:] == ["item.revised", "item.voided"]
    assert plan.fresh("trees").state == "dispatched"


def test_everything_twice_changes_nothing(make_plan: MakePlan) -> None:
    plan = make_plan()
    found = plan.compare()
    ticked = [key for key, one in found.edits.items() if one.what != "measure_gone"]

    first = plan.apply(*ticked)
    before = written()
    second = plan.apply(*ticked)

    assert len(first.changed) == len(plan.items)
    assert (second.changed, second.entered) == ([], [])
    assert second.passed_over == len(ticked)
    assert written() == before
    assert Draft.objects.get(pk=plan.newer.pk).state == "done"
    assert plan.compare().edits == {}


def test_an_item_that_moved_on_since_refuses_all_that_was_ticked(make_plan: MakePlan) -> None:
    plan = make_plan()
    due, other = plan.edit("supply", "due"), plan.edit("fees", "problem")
    deadlines.change(
        pk=plan.items["supply"].pk, new_deadline=date(2026, 10, 15), reason="领导同意", paper=photo(9),
        **plan.when(),
    )  # fmt: skip

    with refuses(ComparisonStale, f"{plan.items['supply'].number}.*调整时限"):
        plan.apply(due, other)

    again = plan.edit("supply", "due")
    assert (again.old, again.new) == ("2026-10-15", "2026-11-30")
    assert "已在台账里另行改过" in again.note


def test_a_change_that_does_not_touch_what_was_ticked_is_no_hindrance(make_plan: MakePlan) -> None:
    plan = make_plan()
    due = plan.edit("supply", "due")
    values: dict[str, object] = {"category": "用电"}
    items.edit(pk=plan.items["supply"].pk, seen=None, values=values, **plan.when())

    plan.apply(due)

    assert plan.fresh("supply").deadline == date(2026, 11, 30)


def test_what_the_state_forbids_is_shown_with_its_reason_and_refused(make_plan: MakePlan) -> None:
    plan = make_plan()
    due = plan.edit("supply", "due")
    items.suspend(pk=plan.items["supply"].pk, reason="等上级批复", **plan.when())

    blocked = plan.edit("supply", "due")

    assert (blocked.state, blocked.why) == ("blocked", "现在是“待签收（挂起）”，不能调整时限")
    assert blocked.key not in plan.compare().edits
    with refuses(ComparisonStale):
        plan.apply(due)


def test_one_refusal_takes_everything_back(make_plan: MakePlan) -> None:
    """A unit that was abolished meanwhile refuses what was done before it too."""
    plan = make_plan()
    ticked = [plan.edit("supply", "due"), plan.edit("piles", "unit_new"), plan.edit("gas", "enter")]
    town = plan.county.towns[1]
    type(town).objects.filter(pk=town.pk).update(valid_to=LATER)

    with refuses(Exception, "撤销"):
        plan.apply(*ticked)


def test_drafts_take_the_newer_words_and_days_at_once(make_plan: MakePlan) -> None:
    plan = make_plan(dispatch=False)

    plan.apply(plan.edit("supply", "due"), plan.edit("lamps", "lead"), plan.edit("market", "due"))

    supply, lamps, market = (plan.fresh(code) for code in ("supply", "lamps", "market"))
    assert (supply.deadline, supply.first_promise) == (date(2026, 11, 30), date(2026, 11, 30))
    assert lamps.lead_unit is not None
    assert lamps.lead_unit.name == "县供电公司"
    assert (market.due_kind, market.deadline, market.is_long_term) == ("long_term", None, True)


def test_long_term_is_set_by_its_own_act_once_dispatched(make_plan: MakePlan) -> None:
    plan = make_plan()

    plan.apply(plan.edit("market", "due"))

    assert plan.fresh("market").is_long_term
    assert trail(plan.fresh("market"))[-1] == "item.long_term_set"


def test_what_was_changed_here_alone_is_not_asked_back(make_plan: MakePlan) -> None:
    """The newer version says of the lead what the older one said: it has no word on what people did since."""
    plan = make_plan()
    stranger = plan.county.people["stranger"].unit
    assert stranger is not None
    assignments.assign(pk=plan.items["meters"].pk, unit=stranger, duty="cooperating", **plan.when())

    assert list(plan.line("meters").edits) == []


def test_who_coordinates_nothing_here_does_nothing(make_plan: MakePlan) -> None:
    plan = make_plan()
    due = plan.edit("supply", "due")
    for who in ("verifier", "leader", "administrator", "liaison"):
        with refuses((NotYours, ComparisonStale)):  # type: ignore[arg-type]
            plan.apply(due, **plan.when(who))
    with refuses(NothingTicked):
        plan.apply()


def test_a_document_has_one_newer_version_of_its_own_office_and_none_in_a_circle(make_plan: MakePlan) -> None:
    plan = make_plan(name=False)
    older, newer = plan.older.directive, plan.directive
    assert older is not None
    with refuses(NotAVersion, "没有登记"):
        plan.compare()
    assert [one.directive for one in naming.candidates(newer) if one.is_likely] == [older]

    naming.name(directive=newer, replaces=older, **plan.when())
    before = written()
    naming.name(directive=newer, replaces=older, **plan.when())

    assert written() == before
    third = Directive.objects.create(office=plan.county.office, title="方案再稿", received_on=LATER)
    elsewhere = Directive.objects.create(office=make_office(), title="别处的", received_on=LATER)
    for one, replaces, words in (
        (older, newer, "本身是它的新版本"), (third, older, "已有新版本"), (third, elsewhere, "没有这一项"),
        (newer, third, "已登记为另一份"),
    ):  # fmt: skip
        with refuses(Exception, words):
            naming.name(directive=one, replaces=replaces, **plan.when())
    with refuses(NotYours):
        naming.name(directive=third, replaces=newer, **plan.when("verifier"))


def test_a_name_is_taken_back_until_something_was_done_by_it(make_plan: MakePlan) -> None:
    plan = make_plan()
    naming.unname(directive=plan.directive, **plan.when())
    assert plan.directive.replaces is None
    assert not any("restates" in one for one in Draft.objects.get(pk=plan.newer.pk).entries)

    assert plan.older.directive is not None
    naming.name(directive=plan.directive, replaces=plan.older.directive, **plan.when())
    plan.apply(plan.edit("supply", "due"))
    with refuses(NotNow, "已有事项按它更新"):
        naming.unname(directive=plan.directive, **plan.when())


def test_a_person_pairs_what_the_machine_did_not_and_the_other_way_round(make_plan: MakePlan) -> None:
    plan = make_plan()
    gas, fees = (
        _entry(plan, title) for title in ("瓶装燃气安全检查流于形式", "充电服务费收取标准不透明、群众反映多")
    )
    archive = plan.line("archive").pair.old
    assert archive is not None

    naming.pair_by_hand(directive=plan.directive, entry=gas, older=archive.key, **plan.when())
    naming.pair_by_hand(directive=plan.directive, entry=fees, older=None, **plan.when())

    assert {one.item for one in plan.line("gas").edits} == {plan.items["archive"].pk}
    assert plan.line("fees").outcome == "new" or plan.line("fees").pair.new is not None
    lines = [line for line in plan.compare().lines if line.outcome == "gone"]
    assert {line.touched[0].item.pk for line in lines} == {plan.items["fees"].pk, plan.items["trees"].pk}


def test_a_third_version_finds_the_items_of_the_first_by_the_second(make_plan: MakePlan) -> None:
    plan = make_plan()
    every = plan.compare().edits
    plan.apply(*[key for key, one in every.items() if one.what in ("link", "due")])
    third = Directive.objects.get(pk=plan.directive.pk)
    third.pk, third.title = None, "方案（再次修订）"
    third._state.adding, third.replaces = True, plan.directive
    third.save()

    found = comparing.compare(third, plan.county("coordinator", LATER), on=LATER)

    touched = {one.item.pk for line in found.lines for one in line.touched}
    assert touched >= {plan.items[code].pk for code in ("parking", "supply", "meters", "wells")}
    assert all(line.outcome == "same" for line in found.lines)


def _entry(plan: Plan, title: str) -> int:
    return int(next(one["id"] for one in plan.newer.entries if one["title"] == title))


def test_another_offices_coordinator_sees_no_item_and_does_nothing(make_plan: MakePlan) -> None:
    plan = make_plan()
    due = plan.edit("supply", "due")
    plan.county.people["other"] = make_person(roles=[("coordinator", make_office())])

    found = comparing.compare(plan.directive, plan.county("other", LATER), on=LATER)

    assert all(not line.touched for line in found.lines)
    with refuses(NotYours):
        plan.apply(due, **plan.when("other"))


@pytest.mark.parametrize("days", [1, 300])
def test_a_day_that_has_gone_by_is_not_given_to_an_item_under_way(make_plan: MakePlan, days: int) -> None:
    plan = make_plan()
    on = date(2026, 11, 30) + timedelta(days=days)
    found = comparing.compare(plan.directive, plan.county("coordinator", on), on=on)
    due = next(
        one for line in found.lines for one in line.edits if one.what == "due" and one.old == "2026-09-30"
    )

    assert (due.state, due.why) == ("blocked", "新时限 2026-11-30 早于今天，请在事项页办理")


def test_the_trail_of_the_document_says_of_what_it_is_the_newer_version(make_plan: MakePlan) -> None:
    plan = make_plan()

    link = Link.objects.get(subject_kind="directive", kind=Event.VERSION_NAMED.value)

    assert link.subject_id == plan.directive.pk
    assert "征求意见稿" in (link.enclosures.get(name="reason").text or "")


def test_on_its_way_to_be_struck_off_words_may_change_and_days_may_not(make_plan: MakePlan) -> None:
    plan = make_plan()
    pks = [plan.items[code].pk for code in ("fees", "supply")]
    Item.objects.filter(pk__in=pks).update(state="verifying")

    words, due = plan.edit("fees", "problem"), plan.edit("supply", "due")

    assert (words.state, words.note) == ("open", "在报的销号申请随之失效")
    assert (due.state, due.why) == ("blocked", "现在是“核查中”，不能调整时限")
