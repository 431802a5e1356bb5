"""The draw: by the last checkpoint before the request, so that anybody can draw again, and nobody unseen."""

import hashlib
import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.history import checkpoints, keys
from guatu.history.models import Checkpoint
from guatu.history.models import Event as Link
from guatu.ledgers.actions import requests, verdicts
from guatu.ledgers.errors import WrongFigure
from guatu.ledgers.events import Event
from guatu.ledgers.models import Item, SiteCheck, SiteCheckDraw
from guatu.ledgers.site_checks import deeds, lots, rules
from guatu.ledgers.site_checks.errors import SiteCheckStands
from guatu.ledgers.site_checks.results import NewResult
from tests.accounts.factories import moment
from tests.ledgers.doing import site_photo
from tests.ledgers.factories import DAY, County, all_met, asked, finished, fresh, ledger_with
from tests.ledgers.refusing import refuses

NEXT = DAY + timedelta(days=1)
SEEDS = st.text("0123456789abcdef", min_size=64, max_size=64)


def share(county: County, percent: int, **settings: Any) -> None:
    county.ledger = ledger_with(county, site_check_share=percent, **settings)


def checkpoint(on: date = DAY) -> Checkpoint:
    if not Checkpoint.objects.exists():
        keys.make_key()
    checkpoints.take(at=moment(on))
    return Checkpoint.objects.latest("number")


def again(county: County, item: Item, on: date = DAY) -> Item:
    """The unit takes its request back and asks once more."""
    requests.withdraw(pk=item.pk, **county.when("liaison", on))
    requests.ask(pk=item.pk, statement="都改完了", **county.when("liaison", on))
    requests.review(pk=item.pk, **county.when("reviewer", on))
    return fresh(item)


@given(seed=SEEDS, number=st.sampled_from(["5G-001", "GZ-1042", "整改-7"]))
def test_the_lot_is_the_digest_of_seed_and_number(seed: str, number: str) -> None:
    rest = 0
    for letter in hashlib.sha256(f"{seed}{number}".encode()).hexdigest():
        rest = (rest * 16 + int(letter, 16)) % 100

    assert lots.lot(seed, number) == rest


def test_lots_fall_evenly() -> None:
    taken = sum(lots.lot("0" * 64, f"5G-{n:03d}") < 20 for n in range(5000))
    assert 900 < taken < 1100


def test_the_documented_example_is_true() -> None:
    assert lots.lot("9f" * 32, "5G-017") == 71


def test_codes_are_easy_to_read_aloud_and_differ() -> None:
    codes = {lots.new_code() for _ in range(300)}
    assert len(codes) == 300
    assert all(len(code) == 6 and set(code) <= set(lots.LETTERS) for code in codes)
    assert not set("0O1IL2Z5S8B") & set(lots.LETTERS)


def test_without_a_share_nothing_is_drawn(county: County) -> None:
    asked(county)
    assert not SiteCheckDraw.objects.exists()


def test_without_a_checkpoint_everything_is_looked_at_and_it_says_so(county: County) -> None:
    share(county, 1)
    item = asked(county)

    draw = item.site_check_draws.get()
    assert (draw.ground, draw.is_taken, draw.lot, draw.seed) == ("no_checkpoint", True, None, "")
    assert item.site_checks.get().kind == "drawn"


@pytest.mark.parametrize("off", [0, 1])
def test_the_lot_decides_at_the_share_itself(county: County, off: int) -> None:
    seed, item = checkpoint(), finished(county)
    number = lots.lot(seed.hash, item.number)
    share(county, min(100, max(1, number + off)))
    if number == 0 and off == 0:
        pytest.skip("no share lies below this lot")
    requests.ask(pk=item.pk, statement="都改完了", **county.when("liaison"))
    requests.review(pk=item.pk, **county.when("reviewer"))

    draw = item.site_check_draws.get()
    assert (draw.checkpoint, draw.seed, draw.lot) == (seed.number, seed.hash, number)
    assert draw.is_taken == bool(off)
    assert item.site_checks.exists() == bool(off)


