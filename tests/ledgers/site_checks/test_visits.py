"""Checks without notice: who may send, what becomes of problems, and what a unit sees of it."""

from datetime import timedelta
from typing import Any

import pytest

from guatu.ledgers.actions import ledgers
from guatu.ledgers.errors import NotNow, NotYours, ReasonMissing, WrongDay
from guatu.ledgers.models import Item, SiteCheck
from guatu.ledgers.queries import item_page, visibility
from guatu.ledgers.site_checks import deeds, queries, routes, visits
from guatu.ledgers.site_checks.errors import CheckerNotFree, VisitRefused
from guatu.ledgers.site_checks.results import NewResult
from guatu.notices.models import Notice
from tests.accounts.factories import make_person
from tests.ledgers.doing import site_photo
from tests.ledgers.factories import DAY, County
from tests.ledgers.refusing import refuses

PROBLEMS = [visits.Problem(title="表箱敞开"), visits.Problem(title="线路裸露", words="3 处线路裸露")]


def sent(county: County, who: str = "verifier", **values: Any) -> SiteCheck:
    given: dict[str, Any] = {"unit": county.towns[0], "words": "看表箱", "office": county.office}
    return visits.start(**(given | values), **county.when(who))


def differs(**values: Any) -> NewResult:
    given: dict[str, Any] = {"result": "differs", "finding": "有两处问题", "photos": [site_photo()]}
    return NewResult(**(given | values))


def test_problems_become_findings_led_by_the_unit(county: County) -> None:
    check = sent(county)
    items = visits.record(
        check=check, new=differs(), problems=PROBLEMS, ledger=county.ledger, **county.when("verifier")
    )

    assert [(one.title, one.kind, one.state) for one in items] == [
        ("表箱敞开", "finding", "draft"),
        ("线路裸露", "finding", "draft"),
    ]
    assert {one.lead_unit for one in items} == {county.towns[0]}
    assert [one.item for one in SiteCheck.objects.get().findings.all()] == items
    assert queries.found_by(items[0]) == check


def test_the_unit_sees_nothing_before_the_findings_are_dispatched(county: County) -> None:
    insider = make_person("内线", unit=county.towns[0], roles=[("verifier", county.office)])
    county.people["insider"] = insider
    check = sent(county)
    assert not queries.visible(county("town")).exists()
    assert not queries.visible(county("insider")).exists()
    assert queries.visible(county("verifier")).exists()

    made = visits.record(
        check=check, new=differs(), problems=PROBLEMS, ledger=county.ledger, **county.when("verifier")
    )
    assert queries.visible(county("insider")).exists()
    assert not visibility.items(county("town")).exists()
    assert item_page.item_page(county("town"), made[0].pk, on=DAY) is None


def test_nobody_checks_his_own_unit(county: County) -> None:
    county.people["insider"] = make_person("内线", unit=county.towns[0], roles=[("verifier", county.office)])
    with refuses(CheckerNotFree, "不能对本单位"):
        sent(county, "insider")
    with refuses(CheckerNotFree, "被查单位的人"):
        sent(county, checker=county.people["insider"])
    check = sent(county)
    with refuses(CheckerNotFree, "您是被查单位的人"):
        visits.record(check=check, new=differs(result="matches"), **county.when("insider"))


@pytest.mark.parametrize("who", ["leader", "liaison", "inspector", "administrator", "stranger"])
def test_only_coordinators_and_verifiers_send(county: County, who: str) -> None:
    with refuses(NotYours):
        sent(county, who)


def test_a_coordinator_sends_and_a_verifier_goes(county: County) -> None:
    check = sent(county, "coordinator", unit=None, place="城东农贸市场")
    with refuses(NotYours):
        visits.record(check=check, new=differs(result="matches"), **county.when("coordinator"))
    deeds.show_code(check=check, **county.when("verifier"))
    visits.record(check=check, new=differs(result="matches"), **county.when("verifier"))
    assert SiteCheck.objects.get().result == "matches"


@pytest.mark.parametrize(
    ("values", "kind", "words"),
    [
        ({"unit": None}, VisitRefused, "写明地点"),
        ({"words": " "}, ReasonMissing, "看什么"),
        ({"due_on": DAY - timedelta(days=1)}, WrongDay, "早于今天"),
    ],
)
def test_a_check_says_where_to_and_what_for(
    county: County, values: dict[str, Any], kind: type[Exception], words: str
) -> None:
    with refuses(kind, words):
        sent(county, **values)


