"""A mark means on the work screens what it means in the ledger."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from guatu.ledgers.lights import nightly
from guatu.web import wording
from tests.accounts.factories import moment
from tests.ledgers.factories import DAY, DEADLINE, County, asked, dispatched, signed

SignIn = Callable[[str], Client]
Today = Callable[[date], None]


@pytest.mark.parametrize(
    ("deadline", "colour"),
    [
        (DAY - timedelta(days=1), "red"),
        (DAY, "blue"),
        (DAY + timedelta(days=7), "blue"),
        (DAY + timedelta(days=8), "green"),
        (None, "grey"),
    ],
)
def test_a_day_has_the_mark_of_how_near_it_is(deadline: date | None, colour: str) -> None:
    assert wording.light(wording.due(deadline, on=DAY)) == colour


def test_what_burns_for_another_reason_says_so_beside_the_days_left(
    county: County, as_: SignIn, today: Today
) -> None:
    item, day = signed(county), DEADLINE - timedelta(days=20)
    nightly.light_all(on=day, at=moment(day))
    today(day)

    card = as_("town").get(reverse("web:my-work") + "?show=all").context["sections"][0].bundles[0].cards[0]

    assert item.deadline == DEADLINE
    assert (card.light.colour, card.light.word) == ("yellow", "黄灯 还剩 20 天")


def marks(client: Client, query: str = "?show=all") -> list[tuple[str, str]]:
    """The mark of each card: a light by its colour, a state by its code."""
    sections = client.get(reverse("web:my-work") + query).context["sections"]
    cards = [card for section in sections for bundle in section.bundles for card in bundle.cards]
    return [
        ("light", card.light.colour) if card.light else ("state", card.state.code if card.state else "")
        for card in cards
    ]


def test_a_day_is_a_light_and_waiting_is_a_state(county: County, as_: SignIn, today: Today) -> None:
    today(DAY)
    signed(county)
    assert marks(as_("town")) == [("light", "green")]
    dispatched(county)
    assert ("state", "wait") in marks(as_("other_town"))
    asked(county)
    assert marks(as_("verifier")) == [("state", "check")]
    today(DEADLINE + timedelta(days=3))
    assert ("light", "red") in marks(as_("town"))


def test_the_queue_of_the_verifier_marks_days_as_the_ledger_does(
    county: County, as_: SignIn, today: Today
) -> None:
    today(DAY)
    asked(county)
    rows = as_("verifier").get(reverse("web:to-verify")).context["queue"]
    assert [row.mark.colour for row in rows] == ["green"]
