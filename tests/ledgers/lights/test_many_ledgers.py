"""In one list of many ledgers a light is counted, found and named as what its own ledger means by it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import pytest

from guatu.history.timelines import PastDay
from guatu.ledgers.actions import ledgers, regime_uses, regimes
from guatu.ledgers.lights import nightly, writing
from guatu.ledgers.lights.palettes import merged
from guatu.ledgers.lights.shipped import DEFAULT, shipped
from guatu.ledgers.models import Item, Ledger
from guatu.ledgers.queries import filter_words, keyset, listing, paging, tallies
from guatu.ledgers.queries.filters import Filters
from guatu.ledgers.queries.listing import Book
from guatu.ledgers.queries.remembering import heads
from guatu.rules.regimes.regime import Light, Regime
from tests.accounts.factories import moment
from tests.ledgers.factories import DAY, DEADLINE, County, signed
from tests.ledgers.lights.regimes import GREEN, RED, drafted, two_lights

LATE: Final = DEADLINE + timedelta(days=1)
ORANGE: Final = Light("light105", "橙灯", "orange", "square", "warning", "要盯紧")
BLACK: Final = Light("light105", "黑牌", "black", "plate", "alarm", "挂牌督办")


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    listing.memory.clear()
    keyset.memory.clear()


def by_slips(county: County) -> tuple[Item, Item]:
    """A late item in a ledger of the house's colours, and one in a ledger of three slips."""
    plain = signed(county)
    first, by = county.ledger, county.when("coordinator")
    county.ledger = ledgers.open_ledger(office=county.office, name="督办单台账", prefix="DB", **by)
    use = regime_uses.ask(ledger=county.ledger, preset="three_slips", starts_on=DAY, **by)
    regime_uses.approve(use=use, **county.when("leader"))
    slip = signed(county)
    county.ledger = first
    nightly.light_all(on=LATE, at=moment(LATE))
    return plain, slip


def everything(county: County, on: date = LATE, past: PastDay | None = None) -> Book:
    return listing.everything(county("coordinator", on), on=on, past=past)


def keys(book: Book, *lights: str, sort: str = "number") -> list[int]:
    return paging.all_keys(book, Filters(light=lights), sort=sort, group="none")


def test_the_red_of_one_regime_is_not_counted_as_the_slip_of_another(county: County) -> None:
    plain, slip = by_slips(county)
    book = everything(county)

    assert tallies.tally(book, Filters()).by_light() == {"red": 1, "three_slips.red": 1}
    assert keys(book, "red") == [plain.pk]
    assert keys(book, "three_slips.red") == [slip.pk]
    assert filter_words.told(book, Filters(light=("red", "three_slips.red"))) == ["灯 红灯、红单"]


def test_in_its_own_ledger_a_light_keeps_its_code(county: County) -> None:
    _, slip = by_slips(county)
    book = listing.opened(county("coordinator", LATE), slip.ledger_id, on=LATE)

    assert book is not None
    assert tallies.tally(book, Filters()).by_light() == {"red": 1}
    assert keys(book, "red") == [slip.pk]
    assert filter_words.told(book, Filters(light=("red",))) == ["灯 红单"]


def test_a_past_day_keeps_them_apart_too(county: County) -> None:
    plain, slip = by_slips(county)
    book = everything(county, LATE + timedelta(days=2), PastDay.as_seen(LATE))

    assert tallies.tally(book, Filters()).by_light() == {"red": 1, "three_slips.red": 1}
    assert (keys(book, "red"), keys(book, "three_slips.red")) == ([plain.pk], [slip.pk])


@pytest.mark.parametrize("past", [None, PastDay.as_seen(LATE)])
def test_programs_narrow_and_sort_by_the_same_keys(county: County, past: PastDay | None) -> None:
    plain, slip = by_slips(county)
    who = county("coordinator", LATE)

    def read(*lights: str, order: str = "number") -> list[int]:
        wanted = keyset.Listing(who=who, heads=heads(), filters=Filters(light=lights), order=order, past=past)
        return list(keyset.stretch(wanted, after=None, limit=9).pks)

    assert (read("red"), read("three_slips.red")) == ([plain.pk], [slip.pk])
    assert read(order="light") == [plain.pk, slip.pk]


def test_an_alarm_stands_before_what_is_on_its_way_whatever_it_is_called(county: County) -> None:
    plain, slip = by_slips(county)
    Item.objects.filter(pk=plain.pk).update(light="green")

    assert keys(everything(county), sort="light") == [slip.pk, plain.pk]


def test_the_key_is_read_from_an_address() -> None:
    class Query:
        def getlist(self, key: str) -> list[str]:
            return {"light": ["three_slips.red", "office-12.light105", "red", "a b", "x.y.z"]}.get(key, [])

    assert Filters.read(Query()).light == ("three_slips.red", "office-12.light105", "red")


def own(light: Light, code: str) -> Regime:
    return replace(writing.regime_of(two_lights(palette=(RED, light, GREEN)), name=code), code=code)


def test_two_offices_lights_of_one_code_are_two_lights() -> None:
    default = shipped()[DEFAULT]
    found = merged(default, {1: own(ORANGE, "office-1.3"), 2: own(BLACK, "office-2.1")})

    added = {one.code: one.word for one in found.lights if one.word in ("橙灯", "黑牌")}
    assert added == {"office-1.light105": "橙灯", "office-2.light105": "黑牌"}
    assert {one.key: one.ledgers for one in found.apart} == {
        "office-1.light105": (1,),
        "office-2.light105": (2,),
    }


def test_what_says_one_thing_everywhere_is_one_light() -> None:
    default = shipped()[DEFAULT]
    found = merged(default, {1: own(ORANGE, "office-1.3"), 2: own(ORANGE, "office-2.1")})

    assert [one.code for one in found.lights if one.word == "橙灯"] == ["light105"]
    assert found.apart == ()
    assert merged(default, {}).lights == default.palette


def test_lights_of_two_own_regimes_are_counted_apart(county: County) -> None:
    made = {}
    for name, light in (("甲", ORANGE), ("乙", BLACK)):
        county.ledger = ledgers.open_ledger(
            office=county.office, name=f"{name}台账", prefix=name * 2, **county.when("coordinator")
        )
        rules = (
            writing.WrittenRule(light="light105", when="逾期天数 ≥ 1天"),
            writing.WrittenRule(light="green"),
        )
        written = two_lights(palette=(light, GREEN), rules=rules, cases=())
        draft = drafted(county, written=written, name=name)
        by = county.when("coordinator")
        regimes.ask(version=draft, starts_on=DAY, ledgers=[county.ledger], **by)
        regimes.approve(version=draft, **county.when("leader"))
        made[light.word] = signed(county), draft.regime_id
    nightly.light_all(on=LATE, at=moment(LATE))
    book = everything(county)

    counts = tallies.tally(book, Filters()).by_light()
    assert counts == {f"office-{regime}.light105": 1 for _, regime in made.values()}
    for word, (item, regime) in made.items():
        key = f"office-{regime}.light105"
        assert keys(book, key) == [item.pk]
        assert filter_words.told(book, Filters(light=(key,))) == [f"灯 {word}"]
    assert Ledger.objects.count() == 3
