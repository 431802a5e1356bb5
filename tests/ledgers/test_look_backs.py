"""Look-backs: proposed by risk, decided by a coordinator, done by somebody else than the doer."""

import hashlib
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guatu.history import checkpoints, keys
from guatu.history.models import Enclosure
from guatu.history.models import Event as Link
from guatu.ledgers import risks
from guatu.ledgers.actions import look_backs, sampling, verdicts
from guatu.ledgers.errors import (
    LookerNotFree,
    NoCheckpoint,
    NotNow,
    NotYours,
    ReasonMissing,
    WrongDay,
    WrongFigure,
)
from guatu.ledgers.events import Event
from guatu.ledgers.models import Item, Ledger, LookBack, LookBackDraw, Risk
from guatu.ledgers.queries import duties
from guatu.ledgers.queries import look_backs as queries
from tests.accounts.factories import make_person, moment
from tests.ledgers.factories import DAY, County, asked, closed, fresh, ledger_with, photo
from tests.ledgers.refusing import refuses

NEXT = DAY + timedelta(days=1)


def waiting(county: County) -> list[Item]:
    return list(queries.undecided(Ledger.objects.filter(pk=county.ledger.pk)))


def by_risk(county: County) -> None:
    """The ledger sets no days of its own."""
    county.ledger = ledger_with(county, look_back_after=0)


def judged(county: County, **values: Any) -> risks.Judged:
    """The risk of a closed item as it stands with these values."""
    item = closed(county)
    for name, value in values.items():
        setattr(item, name, value)
    return risks.judge([item], on=DAY)[item.pk]


# The risk, and its sentence.


def test_what_went_well_is_a_low_risk_and_says_so(county: County) -> None:
    by_risk(county)
    found = judged(county, kind=Item.Kind.TASK)
    assert (found.risk, found.days) == (Risk.LOW, 180)
    assert found.why == "低风险：没有退回、延期、逾期和反弹，佐证齐"


@pytest.mark.parametrize(
    ("values", "risk", "days", "words"),
    [
        ({"kind": "instruction"}, Risk.MIDDLE, 90, "批示件"),
        ({"times_returned": 1}, Risk.LOW, 180, "销号被退回 1 次"),
        ({"times_returned": 2, "extensions": 1}, Risk.MIDDLE, 90, "销号被退回 2 次"),
        ({"times_returned": 2, "extensions": 2, "kind": "rectification"}, Risk.HIGH, 30, "整改问题"),
        ({"extensions": 2}, Risk.LOW, 180, "延期 2 次"),
        ({"first_promise": DAY - timedelta(days=30)}, Risk.LOW, 180, "比首次承诺晚 30 天办结"),
        ({"first_promise": DAY - timedelta(days=31)}, Risk.MIDDLE, 90, "比首次承诺晚 31 天办结"),
        ({"times_reopened": 1}, Risk.HIGH, 30, "本事项反弹过 1 次"),
    ],
)
def test_each_signal_counts_and_is_named(
    county: County, values: dict[str, Any], risk: Risk, days: int, words: str
) -> None:
    by_risk(county)
    found = judged(county, **{"kind": Item.Kind.TASK, **values})
    assert (found.risk, found.days) == (risk, days)
    assert words in found.why


def test_a_relapse_of_the_same_unit_and_of_its_kind_speaks_against_others(county: County) -> None:
    first, second = closed(county, category="供电"), closed(county, category="供电")
    look_backs.reopen(pk=first.pk, finding="又有 2 处", deadline=NEXT, **county.when("verifier"))
    found = risks.judge([fresh(second)], on=DAY)[second.pk]
    assert "牵头单位一年内有 1 项反弹" in found.why
    assert "同类事项一年内有 1 项反弹" in found.why
    later = DAY + timedelta(days=366)
    assert "反弹" not in risks.judge([fresh(second)], on=later)[second.pk].why


