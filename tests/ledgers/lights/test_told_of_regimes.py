"""Who may answer is told that a regime of lights waits for him; nobody else is, and not for longer."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from guatu.accounts.actions import roles
from guatu.ledgers.actions import ledgers, regime_uses, regimes
from guatu.ledgers.models import RegimeUse, RegimeVersion
from guatu.notices.models import Notice
from tests.accounts.factories import as_actor, make_person, moment
from tests.ledgers.factories import DAY, County
from tests.ledgers.lights.regimes import approved, asked, blue_alarms, drafted

Answer = Callable[[County, RegimeVersion], object]


def told(county: County, subject: RegimeVersion | RegimeUse, *, waits: bool = True) -> set[str]:
    """Who of the county is told that this waits for him."""
    found = Notice.objects.filter(
        kind="to_approve", subject_kind=subject.track, subject_id=subject.pk, waits=waits
    )
    people = set(found.values_list("person", flat=True))
    return {name for name, person in county.people.items() if person.pk in people}


def join(county: County, name: str, *held: str) -> None:
    county.people[name] = make_person(name, roles=[(one, county.office) for one in held])


def stand_in(county: County, principal: str, delegate: str) -> None:
    roles.delegate(
        principal=county.people[principal],
        delegate=county.people[delegate],
        office=county.office,
        valid_from=DAY,
        valid_to=DAY + timedelta(days=9),
        by=as_actor(county.people[principal]),
        at=moment(DAY),
        on=DAY,
    )


def test_leaders_and_the_other_coordinators_are_told_of_a_version(county: County) -> None:
    join(county, "second", "coordinator")

    version = asked(county)

    assert told(county, version) == {"leader", "second"}
    assert told(county, RegimeUse.objects.get()) == set(), "it is answered with the version"


def test_nobody_is_told_who_wrote_it_or_stands_for_who_asked(county: County) -> None:
    join(county, "writer", "coordinator")
    join(county, "second leader", "leader")
    join(county, "deputy", "verifier")
    stand_in(county, "coordinator", "second leader")
    stand_in(county, "leader", "deputy")
    draft = drafted(county)
    regimes.save(version=draft, written=blue_alarms(), **county.when("writer"))

    version = regimes.ask(version=draft, starts_on=DAY, **county.when("coordinator"))

    assert told(county, version) == {"leader", "deputy"}


@pytest.mark.parametrize(
    "answer",
    [
        lambda county, version: regimes.approve(version=version, **county.when("leader")),
        lambda county, version: regimes.decline(version=version, remark="不妥", **county.when("leader")),
        lambda county, version: regimes.withdraw(version=version, **county.when("coordinator")),
    ],
    ids=["approved", "declined", "taken back"],
)
def test_it_waits_until_the_version_is_answered_or_taken_back(county: County, answer: Answer) -> None:
    version = asked(county)

    answer(county, version)

    assert told(county, version) == set()
    assert told(county, version, waits=False) == {"leader"}


@pytest.mark.parametrize("how", ["approve", "decline", "withdraw"])
def test_it_waits_until_what_a_ledger_is_to_use_is_answered(county: County, how: str) -> None:
    use = regime_uses.ask(
        ledger=county.ledger, preset="three_slips", starts_on=DAY, **county.when("coordinator")
    )
    assert told(county, use) == {"leader"}

    if how == "approve":
        regime_uses.approve(use=use, **county.when("leader"))
    elif how == "decline":
        regime_uses.decline(use=use, remark="不必", **county.when("leader"))
    else:
        regime_uses.withdraw(use=use, **county.when("coordinator"))

    assert told(county, use) == set()


def test_what_opening_a_ledger_asks_for_is_told_too(county: County) -> None:
    approved(county, written=blue_alarms())

    by = county.when("coordinator")
    other = ledgers.open_ledger(office=county.office, name="另一本", prefix="LB", **by)

    assert told(county, other.regime_uses.get()) == {"leader"}
