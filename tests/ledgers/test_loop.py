"""The loop by actions alone: dispatched, signed, reported, asked, verified, closed, looked at again."""

from datetime import date

from guatu.history.models import Event
from guatu.ledgers.actions import look_backs, requests, verdicts
from guatu.ledgers.models import CloseOut, Item, LookBack
from tests.ledgers.factories import County, all_met, asked, closed, dispatched, finished, fresh, signed


def test_an_item_waits_until_every_unit_has_signed(county: County) -> None:
    item = dispatched(county)
    assert item.state == Item.State.DISPATCHED
    assert signed(county).state == Item.State.IN_PROGRESS


def test_progress_is_the_sum_of_the_units_shares(county: County) -> None:
    item = finished(county)
    assert item.progress == 100
    assert item.measures.get().achieved == 20


def test_two_keys_close_an_item_and_plan_its_look_back(county: County) -> None:
    item = closed(county)
    assert item.state == Item.State.CLOSED
    assert item.closed_on is not None
    assert item.close_outs.get().state == CloseOut.State.CLOSED
    assert item.look_backs.get().state == LookBack.State.PLANNED


def test_a_returned_request_may_be_asked_again(county: County) -> None:
    item = asked(county)
    verdicts.send_back(pk=item.pk, remark="缺石泉镇照片", judged={}, **county.when("verifier"))
    assert fresh(item).state == Item.State.IN_PROGRESS
    requests.ask(pk=item.pk, statement="照片已补", **county.when("liaison"))
    requests.review(pk=item.pk, **county.when("reviewer"))
    verdicts.verify(pk=item.pk, judged=all_met(item), **county.when("verifier"))
    assert fresh(item).state == Item.State.CLOSED
    assert list(item.close_outs.values_list("number", "state")) == [(1, "returned"), (2, "closed")]


def test_a_relapse_opens_the_item_again_under_its_number(county: County) -> None:
    item, later = closed(county), date(2026, 9, 1)
    look_backs.reopen(
        pk=item.pk, finding="又有 2 处转供电", deadline=date(2026, 10, 31), **county.when("verifier", later)
    )
    again = fresh(item)
    assert (again.number, again.state, again.times_reopened) == (item.number, Item.State.IN_PROGRESS, 1)
    assert again.first_promise == item.first_promise
    requests.ask(pk=item.pk, statement="2 处已改", **county.when("liaison", later))
    requests.review(pk=item.pk, **county.when("reviewer", later))
    verdicts.verify(pk=item.pk, judged=all_met(item), **county.when("verifier", later))
    assert fresh(item).state == Item.State.CLOSED


def test_every_step_of_the_loop_stands_in_the_chain(county: County) -> None:
    item = closed(county)
    kinds = list(Event.objects.filter(subject_kind="item", subject_id=item.pk).values_list("kind", flat=True))
    assert kinds == [
        "item.added",
        "item.dispatched",
        *["item.signed"] * 3,
        *["item.reported"] * 2,
        "item.close_asked",
        "item.close_reviewed",
        "item.close_verified",
    ]
