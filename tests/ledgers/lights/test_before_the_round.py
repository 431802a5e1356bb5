"""Between midnight and the night's round a ledger with another regime shows the lights of the evening."""

from datetime import timedelta
from typing import Final

import pytest

from guatu.ledgers.actions import deadlines, regime_uses
from guatu.ledgers.lights import nightly
from guatu.ledgers.lights.in_force import in_force
from guatu.ledgers.models import Item
from guatu.ledgers.queries import filter_words, listing, paging, tallies
from guatu.ledgers.queries.filters import Filters
from guatu.web import lamps
from tests.accounts.factories import moment
from tests.ledgers.factories import DAY, County, fresh, photo, signed
from tests.ledgers.lights.test_turns import said

NEXT: Final = DAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    listing.memory.clear()


def other_regime(county: County) -> Item:
    """A green item, the day before its ledger goes by slips, which know no green."""
    item = signed(county)
    by = county.when("coordinator")
    use = regime_uses.ask(ledger=county.ledger, preset="three_slips", starts_on=NEXT, **by)
    regime_uses.approve(use=use, **county.when("leader"))
    return fresh(item)


def test_it_shows_the_light_of_the_evening_and_then_the_new_one(county: County) -> None:
    item = other_regime(county)
    before = lamps.lamp_of(item, in_force(NEXT))
    assert before is not None
    assert before.word == "绿灯"

    nightly.light_all(on=NEXT, at=moment(NEXT))
    after = lamps.lamp_of(fresh(item), in_force(NEXT))
    assert after is not None
    assert after.word == "无单"


@pytest.mark.parametrize("of_all", [False, True])
def test_lists_count_and_find_and_name_it(county: County, of_all: bool) -> None:  # noqa: FBT001
    item = other_regime(county)
    book = listing.of(county("coordinator", NEXT), None if of_all else county.ledger.pk, on=NEXT)
    assert book is not None

    assert tallies.tally(book, Filters()).by_light() == {"green": 1}
    assert [one.word for one in book.palette if one.code == "green"] == ["绿灯"]
    assert filter_words.told(book, Filters(light=("green",))) == ["灯 绿灯"]
    assert paging.all_keys(book, Filters(light=("green",)), sort="light", group="none") == [item.pk]


def test_of_the_day_before_only_what_is_not_known_now_fades(county: County) -> None:
    other_regime(county)

    assert in_force(NEXT).fading(county.ledger.pk) == {"green", "paused"}
    assert in_force(DAY).fading(county.ledger.pk) == frozenset()
    assert in_force(NEXT + timedelta(days=1)).fading(county.ledger.pk) == frozenset()


def test_an_act_before_the_round_says_from_which_light_it_turned(county: County) -> None:
    item = other_regime(county)
    by = county.when("coordinator", NEXT)
    deadlines.change(pk=item.pk, new_deadline=NEXT, reason="提前", paper=photo(), **by)

    assert said(item) == ["绿灯转黄单：进度 0%，落后于序时 100%，所以是黄单"]