def test_the_draw_is_an_event_of_the_system_whether_taken_or_not(county: County) -> None:
    seed = checkpoint()
    share(county, 1)
    items = [asked(county) for _ in range(3)]

    for item in items:
        link = Link.objects.get(subject_id=item.pk, kind=Event.SITE_CHECK_DRAWN.value)
        image = json.loads(bytes(link.body))["changes"]
        told = next(one for ref, one in image.items() if ref.startswith("site_check_draw:"))
        taken = lots.lot(seed.hash, item.number) < 1
        assert (told["is_taken"], told["seed"], link.actor_id) == (taken, seed.hash, None)
        words = link.enclosures.get(name="why").text or ""
        assert words.endswith("；抽中" if taken else "；未抽中")


def test_the_seed_is_that_of_the_request_and_not_of_the_review(county: County) -> None:
    first = checkpoint()
    share(county, 50)
    item = finished(county)
    requests.ask(pk=item.pk, statement="都改完了", **county.when("liaison"))
    assert not item.site_check_draws.exists()
    checkpoint(NEXT)
    requests.review(pk=item.pk, **county.when("reviewer", NEXT))

    assert item.site_check_draws.get().seed == first.hash


def test_asking_again_within_the_same_checkpoint_gives_the_same_lot(county: County) -> None:
    checkpoint()
    share(county, 1)
    item = again(county, asked(county))

    first, second = item.site_check_draws.order_by("pk")
    assert (first.seed, first.lot) == (second.seed, second.lot)


def test_what_was_drawn_and_taken_back_is_looked_at_with_the_next_request(county: County) -> None:
    """Whatever the next lot says: the earlier draw stays, and so does the duty to look."""
    share(county, 1)
    item = asked(county)
    check = item.site_checks.get()
    checkpoint(NEXT)
    item = again(county, item, NEXT)

    first, second = item.site_check_draws.order_by("pk")
    assert (first.ground, second.ground, second.is_taken) == ("no_checkpoint", "waiting", True)
    assert second.lot is not None
    moved = item.site_checks.get()
    assert (moved.pk, moved.close_out_id, moved.code) == (check.pk, second.close_out_id, check.code)
    with refuses(SiteCheckStands, "还有现场核查没有结果"):
        verdicts.verify(pk=item.pk, judged=all_met(item), **county.when("verifier", NEXT))


def test_what_was_found_otherwise_is_looked_at_again(county: County) -> None:
    checkpoint()
    share(county, 1)
    item = asked(county)
    if not item.site_checks.exists():
        verdicts.order_site_check(pk=item.pk, words="看表箱", **county.when("verifier"))
    found = NewResult(result="differs", finding="还有 2 处", photos=[site_photo()])
    deeds.record(pk=item.pk, new=found, **county.when("verifier"))
    with refuses(SiteCheckStands, "现场核查不相符"):
        verdicts.verify(pk=item.pk, judged=all_met(item), **county.when("verifier"))
    verdicts.send_back(pk=item.pk, remark="还有 2 处", judged={}, **county.when("verifier"))
    requests.ask(pk=item.pk, statement="已改", **county.when("liaison"))
    requests.review(pk=item.pk, **county.when("reviewer"))

    last = item.site_check_draws.latest("pk")
    assert (last.ground, last.is_taken) == ("differed", True)
    assert rules.why_no_key(rules.of_request(item.close_outs.latest("number")))


def test_a_unit_without_its_own_review_draws_at_once(county: County) -> None:
    share(county, 100, needs_lead_review=False)
    item = finished(county)
    requests.ask(pk=item.pk, statement="都改完了", **county.when("liaison"))
    assert item.site_checks.get().state == SiteCheck.State.PLANNED


def test_a_share_out_of_range_is_refused(county: County) -> None:
    with refuses(WrongFigure, "0 到 100"):
        share(county, 101)