def test_problems_and_result_agree_and_go_to_a_ledger_of_the_office(county: County) -> None:
    check, by = sent(county), county.when("verifier")
    with refuses(VisitRefused, "请写明每个问题"):
        visits.record(check=check, new=differs(), ledger=county.ledger, **by)
    with refuses(VisitRefused, "请选“有问题”"):
        visits.record(
            check=check, new=differs(result="matches"), problems=PROBLEMS, ledger=county.ledger, **by
        )
    with refuses(VisitRefused, "哪本台账"):
        visits.record(check=check, new=differs(), problems=PROBLEMS, **by)
    ledgers.archive(ledger=county.ledger, **county.when("coordinator"))
    county.ledger.refresh_from_db()
    with refuses(WrongDay, "已归档"):
        visits.record(check=check, new=differs(), problems=PROBLEMS, ledger=county.ledger, **by)


def test_a_check_is_called_off_once(county: County) -> None:
    check = sent(county)
    with refuses(NotYours):
        visits.drop(check=check, reason="改期", **county.when("verifier"))
    visits.drop(check=check, reason="改期", **county.when("coordinator"))
    with refuses(NotNow, "免查"):
        visits.record(check=check, new=differs(result="matches"), **county.when("verifier"))
    assert not Item.objects.exists()


def test_the_way_goes_from_each_place_to_the_nearest_that_is_left() -> None:
    stops = {"甲": (30.0, 104.0), "乙": (30.9, 104.0), "丙": (30.1, 104.0), "丁": None, "戊": (30.5, 104.0)}
    assert routes.ordered(list(stops), place_of=lambda one: stops[one]) == ["甲", "丙", "戊", "乙", "丁"]


def test_another_goes_on_another_day_and_is_told_in_the_place_of_the_first(county: County) -> None:
    for name in ("方明远", "沈一鸣"):
        county.people[name] = make_person(name, roles=[("verifier", county.office)])
    check = sent(county, checker=county.people["方明远"])
    given: dict[str, Any] = {"checker": county.people["沈一鸣"], "due_on": DAY, "words": "看线路"}
    visits.plan(check=check, **given, **county.when("coordinator"))

    check.refresh_from_db()
    assert (check.checker, check.due_on, check.words) == tuple(given.values())
    told = Notice.objects.filter(subject_kind=SiteCheck.track, subject_id=check.pk, waits=True)
    assert [one.person.name for one in told] == ["沈一鸣"]
    visits.plan(check=check, **given | {"checker": None}, **county.when("verifier"))
    assert not told.all().exists()
    assert check in queries.due(county("verifier"))


def test_it_is_not_planned_by_others_for_days_gone_by_or_when_it_is_over(county: County) -> None:
    check = sent(county)
    given: dict[str, Any] = {"checker": None, "due_on": DAY, "words": "看线路"}
    with refuses(NotYours):
        visits.plan(check=check, **given, **county.when("leader"))
    with refuses(WrongDay, "早于今天"):
        visits.plan(check=check, **given | {"due_on": DAY - timedelta(days=1)}, **county.when("verifier"))
    with refuses(ReasonMissing, "看什么"):
        visits.plan(check=check, **given | {"words": " "}, **county.when("verifier"))
    county.people["insider"] = make_person("内线", unit=county.towns[0], roles=[("verifier", county.office)])
    with refuses(CheckerNotFree, "被查单位的人"):
        visits.plan(check=check, **given | {"checker": county.people["insider"]}, **county.when("verifier"))
    visits.drop(check=check, reason="暴雨", **county.when("coordinator"))
    with refuses(NotNow):
        visits.plan(check=check, **given, **county.when("verifier"))
    assert SiteCheck.objects.get().words == "看表箱"


@pytest.mark.parametrize("ends_by", ["recorded", "dropped"])
def test_who_is_sent_is_told_so_until_it_is_over(county: County, ends_by: str) -> None:
    county.people["other"] = make_person("方明远", roles=[("verifier", county.office)])
    check = sent(county, checker=county.people["other"])
    told = Notice.objects.filter(subject_kind=SiteCheck.track, subject_id=check.pk, waits=True)
    assert [(one.person.name, one.kind) for one in told] == [("方明远", Notice.Kind.TO_SITE_CHECK)]

    if ends_by == "recorded":
        matches = differs(result="matches", finding="表箱完好")
        visits.record(check=check, new=matches, **county.when("other"))
    else:
        visits.drop(check=check, reason="暴雨", **county.when("coordinator"))
    assert not told.all().exists()


def test_who_goes_himself_and_who_is_not_named_hear_nothing(county: County) -> None:
    sent(county, checker=county.people["verifier"])
    sent(county, unit=county.towns[1])
    assert not Notice.objects.filter(kind=Notice.Kind.TO_SITE_CHECK).exists()
