"""Many cells at once: each change an event of its own, and the first refusal undoes all of them."""

from datetime import date

import pytest

from guatu.history import rebuilding
from guatu.history.models import Event
from guatu.ledgers.actions import grids, items
from guatu.ledgers.actions.adding import NewItem, NewMeasure
from guatu.ledgers.actions.grids import Edit, NewLead
from guatu.ledgers.errors import LineRefused, NotYours
from guatu.ledgers.models import Assignment, Item
from tests.ledgers.factories import (
    County,
    asked,
    closed,
    dispatched,
    fresh,
    make_county,
    make_items,
    photo,
    signed,
)

NOVEMBER = date(2026, 11, 30)


@pytest.fixture
def county(db: None) -> County:
    return make_county()


def save(
    county: County, *edits: Edit, new: tuple[NewItem, ...] = (), who: str = "coordinator", **given: object
) -> list[Item]:
    asked = {"reason": "会议决定", "paper": photo(), **given}
    return grids.save(ledger=county.ledger, edits=edits, new=new, **asked, **county.when(who))  # type: ignore[arg-type]


def test_words_measures_deadlines_and_new_items_are_saved_together(county: County) -> None:
    draft, item = make_items(county)[0], signed(county)
    measure = item.measures.get()

    made = save(
        county,
        Edit(item=draft, values={"title": "改了名"}, measures=[(None, NewMeasure(text="另一条"))]),
        Edit(item=item, deadline=NOVEMBER, measures=[(measure, NewMeasure(text="完成 20 处并验收"))]),
        new=(NewItem(title="新的一项"),),
    )

    draft, item = fresh(draft), fresh(item)
    assert (draft.title, draft.measures.count()) == ("改了名", 2)
    assert (item.deadline, item.measures.get().text) == (NOVEMBER, "完成 20 处并验收")
    assert [one.title for one in made] == ["新的一项"]
    assert Event.objects.filter(subject_id=item.pk, kind="item.deadline_changed").count() == 1


def test_a_request_for_close_out_lapses_once_by_all_that_was_edited(county: County) -> None:
    item = asked(county)
    measure = item.measures.get()

    save(
        county,
        Edit(
            item=item,
            values={"goal": "另一个目标"},
            measures=[(measure, NewMeasure(text="另一种做法")), (None, NewMeasure(text="再做一条"))],
        ),
    )

    kinds = list(
        Event.objects.filter(subject_kind="item", subject_id=item.pk)
        .order_by("-number")[:4]
        .values_list("kind", flat=True)
    )[::-1]
    assert kinds == ["item.edited", "item.edited", "item.edited", "item.close_lapsed"]
    assert (fresh(item).state, fresh(item).revision) == ("in_progress", item.revision + 4)
    assert not rebuilding.check().found


def test_one_refusal_leaves_everything_as_it_was_and_names_its_item(county: County) -> None:
    draft, done = make_items(county)[0], closed(county)
    before = Event.objects.count()

    with pytest.raises(LineRefused) as refusal:
        save(county, Edit(item=draft, values={"title": "改了名"}), Edit(item=done, values={"title": "也改"}))

    assert refusal.value.item == done.pk
    assert (
        str(refusal.value) == f"{done.number}：现在是“已销号”，不能修改事项，请刷新后再看。全部改动都没有保存"
    )
    assert fresh(draft).title != "改了名"
    assert Event.objects.count() == before


def test_a_deadline_after_dispatch_needs_its_paper(county: County) -> None:
    item = dispatched(county)

    with pytest.raises(LineRefused, match="依据文件"):
        save(county, Edit(item=item, deadline=NOVEMBER), paper=None)
    with pytest.raises(LineRefused, match="理由"):
        save(county, Edit(item=item, deadline=NOVEMBER), reason=" ")


def test_what_changed_since_it_was_read_is_refused(county: County) -> None:
    item = make_items(county)[0]
    read = fresh(item)
    items.edit(pk=item.pk, seen=None, values={"title": "别人改的"}, **county.when("coordinator"))

    with pytest.raises(LineRefused, match="刚被别人改过"):
        save(county, Edit(item=read, values={"goal": "我改的"}))


def test_a_draft_gets_another_lead_and_keeps_who_does_what(county: County) -> None:
    item = make_items(county)[0]

    save(county, Edit(item=item, lead=NewLead(unit=county.towns[0])))
    led = fresh(item)
    standing = led.assignments.exclude(state=Assignment.State.RELEASED)
    assert led.lead_unit == county.towns[0]
    assert standing.get(duty="lead").unit == county.towns[0]
    assert standing.filter(duty="responsible").count() == 2
    save(county, Edit(item=led, lead=NewLead(unit=None)))
    assert fresh(item).lead_unit is None


def test_what_is_dispatched_is_handed_over_not_led_anew(county: County) -> None:
    with pytest.raises(LineRefused, match="请用移交"):
        save(county, Edit(item=dispatched(county), lead=NewLead(unit=county.towns[0])))


@pytest.mark.parametrize("who", ["leader", "liaison", "administrator"])
def test_only_coordinators_fill_a_grid(county: County, who: str) -> None:
    item = make_items(county)[0]

    with pytest.raises(LineRefused, match="由督办员办理"):
        save(county, Edit(item=item, values={"title": "改了名"}), who=who)
    with pytest.raises(NotYours):
        save(county, new=(NewItem(title="新的一项"),), who=who)
