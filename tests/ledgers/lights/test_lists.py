"""Lists count, narrow, sort and hand out items by their lights, today and as they were shown."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from guatu.accounts.queries import acting
from guatu.history.timelines import PastDay
from guatu.ledgers.actions import deadlines, items
from guatu.ledgers.lights import nightly
from guatu.ledgers.models import Item
from guatu.ledgers.queries import exporting, filter_words, listing, paging, rows, tallies
from guatu.ledgers.queries.filters import Filters
from guatu.ledgers.queries.listing import Book
from guatu.ledgers.queries.standing import UNKNOWN
from guatu.rules.errors import ClashingColours
from tests.accounts.factories import make_person, moment
from tests.ledgers.factories import DAY, County, closed, dispatched, make_county, make_items, photo, signed
from tests.ledgers.lights.regimes import approved, blue_alarms

ON = DAY + timedelta(days=18)


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    listing.memory.clear()


def make_lit(county: County) -> dict[str, Item]:
    """One of each light, a closed one that shows none in lists, and a draft."""
    made = {
        "red": signed(county, deadline=ON - timedelta(days=2)),
        "yellow": signed(county, deadline=ON + timedelta(days=12)),
        "blue": dispatched(county, deadline=ON + timedelta(days=5)),
        "green": dispatched(county, deadline=ON + timedelta(days=200)),
        "paused": signed(county, deadline=ON + timedelta(days=9)),
        "closed": closed(county, deadline=ON + timedelta(days=40)),
        "draft": make_items(county)[0],
    }
    items.suspend(pk=made["paused"].pk, reason="等批复", **county.when("coordinator"))
    made["blue"].assignments.update(progress=95)  # nearly done, so that only the day presses
    Item.objects.filter(pk=made["blue"].pk).update(progress=95)
    nightly.light_all(on=ON, at=moment(ON))
    return made


def opened(county: County, *, on: date = ON, past: PastDay | None = None) -> Book:
    book = listing.opened(county("coordinator", on), county.ledger.pk, on=on, past=past)
    assert book is not None
    return book


def keys(book: Book, *lights: str, sort: str = "number") -> list[int]:
    return paging.all_keys(book, Filters(light=lights), sort=sort, group="none")


def test_each_count_opens_what_it_counts(county: County) -> None:
    made, book = make_lit(county), opened(county)

    counts = tallies.tally(book, Filters()).by_light()

    assert counts == {"red": 1, "yellow": 1, "blue": 1, "green": 1, "paused": 1}
    for code in counts:
        assert keys(book, code) == [made[code].pk]
    assert keys(book, "red", "blue") == sorted([made["red"].pk, made["blue"].pk])
    assert keys(book, UNKNOWN) == []


def test_counts_of_lights_stand_whatever_light_is_asked_for(county: County) -> None:
    make_lit(county)
    book = opened(county)

    asked = Filters(light=("red",))

    assert tallies.tally(book, asked).by_light() == tallies.tally(book, Filters()).by_light()
    assert paging.page(book, asked, sort="number", group="none", number=1).total == 1
    assert filter_words.told(book, asked) == ["灯 红灯"]


def test_the_worst_stand_first(county: County) -> None:
    made, book = make_lit(county), opened(county)

    order = [code for pk in keys(book, sort="light") for code, item in made.items() if item.pk == pk]

    assert order[:5] == ["red", "yellow", "blue", "green", "paused"]
    assert set(order[5:]) == {"closed", "draft"}


def test_rows_show_the_light_of_what_is_owed(county: County) -> None:
    made, book = make_lit(county), opened(county)

    shown = {row.item.pk: row.light for row in rows.read(book, [item.pk for item in made.values()])}

    for code, item in made.items():
        light = shown[item.pk]
        assert (light.code if light else "") == (code if code not in ("closed", "draft") else "")


def test_a_past_day_shows_what_was_shown(county: County) -> None:
    made = make_lit(county)
    later, red = ON + timedelta(days=3), made["red"]
    deadlines.change(
        pk=red.pk,
        new_deadline=ON + timedelta(days=200),
        reason="依文件顺延",
        paper=photo(),
        **county.when("coordinator", later),
    )
    nightly.light_all(on=later, at=moment(later))

    then = opened(county, on=later, past=PastDay.as_seen(ON))
    now = opened(county, on=later)

    assert keys(then, "red") == [red.pk]
    assert tallies.tally(then, Filters()).by_light()["red"] == 1
    assert keys(now, "red") == []
    assert [row.light.word for row in rows.read(then, [red.pk]) if row.light] == ["红灯"]


def test_a_sheet_says_the_word_of_each_light(county: County) -> None:
    make_lit(county)
    made = sheet(opened(county), "number", "light")
    file = BytesIO()
    exporting.write(made, file)

    cells = [row[1] for row in load_workbook(file).active.iter_rows(values_only=True)]  # type: ignore[union-attr]

    assert [word for word in cells if word in ("红灯", "黄灯", "蓝灯", "绿灯", "暂停")] == [
        "红灯",
        "黄灯",
        "蓝灯",
        "绿灯",
        "暂停",
    ]


def test_a_sheet_of_ledgers_that_differ_on_a_colour_is_refused(county: County) -> None:
    make_lit(county)
    other = make_county()
    approved(other, written=blue_alarms())
    signed(other, deadline=ON - timedelta(days=2))
    both = make_person("两边督办", roles=[("coordinator", county.office), ("coordinator", other.office)])
    who = acting(both.pk, on=ON)
    assert who is not None
    book = listing.everything(who, on=ON)

    with pytest.raises(ClashingColours, match="请分开出具"):
        sheet(book, "number", "light")
    assert sheet(book, "number", "title").count == 6, "without lights there is nothing to mix up"


def sheet(book: Book, *columns: str) -> exporting.Sheet:
    asked = Filters(state=("open",))
    return exporting.sheet(book, asked, sort="light", group="none", columns=columns, words=(), at=moment(ON))
