"""Two persons decide on lights at the same moment, or one while another acts: nothing clashes or is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal

import pytest
from django.db import connection, transaction

from guatu.kernel.errors import Refusal
from guatu.ledgers import acts
from guatu.ledgers.actions import ledgers, regime_uses, regimes
from guatu.ledgers.acts import act
from guatu.ledgers.events import Event
from guatu.ledgers.lights.errors import TwoMeaningsAtOnce
from guatu.ledgers.lights.in_force import in_force
from guatu.ledgers.models import RegimeUse
from guatu.rules.regimes.checking import refuse_two_meanings
from tests.ledgers.factories import DAY, County, fresh, make_county, signed
from tests.ledgers.lights.regimes import approved, blue_alarms
from tests.scratch import Scratch

Deed = Callable[[], object]


def one_within_the_other(first: Deed, second: Deed) -> list[object]:
    """The second begins when the first is done but not yet committed, for as long as a wait may last."""
    begun, through = Signal(), Signal()

    def outer() -> object:
        with transaction.atomic():
            answer = first()
            begun.set()
            through.wait(1)
        return answer

    def inner() -> object:
        begun.wait(30)
        try:
            return second()
        finally:
            through.set()

    def closing(deed: Deed) -> object:
        try:
            return deed()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(closing, (outer, inner)))


@pytest.fixture
def county(scratch: Scratch) -> County:
    return make_county()


def red_yellow_green(county: County) -> None:
    """Another ledger beside; both are lit by a regime without blue."""
    by = county.when("coordinator")
    ledgers.open_ledger(office=county.office, name="另一本", prefix="LB", **by)
    for ledger in county.office.ledgers.all():
        use = regime_uses.ask(ledger=ledger, preset="red_yellow_green", starts_on=DAY, **by)
        regime_uses.approve(use=use, **county.when("leader"))


def assert_one_meaning(county: County) -> None:
    lit_by = in_force(DAY)
    refuse_two_meanings(lit_by.of(ledger.pk) for ledger in county.office.ledgers.all())


def test_two_approvals_at_once_do_not_give_one_colour_two_meanings(county: County) -> None:
    red_yellow_green(county)
    by, leader = county.when("coordinator"), county.when("leader")
    own = approved(county, written=blue_alarms(), uses=False)
    alarm = regime_uses.ask(ledger=county.ledger, regime=own.regime, starts_on=DAY, **by)
    other = county.office.ledgers.exclude(pk=county.ledger.pk).get()
    reminder = regime_uses.ask(ledger=other, preset="three_slips", starts_on=DAY, **by)

    done, refused = one_within_the_other(
        lambda: regime_uses.approve(use=alarm, **leader), lambda: regime_uses.approve(use=reminder, **leader)
    )

    assert isinstance(done, RegimeUse)
    assert isinstance(refused, TwoMeaningsAtOnce)
    assert_one_meaning(county)


def test_a_version_and_a_use_approved_at_once_do_not_clash(county: County) -> None:
    red_yellow_green(county)
    by, leader = county.when("coordinator"), county.when("leader")
    own = approved(county)
    following = regimes.draft_next(regime=own.regime, **by)
    regimes.save(version=following, written=blue_alarms(), **by)
    regimes.ask(version=following, starts_on=DAY, **by)
    other = county.office.ledgers.exclude(pk=county.ledger.pk).get()
    reminder = regime_uses.ask(ledger=other, preset="three_slips", starts_on=DAY, **by)

    done, refused = one_within_the_other(
        lambda: regime_uses.approve(use=reminder, **leader),
        lambda: regimes.approve(version=following, **leader),
    )

    assert isinstance(done, RegimeUse)
    assert isinstance(refused, TwoMeaningsAtOnce)
    assert_one_meaning(county)


def test_an_approval_waits_for_an_act_on_an_item_and_both_are_done(county: County) -> None:
    item = signed(county)
    by = county.when("coordinator")
    use = regime_uses.ask(ledger=county.ledger, preset="red_yellow_green", starts_on=DAY, **by)
    begun, through = Signal(), Signal()

    def suspend() -> object:
        try:
            with transaction.atomic():
                case = acts.load_one(item.pk)
                one = act(Event.SUSPENDED, case, **by).say(reason="等批复")
                one.set(case.item, is_suspended=True)
                begun.set()
                through.wait(1)  # as long as the approval may take, were it not to wait for the item
                return acts.commit([one])
        finally:
            connection.close()

    def approve() -> object:
        begun.wait(30)
        try:
            return regime_uses.approve(use=use, **county.when("leader"))
        finally:
            through.set()
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        for answer in (threads.submit(suspend), threads.submit(approve)):
            assert answer.result(30)

    assert fresh(item).is_suspended
    assert in_force(DAY).of(county.ledger.pk).code == "red_yellow_green"
