"""Checks of requests: who goes, what is told, what a code proves, and what no result stops."""

from datetime import timedelta
from typing import Any

import pytest

from guatu.history.models import Enclosure
from guatu.history.models import Event as Link
from guatu.ledgers.actions import verdicts
from guatu.ledgers.errors import Incomplete, KeysInOneHand, NotNow, NotYours, WrongChoice, WrongDay
from guatu.ledgers.events import Event
from guatu.ledgers.models import Item, SiteCheck
from guatu.ledgers.queries import duties, notices
from guatu.ledgers.site_checks import deeds, queries
from guatu.ledgers.site_checks.errors import CheckerNotFree, SiteCheckStands, VisitRefused
from guatu.ledgers.site_checks.results import NewResult
from guatu.notices.models import Notice
from tests.accounts.factories import make_person, moment
from tests.ledgers.doing import site_photo
from tests.ledgers.factories import DAY, County, all_met, asked, fresh
from tests.ledgers.refusing import refuses

NEXT = DAY + timedelta(days=1)


@pytest.fixture
def item(county: County) -> Item:
    """A request whose place somebody is to see."""
    found = asked(county)
    verdicts.order_site_check(pk=found.pk, words="双桥镇抽 1 处", **county.when("verifier"))
    return found


def result(**values: Any) -> NewResult:
    given: dict[str, Any] = {"result": "matches", "finding": "3 处都已改造", "photos": [site_photo()]}
    return NewResult(**(given | values))


def test_a_place_that_matches_lets_the_second_key_turn(county: County, item: Item) -> None:
    deeds.record(pk=item.pk, new=result(), **county.when("verifier"))
    verdicts.verify(pk=item.pk, judged=all_met(item), **county.when("verifier"))

    check = item.site_checks.get()
    assert fresh(item).state == Item.State.CLOSED
    assert (check.done_by, check.done_unit) == (
        county.people["verifier"],
        county.people["verifier"].unit,
    )
    assert [one.name for one in check.photos.all()] == ["现场.png"]


def test_a_second_order_joins_the_first(county: County, item: Item) -> None:
    verdicts.order_site_check(pk=item.pk, words="石泉镇抽 2 处", **county.when("verifier"))
    assert item.site_checks.get().words == "双桥镇抽 1 处；石泉镇抽 2 处"


def test_a_meeting_does_not_pass_by_what_nobody_has_seen(county: County, item: Item) -> None:
    given: dict[str, Any] = {"meeting_on": DAY, "attendees": "周行之", "minutes": site_photo().file}
    with refuses(SiteCheckStands, "请先到现场核查"):
        verdicts.decide_by_meeting(pk=item.pk, **given, **county.when("coordinator"))


def test_who_could_see_nothing_leads_to_another_look_with_another_code(county: County, item: Item) -> None:
    first = item.site_checks.get()
    new = result(result="not_seen", finding="汛期道路中断", photos=[])
    deeds.record(pk=item.pk, new=new, **county.when("verifier"))

    second = item.site_checks.get(state="planned")
    assert (second.words, second.kind) == (first.words, first.kind)
    assert second.code != first.code
    with refuses(SiteCheckStands):
        verdicts.verify(pk=item.pk, judged=all_met(item), **county.when("verifier"))


@pytest.mark.parametrize(
    ("values", "kind", "words"),
    [
        ({"finding": " "}, Incomplete, "现场情况"),
        ({"photos": []}, Incomplete, "现场照片"),
        ({"result": ""}, WrongChoice, "结果"),
        ({"code_use": "song"}, WrongChoice, "现场代码"),
        ({"code_use": "photo"}, VisitRefused, "没有显示过现场代码"),
        ({"written_at": moment(NEXT)}, WrongDay, "手机时间比系统快"),
        ({"shown_at": moment(NEXT)}, VisitRefused, "手机时间比系统快"),
    ],
)
def test_a_result_that_lacks_something_writes_nothing(
    county: County, item: Item, values: dict[str, Any], kind: type[Exception], words: str
) -> None:
    with refuses(kind, words):
        deeds.record(pk=item.pk, new=result(**values), **county.when("verifier"))


def test_a_result_is_written_once(county: County, item: Item) -> None:
    deeds.record(pk=item.pk, new=result(), **county.when("verifier"))
    with refuses(NotNow, "没有待办的现场核查"):
        deeds.record(pk=item.pk, new=result(), **county.when("verifier"))


def test_a_code_is_stamped_when_it_is_first_shown_and_told_only_with_the_result(
    county: County, item: Item
) -> None:
    check = item.site_checks.get()
    assert not Enclosure.objects.filter(text__contains=check.code).exists()

    deeds.show_code(check=check, **county.when("verifier"))
    deeds.show_code(check=check, **county.when("verifier", NEXT))

    shown = Link.objects.get(kind=Event.CODE_SHOWN.value)
    assert check.code.encode() not in bytes(shown.body)
    assert SiteCheck.objects.get(pk=check.pk).code_shown_at == moment(DAY)
    deeds.record(pk=item.pk, new=result(code_use="photo"), **county.when("verifier"))
    assert Enclosure.objects.get(name="code").text == check.code
    with refuses(NotNow):
        deeds.show_code(check=check, **county.when("verifier"))


