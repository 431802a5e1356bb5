"""One person asks for an office's regime of lights, another answers; nobody answers what he wrote."""

from datetime import date, timedelta

import pytest

from guatu.accounts.actions import roles
from guatu.ledgers.actions import regimes
from guatu.ledgers.errors import NotNow, NotYours, ReasonMissing
from guatu.ledgers.lights.errors import (
    ProposerAnswers,
)
from guatu.ledgers.lights.in_force import by_codes, in_force
from guatu.ledgers.lights.nightly import light_all
from guatu.ledgers.lights.shipped import DEFAULT, shipped
from guatu.ledgers.models import LightSpan, RegimeUse, RegimeVersion
from guatu.ledgers.queries.regimes import may_answer
from tests.accounts.factories import as_actor, make_person, moment
from tests.ledgers.factories import DAY, DEADLINE, County, fresh, signed
from tests.ledgers.lights.regimes import (
    approved,
    asked,
    drafted,
    second_coordinator,
    two_lights,
)
from tests.ledgers.refusing import refuses

NEXT = DAY + timedelta(days=1)
State = RegimeVersion.State


def test_a_second_person_puts_it_in_force_with_the_ledger_that_uses_it(county: County) -> None:
    version = asked(county, starts_on=NEXT)
    assert in_force(NEXT).of(county.ledger.pk) is shipped()[DEFAULT]

    regimes.approve(version=version, remark="同意", **county.when("leader"))

    assert in_force(DAY).of(county.ledger.pk) is shipped()[DEFAULT]
    regime = in_force(NEXT).of(county.ledger.pk)
    assert (regime.code, regime.name, regime.since) == (f"office-{version.regime_id}.1", "两色灯", NEXT)
    assert by_codes([regime.code])[regime.code] is regime
    version.refresh_from_db()
    assert (version.state, version.answered_on, version.remark) == (State.APPROVED, DAY, "同意")


def test_a_ledger_that_goes_by_it_from_today_on_is_lit_anew_at_once(county: County) -> None:
    late = signed(county)
    on = DEADLINE + timedelta(days=1)
    light_all(on=on, at=moment(on))
    assert fresh(late).light == "red"
    draft, by = drafted(county), county.when("coordinator", on)
    version = regimes.ask(version=draft, starts_on=on, ledgers=[county.ledger], **by)

    regimes.approve(version=version, **county.when("leader", on))

    assert fresh(late).light == "green"
    span = LightSpan.objects.get(item=late, valid_to=date.max, known_to=date.max)
    assert (span.regime, span.light) == (version.code, "green")


def test_another_coordinator_may_approve_too(county: County) -> None:
    version = asked(county)

    regimes.approve(version=version, **county.when(second_coordinator(county)))

    assert in_force(DAY).of(county.ledger.pk).code == version.code


def test_who_asked_may_not_approve_nor_who_stands_for_him(county: County) -> None:
    version = asked(county)
    principal, leader = county.people["coordinator"], county.people["leader"]
    with refuses(ProposerAnswers):
        regimes.approve(version=version, **county.when("coordinator"))
    roles.delegate(
        principal=principal,
        delegate=leader,
        office=county.office,
        valid_from=DAY,
        valid_to=NEXT + timedelta(days=9),
        by=as_actor(principal),
        at=moment(DAY),
        on=DAY,
    )
    with refuses(ProposerAnswers):
        regimes.approve(version=version, **county.when("leader"))
    with refuses(ProposerAnswers):
        regimes.decline(version=version, remark="不妥", **county.when("leader"))


def test_who_wrote_in_it_may_not_approve_though_another_asked(county: County) -> None:
    second = second_coordinator(county)
    own = two_lights("逾期天数 ≥ 2天")
    draft = regimes.save(version=drafted(county), written=own, **county.when(second))
    county.people["third"] = make_person("戴庭芳", roles=[("coordinator", county.office)])
    draft = regimes.ask(version=draft, starts_on=DAY, **county.when("third"))
    for who in ("coordinator", second, "third"):
        with refuses(ProposerAnswers):
            regimes.approve(version=draft, **county.when(who))
        assert not may_answer(county(who), draft, county.office.pk)
    with refuses(ProposerAnswers):
        regimes.decline(version=draft, remark="不妥", **county.when(second))

    assert may_answer(county("leader"), draft, county.office.pk)
    regimes.approve(version=draft, **county.when("leader"))


