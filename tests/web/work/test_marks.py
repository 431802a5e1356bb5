"""A mark means on the work screens what it means in the ledger."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from guatu.ledgers.queries.standing import DUES
from guatu.web import wording
from guatu.web.views.ledgers.lines import LIGHTS
from tests.ledgers.factories import DAY, DEADLINE, County, asked, dispatched, signed

SignIn = Callable[[str], Client]
Today = Callable[[date], None]


@pytest.mark.parametrize(
    ("deadline", "due"),
    [
        (DAY - timedelta(days=1), "overdue"),
        (DAY, "near"),
        (DAY + timedelta(days=7), "near"),
        (DAY + timedelta(days=8), "on_time"),
        (None, "undated"),
    ],
)
def test_a_deadline_has_the_light_of_the_ledger(deadline: date | None, due: str) -> None:
    assert wording.light(wording.due(deadline, on=DAY)) == LIGHTS[due].colour
    assert set(LIGHTS) == set(DUES)


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