def test_without_a_line_the_device_says_when_it_showed_the_code(county: County, item: Item) -> None:
    new = result(code_use="written", shown_at=moment(DAY))
    check = deeds.record(pk=item.pk, new=new, **county.when("verifier"))
    assert (check.code_shown_at, check.claimed_shown_at) == (None, moment(DAY))


def test_nobody_looks_at_what_he_asked_for_or_owes(county: County, item: Item) -> None:
    insider = make_person("内线", unit=county.towns[0], roles=[("verifier", county.office)])
    county.people["insider"] = insider
    with refuses(KeysInOneHand, "您代表的单位承办了本事项"):
        deeds.record(pk=item.pk, new=result(), **county.when("insider"))
    with refuses(CheckerNotFree, "其代表的单位承办了本事项"):
        deeds.plan(pk=item.pk, checker=insider, **county.when("coordinator"))
    with refuses(CheckerNotFree, "不是本台账的核查员"):
        deeds.plan(pk=item.pk, checker=county.people["town"], **county.when("coordinator"))


def test_where_somebody_is_named_nobody_else_goes(county: County, item: Item) -> None:
    other = make_person("方明远", roles=[("verifier", county.office)])
    county.people["other"] = other
    deeds.plan(pk=item.pk, checker=other, due_on=NEXT, words="看表箱", **county.when("coordinator"))

    check = item.site_checks.get()
    assert (check.checker, check.due_on, check.words) == (other, NEXT, "看表箱")
    assert check in queries.due(county("other"))
    assert check not in queries.due(county("verifier"))
    with refuses(CheckerNotFree, "已指定方明远"):
        deeds.record(pk=item.pk, new=result(), **county.when("verifier"))
    with refuses(CheckerNotFree, "已指定方明远"):
        deeds.show_code(check=check, **county.when("verifier"))
    deeds.record(pk=item.pk, new=result(), **county.when("other"))


def test_who_is_named_is_told_until_somebody_else_is_or_it_was_done(county: County, item: Item) -> None:
    for name in ("方明远", "沈一鸣"):
        county.people[name] = make_person(name, roles=[("verifier", county.office)])
        deeds.plan(pk=item.pk, checker=county.people[name], **county.when("coordinator"))
    check = item.site_checks.get()
    told = Notice.objects.filter(subject_kind=SiteCheck.track, subject_id=check.pk).order_by("pk")
    kind = Notice.Kind.TO_SITE_CHECK
    assert [(one.person.name, one.kind, one.waits) for one in told] == [
        ("方明远", kind, False),
        ("沈一鸣", kind, True),
    ]
    assert [one.site_check for one in notices.told(county("沈一鸣"), [told[1]])] == [check]
    assert [one.site_check for one in notices.told(county("town"), [told[1]])] == [None]

    deeds.record(pk=item.pk, new=result(), **county.when("沈一鸣"))
    assert not told.filter(waits=True).exists()


def test_it_is_owed_by_who_may_go(county: County, item: Item) -> None:
    def owed(who: str) -> list[tuple[str, str]]:
        found = duties.of(county(who), on=DAY)
        return [(one.item.number, one.note) for one in found if one.event == Event.SITE_CHECK_DONE]

    assert owed("verifier") == [(item.number, "指派，任一核查员去")]
    assert owed("coordinator") == owed("town") == []
    county.people["other"] = make_person("方明远", roles=[("verifier", county.office)])
    deeds.plan(pk=item.pk, checker=county.people["other"], **county.when("coordinator"))
    assert (owed("verifier"), owed("other")) == ([], [(item.number, "指派，请方明远去")])
    deeds.record(pk=item.pk, new=result(), **county.when("other"))
    assert owed("other") == []


def test_a_check_is_dropped_by_a_coordinator_with_a_reason(county: County, item: Item) -> None:
    with refuses(NotYours):
        deeds.drop(pk=item.pk, reason="汛期", **county.when("verifier"))
    deeds.drop(pk=item.pk, reason="汛期道路中断", **county.when("coordinator"))
    verdicts.verify(pk=item.pk, judged=all_met(item), **county.when("verifier"))
    assert fresh(item).state == Item.State.CLOSED


def test_a_day_that_has_passed_is_refused(county: County, item: Item) -> None:
    with refuses(WrongDay, "早于今天"):
        deeds.plan(pk=item.pk, due_on=DAY - timedelta(days=1), **county.when("coordinator"))


@pytest.mark.parametrize("who", ["liaison", "reviewer", "town", "stranger", "administrator"])
def test_units_and_strangers_see_no_checks(county: County, item: Item, who: str) -> None:
    assert not queries.visible(county(who)).exists()


@pytest.mark.parametrize("who", ["coordinator", "verifier", "leader", "inspector"])
def test_the_office_and_its_inspector_see_them(county: County, item: Item, who: str) -> None:
    assert queries.visible(county(who)).get() == item.site_checks.get()


def test_a_photograph_that_a_unit_gave_before_gives_pause(county: County, item: Item) -> None:
    proof = item.evidence.filter(file__media_type="image/png").first()
    assert proof is not None
    from guatu.ledgers.actions.reports import NewEvidence

    copied = NewEvidence(file=proof.file, name="拷来的.png", taken_at=moment(DAY - timedelta(days=9)))
    check = deeds.record(pk=item.pk, new=result(photos=[copied]), **county.when("verifier"))

    told = [one.reason for one in queries.seen(county("verifier"), check)[0].doubts]
    assert any(item.number in one and "同一个文件" in one for one in told)
    assert any("早于派出核查" in one for one in told)
