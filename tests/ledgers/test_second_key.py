"""Sending for a look at the place is a turn of the second key: not for the doer, nor who stands for him."""

from datetime import date

from guatu.accounts.actions import roles
from guatu.accounts.models import Office, Unit
from guatu.ledgers.actions import verdicts
from guatu.ledgers.errors import KeysInOneHand
from guatu.ledgers.models import Item
from tests.accounts.factories import ENTERED, ENTERED_AT, as_actor, make_person
from tests.ledgers.doing import refuses
from tests.ledgers.factories import County, asked


def order(county: County, item: Item) -> None:
    verdicts.order_site_check(pk=item.pk, words="双桥镇抽 1 处", **county.when("verifier"))


def test_a_verifier_who_stands_for_the_requester_sends_nobody_to_the_place(county: County) -> None:
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
        order(county, item)


def test_a_verifier_of_a_doing_unit_sends_nobody_to_the_place(county: County) -> None:
    county.people["verifier"] = make_person(unit=county.towns[0], roles=[("verifier", county.office)])
    item = asked(county)
    with refuses(KeysInOneHand, "承办了本事项"):
        order(county, item)


def test_a_verifier_who_reported_sends_nobody_to_the_place(county: County) -> None:
    desk = county.people["verifier"].unit
    two: list[tuple[str, Office | Unit]] = [("verifier", county.office), ("liaison", county.towns[0])]
    county.people["town"] = make_person(unit=desk, roles=two)
    item = asked(county)
    county.people["verifier"] = county.people["town"]
    with refuses(KeysInOneHand, "报过进展"):
        order(county, item)


def test_a_verifier_without_a_part_in_it_does(county: County) -> None:
    item = asked(county)
    order(county, item)
    assert item.close_outs.get().state == "verifying"