def test_an_item_closed_by_a_meeting_says_so(county: County) -> None:
    item = asked(county)
    given: dict[str, Any] = {"meeting_on": DAY, "attendees": "周行之、许听澜", "minutes": photo(7)}
    verdicts.decide_by_meeting(pk=item.pk, **given, **county.when("coordinator"))
    assert "会议研究销号" in risks.judge([fresh(item)], on=DAY)[item.pk].why


def test_the_days_of_the_ledger_go_before_those_of_the_risk(county: County) -> None:
    found = judged(county, times_reopened=1)
    assert (found.risk, found.days, found.is_own) == (Risk.HIGH, 90, True)


def test_no_day_is_proposed_that_has_passed(county: County) -> None:
    by_risk(county)
    found = judged(county, times_reopened=1)
    assert found.due_on(DAY, DAY) == DAY + timedelta(days=30)
    assert found.due_on(DAY - timedelta(days=60), DAY) == DAY


def test_many_are_judged_by_as_few_statements_as_one(county: County) -> None:
    items = [closed(county) for _ in range(3)]
    rows = queries.undecided(Ledger.objects.all())
    one, all_of_them = list(rows.filter(pk=items[0].pk)), list(rows)
    with CaptureQueriesContext(connection) as few:
        risks.judge(one, on=DAY)
    with CaptureQueriesContext(connection) as many:
        risks.judge(all_of_them, on=DAY)
    assert len(few) == len(many) == 3


def test_every_figure_of_the_rules_is_used_and_every_signal_has_words() -> None:
    book = risks.rules()
    assert set(book.days) == {"high", "middle", "low"}
    assert book.levels["high"] > book.levels["middle"] > 0
    assert all(one.points > 0 and one.words for one in book.signals.values())


# The plan.


def test_a_closed_item_waits_until_a_coordinator_takes_it_into_the_plan(county: County) -> None:
    item = closed(county)
    assert waiting(county) == [item]
    row = look_backs.accept(pks=[item.pk], **county.when("coordinator"))[0]
    assert (row.accepted_on, row.due_on, row.risk) == (DAY, DAY + timedelta(days=90), Risk.LOW)
    assert row.why.startswith("低风险：")
    assert waiting(county) == []


def test_without_days_of_the_ledger_the_risk_sets_the_day(county: County) -> None:
    by_risk(county)
    items = [closed(county) for _ in range(2)]
    assert waiting(county) == items
    rows = look_backs.accept(pks=[one.pk for one in items], **county.when("coordinator"))
    assert {row.due_on for row in rows} == {DAY + timedelta(days=180)}
    kinds = Link.objects.filter(kind=Event.LOOK_BACK_PLANNED.value, subject_id__in=[one.pk for one in items])
    assert kinds.count() == 2


def test_a_day_is_changed_for_many_and_never_into_the_past(county: County) -> None:
    items = [closed(county) for _ in range(2)]
    pks = [one.pk for one in items]
    with refuses(WrongDay, "早于今天"):
        look_backs.accept(pks=pks, due_on=DAY - timedelta(days=1), **county.when("coordinator"))
    rows = look_backs.accept(pks=pks, due_on=NEXT, **county.when("coordinator"))
    assert {row.due_on for row in rows} == {NEXT}


def test_one_that_cannot_go_holds_all_back(county: County) -> None:
    good, other = closed(county), asked(county)
    with refuses(NotNow, "核查中"):
        look_backs.accept(pks=[good.pk, other.pk], **county.when("coordinator"))


@pytest.mark.parametrize("who", ["verifier", "leader", "inspector", "liaison", "stranger"])
def test_only_a_coordinator_decides(county: County, who: str) -> None:
    item = closed(county)
    with refuses((NotYours, NotNow)):  # type: ignore[arg-type]
        look_backs.accept(pks=[item.pk], **county.when(who))
    with refuses(NotYours):
        look_backs.drop(pks=[item.pk], reason="重复", **county.when(who))


