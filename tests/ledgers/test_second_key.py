"""Whoever did the work, or stands for who did, turns no second key: no pass, nobody sent to the place."""

from collections.abc import Callable
from datetime import date

import pytest

from guatu.accounts.actions import roles
from guatu.accounts.models import Office, Unit
from guatu.ledgers.actions import verdicts
from guatu.ledgers.errors import KeysInOneHand
from guatu.ledgers.models import Item
from tests.accounts.factories import ENTERED, ENTERED_AT, as_actor, make_person
from tests.ledgers.factories import County, asked
from tests.ledgers.refusing import refuses
from tests.ledgers.test_close_outs import verify


def order(county: County, item: Item) -> None:
    """Somebody is sent to the place, which is a turn of the second key as well."""
    verdicts.order_site_check(pk=item.pk, words="双桥镇抽 1 处", **county.when("verifier"))


Turn = Callable[[County, Item], object]
turns = pytest.mark.parametrize("turn", [verify, order])


def test_a_verifier_without_a_part_in_it_sends_somebody_to_the_place(county: County) -> None:
    item = asked(county)
    order(county, item)
    assert item.close_outs.get().state == "verifying"


@turns
def test_who_stands_in_for_the_requester_does_not_hold_the_second_key(county: County, turn: Turn) -> None:
    item = asked(county)
    roles.delegate(
        principal=county.people["liaison"],
        delegate=county.people["verifier"],
        unit=county.lead,
        valid_from=ENTERED,
        valid_to=date(2027, 1, 1),
        by=as_actor(county.people["liaison"]),
        at=ENTERED_AT,
        on=ENTERED,
    )
    with refuses(KeysInOneHand, "受他们委托"):
        turn(county, item)


@turns
def test_a_verifier_of_a_unit_with_a_duty_is_refused(county: County, turn: Turn) -> None:
    county.people["verifier"] = make_person(unit=county.towns[0], roles=[("verifier", county.office)])
    item = asked(county)
    with refuses(KeysInOneHand, "承办了本事项"):
        turn(county, item)


@turns
def test_a_verifier_who_reported_is_refused_and_so_is_his_principal(county: County, turn: Turn) -> None:
    desk = county.people["verifier"].unit
    two: list[tuple[str, Office | Unit]] = [("verifier", county.office), ("liaison", county.towns[0])]
    county.people["town"] = make_person(unit=desk, roles=two)
    item = asked(county)
    county.people["verifier"] = county.people["town"]
    with refuses(KeysInOneHand, "报过进展"):
        turn(county, item)