def test_who_wrote_an_older_version_may_approve_the_next(county: County) -> None:
    first = approved(county)
    second = county.when(second_coordinator(county))
    following = regimes.draft_next(regime=first.regime, **second)
    following = regimes.save(version=following, written=two_lights("逾期天数 ≥ 2天"), **second)
    regimes.ask(version=following, starts_on=DAY, **second)

    regimes.approve(version=following, **county.when("coordinator"))

    following.refresh_from_db()
    assert following.state == State.APPROVED


def test_the_principal_of_who_asked_may_not_approve(county: County) -> None:
    principal = county.people[second_coordinator(county)]
    county.people["stand_in"] = make_person("戴庭芳", roles=[("verifier", county.office)])
    roles.delegate(
        principal=principal,
        delegate=county.people["stand_in"],
        office=county.office,
        valid_from=DAY,
        valid_to=NEXT + timedelta(days=9),
        by=as_actor(principal),
        at=moment(DAY),
        on=DAY,
    )
    version = regimes.ask(version=drafted(county), starts_on=DAY, **county.when("stand_in"))

    assert (version.asked_by, version.asked_for) == (county.people["stand_in"], principal)
    with refuses(ProposerAnswers):
        regimes.approve(version=version, **county.when("second"))


@pytest.mark.parametrize("who", ["verifier", "administrator", "inspector", "liaison"])
def test_others_neither_write_nor_approve(county: County, who: str) -> None:
    version, draft = asked(county), drafted(county, name="另一套")
    with refuses(NotYours):
        regimes.approve(version=version, **county.when(who))
    with refuses(NotYours):
        regimes.withdraw(version=version, **county.when(who))
    with refuses(NotYours):
        regimes.save(version=draft, written=two_lights(), **county.when(who))
    with refuses(NotYours):
        regimes.ask(version=draft, starts_on=DAY, **county.when(who))


def test_a_version_is_answered_once(county: County) -> None:
    version, by = approved(county), county.when("leader")
    with refuses(NotNow):
        regimes.approve(version=version, **by)
    with refuses(NotNow):
        regimes.decline(version=version, remark="不妥", **by)
    for again in (regimes.withdraw,):
        with refuses(NotNow):
            again(version=version, **county.when("coordinator"))
    with refuses(NotNow):
        regimes.save(version=version, written=two_lights("已挂起"), **county.when("coordinator"))
    with refuses(NotNow):
        regimes.ask(version=version, starts_on=DAY, **county.when("coordinator"))


def test_no_is_said_with_a_reason_and_takes_the_ledgers_with_it(county: County) -> None:
    version = asked(county)
    with refuses(ReasonMissing):
        regimes.decline(version=version, remark=" ", **county.when("leader"))

    regimes.decline(version=version, remark="三天太宽", **county.when("leader"))

    assert RegimeUse.objects.get().state == State.DECLINED
    assert in_force(DAY).of(county.ledger.pk) is shipped()[DEFAULT]
    following = regimes.draft_next(regime=version.regime, **county.when("coordinator"))
    assert (following.number, following.text) == (2, version.text)


def test_what_was_taken_back_frees_the_ledger(county: County) -> None:
    version = asked(county)

    regimes.withdraw(version=version, **county.when("coordinator"))

    assert RegimeUse.objects.get().state == State.WITHDRAWN
    again = regimes.draft_next(regime=version.regime, like=version, **county.when("coordinator"))
    regimes.ask(version=again, starts_on=DAY, ledgers=[county.ledger], **county.when("coordinator"))


def test_only_one_version_is_on_its_way(county: County) -> None:
    version = drafted(county)
    with refuses(NotNow):
        regimes.draft_next(regime=version.regime, **county.when("coordinator"))