def test_what_is_dropped_needs_a_reason_and_waits_no_more(county: County) -> None:
    item = closed(county)
    with refuses(ReasonMissing):
        look_backs.drop(pks=[item.pk], reason=" ", **county.when("coordinator"))
    look_backs.drop(pks=[item.pk], reason="已并入专项核查", **county.when("coordinator"))
    row = item.look_backs.get()
    assert (row.state, row.finding, row.done_on) == (LookBack.State.DROPPED, "已并入专项核查", DAY)
    assert waiting(county) == []


def test_what_was_closed_again_waits_again(county: County) -> None:
    item = closed(county)
    look_backs.accept(pks=[item.pk], **county.when("coordinator"))
    look_backs.hold(pk=item.pk, finding="没有反弹", **county.when("verifier"))
    assert waiting(county) == []
    Item.objects.filter(pk=item.pk).update(state=Item.State.IN_PROGRESS, closed_on=None)
    assert waiting(county) == []


# Who looks.


def test_the_one_who_is_named_finds_it_and_nobody_else_looks(county: County) -> None:
    item = closed(county)
    other = county.people["other"] = make_person("方问渠", roles=[("verifier", county.office)])
    look_backs.accept(pks=[item.pk], due_on=DAY, looker=other, **county.when("coordinator"))

    def owes(name: str) -> bool:
        return any(one.event == Event.LOOK_BACK_HELD for one in duties.of(county(name), on=DAY))

    assert (owes("other"), owes("verifier")) == (True, False)
    with refuses(LookerNotFree, "已指定方问渠"):
        look_backs.hold(pk=item.pk, finding="没有反弹", **county.when("verifier"))
    look_backs.hold(pk=item.pk, finding="没有反弹", **county.when("other"))
    assert item.look_backs.get().done_by == other


def test_the_work_of_somebody_who_left_falls_to_all_verifiers(county: County) -> None:
    item = closed(county)
    other = make_person("方问渠", roles=[("verifier", county.office)])
    look_backs.accept(pks=[item.pk], due_on=DAY, looker=other, **county.when("coordinator"))
    type(other).objects.filter(pk=other.pk).update(is_active=False)
    assert queries.due(county("verifier")).count() == 1


@pytest.mark.parametrize("who", ["leader", "town"])
def test_only_a_verifier_is_named(county: County, who: str) -> None:
    item = closed(county)
    with refuses(LookerNotFree, "不是本办公室的核查员"):
        look_backs.accept(pks=[item.pk], looker=county.people[who], **county.when("coordinator"))


def test_nobody_of_a_unit_that_owes_looks_back(county: County) -> None:
    item = closed(county)
    insider = county.people["insider"] = make_person(
        "内线", unit=county.towns[0], roles=[("verifier", county.office)]
    )
    with refuses(LookerNotFree, "属于承办单位"):
        look_backs.accept(pks=[item.pk], looker=insider, **county.when("coordinator"))
    with refuses(LookerNotFree, "属于承办单位"):
        look_backs.hold(pk=item.pk, finding="没有反弹", **county.when("insider"))
    with refuses(LookerNotFree, "属于承办单位"):
        look_backs.reopen(pk=item.pk, finding="又有", deadline=NEXT, **county.when("insider"))


# What is found.


def test_the_result_stands_with_words_and_files(county: County) -> None:
    item = closed(county)
    files = [photo(31), photo(32)]
    given: dict[str, Any] = {"finding": "两处正常，一处待修", "is_mostly": True, "files": files}
    look_backs.hold(pk=item.pk, **given, **county.when("verifier"))
    assert item.look_backs.get().state == LookBack.State.MOSTLY
    link = Link.objects.filter(kind=Event.LOOK_BACK_HELD.value, subject_id=item.pk).latest("pk")
    named = Enclosure.objects.filter(event=link).exclude(file=None).values_list("name", flat=True)
    assert sorted(named) == ["look_back", "look_back.2"]


