"""An office has its own regime of lights: one person writes it, another puts it in force, from a day on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from guatu.history.models import Event as Link
from guatu.ledgers.actions import regime_uses, regimes
from guatu.ledgers.errors import Incomplete, NotNow, NotYours, WrongChoice
from guatu.ledgers.lights import writing
from guatu.ledgers.lights.errors import (
    RegimeChanged,
    RegimeUnfit,
    WrongStart,
)
from guatu.ledgers.lights.in_force import by_codes, in_force
from guatu.ledgers.lights.shipped import DEFAULT, shipped
from guatu.ledgers.lights.trying import is_for_items, tried
from guatu.ledgers.lights.writing import WrittenRule
from guatu.ledgers.models import RegimeUse, RegimeVersion
from tests.accounts.factories import make_office
from tests.ledgers.factories import DAY, County
from tests.ledgers.lights.regimes import (
    GREEN,
    LATE,
    RED,
    approved,
    asked,
    drafted,
    preset,
    second_coordinator,
    two_lights,
)
from tests.ledgers.refusing import refuses

NEXT = DAY + timedelta(days=1)
State = RegimeVersion.State


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
