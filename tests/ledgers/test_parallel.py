"""Many people at the same moment, each with a connection of their own: one wins, nothing is lost."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from functools import partial
from threading import Barrier, Event
from time import sleep
from typing import Any

import pytest
from django.db import connection, transaction

from guatu.history.canonical import digest
from guatu.history.models import Chain
from guatu.history.models import Event as Link
from guatu.kernel.errors import Refusal
from guatu.ledgers import acts, ticking
from guatu.ledgers.actions import adding, assignments, dispatching, items, reports, requests, verdicts
from guatu.ledgers.actions.adding import NewDuty, NewMeasure
from guatu.ledgers.actions.reports import NewReport
from guatu.ledgers.errors import ChangedSince, NotNow, WrongUnit
from guatu.ledgers.events import Event as Deed
from guatu.ledgers.models import CloseOut, Item, Report, TickDay
from tests.accounts.factories import make_person, make_unit, moment
from tests.ledgers.factories import (
    DEADLINE,
    County,
    all_met,
    asked,
    finished,
    fresh,
    make_county,
    make_items,
    new_item,
    signed,
)
from tests.scratch import Scratch

MANY = 50


def at_once(deeds: Sequence[Callable[[], Any]]) -> list[object]:
    """Do all of these at the same moment; answers what each gave, or its refusal."""
    gate = Barrier(len(deeds))

    def one(deed: Callable[[], Any]) -> object:
        try:
            gate.wait(30)
            return deed()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(one, deeds))


def refusals(outcomes: Sequence[object]) -> list[Refusal]:
    return [one for one in outcomes if isinstance(one, Refusal)]


def assert_whole(chain: str) -> None:
    """Every link of a chain follows from the one before, and the head is the last."""
    head = Chain.objects.get(code=chain)
    previous, number = "", 0
    for link in Link.objects.filter(chain=head).order_by("number"):
        number += 1
        assert (link.number, link.previous) == (number, previous)
        assert digest(bytes(link.body), link.algorithm) == link.hash
        previous = link.hash
    assert (head.length, head.head) == (number, previous)


@pytest.fixture
def county(scratch: Scratch) -> County:
    return make_county()


def test_of_fifty_close_outs_of_one_item_one_wins(county: County) -> None:
    item = asked(county)
    judged, when = all_met(item), county.when("verifier")

    outcomes = at_once([lambda: verdicts.verify(pk=item.pk, judged=judged, **when)] * MANY)

    assert sum(isinstance(one, CloseOut) for one in outcomes) == 1
    assert len(refusals(outcomes)) == MANY - 1
    assert all(isinstance(one, NotNow) and "已销号" in str(one) for one in refusals(outcomes))
    assert fresh(item).state == Item.State.CLOSED
    assert Link.objects.filter(kind="item.close_verified").count() == 1
    assert item.look_backs.count() == 1
    assert_whole(county.office.chain)


def test_of_fifty_requests_for_one_item_one_wins(county: County) -> None:
    item, when = finished(county), county.when("liaison")

    outcomes = at_once([lambda: requests.ask(pk=item.pk, statement="都改完了", **when)] * MANY)

    assert sum(isinstance(one, CloseOut) for one in outcomes) == 1
    assert all(isinstance(one, NotNow) for one in refusals(outcomes))
    assert item.close_outs.count() == 1
    assert_whole(county.office.chain)


def test_a_verdict_and_a_return_at_once_do_not_both_count(county: County) -> None:
    item = asked(county)
    judged, when = all_met(item), county.when("verifier")
    close = [lambda: verdicts.verify(pk=item.pk, judged=judged, **when)] * 5
    back = [lambda: verdicts.send_back(pk=item.pk, remark="缺照片", judged={}, **when)] * 5

    outcomes = at_once([*close, *back])

    assert len(refusals(outcomes)) == 9
    request = item.close_outs.get()
    now = fresh(item).state
    assert (now, request.state) in (("closed", "closed"), ("in_progress", "returned"))


def test_reports_of_many_units_on_one_item_lose_nothing(county: County) -> None:
    towns = [make_unit(f"第{n}镇", kind="town") for n in range(20)]
    duties = [NewDuty(unit_id=county.lead.pk, duty="lead")]
    duties += [
        NewDuty(unit_id=town.pk, duty="responsible", measure=0, target_share=Decimal(n + 1))
        for n, town in enumerate(towns)
    ]
    measure = NewMeasure(text="完成 210 处改造", target=Decimal(210), quantity_unit="处")
    item_of_many = new_item(county, measures=[measure], duties=duties)
    by = county.when("coordinator")
    item = adding.add(ledger=county.ledger, items=[item_of_many], **by)[0]
    dispatching.dispatch(pks=[item.pk], **by)
    told: list[Callable[[], object]] = []
    for number, town in enumerate(towns):
        county.people[str(number)] = make_person(roles=[("liaison", town)])
        assignments.sign(pks=[item.pk], unit=town, **county.when(str(number)))
        row = item.assignments.get(unit=town)
        new = NewReport(text="完成", achieved=row.target_share)
        told.append(partial(reports.report, assignment=row.pk, new=new, **county.when(str(number))))

    outcomes = at_once(told)

    assert refusals(outcomes) == []
    assert Report.objects.filter(item=item).count() == 20
    assert item.measures.get().achieved == 210
    assert fresh(item).progress == 100
    assert_whole(county.office.chain)


def test_of_two_coordinators_who_saw_the_same_the_second_is_told(county: County) -> None:
    item = signed(county)
    other = county.people["other"] = make_person(roles=[("coordinator", county.office)])
    assert other.pk
    edits = [
        partial(
            items.edit, pk=item.pk, seen=item.revision, values={"title": f"{name}改的"}, **county.when(name)
        )
        for name in ("coordinator", "other")
    ]

    outcomes = at_once(edits)

    assert [type(one) for one in refusals(outcomes)] == [ChangedSince]
    kept = next(one for one in outcomes if isinstance(one, Item))
    assert fresh(item).title == kept.title


def test_numbers_are_given_once_and_without_gaps(county: County) -> None:
    outcomes = at_once([lambda: [one.number for one in make_items(county, 3)]] * 20)

    assert refusals(outcomes) == []
    numbers = sorted(Item.objects.values_list("number", flat=True))
    assert numbers == [f"5G-{n:03d}" for n in range(1, 61)]


def test_one_unit_signs_once(county: County) -> None:
    item = make_items(county)[0]
    dispatching.dispatch(pks=[item.pk], **county.when("coordinator"))
    when = county.when("town")

    outcomes = at_once([lambda: assignments.sign(pks=[item.pk], unit=county.towns[0], **when)] * 10)

    assert len(refusals(outcomes)) == 9
    assert Link.objects.filter(kind="item.signed").count() == 1


def test_two_items_do_not_go_into_one_another(county: County) -> None:
    one, other = signed(county), signed(county)
    by = county.when("coordinator")

    outcomes = at_once(
        [
            lambda: items.merge(pk=one.pk, into=other.pk, reason="同一问题", **by),
            lambda: items.merge(pk=other.pk, into=one.pk, reason="同一问题", **by),
        ]
    )

    assert [type(one) for one in refusals(outcomes)] == [WrongUnit]
    assert Item.objects.filter(merged_into=None).count() == 1


def test_a_round_waits_for_an_act_that_holds_its_item(scratch: Scratch) -> None:
    county = make_county(publicity_days=3)
    published, other = asked(county), signed(county)
    verdicts.verify(pk=published.pk, judged=all_met(published), **county.when("verifier"))
    late, holds = DEADLINE + timedelta(days=1), Event()

    def suspend() -> Item:
        with transaction.atomic():
            case = acts.load_one(other.pk)
            holds.set()
            sleep(0.5)  # long enough for the round to take what it can
            one = acts.act(Deed.SUSPENDED, case, **county.when("coordinator", late)).say(reason="等批复")
            one.set(case.item, is_suspended=True)
            return acts.commit([one])[0]

    def round_of_the_day() -> TickDay | None:
        assert holds.wait(30)
        return ticking.tick(on=late, at=moment(late))

    suspended, done = at_once([suspend, round_of_the_day])

    assert isinstance(suspended, Item)
    assert isinstance(done, TickDay)
    assert done.published == 1
    assert fresh(other).light == "paused"
    assert_whole(county.office.chain)