def test_the_rate_counts_by_unit_type_and_ledger(county: County) -> None:
    first, second, _ = closed(county), closed(county, category="供电"), closed(county)
    look_backs.hold(pk=first.pk, finding="没有反弹", **county.when("verifier"))
    look_backs.reopen(pk=second.pk, finding="又有 2 处", deadline=NEXT, **county.when("verifier"))
    found = queries.rates(Ledger.objects.all())
    (unit,), (ledger,), (kind,), (category,) = found.units, found.ledgers, found.kinds, found.categories
    assert (unit.name, unit.looked, unit.relapsed, unit.percent) == ("县供电公司", 2, 1, 50)
    assert (ledger.name, ledger.looked, ledger.relapsed) == ("整改台账", 2, 1)
    assert (kind.key, kind.name, kind.looked, kind.relapsed) == ("rectification", "整改问题", 2, 1)
    assert (category.name, category.looked, category.relapsed) == ("供电", 1, 1)


# Samples.


@pytest.fixture
def pool(county: County) -> list[Item]:
    """Four closed items, and a checkpoint."""
    by_risk(county)
    items = [closed(county) for _ in range(4)]
    keys.make_key()
    checkpoints.take(at=moment(DAY))
    return items


def digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def draw(county: County, share: int = 50, who: str = "coordinator", **values: Any) -> LookBackDraw:
    given: dict[str, Any] = {"ledger": county.ledger, "risk": "low", "share": share} | values
    return sampling.draw(**given, **county.when(who))


def test_a_draw_follows_the_last_checkpoint_and_can_be_drawn_again(county: County, pool: list[Item]) -> None:
    made = draw(county)
    assert (made.pool, made.taken, len(made.seed)) == (4, 2, 64)
    turn = sorted((one.number for one in pool), key=lambda number: digest(made.seed + number))
    rows = {row.item.number: row.state for row in made.look_backs.select_related("item")}
    assert [rows[number] for number in turn] == ["planned", "planned", "dropped", "dropped"]
    assert Link.objects.filter(kind=Event.LOOK_BACKS_DRAWN.value).count() == 1
    assert {row.accepted_on for row in made.look_backs.filter(state="planned")} == {DAY}


def test_nobody_draws_twice_from_one_pool(county: County, pool: list[Item]) -> None:
    draw(county)
    with refuses(NotNow, "没有待定"):
        draw(county)


def test_a_share_is_rounded_up(county: County, pool: list[Item]) -> None:
    assert draw(county, 1).taken == 1


@pytest.mark.parametrize("share", [0, 100, -5])
def test_a_share_is_less_than_all_and_more_than_nothing(county: County, pool: list[Item], share: int) -> None:
    with refuses(WrongFigure, "1 到 99"):
        draw(county, share)


@pytest.mark.parametrize("who", ["verifier", "leader", "stranger"])
def test_only_a_coordinator_draws(county: County, pool: list[Item], who: str) -> None:
    with refuses(NotYours):
        draw(county, who=who)


def test_without_a_checkpoint_there_is_no_seed(county: County) -> None:
    by_risk(county)
    closed(county)
    with refuses(NoCheckpoint, "还没有检查点"):
        draw(county)


def test_what_is_planned_by_the_ledger_is_drawn_with_its_own_day(county: County) -> None:
    keys.make_key()
    items = [closed(county) for _ in range(2)]
    checkpoints.take(at=moment(DAY))
    made = draw(county)
    assert made.look_backs.count() == LookBack.objects.count() == len(items)
    assert made.look_backs.get(state="planned").due_on == DAY + timedelta(days=90)


def test_what_waits_is_told_to_the_coordinator_once(county: County) -> None:
    for _ in range(2):
        closed(county)
    found = [one for one in duties.of(county("coordinator"), on=DAY) if one.event == Event.LOOK_BACK_PLANNED]
    assert [(one.count, one.since) for one in found] == [(2, date(2026, 3, 2))]
