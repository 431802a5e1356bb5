"""An office has its own regime of lights: one person writes it, another puts it in force, from a day on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from guatu.accounts.actions import roles
from guatu.history.models import Event as Link
from guatu.ledgers.actions import ledgers, regime_uses, regimes
from guatu.ledgers.errors import AlreadyAsked, Incomplete, NotNow, NotYours, ReasonMissing, WrongChoice
from guatu.ledgers.lights import writing
from guatu.ledgers.lights.errors import (
    ProposerAnswers,
    RegimeChanged,
    RegimeUnfit,
    TwoMeaningsAtOnce,
    WrongStart,
)
from guatu.ledgers.lights.in_force import by_codes, in_force
from guatu.ledgers.lights.nightly import light_all
from guatu.ledgers.lights.shipped import DEFAULT, shipped
from guatu.ledgers.lights.trying import is_for_items, tried
from guatu.ledgers.lights.writing import WrittenCase, WrittenRule
from guatu.ledgers.models import LightSpan, RegimeUse, RegimeVersion
from guatu.ledgers.queries.regimes import may_answer
from tests.accounts.factories import as_actor, make_office, make_person, moment
from tests.ledgers.doing import refuses
from tests.ledgers.factories import DAY, DEADLINE, County, fresh, signed
from tests.ledgers.lights.regimes import (
    GREEN,
    LATE,
    RED,
    approved,
    asked,
    blue_alarms,
    drafted,
    preset,
    two_lights,
)

NEXT = DAY + timedelta(days=1)
State = RegimeVersion.State


def second_coordinator(county: County) -> str:
    county.people["second"] = make_person("梁思齐", roles=[("coordinator", county.office)])
    return "second"


# --- drafting


@pytest.mark.parametrize("code", [code for code, one in shipped().items() if is_for_items(one)])
def test_a_shipped_regime_can_be_taken_over_as_it_is(code: str) -> None:
    written = preset(code)

    trial = tried(written, name="照抄", on=DAY)

    assert trial.faults == ()
    assert len(trial.cases) == len(shipped()[code].examples)
    assert writing.written_text(writing.text_of(written)) == written


def test_a_regime_begins_as_a_draft_and_lights_nothing(county: County) -> None:
    draft = regimes.start(
        office=county.office, name="两色灯", preset="three_slips", **county.when("coordinator")
    )

    assert (draft.number, draft.state) == (1, State.DRAFT)
    assert writing.written_text(draft.text).source == shipped()["three_slips"].source
    assert in_force(DAY).of(county.ledger.pk) is shipped()[DEFAULT]
    assert by_codes([draft.code]) == {}


def test_what_a_regime_may_not_begin_with(county: County) -> None:
    by = county.when("coordinator")
    foreign = drafted(county)
    foreign.regime.office = make_office("另一办公室")
    for name, given, refusal in (
        (" ", {"preset": "three_slips"}, Incomplete),
        ("两色灯", {"preset": "three_slips"}, NotNow),
        ("新", {"preset": "project_gates"}, WrongChoice),
        ("新", {"preset": "environment_plates"}, WrongChoice),
        ("新", {"preset": "guessed"}, WrongChoice),
        ("新", {}, WrongChoice),
        ("新", {"version": foreign}, WrongChoice),
    ):
        with refuses(refusal):
            regimes.start(office=county.office, name=name, **given, **by)
    with refuses(NotYours):
        regimes.start(office=county.office, name="新", preset="three_slips", **county.when("leader"))


def test_a_sentence_that_does_not_read_is_refused_at_its_place_with_what_was_meant(county: County) -> None:
    draft = drafted(county)

    with pytest.raises(RegimeUnfit) as refusal:
        regimes.save(version=draft, written=two_lights("逾期天 ≥ 3天"), **county.when("coordinator"))

    told = refusal.value.details()
    assert (told["field"], told["start"], told["suggestion"]) == ("rules-0", 0, "逾期天数")
    assert str(refusal.value).startswith("红灯的条件第1字起：")


def test_what_a_draft_must_not_hold() -> None:
    rules = two_lights().rules
    never = (WrittenRule(light="red", when="逾期天数 ≥ 3天"), WrittenRule(light="red", when="逾期天数 ≥ 5天"))
    blank = replace(GREEN, code="blank", word="")
    orange = replace(RED, code="orange", word="橙灯", colour="orange")
    for written, place, words in (
        (two_lights("评估有望完成"), "rules-0", "事项上没有登记"),
        (two_lights("逾期天数 ≥ 〔宽限天数〕"), "rules-0", "宽限天数"),
        (two_lights(rules=rules[:1]), "", "空档"),
        (two_lights(rules=(*never, rules[1])), "", "永远不会亮"),
        (two_lights(rules=rules[::-1]), "rules-0", "只能放在最后一条"),
        (two_lights(rules=(WrittenRule(light="grey", when="已挂起"), *rules)), "rules-0", "请选择亮哪个灯"),
        (two_lights(palette=(RED, GREEN, blank)), "palette-2", "请写明灯的名称和含义"),
        (two_lights(palette=(RED, GREEN, replace(GREEN, code="b", word="青灯"))), "palette-2", "分不出来"),
        (two_lights(palette=(RED, GREEN, orange)), "palette-2", "橙灯没有亮灯规则，永远不会亮"),
        (two_lights(cases=(LATE,) * 61), "", "例子最多 60 个，现有 61 个"),
        (two_lights(cases=(replace(LATE, expect="green"),)), "cases-0", "应为绿灯，按规则是红灯"),
        (two_lights(cases=(replace(LATE, row={}),)), "cases-0", "按规则是判断不了"),
        (two_lights(cases=(replace(LATE, row={"逾期天数": "三天"}),)), "cases-0", "不是数值"),
        (two_lights(cases=(replace(LATE, case=""),)), "cases-0", "什么情形"),
    ):
        faults = tried(written, name="两色灯", on=DAY).faults
        assert place in {one.place for one in faults}, words
        assert any(words in one.sentence for one in faults), faults


def test_a_light_that_is_decided_before_a_worse_one_is_only_noted() -> None:
    rules = (WrittenRule(light="green", when="已挂起"), *two_lights().rules)

    trial = tried(two_lights(rules=rules, cases=()), name="两色灯", on=DAY)

    assert (trial.faults, len(trial.notes)) == ((), 1)


def test_a_draft_keeps_the_sentence_as_the_house_writes_it(county: County) -> None:
    draft = drafted(county, two_lights("状态 != 已销号 and 逾期天数>=3天"))

    assert writing.written_text(draft.text).rules[0].when == "状态 ≠ 已销号 且 逾期天数 ≥ 3天"


def test_a_draft_saved_as_it_was_leaves_no_trace(county: County) -> None:
    draft = drafted(county)
    before = Link.objects.count()

    regimes.save(version=draft, written=two_lights(), **county.when("coordinator"))

    assert Link.objects.count() == before


def test_a_draft_that_somebody_saved_meanwhile_is_neither_saved_over_nor_asked_for(county: County) -> None:
    draft, by = drafted(county), county.when("coordinator")
    seen = draft.digest
    other = county.when(second_coordinator(county))
    regimes.save(version=draft, written=two_lights("逾期天数 ≥ 2天"), seen=seen, **other)

    with refuses(RegimeChanged):
        regimes.save(version=draft, written=two_lights("逾期天数 ≥ 1天"), seen=seen, **by)
    with pytest.raises(RegimeChanged, match="两色灯第 1 版刚被梁思齐改过，没有提请"):
        regimes.ask(version=draft, starts_on=DAY, seen=seen, **by)

    draft.refresh_from_db()
    assert draft.digest != seen
    regimes.ask(version=draft, starts_on=DAY, seen=draft.digest, **by)


# --- two persons


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


# --- days


def test_it_is_not_in_force_before_it_is_approved(county: County) -> None:
    version, by = drafted(county), county.when("coordinator")
    with refuses(WrongStart):
        regimes.ask(version=version, starts_on=DAY - timedelta(days=1), **by)
    regimes.ask(version=version, starts_on=DAY, ledgers=[county.ledger], **by)
    with refuses(WrongStart):
        regimes.approve(version=version, **county.when("leader", NEXT))

    regimes.approve(version=version, starts_on=NEXT, **county.when("leader", NEXT))

    assert in_force(DAY).of(county.ledger.pk) is shipped()[DEFAULT]
    assert in_force(NEXT).of(county.ledger.pk).code == version.code


def test_who_answers_may_name_a_later_day_but_none_before_the_one_asked_for(county: County) -> None:
    later, leader = NEXT + timedelta(days=5), county.when("leader")
    version = asked(county, starts_on=later, uses=False)
    use = regime_uses.ask(
        ledger=county.ledger, preset="three_slips", starts_on=later, **county.when("coordinator")
    )
    with refuses(WrongStart):
        regimes.approve(version=version, starts_on=NEXT, **leader)
    with refuses(WrongStart):
        regime_uses.approve(use=use, starts_on=NEXT, **leader)

    regimes.approve(version=version, starts_on=later + timedelta(days=1), **leader)
    regime_uses.approve(use=use, starts_on=later + timedelta(days=1), **leader)

    assert (
        RegimeVersion.objects.get().starts_on
        == RegimeUse.objects.get().starts_on
        == later + timedelta(days=1)
    )


def test_the_next_version_follows_on_its_day_and_the_first_keeps_its_palette(county: County) -> None:
    first, by = approved(county), county.when("coordinator")
    second = regimes.draft_next(regime=first.regime, **by)
    regimes.save(version=second, written=two_lights("逾期天数 ≥ 1天 且 状态 ≠ 已销号"), **by)
    regimes.ask(version=second, starts_on=NEXT, **by)
    regimes.approve(version=second, **county.when("leader"))

    assert in_force(DAY).of(county.ledger.pk).code == first.code
    assert in_force(NEXT).of(county.ledger.pk).code == second.code
    assert in_force(date(2099, 1, 1)).of(county.ledger.pk).code == second.code
    assert by_codes([first.code, second.code, "three_slips", "office-9.9", "x"]).keys() == {
        first.code,
        second.code,
        "three_slips",
    }
    third = regimes.draft_next(regime=first.regime, **by)
    with refuses(WrongStart):
        regimes.ask(version=third, starts_on=DAY, **by)


def test_in_force_asks_few_statements(
    county: County, django_assert_num_queries: "pytest.FixtureRequest"
) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        in_force(DAY)
    approved(county)
    with django_assert_num_queries(2):  # type: ignore[operator]
        in_force(DAY)


# --- which ledger uses which


def test_a_ledger_goes_to_a_shipped_regime_and_back_by_two_persons(county: County) -> None:
    by = county.when("coordinator")
    use = regime_uses.ask(ledger=county.ledger, preset="three_slips", starts_on=DAY, **by)
    with refuses(AlreadyAsked):
        regime_uses.ask(ledger=county.ledger, preset=DEFAULT, starts_on=DAY, **by)
    with refuses(ProposerAnswers):
        regime_uses.approve(use=use, **by)
    assert in_force(DAY).of(county.ledger.pk) is shipped()[DEFAULT]

    regime_uses.approve(use=use, **county.when("leader"))

    assert in_force(DAY).of(county.ledger.pk) is shipped()["three_slips"]
    back = regime_uses.ask(ledger=county.ledger, preset=DEFAULT, starts_on=NEXT, **by)
    regime_uses.approve(use=back, **county.when("leader"))
    assert in_force(DAY).of(county.ledger.pk) is shipped()["three_slips"]
    assert in_force(NEXT).of(county.ledger.pk) is shipped()[DEFAULT]


def test_a_use_is_declined_or_taken_back_once(county: County) -> None:
    by = county.when("coordinator")
    use = regime_uses.ask(ledger=county.ledger, preset="three_slips", starts_on=DAY, **by)
    with refuses(ReasonMissing):
        regime_uses.decline(use=use, remark="", **county.when("leader"))
    regime_uses.decline(use=use, remark="不必", **county.when("leader"))
    for again in (regime_uses.withdraw,):
        with refuses(NotNow):
            again(use=use, **by)
    other = regime_uses.ask(ledger=county.ledger, preset="three_slips", starts_on=DAY, **by)
    regime_uses.withdraw(use=other, **by)
    with refuses(NotNow):
        regime_uses.approve(use=other, **county.when("leader"))


def test_what_is_asked_with_a_version_is_answered_with_it(county: County) -> None:
    asked(county)
    use = RegimeUse.objects.get()
    with refuses(NotNow):
        regime_uses.approve(use=use, **county.when("leader"))
    with refuses(NotNow):
        regime_uses.withdraw(use=use, **county.when("coordinator"))


def test_a_ledger_takes_no_regime_that_is_not_there(county: County) -> None:
    by, draft = county.when("coordinator"), drafted(county)
    for given, refusal in (
        ({"preset": "guessed"}, WrongChoice),
        ({"preset": "project_gates"}, WrongChoice),
        ({}, WrongChoice),
        ({"regime": draft.regime, "preset": "three_slips"}, WrongChoice),
        ({"regime": draft.regime}, NotNow),
    ):
        with refuses(refusal):
            regime_uses.ask(ledger=county.ledger, starts_on=DAY, **given, **by)
    regimes.ask(version=draft, starts_on=NEXT, **by)
    regimes.approve(version=draft, **county.when("leader"))
    with refuses(WrongStart):
        regime_uses.ask(ledger=county.ledger, regime=draft.regime, starts_on=DAY, **by)
    with refuses(WrongStart):
        regime_uses.ask(ledger=county.ledger, preset="three_slips", starts_on=DAY - timedelta(days=1), **by)
    use = regime_uses.ask(ledger=county.ledger, regime=draft.regime, starts_on=NEXT, **by)
    regime_uses.approve(use=use, **county.when("leader"))
    assert in_force(NEXT).of(county.ledger.pk).code == draft.code
    with refuses(WrongStart):
        regime_uses.ask(ledger=county.ledger, preset="three_slips", starts_on=DAY, **by)


# --- one colour, one meaning


def test_one_colour_does_not_say_two_things_in_one_office(county: County) -> None:
    by = county.when("coordinator")
    other = ledgers.open_ledger(office=county.office, name="另一本", prefix="LB", **by)
    use = regime_uses.ask(ledger=other, preset="three_slips", starts_on=NEXT, **by)
    regime_uses.approve(use=use, **county.when("leader"))

    draft = drafted(county, blue_alarms())
    with refuses(TwoMeaningsAtOnce):  # from the next day on blue reminds in the other ledger
        regimes.ask(version=draft, starts_on=DAY, ledgers=[county.ledger], **by)
    regimes.ask(version=draft, starts_on=DAY, **by)
    regimes.approve(version=draft, **county.when("leader"))
    with refuses(TwoMeaningsAtOnce):
        regime_uses.ask(ledger=county.ledger, regime=draft.regime, starts_on=DAY, **by)


def test_a_new_ledger_is_to_be_lit_as_the_one_beside_it_where_its_colours_would_clash(county: County) -> None:
    own, by = approved(county, written=blue_alarms()), county.when("coordinator")

    other = ledgers.open_ledger(office=county.office, name="另一本", prefix="LB", **by)

    use = other.regime_uses.get()
    assert (use.state, use.regime, use.starts_on) == (State.ASKED, own.regime, DAY)
    assert in_force(DAY).of(other.pk) is shipped()[DEFAULT]
    regime_uses.approve(use=use, **county.when("leader"))
    assert in_force(DAY).of(other.pk).code == own.code
    with refuses(NotYours):
        ledgers.open_ledger(office=county.office, name="第三本", prefix="LC", **county.when("administrator"))


def test_a_new_ledger_follows_the_one_beside_it_on_the_day_on_which_that_one_turns(
    county: County,
) -> None:
    own, by = approved(county, written=blue_alarms(), starts_on=NEXT), county.when("coordinator")

    other = ledgers.open_ledger(office=county.office, name="另一本", prefix="LB", **by)

    regime_uses.approve(use=other.regime_uses.get(), **county.when("leader"))
    assert in_force(DAY).of(other.pk) is shipped()[DEFAULT]
    assert in_force(NEXT).of(other.pk).code == own.code


def test_a_new_ledger_that_clashes_with_nothing_is_asked_for_nothing(county: County) -> None:
    approved(county)

    other = ledgers.open_ledger(
        office=county.office, name="另一本", prefix="LB", **county.when("administrator")
    )

    assert not other.regime_uses.exists()


def test_a_clash_that_stands_today_is_mended_by_what_begins_later(county: County) -> None:
    approved(county, written=blue_alarms())
    by = county.when("coordinator")
    other = ledgers.open_ledger(office=county.office, name="另一本", prefix="LB", **by)
    regime_uses.decline(use=other.regime_uses.get(), remark="不必", **county.when("leader"))
    with pytest.raises(TwoMeaningsAtOnce, match="蓝单在“整改台账”（两色灯）里是“逾期未办结”，在“另一本”"):
        regime_uses.ask(ledger=other, preset="three_slips", starts_on=DAY, **by)

    mended = regime_uses.ask(ledger=county.ledger, preset=DEFAULT, starts_on=NEXT, **by)
    regime_uses.approve(use=mended, **county.when("leader"))

    assert in_force(NEXT).of(county.ledger.pk) is shipped()[DEFAULT]


def test_of_two_uses_from_the_same_day_the_one_asked_for_is_looked_at(county: County) -> None:
    by = county.when("coordinator")
    other = ledgers.open_ledger(office=county.office, name="另一本", prefix="LB", **by)
    use = regime_uses.ask(ledger=other, preset="red_yellow_green", starts_on=NEXT, **by)
    regime_uses.approve(use=use, **county.when("leader"))
    approved(county, written=blue_alarms(), starts_on=NEXT)

    with refuses(TwoMeaningsAtOnce):
        regime_uses.ask(ledger=other, preset="three_slips", starts_on=NEXT, **by)


def test_a_row_with_a_case_for_each_light_is_tried(county: County) -> None:
    calm = WrittenCase(case="逾期两天", day=DAY, row=dict(LATE.row) | {"逾期天数": "2"}, expect="green")

    trial = tried(two_lights(cases=(LATE, calm)), name="两色灯", on=DAY)

    assert [one.light.code if one.light else "" for one in trial.cases] == ["red", "green"]
